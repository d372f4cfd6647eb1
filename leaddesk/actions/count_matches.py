"""Count the contacts that match a filter. Free of charge (providers.md)."""

from __future__ import annotations

from typing import Protocol

from leaddesk.domain.filter import Filter
from leaddesk.domain.reachstream import Count
from leaddesk.domain.urgency import Urgency


class Counter(Protocol):
    """ReachStream's side."""

    async def count(self, wanted: Filter, /, *, urgency: Urgency) -> Count: ...


class CountMatches:
    """One count, with the masked sample that comes along."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    async def __call__(self, *, filter: Filter, urgency: Urgency = Urgency.CLICK) -> Count:  # noqa: A002
        """Raises ValueError for an empty filter (ReachStream refuses it with 400), ProviderError."""
        if filter.is_empty:
            raise ValueError("a filter without values is not counted")
        return await self._counter.count(filter, urgency=urgency)
