"""Where chosen rows stand among the rows on screen, however scattered they are, is what a plain count gives."""

from __future__ import annotations

from array import array
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.ui.widgets.table.chosen import MOST_SPANS, Chosen, PickedRows, picked

ORDERS = st.integers(0, 40).flatmap(lambda total: st.permutations(range(total)))


@st.composite
def choices(draw: st.DrawFn) -> tuple[list[int], list[tuple[int, int]]]:
    """Rows on screen, some of them hidden by a filter, and spans of them that are chosen."""
    order = draw(ORDERS)
    shown = order[: draw(st.integers(0, len(order)))]
    marks = draw(st.lists(st.booleans(), min_size=len(shown), max_size=len(shown)))
    return order, runs(marks) if shown else []


def runs(marks: list[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at, mark in enumerate(marks):
        if mark and found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        elif mark:
            found.append((at, at))
    return found


@given(choices(), st.randoms(use_true_random=False), st.integers(-1, 40), st.booleans())
def test_chosen_rows_are_found_again_in_any_order(
    choice: tuple[list[int], list[tuple[int, int]]], random: Random, current: int, is_array: bool
) -> None:
    order, spans = choice
    numbers = {number for first, last in spans for number in order[first : last + 1]}
    chosen = Chosen(len(order), order, spans)
    later = random.sample(order, random.randint(0, len(order)))
    standing = chosen.standing(array("I", later) if is_array else later, len(order), current)
    assert standing.spans == runs([number in numbers for number in later]) or (standing.spans == () and not numbers)
    assert standing.count == sum(number in numbers for number in later)
    assert standing.current == (later.index(current) if current in later else -1)
    assert list(picked(later, len(order), standing, chosen)) == [number for number in later if number in numbers]
    assert all(chosen.has(number) == (number in numbers) for number in order)


def test_all_of_many_rows_are_one_span() -> None:
    total = 50_000
    chosen = Chosen(total, range(total), [(0, total - 1)])
    order = array("I", range(total - 1, -1, -1))
    standing = chosen.standing(order, total, 3)
    assert (standing.count, standing.spans, standing.current) == (total, [(0, total - 1)], total - 4)


def test_too_many_runs_are_counted_and_not_listed() -> None:
    total = 4 * MOST_SPANS
    chosen = Chosen(total, range(total), [(0, total // 2 - 1)])
    mixed = [number for pair in zip(range(total // 2), range(total // 2, total), strict=True) for number in pair]
    standing = chosen.standing(mixed, total)
    assert standing.spans is None
    assert standing.count == total // 2
    assert list(picked(mixed, total, standing, chosen)) == list(range(total // 2))
    more = chosen.marked([total - 1], chosen=True).marked([0], chosen=False)
    assert (more.has(total - 1), more.has(0), chosen.has(0)) == (True, False, True)


def test_rows_that_came_later_are_not_chosen() -> None:
    chosen = Chosen(3, range(3), [(0, 1)])
    standing = chosen.standing(range(5), 5)
    assert (standing.count, standing.spans) == (2, [(0, 1)])
    assert not chosen.has(4)
    more = chosen.marked([4], chosen=True)
    assert [more.has(number) for number in range(5)] == [True, True, False, False, True]


@given(st.integers(0, 30), st.slices(30), st.integers(-30, 29))
def test_picked_rows_are_a_sequence_like_any_other(count: int, part: slice, at: int) -> None:
    expected = [number * 3 for number in range(count)]
    assert list(PickedRows(iter(expected), count)[part]) == expected[part]
    rows = PickedRows(iter(expected), count)
    assert len(rows) == count
    if -count <= at < count:
        assert rows[at] == expected[at]
    else:
        with pytest.raises(IndexError):
            rows[at]
    assert list(rows) == expected
