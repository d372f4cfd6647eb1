"""An error that a job raises is the same one in the window."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from leaddesk.app.work import process, worker
from leaddesk.app.work.wire import heard, told
from leaddesk.app.work.worker import Worker, WorkFailedError
from leaddesk.domain import errors as e
from leaddesk.domain.errors import LeadDeskError

PLACE = Path("lists/leads.csv")
ERRORS: list[LeadDeskError] = [
    e.FileUnreadable(PLACE, "changed"),
    e.CannotWrite(PLACE, "Permission denied"),
    e.DiskFull(PLACE),
    e.WorkspaceNewer(PLACE, 9, 1),
    e.WorkspaceUnusable(PLACE, "disk I/O error"),
    e.NameTaken("Fairs"),
    e.ListGone(),
    e.LeadsBusy(),
    e.LeadsDamaged(PLACE),
    e.PurchasesDamaged(PLACE),
    e.PurchaseBlocked(7),
    e.PurchaseBlocked(None),
    e.WorkBroken("rows"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_crosses_with_its_facts(error: LeadDeskError) -> None:
    said = told(error)
    assert said is not None
    again = heard(json.loads(json.dumps(said)))
    assert (type(again), vars(again)) == (type(error), vars(error))


def test_an_error_that_no_job_raises_is_a_bug() -> None:
    assert told(e.NoKeychain()) is None


def test_a_process_that_is_asked_for_nothing_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert process.run_work() == 0
    assert capsys.readouterr().out == ""


async def test_a_bug_in_a_job_is_told_without_what_stands_in_files() -> None:
    worker = Worker()
    with pytest.raises(WorkFailedError, match="in the job “nothing such”") as bug:
        await worker.run("nothing such", {"text": "jo@x.example"})
    assert str(bug.value).endswith("KeyError")
    assert "jo@x.example" not in str(bug.value)
    await worker.aclose()


async def test_after_closing_nothing_begins() -> None:
    worker = Worker()
    await worker.aclose()
    assert await worker.run("prepare", {}) is None


async def test_a_process_that_nobody_wants_any_more_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[str]] = []
    spawn = worker._spawn

    def begin() -> subprocess.Popen[str]:
        begun.append(spawn())
        return begun[0]

    monkeypatch.setattr(worker, "_spawn", begin)
    work = Worker()
    asked = asyncio.ensure_future(work.run("prepare", {}))
    await asyncio.sleep(0)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    await work.aclose()
    assert begun[0].poll() == 0
