"""kill -9 at any moment of a purchase and of a delivery: what was told is there, and nothing is sent a second time.

``LEADDESK_KILLS`` is how often each of them is killed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from random import Random

import apsw
import pytest

from leaddesk.domain.deliveries import DeliveryId
from leaddesk.domain.purchases import BLOCKING, FOLLOWS, PurchaseState
from tests.journeys.forked import Fork, Forks
from tests.unit.workspace.purchases import purchase_lives
from tests.unit.workspace.purchases.buying import Computer, payload, record

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked")

KILLS = int(os.environ.get("LEADDESK_KILLS", "12"))
LIVES = purchase_lives.__name__
NEXT = 10
"""That are begun in one life."""


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    with Forks(LIVES, "apsw") as forks:
        yield forks


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "purchases.db"


def kill_somewhere(fork: Fork, draw: Random, lines: int) -> None:
    """After one of its first ``lines``, or while it does what comes next."""
    fork.hear(lines=draw.randint(0, lines))
    fork.hear(draw.random() / 100)
    fork.kill()


def whole(path: Path) -> None:
    with closing(apsw.Connection(str(path))) as connection:
        assert connection.pragma("integrity_check") == "ok"


async def test_at_any_step_of_a_purchase(forks: Forks, path: Path) -> None:
    draw, submitted = Random(1), Counter[str]()
    ended: Counter[PurchaseState] = Counter()
    for kill in range(KILLS):
        fork = forks.start(f"{LIVES}:buy", str(path), 1000 * kill, NEXT)
        kill_somewhere(fork, draw, 6 * NEXT // 2)
        submitted.update(line["submitted"] for line in fork.lines if "submitted" in line)
        computer = Computer(path)
        purchases = await computer.journal.all()
        told = {line["id"]: PurchaseState(line["state"]) for line in fork.lines if "id" in line}
        assert {one.id for one in purchases} >= told.keys(), f"kill {kill}"
        for one in purchases:
            steps = [step.state for step in await computer.journal.steps(one.id)]
            assert steps[-1] is one.state
            assert told.get(one.id, one.state) in steps, f"kill {kill}: what was told is in the journal"
            assert all(then is step or then in FOLLOWS[step] for step, then in pairwise(steps))
            if one.state in {PurchaseState.COMPLETE, PurchaseState.RECEIVING}:
                assert len(await computer.identities(one)) == one.received
            ended[one.state] += one.is_open
        assert len([one for one in purchases if one.state in BLOCKING]) <= 1
        for one in await computer.journal.settle_orphans():
            was_sent = one.tries > 0
            assert one.state is (PurchaseState.UNKNOWN if was_sent else PurchaseState.CLOSED)
            assert was_sent or one.id not in submitted
        for one in purchases:
            await computer.take_all()
            if (await computer.journal.one(one.id)).state is PurchaseState.UNKNOWN:
                await computer.receive(payload(f"late {one.number}", [record(1), record(2)]))
                assert (await computer.journal.one(one.id)).received == 2, "as if it had been taken"
        await computer.aclose()
    whole(path)
    assert set(submitted.values()) <= {1}, "nothing is sent twice"
    assert ended, "some were killed on their way"


async def test_during_deliveries(forks: Forks, path: Path) -> None:
    """A life that keeps, and one that takes: whatever came up to the kill is there, whole or taken."""
    computer = Computer(path)
    bought = await computer.buy("1300", asked=100_000, most=100_000)
    await computer.aclose()
    draw, kept, most = Random(2), 0, 0
    for _ in range(KILLS):
        keeping = forks.start(f"{LIVES}:keep", str(path), kept, kept + NEXT)
        if draw.random() < 0.5:
            taking = forks.start(f"{LIVES}:take", str(path))
            taking.hear(draw.random() / 50)
            taking.kill()
        kill_somewhere(keeping, draw, NEXT)
        kept = max([kept, *(line + 1 for line in keeping.lines)])
        most = kept + 1
        computer = Computer(path)
        deliveries = {one.id: one for one in await computer.deliveries.all()}
        assert kept <= len(deliveries) <= most
        for number, (id_, delivery) in enumerate(sorted(deliveries.items())):
            raw = await computer.deliveries.raw(DeliveryId(id_))
            assert raw == (None if delivery.purchase else purchase_lives.body(number))
        await computer.aclose()
        kept = len(deliveries)
    assert forks.start(f"{LIVES}:take", str(path)).end() == 0
    computer = Computer(path)
    bought = await computer.journal.one(bought.id)
    assert bought.received == len({*await computer.identities(bought)}) == (4 * kept + 1 if kept else 0)
    await computer.aclose()
    whole(path)
