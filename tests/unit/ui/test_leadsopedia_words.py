"""What calls and their prices are called."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from leaddesk.domain.call_budget import ReadingPrice
from leaddesk.domain.leadsopedia import CONTACT_FIELDS
from leaddesk.domain.queue import WaitingCall
from leaddesk.ui.leadsopedia.call_words import call_words, day_words, price_words, told_day
from leaddesk.ui.leadsopedia.field_titles import FIRST_COLUMNS, title_of

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (WaitingCall("contacts", "a1", 4), "DACH, page 4"),
        (WaitingCall("contacts", "zz", 1), "zz, page 1"),
        (WaitingCall("contact", "a1"), "Look-up in DACH"),
        (WaitingCall("credits"), "Credits"),
        (WaitingCall("lists", page=2), "Lists, page 2"),
        (WaitingCall("downloads", page=1), "Downloads, page 1"),
        (WaitingCall("something-new"), "something-new"),
    ],
)
def test_a_call_is_named_by_what_it_asks_for(call: WaitingCall, words: str) -> None:
    assert call_words(call, {"a1": "DACH"}) == words


def test_a_long_name_is_shortened() -> None:
    assert len(call_words(WaitingCall("contacts", "a1", 1), {"a1": "x" * 500})) < 80


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (ReadingPrice.of(4102, 100, 10, 15_000), "42 calls, 6 min 50 s, 0.3% of the month"),
        (ReadingPrice.of(3, 100, 10, 15_000), "1 call"),
        (ReadingPrice.of(None, 100, 10, 15_000), "at least 1 call"),
        (ReadingPrice.of(3_733, 100, 10, 15_000), "38 calls, 6 min 10 s, 0.3% of the month"),
        (ReadingPrice.of(3_900, 100, 10, 15_000, waits=True), "39 calls, 6 min 30 s, 0.3% of the month"),
        (ReadingPrice.of(150, 100, 0, None), "2 calls"),
    ],
)
def test_a_price_has_calls_time_and_share(price: ReadingPrice, words: str) -> None:
    assert price_words(price) == words


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("2025-09-14T12:00:00.000Z", "14 September 2025"),
        ("2025-09-14 12:00:00", "14 September 2025"),
        ("last week", "last week"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_day_is_told_as_far_as_it_can_be_read(told: str | None, words: str) -> None:
    assert told_day(told) == words


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none()))
def test_whatever_is_told_as_a_day_is_shown(qapp: QApplication, value: str | int | float | None) -> None:
    del qapp
    assert len(told_day(value)) <= 40


def test_this_year_is_not_said() -> None:
    now = datetime.now(UTC)
    assert str(now.year) not in day_words(now.replace(month=6, day=15))


def test_every_documented_field_has_a_title_and_others_keep_their_name() -> None:
    assert all(title_of(name) != name for name in CONTACT_FIELDS)
    assert [title_of(name) for name in FIRST_COLUMNS] == [
        "First name",
        "Last name",
        "Title",
        "Company",
        "E-mail",
        "City",
        "Country",
    ]
    assert title_of("score") == "score"
