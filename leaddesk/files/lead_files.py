"""A file of leads, whatever its format: a look at its beginning, and all of its rows."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from leaddesk.domain.errors import FileUnreadable
from leaddesk.domain.imports import FileKind, FileShape, Mapping, Peek, Reject
from leaddesk.domain.lead_fields import field_for_header
from leaddesk.files import recognition
from leaddesk.files.csv_reading import read_csv
from leaddesk.files.file_rows import BadRow, FileRows, Rows
from leaddesk.files.joined_rows import JoinedRows
from leaddesk.files.xlsx_parts import XlsxParts
from leaddesk.files.xlsx_reading import read_xlsx

PREVIEWED = 100
"""Rows of a peek."""
_PREVIEWED_TEXT = 4 << 20
"""Characters of a peek, after which no row more is taken."""
MOST_COLUMNS = 16_384
"""As many as a spreadsheet has. A row with more cells is too large; a header with more is no header."""
_HEAD = 1 << 18
"""Bytes that the delimiter and the header are told from."""
_LOOKED_THROUGH = 32 << 20
"""Bytes that the encoding is told from."""
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_SHOWN = 200
_LONGEST_NAME = 200
"""Characters of a column's name: it is kept with every lead that has a value there."""


@dataclass(frozen=True)
class OpenLeadFile:
    """A file whose rows are being read."""

    header: tuple[str, ...]
    """One name for each column."""
    rows: FileRows
    """Without the header and numbered from 1. Each has as many cells as the header; a longer one keeps those of its
    further cells up to the last that is not empty."""
    total: int
    """``Rows.done`` at the end."""


def look_into(path: Path, shape: FileShape | None = None) -> Peek:
    """The beginning of ``path``: how it is read, its columns and its first rows; the mapping is left open.

    ``shape`` None: it is recognised, and the peek says what is doubtful. Blocks. Raises FileUnreadable.
    """
    with _told_as_unreadable(path):
        seen = _seen(path)
        size = path.stat().st_size
        if size == 0:
            raise FileUnreadable(path, "empty")
        doubts: tuple[str, ...] = ()
        if shape is None:
            shape, doubts = _recognised(path)
        sheets: tuple[str, ...] = ()
        if shape.kind is FileKind.XLSX:
            with XlsxParts(path) as parts:
                sheets = parts.sheets
        with open_lead_file(path, shape) as file:
            rows, bad = _first(file.rows)
        if not rows and not bad and not any(file.header):
            raise FileUnreadable(path, "empty")
        width = max(map(len, [file.header, *rows]))
        header = (*file.header, *_names([], len(file.header), width))
        return Peek(
            path,
            shape,
            sheets,
            header,
            tuple(tuple(row) + ("",) * (width - len(row)) for row in rows),
            size,
            Mapping((None,) * width),
            doubts,
            tuple((one.number, one.reject, "  ".join(one.cells)[:_SHOWN]) for one in bad),
            seen,
        )


@contextmanager
def open_lead_file(path: Path, shape: FileShape, *, seen: str = "", joined: bool = False) -> Iterator[OpenLeadFile]:
    """All rows of ``path``; ``joined``: as ``read_csv``. Raises FileUnreadable, in the block as well: also when the
    block ends, if the file is not the one that was begun with (or not ``Peek.seen``) any more."""
    with ExitStack() as stack:
        with _told_as_unreadable(path):
            began = _seen(path)
            if seen and seen != began:
                raise FileUnreadable(path, "changed")
            rows, total = _rows(path, shape, stack, joined=joined)
            file = _opened(path, _told(path, rows), total, has_header=shape.has_header)
        yield file
        with _told_as_unreadable(path):
            if _seen(path) != began:
                raise FileUnreadable(path, "changed")


def _rows(path: Path, shape: FileShape, stack: ExitStack, *, joined: bool) -> tuple[FileRows, int]:
    if shape.kind is FileKind.CSV:
        file = stack.enter_context(path.open("rb"))
        return read_csv(file, shape.encoding, shape.delimiter, joined=joined), os.fstat(file.fileno()).st_size
    parts = stack.enter_context(XlsxParts(path))
    sheet = shape.sheet or parts.sheets[0]
    if sheet not in parts.sheets:
        raise FileUnreadable(path, "changed")
    return read_xlsx(parts, path, sheet), parts.size(sheet)


def _told(path: Path, rows: FileRows) -> FileRows:
    with _told_as_unreadable(path):
        yield from rows


def _recognised(path: Path) -> tuple[FileShape, tuple[str, ...]]:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head.startswith(_ARCHIVES):
            return _recognised_sheet(path)
        more = (file.read(_HEAD) for _ in range(_LOOKED_THROUGH // _HEAD))
        is_whole = len(head) < _HEAD
        encoding, sure_of_encoding = recognition.recognised_encoding(head, is_whole=is_whole, more=more)
    text = recognition.decoded(head, encoding)
    if recognition.is_garbage(text):
        raise FileUnreadable(path, "encoding")
    delimiter, sure_of_delimiter = recognition.recognised_delimiter(text)
    first = recognition.rows_of(text, delimiter)
    has_header, sure_of_header = recognition.recognised_header(first, _is_known)
    shape = FileShape(FileKind.CSV, encoding, delimiter, has_header=has_header)
    doubts = (("encoding", sure_of_encoding), ("delimiter", sure_of_delimiter), ("header", sure_of_header))
    return shape, tuple(doubt for doubt, is_sure in doubts if not is_sure)


def _recognised_sheet(path: Path) -> tuple[FileShape, tuple[str, ...]]:
    """The first sheet that has a row."""
    with XlsxParts(path) as parts:
        for sheet in parts.sheets:
            rows = next((block.rows for block in read_xlsx(parts, path, sheet) if isinstance(block, Rows)), [])
            if rows:
                has_header, is_sure = recognition.recognised_header(rows, _is_known)
                shape = FileShape(FileKind.XLSX, has_header=has_header, sheet=sheet)
                return shape, () if is_sure else ("header",)
    raise FileUnreadable(path, "empty")


def _is_known(name: str) -> bool:
    return field_for_header(name) is not None


def _opened(path: Path, rows: FileRows, total: int, *, has_header: bool) -> OpenLeadFile:
    """Takes the header off. A bad row in its place is one like the others, and there is no header then."""
    first = next(rows, None)
    if first is None:
        return OpenLeadFile((), iter(()), total)
    names: list[str] = []
    number = 0
    if isinstance(first, Rows):
        names = _without_empty_end(first.rows[0]) if has_header else []
        width = len(names) if has_header else max(len(_without_empty_end(row)) for row in first.rows[:PREVIEWED])
        if has_header:
            number, first = 1, Rows(first.first + 1, first.rows[1:], first.done)
    else:
        width = len(first.cells)
    if width > MOST_COLUMNS:
        raise FileUnreadable(path, "too-large")
    return OpenLeadFile(
        tuple(_names(names, 0, max(1, width))), _fitted(chain([first], rows), max(1, width), number), total
    )


def _names(names: Sequence[str], first: int, width: int) -> list[str]:
    """What the columns from ``first`` on are called."""
    given = [" ".join(name[:_LONGEST_NAME].split()) for name in names]
    return [given[at] if at < len(given) and given[at] else f"Column {at + 1}" for at in range(first, width)]


def _fitted(blocks: FileRows, width: int, header_rows: int) -> FileRows:
    """The rows with the cells that ``OpenLeadFile.rows`` promises."""
    for block in blocks:
        if isinstance(block, BadRow):
            yield BadRow(block.number - header_rows, block.line, block.reject, block.cells)
            continue
        first, rows, start = block.first - header_rows, block.rows, 0
        widths = {rows.width} if isinstance(rows, JoinedRows) else set(map(len, rows))
        if widths == {width}:
            yield Rows(first, rows, block.done)
            continue
        rows = [row if len(row) == width else _fit(row, width) for row in rows]
        for at, row in enumerate(rows):
            if len(row) > MOST_COLUMNS:
                if at > start:
                    yield Rows(first + start, rows[start:at], block.done)
                yield BadRow(first + at, 0, Reject.TOO_LARGE, row[:width])
                start = at + 1
        if start < len(rows):
            yield Rows(first + start, rows[start:], block.done)


def _fit(row: list[str], width: int) -> list[str]:
    if len(row) > width:
        return _without_empty_end(row) if any(row[width:]) else row[:width]
    return row + [""] * (width - len(row))


def _without_empty_end(row: Sequence[str]) -> list[str]:
    length = len(row)
    while length and not row[length - 1]:
        length -= 1
    return list(row[:length])


def _first(blocks: FileRows) -> tuple[list[list[str]], list[BadRow]]:
    """As many as fit on a few screens, and fewer where their cells are large."""
    rows: list[list[str]] = []
    bad: list[BadRow] = []
    size = 0
    for block in blocks:
        if isinstance(block, BadRow):
            bad.append(block)
        for row in block.rows if isinstance(block, Rows) else ():
            if len(rows) + len(bad) < PREVIEWED and size < _PREVIEWED_TEXT:
                rows.append(row)
                size += sum(map(len, row))
        if len(rows) + len(bad) >= PREVIEWED or size >= _PREVIEWED_TEXT:
            break
    return rows, bad


def _seen(path: Path) -> str:
    facts = path.stat()
    return f"{facts.st_size} {facts.st_mtime_ns}"


@contextmanager
def _told_as_unreadable(path: Path) -> Iterator[None]:
    """What the system says about reading the file, as an error that a person can act on."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileUnreadable(path, "gone") from error
    except PermissionError as error:
        raise FileUnreadable(path, "locked") from error
    except UnicodeError as error:
        raise FileUnreadable(path, "encoding") from error
    except OSError as error:
        raise FileUnreadable(path, error.strerror or type(error).__name__) from error
