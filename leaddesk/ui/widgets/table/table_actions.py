"""What a table offers for its rows and columns: in its context menus, and for menus and palette outside of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from leaddesk.ui.widgets.table.cell_editing import CellEditing
    from leaddesk.ui.widgets.table.lead_table import LeadTable


@dataclass(frozen=True)
class TableAction:
    """One thing to do."""

    id: str
    title: str
    """Translated."""
    run: Callable[[], object]
    enabled: Callable[[], bool] = lambda: True
    keys: str = ""
    """What the table itself listens to; for showing only."""
    separated: bool = False
    """Whether a line stands before it."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("TableActions", text)


def row_actions(table: LeadTable) -> list[TableAction]:
    """About the current row and cell."""

    def is_current() -> bool:
        return table.current_cell() is not None

    return [
        TableAction("copy-rows", _tr("Copy rows as a table"), table.copy, is_current, "Ctrl+C"),
        TableAction("copy-cell", _tr("Copy this cell"), table.copy_cell, is_current),
        TableAction("open-link", _tr("Open link"), table.open_link, lambda: table.link() is not None),
        TableAction("open-details", _tr("Open details"), table.open_details, is_current, "Enter"),
    ]


def edit_actions(editing: CellEditing) -> list[TableAction]:
    """About the current cell of a table whose cells can be edited."""
    return [TableAction("edit-cell", _tr("Edit this cell"), editing.begin, editing.can_begin, "F2", separated=True)]


def column_actions(table: LeadTable, column: Callable[[], str]) -> list[TableAction]:
    """``column`` tells the name of the column that they are about; empty for none."""
    columns = table.columns

    def is_one() -> bool:
        return bool(column())

    def sort(*, descending: bool) -> None:
        table.sort(column(), descending=descending)

    return [
        TableAction("sort-ascending", _tr("Sort ascending"), lambda: sort(descending=False), is_one, separated=True),
        TableAction("sort-descending", _tr("Sort descending"), lambda: sort(descending=True), is_one),
        TableAction(
            "sort-original", _tr("Original order"), lambda: table.sort(""), lambda: bool(table.arrangement.sort_by)
        ),
        TableAction(
            "freeze-columns",
            _tr("Freeze up to here"),
            lambda: columns.freeze_up_to(column()),
            lambda: is_one() and column() != columns.last_frozen(),
            separated=True,
        ),
        TableAction(
            "unfreeze-columns",
            _tr("Unfreeze columns"),
            lambda: columns.freeze_up_to(""),
            lambda: bool(columns.last_frozen()),
        ),
        TableAction("fit-column", _tr("Fit width"), lambda: columns.fit(column()), is_one),
        TableAction(
            "hide-column",
            _tr("Hide column"),
            lambda: columns.show(column(), shown=False),
            lambda: is_one() and len(columns.shown()) > 1,
        ),
        TableAction("columns", _tr("Columns…"), table.open_columns),
    ]


def show_menu(parent: QWidget, actions: Iterable[TableAction], place: QPoint) -> QMenu:
    """A context menu at ``place`` (global); it deletes itself."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for action in actions:
        if action.separated:
            menu.addSeparator()
        shown = QAction(f"{action.title}\t{action.keys}" if action.keys else action.title, menu)
        shown.setEnabled(action.enabled())
        shown.triggered.connect(lambda _=False, run=action.run: run())
        menu.addAction(shown)
    menu.popup(place)
    return menu
