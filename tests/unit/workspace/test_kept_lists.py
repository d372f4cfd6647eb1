"""Which lists are kept, under which names and in what order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaddesk.domain.errors import ListGone, ListKnown
from leaddesk.domain.lists import ACCOUNT, DOWNLOADS, KeptList, Listed, ReadingState
from leaddesk.domain.pages import Page
from leaddesk.workspace.database import Database
from leaddesk.workspace.kept_lists import KeptLists
from tests.unit.workspace.reading_lists import START, Readings, entry, people

LEADSOPEDIA = "leadsopedia"


@pytest.fixture
def readings(database: Database) -> Readings:
    return Readings(database)


@pytest.fixture
def lists(readings: Readings) -> KeptLists:
    return readings.lists


def names(kept: Sequence[KeptList]) -> str:
    return " ".join(one.name for one in kept)


async def added(lists: KeptLists, *ids: str) -> list[KeptList]:
    return [await lists.add("reactin", "org", id_, id_.upper()) for id_ in ids]


def listed(id_: str, told: int | None = None) -> Listed:
    return Listed(id_, id_.upper(), told, {"id": id_, "total_contacts": told})


async def test_lists_are_kept_in_the_order_of_adding(lists: KeptLists) -> None:
    assert await lists.all("reactin") == ()
    made = await added(lists, "one", "two", "three")
    assert await lists.all("reactin") == tuple(made)
    assert (made[0].name, made[0].organization, made[0].list_id) == ("ONE", "org", "one")
    assert (made[0].rows, made[0].reading, made[0].read_at, made[0].is_listed) == (0, None, None, True)
    assert await lists.one(made[1].id) == made[1]
    assert await lists.find("reactin", "org", "two") == made[1]
    assert await lists.find("reactin", "other", "two") is None
    assert await lists.all(LEADSOPEDIA) == ()


async def test_a_list_is_added_once(lists: KeptLists) -> None:
    await added(lists, "one")
    with pytest.raises(ListKnown) as known:
        await lists.add("reactin", "org", "one", "Another")
    assert known.value.name == "ONE"
    await lists.add("reactin", "other", "one", "Same id elsewhere")


async def test_what_belongs_to_the_account_is_found_but_not_listed(lists: KeptLists) -> None:
    made = await lists.add(LEADSOPEDIA, ACCOUNT, DOWNLOADS, "Downloads")
    assert await lists.all(LEADSOPEDIA) == ()
    assert await lists.find(LEADSOPEDIA, ACCOUNT, DOWNLOADS) == made


async def test_another_name_keeps_the_leads(readings: Readings, lists: KeptLists) -> None:
    before = await readings.read(people("ab"))
    after = await lists.change(before.id, name="Chiefs", organization="org", list_id="list")
    assert (after.name, after.rows, after.reading) == ("Chiefs", 2, before.reading)


async def test_other_ids_are_another_list(readings: Readings, lists: KeptLists) -> None:
    before = await readings.read(people("ab"))
    after = await lists.change(before.id, name="Leads", organization="org", list_id="other")
    assert (after.rows, after.gone_rows, after.reading, after.read_at) == (0, 0, None, None)
    assert await lists.find("reactin", "org", "list") is None
    await readings.check()
    kept = await readings.read([{"id": 1, "Shoe": 44}])
    assert kept.reading is not None
    assert (kept.reading.new, kept.reading.since, kept.reading.remarks) == (0, None, frozenset())
    assert await readings.table() == [{"id": 1, "Shoe": 44}]


async def test_two_cannot_have_the_same_ids(lists: KeptLists) -> None:
    one, _ = await added(lists, "one", "two")
    with pytest.raises(ListKnown) as known:
        await lists.change(one.id, name="One", organization="org", list_id="two")
    assert known.value.name == "TWO"


async def test_removing_and_putting_back(readings: Readings, lists: KeptLists) -> None:
    await added(lists, "one")
    kept = await readings.read(people("ab"))
    await added(lists, "two")
    assert await lists.remove(kept.id) == kept
    assert names(await lists.all("reactin")) == "ONE TWO"
    assert await lists.find("reactin", "org", "list") is None
    assert await lists.put_back(kept.id) == kept
    assert await lists.put_back(kept.id) == kept
    assert names(await lists.all("reactin")) == "ONE Leads TWO"
    assert await readings.names() == "ab"


async def test_adding_again_what_was_removed_brings_its_leads_back(readings: Readings, lists: KeptLists) -> None:
    kept = await readings.read(people("ab"))
    await added(lists, "one")
    await lists.remove(kept.id)
    again = await lists.add("reactin", "org", "list", "Again")
    assert (again.id, again.name, again.rows, again.reading) == (kept.id, "Again", 2, kept.reading)
    assert names(await lists.all("reactin")) == "ONE Again"


async def test_what_was_removed_cannot_come_back_beside_another_with_its_ids(lists: KeptLists) -> None:
    one, two = await added(lists, "one", "two")
    await lists.remove(one.id)
    await lists.change(two.id, name="Two", organization="org", list_id="one")
    with pytest.raises(ListKnown) as known:
        await lists.put_back(one.id)
    assert known.value.name == "Two"


async def test_purging_drops_what_was_removed_and_nothing_else(
    database: Database, readings: Readings, lists: KeptLists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaddesk.workspace.kept_lists._AT_ONCE", 2)
    removed = await readings.read(people("abcdefg"))
    await lists.remove(removed.id)
    other = Readings(database)
    other.id = (await lists.add("reactin", "org", "other", "Other")).id
    await other.read(people("abc"))
    await lists.purge()
    assert names(await lists.all("reactin")) == "Other"
    assert await other.names() == "abc"
    await other.check()
    assert await readings.names() == ""
    for table in ("list_cells", "list_records"):
        count = f"SELECT count(*) FROM {table}"  # noqa: S608 - ours
        assert await database.read(lambda connection, count=count: connection.execute(count).get) == 3  # type: ignore[misc]
    with pytest.raises(ListGone):
        await lists.put_back(removed.id)


async def test_moving(lists: KeptLists) -> None:
    one, two, _ = await added(lists, "one", "two", "three")
    await lists.move(one.id, 1)
    assert names(await lists.all("reactin")) == "TWO ONE THREE"
    await lists.move(one.id, 99)
    assert names(await lists.all("reactin")) == "TWO THREE ONE"
    await lists.move(one.id, 0)
    assert names(await lists.all("reactin")) == "ONE TWO THREE"
    await lists.move(two.id, -5)
    assert names(await lists.all("reactin")) == "TWO ONE THREE"
    await added(lists, "four")
    assert names(await lists.all("reactin")) == "TWO ONE THREE FOUR"


@pytest.mark.parametrize("how", ["unknown", "removed"])
async def test_one_that_is_not_kept_any_more_is_told(lists: KeptLists, how: str) -> None:
    id_ = 77
    if how == "removed":
        id_ = (await added(lists, "one"))[0].id
        await lists.remove(id_)
    page = Page(1, (), None, None, None, START)
    for gone in (
        lists.one(id_),
        lists.change(id_, name="Name", organization="org", list_id="list"),
        lists.remove(id_),
        lists.move(id_, 0),
        lists.begin(id_),
        lists.go_on(id_),
        lists.take(id_, page, checks=True, turn=1),
        lists.end(id_, ReadingState.PAUSED),
        lists.put_entry(id_, entry({}), START),
    ):
        with pytest.raises(ListGone):
            await gone
    if how == "unknown":
        with pytest.raises(ListGone):
            await lists.put_back(id_)


async def test_a_listing_is_kept_in_the_providers_order(lists: KeptLists) -> None:
    kept = await lists.take_listing(LEADSOPEDIA, [listed("b", 5), listed("a")], complete=True)
    assert names(kept) == "B A"
    assert (kept[0].told, kept[0].details, kept[1].told) == (5, {"id": "b", "total_contacts": 5}, None)
    again = await lists.take_listing(LEADSOPEDIA, [listed("a", 7), listed("c"), listed("b", 5)], complete=True)
    assert names(again) == "A C B"
    assert [one.id for one in again if one.name in {"A", "B"}] == [kept[1].id, kept[0].id]
    assert again[0].told == 7
    assert await lists.all(LEADSOPEDIA) == again


async def test_the_first_pages_of_a_listing_leave_the_others_alone(lists: KeptLists) -> None:
    await lists.take_listing(LEADSOPEDIA, [listed("a"), listed("b"), listed("c")], complete=True)
    kept = await lists.take_listing(LEADSOPEDIA, [listed("x"), listed("c"), listed("c")], complete=False)
    assert names(kept) == "X C A B"
    assert all(one.is_listed for one in kept)


async def test_what_is_not_listed_any_more_comes_last_if_it_has_leads(readings: Readings, lists: KeptLists) -> None:
    kept = await lists.take_listing(LEADSOPEDIA, [listed("a"), listed("b")], complete=True)
    readings.id = kept[0].id
    await readings.read(people("ab"))
    await lists.add(LEADSOPEDIA, ACCOUNT, DOWNLOADS, "Downloads")
    kept = await lists.take_listing(LEADSOPEDIA, [listed("c")], complete=True)
    assert [(one.name, one.is_listed, one.rows) for one in kept] == [("C", True, 0), ("A", False, 2)]
    assert await lists.find(LEADSOPEDIA, ACCOUNT, DOWNLOADS) is not None
    kept = await lists.take_listing(LEADSOPEDIA, [listed("a")], complete=True)
    assert [(one.name, one.is_listed, one.rows) for one in kept] == [("A", True, 2)]


async def test_what_was_removed_and_is_listed_is_there_with_its_leads(readings: Readings, lists: KeptLists) -> None:
    kept = await lists.take_listing(LEADSOPEDIA, [listed("a")], complete=True)
    readings.id = kept[0].id
    await readings.read(people("ab"))
    await lists.remove(kept[0].id)
    kept = await lists.take_listing(LEADSOPEDIA, [listed("a")], complete=True)
    assert [(one.id, one.rows) for one in kept] == [(readings.id, 2)]


TEXTS = st.text(st.characters(), min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(ids=st.lists(TEXTS, min_size=1, max_size=4), told=st.integers(-(10**30), 10**30))
async def test_every_name_and_number_of_a_listing_is_kept(database: Database, ids: list[str], told: int) -> None:
    lists = KeptLists(database, clock=lambda: START)
    entries = [Listed(id_, id_, told, {id_: id_, "number": told}) for id_ in ids]
    kept = await lists.take_listing(LEADSOPEDIA, entries, complete=True)
    assert await lists.take_listing(LEADSOPEDIA, entries, complete=True) == kept
    assert 1 <= len(kept) <= len(ids)


async def test_another_leaddesk_sees_it(tmp_path: Path) -> None:
    first, second = Database(tmp_path / "leaddesk.db"), Database(tmp_path / "leaddesk.db")
    readings = Readings(first)
    kept = await readings.read(people("abc"))
    assert await KeptLists(second, clock=lambda: START).all("reactin") == (kept,)
    await first.aclose()
    await second.aclose()
