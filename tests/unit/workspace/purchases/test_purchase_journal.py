"""The journal of purchases, step by step."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import apsw
import pytest

from leaddesk.domain.deliveries import DeliveredBy, DeliveryState
from leaddesk.domain.errors import PurchaseBlocked, PurchasesDamaged
from leaddesk.domain.purchases import (
    DeliveryWay,
    Purchase,
    PurchaseId,
    PurchaseState,
    Reason,
    Ruling,
    body_of,
    hash_of,
    next_balance_look,
)
from tests.unit.workspace.purchases.buying import ACCOUNT, NOON, Computer, offer, payload, record


async def told(computer: Computer, purchase: Purchase) -> list[tuple[str, str]]:
    return [(step.state.value, step.reason.value) for step in await computer.journal.steps(purchase.id)]


async def test_the_way_to_its_records(computer: Computer) -> None:
    wanted = offer(most=5)
    bought = await computer.journal.begin(
        wanted, asked=3, way=DeliveryWay.WEBHOOK, account=ACCOUNT, slice_name="Germany"
    )
    assert (bought.id, bought.number, bought.asked, bought.state) == (wanted.id, 1, 3, PurchaseState.CONFIRMED)
    assert (bought.filter, bought.filter_name, bought.slice_name) == (wanted.filter, "Germans", "Germany")
    assert (bought.matches, bought.confirmed_at, bought.charged) == (5, NOON, None)
    assert await computer.journal.blocking(ACCOUNT) is None

    computer.later(seconds=1)
    body = body_of(bought.filter, 3)
    bought = await computer.journal.arm(bought.id, body=body, balance=700, balance_read_at=NOON)
    assert (bought.state, bought.body_hash, bought.balance) == (PurchaseState.ARMED, hash_of(body), 700)
    assert (bought.balance_read_at, bought.armed_at) == (NOON, computer.now)
    assert await computer.journal.body(bought.id) == body
    assert await computer.journal.blocking(ACCOUNT) == bought

    bought = await computer.journal.sending(bought.id)
    assert (bought.state, bought.tries, bought.sent_at) == (PurchaseState.SENDING, 1, computer.now)
    bought = await computer.journal.accepted(bought.id, "1300")
    assert (bought.state, bought.processing_id, bought.accepted_at) == (PurchaseState.ACCEPTED, "1300", computer.now)
    assert await computer.journal.blocking(ACCOUNT) is None

    computer.later(seconds=1)
    await computer.receive(payload(1300, [record(1), record(2)]))
    bought = await computer.journal.one(bought.id)
    assert (bought.state, bought.received, bought.outstanding) == (PurchaseState.RECEIVING, 2, 1)
    await computer.receive(payload(1300, [record(3)]))
    bought = await computer.journal.one(bought.id)
    assert (bought.state, bought.received, bought.ended_at) == (PurchaseState.COMPLETE, 3, computer.now)
    assert [state for state, _ in await told(computer, bought)] == [
        *("confirmed", "armed", "sending", "accepted", "receiving", "complete")
    ]
    assert await computer.journal.all() == (bought,)


async def test_one_press_is_one_purchase(computer: Computer, other: Computer) -> None:
    wanted = offer()
    first = await computer.journal.begin(wanted, asked=5, way=DeliveryWay.POLLING, account=ACCOUNT)
    armed = await computer.arm(first)
    again = await other.journal.begin(wanted, asked=7, way=DeliveryWay.WEBHOOK, account=ACCOUNT)
    assert again == armed
    assert len(await other.journal.all()) == 1


@pytest.mark.parametrize("asked", [0, -1, 6])
async def test_no_more_than_was_offered(computer: Computer, asked: int) -> None:
    with pytest.raises(ValueError, match=str(asked)):
        await computer.journal.begin(offer(most=5), asked=asked, way=DeliveryWay.POLLING, account=ACCOUNT)
    assert await computer.journal.all() == ()


async def test_one_of_an_account_at_a_time(computer: Computer, other: Computer) -> None:
    first, second = await computer.confirm(), await other.confirm()
    await computer.arm(first)
    with pytest.raises(PurchaseBlocked) as blocked:
        await other.arm(second)
    assert blocked.value.number == first.number
    assert (await other.journal.one(second.id)).state is PurchaseState.CONFIRMED
    await computer.journal.sending(first.id)
    await computer.journal.unknown(first.id, Reason.TIMEOUT)
    with pytest.raises(PurchaseBlocked):
        await other.arm(second)
    elsewhere = await other.confirm(account="https://elsewhere.example")
    assert (await other.arm(elsewhere)).state is PurchaseState.ARMED
    await computer.journal.rule(first.id, Ruling.NOT_BOUGHT)
    assert (await other.arm(second)).state is PurchaseState.ARMED


async def test_sqlite_itself_keeps_the_rules(computer: Computer) -> None:
    """Whatever a later LeadDesk, or a bug, may try."""
    first, second = await computer.send(), await computer.confirm()
    assert (first.number, second.number) == (1, 2)
    for statement in (
        "UPDATE purchases SET state = 'armed', body = x'00', armed_at = 1 WHERE number = 2",
        "UPDATE purchases SET state = 'sending' WHERE number = 2",
        "UPDATE purchases SET state = 'lost' WHERE number = 2",
        "UPDATE purchases SET body = x'00' WHERE number = 1",
        "UPDATE purchases SET asked = 11 WHERE number = 1",
        "DELETE FROM purchases",
        "DELETE FROM steps",
        "UPDATE steps SET state = 'closed'",
    ):
        with pytest.raises(apsw.ConstraintError):
            await computer.database.write(lambda connection, said=statement: connection.execute(said).close())  # type: ignore[misc]  # bound
    assert (await computer.journal.one(first.id)).state is PurchaseState.SENDING


async def test_commits_are_synchronous(computer: Computer) -> None:
    await computer.journal.all()
    said = await computer.database.read(
        lambda connection: [connection.pragma(name) for name in ("synchronous", "journal_mode", "foreign_keys")]
    )
    assert said == [2, "wal", 1]


async def test_back_to_armed_and_tried_again(computer: Computer) -> None:
    bought = await computer.send()
    with pytest.raises(ValueError, match="sending, not confirmed"):
        await computer.arm(bought)
    bought = await computer.journal.back_to_armed(bought.id, Reason.SLOW_DOWN, {"status": 429, "wait": 7})
    assert (bought.state, bought.reason, bought.tries) == (PurchaseState.ARMED, Reason.SLOW_DOWN, 1)
    bought = await computer.journal.sending(bought.id)
    with pytest.raises(ValueError, match="sending > sending"):
        await computer.journal.sending(bought.id)
    assert (bought.reason, bought.tries) == (Reason.NONE, 2)
    assert [step.facts.get("try") for step in await computer.journal.steps(bought.id)][2:] == [1, None, 2]
    bought = await computer.journal.closed(bought.id, Reason.NOT_CONNECTED, "connection refused")
    assert (bought.state, bought.trouble, bought.charged) == (PurchaseState.CLOSED, "connection refused", 0)
    assert bought.ended_at == computer.now


async def test_rejected(computer: Computer) -> None:
    bought = await computer.send()
    bought = await computer.journal.rejected(bought.id, Reason.NO_CREDITS, "402 Insufficient credit balance")
    assert (bought.state, bought.reason, bought.is_open) == (PurchaseState.REJECTED, Reason.NO_CREDITS, False)
    assert bought.trouble == "402 Insufficient credit balance"


@pytest.mark.parametrize("reason", [Reason.CANCELLED, Reason.PREFLIGHT, Reason.ENDED_BEFORE])
async def test_what_may_be_on_its_way_is_not_taken_back(computer: Computer, reason: Reason) -> None:
    bought = await computer.send()
    with pytest.raises(ValueError, match=reason.value):
        await computer.journal.closed(bought.id, reason)
    assert (await computer.journal.one(bought.id)).state is PurchaseState.SENDING
    waiting = await computer.confirm(account="https://elsewhere.example")
    assert (await computer.journal.closed(waiting.id, reason)).charged == 0
    with pytest.raises(ValueError, match="closed, not confirmed"):
        await computer.arm(waiting, 5)


async def test_orphans(computer: Computer, other: Computer) -> None:
    accounts = [f"https://{number}.example" for number in range(4)]
    confirmed = await computer.confirm(account=accounts[0])
    armed = await computer.arm(await computer.confirm(account=accounts[1]))
    sending = await computer.send(account=accounts[2])
    accepted = await computer.buy("1300", account=accounts[3])
    other.later(hours=1)
    settled = {one.id: one for one in await other.journal.settle_orphans()}
    assert [(settled[one.id].state, settled[one.id].reason) for one in (confirmed, armed, sending)] == [
        (PurchaseState.CLOSED, Reason.ENDED_BEFORE),
        (PurchaseState.CLOSED, Reason.ENDED_BEFORE),
        (PurchaseState.UNKNOWN, Reason.CRASHED),
    ]
    assert settled[sending.id].next_look_at == other.now + timedelta(minutes=1)
    assert accepted.id not in settled
    assert await other.journal.settle_orphans() == ()


async def test_a_number_is_not_lost_to_one_that_took_it_for_an_orphan(computer: Computer, other: Computer) -> None:
    """Where the file system has no locks."""
    bought = await computer.send()
    await other.journal.settle_orphans()
    bought = await computer.journal.accepted(bought.id, "1300")
    assert (bought.state, bought.processing_id) == (PurchaseState.UNKNOWN, "1300")
    await other.receive(payload(1300, [record(1)]))
    assert (await computer.journal.one(bought.id)).state is PurchaseState.RECEIVING


async def test_the_balance_is_looked_at_less_and_less_often(computer: Computer) -> None:
    bought = await computer.send()
    computer.later(seconds=60)
    bought = await computer.journal.unknown(bought.id, Reason.TIMEOUT)
    since, looks = computer.now, []
    while bought.next_look_at is not None:
        assert await computer.journal.due(bought.next_look_at - timedelta(seconds=1)) == ()
        computer.now = bought.next_look_at
        (claimed,) = await computer.journal.due(computer.now)
        assert await computer.journal.due(computer.now) == ()
        assert claimed.next_look_at == next_balance_look(since, computer.now)
        looks.append(computer.now - since)
        bought = await computer.journal.looked(bought.id, claimed.next_look_at, {"balance": 1000})
    assert looks[:5] == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 60 + 6 * 60)]
    assert (bought.looks, bought.state) == (len(looks), PurchaseState.UNKNOWN)
    assert timedelta(days=6, hours=18) < looks[-1] <= timedelta(days=7)
    last = (await computer.journal.steps(bought.id))[-1]
    assert last.facts == {"look": len(looks), "balance": 1000}


async def test_a_batch_is_asked_for_less_and_less_often(computer: Computer) -> None:
    bought = await computer.buy("1300", way=DeliveryWay.POLLING)
    gaps: list[float] = []
    while len(gaps) < 9:
        assert bought.next_look_at is not None
        gaps.append((bought.next_look_at - computer.now).total_seconds())
        computer.now = bought.next_look_at
        (claimed,) = await computer.journal.due(computer.now)
        bought = await computer.journal.looked(bought.id, claimed.next_look_at)
    assert gaps[:4] == [5, 7.5, 11.25, 16.875]
    assert gaps[-2:] == [60, 60]
    assert (await computer.buy("1301")).next_look_at is None, "a webhook comes by itself"


async def test_only_one_of_two_looks(computer: Computer, other: Computer) -> None:
    bought = await computer.buy("1300", way=DeliveryWay.POLLING)
    now = computer.later(seconds=5)
    claimed = [*await computer.journal.due(now), *await other.journal.due(now)]
    assert [one.id for one in claimed] == [bought.id]
    other.later(seconds=15)
    assert [one.id for one in await other.journal.due(other.now)] == [bought.id], "should the first one have ended"


async def test_what_is_over_is_not_looked_at(computer: Computer) -> None:
    bought = await computer.buy("1300", way=DeliveryWay.POLLING, asked=1)
    computer.later(seconds=5)
    (claimed,) = await computer.journal.due(computer.now)
    await computer.receive(payload(1300, [record(1)]), DeliveredBy.POLLING, "1300")
    bought = await computer.journal.looked(bought.id, claimed.next_look_at)
    assert (bought.state, bought.next_look_at) == (PurchaseState.COMPLETE, None)


async def test_silence(computer: Computer) -> None:
    nothing, some = await computer.buy("1300"), await computer.buy("1301")
    computer.later(hours=71)
    await computer.receive(payload(1301, [record(1)]))
    assert await computer.journal.silent(computer.now) == ()
    computer.later(hours=1)
    (short,) = await computer.journal.silent(computer.now)
    assert (short.id, short.state, short.reason) == (nothing.id, PurchaseState.SHORT, Reason.SILENCE)
    computer.later(hours=71)
    assert [one.id for one in await computer.journal.silent(computer.now)] == [some.id]
    await computer.receive(payload(1300, [record(number) for number in range(10)]))
    late = await computer.journal.one(nothing.id)
    assert (late.state, late.received) == (PurchaseState.COMPLETE, 10)


async def test_silence_of_one_that_was_adopted(computer: Computer) -> None:
    bought = await computer.journal.unknown((await computer.send()).id, Reason.CUT)
    await computer.receive(payload(1300, [record(1)]))
    computer.later(hours=72)
    assert [one.id for one in await computer.journal.silent(computer.now)] == [bought.id]


async def test_rulings(computer: Computer) -> None:
    bought = await computer.send()
    assert (await computer.journal.rule(bought.id, Ruling.NOT_BOUGHT)).state is PurchaseState.SENDING, "it is running"
    await computer.journal.unknown(bought.id, Reason.CUT)
    ruled = await computer.journal.rule(bought.id, Ruling.BOUGHT_ELSEWHERE)
    assert (ruled.state, ruled.reason, ruled.ruling) == (PurchaseState.CLOSED, Reason.RULED, Ruling.BOUGHT_ELSEWHERE)
    receiving = await computer.buy("1300")
    await computer.receive(payload(1300, [record(1)]))
    assert (await computer.journal.rule(receiving.id, Ruling.NOT_BOUGHT)).state is PurchaseState.RECEIVING
    done = await computer.journal.rule(receiving.id, Ruling.THAT_IS_ALL)
    assert (done.state, done.ruling) == (PurchaseState.SHORT, Ruling.THAT_IS_ALL)


async def test_short_is_said_once(computer: Computer) -> None:
    bought = await computer.buy("1300", asked=1)
    short = await computer.journal.short(bought.id, Reason.PROVIDER_DONE)
    assert await computer.journal.short(bought.id, Reason.SILENCE) == short
    await computer.receive(payload(1300, [record(1)]))
    assert (await computer.journal.short(bought.id, Reason.SILENCE)).state is PurchaseState.COMPLETE


async def test_steps_that_do_not_follow(computer: Computer) -> None:
    bought = await computer.confirm()
    for step in (
        computer.journal.sending(bought.id),
        computer.journal.accepted(bought.id, "1"),
        computer.journal.unknown(bought.id, Reason.CUT),
        computer.journal.rejected(bought.id, Reason.REFUSED),
        computer.journal.short(bought.id, Reason.SILENCE),
        computer.journal.back_to_armed(bought.id, Reason.NOT_CONNECTED, {}),
    ):
        with pytest.raises(ValueError, match="confirmed"):
            await step
    assert await told(computer, bought) == [("confirmed", "")]
    with pytest.raises(LookupError):
        await computer.journal.one(PurchaseId("0" * 32))


async def test_what_waits_in_quarantine_is_looked_at_when_its_number_is_told(computer: Computer) -> None:
    bought = await computer.send()
    await computer.receive(payload(1300, [record(1)]))
    await computer.receive(payload(1301, [record(1)]))
    assert {one.state for one in await computer.deliveries.all()} == {DeliveryState.QUARANTINED}
    await computer.journal.accepted(bought.id, "1300")
    assert [one.state for one in await computer.deliveries.all()] == [DeliveryState.QUARANTINED, DeliveryState.RAW]
    await computer.take_all()
    assert (await computer.journal.one(bought.id)).received == 1


async def test_a_damaged_file_is_read_and_buys_nothing(computer: Computer, tmp_path: Path) -> None:
    bought = await computer.confirm()
    for _ in range(40):
        await computer.journal.closed((await computer.confirm()).id, Reason.CANCELLED)
    path = tmp_path / "home" / "purchases.db"
    await asyncio.to_thread(computer.database.closed_for, lambda: damage(path, "steps_by_purchase"))
    assert (await computer.journal.one(bought.id)).state is PurchaseState.CONFIRMED
    with pytest.raises(PurchasesDamaged):
        await computer.arm(bought)
    with pytest.raises(PurchasesDamaged):
        await computer.confirm()
    with pytest.raises(PurchasesDamaged):
        await computer.receive(b"{}")
    assert len(await computer.journal.all()) == 41


def damage(path: Path, table: str) -> None:
    """Nothing but zeros where ``table`` begins."""
    with closing(apsw.Connection(str(path))) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).get
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    path.write_bytes(content)


async def test_silence_of_a_batch_that_nobody_asked_for(computer: Computer) -> None:
    """LeadDesk was closed over a long weekend, or the clock was put forward: the records may be there."""
    bought = await computer.buy("1300", way=DeliveryWay.POLLING)
    computer.later(hours=80)
    assert await computer.journal.silent(computer.now) == ()
    (claimed,) = await computer.journal.due(computer.now)
    await computer.journal.looked(bought.id, claimed.next_look_at, {"trouble": "Unreachable"})
    assert await computer.journal.silent(computer.now) == (), "nobody answered"
    await computer.journal.looked(bought.id, claimed.next_look_at, {"batch": "working"})
    assert [one.id for one in await computer.journal.silent(computer.now)] == [bought.id]


async def test_late_records_of_a_batch_are_asked_for_during_a_week(computer: Computer) -> None:
    bought = await computer.buy("1300", way=DeliveryWay.POLLING)
    bought = await computer.journal.short(bought.id, Reason.PROVIDER_DONE)
    ended, looks = computer.now, 0
    while bought.next_look_at is not None:
        computer.now = bought.next_look_at
        (claimed,) = await computer.journal.due(computer.now)
        bought = await computer.journal.looked(bought.id, claimed.next_look_at, {"batch": "here"})
        looks += 1
    assert (looks, computer.now - ended) == (28, timedelta(days=7))
    assert bought.state is PurchaseState.SHORT
    by_webhook = await computer.journal.short((await computer.buy("1301")).id, Reason.SILENCE)
    assert by_webhook.next_look_at is None


@pytest.mark.parametrize("state", [PurchaseState.ACCEPTED, PurchaseState.UNKNOWN])
async def test_a_clock_that_is_put_back_puts_no_look_off(computer: Computer, state: PurchaseState) -> None:
    bought = await computer.send(way=DeliveryWay.POLLING)
    if state is PurchaseState.ACCEPTED:
        await computer.journal.accepted(bought.id, "1300")
    else:
        await computer.journal.unknown(bought.id, Reason.CUT)
    computer.later(days=-1)
    (claimed,) = await computer.journal.due(computer.now)
    assert claimed.next_look_at is not None
    assert computer.now < claimed.next_look_at <= computer.now + timedelta(hours=1)
    assert await computer.journal.due(computer.now) == ()


async def test_a_number_that_an_unclear_answer_named_is_kept(computer: Computer) -> None:
    bought = await computer.send()
    await computer.receive(payload(1300, [record(1, company_address_country="France")]))
    bought = await computer.journal.unknown(bought.id, Reason.UNREADABLE, "202", "1300")
    assert (bought.state, bought.processing_id) == (PurchaseState.UNKNOWN, "1300")
    await computer.take_all()
    assert (await computer.journal.one(bought.id)).received == 1


async def test_it_is_not_silent_while_something_was_not_read(computer: Computer) -> None:
    """My Leads is damaged, and so nothing is taken in."""
    bought = await computer.buy("1300")
    await computer.deliveries.keep(payload(1300, [record(1)]), DeliveredBy.WEBHOOK, arrived_at=computer.now)
    computer.later(hours=80)
    assert await computer.journal.silent(computer.now) == ()
    await computer.take_all()
    assert [one.id for one in await computer.journal.silent(computer.now)] == [bought.id]
