"""What travels: a request as it is remembered, and an answer with everything that may be wrong about it."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from leaddesk.sandbox.shelves import Shelf

Json = Any
"""What ``json`` reads and writes."""

_LINGER_NOT = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""For SO_LINGER: a close is a reset."""


@dataclass
class Received:
    """One request to a provider. The key itself is never kept."""

    method: str
    path: str
    query: list[tuple[str, str]]
    arrived: float
    """Seconds of the sandbox's clock, which only ever goes forward."""
    headers: list[str]
    """Their names, in lower case and alphabetical order."""
    key: str
    """``right``, ``wrong`` or ``absent``: what the key's header held."""
    stray_key: bool
    """Whether a key or webhook secret of this sandbox, the provider's or another's, was found anywhere but in its own
    header; what is kept here shows asterisks there."""
    body: Json
    """The decoded JSON; None where there was none."""
    operation: str | None = None
    """The documented operation that it asks for, None if there is no such."""
    dialect: int = 0
    """Which of the paths documented for the operation: 0 is the first."""
    filter_fields: list[str] = field(default_factory=list)
    """The fields that its filter uses, as far as it can be read."""
    list_id: str | None = None
    """The list that it asks about, None if it names none."""
    page: int | None = None
    """The page of it, None where pages have no meaning or the number cannot be read."""
    scheme: str = ""
    """How the key was written where there are several ways: ``bare`` or ``bearer``; otherwise empty."""
    secret: str = ""
    """``right``, ``wrong`` or ``absent``: what the webhook secret's header held; empty where there should be none."""
    status: int | None = None
    """The HTTP status of the answer; None while there is none, and where the connection was cut before one."""


@dataclass(frozen=True)
class Reading:
    """Which part of which list an answer holds."""

    shelf: Shelf | None
    """The list itself; None for what never changes while it is read."""
    records: str
    """The field of the document that holds the records."""
    next: str
    """The field that leads to the next page."""
    page: int
    size: int
    link: Callable[[int], Json]
    """A page's number as the next-field writes it."""


def error_of_reachstream(status: int, message: str) -> dict[str, Json]:
    """ReachStream's envelope around nothing."""
    return {"status": status, "message": message, "data": None}


@dataclass(frozen=True)
class Answer:
    """What is sent back. The fields with a default describe what may be wrong with it."""

    received: Received
    status: int
    document: dict[str, Json]
    """The body, before it becomes JSON."""
    reading: Reading | None = None
    """What it is a page of, None where it is no page."""
    error: Callable[[int, str], dict[str, Json]] = error_of_reachstream
    """What this provider says beside an HTTP status and a message."""
    enveloped: bool = True
    """Whether what was asked for is under ``data``, as with ReachStream, or is the document itself."""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    body: bytes | None = None
    """Sent instead of the document."""
    stream: Callable[[], Iterable[bytes]] | None = None
    """Sent instead of either, without a Content-Length."""
    wait: float | None = 0.0
    """Seconds before the answer; None: until the fault is cleared."""
    piece: int = 0
    """The body goes in pieces of so many bytes; 0: in one."""
    pause: float = 0.0
    """Seconds between the pieces."""
    missing: int = 0
    """So many bytes more are promised than sent; then the connection is cut."""
    silent: bool = False
    """The connection is cut before a byte is sent."""
    last: bool = False
    """The connection is cut behind the last byte."""
    reset: bool = False
    """Wherever the connection is cut, that is by a reset (RST) instead of an orderly end (FIN)."""

    def with_data(self, change: Callable[[Json], Json]) -> Answer:
        """The same answer with what was asked for changed: its ``data``, or all of it where there is no envelope."""
        if not self.enveloped:
            return replace(self, document=change(self.document))
        return replace(self, document={**self.document, "data": change(self.document.get("data"))})

    def rendered(self) -> bytes:
        """The body as bytes. Half a character (a lone surrogate) becomes an escape, as JavaScript writes it."""
        if self.body is not None:
            return self.body
        return json.dumps(self.document, ensure_ascii=False).encode("utf-8", "backslashreplace")

    def pieces(self) -> Iterable[bytes]:
        """The body as it is sent."""
        if self.stream is not None:
            return self.stream()
        body = self.rendered()
        size = self.piece or len(body) or 1
        return (body[start : start + size] for start in range(0, len(body), size))


class Release:
    """Ends the waiting of answers: when faults are cleared or the sandbox stops. Usable from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self.given = False

    def give(self) -> None:
        """From now on nobody waits any more."""
        with self._lock:
            self.given = True
            waiting, self._waiting = self._waiting, []
            for loop, event in waiting:
                loop.call_soon_threadsafe(event.set)

    async def wait(self, seconds: float | None) -> None:
        """Returns after ``seconds`` (None: never) or when the release is given, whichever comes first."""
        mine = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            if self.given:
                return
            self._waiting.append(mine)
        try:
            async with asyncio.timeout(seconds):
                await mine[1].wait()
        except TimeoutError:
            with self._lock:
                if mine in self._waiting:
                    self._waiting.remove(mine)


async def deliver(answer: Answer, release: Release, scope: Scope, receive: Receive, send: Send) -> None:
    """Sends ``answer``, faults included. The server puts its connection into the scope's state as ``transport``."""
    transport: asyncio.Transport = scope["state"]["transport"]
    if answer.wait != 0:
        await release.wait(answer.wait)
    if answer.silent:
        await _cut(transport, receive, answer.reset)
        return
    answer.received.status = answer.status
    await send(_start(answer))
    for piece in answer.pieces():
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        # The server takes what is sent after the client left without a word, so an endless body has to look itself.
        if transport.is_closing() or (answer.stream is not None and release.given):
            break
        await (release.wait(answer.pause) if answer.pause else asyncio.sleep(0))
    if not answer.missing:
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    if answer.missing or answer.last:
        await _cut(transport, receive, answer.reset)


def _start(answer: Answer) -> Message:
    headers = {"content-type": answer.content_type, **answer.headers}
    if answer.stream is None:
        headers["content-length"] = str(len(answer.rendered()) + answer.missing)
    pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    return {"type": "http.response.start", "status": answer.status, "headers": pairs}


async def _cut(transport: asyncio.Transport, receive: Receive, reset: bool) -> None:
    if reset:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        transport.abort()
    else:
        transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass
