"""The hidden file that a writing begins in, and what is left of writings whose process was killed.

Whoever writes holds a lock of the operating system on the hidden file until it has its final name; the system takes the
lock back when the process ends, ``kill -9`` included. So a hidden file that can be locked belongs to nobody any more.
Windows lets nobody delete a file that is open, which says the same.
"""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_NAME = re.compile(r"\.leaddesk-[0-9a-f]{16}\.part")
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_MINUTE = 60.0


def new_unfinished(folder: Path, mode: int) -> tuple[Path, BinaryIO]:
    """A new hidden file in ``folder``, open and ours; ``mode`` less the umask. Raises OSError."""
    while True:
        path = folder / f".leaddesk-{os.urandom(8).hex()}.part"
        file = os.fdopen(os.open(path, _NEW, mode), "wb")
        if _claimed(file):
            return path, file
        file.close()  # somebody who tidies up was faster than our lock, and has taken it away


def remove_unfinished(folder: Path) -> None:
    """Removes what killed processes left in ``folder``. What cannot be looked at or removed stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        left = [entry.path for entry in entries if _NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)]
        for path in left:
            with suppress(OSError):
                _remove_if_nobodys(path)


if sys.platform == "win32":

    def _claimed(file: BinaryIO) -> bool:
        del file
        return True

    def _remove_if_nobodys(path: str) -> None:
        # Not the newest: before it gets its final name a file is closed for a moment.
        if time.time() - Path(path).stat().st_mtime > _MINUTE:
            Path(path).unlink()

else:
    import fcntl

    def _claimed(file: BinaryIO) -> bool:
        with suppress(OSError):  # a file system without locks: nobody will get one there, so nothing is removed
            fcntl.flock(file, fcntl.LOCK_EX)
        return os.fstat(file.fileno()).st_nlink > 0

    def _remove_if_nobodys(path: str) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Still the file that is locked: a faster one may have removed it, or given it its final name.
            if os.path.samestat(os.fstat(descriptor), os.lstat(path)):
                Path(path).unlink()
        finally:
            os.close(descriptor)
