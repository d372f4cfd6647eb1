"""A spreadsheet as other readers find it: every cell is text, none is a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from leaddesk.domain.errors import CannotWrite, DiskFull
from leaddesk.domain.records import Value
from leaddesk.files.xlsx_writing import LONGEST_CELL, CutCells, write_sheet, write_xlsx
from tests.fakes.small_disk import small_disk


def written(header: Sequence[str], rows: Sequence[Sequence[Value]], cut: CutCells | None = None) -> io.BytesIO:
    file = io.BytesIO()
    write_sheet(file, header, rows, cut=cut)
    file.seek(0)
    return file


def read(file: io.BytesIO) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python(skip_empty_area=False)


NO_XML = {*map(chr, range(0xD800, 0xE000)), "\ufffe", "\uffff"}
"""Half characters cannot be written; the last two are escaped, and calamine does not take that back."""
TEXT = st.text(st.characters(exclude_characters=NO_XML), max_size=40)


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=6))
@example([["=1+1", "+49 30 901820"], ["00123", "_x0041_"], ["a\0b\x01", "  pad  "], ["x\r\ny", "\t"]])
@example([["https://example.test", "mailto:a@example.test"], ["{=1}", "@SUM(A1)"], ["1e5", "TRUE"]])
def test_any_text_survives(rows: list[list[str]]) -> None:
    found = read(written(["a", "b"], rows))
    assert found[0] == ["a", "b"]
    padded = [[*row, "", ""][:2] for row in found[1:]] + [["", ""]] * (len(rows) + 1 - len(found))
    assert padded == rows


def test_nothing_is_live() -> None:
    cells = ["=1+1", "+1", "-1", "@x", "00123", "https://example.test", "\t=1", "2026-11-21", "TRUE", "5"]
    sheet = load_workbook(written(["a"], [[cell] for cell in cells])).active
    assert sheet is not None
    found = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in found] == cells
    assert {cell.data_type for cell in found} <= {"s", "inlineStr"}
    assert not any(cell.hyperlink for cell in found)


def test_the_header_is_bold_stays_in_view_and_filters() -> None:
    sheet = load_workbook(written(["a", "b"], [["1", "2"], ["3", None]])).active
    assert sheet is not None
    assert all(cell.font.b for cell in next(sheet.iter_rows(max_row=1)))
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet["B3"].value is None


def test_a_table_without_rows_has_its_header() -> None:
    assert read(written(["a", "b"], []))[0] == ["a", "b"]


def test_numbers_and_half_characters_are_text_too() -> None:
    assert read(written(["a", "b", "c"], [[5, 1.5, "x\ud800"]]))[1] == ["5", "1.5", "x\ufffd"]


def test_a_cell_is_cut_where_a_cell_ends() -> None:
    cut = CutCells()
    rows = [["x" * 40_000, "y" * LONGEST_CELL], ["😀" * 20_000, "z"]]
    found = read(written(["a", "b"], rows, cut))
    assert found[1] == ["x" * LONGEST_CELL, "y" * LONGEST_CELL]
    assert found[2] == ["😀" * (LONGEST_CELL // 2), "z"]
    assert cut.count == 2


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="name"):
        written(["a", "a"], [])


def test_a_file_appears_whole(tmp_path: Path) -> None:
    path, told = tmp_path / "people.xlsx", list[int]()
    assert write_xlsx(path, ["n"], [[(number,) for number in range(250)]], progress=told.append) == 250
    assert len(read(io.BytesIO(path.read_bytes()))) == 251
    assert told == sorted(told)
    assert told[-1] == 250
    assert [other.name for other in tmp_path.iterdir()] == ["people.xlsx"]


def test_a_cancel_and_a_mistake_leave_nothing(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(b"precious")
    assert write_xlsx(path, ["n"], [[("x",)] * 500], cancelled=lambda: True) is None

    def broken() -> Iterator[Sequence[Sequence[Value]]]:
        yield [("x",)] * 500
        raise KeyError("ours")

    with pytest.raises(KeyError):
        write_xlsx(path, ["n"], broken())
    assert {other.name: other.read_bytes() for other in tmp_path.iterdir()} == {"people.xlsx": b"precious"}


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        write_xlsx(tmp_path / "gone" / "people.xlsx", ["n"], [])


def test_a_full_folder_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_disk(tmp_path / "small", 100) as folder:
        monkeypatch.setenv("TMPDIR", str(folder))
        with pytest.raises(DiskFull):
            write_xlsx(tmp_path / "people.xlsx", ["n"], [[(f"somebody {number}",) for number in range(20_000)]])
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


def test_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 8) as folder:
        with pytest.raises(DiskFull):
            write_xlsx(folder / "people.xlsx", ["n"], [[(f"somebody {number}",) for number in range(20_000)]])
        assert list(folder.iterdir()) == []
