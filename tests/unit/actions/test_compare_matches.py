"""The matches of a filter beside My Leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from leaddesk.actions.compare_matches import CompareMatches
from leaddesk.domain.comparison import Known
from leaddesk.domain.filter import Filter
from leaddesk.domain.reachstream import Count
from leaddesk.domain.records import NOTHING

GERMANY = Filter.of({"company_address_country": ["Germany"]})


async def test_the_three_parts_are_never_more_than_the_matches() -> None:
    asked: list[Filter] = []

    async def known(wanted: Filter, progress: Callable[[float], None]) -> tuple[int, int]:
        asked.append(wanted)
        progress(0.5)
        return 30, 90

    told: list[float] = []
    count = Count(GERMANY, 100, NOTHING, datetime(2026, 11, 21, tzinfo=UTC))
    compared = await CompareMatches(known)(filter=GERMANY, count=count, progress=told.append)
    assert compared == Known(certain=30, likely=70, unknown=0)
    assert (asked, told) == ([GERMANY], [0.5])
