"""LeadDesk as processes of their own: started without a screen and without a keychain, spoken to, ended, examined."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]

PATIENCE = 60.0
"""Seconds that a process may live at most."""

NOBODY = "http://127.0.0.1:9"
"""Where no provider answers; never a real one."""

_HINTS = "This plugin does not support propagateSizeHints()"
"""Qt's own words about every window without a screen."""


class Program:
    """``python`` with these arguments. A context manager: at its end the process is gone, whatever happened."""

    def __init__(
        self,
        arguments: Sequence[str],
        place: Path,
        *,
        address: str = NOBODY,
        reactin: str = NOBODY,
        own_session: bool = False,
    ) -> None:
        """``place``: a folder for its output, apart from its home; ``address``: ReachStream's; ``reactin``: its own."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LEADDESK_")}
        environment |= {
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "LEADDESK_REACHSTREAM_URL": address,
            "LEADDESK_REACTIN_URL": reactin,
            "LEADDESK_LEADSOPEDIA_URL": NOBODY,
        }
        self.output: list[str] = []
        """The lines that were read."""
        self._errors = place / f"errors-{os.urandom(4).hex()}"
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, *arguments],
                env=environment,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=own_session,
            )
        self._watchdog = threading.Timer(PATIENCE, self._process.kill)

    @property
    def pid(self) -> int:
        return self._process.pid

    def __enter__(self) -> Program:
        self._watchdog.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._watchdog.cancel()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def line(self) -> str:
        """The next line of its output; empty at its end."""
        assert self._process.stdout is not None
        self.output.append(self._process.stdout.readline())
        return self.output[-1]

    def until(self, act: str) -> Any:
        """What was seen in the window when ``act`` of ``driven_leaddesk`` was done."""
        while line := self.line():
            done = json.loads(line)
            if done["act"] == act:
                return done.get("seen")
        raise AssertionError(f"it ended before {act!r}: {self.output} {self.errors}")

    def go_on(self) -> None:
        """The end of a ``pause``."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def ended(self) -> int:
        """Waits for its end; the exit code, or less than 0 for the signal that killed it."""
        while self.line():
            pass
        return self._process.wait()

    @property
    def errors(self) -> str:
        """What it wrote to standard error."""
        lines = self._errors.read_text().splitlines()
        return "\n".join(line for line in lines if line != _HINTS)


def leaddesk(*arguments: str | Path, place: Path, address: str = NOBODY, own_session: bool = False) -> Program:
    """The program itself."""
    words = ["-m", "leaddesk", *map(str, arguments)]
    return Program(words, place, address=address, own_session=own_session)


def driven(home: Path, acts: str, *, place: Path, address: str = NOBODY, reactin: str = NOBODY) -> Program:
    """LeadDesk with somebody in front of it; ``acts`` as in ``driven_leaddesk``, words apart by blanks."""
    words = ["-m", "tests.fakes.driven_leaddesk", str(home), *acts.split()]
    return Program(words, place, address=address, reactin=reactin)


def children_of(pid: int) -> list[int]:
    """The living processes that ``pid`` started. Linux only."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if int(parent) == pid and state != "Z":
                found.append(int(stat.parent.name))
    return found


def hears(pid: int, number: signal.Signals) -> bool:
    """Whether the process has a handler for the signal; Python has one for SIGINT from its beginning. Linux only."""
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("SigCgt:"))
    return bool(int(line.split()[1], 16) >> (number - 1) & 1)


class Watched:
    """A process that is not our child. Linux only. A context manager."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)

    def ends(self, seconds: float = 20.0) -> bool:
        """Waits for its end; whether it came."""
        poll = select.poll()
        poll.register(self._handle, select.POLLIN)
        return bool(poll.poll(seconds * 1000))
