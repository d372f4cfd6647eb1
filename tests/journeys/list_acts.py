"""What people do with the lists of ReactIn and Leadsopedia again and again, and where they look for what came of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QWidget

from leaddesk.domain.records import Value
from leaddesk.sandbox.reactin.smart_lists import SmartList
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from leaddesk.ui.widgets.lists.list_rail import ListRail
from leaddesk.ui.widgets.table.view import RowView
from tests.fakes.programs import NOBODY
from tests.journeys.acts import READY, notice, replace_text, shows
from tests.journeys.conftest import Desktop, OpenDesktop

NOWHERE = dict.fromkeys(("reachstream", "reactin", "leadsopedia"), NOBODY)
"""Addresses where nobody answers: a computer without a network."""

WEBINAR, LAUNCH, MET, PARTNERS, PLAYGROUND, REPLIES = range(6)
"""ReactIn's lists in the demo's order: 48 leads, 1,210, 4,102, 50 (exactly one page), 137, none."""

TABLE, STATUS = "reactin-table", "reactin-status"

Record = dict[str, Value]


# -- what the window shows


def rail(visitor: Visitor, name: str = "smartlists") -> dict[str, str]:
    """The lists at the left in their order, and what is said below each."""
    lists = visitor.find(name, ListRail)
    model = lists.rows
    return {str(model.data(model.index(row, 0))): model.state(row)[0] for row in range(model.rowCount())}


def titles(visitor: Visitor, table: str = TABLE) -> list[str]:
    """Of all columns, from the first to the last."""
    model = visitor.find(table, RowView).rows_model
    return [model.title(column) for column in range(model.columnCount())]


def count_of_rows(visitor: Visitor, table: str = TABLE) -> int:
    """How many rows are on screen; 0 where there is no table to be seen."""
    return visitor.find(table, RowView).rows_model.rowCount() if visitor.sees(table) else 0


def rows(visitor: Visitor, table: str = TABLE) -> list[Record]:
    """All rows in the order of the screen, as far down as one could scroll; empty cells are left out."""
    if not visitor.sees(table):
        return []
    model = visitor.find(table, RowView).rows_model
    names = [column.name for column in model.columns]
    return [_filled(zip(names, model.row_values(row), strict=True)) for row in range(model.rowCount())]


def truth(records: Iterable[Mapping[str, Any]]) -> list[Record]:
    """Records of the sandbox, as a table shows them."""
    return [_filled(record.items()) for record in records]


def _filled(cells: Iterable[tuple[str, Value]]) -> Record:
    return {name: value for name, value in cells if value not in {None, ""}}


# -- what is done


async def open_tab(desktop: Desktop, tab: str = "reactin-tab") -> Visitor:
    """As by a click on the tab; it is there when its lists are."""
    desktop.session.window.show_tab(tab)
    await desktop.visitor.wait_for({"reactin-tab": "smartlists", "leadsopedia-tab": "leadsopedia-lists"}[tab])
    return desktop.visitor


async def open_reactin(open_desktop: OpenDesktop, *lists: SmartList, **how: Any) -> tuple[Desktop, Visitor]:
    """LeadDesk at the ReactIn tab, with its key, and with ``lists`` in the rail, of which none was read."""
    desktop = await open_desktop(**{"settings": READY, "also": ("reactin",), **how})
    await desktop.visitor.wait(lambda: shows(desktop.visitor, "status-saved"), "the window is furnished")
    for kept in lists:
        await desktop.parts.lists.add("reactin", kept.organization_id, kept.list_id, kept.name)
    return desktop, await open_tab(desktop)


async def choose_list(visitor: Visitor, name: str, of: str = "smartlists") -> None:
    """A click on its row; waits until it is the one that is shown."""
    lists = visitor.find(of, ListRail)
    await visitor.wait(lambda: name in rail(visitor, of), f"{name} is listed")
    row = list(rail(visitor, of)).index(name)
    lists.setCurrentIndex(lists.model().index(row, 0))
    title = {"smartlists": "reactin-title"}.get(of, "leadsopedia-title")
    await visitor.wait(lambda: shows(visitor, title, name), f"{name} is shown")


async def status(visitor: Visitor, words: str, name: str = STATUS) -> str:
    """What is said of the reading, once it holds ``words``."""
    return await visitor.wait(lambda: shows(visitor, name, words), f"{name} says “{words}”")


async def read_in_full(visitor: Visitor, rows_: int | None = None, *, name: str = STATUS, table: str = TABLE) -> str:
    """The end of a reading, with as many rows on screen; what is said of it."""
    said = await status(visitor, "read in full", name)
    if rows_ is not None:
        await visitor.wait(lambda: count_of_rows(visitor, table) == rows_, f"{rows_} rows, but: {said}")
    return said


async def refreshed(visitor: Visitor, rows_: int | None = None) -> str:
    """Read the ReactIn list on screen again; what is said at the end."""
    button = await visitor.wait_for("reactin-refresh")
    await visitor.wait(button.isEnabled, "it can be read")
    visitor.click("reactin-refresh")
    await visitor.wait(lambda: not button.isEnabled(), "it reads")
    await visitor.wait(button.isEnabled, "it is through")
    return await read_in_full(visitor, rows_)


async def open_dialog(visitor: Visitor, button: str = "smartlist-add") -> QWidget:
    visitor.click(button)
    return await visitor.wait_for("smartlist-dialog")


def paste_text(visitor: Visitor, text: str) -> None:
    """With Ctrl+V into the dialog's field."""
    QGuiApplication.clipboard().setText(text)
    field = visitor.find("smartlist-paste", QPlainTextEdit)
    field.setFocus()
    visitor.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, field)


def fill_in(visitor: Visitor, *, name: str = "", organization: str = "", list_id: str = "") -> None:
    """Type into the dialog's fields; an empty text leaves a field as it is."""
    for field, text in (("name", name), ("organization", organization), ("id", list_id)):
        if text:
            replace_text(visitor, f"smartlist-{field}", text)


async def accept(visitor: Visitor) -> None:
    visitor.click("smartlist-accept")
    await visitor.wait(lambda: not visitor.sees("smartlist-dialog"), "the dialog is closed")


async def export_csv(visitor: Visitor, target: Path, button: str = "reactin-export") -> list[Record]:
    """Take the table home with every column that is on screen; what the file holds."""
    visitor.click(button)
    await visitor.wait_for("export-dialog")
    visitor.find("export-path", QLineEdit).setText(str(target))
    await visitor.wait(lambda: visitor.find("export-start").isEnabled(), "the export can start")
    visitor.click("export-start")
    await notice(visitor, "written.")
    return csv_rows(target)


def csv_rows(path: Path) -> list[Record]:
    """The rows of a file; empty cells are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_filled(row.items()) for row in csv.DictReader(file, strict=True)]


def select(visitor: Visitor, row: int, column: int = 0, table: str = TABLE) -> QModelIndex:
    """A click on a cell."""
    view = visitor.find(table, QAbstractItemView)
    index = view.model().index(row, column)
    view.setCurrentIndex(index)
    return index


def drag_row(lists: ListRail, row: int, to: int) -> None:
    """With the mouse, from the place ``row`` to the place ``to``."""
    start, end = (lists.visualRect(lists.model().index(place, 0)).center() for place in (row, to))
    end += QPoint(0, lists.sizeHintForRow(0) // 3 * (1 if to > row else -1))
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, place, button, buttons in (
        (QEvent.Type.MouseButtonPress, start, left, left),
        (QEvent.Type.MouseMove, (start + end) / 2, none, left),
        (QEvent.Type.MouseMove, end, none, left),
        (QEvent.Type.MouseButtonRelease, end, left, none),
    ):
        over = QPointF(lists.viewport().mapToGlobal(place))
        event = QMouseEvent(kind, QPointF(place), over, button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(lists.viewport(), event)


# -- what was asked


def asked_pages(sandbox: Sandbox, list_id: str | None = None) -> list[int | None]:
    """Which pages ReactIn was asked for, in their order, of one list or of all; also those that it refused."""
    return [request.page for request in sandbox.reactin.requests if list_id in {None, request.list_id}]


def was_well_behaved(sandbox: Sandbox) -> bool:
    """Every request to any provider carried no key but the right one, in its own header."""
    requests: Sequence[Any] = [
        *sandbox.reachstream.requests,
        *sandbox.reactin.requests,
        *sandbox.leadsopedia.requests,
        *sandbox.leadsopedia.files.requests,
    ]
    return all(not request.stray_key for request in requests)
