"""People who were erased go out of the lists read from providers as well, with their raw records."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from leaddesk.domain.identity import Mark, marks
from leaddesk.domain.lead_fields import provider_columns
from leaddesk.domain.leads import SourceKind
from leaddesk.domain.turns import step_aside
from leaddesk.workspace.list_rows import count_since
from leaddesk.workspace.stored_list import StoredList, stored

if TYPE_CHECKING:
    import apsw

_AT_ONCE = 500
"""Rows before others get their turn."""


def forget(connection: apsw.Connection, erased: Callable[[Iterable[Mark]], set[Mark]], hints: Collection[str]) -> int:
    """Remove every row of every list whose person ``erased`` knows by a mark; returns how many.

    ``hints``: where they are known, texts (folded) of which every such row holds one; else all rows are looked at.
    Needs a write transaction. In a list that is being read a row cannot go, as its leads are numbered: it stays,
    without anything in it, until the next reading.
    """
    connection.pragma("secure_delete", True)
    count = 0
    for kept in stored(connection, "TRUE"):
        rows = list(_rows_of(connection, kept, erased, hints))
        count += len(rows)
        if kept.can_go_on:
            _empty(connection, rows)
        elif rows:
            _drop(connection, kept, rows)
    return count


def _rows_of(
    connection: apsw.Connection, kept: StoredList, erased: Callable[[Iterable[Mark]], set[Mark]], hints: Collection[str]
) -> Iterator[int]:
    columns = provider_columns(SourceKind(kept.provider), kept.columns)
    has_one = " OR ".join(["instr(words, ?)"] * len(hints)) or "TRUE"
    found: list[tuple[int, str]] = connection.execute(
        "SELECT id, cells FROM list_rows CROSS JOIN list_cells ON row = id"  # noqa: S608 - ours
        f" WHERE list = ? AND ({has_one}) ORDER BY place, id",
        (kept.id, *hints),
    ).fetchall()  # type: ignore[assignment]  # what the columns are declared as
    for number, (row, cells) in enumerate(found, start=1):
        said = zip(columns, json.loads(cells), strict=False)
        if erased(marks({column: str(value) for column, value in said if column and value is not None})):
            yield row
        if number % _AT_ONCE == 0:
            step_aside()


def _drop(connection: apsw.Connection, kept: StoredList, rows: Collection[int]) -> None:
    gone = connection.execute(
        "DELETE FROM list_rows WHERE id IN (SELECT value FROM json_each(?)) RETURNING place", (json.dumps(list(rows)),)
    )
    present = sorted((place for (place,) in gone if place is not None), reverse=True)
    for place in present:
        connection.execute("UPDATE list_rows SET place = place - 1 WHERE list = ? AND place > ?", (kept.id, place))
    kept.present_rows -= len(present)
    kept.gone_rows -= len(rows) - len(present)
    kept.edition += 1
    count_since(connection, kept)
    kept.write(connection)


def _empty(connection: apsw.Connection, rows: Collection[int]) -> None:
    for row in rows:
        connection.execute(
            "UPDATE list_rows SET (identity, contents) = (?1, ?1), before = NULL WHERE id = ?2", (os.urandom(16), row)
        )
        connection.execute("UPDATE list_cells SET (cells, words) = ('[]', '') WHERE row = ?", (row,))
        connection.execute("UPDATE list_records SET raw = '{}' WHERE row = ?", (row,))
