"""Taking in while more and more is delivered: one process at a time, with rests. Time passes by itself here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from leaddesk.actions.purchase_books import Deliveries, Journal
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.actions.take_deliveries import TakeDeliveries
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.purchases import Purchase
from leaddesk.domain.reachstream import Credits
from leaddesk.domain.urgency import Urgency
from tests.fakes.purchases_at_hand import purchase
from tests.fakes.virtual_time import run_in_virtual_time


class Books:
    """The journal, the deliveries, ReachStream and the working process, which takes ``seconds`` each time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.purchase = purchase(7)
        self.raw: list[float] = []
        """When each of them came that nobody has read."""
        self.waited: list[float] = []
        """How long each had come when it was read."""
        self.runs: list[tuple[float, float]] = []
        """From when to when."""
        self.readings = 0
        self.changes: list[Changes] = []
        announcer = Announcer()
        announcer.subscribe(self.changes.append)
        self.take = TakeDeliveries(
            journal=cast("Journal", self),
            deliveries=cast("Deliveries", self),
            work=self,
            job={},
            read_credits=ReadCredits(self),
            announcer=announcer,
        )

    @staticmethod
    def now() -> float:
        return asyncio.get_running_loop().time()

    async def deliver(self) -> None:
        """One, and it is asked for."""
        self.raw.append(self.now())
        await self.take()

    async def all(self) -> tuple[Purchase, ...]:
        return (self.purchase,)

    async def count_raw(self) -> int:
        return len(self.raw)

    async def credits(self, *, urgency: Urgency) -> Credits:
        del urgency
        self.readings += 1
        return Credits(720, datetime.now(UTC))

    async def run(
        self,
        name: str,
        job: Mapping[str, Any],
        *,
        progress: Callable[[Mapping[str, Any]], None] = lambda _: None,
        cancel: asyncio.Event | None = None,
    ) -> Mapping[str, Any]:
        del name, job, progress, cancel
        began, read = self.now(), len(self.raw)
        self.purchase = replace(self.purchase, received=self.purchase.received + read)
        self.waited += [began - came for came in self.raw[:read]]
        await asyncio.sleep(self.seconds)
        del self.raw[:read]
        self.runs.append((began, self.now()))
        return {"waits": ""}


@pytest.mark.parametrize("seconds", [0.1, 0.5, 5.0])
def test_whoever_keeps_delivering_gets_a_few_processes_and_loses_nothing(seconds: float) -> None:
    books = Books(seconds)

    async def minute() -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(3000):
                group.create_task(books.deliver())
                await asyncio.sleep(0.02)

    run_in_virtual_time(minute())
    assert books.raw == []
    assert books.purchase.received == len(books.waited) == 3000
    assert books.waited[0] == 0, "the first is read at once"
    rest = min(3 * seconds, 3.0)
    assert max(books.waited) <= rest + seconds + 0.02
    assert len(books.runs) <= 60 / (seconds + rest) + 2
    assert books.readings == len(books.runs)
    assert len(books.changes) <= 2 * len(books.runs)


def test_what_comes_later_on_is_read_at_once() -> None:
    books = Books(0.5)

    async def now_and_then() -> None:
        for _ in range(5):
            await books.deliver()
            await asyncio.sleep(10)

    run_in_virtual_time(now_and_then())
    assert books.waited == [0] * 5


def test_whoever_asks_during_a_rest_waits_for_one_process_together() -> None:
    books = Books(1.0)

    async def run() -> None:
        await books.deliver()
        await asyncio.gather(*[books.deliver() for _ in range(10)])

    run_in_virtual_time(run())
    assert len(books.runs) == 2


def test_the_end_does_not_wait_for_a_rest() -> None:
    books = Books(1.0)

    async def run() -> float:
        await books.deliver()
        asking = asyncio.ensure_future(books.deliver())
        await asyncio.sleep(0.5)
        asking.cancel()
        await asyncio.wait([asking])
        ended = books.now()
        await books.take()
        return ended

    assert run_in_virtual_time(run()) == 1.5
    assert books.raw == [], "it is wanted still, and read by whoever asks next"
