"""A server on loopback that does exactly what it is told with a connection, down to the single byte."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from tests.fakes.hostile_server import Request


class Caller:
    """One connection that came in."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heard: list[Request]) -> None:
        self._reader, self._writer, self._heard = reader, writer, heard

    async def hear(self) -> Request:
        """Its next request, whole."""
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *fields = head.rstrip().split("\r\n")
        headers = {name.lower(): value for name, value in (field.split(": ", 1) for field in fields)}
        body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        self._heard.append(Request(line, headers, body))
        return self._heard[-1]

    async def hear_some(self, size: int) -> bytes:
        """Its next ``size`` bytes."""
        return await self._reader.readexactly(size)

    async def say(self, answer: bytes) -> None:
        self._writer.write(answer)
        await self._writer.drain()

    def reset(self) -> None:
        """Ends the connection at once and rudely (RST)."""
        self._writer.transport.abort()

    async def wait_for_its_end(self) -> None:
        """Until the other side ends the connection."""
        await self._reader.read()


Conduct = Callable[[Caller], Awaitable[None]]
"""What is done with a connection, before it is closed."""


class RawServer:
    """Does the same with every connection."""

    def __init__(self, conduct: Conduct) -> None:
        self.conduct = conduct
        self.connections = 0
        self.requests: list[Request] = []
        """Those that were heard, in full."""
        self.tasks: set[asyncio.Task[None]] = set()
        """One for each connection that is open."""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        self.connections += 1
        try:
            await self.conduct(Caller(reader, writer, self.requests))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return  # the other side had enough, or the test
        finally:
            self.tasks.discard(task)
            writer.close()


def answering(*pieces: bytes) -> Conduct:
    """Hears one request, and answers it with these bytes."""

    async def conduct(caller: Caller) -> None:
        await caller.hear()
        for piece in pieces:
            await caller.say(piece)

    return conduct


def unused_port() -> int:
    """Where nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
