"""How filters lie to each other, and what is proposed for a budget."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import DeliveryWay, Purchase, PurchaseId, PurchaseState, Ruling
from leaddesk.domain.slices import Overlap, Slice, bought_among, overlap, plan

WHOLE = Filter.of({"job_title_level": ["VP"]})
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from("abc"), min_size=1, max_size=3)
        for name in ("company_address_country", "job_title_level", "tech_keywords")
    },
).map(Filter.of)


def bought(wanted: Filter, state: PurchaseState = PurchaseState.COMPLETE) -> Purchase:
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    return Purchase(PurchaseId("0" * 32), 1, "", wanted, "", 10, DeliveryWay.POLLING, state, noon)


def slice_of(country: str, matches: int) -> Slice:
    return Slice(WHOLE.with_values("company_address_country", [country]), country, "company_address_country", matches)


@pytest.mark.parametrize(
    ("wanted", "before", "how"),
    [
        ({"sic_code": ["1"]}, {"sic_code": ["1"]}, Overlap.SAME),
        ({"job_title": ["ceo"]}, {"job_title": ["CEO"]}, Overlap.SAME),
        ({"job_title": ["CEO"], "sic_code": ["1"]}, {"job_title": ["CEO", "CFO"]}, Overlap.INSIDE),
        ({"job_title": ["CEO", "CFO"]}, {"job_title": ["CEO"], "sic_code": ["1"]}, Overlap.AROUND),
        ({"job_title": ["CEO"]}, {"sic_code": ["1"]}, Overlap.CROSSING),
        ({"job_title": ["CEO"]}, {"job_title": ["CFO"]}, None),
        ({"tech_keywords": ["SAP"]}, {"tech_keywords": ["Jira"]}, Overlap.CROSSING),
        ({}, {"sic_code": ["1"]}, Overlap.AROUND),
    ],
)
def test_overlap(wanted: dict[str, list[str]], before: dict[str, list[str]], how: Overlap | None) -> None:
    assert overlap(Filter.of(wanted), Filter.of(before)) is how


@given(FILTERS, FILTERS)
def test_overlap_is_the_same_from_both_sides(one: Filter, other: Filter) -> None:
    turned = {Overlap.INSIDE: Overlap.AROUND, Overlap.AROUND: Overlap.INSIDE}
    how = overlap(one, other)
    assert overlap(other, one) is (turned.get(how, how) if how else None)
    assert overlap(one, one) is Overlap.SAME


def test_what_was_bought_before() -> None:
    same = bought(WHOLE)
    nothing = bought(WHOLE, PurchaseState.REJECTED)
    late = replace(nothing, received=3)
    elsewhere = replace(bought(WHOLE, PurchaseState.CLOSED), ruling=Ruling.BOUGHT_ELSEWHERE)
    unknown = bought(WHOLE, PurchaseState.UNKNOWN)
    told = bought_among(WHOLE, [same, nothing, late, elsewhere, unknown, bought(Filter.of({"job_title_level": ["C"]}))])
    assert told == tuple((one, Overlap.SAME) for one in (same, late, elsewhere, unknown))


def test_the_largest_that_fits_first() -> None:
    counted = [slice_of("A", 10), slice_of("B", 500), slice_of("C", 300), slice_of("D", 900), slice_of("E", 0)]
    made = plan(WHOLE, 800, counted, [])
    assert [one.name for one in made.slices] == ["B", "C"]
    assert [one.name for one in made.others] == ["D", "A", "E"]
    assert made.contacts == 800


def test_what_was_bought_is_not_proposed_again() -> None:
    before = bought(WHOLE.with_values("company_address_country", ["b", "x"]))
    made = plan(WHOLE, 800, [slice_of("A", 10), slice_of("B", 500)], [before])
    assert [one.name for one in made.slices] == ["A"]
    assert made.others[0].bought == (before,)


def test_a_part_of_the_whole_is_not_all_of_its_slices() -> None:
    """34 of 5,408 bought: its slices are still there to be bought, and it is said that some may be among the 34."""
    part = replace(bought(WHOLE), asked=40, matches=5408, received=34)
    made = plan(WHOLE, 800, [slice_of("A", 10), slice_of("B", 500)], [part])
    assert [(one.name, one.bought, one.touched) for one in made.slices] == [("B", (), (part,)), ("A", (), (part,))]


def test_a_slice_that_was_bought_in_part_would_begin_with_the_same_contacts() -> None:
    part = replace(bought(slice_of("B", 500).filter), asked=40, matches=500)
    made = plan(WHOLE, 800, [slice_of("B", 500), slice_of("A", 10)], [part])
    assert [one.name for one in made.slices] == ["A"]
    assert made.others[0].bought == (part,)


def test_what_no_purchase_touched_comes_first() -> None:
    crossing = bought(Filter.of({"company_address_country": ["B"], "sic_code": ["1"]}))
    made = plan(WHOLE, 600, [slice_of("B", 500), slice_of("A", 10), slice_of("C", 400)], [crossing])
    assert [(one.name, one.touched) for one in made.slices] == [("C", ()), ("A", ())]
    assert made.others[0].touched == (crossing,)


@given(st.lists(st.integers(0, 50), max_size=8), st.integers(0, 120))
def test_a_plan_holds_every_slice_and_fits(matches: list[int], budget: int) -> None:
    counted = [slice_of(f"country {number}", count) for number, count in enumerate(matches)]
    made = plan(WHOLE, budget, counted, [])
    assert made.contacts <= budget
    assert sorted(one.name for one in (*made.slices, *made.others)) == sorted(one.name for one in counted)
    left = budget - made.contacts
    assert all(one.matches > left or one.matches == 0 for one in made.others), "nothing more would fit"
