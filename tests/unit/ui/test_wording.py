"""Numbers, lists, ages and durations as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QApplication

from leaddesk.ui import wording

NOW = datetime(2025, 11, 19, 12, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def _english(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


NUMBERS: list[tuple[float, str]] = [
    (0, "0"),
    (720, "720"),
    (2410893, "2,410,893"),
    (-1, "−1"),
    (2**63 - 1, "9,223,372,036,854,775,807"),
    (10**19, "10,000,000,000,000,000,000"),
    (-(10**19), "−10,000,000,000,000,000,000"),
    (2.5, "2.5"),
    (-2.5, "−2.5"),
]


def test_numbers_are_told_in_full_with_a_real_minus() -> None:
    for value, words in NUMBERS:
        assert wording.number(value) == words


@given(st.integers())
def test_no_number_loses_a_digit(value: int) -> None:
    assert wording.number(value).replace(",", "").replace("−", "-") == str(value)


@given(st.integers())
def test_a_plural_form_is_asked_for_with_what_qt_can_count(count: int) -> None:
    assert 0 <= wording.plural(count) < 2**31
    assert (wording.plural(count) == 1) == (abs(count) == 1)


def test_lists() -> None:
    assert wording.alternatives([]) == ""
    assert wording.alternatives(["A"]) == "A"
    assert wording.alternatives(["A", "B"]) == "A or B"
    assert wording.alternatives(["A", "B", "C"]) == "A, B or C"
    assert wording.listing(["A", "B", "C"]) == "A, B and C"


values = st.lists(st.text(st.sampled_from("%12L<b>&\\ a")), min_size=2, max_size=5)


@given(values)
def test_values_that_look_like_places_stay_as_they_are(chosen: list[str]) -> None:
    assert wording.alternatives(chosen) == ", ".join(chosen[:-1]) + " or " + chosen[-1]


@given(st.text(), st.text())
def test_facts_are_filled_in_once(first: str, second: str) -> None:
    assert wording.filled("a %1 b %2 c", first, second) == f"a {first} b {second} c"
    assert wording.filled("%2 %1", first, second) == f"{second} {first}"


def test_a_place_without_a_fact_stays() -> None:
    assert wording.filled("%1 of %2, 100%", "3") == "3 of %2, 100%"
    assert wording.filled("cuts %1%", "40") == "cuts 40%"


AGES: list[tuple[float, str]] = [
    (-3600, "just now"),
    (0, "just now"),
    (44, "just now"),
    (45, "1 min ago"),
    (89, "1 min ago"),
    (91, "2 min ago"),
    (59 * 60, "59 min ago"),
    (3599, "1 h ago"),
    (3 * 3600, "3 h ago"),
    (23.4 * 3600, "23 h ago"),
]


def test_ages() -> None:
    for seconds, words in AGES:
        assert wording.age(NOW - timedelta(seconds=seconds), NOW) == words


def test_old_ages_are_days() -> None:
    assert wording.age(NOW - timedelta(days=2), NOW) == "17 Nov"
    assert wording.age(NOW - timedelta(days=400), NOW) == "15 Oct 2024"
    assert wording.day(NOW, NOW).startswith("Today, ")


SHORT_AGES: list[tuple[float, str]] = [
    (-5, "1 min old"),
    (10, "1 min old"),
    (3599, "1 h old"),
    (3 * 3600, "3 h old"),
    (47 * 3600, "47 h old"),
    (47.9 * 3600, "2 days old"),
    (5 * 86400, "5 days old"),
]


def test_short_ages() -> None:
    for seconds, words in SHORT_AGES:
        assert wording.short_age(NOW - timedelta(seconds=seconds), NOW) == words


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=5000)))
def test_no_age_tells_sixty_minutes_or_24_hours(passed: timedelta) -> None:
    words = wording.age(NOW - passed, NOW)
    number = re.match(r"(\d+) (min|h) ago", words)
    assert number is None or int(number[1]) < {"min": 60, "h": 24}[number[2]]


DURATIONS: list[tuple[float, str]] = [
    (0, "1 ms"),
    (0.212, "212 ms"),
    (0.9996, "1 s"),
    (1, "1 s"),
    (24.4, "24 s"),
    (59.6, "1 min"),
    (380, "6 min 20 s"),
    (3599.7, "1 h"),
    (7500, "2 h 5 min"),
    (7200, "2 h"),
]


def test_durations() -> None:
    for seconds, words in DURATIONS:
        assert wording.duration(seconds) == words


@given(st.floats(min_value=0, max_value=1e30))
def test_no_duration_is_too_long_to_be_told(seconds: float) -> None:
    words = wording.duration(seconds)
    assert not re.search(r"\b60 (s|min)\b|\b1,?000 ms\b|%", words)


def test_the_exact_moment_names_the_year() -> None:
    assert "2025" in wording.exactly(NOW)


def test_long_texts_are_shortened() -> None:
    assert wording.shortened("abc", 3) == "abc"
    assert wording.shortened("abcd", 3) == "ab…"
    assert wording.shortened("ab cd", 4) == "ab…"


@given(st.text(st.sampled_from("<b>&;lt \n\"'?xml!-/"), max_size=100))
def test_tooltips_show_what_is_there(text: str) -> None:
    shown = wording.tooltip(text)
    if Qt.mightBeRichText(shown):
        plain = unescape(re.sub("<[^>]*>", " ", shown))
        assert plain.split() == text.split()
    else:
        assert shown == text


def test_long_tooltips_are_broken_into_lines_and_have_an_end() -> None:
    assert Qt.mightBeRichText(wording.tooltip("word " * 40))
    assert len(wording.tooltip("x" * 10_000)) < 1000
