"""Bodies that are kept before anybody understands them."""

from __future__ import annotations

from leaddesk.domain.deliveries import DeliveredBy, Delivery, DeliveryId, DeliveryState
from tests.unit.workspace.purchases.buying import NOON, Computer, payload, record


async def test_kept_once(computer: Computer, other: Computer) -> None:
    body = bytes(range(256))
    assert await computer.deliveries.keep(body, DeliveredBy.WEBHOOK, arrived_at=NOON) == (1, True)
    assert await other.deliveries.keep(body, DeliveredBy.INBOX, arrived_at=NOON, remote_id=7) == (1, False)
    assert await other.deliveries.keep(b"", DeliveredBy.HAND, arrived_at=NOON) == (2, True)
    assert (await computer.deliveries.all())[1] == Delivery(
        DeliveryId(1), NOON, DeliveredBy.WEBHOOK, 256, DeliveryState.RAW
    )
    assert await other.deliveries.raw(DeliveryId(1)) == body
    assert await other.deliveries.raw(DeliveryId(9)) is None
    assert await computer.deliveries.count_raw() == 2


async def test_collected_from_an_inbox_elsewhere(computer: Computer) -> None:
    for number in range(5):
        await computer.deliveries.keep(b"%d" % number, DeliveredBy.WEBHOOK, arrived_at=NOON)
    assert [one.id for one in await computer.deliveries.after(0, 2)] == [1, 2]
    assert await computer.deliveries.delete_up_to(2) == 2
    assert await computer.deliveries.delete_up_to(2) == 0
    assert await computer.deliveries.raw(DeliveryId(2)) is None
    assert [one.id for one in await computer.deliveries.after(2, 9)] == [3, 4, 5]
    await computer.deliveries.delete_up_to(5)
    assert await computer.deliveries.keep(b"new", DeliveredBy.WEBHOOK, arrived_at=NOON) == (6, True)


async def test_what_was_taken_is_not_deleted(computer: Computer) -> None:
    await computer.buy("1300")
    await computer.receive(payload(1300, [record(1)]))
    assert await computer.deliveries.delete_up_to(99) == 0


async def test_a_secret_in_the_body_never_reaches_the_disk(computer: Computer) -> None:
    await computer.buy("1300")
    canary = "canary-of-the-webhook"
    await computer.receive(payload(1300, [record(1)], webhook_secret_key=canary))
    await computer.receive(payload(1301, [record(1)], webhook_secret_key=canary))
    (quarantined, taken) = await computer.deliveries.all()
    assert (quarantined.state, taken.state) == (DeliveryState.QUARANTINED, DeliveryState.TAKEN)
    assert canary.encode() not in (await computer.deliveries.raw(quarantined.id) or b"")
    assert not await computer.receive(payload(1301, [record(1)], webhook_secret_key="x" * len(canary)))
    for file in computer.path.parent.iterdir():
        assert canary.encode() not in file.read_bytes()


async def test_what_nobody_could_read_or_place_is_looked_at_again_when_it_is_given_again(computer: Computer) -> None:
    bodies = b"[7]", payload(1300, [record(1)])
    for body in bodies:
        await computer.receive(body)
    before = [DeliveryState.QUARANTINED, DeliveryState.UNREADABLE]
    assert [one.state for one in await computer.deliveries.all()] == before
    for body in bodies:
        assert not (await computer.deliveries.keep(body, DeliveredBy.WEBHOOK, arrived_at=NOON))[1]
    assert not await computer.deliveries.count_raw()
    for body in bodies:
        assert not (await computer.deliveries.keep(body, DeliveredBy.HAND, arrived_at=NOON))[1]
    assert await computer.deliveries.count_raw() == 2
    await computer.take_all()
    assert [one.state for one in await computer.deliveries.all()] == before
