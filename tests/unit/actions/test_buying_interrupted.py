"""A purchase that is interrupted: by its caller, the disk, a bug, another LeadDesk, the end of this one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from leaddesk.domain.errors import DiskFull, LeadsBusy, PurchaseBlocked
from leaddesk.domain.purchases import DeliveryWay, Purchase, PurchaseState, Reason
from leaddesk.domain.sending import Accepted, Sent
from leaddesk.workspace.lock import BUYING, HomeLock
from tests.fakes.buying_bench import BuyingBench

OK = Accepted("1300")


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[BuyingBench]:
    bench = BuyingBench(tmp_path)
    yield bench
    await bench.close()


async def test_who_asked_may_be_gone_and_it_goes_on(bench: BuyingBench) -> None:
    leaving, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> Sent:
        leaving.set()
        await go_on.wait()
        return OK

    dialog = asyncio.ensure_future(bench.buy(100, slow))
    await leaving.wait()
    dialog.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dialog
    (under_way,) = await bench.journal.all()
    assert (await bench.buying.cancel(id=under_way.id)).state is PurchaseState.SENDING, "too late"
    with pytest.raises(PurchaseBlocked) as blocked:
        await bench.buy(1)
    assert blocked.value.number == under_way.number

    go_on.set()
    await bench.buying.aclose()

    assert (await bench.journal.one(under_way.id)).state is PurchaseState.ACCEPTED


async def test_a_listener_that_fails_does_not_stop_what_is_under_way(bench: BuyingBench) -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))
    bench.reachstream.answers = [OK]

    def gone(_: Purchase) -> None:
        raise RuntimeError("the dialog is deleted")

    bought = await bench.buying.buy(offer=await bench.offer(), asked=1, way=DeliveryWay.POLLING, progress=gone)

    assert bought.state is PurchaseState.ACCEPTED
    await asyncio.sleep(0)
    assert len(told) == 4


async def test_an_answer_that_cannot_be_written_is_written_later_and_never_sent_again(
    bench: BuyingBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failures = bench.journal.accepted, [DiskFull(Path("purchases.db")), LeadsBusy(), LeadsBusy()]

    async def accepted(id_: str, number: str) -> Purchase:
        if failures:
            raise failures.pop()
        return await real(id_, number)  # type: ignore[arg-type]  # a PurchaseId

    monkeypatch.setattr(bench.journal, "accepted", accepted)

    bought = await bench.buy(100, OK)
    await asyncio.sleep(0)

    assert (bought.state, bought.processing_id) == (PurchaseState.ACCEPTED, "1300")
    assert [type(error) for error in bench.troubles] == [LeadsBusy, LeadsBusy, DiskFull]
    assert len(bench.reachstream.sent) == 1


async def test_an_end_before_the_answer_is_written_leaves_it_unknown(
    bench: BuyingBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing: list[asyncio.Task[None]] = []

    async def accepted(id_: str, number: str) -> Purchase:
        closing.append(asyncio.ensure_future(bench.buying.aclose()))
        raise DiskFull(Path("purchases.db"))

    monkeypatch.setattr(bench.journal, "accepted", accepted)
    with pytest.raises(DiskFull):
        await bench.buy(100, OK)
    await asyncio.wait(closing)
    (there,) = await bench.journal.all()
    assert there.state is PurchaseState.SENDING

    (settled,) = await bench.buying.recover()

    assert (settled.state, settled.reason) == (PurchaseState.UNKNOWN, Reason.CRASHED)


async def test_a_step_that_cannot_be_written_sends_nothing(bench: BuyingBench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def sending(_: str) -> Purchase:
        raise DiskFull(Path("purchases.db"))

    monkeypatch.setattr(bench.journal, "sending", sending)
    with pytest.raises(DiskFull):
        await bench.buy(100, OK)
    (there,) = await bench.journal.all()
    assert (there.state, bench.reachstream.sent) == (PurchaseState.CLOSED, [])


async def test_a_bug_while_it_is_under_way_leaves_it_unknown(bench: BuyingBench) -> None:
    with pytest.raises(ZeroDivisionError):
        await bench.buy(100, ZeroDivisionError())
    (there,) = await bench.journal.all()
    assert (there.state, there.trouble) == (PurchaseState.UNKNOWN, "ZeroDivisionError")


async def test_another_address_than_the_one_of_the_preflight_gets_nothing(bench: BuyingBench) -> None:
    async def settings() -> None:
        bench.account = "https://elsewhere.example"

    offer = await bench.offer()
    bench.reachstream.before_leaving = settings
    bought = await bench.buying.buy(offer=offer, asked=1, way=DeliveryWay.POLLING)
    assert (bought.state, bench.reachstream.sent) == (PurchaseState.CLOSED, [])


async def test_a_second_leaddesk_waits_for_the_first(bench: BuyingBench, tmp_path: Path) -> None:
    other = BuyingBench(tmp_path, bench.clock, bench.reachstream)
    leaving, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> Sent:
        leaving.set()
        await go_on.wait()
        return OK

    first = asyncio.ensure_future(bench.buy(100, slow))
    await leaving.wait()
    with pytest.raises(PurchaseBlocked) as blocked:
        await other.buy(100)
    assert blocked.value.number == 1
    assert await other.buying.recover() == (), "what lives is no orphan"
    go_on.set()
    assert (await first).state is PurchaseState.ACCEPTED
    assert (await other.buy(100, OK)).number == 2
    await other.close()


async def test_orphans_are_settled_before_the_next_purchase(bench: BuyingBench) -> None:
    begun = []
    for _ in range(3):
        offer = await bench.offer()
        begun.append(await bench.journal.begin(offer, asked=1, way=DeliveryWay.POLLING, account=bench.account))
    facts = {"body": b"{}", "balance": 800, "balance_read_at": bench.clock()}
    await bench.journal.arm(begun[1].id, **facts)  # type: ignore[arg-type]  # as its arguments are

    assert (await bench.buy(100, OK)).state is PurchaseState.ACCEPTED

    assert [(await bench.journal.one(one.id)).reason for one in begun] == [Reason.ENDED_BEFORE] * 3


async def test_one_that_was_left_behind_can_be_taken_back(bench: BuyingBench) -> None:
    begun = await bench.journal.begin(await bench.offer(), asked=1, way=DeliveryWay.POLLING, account=bench.account)
    assert (await bench.buying.cancel(id=begun.id)).reason is Reason.CANCELLED
    assert (await bench.buying.cancel(id=begun.id)).state is PurchaseState.CLOSED


async def test_at_the_end_what_was_not_sent_is_closed(bench: BuyingBench) -> None:
    at_the_door = asyncio.Event()

    async def wait_for_the_turn() -> None:
        at_the_door.set()
        await asyncio.sleep(0)

    bench.reachstream.before_leaving = wait_for_the_turn
    buying = asyncio.ensure_future(bench.buy(100, OK))
    await at_the_door.wait()
    await bench.buying.aclose()
    assert ((await buying).reason, bench.reachstream.sent) == (Reason.ENDED_BEFORE, [])


async def test_a_lock_held_elsewhere_names_the_next_number(bench: BuyingBench, tmp_path: Path) -> None:
    lock = HomeLock(tmp_path, BUYING)
    assert lock.acquire()
    with pytest.raises(PurchaseBlocked) as blocked:
        await bench.buy(1)
    assert blocked.value.number == 1
    lock.release()
