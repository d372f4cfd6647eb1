"""The session and the book of calls: what is counted, what waits, and what is not sent at all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import stamina

from leaddesk.domain import errors
from leaddesk.domain.queue import QueueState, WaitingCall
from leaddesk.domain.urgency import Urgency
from leaddesk.providers.session import BEHIND_OTHERS, Answer
from tests.fakes.call_book import FakeBook
from tests.fakes.connected import assert_silent_about_the_key, connected, failure
from tests.fakes.hostile_server import HostileServer, ok, reply, truncated

GOOD = ok({"available_credit": 720})
FULL = errors.MonthUsedUp("leadsopedia", 15_000, datetime(2026, 12, 1, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


async def test_every_attempt_that_is_sent_is_claimed() -> None:
    book = FakeBook()
    async with (
        HostileServer(reply(500), truncated(), GOOD) as server,
        connected(server.address, book=book) as there,
    ):
        await there.read()
    assert len(server.requests) == book.claimed == 3


async def test_what_cannot_connect_is_no_call() -> None:
    async with HostileServer(GOOD) as server:
        address = server.address
    book = FakeBook()
    async with connected(address, book=book) as there:
        assert isinstance(await failure(there.read()), errors.Unreachable)
    assert book.asked == 0


async def test_a_wait_holds_the_queue_and_is_no_work() -> None:
    book = FakeBook(8.0, 7.0)
    async with HostileServer(GOOD) as server, connected(server.address, book=book, deadline=5.0) as there:
        states: list[QueueState] = []
        there.pace.subscribe(states.append)
        await there.read()
        assert there.timers.jumped == pytest.approx(15 + 2 * BEHIND_OTHERS, abs=0.01)
        held = [state for state in states if state.waiting]
        assert held
        assert all(state.next_at is not None and state.resumes_at is None for state in held[-1:])
        assert there.pace.state == QueueState()
    assert (book.asked, book.claimed, len(server.requests)) == (3, 1, 1)


async def test_a_click_that_comes_while_the_book_says_wait_goes_first() -> None:
    book = FakeBook(8.0)
    async with HostileServer(GOOD) as server, connected(server.address, book=book) as there:

        async def read(path: str, urgency: Urgency) -> Answer:
            return await there.session.read("GET", path, urgency=urgency, about=WaitingCall(path[1:]))

        seen = asyncio.Event()
        waiting: list[tuple[WaitingCall, ...]] = []

        def look(state: QueueState) -> None:
            waiting.append(state.calls)
            if book.asked and state.waiting:
                seen.set()

        there.pace.subscribe(look)
        reading = asyncio.create_task(read("/page", Urgency.BACKGROUND))
        await seen.wait()
        await asyncio.gather(reading, read("/click", Urgency.CLICK))
    assert [request.line.split()[1] for request in server.requests] == ["/click", "/page"]
    page, click = WaitingCall("page", urgency=Urgency.BACKGROUND), WaitingCall("click", urgency=Urgency.CLICK)
    assert (page,) in waiting
    assert (click, page) in waiting


async def test_a_call_can_be_cancelled_while_the_book_says_wait() -> None:
    asked_again = asyncio.Event()

    class Endless(FakeBook):
        async def claim(self) -> float:
            self.asked += 1
            if self.asked > 1:
                asked_again.set()
            return 5.0

    book = Endless()
    async with HostileServer(GOOD) as server, connected(server.address, book=book) as there:
        reading = asyncio.create_task(there.read())
        await asked_again.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert (there.pace.state.waiting, there.pace.state.in_flight) == (0, 0)
    assert not server.requests


async def test_in_a_full_month_nothing_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    book = FakeBook()
    book.full = FULL
    async with HostileServer(GOOD) as server, connected(server.address, book=book) as there:
        error = await failure(there.read())
        assert error is FULL
        assert_silent_about_the_key(error, caplog.records)
        book.full = None
        await there.read()
    assert (len(server.requests), book.asked, book.told_used_up) == (1, 2, 0)


async def test_a_book_that_cannot_be_kept_lets_nothing_go() -> None:
    class Torn(FakeBook):
        async def claim(self) -> float:
            raise errors.WorkspaceError("no room")

    async with HostileServer(GOOD) as server, connected(server.address, book=Torn()) as there:
        assert type(await failure(there.read())) is errors.WorkspaceError
        assert there.pace.state == QueueState()
    assert not server.requests


@pytest.mark.parametrize("headers", [{}, {"Retry_After": "86400"}])
async def test_a_month_that_the_provider_says_is_full(headers: dict[str, str]) -> None:
    book = FakeBook()

    def judge(answer: Answer) -> errors.ProviderError | None:
        return FULL if answer.status == 429 else None

    busy = reply(429, {"message": "Monthly limit of 15,000 API calls reached"}, **headers)
    async with HostileServer(busy, GOOD) as server, connected(server.address, book=book, judge=judge) as there:
        assert await failure(there.read()) is FULL
        assert (len(server.requests), book.told_used_up) == (1, 1)
        assert there.pace.state.resumes_at is None, "the book knows; the queue stays open"
        await there.read()
