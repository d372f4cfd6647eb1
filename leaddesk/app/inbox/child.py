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
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeAlias

from leaddesk.app.inbox.kept import Keeping, deliveries_in
from leaddesk.app.inbox.orders import access_of
from leaddesk.domain.deliveries import DeliveryId
from leaddesk.domain.errors import PortTaken
from leaddesk.inbox.receiver import Receiver
from leaddesk.inbox.server import Server, listen

_LAST_WORDS = 2.0
"""Seconds that they may take."""
_TELL_EVERY = 0.5
"""Seconds. Somebody who tries secrets may be refused a thousand times in that."""

_Say: TypeAlias = Callable[[Mapping[str, Any]], None]


def run_for_parent() -> int:
    """Receives until standard input ends. The exit code: 1 where the port is taken."""
    lines = _lines()
    order = json.loads(next(lines, b"{}"))
    if not order:
        return 0  # LeadDesk ended before it said what it wants
    mouth = _Mouth()
    try:
        return asyncio.run(_receive(order, lines, mouth.say))
    finally:
        mouth.close()


async def _receive(order: Mapping[str, Any], lines: Iterator[bytes], say: _Say) -> int:
    try:
        listener = listen(order["port"])
    except PortTaken as error:
        say({"port_taken": error.port})
        return 1
    port = listener.getsockname()[1]
    telling = _Telling(say)
    async with deliveries_in(Path(order["home"])) as deliveries:
        receiver = Receiver(access_of(order), Keeping(deliveries), telling)
        server = Server(receiver, ready=lambda: say({"listening": port}))
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

    def __init__(self, say: _Say) -> None:
        self._say = say
        self._refused = Counter[str]()
        self._is_due: asyncio.TimerHandle | None = None

    def delivered(self, delivery: DeliveryId) -> None:
        self._say({"arrived": {"delivery": delivery}})

    def tested(self, nonce: str) -> None:
        self._say({"arrived": {"test": nonce}})

    def refused(self, word: str) -> None:
        self._refused[word] += 1
        if self._is_due is None:
            self._is_due = asyncio.get_running_loop().call_later(_TELL_EVERY, self.tell)

    def tell(self) -> None:
        """What was refused since the last time, if anything was."""
        if self._is_due is not None:
            self._is_due.cancel()
            self._is_due = None
            self._say({"refused": dict(self._refused)})


class _Mouth:
    """Speaks in a thread of its own: a LeadDesk that does not listen for a while (it was put to sleep, it is being
    looked at by a debugger) must not keep deliveries waiting.
    """

    def __init__(self) -> None:
        self._lines: SimpleQueue[bytes] = SimpleQueue()
        self._thread = threading.Thread(target=self._speak, name="mouth", daemon=True)
        self._thread.start()

    def say(self, line: Mapping[str, Any]) -> None:
        self._lines.put(json.dumps(line).encode() + b"\n")

    def close(self) -> None:
        """When all is said, or nobody seems to listen."""
        self._lines.put(b"")
        self._thread.join(_LAST_WORDS)

    def _speak(self) -> None:
        # Not through sys.stdout, for the reason that is told below.
        with contextlib.suppress(OSError):  # LeadDesk is gone; the end of our input tells that too
            while line := self._lines.get():
                while line:
                    line = line[os.write(1, line) :]


def _lines() -> Iterator[bytes]:
    """Of standard input, whole ones."""
    # Not through sys.stdin: its lock, held by a thread that still reads, is fatal when the interpreter ends.
    begun = b""
    while arrived := os.read(0, 65536):
        *lines, begun = (begun + arrived).split(b"\n")
        yield from lines
