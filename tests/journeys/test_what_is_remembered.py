"""Window, tab, columns, splitter, theme and text size are as they were left; theme and size change at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QSplitter, QTableView

from leaddesk.tour.visitor import Visitor
from leaddesk.ui import theme
from tests.journeys.acts import (
    READY,
    close_settings,
    count,
    enter,
    items,
    open_settings,
    shortcut,
    shows,
)
from tests.journeys.conftest import Desktops

pytestmark = pytest.mark.usefixtures("quick")


def titles(table: QTableView) -> list[str]:
    """Of the columns on screen, from left to right."""
    head = table.horizontalHeader()
    logical = [head.logicalIndex(place) for place in range(head.count())]
    return [
        str(table.model().headerData(column, Qt.Orientation.Horizontal))
        for column in logical
        if not head.isSectionHidden(column)
    ]


def widths(table: QTableView) -> dict[str, int]:
    head = table.horizontalHeader()
    names = [str(table.model().headerData(column, Qt.Orientation.Horizontal)) for column in range(head.count())]
    return {name: head.sectionSize(column) for column, name in enumerate(names)}


async def sample(visitor: Visitor) -> QTableView:
    assert await count(visitor) > 0
    await visitor.wait(lambda: items(visitor, "sample-table"), "rows")
    await visitor.settle()
    return visitor.find("sample-table", QTableView)


async def test_everything_is_where_it_was_left(desktops: Desktops) -> None:
    async with desktops() as open_desktop:
        first = await open_desktop(settings=READY)
        visitor = first.visitor
        enter(visitor, "job_title_level", "Director")
        table = await sample(visitor)
        first.session.window.resize(1000, 700)
        await visitor.settle()
        splitter = visitor.find("reachstream-splitter", QSplitter)
        handle = splitter.handle(1)
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(0, 200))
        QTest.mouseMove(handle, QPoint(-60, 200))
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(-60, 200))
        head = table.horizontalHeader()
        head.moveSection(head.visualIndex(titles(table).index("Name")), 2)
        head.resizeSection(head.logicalIndex(0), 233)
        visitor.click("count-by-itself")
        table.setCurrentIndex(table.model().index(3, 0))
        visitor.press(Qt.Key.Key_Return, on=table)
        await visitor.wait_for("sample-table-details")
        first.session.window.show_tab("leads-tab")
        left = (splitter.sizes(), titles(table), widths(table)[titles(table)[0]], first.session.window.size())
        assert left[0][0] < 396, "the rail is narrower"
        await first.session.close()

        second = await open_desktop()
        visitor = second.visitor
        assert second.session.window.size() == left[3] == QSize(1000, 700)
        assert second.session.window.current_tab == "leads-tab"
        second.session.window.show_tab("reachstream-tab")
        await visitor.wait(lambda: shows(visitor, "count-result", "Counted"), "it counts by itself, as it was told")
        table = await sample(visitor)
        assert visitor.find("reachstream-splitter", QSplitter).sizes()[0] == left[0][0]
        assert titles(table) == left[1]
        assert widths(table)[titles(table)[0]] == left[2]
        assert visitor.sees("sample-table-details")


async def test_theme_and_text_size_change_at_once_and_stay(desktops: Desktops) -> None:
    async with desktops() as open_desktop:
        first = await open_desktop(settings={**READY, "theme": "light"})
        visitor = first.visitor
        enter(visitor, "job_title_level", "Director")
        await sample(visitor)
        light, letters = _ground(visitor), _letters(visitor)
        assert light.lightness() > 200
        await open_settings(visitor, "appearance")
        visitor.click("appearance-dark")
        await visitor.settle()
        assert _ground(visitor).lightness() < 80
        assert visitor.find("settings-dialog").palette().color(QPalette.ColorRole.Window).lightness() < 80
        picture = visitor.window.grab().toImage()
        assert picture.pixelColor(5, picture.height() // 2).lightness() < 80, "it is painted so, too"
        sizes = visitor.find("appearance-text-size", QComboBox)
        sizes.setCurrentIndex(sizes.findData(150))
        sizes.activated.emit(sizes.currentIndex())
        await visitor.settle()
        assert _letters(visitor) > letters * 1.3
        assert _clipped(visitor) == []
        await close_settings(visitor)

        await shortcut(visitor, Qt.Key.Key_0)
        await visitor.settle()
        assert _letters(visitor) == letters
        for _ in range(2):
            first.session.commands.action("larger").trigger()
        await first.session.close()

        second = await open_desktop()
        assert _ground(second.visitor).lightness() < 80
        assert theme.font().pixelSize() > 0 or theme.font().pointSizeF() > 0
        assert _letters(second.visitor) > letters * 1.2
        second.session.set_appearance(chosen="light", text_size=100)


def _ground(visitor: Visitor) -> QColor:
    return visitor.window.palette().color(QPalette.ColorRole.Window)


def _letters(visitor: Visitor) -> int:
    return visitor.find("count-result").fontMetrics().height()


def _clipped(visitor: Visitor) -> list[str]:
    """Labels of one line whose words do not fit; one that is cut on purpose tells all of them in its tooltip."""
    labels = [label for label in visitor.window.findChildren(QLabel) if label.isVisible() and not label.wordWrap()]
    cut = [label for label in labels if label.width() < label.minimumSizeHint().width()]
    return [label.text() for label in cut if label.text() not in label.toolTip()]


async def test_the_chosen_columns_are_remembered_for_the_table(desktops: Desktops) -> None:
    async with desktops() as open_desktop:
        first = await open_desktop(settings=READY)
        enter(first.visitor, "job_title_level", "Director")
        table = await sample(first.visitor)
        before = titles(table)
        first.session.commands.action("columns").trigger()
        await first.visitor.wait_for("sample-table-columns-panel")
        listed = first.visitor.find("sample-table-columns-panel").findChildren(QAbstractItemView)[0]
        gone = before[1]
        model = listed.model()
        row = next(row for row in range(model.rowCount()) if str(model.index(row, 0).data()) == gone)
        model.setData(model.index(row, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
        await first.visitor.settle()
        assert titles(table) == [title for title in before if title != gone]
        await first.session.close()
        second = await open_desktop()
        await second.visitor.wait(lambda: second.visitor.find("count-button").isEnabled(), "the filter is back")
        assert titles(await sample(second.visitor)) == [title for title in before if title != gone]
