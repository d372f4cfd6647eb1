"""Write the rows of a table to a CSV file, as many as there are, without holding up the window."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Protocol

from leaddesk.domain.errors import CannotWrite
from leaddesk.domain.exports import CsvKind
from leaddesk.domain.records import Row
from leaddesk.domain.table import RowSource

_ROWS_AT_ONCE = 500
"""Few enough that taking them from the source never holds up the other threads for long."""

_TELL_EVERY = 0.05
"""Seconds between two reports of progress: a bar needs no more."""

PREVIEWED = 5
"""Rows of a preview."""


class WriteCsv(Protocol):
    """``files.csv_export.write_csv``: writes the whole file or leaves nothing; blocks.

    Returns the number of rows, or None where ``cancelled()`` became true. Raises CannotWrite and DiskFull.
    """

    def __call__(
        self,
        path: Path,
        kind: CsvKind,
        header: Sequence[str],
        chunks: Iterable[Sequence[Row]],
        *,
        progress: Callable[[int], None],
        cancelled: Callable[[], bool],
    ) -> int | None: ...


class PreviewCsv(Protocol):
    """``files.csv_export.preview``: header and rows as a reader of the file gets them back."""

    def __call__(self, kind: CsvKind, header: Sequence[str], rows: Sequence[Row]) -> list[list[str]]: ...


@dataclass(frozen=True)
class Exported:
    """A file that is whole and in its place."""

    path: Path
    rows: int
    """Without the header."""
    kind: CsvKind


class ExportRows:
    """Writes chosen rows and columns of any table to a CSV file."""

    def __init__(self, write: WriteCsv, preview: PreviewCsv) -> None:
        self._write = write
        self._preview = preview

    async def __call__(
        self,
        *,
        path: Path,
        kind: CsvKind,
        header: Sequence[str],
        source: RowSource,
        numbers: Sequence[int],
        columns: Sequence[int],
        progress: Callable[[int], None],
        cancel: threading.Event,
    ) -> Exported | None:
        """Write the rows ``numbers`` of ``source``, in that order, to ``path``; a file that is there is replaced.

        ``columns`` are indexes into a row, in the order of the file; ``header`` is as long. ``progress`` gets the
        rows written so far, on the event loop, at most 20 times a second and at the end.

        Setting ``cancel`` ends the writing at its next safe point: the result is then None and nothing is left of the
        file, unless the last row was faster, and then the file is there and the result says so. Cancelling the task
        does the same and waits until the temporary file is gone. Raises CannotWrite and DiskFull.
        """
        loop = asyncio.get_running_loop()

        def tell(rows: int) -> None:
            if not cancel.is_set():
                progress(rows)

        work = asyncio.ensure_future(
            asyncio.to_thread(
                self._write,
                path,
                kind,
                header,
                _picked(source.chunks(numbers, _ROWS_AT_ONCE), columns),
                progress=_seldom(lambda rows: loop.call_soon_threadsafe(tell, rows)),
                cancelled=cancel.is_set,
            )
        )
        try:
            rows = await asyncio.shield(work)
        except asyncio.CancelledError:
            cancel.set()
            await _until_done(work)
            work.result()  # a failure on the way out is told rather than lost
            raise
        if rows is None:
            return None
        progress(rows)
        return Exported(path, rows, kind)

    def preview(
        self, *, kind: CsvKind, header: Sequence[str], source: RowSource, numbers: Sequence[int], columns: Sequence[int]
    ) -> list[list[str]]:
        """The header and the first rows, exactly as whoever reads the file gets them back. Arguments as for writing."""
        first = [source.row(number) for number in numbers[:PREVIEWED]]
        return self._preview(kind, header, next(_picked([first], columns)))

    async def is_taken(self, path: Path) -> bool:
        """Whether a file is at ``path``. False where that cannot be found out: writing will then say why."""
        return await asyncio.to_thread(_is_file, path)

    async def lacks_folder(self, path: Path) -> bool:
        """Whether nothing at all is where the folder of ``path`` should be."""
        return await asyncio.to_thread(_is_missing, path.parent)

    async def create_folder(self, folder: Path) -> None:
        """Make ``folder`` and what is missing above it. Raises CannotWrite."""
        await asyncio.to_thread(_make, folder)

    async def first_folder(self, folders: Sequence[Path]) -> Path | None:
        """The first of ``folders`` that is there, or None. In a thread, because a network drive may take its time."""
        return await asyncio.to_thread(lambda: next((folder for folder in folders if _is_folder(folder)), None))


def _picked(chunks: Iterable[Sequence[Row]], columns: Sequence[int]) -> Iterator[Sequence[Row]]:
    """``chunks`` with only these columns of each row, in this order."""
    if len(columns) == 1:
        only = columns[0]
        for chunk in chunks:
            yield [(row[only],) for row in chunk]
    else:
        pick = itemgetter(*columns)
        for chunk in chunks:
            yield [pick(row) for row in chunk]


def _seldom(tell: Callable[[int], object]) -> Callable[[int], None]:
    """``tell``, but not again before ``_TELL_EVERY`` has passed; what comes in between is dropped."""
    told = 0.0

    def tell_seldom(rows: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _TELL_EVERY:
            told = now
            tell(rows)

    return tell_seldom


async def _until_done(work: asyncio.Future[int | None]) -> None:
    """Wait for the thread, however often this task is cancelled: it must not outlive its temporary file."""
    while not work.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait([work])


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _is_missing(path: Path) -> bool:
    try:
        return not path.exists()
    except OSError:
        return False


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(folder, error.strerror or "") from error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
