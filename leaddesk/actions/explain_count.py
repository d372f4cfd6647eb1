"""Explain a count: which field cuts how much. Free of charge, as every count is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from leaddesk.actions.count_matches import CountMatches
from leaddesk.domain.filter import Filter
from leaddesk.domain.reachstream import Count, Cut, Explanation
from leaddesk.domain.urgency import Urgency


class ExplainCount:
    """Counts with each used field left out in turn, side by side; the provider's queue keeps the rate limit."""

    def __init__(self, count_matches: CountMatches) -> None:
        self._count_matches = count_matches

    async def __call__(self, *, filter: Filter, progress: Callable[[int, int], None]) -> Explanation:  # noqa: A002
        """``progress`` is told how many counts of how many are there. Cancelling stops what is still waiting.

        A filter of one field has no cuts: without it nothing is left to ask. The counts go behind whatever a person
        clicks meanwhile. Raises ProviderError, the first that occurs; the others are cancelled then.
        """
        remaining = [(name, rest) for name in filter.used if not (rest := filter.without(name)).is_empty]
        total, there = len(remaining) + 1, 0

        async def counted(asked: Filter) -> Count:
            nonlocal there
            count = await self._count_matches(filter=asked, urgency=Urgency.BACKGROUND)
            there += 1
            progress(there, total)
            return count

        try:
            async with asyncio.TaskGroup() as group:
                whole = group.create_task(counted(filter))
                parts = [(name, group.create_task(counted(rest))) for name, rest in remaining]
        except BaseExceptionGroup as failures:
            raise failures.exceptions[0] from None
        cuts = [Cut(name, part.result().matches) for name, part in parts]
        cuts.sort(key=lambda cut: -cut.matches_without)
        return Explanation(whole.result(), tuple(cuts))
