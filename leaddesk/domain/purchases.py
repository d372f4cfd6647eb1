"""A purchase of contacts from ReachStream: what was asked for, how far it is, and which step may follow which.

The person's one button makes an intent with an id that is used once. From then on every step is written down before it
is taken, so that at any moment, a crash included, it is known what may have been sent. What may have been sent is never
sent again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import NewType

from leaddesk.domain.filter import Filter

PurchaseId = NewType("PurchaseId", str)
"""32 hexadecimal digits, made by ``secrets``; one for each time that a person presses the button."""


class PurchaseState(Enum):
    """The value is what stands in the journal. A draft is the open dialog; it is not kept."""

    CONFIRMED = "confirmed"
    """The person pressed the button. Nothing was sent."""
    ARMED = "armed"
    """What is to be sent is on the disk, and the way of the delivery was tried. Nothing was bought."""
    SENDING = "sending"
    """It may be on its way. After a crash: unknown."""
    ACCEPTED = "accepted"
    """ReachStream gave it a number."""
    RECEIVING = "receiving"
    """Some of its records are here."""
    COMPLETE = "complete"
    """As many records as were asked for."""
    SHORT = "short"
    """Fewer, and no more are expected: only contacts with a valid e-mail are delivered."""
    REJECTED = "rejected"
    """ReachStream refused it, and the balance did not fall."""
    UNKNOWN = "unknown"
    """It was sent, and nobody knows whether it was taken. It is never sent again."""
    CLOSED = "closed"
    """It was not sent at all, or the person ruled."""


FOLLOWS: Mapping[PurchaseState, frozenset[PurchaseState]] = {
    PurchaseState.CONFIRMED: frozenset({PurchaseState.ARMED, PurchaseState.CLOSED}),
    PurchaseState.ARMED: frozenset({PurchaseState.SENDING, PurchaseState.CLOSED}),
    PurchaseState.SENDING: frozenset(
        {
            PurchaseState.ACCEPTED,
            PurchaseState.ARMED,
            PurchaseState.REJECTED,
            PurchaseState.UNKNOWN,
            PurchaseState.CLOSED,
        }
    ),
    PurchaseState.ACCEPTED: frozenset(
        {
            PurchaseState.RECEIVING,
            PurchaseState.COMPLETE,
            PurchaseState.SHORT,
            PurchaseState.REJECTED,
            PurchaseState.CLOSED,
        }
    ),
    PurchaseState.RECEIVING: frozenset({PurchaseState.COMPLETE, PurchaseState.SHORT}),
    PurchaseState.UNKNOWN: frozenset(
        {PurchaseState.RECEIVING, PurchaseState.COMPLETE, PurchaseState.SHORT, PurchaseState.CLOSED}
    ),
    # Late records are still taken, whatever was thought of it before.
    PurchaseState.SHORT: frozenset({PurchaseState.COMPLETE}),
    PurchaseState.COMPLETE: frozenset(),
    PurchaseState.REJECTED: frozenset({PurchaseState.RECEIVING, PurchaseState.COMPLETE, PurchaseState.SHORT}),
    PurchaseState.CLOSED: frozenset({PurchaseState.RECEIVING, PurchaseState.COMPLETE, PurchaseState.SHORT}),
}
"""Which step may come next. Anything else is a bug."""

BLOCKING = frozenset({PurchaseState.ARMED, PurchaseState.SENDING, PurchaseState.UNKNOWN})
"""At most one purchase of an account is in one of these."""

OPEN = frozenset({PurchaseState.ACCEPTED, PurchaseState.RECEIVING, PurchaseState.UNKNOWN, PurchaseState.SENDING})
"""Credits may still be charged for these."""


class DeliveryWay(Enum):
    """How the records come."""

    WEBHOOK = "webhook"
    POLLING = "polling"


class Reason(Enum):
    """Why a purchase stands where it stands. The words are the window's."""

    NONE = ""
    PREFLIGHT = "preflight"
    """Closed: the delivery's way, the balance or the disk was not as it must be; ``Purchase.trouble`` says more."""
    CANCELLED = "cancelled"
    """Closed: the person took it back before it was sent."""
    ENDED_BEFORE = "ended-before"
    """Closed: LeadDesk ended before it was sent."""
    NOT_CONNECTED = "not-connected"
    """Closed: three times no connection. Nothing was sent."""
    SLOW_DOWN = "slow-down"
    """Armed again: ReachStream asked to wait. Nothing was bought."""
    REFUSED = "refused"
    """Rejected: 400, 401, 402, 403, 404; ``Purchase.trouble`` is the status and what was said."""
    NO_CREDITS = "no-credits"
    """Rejected: 402, or INSUFFICIENT_BALANCE while polling."""
    CUT = "cut"
    """Unknown: the connection broke after the first byte could have left."""
    TIMEOUT = "timeout"
    """Unknown: no answer within the deadline."""
    SERVER_ERROR = "server-error"
    """Unknown: 5xx or 3xx."""
    UNREADABLE = "unreadable"
    """Unknown: 2xx, but not readable."""
    REFUSED_BUT_CHARGED = "refused-but-charged"
    """Unknown: refused, but the balance fell, or could not be read."""
    CRASHED = "crashed"
    """Unknown: LeadDesk ended while it was sending."""
    PROVIDER_DONE = "provider-done"
    """Short: ReachStream said that this is all."""
    SILENCE = "silence"
    """Short: nothing came for 72 hours."""
    RULED = "ruled"
    """The person ruled; ``Purchase.ruling`` says how."""


class Ruling(Enum):
    """What the person says of a purchase that LeadDesk cannot decide."""

    NOT_BOUGHT = "not-bought"
    """The provider told them that it was not taken: closed."""
    BOUGHT_ELSEWHERE = "bought-elsewhere"
    """It was taken, and the records came another way or are given up: closed."""
    THAT_IS_ALL = "that-is-all"
    """Of one that is receiving: no more is expected; short."""


@dataclass(frozen=True)
class Purchase:
    """One intent as it stands. Moments are aware; None where it has not come to that."""

    id: PurchaseId
    number: int
    """1, 2, 3, ...: what people call it."""
    account: str
    """The address of ReachStream that it is bought at; purchases of one account wait for each other."""
    filter: Filter
    filter_name: str
    """Of the saved filter; empty for none."""
    asked: int
    way: DeliveryWay
    state: PurchaseState
    confirmed_at: datetime
    reason: Reason = Reason.NONE
    trouble: str = ""
    """A short technical fact beside the reason, such as ``402 Insufficient credit balance``; never with a secret."""
    slice_name: str = ""
    """What the budget slicer called it, such as ``Germany``; empty for a whole filter."""
    matches: int | None = None
    """How many contacts matched when it was confirmed."""
    body_hash: str = ""
    """SHA-256 of the exact body, in hexadecimal digits; empty before it is armed."""
    balance: int | None = None
    """Before it was sent."""
    balance_read_at: datetime | None = None
    processing_id: str = ""
    """The provider's number for it."""
    tries: int = 0
    """How often sending began."""
    armed_at: datetime | None = None
    sent_at: datetime | None = None
    """When the latest attempt began."""
    accepted_at: datetime | None = None
    last_record_at: datetime | None = None
    ended_at: datetime | None = None
    next_look_at: datetime | None = None
    """When its batch or the balance is asked for next; None for never."""
    looks: int = 0
    """How often that was done."""
    received: int = 0
    """Records, each counted once."""
    with_email: int = 0
    with_phone: int = 0
    new_leads: int = 0
    """Of these, those that were not in My Leads before."""
    kept_out: int = 0
    """Of these, people who were erased and do not come back."""
    charged: int | None = None
    """Credits, as far as the balance has shown it; None while nobody knows."""
    ruling: Ruling | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def outstanding(self) -> int:
        """Credits that may still be charged for it."""
        return max(0, self.asked - self.received) if self.is_open else 0


@dataclass(frozen=True)
class Step:
    """One line of the journal: what was written before it was done."""

    at: datetime
    state: PurchaseState
    reason: Reason
    facts: Mapping[str, str | int | None] = field(default_factory=dict)
    """Such as ``try``, ``balance``, ``status``, ``host``; never a secret."""


@dataclass(frozen=True)
class Offer:
    """What the dialog shows before anything is bought."""

    id: PurchaseId
    """Made when the dialog opened, so that pressing its button twice is one purchase."""
    filter: Filter
    filter_name: str
    matches: int
    available: int
    balance_read_at: datetime
    most: int
    """That can be bought: what matches, at most the balance."""
    blocked_by: Purchase | None = None
    """A purchase of this account that must be settled first."""
    difference: int = 0
    """Credits between the balance and what is known; not 0: it must be acknowledged first."""
    bought_before: tuple[Purchase, ...] = ()
    """Purchases whose filter is this one or reaches into it, latest first."""


def body_of(filter: Filter, asked: int) -> bytes:  # noqa: A002
    """The exact body of the fetch (providers.md): what is written down, hashed and sent."""
    document = {"fetchCount": asked, "filter": filter.body()}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def hash_of(body: bytes) -> str:
    return sha256(body).hexdigest()


TRIES = 3
"""Of sending, where it is certain that nothing was sent."""

SILENCE = timedelta(hours=72)
"""After which no more records are expected."""

WATCH_LATER = timedelta(hours=6)
WATCH_ENDS = timedelta(days=7)
_WATCH_FIRST = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


def next_balance_look(unknown_since: datetime, now: datetime) -> datetime | None:
    """When the balance is read next for a purchase that is unknown: after 1, 5, 15, 60 minutes, then every 6 hours,
    for a week; None after that. A look that was missed is made up for once, not as often as it was missed. While the
    clock is behind ``unknown_since`` because it was put back, it is read every hour.
    """
    gone = now - unknown_since
    if gone < timedelta():
        return now + _WATCH_FIRST[-1]
    for moment in _WATCH_FIRST:
        if gone < moment:
            return unknown_since + moment
    later = _WATCH_FIRST[-1] + WATCH_LATER * ((gone - _WATCH_FIRST[-1]) // WATCH_LATER + 1)
    return unknown_since + later if later <= WATCH_ENDS else None
