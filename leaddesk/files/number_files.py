"""A million numbers on their way to the working process and back: raw 64-bit integers in a file of LeadDesk's own."""

from __future__ import annotations

import os
import tempfile
import time
from array import array
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from leaddesk.disk.atomic_file import file_error

_BEGIN, _END = "export-", ".numbers"
_DAY = 86_400.0
"""Seconds: no export takes that long."""


class NumberFiles:
    """Everything blocks."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is LeadDesk's own; it is made when it is needed."""
        self._folder = folder

    def keep(self, numbers: Sequence[int]) -> Path:
        """A new file that only this user may read. Raises DiskFull, CannotWrite."""
        packed = numbers if isinstance(numbers, array) and numbers.typecode == "q" else array("q", numbers)
        path = self._folder
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._tidy_up()
            descriptor, name = tempfile.mkstemp(_END, _BEGIN, self._folder)
            path = Path(name)
            with os.fdopen(descriptor, "wb") as file:
                packed.tofile(file)
        except OSError as error:
            if path != self._folder:
                self.remove(path)
            raise file_error(path, error) from error
        return path

    def _tidy_up(self) -> None:
        """What a LeadDesk that was killed has left."""
        for path in self._folder.glob(f"{_BEGIN}*{_END}"):
            with suppress(OSError):
                if path.stat().st_mtime < time.time() - _DAY:
                    path.unlink()

    def take(self, path: Path) -> array[int]:
        """What stands in the file. Raises OSError: it is ours, and nobody else's business."""
        return taken(path)

    def remove(self, path: Path) -> None:
        """Also where it is not there."""
        path.unlink(missing_ok=True)


def taken(path: Path) -> array[int]:
    """The numbers of a file that ``NumberFiles`` or ``put`` wrote."""
    numbers: array[int] = array("q")
    numbers.frombytes(path.read_bytes())
    return numbers


def put(path: Path, numbers: Sequence[int]) -> None:
    """The other way, in the working process. Raises DiskFull, CannotWrite."""
    try:
        with path.open("wb") as file:
            array("q", numbers).tofile(file)
    except OSError as error:
        raise file_error(path, error) from error
