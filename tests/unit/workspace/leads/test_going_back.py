"""After going back to a backup everything that is worked out from leads is about those of then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from leaddesk.domain.backups import Why
from leaddesk.domain.lead_views import View
from leaddesk.workspace.leads.backups import Backups
from tests.unit.workspace.leads.index.lead_book import Kept, LeadBook


@pytest_asyncio.fixture
async def book(tmp_path: Path) -> AsyncIterator[LeadBook]:
    made = LeadBook(tmp_path)
    await made.begin()
    yield made
    await made.aclose()


def people(first: int, last: int, company: str) -> dict[int, Kept]:
    values = {"company": company, "country": "Austria"}
    return {id_: Kept({**values, "name": f"Somebody {id_}"}, frozenset({"file"})) for id_ in range(first, last)}


async def found(book: LeadBook, search: str) -> list[int]:
    source = await book.finder.open(View(search=search), whole=True)
    return [int(id_) for id_ in await book.finder.ids_of(source, range(len(source)))]


@pytest.mark.parametrize("prepared", ["never", "before", "after", "both"])
async def test_search_and_counts_are_those_of_the_backup(book: LeadBook, tmp_path: Path, prepared: str) -> None:
    backups = Backups(tmp_path / "leads.db")
    await book.put(people(1, 40, "Alpwerk"))
    if prepared in {"before", "both"}:
        await book.prepare()
    assert len(await found(book, "alpwerk")) == 39
    old = await backups.make(Why.DAILY)
    await book.put(people(10, 20, "Northwind") | people(40, 90, "Northwind"))
    if prepared in {"after", "both"}:
        await book.prepare()
    assert len(await found(book, "northwind")) == 60
    await backups.restore(old)
    assert len(await found(book, "alpwerk")) == 39
    assert await found(book, "northwind") == []
    assert (await book.finder.shelves()).all == 39
    (facet,) = await book.finder.facets(View(), ["country"], 5)
    assert facet.counts[0] == ("Austria", 39)
    await book.prepare()
    assert len(await found(book, "somebody")) == 39
    assert await found(book, "northwind") == []
    await backups.aclose()
