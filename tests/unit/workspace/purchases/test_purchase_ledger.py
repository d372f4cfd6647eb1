"""Balances, and what they say of purchases."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.errors import PurchaseBlocked
from leaddesk.domain.ledger import EntryKind, Standing, Yield, by_day
from leaddesk.domain.purchases import Purchase, Reason, Ruling
from tests.unit.workspace.purchases.buying import ACCOUNT, NOON, Computer, payload, record


async def read(computer: Computer, available: int) -> Standing:
    """A second later, the balance is ``available``."""
    await computer.ledger.note_balance(ACCOUNT, available, computer.later(seconds=1), "test")
    return await computer.ledger.standing(ACCOUNT)


async def came(computer: Computer, purchase: Purchase, count: int, first: int = 0) -> Purchase:
    """A second later, so many of its records."""
    computer.later(seconds=1)
    await computer.receive(payload(purchase.processing_id, [record(first + number) for number in range(count)]))
    return await computer.journal.one(purchase.id)


async def test_nothing_was_read(computer: Computer) -> None:
    assert await computer.ledger.standing(ACCOUNT) == Standing(None, None, None, 0)
    assert (await computer.ledger.standing(ACCOUNT)).difference == 0
    assert await computer.ledger.entries(ACCOUNT) == ()
    assert await computer.ledger.yields() == ()


async def test_asked_received_charged(computer: Computer) -> None:
    await read(computer, 700)
    bought = await computer.buy("1300", asked=500)
    assert (await read(computer, 700)).outstanding == 500
    charged_before_it_came = await read(computer, 237)
    assert (charged_before_it_came.expected, charged_before_it_came.difference) == (700, 0)
    bought = await came(computer, bought, 463)
    assert (await computer.ledger.standing(ACCOUNT)).difference == 0, "the balance is of before they came"
    bought = await computer.journal.short(bought.id, Reason.PROVIDER_DONE)
    standing = await computer.ledger.standing(ACCOUNT)
    assert (standing.difference, bought.charged) == (0, None)
    standing = await read(computer, 237)
    assert (standing.expected, standing.outstanding, standing.difference) == (237, 0, 0)
    bought = await computer.journal.one(bought.id)
    assert (bought.asked, bought.received, bought.charged) == (500, 463, 463)


async def test_what_one_cost_so_far_that_may_receive_more(computer: Computer) -> None:
    """A webhook never says that it is done."""
    await read(computer, 700)
    bought = await came(computer, await computer.buy("1300", asked=500), 200)
    assert (await read(computer, 237)).difference == 0
    assert (await computer.journal.one(bought.id)).charged is None, "more was charged than came"
    bought = await came(computer, bought, 263, first=200)
    await read(computer, 237)
    bought = await computer.journal.one(bought.id)
    assert (bought.asked, bought.received, bought.charged) == (500, 463, 463)


async def test_records_that_come_before_they_are_charged(computer: Computer) -> None:
    await read(computer, 700)
    bought = await came(computer, await computer.buy("1300", asked=5), 5)
    assert (await read(computer, 700)).difference == 0, "not yet"
    assert (await computer.journal.one(bought.id)).charged is None
    computer.later(minutes=59)
    assert (await read(computer, 700)).difference == 0
    computer.later(minutes=1)
    assert (await read(computer, 700)).difference == -5, "never, it seems"
    assert (await computer.journal.one(bought.id)).charged is None
    assert (await read(computer, 695)).difference == 0
    assert (await computer.journal.one(bought.id)).charged == 5


async def test_more_is_gone_than_came(computer: Computer) -> None:
    await read(computer, 700)
    bought = await came(computer, await computer.buy("1300", asked=500), 450)
    bought = await computer.journal.short(bought.id, Reason.PROVIDER_DONE)
    assert (await read(computer, 237)).difference == 13
    assert (await computer.journal.one(bought.id)).charged == 463, "nothing else can be the reason"
    with pytest.raises(PurchaseBlocked) as blocked:
        await computer.confirm()
    assert blocked.value.number is None
    with pytest.raises(PurchaseBlocked):
        await computer.ledger.acknowledge(ACCOUNT, 12, "another one was seen")
    await computer.ledger.acknowledge(ACCOUNT, 13, "told their support")
    assert (await computer.ledger.standing(ACCOUNT)).difference == 0
    assert (await read(computer, 237)).difference == 0
    await computer.arm(await computer.confirm())


async def test_a_difference_that_shows_after_the_button_was_pressed(computer: Computer) -> None:
    await read(computer, 700)
    bought = await computer.confirm()
    await read(computer, 600)
    with pytest.raises(PurchaseBlocked):
        await computer.arm(bought)


async def test_credits_were_added(computer: Computer) -> None:
    await read(computer, 700)
    assert (await read(computer, 1700)).difference == -1000
    await computer.ledger.acknowledge(ACCOUNT, -1000, "")
    assert (await computer.ledger.standing(ACCOUNT)).difference == 0
    assert (await read(computer, 1600)).difference == 100


async def test_what_was_acknowledged_explains_nothing_else(computer: Computer) -> None:
    """Another hundred were gone while 500 may have been taken; then it turns out that they were not for us."""
    await read(computer, 1000)
    bought = await computer.send(asked=500)
    bought = await computer.journal.unknown(bought.id, Reason.CUT)
    assert (await read(computer, 400)).difference == 100
    await computer.ledger.acknowledge(ACCOUNT, 100, "a colleague")
    assert (await computer.ledger.standing(ACCOUNT)).difference == 0
    computer.later(minutes=1)
    await computer.journal.rule(bought.id, Ruling.NOT_BOUGHT)
    assert (await computer.ledger.standing(ACCOUNT)).difference == 500
    assert (await read(computer, 400)).difference == 500
    assert (await computer.journal.one(bought.id)).charged == 500


async def test_not_bought_for_certain(computer: Computer) -> None:
    await read(computer, 1000)
    bought = await computer.journal.rejected((await computer.send()).id, Reason.REFUSED, "400")
    assert bought.charged is None
    await read(computer, 1000)
    assert (await computer.journal.one(bought.id)).charged == 0


async def test_two_that_could_be_the_reason(computer: Computer) -> None:
    await read(computer, 1000)
    first, second = await computer.buy("1", asked=10), await computer.buy("2", asked=10)
    first, second = await came(computer, first, 9), await came(computer, second, 8)
    for one in (first, second):
        await computer.journal.short(one.id, Reason.PROVIDER_DONE)
    assert (await read(computer, 982)).difference == 1
    assert [one.charged for one in await computer.journal.all()] == [None, None], "nobody knows which"
    assert (await read(computer, 983)).difference == 0
    assert [one.charged for one in await computer.journal.all()] == [8, 9]


async def test_late_ones_are_charged_again(computer: Computer) -> None:
    await read(computer, 1000)
    bought = await came(computer, await computer.buy("1"), 5)
    await computer.journal.short(bought.id, Reason.SILENCE)
    await read(computer, 995)
    assert (await computer.journal.one(bought.id)).charged == 5
    bought = await came(computer, bought, 2, first=5)
    assert bought.charged is None
    await read(computer, 993)
    assert (await computer.journal.one(bought.id)).charged == 7


async def test_accounts_are_apart(computer: Computer) -> None:
    await read(computer, 1000)
    elsewhere = "https://elsewhere.example"
    await computer.ledger.note_balance(elsewhere, 5, computer.now, "test")
    await computer.buy("1", asked=5, account=elsewhere)
    assert await computer.ledger.standing(ACCOUNT) == Standing(1000, computer.now, 1000, 0)
    assert (await computer.ledger.standing(elsewhere)).outstanding == 5
    assert len(await computer.ledger.entries(elsewhere)) == 1


async def test_a_moment_is_noted_once(computer: Computer, other: Computer) -> None:
    await computer.ledger.note_balance(ACCOUNT, 700, NOON, "offer")
    await other.ledger.note_balance(ACCOUNT, 699, NOON, "status bar")
    assert (await other.ledger.standing(ACCOUNT)).available == 700
    await other.ledger.note_balance(ACCOUNT, 500, NOON - timedelta(days=1), "the clock was put back")
    assert (await other.ledger.standing(ACCOUNT)).available == 500, "the latest reading counts"


async def test_lines(computer: Computer) -> None:
    await read(computer, 1000)
    bought = await came(computer, await computer.buy("1"), 3)
    bought = await came(computer, bought, 7, first=2)
    await read(computer, 980)
    computer.later(seconds=1)
    await computer.ledger.acknowledge(ACCOUNT, 10, "a colleague")
    computer.later(days=2)
    await came(computer, bought, 1, first=90)
    entries = await computer.ledger.entries(ACCOUNT)
    assert [(entry.kind, entry.credits, entry.balance) for entry in entries] == [
        (EntryKind.PURCHASE, -1, None),
        (EntryKind.DIFFERENCE, -10, None),
        (EntryKind.BALANCE, 0, 980),
        (EntryKind.PURCHASE, -9, None),
        (EntryKind.BALANCE, 0, 1000),
    ]
    assert (entries[3].purchase, entries[3].what, entries[1].what) == (bought.id, "Germans", "a colleague")
    assert [(day.balance, day.charged) for day in by_day(entries)] == [(980, 9), (None, 1)]


async def test_yields(computer: Computer) -> None:
    await computer.confirm()
    bought = await computer.buy("1", asked=5)
    await came(computer, bought, 4)
    await computer.buy("2", asked=6)
    assert await computer.ledger.yields() == (Yield("Germans", 2, 11, 4, 4, 0, 0, 4),)


async def test_a_clock_that_is_put_back_makes_no_difference(computer: Computer) -> None:
    await read(computer, 800)
    await came(computer, await computer.buy("1", asked=10), 10)
    assert (await read(computer, 790)).difference == 0
    computer.later(days=-1)
    assert (await read(computer, 790)).difference == 0
    await came(computer, await computer.buy("2", asked=5), 5)
    standing = await read(computer, 785)
    assert (standing.available, standing.difference) == (785, 0)
    computer.later(days=2)
    assert (await read(computer, 785)).difference == 0


async def test_credits_that_are_added_before_the_charge_is_seen_hide_nothing(computer: Computer) -> None:
    await read(computer, 100)
    bought = await came(computer, await computer.buy("1", asked=100), 100)
    assert (await read(computer, 50)).difference == 0, "50 were added; or half of it is not charged yet"
    assert (await computer.journal.one(bought.id)).charged is None, "not 50"
    computer.later(hours=1)
    assert (await read(computer, 50)).difference == -50
    await computer.ledger.acknowledge(ACCOUNT, -50, "bought some")
    assert (await read(computer, 1050)).difference == -1000


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["buy", "charge", "deliver", "read", "end"])), max_size=40)
)
@settings(max_examples=40, deadline=None)
def test_an_honest_provider_leaves_no_difference(tmp_path_factory: pytest.TempPathFactory, events: list[Any]) -> None:
    """It charges for what it is about to deliver, whenever the balance is read meanwhile."""
    asyncio.run(_with_an_honest_provider(tmp_path_factory.mktemp("ledger") / "purchases.db", events))


async def _with_an_honest_provider(path: Path, events: list[tuple[int, str]]) -> None:
    computer, balance = Computer(path), 1000
    owed: dict[str, list[dict[str, Any]]] = {}
    await read(computer, balance)
    for number, (count, event) in enumerate([*events, (0, "deliver"), (0, "end"), (0, "read")]):
        computer.later(seconds=1)
        match event:
            case "buy":
                owed[(await computer.buy(str(number), asked=9)).processing_id] = []
            case "charge" if owed:
                records = list(owed.values())[count % len(owed)]
                fresh = min(count, 9 - len(records))
                records += [record(len(records) + one) for one in range(fresh)]
                balance -= fresh
            case "deliver":
                for processing_id, records in owed.items():
                    await computer.receive(payload(processing_id, records))
            case "end":
                for one in await computer.journal.all():
                    if one.received == len(owed.get(one.processing_id, ())):
                        await computer.journal.short(one.id, Reason.PROVIDER_DONE)
                        owed.pop(one.processing_id, None)
            case "read":
                await computer.ledger.note_balance(ACCOUNT, balance, computer.now, "test")
        assert (await computer.ledger.standing(ACCOUNT)).difference == 0
    for one in await computer.journal.all():
        assert one.charged == one.received
    await computer.aclose()
