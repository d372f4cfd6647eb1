"""Readings that are paused, stopped, cancelled, killed or taken over."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from leaddesk.domain.errors import DiskFull, ListGone, ReadElsewhere
from leaddesk.domain.list_reading import Checkpoint
from leaddesk.domain.lists import ReadingState, Remark
from leaddesk.domain.pages import Page
from leaddesk.workspace.database import Database
from tests.unit.workspace.reading_lists import START, Readings, people, person

if TYPE_CHECKING:
    import apsw

ROOT = Path(__file__).parents[3]


@pytest.fixture
def readings(database: Database) -> Readings:
    return Readings(database)


async def test_pausing_and_going_on(readings: Readings) -> None:
    await readings.begin()
    await readings.page(people("abcde"))
    paused = await readings.lists.end(readings.id, ReadingState.PAUSED)
    assert paused.reading is not None
    assert paused.reading.state is ReadingState.PAUSED
    assert paused.reading.ended_at is not None
    kept, point, readings.turn = await readings.lists.go_on(readings.id)
    assert kept.reading is not None
    assert (kept.reading.state, kept.reading.ended_at) == (ReadingState.READING, None)
    assert point == readings.point
    await readings.rest(people("abcde"))
    assert await readings.names() == "abcde"


async def test_what_stopped_it_is_kept_until_it_goes_on(readings: Readings) -> None:
    await readings.begin()
    await readings.lists.end(readings.id, ReadingState.STOPPED, "TooSlow")
    stopped = (await readings.lists.one(readings.id)).reading
    assert stopped is not None
    assert (stopped.state, stopped.trouble, stopped.can_go_on) == (ReadingState.STOPPED, "TooSlow", True)
    went_on = (await readings.lists.go_on(readings.id))[0].reading
    assert went_on is not None
    assert (went_on.state, went_on.trouble) == (ReadingState.READING, "")


async def test_a_page_that_comes_after_the_pause_is_kept(readings: Readings) -> None:
    await readings.begin()
    await readings.lists.end(readings.id, ReadingState.PAUSED)
    kept = await readings.page(people("abc"))
    assert kept.reading is not None
    assert (kept.reading.state, kept.rows) == (ReadingState.PAUSED, 2)
    kept = await readings.rest(people("abc"))
    assert kept.reading is not None
    assert kept.reading.state is ReadingState.COMPLETE


async def test_after_cancelling_the_next_one_begins_at_the_beginning(readings: Readings) -> None:
    await readings.read(people("ab"))
    await readings.begin()
    await readings.page(people("xabcd"))
    await readings.lists.end(readings.id, ReadingState.CANCELLED)
    await readings.lists.end(readings.id, ReadingState.STOPPED, "TooSlow")
    kept = await readings.lists.one(readings.id)
    assert kept.reading is not None
    assert (kept.reading.state, kept.reading.trouble) == (ReadingState.CANCELLED, "")
    assert await readings.names() == "abx"
    kept, readings.point, readings.turn = await readings.lists.go_on(readings.id)
    assert readings.point == Checkpoint()
    assert kept.reading is not None
    assert kept.reading.new == 1, "x, which the last full reading did not find"
    await readings.check()
    kept = await readings.rest(people("xabcd"))
    assert kept.reading is not None
    assert (kept.reading.new, kept.reading.gone) == (3, 0), "against the last full reading"


async def test_one_that_is_complete_stays_so(readings: Readings) -> None:
    await readings.read(people("ab"))
    kept = await readings.lists.end(readings.id, ReadingState.PAUSED)
    assert kept.reading is not None
    assert kept.reading.state is ReadingState.COMPLETE
    _, point, _ = await readings.lists.go_on(readings.id)
    assert point == Checkpoint()


async def test_nobody_reads_what_is_not_next(readings: Readings) -> None:
    await readings.begin()
    with pytest.raises(ValueError, match="page 1 is next"):
        await readings.lists.take(readings.id, Page(2, (), None, None, None, START), checks=True, turn=readings.turn)
    await readings.rest(people("a"))
    with pytest.raises(ValueError, match="page 0 is next"):
        await readings.lists.take(readings.id, Page(1, (), None, None, None, START), checks=True, turn=readings.turn)


async def test_a_removed_list_takes_no_page_and_goes_on_when_it_is_put_back(readings: Readings) -> None:
    await readings.begin()
    await readings.page(people("abc"))
    await readings.lists.remove(readings.id)
    with pytest.raises(ListGone):
        await readings.page(people("abc"))
    await readings.lists.put_back(readings.id)
    _, readings.point, readings.turn = await readings.lists.go_on(readings.id)
    await readings.rest(people("abc"))
    assert await readings.names() == "abc"


async def test_a_list_that_has_other_ids_meanwhile_takes_no_page(readings: Readings) -> None:
    await readings.begin()
    await readings.page(people("abc"))
    await readings.lists.change(readings.id, name="Leads", organization="org", list_id="other")
    with pytest.raises(ListGone):
        await readings.page(people("abc"))
    kept = await readings.lists.end(readings.id, ReadingState.STOPPED, "ListGone", turn=readings.turn)
    assert (kept.reading, kept.rows) == (None, 0)


async def test_a_page_that_finds_the_disk_full_is_not_half_kept(readings: Readings) -> None:
    def room(pages: int) -> Callable[[apsw.Connection], None]:
        return lambda connection: connection.pragma("max_page_count", connection.pragma("page_count") + pages)

    await readings.begin()
    before = await readings.page(people("abcde"))
    records = [*people("ab"), person("c"), person("d", Note="x" * 100_000), *people("e")]
    await readings.database.read(room(5))
    with pytest.raises(DiskFull):
        await readings.page(records)
    assert await readings.lists.one(readings.id) == before
    assert await readings.names() == "ab"
    await readings.check()
    await readings.database.read(room(1000))
    await readings.rest(records)
    assert await readings.names() == "abcde"


async def test_the_second_leaddesk_that_reads_a_list_takes_over(tmp_path: Path) -> None:
    path = tmp_path / "leaddesk.db"
    first, second = Readings(Database(path)), Readings(Database(path))
    await first.begin()
    await first.page(people("abcdef"))
    second.id = first.id
    _, second.point, second.turn = await second.lists.go_on(first.id)
    await second.page(people("abcdef"))
    with pytest.raises(ReadElsewhere) as elsewhere:
        await first.page(people("abcdef"))
    assert elsewhere.value.name == "Leads"
    kept = await first.lists.end(first.id, ReadingState.STOPPED, "ReadElsewhere", turn=first.turn)
    assert kept.reading is not None
    assert kept.reading.state is ReadingState.READING, "the second one goes on"
    await second.rest(people("abcdef"))
    assert await first.names() == "abcdef"
    await first.database.aclose()
    await second.database.aclose()


async def test_one_of_an_earlier_leaddesk_is_gone_on_with(readings: Readings) -> None:
    await readings.begin()
    await readings.page(people("abcde"))

    def other_version(connection: apsw.Connection) -> None:
        text = json.dumps({"next_page": 2, "read": 2, "remarks": ["repeated", "of-tomorrow"], "tomorrow": 5})
        connection.execute("UPDATE lists SET checkpoint = ?", (text,))

    await readings.database.write(other_version)
    _, point, _ = await readings.lists.go_on(readings.id)
    assert point == Checkpoint(next_page=2, read=2, remarks=frozenset({Remark.REPEATED}))


async def test_a_checkpoint_is_kept_as_it_is(readings: Readings) -> None:
    readings.total = 10**25
    await readings.begin()
    await readings.page(people("aab"))
    _, point, _ = await readings.lists.go_on(readings.id)
    assert point == readings.point
    assert (point.total, point.read) == (10**25, 1)


PROGRAM = """
import asyncio, sys
from pathlib import Path
from leaddesk.workspace.database import Database
from tests.unit.workspace.reading_lists import Readings, person

async def main():
    readings = Readings(Database(Path(sys.argv[1])), size=10)
    await readings.begin()
    records = [person(str(number)) for number in range(100_000)]
    while True:
        await readings.page(records)
        print(readings.point.next_page, flush=True)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
async def test_what_was_shown_before_a_kill_is_there_and_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "leaddesk.db"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, str(path), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(30):
        while int(await process.stdout.readline()) < 8:
            pass
    process.kill()
    told = max([8, *(int(line) for line in (await process.stdout.read()).split())])
    await process.wait()

    readings = Readings(Database(path), size=10)
    kept = (await readings.lists.all("reactin"))[0]
    readings.id = kept.id
    await readings.check()
    assert kept.reading is not None
    assert kept.reading.state is ReadingState.READING
    _, readings.point, readings.turn = await readings.lists.go_on(kept.id)
    assert readings.point.next_page in {told, told + 1}, "one that was written may not have been told"
    assert kept.rows == (readings.point.next_page - 1) * 10
    await readings.rest([person(str(number)) for number in range(200)])
    assert [record["First Name"] for record in await readings.records()] == [str(number) for number in range(200)]
    await readings.database.aclose()
