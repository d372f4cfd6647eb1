"""Disjoint parts of a filter whose counts fit a budget, and the map of what was bought before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import Purchase, PurchaseState, Ruling

SLICING_FIELDS = (
    "company_address_country",
    "company_address_state",
    "company_employee_size",
    "job_title_level",
    "job_dept_name",
    "company_annual_revenue_amount",
)
"""The fields that a filter is cut by: those with few values that nearly every contact has one of, and only one: who is
in two industries would be in two slices, and be paid for twice."""


class Overlap(Enum):
    """How a filter that is to be bought lies to one that was."""

    SAME = "same"
    INSIDE = "inside"
    """All of it was among what was bought before."""
    AROUND = "around"
    """It holds all of what was bought before, and more."""
    CROSSING = "crossing"
    """They may share contacts."""


@dataclass(frozen=True)
class Slice:
    """The whole filter with one field narrowed to some of its values; slices of one plan share no contact."""

    filter: Filter
    name: str
    """Its values in ``field``, such as ``Germany``."""
    field: str
    matches: int
    bought: tuple[Purchase, ...] = ()
    """Purchases of the same filter, or of everything in one that this slice is inside of: it would be paid again."""
    touched: tuple[Purchase, ...] = ()
    """Other purchases that may have some of its contacts; nobody can tell which before they are delivered."""


@dataclass(frozen=True)
class SlicePlan:
    """Slices for a budget, those to buy first at the front."""

    whole: Filter
    budget: int
    slices: tuple[Slice, ...]
    """Proposed: together at most ``budget``, none bought before; of some a part may have been."""
    others: tuple[Slice, ...]
    """Not proposed: too large for what is left, or bought before."""

    @property
    def contacts(self) -> int:
        return sum(one.matches for one in self.slices)


NOT_BOUGHT = frozenset(
    {PurchaseState.CONFIRMED, PurchaseState.ARMED, PurchaseState.REJECTED, PurchaseState.CLOSED}
)  # fmt: skip
"""States of purchases of which nothing came."""


def overlap(wanted: Filter, bought: Filter) -> Overlap | None:
    """How ``wanted`` lies to ``bought``; None where they share nobody for certain: a field in which both name values
    names none in common. Values are compared as ReachStream does, but for case.

    Who has two values of one field (industries, technologies) may be in both of two such filters all the same.
    """
    inside, around = True, True
    for name in dict.fromkeys((*wanted.used, *bought.used)):
        ours, theirs = ({value.casefold() for value in one.values(name)} for one in (wanted, bought))
        if ours and theirs and not ours & theirs and name not in _SEVERAL:
            return None
        inside &= not theirs or (bool(ours) and ours <= theirs)
        around &= not ours or (bool(theirs) and theirs <= ours)
    if inside and around:
        return Overlap.SAME
    return Overlap.INSIDE if inside else Overlap.AROUND if around else Overlap.CROSSING


_SEVERAL = frozenset({"company_industry_categories_list", "tech_keywords", "sic_code"})


def bought_among(wanted: Filter, purchases: Iterable[Purchase]) -> tuple[tuple[Purchase, Overlap], ...]:
    """The purchases that share contacts with ``wanted``, or may, in their order."""
    told = []
    for purchase in purchases:
        is_elsewhere = purchase.ruling is Ruling.BOUGHT_ELSEWHERE
        if purchase.state in NOT_BOUGHT and not purchase.received and not is_elsewhere:
            continue
        how = overlap(wanted, purchase.filter)
        if how is not None:
            told.append((purchase, how))
    return tuple(told)


def plan(whole: Filter, budget: int, counted: Sequence[Slice], purchases: Sequence[Purchase]) -> SlicePlan:
    """The most contacts for ``budget`` out of ``counted`` slices of ``whole``: those that no purchase touched first,
    and of them the largest that fits.

    A slice that was bought before, by itself or inside of something larger that was bought whole, is not proposed.
    """
    left, chosen, others = budget, [], []
    mapped = [_with_map(one, purchases) for one in counted]
    for told in sorted(mapped, key=lambda each: (bool(each.touched), -each.matches, each.name)):
        if told.matches and told.matches <= left and not told.bought:
            chosen.append(told)
            left -= told.matches
        else:
            others.append(told)
    return SlicePlan(whole, budget, tuple(chosen), tuple(others))


def _with_map(one: Slice, purchases: Sequence[Purchase]) -> Slice:
    found = bought_among(one.filter, purchases)
    before = tuple(purchase for purchase, how in found if _took_it(purchase, how))
    return replace(one, bought=before, touched=tuple(purchase for purchase, _ in found if purchase not in before))


def took_all(purchase: Purchase) -> bool:
    """Whether everything that its filter found was asked for; else nobody knows which part of it came."""
    return purchase.matches is None or purchase.asked >= purchase.matches


def _took_it(purchase: Purchase, how: Overlap) -> bool:
    """Whether what lies so to ``purchase`` would be paid again: the same filter finds the same contacts again, however
    few were asked for.
    """
    return how is Overlap.SAME or (how is Overlap.INSIDE and took_all(purchase))
