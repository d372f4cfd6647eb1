"""Slices of a budget, and purchases that share contacts with a filter, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.purchases import Purchase
from leaddesk.domain.slices import Overlap, Slice, SlicePlan
from leaddesk.ui import wording
from leaddesk.ui.reachstream.fetch_words import name_of, on_day


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("BudgetWords", text, None, n if n < 0 else wording.plural(n))


def note(one: Slice, left: int | None) -> str:
    """Why a slice is not proposed, ``left`` credits being left; None for one that is: what is to be known of it."""
    if one.bought:
        before = one.bought[0]
        return wording.filled(_tr("Bought %1: %2"), on_day(before.confirmed_at), name_of(before))
    if not one.matches:
        return _tr("Nobody matches")
    if left is not None and one.matches > left:
        return wording.filled(_tr("More than the %1 credits that are left"), wording.number(left))
    if not one.touched:
        return ""
    if len(one.touched) > 1:
        return _tr("Some may have been bought before, in %Ln purchases", len(one.touched))
    before = one.touched[0]
    return wording.filled(_tr("Some may have been bought %1: %2"), on_day(before.confirmed_at), name_of(before))


def chosen(slices: int, contacts: int, budget: int) -> str:
    """The sum below the list."""
    if not slices:
        return _tr("No slice is chosen.")
    parts = _tr("%Ln {slice|slices}", slices)
    people = _tr("%Ln {contact|contacts}", contacts)
    words = _tr("%1, %2: at most %3 of your %4 credits.")
    return wording.filled(words, parts, people, wording.number(contacts), wording.number(budget))


def nothing_fits(plan: SlicePlan) -> str:
    """Why a plan proposes nothing; empty where it proposes something."""
    if plan.slices:
        return ""
    if not any(one.matches for one in plan.others):
        return _tr("Nobody matches any slice of this field.")
    if all(one.bought for one in plan.others if one.matches):
        return _tr("Every slice was bought before. Buying one again pays for it again.")
    return _tr("No slice fits. Choose another field, or raise the budget.")


def bought(purchase: Purchase, how: Overlap) -> str:
    """One line of the map of what was bought before."""
    lies = {
        Overlap.SAME: _tr("the same filter"),
        Overlap.INSIDE: _tr("all of this filter and more"),
        Overlap.AROUND: _tr("a part of this filter"),
        Overlap.CROSSING: _tr("a filter that reaches into this one"),
    }[how]
    records = _tr("%Ln {contact|contacts}", purchase.received or purchase.asked)
    name = name_of(purchase)
    words = _tr("%1: %2, %3 (%4)") if purchase.received else _tr("%1: up to %2 asked for, %3 (%4)")
    return wording.filled(words, wording.day(purchase.confirmed_at), records, lies, name)
