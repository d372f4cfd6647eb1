"""The whole window by Tab and F6, at any text size; and what its status bar says of a key that was just kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from leaddesk.ui import theme
from leaddesk.ui.widgets.progress_row import ElidedLabel
from tests.journeys.acts import (
    READY,
    close_settings,
    count,
    enter,
    notice,
    open_settings,
    replace_text,
    shortcut,
    shows,
)
from tests.journeys.conftest import Desktops

pytestmark = pytest.mark.usefixtures("quick")

_GIVE_WAY = {"sample-table-caption", "filter-title", "export-reason"}
"""They end in an ellipsis, or say less, where there is no room."""


async def tab_order(visitor: Visitor) -> list[str]:
    """The names that Tab meets, from the first field on, until it is there again."""
    visitor.window.activateWindow()
    await visitor.wait(visitor.window.isActiveWindow, "the window is the active one")
    first = visitor.find("filter-job_title-input")
    first.setFocus(Qt.FocusReason.TabFocusReason)
    met: list[str] = []
    for _ in range(120):
        focused = QApplication.focusWidget()
        assert focused is not None
        if met and focused is first:
            return met
        met.append(focused.objectName())
        visitor.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not come round: {met}")


def cut_off(window: QWidget) -> list[str]:
    """Labels and buttons that are smaller than their words."""
    found = []
    for part in window.findChildren(QWidget):
        if not part.isVisible() or isinstance(part, ElidedLabel) or part.objectName() in _GIVE_WAY:
            continue
        if isinstance(part, QLabel) and part.wordWrap() and part.text():
            if part.heightForWidth(part.width()) > part.height() + 1:
                found.append(f"{part.objectName()}: {part.text()}")
        elif isinstance(part, QLabel | QAbstractButton) and part.text():
            needed = part.sizeHint()
            if needed.width() > part.width() + 1 or needed.height() > part.height() + 1:
                found.append(f"{part.objectName()}: {part.text()}")
    return found


async def test_results_are_in_the_tab_order_and_an_empty_table_is_not(desktops: Desktops) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        await visitor.wait_for("filter-job_title-input")
        order = await tab_order(visitor)
        assert "sample-table" not in order
        assert "price-result" not in order, "there is none yet"
        enter(visitor, "job_title_level", "Director")
        await count(visitor)
        await visitor.wait(lambda: shows(visitor, "credits-result", "Read just now"), "the credits")
        order = await tab_order(visitor)
        results = ["filter-summary", "count-result", "credits-result", "credits-refresh", "price-result"]
        here = order.index("filter-summary")
        assert order[here : here + 6] == [*results, "count-button"]
        assert order.index("sample-table") > order.index("count-explain")


async def test_f6_reaches_the_detail_pane_too(desktops: Desktops) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        await count(visitor)
        await visitor.wait(lambda: visitor.sees("sample-table"), "a sample")
        await shortcut(visitor, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        pane = await visitor.wait_for("sample-table-details")
        met = []
        for _ in range(5):
            await shortcut(visitor, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)
            focused = QApplication.focusWidget()
            assert focused is not None
            met.append(pane.isAncestorOf(focused))
        assert met.count(True) == 1
        while not pane.isAncestorOf(QApplication.focusWidget() or visitor.window):
            await shortcut(visitor, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)
        await shortcut(visitor, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert not pane.isAncestorOf(focused)
        assert visitor.find("reachstream-sample").isAncestorOf(focused)


@pytest.mark.parametrize("size", [100, 115, 130, 150])
async def test_no_word_is_cut_in_the_smallest_window(desktops: Desktops, qapp: QApplication, size: int) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings={**READY, "text_size": size})
        visitor, window = desktop.visitor, desktop.session.window
        window.resize(1000, 640)
        enter(visitor, "job_title_level", "Director")
        enter(visitor, "company_address_country", "United States")
        await visitor.settle()
        assert cut_off(window) == []
        await count(visitor)
        await visitor.wait(lambda: shows(visitor, "credits-result", "Read just now"), "the credits")
        visitor.click("count-explain")
        await visitor.wait(lambda: shows(visitor, "explain-result", "cuts"), "the explanation")
        await visitor.settle()
        assert cut_off(window) == []
        assert window.size() == QSize(1000, 640)
        rail = visitor.find("filter-rail")
        assert rail.maximumWidth() == round(396 * theme.scale())
        assert round(100 * theme.scale()) in range(size - 4, size + 5)
        enter(visitor, "job_title", "Wizard of Nowhere")
        assert await count(visitor) == 0
        await visitor.settle()
        assert cut_off(window) == []
        again = visitor.find("sample-table-empty-action", QAbstractButton)
        assert again.accessibleName() == "Explain, Free"
    theme.apply(qapp, "light", 100)


async def test_the_status_bar_follows_a_key_that_is_kept_tested_and_removed(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY, key=None)).visitor
        await visitor.wait(lambda: shows(visitor, "status-connection", "Not connected yet"), "it is not connected")
        enter(visitor, "job_title_level", "Director")
        await count(visitor)
        await notice(visitor, "key")
        await open_settings(visitor)
        await visitor.wait(lambda: shows(visitor, "reachstream-key-state", "No key"), "there is no key")
        replace_text(visitor, "reachstream-key-field", sandbox.key)
        state = visitor.find("reachstream-key-state")
        state.setFocus(Qt.FocusReason.TabFocusReason)
        assert state.hasFocus()
        assert state.focusPolicy() & Qt.FocusPolicy.TabFocus
        visitor.click("reachstream-key-save")
        await visitor.wait(lambda: shows(visitor, "status-connection", "key kept"), "the window knows of the key")
        assert not visitor.sees("notice"), "what was said of the key is taken back"
        await visitor.wait(lambda: visitor.find("reachstream-key-test").isEnabled(), "the key can be tested")
        visitor.click("reachstream-key-test")
        await visitor.wait(lambda: shows(visitor, "reachstream-test-result", "credits"), "ReachStream answers")
        assert shows(visitor, "status-connection", "ReachStream connected")
        visitor.click("reachstream-key-remove")
        visitor.click("reachstream-key-remove-confirm")
        await visitor.wait(lambda: shows(visitor, "status-connection", "Not connected yet"), "the key is gone")
        assert visitor.find("reachstream-key-field", QLineEdit).text() == ""
        await close_settings(visitor)
