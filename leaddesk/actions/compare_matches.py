"""Compare what a filter finds with My Leads: how much of it would be bought a second time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from leaddesk.domain.comparison import Known
from leaddesk.domain.filter import Filter
from leaddesk.domain.reachstream import Count


class CountKnown(Protocol):
    """``workspace.leads.index.finder.LeadFinder.known``: certain and likely leads, counted off the event loop."""

    async def __call__(self, wanted: Filter, progress: Callable[[float], None], /) -> tuple[int, int]: ...


class CompareMatches:
    """Nothing is asked of ReachStream, and nothing is changed."""

    def __init__(self, known: CountKnown) -> None:
        self._known = known

    async def __call__(
        self,
        *,
        filter: Filter,  # noqa: A002
        count: Count,
        progress: Callable[[float], None] = lambda _: None,
    ) -> Known:
        """The ``count.matches`` contacts of ``filter`` in three parts; takes a second or two for a million leads.

        ``progress`` hears 0.0 to 1.0 meanwhile. Raises WorkspaceError.
        """
        certain, likely = await self._known(filter, progress)
        return Known.of(count.matches, certain, likely)
