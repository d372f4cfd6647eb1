"""Backups on the disk: a folder each, with a copy of every database and ``about.json``.

It is written under a hidden name, synced, read through and only then renamed: what has the name of a backup is whole.
Copies are made by ``VACUUM INTO`` on a connection of its own: one state of the database, without holding up whoever
writes, without pages that were freed, and outside of Python's lock for all of its second or two.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leaddesk.domain.backups import Backup, Why
from leaddesk.domain.errors import DiskFull
from leaddesk.workspace.folders import made

if TYPE_CHECKING:
    import apsw

ABOUT = "about.json"
RESERVE = 256 * 1024**2
"""Bytes that a backup leaves free on the disk."""

_PART = ".making-"
_ABANDONED = 3600
"""Seconds after which a part belongs to a process that was killed."""
_COUNTS = """
    SELECT (SELECT count(*) FROM leads WHERE standing = 0), (SELECT coalesce(max(id), 0) FROM leads),
        (SELECT coalesce(max(id), 0) FROM history), (SELECT count(*) FROM erased)
"""

Opened = Callable[["apsw.Connection"], None]
"""Hears of each connection that is to work for long, so that it can be told to end."""


class CopyDamagedError(Exception):
    """A copy does not read as it must."""


def all_in(folder: Path) -> tuple[Backup, ...]:
    """Newest first. What cannot be read is none."""
    found = []
    with suppress(FileNotFoundError):
        for place in folder.iterdir():
            with suppress(OSError, ValueError, KeyError, TypeError):
                if not place.name.startswith("."):
                    found.append(_read(place))
    return tuple(sorted(found, key=lambda backup: (backup.at, backup.name), reverse=True))


def _read(place: Path) -> Backup:
    told = json.loads((place / ABOUT).read_text("utf-8"))
    numbers = {name: int(told[name]) for name in ("leads", "size", "last_lead", "last_step", "erased")}
    return Backup(place.name, datetime.fromtimestamp(told["at"], UTC), Why(told["why"]), **numbers)


def make(
    folder: Path, leads: Path, others: Iterable[Path] = (), *, why: Why, at: datetime, free: int, hear: Opened
) -> Backup:
    """A verified backup of the database ``leads`` and those of ``others`` that are there and sound.

    ``free``: how many bytes the disk has left. Raises DiskFull, CopyDamagedError, OSError and apsw.Error;
    nothing is left of it then.
    """
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    files = [path for path in (leads, *others) if path.is_file()]
    made(folder)
    remove_parts(folder)
    if free < sum(_size(path) for path in files) + RESERVE:
        raise DiskFull(folder)
    part = folder / f"{_PART}{os.urandom(8).hex()}"
    part.mkdir(mode=0o700)
    try:
        counts = (0, 0, 0, 0)
        for path in files:
            try:
                copy_out(path, part / path.name, hear)
                verify(part / path.name, hear)
            except (CopyDamagedError, apsw.CorruptError, apsw.NotADBError):
                if path == leads:
                    raise
                (part / path.name).unlink(missing_ok=True)  # the leads are backed up all the same
        if leads in files:
            counts = _counted(part / leads.name)
        size = sum(file.stat().st_size for file in part.iterdir())
        backup = Backup(_name(folder, at, why), at, why, counts[0], size, *counts[1:])
        told = {"at": at.timestamp(), "why": why.value, "leads": backup.leads, "size": size}
        told |= {"last_lead": backup.last_lead, "last_step": backup.last_step, "erased": backup.erased}
        (part / ABOUT).write_text(json.dumps(told), "utf-8")
        for file in (*part.iterdir(), part):
            sync(file)
        part.rename(folder / backup.name)
        sync(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return backup


def _name(folder: Path, at: datetime, why: Why) -> str:
    stem = f"{at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}-{why.value}"
    name, number = stem, 1
    while (folder / name).exists():
        number += 1
        name = f"{stem}-{number}"
    return name


def _size(database: Path) -> int:
    wal = database.with_name(database.name + "-wal")
    return database.stat().st_size + (wal.stat().st_size if wal.is_file() else 0)


def copy_out(database: Path, copy: Path, hear: Opened) -> None:
    """All of ``database`` as it is at one moment. Raises CopyDamagedError where the copy lacks rows of leads."""
    import apsw  # noqa: PLC0415 - as above

    with closing(apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
        hear(connection)
        connection.set_busy_timeout(5000)
        is_leads = bool(connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'leads'").fetchall())
        rows = _rows(connection) if is_leads else 0
        connection.execute("VACUUM INTO ?", (str(copy),))
        copy.chmod(0o600)
        if is_leads:
            with closing(opened(copy)) as other:
                if not rows <= _rows(other) <= _rows(connection):  # a row of leads is never deleted
                    raise CopyDamagedError


def _rows(connection: apsw.Connection) -> int:
    ((rows,),) = connection.execute("SELECT count(*) FROM leads")
    return int(rows)


def _counted(copy: Path) -> tuple[int, int, int, int]:
    with closing(opened(copy)) as connection:
        ((leads, last_lead, last_step, erased),) = connection.execute(_COUNTS)
        return int(leads), int(last_lead), int(last_step), int(erased)


def opened(copy: Path) -> apsw.Connection:
    """A copy that nobody writes: no file is made beside it."""
    import apsw  # noqa: PLC0415 - as above

    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    return apsw.Connection(f"{copy.absolute().as_uri()}?immutable=1", flags=flags)


def verify(copy: Path, hear: Opened) -> None:
    """Read all of it. Raises CopyDamagedError; InterruptError where it was interrupted."""
    import apsw  # noqa: PLC0415 - as above

    try:
        with closing(opened(copy)) as connection:
            hear(connection)
            if connection.pragma("integrity_check", 1) != "ok":
                raise CopyDamagedError
    except (apsw.CorruptError, apsw.NotADBError, apsw.CantOpenError) as error:
        raise CopyDamagedError from error


def is_sound(database: Path, hear: Opened) -> bool:
    """Whether the database, which may be in use, reads as it must from end to end."""
    import apsw  # noqa: PLC0415 - as above

    try:
        with closing(apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
            hear(connection)
            connection.set_busy_timeout(5000)
            return bool(connection.pragma("integrity_check", 1) == "ok")
    except (apsw.CorruptError, apsw.NotADBError):
        return False


def newest_with(folder: Path, path: Path) -> Backup | None:
    """The newest backup that has a copy of the database ``path``."""
    return next((backup for backup in all_in(folder) if (folder / backup.name / path.name).is_file()), None)


def remove(folder: Path, name: str) -> None:
    """First out of sight, in one step, so that no half a backup is ever seen; then for good."""
    gone = folder / f"{_PART}{os.urandom(8).hex()}"
    with suppress(FileNotFoundError):
        (folder / name).rename(gone)
        shutil.rmtree(gone)


def remove_parts(folder: Path, older_than: float = _ABANDONED) -> None:
    """What killed processes left; with 0, all that is not a whole backup."""
    for place in folder.glob(f"{_PART}*"):
        with suppress(FileNotFoundError):
            if not older_than or time.time() - place.stat().st_mtime >= older_than:  # clocks are set back
                shutil.rmtree(place, ignore_errors=not older_than)


def sync(path: Path) -> None:
    """Make it survive a power cut: a file's bytes, or a folder's names where the system can do that."""
    if path.is_dir() and os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
