"""Leads of a provider's list go into My Leads, are read and edited there, and are there after a restart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from leaddesk.ui.leads.detail.field_list import LeadFields
from leaddesk.ui.leads.detail.pane import LeadDetail
from leaddesk.ui.widgets.table.view import RowView
from tests.journeys.acts import notice, shows
from tests.journeys.conftest import Desktops
from tests.journeys.list_acts import PARTNERS, open_reactin, read_in_full

pytestmark = pytest.mark.usefixtures("quick", "reactin_in_haste")

DETAILS = "leads-table-details"


async def collect(visitor: Visitor, typed: str) -> None:
    """All shown rows, into the list that is typed."""
    visitor.click("reactin-collect")
    await visitor.wait_for("reactin-collecting-input")
    found = visitor.find("reactin-collecting-input", QLineEdit)
    QTest.keyClicks(found, typed)
    QTest.keyClick(found, Qt.Key.Key_Return)


def fields(visitor: Visitor) -> dict[str, str]:
    """Of the lead that is shown: the title and the value of each."""
    return _cells(visitor, 1)


def sources(visitor: Visitor) -> dict[str, str]:
    """The same, with where each value comes from."""
    return _cells(visitor, 2)


def _cells(visitor: Visitor, column: int) -> dict[str, str]:
    model = visitor.find(f"{DETAILS}-fields", LeadFields).model_of_facts
    return {str(model.index(row, 0).data()): str(model.index(row, column).data()) for row in range(model.rowCount())}


async def open_first(visitor: Visitor) -> None:
    """The first lead, whole."""
    await visitor.wait_for("leads-table")
    table = visitor.find("leads-table", RowView)
    await visitor.wait(lambda: table.rows_model.rowCount() >= 50, "fifty leads")
    table.setFocus()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    await visitor.wait(lambda: visitor.sees(f"{DETAILS}-fields"), "its fields")


async def test_from_a_smartlist_into_a_list_of_ones_own(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, sandbox.reactin.lists[PARTNERS])
        await read_in_full(visitor, 50)
        await collect(visitor, "Q1 launch")
        assert await notice(visitor, "50 added.") == "50 added. All of them are in “Q1 launch”."
        await collect(visitor, "")
        await notice(visitor, "were there already.")

        desktop.session.window.show_tab("leads-tab")
        await open_first(visitor)
        listed, pane = visitor.find(f"{DETAILS}-fields", LeadFields), visitor.find(DETAILS, LeadDetail)
        listed.setFocus()
        listed.edit_field("city")
        typed = visitor.find(f"{DETAILS}-fields-editor", QPlainTextEdit)
        typed.selectAll()
        QTest.keyClicks(typed, "Wels")
        QTest.keyClick(typed, Qt.Key.Key_Return)
        await visitor.wait(lambda: sources(visitor)["City"] == "typed today", "it is kept")
        QTest.keyClicks(visitor.find(f"{DETAILS}-note", QPlainTextEdit), "Call on Monday")
        name = visitor.text(f"{DETAILS}-title")
        assert await pane.keep() is None
        await desktop.session.close()

        desktop = await open_desktop(settings=None)
        await desktop.visitor.wait(lambda: shows(desktop.visitor, "status-saved"), "the window is furnished")
        desktop.session.window.show_tab("leads-tab")
        await open_first(desktop.visitor)
        await desktop.visitor.wait(lambda: shows(desktop.visitor, f"{DETAILS}-title", name), "the same lead")
        assert fields(desktop.visitor)["City"] == "Wels"
        assert desktop.visitor.find(f"{DETAILS}-note", QPlainTextEdit).toPlainText() == "Call on Monday"
