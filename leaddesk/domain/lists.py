"""A provider's list of leads as it is kept here: what it is, how far it was read, what the reading found.

Leadsopedia's downloads, activity and search history are kept in the same way: each is a list of records that comes in
pages. Their ``organization`` is ACCOUNT.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from leaddesk.domain.records import Value

ACCOUNT = "account"
"""The ``organization`` of what belongs to an account of Leadsopedia and is no list of contacts."""

DOWNLOADS, ACTIVITY, HISTORY = "downloads", "activity", "history"
"""The ``list_id`` of each of those."""


class ReadingState(Enum):
    """How a reading of a whole list stands."""

    READING = "reading"
    """Pages are coming; or LeadDesk ended in the middle of it, and nobody goes on yet."""
    PAUSED = "paused"
    STOPPED = "stopped"
    """By an error; it can be gone on with."""
    CANCELLED = "cancelled"
    """What came is kept; the next reading begins with the first page."""
    COMPLETE = "complete"


class Remark(Enum):
    """What was noticed about a list while it was read, and has to be told."""

    REPEATED = "repeated"
    """Records came more than once; each is kept once."""
    ODD_LINKS = "odd-links"
    """A page named another page than the one after it as the next."""
    ENDLESS = "endless"
    """Page after page without anything new, and always a next one."""
    CHANGED = "changed"
    """The list changed while it was read, and was gone through again."""
    MAYBE_MISSING = "maybe-missing"
    """It changed, or a page did not come, and was not gone through again: some leads may be missing."""
    SHORT = "short"
    """Fewer leads came than the provider says there are."""
    NEW_COLUMNS = "new-columns"
    """Columns came that the list did not have before."""


@dataclass(frozen=True)
class Reading:
    """The latest reading of a list, from its first page to where it is."""

    state: ReadingState
    next_page: int
    """The page to go on with."""
    pages_read: int
    read: int
    """Different leads that came so far."""
    total: int | None
    """How many the provider says there are; None where it does not say."""
    new: int
    changed: int
    gone: int
    """Against ``since``. Zero in the first reading of a list; ``gone`` is known when the reading is complete."""
    since: datetime | None
    """When the list was read in full before; None for never."""
    began_at: datetime
    ended_at: datetime | None
    """When it stopped, was paused, cancelled or complete; None while it runs."""
    remarks: frozenset[Remark] = frozenset()
    trouble: str = ""
    """What stopped it: the name of the error's type in ``domain.errors``; empty for nothing."""

    @property
    def can_go_on(self) -> bool:
        """Whether it ended before its last page and goes on from ``next_page``."""
        return self.state in {ReadingState.READING, ReadingState.PAUSED, ReadingState.STOPPED}


@dataclass(frozen=True)
class KeptList:
    """One list."""

    id: int
    """LeadDesk's own."""
    provider: str
    """The provider's id, such as ``"reactin"``."""
    organization: str
    """ReactIn's ``organizationId``; ACCOUNT; empty for Leadsopedia's lists of contacts."""
    list_id: str
    """The provider's own id."""
    name: str
    told: int | None = None
    """How many leads the provider says are in it, where it said so when it listed it; a later page says it anew."""
    details: Mapping[str, Value] = field(default_factory=dict)
    """What the provider said of it, under its own names."""
    is_listed: bool = True
    """False where the provider's list of lists does not have it any more."""
    rows: int = 0
    """Leads that are kept; those that are gone do not count."""
    gone_rows: int = 0
    """Leads that are kept though the last full reading did not find them any more."""
    read_at: datetime | None = None
    """When it was last read in full."""
    reading: Reading | None = None
    """The latest reading; None before the first."""


class RowState(Enum):
    """Which of the kept leads of a list are wanted."""

    PRESENT = "present"
    """All that the list has."""
    NEW = "new"
    CHANGED = "changed"
    """Since the full reading before the latest one."""
    GONE = "gone"


@dataclass(frozen=True)
class Listed:
    """A list, as the provider's list of lists tells of it."""

    list_id: str
    name: str
    told: int | None
    """How many leads are in it; None where that is not said."""
    details: Mapping[str, Value]
    """All that is said of it."""
