"""Tells whether another LeadDesk runs on the same folder, or is doing there what only one may do at a time."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from leaddesk.domain.errors import WorkspaceUnusable
from leaddesk.workspace.folders import made

BUYING = "buying.lock"
"""Held by the LeadDesk that is between a purchase's confirmation and ReachStream's answer, and while a start looks for
purchases whose LeadDesk is gone: a living one is never mistaken for an orphan.
"""

_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


class HomeLock:
    """A lock of the operating system, held until ``release`` or the end of the process, ``kill -9`` included."""

    def __init__(self, folder: Path, name: str = "leaddesk.lock") -> None:
        """``name``: of the file, a lock each."""
        self._path = folder / name
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Whether nobody else holds it. Returns at once; True as well where the file system has no locks.

        Raises WorkspaceUnusable where the folder cannot be made or written.
        """
        made(self._path.parent)
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise WorkspaceUnusable(self._path, error.strerror or type(error).__name__) from error
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno in _TAKEN:
                os.close(descriptor)
                return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """The file stays: taking it away could break the lock of whoever comes next."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        import msvcrt  # noqa: PLC0415 - on Windows alone

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        import fcntl  # noqa: PLC0415 - everywhere else

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
