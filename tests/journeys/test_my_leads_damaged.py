"""The file of My Leads in bad shape, in the window: it is told, nothing more is lost, and there is a way back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import apsw
import pytest

from leaddesk.domain.backups import Backup, Why
from leaddesk.domain.errors import LeadsDamaged, WorkspaceNewer
from leaddesk.domain.leads import LeadId
from leaddesk.tour.visitor import Visitor
from leaddesk.workspace.folders import made
from leaddesk.workspace.leads.backups import Backups
from tests.journeys.acts import READY, notice, shows
from tests.journeys.conftest import Desktop, Desktops
from tests.journeys.lead_jobs import PAGE, PEOPLE, damage, many_people, plan_of, rows_of
from tests.journeys.leads_at_risk import Hand


async def with_a_backup(home: Path) -> Backup:
    """My Leads of somebody who edited one lead after the backup."""
    made(home)
    hand, backups = Hand(home / "leads.db"), Backups(home / "leads.db")
    await hand.begin()
    backup = await backups.make(Why.BY_HAND)
    await hand.keeping.edit([LeadId(1)], "title", "After it")
    await hand.close()
    await backups.aclose()
    return backup


def crashed(home: Path) -> None:
    """As a LeadDesk leaves it that did not end well."""
    (home / "leads.open").touch()


def garbage(database: Path) -> None:
    database.write_bytes(b"this was a database once" * 1000)


async def show_leads(desktop: Desktop, people: int = PEOPLE) -> None:
    desktop.session.window.show_tab("leads-tab")
    words = f"{people} leads"
    await desktop.visitor.wait(lambda: shows(desktop.visitor, "leads-count", words), words)


async def restore(visitor: Visitor) -> str:
    """By the button of the message, to the newest backup; what is said then."""
    visitor.click("notice-action")
    await visitor.wait_for("backups-restore")
    await visitor.wait(lambda: visitor.find("backups-restore").isEnabled(), "there is a backup")
    visitor.click("backups-restore")
    await visitor.wait_for("restore-accept")
    visitor.click("restore-accept")
    told = await visitor.wait(lambda: shows(visitor, "backups-message", "My Leads is as in"), "it is restored")
    visitor.click("settings-close")
    return told


@pytest.mark.parametrize("harm", [damage, garbage])
async def test_it_is_told_at_the_start_after_a_crash_and_restored(
    desktops: Desktops, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    home = tmp_path / "home"
    await with_a_backup(home)
    leads = home / "leads.db"
    harm(leads)
    content = leads.read_bytes()
    crashed(home)
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor, keep = desktop.visitor, desktop.parts.actions.leads().keep_leads
        words = await notice(visitor, "The file of My Leads is damaged.")
        assert "open for reading only" in words
        assert "The newest backup is of" in words
        with pytest.raises(LeadsDamaged):
            await keep.edit([LeadId(1)], "title", "Not now")
        assert leads.read_bytes() == content, "nothing was written to it"

        assert "put aside" in await restore(visitor)
        (aside,) = home.glob("leads.damaged-*.db")
        assert aside.read_bytes() == content
        await show_leads(desktop)
        assert await keep.edit([LeadId(2)], "title", "After all") == 1
        await desktop.session.close()
        assert {row[2] for row in rows_of(leads, "choices")} == {"After all"}

        desktop = await open_desktop()
        await show_leads(desktop)
        assert not desktop.visitor.sees("notice")


async def test_what_can_be_read_is_shown_and_nothing_is_written(desktops: Desktops, tmp_path: Path) -> None:
    home = tmp_path / "home"
    await with_a_backup(home)
    leads = home / "leads.db"
    damage(leads)
    content = leads.read_bytes()
    crashed(home)
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor, actions = desktop.visitor, desktop.parts.actions.leads()
        await notice(visitor, "The file of My Leads is damaged.")
        await show_leads(desktop)
        assert len(await actions.keep_leads.lists()) > 0
        for change in (
            lambda: actions.keep_leads.create_list("New"),
            actions.keep_leads.undo,
            lambda: actions.keep_leads.to_trash([LeadId(1)]),
            lambda: actions.keep_leads.erase([LeadId(1)]),
            lambda: actions.import_leads(plan_of(many_people(tmp_path))),
        ):
            with pytest.raises(LeadsDamaged):
                await change()
        await desktop.session.close()
        assert leads.read_bytes() == content

        desktop = await open_desktop()  # it did not end well as long as it is damaged
        await notice(desktop.visitor, "The file of My Leads is damaged.")
        assert leads.read_bytes() == content


async def test_a_backup_of_a_damaged_file_is_none(desktops: Desktops, tmp_path: Path) -> None:
    """The good ones stay; nobody is told that there is a new one."""
    home = tmp_path / "home"
    backup = await with_a_backup(home)
    damage(home / "leads.db")
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)  # the last one ended well: nothing is looked through
        keep_backups = desktop.parts.actions.leads().keep_backups
        with pytest.raises(LeadsDamaged):
            await keep_backups.make()
        assert await keep_backups.backups() == (backup,)
        assert await keep_backups.is_good(backup)
        await keep_backups.restore(backup)
        await show_leads(desktop)


async def test_a_newer_leaddesk_was_there(desktops: Desktops, tmp_path: Path) -> None:
    home = tmp_path / "home"
    await with_a_backup(home)
    leads = home / "leads.db"
    with closing(apsw.Connection(str(leads))) as connection:
        connection.execute("PRAGMA user_version = 999; PRAGMA journal_mode = delete")
    content = leads.read_bytes()
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        desktop.session.window.show_tab("leads-tab")
        words = await notice(desktop.visitor, "Your data was written by a newer LeadDesk.")
        assert "left untouched" in words
        with pytest.raises(WorkspaceNewer):
            await desktop.parts.actions.leads().keep_leads.edit([LeadId(1)], "title", "Not now")
    assert leads.read_bytes() == content
    assert not list(home.glob("leads.db-*"))


async def test_a_file_that_is_gone_is_told_with_the_way_back(
    desktops: Desktops, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaddesk.ui.leads.backups.keeper._SOON", 0)
    home = tmp_path / "home"
    await with_a_backup(home)
    (home / "leads.db").unlink()
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        await notice(desktop.visitor, "The file of My Leads was gone.")
        await restore(desktop.visitor)
        await show_leads(desktop)


def test_whichever_page_is_damaged_there_is_a_way_back(tmp_path: Path) -> None:
    leads = tmp_path / "leads.db"

    async def damage_one(page: int, backup: Backup, content: bytes) -> None:
        backups = Backups(leads)
        damage(leads, page)
        assert not await backups.is_sound(), f"page {page}"
        restored = await backups.restore(backup)
        assert restored.before is None
        await backups.aclose()
        assert leads.read_bytes()[:16] == content[:16]

    backup = asyncio.run(with_a_backup(tmp_path))
    there, content = rows_of(tmp_path / "backups" / backup.name / "leads.db", "leads"), leads.read_bytes()
    pages = len(content) // PAGE
    for page in [0, *Random(13).sample(range(1, pages), 11)]:
        leads.write_bytes(content)
        asyncio.run(damage_one(page, backup, content))
        assert rows_of(leads, "leads") == there
    assert len(list(tmp_path.glob("leads.damaged-*.db"))) == 12
