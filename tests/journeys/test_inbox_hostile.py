"""Thousands of requests that mean no good: none is kept, memory stays, and an honest delivery is taken at once."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from random import Random

import pytest

from leaddesk.inbox.limits import MIB
from tests.fakes.inbox_apart import InboxApart, bodies_in, deliver
from tests.fakes.receiver_at_hand import BODY, PUBLIC_HOST, SECRET, TOKEN, head, post

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read as Linux tells it")

REQUESTS, AT_ONCE, SLOW = 5000, 24, 12
GROWTH = 64 * MIB
NOT_KEPT = b'{"hostile": 1}'
INNER = post(NOT_KEPT, f"webhook_secret_key: {SECRET}")
"""A perfectly good request, hidden in another one: whoever takes it has mistaken where that ends."""
SECRET_HEADERS = ["webhook_secret_key", "webhook-secret-key", "X-Webhook-Secret-Key", "x-webhook_secret_key"]
CHUNKED = "Transfer-Encoding: chunked"


def hostile(draw: Random) -> Iterator[bytes]:
    """Endlessly, each another one."""
    kinds: list[Callable[[], bytes]] = [
        lambda: post(NOT_KEPT, f"{draw.choice(SECRET_HEADERS)}: {draw.randbytes(9).hex()}"),
        lambda: post(INNER, "webhook_secret_key: wrong"),
        lambda: post(NOT_KEPT, f"webhook_secret_key: {SECRET}", "X-Webhook-Secret-Key: wrong"),
        lambda: post(b'{"webhook_secret_key": "%s"}' % draw.randbytes(9).hex().encode()),
        lambda: post(INNER, path=f"/{draw.randbytes(16).hex()}"),
        lambda: post(NOT_KEPT, path=f"/{TOKEN}{draw.choice(['/', '0', '/..', '%00', ';x'])}"),
        lambda: post(NOT_KEPT, path=f"/../{TOKEN}"),
        lambda: post(NOT_KEPT, path=f"http://evil.example/{TOKEN}"),
        lambda: post(INNER, host=draw.choice(["evil.example", f"{PUBLIC_HOST}.evil.example", "0", "[::]"])),
        lambda: post(INNER, "Origin: https://evil.example"),
        lambda: post(INNER, "Content-Encoding: gzip"),
        lambda: post(
            INNER, method=draw.choice(["GET", "PUT", "DELETE", "TRACE", "CONNECT", "PATCH", "PROPFIND", "post"])
        ),
        lambda: head("Content-Length: 5", CHUNKED) + b"0\r\n\r\n" + INNER,
        lambda: head(CHUNKED, "Content-Length: 5") + b"0\r\n\r\n" + INNER,
        lambda: head(CHUNKED, CHUNKED) + b"0\r\n\r\n" + INNER,
        lambda: head(f"{CHUNKED}, identity") + b"0\r\n\r\n" + INNER,
        lambda: head("Transfer-Encoding: \x0bchunked", "Content-Length: 5") + b"0\r\n\r\n" + INNER,
        lambda: head("Transfer-Encoding : chunked", "Content-Length: 5") + b"0\r\n\r\n" + INNER,
        lambda: head("Content-Length: 2", "Content-Length: 3") + b"{}" + INNER,
        lambda: head("Content-Length: 2, 3") + b"{}" + INNER,
        lambda: head(f"Content-Length: {draw.choice(['+2', '-2', '0x2', '2 2', '1e1', ''])}") + b"{}" + INNER,
        lambda: head(CHUNKED) + draw.choice([b"-1", b"0x5", b" 5", b"G", b"5 5", b"", b"f" * 21]) + b"\r\n" + INNER,
        lambda: head(CHUNKED) + b"2\r\n{}XX" + INNER,
        lambda: head("Host: 127.0.0.1", "Content-Length: 2") + b"{}" + INNER,
        lambda: head("X: a\0b", "Content-Length: 2") + b"{}" + INNER,
        lambda: head("X: a\r b", "Content-Length: 2") + b"{}" + INNER,
        lambda: head("X\xff: a", "Content-Length: 2") + b"{}" + INNER,
        lambda: head(*(f"X-{number}: {number}" for number in range(3000)), "Content-Length: 2") + b"{}" + INNER,
        lambda: head("X: " + "x" * draw.randrange(17_000, 300_000)) + INNER,
        lambda: f"POST /{TOKEN}?{'x' * 40_000} HTTP/1.1\r\n".encode() + INNER,
        lambda: head(f"Content-Length: {draw.choice([32 * MIB + 1, 10**15, 10**30])}") + NOT_KEPT,
        lambda: head("Content-Length: 1000", "Expect: 100-continue", "webhook_secret_key: wrong") + NOT_KEPT,
        lambda: head("Content-Length: 1000") + NOT_KEPT,  # and the rest never comes
        lambda: head(CHUNKED) + b"fffffff\r\n" + NOT_KEPT,
        lambda: post(INNER, "webhook_secret_key: wrong") * 20,
        lambda: b"GET /\r\n\r\n" + INNER,
        lambda: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + INNER,
        lambda: b"\x16\x03\x01" + draw.randbytes(500),
        lambda: draw.randbytes(draw.randrange(1, 5000)),
        lambda: INNER[: draw.randrange(1, len(INNER))],
        lambda: INNER.replace(b"\r\n", b"\n\r"),
        lambda: INNER.replace(b"HTTP/1.1", draw.choice([b"HTTP/9.9", b"HTTP/1.1.1", b"HTTPS/1.1", b"http/1.1"])),
    ]
    while True:
        yield draw.choice(kinds)()


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """That breaks without a word if it has to."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        with suppress(OSError):
            yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def attack(port: int, request: bytes) -> list[int]:
    """The statuses that it was answered with, as far as they come at once."""
    answer = b""
    async with connection(port) as (reader, writer):
        writer.write(request)
        if request[-1] % 2:
            writer.write_eof()
        async with asyncio.timeout(0.05):
            answer = await reader.read(65536)
    return [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]


async def attack_all(port: int, requests: Iterator[bytes]) -> Counter[int]:
    """``SLOW`` senders hold on to their connections all the time."""
    statuses, left = Counter[int](), REQUESTS - SLOW

    async def attacker() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            statuses.update(await attack(port, next(requests)))

    async def dribbler(number: int) -> None:
        beginning = (b"POST /", head("X: ")[:-4], head("Content-Length: 1000", "webhook_secret_key: wrong"))
        while True:
            async with connection(port) as (_, writer):
                writer.write(beginning[number % 3])
                while not writer.is_closing():
                    writer.write(b"x")
                    await asyncio.sleep(0.05)

    dribblers = [asyncio.ensure_future(dribbler(number)) for number in range(SLOW)]
    await asyncio.gather(*(attacker() for _ in range(AT_ONCE)))
    for dribbling in dribblers:
        dribbling.cancel()
    await asyncio.wait(dribblers)
    return statuses


def test_five_thousand_hostile_requests(tmp_path: Path) -> None:
    with InboxApart(tmp_path) as inbox:
        assert deliver(inbox.port, b"before") == 200
        before = inbox.memory("VmRSS")
        statuses = asyncio.run(attack_all(inbox.port, hostile(Random(5))))
        assert deliver(inbox.port, BODY) == 200
        assert inbox.memory("VmHWM") - before < GROWTH, "at no moment"
        assert bodies_in(tmp_path) == [b"before", BODY]
        assert {400, 401, 403, 404, 405, 413, 415, 421, 431} <= set(statuses)
        assert not {200, 204, 500} & set(statuses), statuses
        assert inbox.end() == "", "nobody hears of them, and nothing of them"


def test_bodies_that_grow_without_end(tmp_path: Path) -> None:
    """From many who know the path: what is too large is found out without keeping all of it in memory."""

    async def pour(port: int) -> int:
        async with connection(port) as (reader, writer):
            writer.write(head(CHUNKED))
            with suppress(OSError):
                for _ in range(33):
                    writer.write(b"100000\r\n" + bytes(MIB) + b"\r\n")
                    await writer.drain()
            return int((await reader.read(12))[9:])

    async def pour_all(port: int) -> set[int]:
        return set(await asyncio.gather(*(pour(port) for _ in range(12))))

    with InboxApart(tmp_path) as inbox:
        assert deliver(inbox.port, b"before") == 200
        before = inbox.memory("VmRSS")
        assert asyncio.run(pour_all(inbox.port)) <= {413, 503}
        assert inbox.memory("VmHWM") - before < GROWTH
        assert deliver(inbox.port, BODY) == 200
        assert bodies_in(tmp_path) == [b"before", BODY]


def test_every_place_is_taken_by_slow_senders(tmp_path: Path) -> None:
    """Whoever is honest waits no longer than those may be slow."""

    async def besiege(port: int) -> int:
        async with AsyncExitStack() as open_:
            for _ in range(40):
                _, writer = await open_.enter_async_context(connection(port))
                writer.write(b"POST /")
            return await asyncio.to_thread(deliver, port, BODY)

    with InboxApart(tmp_path) as inbox:
        assert asyncio.run(besiege(inbox.port)) == 200
        assert bodies_in(tmp_path) == [BODY]
