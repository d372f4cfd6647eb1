"""LeadDesk's own folder in bad shape: what is damaged is kept aside, what cannot be kept is told, and work goes on."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import apsw
import pytest
from PySide6.QtGui import QPalette

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.fakes.small_disk import small_disk
from tests.journeys.acts import (
    READY,
    chips,
    close_notice,
    count,
    enter,
    items,
    notice,
    replace_text,
    shows,
)
from tests.journeys.conftest import Desktop, Desktops, OpenDesktop

pytestmark = pytest.mark.usefixtures("quick")


async def saved(visitor: Visitor) -> None:
    await visitor.wait(lambda: shows(visitor, "status-saved", "All changes saved"), "all changes are saved")


async def save_as(visitor: Visitor, name: str) -> None:
    visitor.click("filter-save")
    await visitor.wait_for("filter-name")
    replace_text(visitor, "filter-name", name)
    visitor.click("filter-name-accept")


async def work_of_a_day(open_desktop: OpenDesktop) -> Desktop:
    """Somebody who has a filter in the window and another one saved, closed again."""
    desktop = await open_desktop(settings={**READY, "theme": "dark"})
    enter(desktop.visitor, "job_title_level", "Director")
    await save_as(desktop.visitor, "Directors")
    await notice(desktop.visitor, "Saved as “Directors”.")
    await saved(desktop.visitor)
    await desktop.session.close()
    return desktop


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"\x00" * 5_000_000], ids=["JSON", "bytes", "size"])
async def test_a_damaged_settings_file_is_kept_aside_and_told(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path, content: bytes
) -> None:
    settings = tmp_path / "home" / "settings.json"
    settings.parent.mkdir()
    settings.write_bytes(content)
    async with desktops() as open_desktop:
        desktop = await open_desktop()
        visitor = desktop.visitor
        words = await notice(visitor, "The settings file was damaged.")
        (aside,) = settings.parent.glob("settings.damaged-*.json")
        assert f"It was kept as “{aside.name}”." in words
        assert "your keys and filters are safe" in words
        assert aside.read_bytes() == content
        await visitor.wait_for("filter-job_title-input")  # a key is there: straight to the work
        enter(visitor, "job_title_level", "Director")
        await close_notice(visitor)
        assert await count(visitor) > 0
        await desktop.session.close()
        assert json.loads(settings.read_text())["welcome_done"] is True, "there is a good one again"
        assert not (await open_desktop()).visitor.sees("notice"), "it is told once"


async def test_a_setting_of_the_wrong_kind_is_as_if_it_were_missing(desktops: Desktops, tmp_path: Path) -> None:
    odd = {"theme": 7, "text_size": "large", "tables": [], "splitters": {"reachstream-splitter": ["wide"]}}
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings={**READY, **odd, "window_geometry": "%%%", "current_tab": "nowhere"})
        assert desktop.session.window.current_tab == "reachstream-tab"
        enter(desktop.visitor, "job_title_level", "Director")
        assert await count(desktop.visitor) > 0


@pytest.mark.parametrize("damage", ["other bytes", "middle", "another program's"])
async def test_a_damaged_database_is_kept_aside_and_told(desktops: Desktops, tmp_path: Path, damage: str) -> None:
    async with desktops() as open_desktop:
        first = await work_of_a_day(open_desktop)
        database = first.parts.folders.data / "leaddesk.db"
        if damage == "other bytes":
            database.write_bytes(b"this was a database once" * 400)
        elif damage == "middle":
            whole = database.read_bytes()
            database.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
        else:
            database.unlink()
            connection = apsw.Connection(str(database))
            connection.execute("CREATE TABLE theirs (a); PRAGMA application_id = 42")
            connection.close()
        content = database.read_bytes()

        second = await open_desktop()
        visitor = second.visitor
        words = await notice(visitor, "LeadDesk’s data file was damaged.")
        (aside,) = database.parent.glob("leaddesk.damaged-*.db")
        assert f"It was kept as “{aside.name}” and a new one was begun." in words
        assert aside.read_bytes() == content
        enter(visitor, "job_title_level", "Manager")
        await saved(visitor)
        await close_notice(visitor)
        assert await count(visitor) > 0
        await second.session.close()
        third = await open_desktop()
        await third.visitor.wait(lambda: chips(third.visitor, "job_title_level") == ["Manager"], "the new one works")
        assert not third.visitor.sees("notice")


async def test_a_database_of_a_newer_leaddesk_is_left_untouched(desktops: Desktops) -> None:
    async with desktops() as open_desktop:
        first = await work_of_a_day(open_desktop)
        database = first.parts.folders.data / "leaddesk.db"
        connection = apsw.Connection(str(database))
        connection.execute("PRAGMA user_version = 999; PRAGMA journal_mode = delete")
        connection.close()
        content = database.read_bytes()

        second = await open_desktop()
        visitor = second.visitor
        words = await notice(visitor, "Your data was written by a newer LeadDesk.")
        assert "It was left untouched. Install the newer LeadDesk to open it." in words
        await close_notice(visitor)
        enter(visitor, "job_title_level", "Director")
        await visitor.wait(lambda: shows(visitor, "status-saved", "Not saved"), "it does not say that it is saved")
        enter(visitor, "job_title_level", "Manager")
        assert await count(visitor) > 0
        assert not visitor.sees("notice"), "it is not told at every change"
        await save_as(visitor, "Both")
        await visitor.wait(lambda: shows(visitor, "filter-name-problem", "newer LeadDesk"), "saving tells it again")
        visitor.click("filter-name-cancel")
        await second.session.close()
        assert database.read_bytes() == content
        assert [path.name for path in database.parent.glob("leaddesk.d*")] == ["leaddesk.db"]


async def test_a_home_folder_that_cannot_be_used_is_told_and_work_goes_on(desktops: Desktops, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    home = tmp_path / "file" / "home"
    async with desktops() as open_desktop:
        desktop = await open_desktop(home=home)
        visitor = desktop.visitor
        words = await notice(visitor, "LeadDesk cannot use its folder.")
        assert "The system says: " in words
        assert f"Filters, lists and settings are not kept until this is mended: {home}" in words
        await visitor.wait_for("filter-job_title-input")
        enter(visitor, "job_title_level", "Director")
        await visitor.wait(lambda: shows(visitor, "status-saved", "Not saved"), "it does not say that it is saved")
        assert await count(visitor) > 0
        desktop.session.set_appearance(chosen="dark")
        assert visitor.window.palette().color(QPalette.ColorRole.Window).lightness() < 80
        await desktop.session.close()
        assert (tmp_path / "file").read_text() == "kept"


async def test_a_full_disk_under_the_home_folder_is_told_once_and_mended(desktops: Desktops, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", kilobytes=512) as disk:
        async with desktops() as open_desktop:
            desktop = await open_desktop(home=disk / "home", settings=None)
            visitor = desktop.visitor
            await visitor.wait_for("filter-job_title-input")
            enter(visitor, "job_title_level", "Director")
            await saved(visitor)
            filler = disk / "filler"
            with suppress(OSError), filler.open("wb", buffering=0) as file:
                while file.write(b"x" * 1024):
                    pass
            for number in range(40):
                enter(visitor, "job_title", f"A title that takes some room on the disk, number {number}")
                await visitor.settle()
                if shows(visitor, "status-saved", "Not saved"):
                    break
            words = await notice(visitor, "There is no room for “leaddesk.db”.")
            assert "The disk is full." in words
            await close_notice(visitor)
            assert await count(visitor) == 0
            assert not visitor.sees("notice")

            filler.unlink()
            enter(visitor, "company_type", "Private")
            await saved(visitor)
            left = chips(visitor, "job_title")
            await desktop.session.close()
            again = await open_desktop(home=disk / "home")
            await again.visitor.wait(lambda: chips(again.visitor, "job_title") == left, "nothing is lost")
            await again.session.close()


async def test_a_second_leaddesk_on_the_same_home_is_told_and_both_work(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        first = await open_desktop(settings=READY)
        await first.visitor.wait_for("filter-job_title-input")
        enter(first.visitor, "job_title_level", "Director")
        await saved(first.visitor)
        second = await open_desktop()
        words = await notice(second.visitor, "LeadDesk is open a second time with the same data.")
        assert "Both work." in words
        assert not first.visitor.sees("notice")
        await second.visitor.wait(lambda: chips(second.visitor, "job_title_level") == ["Director"], "the same filter")

        await save_as(first.visitor, "From the first")
        await notice(first.visitor, "Saved as")
        await save_as(second.visitor, "from the FIRST")
        await second.visitor.wait(
            lambda: shows(second.visitor, "filter-name-problem", "is there already"), "it is told"
        )
        replace_text(second.visitor, "filter-name", "From the second")
        second.visitor.click("filter-name-accept")
        await notice(second.visitor, "Saved as “From the second”.")
        for desktop in (first, second):
            assert await count(desktop.visitor) > 0
            desktop.visitor.click("filter-open")
            await desktop.visitor.wait(lambda: len(items(desktop.visitor, "saved-filters")) == 2, "both are there")  # noqa: B023
            desktop.visitor.click("saved-filters-close")
        await first.session.close()
        await second.session.close()
        assert not (await open_desktop()).visitor.sees("notice"), "alone again"


async def test_a_filter_that_another_window_deleted_is_told(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        first = await open_desktop(settings=READY)
        enter(first.visitor, "job_title_level", "Director")
        await save_as(first.visitor, "Short-lived")
        await notice(first.visitor, "Saved as")
        second = await open_desktop()
        await close_notice(second.visitor)
        for desktop in (first, second):
            desktop.visitor.click("filter-open")
            await desktop.visitor.wait(lambda: items(desktop.visitor, "saved-filters"), "it is listed")  # noqa: B023
        first.visitor.click("saved-filter-delete")
        await first.visitor.wait(lambda: shows(first.visitor, "saved-filter-said", "was deleted"), "it is gone")
        second.visitor.click("saved-filter-duplicate")
        await second.visitor.wait(lambda: not items(second.visitor, "saved-filters"), "it is gone here too")
