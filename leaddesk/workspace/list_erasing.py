"""People who were erased go out of the lists read from providers as well, with their raw records, and stay out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from leaddesk.domain.lead_fields import provider_columns
from leaddesk.domain.leads import SourceKind
from leaddesk.domain.pages import Entry
from leaddesk.domain.records import Value
from leaddesk.domain.turns import step_aside
from leaddesk.domain.weak_marks import TELLING
from leaddesk.workspace.list_rows import count_since
from leaddesk.workspace.stored_list import StoredList, stored

if TYPE_CHECKING:
    import apsw

_AT_ONCE = 50
"""Rows before others get their turn."""

Erased = Callable[[Mapping[str, str]], str]
"""``workspace.leads.erasing.Teller``."""


def forget(connection: apsw.Connection, erased: Erased) -> int:
    """Remove every row of every list whose person ``erased`` knows; returns how many.

    Needs a write transaction. In a list that is being read a row cannot go, as its leads are numbered: it stays,
    without anything in it, until that reading is complete.
    """
    connection.pragma("secure_delete", True)
    count = 0
    for kept in stored(connection, "TRUE"):
        rows = list(_rows_of(connection, kept, erased))
        count += len(rows)
        if kept.can_go_on:
            _empty(connection, rows)
        elif rows:
            _drop(connection, kept, rows)
    return count


def withheld(entries: Sequence[Entry], kept: StoredList, erased: Erased) -> tuple[Entry, ...]:
    """``entries`` as they may be kept: nothing is in those whose person was erased. Each stays one record, the same
    one whenever it comes again, as a reading counts them; ``drop_withheld`` removes them at its end.
    """
    return tuple(_withheld(entry, kept.provider, erased) for entry in entries)


def _withheld(entry: Entry, provider: str, erased: Erased) -> Entry:
    stand_in = _told(erased, provider, tuple(entry.values), tuple(entry.values.values()))
    return Entry({}, _nobody(stand_in)) if stand_in else entry


def drop_withheld(connection: apsw.Connection, kept: StoredList) -> None:
    """Remove the rows in which nothing is since their people were erased. Needs a write transaction."""
    rows = connection.execute(
        "SELECT id FROM list_rows CROSS JOIN list_cells ON list_cells.row = id"
        " CROSS JOIN list_records ON list_records.row = id WHERE list = ? AND cells = '[]' AND raw GLOB ?",
        (kept.id, _NOBODY.format("*")),
    )
    if gone := [row for (row,) in rows]:
        _drop(connection, kept, gone)


_NOBODY = '{{"erased":"{}"}}'


def _nobody(stand_in: str) -> str:
    """The raw record of somebody who was erased."""
    return _NOBODY.format(stand_in)


@lru_cache(64)
def _telling(provider: str, names: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """Which of these columns tell who somebody is: their indexes, and the columns of My Leads that they are."""
    columns = provider_columns(SourceKind(provider), names)
    return tuple((at, column) for at, column in enumerate(columns) if column and column in TELLING)


def _told(erased: Erased, provider: str, names: tuple[str, ...], cells: Sequence[Value]) -> str:
    telling = _telling(provider, names)
    return erased({column: str(cells[at]) for at, column in telling if at < len(cells) and cells[at] is not None})


def _rows_of(connection: apsw.Connection, kept: StoredList, erased: Erased) -> Iterator[int]:
    found: list[tuple[int, str]] = connection.execute(
        "SELECT id, cells FROM list_rows CROSS JOIN list_cells ON row = id WHERE list = ? ORDER BY place, id",
        (kept.id,),
    ).fetchall()  # type: ignore[assignment]  # what the columns are declared as
    names = tuple(kept.columns)
    for number, (row, cells) in enumerate(found, start=1):
        if _told(erased, kept.provider, names, json.loads(cells)):
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
        connection.execute("UPDATE list_records SET raw = ? WHERE row = ?", (_nobody(""), row))
