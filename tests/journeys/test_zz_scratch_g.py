"""From a filter to an accepted purchase, by keyboard, over HTTP: nothing is bought by accident, or a second time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from leaddesk.sandbox.server import Sandbox
from tests.journeys.acts import CONTROL_SHIFT, READY, enter, shows
from tests.journeys.conftest import Desktop, Desktops

FETCHES = ("/api/v2/async/records/filter", "/api/v2/async/records/filter/data")


def fetches(sandbox: Sandbox) -> list[str]:
    """The requests that cost credits, as the provider got them."""
    return [one.path for one in sandbox.requests if one.path in FETCHES]


async def opened(desktop: Desktop) -> None:
    """The dialog, ready to buy."""
    visitor = desktop.visitor
    enter(visitor, "job_title_level", "Director")
    visitor.press(Qt.Key.Key_B, CONTROL_SHIFT, desktop.session.window)
    import asyncio; await asyncio.sleep(3); from PySide6.QtWidgets import QLabel, QApplication; print([(w.objectName(), w.text()) for w in QApplication.allWidgets() if isinstance(w,QLabel) and w.isVisible() and w.text() and "fetch" in w.objectName()], desktop.bugs, visitor.text("notice") if visitor.sees("notice") else ""); assert 0


async def test_a_purchase_by_polling(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        await opened(desktop)
        number = visitor.find("fetch-number", QLineEdit)
        number.setText("3")
        assert visitor.text("fetch-price") == "3 credits"
        visitor.press(Qt.Key.Key_Return, on=number)
        confirm = visitor.find("fetch-confirm", QWidget)
        await visitor.wait(confirm.isEnabled, "it can be bought")
        visitor.press(Qt.Key.Key_Return, on=confirm)
        assert fetches(sandbox) == [], "Enter buys nothing"
        visitor.press(Qt.Key.Key_Space, on=confirm)
        await visitor.wait(lambda: shows(visitor, "fetch-result", "preparing up to 3 contacts"), "it is accepted")
        assert len(fetches(sandbox)) == 1
        visitor.click("fetch-activity")
        await visitor.wait(lambda: not visitor.sees("fetch-dialog"), "the dialog makes room")
