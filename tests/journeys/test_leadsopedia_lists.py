"""Leadsopedia's lists and their contacts: what they cost, how they are read, and that they stay."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest
from PySide6.QtWidgets import QLineEdit

from leaddesk.sandbox.server import Sandbox
from leaddesk.ui import wording
from tests.journeys.acts import close_settings, shows
from tests.journeys.conftest import Desktops
from tests.journeys.leadsopedia_acts import (
    ACCOUNT,
    HOT,
    PARTNERS,
    PROSPECTS,
    SCANS,
    asked,
    at_rest,
    choose,
    contacts,
    entries,
    entry,
    look_up,
    message,
    open_leadsopedia,
    open_with_lists,
    operations,
    pages_asked,
    press,
    read,
    read_in_full,
    requests,
    status,
    truth,
    was_polite,
)
from tests.journeys.list_acts import NOWHERE, count_of_rows, export_csv, rows

pytestmark = pytest.mark.usefixtures("quick")


async def test_the_first_time_lists_and_credits_come_by_themselves_and_nothing_else(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        assert entries(visitor) == [
            "Conference 2026 – badge scans, 733, Not read yet",
            "All prospects, 4,987, Not read yet",
            "Partners & resellers, 100, Not read yet",
            "Hot 🔥, 1, Not read yet",
            "New list, 0, Not read yet",
        ]
        assert visitor.text("leadsopedia-credits") == "6,658 of 25,000 credits left. 18,342 used. Read just now."
        assert visitor.text("leadsopedia-quota") == "2 of 15,000 calls this month. No call waits."
        for name in ("All prospects", "Hot", "New list", "Conference"):
            await choose(visitor, name)
            await visitor.wait(lambda: name in visitor.text("leadsopedia-title"), name)  # noqa: B023
        for name in ("Downloads", "Activity", "Search history", "Account"):
            await choose(visitor, name, ACCOUNT)
            await visitor.settle()
        desktop.session.window.show_tab("reactin-tab")
        desktop.session.window.show_tab("leadsopedia-tab")
        await visitor.settle()
        assert operations(sandbox) == {"lists": 1, "credits": 1}, "looking at things costs nothing"
        await desktop.session.close()

        _, visitor = await open_leadsopedia(open_desktop, settings=None)
        await visitor.wait(lambda: len(entries(visitor)) == 5, "the lists, as they are kept")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-credits", "6,658 of 25,000"), "the credits")
        await at_rest(visitor)
        assert operations(sandbox) == {"lists": 1, "credits": 1}, "the second start asks nothing"
        assert was_polite(sandbox)


async def test_without_a_key_nothing_is_asked_until_there_is_one(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_leadsopedia(open_desktop, also=())
        await visitor.wait(lambda: shows(visitor, "leadsopedia-table-empty-action", "Open Settings"), "the way there")
        assert not sandbox.leadsopedia.requests
        visitor.click("leadsopedia-table-empty-action")
        await visitor.wait_for("leadsopedia-key-field")
        visitor.find("leadsopedia-key-field", QLineEdit).setText(sandbox.leadsopedia.key)
        visitor.click("leadsopedia-key-save")
        await visitor.wait(lambda: entries(visitor), "the lists come by themselves now")
        await close_settings(visitor)
        await at_rest(visitor)
        assert operations(sandbox) == {"lists": 1, "credits": 1}
        assert was_polite(sandbox)


async def test_lists_on_several_pages_are_all_listed(desktops: Desktops, sandbox: Sandbox) -> None:
    sandbox.leadsopedia.limit = 2
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        await visitor.wait(lambda: len(entries(visitor)) == 5, "all of them")
        assert [request.page for request in requests(sandbox, "lists")] == [1, 2, 3]
        sandbox.leadsopedia.delete(HOT)
        sandbox.leadsopedia.change(PARTNERS, add=3)
        await press(visitor, "leadsopedia-refresh")
        await visitor.wait(lambda: entry(visitor, "Partners").startswith("Partners & resellers, 103"), "it has grown")
        await at_rest(visitor)
        assert not entry(visitor, "Hot"), "nothing of it was kept, so it goes with Leadsopedia's"


async def test_a_list_says_what_reading_it_costs_before_it_is_read(desktops: Desktops, sandbox: Sandbox) -> None:
    """The pace of the real one: its first call goes at once, so only the lists come here."""
    async with desktops() as open_desktop:
        _, visitor = await open_leadsopedia(open_desktop, seconds_between=10)
        await visitor.wait(lambda: entries(visitor), "the lists")
        assert visitor.text("leadsopedia-price") == "8 calls, 1 min 10 s, 0.1% of the month"
        assert visitor.text("leadsopedia-read") == "Read 733 contacts"
        await choose(visitor, "All prospects")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-title", "All prospects"), "the other one")
        assert visitor.text("leadsopedia-price") == "50 calls, 8 min 10 s, 0.3% of the month"
        assert "Reading it takes 50 calls, 8 min 10 s, 0.3% of the month." in visitor.text("leadsopedia-status")
        assert operations(sandbox) == {"lists": 1}, "the credits wait for their turn"


async def test_a_list_is_read_whole_with_all_its_columns_and_stays(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("hold", operation="contacts", page=2)
        await press(visitor, "leadsopedia-read")
        await visitor.wait(lambda: len(contacts(visitor)) == 100, "the first page is in the table")
        said = await status(visitor, "100 of 733 contacts read.")
        assert "7 calls to go" in said
        assert contacts(visitor) == truth(sandbox, SCANS)[:100]
        visitor.type_into("leadsopedia-table-filter", str(contacts(visitor)[42]["email"]))
        await visitor.wait(lambda: len(contacts(visitor)) == 1, "it can be searched while the rest comes")
        visitor.find("leadsopedia-table-filter", QLineEdit).clear()
        sandbox.leadsopedia.clear_faults()
        said = await read_in_full(visitor, 733)
        assert said.startswith("733 contacts, read in full today")
        assert contacts(visitor) == truth(sandbox, SCANS)
        columns = list(sandbox.leadsopedia.contacts(SCANS)[0])
        assert [column.name for column in desktop.session.shown_page.table.source.columns] == columns  # type: ignore[union-attr]  # it is shown
        assert pages_asked(sandbox, SCANS) == [1, 2, 3, 4, 5, 6, 7, 8]
        written = await export_csv(visitor, tmp_path / "scans.csv", "leadsopedia-export")
        assert [row.get("E-mail") for row in written] == [row.get("email") for row in truth(sandbox, SCANS)]
        assert was_polite(sandbox)


async def test_a_paused_reading_goes_on_after_a_restart_where_it_stopped(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        await choose(visitor, "All prospects")
        sandbox.leadsopedia.fault("hold", operation="contacts", page=5)
        await press(visitor, "leadsopedia-read")
        await asked(sandbox, 5, "contacts")
        await press(visitor, "leadsopedia-pause")
        sandbox.leadsopedia.clear_faults()  # the call that is under way was counted, so its answer is kept
        await status(visitor, "Paused before page 6. 500 contacts kept.")
        await visitor.wait(lambda: "reading paused" in entry(visitor, "All prospects"), "the rail says so too")
        assert contacts(visitor) == truth(sandbox, PROSPECTS)[:500]
        await desktop.session.close()

        desktop, visitor = await open_leadsopedia(open_desktop, settings=None)
        await visitor.wait(lambda: entries(visitor), "the lists")
        await choose(visitor, "All prospects")
        await status(visitor, "Paused before page 6. 500 contacts kept.")
        assert await visitor.wait(lambda: contacts(visitor), "its rows") == truth(sandbox, PROSPECTS)[:500]
        assert len(pages_asked(sandbox, PROSPECTS)) == 5, "nothing was asked to show them"
        await press(visitor, "leadsopedia-resume")
        await read_in_full(visitor, 4987)
        assert contacts(visitor) == truth(sandbox, PROSPECTS)
        assert pages_asked(sandbox, PROSPECTS) == list(range(1, 51)), "no page was asked for twice"
        assert was_polite(sandbox)


async def test_closing_in_the_middle_of_a_page_loses_nothing_that_was_shown(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("hold", operation="contacts", page=3)
        await press(visitor, "leadsopedia-read")
        await asked(sandbox, 3, "contacts")
        await visitor.wait(lambda: len(contacts(visitor)) == 200, "two pages")
        await desktop.session.close()
        sandbox.leadsopedia.clear_faults()

        _, visitor = await open_leadsopedia(open_desktop, settings=None)
        await status(visitor, "LeadDesk was closed while it read page 3. 200 contacts kept.")
        assert await visitor.wait(lambda: contacts(visitor), "its rows") == truth(sandbox, SCANS)[:200]
        await press(visitor, "leadsopedia-resume")
        await read_in_full(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS)
        assert pages_asked(sandbox, SCANS) == [1, 2, 3, 3, 4, 5, 6, 7, 8], "the one page that never came, once more"


async def test_a_kill_while_a_page_is_on_its_way_loses_no_page_that_was_shown(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    """What kill -9 leaves is what is in the folder at that moment, so it is copied."""
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("hold", operation="contacts", page=4)
        await press(visitor, "leadsopedia-read")
        await visitor.wait(lambda: count_of_rows(visitor, "leadsopedia-table") == 300, "three pages are shown")
        shutil.copytree(tmp_path / "home", tmp_path / "left")
        await asked(sandbox, 4, "contacts")
        sandbox.leadsopedia.clear_faults()
        await read_in_full(visitor, 733)
        sandbox.leadsopedia.forget_requests()

        _, visitor = await open_leadsopedia(open_desktop, settings=None, home=tmp_path / "left")
        await status(visitor, "LeadDesk was closed while it read page 4. 300 contacts kept.")
        assert await visitor.wait(lambda: contacts(visitor), "its rows") == truth(sandbox, SCANS)[:300]
        await press(visitor, "leadsopedia-resume")
        await read_in_full(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS)
        assert pages_asked(sandbox, SCANS) == [4, 5, 6, 7, 8]


async def test_a_cancelled_reading_keeps_what_came_and_begins_anew(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("hold", operation="contacts", page=4)
        await press(visitor, "leadsopedia-read")
        await asked(sandbox, 4, "contacts")
        await press(visitor, "leadsopedia-cancel")
        sandbox.leadsopedia.clear_faults()
        await status(visitor, "Reading was cancelled. 400 contacts kept.")
        assert not visitor.sees("leadsopedia-resume")
        await desktop.session.close()

        _, visitor = await open_leadsopedia(open_desktop, settings=None)
        await status(visitor, "Reading was cancelled. 400 contacts kept.")
        assert await visitor.wait(lambda: contacts(visitor), "its rows") == truth(sandbox, SCANS)[:400]
        await read(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS)
        assert pages_asked(sandbox, SCANS) == [1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8]


async def test_everything_kept_is_shown_with_its_age_offline_and_without_a_call(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        await read(visitor, 733)
        await choose(visitor, "Activity", ACCOUNT)
        await read(visitor, 231, "activity")
        activity = rows(visitor, "activity-table")
        await choose(visitor, "Account", ACCOUNT)
        await press(visitor, "leadsopedia-account-refresh")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-account-age", "Read just now"), "the account")
        await at_rest(visitor)
        await desktop.session.close()
        sandbox.leadsopedia.forget_requests()
        three_days_ago(tmp_path / "home" / "leaddesk.db")
        earlier = wording.day(datetime.now(UTC) - timedelta(days=3))

        _, visitor = await open_leadsopedia(open_desktop, settings=None, elsewhere=NOWHERE)
        await visitor.wait(lambda: entries(visitor), "the lists")
        assert entry(visitor, "Conference") == "Conference 2026 – badge scans, 733, Read 3 days ago"
        assert entry(visitor, "Activity") == "Activity, 231, Read 3 days ago"
        await visitor.wait(lambda: shows(visitor, "leadsopedia-credits", f"Read {earlier}."), "the credits' age")
        await read_in_full(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS)
        assert "read in full 3 days ago" in visitor.text("leadsopedia-status")
        await choose(visitor, "Activity", ACCOUNT)
        await visitor.wait(lambda: count_of_rows(visitor, "activity-table") == 231, "the activity")
        assert rows(visitor, "activity-table") == activity
        await choose(visitor, "Account", ACCOUNT)
        await visitor.wait(lambda: shows(visitor, "leadsopedia-account-age", f"Read {earlier}"), "the account's age")
        assert not visitor.sees("notice"), "nobody asked anything, so nothing failed"
        await choose(visitor, "Conference")
        known = truth(sandbox, SCANS)[700]
        look_up(visitor, str(known["id"]))
        await message(visitor, "Kept already, read 3 days ago.")
        await press(visitor, "leadsopedia-read")
        await status(visitor, "We cannot reach Leadsopedia.")
        assert contacts(visitor) == truth(sandbox, SCANS), "what was there stays"
        assert not sandbox.leadsopedia.requests


def three_days_ago(database: Path) -> None:
    """Everything in there was read three days earlier."""
    earlier = timedelta(days=3).total_seconds()
    with apsw.Connection(str(database)) as connection:
        connection.execute(
            "UPDATE lists SET read_at = read_at - ?1, began_at = began_at - ?1, ended_at = ended_at - ?1", (earlier,)
        )
        connection.execute("UPDATE kept_answers SET read_at = read_at - ?", (earlier,))


async def test_reading_again_says_what_is_new_changed_and_gone(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        await read(visitor, 733)
        gone = [truth(sandbox, SCANS)[place] for place in (3, 500)]
        sandbox.leadsopedia.change(SCANS, remove=[3, 500], add=4, at=100, update={10: {"title": "Head of Everything"}})
        await press(visitor, "leadsopedia-read")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-gone", "2 gone"), "what is gone is known at the end")
        said = await read_in_full(visitor, 735)
        assert "4 new, 1 changed, 2 gone since today" in said
        assert contacts(visitor) == truth(sandbox, SCANS), "in Leadsopedia's order"
        visitor.click("leadsopedia-new")
        await visitor.wait(lambda: count_of_rows(visitor, "leadsopedia-table") == 4, "only the new ones")
        assert contacts(visitor) == truth(sandbox, SCANS)[100:104]
        visitor.click("leadsopedia-changed")
        await visitor.wait(lambda: count_of_rows(visitor, "leadsopedia-table") == 1, "only the changed one")
        assert contacts(visitor)[0]["title"] == "Head of Everything"
        visitor.click("leadsopedia-gone")
        await visitor.wait(lambda: count_of_rows(visitor, "leadsopedia-table") == 2, "only those that are gone")
        assert contacts(visitor) == gone
        visitor.click("leadsopedia-gone")
        await visitor.wait(lambda: count_of_rows(visitor, "leadsopedia-table") == 735, "all again")


async def test_two_lists_are_read_while_a_third_is_looked_at(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("hold", operation="contacts", list_id=SCANS, page=2)
        await press(visitor, "leadsopedia-read")
        await asked(sandbox, 2, "contacts")
        await choose(visitor, "All prospects")
        await press(visitor, "leadsopedia-read")
        await choose(visitor, "Partners")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-read", "Read 100 contacts"), "it can be read too")
        assert "Reading: 100 of 733" in entry(visitor, "Conference")
        assert "Reading now" in entry(visitor, "All prospects")
        sandbox.leadsopedia.clear_faults()
        await visitor.wait(lambda: "Read today" in entry(visitor, "Conference"), "one is read")
        await visitor.wait(lambda: "Read today" in entry(visitor, "All prospects"), "the other too")
        await choose(visitor, "Conference")
        await read_in_full(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS)
        await choose(visitor, "All prospects")
        await read_in_full(visitor, 4987)
        assert contacts(visitor) == truth(sandbox, PROSPECTS)
        assert pages_asked(sandbox, SCANS) == list(range(1, 9))
        assert pages_asked(sandbox, PROSPECTS) == list(range(1, 51))
        assert was_polite(sandbox)
