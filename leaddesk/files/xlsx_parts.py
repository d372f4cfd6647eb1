"""The inside of an XLSX file: its sheets, each cut into small workbooks of whole rows.

calamine holds every cell of a sheet in memory, from the first to the last row and column that is used, and a file of a
few kilobytes may use the first and the last of 17 billion. So it only ever gets some rows at once, in a workbook that
is made for them, whose box of cells was reckoned before. The format: ECMA-376, Part 1 (18.3.1) and Part 2.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from leaddesk.domain.errors import FileUnreadable
from leaddesk.files.xlsx_strings import SMALL, SharedStrings
from leaddesk.files.zip_limits import check_directory, unpacked, unpacked_whole

MOST_CELLS = 1_500_000
"""Of one slice; calamine takes about 65 bytes for each."""
_SLICE = 16 << 20
"""Bytes of rows in a slice: half of it where memory is needed for many strings."""
_FIRST_SLICE = 1 << 20
"""The first is smaller: whoever wants to see the beginning does not wait for more."""
_LARGEST_ROW = 32 << 20
"""Bytes."""
_LARGEST_PART = 16 << 20
"""Of what tells how the file is built."""

_LETTERS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)[0-9]""")
_NUMBERS = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]*([0-9]{1,10})["']""")
_PLAIN_LETTERS = re.compile(rb"""<c r="([A-Z]+)[0-9]""")
_PLAIN_NUMBERS = re.compile(rb"""<c r="[A-Z]+([0-9]{1,10})\"""")
"""As nearly every program writes them: four times as fast."""
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>|<(?:\w+:)?row(?:\s[^>]*)?/>")
_DATA = re.compile(rb"<(?:\w+:)?sheetData(?:\s[^>]*)?>")
_DATA_END = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData(?:\s[^>]*)?/>")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the container of .xls begins, which also holds encrypted workbooks (MS-CFB, MS-OFFCRYPTO)."""


class XlsxParts:
    """An open file. Close it, or use it as a context."""

    def __init__(self, path: Path) -> None:
        """Raises FileUnreadable (``not-xlsx``, ``encrypted``, ``too-large``, ``damaged``) and OSError."""
        self._path = path
        _refuse_old(path)
        try:
            self._archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile as error:
            raise FileUnreadable(path, "damaged") from error
        try:
            check_directory(self._archive, path)
            self._parts = {part.filename.lstrip("/").casefold(): part for part in self._archive.infolist()}
            self._strings: SharedStrings | None = None
            self._sheets, self._kept = self._built()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> XlsxParts:
        return self

    def __exit__(self, *problem: object) -> None:
        self._archive.close()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets with cells, in the order of their tabs."""
        return tuple(self._sheets)

    def size(self, sheet: str) -> int:
        """Bytes of the sheet, unpacked."""
        return self._sheets[sheet].file_size

    def slices(self, sheet: str) -> Iterator[tuple[io.BytesIO, int]]:
        """Workbooks that have some rows of ``sheet`` each, in order, and how many bytes of it have been read.

        Raises FileUnreadable.
        """
        done, rest, head, wanted = 0, bytearray(), b"", _FIRST_SLICE
        strings = 0 if self._strings is None else self._strings.size
        is_over = False
        for block in unpacked(self._archive, self._sheets[sheet], self._path):
            done += len(block)
            if is_over:
                continue  # read on: the check sum stands at the end
            rest += block
            if not head:
                found = _DATA.search(rest)
                if not found:
                    if len(rest) > _SLICE:
                        raise FileUnreadable(self._path, "too-large")
                    continue
                if _DATA_END.match(found[0]):
                    is_over = True
                    continue
                head = bytes(rest[: found.end()])
                del rest[: found.end()]
            end = _end_of_data(rest, len(block))
            is_over = bool(end)
            if end:
                yield from ((one, done) for one in self._workbooks(sheet, head, bytes(rest[: end.start()])))
            elif len(rest) >= wanted:
                cut = _end_of_rows(rest)
                if not cut and len(rest) > _LARGEST_ROW:
                    raise FileUnreadable(self._path, "too-large")
                if cut:
                    yield from ((one, done) for one in self._workbooks(sheet, head, bytes(rest[:cut])))
                    del rest[:cut]
                    wanted = _SLICE if strings <= SMALL else _SLICE // 2
        if not is_over:
            raise FileUnreadable(self._path, "damaged")

    def _workbooks(self, sheet: str, head: bytes, rows: bytes) -> Iterator[io.BytesIO]:
        """One workbook of these rows, or several where all their cells or texts would be too large together."""
        if not _ROW.search(rows):
            return
        taken = None if _box(rows) > MOST_CELLS else (rows, b"")
        if taken and self._strings is not None:
            taken = self._strings.for_rows(rows)
        if taken is None:
            middle = _end_of_rows(rows[: len(rows) // 2]) or _end_of_first_row(rows)
            if not 0 < middle < len(rows) or not _ROW.search(rows[middle:]):
                raise FileUnreadable(self._path, "too-large")
            yield from self._workbooks(sheet, head, rows[:middle])
            yield from self._workbooks(sheet, head, rows[middle:])
            return
        rows, strings = taken
        prefix = re.sub(rb".*<(\w+:)?sheetData\b.*", rb"\1", head, flags=re.DOTALL)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, content in self._kept.items():
                archive.writestr(name, content)
            if self._strings is not None:
                archive.writestr(self._strings.name, strings)
            with archive.open(self._sheets[sheet].filename, "w") as part:
                part.write(head)
                part.write(rows)
                part.write(b"</%bsheetData></%bworksheet>" % (prefix, prefix))
        made.seek(0)
        yield made

    def _built(self) -> tuple[dict[str, zipfile.ZipInfo], dict[str, bytes]]:
        """The sheets by name, and the parts that every slice needs."""
        kept: dict[str, bytes] = {}
        for name in ("[Content_Types].xml", "_rels/.rels"):
            kept[name] = self._small(name)
        workbook = next(
            (target for kind, _, target in _relations(kept["_rels/.rels"], "") if kind == "officeDocument"), ""
        )
        if not workbook.endswith(".xml"):  # .xlsb, .ods and whatever else is a ZIP
            raise FileUnreadable(self._path, "not-xlsx")
        relations_name = posixpath.join(posixpath.dirname(workbook), "_rels", posixpath.basename(workbook) + ".rels")
        kept[workbook], kept[relations_name] = self._small(workbook), self._small(relations_name)
        relations = list(_relations(kept[relations_name], posixpath.dirname(workbook)))
        for kind, _, target in relations:
            part = self._parts.get(target.casefold())
            if part is not None and kind == "styles":
                kept[part.filename] = unpacked_whole(self._archive, part, self._path, largest=_LARGEST_PART)
            elif part is not None and kind == "sharedStrings":
                self._strings = SharedStrings(self._archive, part, self._path)
        targets = {id_: target for kind, id_, target in relations if kind == "worksheet"}
        sheets: dict[str, zipfile.ZipInfo] = {}
        for element in _xml(kept[workbook]).iter():
            if element.tag.rpartition("}")[2] == "sheet":
                id_ = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
                sheet_part = self._parts.get(targets.get(id_, "").casefold())
                if sheet_part is not None:
                    sheets[element.get("name", "")] = sheet_part
        if not sheets:
            raise FileUnreadable(self._path, "empty")
        return sheets, kept

    def _small(self, name: str) -> bytes:
        part = self._parts.get(name.casefold())
        if part is None:
            raise FileUnreadable(self._path, "not-xlsx")
        content = unpacked_whole(self._archive, part, self._path, largest=_LARGEST_PART)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise FileUnreadable(self._path, "damaged")
        try:
            if name != "[Content_Types].xml":
                _xml(content)
        except ElementTree.ParseError as error:
            raise FileUnreadable(self._path, "damaged") from error
        return content


def _refuse_old(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8)
        if head == _OLD:
            inside = file.read(_LARGEST_PART)
            encrypted = "EncryptedPackage".encode("utf-16-le") in inside
            raise FileUnreadable(path, "encrypted" if encrypted else "not-xlsx")
    if not head.startswith(b"PK"):
        raise FileUnreadable(path, "not-xlsx")


def _xml(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314 - small, and without a document type


def _relations(content: bytes, folder: str) -> Iterator[tuple[str, str, str]]:
    """Kind, id and target of each relation; targets as names in the archive."""
    for element in _xml(content):
        target = element.get("Target", "")
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield element.get("Type", "").rpartition("/")[2], element.get("Id", ""), target


def _end_of_data(rest: bytes | bytearray, added: int) -> re.Match[bytes] | None:
    """Where the rows end, if that is in what was ``added`` to ``rest``."""
    since = max(0, len(rest) - added - 100)
    return _DATA_END.search(rest, since) if rest.find(b"sheetData", since) >= 0 else None


def _end_of_rows(text: bytes | bytearray) -> int:
    """Where the last whole row ends; 0 where none does."""
    for start in (max(0, len(text) - (1 << 16)), 0):
        ends = [found.end() for found in _ROW_END.finditer(text, start)]
        if ends:
            return ends[-1]
    return 0


def _end_of_first_row(text: bytes) -> int:
    found = _ROW_END.search(text)
    return found.end() if found else 0


def _box(rows: bytes) -> int:
    """How many cells lie between the first and the last one, at most."""
    cells = rows.count(b"<c")
    letters, numbers = _PLAIN_LETTERS.findall(rows), _PLAIN_NUMBERS.findall(rows)
    if not (are_plain := len(letters) == len(numbers) == cells):
        letters, numbers = _LETTERS.findall(rows), _NUMBERS.findall(rows)
    widest = max(map(_column, set(letters)), default=1)
    places = list(map(int, set(numbers))) or [1]
    first, last = min(places), max(places)
    if not are_plain and cells != rows.count(b'<c r="'):  # perhaps cells without an address: they follow the one before
        widest += max(len(_CELL.findall(row)) for row in _ROW.split(rows)) - 1
        last += len(_ROW.findall(rows)) - 1
    return widest * (last - first + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number
