"""The window's end of the pipe: starts a process for each job, hears it, and stops it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

from leaddesk.app.work.wire import heard
from leaddesk.domain.errors import WorkBroken

T = TypeVar("T")

_PATIENCE = 20.0
"""Seconds that a job which is not wanted any more may take to put things back before it is ended by force."""


class WorkFailedError(Exception):
    """A bug in a job: where it happened."""


class Worker:
    """``domain.work.Work``. Needs a running loop."""

    def __init__(self) -> None:
        self._running: set[asyncio.Future[Any]] = set()
        """What a process stands behind, or is about to."""
        self._closing = asyncio.Event()

    async def run(
        self,
        name: str,
        job: Mapping[str, Any],
        *,
        progress: Callable[[Mapping[str, Any]], None] = lambda _: None,
        cancel: asyncio.Event | None = None,
    ) -> Mapping[str, Any] | None:
        """See ``Work``."""
        unwanted = cancel or asyncio.Event()
        if self._closing.is_set() or unwanted.is_set():
            return None
        spawning = self._noted(asyncio.to_thread(_spawn))
        try:
            process = await asyncio.shield(spawning)
        except asyncio.CancelledError:
            spawning.add_done_callback(self._let_go)
            raise
        loop = asyncio.get_running_loop()

        is_given_up = False

        def tell(facts: Mapping[str, Any]) -> None:
            if not unwanted.is_set() and not is_given_up:
                progress(facts)

        hearing = self._noted(
            asyncio.to_thread(_converse, process, name, job, lambda facts: loop.call_soon_threadsafe(tell, facts))
        )
        stopping: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(event.wait()) for event in (unwanted, self._closing)
        ]
        try:
            await asyncio.wait([hearing, *stopping], return_when=asyncio.FIRST_COMPLETED)
        finally:
            is_given_up = not hearing.done()  # whoever asked may be gone: nothing is told any more
            for waiting in stopping:
                waiting.cancel()
            if not hearing.done():
                await _ended(process, hearing)
        return _result(name, hearing.result())

    async def aclose(self) -> None:
        """Stop all jobs, and wait until each has put things back."""
        self._closing.set()
        while self._running:
            await asyncio.wait(self._running)

    def _noted(self, work: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        running = asyncio.ensure_future(work)
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return running

    def _let_go(self, spawning: asyncio.Future[subprocess.Popen[str]]) -> None:
        """Nobody wants the process any more: it ends where its input does."""
        if not spawning.cancelled() and spawning.exception() is None:
            self._noted(asyncio.to_thread(spawning.result().communicate))


def command() -> list[str]:
    """What starts a working process."""
    is_frozen = bool(getattr(sys, "frozen", False))
    return [sys.executable, "work"] if is_frozen else [sys.executable, "-m", "leaddesk", "work"]


NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows alone: none beside the window."""


def _spawn() -> subprocess.Popen[str]:
    flags = NO_CONSOLE | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    return subprocess.Popen(  # noqa: S603 - our own program, nothing in it is typed by a person
        command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        creationflags=flags,
        start_new_session=True,  # Ctrl+C in a terminal is for LeadDesk alone, which then stops it in order
    )


def _converse(
    process: subprocess.Popen[str], name: str, job: Mapping[str, Any], tell: Callable[[Mapping[str, Any]], object]
) -> Mapping[str, Any]:
    """In a thread: hands the job over and hears everything up to the last line, which is returned; {} without one."""
    last: Mapping[str, Any] = {}
    with process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process without pipes")
        with contextlib.suppress(OSError):
            process.stdin.write(json.dumps({"name": name, "job": job}) + "\n")
            process.stdin.flush()
        for line in process.stdout:
            last = json.loads(line)
            if "progress" in last:
                tell(last["progress"])
    return last


async def _ended(process: subprocess.Popen[str], hearing: asyncio.Future[Mapping[str, Any]]) -> None:
    """Ask the job to stop and wait for it, however often this task is cancelled; by force if it does not."""
    with contextlib.suppress(OSError, ValueError):  # it has just ended by itself
        if process.stdin is not None:
            process.stdin.write("cancel\n")
            process.stdin.flush()
    patience = _PATIENCE
    while not hearing.done():
        with contextlib.suppress(asyncio.CancelledError):
            _, late = await asyncio.wait([hearing], timeout=patience)
            if late:
                process.kill()


def _result(name: str, last: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if "done" in last:
        result: Mapping[str, Any] | None = last["done"]
        return result
    if "error" in last:
        raise heard(last["error"])
    if "bug" in last:
        raise WorkFailedError(f"in the job “{name}”:\n{last['bug']}")
    raise WorkBroken(name)
