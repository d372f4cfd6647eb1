"""Arranging rows in memory gives what the plain, slow way gives."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.records import Row, Value
from leaddesk.domain.sort_keys import folded, sort_key
from leaddesk.domain.table import Arrangement, Column, Kind

COLUMNS = (Column("name"), Column("size", Kind.NUMBER), Column("staff", Kind.RANGE), Column("zip", Kind.CODE))
TEXTS = st.text(alphabet="aAäÄßİ é-<$10kmB,.x\n", max_size=8)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(), TEXTS, st.integers(-3, 30), st.floats(allow_nan=True, width=32), st.just("51-200")
)
ROWS = st.lists(st.tuples(VALUES, VALUES, VALUES, VALUES), max_size=30)


def naive_order(rows: Sequence[Row], arrangement: Arrangement) -> list[int]:
    """Sorted in three sorts, filtered row by row."""
    numbers = list(range(len(rows)))
    names = [column.name for column in COLUMNS]
    if arrangement.sort_by in names:
        at = names.index(arrangement.sort_by)
        keys = {number: sort_key(rows[number][at], COLUMNS[at].kind) for number in numbers}
        sizes = {number: key for number, key in keys.items() if isinstance(key, int | float)}
        texts = {number: key for number, key in keys.items() if isinstance(key, str)}
        by_size = sorted(sizes, key=sizes.__getitem__, reverse=arrangement.descending)
        by_text = sorted(texts, key=texts.__getitem__, reverse=arrangement.descending)
        numbers = by_size + by_text + [number for number in numbers if keys[number] is None]
    for word in folded(arrangement.needle).split():
        numbers = [
            number
            for number in numbers
            if any(value is not None and word in folded(str(value)) for value in rows[number])
        ]
    return numbers


@given(ROWS, TEXTS, st.sampled_from(["", "name", "size", "staff", "zip", "no such"]), st.booleans())
@settings(max_examples=300)
def test_arranges_like_the_plain_way(rows: list[Row], needle: str, sort_by: str, descending: bool) -> None:
    arrangement = Arrangement(needle, sort_by, descending)
    source = HeldRows(COLUMNS, rows)
    expected = naive_order(rows, arrangement)
    assert list(source.arrange(arrangement)) == expected
    assert list(source.arrange(arrangement)) == expected, "what it keeps changes nothing"


@given(st.integers(0, 13_000), st.integers(1, 20_000), st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=10, deadline=None)
def test_many_rows_are_merged_stably(count: int, distinct: int, random: Random, descending: bool) -> None:
    sizes = [random.randrange(distinct) for _ in range(count)]
    rows = [("x", size, None, None) for size in sizes]
    order = HeldRows(COLUMNS, rows).arrange(Arrangement(sort_by="size", descending=descending))
    assert list(order) == sorted(range(len(sizes)), key=sizes.__getitem__, reverse=descending)


def test_the_original_order_comes_back() -> None:
    source = HeldRows(COLUMNS, [("b", 2, None, None), ("a", 1, None, None)])
    assert list(source.arrange(Arrangement(sort_by="name"))) == [1, 0]
    assert list(source.arrange(Arrangement())) == [0, 1]


def test_a_column_without_a_name_is_not_what_no_order_means() -> None:
    source = HeldRows([Column(""), Column("Name")], [("b", "Anna"), ("a", "Berta")])
    assert list(source.arrange(Arrangement())) == [0, 1]


def test_words_are_found_in_any_column_but_never_across_two() -> None:
    source = HeldRows(COLUMNS, [("Jürgen Weiß", None, "51-200", "02139"), ("Mei", None, None, "139")])
    assert list(source.arrange(Arrangement("WEISS 0213"))) == [0]
    assert list(source.arrange(Arrangement("139"))) == [0, 1]
    assert list(source.arrange(Arrangement("weiß51"))) == []
    assert list(source.arrange(Arrangement("  "))) == [0, 1]


def test_an_accent_is_found_however_it_is_composed() -> None:
    source = HeldRows(COLUMNS, [("José", None, None, None), ("Jose\u0301", None, None, None)])
    assert list(source.arrange(Arrangement("josé"))) == [0, 1]
    assert list(source.arrange(Arrangement("jose\u0301"))) == [0, 1]


def test_two_threads_may_ask_at_once() -> None:
    rows = [(f"n{number % 97}", number % 13, None, None) for number in range(5_000)]
    source = HeldRows(COLUMNS, rows)
    asked = [Arrangement("n1", "size"), Arrangement("n2", "name", descending=True)]
    answers: dict[Arrangement, list[int]] = {}

    def ask(arrangement: Arrangement) -> None:
        answers[arrangement] = list(source.arrange(arrangement))

    threads = [threading.Thread(target=ask, args=(arrangement,)) for arrangement in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {arrangement: naive_order(rows, arrangement) for arrangement in asked}


def test_chunks_give_the_rows_in_the_order_asked_for() -> None:
    rows: list[Row] = [(str(number), None, None, None) for number in range(7)]
    chunks = list(HeldRows(COLUMNS, rows).chunks([6, 0, 3], 2))
    assert [list(chunk) for chunk in chunks] == [[rows[6], rows[0]], [rows[3]]]


@pytest.mark.parametrize("arrangement", [Arrangement(), Arrangement("x"), Arrangement(sort_by="name")])
def test_no_rows_at_all(arrangement: Arrangement) -> None:
    assert list(HeldRows(COLUMNS, ()).arrange(arrangement)) == []
