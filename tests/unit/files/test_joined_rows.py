"""Rows that are not taken apart are those that ``csv`` finds."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.imports import Reject
from leaddesk.files.csv_reading import read_csv
from leaddesk.files.file_rows import BadRow, Rows
from leaddesk.files.joined_rows import JoinedRows, joined_rows

CELL = st.text(st.sampled_from('ab é😀,;"\n\r\t\x1e\x1d\0'), max_size=4)
TABLE = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1))


def by_csv(text: str, delimiter: str) -> list[list[str]] | None:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


@given(TABLE, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_they_are_what_was_written(table: list[list[str]], delimiter: str, end: str, quoted: bool) -> None:
    file = io.StringIO(newline="")
    dialect = csv.unix_dialect if quoted else csv.excel  # the first one quotes every cell
    csv.writer(file, dialect, delimiter=delimiter, lineterminator=end).writerows(table)
    found = joined_rows(file.getvalue(), delimiter)
    is_plain = not any(odd in cell for row in table for cell in row for odd in "\r\x1e\x1d\0")
    if is_plain and len(table[0]) > 1:
        assert found is not None
    if found is not None:
        table = by_csv(file.getvalue(), delimiter) or []  # a CR that stands alone is not always written between quotes
        assert list(found) == table
        assert (len(found), found.width, found[:1], found[-1]) == (len(table), len(table[0]), table[:1], table[-1])


@given(st.text(st.sampled_from('aé,"\n\r ;\x1f'), max_size=30), st.sampled_from(",;"))
def test_nothing_is_seen_in_any_text_that_csv_does_not_see(text: str, delimiter: str) -> None:
    found = joined_rows(text, delimiter)
    assert found is None or list(found) == by_csv(text, delimiter)


@pytest.mark.parametrize(
    "text", ["a,b", 'a,"b\n', "a,b\nc\n", "a\nb\n", "a,b\n\nc,d\n", 'a,"b"c\n', 'a,b"c"\n', "a,b\rc,d\n", ""]
)
def test_what_is_not_plain_is_left_to_csv(text: str) -> None:
    assert joined_rows(text, ",") is None


def test_they_stand_between_rows_that_csv_took_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaddesk.files.csv_reading._BLOCK", 40)
    lines = [f'{number},"x, ""y""\r\nz",é\r\n' for number in range(30)]
    lines[11] = 'odd,"never closed,x\r\n'
    raw = "".join(lines).encode()
    plain, joined = ([*read_csv(io.BytesIO(raw), "utf-8", ",", joined=joined)] for joined in (False, True))
    assert any(isinstance(one, BadRow) and (one.reject, one.line) == (Reject.UNREADABLE, 23) for one in joined)
    assert any(not isinstance(one, BadRow) and isinstance(one.rows, JoinedRows) for one in joined)
    assert not isinstance(joined[0], BadRow)
    assert isinstance(joined[0].rows, list)
    assert told(joined) == told(plain)


def told(blocks: list[Rows | BadRow]) -> list[object]:
    found: list[object] = []
    for one in blocks:
        if isinstance(one, BadRow):
            found.append(one)
        else:
            found += [(number, row) for number, row in enumerate(one.rows, one.first)]
    return found
