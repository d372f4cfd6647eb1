"""Tables for the tests of the shared table, with people in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.preferences import TABLES
from leaddesk.domain.records import Row
from leaddesk.domain.table import Column, Kind
from leaddesk.ui.notices import Notices
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.ui.widgets.table.table_bar import TableBar
from tests.fakes.memory_preferences import MemoryPreferences

COLUMNS = (
    Column("name"),
    Column("size", Kind.NUMBER),
    Column("staff", Kind.RANGE),
    Column("zip", Kind.CODE),
    Column("site", Kind.LINK),
    Column("mail", Kind.EMAIL),
    Column("surprise"),
)
TITLES = {
    "name": "Name", "size": "Size", "staff": "Employees", "zip": "ZIP", "site": "Website", "mail": "E-mail",
}  # fmt: skip
FIRST = ("name", "size", "staff", "zip")

PEOPLE: tuple[Row, ...] = (
    ("Öznur", 30, "51-200", "02139", "www.alpha.example", "o@alpha.example", "red"),
    ("anna", 4, "1-10", "78701", "javascript:alert(1)", "xxxxx@xxxxx", None),
    ("Ben", None, "$5m to $10m", "0111", "https://known.example@stranger.example", None, "blue"),
    ("Cleo", 100, None, None, None, "c@gamma.example", "green"),
)


class Page(QWidget):
    """A bar, a table below it, and what they are handed."""

    def __init__(self, preferences: MemoryPreferences, main_column: str = "name") -> None:
        super().__init__()
        self.preferences = preferences
        self.keys: list[int] = []
        """Those that nothing in the page had a use for."""
        self.notices = Notices(lambda _: None)
        self.table = LeadTable(
            "people-table",
            preferences=preferences,
            notices=self.notices,
            titles=lambda name: TITLES.get(name, name),
            main_column=main_column,
            first_columns=FIRST,
        )
        self.bar = TableBar(self.table, "People", export_name="people-export")
        column = QVBoxLayout(self)
        column.addWidget(self.bar)
        column.addWidget(self.table)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.key())

    def names(self) -> list[str]:
        """The first column's words on screen, from above."""
        model = self.table.view.rows_model
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def open_page(
    qtbot: QtBot,
    *,
    rows: Sequence[Row] = PEOPLE,
    columns: Sequence[Column] = COLUMNS,
    preferences: MemoryPreferences | None = None,
    width: int = 900,
    wait: bool = True,
) -> Page:
    """A page on screen with the keyboard in its rows. ``wait`` must be off in a coroutine: it spins Qt's loop."""
    page = Page(preferences or MemoryPreferences())
    qtbot.addWidget(page)
    page.resize(width, 400)
    page.show()
    page.activateWindow()
    if wait:
        qtbot.waitUntil(page.isActiveWindow)
    page.table.show_source(HeldRows(columns, rows))
    page.table.setFocus()
    return page


def put_current(page: Page, row: int, column: str = "name") -> None:
    """The keyboard to a cell."""
    names = [known.name for known in page.table.view.rows_model.columns]
    page.table.view.setCurrentIndex(page.table.view.rows_model.index(row, names.index(column)))


def head_place(page: Page, column: str, *, at_edge: bool = False) -> QPoint:
    """Where a column's title is in the header, or the handle at its right edge."""
    head = page.table.view.head
    at = [known.name for known in page.table.view.rows_model.columns].index(column)
    left, width = head.sectionViewportPosition(at), head.sectionSize(at)
    return QPoint(left + (width - 1 if at_edge else width // 2), head.height() // 2)


def click_head(page: Page, column: str) -> None:
    viewport, place = page.table.view.head.viewport(), head_place(page, column)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def stored(page: Page) -> dict[str, Any]:
    """What the settings hold of the table's columns."""
    page.table.columns.save()
    tables: dict[str, Any] = page.preferences.get(TABLES)
    kept: dict[str, Any] = tables["people-table"]
    return kept
