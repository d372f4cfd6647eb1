"""CSV of all kinds: what was written is read, and what is broken takes nothing else with it."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leaddesk.domain.imports import Reject
from leaddesk.files import csv_reading
from leaddesk.files.csv_reading import read_csv
from leaddesk.files.file_rows import LARGEST_CELL, BadRow, Rows

BOM = b"\xef\xbb\xbf"


def read(content: bytes | str, encoding: str = "utf-8", delimiter: str = ",") -> list[Rows | BadRow]:
    raw = content if isinstance(content, bytes) else content.encode(encoding)
    return list(read_csv(io.BytesIO(raw), encoding, delimiter))


def rows_of(content: bytes | str, encoding: str = "utf-8", delimiter: str = ",") -> list[list[str]]:
    found = read(content, encoding, delimiter)
    assert not [one for one in found if isinstance(one, BadRow)]
    return [row for block in found if isinstance(block, Rows) for row in block.rows]


def numbered(content: str) -> tuple[list[tuple[int, list[str]]], list[tuple[int, int, Reject]]]:
    """Good rows with their numbers; bad ones with number, line and reason."""
    good: list[tuple[int, list[str]]] = []
    bad: list[tuple[int, int, Reject]] = []
    for one in read(content):
        if isinstance(one, BadRow):
            bad.append((one.number, one.line, one.reject))
        else:
            good += enumerate(one.rows, start=one.first)
    return good, bad


SPECTRUM = {
    "comma_in_quotes": (
        'first,last,address,city,zip\nJohn,Doe,120 any st.,"Anytown, WW",08123\n',
        [["first", "last", "address", "city", "zip"], ["John", "Doe", "120 any st.", "Anytown, WW", "08123"]],
    ),
    "empty": ('a,b,c\n1,"",""\n2,3,4\n', [["a", "b", "c"], ["1", "", ""], ["2", "3", "4"]]),
    "empty_crlf": ('a,b,c\r\n1,"",""\r\n2,3,4\r\n', [["a", "b", "c"], ["1", "", ""], ["2", "3", "4"]]),
    "escaped_quotes": ('a,b\n1,"ha ""ha"" ha"\n3,4\n', [["a", "b"], ["1", 'ha "ha" ha'], ["3", "4"]]),
    "json": (
        'key,val\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n',
        [["key", "val"], ["1", '{"type": "Point", "coordinates": [102.0, 0.5]}']],
    ),
    "location_coordinates": (
        'Contact Phone Number,Location Coordinates\n0123456789,"37°36\'37.8""N 121°2\'17.9""E"\n',
        [["Contact Phone Number", "Location Coordinates"], ["0123456789", "37°36'37.8\"N 121°2'17.9\"E"]],
    ),
    "newlines": (
        'a,b,c\n1,2,3\n"Once upon \na time",5,6\n7,8,9\n',
        [["a", "b", "c"], ["1", "2", "3"], ["Once upon \na time", "5", "6"], ["7", "8", "9"]],
    ),
    "newlines_crlf": (
        'a,b,c\r\n1,2,3\r\n"Once upon \r\na time",5,6\r\n7,8,9\r\n',
        [["a", "b", "c"], ["1", "2", "3"], ["Once upon \r\na time", "5", "6"], ["7", "8", "9"]],
    ),
    "quotes_and_newlines": (
        'a,b\n1,"ha \n""ha"" \nha"\n3,4\n',
        [["a", "b"], ["1", 'ha \n"ha" \nha'], ["3", "4"]],
    ),
    "simple": ("a,b,c\n1,2,3\n", [["a", "b", "c"], ["1", "2", "3"]]),
    "simple_crlf": ("a,b,c\r\n1,2,3\r\n", [["a", "b", "c"], ["1", "2", "3"]]),
    "utf8": ("a,b,c\n1,2,3\n4,5,ʤ\n", [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "ʤ"]]),
}
"""The cases of csv-spectrum (https://github.com/max-mapper/csv-spectrum), written anew from what they are about."""


@pytest.mark.parametrize("case", SPECTRUM)
def test_the_cases_of_csv_spectrum(case: str) -> None:
    written, expected = SPECTRUM[case]
    assert rows_of(written) == expected


@pytest.fixture(params=[None, 7])
def _in_small_blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is, and with blocks that cut through everything."""
    if request.param:
        monkeypatch.setattr(csv_reading, "_BLOCK", request.param)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
)
FORMS = st.tuples(
    st.sampled_from(",;\t|"), st.sampled_from(["\r\n", "\n", "\r"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
)


@given(
    table=TABLES,
    form=FORMS,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    block=st.sampled_from([1 << 18, 64, 9]),
)
def test_what_python_wrote_is_read(
    table: list[list[str]], form: tuple[str, str, Literal[0, 1]], encoding: str, block: int
) -> None:
    delimiter, ending, quoting = form
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(table)
    text = written.getvalue()
    # Python 3.11 leaves a CR bare where lines end with LF, and the other way round.
    is_bare = quoting == csv.QUOTE_MINIMAL and any((set("\r\n") - set(ending)) & set(c) for row in table for c in row)
    assume(not is_bare)
    assume(not text.startswith("\ufeff"))
    assume(not csv_reading.SEPARATOR_LINE.match(text))
    before = csv_reading._BLOCK
    csv_reading._BLOCK = block
    try:
        assert rows_of(text, encoding, delimiter) == table
    finally:
        csv_reading._BLOCK = before


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252"]))
def test_no_bytes_break_the_reader(content: bytes, encoding: str) -> None:
    number = 1
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16" else b""
    for one in read_csv(io.BytesIO(mark + content), encoding, ","):
        assert (one.first if isinstance(one, Rows) else one.number) == number
        number += len(one.rows) if isinstance(one, Rows) else 1


@pytest.mark.usefixtures("_in_small_blocks")
def test_a_quote_that_is_never_closed_costs_its_own_row_alone() -> None:
    good, bad = numbered('a,b\n1,"x\n2,y\n3,"q",z\n4,5\n')
    assert good == [(1, ["a", "b"]), (3, ["2", "y"]), (4, ["3", "q", "z"]), (5, ["4", "5"])]
    assert bad == [(2, 2, Reject.UNREADABLE)]


@pytest.mark.usefixtures("_in_small_blocks")
def test_an_unclosed_quote_in_the_last_row() -> None:
    good, bad = numbered('a,b\n1,2\n3,"x')
    assert good == [(1, ["a", "b"]), (2, ["1", "2"])]
    assert bad == [(3, 3, Reject.UNREADABLE)]


def test_words_behind_a_closing_quote_are_told_with_their_line() -> None:
    (_, bad, after) = read('a,b\n"two\nlines",1\n"Bo "B" Ng",2\n3,4\n')
    assert isinstance(bad, BadRow)
    assert (bad.number, bad.line, bad.cells) == (3, 4, ['"Bo "B" Ng"', "2"])
    assert isinstance(after, Rows)
    assert (after.first, after.rows) == (4, [["3", "4"]])


def test_many_broken_rows_are_read_in_a_time_that_does_not_grow_with_them() -> None:
    good, bad = numbered("a,b\n" + '1,"x\n' * 3000 + "2,y\n" * 3000)
    assert len(good) + len(bad) >= 3000


def test_a_quote_that_is_never_closed_in_a_large_file() -> None:
    good, bad = numbered('a,b\n1,"x\n' + "2,y\n" * 400_000)
    assert len(good) == 400_001
    assert bad == [(2, 2, Reject.UNREADABLE)]


def test_bytes_that_the_encoding_does_not_have() -> None:
    head, bad, rest = read(b"a,b\n1,\xff\n2,3\n")
    assert isinstance(head, Rows)
    assert isinstance(bad, BadRow)
    assert isinstance(rest, Rows)
    assert (bad.reject, bad.line, bad.cells) == (Reject.UNREADABLE, 2, ["1", "\ufffd"])
    assert rest.rows == [["2", "3"]]


def test_windows_1252_has_bytes_for_all_but_five() -> None:
    assert rows_of("Jürgen;1 €\n".encode("cp1252"), "cp1252", ";") == [["Jürgen", "1 €"]]
    (bad,) = read(b"a,\x81\n", "cp1252")
    assert isinstance(bad, BadRow)


def test_a_cell_of_1_mib_is_taken_and_a_larger_one_is_told() -> None:
    large = "x" * LARGEST_CELL
    assert rows_of(f"a,b\n1,{large}\n") == [["a", "b"], ["1", large]]
    assert rows_of(f'a,b\n1,"{large}"\n3,4') == [["a", "b"], ["1", large], ["3", "4"]]
    for cell in (f"{large}y", f'"{large}y"', '"' + "line\n" * (LARGEST_CELL // 4) + '"'):
        good, bad = numbered(f"a,b\n1,{cell}\n3,4\n")
        assert good == [(1, ["a", "b"]), (3, ["3", "4"])]
        assert bad == [(2, 2, Reject.TOO_LARGE)]


def test_a_line_without_end_is_no_row_and_stays_out_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reading, "_LONGEST_LINE", 1 << 20)
    good, bad = numbered("a,b\n" + "x," * (1 << 21) + "\n3,4\n")
    assert good == [(1, ["a", "b"]), (3, ["3", "4"])]
    assert bad == [(2, 2, Reject.UNREADABLE)]


def test_a_row_of_too_many_lines_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reading, "_MOST_LINES", 1000)
    monkeypatch.setattr(csv_reading, "_BLOCK", 1000)
    good, bad = numbered("a,b\n" + '"' + "x\n" * 900 + '",1\n3,4\n')
    assert [row for _, row in good] == [["a", "b"], ["x\n" * 900, "1"], ["3", "4"]]
    assert not bad
    good, bad = numbered("a,b\n" + '"' + "x\n" * 2000 + '",1\n3,4\n')
    assert bad[0] == (2, 2, Reject.UNREADABLE)


@pytest.mark.usefixtures("_in_small_blocks")
def test_delimiters_in_quotes_make_no_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reading, "MOST_CELLS", 4)
    monkeypatch.setattr(csv_reading, "_BLOCK", 4)
    rows = [
        ["a", "b"],
        ['{"x": [1,2,3,4,5,6],\n"y": "7,8",\n}', '5" pipe, 6", 7,,,,,,'],
        ["1", "2", "3", '"'],
        ["", "4"],
    ]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    assert rows_of(out.getvalue()) == rows
    good, bad = numbered('a,b\n1,"x\n",3,4,5\n6,7" x,",",9\n1,2\n')
    assert [row for _, row in good] == [["a", "b"], ["6", '7" x', ",", "9"], ["1", "2"]]
    assert bad == [(2, 2, Reject.TOO_LARGE)]


def test_a_nul_becomes_what_later_readers_would_make_of_it() -> None:
    assert rows_of("a\0b,c\n") == [["a\ufffdb", "c"]]


def test_empty_lines_marks_and_the_separator_line_are_no_rows() -> None:
    assert rows_of(BOM + b"\r\na,b\r\n\r\n\r\n1,2\r\n\r\n") == [["a", "b"], ["1", "2"]]
    assert rows_of("sep=;\r\na;b\r\n", delimiter=";") == [["a", "b"]]
    assert rows_of('"sep=;"\na;b\n', delimiter=";") == [["a", "b"]]
    assert rows_of("") == []
    assert rows_of("\n\n") == []


def test_many_columns() -> None:
    wide = [str(number) for number in range(10_000)]
    assert rows_of(",".join(wide) + "\n" + ",".join(wide)) == [wide, wide]


def test_how_far_it_is_told_in_bytes() -> None:
    content = b"a,b\n" * 200_000
    blocks = [one for one in read(content) if isinstance(one, Rows)]
    assert [block.done for block in blocks] == sorted(block.done for block in blocks)
    assert blocks[-1].done == len(content)
    assert len(blocks) > 2
