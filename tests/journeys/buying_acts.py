"""What people do again and again to buy contacts, and where they look for what became of it."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QRadioButton, QTabWidget

from leaddesk.sandbox.reachstream.books import Submission
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from leaddesk.tour.walk import number_in
from leaddesk.ui.widgets.table.view import RowView
from tests.journeys.acts import CONTROL_SHIFT, READY, close_settings, enter, open_settings, requests, shortcut, shows
from tests.journeys.conftest import Desktop, OpenDesktop
from tests.journeys.list_acts import Record, rows

SECRET = "whsec-Kd83hfk29s"
"""The webhook secret that ReachStream's account made, as these journeys have it."""


async def open_desk(open_desktop: OpenDesktop, **how: Any) -> tuple[Desktop, Visitor]:
    """LeadDesk with a filter in it, once everything slow is there."""
    desktop = await open_desktop(**{"settings": READY, **how})
    await desktop.visitor.wait(lambda: shows(desktop.visitor, "status-saved"), "the window is furnished")
    enter(desktop.visitor, "job_title_level", "Director")
    return desktop, desktop.visitor


# -- the dialog that buys


async def open_fetch(visitor: Visitor) -> None:
    """By its shortcut; the balance is read."""
    await shortcut(visitor, Qt.Key.Key_B, CONTROL_SHIFT)
    await visitor.wait(lambda: shows(visitor, "fetch-balance-age", "Read just now"), "the balance")


async def order(visitor: Visitor, number: int, way: str = "polling") -> None:
    """So many, that way, and the one button; then it is on its way."""
    visitor.find("fetch-number", QLineEdit).setText(str(number))
    visitor.find(f"fetch-delivery-{way}", QRadioButton).click()
    confirm = visitor.find("fetch-confirm")
    await visitor.wait(confirm.isEnabled, "it can be bought")
    visitor.press(Qt.Key.Key_Space, on=confirm)


async def result(visitor: Visitor, words: str = "") -> str:
    """What the dialog says in the end."""
    return await visitor.wait(lambda: shows(visitor, "fetch-result", words), f"“{words}” in the dialog")


async def close_fetch(visitor: Visitor) -> None:
    visitor.click("fetch-cancel")
    await visitor.wait(lambda: not visitor.sees("fetch-dialog"), "the dialog is closed")


async def buy(visitor: Visitor, number: int, way: str = "polling") -> None:
    """From the open window until ReachStream has accepted it, and back."""
    await open_fetch(visitor)
    await order(visitor, number, way)
    await result(visitor, f"preparing up to {number}")
    await close_fetch(visitor)


def orders(sandbox: Sandbox) -> int:
    """How many requests that cost credits arrived."""
    return len(requests(sandbox, "fetch")) + len(requests(sandbox, "polled-fetch"))


def booked(sandbox: Sandbox) -> Submission:
    """The only order that ReachStream has accepted."""
    (submission,) = sandbox.reachstream.books.submissions
    assert sandbox.reachstream.books.second_submissions() == []
    return submission


# -- Activity


async def to_activity(visitor: Visitor) -> None:
    await shortcut(visitor, Qt.Key.Key_5)
    await visitor.wait_for("purchases-card")


def purchases(visitor: Visitor) -> list[Record]:
    """Newest first, by column."""
    return rows(visitor, "purchases-table")


def newest(visitor: Visitor) -> Record:
    """The newest purchase; nothing while none is to be seen."""
    return next(iter(purchases(visitor)), {})


async def stands(visitor: Visitor, words: str, place: int = 0) -> Record:
    """The purchase at ``place``, newest first, once its state says ``words``."""

    def there() -> Record | None:
        found = purchases(visitor)
        return found[place] if len(found) > place and words in str(found[place]["state"]) else None

    try:
        return await visitor.wait(there, words)
    except AssertionError as error:
        raise AssertionError(f"no “{words}” at {place} of {purchases(visitor)}") from error


async def open_details(visitor: Visitor, place: int = 0) -> str:
    """Of the purchase at ``place``; what came of it, in numbers."""
    await visitor.wait(lambda: len(purchases(visitor)) > place, "the purchase")
    table = visitor.find("purchases-table", RowView)
    table.setCurrentIndex(table.model().index(place, 0))
    visitor.click("purchase-details")
    await visitor.wait_for("purchase-dialog")
    await visitor.wait(lambda: steps(visitor), "what happened")
    return await visitor.wait(lambda: shows(visitor, "purchase-outcome"), "what came of it")


def steps(visitor: Visitor) -> list[str]:
    """What happened, in order, as the open details tell it."""
    return [str(row["what"]) for row in rows(visitor, "purchase-steps")]


async def records(visitor: Visitor, column: str) -> list[str]:
    """What stands in a column of the records of the open purchase, in order; their page is shown then."""
    visitor.find("purchase-tabs", QTabWidget).setCurrentIndex(1)
    await visitor.wait_for("purchase-records")
    return [str(row[column]) for row in rows(visitor, "purchase-records")]


async def close_details(visitor: Visitor) -> None:
    visitor.click("purchase-close")
    await visitor.wait(lambda: not visitor.sees("purchase-dialog"), "the details are closed")


async def rule(visitor: Visitor, ruling: str) -> None:
    """On the open purchase: ``not-bought``, ``bought-elsewhere`` or ``that-is-all``; the question is answered."""
    visitor.click(f"purchase-{ruling}")
    await visitor.wait_for("purchase-question")
    visitor.click("purchase-question-confirm")
    await visitor.wait(lambda: shows(visitor, "purchase-reason", "You said"), "it is ruled")


def ledger(visitor: Visitor) -> list[tuple[str, int]]:
    """Newest first: what each line is about, and its balance, or the credits that it took."""
    return [
        (str(row["what"]), int(str(row.get("balance", row.get("credits"))))) for row in rows(visitor, "ledger-table")
    ]


def balance(visitor: Visitor) -> int:
    """As the ledger's head says it."""
    return number_in(visitor.text("ledger-balance"))


def no_difference(visitor: Visitor) -> bool:
    return not visitor.sees("ledger-difference")


async def open_deliveries(visitor: Visitor) -> None:
    visitor.click("deliveries-open")
    await visitor.wait_for("deliveries-dialog")


def deliveries(visitor: Visitor) -> list[Record]:
    """Newest first."""
    return rows(visitor, "deliveries-table")


async def give(visitor: Visitor, path: Path) -> None:
    """A delivery as a file, chosen in the dialog for files."""
    visitor.click("delivery-give")
    dialog = await visitor.wait_for("delivery-file")
    assert isinstance(dialog, QFileDialog)
    line = await visitor.wait(lambda: dialog.findChild(QLineEdit, "fileNameEdit"), "a line for the name of the file")
    line.setText(str(path))
    QTest.keyClick(line, Qt.Key.Key_Return)


# -- the receiver


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def save(visitor: Visitor, name: str, text: str) -> None:
    """A field of Settings; that it is kept shows elsewhere on the page."""
    visitor.find(f"{name}-field", QLineEdit).setText(text)
    await visitor.wait(lambda: visitor.find(f"{name}-save").isEnabled(), f"{name} can be saved")
    visitor.click(f"{name}-save")
    await visitor.wait(lambda: not visitor.find(f"{name}-save").isEnabled(), f"{name} is on its way")


async def set_up_webhook(visitor: Visitor, sandbox: Sandbox, secret: str = SECRET) -> str:
    """In Settings, step by step, and in the account; the address that was pasted there. Settings stay open."""
    port = free_port()
    await open_settings(visitor, "delivery")
    await save(visitor, "receiver-port", str(port))
    visitor.click("receiver-on")
    await visitor.wait(lambda: shows(visitor, "receiver-state", f"Listening on this computer, port {port}"), "it is on")
    await save(visitor, "receiver-address", f"http://127.0.0.1:{port}")
    await save(visitor, "receiver-secret", secret)
    await visitor.wait(lambda: shows(visitor, "receiver-secret-state", f"ends in {secret[-4:]}"), "it is kept")
    await visitor.wait(lambda: visitor.find("receiver-paste-show").isEnabled(), "there is an address")
    visitor.click("receiver-paste-show")
    address = await visitor.wait(lambda: _without_dots(visitor.text("receiver-paste")), "the address to paste")
    sandbox.reachstream.switch({"webhook": {"url": address, "secret": secret, "active": True}})
    return address


async def try_delivery(visitor: Visitor) -> None:
    """The button of Settings, which then close."""
    visitor.click("receiver-test")
    await visitor.wait(lambda: shows(visitor, "receiver-test-result", "came through"), "the test arrived")
    await close_settings(visitor)


def _without_dots(address: str) -> str:
    return "" if "•" in address or "/" not in address else address


async def delivered(sandbox: Sandbox, number: int = 1300) -> Submission:
    """The order, once ReachStream has brought everything."""
    return await asyncio.to_thread(sandbox.reachstream.books.wait_for, number, "delivered", timeout=20.0)


def payload(path: Path, processing_id: int, records: list[Mapping[str, Any]]) -> Path:
    """A file with what ReachStream would have sent."""
    body = {"unique_processing_id": processing_id, "event": "data_notification", "data": records}
    path.write_text(json.dumps(body), encoding="utf-8")
    return path
