"""What is done to many leads in the working process is what the window itself would have done."""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.app.work import keep_job, worker
from leaddesk.app.work.worker import Worker
from leaddesk.domain.errors import LeadsBusy, ListGone, NameTaken, StepOverwritten, WorkBroken
from leaddesk.domain.leads import LeadId, LeadListId, ListMix
from leaddesk.domain.suppression import SuppressedBy, parsed
from leaddesk.domain.work import Work
from leaddesk.files.number_files import NumberFiles
from leaddesk.workspace.leads import acts
from leaddesk.workspace.leads.acts_elsewhere import ActsElsewhere
from leaddesk.workspace.leads.lead_keeping import LeadKeeping
from tests.fakes.work_here import WorkHere
from tests.unit.workspace.leads.keeping import BEN, CLEO, JANE, Kept

PEOPLE = [JANE, BEN, CLEO, *({"name": f"P {n}", "email": f"p{n}@x{n % 3}.example"} for n in range(5))]
Leads = st.sets(st.integers(1, len(PEOPLE) + 1).map(LeadId))
Doing = Callable[[LeadKeeping], Awaitable[object]]


@pytest.fixture(autouse=True)
def _everything_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    everything_is_many(monkeypatch)


def everything_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FEW", "_READ", "_LIGHT"):
        monkeypatch.setattr(acts, name, 0)


class Elsewhere(Kept):
    """With the working process, or (``WorkHere``) what stands for it."""

    def __init__(self, folder: Path, work: Work | None = None) -> None:
        super().__init__(folder)
        self.folder, self.work = folder, work or WorkHere(keep=keep_job.run)
        elsewhere = ActsElsewhere(self.path, self.work, NumberFiles(folder / "at-work"))
        self.keeping = LeadKeeping(self.leads, self.reader, clock=self.now, elsewhere=elsewhere)


@pytest_asyncio.fixture
async def there(tmp_path: Path) -> AsyncIterator[Elsewhere]:
    made = Elsewhere(tmp_path)
    yield made
    await made.close()


def doings() -> st.SearchStrategy[Doing]:
    lists, names = st.integers(1, 4).map(LeadListId), st.sampled_from(["A", "a ", "B", "Very hot"])
    columns = st.sampled_from(["title", "email", "website", "custom:Shoe"])
    values = st.sampled_from(["", "p1@x1.example", "Chief", "https://ash.example"])
    texts = st.sampled_from(["x1.example\np2@x2.example", "linkedin.com/in/jane-doe", "info@x0.example", "nothing"])
    return st.one_of(
        st.builds(lambda a, c, v: lambda keep: keep.edit(a, c, v), Leads, columns, values),
        st.builds(lambda a, n: lambda keep: keep.set_note(a, n), Leads, names),
        st.builds(lambda a, n: lambda keep: keep.tag(a, n), Leads, names),
        st.builds(lambda a, n: lambda keep: keep.untag(a, n), Leads, names),
        st.builds(lambda a, n: lambda keep: keep.create_list(n, None, a), Leads, names),
        st.builds(lambda a: lambda keep: keep.duplicate_list(a), lists),
        st.builds(lambda a: lambda keep: keep.delete_list(a), lists),
        st.builds(
            lambda a, b, h, n: lambda keep: keep.mix_lists(a, b, h, n), lists, lists, st.sampled_from(ListMix), names
        ),
        st.builds(lambda a, n: lambda keep: keep.add_to_list(a, n), Leads, lists),
        st.builds(lambda a, n: lambda keep: keep.remove_from_list(a, n), Leads, lists),
        st.builds(lambda a: lambda keep: keep.to_trash(a), Leads),
        st.builds(lambda a: lambda keep: keep.restore(a), Leads),
        st.builds(lambda a: lambda keep: keep.purge(a), Leads | st.none()),
        st.builds(lambda a: lambda keep: keep.erase(a), Leads),
        st.builds(lambda t: lambda keep: keep.suppress(parsed(t)), texts),
        st.builds(lambda a, b: lambda keep: keep.suppress_leads(a, b), Leads, st.sampled_from(SuppressedBy)),
        st.builds(lambda a: lambda keep: keep.unsuppress(a), st.sets(st.integers(1, 4))),
        st.just(lambda keep: keep.undo()),
        st.just(lambda keep: keep.redo()),
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(doings(), max_size=12))
def test_it_makes_no_difference_where_it_is_done(done: list[Doing]) -> None:
    async def run() -> None:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            here, there = Kept(Path(one)), Elsewhere(Path(other))
            try:
                for kept in (here, there):
                    await kept.add(*PEOPLE)
                for doing in done:
                    assert await said(doing, there.keeping) == await said(doing, here.keeping)
                    assert await there.tables() == await here.tables()
                assert await there.keeping.steps() == await here.keeping.steps()
                assert not list((there.folder / "at-work").glob("*"))
            finally:
                await here.close()
                await there.close()

    with pytest.MonkeyPatch.context() as patch:
        everything_is_many(patch)
        asyncio.run(run())


async def said(doing: Doing, keeping: LeadKeeping) -> Any:
    try:
        return await doing(keeping)
    except (ListGone, NameTaken, StepOverwritten) as error:
        return type(error), error.args


async def test_few_leads_stay_in_the_window(there: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    leads = await there.add(*PEOPLE)
    await there.keeping.edit(leads, "title", "Chief")
    await there.keeping.suppress(parsed("x1.example"))
    await there.keeping.to_trash(leads)
    await there.keeping.undo()
    await there.keeping.erase(leads[:1])
    assert isinstance(there.work, WorkHere)
    assert there.work.asked == []


async def test_a_blank_name_is_refused_as_ever(there: Elsewhere) -> None:
    leads = await there.add(*PEOPLE)
    with pytest.raises(ValueError, match="blank"):
        await there.keeping.create_list(" ", None, leads)


async def test_in_a_real_process(tmp_path: Path) -> None:
    work = Worker()
    there = Elsewhere(tmp_path, work)
    try:
        leads = await there.add(*PEOPLE)
        assert await there.keeping.edit(leads, "title", "Chief") == len(PEOPLE)
        assert (await there.shown(leads[0]))["title"] == "Chief"
        with pytest.raises(ListGone):
            await there.keeping.add_to_list(leads, LeadListId(7))
    finally:
        await work.aclose()
        await there.close()


async def test_who_cancels_it_takes_all_of_it_back(tmp_path: Path) -> None:
    async def cancel(editing: asyncio.Task[int]) -> None:
        editing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await editing

    await broken_off(tmp_path, cancel)


async def test_a_process_that_is_killed_has_done_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    processes: list[subprocess.Popen[str]] = []
    spawn = worker._spawn

    def watched() -> subprocess.Popen[str]:
        processes.append(spawn())
        return processes[-1]

    monkeypatch.setattr(worker, "_spawn", watched)

    async def kill(editing: asyncio.Task[int]) -> None:
        processes[-1].kill()
        with pytest.raises(WorkBroken):
            await editing

    await broken_off(tmp_path, kill)


async def broken_off(folder: Path, break_off: Callable[[asyncio.Task[int]], Awaitable[None]]) -> None:
    """Breaks an edit of many leads off, in the middle of its work."""
    work = Worker()
    there = Elsewhere(folder, work)
    try:
        leads = await there.add(*({"name": f"P {n}", "email": f"p{n}@x.example"} for n in range(20_000)))
        before = await there.tables()
        editing = asyncio.ensure_future(there.keeping.edit(leads, "email", "all@x.example"))
        while not await is_busy(there):
            assert not editing.done()
        await break_off(editing)
        assert await there.tables() == before
        assert not list((folder / "at-work").glob("*"))
        assert await there.keeping.edit(leads[:1], "email", "one@x.example") == 1
    finally:
        await work.aclose()
        await there.close()


async def is_busy(kept: Kept) -> bool:
    try:
        await kept.leads.write(lambda _: None)
    except LeadsBusy:
        return True
    return False
