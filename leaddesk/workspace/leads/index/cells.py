"""What the columns of My Leads show: SQL for each, and what a person reads of it.

A cell may hold several values (lists, tags, sources); a condition asks each of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from leaddesk.domain.leads import (
    ADDED,
    CHANGED,
    KINDS,
    LISTS,
    NOTE,
    SOURCES,
    SUPPRESSED,
    TAGS,
    SourceKind,
    is_custom,
)
from leaddesk.domain.table import Column, Kind
from leaddesk.workspace.leads.columns import FIELDS

if TYPE_CHECKING:
    import apsw

_APART = "\x1f"
"""Between several values of one cell, on their way out of SQLite (``char(31)``); no name holds it."""
_FIELDS = frozenset(FIELDS)
_KINDS = {field.value: kind for field, kind in KINDS.items()}
_KNOWN_BESIDE = {
    LISTS: """(SELECT group_concat(name, char(31) ORDER BY position, lead_lists.id)
        FROM list_leads JOIN lead_lists ON lead_lists.id = list WHERE lead = leads.id)""",
    TAGS: """(SELECT group_concat(name, char(31) ORDER BY folded_name)
        FROM tag_leads JOIN tags ON tags.id = tag WHERE lead = leads.id)""",
    NOTE: "(SELECT text FROM notes WHERE lead = leads.id)",
    ADDED: "added_at",
    CHANGED: "(SELECT at FROM last_changes WHERE lead = leads.id)",
    SOURCES: """(CASE has_records WHEN 0 THEN (SELECT kind FROM sources WHERE sources.id = source)
        ELSE (SELECT group_concat(kind, char(31)) FROM records JOIN sources ON sources.id = records.source
              WHERE lead = leads.id) END)""",
    SUPPRESSED: "(SELECT 'yes' FROM suppressed WHERE lead = leads.id)",
}
BESIDE = (SUPPRESSED, LISTS, TAGS, NOTE, ADDED, CHANGED, SOURCES)
"""The columns that follow the fields, in this order."""
MANY = frozenset({LISTS, TAGS, SOURCES})
"""Columns with several values in a cell."""
DATES = frozenset({ADDED, CHANGED})
_KINDS_IN_ORDER = tuple(kind.value for kind in SourceKind)


def column_of(name: str) -> Column:
    return Column(name, _KINDS.get(name, Kind.TEXT))


def expression(column: str) -> tuple[str, tuple[str, ...]]:
    """SQL for the cell of a row of ``leads``, and what is to be bound in it. NULL or '' for an empty one."""
    if column in _FIELDS:
        return column, ()
    if is_custom(column):
        return "(SELECT value FROM json_each(more) WHERE key = ?)", (column,)
    return _KNOWN_BESIDE.get(column, "NULL"), ()


def values_in(column: str, cell: Any) -> tuple[str, ...]:
    """The values of a cell as SQLite gave it; none for an empty one."""
    if cell is None or cell == "":
        return ()
    if column in DATES:
        return (moment(cell),)
    if column == SOURCES:
        there = set(cell.split(_APART))
        return tuple(kind for kind in _KINDS_IN_ORDER if kind in there)
    return tuple(cell.split(_APART)) if column in MANY else (str(cell),)


def shown(column: str, cell: Any) -> str | None:
    """What a person reads; None for nothing."""
    return None if cell is None else showing(column)(cell)


def showing(column: str) -> Callable[[Any], str | None]:
    """``shown`` for the cells of one column that are not NULL."""
    if column in DATES:
        return moment
    if column == SOURCES:
        return lambda cell: ", ".join(values_in(SOURCES, cell)) if _APART in cell else cell
    if column in MANY:
        return lambda cell: cell.replace(_APART, ", ") or None
    return lambda cell: cell or None


@lru_cache(maxsize=4096)
def moment(at: float) -> str:
    """Local time, to the minute."""
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M")


def between(connection: apsw.Connection, column: str, first: int, last: int) -> list[tuple[int, Any]]:
    """Ids and cells of the leads from ``first`` to ``last``, those of any standing, in the order of the ids."""
    sql, bound = expression(column)
    question = f"SELECT id, {sql} FROM leads WHERE id BETWEEN ? AND ? ORDER BY id"  # noqa: S608 - ours
    return list(connection.execute(question, (*bound, first, last)))


def of(connection: apsw.Connection, column: str, ids: Iterable[int]) -> list[tuple[int, Any]]:
    """The same of these leads, those that there are."""
    sql, bound = expression(column)
    question = f"SELECT id, {sql} FROM leads WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"  # noqa: S608 - ours
    return list(connection.execute(question, (*bound, json.dumps(list(ids)))))


def row_question(columns: Sequence[Column]) -> tuple[str, tuple[str, ...]]:
    """SQL that gives, for the ids in a JSON array bound last, the cells of ``columns`` in the order of the ids."""
    parts: list[str] = []
    bound: list[str] = []
    for column in columns:
        sql, more = expression(column.name)
        parts.append(f"leads.{sql}" if column.name in _FIELDS else sql)
        bound.extend(more)
    cells = ", ".join(parts) or "NULL"
    return f"SELECT {cells} FROM json_each(?) AS wanted LEFT JOIN leads ON leads.id = wanted.value", tuple(bound)  # noqa: S608 - ours
