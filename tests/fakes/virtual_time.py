"""Time that passes only when everybody waits for it, so that tests of long waits are fast and exact."""

from __future__ import annotations

import asyncio
import selectors
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
        return asyncio.get_running_loop().time() + self.jumped

    def call_later(self, delay: float, callback: Callable[[], None], /) -> asyncio.Handle:
        def jump() -> None:
            self.jumped += delay
            callback()

        return asyncio.get_running_loop().call_soon(jump)
