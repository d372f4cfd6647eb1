"""The queue in front of a provider: it never sends faster than the provider allows, and the urgent go first.

The limit holds as the *server* sees it: at most ``limit`` arrivals in any window of ``per`` seconds, wherever the
window begins. When a request arrived is not known, but bounded: it was sent before, and answered after. So each of the
``limit`` slots is taken when a call gets its turn, and free again ``per`` seconds after the latest moment at which that
request can have arrived: when its answer came, or ``guard`` seconds after it was sent, whichever is earlier. Bursts up
to the limit are allowed, a slow answer does not slow the queue, and a handshake that takes its time is not mistaken for
an early arrival. A slot remembers that moment and not its end, so that another ``per`` holds from the next call on.
"""

from __future__ import annotations

import asyncio
import math
import random
from bisect import insort
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from leaddesk.domain.queue import QueueState, WaitingCall
from leaddesk.domain.urgency import Urgency

GUARD = 0.04
"""Seconds by which the way to the server may differ from one request to the next. More would be safer and slower: a
slot serves one request in ``per + guard`` seconds, and 10 in 1.04 s still make 9.6 a second."""

LONGEST_WAIT = 120.0
"""Seconds of pause that a call sits out. When the provider asks for more, it is told at once to whoever waits."""

FIRST_PAUSE = 1.0
LONGEST_GROWN_PAUSE = 32.0
"""Seconds of the pauses after a 429 that names none: the first (or ``per`` where that is longer), doubled each time, up
to the longest."""

SLOWEST = 8
WELL_AGAIN = 20
"""With ``halves``: the smallest part of the rate that is gone down to, and the calls in a row that must go well before
it is doubled again."""

_COARSE = 0.1
"""Qt's timers may be late by a twentieth of their time (QTimer, CoarseTimer); so long ones are set in two steps."""


class Cancellable(Protocol):
    """A timer that was set."""

    def cancel(self) -> None: ...


class Timers(Protocol):
    """What an event loop offers; tests bring a time of their own."""

    def time(self) -> float: ...

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Cancellable: ...


@dataclass(frozen=True, order=True)
class Place:
    """Where a call stands in the queue. It keeps its place when it has to be repeated."""

    urgency: Urgency
    number: int


class PausedError(Exception):
    """The provider asked for a pause of ``wait`` more seconds, which is longer than LONGEST_WAIT."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait


@dataclass(frozen=True)
class _Waiter:
    place: Place
    turn: asyncio.Future[Turn]
    about: WaitingCall | None


@dataclass(eq=False)
class Turn:
    """One call that may send now. Whoever sends tells it what happens to the request; the slot depends on it."""

    granted_at: float
    _pace: Pace = field(repr=False)
    _before: float
    """The ``arrived_by`` of the request that had the slot before."""
    arrived_by: float = math.inf
    """The latest moment at which the server can have seen the request; infinite while nothing is known."""
    _left: bool = False

    @property
    def free_at(self) -> float:
        """When the slot may serve another request."""
        return self.arrived_by + self._pace.per

    def leaving(self) -> None:
        """The first byte is about to be sent; from now on the server may have seen the request."""
        self._left = True

    def left(self) -> None:
        """The whole request is sent."""
        self._settle(self._pace.guard)

    def answered(self) -> None:
        """The answer begins to arrive, so the server has seen the request."""
        self._settle(0.0)

    def ended(self) -> None:
        """The call is over, answered or not. A request that never left gives its slot back at once."""
        if self._left:
            self._settle(self._pace.guard)
        else:
            self.arrived_by = self._before
            self._pace.serve()

    def _settle(self, guard: float) -> None:
        self._left = True
        self.arrived_by = min(self.arrived_by, self._pace.now() + guard)
        self._pace.serve()


class Pace:
    """One provider's queue: at most ``limit`` requests in any ``per`` seconds.

    Lives on one event loop and needs no closing: it holds a timer only while somebody waits or a pause is on.
    """

    def __init__(
        self,
        limit: int,
        per: float | Callable[[], float],
        *,
        halves: bool = False,
        guard: float = GUARD,
        timers: Timers | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """``per``: asked for whenever it matters; whoever makes it shorter while calls wait calls ``let_go``.

        ``halves``: whether the rate is halved by a 429, and doubled again when all goes well. ``timers``: by default
        the running event loop. ``jitter`` gives numbers from 0 to 1, for the grown pauses.
        """
        self.limit = limit
        self.guard = guard
        self._per = per if callable(per) else lambda: per
        self._halves = halves
        self._slowness = 1
        self._well = 0
        self._timers = timers
        self._jitter = jitter
        self._places = 0
        self._waiting: list[_Waiter] = []
        self._slots: list[Turn] = []
        self._in_flight = 0
        self._resumes_at = -math.inf
        self._held_until = -math.inf
        self._slowed_at = -math.inf
        self._slowed = 0
        self._timer: Cancellable | None = None
        self._listeners: list[Callable[[QueueState], None]] = []
        self._told = QueueState()
        self._telling = False

    @property
    def per(self) -> float:
        """The seconds in which at most ``limit`` requests arrive, as they are now."""
        return self._per() * self._slowness

    @property
    def state(self) -> QueueState:
        """What can be seen of the queue now."""
        next_at = self._next_at()
        return QueueState(
            len(self._waiting),
            self._in_flight,
            calls=tuple(waiter.about for waiter in self._waiting if waiter.about is not None),
            next_at=next_at if self.now() < next_at < math.inf else None,
            resumes_at=self._resumes_at if self._resumes_at > -math.inf else None,
        )

    def subscribe(self, listener: Callable[[QueueState], None]) -> Callable[[], None]:
        """Tells ``listener`` each new state, on the event loop, at most once per round of it.

        Returns the function that ends the subscription.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def place(self, urgency: Urgency) -> Place:
        """The next place among the calls of this urgency."""
        self._places += 1
        return Place(urgency, self._places)

    @asynccontextmanager
    async def turn(self, place: Place, about: WaitingCall | None = None) -> AsyncIterator[Turn]:
        """Waits until the call at ``place`` may send; the call is in flight inside of the block.

        ``about`` is what ``state`` shows of it while it waits. A call that is cancelled while it waits leaves the
        queue. Raises PausedError.
        """
        waiter = _Waiter(place, asyncio.get_running_loop().create_future(), about)
        insort(self._waiting, waiter, key=lambda other: other.place)
        self.serve()
        try:
            turn = await waiter.turn
        except BaseException:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            elif not waiter.turn.cancelled() and waiter.turn.exception() is None:
                self._end(waiter.turn.result())  # the turn came in the same round in which the call was cancelled
            self.serve()
            raise
        try:
            yield turn
        finally:
            self._end(turn)

    def slow_down(self, turn: Turn, wait: float | None) -> None:
        """The provider told the call of ``turn`` to slow down: nobody sends for ``wait`` seconds, clicks included.

        Without a wait (a 429 without ``Retry-After``) the pause grows each time, but once only for calls that were
        under way together: they all hear of the same haste.
        """
        now = self.now()
        is_news = turn.granted_at > self._slowed_at
        if wait is None:
            if not is_news:
                return
            pause = min(max(FIRST_PAUSE, self.per) * 2**self._slowed, LONGEST_GROWN_PAUSE)
            self._slowed = min(self._slowed + 1, 10)
            wait = pause * (1 + self._jitter() / 4)
        if is_news and self._halves:
            self._slowness = min(self._slowness * 2, SLOWEST)
            self._well = 0
        self._slowed_at = now
        self._resumes_at = max(self._resumes_at, now + wait)
        self.serve()

    def went_well(self, turn: Turn) -> None:
        """The provider answered the call of ``turn`` without complaint: the next pause begins small again."""
        if turn.granted_at <= self._slowed_at:
            return
        self._slowed = 0
        self._well += 1
        if self._slowness > 1 and self._well >= WELL_AGAIN:
            self._slowness //= 2
            self._well = 0

    def hold(self, seconds: float) -> None:
        """Nobody sends for so many seconds, because somebody else who shares the limit has just sent.

        That is no pause that the provider asked for: no call is refused, and ``QueueState.resumes_at`` says nothing.
        """
        self._held_until = max(self._held_until, self.now() + seconds)
        self.serve()

    def let_go(self) -> None:
        """``per`` is shorter now: whoever waits may go sooner, and what ``hold`` was told is to be asked again."""
        self._held_until = -math.inf
        self.serve()

    def now(self) -> float:
        """Seconds on the clock of the timers."""
        return self._clock().time()

    def serve(self) -> None:
        """Gives every free slot to whoever is first, and sets the timer for the next one. Called on every change."""
        now = self.now()
        if self._resumes_at <= now:
            self._resumes_at = -math.inf
        self._waiting = [waiter for waiter in self._waiting if not waiter.turn.done()]
        if self._resumes_at - now > LONGEST_WAIT:
            for waiter in self._waiting:
                waiter.turn.set_exception(PausedError(self._resumes_at - now))
            self._waiting.clear()
        while self._waiting and self._next_at() <= now:
            self._in_flight += 1
            self._waiting.pop(0).turn.set_result(self._grant(now))
        self._set_timer(now)
        self._tell_soon()

    def _next_at(self) -> float:
        """When the next call may have its turn; infinite while that depends on a request that was not sent yet."""
        free_at = -math.inf if len(self._slots) < self.limit else min(turn.free_at for turn in self._slots)
        return max(free_at, self._held_until, self._resumes_at)

    def _grant(self, now: float) -> Turn:
        before = -math.inf
        if len(self._slots) == self.limit:
            free = min(self._slots, key=lambda turn: turn.arrived_by)
            self._slots.remove(free)
            before = free.arrived_by
        turn = Turn(now, self, before)
        self._slots.append(turn)
        return turn

    def _end(self, turn: Turn) -> None:
        self._in_flight -= 1
        turn.ended()

    def _set_timer(self, now: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._resumes_at > now:
            due = self._resumes_at
        elif self._waiting:
            due = self._next_at()
        else:
            return
        if due < math.inf:
            delay = due - now
            self._timer = self._clock().call_later(delay * 0.9 if delay > _COARSE else delay, self.serve)

    def _clock(self) -> Timers:
        return self._timers or asyncio.get_running_loop()

    def _tell_soon(self) -> None:
        if self._listeners and not self._telling and self.state != self._told:
            self._telling = True
            asyncio.get_running_loop().call_soon(self._tell)

    def _tell(self) -> None:
        self._telling = False
        self._told = self.state
        for listener in tuple(self._listeners):
            listener(self._told)
