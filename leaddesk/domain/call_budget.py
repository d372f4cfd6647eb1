"""What calls cost where a provider counts them: Leadsopedia's 15,000 a month, 10 seconds apart (providers.md)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

SECONDS_BETWEEN_CALLS = 10.0
CALLS_A_MONTH = 15_000
"""Leadsopedia's limits."""
CONTACTS_A_PAGE = 100
"""Leadsopedia's page, by default."""
LEADS_A_PAGE = 50
"""ReactIn's page, at most."""
REACTIN_CALLS_A_SECOND = 2
"""No figure is documented; providers.md sets this one, and halves it on a 429."""


@dataclass(frozen=True)
class MonthState:
    """The calls of the month that is on."""

    made: int
    """By every LeadDesk on this computer."""
    limit: int
    until: datetime
    """When the next month begins; UTC."""
    is_used_up: bool = False
    """Whether the provider itself said so, or ``made`` has reached ``limit``."""


@dataclass(frozen=True)
class ReadingPrice:
    """What reading a list costs."""

    calls: int
    seconds: float
    """From the first call to the last answer, if nothing else is asked meanwhile."""
    share: float | None
    """Part of the month's calls, from 0 to 1; None where no month is counted."""
    is_least: bool = False
    """Whether it may be more: the provider does not say how many leads there are."""

    @classmethod
    def of(
        cls, leads: int | None, page_size: int, seconds_between: float, month: int | None, *, waits: bool = False
    ) -> ReadingPrice:
        """For ``leads`` (None: unknown), ``page_size`` of them at a time.

        ``waits``: there is a wait before the first call as well, because one was made just now.
        """
        calls = max(1, math.ceil((leads or 0) / page_size))
        seconds = (calls if waits else calls - 1) * seconds_between
        return cls(calls, seconds, calls / month if month else None, is_least=leads is None)
