"""A sender of fetches for the tests, with a key and a secret that are easy to find wherever they should not be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from leaddesk.domain.purchases import DeliveryWay
from leaddesk.domain.secret import Secret
from leaddesk.domain.sending import Sent
from leaddesk.providers.pacing import Pace
from leaddesk.providers.sending import FetchSender
from tests.fakes.connected import CANARY
from tests.fakes.virtual_time import JumpingTimers

SECRET = "canary-of-the-webhook+5e1f"
BODY = b'{"fetchCount":500,"filter":{"job_title":{"0":"CEO \xc3\xa9"}} }'


class Fetching:
    """One sender, the queue it stands in, and how often it was about to leave."""

    def __init__(self, address: str, key: str | None = CANARY, pace: Pace | None = None) -> None:
        """Without ``pace`` it waits for nothing."""
        self.address = address
        self.key = key
        self.pace = pace or Pace(10, 1.0, timers=JumpingTimers(), jitter=lambda: 0.0)
        self.left = 0
        self._sender = FetchSender(lambda: self.address, self._read_key, self.pace)

    async def send(
        self,
        body: bytes = BODY,
        *,
        secret: str | None = SECRET,
        way: DeliveryWay = DeliveryWay.WEBHOOK,
        leaving: Callable[[], Awaitable[None]] | None = None,
        deadline: float = 10.0,
    ) -> Sent:
        async def leave() -> None:
            self.left += 1
            if leaving is not None:
                await leaving()

        hidden = None if secret is None else Secret(secret)
        return await self._sender.send(body, hidden, way=way, leaving=leave, deadline=deadline)

    async def until_waiting(self, count: int) -> None:
        """Until so many calls wait in the queue."""
        changed = asyncio.Event()
        forget = self.pace.subscribe(lambda _: changed.set())
        while self.pace.state.waiting != count:
            await changed.wait()
            changed.clear()
        forget()

    async def _read_key(self) -> Secret | None:
        return None if self.key is None else Secret(self.key)


def assert_silent(sent: object, logged: list[logging.LogRecord]) -> None:
    """Neither what became of it nor any log holds the key or the secret."""
    told = [repr(sent), str(sent), repr(vars(sent))]
    told += [repr(vars(record)) + record.getMessage() for record in logged]
    assert "canary" not in "".join(told).casefold()
