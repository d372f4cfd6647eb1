"""Two LeadDesks do anything to purchases in any order: what must never be never is."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from leaddesk.domain.deliveries import DeliveredBy, DeliveryId, DeliveryState, identity_of
from leaddesk.domain.errors import PurchaseBlocked
from leaddesk.domain.purchases import (
    BLOCKING,
    FOLLOWS,
    DeliveryWay,
    Offer,
    Purchase,
    PurchaseId,
    PurchaseState,
    Reason,
    Ruling,
)
from tests.unit.workspace.purchases.buying import ACCOUNT, Computer, offer, payload, record

T = TypeVar("T")

ACCOUNTS = (ACCOUNT, "https://elsewhere.example")
LEADDESKS = st.integers(0, 1)


class Purchases(RuleBasedStateMachine):
    """Whatever is refused (ValueError, PurchaseBlocked) must leave everything as it was."""

    offers: Bundle[Offer] = Bundle("offers")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.loop = asyncio.new_event_loop()
        self.computers = [Computer(Path(self.folder.name) / "purchases.db") for _ in range(2)]
        self.before: dict[PurchaseId, Purchase] = {}
        self.delivered: dict[DeliveryId, set[bytes]] = {}
        """The identities of the records in what was kept."""

    def teardown(self) -> None:
        for computer in self.computers:
            self.run(computer.aclose())
        self.loop.close()
        self.folder.cleanup()

    def run(self, doing: Awaitable[T]) -> T | None:
        """None where it was refused."""
        for computer in self.computers:
            computer.later(seconds=1)
        try:
            return self.loop.run_until_complete(doing)
        except (ValueError, PurchaseBlocked):
            return None

    @rule(target=offers, most=st.integers(1, 6))
    def show(self, most: int) -> Offer:
        return offer(most)

    @rule(
        which=LEADDESKS, shown=offers, asked=st.integers(1, 6), way=st.sampled_from(DeliveryWay),
        account=st.sampled_from(ACCOUNTS),
    )  # fmt: skip
    def confirm(self, which: int, shown: Offer, asked: int, way: DeliveryWay, account: str) -> None:
        self.run(self.computers[which].journal.begin(shown, asked=asked, way=way, account=account))

    @rule(target=offers, which=LEADDESKS, account=st.sampled_from(ACCOUNTS))
    def send_another(self, which: int, account: str) -> Offer:
        """Several steps at once, so that there is something to receive."""
        shown, computer = offer(6), self.computers[which]
        bought = self.run(computer.journal.begin(shown, asked=4, way=DeliveryWay.POLLING, account=account))
        if bought and self.run(computer.arm(bought)):
            self.run(computer.journal.sending(shown.id))
        return shown

    @rule(which=LEADDESKS, shown=offers)
    def arm(self, which: int, shown: Offer) -> None:
        purchase = self.before.get(shown.id)
        if purchase:
            self.run(self.computers[which].arm(purchase))

    @rule(
        which=LEADDESKS,
        shown=offers,
        step=st.sampled_from(["sending", "accepted", "back", "rejected", "unknown", "closed", "short", "looked"]),
        reason=st.sampled_from(Reason),
        number=st.integers(1, 3),
    )
    def step(self, which: int, shown: Offer, step: str, reason: Reason, number: int) -> None:
        if shown.id not in self.before:
            return
        journal, id_ = self.computers[which].journal, shown.id
        doing: Awaitable[Purchase]
        match step:
            case "sending":
                doing = journal.sending(id_)
            case "accepted":
                doing = journal.accepted(id_, str(number))
            case "back":
                doing = journal.back_to_armed(id_, reason, {"status": 429})
            case "rejected":
                doing = journal.rejected(id_, reason, "said")
            case "unknown":
                doing = journal.unknown(id_, reason)
            case "closed":
                doing = journal.closed(id_, reason)
            case "short":
                doing = journal.short(id_, reason)
            case _:
                doing = journal.looked(id_, None)
        self.run(doing)

    @rule(which=LEADDESKS, shown=offers, ruling=st.sampled_from(Ruling))
    def ruled(self, which: int, shown: Offer, ruling: Ruling) -> None:
        if shown.id in self.before:
            self.run(self.computers[which].journal.rule(shown.id, ruling))

    @rule(which=LEADDESKS)
    def start(self, which: int) -> None:
        settled = self.run(self.computers[which].journal.settle_orphans())
        assert settled is not None

    @rule(which=LEADDESKS, hours=st.sampled_from([1, 80]))
    def wait(self, which: int, hours: int) -> None:
        for computer in self.computers:
            computer.later(hours=hours)
        computer = self.computers[which]
        assert self.run(computer.journal.silent(computer.now)) is not None
        assert self.run(computer.journal.due(computer.now)) is not None

    @rule(which=LEADDESKS, number=st.integers(1, 3), first=st.integers(0, 9), count=st.integers(0, 5))
    def arrive(self, which: int, number: int, first: int, count: int) -> None:
        records, computer = [record(one) for one in range(first, first + count)], self.computers[which]
        body = payload(number, records)
        kept = self.run(computer.deliveries.keep(body, DeliveredBy.WEBHOOK, arrived_at=computer.now))
        assert kept is not None
        id_, is_new = kept
        assert is_new == (id_ not in self.delivered)
        self.delivered[id_] = {identity_of(one) for one in records}

    @rule(which=LEADDESKS)
    def take(self, which: int) -> None:
        assert self.run(self.computers[which].take_all()) is not None

    @invariant()
    def what_must_never_be(self) -> None:
        purchases = self.run(self.computers[0].journal.all())
        assert purchases is not None
        for account in ACCOUNTS:
            blocking = [one for one in purchases if one.account == account and one.state in BLOCKING]
            assert len(blocking) <= 1
        for purchase in purchases:
            self.is_explained(purchase)
            before = self.before.get(purchase.id)
            if before:
                assert (before.number, before.asked, before.account) == (
                    purchase.number, purchase.asked, purchase.account,
                )  # fmt: skip
                assert purchase.tries >= before.tries
                assert purchase.received >= before.received
        assert {one.id for one in purchases} >= set(self.before)
        self.before = {one.id: one for one in purchases}

    def is_explained(self, purchase: Purchase) -> None:
        """By its journal, which never went where it must not."""
        steps = self.run(self.computers[1].journal.steps(purchase.id))
        assert steps
        assert steps[0].state is PurchaseState.CONFIRMED
        assert (steps[-1].state, steps[-1].reason) == (purchase.state, purchase.reason)
        for one, then in pairwise(steps):
            assert then.state is one.state or then.state in FOLLOWS[one.state]
            assert one.state is PurchaseState.ARMED or "try" not in then.facts
        sent = [step for step in steps if "try" in step.facts]
        assert len(sent) == purchase.tries
        assert (purchase.ended_at is None) == (purchase.state not in {
            PurchaseState.COMPLETE, PurchaseState.SHORT, PurchaseState.REJECTED, PurchaseState.CLOSED,
        })  # fmt: skip
        identities = self.run(self.computers[0].identities(purchase))
        assert identities is not None
        assert len(identities) == len({*identities}) == purchase.received

    @invariant()
    def nothing_is_lost(self) -> None:
        """What was delivered is in the purchase that has it, or in a body that is whole."""
        deliveries = self.run(self.computers[1].deliveries.all())
        purchases = self.run(self.computers[1].journal.all())
        assert deliveries is not None
        assert purchases is not None
        assert {one.id for one in deliveries} == self.delivered.keys()
        held = {one.id: {*(self.run(self.computers[0].identities(one)) or ())} for one in purchases}
        for one in deliveries:
            if one.state is DeliveryState.TAKEN:
                assert one.purchase
                assert self.delivered[one.id] <= held[one.purchase]
            else:
                assert self.run(self.computers[0].deliveries.raw(one.id)) is not None


Purchases.TestCase.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, report_multiple_bugs=False
)
TestPurchases = Purchases.TestCase
