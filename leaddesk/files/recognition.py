"""How a CSV file is to be read, told from its beginning.

The encoding: a byte order mark; else UTF-16 where every other byte is as good as always zero; else UTF-8 where it is
that without a fault; else Windows-1252, which is only a guess. The delimiter: ``sep=`` on the first line, as Excel
writes and reads it; else the one that splits the first rows into equally many cells. The header: a first row unlike the
others, or of names that are known.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from leaddesk.files.csv_reading import SEPARATOR_LINE

DELIMITERS = (",", ";", "\t", "|")
_ROWS = 200
"""That are looked at."""
_AGREED = 0.9
"""Of the rows having equally many cells leaves no doubt about the delimiter."""
_GARBAGE = 0.02
"""Of the characters being control characters makes it no text."""
_MORE_THAN_A_COMMA = 3
"""Cells in most rows: "Smith, John" has two."""
_COMMON = re.compile(r"[\r\n\t ,;\"@.0-9A-Za-z]")
_VALUE = re.compile(
    r"[^@\s]+@[^@\s]+\.[^@\s]+|(?:https?://|www\.)\S+|[+\-$€£]?[0-9][0-9 .,:/()%+-]*|"
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*|true|false|yes|no",
    re.IGNORECASE,
)
"""An e-mail address, an address in the web, a number, a phone number, a date: what no column is called."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def recognised_encoding(head: bytes, *, is_whole: bool, more: Iterable[bytes] = ()) -> tuple[str, bool]:
    """Python's name of the encoding of a file that begins with ``head``, and whether that is sure.

    ``is_whole``: the file ends there; else the last character may be cut off. ``more`` is what follows; only as many
    blocks of it are taken as are needed.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, True
    wide = _wide(head[: 1 << 16])
    if wide:
        return wide, True
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        decoder.decode(head, final=is_whole)
        for block in more:
            decoder.decode(block)
    except UnicodeDecodeError:
        return "cp1252", False
    return "utf-8", True


def decoded(head: bytes, encoding: str) -> str:
    """``head`` as text, without a byte order mark; what the encoding does not have becomes U+FFFD."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(head).removeprefix("\ufeff")


def is_garbage(text: str) -> bool:
    """Whether this is no text in any language: pictures, archives and programs that are called ``.csv``."""
    odd = sum(1 for character in text if character < " " and character not in "\t\r\n\f\x1a\0")
    return odd > _GARBAGE * len(text) or text.count("\0") > len(text) / 4


def recognised_delimiter(text: str) -> tuple[str, bool]:
    """The delimiter, and whether that is sure. ``text`` is the file's beginning, as far as its last whole line."""
    separator = SEPARATOR_LINE.match(text)
    if separator:
        return separator[1], True
    found = [(*_agreement(text, delimiter), delimiter) for delimiter in DELIMITERS]
    agreed = [(share, cells, delimiter) for share, cells, delimiter in found if cells > 1]
    if not agreed:
        return _delimiter_below(text)
    # The better agreement first; among equals the one that splits more; then the more usual.
    best = max(agreed, key=lambda one: (round(one[0], 1), one[1], -DELIMITERS.index(one[2])))
    rivals = [one for one in agreed if one is not best and one[0] >= _AGREED]
    return best[2], best[0] >= _AGREED and not rivals


def rows_of(text: str, delimiter: str) -> list[list[str]]:
    """The first rows as they come: for recognising, not for keeping."""
    separator = SEPARATOR_LINE.match(text)
    lines = io.StringIO(text[separator.end() :] if separator else text, newline="")
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if row:
                rows.append(row)
            if len(rows) == _ROWS:
                break
    except csv.Error:
        pass  # a cell that is too large: what came before it has to do
    return rows


def recognised_header(rows: Sequence[Sequence[str]], is_name: Callable[[str], bool]) -> tuple[bool, bool]:
    """Whether the first of ``rows`` names the columns, and whether that is sure. ``is_name`` knows usual names."""
    if not rows:
        return True, True
    first = [cell.strip() for cell in rows[0]]
    named = [cell for cell in first if cell]
    if any(_VALUE.fullmatch(cell) for cell in named):
        return False, True
    if any(is_name(cell) for cell in named):
        return True, True
    if len(set(named)) < len(first):  # names are there, and each is another one
        return False, False
    others = rows[1:]
    has_values = any(
        _VALUE.fullmatch(row[place].strip()) for row in others[:20] for place in range(min(len(row), len(first)))
    )
    return True, has_values


def _wide(head: bytes) -> str:
    """UTF-16 without a mark; empty if it is not."""
    if b"\0" not in head:
        return ""
    even, odd = head[: len(head) & ~1][0::2], head[1::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high.count(0) > 4 * low.count(0) and high.count(0) > len(high) / 10:
            text = head[: len(head) & ~1].decode(encoding, "replace")
            if len(_COMMON.findall(text)) > len(text) / 10:
                return encoding
    return ""


def _delimiter_below(text: str) -> tuple[str, bool]:
    """Where the first row is one cell: of a table below a title, or of one column, whose cells may hold any sign."""
    usual = {delimiter: Counter(map(len, rows_of(text, delimiter)[1:])).most_common(1)[:1] for delimiter in DELIMITERS}
    for delimiter, found in usual.items():
        if found and found[0][0] >= _MORE_THAN_A_COMMA:
            return delimiter, False
    alone = [delimiter for delimiter in DELIMITERS if all(len(row) == 1 for row in rows_of(text, delimiter))]
    return (alone[0], alone[0] == DELIMITERS[0]) if alone else (DELIMITERS[0], False)


def _agreement(text: str, delimiter: str) -> tuple[float, int]:
    """How many cells rows have with this delimiter, and which share of the rows has as many. The first row counts."""
    lengths = [len(row) for row in rows_of(text, delimiter)]
    if not lengths:
        return 0.0, 1
    cells, rows = Counter(lengths).most_common(1)[0]
    if lengths[0] != cells:
        rows = min(rows, lengths.count(lengths[0]))
        cells = lengths[0]
    return rows / len(lengths), cells
