"""Whatever a provider does to us, the window says so in plain words, loses nothing and goes on working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import (
    DIRECTORS,
    READY,
    chips,
    close_notice,
    count,
    enter,
    notice,
    requests,
    shows,
)
from tests.journeys.conftest import Desktops

pytestmark = pytest.mark.usefixtures("quick")

KEPT = "Your work is kept"
NOT_READABLE = "ReachStream sent an answer that we cannot read."
CUT = "The connection broke. Your work is kept; try again."


@dataclass(frozen=True)
class Trouble:
    """A fault of the sandbox, and what a person reads of it."""

    fault: str
    title: str
    advice: str
    settings: dict[str, Any] = field(default_factory=dict)
    button: str = ""


def refused(status: int) -> Trouble:
    return Trouble(
        "status",
        "ReachStream does not accept this key.",
        f"It answered {status}. Check the key, or make a new one in your account.",
        {"status": status},
        "Open Settings",
    )


TROUBLES: Sequence[Trouble] = (
    refused(401),
    refused(403),
    Trouble(
        "status",
        "There are not enough credits.",
        "You have 720 and asked for 2,000. Nothing was spent.",
        {"status": 402},
    ),
    Trouble(
        "status",
        "ReachStream has nothing under this address.",
        "It answered 404. Check the address in Settings; the default is right for most people.",
        {"status": 404},
        "Open Settings",
    ),
    Trouble(
        "status",
        "ReachStream did not take this request (400).",
        "It said: “Missing parameter filter”. Your filter is kept as it is.",
        {"status": 400, "message": "Missing parameter filter"},
    ),
    Trouble(
        "status",
        "ReachStream has a problem of its own (500).",
        "Your work is kept. Try again in a few minutes.",
        {"status": 500},
    ),
    Trouble(
        "body-status",
        "ReachStream has a problem of its own (500).",
        "Your work is kept. Try again in a few minutes.",
        {"status": "500"},
    ),
    Trouble("html", NOT_READABLE, "It sent a web page instead of data. A proxy or a sign-in page"),
    Trouble("broken-json", NOT_READABLE, KEPT),
    Trouble("empty-body", NOT_READABLE, KEPT),
    Trouble("truncated", "We cannot reach ReachStream.", CUT),
    Trouble("cut", "We cannot reach ReachStream.", CUT),
    Trouble(
        "endless", "ReachStream sent far too much data.", "We stopped reading at 64 MiB to protect this computer. Try"
    ),
    Trouble(
        "gzip-bomb",
        "ReachStream sent far too much data.",
        "We stopped reading at 64 MiB to protect this computer. Try",
        {"megabytes": 200},
    ),
)


async def test_failed_counts_are_told_and_nothing_is_lost(desktops: Desktops, sandbox: Sandbox) -> None:
    """One window lives through all of them."""
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        earlier = await count(visitor)
        assert earlier == sandbox.reachstream.world.search.matches(DIRECTORS).count
        for trouble in TROUBLES:
            await _live_through(visitor, sandbox, trouble, earlier)


async def _live_through(visitor: Visitor, sandbox: Sandbox, trouble: Trouble, earlier: int) -> None:
    sandbox.reachstream.fault(trouble.fault, operation="count", **trouble.settings)
    assert await count(visitor) == earlier, "the earlier count stays"
    words = await notice(visitor, trouble.title)
    assert trouble.advice in words
    assert shows(visitor, "notice-action") == trouble.button
    assert shows(visitor, "status-connection", trouble.title), trouble
    assert shows(visitor, "count-result", "contacts match")
    assert shows(visitor, "count-result", "Counted just now")
    assert chips(visitor, "job_title_level") == ["Director"]

    sandbox.reachstream.clear_faults()
    await close_notice(visitor)
    assert await count(visitor) == earlier
    assert not visitor.sees("notice")
    assert requests(sandbox, "count")[-1].status == 200
    await visitor.wait(lambda: shows(visitor, "status-connection", "ReachStream connected"), "the trouble is over")


async def test_what_can_be_understood_is_understood(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        for fault in (
            "data-in-string",
            "numbers-as-strings",
            "strings-as-numbers",
            "unknown-fields",
            "content-type",
            "second-path-only",
        ):
            sandbox.reachstream.clear_faults()
            sandbox.reachstream.fault(fault)
            sandbox.reachstream.credits += 1
            assert await count(visitor) == sandbox.reachstream.world.search.matches(DIRECTORS).count
            if visitor.find("credits-refresh").isEnabled():
                visitor.click("credits-refresh")
            balance = f"{sandbox.reachstream.credits} credits"
            await visitor.wait(lambda: shows(visitor, "credits-result", balance), f"the balance, {fault}")  # noqa: B023
            assert not visitor.sees("notice"), fault
