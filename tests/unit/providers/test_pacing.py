"""The queue: never too fast for the server, never slower than it must be, and fair."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.queue import QueueState
from leaddesk.domain.urgency import Urgency
from leaddesk.providers.pacing import GUARD, LONGEST_WAIT, Pace, PausedError, Place
from tests.fakes.virtual_time import run_in_virtual_time

LIMIT = 10


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass(frozen=True)
class Call:
    """How one call goes: every number in seconds."""

    asked_at: float
    urgency: Urgency
    handshake: float
    sending: float
    way: float
    """From the last byte sent to the moment at which the server counts it; the guard allows for this much."""
    answering: float
    fate: str
    """``answered``, ``unsent`` (no connection), ``broken`` (no answer) or ``impatient`` (cancelled)."""
    patience: float


seconds = st.floats(0, 3, allow_nan=False)
calls = st.lists(
    st.builds(
        Call,
        asked_at=st.floats(0, 5),
        urgency=st.sampled_from(Urgency),
        handshake=st.just(0.0) | st.floats(0, 0.5),
        sending=st.just(0.0) | st.floats(0, 0.1),
        way=st.floats(0, GUARD),
        answering=st.just(0.0) | seconds,
        fate=st.sampled_from(["answered"] * 5 + ["unsent", "broken", "impatient"]),
        patience=seconds,
    ),
    max_size=60,
)


async def play(pace: Pace, call: Call, arrivals: list[float]) -> None:
    """One call, as session and server would live it; ``arrivals`` is what the server counts."""
    await asyncio.sleep(call.asked_at)
    try:
        async with asyncio.timeout(call.patience if call.fate == "impatient" else None):
            async with pace.turn(pace.place(call.urgency)) as turn:
                await asyncio.sleep(call.handshake)
                if call.fate == "unsent":
                    return
                turn.leaving()
                try:
                    await asyncio.sleep(call.sending)
                finally:
                    arrivals.append(now() + call.way)
                turn.left()
                await asyncio.sleep(call.way)
                await asyncio.sleep(call.answering)
                if call.fate == "answered":
                    turn.answered()
    except TimeoutError:
        assert call.fate == "impatient"


def most_in_any_second(arrivals: list[float]) -> int:
    """The largest number of arrivals in a window that is open at its end."""
    ordered = sorted(arrivals)
    return max((sum(1 for other in ordered if 0 <= other - first < 1 - 1e-9) for first in ordered), default=0)


@settings(deadline=None, max_examples=60)
@given(calls)
def test_the_server_never_sees_an_eleventh_in_any_second(world: list[Call]) -> None:
    async def main() -> None:
        pace = Pace(LIMIT, 1.0)
        arrivals: list[float] = []
        async with asyncio.TaskGroup() as group:
            for call in world:
                group.create_task(play(pace, call, arrivals))
        assert most_in_any_second(arrivals) <= LIMIT
        assert pace.state == QueueState()

    run_in_virtual_time(main())


@pytest.mark.parametrize("latency", [0.0, 0.03, 0.2, 5.0])
@pytest.mark.parametrize("handshake", [0.0, 0.1])
def test_it_sends_at_least_nine_and_a_half_a_second_however_slow_the_answers(latency: float, handshake: float) -> None:
    async def main() -> None:
        pace = Pace(LIMIT, 1.0)
        sent: list[float] = []

        async def call(number: int) -> None:
            async with pace.turn(pace.place(Urgency.BACKGROUND)) as turn:
                await asyncio.sleep(handshake if number < LIMIT else 0)
                turn.leaving()
                turn.left()
                sent.append(now())
                await asyncio.sleep(latency)
                turn.answered()

        async with asyncio.TaskGroup() as group:
            for number in range(200):
                group.create_task(call(number))
        assert (len(sent) - LIMIT) / (sent[-1] - sent[0]) >= 9.5
        assert most_in_any_second(sent) <= LIMIT

    run_in_virtual_time(main())


async def fill(pace: Pace) -> None:
    """Uses all slots up, at this moment."""
    for _ in range(LIMIT):
        async with pace.turn(pace.place(Urgency.CLICK)) as turn:
            turn.answered()


def test_a_click_goes_before_typing_and_background_and_the_first_before_the_second() -> None:
    async def main() -> None:
        pace = Pace(LIMIT, 1.0)
        await fill(pace)
        served: list[str] = []

        async def call(name: str, urgency: Urgency) -> None:
            async with pace.turn(pace.place(urgency)) as turn:
                served.append(name)
                turn.answered()

        async with asyncio.TaskGroup() as group:
            for name, urgency in [
                ("background 1", Urgency.BACKGROUND),
                ("typing 1", Urgency.TYPING),
                ("background 2", Urgency.BACKGROUND),
                ("click 1", Urgency.CLICK),
                ("typing 2", Urgency.TYPING),
                ("click 2", Urgency.CLICK),
            ]:
                group.create_task(call(name, urgency))
        assert served == ["click 1", "click 2", "typing 1", "typing 2", "background 1", "background 2"]

    run_in_virtual_time(main())


def test_a_repeated_call_keeps_its_place() -> None:
    async def main() -> None:
        pace = Pace(1, 1.0)
        first = pace.place(Urgency.CLICK)
        served: list[str] = []

        async def call(name: str, place: Place) -> None:
            async with pace.turn(place) as turn:
                served.append(name)
                turn.answered()

        await call("first", first)
        async with asyncio.TaskGroup() as group:
            group.create_task(call("second", pace.place(Urgency.CLICK)))
            await asyncio.sleep(0)
            group.create_task(call("first again", first))
        assert served == ["first", "first again", "second"]

    run_in_virtual_time(main())


def test_a_cancelled_call_leaves_the_queue() -> None:
    async def main() -> None:
        pace = Pace(LIMIT, 1.0)
        await fill(pace)

        async def call() -> None:
            async with pace.turn(pace.place(Urgency.CLICK)):
                raise AssertionError("its turn came")

        task = asyncio.create_task(call())
        await asyncio.sleep(0)
        assert pace.state.waiting == 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert pace.state == QueueState(next_at=1.0)

    run_in_virtual_time(main())


def test_a_turn_that_comes_together_with_the_cancelling_is_not_lost() -> None:
    async def main() -> None:
        pace = Pace(1, 1.0)

        async def call() -> None:
            async with pace.turn(pace.place(Urgency.CLICK)):
                raise AssertionError("cancelled before it could begin")

        async with pace.turn(pace.place(Urgency.CLICK)):
            task = asyncio.create_task(call())
            await asyncio.sleep(0)
        task.cancel()  # the slot was given to it a moment ago
        with pytest.raises(asyncio.CancelledError):
            await task
        before = now()
        async with pace.turn(pace.place(Urgency.CLICK)):
            assert now() == before
        assert pace.state == QueueState()

    run_in_virtual_time(main())


def test_what_never_left_takes_no_slot() -> None:
    async def main() -> None:
        pace = Pace(LIMIT, 1.0)
        for _ in range(5 * LIMIT):
            async with pace.turn(pace.place(Urgency.CLICK)):
                pass  # no connection
        assert now() == 0

    run_in_virtual_time(main())


def test_a_pause_holds_everybody_back_and_is_seen() -> None:
    async def main() -> None:
        pace = Pace(LIMIT, 1.0)
        states: list[QueueState] = []
        stop = pace.subscribe(states.append)
        async with pace.turn(pace.place(Urgency.BACKGROUND)) as turn:
            turn.answered()
            pace.slow_down(turn, 24)
            pace.slow_down(turn, 3)  # a shorter one does not end a longer one
        await asyncio.sleep(0)
        assert states[-1] == QueueState(waiting=0, in_flight=0, next_at=24, resumes_at=24)
        async with pace.turn(pace.place(Urgency.CLICK)) as turn:
            assert now() == pytest.approx(24)
            await asyncio.sleep(0)
            assert QueueState(waiting=1, in_flight=0, next_at=24, resumes_at=24) in states
            assert states[-1] == QueueState(in_flight=1)
        await asyncio.sleep(0)
        assert states[-1] == QueueState()
        stop()
        seen = len(states)
        async with pace.turn(pace.place(Urgency.CLICK)):
            await asyncio.sleep(0)
        assert len(states) == seen

    run_in_virtual_time(main())


def test_the_end_of_a_pause_is_seen_even_when_nobody_waits() -> None:
    async def main() -> None:
        pace = Pace(LIMIT, 1.0)
        states: list[QueueState] = []
        pace.subscribe(states.append)
        async with pace.turn(pace.place(Urgency.CLICK)) as turn:
            pace.slow_down(turn, 24)
        await asyncio.sleep(24.5)
        assert states[-1] == QueueState()

    run_in_virtual_time(main())


def test_a_pause_that_is_too_long_is_told_at_once() -> None:
    async def main() -> None:
        pace = Pace(1, 1.0)

        async def call() -> None:
            async with pace.turn(pace.place(Urgency.CLICK)) as turn:
                turn.answered()

        async with pace.turn(pace.place(Urgency.CLICK)) as turn:
            waiting = asyncio.create_task(call())
            await asyncio.sleep(0)
            pace.slow_down(turn, 3600)
        with pytest.raises(PausedError) as told:
            await waiting
        assert told.value.wait == pytest.approx(3600)
        with pytest.raises(PausedError):
            await call()
        assert pace.state == QueueState(next_at=3600, resumes_at=3600)
        await asyncio.sleep(3600 - LONGEST_WAIT)
        await call()  # a wait that one can sit out
        assert now() == pytest.approx(3600)

    run_in_virtual_time(main())


def test_pauses_without_a_named_wait_grow_and_begin_small_again() -> None:
    async def main() -> None:
        pace = Pace(LIMIT, 1.0, jitter=lambda: 0.0)
        pauses = []
        for _ in range(8):
            before = now()
            async with pace.turn(pace.place(Urgency.CLICK)) as turn:
                pauses.append(now() - before)
                turn.answered()
                pace.slow_down(turn, None)
        assert pauses == pytest.approx([0, 1, 2, 4, 8, 16, 32, 32])
        async with pace.turn(pace.place(Urgency.CLICK)) as turn:
            pace.went_well(turn)
            pace.slow_down(turn, None)
        before = now()
        async with pace.turn(pace.place(Urgency.CLICK)):
            assert now() - before == pytest.approx(1)

    run_in_virtual_time(main())


def test_calls_that_were_under_way_together_make_one_pause() -> None:
    async def main() -> None:
        pace = Pace(LIMIT, 1.0, jitter=lambda: 1.0)

        async def call() -> None:
            async with pace.turn(pace.place(Urgency.CLICK)) as turn:
                turn.answered()
                await asyncio.sleep(0)
                pace.slow_down(turn, None)

        async with asyncio.TaskGroup() as group:
            for _ in range(LIMIT):
                group.create_task(call())
        async with pace.turn(pace.place(Urgency.CLICK)):
            assert now() == pytest.approx(1.25)

    run_in_virtual_time(main())


def test_a_slot_is_bound_to_the_sending_not_to_the_asking() -> None:
    """A handshake of 0.7 s: counted from its beginning, the eleventh would come 0.3 s after the first ten arrived."""

    async def main() -> None:
        pace = Pace(LIMIT, 1.0)

        async def call() -> None:
            async with pace.turn(pace.place(Urgency.CLICK)) as turn:
                assert turn.free_at == math.inf
                await asyncio.sleep(0.7)
                turn.leaving()
                turn.left()
                await asyncio.sleep(5)

        async with asyncio.TaskGroup() as group:
            for _ in range(LIMIT):
                group.create_task(call())
            await asyncio.sleep(0)
            async with pace.turn(pace.place(Urgency.CLICK)):
                assert now() == pytest.approx(0.7 + 1.0 + GUARD)

    run_in_virtual_time(main())


def test_a_request_that_broke_while_it_was_sent_may_have_arrived() -> None:
    async def main() -> None:
        pace = Pace(1, 1.0)

        async def broken() -> None:
            async with pace.turn(pace.place(Urgency.CLICK)) as turn:
                turn.leaving()
                await asyncio.sleep(0.5)
                raise ConnectionError

        with pytest.raises(ConnectionError):
            await broken()
        async with pace.turn(pace.place(Urgency.CLICK)):
            assert now() == pytest.approx(0.5 + 1.0 + GUARD)

    run_in_virtual_time(main())


def test_a_success_from_before_the_haste_says_nothing_about_it() -> None:
    async def main() -> None:
        pace = Pace(LIMIT, 1.0, jitter=lambda: 0.0)
        async with pace.turn(pace.place(Urgency.CLICK)) as early, pace.turn(pace.place(Urgency.CLICK)) as hasty:
            pace.slow_down(hasty, None)
            pace.went_well(early)
        async with pace.turn(pace.place(Urgency.CLICK)) as turn:
            pace.slow_down(turn, None)
        before = now()
        async with pace.turn(pace.place(Urgency.CLICK)):
            assert now() - before == pytest.approx(2)

    run_in_virtual_time(main())
