"""Write the rows of a table to a file, as many as there are, without holding up the window."""

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

from leaddesk.actions.export_places import ExportPlaces
from leaddesk.domain.exports import BookKind, CsvKind, FileKind
from leaddesk.domain.records import Row, Value
from leaddesk.domain.table import MOMENTS, Column, RowSource, moment_in_files

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


class WriteXlsx(Protocol):
    """``files.xlsx_writing.write_xlsx``: as ``WriteCsv``, but a spreadsheet."""

    def __call__(
        self,
        path: Path,
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
    kind: FileKind


class ExportRows(ExportPlaces):
    """Writes chosen rows and columns of any table to a CSV file or a spreadsheet."""

    def __init__(self, write: WriteCsv, preview: PreviewCsv, write_xlsx: WriteXlsx | None = None) -> None:
        """Without ``write_xlsx`` it knows CSV alone."""
        self._write, self._write_xlsx = write, write_xlsx
        self._preview = preview

    @property
    def kinds(self) -> tuple[FileKind, ...]:
        """What it can write."""
        books = () if self._write_xlsx is None else (BookKind.XLSX,)
        return (CsvKind.CRM_IMPORT, *books, CsvKind.SPREADSHEET_SAFE)

    async def __call__(
        self,
        *,
        path: Path,
        kind: FileKind,
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
                self._writer(kind),
                path,
                header,
                _picked(source.chunks(numbers, _ROWS_AT_ONCE), columns, source.columns),
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
        self,
        *,
        kind: FileKind,
        header: Sequence[str],
        source: RowSource,
        numbers: Sequence[int],
        columns: Sequence[int],
    ) -> list[list[str]]:
        """The header and the first rows, exactly as whoever reads the file gets them back. Arguments as for writing."""
        first = [source.row(number) for number in numbers[:PREVIEWED]]
        exact = kind if isinstance(kind, CsvKind) else CsvKind.CRM_IMPORT  # a spreadsheet holds the exact values too
        return self._preview(exact, header, next(_picked([first], columns, source.columns)))

    def _writer(self, kind: FileKind) -> Callable[..., int | None]:
        if isinstance(kind, CsvKind):
            return lambda path, header, chunks, **asked: self._write(path, kind, header, chunks, **asked)
        if self._write_xlsx is None or kind is not BookKind.XLSX:
            raise ValueError(kind)
        return self._write_xlsx


def _picked(
    chunks: Iterable[Sequence[Row]], columns: Sequence[int], known: Sequence[Column]
) -> Iterator[Sequence[Row]]:
    """``chunks`` with only these columns of each row, in this order; ``known`` are all that a row has."""
    moments = {at for at in columns if known[at].kind in MOMENTS}
    if moments:
        for chunk in chunks:
            yield [tuple(_in_files(row[at]) if at in moments else row[at] for at in columns) for row in chunk]
    elif len(columns) == 1:
        only = columns[0]
        for chunk in chunks:
            yield [(row[only],) for row in chunk]
    else:
        pick = itemgetter(*columns)
        for chunk in chunks:
            yield [pick(row) for row in chunk]


def _in_files(moment: Value) -> Value:
    return moment_in_files(moment) if isinstance(moment, str) and moment else moment


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
