"""Filters and lookups: quick, and the same as counting by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.sandbox.reachstream.filters import PRESET_PARAMETERS
from leaddesk.sandbox.search import values_of_company, values_of_position
from leaddesk.sandbox.world import World, demo_world

_WORLD = World(seed=11, people=1200)
_FIELDS = sorted(_WORLD.search.fields)
_CONTACTS = [values_of_company(_WORLD.company(n)) | values_of_position(_WORLD.position(n)) for n in range(len(_WORLD))]


def _by_hand(wanted: Mapping[str, Sequence[str]]) -> list[int]:
    folded = {field: {value.casefold() for value in values} for field, values in wanted.items()}
    return [
        number
        for number, said in enumerate(_CONTACTS)
        if all(any(v is not None and v.casefold() in folded[field] for v in said[field]) for field in folded)
    ]


@st.composite
def _filters(draw: st.DrawFn) -> dict[str, list[str]]:
    fields = draw(st.lists(st.sampled_from(_FIELDS), max_size=4, unique=True))
    wanted = {}
    for field in fields:
        known = st.sampled_from(_WORLD.search.vocabulary(field))
        wanted[field] = draw(st.lists(known | known.map(str.upper) | st.text(max_size=5), min_size=1, max_size=40))
    return wanted


@settings(deadline=None, max_examples=150)
@given(_filters())
def test_a_filter_matches_what_counting_by_hand_finds(wanted: dict[str, list[str]]) -> None:
    expected = _by_hand(wanted)
    found = _WORLD.search.matches(wanted)
    assert found.count == len(expected)
    assert found.first(25) == expected[:25]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(_FIELDS), st.text(min_size=1, max_size=3), st.integers(0, 30))
def test_a_lookup_answers_beginnings_before_the_rest(field: str, typed: str, limit: int) -> None:
    every = _WORLD.search.vocabulary(field)
    beginning = [value for value in every if value.casefold().startswith(typed.casefold())]
    inside = [value for value in every if typed.casefold() in value.casefold() and value not in beginning]
    assert _WORLD.search.lookup(field, typed, limit) == (beginning + inside)[:limit]


@pytest.mark.parametrize("field", sorted(PRESET_PARAMETERS.values()))
def test_every_value_of_the_vocabulary_matches_somebody(field: str) -> None:
    values = _WORLD.search.vocabulary(field)
    assert values
    said = {value.casefold() for contact in _CONTACTS for value in contact[field] if value is not None}
    assert {value.casefold() for value in values} == said
    for value in values[:: max(1, len(values) // 60)]:
        assert _WORLD.search.matches({field: [value]}).count > 0
    assert len(values) == len({value.casefold() for value in values})


def test_the_sixteen_fields_are_known() -> None:
    assert _WORLD.search.fields == set(PRESET_PARAMETERS.values())
    assert len(_WORLD.search.fields) == 16
    with pytest.raises(KeyError):
        _WORLD.search.matches({"shoe_size": ["44"]})


def test_the_demo_has_a_rich_vocabulary() -> None:
    search = demo_world().search
    least = {
        "job_title": 150, "job_title_level": 10, "job_dept_name": 12, "job_function_name": 40, "company_type": 8,
        "company_industry_categories_list": 60, "company_employee_size": 8, "company_annual_revenue_amount": 10,
        "tech_keywords": 150, "company_address_country": 40, "company_address_state": 150, "company_address_city": 300,
        "company_address_zipcode": 1000, "company_website": 3000, "company_name": 3000, "sic_code": 100,
    }  # fmt: skip
    for field, wanted in least.items():
        assert len(search.vocabulary(field)) >= wanted, field
    for title in ("Head of Marketing", "VP Marketing", "Chief Marketing Officer", "DevOps Engineer", "manager"):
        assert search.matches({"job_title": [title]}).count > 0


def test_an_empty_filter_matches_everybody() -> None:
    assert _WORLD.search.matches({}).count == len(_WORLD)
    assert _WORLD.search.matches({"job_title": []}).count == 0
