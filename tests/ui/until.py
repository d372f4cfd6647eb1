"""Waiting in an async test on Qt's loop: for a condition, never for a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_PATIENCE = 60.0
"""Seconds; a disk that is busy with other things may hold a commit up for many."""
_ROUNDS = 20


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop go round until ``condition`` holds. Raises TimeoutError."""
    async with asyncio.timeout(_PATIENCE):
        while not condition():  # noqa: ASYNC110 - what a widget shows has no event to await
            await asyncio.sleep(0)


async def settled() -> None:
    """Let Qt deliver what waits: layouts, repaints. (``processEvents`` in a coroutine would lose other tasks.)"""
    for _ in range(_ROUNDS):
        await asyncio.sleep(0)
