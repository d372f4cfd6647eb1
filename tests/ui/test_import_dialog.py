"""The import dialog: what a person sees and chooses is what becomes of the file."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableView,
    QToolButton,
)

from leaddesk.domain.changes import Changes
from leaddesk.domain.imports import Mapping, Reject
from leaddesk.domain.leads import SourceKind
from leaddesk.workspace.leads import mappings
from leaddesk.workspace.leads.lead_store import LeadStore
from tests.ui.import_bench import PEOPLE, Bench
from tests.ui.until import settled, until


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
    assert bench.words("import-counts") == "The first 4 rows as they will be kept; 1 of them rejected"
    assert bench.find(QComboBox, "import-encoding").currentText() == "UTF-8"
    assert bench.find(QComboBox, "import-delimiter").currentText() == "Comma"
    assert bench.find(QCheckBox, "import-header").isChecked()


async def test_importing_tells_how_it_went_and_can_be_undone(bench: Bench) -> None:
    await bench.open(bench.file())
    await bench.start()
    assert bench.words("import-result").startswith("4 rows read: ")
    assert bench.words("import-result").endswith("1 rejected.")
    assert "1 without a name" in bench.words("import-result-rejected")
    assert (bench.folder / "people rejected.csv").exists()
    assert Changes(leads=True, lead_lists=True) in bench.changes
    before = await bench.leads()
    assert len(before) >= 2
    bench.click("import-undo")
    await bench.quiet()
    assert await bench.leads() == []
    assert "undone" in bench.words("import-result")
    bench.dialog.reject()
    assert bench.ended == [True]


async def test_an_import_is_only_undone_where_nothing_else_was_done_since(bench: Bench) -> None:
    await bench.open(bench.file())
    await bench.start()
    await bench.keep_leads.add_by_hand({"name": "Zoe"})
    bench.click("import-undo")
    await bench.quiet()
    assert "Something else" in bench.words("import-message")
    assert len(await bench.leads()) > 2


async def test_what_came_can_be_shown(bench: Bench) -> None:
    await bench.open(bench.file())
    await bench.start()
    bench.click("import-show")
    assert [imported.read for imported in bench.shown] == [4]
    assert bench.ended == [True]


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


async def test_into_a_list_that_is_there_or_a_new_one(bench: Bench) -> None:
    kept = await bench.keep_leads.create_list("Fair")
    await bench.open(bench.file())
    bench.choose("import-list", "Fair")
    await bench.start()
    assert [kept.leads for kept in await bench.keep_leads.lists()] == [len(await bench.leads())]
    bench.dialog.reject()
    await bench.open(bench.file(PEOPLE + "Di,Po,d@b.example,B,\n", "second.csv"))
    bench.choose("import-list", "A new list…")
    assert bench.find(QLineEdit, "import-list-name").text() == "second"
    await bench.start()
    assert [kept.name for kept in await bench.keep_leads.lists()] == ["Fair", "second"]
    assert kept.leads == 0


async def test_suppressed_people_are_left_out_where_that_is_asked(bench: Bench) -> None:
    await bench.database.write(
        lambda connection: connection.execute(
            "INSERT INTO suppressions (kind, value, added_at) VALUES ('email', 'bo@acme.example', 0)"
        )
    )
    await bench.open(bench.file())
    assert bench.table("import-preview")[1][1] == "Yes"
    bench.find(QCheckBox, "import-skip-suppressed").click()
    await bench.quiet()
    assert bench.table("import-preview")[1][1] == "No: suppressed"
    await bench.start()
    assert "of suppressed people" in bench.words("import-result-rejected")
    assert "bo@acme.example" not in [row[1] for row in await bench.leads()]


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


async def test_cancelling_leaves_nothing(bench: Bench) -> None:
    await bench.open(bench.file())
    bench.work.gate = threading.Event()
    bench.click("import-start")
    await settled()
    assert list(bench.running.titles) == ["Import people.csv"]
    assert bench.find(QProgressBar, "progress-bar").isVisible()
    assert bench.find(QPushButton, "progress-cancel").hasFocus()
    bench.click("progress-cancel")
    bench.work.gate.set()
    await bench.quiet()
    assert bench.words("import-message") == "You cancelled the import. Nothing was taken."
    assert not bench.running.titles
    assert await bench.leads() == []
    assert not (bench.folder / "people rejected.csv").exists()
    assert bench.find(QPushButton, "import-start").isEnabled()


async def test_closing_the_dialog_lets_the_import_go_on(bench: Bench) -> None:
    await bench.open(bench.file())
    bench.work.gate = threading.Event()
    bench.click("import-start")
    await settled()
    bench.dialog.reject()
    assert not bench.dialog.isVisible()
    assert not bench.ended
    assert bench.said[-1].title == "The import goes on."
    bench.work.gate.set()
    await until(lambda: bench.ended == [True])
    assert bench.said[-1].title.startswith("4 rows read")
    assert not bench.running.titles
    assert bench.said[-1].act is not None
    await settled()
    bench.said[-1].act()
    assert [imported.read for imported in bench.shown] == [4]


async def test_a_hidden_import_can_be_looked_at_again(bench: Bench) -> None:
    await bench.open(bench.file())
    bench.work.gate = threading.Event()
    bench.click("import-start")
    await settled()
    bench.dialog.reject()
    act = bench.said[-1].act
    assert act is not None
    act()
    assert bench.dialog.isVisible()
    bench.work.gate.set()
    await bench.quiet()
    assert bench.words("import-result").startswith("4 rows read")


async def test_a_failed_import_brings_its_dialog_back(bench: Bench) -> None:
    path = bench.file()
    await bench.open(path)
    bench.work.gate = threading.Event()
    bench.click("import-start")
    await settled()
    bench.dialog.reject()
    path.write_text("E-mail\nx@acme.example\n")
    bench.work.gate.set()
    await bench.quiet()
    assert bench.dialog.isVisible()
    assert "cannot be read" in bench.words("import-message")
    bench.click("import-retry")
    await bench.quiet()
    assert [row[0] for row in bench.table("import-columns")] == ["E-mail"]
    await bench.start()
    assert [row[1] for row in await bench.leads()] == ["x@acme.example"]


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


async def test_erased_people_never_come_back(bench: Bench) -> None:
    store = LeadStore(bench.database, bench.reader)
    await store.add(SourceKind.HAND, "", [(None, {"name": "Bo", "email": "bo@acme.example"})])
    (lead,) = [row[0] for row in await bench.reader.read(lambda c: list(c.execute("SELECT id FROM leads")))]
    await bench.keep_leads.erase([lead])
    await bench.open(bench.file())
    assert bench.table("import-preview")[1][1] == "No: erased on request"
    await bench.start()
    assert "bo@acme.example" not in [row[1] for row in await bench.leads()]
    assert "bo@" not in (bench.folder / "people rejected.csv").read_text("utf-8-sig")


def test_every_reason_has_words() -> None:
    from leaddesk.files.rejects import REASONS
    from leaddesk.ui.leads.importing.reject_words import reject_words

    assert all(reject_words(reject) and REASONS[reject] for reject in Reject)


async def test_the_dialog_is_gone_after_it(bench: Bench) -> None:
    dialog = await bench.open(bench.file())
    gone = asyncio.Event()
    dialog.destroyed.connect(gone.set)
    dialog.reject()
    await gone.wait()
