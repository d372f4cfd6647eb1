"""What is done to My Leads in processes that are killed meanwhile; run by ``forked.Forks``."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from leaddesk.app.work import file_blocks
from leaddesk.app.work.process import run_work
from leaddesk.app.work.worker import Worker
from leaddesk.domain.backups import Why
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.leads import LeadId, LeadListId, ListMix, SourceKind
from leaddesk.domain.suppression import Parsed, SuppressedBy, Wanted
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads.backups import Backups
from leaddesk.workspace.leads.erasing_elsewhere import OtherFiles
from leaddesk.workspace.leads.index.finder import LeadFinder
from leaddesk.workspace.leads.lead_keeping import LeadKeeping
from leaddesk.workspace.leads.lead_store import LeadStore
from leaddesk.workspace.leads.schema import LEADS
from tests.journeys.lead_jobs import PEOPLE, person, state

_BEGIN = datetime(2026, 11, 1, 9, tzinfo=UTC)
_LISTS = 4


class Hand:
    """Somebody who does one thing after the other. What the n-th is depends on n and on what is there alone."""

    def __init__(self, path: Path, busy_after: int = 5000) -> None:
        """``busy_after``: milliseconds."""
        self._at = _BEGIN
        self._leads, self._reader = (_database(path, busy_after) for _ in range(2))
        self._store = LeadStore(self._leads, self._reader, clock=self._now)
        self.keeping = LeadKeeping(self._leads, self._reader, clock=self._now)

    async def close(self) -> None:
        await self._reader.aclose()
        await self._leads.aclose()

    async def begin(self) -> None:
        people = [(number, person(number)) for number in range(1, PEOPLE + 1)]
        await self._store.add(SourceKind.FILE, "first.csv", people)
        for number in range(_LISTS):
            await self.keeping.create_list(f"List {number}", number, range(1 + number, PEOPLE, 3))

    async def do(self, number: int) -> None:
        """The thing ``number``; one that is refused changes nothing."""
        draw = Random(number)
        self._at = _BEGIN + timedelta(minutes=number)
        some = sorted({LeadId(draw.randint(1, PEOPLE)) for _ in range(draw.choice((1, 2, 30)))})
        one, other = (LeadId(lead) for lead in draw.sample(range(1, PEOPLE + 1), 2))
        things = self._things(number, draw, some, (one, other))
        (thing,) = draw.choices([what for what, _ in things], [weight for _, weight in things])
        with suppress(LeadDeskError):
            await thing()

    def _things(
        self, number: int, draw: Random, some: list[LeadId], pair: tuple[LeadId, LeadId]
    ) -> list[tuple[Callable[[], Awaitable[object]], int]]:
        keeping, store = self.keeping, self._store
        list_, further = (LeadListId(draw.randint(1, _LISTS + 2)) for _ in range(2))
        name, column = f"New {number}", draw.choice(("title", "company", "email", "custom:Fair"))
        rows = [(None, person(draw.randint(1, 2 * PEOPLE)) | {"title": name}) for _ in some]
        who = Parsed((Wanted(SuppressedBy.EMAIL, person(pair[0])["email"]),), ())
        return [
            (lambda: store.merge(min(pair), max(pair), {"title": "Chosen"}), 4),
            (lambda: store.keep_apart(*sorted(pair)), 1),
            (lambda: store.add(SourceKind.HAND, "", rows, new_list=name if number % 3 else ""), 2),
            (lambda: keeping.edit(some, column, draw.choice((name, ""))), 3),
            (lambda: keeping.set_note(some, name), 1),
            (lambda: keeping.tag(some, f"tag {number % 5}"), 1),
            (lambda: keeping.untag(some, f"tag {number % 5}"), 1),
            (lambda: keeping.add_to_list(some, list_), 1),
            (lambda: keeping.remove_from_list(some, list_), 1),
            (lambda: keeping.delete_list(list_), 1),
            (lambda: keeping.mix_lists(list_, further, ListMix.IN_BOTH, name), 1),
            (lambda: keeping.to_trash(some[:3]), 1),
            (lambda: keeping.restore(some), 1),
            (lambda: keeping.purge(some), 1),
            (lambda: keeping.suppress(who), 1),
            (keeping.undo, 6),
            (keeping.redo, 3),
        ]

    def _now(self) -> datetime:
        return self._at


def found(path: str) -> None:
    """My Leads as they are before anything else."""

    async def go() -> None:
        hand = Hand(Path(path))
        await hand.begin()
        await hand.close()

    asyncio.run(go())


def keep(path: str, first: int, end: int) -> None:
    """Does the things from ``first`` to before ``end``, and says the number of each when it is done."""
    _keep(Path(path), first, end, lambda number: number)


def keep_slowly(path: str, first: int, end: int) -> None:
    """As ``keep``, but says what ``state`` says after each."""
    _keep(Path(path), first, end, lambda _: state(Path(path)))


def _keep(path: Path, first: int, end: int, said: Callable[[int], object]) -> None:
    async def go() -> None:
        hand = Hand(path)
        for number in range(first, end):
            await hand.do(number)
            print(json.dumps(said(number)), flush=True)
        await hand.close()

    asyncio.run(go())


def back_up(path: str) -> None:
    """One backup, made by hand."""
    _with_backups(Path(path), lambda backups: backups.make(Why.BY_HAND), _BEGIN)


def go_back(path: str) -> None:
    """To the oldest backup."""

    async def restore(backups: Backups) -> None:
        await backups.restore((await backups.all())[-1])

    _with_backups(Path(path), restore, _BEGIN + timedelta(days=1))


def erase(path: str, leads: list[int]) -> None:
    """Says that it is done. Without ``leads``: what a start does, which finishes one that was broken off."""
    file = Path(path)

    async def work(backups: Backups) -> None:
        main, mine, reader = Database(file.with_name("leaddesk.db")), *(_database(file) for _ in range(2))
        others = OtherFiles(mine, main, LeadFinder(reader, file.with_name("index.db")).drop, backups.scrub)
        keeping = LeadKeeping(mine, reader, clock=lambda: _BEGIN, others=others)
        if leads:
            print(await keeping.erase(leads), flush=True)
        else:
            await keeping.finish_erasing()
        for database in (main, reader, mine):
            await database.aclose()

    _with_backups(file, work, _BEGIN + timedelta(days=1))


def _database(path: Path, busy_after: int = 5000) -> Database:
    return Database(path, schema=lambda: LEADS, damaged_stays=True, busy_after=busy_after)


def _with_backups(path: Path, work: Callable[[Backups], Awaitable[object]], at: datetime) -> None:
    async def go() -> None:
        backups = Backups(path, clock=lambda: at)
        await work(backups)
        await backups.aclose()

    asyncio.run(go())


def work_with_small_files(most: int) -> None:
    """``leaddesk work`` where no file may be larger than so many bytes, as on an old memory stick."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    run_work()


def work_in_two() -> None:
    """``leaddesk work`` with a process of its own for the imported file, however small. Its output ends with both."""
    file_blocks.MUCH = 0
    os.dup2(1, 2)
    run_work()


def window(name: str, job: dict[str, Any]) -> None:
    """LeadDesk's own process, which has a real working process do ``job``. Its output ends when both are gone."""
    os.dup2(1, 2)
    asyncio.run(Worker().run(name, job))
