"""LeadDesk as a real process that is killed while it reads a list: what was on screen is there, and it goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest

from leaddesk.sandbox.server import Sandbox
from tests.fakes.driven_leaddesk import CANARY
from tests.fakes.programs import driven
from tests.journeys.list_acts import PLAYGROUND, asked_pages

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")


@pytest.fixture
def reactin() -> Iterator[Sandbox]:
    """A ReactIn that takes the canary for a key."""
    with Sandbox(reactin_key=CANARY) as server:
        yield server


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Of somebody who has been here before."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "settings.json").write_text('{"welcome_done": true}')
    return folder


def raw_texts(home: Path) -> list[str]:
    """The records as they are in the database, which is read without LeadDesk, in the list's order."""
    question = "SELECT raw FROM list_records JOIN list_rows ON id = row WHERE place IS NOT NULL ORDER BY place"
    with closing(apsw.Connection(str(home / "leaddesk.db"))) as database:
        return [raw for (raw,) in database.execute(question)]


def shown_as(leads: list[dict[str, Any]]) -> list[list[Any]]:
    return [[None if value == "" else value for value in lead.values()] for lead in leads]


@pytest.mark.parametrize("pages", [1, 2])
def test_kill_9_while_a_list_is_read(home: Path, tmp_path: Path, reactin: Sandbox, pages: int) -> None:
    """It ends the moment that the rows are on screen, and the next page has been asked for."""
    wanted, address = reactin.reactin.lists[PLAYGROUND], reactin.reactin.address
    truth = shown_as(reactin.reactin.leads(wanted.list_id))
    reactin.reactin.fault("hold", page=pages + 1)
    acts = (
        f"tab reactin , key reactin , smartlist {wanted.organization_id} {wanted.list_id} , leads {pages * 50} , kill"
    )
    with driven(home, acts, place=tmp_path, reactin=address) as program:
        before = program.until("leads")
        assert program.ended() == -signal.SIGKILL
        assert program.errors == ""
    assert before["leads"] == truth[: pages * 50]
    assert len(raw_texts(home)) == pages * 50, "each is kept exactly as it came, too"
    assert CANARY.encode() not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())

    reactin.reactin.clear_faults()
    reactin.reactin.forget_requests()
    acts = f"tab reactin , leads {pages * 50} , pause , key reactin , resume , leads 137"
    with driven(home, acts, place=tmp_path, reactin=address) as program:
        after = program.until("leads")
        assert after["leads"] == before["leads"]
        assert after["status"] == f"LeadDesk was closed while it read page {pages + 1}. {pages * 50} leads kept."
        program.until("pausing")
        assert asked_pages(reactin) == [], "nobody has asked for anything yet"
        program.go_on()
        assert program.until("resume").startswith("137 leads, read in full")
        assert program.until("leads")["leads"] == truth
        program.send(signal.SIGTERM)
        assert (program.ended(), program.errors) == (0, "")
    assert asked_pages(reactin) == [*range(pages + 1, 4), 1], "it went on from its checkpoint"
    assert not any(request.stray_key for request in reactin.reactin.requests)
