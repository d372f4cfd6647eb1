"""Counts per value, shelves and suggestions, beside counting by hand."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaddesk.domain.lead_views import Scope, View
from tests.unit.workspace.leads.index.lead_book import Kept, LeadBook
from tests.unit.workspace.leads.index.test_finding import BOOKS, VIEWS

COUNTED = ("country", "size", "city", "custom:Fair", "@lists", "@tags", "@sources")


@given(BOOKS, BOOKS, VIEWS, st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_each_value_is_counted_without_the_conditions_on_its_own_column(
    leads: dict[int, Kept], later: dict[int, Kept], view: View, is_prepared: bool
) -> None:
    async def run(folder: Path) -> None:
        book = LeadBook(folder)
        await book.begin()
        await book.put(leads)
        if is_prepared:
            await book.prepare()
        await book.put(later)
        facets = await book.finder.facets(view, COUNTED, 100)
        for column, facet in zip(COUNTED, facets, strict=True):
            others = tuple(condition for condition in view.conditions if condition.column != column)
            counts: Counter[str] = Counter()
            for id_ in book.expected(replace(view, conditions=others)):
                counts.update(set(book.cell(book.leads[id_], column)) or {""})
            assert dict(facet.counts) == counts
            assert facet.values == len(counts)
            assert [count for _, count in facet.counts] == sorted(counts.values(), reverse=True)
            (few,) = await book.finder.facets(replace(view, conditions=others), (column,), 1)
            assert few.counts == facet.counts[:1]
        shelves = await book.finder.shelves()
        shelved = [
            len(book.expected(View(scope))) for scope in (Scope.ALL, Scope.BOUGHT, Scope.SUPPRESSED, Scope.TRASH)
        ]
        assert [shelves.all, shelves.bought, shelves.suppressed, shelves.trash, shelves.likely] == [*shelved, 0]
        await book.aclose()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


async def test_values_that_begin_with_what_was_typed_come_before_those_that_hold_it(book: LeadBook) -> None:
    lands = ["Germany", "Germany", "Austria", "Many", "Manyland", "Manyland", "Spain"]
    await book.put({at: Kept({"country": land}, frozenset({"file"})) for at, land in enumerate(lands, start=1)})
    assert await book.finder.values("country", "many", 9) == ("Manyland", "Many", "Germany")
    assert await book.finder.values("country", "", 2) == ("Germany", "Manyland")
    assert await book.finder.values("@lists", "fair", 5) == ()
    assert await book.finder.values("@sources", "", 5) == ("file",)
