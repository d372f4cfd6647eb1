"""The leads of a kept list as a table asks for them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.errors import ListGone
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.lists import RowState
from leaddesk.domain.records import Row, Value
from leaddesk.domain.table import Arrangement, Column, Kind
from leaddesk.workspace.database import Database
from leaddesk.workspace.kept_rows import KeptRows
from tests.fakes.kept_people import list_with, lists_in, page_of, person, read_anew, records_of

TEXTS = st.text(alphabet='aAäÄßİ é-<$10kmB,.x\n"\\\0', max_size=8)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    TEXTS,
    st.integers(-3, 30),
    st.integers(2**62, 2**66),
    st.floats(allow_nan=False, allow_infinity=False),
    st.just("51-200"),
)
ROWS = st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=30)
NAMES = ("name", "size", "zip")


class Lists:
    """A database for many examples, each with a list of its own."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path)
        self._numbers = count()

    async def source(self, rows: list[Row]) -> KeptRows:
        lists = lists_in(self.database)
        kept, _ = await list_with(lists, records_of(NAMES, rows), list_id=f"list-{next(self._numbers)}")
        return await KeptRows.open(self.database, kept.id)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lists]:
    lists = Lists(tmp_path_factory.mktemp("kept") / "leaddesk.db")
    yield lists
    asyncio.run(lists.database.aclose())


def held(source: KeptRows) -> HeldRows:
    return HeldRows(source.columns, [source.row(number) for number in range(len(source))])


@given(ROWS, TEXTS, st.sampled_from(["", "no such", *NAMES]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_arranges_as_rows_in_memory_do(
    lists: Lists, rows: list[Row], needle: str, sort_by: str, descending: bool
) -> None:
    source = asyncio.run(lists.source(rows))
    assert [source.row(number)[1:] for number in range(len(source))] == rows or not rows
    arrangement = Arrangement(needle, sort_by, descending)
    expected = list(held(source).arrange(arrangement))
    assert list(source.arrange(arrangement)) == expected
    assert list(source.arrange(arrangement)) == expected, "what it keeps changes nothing"


async def test_a_column_without_a_name_is_not_what_no_order_means(database: Database) -> None:
    kept, _ = await list_with(lists_in(database), records_of(("", "name"), [("b", "Anna"), ("a", "Berta")]))
    source = await KeptRows.open(database, kept.id)
    assert list(source.arrange(Arrangement())) == [0, 1]


async def test_many_rows_are_arranged_in_slices_and_merged(database: Database) -> None:
    lists = lists_in(database)
    records = [person(number, Size=(number * 7919) % 613, Staff=f"{number % 9 + 1}-200") for number in range(5_000)]
    kept, _ = await list_with(lists, records)
    source = await KeptRows.open(database, kept.id)
    memory = held(source)
    for arrangement in (
        Arrangement(sort_by="Size"),
        Arrangement("company-1 name", "Staff", descending=True),
        Arrangement("0049"),
        Arrangement(),
    ):
        assert list(await asyncio.to_thread(source.arrange, arrangement)) == list(memory.arrange(arrangement))


async def test_the_first_rows_are_at_hand_and_others_are_brought(database: Database) -> None:
    kept, _ = await list_with(lists_in(database), [person(number) for number in range(1_000)])
    source = await KeptRows.open(database, kept.id)
    assert len(source) == 1_000
    assert source.at_hand(0) == ("p0", "Name 0000", "Company-0")
    assert source.at_hand(150) is not None
    assert source.at_hand(600) is None
    await source.fetch(range(590, 620))
    assert source.at_hand(600) == ("p600", "Name 0600", "Company-0")
    assert source.at_hand(900) is None
    assert source.row(900) == ("p900", "Name 0900", "Company-0")
    assert source.at_hand(901) is not None, "it came with its neighbours"


async def test_chunks_give_the_rows_in_the_order_asked_for(database: Database) -> None:
    kept, _ = await list_with(lists_in(database), [person(number) for number in range(700)])
    source = await KeptRows.open(database, kept.id)
    chunks = await asyncio.to_thread(lambda: list(source.chunks([650, 0, 333], 2)))
    assert [[row[1] for row in chunk] for chunk in chunks] == [["Name 0650", "Name 0000"], ["Name 0333"]]
    assert list(source.chunks([], 2)) == []


async def test_columns_are_in_the_lists_order_and_their_kinds_are_guessed(database: Database) -> None:
    records: list[dict[str, Value]] = [
        {"Email": "a@b.example", "Profile": "https://x.example/in/a", "Age": 30, "Staff": "51-200", "Phone": "030 1"},
        {"Email": None, "Age": 31, "More": "x"},
    ]
    kept, _ = await list_with(lists_in(database), records)
    source = await KeptRows.open(database, kept.id)
    kinds = {column.name: column.kind for column in source.columns}
    assert list(kinds) == ["Email", "Profile", "Age", "Staff", "Phone", "More"]
    assert list(kinds.values()) == [Kind.EMAIL, Kind.LINK, Kind.NUMBER, Kind.RANGE, Kind.CODE, Kind.TEXT]
    assert source.row(1) == (None, None, 31, None, None, "x"), "a row may be older than the last column"


async def test_new_changed_and_gone_ones(database: Database) -> None:
    lists = lists_in(database)
    kept, _ = await list_with(lists, [person(number) for number in range(5)])
    for wanted in (RowState.NEW, RowState.CHANGED, RowState.GONE):
        assert len(await KeptRows.open(database, kept.id, wanted)) == 0, "in the first reading nothing is"
    await read_anew(lists, kept.id, [person(3), person(1, Company="Other"), person(9), person(0), person(8)])

    async def names(wanted: RowState) -> list[Value]:
        source = await KeptRows.open(database, kept.id, wanted)
        return [source.row(number)[1] for number in range(len(source))]

    assert await names(RowState.PRESENT) == ["Name 0003", "Name 0001", "Name 0009", "Name 0000", "Name 0008"]
    assert await names(RowState.NEW) == ["Name 0009", "Name 0008"]
    assert await names(RowState.CHANGED) == ["Name 0001"]
    assert await names(RowState.GONE) == ["Name 0002", "Name 0004"]


async def test_numbers_mean_the_same_leads_after_the_list_was_put_in_another_order(database: Database) -> None:
    lists = lists_in(database)
    people = [person(number) for number in range(600)]
    kept, _ = await list_with(lists, people)
    source = await KeptRows.open(database, kept.id)
    await source.fetch([])
    await read_anew(lists, kept.id, people[::-1])
    again = await KeptRows.open(database, kept.id)
    assert again.row(0)[1] == "Name 0599"
    assert not again.take_over(source)
    assert source.row(599)[1] == "Name 0599"
    numbers = [5, 599, 300]
    chunk = await asyncio.to_thread(lambda: next(source.chunks(numbers, 3)))
    assert [row[1] for row in chunk] == ["Name 0005", "Name 0599", "Name 0300"]


async def test_an_order_that_came_before_the_numbers_were_joined_shows_no_lead_twice(database: Database) -> None:
    lists = lists_in(database)
    people = [person(number) for number in range(600)]
    kept, _ = await list_with(lists, people)
    source = await KeptRows.open(database, kept.id)
    await read_anew(lists, kept.id, people[:99:-1])
    names = [source.row(number)[1] for number in range(600)]
    told = [name for name in names if name is not None]
    assert len(set(told)) == len(told)
    assert set(told) >= {record["Name"] for record in people[200:]}


async def test_leads_are_found_in_another_order(database: Database) -> None:
    lists = lists_in(database)
    people = [person(number) for number in range(600)]
    kept, _ = await list_with(lists, people)
    before = await KeptRows.open(database, kept.id)
    await before.fetch([])
    await read_anew(lists, kept.id, [person(700), *people[::-1][:550]])
    after = await KeptRows.open(database, kept.id)
    assert list(await after.find(before, [599, 598, 50, 49])) == [1, 2, 550, -1]
    assert list(await after.find(before, [])) == []
    new = await KeptRows.open(database, kept.id, RowState.NEW)
    assert list(await new.find(after, [0, 1])) == [0, -1]
    gone = await KeptRows.open(database, kept.id, RowState.GONE)
    assert [gone.row(number)[1] for number in await gone.find(before, [3, 7])] == ["Name 0003", "Name 0007"]
    assert list(await after.find(held(before), [5])) == [-1]


async def test_leads_that_are_gone_show_the_columns_that_went_with_them(database: Database) -> None:
    lists = lists_in(database)
    kept, _ = await list_with(lists, [person(1, Score=5), person(2, Score=6)])
    await read_anew(lists, kept.id, [person(1)])
    assert [column.name for column in (await KeptRows.open(database, kept.id)).columns] == ["id", "Name", "Company"]
    gone = await KeptRows.open(database, kept.id, RowState.GONE)
    assert [column.name for column in gone.columns] == ["id", "Name", "Company", "Score"]
    assert gone.row(0)[3] == 6


async def test_a_longer_one_takes_over(database: Database) -> None:
    lists = lists_in(database)
    kept, turn = await list_with(lists, [person(number) for number in range(300)], last=False)
    before = await KeptRows.open(database, kept.id)
    await before.fetch([])
    entries = [person(number) for number in range(300, 400)]
    await lists.take(kept.id, page_of(2, entries, last=False), checks=False, turn=turn)
    after = await KeptRows.open(database, kept.id)
    assert after.take_over(before)
    assert not before.take_over(after), "there are fewer"
    assert not after.take_over(HeldRows((Column("Name"),), ()))
    assert not after.take_over(await KeptRows.open(database, kept.id, RowState.NEW))
    assert [after.row(number)[1] for number in (0, 299, 300, 399)] == [
        "Name 0000",
        "Name 0299",
        "Name 0300",
        "Name 0399",
    ]


async def test_a_number_never_comes_to_mean_a_lead_of_another_list(database: Database) -> None:
    lists = lists_in(database)
    kept, _ = await list_with(lists, [person(number) for number in range(300)])
    chosen = await KeptRows.open(database, kept.id)
    assert chosen.row(250) != (None, None, None)
    await lists.change(kept.id, name="Other", organization="other", list_id="other")
    await read_anew(lists, kept.id, [person(number) for number in range(5000, 5300)])
    assert list(chosen.chunks([0, 299], 2)) == [[(None, None, None)] * 2], "as an export that began before writes them"


async def test_a_list_that_is_gone(database: Database) -> None:
    lists = lists_in(database)
    kept, _ = await list_with(lists, [person(number) for number in range(300)])
    source = await KeptRows.open(database, kept.id)
    await lists.change(kept.id, name="Other", organization="other", list_id="other")
    assert source.row(250) == (None, None, None), "its leads are not kept any more"
    await lists.remove(kept.id)
    with pytest.raises(ListGone):
        await KeptRows.open(database, kept.id)
    with pytest.raises(ListGone):
        await KeptRows.open(database, 999)


async def test_what_is_at_hand_stays_small_however_far_one_scrolls(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaddesk.workspace.kept_rows._MOST_AT_HAND", 300)
    kept, _ = await list_with(lists_in(database), [person(number) for number in range(2_000)])
    source = await KeptRows.open(database, kept.id)
    for start in range(0, 2_000, 50):
        await source.fetch(range(start, start + 50))
    assert sum(source.at_hand(number) is not None for number in range(2_000)) == 500
    assert source.at_hand(0) is not None, "the first rows stay"
    assert source.at_hand(1_999) is not None


async def test_threads_may_ask_at_once(database: Database) -> None:
    kept, _ = await list_with(lists_in(database), [person(number, Size=number % 13) for number in range(3_000)])
    source = await KeptRows.open(database, kept.id)
    memory = held(source)
    asked = [Arrangement("1", "Size"), Arrangement("2", "Name", descending=True), Arrangement("company-3")]
    answers = await asyncio.gather(*(asyncio.to_thread(source.arrange, arrangement) for arrangement in asked))
    assert [list(answer) for answer in answers] == [list(memory.arrange(arrangement)) for arrangement in asked]
    assert threading.current_thread() is threading.main_thread()
