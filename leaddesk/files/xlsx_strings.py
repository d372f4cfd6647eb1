"""The shared strings of an XLSX file: every text of all its sheets, in the order of their first use, in one part.

A file may have millions of them, and a reader that gets all takes hundreds of bytes for each. So they stay together as
they are, beside the places where each ends, and some rows of a sheet get only those that they use, numbered anew.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from itertools import accumulate, islice
from operator import sub
from pathlib import Path

from leaddesk.domain.errors import FileUnreadable
from leaddesk.files.zip_limits import unpacked, unpacked_whole

_LARGEST = 256 << 20
_MOST_STRINGS = 20_000_000
_LONGEST = 16 << 20
"""Bytes of one string. A spreadsheet program writes 32,767 characters at most."""
MOST_TEXT = 32 << 20
"""Bytes of all texts of some rows. One string may be the text of a million cells, and each gets its own copy."""
_SHORT_TEXT = 128 << 20
"""The same if every text were as long as the longest."""
SMALL = 32 << 20
"""Bytes of a part that much longer rows get whole: reading it again takes less time than numbering their cells anew."""
_MOST_SMALL = 2_000_000
"""Strings of such a part; calamine takes 24 bytes and more for each."""
_LARGEST_ODD = 16 << 20
"""Of a part that is written as no known program does it, and is handed on as it is."""

_CELL = rb"""\st\s*=\s*["']s["'][^<>]{0,500}>\s*(?:<(?:\w+:)?f\b[^<>]*>(?:[^<]*</(?:\w+:)?f\s*>)?\s*)?"""
_MOSTLY = re.compile(rb""" t="s"><v>([0-9]{1,10})</v>""")
"""As nearly every program writes it: three times as fast."""
_USED = re.compile(_CELL + rb"<(?:\w+:)?v(?:\s[^<>]*)?>\s*([0-9]{1,10})\s*</(?:\w+:)?v\s*>")
_EMPTY = re.compile(
    rb"""\st\s*=\s*["']s["'][^<>]{0,500}/>|""" + _CELL + rb"(?:</|<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</)"
)
_SHARED = re.compile(rb"""\st\s*=\s*["']s["']""")
_END = re.compile(rb"(</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>)")
_HEAD = re.compile(rb"<(?:\w+:)?sst\b[^>]*>")


class SharedStrings:
    """Unpacked when they are needed, and only as far."""

    def __init__(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> None:
        """Raises FileUnreadable where there are more than memory is taken for."""
        if part.file_size > _LARGEST:
            raise FileUnreadable(path, "too-large")
        self._archive, self._part, self._path = archive, part, path
        self._blocks = unpacked(archive, part, path)
        self._texts, self._ends = bytearray(), array("I", [0])
        """String number n is the text from end n to end n + 1, with its tags."""
        self._sizes = array("I")
        self._rest, self._has_head, self._is_odd = b"", False, False

    @property
    def name(self) -> str:
        return self._part.filename

    @property
    def size(self) -> int:
        return self._part.file_size

    def for_rows(self, rows: bytes) -> tuple[bytes, bytes] | None:
        """The same rows and the part with just their strings, which fit together; None where that is too much text.

        Raises FileUnreadable.
        """
        if self.size <= min(SMALL, 3 * len(rows)):
            self._read_to(_MOST_STRINGS)
            if not self._is_odd and self._are_short(rows):
                return rows, b"<sst>" + self._texts + b"</sst>"
        pieces = _MOSTLY.split(rows)
        if not (are_all := _are_all(len(pieces) // 2, rows)):
            pieces = _USED.split(rows)
            are_all = _are_all(len(pieces) // 2, rows)
        numbers = pieces[1::2]
        used = list(dict.fromkeys(numbers))
        places = list(map(int, used))
        self._read_to(max(places, default=-1))
        if self._is_odd or not are_all:
            return self._as_they_are(rows)
        ends = self._ends
        if places and max(places) >= len(ends) - 1:
            raise FileUnreadable(self._path, "damaged")
        sizes = {number: ends[place + 1] - ends[place] for number, place in zip(used, places, strict=True)}
        if sum(map(sizes.__getitem__, numbers)) > MOST_TEXT:
            return None
        with memoryview(self._texts) as view:
            texts = b"".join([view[ends[place] : ends[place + 1]] for place in places])
        renumbered = {number: b' t="s"><v>%d</v>' % place for place, number in enumerate(used)}
        pieces[1::2] = map(renumbered.__getitem__, numbers)
        return b"".join(pieces), b"<sst>" + texts + b"</sst>"

    def _are_short(self, rows: bytes) -> bool:
        """Whether all strings together with the texts of these rows take little memory."""
        if not self._sizes:
            self._sizes = array("I", map(sub, islice(self._ends, 1, None), self._ends))
        if len(self._sizes) > _MOST_SMALL:
            return False
        longest = max(self._sizes, default=0)
        if longest * (rows.count(b"</") // 2) <= _SHORT_TEXT:  # each such cell ends, and so does its value
            return True
        numbers = _MOSTLY.findall(rows)
        if not _are_all(len(numbers), rows):
            return False
        try:
            return sum(map(self._sizes.__getitem__, map(int, numbers))) <= MOST_TEXT
        except IndexError as error:
            raise FileUnreadable(self._path, "damaged") from error

    def _read_to(self, last: int) -> None:
        """On, until string number ``last`` is there: whoever looks at the first rows does not wait for all strings."""
        while last >= len(self._ends) - 1 and not self._is_odd:
            block = next(self._blocks, None)
            if block is None:
                return
            text = self._rest + block
            self._is_odd = b"<!" in text
            if not self._has_head:
                head = _HEAD.search(text)
                self._has_head = head is not None
                text = text[head.end() :] if head else text
            if self._has_head:
                *whole, text = _END.split(text)
                before = len(self._texts)
                self._texts += b"".join(whole)
                self._ends.extend(list(accumulate(map(len, whole), initial=before))[2::2])
            self._rest = text
            if len(text) > _LONGEST or len(self._ends) > _MOST_STRINGS:
                raise FileUnreadable(self._path, "too-large")

    def _as_they_are(self, rows: bytes) -> tuple[bytes, bytes] | None:
        """All strings, for rows or strings that cannot be taken apart (comments and the like stand between)."""
        whole = unpacked_whole(self._archive, self._part, self._path, largest=_LARGEST_ODD)
        longest = max(map(len, _END.split(whole))) if b"<!" not in whole else len(whole)
        return (rows, whole) if longest * len(_SHARED.findall(rows)) <= MOST_TEXT else None


def _are_all(found: int, rows: bytes) -> bool:
    """Whether so many are all the cells with a shared string. Counts fast what stands in nearly every file."""
    if found == rows.count(b'"s"') and b"'s'" not in rows:
        return True
    return found == len(_SHARED.findall(rows)) - len(_EMPTY.findall(rows))
