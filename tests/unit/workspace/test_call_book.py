"""Calls are counted and kept apart, whoever makes them and whatever the clocks say."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import pytest_asyncio

from leaddesk.domain.call_budget import MonthState
from leaddesk.domain.errors import MonthUsedUp
from leaddesk.workspace.call_book import CallBook
from leaddesk.workspace.database import Database

ROOT = Path(__file__).parents[3]
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)


class Computer:
    """Its clocks, and two LeadDesks with a book each."""

    def __init__(self, path: Path, limit: int = 15_000) -> None:
        self.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
        self.up = 5000.0
        self.apart = 10.0
        self._limit = limit
        self._databases = [Database(path), Database(path)]
        self.first, self.second = map(self._book, self._databases)

    def _book(self, database: Database) -> CallBook:
        return CallBook(
            database,
            "leadsopedia",
            limit=self._limit,
            seconds=lambda: self.apart,
            clock=lambda: self.now,
            monotonic=lambda: self.up,
        )

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.up += seconds

    async def call(self) -> None:
        """Ten seconds later."""
        self.passes(10)
        assert await self.first.claim() == 0.0

    async def made(self) -> int:
        return (await self.first.state()).made

    async def fill(self, made: int) -> None:
        """Counts ``made`` calls of the month that is on."""
        await self.first.used_up()
        await self._databases[0].write(
            lambda connection: connection.execute("UPDATE call_months SET (made, is_used_up) = (?, 0)", (made,)).close()
        )

    async def aclose(self) -> None:
        for database in self._databases:
            await database.aclose()


@pytest_asyncio.fixture
async def computer(tmp_path: Path) -> AsyncIterator[Computer]:
    computer = Computer(tmp_path / "leaddesk.db")
    yield computer
    await computer.aclose()


async def test_calls_are_kept_apart(computer: Computer) -> None:
    assert await computer.first.claim() == 0.0
    assert await computer.first.claim() == 10.0
    computer.passes(4)
    assert await computer.first.claim() == pytest.approx(6)
    assert await computer.made() == 1, "a call that waits is not counted"
    computer.passes(6)
    assert await computer.first.claim() == 0.0
    assert await computer.made() == 2


async def test_two_leaddesks_share_the_book(computer: Computer) -> None:
    assert await computer.first.claim() == 0.0
    computer.passes(3)
    assert await computer.second.claim() == pytest.approx(7)
    computer.passes(7)
    assert await computer.second.claim() == 0.0
    assert await computer.first.claim() == 10.0
    assert await computer.first.state() == await computer.second.state()
    assert await computer.first.state() == MonthState(2, 15_000, DECEMBER)


async def test_how_far_apart_is_asked_each_time(computer: Computer) -> None:
    await computer.first.claim()
    computer.passes(1)
    computer.apart = 1.0
    assert await computer.first.claim() == 0.0


async def test_after_a_restart_of_the_computer_the_last_call_is_long_ago(computer: Computer) -> None:
    await computer.first.claim()
    computer.up = 12.0
    assert await computer.first.claim() == 0.0
    assert await computer.made() == 2


async def test_the_last_call_of_the_month(computer: Computer) -> None:
    await computer.fill(14_999)
    computer.passes(10)
    assert await computer.first.claim() == 0.0
    assert await computer.second.state() == MonthState(15_000, 15_000, DECEMBER, is_used_up=True)
    for book in (computer.first, computer.second):
        computer.passes(10)
        with pytest.raises(MonthUsedUp) as used_up:
            await book.claim()
        assert (used_up.value.limit, used_up.value.until) == (15_000, DECEMBER)
    assert await computer.made() == 15_000


async def test_the_next_month_begins_at_nothing(computer: Computer) -> None:
    await computer.fill(15_000)
    computer.now = DECEMBER - timedelta(seconds=1)
    assert (await computer.first.state()).is_used_up
    computer.now = DECEMBER
    assert await computer.first.claim() == 0.0
    assert await computer.first.state() == MonthState(1, 15_000, datetime(2027, 1, 1, tzinfo=UTC))


async def test_a_month_is_one_of_utc(computer: Computer) -> None:
    computer.now = datetime(2026, 12, 1, 1, 0, tzinfo=timezone(timedelta(hours=2)))
    assert (await computer.first.state()).until == DECEMBER


async def test_what_the_provider_says_counts(computer: Computer) -> None:
    await computer.call()
    await computer.first.used_up()
    with pytest.raises(MonthUsedUp):
        await computer.second.claim()
    assert await computer.second.state() == MonthState(1, 15_000, DECEMBER, is_used_up=True)
    computer.now = DECEMBER
    await computer.call()


async def test_the_provider_may_say_it_before_the_first_call(computer: Computer) -> None:
    await computer.first.used_up()
    with pytest.raises(MonthUsedUp):
        await computer.first.claim()


async def test_a_clock_that_is_set_back_a_day_counts_in_the_month_that_was_on(computer: Computer) -> None:
    computer.now = DECEMBER + timedelta(hours=2)
    await computer.call()
    computer.now -= timedelta(days=1)
    await computer.call()
    assert await computer.first.state() == MonthState(2, 15_000, datetime(2027, 1, 1, tzinfo=UTC))


async def test_a_clock_that_is_set_back_within_a_month_changes_nothing(computer: Computer) -> None:
    await computer.call()
    computer.now -= timedelta(days=15)
    await computer.call()
    assert await computer.made() == 2


async def test_a_clock_that_was_wrong_for_a_while_finds_what_was_counted(computer: Computer) -> None:
    await computer.fill(400)
    right = computer.now
    for wrong in (right + timedelta(days=400), right - timedelta(days=400), datetime(1970, 1, 1, tzinfo=UTC)):
        computer.now = wrong
        await computer.call()
        assert await computer.made() == 1
        computer.now = right
        assert await computer.made() == 400


async def test_providers_are_counted_apart(tmp_path: Path) -> None:
    database = Database(tmp_path / "leaddesk.db")
    now = datetime(2026, 11, 21, tzinfo=UTC)
    one, other = (
        CallBook(database, name, limit=1, seconds=lambda: 10.0, clock=lambda: now, monotonic=lambda: 1.0)
        for name in ("one", "other")
    )
    assert await one.claim() == 0.0
    assert await other.claim() == 0.0
    with pytest.raises(MonthUsedUp):
        await one.claim()
    await database.aclose()


PROGRAM = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from leaddesk.workspace.call_book import CallBook
from leaddesk.workspace.database import Database

async def main():
    database = Database(Path(sys.argv[1]))
    now = datetime(2026, 11, 21, tzinfo=UTC)
    book = CallBook(database, "leadsopedia", limit=15_000, seconds=lambda: 10.0, clock=lambda: now,
                    monotonic=lambda: 1.0)
    print([await book.claim() for _ in range(20)].count(0.0))
    await database.aclose()

asyncio.run(main())
"""


async def test_of_two_leaddesks_that_ask_at_the_same_moment_one_may_call(tmp_path: Path) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", PROGRAM, str(tmp_path / "leaddesk.db"), cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        for _ in range(2)
    ]
    async with asyncio.timeout(60):
        said = [(await process.communicate())[0] for process in processes]
    assert sorted(int(text) for text in said) == [0, 1]
