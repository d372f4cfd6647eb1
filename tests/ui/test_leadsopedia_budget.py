"""What is left of Leadsopedia's calls and credits, and which calls wait: as text, as a picture, at every width."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, QPoint, QRect
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QWidget

from leaddesk.domain.call_budget import MonthState
from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.queue import QueueState
from leaddesk.ui import theme
from leaddesk.ui.leadsopedia.budget_card import BudgetCard
from leaddesk.ui.leadsopedia.figures import QueueLine, ShareBar
from tests.ui.gone import destroy
from tests.ui.until import settled

DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
LINES = [QueueLine("DACH manufacturing, page 4", True), QueueLine("Credits", False), QueueLine("Downloads", False)]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _numbers_as_in_leaddesk() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def card(qapp: QApplication, clock: Clock) -> Iterator[BudgetCard]:
    theme.apply(qapp, "light", 100)
    made = BudgetCard(is_demo=False, clock=clock)
    made.resize(1000, 110)
    made.show()
    yield made
    destroy(made)
    theme.apply(qapp, "light", 100)


def text(card: QWidget, name: str) -> str:
    found = card.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def balance(**values: int | str | None) -> Facts:
    return Facts(values, "", datetime.now(UTC) - timedelta(hours=2))


def test_calls_and_the_wait_are_one_plain_text(card: BudgetCard) -> None:
    card.show_month(MonthState(4812, 15_000, DECEMBER))
    card.show_queue(QueueState(3, next_at=106.4), LINES)
    assert text(card, "leadsopedia-quota") == "4,812 of 15,000 calls this month. Next call in 7 s, 3 waiting."
    assert text(card, "leadsopedia-queue") == (
        "1 DACH manufacturing, page 4 (you asked); 2 Credits (background); 3 Downloads (background)"
    )


def test_the_wait_counts_down_and_stops_ticking_when_nothing_waits(card: BudgetCard, clock: Clock) -> None:
    card.show_queue(QueueState(1, next_at=102.0), LINES[:1])
    assert "Next call in 2 s, 1 waiting." in text(card, "leadsopedia-quota")
    assert card._second.isActive()
    clock.now = 101.5
    card._second.timeout.emit()
    assert "Next call in 1 s" in text(card, "leadsopedia-quota")
    clock.now = 103.0
    card._second.timeout.emit()
    assert "Next call now, 1 waiting." in text(card, "leadsopedia-quota")
    assert not card._second.isActive()
    card.show_queue(QueueState(next_at=113.0), [])
    assert text(card, "leadsopedia-quota").endswith("No call waits.")
    assert not card._second.isActive(), "a wait for nobody is nobody's business"


def test_the_wait_promises_nothing_that_does_not_hold(card: BudgetCard, clock: Clock) -> None:
    def words() -> list[str]:
        shown = [label.text() for label in card.findChildren(QLabel) if not label.objectName()]
        return [text for text in shown if text.startswith("Next call") or text in {"at once", "none waits", "seconds"}]

    assert words() == ["Next call", "at once"]
    card.show_queue(QueueState(1, next_at=109.0), LINES[:1])
    assert words()[0] == "Next call in"
    card.show_queue(QueueState(next_at=109.0), [])
    assert words() == ["Next call", "none waits"], "a call that is asked for now would not go at once"
    clock.now = 110.0
    card.refresh()
    assert words() == ["Next call", "at once"]


def test_a_hidden_card_does_not_tick(card: BudgetCard) -> None:
    card.show_queue(QueueState(1, next_at=109.0), LINES[:1])
    card.hide()
    assert not card._second.isActive()
    card.show()
    assert card._second.isActive()


def test_a_pause_that_leadsopedia_asked_for_is_told(card: BudgetCard) -> None:
    card.show_month(MonthState(1, 15_000, DECEMBER))
    card.show_queue(QueueState(2, next_at=101.0, resumes_at=124.0), LINES[:2])
    assert "Leadsopedia asks us to slow down. Going on in 24 s, 2 waiting." in text(card, "leadsopedia-quota")


def test_calls_of_which_nothing_is_known_are_counted(card: BudgetCard) -> None:
    card.show_queue(QueueState(4), LINES[:2])
    assert text(card, "leadsopedia-queue").endswith("2 Credits (background); and 2 more")
    card.show_queue(QueueState(1), [])
    assert text(card, "leadsopedia-queue") == "1 call waits"


def test_a_month_that_is_used_up(card: BudgetCard) -> None:
    card.show_month(MonthState(15_000, 15_000, DECEMBER, is_used_up=True))
    assert text(card, "leadsopedia-quota").startswith("All 15,000 calls of this month are made. It starts again on ")
    assert any(label.text().startswith("Used up until ") for label in card.findChildren(QLabel))


@pytest.mark.parametrize(
    ("values", "told", "share"),
    [
        (
            {"credits_total": 20_000, "credits_used": 7_600, "credits_left": 12_400},
            "12,400 of 20,000 credits left. 7,600 used. Read 2 h ago.",
            0.38,
        ),
        ({"credits_total": "100", "credits_left": "25"}, "25 of 100 credits left. 75 used. Read 2 h ago.", 0.75),
        ({"credits_total": 100, "credits_used": 30}, "70 of 100 credits left. 30 used. Read 2 h ago.", 0.3),
        ({"credits_left": 5}, "5 credits left. Read 2 h ago.", 0.0),
        ({"credits_total": 0, "credits_used": 0, "credits_left": 0}, "0 of 0 credits left. 0 used. Read 2 h ago.", 0.0),
        ({}, "– credits left. Read 2 h ago.", 0.0),
    ],
)
def test_credits_are_told_as_far_as_they_are_known(
    card: BudgetCard, values: dict[str, int | str | None], told: str, share: float
) -> None:
    card.show_credits(balance(**values))
    assert text(card, "leadsopedia-credits") == told
    bars = card.findChildren(ShareBar)
    assert any(bar.share == pytest.approx(share) for bar in bars)


def test_credits_that_were_never_read(card: BudgetCard) -> None:
    assert text(card, "leadsopedia-credits") == "Credits not read yet"
    card.set_reading_credits(reading=True)
    assert text(card, "leadsopedia-credits") == "Reading the credits…"
    button = card.findChild(QPushButton, "leadsopedia-credits-refresh")
    assert isinstance(button, QPushButton)
    assert not button.isEnabled()
    assert button.accessibleName() == "Read the credits, 1 call"


def test_the_demo_says_that_it_is_quicker_and_offers_the_real_wait(qapp: QApplication, clock: Clock) -> None:
    theme.apply(qapp, "light", 100)
    card = BudgetCard(is_demo=True, clock=clock)
    heard: list[bool] = []
    card.real_wait_wanted.connect(heard.append)
    card.show_pace(1.0)
    assert any(label.text() == "1 s in the demo, 10 s for real" for label in card.findChildren(QLabel))
    card.show_real_wait(real=True)
    assert heard == [], "what is kept is no wish"
    box = card.findChild(QCheckBox, "leadsopedia-real-wait")
    assert isinstance(box, QCheckBox)
    assert box.isChecked()
    box.click()
    assert heard == [False]
    card.show_pace(10.0)
    assert any(label.text() == "10 s between calls" for label in card.findChildren(QLabel))
    destroy(card)


def test_nobody_else_is_offered_another_wait(card: BudgetCard) -> None:
    box = card.findChild(QCheckBox, "leadsopedia-real-wait")
    assert isinstance(box, QCheckBox)
    assert box.isHidden()


@pytest.mark.parametrize("size", [100, 150])
@pytest.mark.parametrize("width", [1300, 1000, 740, 560])
async def test_nothing_is_cut_off_at_any_width(qapp: QApplication, card: BudgetCard, width: int, size: int) -> None:
    theme.apply(qapp, "dark", size)
    card.show_month(MonthState(14_812, 15_000, DECEMBER))
    card.show_credits(balance(credits_total=1_200_000, credits_used=7_600, credits_left=1_192_400))
    card.show_queue(QueueState(12, next_at=109.5), [*LINES, QueueLine("A name that goes on and on " * 5, False)])
    card.resize(width, card.sizeHint().height())
    await settled()
    card.resize(width, card.sizeHint().height())
    await settled()
    for name in ("leadsopedia-quota", "leadsopedia-credits"):
        part = card.findChild(QWidget, name)
        assert isinstance(part, QWidget)
        assert part.width() >= part.sizeHint().width()
        assert part.height() >= part.sizeHint().height()
        assert card.rect().contains(QRect(part.mapTo(card, QPoint()), part.size()))
    assert not card.grab().isNull()


async def test_the_cells_stay_when_calls_come_and_go(card: BudgetCard) -> None:
    card.show_month(MonthState(4812, 15_000, DECEMBER))
    card.show_credits(balance(credits_total=20_000, credits_used=7_600, credits_left=12_400))
    await settled()
    before = [cell.geometry() for cell in card._cells]
    card.show_queue(QueueState(3, next_at=109.0), LINES)
    await settled()
    assert [cell.geometry() for cell in card._cells] == before


async def test_a_smaller_text_brings_the_cells_back_on_one_line(qapp: QApplication, card: BudgetCard) -> None:
    card.show_month(MonthState(4812, 15_000, DECEMBER))
    await settled()
    one_line = card.sizeHint().height()
    theme.apply(qapp, "light", 150)
    await settled()
    assert card.sizeHint().height() > 1.6 * one_line
    theme.apply(qapp, "light", 100)
    await settled()
    assert card.sizeHint().height() == one_line
