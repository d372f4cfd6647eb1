"""Saving the files of downloads: without the key, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from leaddesk.domain.errors import CannotWrite, KeyRefused, NothingThere, Unreachable
from leaddesk.domain.preferences import EXPORT_FOLDER
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.ui.leadsopedia import saving_downloads
from leaddesk.ui.leadsopedia.saving_downloads import Download
from tests.fakes.leadsopedia_at_hand import FILE
from tests.ui.leadsopedia_bench import Bench, bench
from tests.ui.until import settled, until

pytestmark = pytest.mark.usefixtures("qapp")
URL = "https://files.example/7"


async def downloads(here: Bench, *rows: int) -> None:
    """The downloads are shown, ``rows`` of them selected."""
    await here.known()
    here.page.show_account("downloads")
    await settled()
    await here.read()
    await until(lambda: len(here.rows("downloads-table")) == 2)
    page = here.page.pages.downloads
    assert page is not None
    view = page.browser.table.view
    for row in rows:
        view.selectRow(row) if row == rows[0] else view.selectAll()
    await settled()


def choose_place(here: Bench, path: Path) -> QFileDialog:
    """Somebody answers the file dialog."""
    dialog = here.page.window().findChild(QFileDialog, "download-browser")
    assert isinstance(dialog, QFileDialog)
    assert not dialog.isHidden()
    dialog.fileSelected.emit(str(path))
    dialog.close()
    return dialog


async def test_a_file_is_saved_under_a_safe_name_without_a_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(saving_downloads, "reveal", shown.append)
    async with bench(tmp_path / "home") as here:
        await downloads(here, 0)
        calls = [question for question in here.hand.asked if question[0] != "file"]
        assert here.button("download-save").accessibleName() == "Save file…"
        here.press("download-save")
        dialog = here.page.window().findChild(QFileDialog, "download-browser")
        assert isinstance(dialog, QFileDialog)
        assert [Path(name).name for name in dialog.selectedFiles()] == ["scans.csv"]
        target = tmp_path / "scans.csv"
        choose_place(here, target)
        await until(lambda: "Saved “scans.csv”." in here.place.notices.titles)
        assert target.read_bytes() == FILE
        assert [question for question in here.hand.asked if question[0] != "file"] == calls
        assert here.place.preferences.get(EXPORT_FOLDER) == str(tmp_path)
        notice = here.place.notices.heard[-1]
        assert notice.action == "Show in folder"
        assert notice.act is not None
        notice.act()
        assert shown == [target]


async def test_a_row_is_chosen_first(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await downloads(here)
        page = here.page.pages.downloads
        assert page is not None
        view = page.browser.table.view
        view.setCurrentIndex(QModelIndex())
        view.clearSelection()
        await until(lambda: not here.button("download-save").isEnabled())
        assert here.button("download-save").toolTip().startswith("Choose a row first.")
        view.selectRow(0)
        await until(lambda: here.button("download-save").isEnabled())
        assert here.button("download-save").toolTip() == ""


async def test_where_no_address_is_told_it_is_asked_for_which_is_one_call(tmp_path: Path) -> None:
    async with bench(tmp_path / "home") as here:
        await downloads(here, 1)
        assert here.button("download-save").accessibleName() == "Save file…, 1 call"
        here.press("download-save")
        choose_place(here, tmp_path / "outside.csv")
        await until((tmp_path / "outside.csv").exists)
        assert ("one_download", "8") in here.hand.asked


async def test_several_files_go_into_a_folder_and_replace_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path / "home") as here:
        await downloads(here, 0, 1)
        assert here.button("download-save").text() == "Save 2 files…"
        (tmp_path / "scans.csv").write_bytes(b"mine")
        here.press("download-save")
        choose_place(here, tmp_path)
        await until(lambda: "2 files saved." in here.place.notices.titles)
        assert (tmp_path / "scans.csv").read_bytes() == b"mine"
        assert (tmp_path / "scans (2).csv").read_bytes() == FILE
        assert (tmp_path / "outside.csv").read_bytes() == FILE


async def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path / "home") as here:
        await downloads(here, 0)
        here.hand.hold()
        here.press("download-save")
        choose_place(here, tmp_path / "scans.csv")
        await here.waits("file", URL)
        await settled()
        saving = here.page.findChild(QLabel, "progress-text")
        assert isinstance(saving, QLabel)
        assert saving.text() == "Saving “scans.csv”"
        assert not here.button("download-save").isEnabled()
        cancel = here.page.findChild(QPushButton, "progress-cancel")
        assert isinstance(cancel, QPushButton)
        cancel.click()
        await until(lambda: here.button("download-save").isEnabled())
        assert here.place.notices.titles == []
        assert here.place.desk.running.titles == ()
    assert not (tmp_path / "scans.csv").exists()


async def test_an_address_that_is_stale_can_be_asked_for_again(tmp_path: Path) -> None:
    async with bench(tmp_path / "home") as here:
        await downloads(here, 0)
        here.hand.files[URL] = NothingThere(LEADSOPEDIA.id, 404)
        here.press("download-save")
        choose_place(here, tmp_path / "scans.csv")
        await until(lambda: here.text("download-message") == "“scans.csv” is not under its address any more.")
        here.hand.files[URL] = FILE
        here.press("download-ask-again")
        await until((tmp_path / "scans.csv").exists)
        assert ("one_download", "7") in here.hand.asked
        await until(lambda: here.text("download-message") == "")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Unreachable(LEADSOPEDIA.id, "files.example", "cut"), "We cannot reach Leadsopedia."),
        (CannotWrite(Path("scans.csv")), "“scans.csv” cannot be written."),
    ],
)
async def test_what_went_wrong_is_told_once_where_it_was_asked(
    tmp_path: Path, error: Unreachable | CannotWrite, words: str
) -> None:
    async with bench(tmp_path / "home") as here:
        await downloads(here, 0)
        here.hand.files[URL] = error
        here.press("download-save")
        choose_place(here, tmp_path / "scans.csv")
        await until(lambda: here.text("download-message") == words)
        assert here.place.notices.titles == []
        assert not (tmp_path / "scans.csv").exists()


async def test_who_looks_at_something_else_is_told_in_the_banner(tmp_path: Path) -> None:
    async with bench(tmp_path / "home") as here:
        await downloads(here, 0)
        here.hand.files[URL] = Unreachable(LEADSOPEDIA.id, "files.example", "cut")
        here.hand.hold()
        here.press("download-save")
        choose_place(here, tmp_path / "scans.csv")
        await here.waits("file", URL)
        here.choose("a1")
        here.hand.let_go()
        await until(lambda: here.place.notices.titles == ["We cannot reach Leadsopedia."])


async def test_a_refused_key_has_a_way_to_settings(tmp_path: Path) -> None:
    async with bench(tmp_path / "home") as here:
        await downloads(here, 1)
        here.hand.error = KeyRefused(LEADSOPEDIA.id, 401)
        here.press("download-save")
        choose_place(here, tmp_path / "outside.csv")
        await until(lambda: len(here.place.notices.heard) == 1)
        assert here.place.notices.heard[0].act is not None
        assert here.button("download-ask-again").text() == "Try again (1 call)"


@pytest.mark.parametrize(
    ("error", "told", "waiting"),
    [
        (NothingThere(LEADSOPEDIA.id, 404), "“scans.csv” is not under its address any more.", "1 other file waits"),
        (Unreachable(LEADSOPEDIA.id, "files.example", "cut"), "We cannot reach Leadsopedia.", "1 other file waits"),
    ],
)
async def test_the_files_after_one_that_failed_are_not_forgotten(
    tmp_path: Path, error: NothingThere | Unreachable, told: str, waiting: str
) -> None:
    async with bench(tmp_path / "home") as here:
        await downloads(here, 0, 1)
        here.hand.files[URL] = error
        here.press("download-save")
        choose_place(here, tmp_path)
        await until(lambda: here.text("download-message") == told)
        assert waiting in here.text("download-message-advice")
        assert not (tmp_path / "outside.csv").exists()
        here.hand.files[URL] = FILE
        here.press("download-ask-again")
        await until(lambda: "2 files saved." in here.place.notices.titles)
        assert (tmp_path / "scans.csv").read_bytes() == FILE
        assert (tmp_path / "outside.csv").read_bytes() == FILE


async def test_files_that_are_saved_already_are_not_fetched_again(tmp_path: Path) -> None:
    async with bench(tmp_path / "home") as here:
        await downloads(here, 0, 1)
        here.hand.files["https://files.example/8"] = Unreachable(LEADSOPEDIA.id, "files.example", "cut")
        here.press("download-save")
        choose_place(here, tmp_path)
        await until(lambda: here.text("download-message") == "We cannot reach Leadsopedia.")
        assert (tmp_path / "scans.csv").read_bytes() == FILE
        here.hand.files["https://files.example/8"] = FILE
        here.press("download-ask-again")
        await until(lambda: "Saved “outside.csv”." in here.place.notices.titles)
        assert here.hand.asked.count(("file", URL)) == 1


async def test_of_several_files_the_place_is_told_while_they_come(tmp_path: Path) -> None:
    async with bench(tmp_path / "home") as here:
        await downloads(here, 0, 1)
        saving = here.page.pages.downloads
        assert saving is not None
        titles: list[str] = []
        row = saving.saving.findChild(QLabel, "progress-text")
        assert isinstance(row, QLabel)
        here.hand.hold()
        here.press("download-save")
        choose_place(here, tmp_path)
        await here.waits("file", URL)
        titles.append(row.text())
        saving.saving._show_progress(row.text(), 5, None)
        titles.append(row.text())
        assert titles == ["Saving “scans.csv” (1 of 2)"] * 2
        here.hand.let_go()
        await until(lambda: "2 files saved." in here.place.notices.titles)


@pytest.mark.parametrize(
    ("filename", "extension", "name"),
    [
        ("scans.csv", "csv", "scans.csv"),
        ("scans", "csv", "scans.csv"),
        ("SCANS.CSV", "csv", "SCANS.CSV"),
        ("../../etc/passwd", "", "passwd"),
        ("CON.csv", "csv", "CON-file.csv"),
        (None, "xlsx", "download-5.xlsx"),
        ("a", "../b", "a"),
    ],
)
def test_the_name_of_a_file_is_safe(filename: str | None, extension: str, name: str) -> None:
    assert Download.of({"id": 5, "filename": filename, "extension": extension, "url": "u"}).name == name


def test_a_row_that_tells_nothing_cannot_be_saved() -> None:
    assert not Download.of({"filename": "a.csv"}).can_be_saved
    assert Download.of({"url": "https://files.example/1"}).can_be_saved
