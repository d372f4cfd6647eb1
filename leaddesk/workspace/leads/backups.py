"""Backups of LeadDesk's databases: made in a thread of their own, kept few, gone back to.

Everything here works on connections of its own; whoever writes or paints is not held up (``backup_files``,
``restoring``).
"""

from __future__ import annotations

import asyncio
import errno
import shutil
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from leaddesk.domain.backups import Backup, BackupUnusable, Loss, Restored, Why, is_due, kept
from leaddesk.domain.errors import DiskFull, LeadDeskError, LeadsBusy, LeadsDamaged, WorkspaceUnusable
from leaddesk.workspace.database import is_full, version_in
from leaddesk.workspace.folders import made
from leaddesk.workspace.leads import backup_files, restoring
from leaddesk.workspace.leads.schema import LEADS

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.database import Database

T = TypeVar("T")

_PRESENT = (
    "SELECT value FROM facts WHERE name = 'edition'",
    "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'leads'",
    "SELECT count(*) FROM erased",
)
_STEPS = 100_000
"""Steps of SQLite's machine (a few milliseconds) between two looks."""
_RUNNING = "leads.open"
"""A file that is there while LeadDesk runs: one that is found at the start tells of a crash."""


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _now() -> datetime:
    return datetime.now(UTC)


class Backups:
    """Of one data folder. ``databases`` are those that have My Leads open; they are told when it is damaged."""

    def __init__(
        self,
        leads: Path,
        others: Sequence[Path] = (),
        *,
        clock: Callable[[], datetime] = _now,
        free: Callable[[Path], int] = _free,
    ) -> None:
        """``free``: how many bytes the disk of a folder has left."""
        self.folder = leads.with_name("backups")
        self.databases: Sequence[Database] = ()
        self.lost: Backup | None = None
        """The newest backup with leads, where the file of My Leads was gone when it was opened: a new one was begun."""
        self._leads, self._others = leads, tuple(others)
        self._clock, self._free = clock, free
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="backups")
        self._opening = threading.Lock()
        self._is_closing = self._made_before_migration = self._is_damaged = False

    # -- one session

    def begin(self) -> bool:
        """Whether the last session ended well. Only where this LeadDesk is alone. Raises WorkspaceError."""
        marker = made(self._leads.parent) / _RUNNING
        ended_well = not marker.exists()
        self._told(lambda: marker.touch(mode=0o600))
        # Of a restore that was broken off; in the thread where one of this session may be under way already.
        self._thread.submit(self._told, lambda: self._tidy(f"{self._leads.stem}.restoring*")).result()
        return ended_well

    def end(self) -> None:
        """This session ends well. Where it found My Leads damaged, the next one looks again. Raises as ``begin``."""
        if not self._is_damaged and not any(database.is_damaged for database in self.databases):
            self._told(lambda: self._leads.with_name(_RUNNING).unlink(missing_ok=True))

    def before_opening(self) -> None:
        """For ``Database``: a restore that was broken off is finished; before other tables come, a backup is made."""
        with self._opening:
            self._told(self._before_opening)

    def _before_opening(self) -> None:
        restoring.finish(self._leads)
        if not self._leads.exists():
            self.lost = next((backup for backup in backup_files.all_in(self.folder) if backup.leads), None)
        if 0 < version_in(self._leads) < len(LEADS.migrations) and not self._made_before_migration:
            self._make(Why.BEFORE_MIGRATION)
            self._made_before_migration = True

    async def aclose(self) -> None:
        """What is being made is broken off, and nothing of it stays."""
        self._is_closing = True
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)

    # -- making

    async def all(self) -> tuple[Backup, ...]:
        """Newest first."""
        return await self._do(lambda: backup_files.all_in(self.folder))

    async def make(self, why: Why) -> Backup:
        """Raises DiskFull, WorkspaceUnusable, LeadsDamaged where My Leads cannot be copied as a whole."""
        return await self._do(partial(self._make, why))

    async def make_if_due(self) -> Backup | None:
        """Also goes on with a scrubbing that was broken off. None where the last one is young, or nothing is there."""
        return await self._do(self._make_if_due)

    async def scrub(self) -> Backup:
        """A fresh backup, then no older one, and nothing of any that was not finished."""
        return await self._do(self._scrub)

    def _make(self, why: Why) -> Backup:
        new = self._made(why)
        there = backup_files.all_in(self.folder)
        # Of a file that is damaged now the last sound copy stays, however old it gets.
        keep = {new, *kept(there), *(backup_files.newest_with(self.folder, path) for path in self._others)}
        for backup in there:
            if backup not in keep:
                backup_files.remove(self.folder, backup.name)
        return new

    def _made(self, why: Why) -> Backup:
        free = self._free(made(self.folder))
        return backup_files.make(
            self.folder, self._leads, self._others, why=why, at=self._clock(), free=free, hear=self._hear
        )

    def _make_if_due(self) -> Backup | None:
        if not self._leads.is_file():
            return None
        there = backup_files.all_in(self.folder)
        if any(backup.erased < self._present()[2] for backup in there):
            return self._scrub()
        return self._make(Why.DAILY) if is_due(there[0].at if there else None, self._clock()) else None

    def _scrub(self) -> Backup:
        try:
            new = self._made(Why.AFTER_ERASING)
        except DiskFull:  # they go anyway; the newest one stays until there is another
            for backup in backup_files.all_in(self.folder)[1:]:
                backup_files.remove(self.folder, backup.name)
            new = self._made(Why.AFTER_ERASING)
        for backup in backup_files.all_in(self.folder):
            if backup != new:
                backup_files.remove(self.folder, backup.name)
        backup_files.remove_parts(self.folder, older_than=0)
        self._tidy("*.damaged-*", f"{self._leads.stem}.restoring*")  # what was put aside holds people as well
        return new

    def _tidy(self, *patterns: str) -> None:
        for pattern in patterns:
            for file in self._leads.parent.glob(pattern):
                file.unlink(missing_ok=True)

    # -- looking

    async def is_good(self, backup: Backup) -> bool:
        """Reads all of it."""
        return await self._do(lambda: self._is_good(backup))

    def _is_good(self, backup: Backup) -> bool:
        place = self.folder / backup.name
        try:
            for copy in (place / path.name for path in (self._leads, *self._others)):
                if copy.is_file():
                    backup_files.verify(copy, self._hear)
        except backup_files.CopyDamagedError:
            return False
        return (place / self._leads.name).is_file()

    async def is_sound(self) -> bool:
        """Reads all of My Leads; where it is damaged, nothing is written to it any more."""
        return await self._do(self._is_sound)

    def _is_sound(self) -> bool:
        sound = not self._leads.is_file() or backup_files.is_sound(self._leads, self._hear)
        self._is_damaged = not sound
        if not sound:
            for database in self.databases:
                database.refuse_writes()
        return sound

    async def loss(self, backup: Backup) -> Loss | None:
        """None where My Leads is too damaged to tell."""
        return await self._do(lambda: self._loss(backup))

    def _loss(self, backup: Backup) -> Loss | None:
        import apsw  # noqa: PLC0415 - the first painted window does not wait for it

        try:
            with closing(self._connected()) as connection:
                ((leads, steps),) = connection.execute(
                    "SELECT (SELECT count(*) FROM leads WHERE id > ? AND standing = 0),"
                    " (SELECT count(*) FROM history WHERE id > ?)",
                    (backup.last_lead, backup.last_step),
                )
        except apsw.Error:
            return None
        return Loss(leads, steps)

    def _present(self) -> tuple[int, int, int]:
        """Edition, largest id ever given and erased marks of My Leads; 0 for what is too damaged to tell."""
        import apsw  # noqa: PLC0415 - as above

        told = [0, 0, 0]
        for place, question in enumerate(_PRESENT):
            with suppress(apsw.Error), closing(self._connected()) as connection:
                told[place] = int(connection.execute(question).get or 0)
        return told[0], told[1], told[2]

    def _connected(self) -> apsw.Connection:
        import apsw  # noqa: PLC0415 - as above

        return apsw.Connection(str(self._leads), flags=apsw.SQLITE_OPEN_READWRITE)

    # -- going back

    async def restore(self, backup: Backup) -> Restored:
        """Raises BackupUnusable, DiskFull, LeadsBusy, WorkspaceUnusable; nothing was changed then."""
        return await self._do(lambda: self._restore(backup))

    def _restore(self, backup: Backup) -> Restored:
        source = self.folder / backup.name / self._leads.name
        if not source.is_file():
            raise BackupUnusable("gone")
        if version_in(source) > len(LEADS.migrations):
            raise BackupUnusable("newer")
        try:
            backup_files.verify(source, self._hear)
        except backup_files.CopyDamagedError as error:
            raise BackupUnusable("damaged") from error
        self.lost = None
        edition, last_lead, erased = self._present()
        if backup.erased < erased:
            raise BackupUnusable("erased")
        with restoring.copied(source, self._leads) as copy:
            at = self._clock().timestamp()
            restoring.make_ready(copy, LEADS, edition=edition, last_lead=last_lead, at=at)
            backup_files.verify(copy, self._hear)
            backup_files.sync(copy)
            if not self._leads.is_file() or not backup_files.is_sound(self._leads, self._hear):
                _with_all_closed(self.databases, lambda: restoring.put_in_place(self._leads, copy))
                self._is_damaged = False
                return Restored(backup, None)
            with closing(restoring.Watch(self._leads)) as watch:
                before = self._made(Why.BEFORE_RESTORE)
                restoring.write_into(self._leads, copy, watch)
        return Restored(backup, before)

    # -- the thread

    def _hear(self, connection: apsw.Connection) -> None:
        """What works for long looks now and then whether it is to end."""
        import apsw  # noqa: PLC0415 - as above

        if self._is_closing:
            raise apsw.InterruptError
        connection.set_progress_handler(lambda: self._is_closing, _STEPS)

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._thread.submit(self._told, work))

    def _told(self, work: Callable[[], T]) -> T:
        """Errors of the system and of SQLite as those that a person can act on."""
        import apsw  # noqa: PLC0415 - as above

        try:
            return work()
        except apsw.InterruptError as error:
            raise asyncio.CancelledError from error
        except (apsw.BusyError, apsw.LockedError) as error:
            raise LeadsBusy from error
        except (apsw.CorruptError, apsw.NotADBError, backup_files.CopyDamagedError) as error:
            raise LeadsDamaged(self._leads) from error
        except apsw.Error as error:
            raise (DiskFull if is_full(error) else WorkspaceUnusable)(self.folder, str(error)) from error
        except OSError as error:
            raise _meaning(self.folder, error) from error


def _meaning(folder: Path, error: OSError) -> LeadDeskError:
    said = error.strerror or type(error).__name__
    return DiskFull(folder, said) if error.errno in {errno.ENOSPC, errno.EDQUOT} else WorkspaceUnusable(folder, said)


def _with_all_closed(databases: Sequence[Database], work: Callable[[], None]) -> None:
    if databases:
        databases[0].closed_for(lambda: _with_all_closed(databases[1:], work))
    else:
        work()
