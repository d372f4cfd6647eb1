"""The demo providers, in a process of their own.

Making fifty thousand people takes a second or two of pure computing, which a thread would take from the window. The
process ends when its standard input closes, so it goes with LeadDesk even if that is killed. Until then it obeys the
lines that are written there (``leaddesk.sandbox.server.run_for_parent``).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leaddesk.domain.secret import Secret

_PATIENCE = 60.0


@dataclass(frozen=True)
class DemoList:
    """A SmartList of the demo's ReactIn."""

    name: str
    organization: str
    list_id: str


@dataclass(frozen=True)
class DemoProvider:
    """Where a demo provider answers, and the key that it takes."""

    address: str
    key: Secret
    lists: tuple[DemoList, ...] = ()
    """ReactIn's, which no call lists; the others have none here."""
    seconds_between_calls: float = 0.0
    """What Leadsopedia asks for until ``DemoProcess.set_wait``."""


class DemoFailedError(Exception):
    """The demo's process ended without a word, or is not there any more."""


class DemoProcess:
    """Started once, stopped once."""

    def __init__(self) -> None:
        self._spawning: asyncio.Future[subprocess.Popen[bytes]] | None = None
        self._telling = asyncio.Lock()

    async def start(self) -> dict[str, DemoProvider]:
        """Provider ids to where they answer. Raises DemoFailedError."""
        self._spawning = asyncio.ensure_future(asyncio.to_thread(self._spawn))
        # Shielded: a process that was asked for comes, wanted or not, and has to be ended.
        output = (await asyncio.shield(self._spawning)).stdout
        if output is None:
            raise DemoFailedError
        async with asyncio.timeout(_PATIENCE):
            line = await asyncio.to_thread(output.readline)
        if not line:
            raise DemoFailedError
        return {name: _provider(facts) for name, facts in json.loads(line).items()}

    async def set_wait(self, seconds: float) -> None:
        """From now on the demo's Leadsopedia refuses calls that follow each other within ``seconds``.

        It holds as soon as the process has read it, a moment after this returns. Raises DemoFailedError.
        """
        await self.switch({"leadsopedia": {"seconds_between_calls": seconds}})

    async def switch(self, wanted: Mapping[str, Mapping[str, Any]]) -> None:
        """Switches (``leaddesk.sandbox``) by provider id; they hold a moment after this returns.

        Raises DemoFailedError.
        """
        line = json.dumps(wanted).encode() + b"\n"
        async with self._telling:  # what was told last, holds
            if self._spawning is None:
                raise DemoFailedError
            try:
                process = await asyncio.shield(self._spawning)
                await asyncio.to_thread(_write, process, line)
            except (OSError, ValueError) as error:  # ValueError: it was closed meanwhile
                raise DemoFailedError from error

    async def stop(self) -> None:
        """Closes its input, waits for its end, and ends it by force if it does not."""
        spawning, self._spawning = self._spawning, None
        if spawning is None:
            return
        try:
            process = await spawning
        except OSError:  # there is none; ``start`` told it
            return
        await asyncio.to_thread(self._end, process)

    @staticmethod
    def _spawn() -> subprocess.Popen[bytes]:
        frozen = bool(getattr(sys, "frozen", False))
        command = [sys.executable, "sandbox"] if frozen else [sys.executable, "-m", "leaddesk", "sandbox"]
        # On Windows alone: no console beside the window.
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        return subprocess.Popen(  # noqa: S603 - our own program, nothing in it is typed by a person
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=flags,
            start_new_session=True,  # Ctrl+C in a terminal is for LeadDesk alone, which then ends it in order
        )

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        # Last: while somebody still waits for its line, closing would wait with them.
        if process.stdout is not None:
            process.stdout.close()


def _provider(facts: Mapping[str, Any]) -> DemoProvider:
    """``facts`` as the demo's process tells them."""
    lists = tuple(DemoList(told["name"], told["organization_id"], told["list_id"]) for told in facts.get("lists", ()))
    return DemoProvider(facts["address"], Secret(facts["key"]), lists, facts.get("seconds_between_calls", 0.0))


def _write(process: subprocess.Popen[bytes], line: bytes) -> None:
    if process.stdin is not None:
        process.stdin.write(line)
        process.stdin.flush()
