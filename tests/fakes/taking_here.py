"""The job "take" without a process and without My Leads: deliveries are read in a transaction each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from leaddesk.domain.deliveries import PayloadUnreadableError, read_payload
from leaddesk.domain.errors import LeadDeskError
from leaddesk.workspace.database import Database
from leaddesk.workspace.purchases import taking

if TYPE_CHECKING:
    from leaddesk.workspace.database import Connection


class TakingHere:
    """``domain.work.Work``."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        self.runs = 0
        self.begun = asyncio.Event()
        self.failing: LeadDeskError | None = None
        self.waits = ""
        """What it says of My Leads."""
        self.gate: asyncio.Event | None = None
        """Waited for before anything is read."""

    async def run(
        self,
        name: str,
        job: Mapping[str, Any],
        *,
        progress: Callable[[Mapping[str, Any]], None] = lambda _: None,
        cancel: asyncio.Event | None = None,
    ) -> Mapping[str, Any] | None:
        del job, progress, cancel
        assert name == "take"
        self.runs += 1
        self.begun.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.failing is not None:
            raise self.failing
        while await self._database.write(self._take_one):
            pass
        return {"waits": self.waits}

    def _take_one(self, connection: Connection) -> bool:
        raw = taking.next_raw(connection)
        if raw is None:
            return False
        try:
            payload = read_payload(raw.body)
        except PayloadUnreadableError as error:
            taking.unreadable(connection, raw.id, str(error.args[0]))
            return True
        purchase = taking.buyer(connection, raw, payload)
        if purchase is None:
            taking.quarantine(connection, raw, payload)
        else:
            taking.take(connection, raw, payload, purchase.id, now=self._clock())
        return True
