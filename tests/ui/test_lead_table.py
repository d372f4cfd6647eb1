"""The table as a person uses it: sort, filter, select, copy."""

from __future__ import annotations

import gc
from html.parser import HTMLParser

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.records import Row
from leaddesk.ui.widgets.table.view import RowView
from tests.ui.lead_tables import COLUMNS, PEOPLE, click_head, head_place, open_page, put_current
from tests.ui.until import until

ARRIVED = ["Öznur", "anna", "Ben", "Cleo"]
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class CellsParser(HTMLParser):
    """The words of an HTML table."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []

    def handle_data(self, data: str) -> None:
        self.cells.append(data)


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_a_client_finds_the_cells_by_name(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    table = page.findChild(QTableView, "people-table")
    assert table is not None
    model = table.model()
    assert (model.rowCount(), model.columnCount()) == (4, 7)
    assert model.index(0, 3).data() == "02139"
    assert model.index(3, 2).data() == ""
    assert model.headerData(2, Qt.Orientation.Horizontal) == "Employees"


def test_clicks_on_a_title_sort_up_then_down_then_not(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    head = page.table.view.rows_model
    description = Qt.ItemDataRole.AccessibleDescriptionRole
    click_head(page, "size")
    assert page.names() == ["anna", "Öznur", "Cleo", "Ben"], "no size comes last"
    assert head.headerData(1, Qt.Orientation.Horizontal, description) == "sorted ascending"
    click_head(page, "size")
    assert page.names() == ["Cleo", "Öznur", "anna", "Ben"]
    assert head.headerData(1, Qt.Orientation.Horizontal, description) == "sorted descending"
    click_head(page, "size")
    assert page.names() == ARRIVED
    click_head(page, "name")
    assert page.names() == ["anna", "Ben", "Cleo", "Öznur"]


def test_typing_filters_after_a_moment(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    shown: list[tuple[int, int]] = []
    page.table.rows_shown_changed.connect(lambda some, total: shown.append((some, total)))
    page.bar.focus_filter()
    QTest.keyClicks(page.bar.filter_edit, "BLUE 0111")
    assert page.names() == ARRIVED, "not while typing goes on"
    qtbot.waitUntil(lambda: page.table.is_filtered)
    assert page.names() == ["Ben"]
    assert shown == [(1, 4)]
    caption = page.findChild(QLabel, "people-table-caption")
    assert caption is not None
    assert caption.text() == "1 of 4 rows"
    QTest.keyClick(page.bar.filter_edit, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.table.is_filtered)
    assert page.names() == ARRIVED


def test_no_match_says_so_and_clears(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    page.bar.filter_edit.setText("nobody")
    qtbot.waitUntil(lambda: page.table.is_filtered)
    title = page.findChild(QLabel, "people-table-no-match-title")
    button = page.findChild(QPushButton, "people-table-no-match-action")
    assert title is not None
    assert button is not None
    assert title.text() == "No row holds “nobody”"
    assert title.isVisible()
    QTest.mouseClick(button, LEFT)
    assert page.names() == ARRIVED
    assert page.bar.filter_edit.text() == ""
    assert not title.isVisible()


def test_selection_follows_its_rows_through_sorting_and_filtering(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    view = page.table.view
    counts: list[int] = []
    page.table.selection_changed.connect(counts.append)
    view.selectRow(1)
    put_current(page, 1, "zip")
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert list(page.table.selected_rows()) == [1, 2]
    page.table.sort("name", descending=True)
    assert list(page.table.selected_rows()) == [2, 1], "in the order of the screen"
    assert page.names()[view.currentIndex().row()] == "Ben"
    assert view.currentIndex().column() == 3
    page.table.set_needle("ben")
    qtbot.waitUntil(lambda: page.table.is_filtered)
    assert list(page.table.selected_rows()) == [2]
    page.table.clear_needle()
    assert list(page.table.selected_rows()) == [2, 1], "what the filter hid is chosen again"
    page.table.set_needle("ben")
    qtbot.waitUntil(lambda: page.table.is_filtered)
    view.clearSelection()
    page.table.clear_needle()
    assert list(page.table.selected_rows()) == [], "unless something else was chosen meanwhile"
    assert counts[-1] == 0


def test_another_source_begins_without_a_selection(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    page.table.view.selectAll()
    assert list(page.table.selected_rows()) == [0, 1, 2, 3]
    page.table.sort("size")
    page.table.show_source(HeldRows(COLUMNS, PEOPLE[:2]))
    assert list(page.table.selected_rows()) == []
    assert page.names() == ["anna", "Öznur"], "the order stays"
    page.table.show_source(HeldRows(COLUMNS[:1], [("z",), ("a",)]))
    assert page.names() == ["z", "a"], "as far as there is such a column"


def test_copy_takes_what_is_chosen_and_seen(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    page.table.columns.show("surprise", shown=False)
    page.table.columns.show("staff", shown=False)
    page.table.columns.order(["zip", "name", "size"])
    page.table.view.selectRow(0)
    QTest.keyClick(page.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == "ZIP\tName\tSize\n02139\tÖznur\t30\n78701\tanna\t4\n"
    html = QGuiApplication.clipboard().mimeData().html()
    parser = CellsParser()
    parser.feed(html[html.index("<table>") :])
    assert parser.cells == ["ZIP", "Name", "Size", "02139", "Öznur", "30", "78701", "anna", "4"]


def test_copy_quotes_what_would_break_the_table_and_changes_nothing_else(qtbot: QtBot) -> None:
    cells = ["tab\there", "two\nlines", '"quoted"', 'in "the" middle', "=1+1", "<b>&", None]
    page = open_page(qtbot, columns=COLUMNS[:1], rows=[(cell,) for cell in cells])
    page.table.view.selectAll()
    page.table.copy()
    expected = ['"tab\there"', '"two\nlines"', '"""quoted"""', 'in "the" middle', "=1+1", "<b>&", ""]
    assert clipboard() == "Name\n" + "".join(f"{cell}\n" for cell in expected)
    assert "<td>&lt;b&gt;&amp;</td>" in QGuiApplication.clipboard().mimeData().html()


def test_copy_without_a_selection_takes_the_current_row(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    put_current(page, 2, "zip")
    page.table.view.clearSelection()
    page.table.copy()
    assert clipboard().splitlines()[1].startswith("Ben\t\t$5m to $10m\t0111")
    page.table.copy_cell()
    assert clipboard() == "0111"


def test_keys_move_and_tab_leaves(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    view = page.table.view
    assert view.currentIndex().row() == 0, "the keyboard has somewhere to start"
    for key, row, column in (
        (Qt.Key.Key_Down, 1, 0),
        (Qt.Key.Key_End, 1, 6),
        (Qt.Key.Key_Home, 1, 0),
        (Qt.Key.Key_Right, 1, 1),
        (Qt.Key.Key_PageDown, 3, 1),
        (Qt.Key.Key_PageUp, 0, 1),
    ):
        QTest.keyClick(view, key)
        assert (view.currentIndex().row(), view.currentIndex().column()) == (row, column), key
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert not view.hasFocus()


def test_down_goes_from_the_filter_to_the_rows(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    page.bar.focus_filter()
    QTest.keyClick(page.bar.filter_edit, Qt.Key.Key_Down)
    assert page.table.view.hasFocus()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_the_keyboard_offers_what_the_others_do(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    put_current(page, 0, "size")
    QTest.keyClick(page.table.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menus = page.table.findChildren(QMenu)
    assert len(menus) == 1
    titles = [action.text().split("\t")[0] for action in menus[0].actions() if not action.isSeparator()]
    assert titles == [action.title for action in page.table.actions_for_menu()]
    next(action for action in menus[0].actions() if action.text() == "Sort descending").trigger()
    assert page.names() == ["Cleo", "Öznur", "anna", "Ben"]
    menus[0].close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_a_title_is_about_its_column(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    page.table.view.head.customContextMenuRequested.emit(head_place(page, "staff"))
    menu = page.table.findChildren(QMenu)[0]
    next(action for action in menu.actions() if action.text() == "Hide column").trigger()
    assert page.table.visible_columns() == ["name", "size", "zip", "surprise"]
    menu.close()


def test_actions_know_when_they_can_be_used(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    actions = {action.id: action for action in page.table.actions_for_menu()}
    page.table.view.setCurrentIndex(QModelIndex())
    assert not any(actions[name].enabled() for name in ("copy-rows", "open-details", "sort-ascending", "hide-column"))
    put_current(page, 0, "size")
    assert actions["copy-rows"].enabled()
    assert not actions["sort-original"].enabled()
    actions["sort-ascending"].run()
    assert actions["sort-original"].enabled()
    assert not actions["open-link"].enabled()
    put_current(page, 0, "site")
    assert page.names()[0] == "anna"
    assert not actions["open-link"].enabled(), "javascript: is no link"
    put_current(page, 1, "site")
    assert actions["open-link"].enabled()


def test_instead_of_rows_it_says_why_and_what_to_do(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    pressed: list[bool] = []
    page.table.show_empty("search", "No contact matches", "ZIP makes it zero.", "Explain", lambda: pressed.append(True))
    title = page.findChild(QLabel, "people-table-empty-title")
    button = page.findChild(QPushButton, "people-table-empty-action")
    assert title is not None
    assert button is not None
    assert title.isVisible()
    assert not page.table.view.isVisible()
    assert not page.bar.export_button.isEnabled()
    QTest.mouseClick(button, LEFT)
    assert pressed == [True]
    page.table.show_loading()
    assert page.table.view.isVisible()
    assert page.table.view.awaited == 4
    page.table.show_source(HeldRows(COLUMNS, PEOPLE))
    assert page.table.view.awaited == 0
    assert page.bar.export_button.isEnabled()
    page.table.show_loading()
    assert page.names() == ARRIVED, "kept rows stay while others are on their way"


def test_hover_and_frozen_columns_follow_the_pointer_together(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    view = page.table.view
    page.table.columns.freeze_up_to("name")
    inside = QPoint(20, view.row_height() * 2 + 5)
    # Sent to the widget itself: the pointer's own way leads through whatever window is on top.
    position = QPointF(inside)
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, position, view.frozen.viewport().mapToGlobal(position), none, none, NO_MODIFIER
    )
    QApplication.sendEvent(view.frozen.viewport(), moved)
    assert (view.hovered, view.frozen.hovered) == (2, 2)
    QTest.mouseClick(view.frozen.viewport(), LEFT, NO_MODIFIER, inside)
    assert list(page.table.selected_rows()) == [2]
    assert view.currentIndex().column() == 0
    below = QPoint(view.viewport().width() - 20, view.row_height() * 3 + 5)
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, below)
    assert list(page.table.selected_rows()) == [2, 3], "Shift goes on from the click on the frozen column"
    assert view.hasFocus()


def test_text_size_and_theme_change_under_way(qtbot: QtBot, qapp: object) -> None:
    from leaddesk.ui import theme

    page = open_page(qtbot)
    page.table.columns.freeze_up_to("name")
    page.table.toggle_details()
    before = page.table.view.row_height()
    try:
        theme.apply(qapp, "dark", 150)  # type: ignore[arg-type]  # pytest-qt's fixture
        assert page.table.view.row_height() > before
        assert page.table.view.frozen.row_height() == page.table.view.row_height()
        page.grab()
    finally:
        theme.apply(qapp, "light", 100)  # type: ignore[arg-type]
    assert page.table.view.row_height() == before


@pytest.mark.parametrize(
    "text", ["محمد العلي", "יוסי כהן", "👩🏽‍💻🚀", "\ud83d", "x" * 100_000, "a\nb\tc\0d", "<b>no</b>", "\u202eevil"]
)
def test_any_text_paints(qtbot: QtBot, text: str) -> None:
    page = open_page(qtbot, columns=COLUMNS[:1], rows=[(text,)])
    put_current(page, 0)
    page.table.toggle_details()
    page.table.columns.fit("name")
    page.grab()


def test_destroyed_tables_leave_the_class_whole(qtbot: QtBot) -> None:
    """PySide 6.11 loses a reference to an overridden ``currentChanged`` with each view that is destroyed."""
    import sys

    del qtbot
    methods = {name: value for name, value in vars(RowView).items() if callable(value)}
    before = {name: sys.getrefcount(value) for name, value in methods.items()}
    from leaddesk.ui.widgets.table.cells import CellPainter
    from leaddesk.ui.widgets.table.model import RowModel

    for _ in range(3):
        model = RowModel(str)
        model.show(HeldRows(COLUMNS, PEOPLE), range(4))
        view = RowView(model, CellPainter(model, ""), "passing")
        view.selectRow(1)
        del view, model
        gc.collect()
    assert {name: sys.getrefcount(value) for name, value in methods.items()} == before


MANY: list[Row] = [(f"n-{number % 900}", number, *[None] * 5) for number in range(5_000)]


async def test_many_rows_are_arranged_in_the_background(qtbot: QtBot) -> None:
    page = open_page(qtbot, rows=MANY, wait=False)
    assert len(page.table.shown_rows()) == 5_000, "as they came they are shown at once"
    page.table.sort("size", descending=True)
    assert page.table.shown_rows()[0] == 0, "it was asked in a worker thread"
    await until(lambda: page.table.shown_rows()[0] == 4_999)
    for needle in ("n", "n-8", "n-89", "n-899"):
        page.table.set_needle(needle)
        page.table.sort("size", descending=True)
    await until(lambda: list(page.table.shown_rows()) == [4_499, 3_599, 2_699, 1_799, 899])
    page.table.show_empty("search", "Nothing")
    assert list(page.table.shown_rows()) == []


async def test_many_rows_are_copied_in_the_background(qtbot: QtBot) -> None:
    page = open_page(qtbot, rows=MANY, wait=False)
    said: list[str] = []
    page.notices.listen(lambda notice: said.append(notice.title))
    await until(lambda: len(page.table.shown_rows()) == 5_000)
    QGuiApplication.clipboard().setText("before")
    page.table.view.selectAll()
    page.table.copy()
    assert clipboard() == "before"
    await until(lambda: clipboard() != "before")
    assert len(clipboard().splitlines()) == 5_001
    assert said == ["5000 rows copied."]
