"""Which leads are wanted: where they are kept, what is searched for, and what their columns must say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from leaddesk.domain.leads import LeadListId


class Scope(Enum):
    """The shelves of My Leads. Everything but the trash leaves out what is in the trash."""

    ALL = "all"
    BOUGHT = "bought"
    """Paid for at ReachStream."""
    SUPPRESSED = "suppressed"
    TRASH = "trash"
    LIST = "list"
    """``View.list`` names it."""


class Test(Enum):
    """What a condition asks of a column. Text is compared without case; a lead may have several lists or tags."""

    __test__ = False  # pytest takes it for one of its own

    IS = "is"
    """One of ``values``."""
    CONTAINS = "contains"
    """Any of ``values`` is a part of it."""
    EMPTY = "empty"
    BEFORE = "before"
    """A date (ISO), a number or a text that comes before ``values[0]``."""
    AFTER = "after"
    """The same, or the value itself: a day, or what comes after it."""


@dataclass(frozen=True)
class Condition:
    """One column filter. Conditions narrow each other (AND)."""

    column: str
    """A ``Field``'s value, ``custom:...``, or one of the ``@`` columns of ``leads``."""
    test: Test
    values: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True)
class View:
    """What the table of My Leads shows, without the order."""

    scope: Scope = Scope.ALL
    list: LeadListId | None = None
    search: str = ""
    """Words that must all occur in name, company, title, e-mail address or domain; case and accents' case folded."""
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class SavedView:
    """A view that was kept under a name, with the order."""

    id: int
    name: str
    view: View
    sort_by: str = ""
    descending: bool = False


@dataclass(frozen=True)
class Facet:
    """How many leads of a view have each value of one column."""

    column: str
    counts: tuple[tuple[str, int], ...]
    """Value and leads, the most frequent first, at most as many as were asked for. ``""`` counts the empty ones."""
    values: int
    """How many different values there are in all."""


@dataclass(frozen=True)
class Shelves:
    """How many leads stand where. None while that is being counted."""

    all: int | None
    bought: int | None
    suppressed: int | None
    trash: int | None
    likely: int | None
    """Pairs that wait in the review of duplicates."""
