"""Keep filters under a name: save, open, rename, duplicate, delete and put back; and the one that is being built."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.filter import Filter
from leaddesk.domain.saved_filters import Draft, SavedFilter, SavedFilterId

_CHANGED = Changes(saved_filters=True)


class FilterStore(Protocol):
    """Where they are kept. Every call returns when the disk has it."""

    async def all(self) -> Sequence[SavedFilter]: ...

    async def save(self, name: str, content: Filter, /, *, replace: bool = False) -> SavedFilter: ...

    async def rename(self, id_: SavedFilterId, name: str, /) -> SavedFilter: ...

    async def duplicate(self, id_: SavedFilterId, /) -> SavedFilter: ...

    async def delete(self, id_: SavedFilterId, /) -> SavedFilter: ...

    async def restore(self, deleted: SavedFilter, /) -> SavedFilter: ...

    async def draft(self) -> Draft | None: ...

    async def keep_draft(self, draft: Draft, /) -> None: ...


class KeepFilters:
    """Saved filters. All calls may raise WorkspaceError or FileError.

    Those that take an id raise SavedFilterGone, a WorkspaceError, where another LeadDesk has deleted the filter.
    """

    def __init__(self, store: FilterStore, announcer: Announcer) -> None:
        self._store = store
        self._announcer = announcer

    async def all(self) -> Sequence[SavedFilter]:
        """The newest first."""
        return await self._store.all()

    async def save(self, *, name: str, filter: Filter, replace: bool = False) -> SavedFilter:  # noqa: A002
        """Raises NameTaken where the name is there and ``replace`` is off."""
        saved = await self._store.save(name, filter, replace=replace)
        self._announcer.announce(_CHANGED)
        return saved

    async def rename(self, *, filter_id: SavedFilterId, name: str) -> SavedFilter:
        """Raises NameTaken."""
        saved = await self._store.rename(filter_id, name)
        self._announcer.announce(_CHANGED)
        return saved

    async def duplicate(self, *, filter_id: SavedFilterId) -> SavedFilter:
        """The copy, under a name of its own."""
        saved = await self._store.duplicate(filter_id)
        self._announcer.announce(_CHANGED)
        return saved

    async def delete(self, *, filter_id: SavedFilterId) -> SavedFilter:
        """What was deleted, for ``put_back``."""
        deleted = await self._store.delete(filter_id)
        self._announcer.announce(_CHANGED)
        return deleted

    async def put_back(self, *, deleted: SavedFilter) -> SavedFilter:
        """Undo ``delete``. The name differs where it was taken meanwhile."""
        saved = await self._store.restore(deleted)
        self._announcer.announce(_CHANGED)
        return saved

    async def draft(self) -> tuple[Draft, Filter] | None:
        """The filter as it was left in the window, and what is kept under its name (an empty filter if it has none).

        None at the first start.
        """
        draft = await self._store.draft()
        if draft is None:
            return None
        saved = [kept for kept in await self._store.all() if kept.name == draft.name] if draft.name else []
        return (draft, saved[0].filter) if saved else (Draft(draft.filter), Filter())

    async def keep_draft(self, *, draft: Draft) -> None:
        """Called after each change, so that a power cut loses nothing."""
        await self._store.keep_draft(draft)
