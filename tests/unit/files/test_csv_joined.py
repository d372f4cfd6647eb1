"""Joined columns give the same bytes as single cells, whatever stands in them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leaddesk.domain.exports import CsvKind
from leaddesk.files.csv_cells import csv_lines
from leaddesk.files.csv_joined import JOINED_BY, JoinedCsv

CELL = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "plain", "a,b", 'a"b', "a\nb", "a\rb", "a;b", "a\tb", "=1+1", "+49 30 901820", "-", " @x", "a-b@c"]
    ),
    st.sampled_from(["\x1f", "\0", "\0=1", "x\x1fy", "'=1", "＝1", "\ufeff=1"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=4), min_size=1, max_size=4)
)


def as_read(rows: Sequence[Sequence[str | None]], groups: Sequence[Sequence[int]]) -> list[tuple[str, ...]]:
    """As a database joins them."""
    return [tuple(JOINED_BY.join(row[number] or "" for number in group) for group in groups) for row in rows]


@pytest.mark.parametrize("kind", CsvKind)
@given(chunks=TABLES)
@example(chunks=[[["a", "b", "c"]], [["a", "=1", "c"]], [["a,", "b", "c"]]])
def test_the_bytes_are_the_same(kind: CsvKind, chunks: list[list[list[str | None]]]) -> None:
    width = max((len(row) for rows in chunks for row in rows), default=2)
    joined = JoinedCsv(kind, width)
    for rows in chunks:
        text = joined.lines(as_read(rows, joined.groups))
        if text is None:
            text = joined.lines(as_read(rows, joined.groups))
        assert text == csv_lines(kind, rows)
        assert [number for group in joined.groups for number in group] == list(range(width))


def test_columns_that_need_nothing_stay_together() -> None:
    joined = JoinedCsv(CsvKind.CRM_IMPORT, 5)
    odd, even = [["a", "b", "c,d", "e", "f"]], [["a", "b", "c", "e", "f"]]
    assert joined.lines(as_read(odd, joined.groups)) is None
    joined.lines(as_read(odd, joined.groups))
    assert joined.groups == [[0, 1], [2], [3, 4]]
    assert joined.lines(as_read(even, joined.groups)) == b"a,b,c,e,f\r\n"
    assert joined.groups == [[0, 1], [2], [3, 4]]
