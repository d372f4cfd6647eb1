"""One call in ten seconds and 15,000 a month: kept, shared, told, and no reason to lose anything.

The ten seconds are 0.3 here, on both sides: Leadsopedia refuses whatever comes sooner.
"""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import notice, shows
from tests.journeys.conftest import Desktops, OpenDesktop
from tests.journeys.leadsopedia_acts import (
    ACCOUNT,
    HOT,
    PARTNERS,
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
    selected,
    status,
    truth,
    was_polite,
)

pytestmark = pytest.mark.usefixtures("quick")

APART = 0.3
"""Seconds between two calls."""
TOGETHER = APART + 0.1
"""The same where two LeadDesks share them: a hundredth of ten seconds is what their ways may differ by (session)."""


@pytest.fixture
def strict(sandbox: Sandbox) -> Sandbox:
    """Leadsopedia, which wants them."""
    sandbox.leadsopedia.seconds_between_calls = APART
    return sandbox


def quota(visitor: Visitor, words: str = "") -> str:
    return shows(visitor, "leadsopedia-quota", words)


def are_apart(sandbox: Sandbox) -> bool:
    times = [request.arrived for request in requests(sandbox)]
    return all(later - sooner >= APART for sooner, later in itertools.pairwise(times))


async def test_whatever_is_asked_at_once_no_call_comes_too_soon(desktops: Desktops, strict: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop, seconds_between=APART)
        person = truth(strict, SCANS)[700]
        strict.leadsopedia.fault("hold", operation="contacts", page=2)
        await press(visitor, "leadsopedia-read")
        await press(visitor, "leadsopedia-refresh")
        await press(visitor, "leadsopedia-credits-refresh")
        await visitor.wait(lambda: contacts(visitor), "the first page")
        look_up(visitor, str(person["id"]))
        await choose(visitor, "Account", ACCOUNT)
        await press(visitor, "leadsopedia-account-refresh")
        await press(visitor, "leadsopedia-usage-refresh")
        await choose(visitor, "Conference")
        strict.leadsopedia.clear_faults()
        await read_in_full(visitor, 733)
        await at_rest(visitor)
        assert contacts(visitor) == truth(strict, SCANS)
        assert pages_asked(strict, SCANS) == list(range(1, 9))
        assert operations(strict) == {
            "lists": 2, "credits": 2, "account": 1, "usage": 1, "contacts": 8, "contact": 1
        }  # fmt: skip
        assert was_polite(strict)
        assert are_apart(strict)
        await visitor.wait(lambda: quota(visitor, "15 of 15,000 calls this month."), "each is counted")


async def test_a_click_goes_ahead_of_what_is_read_in_the_background(desktops: Desktops, strict: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop, seconds_between=APART)
        person, pace = truth(strict, SCANS)[700], (await desktop.parts.leadsopedia.load()).pace
        strict.leadsopedia.fault("hold", operation="contacts", page=2)
        await press(visitor, "leadsopedia-read")
        await asked(strict, 2, "contacts")
        pace.hold(600)  # however slow this computer is, the next call waits until all of them do
        strict.leadsopedia.clear_faults()
        await visitor.wait(lambda: "page 3 (background)" in visitor.text("leadsopedia-queue"), "page 3 waits")
        await press(visitor, "leadsopedia-credits-refresh")
        look_up(visitor, str(person["id"]))
        await visitor.wait(lambda: quota(visitor, "3 waiting"), "all of them wait")
        assert visitor.text("leadsopedia-queue") == (
            "1 Credits (you asked); 2 Look-up in Conference 2026 – badge scans (you asked); "
            "3 Conference 2026 – badge scans, page 3 (background)"
        )
        pace.let_go()
        await read_in_full(visitor, 733)
        order = [(request.operation, request.page) for request in requests(strict)][2:]
        assert order[:5] == [
            ("contacts", 1),
            ("contacts", 2),
            ("credits", None),
            ("contact", None),
            ("contacts", 3),
        ]
        assert was_polite(strict)


async def test_the_wait_and_the_queue_are_told_and_do_not_keep_leaddesk_from_closing(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_leadsopedia(open_desktop, seconds_between=10)
        await visitor.wait(lambda: entries(visitor), "the lists")
        await visitor.wait(lambda: quota(visitor, "Next call in 10 s, 1 waiting."), "the wait")
        assert visitor.text("leadsopedia-queue") == "1 Credits (background)"
        await choose(visitor, "Account", ACCOUNT)
        await press(visitor, "leadsopedia-account-refresh")
        await visitor.wait(lambda: quota(visitor, "2 waiting."), "one more")
        assert visitor.text("leadsopedia-queue") == "1 Account (you asked); 2 Credits (background)"
        assert quota(visitor).startswith("1 of 15,000 calls this month. Next call in ")
        await visitor.wait(lambda: shows(visitor, "status-connection", "2 waiting"), "the status bar says so too")
        await desktop.session.close()

        _, visitor = await open_leadsopedia(open_desktop, settings=None, seconds_between=10)
        await choose(visitor, "Account", ACCOUNT)
        await press(visitor, "leadsopedia-account-refresh")
        await visitor.wait(lambda: quota(visitor, "1 waiting."), "the wait goes on after a restart")
        assert operations(sandbox) == {"lists": 1}


async def test_two_leaddesks_share_the_pace_and_the_month(desktops: Desktops, strict: Sandbox) -> None:
    async with desktops() as open_desktop:
        first, one = await open_with_lists(open_desktop, seconds_between=TOGETHER)
        _, two = await open_leadsopedia(open_desktop, settings=None, seconds_between=TOGETHER)
        await two.wait(lambda: entries(two), "the same lists")
        await notice(two, "LeadDesk is open a second time with the same data.")
        await choose(two, "Partners")
        await press(one, "leadsopedia-read")
        await asked(strict, 1, "contacts")
        await press(two, "leadsopedia-read")
        await press(two, "leadsopedia-credits-refresh")
        await read_in_full(one, 733)
        await read_in_full(two, 100)
        assert contacts(one) == truth(strict, SCANS)
        assert contacts(two) == truth(strict, PARTNERS)
        await at_rest(one)
        await at_rest(two)
        assert operations(strict) == {"lists": 1, "credits": 2, "contacts": 9}
        assert was_polite(strict), "nobody was refused"
        assert are_apart(strict)
        await press(two, "leadsopedia-credits-refresh")
        await two.wait(lambda: quota(two, "13 of 15,000 calls this month. No call waits."), "the calls of both")
        await press(one, "leadsopedia-credits-refresh")
        await one.wait(lambda: quota(one, "14 of 15,000 calls this month. No call waits."), "here too")
        await first.session.close()

        _, again = await open_leadsopedia(open_desktop, settings=None, seconds_between=TOGETHER)
        await again.wait(lambda: quota(again, "14 of 15,000 calls this month."), "after a restart as well")


async def test_a_list_is_read_by_one_of_two_leaddesks(desktops: Desktops, strict: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, one = await open_with_lists(open_desktop, seconds_between=TOGETHER)
        _, two = await open_leadsopedia(open_desktop, settings=None, seconds_between=TOGETHER)
        await two.wait(lambda: entries(two), "the same lists")
        strict.leadsopedia.fault("hold", operation="contacts", page=2)
        await press(one, "leadsopedia-read")
        await asked(strict, 2, "contacts")
        await press(two, "leadsopedia-read")
        await asked(strict, 3, "contacts")
        strict.leadsopedia.clear_faults()
        await notice(one, "Another LeadDesk reads “Conference 2026 – badge scans” now.")
        await read_in_full(two, 733)
        assert contacts(two) == truth(strict, SCANS)
        assert was_polite(strict)


async def test_a_month_that_ends_half_way_loses_nothing(
    desktops: Desktops, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leadsopedia knows of calls that were made elsewhere."""
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.calls_per_month = 2 + 4
        await press(visitor, "leadsopedia-read")
        await status(visitor, "Stopped at page 5: All 15,000 Leadsopedia calls of this month are made.")
        assert "400 contacts kept." in visitor.text("leadsopedia-status")
        assert contacts(visitor) == truth(sandbox, SCANS)[:400]
        await visitor.wait(lambda: quota(visitor, "All 15,000 calls of this month are made."), "the card says so")
        assert quota(visitor).endswith("No call waits.")
        before = len(requests(sandbox))
        look_up(visitor, "40000001")
        await notice(visitor, "All 15,000 Leadsopedia calls of this month are made.")
        await press(visitor, "leadsopedia-resume")
        await message(visitor, "Nothing was asked.")
        assert len(requests(sandbox)) == before, "nobody asks in vain"
        await desktop.session.close()

        desktop, visitor = await open_leadsopedia(open_desktop, settings=None)
        await status(visitor, "Stopped at page 5:")
        assert "They start again on 1 " in visitor.text("leadsopedia-status")
        assert await visitor.wait(lambda: contacts(visitor), "its rows") == truth(sandbox, SCANS)[:400]
        await press(visitor, "leadsopedia-credits-refresh")
        await notice(visitor, "All 15,000 Leadsopedia calls of this month are made.")
        assert len(requests(sandbox)) == before
        await desktop.session.close()
        await go_on_next_month(open_desktop, sandbox, monkeypatch)
        assert pages_asked(sandbox, SCANS) == [1, 2, 3, 4, 5, 5, 6, 7, 8], "the refused one again"


async def go_on_next_month(open_desktop: OpenDesktop, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A LeadDesk that is started a month later goes on with the list."""
    later = datetime.now(UTC).replace(day=1) + timedelta(days=32)
    monkeypatch.setattr("leaddesk.app.parts._now", lambda: later)
    sandbox.leadsopedia.calls_per_month = 15_000
    _, visitor = await open_leadsopedia(open_desktop, settings=None)
    await visitor.wait(lambda: quota(visitor, "0 of 15,000 calls this month."), "a new month")
    await status(visitor, "Stopped at page")
    await press(visitor, "leadsopedia-resume")
    await read_in_full(visitor, 733)
    assert contacts(visitor) == truth(sandbox, SCANS)


def already_made(database: Path, calls: int) -> None:
    """So many calls were made this month."""
    with apsw.Connection(str(database)) as connection:
        connection.execute("UPDATE call_months SET made = ?", (calls,))


async def test_what_the_month_cannot_pay_is_said_before_and_read_as_far_as_it_goes(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """15,000 of our own count."""
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        await desktop.session.close()
        already_made(tmp_path / "home" / "leaddesk.db", 14_995)
        before = len(requests(sandbox))

        desktop, visitor = await open_leadsopedia(open_desktop, settings=None)
        await visitor.wait(lambda: quota(visitor, "14,995 of 15,000 calls this month."), "the count")
        await press(visitor, "leadsopedia-read")
        await message(visitor, "Reading it takes 8 calls, and 5 are left this month.")
        assert len(requests(sandbox)) == before, "nothing is asked before one has seen it"
        assert visitor.text("leadsopedia-message-action") == "Read as far as it goes (5 calls)"
        visitor.click("leadsopedia-message-action")
        await status(visitor, "Stopped at page 6: All 15,000 Leadsopedia calls of this month are made.")
        assert contacts(visitor) == truth(sandbox, SCANS)[:500]
        assert len(requests(sandbox)) == before + 5
        await visitor.wait(lambda: quota(visitor, "All 15,000 calls of this month are made."), "the card says so")
        await press(visitor, "leadsopedia-read")
        await message(visitor, "All 15,000 calls of this month are made.")
        assert len(requests(sandbox)) == before + 5
        assert was_polite(sandbox), "Leadsopedia had to refuse nothing"
        await desktop.session.close()
        await go_on_next_month(open_desktop, sandbox, monkeypatch)
        assert pages_asked(sandbox, SCANS) == list(range(1, 9)), "no page twice"


async def test_a_clock_set_back_a_day_opens_no_old_month_and_loses_nothing(
    desktops: Desktops, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = datetime.now(UTC).replace(day=1, hour=0, minute=30) + timedelta(days=32)
    first = first.replace(day=1)
    async with desktops() as open_desktop:
        monkeypatch.setattr("leaddesk.app.parts._now", lambda: first)
        desktop, visitor = await open_with_lists(open_desktop)
        await press(visitor, "leadsopedia-read")
        await visitor.wait(lambda: len(contacts(visitor)) >= 200, "some pages")
        await press(visitor, "leadsopedia-pause")
        await status(visitor, "Paused before page")
        made = len(requests(sandbox))
        kept = len(contacts(visitor))
        await desktop.session.close()

        monkeypatch.setattr("leaddesk.app.parts._now", lambda: first - timedelta(days=1))
        desktop, visitor = await open_leadsopedia(open_desktop, settings=None)
        await visitor.wait(lambda: quota(visitor, f"{made} of 15,000 calls this month."), "the count goes on")
        await visitor.wait(lambda: len(contacts(visitor)) == kept, "the rows are there")
        await press(visitor, "leadsopedia-resume")
        await read_in_full(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS)
        assert pages_asked(sandbox, SCANS) == list(range(1, 9))
        assert "Read today" in entry(visitor, "Conference"), "no age of tomorrow"
        await visitor.wait(lambda: quota(visitor, "10 of 15,000 calls this month."), "in the same month")
        await desktop.session.close()

        monkeypatch.setattr("leaddesk.app.parts._now", lambda: first + timedelta(hours=1))
        desktop, visitor = await open_leadsopedia(open_desktop, settings=None)
        await visitor.wait(lambda: quota(visitor, "10 of 15,000 calls this month."), "put right again")
        await read(visitor, 733)
        assert "Nothing new, changed or gone" in visitor.text("leadsopedia-status")
        assert was_polite(sandbox)


async def test_a_single_contact_costs_a_single_call(desktops: Desktops, strict: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop, seconds_between=APART)
        await choose(visitor, "Hot")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-price", "1 call"), "its price")
        await read(visitor, 1)
        assert contacts(visitor) == truth(strict, HOT)
        await choose(visitor, "New list")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-title", "New list"), "an empty one")
        await press(visitor, "leadsopedia-read")
        await status(visitor, "0 contacts, read in full")
        assert not selected(visitor)
        await visitor.wait(lambda: quota(visitor, "4 of 15,000 calls this month."), "a call each")
        assert was_polite(strict)
