"""Where every credit went: balances that were read, purchases, and what neither explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from leaddesk.domain.purchases import PurchaseId

CHARGED_WITHIN = timedelta(hours=1)
"""Of its delivery, a record is charged at the latest; when exactly, ReachStream does not say."""


class EntryKind(Enum):
    """What a line of the ledger is."""

    BALANCE = "balance"
    """The balance was read."""
    PURCHASE = "purchase"
    """Credits for records that were delivered."""
    DIFFERENCE = "difference"
    """A difference that the person acknowledged: from here on the balance is taken as it is."""


@dataclass(frozen=True)
class Entry:
    """One line."""

    at: datetime
    kind: EntryKind
    credits: int
    """What it changed: negative for what was charged; 0 for a balance."""
    balance: int | None = None
    """As it was read; None for what is not a reading."""
    purchase: PurchaseId | None = None
    what: str = ""
    """The filter's name, or the note of whoever acknowledged."""
    number: int | None = None
    """What people call its purchase; None for what is of none."""


@dataclass(frozen=True)
class Standing:
    """How the balance and what is known fit together, at the latest reading."""

    available: int | None
    """The latest balance; None before the first one."""
    read_at: datetime | None
    expected: int | None
    """What it should be: the balance last settled, less the credits of every record received since."""
    outstanding: int
    """Credits that open purchases may still take, or may have taken."""
    recent: int = 0
    """Of the records received since, those of CHARGED_WITHIN before the reading: it may be too early to show them."""

    @property
    def difference(self) -> int:
        """Credits that nothing explains: positive, more is gone than is known; negative, there are more than before.

        While purchases are open, what they may have taken explains as much; and so do records of just now, which the
        provider has perhaps not charged yet.
        """
        if self.available is None or self.expected is None:
            return 0
        gone = self.expected - self.available
        if gone < 0:
            return gone if -gone > self.recent else 0
        return max(0, gone - self.outstanding)


@dataclass(frozen=True)
class Day:
    """For the chart and the table: one day of the computer's own time zone."""

    day: date
    balance: int | None
    """The last one read on it."""
    charged: int
    """Credits for the records that came on it."""


@dataclass(frozen=True)
class Yield:
    """What a purchase, or all of one saved filter, brought."""

    name: str
    """The filter's name."""
    purchases: int
    asked: int
    records: int
    with_email: int
    with_phone: int
    new_leads: int
    charged: int

    @property
    def cost_of_a_new_lead(self) -> float | None:
        """Credits; None where nobody was new."""
        return self.charged / self.new_leads if self.new_leads else None


def by_day(entries: Sequence[Entry]) -> tuple[Day, ...]:
    """Oldest first; only days on which something happened. Days are those of the entries' own time zones."""
    balances: dict[date, int] = {}
    charged: dict[date, int] = {}
    for entry in sorted(entries, key=lambda one: one.at):
        day = entry.at.date()
        charged.setdefault(day, 0)
        if entry.balance is not None:
            balances[day] = entry.balance
        if entry.kind is EntryKind.PURCHASE:
            charged[day] -= entry.credits
    return tuple(Day(day, balances.get(day), charged[day]) for day in sorted(charged))
