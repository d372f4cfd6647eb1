"""Going back to a backup. A crash at any moment leaves either what was there or what is to be there, never neither.

Where My Leads is sound, all pages are written into it as one transaction of SQLite's (its backup API into the file
itself): other connections, another LeadDesk's too, see a change like any other. Where it is damaged, nothing can be
written into it: the copy is put beside it as ``leads.next.db``, and from that moment on it is the one; ``finish``
takes the damaged file aside and gives the copy its name, now or at the next opening, however often it is broken off.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from leaddesk.domain.leads import SourceKind
from leaddesk.workspace.leads.backup_files import sync
from leaddesk.workspace.leads.history import note_touched
from leaddesk.workspace.leads.standing import Standing
from leaddesk.workspace.put_aside import put_aside

if TYPE_CHECKING:
    from leaddesk.workspace.schema import Schema

_GIVEN_SINCE = f"""
    INSERT INTO sources (kind, name, at) VALUES ('{SourceKind.HAND.value}', '', :at);
    INSERT INTO leads (id, standing, source, added_at)
    WITH RECURSIVE since (id) AS (VALUES (:first) UNION ALL SELECT id + 1 FROM since WHERE id < :last)
    SELECT id, {Standing.ERASED.value}, (SELECT max(id) FROM sources), :at FROM since
"""  # noqa: S608 - ours
"""Numbers of leads that came after the backup: nothing but the number is left of them."""
_LEAP = 1_000_000
"""Editions that are left out: for what is written while the copy is made ready, or cannot be told any more."""


class Watch:
    """Whether anybody has written to ``leads`` since."""

    def __init__(self, leads: Path) -> None:
        import apsw  # noqa: PLC0415 - the first painted window does not wait for it

        self._connection = apsw.Connection(str(leads), flags=apsw.SQLITE_OPEN_READWRITE)
        self._version = self._connection.pragma("data_version")

    def is_changed(self) -> bool:
        return bool(self._connection.pragma("data_version") != self._version)

    def close(self) -> None:
        self._connection.close()


def write_into(leads: Path, copy: Path, watch: Watch) -> None:
    """Make ``leads`` what ``copy`` is.

    Raises BusyError where somebody writes for long, or has written since ``watch`` began: that would be in no backup.
    Nothing was changed then.
    """
    import apsw  # noqa: PLC0415 - as above

    with closing(apsw.Connection(str(leads), flags=apsw.SQLITE_OPEN_READWRITE)) as live:
        live.set_busy_timeout(5000)
        live.pragma("synchronous", "full")
        with closing(apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY)) as source:
            backup = live.backup("main", source, "main")
            try:
                backup.step(0)  # from here on nobody else writes
                if watch.is_changed():
                    raise apsw.BusyError
                while not backup.done:
                    backup.step(-1)
            finally:
                backup.close(force=True)
        live.set_busy_timeout(0)
        with suppress(apsw.BusyError, apsw.LockedError):  # a reader is in the middle of something: later, then
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def make_ready(copy: Path, schema: Schema, *, edition: int, last_lead: int, at: float) -> None:
    """Bring a copy of a backup to this LeadDesk's tables, and let nobody take it for the present state.

    ``edition`` and ``last_lead`` are those of the present: numbers of leads are never given twice, and whoever keeps
    something that was worked out from leads (``touched``) hears that all of them are others.
    """
    import apsw  # noqa: PLC0415 - as above

    from leaddesk.workspace.schema import migrate  # noqa: PLC0415 - as above

    with closing(apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
        migrate(connection, schema.migrations, schema.application_id)
        connection.execute("BEGIN IMMEDIATE")
        ((own,),) = connection.execute("SELECT coalesce(max(id), 0) FROM leads")
        if int(own) < last_lead:
            connection.execute(_GIVEN_SINCE, {"first": int(own) + 1, "last": last_lead, "at": at})
        connection.execute("UPDATE facts SET value = max(value, ?) WHERE name = 'edition'", (edition + _LEAP,))
        note_touched(connection, (), at, ranges=[(1, max(1, int(own), last_lead))])
        connection.execute("COMMIT")


def put_in_place(leads: Path, copy: Path) -> None:
    """``copy``, which is whole and on the disk, is the one from now on. Nobody may have ``leads`` open."""
    following = _following(leads)
    copy.replace(following)
    sync(following.parent)
    finish(leads)


def finish(leads: Path) -> None:
    """Go on with what ``put_in_place`` began, if it did. Raises OSError."""
    following = _following(leads)
    if not following.is_file():
        return
    beside = [leads.with_name(leads.name + ending) for ending in ("-wal", "-shm")]
    if leads.exists():
        put_aside(leads, ("-wal", "-shm"))
    for file in beside:
        file.unlink(missing_ok=True)  # of the damaged one: SQLite would take it for the new one's
    following.replace(leads)
    sync(leads.parent)


@contextmanager
def copied(backup: Path, beside: Path) -> Iterator[Path]:
    """A copy of ``backup`` on the disk of ``beside``, to be changed; nothing of it is there afterwards."""
    copy = beside.with_name(f"{beside.stem}.restoring{beside.suffix}")
    files = [copy.with_name(copy.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
    for file in files:
        file.unlink(missing_ok=True)
    try:
        copy.touch(mode=0o600)
        shutil.copyfile(backup, copy)
        yield copy
    finally:
        for file in files:
            file.unlink(missing_ok=True)


def _following(leads: Path) -> Path:
    return leads.with_name(f"{leads.stem}.next{leads.suffix}")
