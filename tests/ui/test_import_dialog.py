"""The import dialog: what was chosen is what becomes of the file, and nothing is left where it is not imported."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from leaddesk.domain.changes import Changes
from leaddesk.domain.imports import Reject
from leaddesk.domain.leads import SourceKind
from leaddesk.ui.leads.importing.dialog import ImportDialog
from leaddesk.ui.leads.importing.opening import import_files
from leaddesk.workspace.leads.lead_store import LeadStore
from tests.ui.import_bench import PEOPLE, Bench
from tests.ui.until import settled, until


@pytest.fixture
async def bench(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Bench]:
    del qapp
    bench = Bench(tmp_path)
    yield bench
    await bench.close()


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


async def test_cancelling_leaves_nothing(bench: Bench) -> None:
    await bench.open(bench.file())
    bench.work.gate = threading.Event()
    bench.click("import-start")
    await settled()
    assert list(bench.running.titles) == ["Import people.csv"]
    assert bench.find(QProgressBar, "progress-bar").isVisible()
    assert bench.find(QPushButton, "progress-cancel").hasFocus()
    bench.click("progress-cancel")  # which opens the gate, too
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


async def test_several_files_come_one_after_another(bench: Bench) -> None:
    first, second = bench.file(), bench.file("E-mail\nzoe@acme.example\n", "second.csv")
    actions = SimpleNamespace(import_leads=bench.import_leads, keep_leads=bench.keep_leads)
    desk: Any = SimpleNamespace(actions=actions, notices=bench.notices, running=bench.running)
    window = QWidget()
    import_files(desk, window, [first, second])
    (bench.dialog,) = window.findChildren(ImportDialog)
    await bench.quiet()
    await bench.start()
    bench.dialog.reject()
    await until(lambda: [dialog.windowTitle() for dialog in window.findChildren(ImportDialog)] == ["Import second.csv"])
    (bench.dialog,) = window.findChildren(ImportDialog)
    await bench.quiet()
    await bench.start()
    bench.dialog.reject()
    await until(lambda: not window.findChildren(ImportDialog))
    assert "zoe@acme.example" in [row[1] for row in await bench.leads()]
    bench.ended.append(True)


async def test_the_dialog_is_gone_after_it(bench: Bench) -> None:
    dialog = await bench.open(bench.file())
    gone = asyncio.Event()
    dialog.destroyed.connect(gone.set)
    dialog.reject()
    await gone.wait()
