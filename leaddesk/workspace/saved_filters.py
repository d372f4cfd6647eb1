"""Filters under a name, and the draft that survives a crash."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from leaddesk.domain.errors import NameTaken
from leaddesk.domain.filter import FIELD_BY_NAME, Filter
from leaddesk.domain.saved_filters import Draft, SavedFilter, SavedFilterGone, SavedFilterId
from leaddesk.workspace.database import Database, storable

if TYPE_CHECKING:
    import apsw

_NUMBER_AT_END = re.compile(r" \(\d+\)$")


class SavedFilters:
    """Names are unique; upper and lower case, and white space around them, make no difference.

    Every method raises what ``Database`` raises, and one that takes an id raises SavedFilterGone.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._clock = clock

    async def all(self) -> tuple[SavedFilter, ...]:
        """The latest changed first."""
        rows = await self._database.read(
            lambda connection: connection.execute(
                "SELECT id, name, filter, changed_at FROM saved_filters ORDER BY changed_at DESC, id DESC"
            ).fetchall()
        )
        return tuple(_saved(row) for row in rows)

    async def save(self, name: str, filter: Filter, *, replace: bool = False) -> SavedFilter:  # noqa: A002
        """Keeps the filter under ``name``, which is not blank (ValueError).

        Raises NameTaken; with ``replace`` the one of that name gets this content, and the name this spelling.
        """

        def change(connection: apsw.Connection) -> SavedFilter:
            there = _by_name(connection, _clean(name))
            if there is not None and not replace:
                raise NameTaken(there.name)
            return _put(connection, there.id if there else None, _clean(name), filter, self._clock())

        return await self._database.write(change)

    async def rename(self, filter_id: SavedFilterId, name: str) -> SavedFilter:
        """Raises NameTaken, and ValueError for a blank name."""

        def change(connection: apsw.Connection) -> SavedFilter:
            there, other = _by_id(connection, filter_id), _by_name(connection, _clean(name))
            if other is not None and other.id != filter_id:
                raise NameTaken(other.name)
            return _put(connection, filter_id, _clean(name), there.filter, self._clock())

        return await self._database.write(change)

    async def duplicate(self, filter_id: SavedFilterId) -> SavedFilter:
        """The copy: "Name (2)", or the next number that is free."""

        def change(connection: apsw.Connection) -> SavedFilter:
            there = _by_id(connection, filter_id)
            return _put(connection, None, _free_name(connection, there.name), there.filter, self._clock())

        return await self._database.write(change)

    async def delete(self, filter_id: SavedFilterId) -> SavedFilter:
        """What was deleted: ``restore`` brings it back."""

        def change(connection: apsw.Connection) -> SavedFilter:
            there = _by_id(connection, filter_id)
            connection.execute("DELETE FROM saved_filters WHERE id = ?", (filter_id,))
            return there

        return await self._database.write(change)

    async def restore(self, deleted: SavedFilter) -> SavedFilter:
        """Brings it back as it was, under "Name (2)" where another has taken its name meanwhile."""

        def change(connection: apsw.Connection) -> SavedFilter:
            taken = _by_name(connection, deleted.name)
            if taken is not None and taken.id == deleted.id:  # put back already
                return taken
            name = _free_name(connection, deleted.name) if taken else deleted.name
            return _put(connection, deleted.id, name, deleted.filter, deleted.changed_at)

        return await self._database.write(change)

    async def draft(self) -> Draft | None:
        """What was kept last; None before the first time."""
        row = await self._database.read(
            lambda connection: connection.execute("SELECT filter, name FROM draft WHERE id = 1").fetchone()
        )
        return Draft(_filter(row[0]), row[1]) if row else None

    async def keep_draft(self, draft: Draft) -> None:
        """Keeps what stands in the window; it is on the disk when this returns."""
        row = (storable(draft.name), _json(draft.filter))
        await self._database.write(
            lambda connection: connection.execute("REPLACE INTO draft (id, name, filter) VALUES (1, ?, ?)", row).close()
        )


def _put(
    connection: apsw.Connection, id_: SavedFilterId | None, name: str, content: Filter, at: datetime
) -> SavedFilter:
    row = (id_, name, _folded(name), _json(content), at.timestamp())
    connection.execute(
        "INSERT INTO saved_filters (id, name, folded_name, filter, changed_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET (name, folded_name, filter, changed_at)"
        " = (excluded.name, excluded.folded_name, excluded.filter, excluded.changed_at)",
        row,
    )
    return SavedFilter(SavedFilterId(id_ or connection.last_insert_rowid()), name, content, at)


def _by_id(connection: apsw.Connection, filter_id: SavedFilterId) -> SavedFilter:
    row = connection.execute(
        "SELECT id, name, filter, changed_at FROM saved_filters WHERE id = ?", (filter_id,)
    ).fetchone()
    if row is None:
        raise SavedFilterGone
    return _saved(row)


def _by_name(connection: apsw.Connection, name: str) -> SavedFilter | None:
    row = connection.execute(
        "SELECT id, name, filter, changed_at FROM saved_filters WHERE folded_name = ?", (_folded(name),)
    ).fetchone()
    return _saved(row) if row else None


def _free_name(connection: apsw.Connection, name: str) -> str:
    stem, number = _NUMBER_AT_END.sub("", name), 2
    while _by_name(connection, f"{stem} ({number})") is not None:
        number += 1
    return f"{stem} ({number})"


def _clean(name: str) -> str:
    cleaned = storable(name).strip()
    if not cleaned:
        raise ValueError("a saved filter needs a name")
    return cleaned


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _json(content: Filter) -> str:
    return json.dumps(dict(content.chosen))


def _filter(text: str) -> Filter:
    """Leaves out fields that this LeadDesk does not know."""
    return Filter.of({name: values for name, values in json.loads(text).items() if name in FIELD_BY_NAME})


def _saved(row: tuple[Any, ...]) -> SavedFilter:
    return SavedFilter(SavedFilterId(row[0]), row[1], _filter(row[2]), datetime.fromtimestamp(row[3], UTC))
