"""``domain.work.Work`` without a process: jobs run in a thread of this one, with the same JSON in and out."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

from leaddesk.domain.work import Job


class WorkHere:
    """``jobs`` by name. ``gate``, where there is one, is waited for before a job begins; a cancel opens it."""

    def __init__(self, **jobs: Job) -> None:
        self._jobs = jobs
        self.asked: list[Mapping[str, Any]] = []
        self.gate: threading.Event | None = None

    async def run(
        self,
        name: str,
        job: Mapping[str, Any],
        *,
        progress: Callable[[Mapping[str, Any]], None] = lambda _: None,
        cancel: asyncio.Event | None = None,
    ) -> Mapping[str, Any] | None:
        loop = asyncio.get_running_loop()
        sent = json.loads(json.dumps(job))
        self.asked.append(sent)
        unwanted = threading.Event()

        def tell(facts: Mapping[str, Any]) -> None:
            loop.call_soon_threadsafe(progress, json.loads(json.dumps(facts)))

        def work() -> Mapping[str, Any] | None:
            if self.gate is not None:
                self.gate.wait(10)
            return self._jobs[name](sent, tell, unwanted.is_set)

        working = asyncio.ensure_future(asyncio.to_thread(work))
        stopping = asyncio.ensure_future((cancel or asyncio.Event()).wait())
        try:
            await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not working.done():
                unwanted.set()
                if self.gate is not None:
                    self.gate.set()
            stopping.cancel()
            result = await asyncio.shield(working)
        return result if result is None else json.loads(json.dumps(result))
