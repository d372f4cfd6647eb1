"""A disk that is full, files that vanish, a database that others hold: told, nothing lost, nothing half done."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

import apsw
import pytest

from leaddesk.actions.import_leads import JOB
from leaddesk.domain.backups import Why
from leaddesk.domain.errors import DiskFull, LeadsBusy, WorkspaceNewer
from leaddesk.domain.exports import BookKind, CsvKind, FileKind
from leaddesk.workspace.leads.backups import Backups
from tests.fakes.small_disk import small_disk
from tests.journeys.forked import LIVES, Fork, Forks, took
from tests.journeys.lead_jobs import export_of, import_of, many_people, parts_in, rows_of, state
from tests.journeys.leads_at_risk import Hand

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked")

CANCELS = 20
KINDS = [CsvKind.SPREADSHEET_SAFE, BookKind.XLSX]


def error(fork: Fork) -> tuple[str, str]:
    """The type of what went wrong, and its reason."""
    said = fork.outcome()["error"]
    return said["type"], said["facts"][1] if len(said["facts"]) > 1 else ""


# -- a full disk


class FullDisk:
    """A disk with a file on it that leaves hardly any room, until ``tidy``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, kilobytes_left: int) -> None:
        free = shutil.disk_usage(self.folder).free
        self._filler.write_bytes(bytes(free - kilobytes_left * 1024))

    def tidy(self) -> None:
        self._filler.unlink()

    @contextmanager
    def protected(self) -> Iterator[None]:
        """Nobody may write to it, root neither."""
        self._mount("ro")
        try:
            yield
        finally:
            self._mount("rw")

    def _mount(self, how: str) -> None:
        subprocess.run([shutil.which("mount") or "", "-o", f"remount,{how}", str(self.folder)], check=True)  # noqa: S603


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[FullDisk]:
    with small_disk(tmp_path / "disk", 8 * 1024) as folder:
        yield FullDisk(folder)


@pytest.fixture
def leads_there(disk: FullDisk, first: Path) -> Path:
    return Path(shutil.copy(first, disk.folder / "leads.db"))


def test_an_import_onto_a_full_disk(forks: Forks, disk: FullDisk, leads_there: Path, tmp_path: Path) -> None:
    job, before = import_of(leads_there, many_people(tmp_path)), state(leads_there)
    for left in (4, 100, 300):
        disk.fill(left)
        assert error(forks.work(JOB, job))[0] == "DiskFull", f"{left} KiB left"
        disk.tidy()
        assert state(leads_there) == before
        assert not (tmp_path / "people rejected.csv").exists()
    assert forks.work(JOB, job).outcome()["done"]["new"] > 1000


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_onto_a_full_disk(forks: Forks, disk: FullDisk, leads: Path, tmp_path: Path, kind: FileKind) -> None:
    out, whole = disk.folder / "leads.x", tmp_path / "whole"
    out.write_bytes(b"precious")
    forks.work("export", export_of(leads, kind, whole)).outcome()
    for left in (0, 4, whole.stat().st_size // 1024 - 8):
        disk.fill(left)
        assert error(forks.work("export", export_of(leads, kind, out)))[0] == "DiskFull", f"{left} KiB left"
        assert out.read_bytes() == b"precious"
        disk.tidy()
        assert [path.name for path in disk.folder.iterdir()] == ["leads.x"]
    forks.work("export", export_of(leads, kind, out)).outcome()
    assert abs(out.stat().st_size - whole.stat().st_size) < 64


def test_preparing_on_a_full_disk(forks: Forks, disk: FullDisk, leads_there: Path, tmp_path: Path) -> None:
    job = {"database": str(leads_there), "index": str(disk.folder / "index.db")}
    forks.work(JOB, import_of(leads_there, many_people(tmp_path))).outcome()
    people = rows_of(leads_there, "leads")
    for left in (4, 100, 300):
        disk.fill(left)
        assert error(forks.work("prepare", job))[0] == "DiskFull", f"{left} KiB left"
        disk.tidy()
        assert rows_of(leads_there, "leads") == people
    assert forks.work("prepare", job).outcome()["done"]["did"]
    assert forks.work("prepare", job).outcome()["done"] == {"did": False}


def test_a_change_by_hand_on_a_full_disk(disk: FullDisk, leads_there: Path) -> None:
    async def go() -> None:
        hand = Hand(leads_there)
        await hand.keeping.edit([1], "title", "First")
        disk.fill(0)
        with pytest.raises(DiskFull):
            await hand.keeping.edit(range(1, 100), "title", "x" * 10_000)
        disk.tidy()
        await hand.keeping.edit([2], "title", "Second")
        await hand.close()

    asyncio.run(go())
    titles = {row[0]: row[2] for row in rows_of(leads_there, "choices")}
    assert titles == {1: "First", 2: "Second"}


def test_a_backup_onto_a_full_disk(disk: FullDisk, leads_there: Path) -> None:
    size = leads_there.stat().st_size

    async def go() -> None:
        backups = Backups(leads_there, free=lambda _: 1 << 40)  # somebody else takes the room meanwhile
        kept = await backups.make(Why.BY_HAND)
        for left in (0, 8, size // 1024 - 8):
            disk.fill(left)
            with pytest.raises(DiskFull):
                await backups.make(Why.BY_HAND)
            with pytest.raises(DiskFull):
                await backups.restore(kept)
            disk.tidy()
            assert await backups.all() == (kept,)
            assert [path.name for path in backups.folder.iterdir()] == [kept.name]
            assert await backups.is_good(kept)
        await backups.restore(kept)
        await backups.aclose()
        cautious = Backups(leads_there)
        with pytest.raises(DiskFull):  # room for the copy alone is not enough
            await cautious.make(Why.BY_HAND)
        await cautious.aclose()

    asyncio.run(go())
    assert not list(disk.folder.glob("*.restoring*"))
    assert state(leads_there)


@pytest.mark.parametrize("kind", KINDS)
def test_files_that_may_not_grow(forks: Forks, leads: Path, tmp_path: Path, kind: FileKind) -> None:
    """An old file system with a limit for each file; that there is room elsewhere on the disk does not help."""
    before, small = state(leads), f"{LIVES}:work_with_small_files"
    out = tmp_path / "out"
    out.mkdir()
    (out / "leads.x").write_bytes(b"precious")
    export = export_of(leads, kind, out / "leads.x")
    assert error(forks.work("export", export, small, 50_000))[0] == "CannotWrite"
    assert [path.read_bytes() for path in out.iterdir()] == [b"precious"]
    job = import_of(leads, many_people(tmp_path))
    said, _ = error(forks.work(JOB, job, small, leads.stat().st_size + 100_000))
    assert said in {"DiskFull", "WorkspaceUnusable"}
    assert state(leads) == before
    assert not (tmp_path / "people rejected.csv").exists()
    forks.work(JOB, job).outcome()


# -- the imported file


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def replace(file: Path) -> None:
    other = file.with_name("other.csv")
    other.write_bytes(file.read_bytes().replace(b"Ann", b"Eve"))
    other.replace(file)


def rewrite(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"Ann", b"Eve"))


@pytest.mark.parametrize(
    ("change", "reason"), [(truncate, "changed"), (rewrite, "changed"), (replace, "changed"), (Path.unlink, "gone")]
)
def test_a_file_that_does_not_stay_while_it_is_imported(
    forks: Forks, leads: Path, tmp_path: Path, change: Callable[[Path], None], reason: str
) -> None:
    before, file = state(leads), many_people(tmp_path, 30_000)
    content = file.read_bytes()
    fork = forks.work(JOB, import_of(leads, file))
    assert fork.hear(lines=1)
    fork.hold()
    change(file)
    fork.go_on()
    assert error(fork) == ("FileUnreadable", reason)
    assert state(leads) == before
    assert {path.name for path in tmp_path.iterdir()} <= {"leads.db", "people.csv"}
    file.write_bytes(content[: len(content) // 10])
    assert forks.work(JOB, import_of(leads, file)).outcome()["done"]["new"] > 1000


def test_a_file_that_may_not_be_read(forks: Forks, leads: Path, tmp_path: Path) -> None:
    file = many_people(tmp_path)
    job, before = import_of(leads, file), state(leads)
    if os.geteuid():
        file.chmod(0)
    else:  # whom nothing is forbidden
        file.unlink()
        file.mkdir()
    assert error(forks.work(JOB, job | {"seen": ""}))[0] == "FileUnreadable"
    assert state(leads) == before


# -- where an export goes


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_that_vanishes_while_it_is_exported_to(
    forks: Forks, leads: Path, tmp_path: Path, kind: FileKind
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    job, before = export_of(leads, kind, out / "leads.x"), state(leads)
    fork = forks.work("export", job)
    while not parts_in(out):
        assert fork.hear(0.0005)
    fork.hold()
    shutil.rmtree(out)
    fork.go_on()
    assert error(fork)[0] == "CannotWrite"
    assert not out.exists()
    assert error(forks.work("export", job))[0] == "CannotWrite"
    out.mkdir()
    forks.work("export", job).outcome()
    assert state(leads) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_that_nobody_may_write_to(forks: Forks, disk: FullDisk, leads: Path, kind: FileKind) -> None:
    old = disk.folder / "leads.x"
    old.write_bytes(b"precious")
    with disk.protected():
        assert error(forks.work("export", export_of(leads, kind, old)))[0] == "CannotWrite"
        assert error(forks.work("export", export_of(leads, kind, disk.folder / "new")))[0] == "CannotWrite"
    assert [path.read_bytes() for path in disk.folder.iterdir()] == [b"precious"]


# -- others at the same file


def test_while_another_leaddesk_imports(forks: Forks, leads: Path, tmp_path: Path) -> None:
    """It can be read, backed up and exported meanwhile; whoever wants to write hears that it is busy, and later can."""
    fork = forks.work(JOB, import_of(leads, many_people(tmp_path, 10_000)))
    assert fork.hear(lines=1)
    fork.hold()

    async def go() -> None:
        hand = Hand(leads, busy_after=20)
        with pytest.raises(LeadsBusy):
            await hand.keeping.edit([1], "title", "Mine")
        assert len(await hand.keeping.lists()) == 4
        backups = Backups(leads, free=lambda _: 1 << 40)
        assert await backups.is_good(await backups.make(Why.BY_HAND))
        await backups.aclose()
        forks.work("export", export_of(leads, CsvKind.CRM_IMPORT, tmp_path / "out.csv")).outcome()
        assert error(forks.work(JOB, import_of(leads, tmp_path / "people.csv"))) == ("LeadsBusy", "")
        fork.go_on()
        assert await asyncio.to_thread(fork.outcome)
        await hand.keeping.edit([1], "title", "Mine")
        await hand.close()

    asyncio.run(go())
    assert {row[2] for row in rows_of(leads, "choices")} == {"Mine"}
    assert len(rows_of(leads, "leads")) > 8000


def test_a_newer_leaddesk_was_here(leads: Path) -> None:
    with closing(apsw.Connection(str(leads))) as connection:
        connection.execute("PRAGMA user_version = 999; PRAGMA journal_mode = delete")
    content = leads.read_bytes()

    async def go() -> None:
        hand = Hand(leads)
        with pytest.raises(WorkspaceNewer):
            await hand.keeping.lists()
        with pytest.raises(WorkspaceNewer):
            await hand.keeping.edit([1], "title", "Mine")
        await hand.close()

    asyncio.run(go())
    assert leads.read_bytes() == content
    assert [path.name for path in leads.parent.iterdir()] == ["leads.db"]


@pytest.mark.parametrize("name", [JOB, "export", "prepare"])
@pytest.mark.parametrize("harm", ["newer", "damaged", "no database"])
def test_a_job_on_a_file_that_is_no_good(forks: Forks, leads: Path, tmp_path: Path, name: str, harm: str) -> None:
    jobs: dict[str, dict[str, Any]] = {
        JOB: import_of(leads, many_people(tmp_path)),
        "export": export_of(leads, CsvKind.CRM_IMPORT, tmp_path / "out.csv"),
        "prepare": {"database": str(leads), "index": str(tmp_path / "index.db")},
    }
    if harm == "newer":
        with closing(apsw.Connection(str(leads))) as connection:
            connection.execute("PRAGMA user_version = 999; PRAGMA journal_mode = delete")
    elif harm == "damaged":
        leads.write_bytes(leads.read_bytes()[:4096] + b"\xa5" * (leads.stat().st_size - 4096))
    else:
        leads.write_bytes(b"this was a database once" * 1000)
    content = leads.read_bytes()
    said = forks.work(name, jobs[name]).outcome()
    assert said["error"]["type"] == ("WorkspaceNewer" if harm == "newer" else "LeadsDamaged")
    assert leads.read_bytes() == content
    assert not (tmp_path / "out.csv").exists()
    assert not (tmp_path / "people rejected.csv").exists()


# -- a change of mind


def cancelled(forks: Forks, name: str, job: dict[str, Any], usual: float, draw: Random) -> bool:
    """At some moment of what it takes. Whether that was in time."""
    fork = forks.work(name, job)
    fork.hear(draw.random() * usual)
    with suppress(BrokenPipeError):  # it has just ended
        fork.say("cancel")
    return fork.outcome()["done"] is None


def test_an_import_that_is_cancelled(forks: Forks, first: Path, leads: Path, tmp_path: Path) -> None:
    draw, job, before = Random(11), import_of(leads, many_people(tmp_path)), state(leads)
    usual = took(forks.work(JOB, job))
    after, in_time = state(leads), 0

    for _ in range(CANCELS):
        shutil.copy(first, leads)
        (tmp_path / "people rejected.csv").unlink(missing_ok=True)
        if cancelled(forks, JOB, job, usual, draw):
            in_time += 1
            assert state(leads) == before
            assert {path.name for path in tmp_path.iterdir()} == {"leads.db", "people.csv"}
        else:
            assert state(leads) == after
    assert in_time, "some were cancelled before they were done"


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_that_is_cancelled(forks: Forks, leads: Path, tmp_path: Path, kind: FileKind) -> None:
    out = tmp_path / "out"
    out.mkdir()
    draw, file, in_time = Random(12), out / "leads.x", 0
    job = export_of(leads, kind, file)
    usual = took(forks.work("export", job))
    for _ in range(CANCELS):
        file.write_bytes(b"precious")
        if cancelled(forks, "export", job, usual, draw):
            in_time += 1
            assert file.read_bytes() == b"precious"
        assert [path.name for path in out.iterdir()] == ["leads.x"]
    assert in_time, "some were cancelled before they were done"
