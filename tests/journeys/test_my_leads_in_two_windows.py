"""Two LeadDesks with one home, one of them importing: the other waits its turn, and loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.journeys.acts import close_notice, notice, shows
from tests.journeys.conftest import Desktops
from tests.journeys.lead_acts import (
    DETAILS,
    choose_file,
    command,
    edit_field,
    fields,
    import_file,
    lists,
    open_details,
    open_leads,
    select,
    shown,
    sources,
    table,
    tag,
    to_leads,
    write_file,
)

pytestmark = pytest.mark.usefixtures("quick")

PEOPLE = "name,email,title\nAda Berg,ada@nordwind.example,\nBo Castel,bo@lac.example,\n"
MORE = "name,email\nCem Demir,cem@nordwind.example\n"
ADA, BO, CEM = "Ada Berg", "Bo Castel", "Cem Demir"


@contextmanager
def an_import_elsewhere(home: Path) -> Iterator[None]:
    """What an import does as long as it runs: it writes, and nobody else can."""
    with closing(apsw.Connection(str(home / "leads.db"))) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


async def test_the_second_window_sees_what_the_first_one_added_when_one_comes_back_to_it(
    desktops: Desktops, tmp_path: Path, qapp: QApplication
) -> None:
    async with desktops() as open_desktop:
        _, one = await open_leads(open_desktop)
        await import_file(one, write_file(tmp_path / "people.csv", PEOPLE))
        other_desktop = await open_desktop(settings=None)
        other = other_desktop.visitor
        await notice(other, "open a second time")
        await close_notice(other)
        await to_leads(other)
        await shown(other, (ADA, BO))
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
        await other_desktop.parts.look_again()

        await to_leads(one)
        await import_file(one, write_file(tmp_path / "more.csv", MORE), "North")
        await to_leads(other)
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
        await shown(other, (ADA, BO, CEM))
        assert lists(other) == ["North"]


async def test_what_is_typed_while_somebody_else_imports(desktops: Desktops, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_leads(open_desktop)
        await import_file(visitor, write_file(tmp_path / "people.csv", PEOPLE))
        await open_details(visitor, ADA)
        with an_import_elsewhere(tmp_path / "home"):
            await edit_field(visitor, "title", "Head of Sales")
            await notice(visitor, "“Head of Sales” for Title is kept")
            note = visitor.find(f"{DETAILS}-note", QPlainTextEdit)
            note.setFocus()
            QTest.keyClicks(note, "Call on Monday")
            table(visitor).setFocus()
            await visitor.wait(lambda: shows(visitor, f"{DETAILS}-note-problem", "not saved"), "it is told")
            select(visitor, BO)
            command(desktop, "leads-trash")
            await notice(visitor, "My Leads cannot be changed at this moment.")
            await shown(visitor, (ADA, BO))
            await choose_file(visitor, write_file(tmp_path / "more.csv", MORE))
            visitor.click("import-start")
            await visitor.wait(lambda: shows(visitor, "import-message", "cannot be changed"), "so does an import")
            visitor.click("import-cancel")

        select(visitor, BO)
        await tag(visitor, "Warm")
        await open_details(visitor, ADA)
        await visitor.wait(lambda: "typed today" in sources(visitor).get("Title", ""), "what was typed is kept")
        assert fields(visitor)["Title"] == "Head of Sales"
        assert visitor.find(f"{DETAILS}-note", QPlainTextEdit).toPlainText() == "Call on Monday"
