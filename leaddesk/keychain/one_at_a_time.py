"""Calls that may never come back, so that nothing else has to wait for them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


class NotAnsweringError(Exception):
    """The call did not end in time, or an earlier one still has not ended."""


class OneAtATime:
    """Runs blocking calls one after the other, each in a thread that does not keep the program from ending.

    While a call is overdue, further ones fail at once instead of piling up threads; when it ends at last, everything is
    as before.
    """

    def __init__(self, seconds: float) -> None:
        """``seconds`` is the time limit of each call."""
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self._latest: Future[Any] | None = None
        self._is_overdue = False

    async def run(self, call: Callable[[], T]) -> T:
        """What ``call`` returns or raises. Raises NotAnsweringError."""
        async with self._turn:
            if self._is_overdue and self._is_busy():
                raise NotAnsweringError
            try:
                async with asyncio.timeout(self._seconds) as limit:
                    return await self._run(call)
            except TimeoutError:
                if not limit.expired():
                    raise
                self._is_overdue = True
                raise NotAnsweringError from None

    def _is_busy(self) -> bool:
        return self._latest is not None and not self._latest.done()

    async def _run(self, call: Callable[[], T]) -> T:
        if self._latest is not None:  # whoever asked for it may have been cancelled while it went on
            with suppress(Exception):  # theirs to hear, not ours
                await asyncio.wrap_future(self._latest)
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        self._latest, self._is_overdue = future, False
        threading.Thread(target=_answer, args=(future, call), name="keychain", daemon=True).start()
        return await asyncio.wrap_future(future)


def _answer(future: Future[T], call: Callable[[], T]) -> None:
    try:
        result = call()
    except BaseException as error:  # noqa: BLE001 - handed to whoever waits; nobody would hear it in this thread
        future.set_exception(error)
    else:
        future.set_result(result)
