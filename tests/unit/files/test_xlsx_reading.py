"""Spreadsheets written by other programs' libraries: what their cells say, and what no file may do."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has no types

from leaddesk.domain.errors import FileUnreadable
from leaddesk.domain.imports import FileKind, FileShape, Reject
from leaddesk.files import xlsx_parts, xlsx_strings, zip_limits
from leaddesk.files.file_rows import BadRow, Rows
from leaddesk.files.lead_files import look_into, open_lead_file

_SHEET = "xl/worksheets/sheet1.xml"


def saved(path: Path, *rows: list[Any], more: Callable[[openpyxl.Workbook], object] = lambda _: None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    more(book)
    book.save(path)
    return path


def all_rows(path: Path, sheet: str = "") -> list[list[str]]:
    shape = FileShape(FileKind.XLSX, has_header=False, sheet=sheet)
    with open_lead_file(path, shape) as file:
        blocks = list(file.rows)
    assert not [block for block in blocks if isinstance(block, BadRow)]
    return [row for block in blocks if isinstance(block, Rows) for row in block.rows]


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same archive with other parts; None leaves one out."""
    other = path.with_name("rewritten.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = change(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
    return other


def with_rows(path: Path, rows: bytes) -> Path:
    data = b"<sheetData>" + rows + b"</sheetData>"

    def change(name: str, content: bytes) -> bytes:
        if name != _SHEET:
            return content
        head, _, tail = content.partition(b"<sheetData>")
        return head + data + tail.partition(b"</sheetData>")[2]

    return rewritten(path, change)


def refused(path: Path) -> str:
    with pytest.raises(FileUnreadable) as told:
        look_into(path)
    return told.value.reason


def test_cells_as_text(tmp_path: Path) -> None:
    day = datetime.datetime(2026, 11, 21)  # noqa: DTZ001 - a spreadsheet knows no time zones
    row = [1, 2.0, 2.5, 0.1 + 0.2, 4930123456789, True, False, day, day.replace(hour=9, minute=5), "00420", None, "ü"]
    (read,) = all_rows(saved(tmp_path / "a.xlsx", row))
    expected = ["1", "2", "2.5", "0.3", "4930123456789", "TRUE", "FALSE", "2026-11-21", "2026-11-21 09:05:00"]
    assert read == [*expected, "00420", "", "ü"]


def test_formulas_are_never_run_and_errors_are_empty(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", ["x"])
    rows = (
        b'<row r="1"><c r="A1"><f>1+1</f><v>7</v></c><c r="B1" t="e"><f>NA()</f><v>#N/A</v></c>'
        b'<c r="C1" t="str"><f>HYPERLINK("x")</f><v>kept</v></c><c r="D1"><f>2+2</f></c>'
        b'<c r="E1" t="inlineStr"><is><t>=1+1</t></is></c></row>'
    )
    (read,) = all_rows(with_rows(path, rows))
    assert read == ["7", "", "kept", "", "=1+1"]


def test_sheets_can_be_chosen_and_the_first_with_rows_is_taken(tmp_path: Path) -> None:
    def more(book: openpyxl.Workbook) -> None:
        book.create_sheet("People & co").append(["Name", "E-mail"])
        book["People & co"].append(["Bo", "b@a.example"])
        book.create_sheet("Others").append(["X"])

    path = saved(tmp_path / "a.xlsx", more=more)
    peek = look_into(path)
    assert peek.sheets == ("Sheet", "People & co", "Others")
    assert peek.shape == FileShape(FileKind.XLSX, sheet="People & co")
    assert (peek.header, peek.rows) == (("Name", "E-mail"), (("Bo", "b@a.example"),))
    assert look_into(path, FileShape(FileKind.XLSX, has_header=False, sheet="Others")).rows == (("X",),)


def test_empty_rows_and_columns_before_the_table(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", [], [None, "Name", "E-mail"], [], [None, "Bo", "b@a.example"], [None, None, None])
    assert all_rows(path) == [["", "Name", "E-mail"], ["", "Bo", "b@a.example"]]
    assert look_into(path).header == ("Column 1", "Name", "E-mail")


def test_line_breaks_escapes_and_what_xml_cannot_say(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", ["x"])
    text = b"two\nlines _x000D_ _x0000_ _xD83D__xDE00_ _xD800_ &amp;lt;"
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">' + text + b"</t></is></c></row>"
    assert all_rows(with_rows(path, rows)) == [["two\nlines \r \ufffd 😀 \ufffd &lt;"]]


def test_rows_are_the_same_however_they_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = [[f"n{row}", row, None if row % 3 else "x", f"e{row}@a.example"] for row in range(3000)]
    path = saved(tmp_path / "a.xlsx", *table)
    whole = all_rows(path)
    assert len(whole) == 3000
    monkeypatch.setattr(xlsx_parts, "_FIRST_SLICE", 3000)
    monkeypatch.setattr(xlsx_parts, "_SLICE", 20_000)
    monkeypatch.setattr(xlsx_parts, "MOST_CELLS", 40)
    assert all_rows(path) == whole


def test_a_cell_far_away_takes_no_memory(tmp_path: Path) -> None:
    def more(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["XFD1048576"] = "far"

    rows = all_rows(saved(tmp_path / "a.xlsx", *[[f"n{row}", "x"] for row in range(500)], more=more))
    assert len(rows) == 501
    assert rows[-1][-1] == "far"


def test_cells_that_lie_about_their_place_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", ["x"])
    for far in (b"XFD1048576", b"xfd1048576"):
        rows = b'<row r="1"><c r="A1"><v>1</v></c><c r="' + far + b'"><v>2</v></c></row>'
        assert refused(with_rows(path, rows)) == "too-large"


def test_cells_without_an_address(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", ["x"])
    rows = b"<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert all_rows(with_rows(path, rows))[0] == ["1", "2"]


def test_a_cell_over_1_mib_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", ["x"])
    large = b'<row r="2"><c r="A2" t="inlineStr"><is><t>' + b"x" * (1 << 20) + b"y</t></is></c></row>"
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row>' + large + b'<row r="3"><c r="A3"><v>3</v></c></row>'
    with open_lead_file(with_rows(path, rows), FileShape(FileKind.XLSX, has_header=False)) as file:
        one, bad, other = list(file.rows)
    assert isinstance(one, Rows)
    assert isinstance(bad, BadRow)
    assert isinstance(other, Rows)
    assert (one.rows, other.rows, other.first) == ([["1"]], [["3"]], 3)
    assert (bad.number, bad.line, bad.reject) == (2, 2, Reject.TOO_LARGE)


def test_what_is_a_zip_but_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    assert refused(path) == "not-xlsx"


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    """It could name entities that unfold without end ("billion laughs")."""
    path = saved(tmp_path / "a.xlsx", ["x"])

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return content
        head, _, tail = content.partition(b"<workbook")
        return head + b'<!DOCTYPE a [<!ENTITY b "c">]><workbook' + tail

    assert refused(rewritten(path, change)) == "damaged"


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"])
def test_a_part_is_missing(tmp_path: Path, missing: str) -> None:
    path = saved(tmp_path / "a.xlsx", ["x"])
    assert refused(rewritten(path, lambda name, content: None if name == missing else content)) == "not-xlsx"


def test_a_sheet_that_is_cut_off_or_broken(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", ["Name"], ["Bo"])
    cut = rewritten(path, lambda name, content: content[: len(content) // 2] if name == _SHEET else content)
    assert refused(cut) == "damaged"
    assert refused(with_rows(path, b'<row r="1"><c r="A1"><v>1</c></row>')) == "damaged"


def test_bits_that_were_turned_are_noticed(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", *[[f"n{row}", "x"] for row in range(500)])
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(_SHEET).header_offset + 400
    raw[at : at + 8] = b"\xff" * 8
    path.write_bytes(raw)
    assert refused(path) == "damaged"


def test_an_encrypted_part(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", ["x"])
    raw = path.read_bytes()
    at = raw.index(b"PK\x01\x02") + 8
    path.write_bytes(raw[:at] + bytes([raw[at] | 1]) + raw[at + 1 :])
    assert refused(path) == "encrypted"


def test_bombs(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", ["x"])
    spaces = b" " * (80 << 20)
    assert refused(rewritten(path, lambda name, content: spaces if name == "xl/styles.xml" else content)) == "too-large"
    many = tmp_path / "many.xlsx"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(10_001):
            archive.writestr(str(number), b"")
    assert refused(many) == "too-large"


def test_an_archive_that_lies_about_a_size(tmp_path: Path) -> None:
    """Its directory says 100 bytes of what unfolds to a megabyte."""
    path = saved(tmp_path / "a.xlsx", ["x"])
    path = rewritten(path, lambda name, content: b" " * (1 << 20) if name == "xl/styles.xml" else content)
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/styles.xml")
        size = part.file_size.to_bytes(4, "little")
    name = b"xl/styles.xml"
    at = raw.index(name, raw.index(b"PK\x01\x02")) - 46 + 24
    assert raw[at : at + 4] == size
    raw[at : at + 4] = (100).to_bytes(4, "little")
    path.write_bytes(raw)
    assert refused(path) in {"too-large", "damaged"}


def test_a_line_of_rows_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_parts, "_LARGEST_ROW", 100_000)
    monkeypatch.setattr(xlsx_parts, "_FIRST_SLICE", 100_000)
    path = saved(tmp_path / "a.xlsx", ["x"])
    rows = b'<row r="1">' + b"".join(b'<c r="A1"><v>%d</v></c>' % number for number in range(100_000)) + b"</row>"
    assert refused(with_rows(path, rows)) == "too-large"


def test_shared_strings_are_the_same_wherever_the_rows_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written as other programs write them: each text once, in a part of its own."""
    path = tmp_path / "a.xlsx"
    table = [[f"n{row}", f"e{row}@a.example", "<same & same>", f"two\nlines {row % 7}"] for row in range(4000)]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
    monkeypatch.setattr(zip_limits, "_BLOCK", 5000)
    for first, more in ((1 << 20, 1 << 20), (3000, 20_000)):
        monkeypatch.setattr(xlsx_parts, "_FIRST_SLICE", first)
        monkeypatch.setattr(xlsx_parts, "_SLICE", more)
        assert all_rows(path) == table


@pytest.mark.parametrize("is_small", [True, False])
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (b'<c r="A1" t = "s"><v>1</v></c><c r="B1" t="s"/><c r="C1" t="s"><v></v></c>', ["one"]),
        (b"""<c r="A1" t="s"><f>X</f><v>1</v></c><c r="B1" s="1" t='s'><v> 0 </v></c>""", ["one", "zero"]),
        (b'<c r="A1" t="str"><v>"s" \'s\'</v></c><c r="B1" t="s"><v>1</v></c>', ["\"s\" 's'", "one"]),
        (b'<x:c r="A1" t="s"><x:v>1</x:v></x:c>', ["one"]),
    ],
)
def test_cells_with_shared_strings_as_others_write_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: bytes, expected: list[str], *, is_small: bool
) -> None:
    monkeypatch.setattr(xlsx_strings, "SMALL", 1 << 20 if is_small else 0)
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["zero", "one"])
    assert all_rows(with_rows(path, b'<row r="1">' + cells + b"</row>")) == [expected]


@pytest.mark.parametrize("strings", [b"<si/><si ><t>b</t></si >", b"<x:si><x:t></x:t></x:si><si><t>b</t></si\n>"])
def test_strings_as_others_write_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strings: bytes) -> None:
    monkeypatch.setattr(xlsx_strings, "SMALL", 0)
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["x", "y"])

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return content
        return content[: content.index(b"<si>")] + strings + b"</sst>"

    assert [row[-1] for row in all_rows(rewritten(path, change))] == ["b"]


def test_a_string_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_strings, "SMALL", 0)
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_string(0, 0, "x")
    assert refused(with_rows(path, b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>')) == "damaged"
