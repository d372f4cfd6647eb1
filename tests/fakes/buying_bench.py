"""Everything that buying needs, with the real journal, ledger and lock in a folder, and a ReachStream that is told what
to answer. Time passes only where somebody sleeps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from leaddesk.actions.buy_contacts import BuyContacts
from leaddesk.actions.count_matches import CountMatches
from leaddesk.actions.purchase_preflight import Preflight
from leaddesk.actions.purchase_sending import Means
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import DeliveryWay, Offer, Purchase
from leaddesk.domain.reachstream import Count, Credits
from leaddesk.domain.records import Records
from leaddesk.domain.secret import Secret
from leaddesk.domain.sending import Sent
from leaddesk.domain.urgency import Urgency
from leaddesk.workspace.database import Database
from leaddesk.workspace.lock import BUYING, HomeLock
from leaddesk.workspace.purchases.deliveries import Deliveries
from leaddesk.workspace.purchases.journal import Journal
from leaddesk.workspace.purchases.ledger import Ledger
from leaddesk.workspace.purchases.schema import PURCHASES

ACCOUNT = "https://reachstream.example"
GERMANY = Filter.of({"company_address_country": ["Germany"]})
MANY = 1 << 40
"""Bytes that are free."""

Answer: TypeAlias = Sent | Exception | Callable[[], Awaitable[Sent]]


class Clock:
    """Time that passes where somebody sleeps."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


class ReachStreamAsTold:
    """Its balance, its count, and its answers to fetches, one after the other."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.balance: int | LeadDeskError = 800
        self.matches = 500
        self.answers: list[Answer] = []
        self.sent: list[tuple[bytes, Secret | None, DeliveryWay]] = []
        """What left, once for each time that it did."""
        self.held_back: list[Sent] = []
        """Answers that are given first, and before anything leaves."""
        self.before_leaving: Callable[[], Awaitable[object]] | None = None

    async def credits(self, *, urgency: Urgency) -> Credits:
        del urgency
        self._clock.now += timedelta(milliseconds=1)
        if isinstance(self.balance, LeadDeskError):
            raise self.balance
        return Credits(self.balance, self._clock.now)

    async def count(self, wanted: Filter, *, urgency: Urgency) -> Count:
        del urgency
        return Count(wanted, self.matches, Records.gather([]), self._clock.now)

    async def send(
        self, body: bytes, secret: Secret | None, *, way: DeliveryWay, leaving: Callable[[], Awaitable[None]]
    ) -> Sent:
        if self.held_back:
            return self.held_back.pop(0)
        if self.before_leaving is not None:
            await self.before_leaving()
        await leaving()
        self.sent.append((body, secret, way))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return await answer() if callable(answer) else answer


class WebhookAsTold:
    """``ReceiveDeliveries``, as far as a preflight asks."""

    def __init__(self) -> None:
        self.found: LeadDeskError | None = None

    async def check(self) -> Secret:
        if self.found is not None:
            raise self.found
        return Secret("webhook-secret-of-a-test")


class BuyingBench:
    """One LeadDesk; several may share a folder. To be closed."""

    def __init__(self, folder: Path, clock: Clock | None = None, reachstream: ReachStreamAsTold | None = None) -> None:
        self.clock = clock or Clock()
        self.reachstream = reachstream or ReachStreamAsTold(self.clock)
        self.webhook = WebhookAsTold()
        self.free = MANY
        self.troubles: list[LeadDeskError] = []
        self.changes: list[Changes] = []
        self.announcer = Announcer()
        self.announcer.subscribe(self.changes.append)
        self.database = Database(folder / "purchases.db", schema=lambda: PURCHASES, damaged_stays=True, busy_after=300)
        self.journal = Journal(self.database, clock=self.clock)
        self.ledger = Ledger(self.database, clock=self.clock)
        self.deliveries = Deliveries(self.database)
        self.account = ACCOUNT
        self.read_credits = ReadCredits(
            self.reachstream, book=lambda: self.ledger, account=lambda: self.account, announcer=self.announcer
        )
        self.means = Means(
            journal=self.journal,
            ledger=self.ledger,
            sender=self.reachstream,
            read_credits=self.read_credits,
            account=lambda: self.account,
            announcer=self.announcer,
            clock=self.clock,
            sleep=self.clock.sleep,
            on_trouble=lambda _, error: self.troubles.append(error),
        )
        preflight = Preflight(
            webhook=self.webhook,
            read_credits=self.read_credits,
            ledger=self.ledger,
            folder=folder,
            free=lambda _: self.free,
        )
        self.lock = HomeLock(folder, BUYING)
        self.buying = BuyContacts(
            means=self.means, preflight=preflight, lock=self.lock, count=CountMatches(self.reachstream)
        )

    async def offer(self, wanted: Filter = GERMANY) -> Offer:
        return await self.buying.offer(filter=wanted, filter_name="Directors", count=None)

    async def buy(self, asked: int = 100, *answers: Answer, way: DeliveryWay = DeliveryWay.POLLING) -> Purchase:
        self.reachstream.answers.extend(answers)
        return await self.buying.buy(offer=await self.offer(), asked=asked, way=way)

    async def close(self) -> None:
        await self.buying.aclose()
        await self.database.aclose()
