"""The Leadsopedia tab with the keyboard alone: commands in the palette, the rail, the look-up."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import items, shortcut, shows
from tests.journeys.conftest import Desktops
from tests.journeys.leadsopedia_acts import (
    SCANS,
    asked,
    contacts,
    open_with_lists,
    operations,
    read_in_full,
    selected,
    status,
    truth,
)

pytestmark = pytest.mark.usefixtures("quick")


async def command(visitor: Visitor, words: str) -> None:
    """From the palette, by how its title begins."""
    await shortcut(visitor, Qt.Key.Key_K)
    await visitor.wait_for("palette-input")
    visitor.type_into("palette-input", words)
    await visitor.wait(
        lambda: "".join(items(visitor, "palette-list")[:1]).lower().startswith(words), f"{words} is first"
    )
    visitor.press(Qt.Key.Key_Return)
    await visitor.wait(lambda: not visitor.sees("palette"), "the palette is closed")


async def test_a_list_is_chosen_read_paused_and_looked_into_without_a_mouse(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        rail = visitor.find("leadsopedia-lists", QAbstractItemView)
        rail.setFocus()
        visitor.press(Qt.Key.Key_Down)
        await visitor.wait(lambda: shows(visitor, "leadsopedia-title", "All prospects"), "the second list")
        visitor.press(Qt.Key.Key_Up)
        await visitor.wait(lambda: shows(visitor, "leadsopedia-title", "Conference"), "the first one again")

        sandbox.leadsopedia.fault("hold", operation="contacts", page=2)
        await command(visitor, "read the whole list")
        await asked(sandbox, 2, "contacts")
        await command(visitor, "pause reading")
        sandbox.leadsopedia.clear_faults()
        await status(visitor, "Paused before page 3.")
        await shortcut(visitor, Qt.Key.Key_L)
        await visitor.wait(lambda: _has_keyboard(visitor, "leadsopedia-lookup"), "the look-up has the keyboard")
        person = truth(sandbox, SCANS)[600]
        visitor.type_into("leadsopedia-lookup", str(person["id"]))
        visitor.press(Qt.Key.Key_Return)
        await visitor.wait(lambda: selected(visitor) == [person], "it is found and selected")
        await visitor.wait(lambda: _has_keyboard(visitor, "leadsopedia-table"), "and has the keyboard")
        await command(visitor, "go on reading")
        await read_in_full(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS)
        await command(visitor, "read the credits")
        await visitor.wait(lambda: operations(sandbox)["credits"] == 2, "a call")
        for title, name in (("show the downloads", "downloads"), ("show the search history", "history")):
            await command(visitor, title)
            await visitor.wait_for(f"{name}-read")


def _has_keyboard(visitor: Visitor, name: str) -> bool:
    return QApplication.focusWidget() is visitor.find(name)
