"""Heavy work in a process of its own: a busy Python thread would starve the painting of the window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Protocol


class Work(Protocol):
    """Runs jobs by name. What goes in and comes out is plain JSON: no secret ever."""

    async def run(
        self,
        name: str,
        job: Mapping[str, Any],
        *,
        progress: Callable[[Mapping[str, Any]], None] = lambda _: None,
        cancel: asyncio.Event | None = None,
    ) -> Mapping[str, Any] | None:
        """What the job ``name`` returns; None where ``cancel`` was set before it was done, and nothing is left of it.

        ``progress`` hears on the event loop what the job tells. Cancelling the task does as ``cancel`` does, and waits
        for the end. Raises the LeadDeskErrors of the job, and WorkBroken where its process ended without a word.
        """
        ...


class Job(Protocol):
    """The other side: what a job's module calls ``run``, in the process of its own."""

    def __call__(
        self, job: Mapping[str, Any], tell: Callable[[Mapping[str, Any]], None], cancelled: Callable[[], bool], /
    ) -> Mapping[str, Any] | None:
        """The result, or None where it stopped because ``cancelled()`` became true; then it leaves nothing behind."""
        ...
