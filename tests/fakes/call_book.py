"""A book of calls as two LeadDesks share it, kept in memory and written by the test."""

from __future__ import annotations

from leaddesk.domain.errors import MonthUsedUp


class FakeBook:
    """Lets everybody go, unless told otherwise."""

    def __init__(self, *waits: float) -> None:
        """``waits``: what the first claims answer."""
        self.waits = list(waits)
        self.asked = 0
        self.claimed = 0
        self.full: MonthUsedUp | None = None
        """What a claim raises."""
        self.told_used_up = 0

    async def claim(self) -> float:
        self.asked += 1
        if self.full is not None:
            raise self.full
        if self.waits and (wait := self.waits.pop(0)) > 0:
            return wait
        self.claimed += 1
        return 0.0

    async def used_up(self) -> None:
        self.told_used_up += 1
