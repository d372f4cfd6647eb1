"""A session to a server of the tests, with a key that is easy to find wherever it should not be."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from leaddesk.domain import errors
from leaddesk.domain.providers import REACHSTREAM
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers.pacing import Pace
from leaddesk.providers.reachstream import judge
from leaddesk.providers.session import Answer, Session
from tests.fakes.virtual_time import JumpingTimers

CANARY = 'canary-7f3a9c/"key\\of-a-person'


async def canary() -> Secret | None:
    return Secret(CANARY)


class Connected:
    """A session, the time that its queue believes in, and what may be changed about it."""

    def __init__(self, address: str, **settings: Any) -> None:
        self.address = address
        self.timers = JumpingTimers()
        self.pace = Pace(10, 1.0, timers=self.timers, jitter=lambda: 0.0)
        wanted: dict[str, Any] = {"key": canary, "pace": self.pace, "judge": judge, "key_header": "X-API-Key"}
        self.session = Session(REACHSTREAM, address=lambda: self.address, **{**wanted, **settings})

    async def read(self, urgency: Urgency = Urgency.CLICK) -> Answer:
        return await self.session.read("POST", "/credits", body={"a": 1}, urgency=urgency)


@asynccontextmanager
async def connected(address: str, **settings: Any) -> AsyncIterator[Connected]:
    there = Connected(address, **settings)
    try:
        yield there
    finally:
        await there.session.aclose()


async def failure(reading: Awaitable[Answer]) -> errors.LeadDeskError:
    """What ``reading`` raises."""
    with pytest.raises(errors.LeadDeskError) as raised:
        await reading
    return raised.value


def assert_silent_about_the_key(error: BaseException, logged: list[logging.LogRecord]) -> None:
    """Neither the error, nor whatever it remembers of others, nor any log holds the key in any spelling."""
    told = [repr(error), str(error), repr(vars(error)), *traceback.format_exception(error)]
    told += [repr(vars(record)) + record.getMessage() for record in logged]
    assert logged
    for spelling in (CANARY, CANARY.replace("/", "\\/"), json.dumps(CANARY)[1:-1], repr(CANARY)[1:-1]):
        assert not any(spelling in text for text in told)
    assert "canary" not in "".join(told)
    remembered: BaseException | None = error
    while remembered is not None:
        assert not type(remembered).__module__.startswith(("httpx", "httpcore", "h11", "anyio"))
        remembered = remembered.__cause__ or remembered.__context__
