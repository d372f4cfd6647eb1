"""Buy contacts: the only thing that spends money. What is bought is journaled before each step; see ``Buying``."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Protocol

from leaddesk.actions.purchase_books import BuyingLock
from leaddesk.actions.purchase_preflight import Preflight
from leaddesk.actions.purchase_sending import Buying, Means
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError, PurchaseBlocked
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import DeliveryWay, Offer, Purchase, PurchaseId, PurchaseState, Reason, Ruling
from leaddesk.domain.reachstream import Count, affordable
from leaddesk.domain.slices import bought_among
from leaddesk.domain.urgency import Urgency

_log = logging.getLogger(__name__)

COUNT_LASTS = timedelta(minutes=5)
"""After which a count is taken anew (free of charge) before anything is offered."""
_LOCK_TRIES = 10
_LOCK_PAUSE = 0.2
"""Seconds; another LeadDesk holds the lock for a moment at its start, and for as long as it is buying."""
_PATIENCE = 90.0
"""Seconds that ``aclose`` waits for a request that is under way: longer than its deadline."""
_NOT_SENT = frozenset({PurchaseState.CONFIRMED, PurchaseState.ARMED})


class Counter(Protocol):
    async def __call__(self, *, filter: Filter, urgency: Urgency = ...) -> Count: ...  # noqa: A002


class BuyContacts:
    """Made once and kept: a purchase goes on when the dialog that began it is gone."""

    def __init__(self, *, means: Means, preflight: Preflight, lock: BuyingLock, count: Counter) -> None:
        self._means, self._preflight, self._lock, self._count = means, preflight, lock, count
        self._journal = means.journal
        self._running: dict[PurchaseId, tuple[Buying, asyncio.Task[Purchase]]] = {}
        self._locking = asyncio.Lock()
        """Whoever asks for the lock of the system in this LeadDesk asks after the others."""
        self._is_closing = False

    async def offer(self, *, filter: Filter, filter_name: str, count: Count | None) -> Offer:  # noqa: A002
        """What the dialog shows. Free of charge: reads the balance, and counts where ``count`` is another filter's or
        older than COUNT_LASTS. Its id is good for one purchase.

        Raises ValueError for an empty filter, ProviderError, WorkspaceError.
        """
        now = self._means.clock()
        if count is None or count.filter != filter or now - count.taken_at > COUNT_LASTS:
            count = await self._count(filter=filter)
        balance = await self._means.read_credits(why="offer")
        account = self._means.account()
        latest_first = sorted(await self._journal.all(), key=lambda one: -one.number)
        return Offer(
            id=PurchaseId(secrets.token_hex(16)),
            filter=filter,
            filter_name=filter_name,
            matches=count.matches,
            available=balance.available,
            balance_read_at=balance.read_at,
            most=affordable(count.matches, balance.available),
            blocked_by=await self._journal.blocking(account),
            difference=(await self._means.ledger.standing(account)).difference,
            bought_before=tuple(purchase for purchase, _ in bought_among(filter, latest_first)),
        )

    async def buy(
        self,
        *,
        offer: Offer,
        asked: int,
        way: DeliveryWay,
        slice_name: str = "",
        progress: Callable[[Purchase], None] = lambda _: None,
    ) -> Purchase:
        """The purchase when it is decided: ACCEPTED, REJECTED, UNKNOWN or CLOSED; its ``reason`` says why.

        The same offer a second time is the same purchase: it is waited for, or returned as it stands. Cancelling the
        caller does not end it. ``progress`` hears of every step on the event loop.

        Raises ValueError for a number that was not offered; PurchaseBlocked; and where the preflight found something
        that is not as it must be, that error (ReceiverError, NotEnoughCredits, DiskFull, ProviderError, ...): the
        purchase is CLOSED then with Reason.PREFLIGHT, nothing was sent.
        """
        if not 1 <= asked <= offer.most:
            raise ValueError(asked)
        for other, (running, _) in self._running.items():
            if other != offer.id:
                raise PurchaseBlocked(running.number or await self._number_elsewhere())
        buying, task = self._running.get(offer.id) or self._start(offer, asked, way, slice_name)
        buying.listeners.append(progress)
        return await asyncio.shield(task)

    async def cancel(self, *, id: PurchaseId) -> Purchase:  # noqa: A002
        """Take it back while nothing was sent: CLOSED with Reason.CANCELLED. Afterwards it stays as it is, and whether
        it was in time tells its state; one that comes back because nothing was sent is taken back then.
        """
        if (running := self._running.get(id)) is not None:
            buying, task = running
            buying.take_back(Reason.CANCELLED)
            if not buying.has_left:
                with suppress(LeadDeskError):  # it ended in another way just now, and its caller is told how
                    return await asyncio.shield(task)
        elif (await self._journal.one(id)).state in _NOT_SENT:
            async with self._alone():
                if (await self._journal.one(id)).state in _NOT_SENT:
                    closed = await self._journal.closed(id, Reason.CANCELLED)
                    self._means.announcer.announce(Changes(purchases=True))
                    return closed
        return await self._journal.one(id)

    def seconds_left(self, *, id: PurchaseId) -> float | None:  # noqa: A002
        """Seconds until it is tried again, after ReachStream asked to wait or was not reached; None if not waiting."""
        running = self._running.get(id)
        return running[0].seconds_left() if running else None

    async def rule(self, *, id: PurchaseId, ruling: Ruling) -> Purchase:  # noqa: A002
        """What the person says of one that LeadDesk cannot decide; kept with it."""
        ruled = await self._journal.rule(id, ruling)
        self._means.announcer.announce(Changes(purchases=True))
        return ruled

    async def recover(self) -> tuple[Purchase, ...]:
        """At the start, and now and then: purchases that a LeadDesk left behind when it ended. What was not sent is
        closed, what may have been sent is UNKNOWN from now on. Nothing while any LeadDesk is buying.
        """
        if self._running:
            return ()
        async with self._locking:
            if not await asyncio.to_thread(self._lock.acquire):
                return ()
            try:
                settled = await self._journal.settle_orphans()
            finally:
                self._lock.release()
        if settled:
            self._means.announcer.announce(Changes(purchases=True))
        return settled

    async def aclose(self) -> None:
        """What was not sent is closed; what was sent is waited for, up to its deadline, and written down."""
        self._is_closing = True
        for buying, _ in self._running.values():
            buying.take_back(Reason.ENDED_BEFORE)
            buying.give_up()
        if self._running:
            await asyncio.wait([task for _, task in self._running.values()], timeout=_PATIENCE)

    def _start(
        self, offer: Offer, asked: int, way: DeliveryWay, slice_name: str
    ) -> tuple[Buying, asyncio.Task[Purchase]]:
        if self._is_closing:
            raise RuntimeError("closing")
        buying = Buying(self._means, self._preflight, offer, asked=asked, way=way, slice_name=slice_name)
        task = asyncio.get_running_loop().create_task(self._buy(buying))
        self._running[offer.id] = buying, task
        task.add_done_callback(lambda _: self._running.pop(offer.id))
        task.add_done_callback(_heard)
        return buying, task

    async def _buy(self, buying: Buying) -> Purchase:
        async with self._alone():
            await self._journal.settle_orphans()  # with the lock in hand, nobody else is buying
            return await buying.run()

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """No other LeadDesk buys meanwhile. Raises PurchaseBlocked."""
        async with self._locking:
            for _ in range(_LOCK_TRIES):
                if await asyncio.to_thread(self._lock.acquire):
                    break
                await self._means.sleep(_LOCK_PAUSE)
            else:
                raise PurchaseBlocked(await self._number_elsewhere())
            try:
                yield
            finally:
                self._lock.release()

    async def _number_elsewhere(self) -> int:
        """Of the purchase that another LeadDesk is busy with; the next number where it has not begun it yet."""
        all_ = await self._journal.all()
        under_way = _NOT_SENT | {PurchaseState.SENDING}
        last = max((one.number for one in all_), default=0)
        return max((one.number for one in all_ if one.state in under_way), default=last + 1)


def _heard(task: asyncio.Task[Purchase]) -> None:
    """Its caller may be gone; then nobody else would hear of the error."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.info("a purchase ended with %s", type(error).__name__)
