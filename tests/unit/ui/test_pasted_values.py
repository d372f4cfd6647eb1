"""Values out of pasted text: what a spreadsheet, a list or a web page puts on the clipboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.ui.widgets.pasted_values import pasted_values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        (" \r\n\t ", []),
        ("Boston", ["Boston"]),
        ("Boston\nAustin", ["Boston", "Austin"]),
        ("Boston\r\nAustin\r\n", ["Boston", "Austin"]),
        ("Boston\rAustin", ["Boston", "Austin"]),
        ("Boston\tAustin\tDenver", ["Boston", "Austin", "Denver"]),
        ("Boston\u2028Austin\u2029Denver\vUtica\fErie", ["Boston", "Austin", "Denver", "Utica", "Erie"]),
        ("Erie\x85Waco", ["Erie", "Waco"]),
        ("\n\nBoston\n\n\nAustin", ["Boston", "Austin"]),
        ("Boston\nboston\nBoston", ["Boston", "boston"]),
        ("0111\n02139\n007", ["0111", "02139", "007"]),
        ("Paris, France\nRome, Italy", ["Paris, France", "Rome, Italy"]),
        ('"Boston"\n"Austin"', ["Boston", "Austin"]),
        ('"say ""hi"""\nx', ['say "hi"', "x"]),
        ('"two\nlines"\nx', ["two lines", "x"]),
        ('"two\r\nlines"\r\nx', ["two lines", "x"]),
        ('"a\tb"\tc', ["a b", "c"]),
        (' "Boston" \tAustin', ["Boston", "Austin"]),
        ('"A" or "B"\nC', ['"A" or "B"', "C"]),
        ('"half\nwhole', ['"half', "whole"]),
        ('5" pipe\n6" pipe', ['5" pipe', '6" pipe']),
        ('""\nx', ["x"]),
        ('"""', ['"""']),
        ("\ufeffBoston\nAustin", ["Boston", "Austin"]),
        ("Bos\0ton\nAustin", ["Boston", "Austin"]),
        ("שלום\n👩‍👩‍👧\n東京", ["שלום", "👩‍👩‍👧", "東京"]),
        ("a\ud800b\nc", ["a\ufffdb", "c"]),
    ],
)
def test_cells_become_values(text: str, values: list[str]) -> None:
    assert pasted_values(text) == values


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    values = pasted_values(text)
    assert len(set(values)) == len(values)
    assert all(value == value.strip() and value and "\n" not in value and "\t" not in value for value in values)


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Zs", "Cf"]), min_size=1)


def _as_copied(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if '"' in cell else cell


@given(st.lists(cells, min_size=1, unique=True), st.sampled_from(["\r\n", "\n", "\t"]))
def test_what_a_spreadsheet_copies_arrives_whole(column: list[str], between: str) -> None:
    assert pasted_values(between.join(_as_copied(cell) for cell in column)) == column


def test_a_large_column_of_open_quotes_is_read_in_one_go() -> None:
    """Looking for the other end of each quote must not read the rest of the text again and again."""
    assert len(pasted_values("\n".join(f'"{number}' for number in range(20_001)))) > 0
    assert pasted_values('"' * 100_001) == ['"' * 100_001]
