"""What people do in LeadDesk's window again and again, and where they look for what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.wire import Received
from leaddesk.tour.visitor import Visitor
from leaddesk.tour.walk import number_in

READY = {"welcome_done": True}
"""The settings of somebody who has been here before."""

CONTROL = Qt.KeyboardModifier.ControlModifier
CONTROL_SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier

DIRECTORS = {"job_title_level": ("Director",)}
"""The filter that ``enter(visitor, "job_title_level", "Director")`` makes."""


def shows(visitor: Visitor, name: str, words: str = "") -> str:
    """The text of ``name`` if it is to be seen and holds ``words``; empty if not."""
    text = visitor.text(name) if visitor.sees(name) else ""
    return text if words in text else ""


def chips(visitor: Visitor, field: str) -> list[str]:
    """The chosen values of a field."""
    return items(visitor, f"filter-{field}-values")


def items(visitor: Visitor, name: str) -> list[str]:
    """The texts of a list; empty where it is not to be seen."""
    if not visitor.sees(name):
        return []
    model = visitor.find(name, QAbstractItemView).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def enter(visitor: Visitor, field: str, value: str) -> None:
    """Type a value whole and press Enter, without waiting for suggestions."""
    line = visitor.type_into(f"filter-{field}-input", value)
    visitor.press(Qt.Key.Key_Return, on=line)
    assert value in chips(visitor, field)


async def choose(visitor: Visitor, field: str, typed: str) -> str:
    """Type, wait for the suggestions of exactly that, take the first."""
    line = visitor.type_into(f"filter-{field}-input", typed)
    await offered(visitor, field, typed)
    before = chips(visitor, field)
    visitor.press(Qt.Key.Key_Return, on=line)
    await visitor.wait(lambda: chips(visitor, field) != before, "a chip")
    return chips(visitor, field)[-1]


async def offered(visitor: Visitor, field: str, typed: str) -> list[str]:
    """The suggestions, once they are ReachStream's answer to ``typed``."""
    name = f"filter-{field}-suggestions"

    def there() -> list[str]:
        answered = "from ReachStream" in shows(visitor, f"{name}-footer")
        found = items(visitor, name) if answered else []
        return found if found and typed.casefold() in found[0].casefold() else []

    return await visitor.wait(there, f"suggestions for {typed}")


def paste(visitor: Visitor, field: str, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    line = visitor.find(f"filter-{field}-input", QLineEdit)
    line.setFocus()
    visitor.press(Qt.Key.Key_V, CONTROL, line)


async def shortcut(visitor: Visitor, key: Qt.Key, modifier: Qt.KeyboardModifier = CONTROL) -> None:
    """A shortcut of the window, which has to be the active one for it."""
    visitor.window.activateWindow()
    await visitor.wait(visitor.window.isActiveWindow, "the window is the active one")
    visitor.press(key, modifier, visitor.window)


def replace_text(visitor: Visitor, name: str, text: str) -> QLineEdit:
    """Clear an input and type something else."""
    visitor.find(name, QLineEdit).clear()
    return visitor.type_into(name, text)


async def count(visitor: Visitor) -> int:
    """Press *Count* and wait for its end, good or bad; the number that is shown then (0 for none)."""
    await visitor.wait(lambda: visitor.find("count-button").isEnabled(), "it can be counted")
    visitor.click("count-button")
    assert shows(visitor, "count-result", "Counting…"), "the window shows that it counts"
    shown = await visitor.wait(lambda: _without(visitor, "count-result", "Counting…"), "the counting has ended")
    return 0 if "Not counted" in shown else number_in(shown)


def _without(visitor: Visitor, name: str, words: str) -> str:
    text = visitor.text(name)
    return "" if words in text else text


async def notice(visitor: Visitor, words: str) -> str:
    """The newest message, once it holds ``words``, without its bold face."""
    text = await visitor.wait(lambda: shows(visitor, "notice", words), f"a message with “{words}”")
    return text.replace("<b>", "").replace("</b>", "").replace("&nbsp;", "")


async def close_notice(visitor: Visitor) -> None:
    """Also the one that it covered."""
    for _ in range(2):
        if visitor.sees("notice-close"):
            visitor.click("notice-close")
    await visitor.wait(lambda: not visitor.sees("notice"), "the message is gone")


async def open_settings(visitor: Visitor, page: str = "reachstream") -> None:
    """By its shortcut, and to a provider's page; waits until its key was read or could not be."""
    await shortcut(visitor, Qt.Key.Key_Comma)
    await visitor.wait_for("settings-dialog")
    titles = {
        "reachstream": "ReachStream",
        "reactin": "ReactIn",
        "leadsopedia": "Leadsopedia",
        "delivery": "Delivery",
        "spending": "Spending limits",
        "appearance": "Appearance",
        "backups": "Backups",
    }
    rail = visitor.find("settings-pages", QAbstractItemView)
    rows = {str(rail.model().index(row, 0).data()): row for row in range(rail.model().rowCount())}
    rail.setCurrentIndex(rail.model().index(rows[titles[page]], 0))


async def close_settings(visitor: Visitor) -> None:
    visitor.click("settings-close")
    await visitor.wait(lambda: not visitor.sees("settings-dialog"), "Settings is closed")


async def counts_asked(sandbox: Sandbox, number: int) -> list[Received]:
    """The first ``number`` counts that ReachStream was asked, once they arrived."""
    return await asked(sandbox, number, "count")


async def asked(sandbox: Sandbox, number: int, operation: str | None = None) -> list[Received]:
    """The first ``number`` requests that arrived, as soon as they have."""
    await asyncio.to_thread(sandbox.reachstream.wait_for, number, operation, 20.0)
    return requests(sandbox, operation)


def requests(sandbox: Sandbox, operation: str | None = None) -> list[Received]:
    return [request for request in sandbox.reachstream.requests if operation in {None, request.operation}]


def no_more_than_ten_a_second(sandbox: Sandbox) -> bool:
    """Whether the provider saw no haste: no eleventh request in any second, and nobody had to be refused."""
    times = [request.arrived for request in sandbox.reachstream.requests]
    close = any(later - sooner < 1.0 for sooner, later in zip(times, times[10:], strict=False))
    return not close and all(request.status != 429 for request in sandbox.reachstream.requests)


async def until(visitor: Visitor, condition: Callable[[], object], what: str) -> None:
    """Wait without looking at what comes of it."""
    await visitor.wait(lambda: bool(condition()), what)
