"""What is known of a filter's matches: never more than there are, and compared as ReachStream compares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.comparison import COMPARED, Fit, Known, Question, Wanted
from leaddesk.domain.filter import FIELD_BY_NAME, Filter
from leaddesk.domain.leads import Field


@given(st.integers(-5, 50), st.integers(-5, 50), st.integers(-5, 50))
def test_the_three_parts_are_the_matches(matches: int, certain: int, likely: int) -> None:
    known = Known.of(matches, certain, likely)
    assert min(known.certain, known.likely, known.unknown) >= 0
    assert known.matches == max(0, matches)
    assert known.certain == max(0, min(certain, matches)), "certain ones come before likely ones"
    assert known.likely <= max(0, likely)


def test_every_field_of_a_filter_has_its_place() -> None:
    assert set(COMPARED) == set(FIELD_BY_NAME)


@pytest.mark.parametrize(
    ("name", "wanted", "said", "is_fitting"),
    [
        ("job_title", "CTO", " cto ", True),
        ("job_title", "CTO", "CTO and founder", False),
        ("job_title_level", "Führung", "FÜHRUNG", True),
        ("company_address_country", "United States", "USA", True),
        ("company_address_country", "Germany", "Deutschland", True),
        ("company_address_country", "Germany", "Austria", False),
        ("company_address_country", "Atlantis", "atlantis", True),
        ("company_website", "acme.com", "https://www.ACME.com/", True),
        ("company_website", "acme.com", "notacme.com", False),
        ("tech_keywords", "Go", "C++, Go", True),
        ("tech_keywords", "Go", "Google, C++", False),
        ("company_industry_categories_list", "Health, Wellness & Fitness", "Software;Health, Wellness & Fitness", True),
        ("company_industry_categories_list", "Health", "Health, Wellness & Fitness", True),
        ("sic_code", "0111", "0111,7372", True),
        ("sic_code", "0111", "111", False),
    ],
)
def test_values_are_compared_without_case(name: str, wanted: str, said: str, *, is_fitting: bool) -> None:
    field = COMPARED[name]
    assert field is not None
    assert Wanted(field, [wanted]).fits(said) == is_fitting


@pytest.mark.parametrize(
    ("said", "fit"),
    [
        ({}, Fit.NO),
        ({"title": "CTO"}, Fit.SOME),
        ({"title": "CTO", "country": "Germany"}, Fit.ALL),
        ({"title": "CTO", "country": "France"}, Fit.NO),
        ({"level": "C-Level"}, Fit.NO),
    ],
)
def test_a_lead_fits_by_what_is_known_of_it(said: dict[str, str], fit: Fit) -> None:
    wanted = Filter.of({"job_title": ["CTO", "CIO"], "company_address_country": ["Germany"]})
    assert Question(wanted).fit(said) is fit


def test_what_no_record_says_is_never_certain() -> None:
    wanted = Filter.of({"company_type": ["Private"], "job_title": ["CTO"]})
    assert Question(wanted).fit({"title": "CTO"}) is Fit.SOME
    assert Question(Filter.of({"company_type": ["Private"]})).fit({"title": "CTO"}) is Fit.NO


_texts = st.text("aAkKßſüÜİ ,;|-", min_size=1, max_size=6)


@given(st.sampled_from([field for field in COMPARED.values() if field]), st.lists(_texts, min_size=1), _texts)
def test_a_needle_is_wherever_it_fits(field: Field, wanted: list[str], said: str) -> None:
    asked = Wanted(field, wanted)
    if asked.needles is not None and asked.fits(said):
        assert any(needle in said.casefold() for needle in asked.needles)
