"""Results can be reached, read and copied from the keyboard, and are announced when they are news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from leaddesk.domain.filter import Filter
from leaddesk.domain.reachstream import Count, Credits
from leaddesk.domain.records import NOTHING
from leaddesk.ui import theme, wording
from leaddesk.ui.notices import Notice, NoticeBar
from leaddesk.ui.reachstream.facts_card import FactsCard
from leaddesk.ui.settings.settings_page import Message
from leaddesk.ui.widgets.card import Card
from leaddesk.ui.widgets.figure import Figure
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.progress_row import ElidedLabel
from leaddesk.ui.widgets.readable import FocusRing, Readable
from tests.ui.gone import destroy

VPS = Filter.of({"job_title": ["VP"]})


class Place:
    """A card with a field, a result and another field."""

    def __init__(self, result: Readable) -> None:
        self.window, card = QWidget(), Card()
        self.before, self.result, self.after = QLineEdit(), result, QLineEdit()
        for part in (self.before, self.result, self.after):
            card.column.addWidget(part)
        QVBoxLayout(self.window).addWidget(card)
        self.window.resize(500, 240)
        self.window.show()
        self.window.activateWindow()
        self.before.setFocus()
        QApplication.processEvents()

    def ring(self) -> QWidget | None:
        rings = [ring for ring in self.window.findChildren(FocusRing) if not ring.isHidden()]
        return rings[0] if rings else None


@pytest.fixture(autouse=True)
def _usual_size(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light", 100)
    yield
    theme.apply(qapp, "light", 100)


def plain() -> Readable:
    made = Words("720 credits, <b>%1</b>", name="some-result")
    made.be_a_stop()
    return made


def figure() -> Readable:
    made = Figure("some-result")
    made.tell("720", "credits", "Read just now")
    return made


def rich() -> Readable:
    made = Words("You could buy<br><b>720</b> of 745", name="some-result")
    made.setTextFormat(Qt.TextFormat.RichText)
    made.be_a_stop()
    return made


@pytest.mark.parametrize(
    ("make", "copied"),
    [
        (plain, "720 credits, <b>%1</b>"),
        (figure, "720 credits, Read just now"),
        (rich, "You could buy\n720 of 745"),
    ],
)
def test_tab_goes_through_it_and_it_can_be_copied(make: type[Readable], copied: str) -> None:
    place = Place(make())
    size = place.result.size()
    QTest.keyClick(place.before, Qt.Key.Key_Tab)
    assert place.result.hasFocus()
    assert place.result.size() == size, "the ring takes no room"
    QTest.keyClick(place.result, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == copied
    QTest.keyClick(place.result, Qt.Key.Key_Tab)
    assert place.after.hasFocus()
    assert place.ring() is None
    destroy(place.window)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_keyboard_is_seen_on_it(qapp: QApplication, name: str) -> None:
    theme.apply(qapp, name, 100)
    place = Place(figure())
    QTest.keyClick(place.before, Qt.Key.Key_Tab)
    ring = place.ring()
    assert ring is not None
    picture = place.window.grab().toImage()
    edge = ring.mapTo(place.window, QPoint(1, ring.height() // 2))
    assert picture.pixelColor(edge) == QColor(theme.tokens().accent)
    before = ring.geometry()
    place.window.resize(700, 400)
    QApplication.processEvents()
    holder = ring.parentWidget()
    assert holder is not None
    around = place.result.mapTo(holder, QPoint(0, 0))
    assert ring.geometry().contains(around)
    assert ring.geometry() != before
    destroy(place.window)


def test_a_click_selects_without_a_ring() -> None:
    place = Place(plain())
    QTest.mouseClick(place.result, Qt.MouseButton.LeftButton)
    assert place.ring() is None
    destroy(place.window)


def test_a_result_that_goes_takes_its_ring_along() -> None:
    place = Place(plain())
    QTest.keyClick(place.before, Qt.Key.Key_Tab)
    place.result.hide()
    assert place.ring() is None
    destroy(place.window)


def test_a_label_is_no_stop_by_itself() -> None:
    place = Place(Words("Only words"))
    QTest.keyClick(place.before, Qt.Key.Key_Tab)
    assert place.after.hasFocus()
    destroy(place.window)


def test_the_facts_are_gone_through_as_they_stand() -> None:
    card, window = FactsCard(), QWidget()
    QVBoxLayout(window).addWidget(card)
    window.resize(1000, 800)
    window.show()
    window.activateWindow()
    card.show_filter(VPS)
    card.show_count(Count(VPS, 745, NOTHING, datetime.now(UTC)))
    card.show_credits(Credits(720, datetime.now(UTC)))
    QApplication.processEvents()
    card.summary.setFocus()
    met: list[str] = []
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        met.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert met[:5] == ["filter-summary", "count-result", "credits-result", "credits-refresh", "price-result"]
    assert met[5] == "count-button"
    destroy(window)


def test_what_only_got_older_is_not_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(Readable, "announce", lambda self: said.append(self.text()))
    card = FactsCard()
    taken = datetime.now(UTC)
    for age in (0, 10):
        card.show_count(Count(Filter(), 745, NOTHING, taken - timedelta(minutes=age)))
    assert said.count("745 contacts match, Counted just now") == 1
    assert not any("10 min ago" in text for text in said)
    card.show_credits(Credits(720, taken))
    assert any("You could buy" in text for text in said)
    card.show_filter(VPS)
    assert any("before your last change" in text for text in said), "that it is stale is news"


def test_messages_are_read_with_the_keyboard() -> None:
    window, bar, message = QWidget(), NoticeBar(), Message("reachstream-test-result")
    column = QVBoxLayout(window)
    column.addWidget(bar)
    column.addWidget(message)
    window.show()
    window.activateWindow()
    for name in ("notice", "reachstream-test-result"):
        label = window.findChild(QLabel, name)
        assert label is not None
        assert not label.isVisible(), "nothing to say, nothing to stop at"
    bar.show_notice(Notice("danger", "It <i>failed</i> & stopped."))
    message.say("success", "It answered.")
    QApplication.processEvents()
    for name, words in (("notice", "It <i>failed</i> & stopped."), ("reachstream-test-result", "It answered.")):
        label = window.findChild(Readable, name)
        assert isinstance(label, Readable)
        label.setFocus(Qt.FocusReason.TabFocusReason)
        assert label.hasFocus()
        assert label.plain_text().strip() == words
        heard = QAccessible.queryAccessibleInterface(label)
        assert heard.state().focusable
    destroy(window)


def test_good_news_stays_while_somebody_reads_it() -> None:
    window, bar = QWidget(), NoticeBar()
    QVBoxLayout(window).addWidget(bar)
    window.show()
    window.activateWindow()
    bar.show_notice(Notice("success", "Written."))
    label = window.findChild(Readable, "notice")
    assert isinstance(label, Readable)
    QApplication.processEvents()
    label.setFocus(Qt.FocusReason.TabFocusReason)
    bar._leave.timeout.emit()
    assert bar.isVisible()
    destroy(window)


def test_a_tooltip_shows_data_as_it_is() -> None:
    label = ElidedLabel(name="progress-text")
    label.setText("<b>bold</b> " * 9)
    label.resize(40, 20)
    label.show()
    QApplication.processEvents()
    assert label.toolTip() == wording.tooltip(label.text())
    assert "&lt;b&gt;" in label.toolTip()
    destroy(label)
