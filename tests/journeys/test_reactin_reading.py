"""A SmartList is read page by page in the window, told as it is, and still there without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from leaddesk.sandbox.faults import AWKWARD_NAMES
from leaddesk.sandbox.server import Sandbox
from leaddesk.ui.widgets.table.view import RowView
from tests.journeys.acts import notice, shows
from tests.journeys.conftest import Desktops
from tests.journeys.list_acts import (
    LAUNCH,
    MET,
    NOWHERE,
    PARTNERS,
    PLAYGROUND,
    REPLIES,
    TABLE,
    WEBINAR,
    asked_pages,
    choose_list,
    count_of_rows,
    export_csv,
    open_reactin,
    rail,
    read_in_full,
    refreshed,
    rows,
    select,
    status,
    titles,
    truth,
    was_well_behaved,
)

pytestmark = pytest.mark.usefixtures("quick", "reactin_in_haste")


async def test_the_first_page_can_be_used_while_the_others_still_come(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[LAUNCH]
    sandbox.reactin.fault("hold", page=2)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await visitor.wait(lambda: count_of_rows(visitor) == 50, "the first page")
        assert await status(visitor, "Reading page 2. 50 leads so far. ReactIn does not say how many there are.")
        assert visitor.sees("reactin-progress")
        assert rail(visitor) == {wanted.name: "Reading now"}
        table = visitor.find(TABLE, RowView)
        select(visitor, 30, 2)
        place = table.verticalScrollBar().value()
        assert place > 0, "it scrolled to what was chosen"
        chosen = rows(visitor)[30]
        sandbox.reactin.clear_faults()
        await read_in_full(visitor, 1210)
        assert table.verticalScrollBar().value() == place
        assert (table.currentIndex().row(), table.currentIndex().column()) == (30, 2)
        assert rows(visitor)[30] == chosen
        assert not visitor.sees("reactin-progress")
    assert was_well_behaved(sandbox)


async def test_reading_is_paused_and_gone_on_with_also_after_a_restart(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[LAUNCH]
    sandbox.reactin.fault("hold", page=3)
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, wanted)
        await visitor.wait(lambda: count_of_rows(visitor) == 100, "two pages")
        visitor.click("reactin-pause")
        assert not visitor.find("reactin-pause").isEnabled(), "it was heard"
        sandbox.reactin.clear_faults()
        assert await status(visitor, "Paused before page 4.") == "Paused before page 4. 150 leads kept."
        assert asked_pages(sandbox) == [1, 2, 3], "the call that was under way was not in vain"
        assert rail(visitor) == {wanted.name: "First 150 kept, reading paused"}
        await desktop.session.close()

        sandbox.reactin.forget_requests()
        desktop, visitor = await open_reactin(open_desktop, settings=None)
        await visitor.wait(lambda: count_of_rows(visitor) == 150, "what was read is here")
        assert rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))[:150]
        assert await status(visitor, "Paused before page 4.")
        assert asked_pages(sandbox) == [], "nobody has asked for more"
        sandbox.reactin.fault("hold", page=6)
        visitor.click("reactin-resume")
        await visitor.wait(lambda: count_of_rows(visitor) == 250, "two more pages")
        assert asked_pages(sandbox)[:2] == [4, 5]
        sandbox.reactin.clear_faults()
        await read_in_full(visitor, 1210)
        assert rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))


async def test_a_cancelled_reading_keeps_what_came_and_begins_anew(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[LAUNCH]
    sandbox.reactin.fault("hold", page=3)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await visitor.wait(lambda: count_of_rows(visitor) == 100, "two pages")
        visitor.click("reactin-cancel")
        sandbox.reactin.clear_faults()
        said = await status(visitor, "Reading was cancelled.")
        assert said.endswith("leads kept. Reading it again begins with page 1.")
        kept = count_of_rows(visitor)
        assert kept in {100, 150}
        assert not visitor.sees("reactin-resume")
        sandbox.reactin.forget_requests()
        await refreshed(visitor, 1210)
        assert asked_pages(sandbox) == [*range(1, 26), 1]


@pytest.mark.parametrize("place", [LAUNCH, MET, PLAYGROUND], ids=["launch", "met", "playground"])
async def test_each_list_has_its_own_columns_in_its_own_order(desktops: Desktops, sandbox: Sandbox, place: int) -> None:
    wanted = sandbox.reactin.lists[place]
    leads = sandbox.reactin.leads(wanted.list_id)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor)
        assert titles(visitor) == list(leads[0])
        assert rows(visitor) == truth(leads), "also where a column is called id, and where somebody is in it twice"
        visitor.window.grab()  # every cell is painted


async def test_awkward_names_are_shown_kept_and_found(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[PLAYGROUND]
    shown_as = [name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") for name in AWKWARD_NAMES]
    sandbox.reactin.fault("awkward-names")
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, 137)
        visitor.window.grab()  # every cell is painted
        await desktop.session.close()
        _, visitor = await open_reactin(open_desktop, settings=None)
        await read_in_full(visitor, 137)
        names = [row.get("First Name", "") for row in rows(visitor)]
        assert names[: len(shown_as)] == shown_as
        expected = sum("ليلى" in str(name) for name in names)
        visitor.find("reactin-table-filter", QLineEdit).setText("ليلى")  # QTest types ASCII only
        await visitor.wait(lambda: count_of_rows(visitor) == expected, "the search finds them")


async def test_a_changed_set_of_columns_is_taken_in_and_told(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[WEBINAR]
    leads = sandbox.reactin.leads(wanted.list_id)
    columns, known = list(leads[0]), sum(bool(lead["Email"]) for lead in leads)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, 48)
        assert titles(visitor) == columns
        sandbox.reactin.fault("changed-columns", from_page=1, dropped="Company", renamed={"Profile": "LinkedIn URL"})
        said = await refreshed(visitor, 48)
        assert "It has columns that it did not have before." in said
        # Who has no address cannot be told from somebody else when the rest of the record is another one.
        assert f"{48 - known} new, {known} changed, {48 - known} gone since" in said
        changed = ["First Name", "Last Name", "Email", "LinkedIn URL", "Intent Score"]
        await visitor.wait(lambda: titles(visitor) == changed, f"other columns than {titles(visitor)}")
        assert all("LinkedIn URL" in row and "Intent Score" in row and "Profile" not in row for row in rows(visitor))
        sandbox.reactin.clear_faults()
        await refreshed(visitor, 48)
        await visitor.wait(lambda: titles(visitor) == columns, "the former ones, in their order")
        assert rows(visitor) == truth(leads)


async def test_columns_that_come_in_the_middle_are_appended_at_once(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[PLAYGROUND]
    columns = list(sandbox.reactin.leads(wanted.list_id)[0])
    sandbox.reactin.fault("changed-columns", from_page=2, added="Intent Score")
    sandbox.reactin.fault("hold", page=3)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await visitor.wait(lambda: count_of_rows(visitor) == 100, "two pages")
        await visitor.wait(lambda: titles(visitor) == [*columns, "Intent Score"], "the new column")
        shown = rows(visitor)
        assert "Intent Score" not in shown[49]
        assert shown[50]["Intent Score"] == len(columns)
        sandbox.reactin.clear_faults()
        assert "It has columns that it did not have before." in await read_in_full(visitor, 137)


async def test_an_empty_list_and_a_list_of_exactly_one_page(desktops: Desktops, sandbox: Sandbox) -> None:
    replies, partners = sandbox.reactin.lists[REPLIES], sandbox.reactin.lists[PARTNERS]
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, replies, partners)
        await read_in_full(visitor)
        assert shows(visitor, "reactin-table-empty-title", "This SmartList is empty")
        await choose_list(visitor, partners.name)
        await read_in_full(visitor, 50)
        assert rows(visitor) == truth(sandbox.reactin.leads(partners.list_id))
        assert asked_pages(sandbox) == [1, 1]


async def test_what_was_read_is_there_without_a_network(desktops: Desktops, sandbox: Sandbox, tmp_path: Path) -> None:
    webinar, launch = sandbox.reactin.lists[WEBINAR], sandbox.reactin.lists[LAUNCH]
    async with desktops() as open_desktop:
        first, visitor = await open_reactin(open_desktop, webinar, launch)
        await read_in_full(visitor, 48)
        await choose_list(visitor, launch.name)
        said = await read_in_full(visitor, 1210)
        before = rows(visitor)
        await first.session.close()
        asked = len(sandbox.reactin.requests)

        _, visitor = await open_reactin(open_desktop, settings=None, elsewhere=NOWHERE)
        await choose_list(visitor, webinar.name)
        await read_in_full(visitor, 48)
        assert rows(visitor) == truth(sandbox.reactin.leads(webinar.list_id))
        await choose_list(visitor, launch.name)
        assert await read_in_full(visitor, 1210) == said, "with the time when it was read"
        assert rows(visitor) == before
        assert all(words.startswith("Read today") for words in rail(visitor).values())
        assert not visitor.sees("notice"), "nobody has asked for anything"
        assert await export_csv(visitor, tmp_path / "offline.csv")

        visitor.click("reactin-refresh")
        await notice(visitor, "We cannot reach ReactIn.")
        said = await status(visitor, "Stopped at page 1: We cannot reach ReactIn.")
        assert "1,210 leads kept." in said
        assert rows(visitor) == before
        assert rail(visitor)[launch.name] == "Stopped at page 1"
    assert len(sandbox.reactin.requests) == asked


async def test_a_kept_list_goes_home_exactly(desktops: Desktops, sandbox: Sandbox, tmp_path: Path) -> None:
    wanted = sandbox.reactin.lists[PLAYGROUND]
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, 137)
        written = await export_csv(visitor, tmp_path / "leads.csv")
        assert written == [
            {name: str(value) for name, value in lead.items()} for lead in truth(sandbox.reactin.leads(wanted.list_id))
        ]
    header = (tmp_path / "leads.csv").read_text(encoding="utf-8-sig").partition("\n")[0]
    assert "الاسم" in header


async def test_two_lists_are_read_at_once(desktops: Desktops, sandbox: Sandbox) -> None:
    launch, met = sandbox.reactin.lists[LAUNCH], sandbox.reactin.lists[MET]
    for wanted in (launch, met):
        sandbox.reactin.fault("hold", list_id=wanted.list_id, page=2)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, launch, met)
        await visitor.wait(lambda: count_of_rows(visitor) == 50, "the first page of the one")
        await choose_list(visitor, met.name)
        await visitor.wait(lambda: count_of_rows(visitor) == 50, "and of the other")
        assert rail(visitor) == {launch.name: "Reading now", met.name: "Reading now"}
        sandbox.reactin.clear_faults()
        await read_in_full(visitor, 4102)
        await visitor.wait(lambda: rail(visitor)[launch.name].startswith("Read today"), "the other one, too")
        await choose_list(visitor, launch.name)
        await read_in_full(visitor, 1210)
        assert asked_pages(sandbox, launch.list_id) == [*range(1, 26), 1]
        assert asked_pages(sandbox, met.list_id) == [*range(1, 84), 1]


async def test_a_second_leaddesk_that_reads_the_same_list_takes_over(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[LAUNCH]
    sandbox.reactin.fault("hold", page=3, times=1)
    async with desktops() as open_desktop:
        _, here = await open_reactin(open_desktop, wanted)
        await here.wait(lambda: count_of_rows(here) == 100, "two pages")
        _, there = await open_reactin(open_desktop, settings=None)
        await there.wait(lambda: count_of_rows(there) == 100, "they are here as well")
        await status(there, "LeadDesk was closed while it read page 3.")
        there.click("reactin-resume")
        await read_in_full(there, 1210)
        sandbox.reactin.clear_faults()
        said = await notice(here, "Another LeadDesk reads")
        assert wanted.name in said
        await here.wait(lambda: count_of_rows(here) == 1210, "what the other one read")
        assert rows(here) == truth(sandbox.reactin.leads(wanted.list_id))
        assert rows(here) == rows(there)
