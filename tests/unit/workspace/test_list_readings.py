"""Lists read page by page, again and again, while they change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaddesk.domain.lists import ReadingState, Remark
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.records import Value
from leaddesk.workspace.database import Database, storable
from leaddesk.workspace.kept_lists import KeptLists
from tests.unit.workspace.reading_lists import START, Readings, Record, entry, people, person


@pytest.fixture
def readings(database: Database) -> Readings:
    return Readings(database)


async def test_the_first_reading_keeps_what_comes_page_by_page(readings: Readings) -> None:
    kept = await readings.begin()
    assert kept.reading is not None
    assert (kept.reading.state, kept.reading.next_page, kept.rows) == (ReadingState.READING, 1, 0)
    kept = await readings.page(people("abcde"))
    assert await readings.names() == "ab"
    assert kept.reading is not None
    assert (kept.rows, kept.reading.read, kept.reading.pages_read, kept.reading.next_page) == (2, 2, 1, 2)
    assert (kept.read_at, kept.reading.ended_at) == (None, None)
    kept = await readings.rest(people("abcde"))
    assert await readings.names() == "abcde"
    assert kept.reading is not None
    assert kept.reading.state is ReadingState.COMPLETE
    assert (kept.reading.new, kept.reading.changed, kept.reading.gone) == (0, 0, 0)
    assert (kept.reading.since, kept.reading.remarks) == (None, frozenset())
    assert kept.read_at is not None
    assert kept == await readings.lists.one(kept.id)


async def test_a_reading_again_says_what_is_new_changed_and_gone(readings: Readings) -> None:
    before = await readings.read(people("abcd"))
    kept = await readings.read([person("x"), *people("ab"), person("d", Title="Chief")])
    assert kept.reading is not None
    assert (kept.reading.new, kept.reading.changed, kept.reading.gone) == (1, 1, 1)
    assert (kept.reading.since, kept.rows, kept.gone_rows) == (before.read_at, 4, 1)
    assert await readings.names() == "xabd"
    assert await readings.names("place IS NULL") == "c"
    assert await readings.names("first_seen > (SELECT since_round FROM lists)") == "x"
    kept = await readings.read([person("x"), *people("ab"), person("d", Title="Chief")])
    assert kept.reading is not None
    assert (kept.reading.new, kept.reading.changed, kept.reading.gone) == (0, 0, 0)
    assert await readings.names("place IS NULL") == "c", "those that are gone stay"


async def test_a_lead_that_is_gone_and_comes_back_is_new(readings: Readings) -> None:
    await readings.read(people("abc"))
    await readings.read(people("ac"))
    kept = await readings.read([*people("a"), person("b", Title="Chief"), *people("c")])
    assert kept.reading is not None
    assert (kept.reading.new, kept.reading.changed, kept.gone_rows) == (1, 0, 0)
    assert await readings.names() == "abc"
    assert (await readings.table())[1]["Title"] == "Chief"


async def test_what_is_kept_can_be_used_while_it_is_read_again(readings: Readings) -> None:
    await readings.read(people("abcdef"))
    await readings.begin()
    kept = await readings.page(people("xyabcdef"))
    assert await readings.names() == "abcdefxy"
    assert kept.reading is not None
    assert (kept.reading.new, kept.reading.gone) == (2, 0)
    await readings.check()
    await readings.rest(people("xyabcdef"))
    assert await readings.names() == "xyabcdef"


async def test_only_another_order_is_another_edition(readings: Readings) -> None:
    async def edition() -> object:
        return await readings.database.read(lambda connection: connection.execute("SELECT edition FROM lists").get)

    await readings.read(people("abcd"))
    first = await edition()
    await readings.read(people("abcd"))
    await readings.read(people("abcde"))
    assert await edition() == first
    await readings.read(people("acbde"))
    second = await edition()
    assert second != first
    await readings.read(people("acbd"))
    assert await edition() != second


async def test_a_list_that_shifts_is_gone_through_again(readings: Readings) -> None:
    await readings.begin()
    await readings.page(people("abcdef"))
    kept = await readings.rest(people("xabcdef"))
    assert await readings.names() == "xabcdef"
    assert kept.reading is not None
    assert kept.reading.remarks == {Remark.CHANGED, Remark.REPEATED}
    assert kept.gone_rows == 0


async def test_a_lead_that_slips_past_is_found_in_the_second_round(readings: Readings) -> None:
    await readings.begin()
    await readings.page(people("abcdef"))
    kept = await readings.rest(people("bcdef"))  # c is on the first page now, which was read already
    assert await readings.names() == "bcdef"
    assert await readings.names("place IS NULL") == "a"
    assert kept.reading is not None
    assert (kept.reading.gone, kept.gone_rows) == (0, 1), "it was never in a full reading"


async def test_where_calls_are_dear_a_shift_is_told_and_nothing_counts_as_gone(database: Database) -> None:
    readings = Readings(database, checks=False)
    await readings.read(people("abcdefz"))
    await readings.begin()
    await readings.page(people("abcdef"))
    kept = await readings.rest(people("xabcdef"))
    assert kept.reading is not None
    assert Remark.MAYBE_MISSING in kept.reading.remarks
    assert await readings.names() == "abcdefz", "z did not come, but stays, after those that did"
    assert kept.reading.gone == 0


async def test_leads_that_may_be_missing_come_after_the_others_in_their_order(database: Database) -> None:
    readings = Readings(database, checks=False)
    await readings.read(people("abcdef"))
    readings.total = 6
    kept = await readings.read(people("xfdb"))
    assert kept.reading is not None
    assert kept.reading.remarks == {Remark.SHORT}
    assert await readings.names() == "xfdbace"
    assert (kept.reading.new, kept.reading.gone, kept.gone_rows) == (1, 0, 0)


async def test_one_that_never_stands_still_ends(readings: Readings) -> None:
    await readings.begin()
    records: list[Record] = people("abcdefgh")
    for number in range(100):
        if readings.point.is_done:
            break
        records = [person(f"n{number}"), *records]
        await readings.page(records)
    kept = await readings.lists.one(readings.id)
    assert kept.reading is not None
    assert kept.reading.remarks == {Remark.CHANGED, Remark.REPEATED, Remark.MAYBE_MISSING}
    assert kept.reading.state is ReadingState.COMPLETE


async def test_somebody_who_is_in_a_list_twice_with_other_words_is_kept_twice(readings: Readings) -> None:
    twice = [*people("bc"), person("a", Title="Liked"), person("d"), person("a", Title="Commented"), person("e")]
    kept = await readings.read(twice)
    assert kept.reading is not None
    assert kept.reading.remarks <= {Remark.NEW_COLUMNS}
    assert await readings.names() == "bcadae"
    assert [row.get("Title") for row in await readings.table()][2:5] == ["Liked", None, "Commented"]
    swapped = [twice[4], *twice[:2], twice[3], twice[2], twice[5]]
    again = await readings.read(swapped)
    assert again.reading is not None
    assert (again.reading.new, again.reading.changed, again.reading.gone) == (0, 0, 0), "only their order is another"
    once = await readings.read(twice[:4])
    assert (once.rows, once.gone_rows) == (4, 2)
    assert await readings.names() == "bcad"


@pytest.mark.parametrize("checks", [True, False])
async def test_somebody_with_other_words_on_both_sides_of_a_page_break_is_kept_twice(
    database: Database, checks: bool
) -> None:
    readings = Readings(database, checks=checks)
    twice = [*people("b"), person("a", Title="Liked"), person("a", Title="Commented"), person("c")]
    for _ in range(2):
        kept = await readings.read(twice)
        assert await readings.names() == "baac"
        assert [row.get("Title") for row in await readings.table()] == [None, "Liked", "Commented", None]
        assert kept.reading is not None
        assert kept.reading.remarks <= {Remark.NEW_COLUMNS}
        assert kept.reading.pages_read == 2 + checks, "nothing looks as if it had moved"
        assert (kept.reading.new, kept.reading.changed, kept.reading.gone) == (0, 0, 0)


async def test_a_lead_that_gets_its_profile_later_is_changed_and_not_another(readings: Readings) -> None:
    ann: Record = {"First Name": "Ann", "Last Name": "B", "Email": "ann@b.example"}
    await readings.read([*people("x"), ann, *people("y")])
    found = {**ann, "Profile": "https://linkedin.com/in/ann-b"}
    for changed in (1, 0):
        kept = await readings.read([*people("x"), found, *people("y")])
        assert kept.reading is not None
        assert (kept.reading.new, kept.reading.changed, kept.reading.gone) == (0, changed, 0)
        assert (kept.rows, kept.gone_rows) == (3, 0)
    kept = await readings.read([*people("x"), found, ann, *people("y")])
    assert kept.rows == 4, "both at once are two"


async def test_a_list_of_one_person_alone_is_read_to_its_end(readings: Readings) -> None:
    kept = await readings.read([person("a", Post=str(number)) for number in range(20)])
    assert kept.rows == 20
    assert kept.reading is not None
    assert not kept.reading.remarks & {Remark.ENDLESS, Remark.REPEATED}


async def test_a_lead_that_slides_to_the_next_page_with_other_words_is_kept_once(readings: Readings) -> None:
    before = people("abcdef")
    await readings.begin()
    await readings.page(before)
    moved = [person("n"), person("a"), person("b", Title="Just promoted"), *people("cdef")]
    await readings.page(moved)
    await readings.rest(moved)
    assert await readings.names() == "nabcdef"
    assert (await readings.table())[2]["Title"] == "Just promoted"


async def test_a_list_that_has_a_lead_twice_is_not_read_for_ever_nor_taken_for_changed(readings: Readings) -> None:
    kept = await readings.read(people("abbcd"))
    assert kept.reading is not None
    assert kept.reading.remarks == {Remark.REPEATED}
    assert kept.reading.pages_read <= 8
    gone = await readings.read(people("abbc"))
    assert gone.gone_rows == 1


async def test_records_without_anything_that_tells_them_apart_are_their_contents(readings: Readings) -> None:
    records: list[Record] = [{"Company": "One"}, {"Company": "Two"}, {"Company": "One"}]
    await readings.read(records)
    kept = await readings.read([{"Company": "One"}, {"Company": "Three"}])
    assert kept.reading is not None
    assert (kept.rows, kept.reading.new, kept.reading.gone) == (2, 1, 1)


async def test_a_list_that_never_ends_ends(readings: Readings) -> None:
    kept = await readings.begin()
    while not readings.point.is_done:
        number = readings.point.next_page
        page = Page(number, tuple(map(entry, people("ab"))), number + 1, None, None, START)
        kept, readings.point = await readings.lists.take(readings.id, page, checks=True, turn=readings.turn)
        assert number < 10
    assert kept.reading is not None
    assert kept.reading.remarks >= {Remark.ENDLESS, Remark.REPEATED}
    assert kept.rows == 2


async def test_an_empty_list(readings: Readings) -> None:
    await readings.read(people("ab"))
    kept = await readings.read([])
    assert (kept.rows, kept.gone_rows) == (0, 2)
    kept = await readings.read(people("b"))
    assert (kept.rows, kept.gone_rows) == (1, 1)


async def test_columns_are_shown_in_the_order_of_the_latest_full_reading(readings: Readings) -> None:
    await readings.read([{"id": 1, "Name": "a", "Old": 5}, {"id": 2, "Name": None, "Old": None}])
    await readings.begin()
    now: list[Record] = [{"Title": "Chief", "id": 1, "Name": "a"}, {"Title": None, "id": 2, "Name": "b"}, {"id": 3}]
    kept = await readings.page(now)
    assert kept.reading is not None
    assert Remark.NEW_COLUMNS in kept.reading.remarks
    assert list((await readings.table())[0]) == ["id", "Name", "Old", "Title"]
    await readings.rest(now)
    assert await readings.table() == [
        {"Title": "Chief", "id": 1, "Name": "a"},
        {"Title": None, "id": 2, "Name": "b"},
        {"Title": None, "id": 3, "Name": None},
    ]
    kept = await readings.read(now)
    assert kept.reading is not None
    assert kept.reading.remarks == frozenset()


async def test_columns_that_only_leads_have_that_did_not_come_stay(database: Database) -> None:
    readings = Readings(database, checks=False)
    await readings.read([{"id": 1, "Old": 5}, {"id": 2, "Old": 6}])
    readings.total = 2
    kept = await readings.read([{"Name": "a", "id": 1}])
    assert kept.reading is not None
    assert Remark.SHORT in kept.reading.remarks
    assert await readings.table() == [{"Name": "a", "id": 1, "Old": None}, {"Name": None, "id": 2, "Old": 6}]


async def test_every_record_is_kept_exactly_as_it_came(readings: Readings) -> None:
    await readings.begin()
    raw = '{"a": {"b": [1, 2.50, null]}, "c":"", "d":12345678901234567890123}'
    page = Page(1, (Entry({"a": '{"b":[1,2.5,null]}', "d": "12345678901234567890123"}, raw),), None, None, None, START)
    await readings.lists.take(readings.id, page, checks=True, turn=readings.turn)
    assert await readings.database.read(lambda c: c.execute("SELECT raw FROM list_records").get) == raw
    assert await readings.table() == [{"a": '{"b":[1,2.5,null]}', "d": "12345678901234567890123"}]


async def test_a_lead_that_is_looked_up_is_put_into_its_place(readings: Readings) -> None:
    await readings.read(people("abc"))
    _, place = await readings.lists.put_entry(readings.id, entry(person("b", Title="Chief")), START)
    assert place == 1
    kept, place = await readings.lists.put_entry(readings.id, entry(person("z", Shoe=44)), START)
    assert (place, kept.rows) == (3, 4)
    await readings.check()
    assert (await readings.table())[3] == {**person("z"), "Title": None, "Shoe": 44}
    kept = await readings.read(people("abzc"))
    assert kept.reading is not None
    assert (kept.reading.new, kept.reading.changed, kept.reading.gone) == (1, 0, 0), "b is as it was"
    assert await readings.names() == "abzc"
    assert Remark.REPEATED not in kept.reading.remarks


async def test_a_lead_that_is_looked_up_while_the_list_is_read_has_not_come_yet(readings: Readings) -> None:
    await readings.begin()
    await readings.page(people("abcd"))
    await readings.lists.put_entry(readings.id, entry(person("d")), START)
    kept = await readings.rest(people("abcd"))
    assert kept.reading is not None
    assert kept.reading.remarks == frozenset()
    assert await readings.names() == "abcd"


async def test_a_lead_that_was_gone_is_looked_up(readings: Readings) -> None:
    await readings.read(people("abc"))
    await readings.read(people("ab"))
    kept, place = await readings.lists.put_entry(readings.id, entry(person("c")), START)
    assert (place, kept.rows, kept.gone_rows) == (2, 3, 0)
    await readings.check()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(data=st.data(), checks=st.booleans())
async def test_whatever_shifts_no_lead_is_shown_twice_and_without_a_shift_all_are_in_order(
    database: Database, data: st.DataObject, checks: bool
) -> None:
    lists = KeptLists(database, clock=lambda: START)
    readings = Readings(database, size=3, checks=checks)
    for kept in await lists.all("reactin"):
        await lists.remove(kept.id)
    await lists.purge()
    letters = st.lists(st.sampled_from("abcdefghijklmnop"), unique=True, max_size=16)
    names = "".join(data.draw(letters))
    for _ in range(data.draw(st.integers(0, 2))):
        await readings.begin()
        while not readings.point.is_done:
            await readings.page(people(names))
            await readings.check()
            shown = await readings.names()
            assert len(shown) == len(set(shown))
            if data.draw(st.integers(0, 4)) == 0:
                names = "".join(data.draw(letters))
    await readings.read(people(names))
    assert await readings.names() == names
    kept = await readings.read(people(names))
    assert await readings.names() == names
    assert kept.reading is not None
    assert (kept.reading.new, kept.reading.changed, kept.reading.gone) == (0, 0, 0)
    assert kept.reading.remarks == frozenset()


TEXTS = st.text(st.characters(), max_size=20)
CELLS: st.SearchStrategy[Value] = st.one_of(
    TEXTS, st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(records=st.lists(st.dictionaries(TEXTS, CELLS, max_size=5), max_size=6))
async def test_whatever_a_record_holds_is_kept(database: Database, records: list[dict[str, Value]]) -> None:
    readings = Readings(database, size=100)
    name = f"list-{len(await readings.lists.all('reactin'))}"
    readings.id = (await readings.lists.add("reactin", "org", name, name)).id
    await readings.read(records)
    whole = [record for record in records if all(_is_whole(text) for text in [*record, *record.values()])]
    kept = await readings.table()
    for record in whole:
        assert any(all(row.get(name) == value for name, value in record.items()) for row in kept)
    again = await readings.read(records)
    assert again.reading is not None
    assert (again.reading.new, again.reading.changed, again.reading.gone) == (0, 0, 0)


def _is_whole(value: Value) -> bool:
    return not isinstance(value, str) or storable(value) == value


async def test_the_clock_says_when(readings: Readings) -> None:
    kept = await readings.read(people("ab"))
    assert kept.reading is not None
    assert kept.reading.began_at == START + timedelta(seconds=1)
    assert kept.reading.ended_at is not None
    assert kept.read_at is not None
    assert kept.reading.began_at < kept.read_at < kept.reading.ended_at


async def test_nobody_is_called_gone_who_slipped_past_while_another_was_removed(readings: Readings) -> None:
    await readings.read(people("abcdefgh"))
    await readings.begin()
    for _ in range(3):
        await readings.page(people("abcdefgh"))
    kept = await readings.rest(people("abdefgh"))  # page 4 begins with h now: g has slipped to page 3
    assert kept.reading is not None
    assert (kept.reading.new, kept.reading.gone) == (0, 1)
    assert await readings.names() == "abdefgh"
    assert Remark.MAYBE_MISSING not in kept.reading.remarks
