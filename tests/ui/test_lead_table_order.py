"""What stays in sight and what stays chosen when the rows get another order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.records import Row
from leaddesk.domain.table import Column, Kind
from leaddesk.ui.widgets.table.chosen import MOST_SPANS
from tests.ui.lead_tables import COLUMNS, PEOPLE, Page, click_head, open_page, put_current, stored
from tests.ui.until import until

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TWO = (Column("name"), Column("size", Kind.NUMBER))
TOTAL = 4 * MOST_SPANS
HALF = TOTAL // 2
MIXED: list[Row] = [(f"{number:04}", number % HALF) for number in range(TOTAL)]
"""Sorted by size, the first half and the second half take turns."""


def open_many(qtbot: QtBot) -> Page:
    return open_page(qtbot, columns=TWO, rows=MIXED)


def select(page: Page, first: int, last: int) -> None:
    model = page.table.view.rows_model
    chosen = QItemSelection(model.index(first, 0), model.index(last, 1))
    page.table.view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def top_row(page: Page) -> int:
    return page.table.view.visible_rows().start


def click_row(page: Page, row: int, modifier: Qt.KeyboardModifier = NONE) -> None:
    view = page.table.view
    view.scrollTo(view.rows_model.index(row, 0))
    QTest.mouseClick(view.viewport(), LEFT, modifier, view.visualRect(view.rows_model.index(row, 0)).center())


def scattered(page: Page) -> set[int]:
    """Half of the rows chosen and sorted away from each other."""
    select(page, 0, HALF - 1)
    page.table.sort("size")
    assert page.table.view.scatter is not None
    return set(range(HALF))


# -- what is in sight


def test_sorting_shows_the_top(qtbot: QtBot) -> None:
    page = open_many(qtbot)
    view = page.table.view
    assert view.currentIndex().row() == 0, "where the keyboard is, but nobody chose it"
    page.table.sort("name", descending=True)
    assert top_row(page) == 0
    assert view.currentIndex().row() == 0, "the keyboard begins at the top too"
    view.scrollTo(view.rows_model.index(500, 0))
    page.table.sort("size")
    assert top_row(page) == 0


def test_a_chosen_row_stays_in_sight_and_one_out_of_sight_is_not_followed(qtbot: QtBot) -> None:
    page = open_many(qtbot)
    view = page.table.view
    click_row(page, 3)
    page.table.sort("name", descending=True)
    assert list(page.table.selected_rows()) == [3]
    assert view.currentIndex().row() == TOTAL - 4
    assert view.currentIndex().row() in view.visible_rows()
    view.verticalScrollBar().setValue(0)
    page.table.sort("size")
    assert top_row(page) == 0
    assert list(page.table.selected_rows()) == [3]


def test_the_row_in_the_detail_pane_stays_in_sight(qtbot: QtBot) -> None:
    page = open_many(qtbot)
    page.table.toggle_details()
    page.table.sort("name", descending=True)
    assert page.names()[page.table.view.currentIndex().row()] == "0000"
    assert TOTAL - 1 in page.table.view.visible_rows()


# -- what is remembered


def test_the_order_is_as_it_was_left(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    click_head(page, "size")
    click_head(page, "size")
    assert (stored(page)["sort_by"], stored(page)["descending"]) == ("size", True)
    again = open_page(qtbot, preferences=page.preferences)
    assert again.names() == ["Cleo", "Öznur", "anna", "Ben"]
    assert again.table.view.rows_model.sorting(1) == "descending"
    again.table.columns.reset()
    again.table.show_loading()
    again.table.show_empty("search", "Nothing")
    again.table.show_source(HeldRows(COLUMNS[:1], [("z",), ("a",)]))
    assert again.names() == ["z", "a"], "these rows have no size"
    again.table.show_source(HeldRows(COLUMNS, PEOPLE))
    assert again.names() == ["Cleo", "Öznur", "anna", "Ben"], "and these have"
    click_head(again, "size")
    assert stored(again)["sort_by"] == ""


# -- what can be done


def test_it_says_when_other_things_can_be_done(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    can: dict[str, bool] = {}

    def look() -> None:
        can.update({action.id: action.enabled() for action in page.table.actions_for_menu()})

    page.table.offers_changed.connect(look)

    def tells(act: Callable[[], object], **expected: bool) -> None:
        can.clear()
        act()
        qtbot.waitUntil(lambda: all(can.get(name.replace("_", "-")) is wanted for name, wanted in expected.items()))

    tells(lambda: put_current(page, 0, "site"), copy_rows=True, open_link=True, sort_original=False)
    tells(lambda: put_current(page, 1, "site"), open_link=False)
    tells(lambda: page.table.sort("size"), sort_original=True)
    tells(lambda: page.table.columns.freeze_up_to("name"), unfreeze_columns=True)
    tells(lambda: page.table.show_empty("search", "Nothing"), copy_rows=False, open_details=False)


# -- scattered over the screen


def test_scattered_rows_are_chosen_copied_and_gathered_again(qtbot: QtBot) -> None:
    page = open_many(qtbot)
    counts: list[int] = []
    page.table.selection_changed.connect(counts.append)
    chosen = scattered(page)
    assert counts[-1] == len(page.table.selected_rows()) == HALF
    assert list(page.table.selected_rows()) == sorted(chosen), "in the order of the screen"
    view = page.table.view
    assert [view.is_chosen(row) for row in range(4)] == [True, False, True, False]
    assert view.frozen.is_chosen(2)
    view.grab()
    page.table.set_needle("00")
    qtbot.waitUntil(lambda: page.table.is_filtered)
    shown = [number for number in chosen if "00" in f"{number:04}" or "00" in str(number)]
    assert sorted(page.table.selected_rows()) == sorted(shown)
    page.table.clear_needle()
    assert len(page.table.selected_rows()) == HALF
    page.table.sort("")
    assert view.scatter is None
    assert view.spans() == [(0, HALF - 1)]


def test_ctrl_goes_on_with_scattered_rows_and_a_drag_is_one_step(qtbot: QtBot) -> None:
    page = open_many(qtbot)
    chosen = scattered(page)
    view = page.table.view
    click_row(page, 2, CTRL)
    chosen -= {page.table.shown_rows()[2]}
    assert set(page.table.selected_rows()) == chosen
    click_row(page, 5, CTRL)
    chosen |= {page.table.shown_rows()[5]}
    assert set(page.table.selected_rows()) == chosen
    place = view.visualRect(view.rows_model.index(7, 0)).center()
    QTest.mousePress(view.viewport(), LEFT, CTRL, place)
    for row in (9, 8):
        rect = view.visualRect(view.rows_model.index(7, 0)).united(view.visualRect(view.rows_model.index(row, 0)))
        view.setSelection(rect, QItemSelectionModel.SelectionFlag.SelectCurrent)
    QTest.mouseRelease(view.viewport(), LEFT, CTRL, place + QPoint(0, view.row_height()))
    chosen |= set(page.table.shown_rows()[7:9])
    assert set(page.table.selected_rows()) == chosen, "the drag came back to row 8"
    QTest.keyClick(view, Qt.Key.Key_Space, CTRL)
    assert len(page.table.selected_rows()) == len(chosen) + (-1 if view.currentIndex().row() in {7, 8} else 1)
    page.table.sort("")
    page.table.sort("size")
    assert len(page.table.selected_rows()) == len(chosen) - 1, "a changed choice is remembered too"


def test_whatever_replaces_ends_the_scattered_choice(qtbot: QtBot) -> None:
    page = open_many(qtbot)
    view = page.table.view

    def click() -> None:
        click_row(page, 4)

    def shift() -> None:
        put = view.rows_model.index(2, 0)
        view.selectionModel().setCurrentIndex(put, QItemSelectionModel.SelectionFlag.NoUpdate)
        click_row(page, 4, SHIFT)

    def arrow() -> None:
        view.selectionModel().setCurrentIndex(view.rows_model.index(3, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        QTest.keyClick(view, Qt.Key.Key_Down)

    for act, count in ((click, 1), (shift, 3), (arrow, 1), (view.selectAll, TOTAL), (view.clearSelection, 0)):
        page.table.sort("")
        scattered(page)
        view.verticalScrollBar().setValue(0)
        act()
        assert view.scatter is None
        assert len(page.table.selected_rows()) == count, act


async def test_what_is_chosen_while_rows_are_sorted_is_not_lost(qtbot: QtBot) -> None:
    many: list[Row] = [(f"{number:04}", -number) for number in range(3_000)]
    page = open_page(qtbot, columns=TWO, rows=many, wait=False)
    await until(lambda: len(page.table.shown_rows()) == 3_000)
    select(page, 0, 9)
    page.table.sort("size")
    select(page, 5, 6)
    await until(lambda: page.table.shown_rows()[0] == 2_999)
    assert list(page.table.selected_rows()) == [6, 5]
