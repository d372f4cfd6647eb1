"""A provider's list in memory, page by page, that can be told to fail, wait or change."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lists import KeptList
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.records import Value
from leaddesk.domain.urgency import Urgency


def entry(values: Mapping[str, Value]) -> Entry:
    return Entry(dict(values), json.dumps(dict(values)))


def people(count: int, first: int = 0) -> list[dict[str, Value]]:
    """Records that differ in everything."""
    return [
        {
            "First Name": f"First{number}",
            "Email": f"p{number}@example.org",
            "Profile": f"https://linkedin.com/in/p{number}",
        }
        for number in range(first, first + count)
    ]


class PagedList:
    """``page`` is what a ``WayToRead`` asks."""

    def __init__(self, records: list[dict[str, Value]], size: int = 10) -> None:
        self.records, self.size = records, size
        self.asked: list[tuple[int, Urgency]] = []
        self.fails: dict[int, list[LeadDeskError]] = {}
        """By page; each is raised once."""
        self.holds: dict[int, asyncio.Event] = {}
        """Pages that wait until it is set."""
        self.before: Callable[[int], None] = lambda _: None
        """Called before a page is answered; may change ``records``."""
        self.total: int | None = None
        self._met: defaultdict[int, asyncio.Event] = defaultdict(asyncio.Event)

    async def is_asked_for(self, number: int) -> None:
        """Waits until this page is."""
        await self._met[number].wait()

    async def page(self, kept: KeptList, number: int, *, urgency: Urgency) -> Page:
        del kept
        self.asked.append((number, urgency))
        self._met[number].set()
        if number in self.holds:
            await self.holds[number].wait()
        if self.fails.get(number):
            raise self.fails[number].pop(0)
        self.before(number)
        start = (number - 1) * self.size
        part = self.records[start : start + self.size]
        following = number + 1 if start + self.size < len(self.records) else None
        return Page(number, tuple(map(entry, part)), following, self.total, None, datetime.now(UTC))
