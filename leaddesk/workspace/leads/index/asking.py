"""What a condition asks of the values of a cell: one rule for text at hand, wherever it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from leaddesk.domain.lead_views import Condition, Test
from leaddesk.domain.sort_keys import SortKey, folded, sort_key
from leaddesk.workspace.leads.index.cells import DATES, column_of

Asks = Callable[[Sequence[str]], bool]
"""Gets all values of one cell, none for an empty one."""


def asks(condition: Condition) -> Asks:
    """Whether a cell is as ``condition`` wants it."""
    one = _of_one(condition)
    if condition.negated:
        return lambda values: not any(map(one, values)) if condition.test is not Test.EMPTY else bool(values)
    if condition.test is Test.EMPTY:
        return lambda values: not values
    return lambda values: any(map(one, values))


def _of_one(condition: Condition) -> Callable[[str], bool]:
    wanted = [text for value in condition.values if (text := folded(value.strip()))]
    if not wanted or condition.test is Test.EMPTY:
        return lambda _: False
    if condition.test is Test.IS:
        if condition.column in DATES:  # a day is meant, or a minute
            return lambda value: value.startswith(tuple(wanted))
        exact = set(wanted)
        return lambda value: folded(value.strip()) in exact
    if condition.test is Test.CONTAINS:
        return lambda value: _holds_any(folded(value), wanted)
    if not condition.values[0].strip():
        return lambda _: False
    kind = column_of(condition.column).kind
    bound = _comparable(sort_key(condition.values[0], kind))
    if condition.test is Test.BEFORE:
        return lambda value: None is not (key := sort_key(value, kind)) and _comparable(key) < bound
    return lambda value: None is not (key := sort_key(value, kind)) and _comparable(key) >= bound


def _holds_any(text: str, wanted: Sequence[str]) -> bool:
    return any(part in text for part in wanted)


def _comparable(key: SortKey) -> tuple[Any, ...]:
    """Sizes come before texts, as they do in an order."""
    return (isinstance(key, str), key) if key is not None else (False, float("-inf"))
