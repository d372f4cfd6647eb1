"""A whole job in My Leads without a mouse: import, search, list, edit, trash, review, suppression, export."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import items, notice, shortcut, shows
from tests.journeys.conftest import Desktops
from tests.journeys.lead_acts import (
    activate,
    checked,
    choose_file,
    count,
    focused,
    new_list,
    open_leads,
    search,
    select_all,
    shown,
    table,
    tag,
    write_file,
)

pytestmark = pytest.mark.usefixtures("quick")

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
PEOPLE = """\
name,company,email
Ada Berg,Nordwind,ada@nordwind.example
Bo Castel,Clinique du Lac,bo@lac.example
Bo Castel,Clinique du Lac,bo.castel@privat.example
Cem Demir,Nordwind,cem@nordwind.example
"""


async def tab_to(visitor: Visitor, name: str) -> QWidget:
    """Tab, until this has the keyboard."""
    met = []
    for _ in range(80):
        if focused().objectName() == name:
            return focused()
        met.append(focused().objectName())
        visitor.press(Qt.Key.Key_Tab)
        await visitor.settle()
    raise AssertionError(f"Tab does not come to {name}: {met}")


async def by_palette(visitor: Visitor, words: str) -> None:
    """Ctrl+K, and typed."""
    await shortcut(visitor, Qt.Key.Key_K)
    line = await visitor.wait_for("palette-input")
    assert isinstance(line, QLineEdit)
    visitor.type_into("palette-input", words)
    await visitor.wait(lambda: items(visitor, "palette-list"), "it is offered")
    visitor.press(Qt.Key.Key_Return, on=line)


async def test_a_whole_job(desktops: Desktops, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_leads(open_desktop)
        await choose_file(visitor, write_file(tmp_path / "people.csv", PEOPLE))
        await activate(visitor, "import-dialog")
        await tab_to(visitor, "import-start")
        visitor.press(Qt.Key.Key_Return)
        await visitor.wait(lambda: shows(visitor, "import-result", "4 rows read: 4 new."), "it is imported")
        await tab_to(visitor, "import-show")
        visitor.press(Qt.Key.Key_Return)
        await shown(visitor, ("Ada Berg", "Bo Castel", "Bo Castel", "Cem Demir"))

        await search(visitor, "nordwind")
        await shown(visitor, ("Ada Berg", "Cem Demir"))
        visitor.press(Qt.Key.Key_Down)
        await visitor.wait(lambda: visitor.find("leads-rows").isAncestorOf(focused()), "Down goes to the rows")
        select_all(visitor)
        await new_list(visitor, "North")
        await tag(visitor, "Warm")
        visitor.press(Qt.Key.Key_Escape, on=table(visitor))
        await count(visitor, "4 of 4 leads")

        await by_palette(visitor, "review duplicates")
        await visitor.wait(lambda: len(items(visitor, "review-pairs")) == 1, "one pair")
        await visitor.wait(lambda: visitor.find("review-left").isEnabled(), "it can be decided")
        visitor.press(Qt.Key.Key_L)
        await visitor.wait_for("review-empty")
        visitor.press(Qt.Key.Key_Escape)
        await count(visitor, "3 of 3 leads")
        await shortcut(visitor, Qt.Key.Key_Z)
        await count(visitor, "4 of 4 leads")

        await by_palette(visitor, "suppression list")
        await activate(visitor, "suppression-dialog")
        QTest.keyClicks(focused(), "ada@nordwind.example")
        visitor.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await visitor.wait(lambda: shows(visitor, "suppression-added", "1 entry added"), "it is added")
        visitor.press(Qt.Key.Key_Escape)
        await visitor.wait(lambda: not visitor.sees("suppression-dialog"), "it is closed")

        await shortcut(visitor, Qt.Key.Key_E)
        await activate(visitor, "export-dialog")
        await checked(visitor)
        line = await tab_to(visitor, "export-path")
        assert isinstance(line, QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, str(tmp_path / "out.csv"))
        start = await tab_to(visitor, "export-start")
        visitor.press(Qt.Key.Key_Return, on=start)
        await visitor.wait(lambda: not visitor.sees("export-dialog"), "it is written")
        await notice(visitor, "3 rows written")
