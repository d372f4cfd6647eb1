"""The desktop's end of the receiver: starts its process, tells it who may deliver, hears what came, and stops it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leaddesk.app.inbox.orders import order_of
from leaddesk.app.work.worker import NO_CONSOLE
from leaddesk.domain.deliveries import DeliveryId
from leaddesk.domain.errors import PortTaken, WorkBroken
from leaddesk.domain.receiver import AcceptedSecret
from leaddesk.domain.secret import Secret

_PATIENCE = 30.0
"""Seconds that the process has to listen, and to end."""


@dataclass(frozen=True)
class Heard:
    """Who hears what. All are called on the event loop."""

    arrived: Callable[[DeliveryId], object] = lambda _: None
    """A delivery was kept that was not there before."""
    tested: Callable[[str], object] = lambda _: None
    """Our own round trip came through, with this nonce."""
    refused: Callable[[Mapping[str, int]], object] = lambda _: None
    """How many requests were turned away since it began, by a word for why (``leaddesk.inbox.receiver.Listener``)."""
    ended: Callable[[], object] = lambda: None
    """The process ended although nobody stopped it: killed, or out of memory."""


class InboxProcess:
    """One receiver at a time: ``start``, any number of ``change``, ``stop``, and so on. Needs a running loop."""

    def __init__(self, data_folder: Path, heard: Heard | None = None) -> None:
        """``data_folder``: where the receiver keeps what comes (``Folders.data``)."""
        self._folder = data_folder
        self.heard = heard or Heard()
        """May be another one at any time."""
        self._running: asyncio.Task[subprocess.Popen[bytes]] | None = None
        self._hearing: asyncio.Future[None] | None = None
        self._telling = asyncio.Lock()

    async def start(self, port: int, *, token: Secret, secrets: Sequence[AcceptedSecret], public_host: str = "") -> int:
        """The port that it listens at on loopback; another one than ``port`` only where that is 0.

        ``token`` is the secret path without slashes; ``public_host`` a host name, or empty. Raises PortTaken, and
        WorkBroken where the process ends without a word. One that runs already is stopped before.
        """
        await self.stop()
        order = {"home": str(self._folder), "port": port, **order_of(token, secrets, public_host)}
        self._running = asyncio.ensure_future(asyncio.to_thread(_spawn, order))
        try:
            # Shielded: a process that was asked for comes, wanted or not, and has to be ended.
            process = await asyncio.shield(self._running)
            async with asyncio.timeout(_PATIENCE):
                said = await asyncio.to_thread(_line, process)
        except BaseException as error:
            await asyncio.shield(self.stop())
            if isinstance(error, TimeoutError | OSError):
                raise WorkBroken("inbox") from error
            raise
        if "listening" not in said:
            await self.stop()
            raise PortTaken(said["port_taken"]) if "port_taken" in said else WorkBroken("inbox")
        self._hearing = asyncio.ensure_future(self._hear(process))
        return int(said["listening"])

    async def change(self, *, token: Secret, secrets: Sequence[AcceptedSecret], public_host: str = "") -> None:
        """From a moment later on it lets these in and nobody else. Raises WorkBroken where it is not running."""
        line = _line_of(order_of(token, secrets, public_host))
        async with self._telling:  # what was told last, holds
            if self._running is None:
                raise WorkBroken("inbox")
            try:
                process = await asyncio.shield(self._running)
                await asyncio.to_thread(_write, process, line)
            except (OSError, ValueError) as error:  # ValueError: it was closed meanwhile
                raise WorkBroken("inbox") from error

    async def stop(self) -> None:
        """Closes its input: it finishes what it is keeping and ends; by force if it does not. Fine if none runs."""
        running, self._running = self._running, None
        hearing, self._hearing = self._hearing, None
        if running is None:
            return
        try:
            process = await running
        except OSError:  # there is none; ``start`` told it
            return
        await asyncio.to_thread(_end, process)
        if hearing is not None:
            await hearing
        _close(process)

    async def _hear(self, process: subprocess.Popen[bytes]) -> None:
        while said := await asyncio.to_thread(_line, process):
            arrived = said.get("arrived", {})
            if "delivery" in arrived:
                self.heard.arrived(DeliveryId(arrived["delivery"]))
            if "test" in arrived:
                self.heard.tested(arrived["test"])
            if "refused" in said:
                self.heard.refused(said["refused"])
        if self._hearing is asyncio.current_task():  # else it was stopped
            self._running = self._hearing = None
            await asyncio.to_thread(_end, process)
            _close(process)
            self.heard.ended()


def _command() -> list[str]:
    is_frozen = bool(getattr(sys, "frozen", False))
    program = [sys.executable] if is_frozen else [sys.executable, "-m", "leaddesk"]
    return [*program, "inbox", "--for-parent"]


def _spawn(order: Mapping[str, Any]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(  # noqa: S603 - our own program, nothing in it is typed by a person
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        creationflags=NO_CONSOLE | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        start_new_session=True,  # Ctrl+C in a terminal is for LeadDesk alone, which then ends it in order
    )
    with contextlib.suppress(OSError):  # it has just ended; the missing answer tells that
        _write(process, _line_of(order))
    return process


def _line_of(order: Mapping[str, Any]) -> bytes:
    return json.dumps(order).encode() + b"\n"


def _write(process: subprocess.Popen[bytes], line: bytes) -> None:
    if process.stdin is not None:
        process.stdin.write(line)
        process.stdin.flush()


def _line(process: subprocess.Popen[bytes]) -> Mapping[str, Any]:
    """In a thread: what it says next; {} when it has ended, in the middle of a line too."""
    line = process.stdout.readline() if process.stdout is not None else b""
    said: Mapping[str, Any] = json.loads(line) if line.endswith(b"\n") else {}
    return said


def _end(process: subprocess.Popen[bytes]) -> None:
    """In a thread."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):  # what it was told last, it does not hear any more
            process.stdin.close()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _close(process: subprocess.Popen[bytes]) -> None:
    """Last: while somebody still waits for its line, closing would wait with them."""
    if process.stdout is not None:
        process.stdout.close()
