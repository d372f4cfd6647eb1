"""Reading whole lists into a real database: order of calls, pauses, errors, going on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from leaddesk.actions import read_list
from leaddesk.actions.read_list import ReadList, WayToRead
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import AskedToSlowDown, NothingThere, ProviderFailed, ReadElsewhere
from leaddesk.domain.lists import KeptList, Listed, ReadingState, Remark
from leaddesk.domain.urgency import Urgency
from leaddesk.workspace.database import Database
from leaddesk.workspace.kept_lists import KeptLists
from tests.fakes.paged_list import PagedList, people

CHANGED = Changes(lists=frozenset({"reactin"}))


class Place:
    """One list of 35 leads at a provider whose calls are free, ten a page."""

    def __init__(self, database: Database) -> None:
        self.lists = KeptLists(database, clock=lambda: datetime.now(UTC))
        self.announcer = Announcer()
        self.heard: list[Changes] = []
        self.announcer.subscribe(self.heard.append)
        self.provider = PagedList(people(35))
        self.seen: list[KeptList] = []
        self.id = 0
        self.read = self.another()

    def another(self) -> ReadList:
        """As another LeadDesk, or one after a restart."""
        way = WayToRead(self.provider.page, 10, checks=True, seconds_between=lambda: 0.5)
        return ReadList(self.lists, {"reactin": way}, self.announcer)

    async def now(self) -> KeptList:
        return await self.lists.one(self.id)

    def state(self) -> ReadingState | None:
        reading = self.seen[-1].reading if self.seen else None
        return reading.state if reading else None


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    database = Database(tmp_path / "leaddesk.db")
    made = Place(database)
    made.id = (await made.lists.add("reactin", "org", "list", "Webinar guests")).id
    yield made
    await database.aclose()


async def test_a_list_is_read_page_by_page_and_its_beginning_looked_at_again(place: Place) -> None:
    done = await place.read(id=place.id, progress=place.seen.append)
    assert [number for number, _ in place.provider.asked] == [1, 2, 3, 4, 1]
    assert [urgency for _, urgency in place.provider.asked] == [Urgency.CLICK] + [Urgency.BACKGROUND] * 4
    assert [kept.rows for kept in place.seen] == [0, 10, 20, 30, 35, 35]
    assert done == place.seen[-1] == await place.now()
    assert done.reading is not None
    assert (done.reading.state, done.reading.remarks, done.reading.since) == (ReadingState.COMPLETE, frozenset(), None)
    assert place.heard == [CHANGED] * 6


async def test_reading_again_tells_new_changed_and_gone(place: Place) -> None:
    await place.read(id=place.id)
    first, second = place.provider.records[0], place.provider.records[1]
    second["First Name"] = "Married"
    place.provider.records[:] = [*people(2, first=100), *place.provider.records[1:]]
    assert first not in place.provider.records
    again = await place.read(id=place.id)
    assert again.reading is not None
    assert (again.reading.new, again.reading.changed, again.reading.gone) == (2, 1, 1)
    assert (again.rows, again.gone_rows) == (36, 1)


async def test_an_error_keeps_what_came_and_the_reading_goes_on_from_its_page(place: Place) -> None:
    place.provider.fails[3] = [ProviderFailed("reactin", 500)]
    with pytest.raises(ProviderFailed):
        await place.read(id=place.id, progress=place.seen.append)
    stopped = await place.now()
    assert stopped == place.seen[-1]
    assert stopped.reading is not None
    assert (stopped.reading.state, stopped.reading.next_page, stopped.reading.trouble) == (
        ReadingState.STOPPED,
        3,
        "ProviderFailed",
    )
    assert stopped.rows == 20
    place.provider.asked.clear()
    done = await place.another()(id=place.id)
    assert [number for number, _ in place.provider.asked] == [3, 4, 1]
    assert done.rows == 35


async def test_a_list_that_is_deleted_meanwhile_stops_with_its_name(place: Place) -> None:
    place.provider.fails[2] = [NothingThere("reactin", 404)]
    with pytest.raises(NothingThere):
        await place.read(id=place.id)
    reading = (await place.now()).reading
    assert reading is not None
    assert reading.trouble == "NothingThere"


async def test_a_storm_of_429_is_sat_out_and_a_long_pause_is_told(place: Place) -> None:
    place.provider.fails[2] = [AskedToSlowDown("reactin", 429)] * 4
    assert (await place.read(id=place.id)).rows == 35
    place.provider.fails[2] = [AskedToSlowDown("reactin", 429, wait=600.0)]
    with pytest.raises(AskedToSlowDown):
        await place.read(id=place.id, anew=True)
    place.provider.fails[2] = [AskedToSlowDown("reactin", 429)] * 6
    with pytest.raises(AskedToSlowDown):
        await place.read(id=place.id)
    assert (await place.now()).rows == 35


async def test_a_pause_waits_for_the_page_that_is_under_way(place: Place) -> None:
    place.provider.holds[2] = asyncio.Event()
    reading = asyncio.ensure_future(place.read(id=place.id, progress=place.seen.append))
    await place.provider.is_asked_for(2)
    assert place.read.is_reading(id=place.id)
    pausing = asyncio.ensure_future(place.read.pause(id=place.id))
    await asyncio.sleep(0)
    place.provider.holds[2].set()
    paused = await pausing
    assert (await reading).rows == paused.rows == 20
    assert paused.reading is not None
    assert (paused.reading.state, paused.reading.next_page) == (ReadingState.PAUSED, 3)
    assert not place.read.is_reading(id=place.id)
    assert (await place.read(id=place.id)).rows == 35


async def test_a_page_that_does_not_come_does_not_hold_up_a_cancel(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_list, "_WINDS_DOWN", 0.01)
    place.provider.holds[2] = asyncio.Event()
    reading = asyncio.ensure_future(place.read(id=place.id))
    await place.provider.is_asked_for(2)
    cancelled = await place.read.cancel(id=place.id)
    assert reading.cancelled()
    assert cancelled.reading is not None
    assert (cancelled.reading.state, cancelled.rows) == (ReadingState.CANCELLED, 10)
    del place.provider.holds[2]
    place.provider.asked.clear()
    assert (await place.read(id=place.id)).rows == 35
    assert place.provider.asked[0][0] == 1


async def test_a_call_that_still_waits_for_its_turn_is_dropped_at_once(place: Place) -> None:
    way = WayToRead(place.provider.page, 10, checks=True, seconds_between=lambda: 0.5, only_waits=lambda: True)
    read = ReadList(place.lists, {"reactin": way}, place.announcer)
    place.provider.holds[2] = asyncio.Event()
    reading = asyncio.ensure_future(read(id=place.id))
    await place.provider.is_asked_for(2)
    paused = await read.pause(id=place.id)
    assert reading.cancelled()
    assert paused.reading is not None
    assert (paused.reading.state, paused.reading.next_page) == (ReadingState.PAUSED, 2)


async def test_a_page_that_came_is_kept_although_others_wait(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    way = WayToRead(place.provider.page, 10, checks=True, seconds_between=lambda: 0.5, only_waits=lambda: True)
    read = ReadList(place.lists, {"reactin": way}, place.announcer)
    take, taking, go_on = place.lists.take, asyncio.Event(), asyncio.Event()

    async def slowly(*asked: Any, **how: Any) -> Any:
        taking.set()
        await go_on.wait()
        return await take(*asked, **how)

    monkeypatch.setattr(place.lists, "take", slowly)
    reading = asyncio.ensure_future(read(id=place.id))
    await taking.wait()
    pausing = asyncio.ensure_future(read.pause(id=place.id))
    await asyncio.sleep(0)
    go_on.set()
    assert (await pausing).rows == (await reading).rows == 10


async def test_a_reading_that_was_killed_goes_on(place: Place) -> None:
    place.provider.holds[3] = asyncio.Event()
    reading = asyncio.ensure_future(place.read(id=place.id))
    await place.provider.is_asked_for(3)
    reading.cancel()
    await asyncio.wait({reading})
    left = await place.now()
    assert left.reading is not None
    assert left.reading.can_go_on
    assert (left.reading.next_page, left.rows) == (3, 20)
    place.provider.holds.clear()
    place.provider.asked.clear()
    assert (await place.another()(id=place.id)).rows == 35
    assert place.provider.asked[0][0] == 3


async def test_a_list_is_not_read_twice_at_once(place: Place) -> None:
    place.provider.holds[2] = asyncio.Event()
    reading = asyncio.ensure_future(place.read(id=place.id))
    await place.provider.is_asked_for(2)
    assert (await place.read(id=place.id)).rows == 10
    assert len(place.provider.asked) == 2
    place.provider.holds[2].set()
    await reading


async def test_who_begins_last_reads_on(place: Place) -> None:
    place.provider.holds[2] = asyncio.Event()
    reading = asyncio.ensure_future(place.read(id=place.id))
    await place.provider.is_asked_for(2)
    hold = place.provider.holds.pop(2)
    assert (await place.another()(id=place.id)).rows == 35
    hold.set()
    with pytest.raises(ReadElsewhere):
        await reading
    reading_now = (await place.now()).reading
    assert reading_now is not None
    assert reading_now.state is ReadingState.COMPLETE


@pytest.mark.parametrize("how", ["pause", "cancel"])
async def test_who_is_stopped_by_another_leaddesk_asks_for_no_more_pages(place: Place, how: str) -> None:
    place.provider.holds[2] = asyncio.Event()
    reading = asyncio.ensure_future(place.read(id=place.id))
    await place.provider.is_asked_for(2)
    await getattr(place.another(), how)(id=place.id)
    place.provider.holds[2].set()
    kept = await reading
    assert [number for number, _ in place.provider.asked] == [1, 2]
    assert kept.rows == 20, "the page that was asked for already is kept"
    assert kept.reading is not None
    assert kept.reading.state is {"pause": ReadingState.PAUSED, "cancel": ReadingState.CANCELLED}[how]


async def test_a_lead_that_slips_from_page_to_page_is_found_by_going_through_the_list_again(place: Place) -> None:
    def remove_the_first(number: int) -> None:
        if number == 3:
            del place.provider.records[0]
            place.provider.before = lambda _: None

    place.provider.before = remove_the_first
    done = await place.read(id=place.id)
    assert done.reading is not None
    assert Remark.CHANGED in done.reading.remarks
    assert done.rows == 34
    assert done.reading.gone == 0  # it was never read in full before


async def test_the_price_is_known_before_and_in_the_middle(place: Place) -> None:
    price = place.read.price(await place.now())
    assert (price.calls, price.is_least, price.share) == (1, True, None)
    place.provider.total = 35
    place.provider.fails[2] = [ProviderFailed("reactin", 500)]
    with pytest.raises(ProviderFailed):
        await place.read(id=place.id)
    price = place.read.price(await place.now())
    assert (price.calls, price.seconds, price.is_least) == (3, 1.0, False)
    dear = ReadList(
        place.lists,
        {"reactin": WayToRead(place.provider.page, 100, checks=False, seconds_between=lambda: 10.0, month=15_000)},
        place.announcer,
    )
    place.provider.total = 4_987
    await dear(id=place.id, anew=True)
    price = dear.price(await place.now())
    assert (price.calls, price.seconds) == (50, 490.0)
    assert price.share == pytest.approx(50 / 15_000)


async def test_the_price_follows_whoever_told_last_how_many_there_are(place: Place) -> None:
    way = WayToRead(place.provider.page, 10, checks=False, seconds_between=lambda: 10.0, month=15_000)
    dear = ReadList(place.lists, {"leadsopedia": way}, place.announcer)

    async def listed(told: int) -> KeptList:
        return (await place.lists.take_listing("leadsopedia", [Listed("7", "Fair", told, {})], complete=True))[0]

    place.provider.total = 35
    kept = await listed(30)
    assert dear.price(kept).calls == 3
    kept = await dear(id=kept.id)
    assert (kept.told, dear.price(kept).calls) == (35, 4)
    assert dear.price(await listed(380)).calls == 38
