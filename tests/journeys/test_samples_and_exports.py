"""The sample in the table and the file that is made of it, also where the one or the other is difficult."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

import leaddesk.app.late
from leaddesk.sandbox.faults import AWKWARD_NAMES
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.fakes.small_disk import small_disk
from tests.journeys.acts import READY, count, enter, items, notice, shows
from tests.journeys.conftest import Desktop, Desktops, OpenDesktop

pytestmark = pytest.mark.usefixtures("quick")

SHOWN_NAMES = [name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") for name in AWKWARD_NAMES]


async def with_a_sample(open_desktop: OpenDesktop) -> Desktop:
    desktop = await open_desktop(settings=READY)
    enter(desktop.visitor, "job_title_level", "Director")
    assert await count(desktop.visitor) > 25
    await desktop.visitor.wait(lambda: items(desktop.visitor, "sample-table"), "rows")
    return desktop


async def start_export(visitor: Visitor, target: Path) -> None:
    """Open the dialog, type the path, press the button."""
    visitor.click("sample-export")
    await visitor.wait_for("export-dialog")
    visitor.find("export-path", QLineEdit).setText(str(target))
    await visitor.wait(lambda: visitor.find("export-start").isEnabled(), "the export can start")
    visitor.click("export-start")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def names_left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_awkward_names_are_shown_and_taken_home_exactly(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with desktops() as open_desktop:
        sandbox.reachstream.fault("awkward-names")
        visitor = (await with_a_sample(open_desktop)).visitor
        model = visitor.find("sample-table", QAbstractItemView).model()
        titles = [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in range(model.columnCount())]
        column = titles.index("Name")
        shown = [str(model.index(row, column).data()) for row in range(len(SHOWN_NAMES))]
        assert shown == SHOWN_NAMES
        visitor.window.grab()  # every cell is painted
        visitor.find("sample-table-filter", QLineEdit).setText("ليلى")  # QTest types ASCII only
        await visitor.wait(lambda: len(items(visitor, "sample-table")) == 3, "the search finds them")
        visitor.find("sample-table-filter", QLineEdit).clear()
        await visitor.wait(lambda: len(items(visitor, "sample-table")) == 25, "all are back")

        await start_export(visitor, tmp_path / "names.csv")
        await notice(visitor, "25 of 25 rows written.")
        written = [row["Name"] for row in rows_of(tmp_path / "names.csv")]
        # RFC 4180 has no place for a NUL.
        assert written[: len(SHOWN_NAMES)] == [name.replace("\0", "\ufffd") for name in SHOWN_NAMES]


async def test_unknown_fields_are_in_the_table_and_nested_ones_in_the_detail_pane(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    async with desktops() as open_desktop:
        sandbox.reachstream.fault("unknown-fields")
        visitor = (await with_a_sample(open_desktop)).visitor
        table = visitor.find("sample-table", QAbstractItemView)
        table.setCurrentIndex(table.model().index(0, 0))
        visitor.press(Qt.Key.Key_Return, on=table)
        await visitor.wait_for("sample-table-details")
        fields = visitor.find("sample-table-details-fields", QAbstractItemView).model()
        told = {str(fields.index(row, 0).data()): str(fields.index(row, 1).data()) for row in range(fields.rowCount())}
        assert told["contact_pronouns"] == "xxxxx"
        assert told["company_founded"] == "1987"
        assert told["scores"] == '{"fit":[0.4,{"why":"size"}]}'


async def test_a_file_that_cannot_be_written_is_told_and_another_place_works(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").write_text("kept")
    async with desktops() as open_desktop:
        visitor = (await with_a_sample(open_desktop)).visitor
        visitor.click("sample-export")
        await visitor.wait_for("export-dialog")
        visitor.find("export-path", QLineEdit).setText(str(tmp_path / "missing" / "leads.csv"))
        visitor.click("export-start")
        await visitor.wait(lambda: shows(visitor, "export-message", "There is no folder"), "the folder is missed")
        assert visitor.text("export-replace") == "Create folder"
        for target in (tmp_path / "folder.csv", tmp_path / "file" / "leads.csv"):
            visitor.find("export-path", QLineEdit).setText(str(target))
            await visitor.wait(lambda: visitor.find("export-start").isEnabled(), "it can be tried again")
            assert not visitor.sees("export-message"), "it was about the other place"
            visitor.click("export-start")
            words = f"“{target.name}” cannot be written."
            await visitor.wait(lambda: shows(visitor, "export-message", words), "it is told")  # noqa: B023
            advice = visitor.text("export-message-advice")
            assert advice.startswith("The system says: ")
            assert advice.endswith("Close it in other programs, or choose another place.")
            assert visitor.text("export-path") == str(target), "what was typed stays"

        visitor.find("export-path", QLineEdit).setText(str(tmp_path / "leads.csv"))
        visitor.click("export-start")
        await notice(visitor, "25 of 25 rows written.")
        assert len(rows_of(tmp_path / "leads.csv")) == 25
        assert await count(visitor) > 25
        assert names_left(tmp_path) == {"folder.csv", "file", "leads.csv", "home"}


async def test_a_full_disk_is_told_and_leaves_nothing_half(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "small", kilobytes=64) as disk:
        async with desktops() as open_desktop:
            sandbox.reachstream.fault("big-sample", records=2000)
            visitor = (await with_a_sample(open_desktop)).visitor
            await start_export(visitor, disk / "leads.csv")
            await visitor.wait(lambda: shows(visitor, "export-message", "no room for “leads.csv”"), "it is told")
            assert "The disk is full. Nothing was left half written." in visitor.text("export-message-advice")
            assert names_left(disk) == set()
            visitor.find("export-path", QLineEdit).setText(str(tmp_path / "leads.csv"))
            visitor.click("export-start")
            await notice(visitor, "2,000 of 2,000 rows written.")
            assert len(rows_of(tmp_path / "leads.csv")) == 2000


async def test_a_file_that_is_there_is_only_replaced_after_a_question(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    target = tmp_path / "leads.csv"
    target.write_text("mine")
    async with desktops() as open_desktop:
        visitor = (await with_a_sample(open_desktop)).visitor
        await start_export(visitor, target)
        await visitor.wait(lambda: shows(visitor, "export-message", "“leads.csv” is there already."), "it asks")
        assert target.read_text() == "mine"
        visitor.click("export-replace")
        await notice(visitor, "25 of 25 rows written.")
        assert len(rows_of(target)) == 25


@pytest.fixture
def endless_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing takes as long as it takes to be cancelled."""
    real, breath = leaddesk.app.late.write_csv, threading.Event()

    def write(path: Path, kind: Any, header: Any, chunks: Iterable[Sequence[Any]], **rest: Any) -> int | None:
        def one_by_one() -> Iterable[Sequence[Any]]:
            for number, chunk in enumerate(chunks):
                yield chunk
                while number == 0 and not rest["cancelled"]():
                    breath.wait(0.002)

        return real(path, kind, header, one_by_one(), **rest)

    monkeypatch.setattr("leaddesk.app.parts.write_csv", write)


@pytest.mark.usefixtures("endless_disk")
async def test_a_cancelled_export_leaves_nothing(desktops: Desktops, sandbox: Sandbox, tmp_path: Path) -> None:
    async with desktops() as open_desktop:
        visitor = (await with_a_sample(open_desktop)).visitor
        await start_export(visitor, tmp_path / "leads.csv")
        await visitor.wait(lambda: shows(visitor, "progress-text", "25 of 25 rows"), "it is under way")
        visitor.click("progress-cancel")
        words = await notice(visitor, "Nothing was written.")
        assert "You cancelled the export to leads.csv." in words
        await visitor.wait(lambda: not visitor.dialogs(), "the dialog is closed")
        assert names_left(tmp_path) == {"home"}


@pytest.mark.usefixtures("endless_disk")
async def test_closing_leaddesk_during_an_export_leaves_nothing_half(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with desktops() as open_desktop:
        desktop = await with_a_sample(open_desktop)
        visitor = desktop.visitor
        await start_export(visitor, tmp_path / "leads.csv")
        await visitor.wait(lambda: shows(visitor, "progress-text", "25 of 25 rows"), "it is under way")
        await desktop.session.close()
        assert names_left(tmp_path) == {"home"}
