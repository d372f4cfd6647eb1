"""The frame: pages that are built when they are shown, the newest message above them, and the way round by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from leaddesk.ui import theme
from leaddesk.ui.commands import Command, Commands
from leaddesk.ui.desk import Desk
from leaddesk.ui.main_window import MainWindow, TabPlan
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.running import Running
from tests.ui.gone import destroy

NAMES = ("reachstream-tab", "leads-tab", "activity-tab")


class Page(QWidget):
    """Three panes; nothing in the second can have the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = [QLineEdit(), QLineEdit(), QLineEdit()]
        self.panes = [QWidget(), QWidget(), QWidget()]
        column = QVBoxLayout(self)
        insides: list[list[QWidget]] = [[*self.fields[:2]], [QLabel("x")], [*self.fields[2:]]]
        for pane, inside in zip(self.panes, insides, strict=True):
            row = QVBoxLayout(pane)
            for widget in inside:
                row.addWidget(widget)
            column.addWidget(pane)


class Frame:
    """A furnished window with three tabs; ``built`` tells which pages were."""

    def __init__(self, *, geometry: str = "", tab: str = "", is_demo: bool = False) -> None:
        self.built: list[str] = []
        self.ran: list[str] = []
        self.commands = Commands()
        self.running = Running()
        self.notices = Notices(lambda page: self.ran.append(f"settings {page}"))
        for name, key in (("palette", "Ctrl+K"), ("settings", "Ctrl+,"), ("count", "Ctrl+Return")):
            run = partial(self.ran.append, name)
            self.commands.add(Command(name, name.title(), "file", run, (key,), icon="filter"))
        facts: dict[str, Any] = {"commands": self.commands, "running": self.running, "notices": self.notices}
        self.window = MainWindow(geometry)
        self.window.furnish(
            cast("Desk", SimpleNamespace(is_demo=is_demo, **facts)),
            [TabPlan(name, name.title(), "filter", partial(self._build, name)) for name in NAMES],
            [("file", "&File")],
            tab,
        )
        self.window.show()
        self.window.activateWindow()
        QApplication.processEvents()

    def _build(self, name: str) -> Page:
        self.built.append(name)
        return Page()

    def page(self, name: str = NAMES[0]) -> Page:
        found = self.window.page(name)
        assert isinstance(found, Page)
        return found

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifiers)


@pytest.fixture
def frame(qapp: QApplication) -> Iterator[Frame]:
    made = Frame()
    yield made
    destroy(made.window)
    theme.apply(qapp, "light", 100)


def test_a_page_is_built_when_it_is_shown_for_the_first_time(frame: Frame) -> None:
    assert frame.built == [NAMES[0]]
    assert frame.window.page("leads-tab") is None
    frame.window.show_tab("leads-tab")
    frame.window.show_tab(NAMES[0])
    frame.window.show_tab("leads-tab")
    assert frame.built == [NAMES[0], "leads-tab"]
    assert frame.window.current_tab == "leads-tab"
    for unknown in (frame.window.show_tab, frame.window.page):
        with pytest.raises(KeyError):
            unknown("unheard-of")


def test_the_last_tab_is_the_first_that_is_shown(qapp: QApplication) -> None:
    frame = Frame(tab="activity-tab")
    assert frame.built == ["activity-tab"]
    destroy(frame.window)
    frame = Frame(tab="unheard-of")
    assert frame.built == [NAMES[0]]
    destroy(frame.window)


def test_tabs_go_round(frame: Frame) -> None:
    frame.window.step_tab(-1)
    assert frame.window.current_tab == "activity-tab"
    frame.window.step_tab(1)
    assert frame.window.current_tab == NAMES[0]


def test_it_is_told_which_tab_is_shown(frame: Frame) -> None:
    shown: list[str] = []
    frame.window.tab_shown.connect(shown.append)
    frame.window.show_tab("leads-tab")
    assert shown == ["leads-tab"]


def test_the_newest_message_stands_over_whichever_page_is_shown(frame: Frame) -> None:
    frame.notices.say(Notice("danger", "It failed."))
    QApplication.processEvents()
    assert frame.window.notice_bar.isVisible()
    frame.window.show_tab("leads-tab")
    QApplication.processEvents()
    assert frame.window.notice_bar.isVisible()
    page = frame.page("leads-tab")
    bar = frame.window.notice_bar
    assert bar.mapTo(frame.window, bar.rect().bottomLeft()).y() <= page.mapTo(frame.window, page.rect().topLeft()).y()


def test_a_message_whose_trouble_is_over_goes(frame: Frame) -> None:
    trouble, good = Notice("danger", "It failed."), Notice("success", "Copied.")
    frame.notices.say(trouble)
    frame.notices.say(good)
    frame.notices.taken_back.emit(trouble)
    label = frame.window.notice_bar.findChild(QLabel, "notice")
    assert isinstance(label, QLabel)
    assert "Copied" in label.text(), "what is shown instead stays"
    frame.window.notice_bar.clear()
    assert not frame.window.notice_bar.isVisible(), "and nothing comes back"
    frame.notices.say(trouble)
    frame.notices.taken_back.emit(trouble)
    assert not frame.window.notice_bar.isVisible()


def test_panes_are_gone_through_with_the_keyboard_and_one_without_a_stop_is_skipped(frame: Frame) -> None:
    page = frame.page()
    frame.window.setFocus()
    for step, expected in ((1, 0), (1, 2), (1, 0), (-1, 2), (-1, 0)):
        frame.window.step_pane(step, page.panes)
        assert page.fields[expected].hasFocus(), (step, expected)
    page.fields[1].setFocus()
    frame.window.step_pane(1, page.panes)
    assert page.fields[2].hasFocus()


def test_a_pane_inside_another_comes_after_it(frame: Frame) -> None:
    page = frame.page()
    inner = QWidget(page.panes[0])
    column = QVBoxLayout(inner)
    field = QLineEdit()
    column.addWidget(field)
    outer = page.panes[0].layout()
    assert outer is not None
    outer.addWidget(inner)
    QApplication.processEvents()
    panes = [page.panes[0], inner, page.panes[2]]
    page.fields[0].setFocus()
    for step, expected in ((1, field), (1, page.fields[2]), (-1, field), (-1, page.fields[0])):
        frame.window.step_pane(step, panes)
        assert expected.hasFocus(), step


def test_a_pane_can_be_a_stop_itself(frame: Frame) -> None:
    page = frame.page()
    panes = [page.fields[0], page.panes[2]]
    page.fields[1].setFocus()
    for step, expected in ((1, 0), (1, 2), (1, 0), (-1, 2)):
        frame.window.step_pane(step, panes)
        assert page.fields[expected].hasFocus(), (step, expected)


def test_without_any_stop_the_keyboard_stays_where_it_is(frame: Frame) -> None:
    page = frame.page()
    page.fields[0].setFocus()
    frame.window.step_pane(1, [page.panes[1]])
    assert page.fields[0].hasFocus()


def test_keys_and_menus_reach_the_commands(frame: Frame) -> None:
    frame.page().fields[0].setFocus()
    frame.press(Qt.Key.Key_Return)
    menu = frame.window.menuBar().findChild(QMenu, "menu-file")
    assert isinstance(menu, QMenu)
    menu.actions()[2].trigger()
    assert frame.ran == ["count", "count"]


def test_the_corner_opens_settings_and_the_palette(frame: Frame) -> None:
    settings = frame.window.findChild(QWidget, "settings-button")
    palette = frame.window.findChild(QPushButton, "palette-button")
    assert settings is not None
    assert isinstance(palette, QPushButton)
    QTest.mouseClick(settings, Qt.MouseButton.LeftButton)
    assert frame.ran == ["settings"]
    assert QAccessible.queryAccessibleInterface(settings).text(QAccessible.Text.Name) == "Settings"
    assert "Ctrl+K" in palette.text()
    palette.click()
    assert frame.window.findChild(QLineEdit, "palette-input") is not None


def test_what_runs_is_counted_and_named(frame: Frame) -> None:
    indicator = frame.window.findChild(QPushButton, "jobs-indicator")
    assert isinstance(indicator, QPushButton)
    assert not indicator.isVisible()
    ticket = frame.running.begin("Exporting <b>leads</b>.csv")
    frame.running.begin("Explaining the count")
    assert indicator.isVisible()
    assert indicator.text() == "2 running"
    assert "<b>leads" not in indicator.toolTip()
    assert "Explaining" in indicator.toolTip()
    indicator.click()
    assert frame.window.current_tab == "activity-tab"
    frame.running.end(ticket)
    assert indicator.text() == "1 running"


def test_the_status_bar_tells_both_ends(frame: Frame) -> None:
    frame.window.tell_connection("ReachStream connected", "check", "success")
    frame.window.tell_saved("All changes saved")
    words = {name: frame.window.findChild(QLabel, name) for name in ("status-connection", "status-saved")}
    assert [label.text() for label in words.values() if isinstance(label, QLabel)] == [
        "ReachStream connected",
        "All changes saved",
    ]


@pytest.mark.parametrize("is_demo", [False, True])
def test_the_demo_says_that_it_is_one(qapp: QApplication, is_demo: bool) -> None:
    frame = Frame(is_demo=is_demo)
    mark = frame.window.findChild(QWidget, "demo-mark")
    assert mark is not None
    assert mark.isVisible() == is_demo
    assert ("demo" in frame.window.windowTitle()) == is_demo
    destroy(frame.window)


def test_size_and_place_come_back(qapp: QApplication) -> None:
    first = Frame()
    first.window.resize(1000, 700)  # the screen of the tests is a small one
    kept = first.window.geometry_now()
    destroy(first.window)
    second = Frame(geometry=kept)
    assert (second.window.width(), second.window.height()) == (1000, 700)
    destroy(second.window)


@pytest.mark.parametrize("kept", ["", "nonsense", "äöü", "AAAA", "A" * 10_000])
def test_a_damaged_geometry_is_the_first_size(qapp: QApplication, kept: str) -> None:
    window = MainWindow(kept)
    assert (window.width(), window.height()) == (1280, 800)
    destroy(window)


def test_a_window_from_a_screen_that_is_gone_is_seen(qapp: QApplication) -> None:
    far = MainWindow()
    far.move(30_000, 20_000)
    kept = far.geometry_now()
    destroy(far)
    window = MainWindow(kept)
    assert any(screen.availableGeometry().intersects(window.geometry()) for screen in qapp.screens())
    destroy(window)


def test_closing_is_told_and_what_comes_before_the_furniture_works(qapp: QApplication) -> None:
    window = MainWindow()
    closed: list[str] = []
    window.closing.connect(lambda: closed.append("closed"))
    assert window.page("reachstream-tab") is None
    window.open_palette()
    window.show()
    window.close()
    assert closed == ["closed"]
    destroy(window)


def test_the_frame_follows_the_theme(frame: Frame, qapp: QApplication) -> None:
    for name, tokens in (("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.apply(qapp, name, 100)
        QApplication.processEvents()
        picture = frame.window.tabs.tabIcon(0).pixmap(16, 16).toImage()
        inks = {picture.pixelColor(x, y).name().upper() for x in range(16) for y in range(16)}
        assert tokens.accent in inks


def test_the_window_is_no_wider_than_a_small_screen_at_any_text_size(frame: Frame, qapp: QApplication) -> None:
    for size in (100, 150):
        theme.apply(qapp, "light", size)
        QApplication.processEvents()
        assert frame.window.minimumSizeHint().width() <= 1280


@pytest.mark.parametrize("size", [100, 125, 150])
def test_the_corner_gives_way_to_the_tabs(frame: Frame, qapp: QApplication, size: int) -> None:
    theme.apply(qapp, "light", size)
    palette = frame.window.findChild(QPushButton, "palette-button")
    assert isinstance(palette, QPushButton)
    tabs = frame.window.tabs.tabBar()
    for width in (1000, 1280, 1000):
        frame.window.resize(width, 640)
        QTest.qWait(0)
        QApplication.processEvents()
        corner = frame.window.tabs.cornerWidget(Qt.Corner.TopRightCorner)
        assert tabs.sizeHint().width() + corner.sizeHint().width() <= width
        assert palette.accessibleName().startswith("Commands")
        assert palette.height() >= palette.sizeHint().height()
    for index in range(frame.window.tabs.count() - 1):
        # Longer titles than there is room for: the corner says less.
        frame.window.tabs.setTabText(index, "A tab with a long title of its own, longer still" * 2)
    frame.window.resize(1001, 640)
    assert not palette.text()
    assert palette.accessibleName() == "Commands"
    assert "Ctrl+K" in palette.toolTip()


def test_the_pages_have_a_name(frame: Frame) -> None:
    assert QAccessible.queryAccessibleInterface(frame.window.tabs).text(QAccessible.Text.Name) == "Pages"
