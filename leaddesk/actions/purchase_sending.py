"""One purchase on its way, from the pressed button to the outcome, each step on the disk before it is taken.

What may have left this computer is never sent again. So everything after ``Journal.sending`` ends in exactly one write,
and that write is tried until it succeeds: what ReachStream answered is known to nobody else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any, Protocol, TypeVar

from leaddesk.actions.purchase_books import Journal, Ledger
from leaddesk.actions.purchase_preflight import Preflight
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import FileError, KeyRefused, LeadDeskError, PurchaseBlocked, WorkspaceError
from leaddesk.domain.purchases import TRIES, DeliveryWay, Offer, Purchase, PurchaseState, Reason, body_of
from leaddesk.domain.secret import Secret
from leaddesk.domain.sending import Accepted, Ambiguous, NothingSent, Refused, Sent, SlowDown

_log = logging.getLogger(__name__)

T = TypeVar("T")

LONGEST_WAIT = 600.0
"""Seconds that ReachStream may have us wait, all waits of one purchase together."""
_WAIT = 60.0
"""Seconds, where it does not say how long."""
_ARMED_LASTS = timedelta(seconds=2 * LONGEST_WAIT)
"""However long it waits: what nobody is there to see any more is not bought."""
_PAUSES = (2.0, 5.0)
"""Seconds between two tries that found no connection."""
_WRITING_AGAIN = (0.2, 1.0, 5.0, 15.0)
"""Seconds before an outcome that could not be written down is written again; the last again and again."""


class Sender(Protocol):
    """``providers.sending``."""

    async def send(
        self,
        body: bytes,
        secret: Secret | None,
        *,
        way: DeliveryWay,
        leaving: Callable[[], Awaitable[None]],
    ) -> Sent:
        """``leaving`` is awaited after the turn and before the socket opens; what it raises comes out, nothing sent."""
        ...


@dataclass(frozen=True)
class Means:
    """What every purchase needs."""

    journal: Journal
    ledger: Ledger
    sender: Sender
    read_credits: ReadCredits
    account: Callable[[], str]
    """ReachStream's address."""
    announcer: Announcer
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    on_trouble: Callable[[Purchase, LeadDeskError], None] = lambda _purchase, _error: None
    """Hears, on the event loop, that an outcome could not be written down yet; it is tried again."""


class TakenBackError(Exception):
    """The person, or LeadDesk's end, does not want it sent any more."""


class GivenUpError(Exception):
    """LeadDesk ends, and ``why`` still keeps an outcome from being written down: the next start calls it UNKNOWN."""

    def __init__(self, why: LeadDeskError) -> None:
        super().__init__(type(why).__name__)
        self.why = why


class Buying:
    """One run. ``listeners`` hear of every step, each call by itself on the event loop: none of them can stop it."""

    def __init__(
        self, means: Means, preflight: Preflight, offer: Offer, *, asked: int, way: DeliveryWay, slice_name: str
    ) -> None:
        self._means, self._preflight, self._journal = means, preflight, means.journal
        self._offer, self._asked, self._way, self._slice_name = offer, asked, way, slice_name
        self.listeners: list[Callable[[Purchase], None]] = []
        self.has_left = False
        """Whether a request may be under way, or its outcome is being written."""
        self._purchase: Purchase | None = None
        self._taken_back, self._given_up = asyncio.Event(), asyncio.Event()
        self._why_back = Reason.CANCELLED
        self._waits_until: datetime | None = None

    @property
    def number(self) -> int | None:
        """None before it is begun."""
        return self._purchase.number if self._purchase else None

    def take_back(self, why: Reason) -> None:
        """It is closed for this reason as soon as it is certain that nothing was sent."""
        if not self._taken_back.is_set():
            self._why_back = why
            self._taken_back.set()

    def give_up(self) -> None:
        """LeadDesk ends: what cannot be written down now is left to the next start, which will not know it."""
        self._given_up.set()

    def seconds_left(self) -> float | None:
        """Of the wait before the next try; None where it does not wait."""
        if self._waits_until is None:
            return None
        return max(0.0, (self._waits_until - self._means.clock()).total_seconds())

    async def run(self) -> Purchase:
        """See ``BuyContacts.buy``."""
        account = self._means.account()
        there = await self._journal.blocking(account)
        if there is not None and there.id != self._offer.id:
            raise PurchaseBlocked(there.number)
        begun = await self._journal.begin(
            self._offer, asked=self._asked, way=self._way, account=account, slice_name=self._slice_name
        )
        purchase = self._told(begun)
        if purchase.state is not PurchaseState.CONFIRMED:
            return purchase  # this button was pressed before
        body = body_of(purchase.filter, purchase.asked)
        try:
            cleared = await self._unless_taken_back(self._preflight(purchase))
            balance = cleared.balance
            self._told(
                await self._journal.arm(
                    purchase.id, body=body, balance=balance.available, balance_read_at=balance.read_at
                )
            )
            return await self._send(body, cleared.secret)
        except TakenBackError:
            return await self._written(self._journal.closed, self._why_back)
        except GivenUpError as given_up:
            raise given_up.why from None
        except Exception as error:
            await self._stopped_by(error)
            raise

    async def _send(self, body: bytes, secret: Secret | None) -> Purchase:
        """Until it is decided."""
        journal, failures, waited = self._journal, 0, 0.0
        while True:
            sent = await self._means.sender.send(body, secret, way=self._way, leaving=self._leave)
            match sent:
                case Accepted():
                    _log.info("purchase %d was accepted as %s", self._now.number, sent.processing_id)
                    return await self._written(journal.accepted, sent.processing_id)
                case Ambiguous():
                    return await self._written(journal.unknown, sent.reason, str(sent.status or ""), sent.processing_id)
                case Refused():
                    return await self._refused(sent)
                case NothingSent():
                    failures += 1
                    if not sent.is_passing or failures >= TRIES:
                        why = Reason.NOT_CONNECTED if sent.is_passing or self.has_left else Reason.PREFLIGHT
                        return await self._written(journal.closed, why, sent.reason)
                    await self._armed_again(Reason.NOT_CONNECTED, {"found": sent.reason}, _PAUSES[failures - 1])
                case SlowDown():
                    wait = _WAIT if sent.wait is None else sent.wait
                    waited += wait
                    if waited > LONGEST_WAIT:
                        return await self._written(journal.closed, Reason.SLOW_DOWN, f"{wait:.0f} s")
                    await self._armed_again(Reason.SLOW_DOWN, {"wait": f"{wait:.0f} s"}, wait)

    async def _leave(self) -> None:
        """The last moment: from here on it may be on its way."""
        if self._is_another_matter():
            self.take_back(Reason.PREFLIGHT)
        if self._taken_back.is_set():
            raise TakenBackError
        self.has_left = True
        try:
            self._told(await self._journal.sending(self._now.id))
        except BaseException:
            self.has_left = False  # the socket does not open
            raise

    def _is_another_matter(self) -> bool:
        """Whether what was looked at before it was armed says nothing any more: the address was changed meanwhile, or
        the computer slept.
        """
        age = self._means.clock() - (self._now.armed_at or self._now.confirmed_at)
        return self._means.account() != self._now.account or abs(age) > _ARMED_LASTS

    async def _armed_again(self, why: Reason, facts: dict[str, str], pause: float) -> None:
        """Nothing was sent, or nothing was bought: once more after ``pause`` seconds, unless it is taken back."""
        self._waits_until = self._means.clock() + timedelta(seconds=pause)
        try:
            if self.has_left:  # else it is armed still
                await self._written(self._journal.back_to_armed, why, facts)
            await self._unless_taken_back(self._slept(pause))
        finally:
            self._waits_until = None

    async def _refused(self, sent: Refused) -> Purchase:
        """Believed only where the balance did not fall."""
        trouble = f"{sent.status} {sent.said}".strip()
        if await self._was_charged(sent):
            return await self._written(self._journal.unknown, Reason.REFUSED_BUT_CHARGED, trouble)
        why = Reason.NO_CREDITS if sent.status == 402 else Reason.REFUSED
        return await self._written(self._journal.rejected, why, trouble)

    async def _was_charged(self, sent: Refused) -> bool:
        """True as well where nobody can tell. A key that is refused everywhere bought nothing."""
        try:
            after = (await self._means.read_credits(why="refused")).available
        except KeyRefused:
            return sent.status not in {401, 403}
        except LeadDeskError:
            return True
        before = self._now.balance
        return before is None or after < before

    async def _stopped_by(self, error: Exception) -> None:
        """Something that no outcome of a request accounts for."""
        word = type(error).__name__
        if self.has_left:  # a bug of ours, after something may have been sent
            await self._written(self._journal.unknown, Reason.CUT, word)
            return
        try:
            self._told(await self._journal.closed(self._now.id, Reason.PREFLIGHT, word))
        except (WorkspaceError, FileError, ValueError) as further:  # nothing was sent; whoever buys next settles it
            _log.warning("purchase %d is not closed yet: %s", self._now.number, type(further).__name__)

    async def _written(self, write: Callable[..., Awaitable[Purchase]], *facts: object) -> Purchase:
        """The outcome on the disk, tried until it is there. Raises GivenUpError where LeadDesk ends before."""
        for pause in chain(_WRITING_AGAIN, repeat(_WRITING_AGAIN[-1])):
            try:
                purchase = self._told(await write(self._now.id, *facts))
            except (WorkspaceError, FileError) as error:
                _log.warning("purchase %d: its outcome is not written yet: %s", self._now.number, type(error).__name__)
                if self._given_up.is_set():
                    raise GivenUpError(error) from error
                asyncio.get_running_loop().call_soon(self._means.on_trouble, self._now, error)
                await _first(self._slept(pause), self._given_up.wait())
            else:
                self.has_left = False
                return purchase
        raise AssertionError

    async def _unless_taken_back(self, work: Coroutine[Any, Any, T]) -> T:
        """What ``work`` returns. Raises TakenBackError, and ends it, as soon as that is so."""
        done = await _first(work, self._taken_back.wait())
        if done is None:
            raise TakenBackError
        return done.result()

    async def _slept(self, seconds: float) -> None:
        await self._means.sleep(seconds)

    @property
    def _now(self) -> Purchase:
        if self._purchase is None:
            raise RuntimeError("not begun")
        return self._purchase

    def _told(self, purchase: Purchase) -> Purchase:
        self._purchase = purchase
        loop = asyncio.get_running_loop()
        for listener in self.listeners:
            loop.call_soon(listener, purchase)
        loop.call_soon(self._means.announcer.announce, Changes(purchases=True))
        return purchase


async def _first(work: Coroutine[Any, Any, T], end: Coroutine[Any, Any, object]) -> asyncio.Task[T] | None:
    """``work``, done; None where ``end`` came first, and then it was cancelled."""
    working, ending = asyncio.ensure_future(work), asyncio.ensure_future(end)
    try:
        await asyncio.wait([working, ending], return_when=asyncio.FIRST_COMPLETED)
        return working if working.done() else None
    finally:
        for task in (working, ending):
            task.cancel()
