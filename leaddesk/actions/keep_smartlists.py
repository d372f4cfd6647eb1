"""Keep ReactIn's SmartLists: no call lists them (providers.md), so a person adds, edits, orders and removes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.lists import KeptList
from leaddesk.domain.providers import REACTIN
from leaddesk.domain.smartlists import checked_id

_CHANGED = Changes(lists=frozenset({REACTIN.id}))


class SmartListStore(Protocol):
    """Where they are kept. Every call returns when the disk has it."""

    async def all(self, provider: str, /) -> Sequence[KeptList]: ...

    async def add(self, provider: str, organization: str, list_id: str, name: str, /) -> KeptList: ...

    async def change(self, id_: int, /, *, name: str, organization: str, list_id: str) -> KeptList: ...

    async def remove(self, id_: int, /) -> KeptList: ...

    async def put_back(self, id_: int, /) -> KeptList: ...

    async def move(self, id_: int, position: int, /) -> None: ...


class KeepSmartLists:
    """All calls may raise WorkspaceError; those that take an id raise ListGone where it is not kept any more."""

    def __init__(self, store: SmartListStore, announcer: Announcer) -> None:
        self._store = store
        self._announcer = announcer

    async def all(self) -> Sequence[KeptList]:
        """In the order that the person gave them."""
        return await self._store.all(REACTIN.id)

    async def add(self, *, name: str, organization: str, list_id: str) -> KeptList:
        """Raises ListKnown; ValueError for a blank name, and for an id that cannot stand in a path."""
        added = await self._store.add(REACTIN.id, checked_id(organization), checked_id(list_id), _clean(name))
        self._announcer.announce(_CHANGED)
        return added

    async def change(self, *, id: int, name: str, organization: str, list_id: str) -> KeptList:  # noqa: A002
        """Other ids mean another list: what was read of the old one is dropped. Raises as ``add`` does."""
        changed = await self._store.change(
            id, name=_clean(name), organization=checked_id(organization), list_id=checked_id(list_id)
        )
        self._announcer.announce(_CHANGED)
        return changed

    async def remove(self, *, id: int) -> KeptList:  # noqa: A002
        """Take it, and what was read of it, out of sight; ``put_back`` brings both back until LeadDesk quits."""
        removed = await self._store.remove(id)
        self._announcer.announce(_CHANGED)
        return removed

    async def put_back(self, *, id: int) -> KeptList:  # noqa: A002
        """Undo ``remove``."""
        kept = await self._store.put_back(id)
        self._announcer.announce(_CHANGED)
        return kept

    async def move(self, *, id: int, position: int) -> None:  # noqa: A002
        """To the place ``position`` among all, counted from 0; one behind the last means the last."""
        await self._store.move(id, position)
        self._announcer.announce(_CHANGED)


def _clean(name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise ValueError("a list has a name")
    return clean
