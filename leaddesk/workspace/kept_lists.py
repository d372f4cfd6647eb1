"""Providers' lists and their leads, as they were read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from leaddesk.domain.errors import ListGone, ListKnown, NothingThere, ReadElsewhere
from leaddesk.domain.list_reading import Checkpoint, after, opened
from leaddesk.domain.lists import ACCOUNT, KeptList, Listed, ReadingState, Remark
from leaddesk.domain.pages import Entry, Page
from leaddesk.workspace import list_rows
from leaddesk.workspace.database import Database, storable
from leaddesk.workspace.stored_list import StoredList, inserted, stored

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.list_erasing import Erased

_KEPT, _REMOVED, _PURGED = 0, 1, 2
"""What ``removed`` says."""

_SHOWN = f"provider = ? AND organization <> '{ACCOUNT}' AND removed = {_KEPT}"

_AT_ONCE = 2000
"""Leads that are purged in one transaction, so that others get their turn."""
_FOUND = 200
"""The status with which the provider told of somebody who is not to be there."""


async def _nobody() -> Erased | None:
    return None


class KeptLists:
    """Every method raises what ``Database`` raises, and one that takes an id raises ListGone.

    What a method returns, or has done, is on the disk.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime],
        erased: Callable[[], Awaitable[Erased | None]] = _nobody,
    ) -> None:
        """``clock``: aware. ``erased``: how to tell who was erased and is not to be kept; None for nobody."""
        self._database = database
        self._clock = clock
        self._erased = erased

    async def all(self, provider: str) -> tuple[KeptList, ...]:
        """By position; what belongs to the account (``ACCOUNT``) is not among them."""
        return await self._database.read(lambda connection: _all(connection, provider))

    async def one(self, id: int) -> KeptList:  # noqa: A002 - what it is called everywhere
        return await self._database.read(lambda connection: _active(connection, id).kept())

    async def find(self, provider: str, organization: str, list_id: str) -> KeptList | None:
        """By the provider's own ids; None where it is not kept, or was removed."""

        def look(connection: apsw.Connection) -> KeptList | None:
            there = _by_ids(connection, provider, organization, list_id)
            return there.kept() if there else None

        return await self._database.read(look)

    async def add(self, provider: str, organization: str, list_id: str, name: str) -> KeptList:
        """The last one. Raises ListKnown where it is there; one that was removed is put back with its leads."""

        def change(connection: apsw.Connection) -> KeptList:
            ids = (storable(provider), storable(organization), storable(list_id))
            there = _by_ids(connection, *ids)
            if there is not None:
                raise ListKnown(there.name)
            position = _next_position(connection, provider)
            there = _by_ids(connection, *ids, removed=_REMOVED) or inserted(connection, *ids)
            there.removed, there.name, there.position = _KEPT, storable(name), position
            there.write(connection)
            return there.kept()

        return await self._database.write(change)

    async def change(self, id: int, *, name: str, organization: str, list_id: str) -> KeptList:  # noqa: A002 - as above
        """Raises ListKnown where another one has these ids.

        Another ``organization`` or ``list_id`` is another list: its leads and its reading are dropped.
        """

        def change(connection: apsw.Connection) -> KeptList:
            there = _active(connection, id)
            ids = (storable(organization), storable(list_id))
            other = _by_ids(connection, there.provider, *ids)
            if other is not None and other.id != id:
                raise ListKnown(other.name)
            there.name = storable(name)
            if (there.organization, there.list_id) != ids:
                there.organization, there.list_id = ids
                list_rows.drop_rows(connection, there)
                there.state, there.read_at, there.told, there.details = None, None, None, {}
                there.turn += 1  # whoever reads the other one stops
            there.write(connection)
            return there.kept()

        return await self._database.write(change)

    async def remove(self, id: int) -> KeptList:  # noqa: A002 - as above
        """Takes it out of sight, with its leads, until it is put back or purged."""

        def change(connection: apsw.Connection) -> KeptList:
            there = _active(connection, id)
            there.removed = _REMOVED
            there.write(connection)
            return there.kept()

        return await self._database.write(change)

    async def put_back(self, id: int) -> KeptList:  # noqa: A002 - as above
        """What ``remove`` took away, in its old place. Raises ListKnown where it was added again meanwhile."""

        def change(connection: apsw.Connection) -> KeptList:
            there = next(iter(stored(connection, "id = ? AND removed <> ?", (id, _PURGED))), None)
            if there is None:
                raise ListGone
            if there.removed == _KEPT:
                return there.kept()
            other = _by_ids(connection, there.provider, there.organization, there.list_id)
            if other is not None:
                raise ListKnown(other.name)
            there.removed = _KEPT
            there.write(connection)
            before = _SHOWN + " AND position < ?"
            _move(connection, there, len(stored(connection, before, (there.provider, there.position))))
            return there.kept()

        return await self._database.write(change)

    async def move(self, id: int, position: int) -> None:  # noqa: A002 - as above
        """To be number ``position`` (from 0; the nearest there is) of its provider's lists."""
        await self._database.write(lambda connection: _move(connection, _active(connection, id), position))

    async def purge(self) -> None:
        """Drops for good what was removed. For a LeadDesk that starts and is alone: nobody else can put it back."""
        await self._database.write(
            lambda connection: connection.execute(
                "UPDATE lists SET removed = ? WHERE removed = ?", (_PURGED, _REMOVED)
            ).close()
        )
        while await self._database.write(_purged):
            pass

    async def take_listing(self, provider: str, entries: Sequence[Listed], *, complete: bool) -> tuple[KeptList, ...]:
        """Takes in what the provider says there is, in its order, and returns what ``all`` does.

        ``entries``: from the first one on. With ``complete`` there are no others: those that are kept and not among
        them are not listed any more and come last, or are dropped where nothing of them was kept.
        """

        def change(connection: apsw.Connection) -> tuple[KeptList, ...]:
            before = stored(connection, "provider = ? AND organization = '' AND removed = ?", (provider, _KEPT))
            known = {there.list_id: there for there in before}
            listed: dict[int, None] = {}
            for entry in entries:
                list_id = storable(entry.list_id)
                there = known.get(list_id) or _by_ids(connection, provider, "", list_id, removed=_REMOVED)
                there = known[list_id] = there or inserted(connection, provider, "", list_id)
                there.removed, there.is_listed, there.name = _KEPT, True, storable(entry.name)
                there.told, there.details = entry.told, dict(entry.details)
                there.write(connection)
                listed[there.id] = None
            others = [there for there in before if there.id not in listed]
            if complete:
                others = [there for there in others if not _dropped(connection, there)]
            _put_in_order(connection, [*listed, *(there.id for there in others)])
            return _all(connection, provider)

        return await self._database.write(change)

    async def begin(self, id: int) -> tuple[KeptList, Checkpoint, int]:  # noqa: A002 - as above
        """A new reading, at page 1.

        Returns the checkpoint to go on from, and the turn that ``take`` wants; an earlier turn is over.
        """
        return await self._database.write(lambda connection: self._begun(connection, _active(connection, id)))

    async def go_on(self, id: int) -> tuple[KeptList, Checkpoint, int]:  # noqa: A002 - as above
        """The latest reading again, from where it stopped; a new one where there is nothing to go on with.

        Returns what ``begin`` does.
        """

        def change(connection: apsw.Connection) -> tuple[KeptList, Checkpoint, int]:
            there = _active(connection, id)
            if not there.can_go_on:
                return self._begun(connection, there)
            there.state, there.ended_at, there.trouble = ReadingState.READING, None, ""
            return _given_turn(connection, there)

        return await self._database.write(change)

    async def take(self, id: int, page: Page, *, checks: bool, turn: int) -> tuple[KeptList, Checkpoint]:  # noqa: A002 - as above
        """Keeps the page and how far the reading is with it, both or neither. With the last page it is complete.

        ``page`` is the checkpoint's ``next_page`` (ValueError); ``checks`` as in ``list_reading``. A page that comes
        after the reading was ended (``end``) is kept all the same, and leaves the state as it is.

        Of people who were erased nothing is kept. Raises ReadElsewhere where ``turn`` is not the latest one: somebody
        else has begun to read.
        """
        came, erased = page, await self._erased()

        def change(connection: apsw.Connection) -> tuple[KeptList, Checkpoint]:
            there, page = _active(connection, id), came
            if erased is not None:
                page = replace(came, entries=_withheld(came.entries, there, erased))
            if there.state is None:  # it has other ids than when its reading began
                raise ListGone
            if there.turn != turn:
                raise ReadElsewhere(there.name)
            if page.number != there.checkpoint.next_page:
                raise ValueError(f"page {there.checkpoint.next_page} is next, not {page.number}")
            lost = there.checkpoint.checking and list_rows.has_lost(connection, there)
            opened_at = opened(there.checkpoint, page, lost=lost)
            there.round += opened_at.round - there.checkpoint.round
            has_new_columns = list_rows.meet_columns(there, page.entries, there.met)
            taken = list_rows.Keeper(connection, there).take_page(page, opened_at.read, is_checked=opened_at.checking)
            point = after(opened_at, page, taken, checks=checks)
            if has_new_columns:
                point = replace(point, remarks=point.remarks | {Remark.NEW_COLUMNS})
            there.checkpoint = point
            if there.told is not None and page.total is not None:
                there.told = page.total
            if point.is_done:
                list_rows.settle(connection, there, is_sure=point.is_sure)
                if erased is not None:
                    _drop_withheld(connection, there)
                there.state, there.trouble, there.ended_at = ReadingState.COMPLETE, "", self._now()
                there.read_at, there.full_round = page.read_at.timestamp(), there.round
            there.write(connection)
            return there.kept(), point

        return await self._database.write(change)

    async def end(
        self,
        id: int,  # noqa: A002 - as above
        state: ReadingState,
        trouble: str = "",
        *,
        turn: int | None = None,
    ) -> KeptList:
        """Says that nobody goes on reading: ``state`` is PAUSED, STOPPED (by ``trouble``, a type's name) or CANCELLED.

        Leaves alone a reading that is complete or cancelled and, where ``turn`` is given, one that somebody else has
        begun since.
        """

        def change(connection: apsw.Connection) -> KeptList:
            there = _active(connection, id)
            if there.can_go_on and turn in {None, there.turn}:
                there.state, there.trouble, there.ended_at = state, trouble, self._now()
                there.write(connection)
            return there.kept()

        return await self._database.write(change)

    async def put_entry(self, id: int, entry: Entry, read_at: datetime) -> tuple[KeptList, int]:  # noqa: A002 - as above
        """Keeps one record that was looked up at ``read_at``; returns the list and the lead's place in it.

        Raises NothingThere for somebody who was erased.
        """
        erased = await self._erased()

        def change(connection: apsw.Connection) -> tuple[KeptList, int]:
            there = _active(connection, id)
            if erased is not None and _withheld((entry,), there, erased) != (entry,):
                raise NothingThere(there.provider, _FOUND)
            list_rows.meet_columns(there, [entry], [])
            place = list_rows.Keeper(connection, there).put_entry(entry, read_at)
            there.write(connection)
            return there.kept(), place

        return await self._database.write(change)

    def _begun(self, connection: apsw.Connection, there: StoredList) -> tuple[KeptList, Checkpoint, int]:
        there.round += 1
        there.since_round, there.since = there.full_round, there.read_at
        there.state, there.began_at, there.ended_at, there.trouble = ReadingState.READING, self._now(), None, ""
        there.checkpoint, there.met, there.gone = Checkpoint(), [], 0
        list_rows.count_since(connection, there)
        return _given_turn(connection, there)

    def _now(self) -> float:
        return self._clock().timestamp()


def _withheld(entries: tuple[Entry, ...], kept: StoredList, erased: Erased) -> tuple[Entry, ...]:
    from leaddesk.workspace.list_erasing import withheld  # noqa: PLC0415 - the first painted window does not wait for it

    return withheld(entries, kept, erased)


def _drop_withheld(connection: apsw.Connection, kept: StoredList) -> None:
    from leaddesk.workspace.list_erasing import drop_withheld  # noqa: PLC0415 - as above

    drop_withheld(connection, kept)


def _given_turn(connection: apsw.Connection, there: StoredList) -> tuple[KeptList, Checkpoint, int]:
    there.turn += 1
    there.write(connection)
    return there.kept(), there.checkpoint, there.turn


def _active(connection: apsw.Connection, id_: int) -> StoredList:
    found = stored(connection, "id = ? AND removed = ?", (id_, _KEPT))
    if not found:
        raise ListGone
    return found[0]


def _by_ids(
    connection: apsw.Connection, provider: str, organization: str, list_id: str, *, removed: int = _KEPT
) -> StoredList | None:
    """The latest, where several were removed."""
    found = stored(
        connection,
        "provider = ? AND organization = ? AND list_id = ? AND removed = ?",
        (provider, storable(organization), storable(list_id), removed),
    )
    return max(found, key=lambda there: there.id, default=None)


def _all(connection: apsw.Connection, provider: str) -> tuple[KeptList, ...]:
    return tuple(there.kept() for there in stored(connection, _SHOWN, (provider,)))


def _next_position(connection: apsw.Connection, provider: str) -> int:
    return max((there.position + 1 for there in stored(connection, "provider = ?", (provider,))), default=0)


def _move(connection: apsw.Connection, there: StoredList, position: int) -> None:
    others = [other.id for other in _all(connection, there.provider) if other.id != there.id]
    others.insert(max(position, 0), there.id)
    _put_in_order(connection, others)


def _put_in_order(connection: apsw.Connection, ids: Iterable[int]) -> None:
    connection.executemany("UPDATE lists SET position = ? WHERE id = ?", list(enumerate(ids)))


def _dropped(connection: apsw.Connection, there: StoredList) -> bool:
    """Whether nothing was kept of ``there``, which is not listed any more."""
    if there.present_rows or there.gone_rows:
        there.is_listed = False
        there.write(connection)
        return False
    connection.execute("DELETE FROM lists WHERE id = ?", (there.id,))
    return True


def _purged(connection: apsw.Connection) -> bool:
    """Whether there may be more."""
    connection.execute(
        "DELETE FROM list_rows WHERE id IN"
        " (SELECT list_rows.id FROM list_rows JOIN lists ON lists.id = list WHERE removed = ? LIMIT ?)",
        (_PURGED, _AT_ONCE),
    )
    if connection.changes():
        return True
    connection.execute("DELETE FROM lists WHERE removed = ?", (_PURGED,))
    return False
