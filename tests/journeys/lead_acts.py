"""What people do in My Leads again and again, and where they look for what came of it."""

from __future__ import annotations

import asyncio
import csv
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from leaddesk.tour.visitor import Visitor
from leaddesk.ui.leads.detail.field_list import LeadFields
from leaddesk.ui.leads.facet_list import FacetList
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.widgets.table.view import RowView
from tests.journeys.acts import CONTROL, CONTROL_SHIFT, READY, items, notice, replace_text, shortcut, shows
from tests.journeys.conftest import Desktop, OpenDesktop
from tests.journeys.list_acts import Record, rows

if TYPE_CHECKING:
    from leaddesk.ui.leads.page import LeadsPage

TABLE, DETAILS = "leads-table", "leads-table-details"


async def open_leads(open_desktop: OpenDesktop, **how: Any) -> tuple[Desktop, Visitor]:
    """LeadDesk at My Leads, by its shortcut, once everything slow is there."""
    desktop = await open_desktop(**{"settings": READY, **how})
    await to_leads(desktop.visitor)
    return desktop, desktop.visitor


async def to_leads(visitor: Visitor) -> None:
    await visitor.wait(lambda: shows(visitor, "status-saved"), "the window is furnished")
    await shortcut(visitor, Qt.Key.Key_4)
    await visitor.wait_for("leads-search")


# -- what the window shows


def leads(visitor: Visitor) -> list[Record]:
    """All rows of the table by column name; empty cells are left out."""
    return rows(visitor, TABLE)


def names(visitor: Visitor) -> list[str]:
    """Who is in the table, in the order of the screen."""
    return [name_in(row) for row in leads(visitor)]


def name_in(row: Record) -> str:
    """Whole, or of its parts."""
    parts = [str(row[part]) for part in ("first_name", "last_name") if row.get(part)]
    return str(row.get("name") or " ".join(parts))


async def count(visitor: Visitor, words: str) -> None:
    """Wait for ``words`` as the count over the table."""
    try:
        await visitor.wait(lambda: shows(visitor, "leads-count") == words, words)
    except AssertionError as error:
        now = shows(visitor, "leads-count")
        raise AssertionError(f"the count is “{now}”, not “{words}”; {names(visitor)[:9]}") from error


async def shown(visitor: Visitor, wanted: Iterable[str]) -> None:
    """Wait until exactly these people are in the table, in whatever order."""
    expected = sorted(wanted)
    try:
        await visitor.wait(lambda: sorted(names(visitor)) == expected, "these people")
    except AssertionError as error:
        raise AssertionError(f"{sorted(names(visitor))} are shown, not {expected}") from error


def fields(visitor: Visitor) -> dict[str, str]:
    """Of the lead that is shown whole: the title and the value of each field."""
    return _cells(visitor, 1)


def sources(visitor: Visitor) -> dict[str, str]:
    """The same, with where each value comes from."""
    return _cells(visitor, 2)


def _cells(visitor: Visitor, column: int) -> dict[str, str]:
    model = visitor.find(f"{DETAILS}-fields", LeadFields).model_of_facts
    return {str(model.index(row, 0).data()): str(model.index(row, column).data()) for row in range(model.rowCount())}


def lists(visitor: Visitor) -> list[str]:
    """The lists kept by hand, in the rail's order."""
    return items(visitor, "leads-lists")


# -- files


def write_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


async def choose_file(visitor: Visitor, path: Path) -> QWidget:
    """Import, and in the dialog for files its path and Enter; the dialog of the import."""
    await shortcut(visitor, Qt.Key.Key_I)
    dialog = await visitor.wait_for("leads-import-files")
    assert isinstance(dialog, QFileDialog)
    line = await visitor.wait(lambda: dialog.findChild(QLineEdit, "fileNameEdit"), "a line for the name of the file")
    line.setText(str(path))  # typed, its list of suggestions would be a window of its own
    QTest.keyClick(line, Qt.Key.Key_Return)
    opened = await visitor.wait_for("import-dialog")
    await visitor.wait(lambda: visitor.find("import-start").isEnabled(), "the file was read")
    return opened


def become(visitor: Visitor) -> dict[str, str]:
    """What each column of the file becomes."""
    model = visitor.find("import-columns", QAbstractItemView).model()
    return {
        str(model.index(row, 0).data()): str(model.index(row, model.columnCount() - 1).data())
        for row in range(model.rowCount())
    }


async def run_import(visitor: Visitor, new_list: str = "") -> str:
    """Start the import; how it went."""
    if new_list:
        combo = visitor.find("import-list", QComboBox)
        pick(combo, "A new list…")
        replace_text(visitor, "import-list-name", new_list)
    visitor.click("import-start")
    return await visitor.wait(lambda: shows(visitor, "import-result"), "the import has ended")


async def import_file(visitor: Visitor, path: Path, new_list: str = "") -> str:
    """All of it, as it is proposed; how it went. The table shows the leads that came."""
    await choose_file(visitor, path)
    said = await run_import(visitor, new_list)
    visitor.click("import-show" if visitor.sees("import-show") else "import-cancel")
    await visitor.wait(lambda: not visitor.sees("import-dialog"), "the import is closed")
    await visitor.wait_for(TABLE)
    return said


def pick(combo: QComboBox, words: str) -> None:
    """Choose an entry as a person does."""
    row = combo.findText(words)
    assert row >= 0, f"“{words}” is not among {[combo.itemText(at) for at in range(combo.count())]}"
    combo.setCurrentIndex(row)
    combo.activated.emit(row)


def workbook_cells(path: Path) -> list[list[str]]:
    """All cells of a workbook's first sheet as text, read by openpyxl."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return [[str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


async def open_export(visitor: Visitor, profile: str = "") -> None:
    """The dialog, with a profile; waits until it was checked."""
    visitor.click("leads-export")
    await visitor.wait_for("export-dialog")
    if profile:
        listed = visitor.find("export-profile", QListWidget)
        await visitor.wait(lambda: profile in items(visitor, "export-profile"), f"{profile} is offered")
        listed.setCurrentRow(items(visitor, "export-profile").index(profile))
    await checked(visitor)


async def checked(visitor: Visitor) -> str:
    """What the check found, in whole: the summary and each fault."""

    def said() -> str:
        words = visitor.find("export-preflight").accessibleDescription()
        return "" if words.startswith("Checking") else words

    return await visitor.wait(said, "the check has ended")


async def write_export(visitor: Visitor, target: Path, kind: str = "") -> str:
    """What the notice says of it."""
    if kind:
        pick(visitor.find("export-kind", QComboBox), kind)
        await checked(visitor)
    visitor.find("export-path", QLineEdit).setText(str(target))
    await visitor.wait(lambda: visitor.find("export-start").isEnabled(), "it can be written")
    visitor.click("export-start")
    await visitor.wait(lambda: not visitor.sees("export-dialog"), "it is written")
    return await notice(visitor, "written")


def csv_rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a file, read by Python's own reader; empty cells are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = csv.DictReader(file, strict=True, delimiter=delimiter)
        return [{name: cell for name, cell in row.items() if cell} for row in found]


# -- the table


def table(visitor: Visitor) -> RowView:
    return visitor.find(TABLE, RowView)


def row_of(visitor: Visitor, name: str) -> int:
    assert name in names(visitor), f"{name} is not among {names(visitor)}"
    return names(visitor).index(name)


def select_all(visitor: Visitor) -> None:
    table(visitor).setFocus()
    visitor.press(Qt.Key.Key_A, CONTROL, table(visitor))


def select(visitor: Visitor, *people: str) -> None:
    """Exactly these rows; the keyboard is on the last one."""
    view = table(visitor)
    view.setFocus()
    view.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for name in people:
        index = view.model().index(row_of(visitor, name), 0)
        view.selectionModel().setCurrentIndex(index, flags)


async def open_details(visitor: Visitor, name: str) -> None:
    """One lead, whole."""
    select(visitor, name)
    if not visitor.sees(f"{DETAILS}-title"):
        visitor.press(Qt.Key.Key_Return, on=table(visitor))
    await visitor.wait(lambda: shows(visitor, f"{DETAILS}-title", name), f"{name} is shown whole")
    await visitor.wait(lambda: visitor.sees(f"{DETAILS}-fields"), "the fields")


async def edit_field(visitor: Visitor, column: str, text: str) -> None:
    """In the pane, of the lead that it shows."""
    listed = visitor.find(f"{DETAILS}-fields", LeadFields)
    listed.setFocus()
    listed.edit_field(column)
    typed = visitor.find(f"{DETAILS}-fields-editor", QPlainTextEdit)
    typed.selectAll()
    QTest.keyClicks(typed, text)
    QTest.keyClick(typed, Qt.Key.Key_Return)


def command(desktop: Desktop, name: str) -> None:
    """A command by its name, as from a menu; it must be allowed now."""
    desktop.session.commands.refresh()
    action = desktop.session.commands.action(name)
    assert action.isEnabled(), f"{name} cannot be done now"
    action.trigger()


async def allowed(visitor: Visitor, name: str) -> None:
    """Until a command can be given; that is looked at a moment after the selection has changed."""
    action = next(known for known in visitor.window.actions() if known.objectName() == f"action-{name}")
    await visitor.wait(action.isEnabled, f"{name} can be done")


async def search(visitor: Visitor, text: str) -> None:
    """Ctrl+F, and typed over what was there."""
    await shortcut(visitor, Qt.Key.Key_F)
    replace_text(visitor, "leads-search", text)


async def show_list(visitor: Visitor, name: str) -> None:
    await show_shelf(visitor, name, "leads-lists")


async def show_shelf(visitor: Visitor, name: str, where: str = "leads-shelves") -> None:
    """In the rail."""
    await visitor.wait(lambda: name in items(visitor, where), f"{name} is in the rail")
    view = visitor.find(where, QAbstractItemView)
    view.setCurrentIndex(view.model().index(items(visitor, where).index(name), 0))
    page = leads_page(visitor)
    await visitor.wait(lambda: page.rows.view == page.viewing.view, f"the rows of {name}")


def leads_page(visitor: Visitor) -> LeadsPage:
    assert isinstance(visitor.window, MainWindow)
    return cast("LeadsPage", visitor.window.page("leads-tab"))


def facets(visitor: Visitor, column: str) -> dict[str, int]:
    """The values of a column below "Narrow by", with how many leads have each; without those that none has now."""
    found = visitor.find(f"leads-facet-{column.lstrip('@')}", FacetList).facet.values
    return {value.title: value.count for value in found if value.count}


async def new_list(visitor: Visitor, name: str) -> None:
    """Of the selected leads."""
    await allowed(visitor, "leads-new-list")
    await shortcut(visitor, Qt.Key.Key_N, CONTROL_SHIFT)
    await visitor.wait_for("leads-list-dialog")
    replace_text(visitor, "leads-list-name", name)
    visitor.press(Qt.Key.Key_Return, on=visitor.find("leads-list-name"))
    await notice(visitor, f"“{name}” was made")


async def add_to_list(visitor: Visitor, name: str) -> None:
    """The selected leads, to a list that is there or a new one."""
    await allowed(visitor, "leads-add-to-list")
    await pick_name(visitor, "leads-pick-list", Qt.Key.Key_L, name)


async def tag(visitor: Visitor, name: str) -> None:
    """The selected leads."""
    await allowed(visitor, "leads-tag")
    await pick_name(visitor, "leads-pick-tag", Qt.Key.Key_T, name)
    await notice(visitor, "tagged")


async def pick_name(visitor: Visitor, dialog: str, key: Qt.Key, name: str) -> None:
    """By its shortcut: typed, and Enter."""
    await shortcut(visitor, key)
    await visitor.wait_for(f"{dialog}-dialog")
    line = visitor.type_into(f"{dialog}-name", name)
    visitor.press(Qt.Key.Key_Return, on=line)
    await visitor.wait(lambda: not visitor.sees(f"{dialog}-dialog"), "it is done")


async def undo(visitor: Visitor, words: str) -> None:
    """Ctrl+Z takes back exactly this."""
    await _step(visitor, CONTROL, "undo", f"Taken back: {words}.")


async def redo(visitor: Visitor, words: str) -> None:
    await _step(visitor, CONTROL_SHIFT, "redo", f"Done again: {words}.")


async def _step(visitor: Visitor, how: Qt.KeyboardModifier, name: str, words: str) -> None:
    """Out of the table: in a field the keys belong to the text."""
    visitor.find("leads-shelves").setFocus()
    await allowed(visitor, name)
    await shortcut(visitor, Qt.Key.Key_Z, how)
    await notice(visitor, words)


_LOOK = """
import json, pathlib, sys
folder, *words = sys.argv[1:]
found = {}
for path in sorted(pathlib.Path(folder).rglob("*")):
    content = path.read_bytes().lower() if path.is_file() else b""
    spelled = lambda word: {word.lower().encode(how) for how in ("utf-8", "utf-16-le", "cp1252")}
    if held := [word for word in words if any(spelling in content for spelling in spelled(word))]:
        found[path.name] = held
print(json.dumps(found))
"""


async def traces(folder: Path, *words: str) -> dict[str, list[str]]:
    """Which files hold which of these words, in any spelling that a program might write.

    Another process looks: one that closes a database's file lets go of all locks that SQLite has on it here.
    """
    told = await asyncio.to_thread(subprocess.check_output, [sys.executable, "-c", _LOOK, str(folder), *words])
    found: dict[str, list[str]] = json.loads(told)
    return found


def focused() -> QWidget:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nobody has the keyboard"
    return widget


async def activate(visitor: Visitor, name: str) -> QWidget:
    """A dialog, once it is the window whose shortcuts count."""
    dialog = await visitor.wait_for(name)
    dialog.activateWindow()
    await visitor.wait(dialog.isActiveWindow, f"{name} is the active window")
    return dialog
