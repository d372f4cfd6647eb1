"""A server on loopback that answers with exactly the bytes it is told, for the answers that no honest server gives."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

Script = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
"""What is sent for one request, before the connection is closed."""


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire."""

    line: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


class HostileServer:
    """Answers the first request by the first script, the second by the second, every later one by the last."""

    def __init__(self, *scripts: Script) -> None:
        self._scripts = scripts
        self._tasks: set[asyncio.Task[None]] = set()
        self.requests: list[Request] = []
        self.connections = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return  # the client had enough, or the test
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *fields = head.rstrip().split("\r\n")
        headers = {name.lower(): value for name, value in (field.split(": ", 1) for field in fields)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        script = self._scripts[min(len(self.requests), len(self._scripts) - 1)]
        self.requests.append(Request(line, headers, body))
        if isinstance(script, bytes):
            writer.write(script)
        else:
            await script(writer)
        await writer.drain()


def reply(status: int = 200, body: object = b"", **headers: str) -> bytes:
    """A whole answer; ``body`` as it is, or as JSON. Header names with ``_`` for ``-``."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"content_length": str(len(content)), **headers}
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} Whatever\r\n{fields}\r\n".encode() + content


def ok(data: object) -> bytes:
    """A success in ReachStream's envelope."""
    return reply(200, {"status": 200, "message": "success", "data": data})


def truncated() -> bytes:
    """Promises more bytes than it sends."""
    return reply(200, b'{"status": 200, "da', content_length="1000")


def bomb(megabytes: int) -> bytes:
    """A gzip body that unfolds to so many megabytes, of about a thousandth of that size."""
    one = gzip.compress(b" " * 1024 * 1024, compresslevel=9)
    return reply(200, one * megabytes, content_encoding="gzip")  # members in a row are one gzip file


async def endless(writer: asyncio.StreamWriter) -> None:
    """A body that never ends."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n[")
    while True:
        writer.write(b"1," * 32_768)
        await writer.drain()


async def silent(writer: asyncio.StreamWriter) -> None:
    """No answer at all, and the connection stays open."""
    await asyncio.Event().wait()


async def dripping(writer: asyncio.StreamWriter) -> None:
    """The head, then a byte from time to time: too fast for a read timeout, too slow for anybody."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.005)
