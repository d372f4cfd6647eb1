"""A file appears whole or not at all, whatever interrupts the writing."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from leaddesk.disk.unfinished import new_unfinished, remove_unfinished
from leaddesk.domain.errors import CannotWrite, DiskFull, FileError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FULL_ON_WINDOWS = {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL


@contextmanager
def write_atomically(path: Path, *, mode: int = 0o666) -> Iterator[BinaryIO]:
    """A binary file to write to; it becomes ``path`` when the block ends, and leaves nothing behind when it does not.

    The bytes go to a hidden file in the same folder, are synced, and take the place of ``path`` in one step. Whatever
    is raised in the block, also a cancel, removes the hidden file and leaves an existing ``path`` untouched; a hidden
    file of a process that was killed is removed by the next writing into its folder. An existing file keeps its
    permission bits; a new one gets ``mode`` less the umask. A link is written through.

    Raises DiskFull, or CannotWrite for everything else that the system refuses: no such folder, no permission, a folder
    or a device in the way. Every OSError of the block counts as one of writing.
    """
    target = _real(path)
    kept = _permission_bits(path, target)
    remove_unfinished(target.parent)
    part: Path | None = None
    try:
        part, file = new_unfinished(target.parent, mode)
        with file:
            if kept is not None:
                part.chmod(kept)
            yield file
            file.flush()
            os.fsync(file.fileno())
            if os.name == "posix":  # while it is still ours; Windows renames no file that is open
                part.replace(target)
        if os.name != "posix":
            part.replace(target)
    except OSError as error:
        _discard(part)
        raise file_error(path, error) from error
    except BaseException:
        _discard(part)
        raise
    _sync_folder(target.parent)


def file_error(path: Path, error: OSError) -> FileError:
    """What the system refused, as an error about the file that the person chose."""
    full = error.errno in _FULL or getattr(error, "winerror", None) in _FULL_ON_WINDOWS
    return (DiskFull if full else CannotWrite)(path, error.strerror or type(error).__name__)


def _real(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path))
    except OSError as error:
        raise file_error(path, error) from error
    except ValueError:  # characters that no file system takes
        raise CannotWrite(path, os.strerror(errno.EINVAL)) from None


def _permission_bits(path: Path, target: Path) -> int | None:
    """Those of the file that is going to be replaced, None where none is there."""
    try:
        there = target.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise file_error(path, error) from error
    if stat.S_ISDIR(there.st_mode):
        raise CannotWrite(path, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(there.st_mode):  # replacing would put a file where a device or a looping link stands
        raise CannotWrite(path, os.strerror(errno.EINVAL))
    if not os.access(target, os.W_OK):  # replacing asks the folder only, and would pass over a write protection
        raise CannotWrite(path, os.strerror(errno.EACCES))
    return stat.S_IMODE(there.st_mode)


def _discard(part: Path | None) -> None:
    if part is None:
        return
    with suppress(OSError):  # what went wrong before is what the person has to know
        part.unlink()


def _sync_folder(folder: Path) -> None:
    """Makes the new name survive a power cut. The file itself is safe by now, and not every file system can do it."""
    if os.name != "posix":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
