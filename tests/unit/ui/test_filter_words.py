"""A filter as a sentence: plain, short, and every value as it is."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from leaddesk.domain.filter import FIELDS, Filter
from leaddesk.ui.reachstream.field_titles import GROUP_ICONS, field_title, group_title
from leaddesk.ui.reachstream.filter_words import sentence

pytestmark = pytest.mark.usefixtures("qapp")

USUAL = Filter.of(
    {"job_title": ["Head of Marketing", "VP Marketing"], "company_address_country": ["Canada"], "sic_code": ["0111"]}
)


def test_a_usual_filter() -> None:
    words = "Job title is any of Head of Marketing or VP Marketing, and SIC code is 0111, and country is Canada."
    assert sentence(USUAL, rich=False) == words
    assert sentence(USUAL, rich=True).startswith("<b>Job title</b> is any of ")


def test_an_empty_filter_says_what_to_do() -> None:
    assert sentence(Filter(), rich=True) == sentence(Filter(), rich=False)
    assert sentence(Filter(), rich=False).startswith("No value is chosen yet.")


def test_where_there_is_little_room_the_rest_is_a_number() -> None:
    assert sentence(USUAL, rich=False, most_fields=2).endswith(", and SIC code is 0111, and 1 more field.")
    assert sentence(USUAL, rich=False, most_fields=1).endswith("VP Marketing, and 2 more fields.")


def test_a_long_column_is_told_by_its_first_values() -> None:
    seven = Filter.of({"sic_code": [f"{number:04}" for number in range(7)]})
    assert sentence(seven, rich=False).endswith("0005 or 0006.")
    many = Filter.of({"sic_code": [f"{number:04}" for number in range(300)]})
    assert sentence(many, rich=False) == "SIC code is any of 0000, 0001, 0002, 0003, 0004, 0005 or 294 others."


def test_a_very_long_value_is_told_by_its_beginning() -> None:
    words = sentence(Filter.of({"company_name": ["x" * 5000]}), rich=True)
    assert len(words) < 120


odd = st.text(st.sampled_from("%12Ln<b>/&amp;\"' {|}") | st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(st.lists(odd, min_size=1, max_size=5), st.lists(odd, min_size=1, max_size=3))
def test_values_are_shown_literally(titles: list[str], cities: list[str]) -> None:
    chosen = Filter.of({"job_title": titles, "company_address_city": cities})
    told = sentence(chosen, rich=False)
    assert all(value in told for _, values in chosen.chosen for value in values)
    rich = sentence(chosen, rich=True)
    for name in chosen.used:
        for label in (field_title(name).inside, field_title(name).inside.capitalize()):
            rich = rich.replace(f"<b>{label}</b>", label, 1)
    assert "<" not in rich
    assert unescape(rich) == told


@pytest.mark.parametrize("value", ["<b>bold</b>", "%1", "%2 or %1", "a & b", "&lt;", "<img src='x'>", "100%", "{a|b}"])
def test_what_is_painted_is_what_was_chosen(value: str) -> None:
    document = QTextDocument()
    document.setHtml(sentence(Filter.of({"job_title": [value, "x"]}), rich=True))
    assert document.toPlainText() == f"Job title is any of {value} or x."


def test_every_field_has_words() -> None:
    for field in FIELDS:
        title = field_title(field.name)
        assert title.label
        assert title.inside
        assert title.example
        assert title.label[0].isupper()
        assert group_title(field.group)
        assert field.group in GROUP_ICONS
    assert len({field_title(field.name).label for field in FIELDS}) == len(FIELDS)
    with pytest.raises(KeyError):
        field_title("npi_number")
