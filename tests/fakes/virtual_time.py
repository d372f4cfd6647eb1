"""Time that passes only when everybody waits for it, so that tests of long waits are fast and exact."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock begins at 0 and jumps to the next timer. For tests without sockets."""

    def __init__(self) -> None:
        self.passed = 0.0
        super().__init__(_JumpingSelector(self))

    def time(self) -> float:
        return self.passed


class _JumpingSelector(selectors.DefaultSelector):
    """Lets time pass instead of waiting."""

    def __init__(self, loop: VirtualTimeLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits, and nothing will ever happen")
        self._loop.passed += timeout
        return super().select(0)


def run_in_virtual_time(main: Coroutine[Any, Any, T]) -> T:
    """The result of ``main``, on a VirtualTimeLoop of its own."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(main)


class JumpingTimers:
    """Timers for a ``Pace`` beside real sockets: its waits are over at once, and counted in ``jumped``."""

    def __init__(self) -> None:
        self.jumped = 0.0
        """Seconds."""

    def time(self) -> float:
        return time.monotonic() + self.jumped

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Jump:
        return Jump(self, delay, callback)


class Jump:
    """One wait: over when the loop went around often enough for everybody who is not waiting to have done so."""

    def __init__(self, timers: JumpingTimers, delay: float, callback: Callable[[], None]) -> None:
        self._timers = timers
        self._delay = delay
        self._callback = callback
        self._rounds = 50
        self._go_round()

    def cancel(self) -> None:
        self._next.cancel()

    def _go_round(self) -> None:
        self._rounds -= 1
        self._next = asyncio.get_running_loop().call_soon(self._go_round if self._rounds else self._jump)

    def _jump(self) -> None:
        self._timers.jumped += self._delay
        self._callback()
