"""Collecting from an inbox elsewhere: from the real receiver, and from servers that are none."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import datetime, timedelta, timezone

import pytest

from leaddesk.domain.deliveries import DeliveryId
from leaddesk.domain.errors import InboxRefused, KeyUnusable
from leaddesk.domain.secret import Secret
from leaddesk.providers.inbox_client import InboxClient
from tests.fakes import receiver_at_hand
from tests.fakes.hostile_server import HostileServer, Script, bomb, reply, silent, truncated
from tests.fakes.raw_server import unused_port
from tests.fakes.receiver_at_hand import INBOX_KEY, NOON, BodiesInMemory, ReceiverAtHand

pytestmark = pytest.mark.usefixtures("certificates_read_once")

TOKEN, KEY = "canary00112233445566778899aabbcc", "canary-of-the-inbox"


@asynccontextmanager
async def inbox(count: int) -> AsyncIterator[tuple[str, BodiesInMemory]]:
    """A real one with so many deliveries: its address, and what it keeps."""
    async with ReceiverAtHand(collects=True) as receiver:
        for number in range(1, count + 1):
            await receiver.store.keep(b'{"delivery": %d}' % number, arrived_at=NOON)
        yield f"http://127.0.0.1:{receiver.port}/{receiver_at_hand.TOKEN}", receiver.store


@asynccontextmanager
async def client_of(address: str, key: str = KEY, deadline: float = 10.0) -> AsyncIterator[InboxClient]:
    client = InboxClient(address, Secret(key), deadline=deadline)
    try:
        yield client
    finally:
        await client.aclose()


async def collected(client: InboxClient, after: int = 0) -> list[tuple[int, datetime, bytes]]:
    async with aclosing(client.collect(after)) as deliveries:
        return [delivery async for delivery in deliveries]


async def refused(asking: Awaitable[object]) -> InboxRefused:
    with pytest.raises(InboxRefused) as raised:
        await asking
    return raised.value


async def test_everything_is_collected_in_order_and_let_go_when_it_is_safe(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with inbox(203) as (address, there), client_of(address, INBOX_KEY) as client:
        found = await collected(client)
        assert [(number, body) for number, _, body in found] == list(there.bodies.items())
        assert {arrived_at for _, arrived_at, _ in found} == {NOON}
        assert await collected(client, after=200) == found[200:]
        await client.acknowledge(200)
        assert list(there.bodies) == [201, 202, 203]
        assert await collected(client) == found[200:]
        await client.acknowledge(203)
        await client.acknowledge(203)
        assert await collected(client) == []
    told = "".join(repr(vars(record)) + record.getMessage() for record in caplog.records)
    assert told
    assert INBOX_KEY not in told
    assert receiver_at_hand.TOKEN not in told


async def test_what_another_leaddesk_took_meanwhile_is_left_out() -> None:
    async with (
        inbox(4) as (address, there),
        client_of(address, INBOX_KEY) as client,
        aclosing(client.collect()) as deliveries,
    ):
        assert (await anext(deliveries))[0] == 1
        await there.delete_up_to(DeliveryId(3))
        assert [number async for number, _, _ in deliveries] == [4]


async def test_another_key_or_another_path() -> None:
    async with inbox(1) as (address, _):
        async with client_of(address, "another") as client:
            assert (await refused(collected(client))).found == "key"
            assert (await refused(client.acknowledge(1))).found == "key"
        async with client_of(address + "x", INBOX_KEY) as client:
            assert (await refused(collected(client))).found == "status 404"


async def test_what_is_asked() -> None:
    page = {"deliveries": [{"id": 8, "arrived_at": "2026-11-21T13:00:00+01:00", "size": 2}], "more": False}
    scripts = reply(200, page), reply(200, b"{}"), reply(200, {"deliveries": []}), reply(204)
    one_o_clock = datetime(2026, 11, 21, 13, tzinfo=timezone(timedelta(hours=1)))
    async with HostileServer(*scripts) as server, client_of(f"{server.address}/in/{TOKEN}/") as client:
        assert await collected(client, after=7) == [(8, one_o_clock, b"{}")]
        await client.acknowledge(8)
    assert [request.line for request in server.requests] == [
        f"GET /in/{TOKEN}/collect?after=7 HTTP/1.1",
        f"GET /in/{TOKEN}/collect/8 HTTP/1.1",
        f"GET /in/{TOKEN}/collect?after=8 HTTP/1.1",
        f"POST /in/{TOKEN}/collected HTTP/1.1",
    ]
    assert json.loads(server.requests[-1].body) == {"up_to": 8}
    for request in server.requests:
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert not {"x-api-key", "webhook_secret_key", "cookie"} & set(request.headers)


def page_of(*entries: object) -> bytes:
    return reply(200, {"deliveries": list(entries)})


def entry(number: object = 1, arrived_at: object = "2026-11-21T12:00:00Z", size: object = 2) -> dict[str, object]:
    return {"id": number, "arrived_at": arrived_at, "size": size}


@pytest.mark.parametrize(
    ("scripts", "found"),
    [
        ([reply(401)], "key"),
        ([reply(403)], "key"),
        ([reply(404)], "status 404"),
        ([reply(503)], "status 503"),
        ([reply(204)], "status 204"),
        ([reply(302, Location="http://127.0.0.1:1/")], "redirect"),
        ([b""], "cut"),
        ([truncated()], "cut"),
        ([bomb(8)], "shape"),
        ([reply(200, b"<html>")], "shape"),
        ([reply(200, [])], "shape"),
        ([reply(200, {"deliveries": "many"})], "shape"),
        ([page_of(5)], "shape"),
        ([page_of(entry(number=None))], "shape"),
        ([page_of(entry(number=2**63))], "shape"),
        ([page_of(entry(arrived_at="soon"))], "shape"),
        ([page_of(entry(arrived_at=1))], "shape"),
        ([page_of(entry(size="much"))], "shape"),
        ([page_of(entry(number=0))], "shape"),
        ([page_of(entry(2), entry(1))], "shape"),
        ([page_of(entry(1), entry(1))], "shape"),
        ([page_of(entry()), reply(200, b"{}"), page_of(entry())], "shape"),
        ([page_of(entry()), reply(200, b"{}x")], "shape"),
        ([page_of(entry()), truncated()], "cut"),
        ([page_of(entry()), reply(500)], "status 500"),
        ([page_of(entry()), reply(200, b" " * (34 * 1024**2))], "shape"),
    ],
)
async def test_what_is_no_inbox(scripts: list[Script], found: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with HostileServer(*scripts) as server, client_of(f"{server.address}/{TOKEN}") as client:
        error = await refused(collected(client))
    assert (error.host, error.found) == ("127.0.0.1", found)
    assert len(server.requests) == len(scripts)
    told = [*traceback.format_exception(error), repr(vars(error)), repr(client)]
    told += [repr(vars(record)) + record.getMessage() for record in caplog.records]
    assert "canary" not in "".join(told)
    assert error.__context__ is None


async def test_a_time_without_a_zone_is_universal() -> None:
    scripts = page_of(entry(arrived_at="2026-11-21T12:00:00")), reply(200, b"{}"), page_of()
    async with HostileServer(*scripts) as server, client_of(server.address) as client:
        assert await collected(client) == [(1, NOON, b"{}")]


async def test_so_long_and_no_longer() -> None:
    async with HostileServer(silent) as server, client_of(server.address, deadline=0.05) as client:
        assert (await refused(collected(client))).found == "slow"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (lambda: f"http://127.0.0.1:{unused_port()}/x", "refused"),
        (lambda: f"http://leads.example/{TOKEN}", "no-address"),
        (lambda: f"https://me:canary@leads.example/{TOKEN}", "no-address"),
        (lambda: "", "no-address"),
    ],
)
async def test_where_nobody_is(address: Callable[[], str], found: str) -> None:
    async with client_of(address()) as client:
        for error in (await refused(collected(client)), await refused(client.acknowledge(1))):
            assert error.found == found
            assert "canary" not in "".join(traceback.format_exception(error)) + repr(vars(error))


def test_a_key_that_cannot_travel() -> None:
    with pytest.raises(KeyUnusable):
        InboxClient("http://127.0.0.1:1", Secret("two\r\nlines"))
