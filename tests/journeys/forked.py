"""Processes that are cheap to start, because they are made to be killed: each is forked off one that has imported all.

``Forks`` is that one, ``Fork`` one of those processes. They live in the same files and pipes as a real working process.
"""

from __future__ import annotations

import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]
NOON = 1_795_262_400.0
"""What ``time.time`` says in every fork: 2026-11-21 12:00 UTC, so that two runs of one thing write the same."""
PATIENCE = 60.0
"""Seconds that a fork may take to end by itself."""
_MOST = 1 << 16
LIVES = "tests.journeys.leads_at_risk"
"""What is done in forks, beside the jobs of ``leaddesk work``."""
_WORK = "leaddesk.app.work.process:run_work"


class Fork:
    """A process. Its standard input is ``say``'s; what it writes is heard up to its end."""

    def __init__(self, pid: int, into: int, out: int, ended: Callable[[], int]) -> None:
        self.pid = pid
        self._into, self._out, self._ended = into, out, ended
        self._heard = b""
        self._is_over = False

    def say(self, line: Mapping[str, Any] | str) -> None:
        os.write(self._into, (line if isinstance(line, str) else json.dumps(line)).encode() + b"\n")

    def hear(self, seconds: float = PATIENCE, lines: int = 1 << 30) -> bool:
        """Listens for so long, or until it said so many lines. Whether it is still alive then."""
        end = time.monotonic() + seconds
        while not self._is_over and self._heard.count(b"\n") < lines:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._out], [], [], left)[0]:
                return True
            data = os.read(self._out, _MOST)
            self._heard += data
            self._is_over = not data
        return not self._is_over

    @property
    def lines(self) -> list[Any]:
        """What it said so far; half a line does not count."""
        return [json.loads(line) for line in self._heard.split(b"\n")[:-1]]

    @property
    def said(self) -> dict[str, Any]:
        """The last of these, of a job: ``progress``, ``done``, ``error`` or ``bug``."""
        return self.lines[-1] if self.lines and isinstance(self.lines[-1], dict) else {}

    def kill(self) -> bool:
        """Whether it was alive; what it had said before is heard."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end() == -signal.SIGKILL

    def leave_alone(self) -> None:
        """As when the one who started it is killed: nobody speaks and nobody listens any more."""
        os.close(self._into)
        os.close(self._out)
        self._into = self._out = -1
        self._ended()

    def end(self) -> int:
        """Its exit code, once it has ended by itself."""
        assert not self.hear(), "it does not end"
        os.close(self._into)
        os.close(self._out)
        return self._ended()

    def outcome(self) -> dict[str, Any]:
        """What a job said last, once it has ended by itself."""
        assert self.end() == 0
        assert "bug" not in self.said, self.said["bug"]
        return self.said

    def hold(self) -> None:
        """It stands still, as if the computer were busy with others, until ``go_on``."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)


class Forks:
    """A context. ``preload``: modules, and those of ``leaddesk work`` in any case."""

    def __init__(self, *preload: str) -> None:
        self._ours, theirs = socket.socketpair()
        modules = ("leaddesk.app.work.import_job", "leaddesk.app.work.export_job", "leaddesk.app.work.prepare_job")
        serve = f"from tests.journeys.forked import serve; serve({theirs.fileno()}, {[*modules, *preload]!r})"
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-c", serve], cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
        )
        theirs.close()

    def __enter__(self) -> Forks:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._ours.close()
        self._process.wait(PATIENCE)

    def work(self, name: str, job: Mapping[str, Any], function: str = _WORK, *arguments: Any) -> Fork:
        """``leaddesk work`` with this job; or ``function``, which does the same."""
        fork = self.start(function, *arguments)
        fork.say({"name": name, "job": job})
        return fork

    def start(self, function: str, *arguments: Any) -> Fork:
        """``function``: ``module:name``. ``arguments``: plain JSON."""
        given, into = os.pipe()
        out, taken = os.pipe()
        asked = json.dumps([function, arguments]).encode()
        socket.send_fds(self._ours, [asked], [given, taken])
        os.close(given)
        os.close(taken)
        pid = int(self._ours.recv(_MOST))
        return Fork(pid, into, out, lambda: self._wait(pid))

    def _wait(self, pid: int) -> int:
        self._ours.sendall(json.dumps(["wait", pid]).encode())
        return int(self._ours.recv(_MOST))


def took(fork: Fork) -> float:
    """Seconds until it has ended by itself, well."""
    began = time.monotonic()
    assert fork.end() == 0
    assert "bug" not in fork.said
    return time.monotonic() - began


def killed(
    times: int, draw: Random, start: Callable[[], Fork], usual: float, afresh: Callable[[], object]
) -> Iterator[Fork]:
    """So many that were killed, each at some moment of the ``usual`` seconds. After one that was faster: ``afresh``."""
    number = 0
    while number < times:
        fork = start()
        fork.hear(draw.random() * usual)
        if fork.kill():
            number += 1
            yield fork
        else:
            afresh()


def serve(descriptor: int, modules: list[str]) -> None:
    """The process that all others are forked off. It has one thread, and no file of theirs open."""
    for module in modules:
        importlib.import_module(module)
    with socket.socket(fileno=descriptor) as asker:
        while True:
            asked, pipes, *_ = socket.recv_fds(asker, _MOST, 2)
            if not asked:
                return
            function, arguments = json.loads(asked)
            if function == "wait":
                _, status = os.waitpid(arguments, 0)
                asker.sendall(str(os.waitstatus_to_exitcode(status)).encode())
                continue
            pid = os.fork()
            if not pid:
                asker.close()
                _live(function, arguments, *pipes)
            for pipe in pipes:
                os.close(pipe)
            asker.sendall(str(pid).encode())


def _live(function: str, arguments: list[Any], given: int, out: int) -> None:
    code = 1
    try:
        for pipe, place in ((given, 0), (out, 1)):
            os.dup2(pipe, place)
            os.close(pipe)
        sys.stdin, sys.stdout = open(0, encoding="utf-8"), open(1, "w", encoding="utf-8")  # noqa: SIM115 - for life
        time.time = lambda: NOON
        module, _, name = function.partition(":")
        code = getattr(importlib.import_module(module), name)(*arguments) or 0
        with suppress(BrokenPipeError):
            sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - nothing of it may go on in the copy of the other process
        traceback.print_exc()
    finally:
        os._exit(code)
