"""Kept bodies are handed to whoever has the key, and stay until they are acknowledged."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from leaddesk.domain.errors import InboxRefused, WorkspaceUnusable
from leaddesk.domain.secret import Secret
from leaddesk.inbox.limits import MIB, Limits
from leaddesk.providers.inbox_client import InboxClient
from tests.fakes.receiver_at_hand import BODY, INBOX_KEY, NOON, PUBLIC_HOST, TOKEN, ReceiverAtHand, post

KEY = f"Authorization: Bearer {INBOX_KEY}"


@pytest.fixture
async def inbox() -> AsyncIterator[ReceiverAtHand]:
    async with ReceiverAtHand(collects=True) as there:
        yield there


@pytest.fixture
async def client(inbox: ReceiverAtHand) -> AsyncIterator[InboxClient]:
    there = InboxClient(f"http://127.0.0.1:{inbox.port}/{TOKEN}", Secret(INBOX_KEY))
    yield there
    await there.aclose()


async def test_all_that_came_is_collected_once_and_let_go(inbox: ReceiverAtHand, client: InboxClient) -> None:
    bodies = [b"%d" % number for number in range(205)]  # more than a page
    for body in bodies:
        await inbox.store.keep(body, arrived_at=NOON)
    collected = [entry async for entry in client.collect()]
    assert [(number, body) for number, _, body in collected] == list(enumerate(bodies, 1))
    assert {arrived_at for _, arrived_at, _ in collected} == {NOON}
    assert len(inbox.kept) == 205  # nothing is gone before it is acknowledged
    await client.acknowledge(203)
    assert inbox.kept == bodies[203:]
    assert [number async for number, _, _ in client.collect()] == [204, 205]
    assert [number async for number, _, _ in client.collect(204)] == [205]


async def test_a_list_says_whether_there_is_more(inbox: ReceiverAtHand) -> None:
    for number in range(101):
        await inbox.store.keep(b"%d" % number, arrived_at=NOON)
    async with await inbox.connect() as sender:
        await sender.write(ask("/collect"))
        assert await sender.status() == 200
        told = json.loads(sender.body)
        assert (len(told["deliveries"]), told["more"]) == (100, True)
        assert told["deliveries"][0] == {"id": 1, "arrived_at": NOON.isoformat(), "size": 1}
        assert sender.headers["cache-control"] == "no-store"
        await sender.write(ask("/collect?after=100"))
        assert await sender.status() == 200
        assert json.loads(sender.body)["more"] is False


async def test_what_a_collector_is_refused(inbox: ReceiverAtHand) -> None:
    await inbox.store.keep(BODY, arrived_at=NOON)
    collect, collected = f"/{TOKEN}/collect", f"/{TOKEN}/collected"
    refused = [
        (401, post(b"", method="GET", path=collect)),
        (401, post(b"", "Authorization: Bearer wrong", method="GET", path=collect)),
        (401, post(b"", f"Authorization: {INBOX_KEY}", method="GET", path=collect)),
        (401, post(b"", "Authorization: Bearer wrong", KEY, method="GET", path=collect)),
        (401, post(b'{"up_to": 1}', path=collected)),
        (421, post(b"", KEY, method="GET", path=collect, host="evil.example")),
        (403, post(b"", KEY, "Origin: null", method="GET", path=collect)),
        (404, post(b"", KEY, method="GET", path="/collect")),
        (404, post(b"", KEY, method="GET", path=f"/{TOKEN}/else")),
        (404, post(b"", KEY, method="GET", path=f"{collect}/2")),
        (405, post(b"", KEY, path=collect)),
        (405, post(b"", KEY, path=f"{collect}/1", method="DELETE")),
        (405, post(b"", KEY, path=collected, method="GET")),
        *((400, ask(f"/collect/{number}")) for number in ("x", "-1", "1.0", "1" * 19)),
        (400, ask("/collect?after=x")),
        *((400, post(body, KEY, path=collected)) for body in (b"", b"[]", b"{}", b'{"up_to": "x"}', b'{"up_to": -1}')),
        (413, post(b" " * 2000, KEY, path=collected)),
    ]
    for status, request in refused:
        assert await inbox.ask(request) == status, request
    assert inbox.kept == [BODY]
    assert await inbox.ask(ask("/collect", host=PUBLIC_HOST)) == 200


@pytest.mark.parametrize("header", ["Connection: close", "Connection: keep-alive"])
async def test_a_collector_that_stops_reading(header: str) -> None:
    """It may take its time, but its place is free when it reads no more."""
    async with ReceiverAtHand(Limits(connections=1, idle_seconds=1), collects=True) as inbox:
        await inbox.store.keep(bytes(32 * MIB), arrived_at=NOON)
        reader, writer = await asyncio.open_connection("127.0.0.1", inbox.port, limit=1)  # it takes hardly anything
        writer.write(post(b"", KEY, header, method="GET", path=f"/{TOKEN}/collect/1"))
        assert await reader.read(8) == b"HTTP/1.1"
        assert await inbox.ask(post()) == 200
        writer.close()


async def test_a_wrong_key_is_told_as_one(inbox: ReceiverAtHand) -> None:
    client = InboxClient(f"http://127.0.0.1:{inbox.port}/{TOKEN}", Secret("wrong"))
    with pytest.raises(InboxRefused) as caught:
        await client.acknowledge(1)
    assert caught.value.found == "key"
    await client.aclose()


async def test_a_store_that_cannot_be_read(inbox: ReceiverAtHand) -> None:
    inbox.store.trouble = WorkspaceUnusable(Path("purchases.db"), "locked")
    assert await inbox.ask(ask("/collect")) == 503
    inbox.store.trouble = None
    assert await inbox.ask(ask("/collect")) == 200


def ask(path: str, host: str = "127.0.0.1") -> bytes:
    """With the key."""
    return post(b"", KEY, method="GET", path=f"/{TOKEN}{path}", host=host)
