"""What the columns of imported files were said to mean: the last word for each header, and what was saved by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from leaddesk.domain.imports import Mapping, SavedMapping

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.database import Database

_MOST = 200
"""Headers that are remembered without a name; the one that was not used for longest goes."""


def remember(connection: apsw.Connection, header: Sequence[str], mapping: Mapping, *, at: float) -> None:
    """Files with this header mean this from now on. ``at``: seconds since 1970. In a write transaction."""
    told = json.dumps(list(header))
    connection.execute("DELETE FROM mappings WHERE name = '' AND header = ?", (told,))
    connection.execute(
        "INSERT INTO mappings (name, header, columns, used_at) VALUES ('', ?, ?, ?)",
        (told, json.dumps(mapping.columns), at),
    )
    connection.execute(
        "DELETE FROM mappings WHERE id IN "
        "(SELECT id FROM mappings WHERE name = '' ORDER BY used_at DESC, id DESC LIMIT -1 OFFSET ?)",
        (_MOST,),
    )


def remembered(connection: apsw.Connection, header: Sequence[str]) -> Mapping | None:
    """What was said last of a file with exactly this header."""
    row = connection.execute(
        "SELECT columns FROM mappings WHERE header = ? ORDER BY used_at DESC, id DESC LIMIT 1",
        (json.dumps(list(header)),),
    ).fetchone()
    return None if row is None else Mapping(tuple(json.loads(row[0])))


def saved(connection: apsw.Connection) -> tuple[SavedMapping, ...]:
    """Those with a name, by name."""
    rows = connection.execute("SELECT id, name, header, columns FROM mappings WHERE name <> ''").fetchall()
    return tuple(sorted(map(_saved, rows), key=lambda one: one.name.casefold()))


def save(connection: apsw.Connection, name: str, header: Sequence[str], mapping: Mapping, *, at: float) -> SavedMapping:
    """Keep ``mapping`` as ``name``, instead of what was kept under it. In a write transaction."""
    for kept in saved(connection):
        if kept.name.casefold() == name.casefold():
            forget(connection, kept.id)
    rows = connection.execute(
        "INSERT INTO mappings (name, header, columns, used_at) VALUES (?, ?, ?, ?) RETURNING id, name, header, columns",
        (name, json.dumps(list(header)), json.dumps(mapping.columns), at),
    ).fetchall()
    return _saved(rows[0])


def forget(connection: apsw.Connection, id_: int) -> None:
    """Remove a mapping, if it is there. In a write transaction."""
    connection.execute("DELETE FROM mappings WHERE id = ?", (id_,))


def _saved(row: Sequence[Any]) -> SavedMapping:
    id_, name, header, columns = row
    return SavedMapping(id_, name, tuple(json.loads(header)), Mapping(tuple(json.loads(columns))))


class Mappings:
    """The same for the window. All calls may raise WorkspaceError; those that write, LeadsBusy too."""

    def __init__(
        self, leads: Database, reader: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """``leads`` is written to, ``reader`` is asked; both are on the file of My Leads."""
        self._leads, self._reader, self._clock = leads, reader, clock

    async def remembered(self, header: Sequence[str]) -> Mapping | None:
        return await self._reader.read(lambda connection: remembered(connection, header))

    async def saved(self) -> tuple[SavedMapping, ...]:
        return await self._reader.read(saved)

    async def save(self, name: str, header: Sequence[str], mapping: Mapping) -> SavedMapping:
        at = self._clock().timestamp()
        return await self._leads.write(lambda connection: save(connection, name, header, mapping, at=at))

    async def forget(self, id_: int) -> None:
        await self._leads.write(lambda connection: forget(connection, id_))
