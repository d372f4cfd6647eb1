"""Watch what was bought until its records are here: poll batches, collect, take in, and keep an eye on the balance."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from leaddesk.actions.purchase_books import Deliveries, Journal
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.actions.take_deliveries import TakeDeliveries
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.deliveries import READY, DeliveredBy, DeliveryState, read_payload
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.purchases import DeliveryWay, Purchase, PurchaseId, PurchaseState, Reason
from leaddesk.domain.sending import BatchAnswer, BatchBody, BatchRefused, StillWorking
from leaddesk.domain.urgency import Urgency

_log = logging.getLogger(__name__)

_PACE = 5.0
"""Seconds between two looks at what is due, while anything is; nothing is due more often."""
_IDLE = 60.0
"""Seconds, while nothing is, and after something went wrong."""
_COLLECTING = 15.0
"""Seconds between two questions to an inbox elsewhere."""
_SETTLING = timedelta(minutes=1)
"""Between two looks for purchases that another LeadDesk left behind."""
_WAITING = frozenset({PurchaseState.ACCEPTED, PurchaseState.RECEIVING})


class Batches(Protocol):
    """ReachStream's side."""

    async def batch(self, processing_id: str, /) -> BatchAnswer: ...


class WatchPurchases:
    """Runs from ``start`` to ``aclose``. Two LeadDesks share the looks between them: the journal hands each to one."""

    def __init__(
        self,
        *,
        journal: Journal,
        deliveries: Deliveries,
        batches: Batches,
        take: TakeDeliveries,
        read_credits: ReadCredits,
        recover: Callable[[], Awaitable[object]],
        collect: Callable[[], Awaitable[int]],
        account: Callable[[], str],
        announcer: Announcer,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """``recover``: ``BuyContacts.recover``. ``collect`` fetches from an inbox elsewhere, where there is one, and
        tells how many deliveries were new. ``account``: ReachStream's address; purchases made at another are not asked
        for at this one.
        """
        self._journal, self._deliveries, self._batches = journal, deliveries, batches
        self._take, self._read_credits = take, read_credits
        self._recover, self._collect, self._account = recover, collect, account
        self._announcer, self._clock, self._sleep = announcer, clock, sleep
        self._soon = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._forget: Callable[[], None] = lambda: None
        self._is_looking = self._has_open = False
        self._collected = 0
        self._settled_at: datetime | None = None
        self._known: tuple[tuple[object, ...], ...] | None = None

    def start(self) -> None:
        """Begin to watch, with whatever was left over when LeadDesk ended."""
        self._forget = self._announcer.subscribe(self._heed)
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._watch()), loop.create_task(self._keep_collecting())]

    def look_soon(self) -> None:
        """Something arrived, or a purchase took a step: look at once rather than when it is time."""
        self._soon.set()

    async def look_now(self, *, id: PurchaseId) -> Purchase:  # noqa: A002
        """Ask for this one, due or not. Raises ProviderError, WorkspaceError, DiskFull."""
        purchase = await self._journal.one(id)
        if purchase.is_open or purchase.state is PurchaseState.SHORT:
            await self._look(purchase)
        return await self._journal.one(id)

    async def take_in(self) -> None:
        """Read the deliveries that are kept but not read yet, one given by hand for example. Raises WorkspaceError."""
        await self._take()

    async def round(self) -> bool:
        """Everything that is due now; whether this computer let it be done. What was not is tried again."""
        now = self._clock()
        steps: list[Callable[[], Awaitable[object]]] = [self._take, self._tell_silence]
        if self._settled_at is None or abs(now - self._settled_at) >= _SETTLING:
            self._settled_at = now
            steps.insert(0, self._recover)
        return all([await self._tried(step) for step in (*steps, self._look_at_due)])

    async def aclose(self) -> None:
        """Ends what is under way; what was kept stays."""
        self._forget()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _watch(self) -> None:
        while True:
            self._soon.clear()
            self._is_looking = True
            try:
                went_well = await self._round_with_ears_open()
            finally:
                self._is_looking = False
            await self._rest(_PACE if went_well and self._has_open else _IDLE)

    async def _round_with_ears_open(self) -> bool:
        """A batch may take minutes; what arrives meanwhile is taken in at once, and looked at again after the round."""
        round_, was_called = asyncio.ensure_future(self.round()), False
        try:
            while not round_.done():
                waking = asyncio.ensure_future(self._soon.wait())
                try:
                    await asyncio.wait([round_, waking], return_when=asyncio.FIRST_COMPLETED)
                finally:
                    waking.cancel()
                if self._soon.is_set() and not round_.done():
                    was_called = True
                    self._soon.clear()
                    await self._tried(self._take)
        finally:
            if not round_.done():
                round_.cancel()
                await asyncio.wait([round_])
        if was_called:
            self._soon.set()
        return round_.result()

    async def _look_at_due(self) -> None:
        due = await self._journal.due(self._clock())
        purchases = await self._journal.all()
        self._has_open = any(one.is_open and one.next_look_at is not None for one in purchases)
        self._tell_what_is_new(purchases)
        for purchase in due:  # one that fails has its next time in the journal
            await self._tried(lambda purchase=purchase: self._look(purchase))  # type: ignore[misc]  # bound

    def _tell_what_is_new(self, purchases: Sequence[Purchase]) -> None:
        """Since the last round: the other LeadDesk may have done it."""
        before, self._known = self._known, tuple((one.id, one.state, one.received, one.charged) for one in purchases)
        if before not in {None, self._known}:
            self._announcer.announce(Changes(purchases=True, leads=True))

    async def _keep_collecting(self) -> None:
        """Beside the watch, which an inbox that does not answer is not to hold up."""
        while True:
            found = self._collected
            went_well = await self._tried(self._collect_once)
            if self._collected > found:
                self.look_soon()
            await self._sleep(_COLLECTING if went_well else _IDLE)

    async def _collect_once(self) -> None:
        self._collected += await self._collect()

    async def _rest(self, seconds: float) -> None:
        resting = asyncio.ensure_future(self._sleep(seconds))
        waking = asyncio.ensure_future(self._soon.wait())
        try:
            await asyncio.wait([resting, waking], return_when=asyncio.FIRST_COMPLETED)
        finally:
            resting.cancel()
            waking.cancel()

    def _heed(self, changes: Changes) -> None:
        """A purchase may have become one to watch. What this very watch announces is no news to it."""
        if changes.purchases and not self._is_looking and not self._has_open:
            self._soon.set()

    async def _tried(self, step: Callable[[], Awaitable[object]]) -> bool:
        try:
            await step()
        except LeadDeskError as error:
            _log.warning("while watching purchases: %s", type(error).__name__)
            return False
        except Exception as error:  # noqa: BLE001 - a bug; what was paid for is watched on. Its text may quote anything
            where = "".join(traceback.format_tb(error.__traceback__))
            _log.error("a bug while watching purchases: %s\n%s", type(error).__name__, where)
            return False
        return True

    async def _look(self, purchase: Purchase) -> None:
        """One look, journaled with what was seen."""
        if purchase.account != self._account():
            return
        facts: dict[str, str | int | None] = {}
        is_polled = purchase.way is DeliveryWay.POLLING and purchase.processing_id
        if not is_polled and purchase.state is not PurchaseState.UNKNOWN:
            return
        try:
            if is_polled:
                facts["batch"] = await self._poll(purchase)
            if purchase.state is PurchaseState.UNKNOWN:
                read = await self._read_credits(urgency=Urgency.BACKGROUND, why="watch")
                facts |= {"balance": read.available, "before": purchase.balance}
        except LeadDeskError as error:
            await self._journal.looked(purchase.id, purchase.next_look_at, facts | {"trouble": type(error).__name__})
            raise
        now = await self._journal.one(purchase.id)
        later = purchase if now.state is purchase.state else now  # what it became has a time of its own
        await self._journal.looked(purchase.id, later.next_look_at, facts)
        self._announcer.announce(Changes(purchases=True))

    async def _poll(self, purchase: Purchase) -> str:
        """A word for what the batch said."""
        match await self._batches.batch(purchase.processing_id):
            case StillWorking():
                return "working"
            case BatchRefused() as refused:  # by a 402 too: that its credits are missing is not said of this batch
                return f"{refused.status} {refused.said}".strip()
            case BatchBody(body):
                return await self._came(purchase, body)

    async def _came(self, purchase: Purchase, body: bytes) -> str:
        """Kept before it is read. Reading it brings the purchase to where it is; but where ReachStream says that it is
        ready and names more records than it gives, only the same answer a second time says that it is done.
        """
        id_, is_new = await self._deliveries.keep(
            body, DeliveredBy.POLLING, arrived_at=self._clock(), processing_id=purchase.processing_id
        )
        await self._take()
        now = await self._journal.one(purchase.id)
        is_read = any(one.id == id_ and one.state is DeliveryState.TAKEN for one in await self._deliveries.all())
        if now.state in _WAITING and is_read and not is_new and await asyncio.to_thread(_is_ready, body):
            await self._journal.short(purchase.id, Reason.PROVIDER_DONE)
        return "here" if is_read else "not read"

    async def _tell_silence(self) -> None:
        if await self._journal.silent(self._clock()):
            self._announcer.announce(Changes(purchases=True))


def _is_ready(body: bytes) -> bool:
    """Of one that can be read. One without the records that it counts contradicts itself."""
    payload = read_payload(body)
    return payload.state == READY and bool(payload.records or not payload.total)
