"""The rail of lists and the browser that every provider's tab shares, with words of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PySide6.QtCore import QEvent, QLocale, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from leaddesk.domain.lists import KeptList, Reading, ReadingState
from leaddesk.domain.providers import LEADSOPEDIA, REACTIN
from leaddesk.ui import theme
from leaddesk.ui.background import end_background_work
from leaddesk.ui.commands import Cost
from leaddesk.ui.widgets.lists.browser import ListBrowser
from leaddesk.ui.widgets.lists.list_rail import ListRail
from leaddesk.ui.widgets.lists.list_texts import ListTexts, Told
from leaddesk.workspace.database import Database
from tests.fakes.reactin_at_hand import ReactInDesk, lead, leads
from tests.ui.gone import destroy
from tests.ui.until import settled, until

Key, NO, CTRL = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    theme.apply(qapp, "light", 100)
    QLocale.setDefault(before)


def reading(state: ReadingState = ReadingState.COMPLETE, **changes: Any) -> Reading:
    facts: dict[str, Any] = {
        "next_page": 7, "pages_read": 6, "read": 300, "total": None, "new": 0, "changed": 0, "gone": 0,
        "since": None, "began_at": NOW, "ended_at": NOW,
    }  # fmt: skip
    return Reading(state, **{**facts, **changes})


def kept(id_: int, name: str = "", **changes: Any) -> KeptList:
    return KeptList(id_, REACTIN.id, "org", f"list-{id_}", name or f"List {id_}", **changes)


# -- the rail


class Rail:
    def __init__(self, *lists: KeptList, **settings: Any) -> None:
        self.rail = ListRail("lists", ListTexts(REACTIN), title="Lists", **settings)
        self.rail.resize(250, 400)
        self.heard: list[tuple[object, ...]] = []
        self.rail.chosen.connect(lambda now: self.heard.append(("chosen", now.name if now else None)))
        self.rail.opened.connect(lambda now: self.heard.append(("opened", now.name)))
        self.rail.edit_wanted.connect(lambda now: self.heard.append(("edit", now.name)))
        self.rail.remove_wanted.connect(lambda now: self.heard.append(("remove", now.name)))
        self.rail.moved.connect(lambda now, place: self.heard.append(("moved", now.name, place)))
        self.rail.pasted.connect(lambda text: self.heard.append(("pasted", text)))
        self.rail.show_lists(lists)
        self.rail.show()
        self.rail.choose(None)
        QApplication.processEvents()
        self.heard.clear()

    def last(self) -> object:
        return self.heard[-1]

    def middle(self, row: int) -> QPoint:
        return self.rail.visualRect(self.rail.rows.index(row, 0)).center()

    def drag(self, row: int, to: QPoint) -> None:
        view, start = self.rail.viewport(), self.middle(row)
        QTest.mousePress(view, Qt.MouseButton.LeftButton, NO, start)
        for place in (start + QPoint(0, 3), (start + to) / 2, to):
            event = QMouseEvent(
                QEvent.Type.MouseMove,
                QPointF(place),
                QPointF(view.mapToGlobal(place)),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton,
                NO,
            )
            QApplication.sendEvent(view, event)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NO, to)


@pytest.fixture
def three() -> Iterator[Rail]:
    made = Rail(kept(1, "One"), kept(2, "Two"), kept(3, "Three"), can_reorder=True, takes_text=True)
    yield made
    destroy(made.rail)


def test_keys_say_what_is_wanted_of_the_chosen_list(three: Rail) -> None:
    three.rail.choose(2)
    for key in (Key.Key_F2, Key.Key_Return, Key.Key_Delete, Key.Key_Backspace):
        QTest.keyClick(three.rail, key)
    wanted = [("chosen", "Two"), ("edit", "Two"), ("opened", "Two"), ("remove", "Two"), ("remove", "Two")]
    assert three.heard == wanted
    QTest.keyClick(three.rail, Key.Key_Down)
    QTest.keyClick(three.rail, Key.Key_Down, CTRL)
    assert three.last() == ("chosen", "Three"), "the last one goes no further"
    QTest.keyClick(three.rail, Key.Key_Up, CTRL)
    assert three.last() == ("moved", "Three", 1)


def test_a_list_is_dragged_to_another_place(three: Rail) -> None:
    height = three.rail.sizeHintForRow(0)
    three.drag(0, QPoint(60, 3 * height - 4))
    assert three.last() == ("moved", "One", 2)
    three.drag(2, QPoint(60, 2))
    assert three.last() == ("moved", "Three", 0)
    count = len([said for said in three.heard if said[0] == "moved"])
    three.drag(1, three.middle(1) + QPoint(30, 0))
    assert len([said for said in three.heard if said[0] == "moved"]) == count, "to where it is already"


def test_a_rail_without_an_order_of_its_own_moves_nothing() -> None:
    made = Rail(kept(1), kept(2))
    made.rail.choose(1)
    QTest.keyClick(made.rail, Key.Key_Down, CTRL)
    made.drag(0, QPoint(60, 80))
    assert not any(said[0] == "moved" for said in made.heard)
    destroy(made.rail)


def test_text_is_taken_by_paste_and_drop(three: Rail) -> None:
    QApplication.clipboard().setText("snippet")
    QTest.keyClick(three.rail, Key.Key_V, CTRL)
    data = QMimeData()
    data.setText("dropped")
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(three.rail.viewport(), QDragEnterEvent(QPoint(10, 10), copy, data, left, NO))
    drop = QDropEvent(QPointF(10, 10), copy, data, left, NO)
    QApplication.sendEvent(three.rail.viewport(), drop)
    assert three.heard == [("pasted", "snippet"), ("pasted", "dropped")]


def test_the_chosen_list_stays_chosen_and_a_gone_one_gives_way(three: Rail) -> None:
    three.rail.choose(2)
    three.rail.show_lists([kept(3, "Three"), kept(2, "Two again"), kept(1, "One")])
    assert three.heard == [("chosen", "Two")]
    three.rail.show_lists([kept(3, "Three"), kept(1, "One")])
    assert three.last() == ("chosen", "One")
    three.rail.show_lists([])
    assert three.last() == ("chosen", None)
    assert three.rail.chosen_list is None


def test_a_screen_reader_hears_name_size_and_state(three: Rail) -> None:
    three.rail.show_lists([kept(1, "One", rows=1308, read_at=NOW, reading=reading())])
    heard = QAccessible.queryAccessibleInterface(three.rail).child(0).text(QAccessible.Text.Name)
    assert heard.startswith("One, 1,308, Read today, ")


@pytest.mark.parametrize(
    ("facts", "is_reading", "words", "warns"),
    [
        ({}, False, "Not read yet", False),
        ({"reading": reading(ReadingState.READING)}, True, "Reading now", False),
        ({"reading": reading(ReadingState.READING, total=4102)}, True, "Reading: 300 of 4,102", False),
        ({"rows": 300, "reading": reading(ReadingState.READING)}, False, "First 300 kept, reading broke off", True),
        ({"rows": 2000, "reading": reading(ReadingState.PAUSED)}, False, "First 2,000 kept, reading paused", True),
        ({"rows": 300, "reading": reading(ReadingState.CANCELLED)}, False, "First 300 kept, reading cancelled", True),
        ({"reading": reading(ReadingState.STOPPED, trouble="TooSlow")}, False, "Stopped at page 7", True),
        (
            {"reading": reading(ReadingState.STOPPED, trouble="NothingThere")},
            False,
            "No such list any more (404)",
            True,
        ),
        ({"is_listed": False}, False, "Not in your account any more", True),
        ({"read_at": NOW - timedelta(days=3), "reading": reading()}, False, "Read 3 days ago", False),
    ],
)
def test_how_far_a_list_was_read_is_told_in_words(
    facts: dict[str, Any], is_reading: bool, words: str, warns: bool
) -> None:
    assert ListTexts(REACTIN).state(kept(1, **facts), is_reading=is_reading) == (words, warns)


# -- the browser


class Counted(ListTexts):
    """A provider that counts calls and says how many there are."""

    cost = Cost.NONE

    def counted(self, count: int) -> str:
        return f"{count} contacts"

    def unread(self, kept: KeptList, price: object) -> Told:
        del kept, price
        return Told("list", "Not read yet", "It costs.", "Read", calls=3)


class Browsing:
    """A browser in a window, over a real database."""

    def __init__(self, database: Database) -> None:
        self.desk = ReactInDesk(database)
        self.window = QWidget()

    def show(self, texts: ListTexts | None = None) -> ListBrowser:
        self.browser = ListBrowser(
            self.desk.desk,
            texts or ListTexts(REACTIN),
            prefix="some",
            table_name="some-table",
            export_name="some-export",
        )
        self.browser.setParent(self.window)
        self.window.resize(900, 600)
        self.browser.resize(900, 600)
        self.window.show()
        return self.browser

    def text(self, name: str) -> str:
        label = self.browser.findChild(QLabel, name)
        assert isinstance(label, QLabel)
        return label.text() if label.isVisible() else ""

    def button(self, name: str) -> QPushButton:
        found = self.browser.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    async def rest(self) -> None:
        self.desk.reactin.go()
        destroy(self.window)
        await end_background_work(self.desk.notices)
        await settled()
        assert self.desk.notices.bugs == []


@pytest_asyncio.fixture
async def browsing(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Browsing]:
    del qapp
    database = Database(tmp_path / "leaddesk.db")
    yield Browsing(database)
    await database.aclose()


async def test_nothing_is_read_without_being_asked_and_the_price_stands_on_the_button(browsing: Browsing) -> None:
    one = await browsing.desk.smartlist("One", leads(120))
    browser = browsing.show(Counted(REACTIN))
    browser.show_list(one)
    await settled()
    assert browsing.desk.reactin.asked == []
    assert browsing.text("some-status") == "Not read yet."
    assert browsing.button("some-table-empty-action").accessibleName() == "Read, 3 calls"
    await browsing.rest()


async def test_a_known_end_moves_the_bar_and_tells_the_rest(browsing: Browsing) -> None:
    one = await browsing.desk.smartlist("One", leads(120))
    browsing.desk.reactin.total = 120
    browsing.desk.reactin.hold()
    browser = browsing.show(Counted(REACTIN))
    browser.show_list(one)
    browser.read()
    browsing.desk.reactin.let()
    await until(lambda: "50 of" in browsing.text("some-status"))
    assert browsing.text("some-status") == "50 of 120 contacts read. 2 calls to go, about 1 s"
    browser.pause()
    browsing.desk.reactin.let()
    await until(lambda: browser.can_go_on)
    assert browsing.button("some-resume").accessibleName() == "Go on, 1 call"
    await browsing.rest()


async def test_widgets_of_the_page_stand_in_head_and_bar_and_stay_with_an_empty_list(browsing: Browsing) -> None:
    one = await browsing.desk.smartlist("One")
    browser = browsing.show()
    head, bar = QPushButton("Head"), QPushButton("Look up")
    browser.add_to_head(head)
    browser.add_to_bar(bar)
    browser.show_list(one)
    await settled()
    assert head.isVisible()
    assert bar.isVisible()
    assert not browser.bar.isVisible(), "there is nothing to filter"
    browser.show_nothing(Told("list", "No list"))
    assert not bar.isVisible()
    assert browser.kept is None
    assert not browser.has_rows
    await browsing.rest()


async def test_a_reading_goes_on_while_another_list_is_shown(browsing: Browsing) -> None:
    one = await browsing.desk.smartlist("One", leads(120))
    two = await browsing.desk.smartlist("Two", leads(3, 500))
    browsing.desk.reactin.hold()
    browser = browsing.show()
    heard: list[str] = []
    browser.reading_changed.connect(lambda now: heard.append(now.name))
    browser.show_list(one)
    browser.read()
    await until(lambda: browsing.desk.reactin.asked == [("list-1", 1)])
    browser.show_list(two)
    browsing.desk.reactin.go()
    await until(lambda: not browser.readings.running)
    assert browser.kept is not None
    assert browser.kept.name == "Two"
    assert browsing.text("some-status") == "Not read yet."
    assert set(heard) == {"One"}
    assert (await browsing.desk.lists.one(one.id)).rows == 120
    await browsing.rest()


async def test_a_reading_that_begins_as_the_one_before_ends_is_known_to_run(browsing: Browsing) -> None:
    one = await browsing.desk.smartlist("One", leads(3))
    browser = browsing.show()
    again: list[int] = []

    def read_again() -> None:
        if not again and one.id not in browser.readings.running:
            again.append(one.id)
            browsing.desk.reactin.hold()
            browser.read(anew=True)

    browser.reading_changed.connect(read_again)
    browser.show_list(one)
    browser.read()
    await until(lambda: bool(again))
    await settled()
    assert browser.is_reading
    assert len(browsing.desk.desk.running.titles) == 1
    browsing.desk.reactin.go()
    await until(lambda: not browser.is_reading)
    await browsing.rest()


async def test_the_filter_and_the_scroll_position_outlive_a_refresh(browsing: Browsing) -> None:
    one = await browsing.desk.smartlist("One", leads(120))
    browser = browsing.show()
    browser.show_list(one)
    browser.read()
    await until(lambda: not browser.is_reading and browser.has_rows)
    browser.table.set_needle("ann1")
    await until(lambda: len(browser.table.shown_rows()) == 31)
    browsing.desk.reactin.lists["list-1"] = [*leads(120), lead(150)]
    browser.read(anew=True)
    await until(lambda: not browser.is_reading and len(browser.table.source) == 121)
    await until(lambda: len(browser.table.shown_rows()) == 32)
    assert browser.table.is_filtered
    await browsing.rest()


async def test_export_is_about_the_rows_on_screen_and_named_after_the_list(browsing: Browsing) -> None:
    one = await browsing.desk.smartlist("Launch", leads(5))
    browser = browsing.show()
    browser.show_list(one)
    browser.read()
    await until(lambda: not browser.is_reading and browser.has_rows)
    browsing.button("some-export").click()
    await settled()
    dialog = browsing.window.findChild(QWidget, "export-dialog")
    assert isinstance(dialog, QWidget)
    assert "Launch" in dialog.windowTitle()
    destroy(dialog)
    await browsing.rest()


@pytest.mark.parametrize("size", [100, 150])
@pytest.mark.parametrize("width", [1100, 763])
async def test_nothing_is_cut_or_lies_over_anything(
    browsing: Browsing, qapp: QApplication, size: int, width: int
) -> None:
    theme.apply(qapp, "light", size)
    one = await browsing.desk.smartlist("Launch " + "x" * 80, leads(60))
    browser = browsing.show()
    browser.show_list(one)
    browser.read()
    await until(lambda: not browser.is_reading and browser.has_rows)
    browsing.desk.reactin.lists["list-1"] = [lead(0, Fit="High"), *leads(50, 5), *leads(2, 90)]
    browser.read(anew=True)
    await until(lambda: not browser.is_reading and "columns" in browsing.text("some-status"))
    browsing.window.resize(width, 546)
    browser.resize(width, 546)
    await settled()
    assert browser.minimumSizeHint().width() <= width
    parts: list[QWidget] = [browser.head, browser.card, browser.chips, browser.bar, browser.table]
    places = [part.rect().translated(part.mapTo(browser, QPoint(0, 0))) for part in parts]
    assert not any(one.intersects(other) for at, one in enumerate(places) for other in places[at + 1 :])
    assert all(browser.rect().contains(place) for place in places)
    status = browser.card.status
    assert status.height() >= status.heightForWidth(status.width()), "all lines of the sentence"
    assert browser.table.height() >= 4 * browser.table.view.row_height()
    await browsing.rest()


def test_other_providers_have_other_words() -> None:
    assert ListTexts(LEADSOPEDIA).trouble("ProviderFailed") == "Leadsopedia had a problem of its own."
    assert ListTexts(REACTIN).trouble("SomethingNew") == "ReactIn did not give what was asked."
