"""Leads in a given order, with the columns that somebody wants: for exports.

One statement walks an array of ids, so a million leads are read without anything being held in memory or in Python.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

from leaddesk.domain.errors import DiskFull, LeadsDamaged, WorkspaceUnusable
from leaddesk.domain.leads import (
    ADDED,
    CHANGED,
    LISTS,
    NOTE,
    SOURCES,
    SUPPRESSED,
    TAGS,
    SourceKind,
    is_custom,
)
from leaddesk.workspace.database import is_full
from leaddesk.workspace.leads.columns import FIELDS, MORE
from leaddesk.workspace.leads.connecting import refuse_newer
from leaddesk.workspace.leads.picking import ids
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

Cell = str | float | None
"""A value, seconds since 1970 (``@added``, ``@changed``), or nothing."""

_PROVIDERS = {
    SourceKind.REACHSTREAM: "ReachStream",
    SourceKind.REACTIN: "ReactIn",
    SourceKind.LEADSOPEDIA: "Leadsopedia",
}
_SOURCE = f"""CASE kind {" ".join(f"WHEN '{kind.value}' THEN '{name}'" for kind, name in _PROVIDERS.items())}
    ELSE nullif(sources.name, '') END"""
_KNOWN = {
    LISTS: """(SELECT group_concat(name, '; ' ORDER BY position, lead_lists.id)
        FROM list_leads JOIN lead_lists ON lead_lists.id = list WHERE lead = leads.id)""",
    TAGS: """(SELECT group_concat(name, '; ' ORDER BY folded_name)
        FROM tag_leads JOIN tags ON tags.id = tag WHERE lead = leads.id)""",
    NOTE: "(SELECT text FROM notes WHERE lead = leads.id)",
    ADDED: "leads.added_at",
    CHANGED: "coalesce((SELECT at FROM last_changes WHERE lead = leads.id), leads.added_at)",
    SOURCES: f"""(CASE has_records WHEN 0 THEN (SELECT {_SOURCE} FROM sources WHERE sources.id = leads.source)
        ELSE (SELECT group_concat(word, '; ') FROM (SELECT DISTINCT {_SOURCE} AS word
            FROM records JOIN sources ON sources.id = records.source WHERE records.lead = leads.id)) END)""",  # noqa: S608 - ours
    SUPPRESSED: "CASE WHEN suppressed.lead IS NOT NULL THEN 'yes' END",
}


_PATIENCE = 5000
"""Milliseconds to wait for whoever tidies the file up; nobody who writes is in a reader's way."""


@contextmanager
def reading(path: Path) -> Iterator[apsw.Connection]:
    """The file of My Leads in one state, for a process without a ``Database``.

    Raises DiskFull, WorkspaceUnusable, WorkspaceNewer, LeadsDamaged.
    """
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    try:
        with closing(apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
            connection.set_busy_timeout(_PATIENCE)
            connection.execute("BEGIN")
            refuse_newer(connection, path)
            yield connection
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise LeadsDamaged(path) from error
    except (apsw.BusyError, apsw.CantOpenError, apsw.FullError, apsw.IOError, apsw.ReadOnlyError) as error:
        raise (DiskFull if is_full(error) else WorkspaceUnusable)(path, str(error)) from error


def read_out(
    connection: apsw.Connection, columns: Sequence[str], leads: Sequence[int], size: int
) -> Iterator[list[tuple[Cell, ...]]]:
    """One row for each of ``leads``, in their order, ``size`` rows at a time. Read it in one transaction.

    A row begins with two facts: whether it is a lead still (1, or None: in the trash, merged, erased or withdrawn), and
    whether it is suppressed (1 or None); then one cell for each of ``columns``, None where it is empty. Columns that
    are unknown here are empty.
    """
    facts = ("leads.id IS NOT NULL OR NULL", "suppressed.lead IS NOT NULL OR NULL")
    return _read(connection, columns, leads, size, facts=facts, joined=f"LEFT JOIN leads ON {_IS_LEAD} {_SUPPRESSION}")


def read_wanted(
    connection: apsw.Connection, columns: Sequence[str], leads: Sequence[int], size: int, *, with_suppressed: bool
) -> Iterator[list[tuple[Cell, ...]]]:
    """As ``read_out`` without the facts; who is no lead any more, or suppressed and not wanted, is passed over."""
    return _read(connection, columns, leads, size, joined=_wanted(with_suppressed=with_suppressed))


def read_joined(
    connection: apsw.Connection,
    columns: Sequence[str],
    groups: Sequence[Sequence[int]],
    leads: Sequence[int],
    *,
    joined_by: str,
    with_suppressed: bool,
) -> list[tuple[str, ...]]:
    """As ``read_wanted``, at once, with one text for each of ``groups`` (indexes of ``columns``, in their order).

    A group of several is their values with ``joined_by`` in between; an empty value is an empty text.
    """
    cells = [f"coalesce({_cell(column)}, '')" for column in columns]
    grouped = (f"concat_ws('{joined_by}', {', '.join(cells[number] for number in group)})" for group in groups)
    found = _rows(connection, columns, leads, cells=grouped, joined=_wanted(with_suppressed=with_suppressed))
    return [cast("tuple[str, ...]", row) for row in found]


def count_wanted(connection: apsw.Connection, leads: Sequence[int], *, with_suppressed: bool) -> int:
    """How many rows ``read_wanted`` gives."""
    question = f"SELECT count(*) FROM carray(?) AS wanted {_wanted(with_suppressed=with_suppressed)}"  # noqa: S608 - ours
    return int(connection.execute(question, (ids(leads),)).get) if leads else 0


_IS_LEAD = f"leads.id = wanted.value AND leads.standing = {Standing.KEPT.value}"
_SUPPRESSION = "LEFT JOIN suppressed ON suppressed.lead = leads.id"


def _wanted(*, with_suppressed: bool) -> str:
    where = "" if with_suppressed else "WHERE suppressed.lead IS NULL"
    return f"CROSS JOIN leads ON {_IS_LEAD} {_SUPPRESSION} {where}"  # a cross join keeps the order of the array


def _read(
    connection: apsw.Connection,
    columns: Sequence[str],
    leads: Sequence[int],
    size: int,
    *,
    facts: Sequence[str] = (),
    joined: str,
) -> Iterator[list[tuple[Cell, ...]]]:
    if not leads:
        return
    rows = _rows(connection, columns, leads, cells=(*facts, *map(_cell, columns)), joined=joined)
    while chunk := list(islice(rows, size)):
        yield chunk


def _rows(
    connection: apsw.Connection, columns: Sequence[str], leads: Sequence[int], *, cells: Iterable[str], joined: str
) -> apsw.Cursor:
    wanted = ", ".join(cells) or "NULL"
    if _CUSTOM_FIELD in wanted:
        connection.create_scalar_function(_CUSTOM_FIELD, _custom_field, 2, deterministic=True)
    return connection.execute(
        f"SELECT {wanted} FROM carray(?) AS wanted {joined}",  # noqa: S608 - ours; names are bound
        (*filter(is_custom, columns), ids(leads)),
    )


def _cell(column: str) -> str:
    if column in _KNOWN:
        return _KNOWN[column]
    if column in FIELDS:
        return f'leads."{column}"'
    if not is_custom(column):
        return "NULL"
    # ->> is quick, but takes a name with such marks for a path.
    is_path = column.startswith("$") or '"' in column or "\\" in column
    return f"{_CUSTOM_FIELD}(leads.{MORE}, ?)" if is_path else f"leads.{MORE} ->> ?"


_CUSTOM_FIELD = "leaddesk_custom_field"


def _custom_field(*values: object) -> str | None:
    more, name = values
    found = json.loads(more).get(name) if isinstance(more, str) else None
    return found if isinstance(found, str) else None
