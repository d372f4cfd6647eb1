"""The actions of buying as a test would have them: nothing is asked of anybody, the test says how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

from leaddesk.domain.comparison import Known
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.filter import Filter
from leaddesk.domain.ledger import Standing
from leaddesk.domain.purchases import DeliveryWay, Offer, Purchase, PurchaseId, PurchaseState, Reason
from leaddesk.domain.reachstream import Count, Credits, affordable
from leaddesk.domain.receiver import ReceiverState
from leaddesk.domain.records import NOTHING
from leaddesk.domain.slices import SLICING_FIELDS, Overlap, Slice, SlicePlan, bought_among, plan
from leaddesk.domain.urgency import Urgency
from tests.fakes.desk_of_actions import DeskOfActions

if TYPE_CHECKING:
    from leaddesk.ui.desk import Desk

NOW = datetime.now(UTC)
ACCOUNT = "https://reachstream.example"
HEADS = Filter.of(
    {
        "job_title": ["Head of Marketing", "VP Marketing", "Chief Marketing Officer"],
        "job_title_level": ["VP", "C-Level"],
        "company_type": ["Private"],
        "company_industry_categories_list": ["Computer Software", "Fintech"],
        "company_employee_size": ["51-200", "201-500"],
        "sic_code": ["7372"],
        "company_address_country": ["United States", "Canada"],
    }
)


def purchase(number: int = 7, **facts: object) -> Purchase:
    """A confirmed one; ``facts`` as of ``Purchase``."""
    told = Purchase(
        id=PurchaseId(f"{number:032x}"),
        number=number,
        account=ACCOUNT,
        filter=HEADS,
        filter_name="Marketing heads",
        asked=500,
        way=DeliveryWay.POLLING,
        state=PurchaseState.CONFIRMED,
        confirmed_at=NOW,
    )
    return replace(told, **facts)  # type: ignore[arg-type]  # names and types are the test's


def receiver(**facts: object) -> ReceiverState:
    """One that listens and was tried 4 minutes ago."""
    told = ReceiverState(
        is_on=True,
        port=47_811,
        is_listening=True,
        trouble=None,
        public_address="https://leads.northbeam.example",
        has_path=True,
        secret_ending="cret",
        old_secret_until=None,
        inbox_address="",
        inbox_key_ending=None,
        tested_at=datetime.now(UTC) - timedelta(minutes=4),
    )
    return replace(told, **facts)  # type: ignore[arg-type]  # as above


NOT_SET_UP = receiver(is_on=False, is_listening=False, public_address="", secret_ending=None, tested_at=None)


@dataclass
class Bought:
    """One call of ``buy``."""

    offer: Offer
    asked: int
    way: DeliveryWay
    slice_name: str
    progress: Callable[[Purchase], None]
    end: asyncio.Future[Purchase]
    purchase: Purchase

    def step(self, state: PurchaseState, **facts: object) -> None:
        """It takes a step, and whoever listens hears of it."""
        self.purchase = replace(self.purchase, state=state, **facts)  # type: ignore[arg-type]  # as above
        self.progress(self.purchase)

    def ends(self, state: PurchaseState, **facts: object) -> None:
        """It is decided."""
        self.purchase = replace(self.purchase, state=state, **facts)  # type: ignore[arg-type]  # as above
        self.end.set_result(self.purchase)

    def fails(self, error: BaseException) -> None:
        self.end.set_exception(error)


@dataclass
class BuyingAtHand:
    """``BuyContacts``."""

    matches: int = 48_213
    available: int = 720
    blocked_by: Purchase | None = None
    difference: int = 0
    before: tuple[Purchase, ...] = ()
    error: LeadDeskError | None = None
    held: asyncio.Event | None = None
    """While it is not set, offers wait."""
    offers: list[Offer] = field(default_factory=list)
    bought: list[Bought] = field(default_factory=list)
    cancelled: list[PurchaseId] = field(default_factory=list)
    wait: float | None = None

    async def offer(self, *, filter: Filter, filter_name: str, count: Count | None) -> Offer:  # noqa: A002
        if self.held is not None:
            await self.held.wait()
        if self.error is not None:
            raise self.error
        matches = count.matches if count is not None else self.matches
        made = Offer(
            id=PurchaseId(f"{len(self.offers):032x}"),
            filter=filter,
            filter_name=filter_name,
            matches=matches,
            available=self.available,
            balance_read_at=datetime.now(UTC),
            most=affordable(matches, self.available),
            blocked_by=self.blocked_by,
            difference=self.difference,
            bought_before=tuple(one for one, _ in bought_among(filter, self.before)),
        )
        self.offers.append(made)
        return made

    async def buy(
        self,
        *,
        offer: Offer,
        asked: int,
        way: DeliveryWay,
        slice_name: str = "",
        progress: Callable[[Purchase], None] = lambda _: None,
    ) -> Purchase:
        begun = purchase(7, filter=offer.filter, asked=asked, way=way, id=offer.id, slice_name=slice_name)
        end = asyncio.get_running_loop().create_future()
        self.bought.append(Bought(offer, asked, way, slice_name, progress, end, begun))
        progress(begun)
        return await asyncio.shield(end)

    async def cancel(self, *, id: PurchaseId) -> Purchase:  # noqa: A002
        self.cancelled.append(id)
        running = self.bought[-1]
        running.ends(PurchaseState.CLOSED, reason=Reason.CANCELLED)
        return running.purchase

    def seconds_left(self, *, id: PurchaseId) -> float | None:  # noqa: A002
        del id
        return self.wait


@dataclass
class SlicingAtHand:
    """``SliceBudget``; ``held`` is the count that a test lets go."""

    counts: Mapping[str, int] = field(
        default_factory=lambda: {"Germany": 412, "Austria": 180, "Switzerland": 240, "France": 3_100, "Malta": 0}
    )
    before: tuple[Purchase, ...] = ()
    error: LeadDeskError | None = None
    held: asyncio.Event | None = None
    asked: list[tuple[int, str]] = field(default_factory=list)

    def fields(self, *, filter: Filter) -> tuple[str, ...]:  # noqa: A002
        return tuple(name for name in SLICING_FIELDS if len(filter.values(name)) != 1)

    async def bought_before(self, *, filter: Filter) -> tuple[tuple[Purchase, Overlap], ...]:  # noqa: A002
        return bought_among(filter, self.before)

    async def __call__(
        self,
        *,
        filter: Filter,  # noqa: A002
        budget: int,
        field: str,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> SlicePlan:
        self.asked.append((budget, field))
        progress(1, len(self.counts))
        if self.held is not None:
            await self.held.wait()
        if self.error is not None:
            raise self.error
        slices = [Slice(filter.with_values(field, [name]), name, field, n) for name, n in self.counts.items()]
        return plan(filter, budget, slices, self.before)


class PurchaseDesk:
    """``desk`` is what the dialogs are handed; the rest is what a test looks at."""

    def __init__(self) -> None:
        self.buying, self.slicing = BuyingAtHand(), SlicingAtHand()
        self.receiver: ReceiverState | LeadDeskError = receiver()
        self.known: Known | LeadDeskError = Known(312, 1_154, 46_747)
        self.standing = Standing(720, NOW, 720, 0)
        self.counted: list[Filter] = []
        self.count_error: LeadDeskError | None = None
        self.purchases = SimpleNamespace(
            buy_contacts=self.buying,
            slice_budget=self.slicing,
            compare_matches=self._compare,
            receive_deliveries=SimpleNamespace(state=self._state),
            see_purchases=SimpleNamespace(standing=self._standing, all=self._all),
        )
        self.made = DeskOfActions(
            purchases=lambda: self.purchases, count_matches=self._count, read_credits=self._credits
        )  # fmt: skip

    @property
    def desk(self) -> Desk:
        return self.made.desk

    async def _count(self, *, filter: Filter, urgency: Urgency = Urgency.CLICK) -> Count:  # noqa: A002
        del urgency
        self.counted.append(filter)
        if self.count_error is not None:
            raise self.count_error
        return Count(filter, self.buying.matches, NOTHING, datetime.now(UTC))

    async def _credits(self) -> Credits:
        return Credits(self.buying.available, datetime.now(UTC))

    async def _compare(self, *, filter: Filter, count: Count) -> Known:  # noqa: A002
        del filter, count
        if isinstance(self.known, LeadDeskError):
            raise self.known
        return self.known

    async def _state(self) -> ReceiverState:
        if isinstance(self.receiver, LeadDeskError):
            raise self.receiver
        return self.receiver

    async def _standing(self) -> Standing:
        return self.standing

    async def _all(self) -> tuple[Purchase, ...]:
        return tuple(bought.purchase for bought in self.buying.bought)
