"""Garbage is collected, and on Qt's thread only."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref

from PySide6.QtWidgets import QApplication

from leaddesk.app.collecting import CollectingOnThisThread


class Circle:
    """Only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


async def test_circles_made_in_other_threads_are_freed_on_this_one(qapp: QApplication) -> None:
    freed_on: list[int] = []
    collecting = CollectingOnThisThread()

    def make() -> None:
        circle = Circle()
        weakref.finalize(circle, lambda: freed_on.append(threading.get_ident()))
        del circle
        _ = [Circle() for _ in range(20_000)]

    try:
        assert not gc.isenabled()
        await asyncio.to_thread(make)
        async with asyncio.timeout(20):
            while not freed_on:  # noqa: ASYNC110 - the collector has no event to await
                await asyncio.sleep(0.01)
    finally:
        collecting.stop()
    assert freed_on == [threading.get_ident()]
    assert gc.isenabled()
