"""The rows that an import did not take, as a CSV file with the reason beside each."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from leaddesk.disk.atomic_file import write_atomically
from leaddesk.domain.exports import CsvKind
from leaddesk.domain.imports import Reject
from leaddesk.files.csv_cells import csv_lines

_MARK = b"\xef\xbb\xbf"
_AT_ONCE = 1 << 18
"""Characters."""

REASONS = {
    Reject.EMPTY: "No column that is imported has a value",
    Reject.NOBODY: "No name, e-mail address, phone number or profile",
    Reject.BAD_EMAIL: "The e-mail address is none, and nothing else tells who it is",
    Reject.TOO_LARGE: "Too many columns, or a cell of more than 1 MiB; cut off here",
    Reject.UNREADABLE: "A quotation mark is not closed, or the text is broken",
    Reject.SUPPRESSED: "Suppressed",
    Reject.ERASED: "Erased on request",
}
"""The file is a person's, who looks for what is wrong; so are its words."""


class RejectedRows:
    """A context: the file appears when it ends, whole, and never if nothing was rejected or if it ends in an error.

    Safe for a spreadsheet (``csv_cells``): that is where a person will look at it. Raises CannotWrite and DiskFull.
    """

    def __init__(self, path: Path | None, header: Sequence[str]) -> None:
        """Without a ``path`` rows are only counted. ``header`` has the names of the imported file's columns."""
        self._path, self._header = path, header
        self._stack = ExitStack()
        self._file: BinaryIO | None = None
        self._waiting: list[list[str]] = []
        self._size = 0
        self.counts: dict[Reject, int] = {}

    def add(self, number: int, reject: Reject, cells: Sequence[str]) -> None:
        """Row ``number`` of the file, from 1 without the header."""
        self.counts[reject] = self.counts.get(reject, 0) + 1
        if self._path is None:
            return
        # Nothing of an erased person is written anywhere.
        shown = [] if reject is Reject.ERASED else list(cells)
        shown += [""] * (len(self._header) - len(shown))
        self._waiting.append([str(number), REASONS[reject], *shown])
        self._size += 64 + sum(map(len, shown))
        if self._size >= _AT_ONCE:
            self._write()

    @property
    def written(self) -> Path | None:
        """Where the file will be; None where nothing was rejected."""
        return self._path if self.counts else None

    def __enter__(self) -> RejectedRows:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            try:
                self._write()
            except BaseException as problem:
                self._stack.__exit__(type(problem), problem, problem.__traceback__)
                raise
        self._stack.__exit__(kind, error, traceback)

    def _write(self) -> None:
        if not self._waiting or self._path is None:
            return
        if self._file is None:
            self._file = self._stack.enter_context(write_atomically(self._path))
            head = csv_lines(CsvKind.SPREADSHEET_SAFE, [["Row", "Reason", *self._header]])
            self._file.write(_MARK + head)
        for _, rows in groupby(self._waiting, key=len):
            self._file.write(csv_lines(CsvKind.SPREADSHEET_SAFE, list(rows)))
        self._waiting.clear()
        self._size = 0
