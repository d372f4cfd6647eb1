"""From the purchase to its records in Activity, over HTTP: what arrived is told, and leads back to the purchase."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTabWidget, QWidget

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import CONTROL_SHIFT, READY, enter, shortcut, shows
from tests.journeys.conftest import Desktop, Desktops


async def bought(desktop: Desktop, number: int) -> None:
    """By polling, from the filter to the answer."""
    visitor = desktop.visitor
    enter(visitor, "job_title_level", "Director")
    await shortcut(visitor, Qt.Key.Key_B, CONTROL_SHIFT)
    await visitor.wait(lambda: shows(visitor, "fetch-balance-age", "Read just now"), "the balance")
    visitor.find("fetch-number", QLineEdit).setText(str(number))
    confirm = visitor.find("fetch-confirm", QWidget)
    await visitor.wait(confirm.isEnabled, "it can be bought")
    visitor.press(Qt.Key.Key_Space, on=confirm)


def cells(visitor: Visitor, table: str) -> list[str]:
    """Everything that stands in it."""
    if not visitor.sees(table):
        return []
    model = visitor.find(table, QAbstractItemView).model()
    return [
        str(model.index(row, column).data()) for row in range(model.rowCount()) for column in range(model.columnCount())
    ]


async def test_what_was_bought_arrives_and_is_found_again(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        await bought(desktop, 3)
        await visitor.wait(lambda: shows(visitor, "fetch-result", "preparing up to 3 contacts"), "it is accepted")
        visitor.click("fetch-activity")
        await visitor.wait_for("purchase-dialog")
        assert desktop.session.window.current_tab == "activity-tab"
        assert shows(visitor, "status-connection", "collected by polling")
        while not shows(visitor, "notice", "arrived"):
            if visitor.sees("purchase-look") and visitor.find("purchase-look").isEnabled():
                visitor.click("purchase-look")
            await visitor.settle()
        tabs = visitor.find("purchase-tabs", QTabWidget)
        await visitor.wait(lambda: tabs.tabText(1) != "Records (0)", "the records are listed")
        visitor.click("purchase-close")
        await visitor.wait(lambda: not visitor.sees("purchase-dialog"), "the dialog is closed")
        assert "Purchase 1" in cells(visitor, "purchases-table")
        await visitor.wait(lambda: "Purchase 1" in cells(visitor, "ledger-table"), "the ledger says what it cost")
        visitor.click("notice-action")
        await visitor.wait_for("purchase-dialog")
        visitor.press(Qt.Key.Key_Escape, on=visitor.find("purchase-steps"))
        await visitor.wait(lambda: not visitor.sees("purchase-dialog"), "Esc closes it")


async def test_no_answer_waits_for_a_word_of_the_person(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        sandbox.reachstream.fault("status", operation="polled-fetch", status=500)
        await bought(desktop, 5)
        await visitor.wait(lambda: shows(visitor, "fetch-result", "no answer"), "it is unknown")
        visitor.click("fetch-cancel")
        await shortcut(visitor, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
        title = "We sent your request for 5 contacts and got no answer."
        assert await visitor.wait(lambda: shows(visitor, "purchase-unknown", "no answer"), "it is told") == title
        visitor.click("purchase-unknown-details")
        await visitor.wait_for("purchase-dialog")
        visitor.click("purchase-not-bought")
        await visitor.wait_for("purchase-question-confirm")
        visitor.click("purchase-question-confirm")
        await visitor.wait(lambda: shows(visitor, "purchase-title", "Closed by you"), "it is closed")
        visitor.press(Qt.Key.Key_Escape, on=visitor.find("purchase-steps"))
        await visitor.wait(lambda: not visitor.sees("purchase-unknown"), "nothing waits any more")
