"""Search, conditions, facets, saved views, lists and what is done to leads by hand; and all of it taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QListView, QPlainTextEdit

from leaddesk.tour.visitor import Visitor
from leaddesk.ui.leads.facet_list import FacetList
from tests.journeys.acts import CONTROL_SHIFT, items, notice, replace_text, shortcut, shows
from tests.journeys.conftest import Desktop, Desktops
from tests.journeys.lead_acts import (
    DETAILS,
    add_to_list,
    command,
    count,
    edit_field,
    facets,
    fields,
    import_file,
    leads,
    leads_page,
    lists,
    names,
    new_list,
    open_details,
    open_leads,
    pick,
    redo,
    row_of,
    search,
    select,
    show_list,
    show_shelf,
    shown,
    sources,
    table,
    tag,
    undo,
    write_file,
)

pytestmark = pytest.mark.usefixtures("quick")

PEOPLE = """\
name,title,company,email,country,level,size
Ada Berg,Sales Director,Nordwind,ada@nordwind.example,Germany,Director,51-200
Bo Castel,Chief Nurse,Clinique du Lac,bo@lac.example,France,C-Suite,201-500
Cem Demir,Sales Manager,Nordwind,cem@nordwind.example,Germany,Manager,51-200
Dea Esposito,Buyer,Fratelli Rossi,dea@rossi.example,Italy,,11-50
Eve Fischer,Sales Manager,Ostwind,,Germany,Manager,
"""
ALL = ("Ada Berg", "Bo Castel", "Cem Demir", "Dea Esposito", "Eve Fischer")
ADA, BO, CEM, DEA, EVE = ALL


async def with_people(desktops_opened: object, folder: Path) -> tuple[Desktop, Visitor]:
    """My Leads with five people in it."""
    desktop, visitor = await open_leads(desktops_opened)  # type: ignore[arg-type]  # what the fixture yields
    people = write_file(folder / "people.csv", PEOPLE)
    assert await import_file(visitor, people) == "5 rows read: 5 new."
    await shown(visitor, ALL)
    return desktop, visitor


async def condition(visitor: Visitor, column: str, test: str, *values: str) -> None:
    """Ctrl+Shift+F, and filled in."""
    await shortcut(visitor, Qt.Key.Key_F, CONTROL_SHIFT)
    await visitor.wait_for("leads-condition-dialog")
    pick(visitor.find("leads-condition-column", QComboBox), column)
    pick(visitor.find("leads-condition-test", QComboBox), test)
    for value in values:
        line = visitor.type_into("leads-condition-input", value)
        visitor.press(Qt.Key.Key_Return, on=line)
    visitor.click("leads-condition-accept")
    await visitor.wait(lambda: not visitor.sees("leads-condition-dialog"), "it is put")


def chips(visitor: Visitor) -> list[str]:
    return items(visitor, "leads-conditions")


def tick(visitor: Visitor, column: str, value: str) -> None:
    """Space on a value of a facet."""
    view = visitor.find(f"leads-facet-{column}", FacetList)
    row = [known.title for known in view.facet.values].index(value)
    view.setFocus()
    view.setCurrentIndex(view.model().index(row, 0))
    visitor.press(Qt.Key.Key_Space, on=view)


async def test_search_conditions_facets_and_views(desktops: Desktops, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await with_people(open_desktop, tmp_path)
        for typed, found in (("nordw", (ADA, CEM)), ("chief", (BO,)), ("rossi.exa", (DEA,)), ("SALES man", (CEM, EVE))):
            await search(visitor, typed)
            await shown(visitor, found)
        await count(visitor, "2 of 5 leads")
        visitor.press(Qt.Key.Key_Escape)
        await shown(visitor, ALL)

        await visitor.wait(lambda: facets(visitor, "country") == {"Germany": 3, "France": 1, "Italy": 1}, "countries")
        tick(visitor, "country", "Germany")
        await shown(visitor, (ADA, CEM, EVE))
        assert facets(visitor, "country") == {"Germany": 3, "France": 1, "Italy": 1}, "its own column is not narrowed"
        await visitor.wait(lambda: facets(visitor, "level") == {"Manager": 2, "Director": 1}, "the other one is")
        await condition(visitor, "E-mail", "is empty")
        await shown(visitor, (EVE,))
        assert len(chips(visitor)) == 2
        view = visitor.find("leads-conditions", QListView)
        view.setFocus()
        view.setCurrentIndex(view.model().index(1, 0))
        visitor.press(Qt.Key.Key_Delete, on=view)
        await shown(visitor, (ADA, CEM, EVE))
        await condition(visitor, "Title", "contains", "manager")
        await shown(visitor, (CEM, EVE))

        by_name = table(visitor)
        by_name.setCurrentIndex(by_name.model().index(0, column_of(visitor, "name")))
        command(desktop, "table-sort-descending")
        await visitor.wait(lambda: names(visitor) == [EVE, CEM], "sorted")
        await shortcut(visitor, Qt.Key.Key_S)
        await visitor.wait_for("leads-views-dialog")
        line = replace_text(visitor, "leads-view-name", "Managers")
        visitor.press(Qt.Key.Key_Return, on=line)
        await visitor.wait(lambda: items(visitor, "leads-views") == ["Managers"], "it is kept")
        visitor.click("leads-views-close")
        visitor.click("leads-clear")
        await shown(visitor, ALL)
        by_name.setCurrentIndex(by_name.model().index(0, column_of(visitor, "name")))
        command(desktop, "table-sort-ascending")
        await visitor.wait(lambda: names(visitor) == list(ALL), "sorted")
        await desktop.session.close()

        desktop, visitor = await open_leads(open_desktop, settings=None)
        await visitor.wait(lambda: names(visitor) == list(ALL), "still sorted")
        await shortcut(visitor, Qt.Key.Key_O)
        await visitor.wait(lambda: items(visitor, "leads-views") == ["Managers"], "it is there")
        visitor.press(Qt.Key.Key_Return, on=visitor.find("leads-views"))
        await visitor.wait(lambda: names(visitor) == [EVE, CEM], "the view, in its order")
        assert len(chips(visitor)) == 2
        await search(visitor, "nobody at all")
        await visitor.wait(lambda: shows(visitor, "leads-table-empty-title", "No lead matches"), "it is said")


def column_of(visitor: Visitor, name: str) -> int:
    return [column.name for column in table(visitor).rows_model.columns].index(name)


async def test_lists_and_what_is_in_both(desktops: Desktops, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await with_people(open_desktop, tmp_path)
        select(visitor, ADA, BO, CEM)
        await new_list(visitor, "Spring")
        select(visitor, CEM, DEA)
        await add_to_list(visitor, "Autumn")
        await notice(visitor, "“Autumn” was made")
        select(visitor, ADA)
        await add_to_list(visitor, "Autumn")
        await notice(visitor, "1 lead added to “Autumn”")
        assert lists(visitor) == ["Spring", "Autumn"]
        for how, found in (
            ("those that are not in the second", (BO,)),
            ("those that are in both", (ADA, CEM)),
            ("those that are in either", (ADA, BO, CEM, DEA)),
        ):
            await mix(desktop, visitor, how)
            await shown(visitor, found)
        assert lists(visitor) == ["Spring", "Autumn", "Spring without Autumn", "Spring and Autumn", "Spring or Autumn"]
        await show_list(visitor, "Spring")
        await shown(visitor, (ADA, BO, CEM))
        select(visitor, BO)
        command(desktop, "leads-off-list")
        await shown(visitor, (ADA, CEM))
        command(desktop, "leads-list-delete")
        await visitor.wait(lambda: "Spring" not in lists(visitor), "it is gone")
        await shown(visitor, ALL)
        await undo(visitor, "Delete the list “Spring”")
        await visitor.wait(lambda: lists(visitor)[0] == "Spring", "it is back, where it was")
        await show_list(visitor, "Spring")
        await shown(visitor, (ADA, CEM))


async def mix(desktop: Desktop, visitor: Visitor, how: str) -> None:
    command(desktop, "leads-list-mix")
    await visitor.wait_for("leads-mix-dialog")
    pick(visitor.find("leads-mix-a", QComboBox), "Spring")
    pick(visitor.find("leads-mix-how", QComboBox), how)
    pick(visitor.find("leads-mix-b", QComboBox), "Autumn")
    visitor.press(Qt.Key.Key_Return, on=visitor.find("leads-mix-name", QLineEdit))
    await visitor.wait(lambda: not visitor.sees("leads-mix-dialog"), "it is made")


async def test_what_is_done_by_hand_is_taken_back_after_a_restart(desktops: Desktops, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await with_people(open_desktop, tmp_path)
        select(visitor, ADA, CEM)
        await tag(visitor, "Warm")
        select(visitor, CEM, EVE)
        command(desktop, "leads-set-field")
        await visitor.wait_for("leads-field-dialog")
        pick(visitor.find("leads-field-column", QComboBox), "City")
        replace_text(visitor, "leads-field-value", "Kiel")
        visitor.press(Qt.Key.Key_Return, on=visitor.find("leads-field-value"))
        await notice(visitor, "2 leads changed")
        await open_details(visitor, ADA)
        await edit_field(visitor, "title", "Head of Sales")
        await visitor.wait(lambda: sources(visitor)["Title"] == "typed today, 1 other value", "it is kept")
        assert items(visitor, f"{DETAILS}-tags") == ["Warm"]
        QTest.keyClicks(visitor.find(f"{DETAILS}-note", QPlainTextEdit), "Call on Monday")
        table(visitor).setFocus()
        await visitor.wait(lambda: leads_page(visitor).history.undoText() == "Change a note", "the note is kept")
        select(visitor, BO, DEA)
        visitor.press(Qt.Key.Key_Delete, on=table(visitor))
        await shown(visitor, (ADA, CEM, EVE))
        await count(visitor, "3 of 3 leads")
        await show_shelf(visitor, "Trash")
        await shown(visitor, (BO, DEA))
        select(visitor, DEA)
        visitor.click("leads-restore")
        await shown(visitor, (BO,))
        await desktop.session.close()

        desktop, visitor = await open_leads(open_desktop, settings=None)
        await shown(visitor, (ADA, CEM, DEA, EVE))
        await open_details(visitor, ADA)
        assert fields(visitor)["Title"] == "Head of Sales"
        assert visitor.find(f"{DETAILS}-note", QPlainTextEdit).toPlainText() == "Call on Monday"
        await undo(visitor, "Restore 1 lead")
        await undo(visitor, "Move 2 leads to the trash")
        await shown(visitor, ALL)
        await undo(visitor, "Change a note")
        await undo(visitor, "Set Title of 1 lead")
        await visitor.wait(lambda: fields(visitor)["Title"] == "Sales Director", "as it was imported")
        await undo(visitor, "Set City of 2 leads")
        await undo(visitor, "Tag 2 leads “Warm”")
        await redo(visitor, "Tag 2 leads “Warm”")
        await redo(visitor, "Set City of 2 leads")
        await visitor.wait(lambda: leads(visitor)[row_of(visitor, EVE)].get("city") == "Kiel", "it is done again")
        assert visitor.find("leads-shelves", QAbstractItemView).currentIndex().row() == 0
