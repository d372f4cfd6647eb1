"""Cells of a table that are edited where they stand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from leaddesk.domain.errors import LeadsBusy
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.records import Row
from leaddesk.domain.table import Column, RowSource
from tests.ui.lead_tables import COLUMNS, PEOPLE, Page, open_page, put_current
from tests.ui.until import settled, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EDITED = ("name", "zip", "mail")


class Kept:
    """Stands for the page: keeps what is typed, or refuses it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.rows: list[Row] = list(PEOPLE)
        self.saved: list[tuple[str, str, str]] = []
        self.is_busy = False
        page.table.let_edit(self)

    def can_edit(self, column: Column) -> bool:
        return column.name in EDITED

    async def save(self, source: RowSource, number: int, column: str, text: str) -> None:
        if self.is_busy:
            raise LeadsBusy
        row = source.row(number)
        self.saved.append((str(row[0]), column, text))


class Carrying(HeldRows):
    """Rows that know each other by their first value."""

    async def find(self, previous: RowSource, numbers: Sequence[int]) -> Sequence[int]:
        names = [self.row(number)[0] for number in range(len(self))]
        return [names.index(previous.row(number)[0]) for number in numbers]

    @property
    def waits(self) -> bool:
        return True


async def opened(qtbot: QtBot, rows: Sequence[Row] = PEOPLE) -> Page:
    page = open_page(qtbot, rows=rows, wait=False)
    await until(page.isActiveWindow)
    return page


def open_editor(page: Page, row: int, column: str) -> QLineEdit:
    put_current(page, row, column)
    QTest.keyClick(page.table.view, Qt.Key.Key_F2)
    editor = editor_of(page)
    assert editor is not None
    return editor


def editor_of(page: Page) -> QLineEdit | None:
    found = [edit for edit in page.findChildren(QLineEdit, "people-table-editor") if not edit.isHidden()]
    return found[0] if found else None


def type_over(editor: QLineEdit, text: str) -> None:
    editor.selectAll()
    QTest.keyClicks(editor, text)


async def test_enter_saves_and_goes_down(qtbot: QtBot) -> None:
    page = await opened(qtbot)
    kept = Kept(page)
    editor = open_editor(page, 1, "zip")
    assert (editor.text(), editor.selectedText(), editor.accessibleName()) == ("78701", "78701", "ZIP")
    type_over(editor, "02140")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await until(lambda: editor_of(page) is None)
    assert kept.saved == [("anna", "zip", "02140")]
    index = page.table.view.currentIndex()
    assert (index.row(), index.column()) == (2, 3)
    assert page.table.view.hasFocus()
    assert index.siblingAtRow(1).data() == "02140", "before the page has shown anything anew"
    page.table.sort("name")
    assert page.names() == ["anna", "Ben", "Cleo", "Öznur"]
    assert index.siblingAtRow(0).data() == "02140"
    page.table.show_source(HeldRows(COLUMNS, PEOPLE))
    assert index.siblingAtRow(0).data() == "78701", "what the source says counts"


async def test_tab_goes_to_the_next_cell_that_can_be_edited_and_back(qtbot: QtBot) -> None:
    page = await opened(qtbot)
    kept = Kept(page)
    for name in ("site", "mail"):
        page.table.columns.show(name, shown=True)
    editor = open_editor(page, 0, "name")
    type_over(editor, "Oz")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    await until(lambda: (found := editor_of(page)) is not None and found.text() == "02139")
    second = editor_of(page)
    assert second is not None
    QTest.keyClick(second, Qt.Key.Key_Tab)
    third = editor_of(page)
    assert third is not None
    assert third.text() == "o@alpha.example", "nothing was changed, so nothing is waited for"
    QTest.keyClick(third, Qt.Key.Key_Backtab)
    fourth = editor_of(page)
    assert fourth is not None
    assert fourth.text() == "02139"
    assert kept.saved == [("Öznur", "name", "Oz")]


async def test_escape_takes_it_back(qtbot: QtBot) -> None:
    page = await opened(qtbot)
    kept = Kept(page)
    editor = open_editor(page, 1, "zip")
    type_over(editor, "1")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    await settled()
    assert editor_of(page) is None
    assert kept.saved == []
    assert page.table.view.hasFocus()
    assert page.table.view.currentIndex().row() == 1


async def test_a_click_elsewhere_saves(qtbot: QtBot) -> None:
    page = await opened(qtbot)
    kept = Kept(page)
    type_over(open_editor(page, 1, "zip"), "1")
    page.bar.filter_edit.setFocus()
    await until(lambda: editor_of(page) is None)
    assert kept.saved == [("anna", "zip", "1")]
    assert page.bar.filter_edit.hasFocus(), "the keyboard stays where it went"


async def test_what_cannot_be_saved_stays_with_the_reason(qtbot: QtBot) -> None:
    page = await opened(qtbot)
    kept = Kept(page)
    kept.is_busy = True
    editor = open_editor(page, 1, "zip")
    type_over(editor, "02140")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await until(lambda: page.findChild(QLabel, "people-table-editor-problem") is not None)
    assert editor.text() == "02140"
    await until(lambda: not editor.isReadOnly())
    page.table.setFocus()
    await settled()
    assert editor_of(page) is editor, "and is not lost to a click elsewhere"
    kept.is_busy = False
    put_current(page, 3, "name")
    QTest.keyClick(page.table.view, Qt.Key.Key_F2)
    assert editor.hasFocus(), "the one that waits comes first"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await until(lambda: editor_of(page) is None)
    assert kept.saved == [("anna", "zip", "02140")]


async def test_a_double_click_edits_what_can_be_edited_and_opens_the_rest(qtbot: QtBot) -> None:
    page = await opened(qtbot)
    Kept(page)
    view = page.table.view
    for column, edits in ((1, False), (3, True)):
        place = view.visualRect(view.rows_model.index(2, column)).center()
        for click in (QTest.mouseClick, QTest.mouseDClick):
            click(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        assert (editor_of(page) is not None) is edits
        assert page.table.details_shown
    assert any(action.id == "edit-cell" for action in page.table.actions_for_menu())


async def test_the_editor_follows_its_row(qtbot: QtBot) -> None:
    page = await opened(qtbot)
    kept = Kept(page)
    page.table.show_source(Carrying(COLUMNS, PEOPLE))
    await until(lambda: page.names() == [str(row[0]) for row in PEOPLE])
    page.table.view.selectRow(1)
    editor = open_editor(page, 1, "zip")
    type_over(editor, "02")
    page.table.show_source(Carrying(COLUMNS, (PEOPLE[3], *PEOPLE[:3])), keep_place=True)
    await until(lambda: page.names()[0] == "Cleo")
    await settled()
    cell = page.table.view.visualRect(page.table.view.rows_model.index(2, 3))
    assert editor.geometry().center().y() == cell.center().y()
    assert editor.hasFocus()
    QTest.keyClicks(editor, "140")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await until(lambda: editor_of(page) is None)
    assert kept.saved == [("anna", "zip", "02140")]


async def test_where_its_row_is_gone_the_text_is_saved(qtbot: QtBot) -> None:
    page = await opened(qtbot)
    kept = Kept(page)
    type_over(open_editor(page, 1, "zip"), "02140")
    page.table.show_source(HeldRows(COLUMNS, PEOPLE[2:]))
    await until(lambda: bool(kept.saved))
    assert kept.saved == [("anna", "zip", "02140")]
    await until(lambda: editor_of(page) is None)


async def test_what_is_typed_is_saved_before_leaddesk_quits(qtbot: QtBot) -> None:
    page = await opened(qtbot)
    kept = Kept(page)
    editing = page.table.editing
    assert editing is not None
    assert await editing.keep() is None
    editor = open_editor(page, 1, "zip")
    type_over(editor, "02140")
    kept.is_busy = True
    assert isinstance(await editing.keep(), LeadsBusy)
    assert editor.text() == "02140"
    kept.is_busy = False
    assert await editing.keep() is None
    assert kept.saved == [("anna", "zip", "02140")]


async def test_a_table_without_edits_is_only_read(qtbot: QtBot) -> None:
    page = await opened(qtbot)
    put_current(page, 1, "zip")
    QTest.keyClick(page.table.view, Qt.Key.Key_F2)
    assert editor_of(page) is None
    assert all(action.id != "edit-cell" for action in page.table.actions_for_menu())


async def test_the_editor_scrolls_with_its_cell(qtbot: QtBot) -> None:
    rows = [(f"n{number}", None, None, "1", None, None, None) for number in range(60)]
    page = await opened(qtbot, rows)
    Kept(page)
    editor = open_editor(page, 2, "zip")
    top = editor.y()
    bar = page.table.view.verticalScrollBar()
    bar.setValue(bar.value() + 28)
    assert editor.y() == top - 28
    assert editor.mapTo(page.table.view.viewport(), QPoint(0, 0)).x() >= 0
