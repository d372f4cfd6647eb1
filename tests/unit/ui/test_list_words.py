"""When a list was read, and what is said of its reading, remarks and all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from leaddesk.domain import errors
from leaddesk.domain.call_budget import ReadingPrice
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lists import KeptList, Reading, ReadingState, Remark, RowState
from leaddesk.domain.providers import LEADSOPEDIA, REACTIN
from leaddesk.ui.widgets.lists import reading_status
from leaddesk.ui.widgets.lists.list_texts import ListTexts
from leaddesk.ui.widgets.lists.list_times import date, when
from leaddesk.ui.widgets.lists.reading_status import Standing, Status, about_words, change_words, status_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC).astimezone().replace(hour=12, minute=0)
PRICE = ReadingPrice(1, 0.5, None)
READ = Reading(
    ReadingState.COMPLETE, next_page=0, pages_read=25, read=1210, total=None, new=0, changed=0, gone=0, since=None,
    began_at=NOON, ended_at=NOON,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> Iterator[None]:
    del qapp
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("ago", "inside", "since"),
    [
        (timedelta(hours=3), "today, 09:00", "today, 09:00"),
        (timedelta(days=-2), "today, 12:00", "today, 12:00"),
        (timedelta(days=1), "yesterday, 12:00", "yesterday"),
        (timedelta(days=3), "3 days ago", "18 November"),
        (timedelta(days=73), "on 9 September", "9 September"),
        (timedelta(days=400), "on 17 October 2025", "17 October 2025"),
    ],
)
def test_when_a_list_was_read(ago: timedelta, inside: str, since: str) -> None:
    assert (when(NOON - ago, NOON), date(NOON - ago, NOON)) == (inside, since)


def said(error: LeadDeskError | None = None, *, is_reading: bool = False, rows: int = 1210, **changes: Any) -> Status:
    kept = KeptList(1, "reactin", "org", "list", "One", rows=rows, read_at=NOON, reading=replace(READ, **changes))
    return status_of(kept, ListTexts(REACTIN), price=PRICE, is_reading=is_reading, error=error)


@pytest.mark.parametrize(
    ("remark", "words", "standing"),
    [
        (Remark.REPEATED, "Some came more than once", Standing.DONE),
        (Remark.CHANGED, "The list changed while it was read, so it was read again.", Standing.DONE),
        (Remark.NEW_COLUMNS, "It has columns that it did not have before.", Standing.DONE),
        (Remark.ODD_LINKS, "ReactIn named odd next pages", Standing.DONE),
        (Remark.ENDLESS, "ReactIn went on without an end", Standing.DOUBTFUL),
        (Remark.MAYBE_MISSING, "Some may be missing: the list changed", Standing.DOUBTFUL),
        (Remark.SHORT, "Some may be missing: ReactIn says there are 1,300.", Standing.DOUBTFUL),
    ],
)
def test_every_remark_is_told(remark: Remark, words: str, standing: Standing) -> None:
    status = said(remarks=frozenset({remark}), total=1300)
    assert words in status.detail
    assert status.standing is standing
    assert not status.can_go_on


@pytest.mark.parametrize(
    ("calls", "words"),
    [(38, "38 calls to go, about 6 min 10 s, 0.3% of the month"), (1, "1 call to go")],
)
def test_what_is_left_names_a_share_only_where_it_is_one(calls: int, words: str) -> None:
    price = ReadingPrice.of(calls * 100, 100, 10, 15_000)
    assert ListTexts(REACTIN).rest(price) == words


@pytest.mark.parametrize(
    "changes",
    [
        {"state": ReadingState.PAUSED, "next_page": 4, "ended_at": None},
        {"state": ReadingState.READING, "next_page": 4, "ended_at": None},
        {"state": ReadingState.STOPPED, "next_page": 4, "trouble": "MonthUsedUp"},
    ],
)
def test_before_a_reading_goes_on_its_price_is_told_where_calls_are_counted(changes: dict[str, Any]) -> None:
    to_go = "38 calls to go, about 6 min 10 s, 0.3% of the month."
    kept = KeptList(1, "leadsopedia", "", "list", "One", rows=300, reading=replace(READ, **changes))
    counted = ReadingPrice.of(3800, 100, 10, 15_000)
    assert status_of(kept, ListTexts(LEADSOPEDIA), price=counted, is_reading=False, error=None).detail.endswith(to_go)
    assert "to go" not in said(**changes).detail, "ReactIn does not count them, and never says how many there are"


def test_a_list_that_is_looked_at_again_at_its_end_says_why() -> None:
    status = said(is_reading=True, state=ReadingState.READING, next_page=1, read=1210)
    assert (status.title, status.detail) == (
        "Looking at page 1 again.",
        "1,210 leads. Whether the list changed meanwhile shows there.",
    )
    again = said(is_reading=True, state=ReadingState.READING, next_page=2, read=50, remarks=frozenset({Remark.CHANGED}))
    assert again.title == "Reading page 2."
    assert again.detail.startswith("The list changed while it was read, so it is read again. 50 leads so far.")


@pytest.mark.parametrize(
    "error",
    [
        errors.Unreachable("reactin", "host", "cut"),
        errors.TooSlow("reactin", 30),
        errors.UnreadableAnswer("reactin", "html"),
        errors.AskedToSlowDown("reactin", 429, wait=600),
        errors.KeychainNotAnswering(5),
        errors.ReadElsewhere("One"),
        errors.ListGone(),
    ],
)
def test_whatever_stops_a_reading_is_told_now_and_after_a_restart(error: LeadDeskError) -> None:
    live = said(error, state=ReadingState.STOPPED, next_page=7, trouble=type(error).__name__, rows=300)
    later = said(state=ReadingState.STOPPED, next_page=7, trouble=type(error).__name__, rows=300)
    for status in (live, later):
        assert status.title == "Stopped at page 7:"
        assert "300 leads kept." in status.detail
        assert status.can_go_on
        assert "%" not in status.detail


def test_beside_the_numbers_stands_since_when() -> None:
    kept = KeptList(
        1, "reactin", "org", "list", "One", rows=3, reading=replace(READ, since=datetime(2024, 3, 1, tzinfo=UTC))
    )
    words = change_words(kept, ListTexts(REACTIN), RowState.PRESENT, is_reading=False)[0]
    assert words == "3 leads", "the status says that nothing has changed"
    assert (
        change_words(replace(kept, reading=READ), ListTexts(REACTIN), RowState.PRESENT, is_reading=False)[0]
        == "3 leads"
    )


def test_while_the_provider_asks_for_a_pause_the_wait_is_told() -> None:
    kept = KeptList(1, "reactin", "org", "list", "One", rows=50, reading=replace(READ, next_page=2))
    status = status_of(kept, ListTexts(REACTIN), price=PRICE, is_reading=True, error=None, wait=23.6)
    assert status.title == "Waiting before page 2."
    assert status.detail == "ReactIn asks us to slow down. Going on in 24 s. Nothing is lost."
    still = status_of(kept, ListTexts(REACTIN), price=PRICE, is_reading=False, error=None, wait=23.6)
    assert "slow down" not in still.detail


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("", "Last read in full today, 12:00."),
        ("3 contacts", "3 contacts. Last read in full today, 12:00."),
        ("SmartList 8841.", "SmartList 8841. Last read in full today, 12:00."),
        ("SmartList 8841…", "SmartList 8841… Last read in full today, 12:00."),
    ],
)
def test_while_a_list_is_read_again_the_head_says_when_it_was_read(
    about: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Texts(ListTexts):
        def about(self, kept: KeptList) -> str:
            del kept
            return about

    monkeypatch.setattr(reading_status, "when", lambda moment: when(moment, NOON))
    kept = KeptList(1, "reactin", "org", "list", "One", rows=3, read_at=NOON, reading=READ)
    assert about_words(kept, Texts(REACTIN), is_reading=True) == words
    assert about_words(kept, Texts(REACTIN), is_reading=False) == about
