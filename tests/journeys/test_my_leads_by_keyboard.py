"""A whole job in My Leads without a mouse: import, search, list, edit, trash, review, suppression, export."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTabBar, QWidget

from leaddesk.tour.visitor import Visitor
from leaddesk.ui import theme
from tests.journeys.acts import READY, items, notice, shortcut, shows
from tests.journeys.conftest import Desktops
from tests.journeys.lead_acts import (
    DETAILS,
    TABLE,
    activate,
    checked,
    choose_file,
    command,
    count,
    focused,
    import_file,
    new_list,
    open_details,
    open_leads,
    search,
    select_all,
    show_shelf,
    shown,
    table,
    tag,
    write_file,
)
from tests.journeys.test_by_keyboard import cut_off

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
        await visitor.wait(lambda: not visitor.sees("import-dialog"), "the import is closed")
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


@pytest.mark.parametrize("size", [100, 150])
async def test_no_word_is_cut_in_the_smallest_window(
    desktops: Desktops, qapp: QApplication, tmp_path: Path, size: int
) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_leads(open_desktop, settings={**READY, "text_size": size})
        window = desktop.session.window
        window.resize(1000, 640)
        await visitor.wait_for(f"{TABLE}-empty-title")
        await visitor.settle()
        assert cut_off(window) == []
        await import_file(visitor, write_file(tmp_path / "people.csv", PEOPLE), "Conference in Salzburg")
        await shown(visitor, ("Ada Berg", "Bo Castel", "Bo Castel", "Cem Demir"))
        await search(visitor, "nordwind")
        await shown(visitor, ("Ada Berg", "Cem Demir"))
        await open_details(visitor, "Ada Berg")
        await visitor.settle()
        assert cut_off(window) == []
        assert nameless(window) == []
        select_all(visitor)
        await visitor.wait(lambda: shows(visitor, "leads-selected", "2 selected"), "two are chosen")
        await visitor.settle()
        assert cut_off(window) == []
        for shelf in ("Suppressed", "Trash", "All leads"):
            await show_shelf(visitor, shelf)
            await visitor.settle()
            assert cut_off(window) == []
        command(desktop, "leads-duplicates")
        await visitor.wait(lambda: items(visitor, "review-pairs"), "a pair")
        await visitor.wait(lambda: visitor.find("review-left").isEnabled(), "it can be decided")
        await visitor.settle()
        assert cut_off(window) == []
        assert nameless(window) == []
        assert window.size() == QSize(1000, 640)
    theme.apply(qapp, "light", 100)


def nameless(window: QWidget) -> list[str]:
    """What Tab can come to and has no name of its own, or none that a screen reader could say (tabs say theirs)."""
    found = []
    for part in window.findChildren(QWidget):
        is_stop = part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        if is_stop and not isinstance(part, QTabBar):
            said = part.accessibleName() or (part.text() if isinstance(part, QAbstractButton | QLabel) else "")
            if not said or not part.objectName():
                found.append(f"{type(part).__name__} {part.objectName()}: {said}")
    return found


async def test_tab_and_f6_come_round(desktops: Desktops, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_leads(open_desktop)
        await import_file(visitor, write_file(tmp_path / "people.csv", PEOPLE), "North")
        await open_details(visitor, "Ada Berg")
        await activate(visitor, "main-window")
        first = visitor.find("leads-search")
        first.setFocus(Qt.FocusReason.TabFocusReason)
        met = [focused().objectName()]
        for _ in range(90):
            visitor.press(Qt.Key.Key_Tab)
            await visitor.settle()
            if focused() is first:
                break
            met.append(focused().objectName())
        assert focused() is first, f"Tab does not come round: {met}"
        wanted = ("leads-shelves", "leads-lists", "leads-list-create", "leads-table", f"{DETAILS}-note", "leads-export")
        assert set(wanted) <= set(met), f"Tab does not come to {set(wanted) - set(met)}"
        places = [visitor.find(name) for name in ("leads-rail", "leads-rows", DETAILS)]
        reached = set()
        for _ in range(6):
            await shortcut(visitor, Qt.Key.Key_F6, NO_MODIFIER)
            reached |= {place.objectName() for place in places if place.isAncestorOf(focused())}
        assert reached == {place.objectName() for place in places}
