"""Watching over days, in moments: polling, the balance of what is unknown, silence, and taking in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from leaddesk.actions.take_deliveries import TakeDeliveries
from leaddesk.actions.watch_purchases import WatchPurchases
from leaddesk.domain.deliveries import DeliveredBy, DeliveryState
from leaddesk.domain.errors import InboxRefused, LeadDeskError, LeadsBusy, Unreachable, WorkBroken
from leaddesk.domain.purchases import DeliveryWay, Purchase, PurchaseState, Reason
from leaddesk.domain.sending import Accepted, Ambiguous, BatchAnswer, BatchBody, BatchRefused, StillWorking
from tests.fakes.buying_bench import BuyingBench
from tests.fakes.taking_here import TakingHere

WORKING = StillWorking()
DAY = timedelta(days=1)


def ready(*ids: int, total: int | None = None) -> BatchBody:
    records = [{"id": id_, "contact_email_1": f"{id_}@example.com"} for id_ in ids]
    return BatchBody(
        json.dumps({"status": "READY", "total_records": len(ids) if total is None else total, "data": records}).encode()
    )


class WatchingBench(BuyingBench):
    """And who watches."""

    def __init__(self, folder: Path, other: BuyingBench | None = None) -> None:
        super().__init__(folder, *((other.clock, other.reachstream) if other is not None else ()))
        self.batches: list[BatchAnswer | LeadDeskError] = []
        self.asked: list[str] = []
        self.polled = asyncio.Event()
        self.came: list[tuple[int, int]] = []
        self.arrival = asyncio.Event()
        self.work = TakingHere(self.database, self.clock)
        self.take = TakeDeliveries(
            journal=self.journal,
            deliveries=self.deliveries,
            work=self.work,
            job={},
            read_credits=self.read_credits,
            announcer=self.announcer,
            arrived=self._arrived,
        )
        self.watch = WatchPurchases(
            journal=self.journal,
            deliveries=self.deliveries,
            batches=self,
            take=self.take,
            read_credits=self.read_credits,
            recover=self.buying.recover,
            collect=self.collect,
            account=lambda: self.account,
            announcer=self.announcer,
            clock=self.clock,
            sleep=self.clock.sleep,
        )

    async def batch(self, processing_id: str) -> BatchAnswer:
        self.asked.append(processing_id)
        self.polled.set()
        answer = self.batches.pop(0) if self.batches else WORKING
        if isinstance(answer, LeadDeskError):
            raise answer
        return answer

    def _arrived(self, purchase: Purchase, records: int) -> None:
        self.came.append((purchase.number, records))
        self.arrival.set()

    async def collect(self) -> int:
        return 0

    async def pass_by(self, time: timedelta, step: timedelta = timedelta(seconds=5)) -> None:
        """Rounds, one each ``step``."""
        end = self.clock.now + time
        while self.clock.now < end:
            await self.watch.round()
            self.clock.now += step

    async def after(self, purchase: Purchase) -> Purchase:
        return await self.journal.one(purchase.id)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[WatchingBench]:
    bench = WatchingBench(tmp_path)
    yield bench
    await bench.watch.aclose()
    await bench.close()


async def test_a_batch_is_asked_for_ever_more_slowly(bench: WatchingBench) -> None:
    bought = await bench.buy(100, Accepted("1300"))
    begin, looks = bench.clock.now, []
    while bench.clock.now - begin < timedelta(minutes=6):
        before = len(bench.asked)
        await bench.watch.round()
        looks += [(bench.clock.now - begin).total_seconds()] * (len(bench.asked) - before)
        bench.clock.now += timedelta(seconds=1)

    gaps = [round(later - earlier) for earlier, later in pairwise(looks)]
    assert round(looks[0]) == 5
    assert gaps[:3] == sorted(gaps[:3])
    assert set(gaps[6:]) == {60}
    assert bench.asked == ["1300"] * len(looks)
    assert (await bench.after(bought)).looks == len(looks)


async def test_records_that_are_ready_are_kept_taken_in_and_told(bench: WatchingBench) -> None:
    bought = await bench.buy(3, Accepted("1300"))
    bench.batches = [WORKING, ready(1, 2, 3)]
    bench.reachstream.balance = 797

    await bench.pass_by(timedelta(minutes=1))

    done = await bench.after(bought)
    assert (done.state, done.received, done.charged) == (PurchaseState.COMPLETE, 3, 3)
    assert (bench.came, len(bench.asked)) == ([(1, 3)], 2)
    (delivery,) = await bench.deliveries.all()
    assert (delivery.by, delivery.state) == (DeliveredBy.POLLING, DeliveryState.TAKEN)
    assert any(change.leads for change in bench.changes)
    assert (await bench.ledger.standing(bench.account)).difference == 0


async def test_what_another_leaddesk_took_in_is_told_here_too(bench: WatchingBench, tmp_path: Path) -> None:
    other = WatchingBench(tmp_path, bench)
    await bench.buy(3, Accepted("1300"))
    bench.batches = [ready(1, 2, 3)]
    await other.watch.round()
    await bench.pass_by(timedelta(seconds=15))
    other.changes.clear()

    await other.watch.round()

    assert [(change.purchases, change.leads) for change in other.changes] == [(True, True)]
    assert other.asked == []
    other.changes.clear()
    await other.watch.round()
    assert other.changes == []
    await other.close()


async def test_fewer_than_asked_is_short_and_said_by_the_provider(bench: WatchingBench) -> None:
    bought = await bench.buy(100, Accepted("1300"))
    bench.batches = [ready(1, 2, 3)]
    await bench.pass_by(timedelta(seconds=30))
    done = await bench.after(bought)
    assert (done.state, done.reason, done.received) == (PurchaseState.SHORT, Reason.PROVIDER_DONE, 3)


async def test_where_more_is_promised_it_looks_again_before_it_is_short(bench: WatchingBench) -> None:
    bought = await bench.buy(100, Accepted("1300"))
    bench.batches = [ready(1, 2, total=3), ready(1, 2, total=3)]
    await bench.pass_by(timedelta(seconds=8))
    assert (await bench.after(bought)).state is PurchaseState.RECEIVING
    await bench.pass_by(timedelta(seconds=30))
    assert (await bench.after(bought)).state is PurchaseState.SHORT
    assert len(bench.asked) == 2


async def test_too_few_credits_found_while_polling_is_rejected(bench: WatchingBench) -> None:
    bought = await bench.buy(100, Accepted("1300"))
    bench.batches = [BatchBody(b'{"status": "INSUFFICIENT_BALANCE", "total_records": 0, "data": []}')]
    await bench.pass_by(timedelta(seconds=30))
    done = await bench.after(bought)
    assert (done.state, done.reason) == (PurchaseState.REJECTED, Reason.NO_CREDITS)


async def test_a_batch_that_is_refused_or_cannot_be_asked_for_is_asked_for_again(bench: WatchingBench) -> None:
    bought = await bench.buy(1, Accepted("1300"))
    bench.batches = [BatchRefused(404, "No"), Unreachable("reachstream", "x", "cut"), BatchRefused(402), ready(1)]
    await bench.pass_by(timedelta(minutes=2))
    assert (await bench.after(bought)).state is PurchaseState.COMPLETE
    seen = [dict(step.facts) for step in await bench.journal.steps(bought.id)]
    assert {"look": 1, "batch": "404 No"} in seen
    assert {"look": 2, "trouble": "Unreachable"} in seen


async def test_a_body_that_cannot_be_read_is_kept_and_decides_nothing(bench: WatchingBench) -> None:
    bought = await bench.buy(1, Accepted("1300"))
    bench.batches = [BatchBody(b'{"data": [{"id": 1}, 7]}')] * 2
    await bench.pass_by(timedelta(seconds=30))
    assert (await bench.after(bought)).state is PurchaseState.ACCEPTED
    (delivery,) = await bench.deliveries.all()
    assert delivery.state is DeliveryState.UNREADABLE


async def test_silence_of_three_days_is_short_and_late_records_are_taken(bench: WatchingBench) -> None:
    bought = await bench.buy(2, Accepted("1300"), way=DeliveryWay.WEBHOOK)
    await bench.pass_by(3 * DAY - timedelta(hours=1), timedelta(hours=1))
    assert (await bench.after(bought)).state is PurchaseState.ACCEPTED
    await bench.pass_by(timedelta(hours=3), timedelta(hours=1))
    done = await bench.after(bought)
    assert (done.state, done.reason, bench.asked) == (PurchaseState.SHORT, Reason.SILENCE, [])

    body = b'{"unique_processing_id": 1300, "event": "data_notification", "data": [{"id": 1}, {"id": 2}]}'
    await bench.deliveries.keep(body, DeliveredBy.WEBHOOK, arrived_at=bench.clock.now)
    await bench.watch.round()
    assert (await bench.after(bought)).state is PurchaseState.COMPLETE


async def test_the_balance_of_an_unknown_one_is_read_for_a_week(bench: WatchingBench) -> None:
    bought = await bench.buy(100, Ambiguous(Reason.TIMEOUT))
    begin = bench.clock.now
    await bench.pass_by(timedelta(minutes=61), timedelta(seconds=30))
    await bench.pass_by(9 * DAY, timedelta(minutes=20))

    read = [step for step in await bench.journal.steps(bought.id) if "look" in step.facts]
    after = [(step.at - begin).total_seconds() / 60 for step in read]
    assert [round(minutes) for minutes in after[:4]] == [1, 5, 15, 60]
    assert 420 <= after[4] <= 440
    assert len(read) == 4 + 28 - 1, "four, then every six hours of what is left of a week"
    assert max(after) <= 7 * 24 * 60 + 20
    assert read[0].facts == {"look": 1, "balance": 800, "before": 800}
    assert (await bench.after(bought)).state is PurchaseState.UNKNOWN


async def test_a_delivery_that_fits_one_unknown_purchase_is_adopted(bench: WatchingBench) -> None:
    bought = await bench.buy(100, Ambiguous(Reason.CUT), way=DeliveryWay.WEBHOOK)
    bench.clock.now += timedelta(minutes=1)
    body = b'{"unique_processing_id": 77, "data": [{"id": 1, "company_address_country": "germany"}]}'
    await bench.deliveries.keep(body, DeliveredBy.WEBHOOK, arrived_at=bench.clock.now)
    await bench.watch.take_in()
    done = await bench.after(bought)
    assert (done.state, done.processing_id, done.received) == (PurchaseState.RECEIVING, "77", 1)


async def test_of_two_leaddesks_one_looks(bench: WatchingBench, tmp_path: Path) -> None:
    other = WatchingBench(tmp_path, bench)
    await bench.buy(100, Accepted("1300"))
    for _ in range(60):
        await asyncio.gather(bench.watch.round(), other.watch.round())
        bench.clock.now += timedelta(seconds=1)
    looks = (await bench.journal.all())[0].looks
    assert len(bench.asked) + len(other.asked) == looks
    assert looks < 10
    await other.watch.aclose()
    await other.close()


async def test_what_waits_because_my_leads_is_busy_is_taken_in_later(bench: WatchingBench) -> None:
    bought = await bench.buy(1, Accepted("1300"))
    bench.batches = [ready(1)]
    for failing in (LeadsBusy(), WorkBroken("take")):
        bench.work.failing = failing
        await bench.pass_by(timedelta(seconds=15))
        assert (await bench.after(bought)).state is PurchaseState.ACCEPTED
    bench.work.failing = None
    await bench.watch.round()
    assert (await bench.after(bought)).state is PurchaseState.COMPLETE
    assert bench.came == [(1, 1)]


async def test_records_that_my_leads_was_too_busy_for_are_added_the_next_time(bench: WatchingBench) -> None:
    await bench.buy(1, Accepted("1300"))
    bench.batches, bench.work.waits = [ready(1)], "leads"
    await bench.pass_by(timedelta(seconds=10))
    runs = bench.work.runs
    bench.work.waits = ""
    await bench.pass_by(timedelta(minutes=1))
    assert bench.work.runs == runs + 1, "once more, and not again"


async def test_many_who_want_it_taken_in_get_two_processes_at_most(bench: WatchingBench) -> None:
    bench.work.gate = asyncio.Event()
    await bench.deliveries.keep(b"[1]", DeliveredBy.HAND, arrived_at=bench.clock.now)
    asking = [asyncio.ensure_future(bench.watch.take_in()) for _ in range(10)]
    await bench.work.begun.wait()
    await bench.deliveries.keep(b"[2]", DeliveredBy.HAND, arrived_at=bench.clock.now)
    asking += [asyncio.ensure_future(bench.watch.take_in()) for _ in range(10)]
    await asyncio.sleep(0)
    bench.work.gate.set()
    await asyncio.gather(*asking)
    assert bench.work.runs <= 2
    assert not await bench.deliveries.count_raw()


async def test_an_inbox_that_does_not_answer_holds_up_nothing(
    bench: WatchingBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bought = await bench.buy(1, Accepted("1300"))
    bench.batches = [ready(1)]
    bench.clock.now += timedelta(seconds=6)

    async def hang() -> int:
        await asyncio.Event().wait()
        return 0

    monkeypatch.setattr(bench.watch, "_collect", hang)
    bench.watch.start()
    await bench.arrival.wait()
    assert (await bench.after(bought)).state is PurchaseState.COMPLETE


async def test_what_is_collected_is_taken_in_at_once_and_an_inbox_that_refuses_is_asked_again(
    bench: WatchingBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bought = await bench.buy(1, Accepted("1300"), way=DeliveryWay.WEBHOOK)
    answers: list[bytes | None] = [None, b'{"unique_processing_id": 1300, "data": [{"id": 1}]}']

    async def collect() -> int:
        body = answers.pop(0) if answers else b""
        if body is None:
            raise InboxRefused("inbox.example", "refused")
        if body:
            await bench.deliveries.keep(body, DeliveredBy.INBOX, arrived_at=bench.clock.now)
        return bool(body)

    monkeypatch.setattr(bench.watch, "_collect", collect)
    bench.watch.start()
    await bench.arrival.wait()
    assert (await bench.after(bought)).state is PurchaseState.COMPLETE


async def test_a_purchase_at_another_address_is_not_asked_for_at_this_one(bench: WatchingBench) -> None:
    bought = await bench.buy(1, Accepted("1300"))
    bench.account = "https://elsewhere.example"
    await bench.pass_by(timedelta(minutes=5))
    assert bench.asked == []
    bench.account = bought.account
    await bench.pass_by(timedelta(minutes=2))
    assert bench.asked


async def test_looking_now_does_not_wait_for_its_time(bench: WatchingBench) -> None:
    bought = await bench.buy(1, Accepted("1300"))
    bench.batches = [ready(1)]
    assert (await bench.watch.look_now(id=bought.id)).state is PurchaseState.COMPLETE
    assert (await bench.watch.look_now(id=bought.id)).state is PurchaseState.COMPLETE
    assert len(bench.asked) == 1


async def test_it_watches_by_itself_and_wakes_for_a_new_purchase(
    bench: WatchingBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    resting, for_ever = asyncio.Event(), asyncio.Event()
    rests: list[float] = []

    async def sleep(seconds: float) -> None:
        rests.append(seconds)
        resting.set()
        await for_ever.wait()

    monkeypatch.setattr(bench.watch, "_sleep", sleep)
    bench.watch.start()
    while 60.0 not in rests:
        await resting.wait()
        resting.clear()
    await bench.buy(1, Accepted("1300"))
    while rests[-1] != 5.0:
        await resting.wait()
        resting.clear()
    bench.clock.now += timedelta(seconds=6)
    bench.watch.look_soon()
    await bench.polled.wait()


async def test_a_batch_that_was_not_asked_for_over_a_long_weekend_is_asked_for_first(bench: WatchingBench) -> None:
    bought = await bench.buy(2, Accepted("1300"))
    bench.clock.now += 4 * DAY  # LeadDesk was closed, or the clock was put forward
    bench.batches = [ready(1, 2)]
    await bench.pass_by(timedelta(seconds=30))
    assert (await bench.after(bought)).state is PurchaseState.COMPLETE


async def test_the_same_answer_twice_is_not_the_end_unless_the_provider_says_so(bench: WatchingBench) -> None:
    bought = await bench.buy(100, Accepted("1300"))
    bench.batches = [BatchBody(b'{"data": [{"id": 1}]}')] * 4
    await bench.pass_by(timedelta(minutes=1))
    assert (await bench.after(bought)).state is PurchaseState.RECEIVING
    bench.batches = [ready(1, 2)]
    await bench.pass_by(timedelta(minutes=1))
    done = await bench.after(bought)
    assert (done.state, done.reason, done.received) == (PurchaseState.SHORT, Reason.PROVIDER_DONE, 2)


async def test_late_records_of_a_batch_are_asked_for(bench: WatchingBench) -> None:
    bought = await bench.buy(100, Accepted("1300"))
    bench.batches = [ready(1), ready(1, 2)]
    await bench.pass_by(timedelta(seconds=30))
    assert (await bench.after(bought)).state is PurchaseState.SHORT
    await bench.pass_by(timedelta(hours=7), timedelta(minutes=10))
    done = await bench.after(bought)
    assert (done.state, done.received, len(bench.asked)) == (PurchaseState.SHORT, 2, 2)


async def test_an_unknown_one_whose_number_was_named_is_polled_by_it(bench: WatchingBench) -> None:
    bought = await bench.buy(2, Ambiguous(Reason.UNREADABLE, 202, "1300"))
    assert (bought.state, bought.processing_id) == (PurchaseState.UNKNOWN, "1300")
    bench.batches = [WORKING, ready(1, total=2), ready(1, 2)]
    await bench.pass_by(timedelta(minutes=6), timedelta(seconds=30))
    assert bench.asked == ["1300"] * 3, "from the first record on as often as any other"
    assert (await bench.after(bought)).state is PurchaseState.COMPLETE
    assert {"look": 1, "batch": "working", "balance": 800, "before": 800} in [
        dict(step.facts) for step in await bench.journal.steps(bought.id)
    ]


async def test_a_batch_that_takes_its_time_keeps_no_delivery_waiting(
    bench: WatchingBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bought = await bench.buy(1, Accepted("1300"), way=DeliveryWay.WEBHOOK)
    await bench.buy(1, Accepted("1301"))
    bench.clock.now += timedelta(seconds=6)
    asked = asyncio.Event()

    async def hang(_: str) -> BatchAnswer:
        asked.set()
        await asyncio.Event().wait()
        return WORKING

    monkeypatch.setattr(bench, "batch", hang)
    bench.watch.start()
    await asked.wait()
    body = b'{"unique_processing_id": 1300, "data": [{"id": 1}]}'
    await bench.deliveries.keep(body, DeliveredBy.WEBHOOK, arrived_at=bench.clock.now)
    bench.watch.look_soon()
    await bench.arrival.wait()
    assert (await bench.after(bought)).state is PurchaseState.COMPLETE


async def test_a_bug_does_not_end_the_watch(
    bench: WatchingBench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await bench.buy(1, Accepted("1300"))
    bench.clock.now += timedelta(seconds=6)
    answers: list[BatchAnswer] = [ready(1)]

    async def batch(_: str) -> BatchAnswer:
        bench.clock.now += timedelta(minutes=1)
        if not answers:
            raise ZeroDivisionError
        return answers.pop()

    answers.insert(0, WORKING)
    broken = [True]

    async def silent(now: object) -> tuple[Purchase, ...]:
        del now
        if broken:
            broken.pop()
            raise ZeroDivisionError
        return ()

    monkeypatch.setattr(bench, "batch", batch)
    monkeypatch.setattr(bench.journal, "silent", silent)
    bench.watch.start()
    await bench.arrival.wait()
    assert "ZeroDivisionError" in caplog.text


async def test_a_batch_that_counts_records_and_gives_none_is_not_done(bench: WatchingBench) -> None:
    bought = await bench.buy(3, Accepted("1300"))
    bench.batches = [ready(total=3), ready(total=3), ready(total=3), ready(1, 2, 3)]
    await bench.pass_by(timedelta(seconds=30))
    assert (await bench.after(bought)).state is PurchaseState.ACCEPTED
    await bench.pass_by(timedelta(minutes=1))
    assert (await bench.after(bought)).state is PurchaseState.COMPLETE
