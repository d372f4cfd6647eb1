"""Leadsopedia's downloads: the file is saved whole under a safe name or not at all, and never with the key."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog

from leaddesk.sandbox.leadsopedia.downloads import DOWNLOADS, csv_of
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from leaddesk.ui.widgets.table.view import RowView
from tests.journeys.acts import READY, close_settings, notice, open_settings, shows
from tests.journeys.conftest import Desktops, OpenDesktop
from tests.journeys.leadsopedia_acts import (
    ACCOUNT,
    HOT,
    PARTNERS,
    SCANS,
    choose,
    message,
    open_with_lists,
    operations,
    press,
    read,
    requests,
    was_polite,
)
from tests.journeys.list_acts import rows, select

pytestmark = pytest.mark.usefixtures("quick")

TABLE = "downloads-table"
BADGES, PROSPECTS_FILE, UMLAUTS, OUTSIDE, DEVICE, REMOVED = range(6)
"""The demo's downloads, in their order."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files were saved last."""
    there = tmp_path / "saved"
    there.mkdir()
    return there


async def with_downloads(open_desktop: OpenDesktop, folder: Path) -> Visitor:
    """LeadDesk with the downloads read and shown."""
    _, visitor = await open_with_lists(open_desktop, settings={**READY, "export_folder": str(folder)})
    await choose(visitor, "Downloads", ACCOUNT)
    await read(visitor, len(DOWNLOADS), "downloads")
    return visitor


async def begin_to_save(visitor: Visitor, row: int) -> QFileDialog:
    """Choose a download and press *Save file*: the dialog that asks where to."""
    select(visitor, row, table=TABLE)
    await visitor.wait(lambda: visitor.find("download-save").isEnabled(), "it can be saved")
    visitor.click("download-save")
    browser = await visitor.wait_for("download-browser")
    assert isinstance(browser, QFileDialog)
    return browser


async def save(visitor: Visitor, row: int) -> str:
    """Save a download under the name that is offered; that name."""
    browser = await begin_to_save(visitor, row)
    [offered] = browser.selectedFiles()
    browser.findChildren(QDialogButtonBox)[0].button(QDialogButtonBox.StandardButton.Save).click()
    return Path(offered).name


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def contents(sandbox: Sandbox, list_id: str) -> bytes:
    return csv_of(sandbox.leadsopedia.contacts(list_id)).encode()


@pytest.mark.parametrize("host", ["other-port", "same-port"])
async def test_a_file_is_saved_as_it_is_and_its_host_never_sees_the_key(
    desktops: Desktops, sandbox: Sandbox, folder: Path, host: str
) -> None:
    sandbox.leadsopedia.downloads_on = host
    async with desktops() as open_desktop:
        visitor = await with_downloads(open_desktop, folder)
        assert [row["id"] for row in rows(visitor, TABLE)] == [download.id for download in DOWNLOADS]
        before = len(requests(sandbox))
        name = await save(visitor, BADGES)
        assert name == "conference-2026-badge-scans.csv"
        await notice(visitor, f"Saved “{name}”.")
        assert (folder / name).read_bytes() == contents(sandbox, SCANS)
        assert names_in(folder) == [name]
        [fetched] = sandbox.leadsopedia.files.requests
        assert fetched.status == 200
        assert not {"x-api-key", "authorization", "cookie"} & set(fetched.headers)
        assert len(requests(sandbox)) == before, "the file itself is no call"
        assert was_polite(sandbox)


async def test_a_name_of_theirs_leads_to_no_other_place(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path, folder: Path
) -> None:
    async with desktops() as open_desktop:
        visitor = await with_downloads(open_desktop, folder)
        assert rows(visitor, TABLE)[OUTSIDE]["filename"] == "../../outside.csv", "shown as it is called"
        names = [await saved(visitor, row) for row in (UMLAUTS, OUTSIDE, DEVICE)]
        assert names == ["Händler & Partner – Übersicht 🔥.csv", "outside.csv", "CON-file.csv"]
        assert set(names_in(folder)) == set(names)
        assert "outside.csv" not in [*names_in(tmp_path), *names_in(tmp_path.parent)]
        assert (folder / "outside.csv").read_bytes() == contents(sandbox, HOT)
        assert (folder / names[0]).read_bytes() == contents(sandbox, PARTNERS)


async def saved(visitor: Visitor, row: int) -> str:
    name = await save(visitor, row)
    await notice(visitor, f"Saved “{escape(name)}”.")
    return name


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("truncated", "We cannot reach Leadsopedia."),
        ("cut", "We cannot reach Leadsopedia."),
        ("html", "Leadsopedia sent an answer that we cannot read."),
        ("status", "Leadsopedia has a problem of its own (500)."),
    ],
)
async def test_a_file_that_does_not_come_whole_is_not_there_at_all(
    desktops: Desktops, sandbox: Sandbox, folder: Path, fault: str, told: str
) -> None:
    (folder / "conference-2026-badge-scans.csv").write_text("what was saved before")
    async with desktops() as open_desktop:
        visitor = await with_downloads(open_desktop, folder)
        sandbox.leadsopedia.files.fault(fault, operation="file")
        browser = await begin_to_save(visitor, BADGES)
        browser.fileSelected.emit(str(folder / "new.csv"))
        browser.close()
        await message(visitor, told, "download-message")
        assert names_in(folder) == ["conference-2026-badge-scans.csv"]
        await visitor.wait(lambda: visitor.find("download-save").isEnabled(), "it can be tried again")
        sandbox.leadsopedia.files.clear_faults()
        assert await saved(visitor, OUTSIDE) == "outside.csv"
        assert not visitor.sees("download-message")


async def test_saving_a_long_file_can_be_cancelled(desktops: Desktops, sandbox: Sandbox, folder: Path) -> None:
    async with desktops() as open_desktop:
        visitor = await with_downloads(open_desktop, folder)
        sandbox.leadsopedia.files.fault("drip", operation="file", seconds=0.02, size=5000)
        await save(visitor, PROSPECTS_FILE)
        await visitor.wait_for("progress-cancel")
        await visitor.wait(lambda: shows(visitor, "progress-detail", "B"), "how far it is")
        assert visitor.text("progress-text") == "Saving “All prospects (full).csv”"
        visitor.click("progress-cancel")
        await visitor.wait(lambda: not visitor.sees("progress-cancel"), "it is cancelled")
        await visitor.wait(lambda: not names_in(folder), "nothing of it is left")


async def test_a_file_that_is_gone_is_asked_for_again_under_a_new_address(
    desktops: Desktops, sandbox: Sandbox, folder: Path
) -> None:
    async with desktops() as open_desktop:
        visitor = await with_downloads(open_desktop, folder)
        await save(visitor, REMOVED)
        words = await message(visitor, "is not under its address any more.", "download-message")
        assert "Leadsopedia can be asked for a new one." in words
        before = operations(sandbox)["download"]
        await press(visitor, "download-ask-again")
        await visitor.wait(lambda: operations(sandbox)["download"] == before + 1, "one call")
        await visitor.wait(lambda: len(sandbox.leadsopedia.files.requests) == 2, "that is gone as well")
        await message(visitor, "404", "download-message")
        assert not names_in(folder)
        assert was_polite(sandbox)


@pytest.mark.parametrize("paths", ["first", "second"])
async def test_downloads_are_found_under_either_path(
    desktops: Desktops, sandbox: Sandbox, folder: Path, paths: str
) -> None:
    sandbox.leadsopedia.paths = paths
    async with desktops() as open_desktop:
        visitor = await with_downloads(open_desktop, folder)
        tries = [(request.dialect, request.status) for request in requests(sandbox, "downloads")]
        assert tries == ([(0, 404), (1, 200)] if paths == "second" else [(0, 200)])
        await read(visitor, len(DOWNLOADS), "downloads")
        assert len(requests(sandbox, "downloads")) == len(tries) + 1, "the path is remembered"
        await save(visitor, REMOVED)
        await visitor.wait_for("download-ask-again")
        await press(visitor, "download-ask-again")
        await visitor.wait(lambda: len(sandbox.leadsopedia.files.requests) == 2, "its new address is asked")
        assert requests(sandbox, "download")[-1].status == 200
        await open_settings(visitor, "leadsopedia")
        path = "/mydownloads" if paths == "second" else "/downloads"
        await visitor.wait(lambda: shows(visitor, "leadsopedia-dialects", f"Lists downloads under {path}."), "Details")
        await close_settings(visitor)
        assert visitor.find(TABLE, RowView).isVisible()
