"""kill -9 where two processes work together: one reads the file of an import, or changes many leads for the window."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from array import array
from pathlib import Path
from random import Random
from typing import Any

import pytest

from leaddesk.actions.import_leads import JOB
from tests.fakes.programs import children_of
from tests.journeys.forked import LIVES, Forks, killed, took
from tests.journeys.lead_jobs import PEOPLE, import_of, many_people, parts_in, state

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked")

IMPORT_KILLS, ACT_KILLS = 6, 8
"""The second for each of four acts."""
IN_TWO = f"{LIVES}:work_in_two"


def test_an_import_whose_file_another_process_reads(forks: Forks, first: Path, leads: Path, tmp_path: Path) -> None:
    draw, job, rejects = Random(21), import_of(leads, many_people(tmp_path)), tmp_path / "people rejected.csv"
    before = state(leads)
    usual = took(forks.work(JOB, job, IN_TWO))
    after, rejected = state(leads), rejects.read_bytes()

    def begin_again() -> None:
        shutil.copy(first, leads)
        rejects.unlink(missing_ok=True)

    begin_again()
    killing = killed(IMPORT_KILLS, draw, lambda: forks.work(JOB, job, IN_TWO), usual, begin_again)
    for number, fork in enumerate(killing):  # who is asked for its end waits for both
        found = state(leads)
        assert found in ({after} if "done" in fork.said else {before, after}), f"kill {number}"
        assert not rejects.exists() or rejects.read_bytes() == rejected
        begin_again()
    assert forks.work(JOB, job).outcome()["done"]
    assert state(leads) == after, "it makes no difference who reads"
    assert parts_in(tmp_path) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes as Linux tells them")
def test_the_process_that_reads_is_killed(forks: Forks, leads: Path, tmp_path: Path) -> None:
    job, before = import_of(leads, many_people(tmp_path, 60_000)), state(leads)
    fork = forks.work(JOB, job, IN_TWO)
    assert fork.hear(lines=1)
    fork.hold()
    (reader,) = children_of(fork.pid)
    os.kill(reader, signal.SIGKILL)
    fork.go_on()
    assert fork.outcome()["error"]["type"] == "WorkBroken"
    assert state(leads) == before
    assert {path.name for path in tmp_path.iterdir()} == {"leads.db", "people.csv"}


def act_of(leads: Path, act: str, *values: Any) -> dict[str, Any]:
    """On all people, or what ``undo`` finds."""
    everybody = leads.with_name("everybody")
    everybody.write_bytes(array("q", range(1, PEOPLE + 1)).tobytes())
    about = None if act == "undo" else str(everybody)
    return {"database": str(leads), "act": act, "at": 1_795_000_000.0, "leads": about, "values": list(values)}


@pytest.mark.parametrize(
    "act", [("edit", "title", "Head"), ("tag", "fair"), ("trash",), ("undo",)], ids=lambda act: str(act[0])
)
def test_an_act_over_many_leads(forks: Forks, first: Path, leads: Path, tmp_path: Path, act: tuple[str, ...]) -> None:
    saved = tmp_path / "saved.db"
    assert "done" in forks.work("keep", act_of(leads, "edit", "company", "Edited")).outcome()
    shutil.copy(leads, saved)
    draw, job, before = Random(22), act_of(leads, *act), state(leads)
    usual = took(forks.work("keep", job))
    after = state(leads)
    assert after != before

    def begin_again() -> None:
        shutil.copy(saved, leads)

    begin_again()
    for number, fork in enumerate(killed(ACT_KILLS, draw, lambda: forks.work("keep", job), usual, begin_again)):
        found = state(leads)
        assert found in ({after} if "done" in fork.said else {before, after}), f"kill {number}"
        if found == after:
            begin_again()
    fork = forks.work("keep", job)
    fork.leave_alone()
    assert state(leads) in {before, after}
    begin_again()
    assert "done" in forks.work("keep", job).outcome()
    assert state(leads) == after
