"""People who are suppressed are left out; a person who is erased is gone from every file, and does not come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys import leadsopedia_acts
from tests.journeys.acts import notice, open_settings, shows
from tests.journeys.conftest import Desktop, Desktops
from tests.journeys.lead_acts import (
    DETAILS,
    activate,
    checked,
    command,
    count,
    csv_rows,
    edit_field,
    import_file,
    leads,
    name_in,
    open_details,
    open_export,
    open_leads,
    row_of,
    select,
    show_shelf,
    shown,
    sources,
    tag,
    to_leads,
    traces,
    write_export,
    write_file,
)
from tests.journeys.list_acts import PARTNERS, open_reactin, open_tab, read_in_full, refreshed

pytestmark = pytest.mark.usefixtures("quick", "reactin_in_haste")

PEOPLE = """\
name;company;email;linkedin;phone
Quirina Zwetschke;Obstbau Mostviertel;quirina@mostviertel.example;https://www.linkedin.com/in/quirina-zw/;+43 7472 98761
Bo Castel;Clinique du Lac;bo@lac.example;;
Cem Demir;Nordwind;cem@nordwind.example;;
"""
AGAIN = """\
E-mail,LinkedIn,Name
 QUIRINA@mostviertel.example ,,Quirina Zwetschke
,linkedin.com/in/quirina-zw?trk=x,Quirina Zwetschke
dea@rossi.example,,Dea Esposito
"""
TRACES = ("quirina", "zwetschke", "mostviertel", "98761", "pflaumenkuchen", "zwetschgenknödel")
"""What is only said of her."""


async def suppress(visitor: Visitor, text: str) -> None:
    """Pasted into the suppression list."""
    await activate(visitor, "suppression-dialog")
    QGuiApplication.clipboard().setText(text)
    field = visitor.find("suppression-field", QPlainTextEdit)
    field.setFocus()
    visitor.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, field)
    visitor.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, field)


async def test_who_is_suppressed_is_left_out(desktops: Desktops, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_leads(open_desktop)
        await import_file(visitor, write_file(tmp_path / "people.csv", PEOPLE))
        command(desktop, "leads-suppression")
        await suppress(visitor, "CEM@nordwind.example\nlac.example\nthis is nobody\n")
        await visitor.wait(lambda: shows(visitor, "suppression-added", "2 entries added"), "they are added")
        assert visitor.find("suppression-field", QPlainTextEdit).toPlainText() == "this is nobody"
        visitor.click("suppression-close")
        await visitor.wait(lambda: sum("@suppressed" in row for row in leads(visitor)) == 2, "two are marked")
        assert "@suppressed" not in leads(visitor)[row_of(visitor, "Quirina Zwetschke")]

        await open_export(visitor)
        assert "1 row will be written." in await checked(visitor)
        await write_export(visitor, tmp_path / "out.csv", "CSV, exact values")
        assert [row["Name"] for row in csv_rows(tmp_path / "out.csv")] == ["Quirina Zwetschke"]
        await show_shelf(visitor, "Suppressed")
        await shown(visitor, ("Bo Castel", "Cem Demir"))


async def test_an_erased_person_is_gone_everywhere_and_stays_away(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_leads(open_desktop)
        people = write_file(tmp_path / "people.csv", PEOPLE)
        await import_file(visitor, people, "Orchards")
        await open_details(visitor, "Quirina Zwetschke")
        await edit_field(visitor, "title", "Pflaumenkuchen")
        await visitor.wait(lambda: sources(visitor)["Title"] == "typed today", "it is kept")
        visitor.find(f"{DETAILS}-note", QPlainTextEdit).setPlainText("Zwetschgenknödel")
        select(visitor, "Quirina Zwetschke")
        await tag(visitor, "Warm")
        await backup(visitor)
        home = tmp_path / "home"
        held = await traces(home, *TRACES)
        assert any(name.startswith("leads.db") for name in held)
        assert len(held) > 1, f"in the backup, too: {held}"

        await erase(desktop, visitor, "Quirina Zwetschke")
        await shown(visitor, ("Bo Castel", "Cem Demir"))
        assert await traces(home, *TRACES) == {}

        again = write_file(tmp_path / "again.csv", AGAIN)
        assert await import_file(visitor, people) == "3 rows read: 2 known already, 1 rejected."
        assert await import_file(visitor, again) == "3 rows read: 1 new, 2 rejected."
        await show_shelf(visitor, "All leads")
        await count(visitor, "3 of 3 leads")
        await desktop.session.close()
        assert await traces(home, *TRACES) == {}


async def test_an_erased_person_does_not_come_back_from_a_provider(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, sandbox.reactin.lists[PARTNERS])
        await read_in_full(visitor, 50)
        await collect_all(visitor)
        await notice(visitor, "50 added.")
        await to_leads(visitor)
        await count(visitor, "50 of 50 leads")
        gone = leads(visitor)[0]
        words = [str(gone[column]) for column in ("name", "linkedin") if gone.get(column)]
        assert words
        assert await traces(tmp_path / "home", *words)
        await erase(desktop, visitor, name_in(gone))
        await count(visitor, "49 of 49 leads")
        assert await traces(tmp_path / "home", *words) == {}

        await open_tab(desktop)
        await refreshed(visitor)
        await collect_all(visitor)
        await notice(visitor, "49 were there already.")
        await to_leads(visitor)
        await count(visitor, "49 of 49 leads")
        await desktop.session.close()
        assert await traces(tmp_path / "home", *words) == {}


async def collect_all(visitor: Visitor) -> None:
    """All shown rows of ReactIn's table, into no list."""
    await leadsopedia_acts.press(visitor, "reactin-collect")
    line = await visitor.wait_for("reactin-collecting-input")
    visitor.press(Qt.Key.Key_Return, on=line)


async def erase(desktop: Desktop, visitor: Visitor, name: str) -> None:
    """With the word typed, and Enter."""
    select(visitor, name)
    command(desktop, "leads-erase")
    await visitor.wait_for("erase-dialog")
    assert not visitor.find("erase-accept").isEnabled()
    line = visitor.type_into("erase-word", "erase")
    visitor.press(Qt.Key.Key_Return, on=line)
    await visitor.wait(lambda: not visitor.sees("erase-dialog"), "it is done")


async def backup(visitor: Visitor) -> None:
    """Made by hand, in Settings."""
    await open_settings(visitor, "backups")
    visitor.click("backups-make")
    await visitor.wait(lambda: shows(visitor, "backups-message", "in the new backup"), "it is made")
    visitor.click("settings-close")
