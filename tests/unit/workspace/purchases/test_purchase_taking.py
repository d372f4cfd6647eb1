"""What becomes of deliveries: whose they are, what they bring, and what is left of them."""

from __future__ import annotations

import json
from random import Random

import pytest

from leaddesk.domain.deliveries import DeliveredBy, DeliveryState, read_payload
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import DeliveryWay, Purchase, PurchaseState, Reason, Ruling
from leaddesk.workspace.purchases import erasing, taking
from tests.unit.workspace.purchases.buying import Computer, names, payload, record


async def states(computer: Computer) -> list[DeliveryState]:
    """Oldest first."""
    return [one.state for one in await computer.deliveries.all()][::-1]


async def unknown(computer: Computer, **more: object) -> Purchase:
    bought = await computer.send(**more)  # type: ignore[arg-type]  # as they are
    computer.later(seconds=60)
    return await computer.journal.unknown(bought.id, Reason.TIMEOUT)


async def test_each_record_once(computer: Computer) -> None:
    bought = await computer.buy("1300")
    first = payload(1300, [record(1), record(2), record(2)])
    assert await computer.receive(first)
    assert not await computer.receive(first), "the same bytes"
    await computer.receive(payload("1300", [record(2, contact_name="Other"), record(3)]))
    bought = await computer.journal.one(bought.id)
    assert (bought.received, bought.with_email, bought.with_phone) == (3, 3, 0)
    assert names(await computer.journal.records(bought.id)) == ["Name 00001", "Name 00002", "Name 00003"]
    assert names(await computer.journal.records(bought.id, 1, 1)) == ["Name 00002"]
    deliveries = await computer.deliveries.all()
    assert [(one.state, one.records, one.purchase) for one in deliveries] == [
        (DeliveryState.TAKEN, 2, bought.id),
        (DeliveryState.TAKEN, 3, bought.id),
    ]
    assert await computer.deliveries.raw(deliveries[0].id) is None, "its records keep what stood in it"


async def test_records_without_an_id_are_told_by_all_that_they_say(computer: Computer) -> None:
    bought = await computer.buy("1300")
    one, other = {"contact_name": "Anna"}, {"contact_name": "Berta", "more": [1, {"deep": None}]}
    await computer.receive(payload(1300, [one, other]))
    await computer.receive(payload(1300, [dict(reversed(other.items())), one]))
    assert await computer.journal.records(bought.id) == (one, other)


async def test_hundred_thousand_records(computer: Computer) -> None:
    """30 % repeated, in shuffled batches."""
    draw, total, more = Random(5), 100_000, 42_857
    people = [*range(total), *draw.choices(range(total), k=more)]
    draw.shuffle(people)
    bodies = [
        payload(1300, [record(number) for number in people[start : start + 500]])
        for start in range(0, len(people), 500)
    ]
    bought = await computer.buy("1300", asked=total, most=total)
    for number, body in enumerate(bodies):
        assert await computer.receive(body)
        if number % 20 == 0:
            assert not await computer.receive(body)
    bought = await computer.journal.one(bought.id)
    assert (bought.received, bought.state) == (total, PurchaseState.COMPLETE)
    assert len(set(await computer.identities(bought))) == total


async def test_late_ones_are_taken_and_may_exceed(computer: Computer) -> None:
    bought = await computer.buy("1300", asked=2)
    await computer.journal.short(bought.id, Reason.SILENCE)
    await computer.receive(payload(1300, [record(1)]))
    bought = await computer.journal.one(bought.id)
    assert (bought.state, bought.reason, bought.received) == (PurchaseState.SHORT, Reason.SILENCE, 1)
    await computer.receive(payload(1300, [record(2), record(3)]))
    bought = await computer.journal.one(bought.id)
    assert (bought.state, bought.received, bought.outstanding) == (PurchaseState.COMPLETE, 3, 0)
    await computer.receive(payload(1300, [record(4)]))
    bought = await computer.journal.one(bought.id)
    assert (bought.state, bought.received) == (PurchaseState.COMPLETE, 4)


async def test_ruled_out_and_delivered_all_the_same(computer: Computer) -> None:
    bought = await unknown(computer)
    await computer.journal.rule(bought.id, Ruling.NOT_BOUGHT)
    await computer.receive(payload(1300, [record(1)]))
    assert await states(computer) == [DeliveryState.QUARANTINED], "nobody knows that it is its number"
    other = await computer.buy("1301")
    await computer.journal.rule(other.id, Ruling.NOT_BOUGHT)
    await computer.receive(payload(1301, [record(1)]))
    other = await computer.journal.one(other.id)
    assert (other.state, other.ruling, other.ended_at) == (PurchaseState.RECEIVING, Ruling.NOT_BOUGHT, None)


async def test_the_provider_says_that_this_is_all(computer: Computer) -> None:
    bought = await computer.buy("1300", way=DeliveryWay.POLLING)
    ready = json.dumps({"status": "READY", "total_records": 2, "records": [record(1), record(2)]}).encode()
    await computer.receive(ready, DeliveredBy.POLLING, "1300")
    bought = await computer.journal.one(bought.id)
    assert (bought.state, bought.reason, bought.received) == (PurchaseState.SHORT, Reason.PROVIDER_DONE, 2)
    assert (await computer.journal.steps(bought.id))[-1].facts == {
        "delivery": 1,
        "by": "polling",
        "records": 2,
        "new": 2,
        "said": "READY",
    }


async def test_two_empty_answers_are_alike_and_of_two_purchases(computer: Computer) -> None:
    ready = json.dumps({"status": "READY", "records": []}).encode()
    for number in ("1300", "1301"):
        bought = await computer.buy(number, way=DeliveryWay.POLLING)
        assert await computer.receive(ready, DeliveredBy.POLLING, number)
        assert not await computer.receive(ready, DeliveredBy.POLLING, number)
        assert await computer.deliveries.raw((await computer.deliveries.all())[0].id) == ready
        bought = await computer.journal.one(bought.id)
        assert (bought.state, bought.reason, bought.received) == (PurchaseState.SHORT, Reason.PROVIDER_DONE, 0)


async def test_there_were_no_credits(computer: Computer) -> None:
    bought = await computer.buy("1300", way=DeliveryWay.POLLING)
    await computer.receive(b'{"status": "INSUFFICIENT_BALANCE"}', DeliveredBy.POLLING, "1300")
    bought = await computer.journal.one(bought.id)
    assert (bought.state, bought.reason) == (PurchaseState.REJECTED, Reason.NO_CREDITS)


async def test_a_part_of_what_there_is(computer: Computer) -> None:
    bought = await computer.buy("1300", way=DeliveryWay.POLLING)
    part = json.dumps({"status": "READY", "total_records": 5, "records": [record(1)]}).encode()
    await computer.receive(part, DeliveredBy.POLLING, "1300")
    assert (await computer.journal.one(bought.id)).state is PurchaseState.RECEIVING


@pytest.mark.parametrize("body", [b"\xff\xfe", b"<html>", b"[1]", b'{"data": 1', b"", b"[" * 100_000])
async def test_what_cannot_be_read_is_kept_as_it_came(computer: Computer, body: bytes) -> None:
    await computer.receive(body)
    (kept,) = await computer.deliveries.all()
    if kept.state is DeliveryState.UNREADABLE:
        assert kept.trouble in {"text", "json", "shape"}
    assert kept.state in {DeliveryState.UNREADABLE, DeliveryState.QUARANTINED}
    assert await computer.deliveries.raw(kept.id) == body


async def test_adopted_by_the_only_one_that_is_unknown(computer: Computer) -> None:
    bought = await unknown(computer)
    await computer.receive(payload(1300, [record(1), record(2)]))
    bought = await computer.journal.one(bought.id)
    assert (bought.state, bought.processing_id, bought.received) == (PurchaseState.RECEIVING, "1300", 2)
    assert (await computer.journal.steps(bought.id))[-1].facts["adopted"] == 1
    await computer.receive(payload(1300, [record(3)]))
    assert (await computer.journal.one(bought.id)).received == 3
    await computer.receive(payload(1301, [record(4)]))
    assert (await states(computer))[-1] is DeliveryState.QUARANTINED, "its number is known now"


async def test_what_came_before_it_was_known_to_be_unknown(computer: Computer) -> None:
    bought = await computer.send()
    computer.later(seconds=30)
    await computer.receive(payload(1300, [record(1)]))
    assert await states(computer) == [DeliveryState.QUARANTINED]
    await computer.journal.unknown(bought.id, Reason.TIMEOUT)
    await computer.take_all()
    assert (await computer.journal.one(bought.id)).processing_id == "1300"


async def test_not_adopted(computer: Computer) -> None:
    await computer.receive(payload(1, [record(1)]))
    computer.later(seconds=1)
    bought = await unknown(computer, asked=2)
    await computer.take_all()
    await computer.receive(payload(2, [record(number) for number in range(3)]))
    await computer.receive(payload(3, [record(1, company_address_country="France")]))
    await computer.receive(payload(4, []))
    assert await states(computer) == [DeliveryState.QUARANTINED] * 4, "too early, too many, of another filter, empty"
    elsewhere = await unknown(computer, account="https://elsewhere.example")
    await computer.receive(payload(5, [record(1)]))
    assert (await states(computer))[-1] is DeliveryState.QUARANTINED, "it may be of both"
    await computer.journal.rule(elsewhere.id, Ruling.NOT_BOUGHT)
    sending = await computer.send(account="https://third.example")
    await computer.receive(payload(6, [record(1)]))
    assert (await states(computer))[-1] is DeliveryState.QUARANTINED, "it may be of the one on its way"
    await computer.journal.accepted(sending.id, "6")
    await computer.take_all()
    assert (await computer.journal.one(sending.id)).received == 1
    assert (await computer.journal.one(bought.id)).state is PurchaseState.UNKNOWN


async def test_a_filter_in_other_letters_fits(computer: Computer) -> None:
    wanted = Filter.of({"company_address_country": ["GERMANY"], "tech_keywords": ["SAP"]})
    bought = await unknown(computer, wanted=wanted)
    await computer.receive(payload(1, [record(1, company_tech_keywords_list="Excel, sap, Jira")]))
    assert (await computer.journal.one(bought.id)).received == 1


async def test_taken_by_another_leaddesk_just_now(computer: Computer, other: Computer) -> None:
    bought = await computer.buy("1300")
    body = payload(1300, [record(1)])
    await computer.deliveries.keep(body, DeliveredBy.WEBHOOK, arrived_at=computer.now)
    raw = await computer.database.read(taking.next_raw)
    assert raw is not None
    await other.take_all()
    done = await computer.database.write(
        lambda connection: taking.take(connection, raw, read_payload(body), bought.id, computer.now)
    )
    assert (done.fresh, done.purchase.received) == (0, 1)
    assert len(await computer.journal.steps(bought.id)) == 5


async def test_what_is_not_in_my_leads_yet(computer: Computer) -> None:
    bought = await computer.buy("1300")
    other = await computer.buy("1301")
    await computer.receive(payload(1300, [record(number) for number in range(4)]))
    await computer.receive(payload(1301, [record(9)]))
    untold = await computer.database.read(taking.untold)
    assert [one.number for one in untold] == [bought.number, other.number]

    def wait(limit: int) -> list[taking.Waiting]:
        return list(computer.database.now(lambda connection: taking.waiting(connection, bought.number, limit)))

    first = wait(3)
    assert names([one.record for one in first]) == ["Name 00000", "Name 00001", "Name 00002"]
    ids = [one.id for one in first]
    await computer.database.write(lambda connection: erasing.keep_out(connection, ids[1], "somebody"))
    for _ in range(2):  # begun again after it was killed
        await computer.database.write(lambda connection: taking.added(connection, bought.number, ids, new=1))
    assert names([one.record for one in wait(9)]) == ["Name 00003"]
    bought = await computer.journal.one(bought.id)
    assert (bought.received, bought.new_leads, bought.kept_out) == (4, 1, 1)
    assert names(await computer.journal.records(bought.id)) == ["Name 00000", "Name 00002", "Name 00003"]


async def test_one_of_our_own_tests_is_dismissed(computer: Computer) -> None:
    id_, _ = await computer.deliveries.keep(b"{}", DeliveredBy.INBOX, arrived_at=computer.now)
    await computer.database.write(lambda connection: taking.dismiss(connection, id_))
    assert await states(computer) == [DeliveryState.TAKEN]
    assert await computer.deliveries.raw(id_) is None


async def test_the_clock_of_an_inbox_elsewhere_may_be_behind(computer: Computer) -> None:
    bought = await unknown(computer)
    computer.later(minutes=-2)
    await computer.receive(payload(7, [record(1)]), DeliveredBy.WEBHOOK)
    assert (await computer.journal.one(bought.id)).received == 0, "by our own clock it came before"
    await computer.receive(payload(8, [record(1)]), DeliveredBy.INBOX)
    assert (await computer.journal.one(bought.id)).processing_id == "8"


async def test_the_person_says_whose_it_is(computer: Computer) -> None:
    """It came by hand and names no number; or with a number that nobody knows, of one that was ruled out."""
    bought = await unknown(computer)
    await computer.journal.rule(bought.id, Ruling.NOT_BOUGHT)
    await computer.receive(payload(7, [record(1)]))
    await computer.receive(json.dumps([record(2)]).encode(), DeliveredBy.HAND)
    by_hand, by_webhook = await computer.deliveries.all()
    assert by_hand.state is by_webhook.state is DeliveryState.QUARANTINED
    for delivery in (by_hand, by_webhook):
        assert await computer.deliveries.assign(delivery.id, bought.id)
        assert not await computer.deliveries.assign(delivery.id, bought.id), "it is raw now"
    await computer.take_all()
    ours = await computer.journal.one(bought.id)
    assert (ours.state, ours.received, ours.processing_id) == (PurchaseState.RECEIVING, 2, "7")
    assert (await computer.journal.steps(bought.id))[-1].facts["assigned"] == 1
    await computer.receive(payload(7, [record(3)]))
    assert (await computer.journal.one(bought.id)).received == 3, "its number is known now"


async def test_nothing_is_assigned_to_one_that_was_not_sent(computer: Computer) -> None:
    await computer.receive(payload(7, [record(1)]))
    (delivery,) = await computer.deliveries.all()
    confirmed = await computer.confirm()
    closed = await computer.journal.closed((await computer.confirm()).id, Reason.CANCELLED)
    sending = await computer.send()
    for one in (confirmed, closed, sending):
        with pytest.raises(ValueError, match=one.id):
            await computer.deliveries.assign(delivery.id, one.id)
    assert await states(computer) == [DeliveryState.QUARANTINED]
