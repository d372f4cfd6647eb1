"""What is to be known and chosen before contacts are bought: how many, which, for how much, how they arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.filter import Filter
from leaddesk.domain.preferences import DELIVERY_WAY, PURCHASE_LIMIT
from leaddesk.domain.providers import REACHSTREAM
from leaddesk.domain.purchases import DeliveryWay, Offer, Purchase, PurchaseId
from leaddesk.domain.reachstream import Count
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.error_texts.purchases import DELIVERY_PAGE
from leaddesk.ui.reachstream import fetch_words
from leaddesk.ui.reachstream.fetch_delivery import DeliveryChoice
from leaddesk.ui.reachstream.fetch_filter import FilterLine
from leaddesk.ui.reachstream.fetch_known import KnownRow
from leaddesk.ui.reachstream.fetch_number import NumberChoice
from leaddesk.ui.reachstream.fetch_price import PriceCard
from leaddesk.ui.reachstream.fetch_sheet import Sheet
from leaddesk.ui.reachstream.fetch_words import Told
from leaddesk.ui.widgets.inline_message import InlineMessage

_AGES_AGAIN = 20_000
_COUNT_LASTS = 300
"""Seconds; ``BuyContacts`` counts anew after it too."""


@dataclass(frozen=True)
class Wanted:
    """What is to be bought."""

    filter: Filter
    filter_name: str
    """Of the saved filter; empty for none."""
    count: Count | None = None
    """Of this filter, where it was counted already."""
    slice_name: str = ""
    """What the budget slicer called it."""
    following: str = ""
    """The slice that is offered when this one is accepted."""


@dataclass(frozen=True)
class Links:
    """The ways out of the dialog. They outlive it: a notice may offer them when it is gone."""

    settings: Callable[[str], None]
    """A page of Settings, over the dialog."""
    purchase: Callable[[PurchaseId], None]
    """This purchase in Activity."""
    ledger: Callable[[], None]
    following: Callable[[], None]
    """The slice after this one."""
    budget: Callable[[Wanted, int | None], None]
    """The budget slicer for this filter and balance."""


class FetchChoices(Sheet):
    """Everything that is read loads and fails by itself; what was typed stays whatever happens."""

    changed = Signal()
    """The number, the way, or what keeps from buying."""
    grown = Signal()
    """There is more to see."""
    left_for = Signal(object)
    """The dialog is to close; then the callable is to be called."""

    def __init__(self, desk: Desk, wanted: Wanted, links: Links) -> None:
        super().__init__()
        self._desk, self._wanted, self._links, self._count = desk, wanted, links, wanted.count
        self._purchases = desk.actions.purchases()
        self._background = Background(self, desk.notices)
        self.offer: Offer | None = None
        self._is_resting = False
        self._page = ""
        self._act: Callable[[], object] = self.look
        """What the button of the message that blocks does."""
        self.number = NumberChoice()
        self._problem = InlineMessage(name="fetch-problem", button="fetch-problem-action")
        self._blocked = InlineMessage(name="fetch-blocked", button="fetch-blocked-action")
        self._before = InlineMessage(name="fetch-before", button="fetch-before-action")
        self._price, self._known = PriceCard(), KnownRow()
        self._delivery = DeliveryChoice(DeliveryWay(desk.preferences.get(DELIVERY_WAY)))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(14)
        line = FilterLine(wanted.filter)
        line.turned.connect(self.grown)
        for part in (
            self._problem, self.number, line, self._blocked, self._before, self._price, self._known, self._delivery,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.destroyed.connect(desk.announcer.subscribe(self._changed))
        self.number.changed.connect(self._chosen)
        self.number.budget_wanted.connect(self._fit_budget)
        self._delivery.changed.connect(self.changed)
        self._delivery.settings_wanted.connect(lambda: links.settings(DELIVERY_PAGE))
        self._price.refresh_wanted.connect(self.look)
        self._problem.pressed.connect(lambda: links.settings(self._page))
        self._blocked.pressed.connect(self._press)
        self._before.pressed.connect(lambda: self.show_purchase(self._named()))
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_AGAIN)
        self._ages.timeout.connect(self._look_at_receiver)
        self._ages.timeout.connect(self._price.refresh)
        self._ages.start()

    @property
    def asked(self) -> int | None:
        """How many, where that can be bought."""
        return self.number.number

    @property
    def way(self) -> DeliveryWay:
        return self._delivery.way

    def why_not(self) -> str:
        """What keeps from buying; empty where nothing does."""
        offer, above = self.offer, self.tr("Nothing can be bought now: see above.")
        if offer is None:
            return self.tr("Reading the balance…") if self._background.is_running("offer") else above
        if offer.blocked_by is not None or offer.difference or not offer.most:
            return above
        return self._delivery.trouble() if self.asked is not None else self.tr("Choose how many to buy.")

    def rest(self) -> None:
        """A purchase was begun with this offer: nothing is read meanwhile."""
        self._is_resting = True
        self._background.cancel("offer")
        self._problem.clear()

    def begin_anew(self) -> None:
        """That purchase came to nothing: what was typed stands, with a new offer, for the one before is used."""
        self._is_resting, self.offer = False, None
        self.look()
        self.number.edit.setFocus()
        self.changed.emit()

    def tell_problem(self, error: LeadDeskError) -> None:
        """Why that purchase came to nothing."""
        words = explain(error)
        told, self._page = fetch_words.not_sent(words.plain), words.settings_page
        self._problem.say(told.kind, told.title, told.advice, words.button if words.settings_page else "")
        self.grown.emit()

    def look(self) -> None:
        """Count where that is needed, read the balance, and offer anew. All of it is free."""
        if self._is_resting or self._background.is_running("offer"):
            return
        self._price.set_reading(reading=True)
        self._background.run(self._ask(), self._offered, self._not_offered, self._asked, "offer")
        self._look_at_receiver()
        self._background.run(
            self._purchases.see_purchases.standing(),
            lambda found: self._price.show_outstanding(found.outstanding),
            lambda _: None,  # the offer needs the same file, and tells
            replacing="standing",
        )

    async def _ask(self) -> Offer:
        wanted, count = self._wanted, self._count
        if count is None or wording.seconds_since(count.taken_at) > _COUNT_LASTS:
            count = await self._desk.actions.count_matches(filter=wanted.filter)
        self._compare(count)
        offering = self._purchases.buy_contacts.offer
        return await offering(filter=wanted.filter, filter_name=wanted.filter_name, count=count)

    def _compare(self, count: Count) -> None:
        self._count = count
        work = self._purchases.compare_matches(filter=count.filter, count=count)
        self._background.run(work, self._known.show_known, self._not_compared, replacing="compare")

    def _not_compared(self, error: LeadDeskError) -> None:
        said = wording.filled(self.tr("This could not be compared. %1"), explain(error).title)
        self._known.show_words(said)

    def _look_at_receiver(self) -> None:
        if not self._is_resting:
            work, delivery = self._purchases.receive_deliveries.state(), self._delivery
            self._background.run(work, delivery.show_receiver, delivery.show_trouble, replacing="receiver")

    def _offered(self, offer: Offer) -> None:
        self.offer = offer
        self._price.show_offer(offer)
        self._blocked.clear()
        self._tell_blocked(offer)
        self._tell_before(offer)
        self.number.offer(offer, max(1, self._desk.preferences.get(PURCHASE_LIMIT)))
        self.grown.emit()

    def _not_offered(self, error: LeadDeskError) -> None:
        self.offer, words = None, explain(error)
        page, told = words.settings_page, Told("danger", words.title, words.advice)
        if page:
            self._block(told, words.button, lambda: self._links.settings(page))
        else:
            self._block(told, self.tr("Try again"), self.look)
        if self._count is None:
            self._known.show_words(self.tr("This can be compared when the matches are counted."))
        self.grown.emit()

    def _asked(self) -> None:
        self._price.set_reading(reading=self._background.is_running("offer"))
        self.changed.emit()

    def _tell_blocked(self, offer: Offer) -> None:
        blocker = offer.blocked_by
        if blocker is not None:
            self._block(fetch_words.blocker(blocker), self.tr("Show in Activity"), lambda: self.show_purchase(blocker))
        elif offer.difference:
            ledger, told = self._links.ledger, fetch_words.difference(offer.difference)
            self._block(told, self.tr("Show the ledger"), lambda: self.left_for.emit(ledger))
        elif not offer.matches:
            self._block(fetch_words.no_match())
        elif offer.available <= 0:
            self._block(fetch_words.no_credits(), self.tr("Read again"), self.look)

    def _block(self, told: Told, button: str = "", act: Callable[[], object] | None = None) -> None:
        self._act = act or self.look
        self._blocked.say(told.kind, told.title, told.advice, button)

    def _press(self) -> None:
        self._act()

    def _tell_before(self, offer: Offer) -> None:
        named = fetch_words.to_name(offer.filter, offer.bought_before)
        if named is None:
            self._before.clear()
        else:
            told = fetch_words.before(*named, others=len(offer.bought_before) - 1)
            self._before.say(told.kind, told.title, told.advice, self.tr("Show"))

    def _named(self) -> Purchase | None:
        """The one that the warning names."""
        offer = self.offer
        named = fetch_words.to_name(offer.filter, offer.bought_before) if offer is not None else None
        return named[0] if named is not None else None

    def show_purchase(self, purchase: Purchase | None) -> None:
        """In Activity; None: nothing."""
        if purchase is not None:
            show = self._links.purchase
            self.left_for.emit(lambda: show(purchase.id))

    def _fit_budget(self) -> None:
        available = self.offer.available if self.offer is not None else None
        budget, wanted = self._links.budget, self._wanted
        self.left_for.emit(lambda: budget(wanted, available))

    def _chosen(self) -> None:
        self._price.show_asked(self.asked)
        self.changed.emit()

    def _changed(self, changes: Changes) -> None:
        over = self.window().parentWidget()
        is_closing = over is not None and not over.isVisible()  # LeadDesk, and its database with it
        if is_closing or self._is_resting or self._background.is_running("offer"):
            return
        offer = self.offer
        is_blocked = offer is None or offer.blocked_by is not None or bool(offer.difference)
        if REACHSTREAM.id in changes.keys | changes.addresses or (changes.purchases and is_blocked):
            self.look()
        elif changes.receiver:
            self._look_at_receiver()
