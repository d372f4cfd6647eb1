"""The rows of a view as a table asks for them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.lead_views import Condition, Scope, Test, View
from leaddesk.domain.leads import LeadListId
from leaddesk.domain.table import Arrangement, Column, Kind
from tests.unit.workspace.leads.index.lead_book import START, Kept, LeadBook

FILE = frozenset({"file"})


def people(first: int, last: int) -> dict[int, Kept]:
    return {at: Kept({"name": f"Person {at}", "size": f"{at % 7}-9"}, FILE) for at in range(first, last + 1)}


async def test_columns_are_the_fields_that_any_lead_fills_and_what_stands_beside_them(book: LeadBook) -> None:
    await book.put({1: Kept({"email": "a@b.example", "custom:Fair": "Berlin", "name": "Anna"}, FILE)})
    source = await book.finder.open(View())
    names = [column.name for column in source.columns]
    beside = ["@suppressed", "@lists", "@tags", "@note", "@added", "@changed", "@sources"]
    assert names == ["name", "email", "custom:Fair", *beside]
    assert source.columns[1].kind is Kind.EMAIL
    assert await book.finder.columns() == source.columns
    await book.put({2: Kept({"city": "Graz", "custom:A": "b"}, FILE)})
    assert [column.name for column in await book.finder.columns()][1:5] == ["email", "city", "custom:A", "custom:Fair"]


async def test_a_row_shows_what_stands_beside_the_fields(book: LeadBook) -> None:
    lead = Kept({"name": "Anna"}, frozenset({"file", "reactin"}), 0, {1, 2}, {1, 2}, "call", added_at=START)
    await book.put({7: lead})
    source = await book.finder.open(View())
    row = dict(zip([column.name for column in source.columns], source.row(0), strict=True))
    assert row["@lists"] == "Fair, Berlin, Berlin"
    assert row["@tags"] == "Cold call, hot"
    assert row["@note"] == "call"
    assert row["@sources"] == "reactin, file"
    assert str(row["@added"]).startswith("2026-09-21")
    assert str(row["@changed"]) >= str(row["@added"])


async def test_conditions_on_dates_mean_days(book: LeadBook) -> None:
    leads = {at: Kept({"name": "A"}, FILE, added_at=START + at * 86_400) for at in (1, 2, 3)}
    await book.put(leads)
    source = await book.finder.open(View())
    at = [column.name for column in source.columns].index("@added")
    day = str(source.row(1)[at])[:10]

    async def found(test: Test) -> list[int]:
        rows = await book.finder.open(View(conditions=(Condition("@added", test, (day,)),)))
        return list(await book.finder.ids_of(rows, range(len(rows))))

    assert await found(Test.IS) == [2]
    assert await found(Test.BEFORE) == [1]
    assert await found(Test.AFTER) == [3, 2]


async def test_the_first_rows_are_at_hand_and_others_are_brought(
    book: LeadBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaddesk.workspace.leads.lead_rows._MOST_AT_HAND", 250)
    await book.put(people(1, 900))
    source = await book.finder.open(View())
    assert len(source) == 900
    assert source.waits
    assert source.at_hand(99) is not None
    assert source.at_hand(600) is None
    await source.fetch(range(590, 620))
    assert (source.at_hand(600) or ("",))[0] == "Person 300"
    assert source.row(899)[0] == "Person 1"
    for start in range(200, 900, 50):
        await source.fetch(range(start, start + 50))
    assert sum(source.at_hand(number) is not None for number in range(900)) == 350
    chunks = await asyncio.to_thread(lambda: list(source.chunks([650, 0, 333], 2)))
    assert [[row[0] for row in chunk] for chunk in chunks] == [["Person 250", "Person 900"], ["Person 567"]]


async def test_it_arranges_as_rows_in_memory_do(book: LeadBook) -> None:
    await book.put(people(1, 400))
    await book.prepare(("size",))
    source = await book.finder.open(View())
    memory = HeldRows(source.columns, [source.row(number) for number in range(len(source))])
    for arrangement in (
        Arrangement(),
        Arrangement(sort_by="size"),
        Arrangement(sort_by="size", descending=True),
        Arrangement("person 7", "name", descending=True),
        Arrangement(sort_by="no such"),
        Arrangement(sort_by="@added"),
    ):
        assert list(await asyncio.to_thread(source.arrange, arrangement)) == list(memory.arrange(arrangement))


async def test_chosen_rows_are_found_again_when_leads_came_and_went(book: LeadBook) -> None:
    await book.put(people(1, 300))
    before = await book.finder.open(View())
    await book.put({**people(301, 310), 100: replace(book.leads[100], standing=1)})
    after = await book.finder.open(View())
    assert not after.take_over(before)
    assert list(await after.find(before, [0, 199, 200, 299])) == [10, 209, -1, 308]
    assert list(await after.find(before, [])) == []
    assert list(await after.find(HeldRows((Column("name"),), [("x",)]), [0])) == [-1]
    again = await book.finder.open(View())
    assert again.take_over(after)
    assert before.row(200)[0] == "Person 100", "who is in the trash now is still shown where it stood"


async def test_who_was_erased_is_empty(book: LeadBook) -> None:
    await book.put(people(1, 3))
    source = await book.finder.open(View())
    await book.put({2: Kept({}, FILE, standing=4)})
    assert next(iter(source.chunks([1], 1)))[0][0] is None


async def test_a_list_is_a_shelf_of_its_own(book: LeadBook) -> None:
    await book.put({1: Kept({}, FILE, lists={1}), 2: Kept({}, FILE, lists={2}), 3: Kept({}, FILE, 1, {1})})
    source = await book.finder.open(View(Scope.LIST, LeadListId(1)))
    assert await book.finder.ids_of(source, range(len(source))) == (1,)
    assert len(await book.finder.open(View(Scope.LIST, LeadListId(99)))) == 0
    assert len(await book.finder.open(View(Scope.LIST))) == 0


async def test_only_rows_of_here_have_leads(book: LeadBook) -> None:
    with pytest.raises(TypeError):
        await book.finder.ids_of(HeldRows((), ()), [])
    assert book.finder.is_whole(HeldRows((), ()))
