"""CSV of any size as rows, in memory that does not grow with the file.

What stands between quotes may hold anything, also line breaks (RFC 4180). Lines end with CRLF, LF or CR. Empty lines
are no rows. A row with a quote that is never closed, with something between a closing quote and the next delimiter, or
with bytes that the encoding does not have is a ``BadRow``, and reading goes on with the line behind the one that it
begins on: it must not swallow its neighbours. A row with far too many cells is a ``BadRow`` before anybody takes it
apart. A NUL becomes U+FFFD, which is what every later reader would make of it.

Blocks without any of that, nearly all, go through Python's ``csv`` as they are, or are not even taken apart where that
is asked for. The others are read again with care.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from leaddesk.domain.imports import Reject
from leaddesk.files.file_rows import LARGEST_CELL, BadRow, FileRows, Rows
from leaddesk.files.joined_rows import joined_rows

if TYPE_CHECKING:
    import _csv

_BLOCK = 1 << 18
"""Bytes at once: what fits into the processor's cache reads fastest."""
_LONGEST_LINE = 16 << 20
_LARGEST_RECORD = 32 << 20
"""Characters of the lines that one row may take, and that are held in memory for it."""
_MOST_LINES = 1 << 20
"""Of one row: a line of two characters takes 60 bytes."""
MOST_CELLS = 1 << 17
"""Of one row; a cell of two characters takes 60 bytes. No table has an eighth of them."""
_TOGETHER = 1 << 18
"""Cells of rows that are given at once."""
_LOOK_AHEAD = 4 << 20
"""How far the end of a cell that is too large is looked for."""
_SHOWN = 100
"""Characters of a cell that is too large."""
_MISSING = "\udcff"
"""Stands for bytes that the encoding does not have; no decoder gives it otherwise."""

_CLOSED = re.compile(r'[^"]*+(?:""[^"]*+)*+"')
"""The rest of a cell between quotes, if it ends."""
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
"""The first line of files for Excel: not a row, but which delimiter follows."""

csv.field_size_limit(LARGEST_CELL)
codecs.register_error("leaddesk-missing", lambda error: (_MISSING, _end(error)))


def _end(error: UnicodeError) -> int:
    if isinstance(error, UnicodeDecodeError):
        return error.end
    raise error


def read_csv(file: BinaryIO, encoding: str, delimiter: str, *, joined: bool = False) -> FileRows:
    """All rows of ``file`` from where it stands. ``encoding`` is Python's name.

    ``joined``: all but the first ones come as ``JoinedRows`` where that can be. Raises OSError, and UnicodeError where
    ``utf-16`` lacks the mark that it needs.
    """
    return _Reading(delimiter, joined=joined).rows(_blocks(file, encoding))


class _Reading:
    """One pass through a file."""

    def __init__(self, delimiter: str, *, joined: bool) -> None:
        self._delimiter, self._joined = delimiter, joined
        self._row, self._line = 1, 1
        """Of what comes next."""

    def rows(self, blocks: Iterator[tuple[str, int, bool]]) -> FileRows:
        pending: list[str] = []
        """Lines of a row whose end was not seen yet."""
        size = tried = 0
        for text, done, is_last in blocks:
            if not pending and _MISSING not in text and len(text) <= 2 * _BLOCK:
                if self._joined and self._row > 1 and (whole := joined_rows(text, self._delimiter)):
                    yield Rows(self._row, whole, done)
                    self._row += len(whole)
                    self._line += text.count("\n")
                    continue
                try:
                    reader = csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter, strict=True)
                    rows = list(reader)
                except csv.Error:
                    pass
                else:
                    self._line += reader.line_num
                    yield from self._good(rows, done)
                    continue
            pending.extend(io.StringIO(text, newline=""))
            size += len(text)
            if size < 2 * tried and not is_last:  # else a long row would be read anew with every block
                continue
            pending = yield from self._carefully(pending, done, is_last=is_last)
            size = tried = sum(map(len, pending))

    def _good(self, rows: Sequence[list[str]], done: int) -> FileRows:
        if [] in rows:
            rows = [row for row in rows if row]
        if rows:
            yield Rows(self._row, rows, done)
            self._row += len(rows)

    def _carefully(self, lines: list[str], done: int, *, is_last: bool) -> Generator[Rows | BadRow, None, list[str]]:
        """Row by row. Returns the lines that belong to a row whose end is still to come."""
        at, lacks_bytes = 0, any(_MISSING in line for line in lines)
        while at < len(lines):
            good: list[list[str]] = []
            taken = _Lines(lines, at, self._delimiter)
            reader = self._reader(taken)
            end, trouble, cells = at, "", 0
            try:
                for row in reader:
                    taken.next_row()
                    start, end = end, at + reader.line_num
                    if lacks_bytes and any(_MISSING in line for line in lines[start:end]):
                        trouble = "missing"
                        break
                    good.append(row)
                    cells += len(row)
                    if cells > _TOGETHER:
                        yield from self._good(good, done)
                        good, cells = [], 0
            except csv.Error as error:
                start, trouble = end, str(error)
            except _TooWide:
                start, trouble = end, "wide"
            self._line += (start if trouble else end) - at
            yield from self._good(good, done)
            at = end
            if trouble == "missing":
                yield self._bad(Reject.UNREADABLE, row, end - start)
            elif trouble:
                rest = sum(map(len, lines[at:])) if not is_last else 0
                is_held = rest <= _LARGEST_RECORD and len(lines) - at <= _MOST_LINES
                if "end of data" in trouble and not is_last and is_held:
                    return lines[at:]
                wide = _roughly(lines[at], self._delimiter, _SHOWN), taken.next - at
                large = wide if trouble == "wide" else self._too_large(lines, at) if "limit" in trouble else None
                if large is None and "limit" in trouble and not is_last and rest <= _LOOK_AHEAD:
                    return lines[at:]
                if large is not None:
                    yield self._bad(Reject.TOO_LARGE, *large)
                    at += large[1]
                else:
                    yield self._bad(Reject.UNREADABLE, _roughly(lines[at], self._delimiter, MOST_CELLS), 1)
                    at += 1
        return []

    def _reader(self, lines: Iterable[str]) -> _csv.Reader:
        return csv.reader(lines, delimiter=self._delimiter, strict=True)

    def _too_large(self, lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
        """The row at ``at`` and its number of lines, if it is one but for the size of a cell; else None."""
        csv.field_size_limit(_LONGEST_LINE + 1)
        try:
            reader = self._reader(_Lines(lines, at, self._delimiter))
            return next(reader), reader.line_num
        except (csv.Error, _TooWide):
            return None
        finally:
            csv.field_size_limit(LARGEST_CELL)

    def _bad(self, reject: Reject, cells: Sequence[str], lines: int) -> BadRow:
        shown = [cell.replace(_MISSING, "\ufffd") for cell in cells]
        if reject is Reject.TOO_LARGE:
            shown = [cell if len(cell) <= LARGEST_CELL else f"{cell[:_SHOWN]}…" for cell in shown]
        bad = BadRow(self._row, self._line, reject, shown)
        self._row += 1
        self._line += lines
        return bad


class _TooWide(Exception):
    """A row has more than ``MOST_CELLS``."""


class _Lines:
    """The lines from ``at`` on for a reader of rows. Raises _TooWide before one that makes a row too wide is taken."""

    def __init__(self, lines: Sequence[str], at: int, delimiter: str) -> None:
        self._lines, self._delimiter = lines, delimiter
        self.next = at
        self.next_row()

    def next_row(self) -> None:
        """The row before has ended."""
        self._row, self._delimiters = self.next, 0
        self._width: _Width | None = None

    def __iter__(self) -> Iterator[str]:
        for line in islice(self._lines, self.next, None):
            self.next += 1
            self._delimiters += line.count(self._delimiter)
            if self._delimiters >= MOST_CELLS:  # perhaps they stand in quotes
                new = [line]
                if self._width is None:
                    self._width, new = _Width(self._delimiter), list(self._lines[self._row : self.next])
                for one in new:
                    self._width.add(one)
                if self._width.cells > MOST_CELLS:
                    raise _TooWide
            yield line


class _Width:
    """How many cells a row has, told from its lines one by one without making the cells."""

    def __init__(self, delimiter: str) -> None:
        self.cells = 1
        self._delimiter, self._is_open = delimiter, False

    def add(self, line: str) -> None:
        at = 0
        while True:
            if self._is_open:
                closed = _CLOSED.match(line, at)
                if not closed:
                    return
                at, self._is_open = closed.end(), False
            quote = line.find('"', at)
            self.cells += line.count(self._delimiter, at, len(line) if quote < 0 else quote)
            if quote < 0:
                return
            self._is_open = quote == 0 or line[quote - 1] == self._delimiter
            at = quote + 1


def _roughly(line: str, delimiter: str, most: int) -> list[str]:
    """What a person sees in a line with a quote too many, and of ``most`` cells at most."""
    return [cell[:LARGEST_CELL] for cell in line.rstrip("\r\n").split(delimiter, most)[:most]]


def _blocks(file: BinaryIO, encoding: str) -> Iterator[tuple[str, int, bool]]:
    """The text in blocks of whole lines, how many bytes were read for each, and whether it is the last."""
    decoder = codecs.getincrementaldecoder(encoding)("leaddesk-missing")
    rest, done, is_first, is_endless = "", 0, True, False
    while chunk := file.read(_BLOCK):
        done += len(chunk)
        text = rest + decoder.decode(chunk).replace("\0", "\ufffd")
        cut = _end_of_lines(text)
        rest = text[cut:]
        is_endless = len(rest) > _LONGEST_LINE or (is_endless and not cut)
        if is_endless:  # no table has such a line, and memory is to stay as it is
            rest = rest[:_SHOWN] + _MISSING
        if cut:
            yield _without_head(text[:cut]) if is_first else text[:cut], done, False
            is_first = False
    rest += decoder.decode(b"", final=True).replace("\0", "\ufffd")
    yield _without_head(rest) if is_first else rest, done, True


def _end_of_lines(text: str) -> int:
    """Where the last whole line ends. A CR at the very end may be half of a CRLF."""
    return text.rfind("\n") + 1 or text.rfind("\r", 0, -1) + 1


def _without_head(text: str) -> str:
    text = text.removeprefix("\ufeff")
    separator = SEPARATOR_LINE.match(text)
    return text[separator.end() :] if separator else text
