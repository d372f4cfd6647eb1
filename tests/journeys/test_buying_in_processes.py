"""LeadDesk as a real process that is killed while it buys: the next one knows what may have been sent, and goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from leaddesk.sandbox.server import Sandbox
from tests.fakes.driven_leaddesk import CANARY
from tests.fakes.programs import Program, driven
from tests.journeys.buying_acts import booked, orders

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")

START = "key , enter Director"
AGAIN = "key"


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    with Sandbox(key=CANARY) as server:
        yield server


@pytest.fixture
def reachstream(server: Sandbox) -> Iterator[Sandbox]:
    """ReachStream, which takes the canary for a key."""
    server.reachstream.reset()
    yield server
    server.reachstream.reset()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Of somebody who has been here before."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "settings.json").write_text('{"welcome_done": true}')
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path


def leaves(program: Program) -> None:
    """Its end, as it is asked for politely."""
    program.send(signal.SIGTERM)
    assert (program.ended(), program.errors) == (0, "")


def leads_in(home: Path) -> int:
    """Read without LeadDesk."""
    with closing(apsw.Connection(str(home / "leads.db"))) as database:
        return int(database.execute("SELECT count(*) FROM leads").get)


def test_kill_9_while_the_request_is_under_way(home: Path, place: Path, reachstream: Sandbox) -> None:
    """It was taken, but nobody lived to hear the answer."""
    address = reachstream.address
    reachstream.reachstream.fault("hold", operation="polled-fetch")
    with driven(home, f"{START} , fetch 9", place=place, address=address) as program:
        program.until("fetch")
        reachstream.reachstream.wait_for(1, operation="polled-fetch", timeout=20.0)
        program.send(signal.SIGKILL)
        assert program.ended() == -signal.SIGKILL
    reachstream.reachstream.clear_faults()
    assert booked(reachstream).number == 9
    with driven(home, f"{AGAIN} , restored , fetch 9 , purchase No answer", place=place, address=address) as program:
        assert program.until("fetch") == "Purchase 1 must be settled first."
        program.until("purchase")
        leaves(program)
    assert orders(reachstream) == 1


def test_kill_9_while_it_waits_for_the_records(home: Path, place: Path, reachstream: Sandbox) -> None:
    address = reachstream.address
    reachstream.reachstream.fault("hold", operation="poll")
    with driven(home, f"{START} , fetch 9 , accepted", place=place, address=address) as program:
        assert program.until("accepted") == "ReachStream is preparing up to 9 contacts."
        reachstream.reachstream.wait_for(1, operation="poll", timeout=20.0)
        program.send(signal.SIGKILL)
        assert program.ended() == -signal.SIGKILL
    reachstream.reachstream.clear_faults()
    with driven(home, f"{AGAIN} , purchase Short", place=place, address=address) as program:
        bought = program.until("purchase")
        leaves(program)
    received = len(booked(reachstream).records)
    assert (bought["received"], bought["new_leads"]) == (received, received)
    assert leads_in(home) == received


def test_kill_9_the_moment_that_records_are_told(home: Path, place: Path, reachstream: Sandbox) -> None:
    address = reachstream.address
    with driven(
        home, f"{START} , fetch 200 , accepted , purchase records , kill", place=place, address=address
    ) as first:
        first.until("purchase")
        assert first.ended() == -signal.SIGKILL
    with driven(home, f"{AGAIN} , purchase Short", place=place, address=address) as program:
        bought = program.until("purchase")
        leaves(program)
    received = len(booked(reachstream).records)
    assert bought["received"] == received
    assert leads_in(home) == received
    assert reachstream.reachstream.books.unacknowledged() == {}


def test_two_leaddesks_buy_one_after_the_other_and_look_in_turns(home: Path, place: Path, reachstream: Sandbox) -> None:
    address = reachstream.address
    reachstream.reachstream.switch({"seconds_to_process": 7.0})
    reachstream.reachstream.fault("hold", operation="polled-fetch")
    asks = f"{AGAIN} , pause , enter Director , fetch 9 , purchase records"
    with (
        driven(home, f"{START} , fetch 9 , accepted , purchase records", place=place, address=address) as first,
        driven(home, asks, place=place, address=address) as second,
    ):
        first.until("fetch")
        reachstream.reachstream.wait_for(1, operation="polled-fetch", timeout=20.0)
        second.until("pausing")
        second.go_on()
        assert second.until("fetch") == "Purchase 1 is under way."
        reachstream.reachstream.clear_faults()
        assert [program.until("purchase")["received"] for program in (first, second)]
        leaves(first)
        leaves(second)
    assert orders(reachstream) == 1
    polls = [one.arrived for one in reachstream.reachstream.requests if one.operation == "poll"]
    assert len(polls) == 2, "after 5 seconds, and 7.5 later: one of the two looked, each time"
    assert leads_in(home) == len(booked(reachstream).records)
