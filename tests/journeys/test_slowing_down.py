"""ReachStream's limit: LeadDesk keeps it by itself, obeys when it is asked to wait, and says so."""

from __future__ import annotations

import pytest

from leaddesk.sandbox.server import Sandbox
from tests.journeys.acts import (
    DIRECTORS,
    READY,
    asked,
    chips,
    close_notice,
    count,
    counts_asked,
    enter,
    no_more_than_ten_a_second,
    notice,
    paste,
    requests,
    shows,
)
from tests.journeys.conftest import Desktops

pytestmark = pytest.mark.usefixtures("quick")

INDUSTRY = "company_industry_categories_list"


async def test_a_short_wait_is_told_and_passes_by_itself(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        sandbox.reachstream.fault("status", operation="count", status=429, retry_after=2, times=1)
        visitor.click("count-button")
        words = await visitor.wait(lambda: shows(visitor, "status-connection", "slow down"), "the wait is told")
        assert words == "ReachStream asks us to slow down. Going on in 2 s. Nothing is lost."
        await visitor.wait(lambda: shows(visitor, "status-connection", "Going on in 1 s"), "the seconds pass")
        assert not visitor.sees("notice"), "nobody has to do anything"
        await visitor.wait(lambda: shows(visitor, "count-result", "Counted just now"), "it goes on by itself")
        first, second = await counts_asked(sandbox, 2)
        assert second.arrived - first.arrived >= 2
        await visitor.wait(lambda: shows(visitor, "status-connection", "ReachStream connected"), "all is well again")


async def test_without_a_stated_wait_it_waits_a_little_and_tries_again(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        sandbox.reachstream.fault("status", operation="count", status=429, times=1)
        assert await count(visitor) == sandbox.reachstream.world.search.matches(DIRECTORS).count
        first, second = requests(sandbox, "count")
        assert second.arrived - first.arrived >= 1
        assert not visitor.sees("notice")


async def test_haste_that_does_not_end_is_told(
    desktops: Desktops, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaddesk.providers.pacing.FIRST_PAUSE", 0.05)
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        earlier = await count(visitor)
        sandbox.reachstream.fault("status", operation="count", status=429)
        assert await count(visitor) == earlier
        words = await notice(visitor, "ReachStream asks us to slow down.")
        assert "We waited and tried again, without luck. Try again in a minute. Nothing is lost." in words
        sandbox.reachstream.clear_faults()
        await close_notice(visitor)
        assert await count(visitor) == earlier
        assert not visitor.sees("notice")


async def test_a_long_wait_is_told_at_once_and_nothing_is_sent_before_its_end(
    desktops: Desktops, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        enter(visitor, "job_title_level", "Director")
        earlier = await count(visitor)
        sandbox.reachstream.fault("status", operation="count", status=429, retry_after=300)
        assert await count(visitor) == earlier, "the earlier count stays"
        assert "Try again in 5 min. Nothing is lost." in await notice(visitor, "asks us to slow down")
        assert "Going on in 5 min." in visitor.text("status-connection")

        sandbox.reachstream.clear_faults()
        sandbox.reachstream.forget_requests()
        await close_notice(visitor)
        await count(visitor)
        assert "Try again in 5 min" in await notice(visitor, "asks us to slow down")
        assert not sandbox.reachstream.requests, "ReachStream is left alone"
        assert chips(visitor, "job_title_level") == ["Director"]


async def test_after_a_long_wait_it_works_again(
    desktops: Desktops, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As above, where "long" is half a second."""
    for module in ("pacing", "session"):
        monkeypatch.setattr(f"leaddesk.providers.{module}.LONGEST_WAIT", 0.5)
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        sandbox.reachstream.fault("status", operation="count", status=429, retry_after=1, times=1)
        assert await count(visitor) == 0
        await notice(visitor, "Try again in 1 s.")
        await visitor.wait(lambda: "slow down" not in visitor.text("status-connection"), "the wait is over")
        await close_notice(visitor)
        assert await count(visitor) == sandbox.reachstream.world.search.matches(DIRECTORS).count


async def test_a_pasted_column_is_checked_within_the_limit_and_can_be_stopped(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    known = sandbox.reachstream.world.search.vocabulary("job_title")
    values = [*known[:100], *(f"Nobody has this title {number}" for number in range(100))]
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        paste(visitor, "job_title", "\n".join(values))
        assert chips(visitor, "job_title") == values
        note = "filter-job_title-note"
        await visitor.wait(
            lambda: shows(visitor, note, "Checking") and shows(visitor, note, "of 200 values…"), "a check"
        )
        await asked(sandbox, 5, "preset-values")

        visitor.click("count-button")
        await visitor.wait(lambda: shows(visitor, "count-result", "Counted just now"), "the count does not wait for it")
        before = [request.operation for request in sandbox.reachstream.requests].index("count")
        assert before <= 20, "a click goes first"

        await asked(sandbox, 24)
        visitor.click("filter-job_title-check-stop")
        await visitor.wait(lambda: "Checking" not in shows(visitor, note), "the checking is over")
        sent = len(sandbox.reachstream.requests)
        await count(visitor)
        assert [request.operation for request in sandbox.reachstream.requests][sent:] in (
            ["count"],
            ["count", "credits"],
        )
        assert no_more_than_ten_a_second(sandbox)
        assert chips(visitor, "job_title") == values, "whatever was checked, they stay"


async def test_a_checked_column_says_what_is_unknown(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        paste(visitor, INDUSTRY, 'Computer Software\tmachinery\nFintek\n"Insurance"\nFintek\n')
        await visitor.wait(lambda: shows(visitor, f"filter-{INDUSTRY}-note", "1 value is not in"), "it is told")
        # A spelling that differs in upper and lower case alone is mended.
        assert chips(visitor, INDUSTRY) == ["Computer Software", "Machinery", "Fintek", "Insurance"]
        visitor.click(f"filter-{INDUSTRY}-keep-unknown")
        await visitor.wait(lambda: not visitor.sees(f"filter-{INDUSTRY}-note"), "it is decided")
        assert "Fintek" in chips(visitor, INDUSTRY)
        assert len(requests(sandbox, "preset-values")) == 4, "one question a value"


async def test_a_check_that_fails_says_so_and_keeps_the_values(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        sandbox.reachstream.fault("status", operation="preset-values", status=401)
        paste(visitor, INDUSTRY, "Computer Software\nMachinery\nInsurance\nInternet\nFintek")
        note = f"filter-{INDUSTRY}-note"
        words = await visitor.wait(lambda: shows(visitor, note, "not checked"), "it is told")
        assert words == "These values were not checked. ReachStream does not accept this key."
        assert len(chips(visitor, INDUSTRY)) == 5
        sandbox.reachstream.clear_faults()
        assert await count(visitor) >= 0
