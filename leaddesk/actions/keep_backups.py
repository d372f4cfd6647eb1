"""Keep backups of My Leads and of what else LeadDesk keeps: make, list, verify, go back to one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from leaddesk.domain.backups import Backup, Loss, Restored, Why
from leaddesk.domain.changes import Announcer, Changes

_MANY = 1000
"""Leads whose deleting is worth a backup."""


async def _nothing() -> None:
    """Nothing was worked out."""


class BackupStore(Protocol):
    """Where backups are made and kept. Nothing here holds up the window or whoever writes."""

    @property
    def lost(self) -> Backup | None: ...

    async def all(self) -> tuple[Backup, ...]: ...

    async def make(self, why: Why, /) -> Backup: ...

    async def make_if_due(self) -> Backup | None: ...

    async def is_good(self, backup: Backup, /) -> bool: ...

    async def loss(self, backup: Backup, /) -> Loss | None: ...

    async def restore(self, backup: Backup, /) -> Restored: ...

    async def scrub(self) -> Backup: ...

    async def is_sound(self) -> bool: ...


class KeepBackups:
    """All calls may raise WorkspaceError; those that write raise DiskFull, before anything was deleted for it."""

    def __init__(
        self, store: BackupStore, announcer: Announcer, *, after_restore: Callable[[], Awaitable[object]] = _nothing
    ) -> None:
        """``after_restore``: what was worked out from the leads that were there before is not true any more."""
        self._store = store
        self._announcer = announcer
        self._after_restore = after_restore
        self._last: datetime | None = None

    @property
    def last(self) -> datetime | None:
        """When the newest backup was made, as far as it is known here; aware. None where there is none."""
        return self._last

    @property
    def lost(self) -> Backup | None:
        """The newest backup with leads, where the file of My Leads was gone and a new one was begun; else None."""
        return self._store.lost

    async def backups(self) -> tuple[Backup, ...]:
        """All that are there and whole, newest first."""
        found = await self._store.all()
        self._last = found[0].at if found else None
        return found

    async def make(self, why: Why = Why.BY_HAND) -> Backup:
        """A new one, verified; older ones that are not worth their room any more are deleted after it."""
        return self._made(await self._store.make(why))

    async def make_if_due(self) -> Backup | None:
        """A new one where the last is older than a day; None where it is not. For the start, and once an hour."""
        made = await self._store.make_if_due()
        if made is None:
            await self.backups()
            return None
        return self._made(made)

    async def before_deleting(self, count: int) -> Backup | None:
        """A new one before so many leads are deleted for good; None where they are few."""
        return await self.make(Why.BEFORE_DELETING) if count >= _MANY else None

    async def is_good(self, backup: Backup) -> bool:
        """Read all of it: whether it could be gone back to. Takes seconds for a million leads."""
        return await self._store.is_good(backup)

    async def loss(self, backup: Backup) -> Loss | None:
        """What going back to it would take away; None where My Leads is too damaged to tell."""
        return await self._store.loss(backup)

    async def restore(self, backup: Backup) -> Restored:
        """Put My Leads back to how it was then; how it is now is kept as a backup first.

        A crash at any moment leaves either the one or the other. Raises BackupUnusable where it is gone, damaged, or
        may hold somebody who was erased since; nothing was changed then.
        """
        restored = await self._store.restore(backup)
        try:
            await self._after_restore()
        finally:  # whatever became of that, the leads are others
            self._announcer.announce(Changes(leads=True, lead_lists=True))
        await self.backups()
        return restored

    async def scrub(self) -> Backup:
        """After somebody was erased: a fresh backup, then no older one. Interrupted, the next start goes on."""
        return self._made(await self._store.scrub())

    async def is_sound(self) -> bool:
        """Read all of My Leads' file: whether it is undamaged. After a crash; takes seconds for a million leads."""
        return await self._store.is_sound()

    def _made(self, backup: Backup) -> Backup:
        self._last = backup.at
        return backup
