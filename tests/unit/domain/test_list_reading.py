"""How a list is gone through, whatever its pages say."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.list_reading import MOST_BARREN, ROUNDS, Checkpoint, Taken, after, opened
from leaddesk.domain.lists import Remark
from leaddesk.domain.pages import Entry, Page

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SIZE = 2
ANYTHING = st.tuples(st.text("abcd", max_size=3), st.none() | st.integers(1, 5), st.none() | st.integers(0, 9))
"""Leads, the page that is named as the next one, the total."""


def page(number: int, names: str, following: int | None, total: int | None = None) -> Page:
    """A lead for each letter; an upper-case one is the same lead as the lower-case one, with other contents."""
    records = [{"id": name.casefold(), "name": name} for name in names]
    entries = tuple(Entry(record, json.dumps(record)) for record in records)
    return Page(number, entries, following, total, None, AT)


def honest(names: str, number: int, *, total: int | None = None) -> Page:
    part = names[(number - 1) * SIZE : number * SIZE]
    return page(number, part, number + 1 if number * SIZE < len(names) else None, total)


class Reading:
    """Reads, keeping count of what came as the database does."""

    def __init__(self, *, checks: bool = True) -> None:
        self.checks = checks
        self.point = Checkpoint()
        self.asked: list[int] = []
        self.came: list[str] = []
        """In the round that is on."""

    def take(self, brought: Page) -> None:
        assert not self.point.is_done
        self.asked.append(brought.number)
        opened_at = opened(self.point, brought)
        if opened_at.round != self.point.round:
            self.came = []
        names = [str(entry.values["id"]) for entry in brought.entries]
        before, last_page = set(self.came), self.came[-len(names) :]
        fresh = [name for name in dict.fromkeys(names) if name not in before]
        overlaps = bool(fresh) and bool(names) and names[0] in last_page
        self.came += fresh
        taken = Taken(len(fresh), len(names) - len(fresh), overlaps)
        self.point = after(opened_at, brought, taken, checks=self.checks)

    def read(self, pages: Callable[[int], Page]) -> Reading:
        while not self.point.is_done:
            self.take(pages(self.point.next_page))
            assert len(self.asked) < 100
        return self

    @property
    def remarks(self) -> frozenset[Remark]:
        return self.point.remarks


def test_a_list_that_stands_still_is_read_once_and_its_first_page_twice() -> None:
    reading = Reading().read(lambda number: honest("abcde", number))
    assert (reading.asked, reading.remarks, reading.point.is_sure) == ([1, 2, 3, 1], frozenset(), True)
    assert (reading.point.read, reading.point.pages_read) == (5, 4)


def test_where_calls_are_dear_nothing_is_read_twice() -> None:
    reading = Reading(checks=False).read(lambda number: honest("abcde", number))
    assert (reading.asked, reading.remarks) == ([1, 2, 3], frozenset())


def test_a_single_page_needs_no_check() -> None:
    assert Reading().read(lambda number: honest("ab", number)).asked == [1]
    assert Reading().read(lambda number: honest("", number)).asked == [1]


def test_the_page_that_is_named_as_the_next_one_is_not_followed() -> None:
    def lying(number: int) -> Page:
        there = honest("abcdef", number)
        return page(number, "".join(str(entry.values["id"]) for entry in there.entries), 1 if there.next else None)

    reading = Reading().read(lying)
    assert reading.asked == [1, 2, 3, 1]
    assert reading.remarks == {Remark.ODD_LINKS}
    assert reading.came == list("abcdef")


def test_a_list_that_repeats_its_pages_for_ever_ends() -> None:
    names = "abcd"
    reading = Reading().read(lambda number: page(number, names[(number - 1) % 2 * 2 :][:2], number + 1))
    assert reading.asked == [*range(1, 2 + MOST_BARREN + 1), 1]
    assert reading.remarks == {Remark.ENDLESS, Remark.REPEATED}
    assert reading.came == list(names)


def test_a_list_that_goes_on_with_empty_pages_ends() -> None:
    reading = Reading(checks=False).read(lambda number: page(number, "ab" if number == 1 else "", number + 1))
    assert reading.asked == list(range(1, 1 + MOST_BARREN + 1))
    assert reading.remarks == {Remark.ENDLESS}


def test_a_lead_that_comes_in_at_the_top_shifts_the_others() -> None:
    lists = ["abcdef", *["xabcdef"] * 9]
    reading = Reading().read(lambda number: honest(lists.pop(0), number))
    assert reading.asked == [1, 2, 3, 4, 1, 2, 3, 4, 1]
    assert reading.came == list("xabcdef")
    assert reading.remarks == {Remark.REPEATED, Remark.CHANGED}
    assert reading.point.is_sure


def test_a_lead_that_leaves_the_first_page_is_noticed_at_the_end() -> None:
    lists = ["abcdef", *["bcdef"] * 9]
    reading = Reading().read(lambda number: honest(lists.pop(0), number))
    assert reading.asked == [1, 2, 3, 1, 2, 3, 1]
    assert reading.came == list("bcdef")
    assert reading.remarks == {Remark.CHANGED}


def test_other_contents_of_the_same_leads_shift_nothing() -> None:
    lists = ["abcdef"] * 3 + ["Abcdef"]
    reading = Reading().read(lambda number: honest(lists.pop(0), number))
    assert (reading.asked, reading.remarks) == ([1, 2, 3, 1], frozenset())


def test_a_list_that_never_stands_still_is_told() -> None:
    names = "abcdef"

    def moving(number: int) -> Page:
        nonlocal names
        brought = honest(names, number)
        names = names[-1] + names[:-1]
        return brought

    reading = Reading().read(moving)
    assert reading.point.round == ROUNDS
    assert reading.remarks >= {Remark.CHANGED, Remark.MAYBE_MISSING}
    assert not reading.point.is_sure


def test_where_calls_are_dear_a_shift_is_told() -> None:
    lists = ["abcdef", *["xabcdef"] * 9]
    reading = Reading(checks=False).read(lambda number: honest(lists.pop(0), number))
    assert reading.asked == [1, 2, 3, 4]
    assert reading.remarks == {Remark.REPEATED, Remark.MAYBE_MISSING}


def test_a_list_that_always_has_a_lead_twice_is_sure_when_it_came_twice_the_same() -> None:
    reading = Reading().read(lambda number: honest("abbcde", number))
    assert reading.asked == [1, 2, 3, 1, 2, 3, 1]
    assert reading.remarks == {Remark.REPEATED}
    assert reading.point.is_sure


@pytest.mark.parametrize("checks", [True, False])
@pytest.mark.parametrize("hollow", [2, 3])
def test_a_page_with_nothing_but_leads_of_another_may_hide_its_own(hollow: int, *, checks: bool) -> None:
    def repeating(number: int) -> Page:
        return page(
            number, "ab" if number == hollow else "abcdef"[number * 2 - 2 :][:2], number + 1 if number < 3 else None
        )

    reading = Reading(checks=checks).read(repeating)
    assert reading.remarks == {Remark.REPEATED, Remark.MAYBE_MISSING}
    assert not reading.point.is_sure, "what did not come need not be gone"


def test_an_empty_page_in_the_middle_is_suspicious() -> None:
    parts = {1: "ab", 2: "", 3: "cd"}
    reading = Reading(checks=False).read(lambda number: page(number, parts[number], number + 1 if number < 3 else None))
    assert reading.came == list("abcd")
    assert reading.remarks == {Remark.MAYBE_MISSING}


def test_fewer_leads_than_there_are_said_to_be() -> None:
    reading = Reading(checks=False).read(lambda number: honest("abc", number, total=5))
    assert reading.remarks == {Remark.SHORT}
    assert not reading.point.is_sure


def test_a_total_that_changes_while_it_is_read() -> None:
    reading = Reading(checks=False).read(lambda number: honest("abcd", number, total=3 + number))
    assert Remark.MAYBE_MISSING in reading.remarks


def test_a_total_that_has_changed_at_the_check() -> None:
    lists = ["abcd", "abcd", *["abcde"] * 5]

    def growing(number: int) -> Page:
        names = lists.pop(0)
        return honest(names, number, total=len(names))

    reading = Reading().read(growing)
    assert reading.came == list("abcde")
    assert reading.remarks == {Remark.CHANGED}


@given(st.lists(st.sampled_from("abcdefghij"), max_size=24), st.booleans(), st.data())
def test_every_reading_ends_and_misses_nothing_of_a_list_that_stands_still(
    names: Sequence[str], checks: bool, data: st.DataObject
) -> None:
    whole = "".join(names)
    pages = -(-len(whole) // SIZE)
    named = data.draw(st.lists(st.integers(1, 9), min_size=pages + 1, max_size=pages + 1))

    def standing(number: int) -> Page:
        there = honest(whole, number)
        return page(number, whole[(number - 1) * SIZE : number * SIZE], named[number] if there.next else None)

    reading = Reading(checks=checks).read(standing)
    barren = Remark.ENDLESS in reading.remarks
    assert set(reading.came) == set(whole) or barren
    assert len(reading.came) == len(set(reading.came))
    if len(set(whole)) == len(whole):
        assert reading.came == list(whole)
        assert reading.remarks <= {Remark.ODD_LINKS}


@given(st.booleans(), st.data())
def test_whatever_comes_the_reading_ends(checks: bool, data: st.DataObject) -> None:
    reading = Reading(checks=checks)
    while not reading.point.is_done:
        names, following, total = data.draw(ANYTHING)
        reading.take(page(reading.point.next_page, names, following, total))
        assert len(reading.asked) < 100
