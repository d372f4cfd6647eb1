"""The state machine of a purchase, with the real journal: what is written when, and what is never sent twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.errors import (
    DiskFull,
    KeyRefused,
    NoRoundTrip,
    NotEnoughCredits,
    PurchaseBlocked,
    Unreachable,
)
from leaddesk.domain.purchases import DeliveryWay, Purchase, PurchaseState, Reason, Ruling, hash_of
from leaddesk.domain.sending import Accepted, Ambiguous, NothingSent, Refused, Sent, SlowDown
from tests.fakes.buying_bench import GERMANY, BuyingBench

OK = Accepted("1300")
CUT = Ambiguous(Reason.CUT)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[BuyingBench]:
    bench = BuyingBench(tmp_path)
    yield bench
    await bench.close()


async def _states(bench: BuyingBench, purchase: Purchase) -> list[str]:
    return [step.state.value for step in await bench.journal.steps(purchase.id)]


async def test_an_accepted_purchase_went_through_every_step_in_order(bench: BuyingBench) -> None:
    heard: list[PurchaseState] = []
    bench.reachstream.answers = [OK]

    bought = await bench.buying.buy(
        offer=await bench.offer(), asked=100, way=DeliveryWay.POLLING, progress=lambda one: heard.append(one.state)
    )

    assert (bought.state, bought.processing_id, bought.balance, bought.tries) == (
        PurchaseState.ACCEPTED,
        "1300",
        800,
        1,
    )
    assert await _states(bench, bought) == ["confirmed", "armed", "sending", "accepted"]
    ((body, secret, way),) = bench.reachstream.sent
    assert json.loads(body) == {"fetchCount": 100, "filter": {"company_address_country": {"0": "Germany"}}}
    assert (bought.body_hash, secret, way) == (hash_of(body), None, DeliveryWay.POLLING)
    await asyncio.sleep(0)
    assert [state.value for state in heard] == ["confirmed", "armed", "sending", "accepted"]
    assert bench.changes[-1].purchases
    assert bench.lock.acquire(), "the lock is free again"
    bench.lock.release()


async def test_the_step_is_on_the_disk_before_anything_leaves(bench: BuyingBench) -> None:
    async def look() -> Sent:
        (there,) = await bench.journal.all()
        assert (there.state, there.tries) == (PurchaseState.SENDING, 1)
        return OK

    assert (await bench.buy(100, look)).state is PurchaseState.ACCEPTED


async def test_pressing_twice_is_one_purchase(bench: BuyingBench) -> None:
    offer = await bench.offer()
    bench.reachstream.answers = [OK]

    first, second = await asyncio.gather(
        *(bench.buying.buy(offer=offer, asked=100, way=DeliveryWay.POLLING) for _ in range(2))
    )
    third = await bench.buying.buy(offer=offer, asked=100, way=DeliveryWay.POLLING)

    assert first == second == third
    assert len(bench.reachstream.sent) == len(await bench.journal.all()) == 1


async def test_an_offer_is_at_most_the_balance_and_tells_what_was_bought_before(bench: BuyingBench) -> None:
    bench.reachstream.balance = 300
    offer = await bench.offer()
    assert (offer.matches, offer.available, offer.most, offer.bought_before) == (500, 300, 300, ())
    for asked in (0, 301):
        with pytest.raises(ValueError, match=str(asked)):
            await bench.buying.buy(offer=offer, asked=asked, way=DeliveryWay.POLLING)

    bought = await bench.buy(100, OK)

    assert [one.id for one in (await bench.offer()).bought_before] == [bought.id]


async def test_a_fresh_count_of_the_same_filter_is_not_taken_again(bench: BuyingBench) -> None:
    count = await bench.reachstream.count(GERMANY, urgency=...)  # type: ignore[arg-type]  # not looked at
    bench.reachstream.matches = 7
    ask = bench.buying.offer
    assert (await ask(filter=GERMANY, filter_name="", count=count)).matches == 500
    await bench.clock.sleep(301)
    assert (await ask(filter=GERMANY, filter_name="", count=count)).matches == 7
    with pytest.raises(ValueError, match="without values"):
        await ask(filter=GERMANY.without("company_address_country"), filter_name="", count=count)


@pytest.mark.parametrize("reason", [Reason.CUT, Reason.TIMEOUT, Reason.SERVER_ERROR, Reason.UNREADABLE])
async def test_what_may_have_been_bought_is_unknown_and_blocks_the_next(bench: BuyingBench, reason: Reason) -> None:
    bought = await bench.buy(100, Ambiguous(reason, 500))

    assert (bought.state, bought.reason, bought.trouble) == (PurchaseState.UNKNOWN, reason, "500")
    assert (await bench.offer()).blocked_by == bought
    with pytest.raises(PurchaseBlocked) as blocked:
        await bench.buy(100, OK)
    assert blocked.value.number == bought.number
    assert len(bench.reachstream.sent) == len(await bench.journal.all()) == 1, "the button was not used up"
    await bench.buying.rule(id=bought.id, ruling=Ruling.NOT_BOUGHT)
    assert (await bench.buy(100, OK)).state is PurchaseState.ACCEPTED


async def test_no_connection_is_tried_three_times_in_all(bench: BuyingBench) -> None:
    bought = await bench.buy(100, *[NothingSent("refused")] * 3, OK)

    assert (bought.state, bought.reason, bought.trouble) == (PurchaseState.CLOSED, Reason.NOT_CONNECTED, "refused")
    assert bought.tries == 3
    assert bench.clock.slept == [2.0, 5.0]
    assert await _states(bench, bought) == [
        "confirmed", "armed", "sending", "armed", "sending", "armed", "sending", "closed",
    ]  # fmt: skip


async def test_a_connection_on_the_third_try_buys_once(bench: BuyingBench) -> None:
    bought = await bench.buy(100, NothingSent("name"), NothingSent("tls"), OK)
    assert (bought.state, bought.tries) == (PurchaseState.ACCEPTED, 3)


async def test_what_nobody_can_send_with_is_not_tried_again(bench: BuyingBench) -> None:
    bought = await bench.buy(100, NothingSent("no-key"))
    assert (bought.state, bought.trouble, bench.clock.slept) == (PurchaseState.CLOSED, "no-key", [])


async def test_asked_to_slow_down_it_waits_and_sends_again(bench: BuyingBench) -> None:
    bought = await bench.buy(100, SlowDown(30.0), SlowDown(None), OK)
    assert (bought.state, bought.tries, bench.clock.slept) == (PurchaseState.ACCEPTED, 3, [30.0, 60.0])


async def test_longer_than_ten_minutes_is_not_waited(bench: BuyingBench) -> None:
    bought = await bench.buy(100, SlowDown(400.0), SlowDown(201.0))
    assert (bought.state, bought.reason) == (PurchaseState.CLOSED, Reason.SLOW_DOWN)
    assert bench.clock.slept == [400.0]


async def test_a_queue_that_stands_still_is_waited_for_without_a_try(bench: BuyingBench) -> None:
    bench.reachstream.held_back = [SlowDown(300.0), NothingSent("keychain")]
    bought = await bench.buy(100)
    assert (bought.state, bought.reason, bought.trouble) == (PurchaseState.CLOSED, Reason.PREFLIGHT, "keychain")
    assert (bought.tries, bench.clock.slept, bench.reachstream.sent) == (0, [300.0], [])


async def test_a_wait_tells_what_is_left_and_can_be_ended(bench: BuyingBench, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, for_ever = asyncio.Event(), asyncio.Event()

    async def sleep(_seconds: float) -> None:
        waiting.set()
        await for_ever.wait()

    monkeypatch.setattr(bench.clock, "sleep", sleep)
    object.__setattr__(bench.means, "sleep", sleep)
    offer = await bench.offer()
    bench.reachstream.answers = [SlowDown(120.0)]
    buying = asyncio.ensure_future(bench.buying.buy(offer=offer, asked=5, way=DeliveryWay.POLLING))
    await waiting.wait()
    assert bench.buying.seconds_left(id=offer.id) == 120.0

    cancelled = await bench.buying.cancel(id=offer.id)

    assert cancelled == await buying
    assert (cancelled.state, cancelled.reason) == (PurchaseState.CLOSED, Reason.CANCELLED)
    assert bench.buying.seconds_left(id=offer.id) is None


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404])
async def test_a_refusal_is_believed_where_the_balance_did_not_fall(bench: BuyingBench, status: int) -> None:
    bought = await bench.buy(100, Refused(status, "No"))
    why = Reason.NO_CREDITS if status == 402 else Reason.REFUSED
    assert (bought.state, bought.reason, bought.trouble) == (PurchaseState.REJECTED, why, f"{status} No")


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404])
async def test_a_refusal_after_which_the_balance_fell_is_unknown(bench: BuyingBench, status: int) -> None:
    async def charged() -> Sent:
        bench.reachstream.balance = 799
        return Refused(status)

    bought = await bench.buy(100, charged)
    assert (bought.state, bought.reason) == (PurchaseState.UNKNOWN, Reason.REFUSED_BUT_CHARGED)


@pytest.mark.parametrize(
    ("status", "state"), [(401, "rejected"), (403, "rejected"), (400, "unknown"), (402, "unknown")]
)
async def test_a_balance_that_a_refused_key_cannot_read(bench: BuyingBench, status: int, state: str) -> None:
    async def refused() -> Sent:
        bench.reachstream.balance = KeyRefused("reachstream", 401)
        return Refused(status)

    assert (await bench.buy(100, refused)).state.value == state


async def test_a_balance_that_cannot_be_read_leaves_it_unknown(bench: BuyingBench) -> None:
    async def refused() -> Sent:
        bench.reachstream.balance = Unreachable("reachstream", "reachstream.example", "cut")
        return Refused(401)

    assert (await bench.buy(100, refused)).state is PurchaseState.UNKNOWN


async def test_a_way_that_does_not_come_through_stops_it_before_it_is_armed(bench: BuyingBench) -> None:
    bench.webhook.found = NoRoundTrip("leads.example", "name")

    with pytest.raises(NoRoundTrip):
        await bench.buy(100, way=DeliveryWay.WEBHOOK)

    (there,) = await bench.journal.all()
    assert (there.state, there.reason, there.trouble) == (PurchaseState.CLOSED, Reason.PREFLIGHT, "NoRoundTrip")
    assert not bench.reachstream.sent
    bench.webhook.found = None
    assert (await bench.buy(100, OK, way=DeliveryWay.WEBHOOK)).state is PurchaseState.ACCEPTED
    assert bench.reachstream.sent[0][1] is not None


async def test_too_little_room_or_credits_stop_it(bench: BuyingBench) -> None:
    bench.free = 1 << 20
    with pytest.raises(DiskFull):
        await bench.buy(100)
    bench.free = 1 << 40
    offer = await bench.offer()
    bench.reachstream.balance = 99
    with pytest.raises((NotEnoughCredits, PurchaseBlocked)):
        await bench.buying.buy(offer=offer, asked=100, way=DeliveryWay.POLLING)
    assert {one.reason for one in await bench.journal.all()} == {Reason.PREFLIGHT}
    assert not bench.reachstream.sent


async def test_a_difference_must_be_acknowledged_first(bench: BuyingBench) -> None:
    await bench.offer()
    bench.reachstream.balance = 700
    offer = await bench.offer()
    assert offer.difference == 100
    with pytest.raises(PurchaseBlocked) as blocked:
        await bench.buying.buy(offer=offer, asked=10, way=DeliveryWay.POLLING)
    assert blocked.value.number is None
    await bench.ledger.acknowledge(bench.account, 100, "bought in the browser")
    assert (await bench.buy(10, OK)).state is PurchaseState.ACCEPTED


_ANSWERS: list[Sent] = [
    OK,
    CUT,
    Ambiguous(Reason.UNREADABLE, 200),
    NothingSent("refused"),
    NothingSent("address"),
    SlowDown(None),
    SlowDown(500.0),
    Refused(400),
    Refused(402, "", 0),
]


@settings(deadline=None, max_examples=25)
@given(presses=st.lists(st.lists(st.sampled_from(_ANSWERS), min_size=16, max_size=16), min_size=1, max_size=4))
async def test_whatever_is_answered_only_what_certainly_bought_nothing_is_sent_again(
    presses: list[list[Sent]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    bench = BuyingBench(tmp_path_factory.mktemp("purchases"))
    for answers in presses:
        bench.reachstream.sent.clear()
        bench.reachstream.answers = [*answers]
        try:
            bought = await bench.buy(1)
        except PurchaseBlocked:
            assert (await bench.journal.blocking(bench.account)) is not None
            assert not bench.reachstream.sent
            continue
        used = answers[: len(bench.reachstream.sent)]
        assert all(isinstance(answer, NothingSent | SlowDown) for answer in used[:-1])
        assert bought.tries == len(used)
        ends = {Accepted: "accepted", Ambiguous: "unknown", Refused: "rejected"}
        assert bought.state.value == ends.get(type(used[-1]), "closed")
    await bench.close()


async def test_an_address_that_is_changed_at_the_last_moment_is_nobodys_taking_back(bench: BuyingBench) -> None:
    async def change() -> None:
        bench.account = "https://elsewhere.example"

    bench.reachstream.before_leaving = change
    bought = await bench.buy(100)
    assert (bought.state, bought.reason, bench.reachstream.sent) == (PurchaseState.CLOSED, Reason.PREFLIGHT, [])


@pytest.mark.parametrize("slept", [timedelta(days=3), timedelta(days=-1)])
async def test_a_computer_that_slept_while_it_waited_buys_nothing_when_it_wakes(
    bench: BuyingBench, slept: timedelta
) -> None:
    async def sleep() -> None:
        if len(bench.reachstream.sent) == 1:
            bench.clock.now += slept

    bench.reachstream.before_leaving = sleep
    bought = await bench.buy(100, SlowDown(30.0), Accepted("1300"))
    assert (bought.state, bought.reason, len(bench.reachstream.sent)) == (PurchaseState.CLOSED, Reason.PREFLIGHT, 1)
    assert bought.charged == 0


@pytest.mark.parametrize("answer", [Accepted("1300"), Ambiguous(Reason.UNREADABLE, 202, "1300")])
async def test_an_outcome_that_was_written_although_the_disk_complained_is_that_outcome(
    bench: BuyingBench, monkeypatch: pytest.MonkeyPatch, answer: Sent
) -> None:
    name = "accepted" if isinstance(answer, Accepted) else "unknown"
    write, complaints = getattr(bench.journal, name), [DiskFull(Path("purchases.db"))]

    async def written(*facts: object) -> Purchase:
        purchase: Purchase = await write(*facts)
        if complaints:
            raise complaints.pop()
        return purchase

    monkeypatch.setattr(bench.journal, name, written)
    bought = await bench.buy(100, answer)
    assert (bought.state.value, bought.processing_id, len(bench.reachstream.sent)) == (name, "1300", 1)
