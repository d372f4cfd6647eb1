"""A limit that is shared, changes, and is to be seen: intervals, holding, and what the queue tells of itself."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest
import qasync
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from leaddesk.domain.queue import QueueState, WaitingCall
from leaddesk.domain.urgency import Urgency
from leaddesk.providers.pacing import SLOWEST, WELL_AGAIN, Pace, Place
from tests.fakes.virtual_time import run_in_virtual_time


def now() -> float:
    return asyncio.get_running_loop().time()


async def send(pace: Pace, urgency: Urgency = Urgency.CLICK) -> float:
    """One call that is answered at once; when it was sent."""
    async with pace.turn(pace.place(urgency)) as turn:
        turn.answered()
        return now()


def test_a_longer_interval_holds_from_the_next_call_on() -> None:
    async def main() -> None:
        seconds = 1.0
        pace = Pace(1, lambda: seconds)
        assert [await send(pace) for _ in range(2)] == pytest.approx([0, 1])
        await asyncio.sleep(2)  # by the interval of before, the queue is free again
        seconds = 10.0
        assert pace.state.next_at == pytest.approx(11)
        assert await send(pace) == pytest.approx(11)

    run_in_virtual_time(main())


def test_a_longer_interval_holds_for_those_who_wait() -> None:
    async def main() -> None:
        seconds = 1.0
        pace = Pace(1, lambda: seconds)
        await send(pace)
        waiting = asyncio.create_task(send(pace))
        await asyncio.sleep(0.5)
        seconds = 10.0
        assert await waiting == pytest.approx(10)

    run_in_virtual_time(main())


def test_a_shorter_interval_is_told_to_those_who_wait() -> None:
    async def main() -> None:
        seconds = 10.0
        pace = Pace(1, lambda: seconds)
        await send(pace)
        waiting = asyncio.create_task(send(pace))
        await asyncio.sleep(2)
        seconds = 1.0
        pace.let_go()
        assert await waiting == pytest.approx(2)

    run_in_virtual_time(main())


def test_what_it_was_held_for_is_asked_again_when_the_interval_is_shorter() -> None:
    async def main() -> None:
        pace = Pace(1, 1.0)
        pace.hold(9)
        waiting = asyncio.create_task(send(pace))
        await asyncio.sleep(2)
        pace.let_go()
        assert await waiting == pytest.approx(2)

    run_in_virtual_time(main())


def test_a_turn_that_was_given_back_forgets_no_arrival() -> None:
    async def main() -> None:
        seconds = 1.0
        pace = Pace(1, lambda: seconds)
        await send(pace)
        await asyncio.sleep(3)
        async with pace.turn(pace.place(Urgency.CLICK)):
            pass  # no connection
        seconds = 10.0
        assert await send(pace) == pytest.approx(10)

    run_in_virtual_time(main())


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.floats(0, 60), st.sampled_from(Urgency), st.floats(0, 3), st.sampled_from(["sent", "unsent"])),
        max_size=12,
    )
)
def test_two_arrivals_are_never_less_than_the_interval_apart(calls: list[tuple[float, Urgency, float, str]]) -> None:
    async def main() -> None:
        pace = Pace(1, 10.0, guard=1.0)
        arrivals: list[float] = []

        async def call(asked_at: float, urgency: Urgency, way: float, fate: str) -> None:
            await asyncio.sleep(asked_at)
            async with pace.turn(pace.place(urgency)) as turn:
                if fate == "unsent":
                    return
                turn.leaving()
                turn.left()
                await asyncio.sleep(min(way, 1.0))
                arrivals.append(now())
                await asyncio.sleep(way)
                turn.answered()

        async with asyncio.TaskGroup() as group:
            for settled in calls:
                group.create_task(call(*settled))
        assert all(later - earlier >= 10 - 1e-6 for earlier, later in itertools.pairwise(arrivals))

    run_in_virtual_time(main())


def test_while_it_is_held_nobody_sends_and_a_click_that_comes_goes_first() -> None:
    async def main() -> None:
        pace = Pace(1, 10.0)
        states: list[QueueState] = []
        pace.subscribe(states.append)
        served: list[str] = []

        async def call(name: str, place: Place) -> None:
            async with pace.turn(place, WaitingCall(name)) as turn:
                served.append(f"{name} at {now():.0f}")
                turn.answered()

        mine = pace.place(Urgency.BACKGROUND)
        async with pace.turn(mine):
            pace.hold(7)
        async with asyncio.TaskGroup() as group:
            group.create_task(call("reading", mine))
            await asyncio.sleep(3)
            group.create_task(call("click", pace.place(Urgency.CLICK)))
            await asyncio.sleep(0.001)
            assert pace.state == QueueState(2, 0, (WaitingCall("click"), WaitingCall("reading")), 7.0, None)
            assert states[-1] == pace.state
        assert served == ["click at 7", "reading at 17"]

    run_in_virtual_time(main())


def test_what_is_told_of_those_who_wait() -> None:
    async def main() -> None:
        pace = Pace(1, 10.0)
        await send(pace)
        assert pace.state == QueueState(next_at=10.0)
        background = WaitingCall("contacts", "7", 3, Urgency.BACKGROUND)
        click = WaitingCall("credits")

        async def call(about: WaitingCall | None, urgency: Urgency) -> None:
            async with pace.turn(pace.place(urgency), about) as turn:
                await asyncio.sleep(1)
                assert pace.state.next_at is None, "it was not sent yet, so nobody knows"
                turn.answered()

        async with asyncio.TaskGroup() as group:
            group.create_task(call(background, Urgency.BACKGROUND))
            group.create_task(call(None, Urgency.TYPING))
            group.create_task(call(click, Urgency.CLICK))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert pace.state == QueueState(waiting=3, calls=(click, background), next_at=10.0)
            await asyncio.sleep(10.5)
            assert pace.state == QueueState(waiting=2, in_flight=1, calls=(background,))
        await asyncio.sleep(10)
        assert pace.state == QueueState()

    run_in_virtual_time(main())


def test_a_pause_that_nobody_named_is_not_shorter_than_the_interval() -> None:
    async def main() -> None:
        pace = Pace(1, 10.0, jitter=lambda: 0.0)
        async with pace.turn(pace.place(Urgency.CLICK)) as turn:
            turn.answered()
            pace.slow_down(turn, None)
        assert pace.state == QueueState(next_at=10.0, resumes_at=10.0)

    run_in_virtual_time(main())


def test_the_rate_is_halved_and_comes_back() -> None:
    async def main() -> None:
        pace = Pace(2, 1.0, halves=True, jitter=lambda: 0.0)
        assert pace.per == 1.0
        for expected in (2, 4, SLOWEST, SLOWEST):
            async with (
                pace.turn(pace.place(Urgency.CLICK)) as one,
                pace.turn(pace.place(Urgency.CLICK)) as two,
            ):
                pace.slow_down(one, 1.0)
                pace.slow_down(two, 1.0)  # of the same haste
            assert pace.per == expected
            await asyncio.sleep(20)
        for _ in range(WELL_AGAIN):
            assert pace.per == SLOWEST
            async with pace.turn(pace.place(Urgency.CLICK)) as turn:
                pace.went_well(turn)
        assert pace.per == SLOWEST / 2

    run_in_virtual_time(main())


async def test_asyncios_clock_is_the_one_that_the_state_speaks_of() -> None:
    before = time.monotonic()
    assert before <= asyncio.get_running_loop().time() <= time.monotonic()


def test_qts_clock_is_the_one_that_the_state_speaks_of(qapp: QApplication) -> None:
    before = time.monotonic()
    with qasync.QEventLoop(qapp) as loop:
        assert before <= loop.time() <= time.monotonic()
