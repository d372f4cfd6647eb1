"""Take in what was delivered: the working process reads it, and the records become leads."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from leaddesk.actions.purchase_books import Deliveries, Journal
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.purchases import Purchase
from leaddesk.domain.urgency import Urgency
from leaddesk.domain.work import Work

_log = logging.getLogger(__name__)

_REST, _LONGEST_REST = 3, 3.0
"""How many times as long as it worked it rests before it works again, and how many seconds at most: where deliveries
keep coming, a process for each of them, and what the window reads anew after each, would leave nobody time for else.
"""


class TakeDeliveries:
    """However often it is asked for at once, one process works, and what came meanwhile is read by the next, after a
    rest. The first begins at once.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        deliveries: Deliveries,
        work: Work,
        job: Mapping[str, Any],
        read_credits: ReadCredits,
        announcer: Announcer,
        arrived: Callable[[Purchase, int], None] = lambda _purchase, _records: None,
    ) -> None:
        """``job``: what the working process is told, where the files are. ``arrived`` hears of a purchase of which so
        many records came just now, for a notification.
        """
        self._journal, self._deliveries = journal, deliveries
        self._work, self._job = work, job
        self._read_credits, self._announcer, self._arrived = read_credits, announcer, arrived
        self._taking = asyncio.Lock()
        self._is_wanted = False
        self._rests_until = 0.0
        """By the event loop's clock."""
        self._is_behind = True
        """Records may be kept that are not in My Leads yet: of the time before the start, or because it was busy."""

    async def __call__(self) -> None:
        """Returns when what was kept before the call was read. What My Leads was too busy for is added the next time.

        Raises WorkspaceError, DiskFull: it waits on then, nothing is lost.
        """
        self._is_wanted = True
        async with self._taking:
            if not self._is_wanted:  # whoever was before us began after we asked
                return
            self._is_wanted = False
            try:
                if await self._deliveries.count_raw() or (self._is_behind and await self._journal.all()):
                    await asyncio.sleep(self._rests_until - asyncio.get_running_loop().time())
                    self._is_wanted = False  # whoever asked during the rest asked in time
                    await self._run()
            except BaseException:
                self._is_wanted = self._is_behind = True
                raise

    async def _run(self) -> None:
        before = {purchase.id: purchase.received for purchase in await self._journal.all()}
        done: Mapping[str, Any] | None = None
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            done = await self._work.run("take", self._job)
            self._is_behind = done is None or bool(done.get("waits"))
        finally:  # a part of it may be done, whatever became of the rest
            self._rests_until = clock() + min(_LONGEST_REST, _REST * (clock() - began))
            risen = [(one, one.received - before.get(one.id, 0)) for one in await self._journal.all()]
            came = [(purchase, records) for purchase, records in risen if records > 0]
            self._announcer.announce(Changes(purchases=True, leads=bool(came or (done or {}).get("leads"))))
            for purchase, records in came:
                self._arrived(purchase, records)
        if came:
            await self._look_at_balance()

    async def _look_at_balance(self) -> None:
        """What the records cost shows in it."""
        try:
            await self._read_credits(urgency=Urgency.BACKGROUND, why="delivered")
        except LeadDeskError as error:  # the next reading shows it as well
            _log.info("the balance was not read after a delivery: %s", type(error).__name__)
        else:  # the same balance again may show what was charged, too
            self._announcer.announce(Changes(purchases=True))
