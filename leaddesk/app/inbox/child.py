"""The desktop's receiver: ordered about on standard input, telling on standard output, and gone with LeadDesk.

The first line is ``{"home": folder, "port": n, "token": .., "secrets": [..], "public_host": ..}``, each later one the
last three of these (``orders``). It says, as lines of JSON: ``{"listening": port}`` or ``{"port_taken": port}``, then
``{"arrived": {"delivery": id}}``, ``{"arrived": {"test": nonce}}`` and ``{"refused": {word: how many so far}}``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from leaddesk.app.inbox.kept import deliveries_in, keeping
from leaddesk.app.inbox.orders import access_of
from leaddesk.domain.deliveries import DeliveryId
from leaddesk.domain.errors import PortTaken
from leaddesk.inbox.receiver import Receiver
from leaddesk.inbox.server import Server, listen

_TELL_EVERY = 0.5
"""Seconds. Somebody who tries secrets may be refused a thousand times in that."""


def run_for_parent() -> int:
    """Receives until standard input ends. The exit code: 1 where the port is taken."""
    lines = _lines()
    order = json.loads(next(lines, b"{}"))
    return asyncio.run(_receive(order, lines)) if order else 0  # else LeadDesk ended before it said what it wants


async def _receive(order: Mapping[str, Any], lines: Iterator[bytes]) -> int:
    try:
        listener = listen(order["port"])
    except PortTaken as error:
        _say({"port_taken": error.port})
        return 1
    port = listener.getsockname()[1]
    telling = _Telling()
    async with deliveries_in(Path(order["home"])) as deliveries:
        receiver = Receiver(access_of(order), keeping(deliveries), telling)
        server = Server(receiver, ready=lambda: _say({"listening": port}))
        loop = asyncio.get_running_loop()
        parent = threading.Thread(target=_follow, args=(lines, server, receiver, loop), name="parent", daemon=True)
        parent.start()
        await server.serve(sockets=[listener])
    telling.tell()
    return 0


def _follow(lines: Iterator[bytes], server: Server, receiver: Receiver, loop: asyncio.AbstractEventLoop) -> None:
    """In a thread: obeys each line, until there are no more."""
    for line in lines:
        try:
            access = access_of(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            # Never the line itself, which holds secrets.
            print(f"the receiver ignores an order: {type(error).__name__}", file=sys.stderr, flush=True)
            continue
        with contextlib.suppress(RuntimeError):  # it has just ended
            loop.call_soon_threadsafe(setattr, receiver, "access", access)
    server.should_exit = True


class _Telling:
    """``inbox.receiver.Listener``, for the parent."""

    def __init__(self) -> None:
        self._refused = Counter[str]()
        self._is_due: asyncio.TimerHandle | None = None

    def delivered(self, delivery: DeliveryId) -> None:
        _say({"arrived": {"delivery": delivery}})

    def tested(self, nonce: str) -> None:
        _say({"arrived": {"test": nonce}})

    def refused(self, word: str) -> None:
        self._refused[word] += 1
        if self._is_due is None:
            self._is_due = asyncio.get_running_loop().call_later(_TELL_EVERY, self.tell)

    def tell(self) -> None:
        """What was refused since the last time, if anything was."""
        if self._is_due is not None:
            self._is_due.cancel()
            self._is_due = None
            _say({"refused": dict(self._refused)})


def _say(line: Mapping[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):  # LeadDesk is gone; the end of our input tells that too
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def _lines() -> Iterator[bytes]:
    """Of standard input, whole ones."""
    # Not through sys.stdin: its lock, held by a thread that still reads, is fatal when the interpreter ends.
    begun = b""
    while arrived := os.read(0, 65536):
        *lines, begun = (begun + arrived).split(b"\n")
        yield from lines
