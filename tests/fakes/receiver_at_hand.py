"""A receiver on loopback in the test's own loop, over a store in memory, and senders that write what they like."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from leaddesk.domain.deliveries import DeliveredBy, Delivery, DeliveryId, DeliveryState
from leaddesk.domain.receiver import AcceptedSecret
from leaddesk.domain.secret import Secret
from leaddesk.inbox.access import Access
from leaddesk.inbox.collecting import Collecting
from leaddesk.inbox.limits import Limits
from leaddesk.inbox.receiver import Receiver
from leaddesk.inbox.server import Server, listen

TOKEN = "0123456789abcdef" * 2
SECRET = "right-secret"
OLD_SECRET = "old-secret"
INBOX_KEY = "inbox-key"
PUBLIC_HOST = "leads.example.com"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
OLD_UNTIL = NOON + timedelta(days=7)
BODY = b'{"unique_processing_id": 1300, "event": "data_notification", "data": [{"id": 1}]}'


class BodiesInMemory:
    """As ``workspace.purchases.deliveries`` keeps them. ``trouble`` is raised instead, while it is there."""

    def __init__(self) -> None:
        self.bodies: dict[DeliveryId, bytes] = {}
        self.trouble: Exception | None = None
        self.before: Callable[[], Awaitable[object]] | None = None
        """Awaited before a body is written."""
        self._next = 1

    async def keep(self, body: bytes, *, arrived_at: datetime) -> tuple[DeliveryId, bool]:
        assert arrived_at.tzinfo is not None
        if self.before is not None:
            await self.before()
        if self.trouble is not None:
            raise self.trouble
        for number, kept in self.bodies.items():
            if kept == body:
                return number, False
        number = DeliveryId(self._next)
        self._next += 1
        self.bodies[number] = body
        return number, True

    async def after(self, delivery: DeliveryId, limit: int, /) -> tuple[Delivery, ...]:
        if self.trouble is not None:
            raise self.trouble
        found = [(number, body) for number, body in self.bodies.items() if number > delivery][:limit]
        return tuple(
            Delivery(number, NOON, DeliveredBy.WEBHOOK, len(body), DeliveryState.RAW) for number, body in found
        )

    async def raw(self, delivery: DeliveryId, /) -> bytes | None:
        return self.bodies.get(delivery)

    async def delete_up_to(self, delivery: DeliveryId, /) -> None:
        self.bodies = {number: body for number, body in self.bodies.items() if number > delivery}


class ReceiverAtHand:
    """A context. What it told is in ``delivered``, ``tested`` and ``refusals``."""

    def __init__(self, limits: Limits | None = None, *, collects: bool = False) -> None:
        self.store = BodiesInMemory()
        self.now = NOON
        self.delivered_ids: list[DeliveryId] = []
        self.nonces: list[str] = []
        self.refusals: list[str] = []
        accepted = [AcceptedSecret(Secret(SECRET)), AcceptedSecret(Secret(OLD_SECRET), OLD_UNTIL)]
        self.receiver = Receiver(
            Access.of(Secret(TOKEN), accepted, PUBLIC_HOST),
            self.store.keep,
            self,
            collecting=Collecting(self.store, Secret(INBOX_KEY)) if collects else None,
            limits=limits,
            now=lambda: self.now,
        )

    def delivered(self, delivery: DeliveryId) -> None:
        self.delivered_ids.append(delivery)

    def tested(self, nonce: str) -> None:
        self.nonces.append(nonce)

    def refused(self, word: str) -> None:
        self.refusals.append(word)

    @property
    def kept(self) -> list[bytes]:
        return list(self.store.bodies.values())

    async def __aenter__(self) -> Self:
        listener = listen(0)
        self.port: int = listener.getsockname()[1]
        ready = asyncio.Event()
        self._server = Server(self.receiver, ready.set)
        self._serving = asyncio.ensure_future(self._server.serve(sockets=[listener]))
        await ready.wait()
        return self

    async def stop(self) -> None:
        self._server.should_exit = True
        await self._serving

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def connect(self) -> Sender:
        return Sender(*await asyncio.open_connection("127.0.0.1", self.port))

    async def ask(self, request: bytes) -> int:
        """The status of the answer on a connection of its own; 0 where that was closed without one."""
        async with await self.connect() as sender:
            await sender.write(request)
            return await sender.status()


class Sender:
    """One connection to the receiver. A context."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.headers: dict[str, str] = {}
        """Of the last answer; names in lower case."""
        self.body = b""
        """Of the last answer."""

    async def write(self, data: bytes) -> None:
        with suppress(ConnectionError):  # it was refused before all was sent; the answer tells
            self._writer.write(data)
            await self._writer.drain()

    async def status(self) -> int:
        """Of the next answer; 0 where the connection was closed without one."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            if head[0].split()[1] == "100":
                return await self.status()
            pairs = (line.partition(":") for line in head[1:] if line)
            self.headers = {name.lower(): value.strip() for name, _, value in pairs}
            self.body = await self._reader.readexactly(int(self.headers.get("content-length", 0)))
            return int(head[0].split()[1])
        return 0

    async def closed(self) -> bytes:
        """Waits for its end; what came before that."""
        with suppress(ConnectionError):
            return await self._reader.read()
        return b""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()


def post(
    body: bytes = BODY, *headers: str, path: str = f"/{TOKEN}", method: str = "POST", host: str = "127.0.0.1"
) -> bytes:
    """A request with its length told."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def head(*lines: str) -> bytes:
    """The beginning of a request to the right path, with these headers and whatever else is to follow."""
    return "\r\n".join([f"POST /{TOKEN} HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""]).encode("latin-1")
