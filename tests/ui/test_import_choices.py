"""What can be chosen before a file is imported, and what a person sees of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QTableView,
    QToolButton,
)

from leaddesk.domain.imports import Mapping
from leaddesk.workspace.leads import mappings
from tests.ui.import_bench import PEOPLE, Bench
from tests.ui.until import settled


@pytest.fixture
async def bench(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Bench]:
    del qapp
    bench = Bench(tmp_path)
    yield bench
    await bench.close()


async def test_a_file_is_shown_as_it_will_be_kept(bench: Bench) -> None:
    await bench.open(bench.file())
    assert bench.table("import-columns") == [
        ["First name", "Ann · Bo · Cy", "First name"],
        ["Last name", "Smith · Jones · Ng", "Last name"],
        ["E-mail", "ann@acme.example · bo@acme.example", "E-mail"],
        ["Firma", "Acme", "Company"],
        ["Lieblingsfarbe", "blue · green · red", "Custom field “Lieblingsfarbe”"],
    ]
    assert bench.table("import-preview")[2] == ["3", "No: nobody can be told from it", "", "", "", "Acme", "green"]
    assert bench.words("import-counts") == "4 rows from the beginning, as kept; 1 rejected"
    assert bench.find(QComboBox, "import-encoding").currentText() == "UTF-8"
    assert bench.find(QComboBox, "import-delimiter").currentText() == "Comma"
    assert bench.find(QCheckBox, "import-header").isChecked()


async def test_columns_become_what_is_chosen(bench: Bench) -> None:
    await bench.open(bench.file())
    bench.set_becomes(3, None)
    bench.set_becomes(4, "company")
    bench.set_becomes(0, "last_name")
    assert bench.becomes() == ["Last name", "Custom field “Last name”", "E-mail", "Do not take", "Company"]
    await bench.quiet()
    assert bench.table("import-preview")[0] == ["1", "Yes", "Ann", "Smith", "ann@acme.example", "blue"]


async def test_the_choices_open_from_the_keyboard(bench: Bench) -> None:
    await bench.open(bench.file())
    table = bench.find(QTableView, "import-columns")
    table.setCurrentIndex(table.model().index(4, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    combo = bench.find(QComboBox, "import-becomes")
    assert combo.accessibleName() == "Lieblingsfarbe"
    assert [combo.itemText(row) for row in range(3)] == ["Do not take", "Custom field “Lieblingsfarbe”", "City"]
    for _ in range(2):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert bench.becomes()[3] == "Company"
    QTest.keyClick(combo, Qt.Key.Key_Up)
    QTest.keyClick(combo, Qt.Key.Key_Return)
    await settled()
    assert bench.becomes()[3:] == ["Company", "City"]
    assert bench.find(QTableView, "import-columns").hasFocus()
    assert not bench.work.asked


async def test_enter_in_a_name_does_not_import(bench: Bench) -> None:
    await bench.open(bench.file())
    bench.choose("import-list", "A new list…")
    QTest.keyClick(bench.find(QLineEdit, "import-list-name"), Qt.Key.Key_Return)
    await bench.quiet()
    assert not bench.work.asked


async def test_another_way_to_read_the_file_is_shown_at_once(bench: Bench) -> None:
    await bench.open(bench.file("Name;Straße\nJürgen;5\n".encode("cp1252")))
    assert "the encoding" in bench.words("import-doubts")
    assert bench.table("import-columns")[1][:2] == ["Straße", "5"]
    bench.choose("import-encoding", "UTF-8")
    await bench.quiet()
    assert bench.table("import-preview")[0][1] == "No: it cannot be read"
    bench.choose("import-encoding", "Windows-1252")
    bench.choose("import-delimiter", "Comma")
    await bench.quiet()
    assert [row[0] for row in bench.table("import-columns")] == ["Name;Straße"]
    bench.find(QCheckBox, "import-header").click()
    await bench.quiet()
    assert [row[0] for row in bench.table("import-columns")] == ["Column 1"]


async def test_a_spreadsheet_has_sheets(bench: Bench) -> None:
    path = bench.folder / "people.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Name", "E-mail"])
    book.worksheets[0].append(["Bo", "bo@acme.example"])
    book.create_sheet("Fair").append(["Company", "Phone"])
    book.create_sheet("Nothing")
    book.save(path)
    await bench.open(path)
    assert not bench.find(QComboBox, "import-encoding").isVisible()
    assert bench.becomes() == ["Name", "E-mail"]
    bench.choose("import-sheet", "Fair")
    await bench.quiet()
    assert bench.becomes() == ["Company", "Phone"]
    bench.choose("import-sheet", "Nothing")
    await bench.quiet()
    assert "cannot be read" in bench.words("import-message")
    assert bench.find(QComboBox, "import-sheet").currentText() == "Fair"
    bench.choose("import-sheet", "Sheet")
    await bench.quiet()
    assert bench.words("import-message") == ""
    await bench.start()
    assert [row[1] for row in await bench.leads()] == ["bo@acme.example"]


async def test_choices_survive_another_reading_of_the_same_columns(bench: Bench) -> None:
    await bench.open(bench.file())
    bench.set_becomes(4, "city")
    bench.choose("import-encoding", "Windows-1252")
    await bench.quiet()
    assert bench.becomes()[4] == "City"


async def test_a_way_to_read_it_that_does_not_work_keeps_the_one_before(bench: Bench) -> None:
    await bench.open(bench.file())
    bench.choose("import-encoding", "UTF-16 with mark")
    await bench.quiet()
    assert "cannot be read" in bench.words("import-message")
    assert bench.find(QComboBox, "import-encoding").currentText() == "UTF-8"
    assert bench.find(QPushButton, "import-start").isEnabled()


async def test_a_file_that_cannot_be_read_says_why_and_can_be_tried_again(bench: Bench) -> None:
    path = bench.file(b"")
    await bench.open(path)
    assert "cannot be read" in bench.words("import-message")
    assert not bench.find(QPushButton, "import-start").isEnabled()
    assert not bench.find(QTableView, "import-columns").isVisible()
    bench.file(PEOPLE)
    bench.click("import-retry")
    await bench.quiet()
    assert bench.find(QTableView, "import-columns").isVisible()
    assert bench.find(QPushButton, "import-start").isEnabled()


async def test_what_stands_in_the_way_is_said(bench: Bench) -> None:
    await bench.open(bench.file("Name,E-mail\n"))
    assert bench.words("import-reason") == "There are no rows to import."
    bench.dialog.reject()
    await bench.open(bench.file())
    for row in range(5):
        bench.set_becomes(row, None)
    assert "at least one column" in bench.words("import-reason")
    bench.set_becomes(3, "company")
    await bench.quiet()
    assert "None of these rows would be taken" in bench.words("import-reason")
    bench.choose("import-list", "A new list…")
    bench.find(QLineEdit, "import-list-name").clear()
    assert bench.words("import-reason") == "Give the new list a name."
    bench.dialog.reject()
    await bench.open(bench.file("Name\nJürgen\n".encode("cp1252")))
    bench.choose("import-encoding", "UTF-8")
    await bench.quiet()
    assert bench.words("import-reason") == "None of these rows would be taken. Try another encoding."


async def test_mappings_are_saved_taken_and_removed(bench: Bench) -> None:
    await bench.open(bench.file())
    bench.set_becomes(4, "city")
    bench.click("import-mapping-save")
    QTest.keyClicks(bench.find(QLineEdit, "import-mapping-name"), "Fair")
    QTest.keyClick(bench.find(QLineEdit, "import-mapping-name"), Qt.Key.Key_Return)
    await bench.quiet()
    bench.set_becomes(4, None)
    bench.choose("import-mappings", "Fair")
    await bench.quiet()
    assert bench.becomes()[4] == "City"
    bench.find(QToolButton, "import-mapping-forget").click()
    await bench.quiet()
    assert await bench.import_leads.saved() == ()


async def test_what_was_chosen_last_time_is_there_again(bench: Bench) -> None:
    await bench.open(bench.file())
    bench.set_becomes(4, "city")
    await bench.start()
    bench.dialog.reject()
    await bench.open(bench.file(PEOPLE, "next.csv"))
    assert bench.becomes()[4] == "City"


async def test_ten_thousand_columns(bench: Bench) -> None:
    header = ",".join(f"Column number {number}" for number in range(10_000))
    await bench.open(bench.file(f"{header}\n{header}\n"))
    assert len(bench.becomes()) == 10_000


async def test_a_mapping_of_another_version_does_not_break_it(bench: Bench) -> None:
    header = ("First name", "Last name", "E-mail", "Firma", "Lieblingsfarbe")
    short = Mapping(("email",))
    await bench.database.write(lambda connection: mappings.remember(connection, header, short, at=1))
    await bench.open(bench.file())
    assert len(bench.becomes()) == 5
