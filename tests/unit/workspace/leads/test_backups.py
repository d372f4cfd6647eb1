"""Backups: whole or none, few, and a way back that no crash breaks."""

# ruff: noqa: ASYNC240 - the files are small and local
from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.backups import Backup, BackupUnusable, Loss, Why, is_due, kept
from leaddesk.domain.errors import DiskFull, LeadsBusy, LeadsDamaged, WorkspaceUnusable
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads import history, restoring
from leaddesk.workspace.leads.backups import Backups
from leaddesk.workspace.leads.schema import LEADS
from tests.fakes.small_disk import small_disk

ROOT = Path(__file__).parents[4]
DAY = timedelta(days=1)
ONE = Backup("one", datetime(2026, 11, 2, 9, tzinfo=UTC), Why.DAILY, leads=5, size=100)


class Place:
    """A data folder with both databases open, and a clock that is set by hand."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 2, 9, tzinfo=UTC)
        self.free = 10**12
        self.path = folder / "leads.db"
        self.backups = Backups(self.path, [folder / "leaddesk.db"], clock=lambda: self.now, free=lambda _: self.free)
        self.reopen()
        self.main = Database(folder / "leaddesk.db")

    def reopen(self) -> None:
        ways = {"schema": lambda: LEADS, "damaged_stays": True, "before_opening": self.backups.before_opening}
        self.leads, self.reader = (Database(self.path, **ways) for _ in range(2))  # type: ignore[arg-type]  # of one kind each
        self.backups.databases = (self.leads, self.reader)

    async def add(self, *names: str) -> None:
        def change(connection: apsw.Connection) -> None:
            connection.execute("INSERT OR IGNORE INTO sources VALUES (1, 'file', 'a.csv', 0)")
            for name in names:
                connection.execute("INSERT INTO leads (source, added_at, name) VALUES (1, 0, ?)", (name,))

        await self.leads.write(lambda c: history.record(c, "import", lambda _: change(c), at=1.0))

    async def names(self) -> list[str]:
        return await self.reader.read(
            lambda c: [str(name) for (name,) in c.execute("SELECT name FROM leads WHERE standing = 0 ORDER BY 1")]
        )

    async def close(self) -> None:
        for part in (self.backups, self.leads, self.reader, self.main):
            await part.aclose()

    def damage(self) -> None:
        """In the middle of the rows, as a broken disk does it."""
        with self.path.open("r+b") as file:
            for page in range(1, self.path.stat().st_size // 4096):
                file.seek(page * 4096)
                file.write(b"\xa5" * 64)


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    made = Place(tmp_path)
    await made.main.read(lambda c: c.pragma("user_version"))
    await made.add("Ada", "Ben")
    yield made
    await made.close()


# -- making


async def test_one_is_made_beside_whoever_writes_and_tells_what_it_holds(place: Place) -> None:
    made = await place.backups.make(Why.BY_HAND)
    await place.add("Cem")
    assert (made.leads, made.last_lead, made.last_step, made.why) == (2, 2, 1, Why.BY_HAND)
    assert await place.backups.all() == (made,)
    folder = place.backups.folder / made.name
    assert sorted(file.name for file in folder.iterdir()) == ["about.json", "leaddesk.db", "leads.db"]
    assert made.size == sum(file.stat().st_size for file in folder.glob("*.db"))
    assert await place.backups.is_good(made)
    assert await place.backups.loss(made) == Loss(leads=1, steps=1)


async def test_one_is_due_once_a_day(place: Place) -> None:
    first = await place.backups.make_if_due()
    assert first is not None
    place.now += DAY - timedelta(seconds=1)
    assert await place.backups.make_if_due() is None
    place.now += timedelta(seconds=1)
    assert await place.backups.make_if_due() is not None
    place.now -= 3 * DAY  # a clock that was set back does not keep the next one waiting
    assert await place.backups.make_if_due() is not None


async def test_nothing_is_made_of_nothing(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "leads.db")
    assert await backups.make_if_due() is None
    assert await backups.all() == ()
    await backups.aclose()


async def test_a_short_disk_is_told_and_costs_no_backup(place: Place) -> None:
    first = await place.backups.make(Why.DAILY)
    place.free = 1000
    with pytest.raises(DiskFull):
        await place.backups.make(Why.DAILY)
    with pytest.raises(DiskFull):
        await place.backups.restore(first)
    assert await place.backups.all() == (first,)
    assert await place.names() == ["Ada", "Ben"]


async def test_a_disk_that_fills_up_leaves_no_half_backup(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1100) as folder:
        there = Place(folder)
        try:
            await there.add(*(f"Somebody {number} {'x' * 300}" for number in range(900)))
            with pytest.raises(DiskFull):
                await there.backups.make(Why.BY_HAND)
            assert list(there.backups.folder.iterdir()) == []
        finally:
            await there.close()


async def test_what_a_killed_process_left_is_no_backup_and_goes_with_the_next(place: Place) -> None:
    part = place.backups.folder / ".making-0123456789abcdef"
    part.mkdir(parents=True)
    (part / "leads.db").write_bytes(b"half")
    os.utime(part, (2e9, 2e9))  # the clock was set back since
    assert await place.backups.all() == ()
    await place.backups.scrub()
    assert not part.exists()


async def test_a_damaged_backup_is_known(place: Place) -> None:
    made = await place.backups.make(Why.BY_HAND)
    copy = place.backups.folder / made.name / "leads.db"
    data = bytearray(copy.read_bytes())
    data[5 * 4096 : 6 * 4096] = bytes(4096)
    copy.write_bytes(data)
    assert not await place.backups.is_good(made)
    with pytest.raises(BackupUnusable) as told:
        await place.backups.restore(made)
    assert told.value.reason == "damaged"
    assert await place.names() == ["Ada", "Ben"]


async def test_few_are_kept(place: Place) -> None:
    made = []
    for _ in range(12):
        daily = await place.backups.make_if_due()
        assert daily is not None
        made.append(daily)
        place.now += DAY
    assert await place.backups.all() == kept(made)
    assert {folder.name for folder in place.backups.folder.iterdir()} == {backup.name for backup in kept(made)}


def test_of_two_months_nine_are_kept() -> None:
    backups = [replace(ONE, name=str(day), at=ONE.at + day * DAY) for day in range(60)]  # to a Thursday
    days = [int(backup.name) for backup in kept(backups)]
    assert days == [59, 58, 57, 56, 55, 54, 53, 48, 41]  # seven days of two weeks, and the Sundays before


async def test_closing_breaks_off_what_is_being_made(tmp_path: Path) -> None:
    there = Place(tmp_path)
    await there.add("Ada")
    begun, closing = threading.Event(), threading.Event()

    def free(_: Path) -> int:
        begun.set()
        closing.wait(10)
        return 10**12

    backups = Backups(there.path, free=free)
    making = asyncio.create_task(backups.make(Why.BY_HAND))
    await asyncio.to_thread(begun.wait, 10)
    ending = asyncio.create_task(backups.aclose())
    await asyncio.sleep(0)
    closing.set()
    await ending
    with pytest.raises(asyncio.CancelledError):
        await making
    assert list(backups.folder.iterdir()) == []
    await there.close()


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 23), st.integers(1, 10**9), st.integers(0, 3))))
def test_the_newest_and_the_newest_with_leads_are_always_kept(given_: list[tuple[int, int, int, int]]) -> None:
    made = {ONE.at - timedelta(days=days, hours=hours): (size, leads) for days, hours, size, leads in given_}
    backups = [replace(ONE, name=str(at), at=at, size=size, leads=leads) for at, (size, leads) in made.items()]
    keep = kept(backups, most_bytes=10**10)
    assert set(keep) <= set(backups)
    assert len(keep) <= 3 + 7 + 4 + 1
    newest_first = sorted(backups, key=lambda backup: backup.at, reverse=True)
    assert list(keep) == [backup for backup in newest_first if backup in keep]
    assert newest_first[:1] == list(keep[:1])
    assert {*[backup for backup in newest_first if backup.leads][:1]} <= set(keep)
    assert sum(backup.size for backup in keep) <= 10**10
    assert kept(keep, most_bytes=10**10) == keep


def test_the_first_backup_is_due() -> None:
    assert is_due(None, ONE.at)


# -- erasing


async def test_scrubbing_leaves_one_and_nothing_that_was_put_aside(place: Place, tmp_path: Path) -> None:
    await place.backups.make(Why.DAILY)
    (tmp_path / "leads.damaged-2026-11-01-090000.db").write_bytes(b"Ada")
    fresh = await place.backups.scrub()
    assert await place.backups.all() == (fresh,)
    assert fresh.why is Why.AFTER_ERASING
    assert not list(tmp_path.glob("*.damaged-*"))


async def test_scrubbing_makes_room_where_the_disk_is_short(place: Place) -> None:
    for _ in range(3):
        place.now += timedelta(minutes=1)
        await place.backups.make(Why.BY_HAND)
    place.free = 0
    with pytest.raises(DiskFull):
        await place.backups.scrub()
    assert len(await place.backups.all()) == 1  # never none
    place.free = 10**12
    await place.backups.scrub()
    assert [backup.why for backup in await place.backups.all()] == [Why.AFTER_ERASING]


async def test_a_backup_that_may_hold_the_erased_is_never_gone_back_to_and_goes(place: Place) -> None:
    old = await place.backups.make(Why.DAILY)
    await place.leads.write(lambda c: c.execute("INSERT INTO erased VALUES (x'00')").fetchall())
    with pytest.raises(BackupUnusable) as told:
        await place.backups.restore(old)
    assert told.value.reason == "erased"
    fresh = await place.backups.make_if_due()  # young or not
    assert fresh is not None
    assert await place.backups.all() == (fresh,)


# -- going back


async def test_going_back_keeps_what_was_there_as_a_backup(place: Place) -> None:
    old = await place.backups.make(Why.DAILY)
    await place.add("Cem")
    place.now += timedelta(hours=1)
    restored = await place.backups.restore(old)
    assert await place.names() == ["Ada", "Ben"]
    assert restored.before is not None
    assert (restored.before.leads, restored.before.why) == (3, Why.BEFORE_RESTORE)
    await place.backups.restore(restored.before)
    assert await place.names() == ["Ada", "Ben", "Cem"]
    assert not list(place.path.parent.glob("*.restoring*"))


async def test_after_going_back_no_number_is_given_twice_and_all_hear_of_it(place: Place) -> None:
    old = await place.backups.make(Why.DAILY)
    await place.add("Cem", "Dia")
    edition = "SELECT value FROM facts WHERE name = 'edition'"
    before = await place.reader.read(lambda c: c.execute(edition).fetchall())
    await place.backups.restore(old)
    ways = f"SELECT ({edition}) > ?, first, last FROM touched ORDER BY edition DESC LIMIT 1"  # noqa: S608 - ours
    assert await place.reader.read(lambda c: c.execute(ways, before[0]).fetchall()) == [(1, 1, 4)]
    await place.add("Eva")
    assert await place.reader.read(lambda c: c.execute("SELECT max(id) FROM leads").fetchall()) == [(5,)]


async def test_going_back_waits_for_nobody_for_ever(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    old = await place.backups.make(Why.DAILY)
    write = restoring.write_into

    def written_meanwhile(leads: Path, copy: Path, watch: restoring.Watch) -> None:
        with closing(apsw.Connection(str(leads))) as other:
            other.execute("INSERT INTO leads (source, added_at, name) VALUES (1, 0, 'Cem')")
        write(leads, copy, watch)

    monkeypatch.setattr(restoring, "write_into", written_meanwhile)
    with pytest.raises(LeadsBusy):
        await place.backups.restore(old)
    assert await place.names() == ["Ada", "Ben", "Cem"]


async def test_a_reader_in_the_middle_does_not_stand_in_the_way(place: Place) -> None:
    old = await place.backups.make(Why.DAILY)
    await place.add("Cem")
    with closing(apsw.Connection(str(place.path))) as other:
        other.execute("BEGIN")
        seen = other.execute("SELECT count(*) FROM leads").fetchall()
        await place.backups.restore(old)
        assert other.execute("SELECT count(*) FROM leads").fetchall() == seen == [(3,)]
    assert await place.names() == ["Ada", "Ben"]


# -- damage


async def test_a_damaged_file_stays_is_only_read_and_can_be_replaced(place: Place, tmp_path: Path) -> None:
    await place.add(*(f"Somebody {number}" for number in range(3000)))
    good = await place.backups.make(Why.DAILY)
    assert await place.backups.is_sound()
    for database in (place.leads, place.reader):
        await database.aclose()
    place.damage()
    again = Place(tmp_path)
    again.backups.begin()
    assert not await again.backups.is_sound()
    again.backups.end()
    assert not again.backups.begin()  # so the next session looks again
    with pytest.raises(LeadsDamaged):
        await again.add("Cem")
    with pytest.raises(LeadsDamaged):
        await again.backups.make(Why.DAILY)
    assert not list(tmp_path.glob("*.damaged-*"))
    restored = await again.backups.restore(good)
    assert restored.before is None
    assert len(await again.names()) == 3002
    await again.add("Cem")
    assert len(list(tmp_path.glob("leads.damaged-*.db"))) == 1
    again.backups.end()
    assert again.backups.begin()
    await again.close()
    place.leads, place.reader = Database(tmp_path / "x.db"), Database(tmp_path / "x.db")


async def test_damage_that_is_met_while_working_is_looked_for_by_the_next_session(tmp_path: Path) -> None:
    there = Place(tmp_path)
    there.backups.begin()
    await there.add(*(f"Somebody {number}" for number in range(3000)))
    await there.reader.aclose()
    await there.leads.aclose()
    there.damage()
    again = Place(tmp_path)
    with pytest.raises(LeadsDamaged):
        await again.names()
    again.backups.end()
    assert not again.backups.begin()
    await again.close()
    for part in (there.backups, there.main):
        await part.aclose()


async def test_what_is_no_database_at_all_stays_too(tmp_path: Path) -> None:
    (tmp_path / "leads.db").write_bytes(b"no database" * 1000)
    there = Place(tmp_path)
    with pytest.raises(LeadsDamaged):
        await there.names()
    with pytest.raises(LeadsDamaged):
        await there.add("Ada")
    assert (tmp_path / "leads.db").read_bytes() == b"no database" * 1000
    await there.close()


@pytest.mark.parametrize("broken_off", ["before", "aside", "done"])
async def test_a_swap_that_was_broken_off_is_finished_by_the_next_opening(tmp_path: Path, broken_off: str) -> None:
    there = Place(tmp_path)
    await there.add("Ada")
    good = await there.backups.make(Why.DAILY)
    await there.close()
    (tmp_path / "leads.db").write_bytes(b"damaged")
    (tmp_path / "leads.db-wal").write_bytes(b"of the damaged one")
    (tmp_path / "leads.next.db").write_bytes((there.backups.folder / good.name / "leads.db").read_bytes())
    if broken_off != "before":
        (tmp_path / "leads.db").rename(tmp_path / "leads.damaged-1.db")
    if broken_off == "done":
        restoring.finish(tmp_path / "leads.db")
    again = Place(tmp_path)
    assert await again.names() == ["Ada"]
    assert (tmp_path / "leads.damaged-1.db").exists() or list(tmp_path.glob("leads.damaged-*.db"))
    await again.close()


async def test_a_session_that_did_not_end_is_told_to_the_next(tmp_path: Path) -> None:
    first, second = Backups(tmp_path / "leads.db"), Backups(tmp_path / "leads.db")
    (tmp_path / "leads.restoring.db").touch()  # of a session that was killed
    assert first.begin()
    assert not list(tmp_path.glob("*.restoring*"))
    assert not second.begin()
    second.end()
    assert first.begin()
    for backups in (first, second):
        await backups.aclose()


async def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    backups = Backups(tmp_path / "home" / "leads.db")
    with pytest.raises(WorkspaceUnusable):
        backups.begin()
    await backups.aclose()


async def test_before_other_tables_come_a_backup_is_made(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for database in (place.leads, place.reader):
        await database.aclose()
    later = replace(LEADS, migrations=(*LEADS.migrations, "CREATE TABLE later (id INTEGER PRIMARY KEY)"))
    monkeypatch.setattr("leaddesk.workspace.leads.backups.LEADS", later)
    ways: dict[str, Callable[[], object]] = {"schema": lambda: later, "before_opening": place.backups.before_opening}
    place.leads, place.reader = (Database(place.path, **ways) for _ in range(2))  # type: ignore[arg-type]  # as above
    assert await place.names() == ["Ada", "Ben"]
    await place.add("Cem")
    assert [backup.why for backup in await place.backups.all()] == [Why.BEFORE_MIGRATION]


RESTORER = """
import asyncio, sys
from pathlib import Path
from leaddesk.workspace.leads.backups import Backups

async def main():
    backups = Backups(Path(sys.argv[1]))
    first, second = (await backups.all())[-2:]
    print("ready", flush=True)
    while True:
        for backup in (first, second):
            await backups.restore(backup)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_a_kill_at_any_moment_leaves_the_one_or_the_other(tmp_path: Path) -> None:
    there = Place(tmp_path)
    await there.add(*(f"Somebody {number}" for number in range(500)))
    await there.backups.make(Why.BY_HAND)
    await there.add(*(f"Somebody {number}" for number in range(500, 900)))
    there.now += timedelta(minutes=1)
    await there.backups.make(Why.BY_HAND)
    await there.close()
    for turn in range(6):
        command = [sys.executable, "-c", RESTORER, str(there.path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:  # noqa: ASYNC220, S603
            assert other.stdout is not None
            other.stdout.readline()
            while len(list(there.backups.folder.glob("*before-restore*"))) < 3 * (turn + 1):
                assert other.poll() is None
            other.send_signal(signal.SIGKILL)
        again = Place(tmp_path)
        assert len(await again.names()) in {500, 900}
        assert await again.backups.is_sound()
        await again.close()
