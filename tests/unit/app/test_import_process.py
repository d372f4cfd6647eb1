"""The import in its own process, as the window has it done; and what is left when that is killed."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from leaddesk.actions.import_leads import ImportLeads
from leaddesk.app.work import worker as workers
from leaddesk.app.work.worker import Worker
from leaddesk.domain.changes import Announcer
from leaddesk.domain.errors import FileUnreadable, WorkBroken
from leaddesk.domain.import_messages import ImportProgress
from leaddesk.domain.imports import ImportPlan
from leaddesk.files.lead_files import look_into
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads.mappings import Mappings
from leaddesk.workspace.leads.schema import LEADS


class Desk:
    def __init__(self, folder: Path, worker: Worker) -> None:
        self.file = folder / "people.csv"
        self.database = Database(folder / "leads.db", schema=lambda: LEADS)
        self.import_leads = ImportLeads(
            look_into, Mappings(self.database, self.database), worker, Announcer(), database=folder / "leads.db"
        )

    async def plan(self, rows: int) -> ImportPlan:
        people = "".join(f"Ann{row},ann{row}@acme.example\n" for row in range(rows))
        self.file.write_text(f"Name,E-mail\n,\n{people}")
        peek = await self.import_leads.peek(self.file)
        return ImportPlan(
            self.file, peek.shape, peek.mapping, rejects=self.file.with_name("rejected.csv"), seen=peek.seen
        )

    async def leads(self) -> int:
        return await self.database.read(lambda connection: int(connection.execute("SELECT count(*) FROM leads").get))

    def is_tidy(self) -> bool:
        """No file but the database's own and the one that is imported; what was killed may leave its hidden one."""
        return not self.file.with_name("rejected.csv").exists()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    worker = Worker()
    desk = Desk(tmp_path, worker)
    yield desk
    await worker.aclose()
    await desk.database.aclose()


async def test_a_file_is_imported(desk: Desk) -> None:
    imported = await desk.import_leads(await desk.plan(100))
    assert imported is not None
    assert (imported.read, imported.new) == (101, 100)
    assert await desk.leads() == 100
    assert imported.rejects is not None
    assert imported.rejects.exists()


async def test_an_error_crosses_over(desk: Desk) -> None:
    plan = await desk.plan(3)
    desk.file.unlink()
    with pytest.raises(FileUnreadable) as told:
        await desk.import_leads(plan)
    assert (told.value.path, told.value.reason) == (desk.file, "gone")


async def test_a_cancel_leaves_nothing(desk: Desk) -> None:
    cancel = asyncio.Event()
    plan = await desk.plan(200_000)
    assert await desk.import_leads(plan, progress=lambda _: cancel.set(), cancel=cancel) is None
    assert await desk.leads() == 0
    assert desk.is_tidy()


async def test_a_kill_leaves_nothing_and_the_next_import_works(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[str]] = []
    spawn = workers._spawn

    def spawned() -> subprocess.Popen[str]:
        started.append(spawn())
        return started[-1]

    def kill(_: ImportProgress) -> None:
        started[-1].kill()

    monkeypatch.setattr(workers, "_spawn", spawned)
    plan = await desk.plan(200_000)
    with pytest.raises(WorkBroken):
        await desk.import_leads(plan, progress=kill)
    assert await desk.leads() == 0
    assert desk.is_tidy()
    assert await desk.import_leads(await desk.plan(5)) is not None
    assert await desk.leads() == 5


async def test_who_has_given_up_is_told_nothing_more(desk: Desk) -> None:
    """A dialog that is closed is gone."""
    told: list[ImportProgress] = []
    begun, plan = asyncio.Event(), await desk.plan(20_000)

    def tell(progress: ImportProgress) -> None:
        told.append(progress)
        begun.set()

    importing = asyncio.ensure_future(desk.import_leads(plan, progress=tell))
    await begun.wait()
    heard = len(told)
    importing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await importing
    assert len(told) == heard
    assert await desk.leads() == 0
