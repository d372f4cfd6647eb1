"""Read the balance. Free of charge (providers.md)."""

from __future__ import annotations

from typing import Protocol

from leaddesk.domain.reachstream import Credits
from leaddesk.domain.urgency import Urgency


class Purse(Protocol):
    """ReachStream's side."""

    async def credits(self, *, urgency: Urgency) -> Credits: ...


class ReadCredits:
    """The credits that are left."""

    def __init__(self, purse: Purse) -> None:
        self._purse = purse

    async def __call__(self, *, urgency: Urgency = Urgency.CLICK) -> Credits:
        """Raises ProviderError."""
        return await self._purse.credits(urgency=urgency)
