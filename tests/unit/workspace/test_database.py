# ruff: noqa: ASYNC240 - the files are small and local
from __future__ import annotations

import asyncio
import os
import signal
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from leaddesk.domain.errors import DiskFull, WorkspaceNewer, WorkspaceUnusable
from leaddesk.workspace import schema
from leaddesk.workspace.database import Database, storable

ROOT = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "leaddesk.db"


def add(name: str) -> Callable[[apsw.Connection], None]:
    """Writes one row, under a field of that name."""

    def change(connection: apsw.Connection) -> None:
        connection.execute("INSERT INTO preset_answers VALUES ('a', ?, '', '[]', 0)", (name,))

    return change


def names(connection: apsw.Connection) -> list[str]:
    return [str(row[0]) for row in connection.execute("SELECT field FROM preset_answers ORDER BY field")]


def version_of(connection: apsw.Connection) -> int:
    return int(connection.pragma("user_version"))


async def filled(path: Path, *rows: str) -> None:
    database = Database(path)
    for name in rows:
        await database.write(add(name))
    await database.aclose()


def everything_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


async def test_it_is_opened_by_the_first_question(path: Path) -> None:
    database = Database(path)
    assert not path.parent.exists()
    assert await database.read(names) == []
    assert path.exists()
    await database.aclose()


async def test_one_that_was_never_asked_closes(path: Path) -> None:
    await Database(path).aclose()
    assert not path.parent.exists()


async def test_it_is_safe_and_says_whose_it_is(database: Database) -> None:
    def settings(connection: apsw.Connection) -> list[object]:
        return [connection.pragma(name) for name in ("journal_mode", "synchronous", "foreign_keys", "application_id")]

    assert await database.read(settings) == ["wal", 2, 1, schema.APPLICATION_ID]
    assert await database.read(version_of) == len(schema.MIGRATIONS)


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
async def test_its_files_are_private(path: Path) -> None:
    path.parent.mkdir(mode=0o755)
    database = Database(path)
    await database.write(add("one"))
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    await database.aclose()


async def test_everything_happens_in_one_other_thread(database: Database) -> None:
    threads = await asyncio.gather(*(database.read(lambda _: threading.current_thread()) for _ in range(5)))
    assert len(set(threads)) == 1
    assert threads[0] is not threading.current_thread()


async def test_closing_lets_go_of_the_thread_and_the_side_files(path: Path) -> None:
    await filled(path, "one")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("database")]


async def test_what_was_asked_before_closing_is_done(path: Path) -> None:
    database = Database(path)
    writes = [asyncio.create_task(database.write(add(str(number)))) for number in range(5)]
    await asyncio.sleep(0)
    await database.aclose()
    await asyncio.gather(*writes)
    again = Database(path)
    assert await again.read(names) == ["0", "1", "2", "3", "4"]
    await again.aclose()


async def test_a_change_that_fails_leaves_nothing(database: Database) -> None:
    def change(connection: apsw.Connection) -> None:
        add("half")(connection)
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(change)
    assert await database.read(names) == []
    await database.write(add("whole"))
    assert await database.read(names) == ["whole"]


async def test_a_mistake_of_ours_is_not_blamed_on_the_disk(database: Database) -> None:
    with pytest.raises(apsw.SQLError):
        await database.read(lambda connection: connection.execute("SELECT * FROM nowhere").fetchall())


async def test_one_of_a_later_leaddesk_is_left_untouched(path: Path) -> None:
    await filled(path, "one")
    later = apsw.Connection(str(path))
    later.pragma("user_version", 99)
    later.close()
    before = everything_in(path.parent)

    database = Database(path)
    for _ in range(2):
        with pytest.raises(WorkspaceNewer) as newer:
            await database.read(names)
        assert (newer.value.path, newer.value.found, newer.value.known) == (path, 99, len(schema.MIGRATIONS))
    await database.aclose()
    assert everything_in(path.parent) == before


async def test_one_whose_later_version_is_not_in_the_main_file_yet_is_left_untouched(path: Path) -> None:
    await filled(path, "one")
    killed = (
        "import apsw, os, sys; c = apsw.Connection(sys.argv[1]); c.pragma('user_version', 99); os.kill(os.getpid(), 9)"
    )
    assert await (await asyncio.create_subprocess_exec(sys.executable, "-c", killed, str(path))).wait() == -9
    kept = ("leaddesk.db", "leaddesk.db-wal")
    before = {name: (path.parent / name).read_bytes() for name in kept}
    assert before["leaddesk.db-wal"]

    database = Database(path)
    with pytest.raises(WorkspaceNewer):
        await database.read(names)
    await database.aclose()
    assert {name: (path.parent / name).read_bytes() for name in kept} == before


@pytest.mark.parametrize("damage", ["text", "cut", "scribbled", "other"])
async def test_a_damaged_one_is_kept_aside(path: Path, damage: str) -> None:
    await filled(path, "one")
    content = path.read_bytes()
    if damage == "text":
        path.write_text("this is not a database" * 100)
    elif damage == "cut":
        path.write_bytes(content[:5000])
    elif damage == "scribbled":
        path.write_bytes(content[:4096] + b"\x5a" * (len(content) - 4096))
    else:
        path.unlink()
        other = apsw.Connection(str(path))
        other.pragma("application_id", 12345)
        other.execute("CREATE TABLE theirs (x)")
        other.close()
    (path.parent / "leaddesk.db-wal").write_bytes(b"left over")
    content = path.read_bytes()

    asides: list[Path] = []
    database = Database(path, on_damaged=asides.append)
    assert await database.read(names) == []
    await database.write(add("new"))
    assert await database.read(names) == ["new"]
    await database.aclose()
    assert [aside.read_bytes() for aside in asides] == [content]
    assert asides[0].name.startswith("leaddesk.damaged-")
    assert asides[0].name.endswith(".db")


async def test_side_files_go_aside_with_it(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("this is not a database")
    (path.parent / "leaddesk.db-wal").write_bytes(b"left over")
    asides: list[Path] = []
    database = Database(path, on_damaged=asides.append)
    await database.read(names)
    await database.aclose()
    assert {file.name for file in path.parent.iterdir()} >= {path.name, asides[0].name, f"{asides[0].name}-wal"}


async def test_an_empty_file_is_a_new_database(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    asides: list[Path] = []
    database = Database(path, on_damaged=asides.append)
    assert await database.read(names) == []
    await database.aclose()
    assert asides == []


async def test_a_folder_that_cannot_be_used_is_told_and_tried_again(path: Path) -> None:
    path.parent.touch()
    database = Database(path)
    with pytest.raises(WorkspaceUnusable) as unusable:
        await database.read(names)
    assert unusable.value.reason
    path.parent.unlink()
    assert await database.read(names) == []
    await database.aclose()


async def test_a_folder_in_its_place_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    database = Database(path)
    with pytest.raises(WorkspaceUnusable):
        await database.read(names)
    await database.aclose()


async def test_a_full_disk_is_told_and_what_was_there_stays(database: Database) -> None:
    def almost_full(connection: apsw.Connection) -> None:
        connection.pragma("max_page_count", connection.pragma("page_count"))

    def much(connection: apsw.Connection) -> None:
        add("x" * 100_000)(connection)

    await database.write(add("one"))
    await database.read(almost_full)
    with pytest.raises(DiskFull):
        await database.write(much)
    assert await database.read(names) == ["one"]


async def test_another_leaddesk_that_does_not_let_go_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaddesk.workspace.database._PATIENCE", 10)
    await filled(path, "one")
    other = apsw.Connection(str(path))
    other.execute("BEGIN IMMEDIATE")
    database = Database(path)
    with pytest.raises(WorkspaceUnusable):
        await database.write(add("two"))
    assert await database.read(names) == ["one"], "reading goes on beside a writer"
    other.close()
    await database.write(add("two"))
    await database.aclose()


WRITER = """
import asyncio, sys
from collections.abc import Callable
from pathlib import Path
from leaddesk.workspace.database import Database

async def main(path, who):
    database = Database(path)
    for number in range(25):
        await database.write(lambda connection: connection.execute(
            "INSERT INTO preset_answers VALUES (?, ?, '', '[]', 0)", (who, f"{number:02}")).close())
    await database.aclose()

asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
"""


async def test_several_processes_write_at_once_from_the_very_beginning(path: Path) -> None:
    writers = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", WRITER, str(path), who, cwd=ROOT) for who in "abc"
    ]
    async with asyncio.timeout(60):
        assert [await writer.wait() for writer in writers] == [0, 0, 0]
    database = Database(path)
    assert len(await database.read(names)) == 75
    await database.aclose()


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
async def test_what_was_written_survives_a_kill(path: Path) -> None:
    program = WRITER.replace("range(25)", "range(10**9)").replace(
        ".close())\n    await", ".close())\n        print(number, flush=True)\n    await"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(path), "a", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(30):
        while int(await process.stdout.readline()) < 20:
            pass
    process.send_signal(signal.SIGKILL)
    said = [int(line) for line in (await process.stdout.read()).split()]
    await process.wait()
    asides: list[Path] = []
    database = Database(path, on_damaged=asides.append)
    kept = await database.read(names)
    await database.aclose()
    assert asides == []
    assert len(kept) >= max([20, *said]) + 1


def test_each_step_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    path = str(tmp_path / "steps.db")
    steps = ("CREATE TABLE one (x)", "CREATE TABLE two (x); CREATE TABLE one (x)")
    connection = apsw.Connection(path)
    with pytest.raises(apsw.SQLError):
        schema.migrate(connection, steps)
    assert version_of(connection) == 1
    assert not connection.table_exists("main", "two")
    schema.migrate(connection, ("CREATE TABLE one (x)", "CREATE TABLE two (x)"))
    schema.migrate(connection, ("CREATE TABLE one (x)", "CREATE TABLE two (x)"))
    assert version_of(connection) == 2
    connection.close()


def test_half_characters_are_replaced() -> None:
    assert storable("a\ud800b") == "a\ufffdb"
    assert storable("\ud83d\ude00") == "😀"


async def test_a_worker_thread_waits_for_its_answer(database: Database) -> None:
    await database.write(add("one"))
    assert await asyncio.to_thread(database.now, names) == ["one"]
    assert database.now(names) == ["one"]


async def test_nobody_can_wait_for_the_first_answer(database: Database) -> None:
    with pytest.raises(RuntimeError):
        database.now(names)


async def test_what_goes_wrong_is_told_to_who_waits(path: Path) -> None:
    path.parent.touch()
    asides: list[Path] = []
    database = Database(path, on_damaged=asides.append)
    with pytest.raises(WorkspaceUnusable):
        await database.read(names)
    with pytest.raises(WorkspaceUnusable):
        database.now(names)
    path.parent.unlink()
    path.parent.mkdir()
    path.write_text("this is not a database")
    assert await asyncio.to_thread(database.now, names) == []
    await asyncio.sleep(0)
    assert [aside.read_text() for aside in asides] == ["this is not a database"]
    await database.aclose()


_ANOTHER = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute(sys.argv[2]); c.close()"
)


async def test_what_is_written_after_another_process_has_left_is_in_the_file(path: Path) -> None:
    """Two connections of one process to one file: opening the second must not let go of the locks of the first."""
    await filled(path)
    first, second = Database(path), Database(path)
    await first.write(add("first"))
    assert await second.read(names) == ["first"]
    change = "INSERT INTO preset_answers VALUES ('a', 'other', '', '[]', 0)"
    another = await asyncio.create_subprocess_exec(sys.executable, "-c", _ANOTHER, str(path), change)
    assert await another.wait() == 0
    await first.write(add("later"))
    assert await second.read(names) == ["first", "later", "other"]
    assert names(apsw.Connection(str(path))) == ["first", "later", "other"], "in the file that everybody has"
    await second.aclose()
    await first.aclose()
