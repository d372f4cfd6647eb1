"""CSV of any size as rows, in memory that does not grow with the file.

What stands between quotes may hold anything, also line breaks (RFC 4180). Lines end with CRLF, LF or CR. Empty lines
are no rows. A row with a quote that is never closed, with something between a closing quote and the next delimiter, or
with bytes that the encoding does not have is a ``BadRow``, and reading goes on with the line behind the one that it
begins on: it must not swallow its neighbours. A NUL becomes U+FFFD, which is what every later reader would make of it.

Blocks without any of that, nearly all, go through Python's ``csv`` as they are. The others are read again with care.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from leaddesk.domain.imports import Reject
from leaddesk.files.file_rows import LARGEST_CELL, BadRow, FileRows, Rows

if TYPE_CHECKING:
    import _csv

_BLOCK = 1 << 18
"""Bytes at once: what fits into the processor's cache reads fastest."""
_LONGEST_LINE = 16 << 20
_LARGEST_RECORD = 64 << 20
"""Characters of the lines that one row may take, and that are held in memory for it."""
_LOOK_AHEAD = 4 << 20
"""How far the end of a cell that is too large is looked for."""
_SHOWN = 100
"""Characters of a cell that is too large."""
_MISSING = "\udcff"
"""Stands for bytes that the encoding does not have; no decoder gives it otherwise."""

SEPARATOR_LINE = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
"""The first line of files for Excel: not a row, but which delimiter follows."""

csv.field_size_limit(LARGEST_CELL)
codecs.register_error("leaddesk-missing", lambda error: (_MISSING, _end(error)))


def _end(error: UnicodeError) -> int:
    if isinstance(error, UnicodeDecodeError):
        return error.end
    raise error


def read_csv(file: BinaryIO, encoding: str, delimiter: str) -> FileRows:
    """All rows of ``file`` from where it stands. ``encoding`` is Python's name.

    Raises OSError, and UnicodeError where ``utf-16`` lacks the mark that it needs.
    """
    return _Reading(delimiter).rows(_blocks(file, encoding))


class _Reading:
    """One pass through a file."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self._row, self._line = 1, 1
        """Of what comes next."""

    def rows(self, blocks: Iterator[tuple[str, int, bool]]) -> FileRows:
        pending: list[str] = []
        """Lines of a row whose end was not seen yet."""
        size = tried = 0
        for text, done, is_last in blocks:
            if not pending and _MISSING not in text:
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

    def _good(self, rows: list[list[str]], done: int) -> FileRows:
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
            reader = self._reader(lines, at)
            end, trouble = at, ""
            try:
                for row in reader:
                    start, end = end, at + reader.line_num
                    if lacks_bytes and any(_MISSING in line for line in lines[start:end]):
                        trouble = "missing"
                        break
                    good.append(row)
            except csv.Error as error:
                start, trouble = end, str(error)
            self._line += (start if trouble else end) - at
            yield from self._good(good, done)
            at = end
            if trouble == "missing":
                yield self._bad(Reject.UNREADABLE, row, end - start)
            elif trouble:
                rest = sum(map(len, lines[at:])) if not is_last else 0
                if "end of data" in trouble and not is_last and rest <= _LARGEST_RECORD:
                    return lines[at:]
                large = self._too_large(lines, at) if "limit" in trouble else None
                if large is None and "limit" in trouble and not is_last and rest <= _LOOK_AHEAD:
                    return lines[at:]
                if large is not None:
                    yield self._bad(Reject.TOO_LARGE, *large)
                    at += large[1]
                else:
                    yield self._bad(Reject.UNREADABLE, _roughly(lines[at], self._delimiter), 1)
                    at += 1
        return []

    def _reader(self, lines: Sequence[str], at: int) -> _csv.Reader:
        return csv.reader(map(lines.__getitem__, range(at, len(lines))), delimiter=self._delimiter, strict=True)

    def _too_large(self, lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
        """The row at ``at`` and its number of lines, if it is one but for the size of a cell; else None."""
        csv.field_size_limit(_LONGEST_LINE + 1)
        try:
            reader = self._reader(lines, at)
            return next(reader), reader.line_num
        except csv.Error:
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


def _roughly(line: str, delimiter: str) -> list[str]:
    """What a person sees in a line with a quote too many."""
    return [cell[:LARGEST_CELL] for cell in line.rstrip("\r\n").split(delimiter)]


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
