"""What is done to purchases in processes that are killed meanwhile; run by ``tests.journeys.forked.Forks``.

Each says what is on the disk as soon as it was told so.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

from leaddesk.domain.deliveries import DeliveredBy
from leaddesk.domain.purchases import Purchase, PurchaseState, Reason
from tests.unit.workspace.purchases.buying import NOON, Computer, payload, record

PER_DELIVERY = 5


def body(number: int) -> bytes:
    """Of the delivery ``number``; each has one record in common with the one before. Some are large."""
    records = [record(4 * number + one) for one in range(PER_DELIVERY)]
    return payload(1300, records, padding="x" * Random(number).choice((0, 0, 5_000, 200_000)))


def buy(path: str, first: int, count: int) -> None:
    """Purchases one after the other, up to where their records are there. What was left behind is settled before.

    Says each step after it was taken; ``submitted`` stands for the request that leaves then.
    """

    async def go(computer: Computer) -> None:
        for purchase in await computer.journal.settle_orphans():
            _say_step(purchase)
        for number in range(first, first + count):
            draw = Random(number)
            purchase = await computer.confirm(asked=2)
            _say_step(purchase)
            _say_step(await computer.arm(purchase))
            _say_step(await computer.journal.sending(purchase.id))
            _say({"submitted": purchase.id})
            if draw.random() < 0.2:
                _say_step(await computer.journal.unknown(purchase.id, Reason.TIMEOUT))
            else:
                _say_step(await computer.journal.accepted(purchase.id, str(number)))
            await computer.receive(payload(number, [record(1), record(2)]))
            purchase = await computer.journal.one(purchase.id)
            assert purchase.state is PurchaseState.COMPLETE
            _say_step(purchase)

    _live(path, go)


def keep(path: str, first: int, end: int) -> None:
    """Keeps the deliveries from ``first`` to before ``end``, and says the number of each."""

    async def go(computer: Computer) -> None:
        for number in range(first, end):
            await computer.deliveries.keep(body(number), DeliveredBy.WEBHOOK, arrived_at=NOON)
            _say(number)

    _live(path, go)


def take(path: str) -> None:
    """Takes in all that is there."""
    _live(path, lambda computer: computer.take_all())


def _live(path: str, work: Callable[[Computer], Awaitable[object]]) -> None:
    async def go() -> None:
        computer = Computer(Path(path))
        await work(computer)
        await computer.aclose()

    asyncio.run(go())


def _say_step(purchase: Purchase) -> None:
    _say({"id": purchase.id, "state": purchase.state.value})


def _say(fact: object) -> None:
    print(json.dumps(fact), flush=True)
