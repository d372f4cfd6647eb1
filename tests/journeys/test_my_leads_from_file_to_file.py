"""A file comes in, likely duplicates are gone through, a list is made of a search, and it goes out to other tools."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox

from leaddesk.tour.visitor import Visitor
from leaddesk.ui.leads.review.table import CompareTable
from tests.journeys.acts import items, shortcut, shows
from tests.journeys.conftest import Desktops
from tests.journeys.lead_acts import (
    become,
    checked,
    choose_file,
    count,
    csv_rows,
    import_file,
    leads,
    lists,
    name_in,
    new_list,
    open_export,
    open_leads,
    run_import,
    search,
    select_all,
    show_list,
    show_shelf,
    shown,
    undo,
    workbook_cells,
    write_export,
    write_file,
)

pytestmark = pytest.mark.usefixtures("quick")

FAIR = """\
Anrede;Vorname;Nachname;Firma;E-Mail-Adresse;Telefon;PLZ;Ort;Land
Frau;Jürgen;Müßig;Häusler GmbH;juergen.muessig@haeusler.example;0732 555014;04021;Linz;Österreich
Herr;Zoë;Weiß;Straßenbau Süd AG;zoe@strassenbau.example;+43 1 5550100;01010;Wien;Österreich
Frau;Zoë;Weiß;Straßenbau Süd AG; ZOE@strassenbau.example ;;01010;Wien;Österreich
;;;;;;;;
Herr;Maria;Žurek;Kraus Textil;maria@kraus.example;0662 555017;05020;Salzburg;Österreich
Herr;Maria;Žurek;Kraus Textil GmbH;m.zurek@privat.example;0662 555099;05020;Salzburg;Österreich
Frau;Anna;Groß;Kraus Textil;anna@kraus.example;0662 555018;05020;Salzburg;Österreich
Frau;Anna;Groß;Kraus Textil;a.gross@privat.example;;05020;Salzburg;Österreich
Herr;Otto;;"Kraus; Söhne";otto@kraus.example;"0662
555019";05020;Salzburg;Österreich
"""
"""A row is empty, one is certainly somebody who is there already, two are likely so."""

BECOME = {
    "Anrede": "Custom field “Anrede”",
    "Vorname": "First name",
    "Nachname": "Last name",
    "Firma": "Company",
    "E-Mail-Adresse": "E-mail",
    "Telefon": "Phone",
    "PLZ": "ZIP",
    "Ort": "City",
    "Land": "Country",
}
KRAUS = ("Anna Groß", "Anna Groß", "Maria Žurek", "Otto")


async def test_from_file_to_file(desktops: Desktops, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "leaddesk")
    async with desktops() as open_desktop:
        desktop, visitor = await open_leads(open_desktop)
        fair = write_file(tmp_path / "Messe Linz.csv", FAIR, "cp1252")
        await choose_file(visitor, fair)
        assert visitor.find("import-encoding", QComboBox).currentText() == "Windows-1252"
        assert visitor.find("import-delimiter", QComboBox).currentText() == "Semicolon"
        assert become(visitor) == BECOME
        await visitor.wait(lambda: shows(visitor, "import-counts", "; 1 rejected"), "the preview")
        assert await run_import(visitor, "Fair") == "9 rows read: 7 new, 1 merged, 1 rejected."
        assert "1 without any value" in visitor.text("import-result-rejected")
        rejected = tmp_path / "Messe Linz rejected.csv"
        assert str(rejected) in visitor.text("import-result-file")
        assert csv_rows(rejected) == [{"Row": "4", "Reason": "No column that is imported has a value"}]
        visitor.click("import-show")
        await count(visitor, "7 of 7 leads")
        assert lists(visitor) == ["Fair"]
        assert visitor.find("leads-lists", QAbstractItemView).currentIndex().data() == "Fair"

        await review(visitor)
        await count(visitor, "6 of 6 leads")
        (maria,) = [row for row in leads(visitor) if name_in(row) == "Maria Žurek"]
        assert (maria["company"], maria["phone"]) == ("Kraus Textil", "0662 555099")
        assert {maria["email"], maria["custom:E-mail 2"]} == {"maria@kraus.example", "m.zurek@privat.example"}

        await search(visitor, "kraus")
        await shown(visitor, KRAUS)
        select_all(visitor)
        await new_list(visitor, "Kraus")
        await search(visitor, "")
        await show_list(visitor, "Kraus")
        await shown(visitor, KRAUS)
        await take_out(visitor, tmp_path)
        await desktop.session.close()

        desktop, visitor = await open_leads(open_desktop, settings=None)
        await count(visitor, "6 of 6 leads")
        await show_list(visitor, "Kraus")
        await shown(visitor, KRAUS)
        await show_shelf(visitor, "All leads")
        for step in ("Create the list “Kraus”", "Keep two leads apart", "Merge two leads"):
            await undo(visitor, step)
        await count(visitor, "7 of 7 leads")
        await visitor.wait(lambda: "2 likely" in visitor.find("leads-duplicates").accessibleName(), "both are asked")
        await undo(visitor, "Import “Messe Linz.csv”")
        await count(visitor, "0 of 0 leads")
        assert await import_file(visitor, fair) == "9 rows read: 7 new, 1 merged, 1 rejected."
    for word in ("Maria", "Kraus", "strassenbau", "0662", "Messe"):
        assert word not in caplog.text, "the logs tell of nobody"


async def review(visitor: Visitor) -> None:
    """Of the two pairs one is merged field by field, by the keyboard; the other is kept apart."""
    await visitor.wait(lambda: "2 likely" in visitor.find("leads-duplicates").accessibleName(), "two pairs were found")
    visitor.click("leads-duplicates")
    await visitor.wait(lambda: items(visitor, "review-pairs") == ["Maria Žurek", "Anna Groß"], "both pairs")
    await visitor.wait(lambda: visitor.find("review-merge").isEnabled(), "it can be decided")
    assert "Same name at the same company" in visitor.text("review-reasons")
    table = visitor.find("review-table", CompareTable)
    facts = {str(table.model().index(row, 0).data()): row for row in range(table.model().rowCount())}
    choose(visitor, table, facts["Company"], Qt.Key.Key_Left)
    choose(visitor, table, facts["Phone"], Qt.Key.Key_Right)
    assert table.model().index(facts["Company"], 3).data() == "Kraus Textil"
    await shortcut(visitor, Qt.Key.Key_Return)
    await visitor.wait(lambda: items(visitor, "review-pairs") == ["Anna Groß"], "the first is decided")
    await visitor.wait(lambda: visitor.find("review-apart").isEnabled(), "the next can be decided")
    visitor.press(Qt.Key.Key_A, on=table)
    await visitor.wait_for("review-empty")
    visitor.press(Qt.Key.Key_Escape)
    await visitor.wait_for("leads-table")


def choose(visitor: Visitor, table: CompareTable, row: int, key: Qt.Key) -> None:
    table.setCurrentIndex(table.model().index(row, 1))
    visitor.press(key, on=table)


async def take_out(visitor: Visitor, folder: Path) -> None:
    """The list, for a spreadsheet and for HubSpot; other programs read what was written."""
    await open_export(visitor)
    assert "4 rows written" in await write_export(visitor, folder / "kraus.xlsx", "Spreadsheet (XLSX)")
    header, *cells = workbook_cells(folder / "kraus.xlsx")
    written = [dict(zip(header, row, strict=True)) for row in cells]
    assert sorted(row["Company"] for row in written) == ["Kraus Textil", "Kraus Textil", "Kraus Textil", "Kraus; Söhne"]

    await open_export(visitor, "HubSpot contacts")
    assert "4 rows will be written." in await checked(visitor)
    assert "1 row has an odd number in Phone number" in await checked(visitor)
    assert "4 rows written" in await write_export(visitor, folder / "hubspot.csv")
    contacts = {str(row["Email"]): row for row in csv_rows(folder / "hubspot.csv")}
    assert contacts["anna@kraus.example"] == {
        "First name": "Anna",
        "Last name": "Groß",
        "Email": "anna@kraus.example",
        "Phone number": "+43662555018",
        "Company name": "Kraus Textil",
    }
    assert contacts["otto@kraus.example"]["Phone number"] == "0662\n555019"
