"""Slices that fit a budget: counted for nothing, disjoint, and nothing that was bought before among them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from leaddesk.actions.count_matches import CountMatches
from leaddesk.actions.slice_budget import SliceBudget
from leaddesk.domain.errors import ProviderFailed
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import DeliveryWay, Purchase, PurchaseId, PurchaseState
from leaddesk.domain.reachstream import Count, PresetValues
from leaddesk.domain.records import NOTHING
from leaddesk.domain.slices import SLICING_FIELDS, Overlap
from leaddesk.domain.urgency import Urgency

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
COUNTRY = "company_address_country"
WHOLE = Filter.of({"job_title": ["CTO"], COUNTRY: ["Germany", "France", "Spain", "Chile"]})
MATCHES = {"Germany": 600, "France": 300, "Spain": 150, "Chile": 40}


def bought(number: int, wanted: Filter, state: PurchaseState = PurchaseState.COMPLETE) -> Purchase:
    id_ = PurchaseId(f"{number:032}")
    return Purchase(id_, number, "a", wanted, "", 10, DeliveryWay.POLLING, state, NOON, received=10)


class ReachStream:
    """Counts and preset values; ``gate`` holds every count up, ``trouble`` is raised for a country."""

    def __init__(self) -> None:
        self.asked: list[Filter] = []
        self.urgencies: set[Urgency] = set()
        self.gate = asyncio.Event()
        self.gate.set()
        self.all_wait = asyncio.Event()
        self.trouble = ""
        self.presets: tuple[str, ...] = ()

    async def count(self, wanted: Filter, /, *, urgency: Urgency) -> Count:
        self.asked.append(wanted)
        self.urgencies.add(urgency)
        if len(self.asked) == len(MATCHES):
            self.all_wait.set()
        await self.gate.wait()
        (country,) = wanted.values(COUNTRY)
        if country == self.trouble:
            raise ProviderFailed("reachstream", 500)
        return Count(wanted, MATCHES.get(country, 0), NOTHING, NOON)

    async def __call__(self, *, field: str, typed: str, urgency: Urgency) -> PresetValues:
        """Strict as the demo: nothing typed is refused."""
        assert typed
        self.urgencies.add(urgency)
        return PresetValues(field, typed, tuple(one for one in self.presets if typed in one.casefold()), NOON)


class Budget:
    def __init__(self, *purchases: Purchase) -> None:
        self.provider, self.purchases = ReachStream(), purchases
        self.slice = SliceBudget(CountMatches(self.provider), self.provider, self._all)

    async def _all(self) -> tuple[Purchase, ...]:
        return self.purchases


async def test_the_largest_that_fit_are_proposed() -> None:
    budget, told = Budget(), list[tuple[int, int]]()
    plan = await budget.slice(filter=WHOLE, budget=800, field=COUNTRY, progress=lambda *said: told.append(said))
    assert [(one.name, one.matches) for one in plan.slices] == [("Germany", 600), ("Spain", 150), ("Chile", 40)]
    assert [one.name for one in plan.others] == ["France"]
    assert plan.contacts == 790
    assert all(one.filter == WHOLE.with_values(COUNTRY, [one.name]) for one in (*plan.slices, *plan.others))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert budget.provider.urgencies == {Urgency.BACKGROUND}


async def test_what_was_bought_before_is_not_proposed() -> None:
    budget = Budget(
        bought(1, Filter.of({COUNTRY: ["germany"]})),
        bought(2, WHOLE.with_values(COUNTRY, ["Spain"])),
        bought(3, WHOLE.with_values(COUNTRY, ["Chile"]), PurchaseState.REJECTED),
    )
    budget.purchases = (*budget.purchases[:2], replace(budget.purchases[2], received=0))
    plan = await budget.slice(filter=WHOLE, budget=800, field=COUNTRY)
    assert [one.name for one in plan.slices] == ["France", "Chile"]
    assert {one.name: [purchase.number for purchase in one.bought] for one in plan.others} == {
        "Germany": [1],
        "Spain": [2],
    }
    assert await budget.slice.bought_before(filter=WHOLE) == (
        (budget.purchases[1], Overlap.AROUND),
        (budget.purchases[0], Overlap.CROSSING),
    )


async def test_a_field_that_the_filter_leaves_open_is_cut_by_its_preset_values() -> None:
    budget = Budget()
    budget.provider.presets = ("Germany", "GERMANY", " Spain ", "Peru")
    plan = await budget.slice(filter=WHOLE.without(COUNTRY), budget=700, field=COUNTRY)
    assert [one.name for one in plan.slices] == ["Germany"]
    assert [one.name for one in plan.others] == ["Spain", "Peru"]
    assert len(budget.provider.asked) == 3


async def test_a_failed_count_is_told_and_ends_the_others() -> None:
    budget = Budget()
    budget.provider.trouble = "France"
    with pytest.raises(ProviderFailed):
        await budget.slice(filter=WHOLE, budget=800, field=COUNTRY)


async def test_cancelling_leaves_nothing_running() -> None:
    budget = Budget()
    budget.provider.gate.clear()
    slicing = asyncio.ensure_future(budget.slice(filter=WHOLE, budget=800, field=COUNTRY))
    await budget.provider.all_wait.wait()
    slicing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slicing
    assert asyncio.all_tasks() == {asyncio.current_task()}


def test_a_field_with_a_single_value_cannot_be_cut() -> None:
    slicer = Budget().slice
    assert slicer.fields(filter=WHOLE) == SLICING_FIELDS
    assert COUNTRY not in slicer.fields(filter=WHOLE.with_values(COUNTRY, ["Germany"]))
