"""Cut a filter into slices that fit a budget, and keep what was bought before out of them."""

from __future__ import annotations

import asyncio
import string
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Protocol, TypeVar

from leaddesk.actions.count_matches import CountMatches
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import Purchase
from leaddesk.domain.reachstream import PresetValues
from leaddesk.domain.slices import SLICING_FIELDS, Overlap, Slice, SlicePlan, bought_among, plan
from leaddesk.domain.urgency import Urgency

T = TypeVar("T")


class LookUp(Protocol):
    """``actions.look_up_values.LookUpValues``."""

    def __call__(self, *, field: str, typed: str, urgency: Urgency) -> Coroutine[Any, Any, PresetValues]: ...


AllPurchases = Callable[[], Awaitable[tuple[Purchase, ...]]]
"""``workspace.purchases.journal.Journal.all``."""


def _nobody_hears(done: int, total: int) -> None:
    del done, total


_EVERYTHING = string.ascii_lowercase + string.digits


async def _together(work: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
    """What each returns, in their order. Raises the first error; whatever still runs is cancelled then."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one) for one in work]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]


class SliceBudget:
    """Every count is free of charge; the provider's queue keeps the rate limit, and lets clicks go first."""

    def __init__(self, count_matches: CountMatches, look_up: LookUp, purchases: AllPurchases) -> None:
        self._count_matches, self._look_up, self._purchases = count_matches, look_up, purchases

    async def __call__(
        self,
        *,
        filter: Filter,  # noqa: A002
        budget: int,
        field: str,
        progress: Callable[[int, int], None] = _nobody_hears,
    ) -> SlicePlan:
        """The slices of ``filter`` by ``field`` (one of ``SLICING_FIELDS``) that fit ``budget`` credits.

        One slice for each of the filter's values in ``field``, or for each preset value where it names none: who has no
        value there, or one that ReachStream does not list, is in no slice. ``progress`` is told how many slices of how
        many are counted. Cancelling the task stops what still waits. Raises ProviderError (the first that occurs),
        WorkspaceError.
        """
        values = filter.values(field) or await self._all_values(field)
        spelled: dict[str, str] = {}
        for value in values:  # spellings that differ in case find the same contacts
            spelled.setdefault(value.strip().casefold(), value.strip())
        wanted = [filter.with_values(field, (value,)) for value in spelled.values() if value]
        there = 0
        progress(there, len(wanted))

        async def counted(one: Filter) -> Slice:
            nonlocal there
            count = await self._count_matches(filter=one, urgency=Urgency.BACKGROUND)
            there += 1
            progress(there, len(wanted))
            return Slice(one, one.values(field)[0], field, count.matches)

        slices = await _together([counted(one) for one in wanted])
        return plan(filter, budget, slices, await self._purchases())

    async def _all_values(self, field: str) -> tuple[str, ...]:
        """ReachStream's values of ``field``, as far as its look-up tells them: it wants something typed, so every
        letter and digit is. What was looked up lately is not asked again.
        """
        asked = [self._look_up(field=field, typed=typed, urgency=Urgency.BACKGROUND) for typed in _EVERYTHING]
        found = await _together(asked)
        return tuple(dict.fromkeys(value for answer in found for value in answer.values))

    def fields(self, *, filter: Filter) -> tuple[str, ...]:  # noqa: A002
        """The fields that ``filter`` can be cut by, in the order to offer them: not those with a single value."""
        return tuple(name for name in SLICING_FIELDS if len(filter.values(name)) != 1)

    async def bought_before(self, *, filter: Filter) -> tuple[tuple[Purchase, Overlap], ...]:  # noqa: A002
        """The map: purchases that share contacts with ``filter``, or may, newest first. Raises WorkspaceError."""
        newest_first = sorted(await self._purchases(), key=lambda purchase: -purchase.number)
        return bought_among(filter, newest_first)
