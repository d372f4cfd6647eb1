"""A LeadDesk that buys, in a process that is killed: real journal, sender, deliveries, lock and taking in, by HTTP.

What the person does with the n-th intent follows from the seed and n alone: which filter, which way, which fault, and
at which write to the disk the process kills itself. Whoever comes after a kill presses the button of that intent again.
Each line of JSON on standard output says how far it is.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import ssl
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import httpx

from leaddesk.actions.buy_contacts import BuyContacts
from leaddesk.actions.count_matches import CountMatches
from leaddesk.actions.purchase_preflight import Preflight
from leaddesk.actions.purchase_sending import Means
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.actions.take_deliveries import TakeDeliveries
from leaddesk.actions.watch_purchases import WatchPurchases
from leaddesk.app.inbox import child
from leaddesk.app.work import take_job
from leaddesk.domain.changes import Announcer
from leaddesk.domain.errors import LeadDeskError, PurchaseBlocked
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import DeliveryWay, Offer, Purchase, PurchaseId, PurchaseState, Ruling
from leaddesk.domain.secret import Secret
from leaddesk.providers.pacing import Pace
from leaddesk.providers.reachstream import ReachStream, connect
from leaddesk.workspace.database import Database
from leaddesk.workspace.lock import BUYING, HomeLock
from leaddesk.workspace.purchases import purchase_rows
from leaddesk.workspace.purchases.deliveries import Deliveries
from leaddesk.workspace.purchases.journal import Journal
from leaddesk.workspace.purchases.ledger import Ledger
from leaddesk.workspace.purchases.schema import PURCHASES
from tests.fakes.virtual_time import JumpingTimers
from tests.fakes.work_here import WorkHere

T = TypeVar("T")

WEBHOOK_SECRET = "webhook-secret-of-the-harness"
FETCHES = {DeliveryWay.WEBHOOK: "fetch", DeliveryWay.POLLING: "polled-fetch"}
_COUNTRIES = ("United States", "Germany", "France", "United Kingdom", "Spain", "Italy", "Canada")
_REFUSALS = (302, 400, 401, 402, 403, 404, 418, 500, 502, 503)
"""Behind what was done, too; but a 429 is believed, and so it is never a lie here."""
_WRITES = 12
"""To the disk, that a purchase takes at least, from the offer to the records; one of them may be the last."""
_MOMENT = 0.004
"""Seconds, where a person or a pause would take longer."""
_ROUNDS = 300
"""In which whatever stands in the way of a purchase is out of it."""
_UNDER_WAY = 0.03
"""Seconds that a request may be on its way to the sandbox when whoever sent it is killed."""
receive = child.run_for_parent
"""The receiver's own process."""


@dataclass(frozen=True)
class Fault:
    """What happens to one intent."""

    name: str
    """Of the sandbox's faults; empty for none."""
    settings: dict[str, Any]
    kill_at: int = 0
    """The write to the disk at which the process ends, counted from 1; 0 for none."""
    after_it: bool = False
    """Whether that write is done before."""


@dataclass(frozen=True)
class Intent:
    """The button that a person presses once, and may press again."""

    number: int
    seed: int

    @property
    def id(self) -> PurchaseId:
        return PurchaseId(sha256(f"{self.seed} {self.number}".encode()).hexdigest()[:32])

    @property
    def filter(self) -> Filter:
        """Nobody else's: no two intents are alike for the sandbox's books."""
        country = Random(self.number).choice(_COUNTRIES)
        return Filter.of({"company_address_country": [country, f"Intent {self.seed} {self.number}"]})

    @property
    def asked(self) -> int:
        return 1 + self._draw("asked").randrange(6)

    @property
    def way(self) -> DeliveryWay:
        return DeliveryWay.POLLING if self._draw("way").random() < 0.4 else DeliveryWay.WEBHOOK

    @property
    def fault(self) -> Fault:
        draw = self._draw("fault")
        kind = draw.random()
        reset = draw.random() < 0.5
        if kind < 0.3:
            return Fault("", {}, 1 + draw.randrange(_WRITES), draw.random() < 0.5)
        if kind < 0.6:
            return Fault(draw.choice(("cut-before", "cut", "cut-midway", "cut-after")), {"reset": reset})
        if kind < 0.85:
            name, statuses = draw.choice((("status", _REFUSALS), ("status-before", (*_REFUSALS, 429))))
            return Fault(name, {"status": draw.choice(statuses)})
        if kind < 0.95:
            return draw.choice((Fault("html", {}), Fault("truncated", {}), Fault("body-status", {"status": 500})))
        return Fault("", {})

    def _draw(self, what: str) -> Random:
        return Random(f"{self.seed} {self.number} {what}")


class Killed(Database):
    """A database whose process may end at one of its writes."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, schema=lambda: PURCHASES, damaged_stays=True)
        self.left = 0
        """Writes until the end, that one counted; 0: for ever."""
        self.after_it = False

    async def write(self, change: Callable[[Any], T]) -> T:
        self.left -= 1
        is_last = self.left == 0
        if is_last and not self.after_it:
            os.kill(os.getpid(), signal.SIGKILL)
        done = await super().write(change)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return done


class ReadyWay:
    """The way of a delivery is there."""

    async def check(self) -> Secret:
        return Secret(WEBHOOK_SECRET)


class LeadDesk:
    """One, on ``home``, that buys at ``address``."""

    def __init__(self, home: Path, address: str, key: str) -> None:
        self.address = address
        self.database = Killed(home / "purchases.db")
        self.journal, self.ledger = Journal(self.database), Ledger(self.database)
        self.deliveries = Deliveries(self.database)
        self.reachstream = _reachstream(address, key)
        announcer = Announcer()
        self.read_credits = ReadCredits(
            self.reachstream, book=lambda: self.ledger, account=lambda: address, announcer=announcer
        )
        means = Means(
            journal=self.journal,
            ledger=self.ledger,
            sender=self.reachstream,
            read_credits=self.read_credits,
            account=lambda: address,
            announcer=announcer,
            clock=_now,
            sleep=_moment,
        )
        preflight = Preflight(
            webhook=ReadyWay(), read_credits=self.read_credits, ledger=self.ledger, folder=home, free=lambda _: 1 << 40
        )
        self.buying = BuyContacts(
            means=means,
            preflight=preflight,
            lock=HomeLock(home, BUYING),
            count=CountMatches(self.reachstream),
        )
        take = TakeDeliveries(
            journal=self.journal,
            deliveries=self.deliveries,
            work=WorkHere(take=take_job.run),
            job={"purchases": str(home / "purchases.db"), "leads": str(home / "leads.db")},
            read_credits=self.read_credits,
            announcer=announcer,
        )
        self.watch = WatchPurchases(
            journal=self.journal,
            deliveries=self.deliveries,
            batches=self.reachstream,
            take=take,
            read_credits=self.read_credits,
            recover=self.buying.recover,
            collect=_nothing,
            account=lambda: address,
            announcer=announcer,
            clock=_now,
        )

    async def press(self, intent: Intent) -> Purchase:
        """The button, until it leads to something: what stands in the way is settled as a person would settle it."""
        for _ in range(_ROUNDS):
            balance = await self.read_credits(why="offer")
            if (await self.ledger.standing(self.address)).difference:
                await self.settle()
                continue
            offer = Offer(intent.id, intent.filter, "", 1000, balance.available, balance.read_at, 1000)
            try:
                return await self.buying.buy(offer=offer, asked=intent.asked, way=intent.way)
            except PurchaseBlocked as blocked:
                await self.settle(blocked.number)
            except LeadDeskError as error:  # the preflight met a fault: told, closed, not pressed again
                with suppress(LookupError):
                    return await self.journal.one(intent.id)
                print(json.dumps({"met": type(error).__name__}), flush=True)
        raise AssertionError(f"{intent} leads to nothing: {[one for one in await self.journal.all() if one.is_open]}")

    async def settle(self, number: int | None = None) -> None:
        """What came is taken in; a purchase that stays unknown is looked up where the provider's support would, and
        ruled; a difference that is left is acknowledged.
        """
        await self.watch.round()
        for purchase in await self.journal.all():
            if purchase.state is PurchaseState.UNKNOWN and number in {None, purchase.number}:
                await self._ask_support(purchase)
        standing = await self.ledger.standing(self.address)
        if standing.difference:
            with suppress(PurchaseBlocked):
                await self.ledger.acknowledge(self.address, standing.difference, "support says so")
        await _moment(0)

    async def _ask_support(self, purchase: Purchase) -> None:
        if purchase.way is DeliveryWay.POLLING and purchase.processing_id:  # the broken answer named it
            with suppress(LeadDeskError):
                await self.watch.look_now(id=purchase.id)
            return
        await asyncio.sleep(_UNDER_WAY)
        orders = [one for one in self.ask("submissions") if one["filter"] == purchase.filter.body()]
        if not orders:
            await self.buying.rule(id=purchase.id, ruling=Ruling.NOT_BOUGHT)
        elif all(one["way"] == DeliveryWay.POLLING.value or not one["records"] for one in orders):
            # Nobody told us under which number, or an empty delivery, which may be anybody's.
            await self.buying.rule(id=purchase.id, ruling=Ruling.BOUGHT_ELSEWHERE)

    def meets(self, intent: Intent) -> None:
        """The next fetch of this intent does."""
        fault = intent.fault
        self.database.left, self.database.after_it = fault.kill_at, fault.after_it
        faults = [{"name": fault.name, "operation": FETCHES[intent.way], "times": 1, **fault.settings}]
        self.ask("faults", faults if fault.name else [])

    async def close(self) -> None:
        await self.buying.aclose()
        await self.reachstream.aclose()
        await self.database.aclose()

    def ask(self, what: str, put: object = None) -> Any:
        data = None if put is None else json.dumps(put).encode()
        request = urllib.request.Request(  # noqa: S310 - the sandbox, on loopback
            f"{self.address}/sandbox/{what}",
            data,
            {"Content-Type": "application/json"},
            method="GET" if data is None else "PUT",
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
            return json.load(answer)


def buy(home: str, address: str, key: str, seed: int, first: int, end: int, again: bool) -> None:  # noqa: PLR0917 - as JSON
    """Presses the buttons ``first`` to before ``end``. ``again``: the first of them was pressed before a kill."""

    async def live() -> None:
        leaddesk = LeadDesk(Path(home), address, key)
        for number in range(first, end):
            intent = Intent(number, seed)
            if again and number == first:
                leaddesk.ask("faults", [])
            else:
                leaddesk.meets(intent)
            print(json.dumps({"pressing": number}), flush=True)
            bought = await leaddesk.press(intent)
            print(json.dumps({"pressed": number, "state": bought.state.value}), flush=True)
            await leaddesk.watch.round()
        leaddesk.database.left = 0
        await leaddesk.close()

    _quick()
    asyncio.run(live())


def bring_to_rest(home: str, address: str, key: str) -> None:
    """Until no purchase is open any more that need not be, and nothing waits to be taken in."""

    async def live() -> None:
        leaddesk = LeadDesk(Path(home), address, key)
        for _ in range(_ROUNDS):
            await leaddesk.settle()
            is_open = [one for one in await leaddesk.journal.all() if one.is_open and not _only_silence_ends(one)]
            if not is_open and not await leaddesk.deliveries.count_raw():
                break
        else:
            raise AssertionError(f"no rest: {is_open}")
        await leaddesk.close()

    _quick()
    asyncio.run(live())


def _only_silence_ends(purchase: Purchase) -> bool:
    """More may come by webhook for three days."""
    return purchase.way is DeliveryWay.WEBHOOK and purchase.state in {PurchaseState.ACCEPTED, PurchaseState.RECEIVING}


class _NoCertificates(ssl.SSLContext):
    """Nothing is encrypted on the way to the sandbox."""

    def load_default_certs(self, purpose: ssl.Purpose = ssl.Purpose.SERVER_AUTH) -> None:
        """None."""


def _quick() -> None:
    """A batch is asked for after a moment; and no certificates are read, which takes half the time of a purchase."""
    httpx.create_ssl_context = lambda **_: _NoCertificates(ssl.PROTOCOL_TLS_CLIENT)
    purchase_rows._FIRST_LOOK = purchase_rows._SLOWEST = _MOMENT


def _reachstream(address: str, key: str) -> ReachStream:
    async def known() -> Secret:
        return Secret(key)

    return connect(lambda: address, known, pace=Pace(1000, 0.001, timers=JumpingTimers()))


async def _moment(_seconds: float) -> None:
    await asyncio.sleep(_MOMENT)


async def _nothing() -> int:
    return 0


def _now() -> datetime:
    return datetime.now(UTC)
