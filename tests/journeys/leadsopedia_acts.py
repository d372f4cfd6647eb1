"""What people do in the Leadsopedia tab again and again, and where they look for what came of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.wire import Received
from leaddesk.tour.visitor import Visitor
from leaddesk.ui.widgets.table.view import RowView
from tests.journeys import list_acts
from tests.journeys.acts import READY, shows
from tests.journeys.conftest import Desktop, OpenDesktop
from tests.journeys.list_acts import Record, count_of_rows, was_well_behaved

SCANS, PROSPECTS, PARTNERS, HOT, EMPTY = (f"65f1c0a27d3b9e4418a0c50{number}" for number in range(1, 6))
"""The demo's lists: 733 contacts, 4,987, 100 (exactly one page), 1, none."""

TABLE, ACCOUNT = "leadsopedia-table", "leadsopedia-account-entries"


# -- arriving


async def open_leadsopedia(open_desktop: OpenDesktop, **how: Any) -> tuple[Desktop, Visitor]:
    """LeadDesk at the Leadsopedia tab, with its key."""
    desktop = await open_desktop(**{"settings": READY, "also": ("leadsopedia",), **how})
    desktop.session.window.show_tab("leadsopedia-tab")
    await desktop.visitor.wait_for("leadsopedia-quota")
    return desktop, desktop.visitor


async def open_with_lists(open_desktop: OpenDesktop, **how: Any) -> tuple[Desktop, Visitor]:
    """The same, when everything that is asked at the first time has come."""
    desktop, visitor = await open_leadsopedia(open_desktop, **how)
    await visitor.wait(lambda: entries(visitor), "the lists")
    await visitor.wait(lambda: shows(visitor, "leadsopedia-credits", "credits left"), "the credits")
    await at_rest(visitor)
    return desktop, visitor


async def at_rest(visitor: Visitor) -> None:
    """Until no call waits, and none is under way."""
    await visitor.wait(lambda: shows(visitor, "leadsopedia-quota", "No call waits."), "no call waits")
    await visitor.wait(lambda: not visitor.sees("leadsopedia-lists-note"), "the lists have been read")
    await visitor.wait(lambda: not visitor.sees("jobs-indicator") or not visitor.text("jobs-indicator"), "no job runs")


# -- the rail


def entries(visitor: Visitor, rail: str = "leadsopedia-lists") -> list[str]:
    """What a screen reader hears of each entry: its name, how many there are, how far it was read."""
    if not visitor.sees(rail):
        return []
    model, role = visitor.find(rail, QAbstractItemView).model(), Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]


def entry(visitor: Visitor, name: str) -> str:
    """What is heard of the entry whose text begins with ``name``; empty where there is none."""
    every = [*entries(visitor), *entries(visitor, ACCOUNT)]
    return next((words for words in every if words.startswith(name)), "")


async def choose(visitor: Visitor, name: str, rail: str = "leadsopedia-lists") -> None:
    """Click the entry that begins with ``name``, as soon as it is there."""
    await visitor.wait(lambda: any(words.startswith(name) for words in entries(visitor, rail)), f"{name} is listed")
    view = visitor.find(rail, QAbstractItemView)
    row = next(row for row, words in enumerate(entries(visitor, rail)) if words.startswith(name))
    index = view.model().index(row, 0)
    view.scrollTo(index)
    place = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert view.currentIndex().row() == row


# -- reading


async def press(visitor: Visitor, name: str) -> None:
    """A click, as soon as the button is there and can be pressed."""
    await visitor.wait(lambda: visitor.sees(name) and visitor.find(name).isEnabled(), f"{name} can be pressed")
    visitor.click(name)


async def read(visitor: Visitor, rows: int, prefix: str = "leadsopedia") -> str:
    """Press *Read*, wait for the end and for so many rows on screen; what is said of it then."""
    await press(visitor, f"{prefix}-read")
    return await read_in_full(visitor, rows, prefix)


async def read_in_full(visitor: Visitor, rows: int, prefix: str = "leadsopedia") -> str:
    """The end of a reading, with so many rows on screen."""

    def done() -> str:
        return "" if visitor.sees(f"{prefix}-pause") else shows(visitor, f"{prefix}-status", "read in full")

    said = await visitor.wait(done, f"{prefix} is read in full")
    await visitor.wait(lambda: count_of_rows(visitor, f"{prefix}-table") == rows, f"{rows} rows")
    return said


async def status(visitor: Visitor, words: str, prefix: str = "leadsopedia") -> str:
    """What the card over the table says, once it holds ``words``."""
    return await list_acts.status(visitor, words, f"{prefix}-status")


def contacts(visitor: Visitor) -> list[Record]:
    """All rows of the table of contacts; empty cells are left out."""
    return list_acts.rows(visitor, TABLE)


def truth(sandbox: Sandbox, list_id: str) -> list[Record]:
    """What Leadsopedia has of a list, as the table shows it."""
    return list_acts.truth(sandbox.leadsopedia.contacts(list_id))


# -- looking up


def look_up(visitor: Visitor, wanted: str) -> None:
    """Type into the look-up, and press its button."""
    visitor.find("leadsopedia-lookup", QLineEdit).clear()
    visitor.type_into("leadsopedia-lookup", wanted)
    visitor.click("leadsopedia-lookup-go")


async def message(visitor: Visitor, words: str, name: str = "leadsopedia-message") -> str:
    """What is said in the page, title and advice, once it holds ``words``."""

    def told() -> str:
        text = " ".join(shows(visitor, part) for part in (name, f"{name}-advice")).strip()
        return text if words in text else ""

    return await visitor.wait(told, f"a message with “{words}”")


def selected(visitor: Visitor, table: str = TABLE) -> list[Record]:
    """The rows that are selected; none where no table is to be seen."""
    if not visitor.sees(table):
        return []
    chosen = {index.row() for index in visitor.find(table, RowView).selectionModel().selectedRows()}
    return [record for row, record in enumerate(list_acts.rows(visitor, table)) if row in chosen]


# -- what was asked


def requests(sandbox: Sandbox, operation: str | None = None) -> Sequence[Received]:
    return [request for request in sandbox.leadsopedia.requests if operation in {None, request.operation}]


def operations(sandbox: Sandbox) -> Counter[str | None]:
    """How often each operation was asked for."""
    return Counter(request.operation for request in sandbox.leadsopedia.requests)


def pages_asked(sandbox: Sandbox, list_id: str) -> list[int | None]:
    """The pages of a list of contacts, in the order in which they were asked for."""
    return [request.page for request in requests(sandbox, "contacts") if request.list_id == list_id]


async def asked(sandbox: Sandbox, number: int, operation: str | None = None) -> None:
    """Until so many requests have arrived."""
    await asyncio.to_thread(sandbox.leadsopedia.wait_for, number, operation, 20.0)


def was_polite(sandbox: Sandbox) -> bool:
    """The key went with every call, and nowhere else; and no call came too soon."""
    calls, files = sandbox.leadsopedia.requests, sandbox.leadsopedia.files.requests
    with_key = all(call.key == "right" for call in calls) and all(file.key == "absent" for file in files)
    return with_key and was_well_behaved(sandbox) and all(call.status != 429 for call in calls)
