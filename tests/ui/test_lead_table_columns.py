"""Columns: choose, order, resize, freeze, and find them again."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.table import Column
from leaddesk.ui.widgets.table.columns_panel import ColumnList, ColumnsPanel
from tests.fakes.memory_preferences import MemoryPreferences
from tests.ui.lead_tables import COLUMNS, PEOPLE, Page, head_place, open_page, put_current, stored

LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
FIRST = ["name", "size", "staff", "zip", "surprise"]


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Press, move in steps as a hand does, let go."""
    QTest.mousePress(widget, LEFT, NO_MODIFIER, start)
    for step in range(1, 6):
        QTest.mouseMove(widget, start + (end - start) * step / 5)
    QTest.mouseRelease(widget, LEFT, NO_MODIFIER, end)


def section(page: Page, name: str) -> int:
    return [column.name for column in COLUMNS].index(name)


def panel(page: Page) -> tuple[ColumnsPanel, ColumnList]:
    page.bar.columns_button.setFocus()
    QTest.mouseClick(page.bar.columns_button, LEFT)
    opened = page.findChild(ColumnsPanel, "people-table-columns-panel")
    listed = page.findChild(ColumnList, "people-table-columns-panel-list")
    assert opened is not None
    assert listed is not None
    return opened, listed


def test_at_first_the_chosen_ones_and_what_nobody_knew_of(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    assert page.table.visible_columns() == FIRST, "site and mail have titles: known, and not among the first"
    assert [facts.name for facts in page.table.columns.facts()] == [
        "name",
        "size",
        "staff",
        "zip",
        "site",
        "mail",
        "surprise",
    ]


def test_a_changed_set_of_columns_is_taken_in(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    page.table.columns.order(["zip", "name"])
    page.table.show_source(HeldRows([Column("zip"), Column("later")], [("1", "2")]))
    assert page.table.visible_columns() == ["zip", "later"]
    page.table.show_source(HeldRows(COLUMNS, PEOPLE))
    assert page.table.visible_columns() == ["zip", "size", "staff", "name", "surprise"], "places are kept"


def test_dragging_a_title_moves_its_column(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    drag(page.table.view.head.viewport(), head_place(page, "zip"), head_place(page, "name") - QPoint(20, 0))
    assert page.table.visible_columns() == ["zip", "name", "size", "staff", "surprise"]
    assert [place["name"] for place in stored(page)["columns"]][:2] == ["zip", "name"]


def test_dragging_a_handle_resizes_and_is_remembered(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    head, staff = page.table.view.head, section(page, "staff")
    before, others = head.sectionSize(staff), head.sectionSize(section(page, "zip"))
    start = head_place(page, "staff", at_edge=True)
    drag(head.viewport(), start, start + QPoint(60, 0))
    wide = head.sectionSize(staff)
    assert wide == pytest.approx(before + 60, abs=8)
    assert head.sectionSize(section(page, "zip")) == pytest.approx(others, abs=1)
    stored(page)
    again = open_page(qtbot, preferences=page.preferences)
    assert again.table.view.head.sectionSize(staff) == wide


def test_a_double_click_on_a_handle_fits_the_rows_on_screen(qtbot: QtBot) -> None:
    long_name = "A rather long name for one single person"
    page = open_page(qtbot, rows=[(long_name, *[None] * 6), *PEOPLE])
    view = page.table.view
    page.table.columns.resize("name", 60)
    assert view.cells.is_elided(0, 0, view.columnWidth(0))
    edge = head_place(page, "name", at_edge=True)
    QTest.mouseClick(view.head.viewport(), LEFT, NO_MODIFIER, edge)
    QTest.mouseDClick(view.head.viewport(), LEFT, NO_MODIFIER, edge)
    assert not view.cells.is_elided(0, 0, view.columnWidth(0))


def test_frozen_columns_stay_and_the_keyboard_brings_others_out_from_under_them(qtbot: QtBot) -> None:
    page = open_page(qtbot, width=420)
    view = page.table.view
    for name in FIRST:
        page.table.columns.resize(name, 160)
    page.table.columns.freeze_up_to("name")
    QApplication.processEvents()
    assert view.frozen.isVisible()
    assert view.frozen.width() == view.columnWidth(0)
    assert [column for column in range(7) if not view.frozen.isColumnHidden(column)] == [0]
    put_current(page, 1, "surprise")
    assert view.horizontalScrollBar().value() > 0
    assert view.visualRect(view.rows_model.index(1, 0)).left() == 0
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().column() == 0
    assert view.horizontalScrollBar().value() > 0, "a frozen cell is on screen already"
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.visualRect(view.currentIndex()).left() >= view.frozen.width()
    assert stored(page)["frozen"] == 1
    again = open_page(qtbot, preferences=page.preferences, width=420)
    assert again.table.columns.last_frozen() == "name"
    assert again.table.view.frozen.isVisible()
    again.table.columns.freeze_up_to("")
    assert not again.table.view.frozen.isVisible()


def test_columns_too_wide_to_freeze_scroll_until_there_is_room(qtbot: QtBot) -> None:
    page = open_page(qtbot, width=420)
    page.table.columns.resize("name", 350)
    page.table.columns.freeze_up_to("name")
    assert not page.table.view.frozen.isVisible()
    page.resize(900, 400)
    assert page.table.view.frozen.isVisible()


def test_frozen_columns_scroll_down_with_the_rows(qtbot: QtBot) -> None:
    page = open_page(qtbot, rows=PEOPLE * 50)
    page.table.columns.freeze_up_to("name")
    page.table.view.verticalScrollBar().setValue(777)
    assert page.table.view.frozen.verticalScrollBar().value() == 777
    page.table.sort("name")
    assert page.table.view.frozen.verticalScrollBar().value() == page.table.view.verticalScrollBar().value() == 0


def test_the_panel_shows_and_hides_by_key_and_click(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    opened, listed = panel(page)
    assert opened.isVisible()
    assert opened.window() is page, "a child of the window: assistive technology sees no popups"
    assert listed.hasFocus()
    QTest.keyClick(listed, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_Space)
    assert page.table.visible_columns() == ["name", "staff", "zip", "surprise"]
    QTest.mouseClick(listed.viewport(), LEFT, NO_MODIFIER, listed.visualItemRect(listed.item(4)).center())
    assert page.table.visible_columns() == ["name", "staff", "zip", "site", "surprise"]
    QTest.keyClick(listed, Qt.Key.Key_Escape)
    assert not opened.isVisible()
    assert page.bar.columns_button.hasFocus()


def test_the_panel_orders_by_key_and_by_dragging(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    _, listed = panel(page)
    QTest.keyClick(listed, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.table.visible_columns() == ["size", "name", "staff", "zip", "surprise"]
    assert listed.current_name() == "name"
    QTest.keyClick(listed, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.table.visible_columns() == FIRST
    viewport = listed.viewport()
    drag(viewport, listed.visualItemRect(listed.item(3)).center(), listed.visualItemRect(listed.item(0)).center())
    assert page.table.visible_columns() == ["zip", "name", "size", "staff", "surprise"], "and nothing was unchecked"


def test_the_panel_freezes_and_resets(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    _, listed = panel(page)
    freeze = page.findChild(QPushButton, "people-table-columns-panel-freeze")
    reset = page.findChild(QPushButton, "people-table-columns-panel-reset")
    assert freeze is not None
    assert reset is not None
    listed.setCurrentRow(1)
    QTest.mouseClick(freeze, LEFT)
    assert page.table.columns.last_frozen() == "size"
    assert freeze.text() == "Unfreeze"
    QTest.mouseClick(freeze, LEFT)
    assert page.table.columns.last_frozen() == ""
    page.table.columns.order(["zip", "name"])
    page.table.columns.show("size", shown=False)
    QTest.mouseClick(reset, LEFT)
    assert page.table.visible_columns() == FIRST


def test_the_panel_closes_on_a_click_elsewhere_and_on_its_button(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    opened, _ = panel(page)
    QTest.mouseClick(page.table.view.viewport(), LEFT, NO_MODIFIER, QPoint(30, 150))
    assert not opened.isVisible()
    QTest.mouseClick(page.bar.columns_button, LEFT)
    assert opened.isVisible()
    QTest.mouseClick(page.bar.columns_button, LEFT)
    assert not opened.isVisible()


def test_the_last_column_stays(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    for name in FIRST:
        page.table.columns.show(name, shown=False)
    assert page.table.visible_columns() == ["surprise"]
    _, listed = panel(page)
    listed.setCurrentRow(6)
    QTest.keyClick(listed, Qt.Key.Key_Space)
    assert page.table.visible_columns() == ["surprise"]
    assert listed.item(6).checkState() == Qt.CheckState.Checked


def test_all_columns_share_the_room_until_somebody_resizes_one(qtbot: QtBot) -> None:
    wide = [("An unusually long name", 1, "10", "1", None, None, "An unusually long surprise that nobody knew")]
    page = open_page(qtbot, rows=wide * 3, width=560)
    assert page.table.view.head.length() <= page.table.view.viewport().width()
    page.resize(1000, 400)
    roomy = page.table.view.columnWidth(6)
    page.resize(560, 400)
    assert page.table.view.columnWidth(6) < roomy
    page.table.columns.resize("name", 200)
    fixed = page.table.view.columnWidth(6)
    page.resize(1000, 400)
    assert page.table.view.columnWidth(6) == fixed


def test_room_beside_the_columns_goes_to_those_that_are_cut(qtbot: QtBot) -> None:
    long = "somebody.with.a.long.name@a-company-with-a-long-name.example"
    page = open_page(qtbot, rows=[(long, 1, "10", "1", None, None, "red")] * 3, width=600)
    view = page.table.view
    narrow, others = view.columnWidth(0), [view.columnWidth(column) for column in (1, 2, 3, 6)]
    page.resize(1400, 400)
    assert view.columnWidth(0) > narrow
    assert [view.columnWidth(column) for column in (1, 2, 3, 6)] == others, "they show all that they hold"
    assert view.head.length() <= view.viewport().width()


@pytest.mark.parametrize(
    "garbage",
    [
        "text",
        [],
        {"columns": "no list", "frozen": "many"},
        {"columns": [1, None, {"name": 7}, {"name": "zip", "shown": "maybe", "width": "wide"}, {"name": "zip"}]},
        {"columns": [{"name": "zip", "width": 1e300}, {"name": "name", "width": -4}], "frozen": 10**9},
        {"columns": [{"name": name, "shown": False} for name in FIRST], "frozen": True},
    ],
)
def test_damaged_settings_are_passed_over(qtbot: QtBot, garbage: Any) -> None:
    page = open_page(qtbot, preferences=MemoryPreferences(tables={"people-table": garbage, "other": {"kept": 1}}))
    assert set(page.table.visible_columns()) & {*FIRST, "site"}
    page.grab()
    page.table.columns.freeze_up_to("")
    page.table.columns.show("mail", shown=True)
    assert "mail" in page.table.visible_columns()
    stored(page)
    assert page.preferences._values["tables"]["other"] == {"kept": 1}


def test_what_was_changed_is_saved_when_the_table_goes(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    page.table.columns.show("zip", shown=False)
    page.hide()
    QApplication.processEvents()
    again = open_page(qtbot, preferences=page.preferences)
    assert "zip" not in again.table.visible_columns()
