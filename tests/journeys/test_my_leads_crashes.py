"""kill -9 at any moment of whatever writes My Leads: nothing that was told as done is lost, nothing is half done.

The moments are drawn from seeds. After each kill the database is looked through, everything in it is compared with what
was there before or is there afterwards, and the same thing is done again, to the end that it has when nobody is killed.
"""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path
from random import Random
from zipfile import ZipFile, is_zipfile

import apsw
import pytest

from leaddesk.actions.import_leads import JOB
from leaddesk.domain.exports import BookKind, CsvKind, FileKind
from leaddesk.workspace.leads import backup_files
from leaddesk.workspace.leads.backups import Backups
from leaddesk.workspace.leads.standing import Standing
from tests.journeys.forked import LIVES, NOON, Forks, killed, took
from tests.journeys.lead_jobs import (
    EXPORTED,
    PEOPLE,
    ROWS,
    damage,
    export_of,
    import_of,
    many_people,
    parts_in,
    person,
    rows_of,
    state,
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked")

IMPORT_KILLS, HAND_KILLS, EXPORT_KILLS, PREPARE_KILLS, BACKUP_KILLS, ERASE_KILLS = 30, 40, 20, 12, 20, 20
"""At least; exports and backups in three tests each: 222 kills."""
THINGS = 240
"""That are done by hand."""
JANE = 7
"""The lead who is erased."""


# -- import


def test_an_import(forks: Forks, leads: Path, tmp_path: Path) -> None:
    draw, job, rejects = Random(1), import_of(leads, many_people(tmp_path)), tmp_path / "people rejected.csv"
    before = state(leads)
    shutil.copy(leads, tmp_path / "before.db")
    whole = forks.work(JOB, job)
    usual = took(whole)
    after, rejected = state(leads), rejects.read_bytes()
    assert whole.said["done"]["new"] > ROWS // 2
    assert whole.said["done"]["merged"] > PEOPLE / 2

    def begin_again() -> None:
        shutil.copy(tmp_path / "before.db", leads)
        rejects.unlink(missing_ok=True)

    begin_again()
    nothing_yet = 0
    killing = killed(IMPORT_KILLS, draw, lambda: forks.work(JOB, job), usual, begin_again)
    for number, fork in enumerate(killing):
        is_done = "done" in fork.said
        found = state(leads)
        assert found in ({after} if is_done else {before, after}), f"kill {number}"
        assert not rejects.exists() or rejects.read_bytes() == rejected, "it is whole, or not there"
        if found == before:
            nothing_yet += 1
        else:
            assert rejects.exists()
            begin_again()
    assert nothing_yet > IMPORT_KILLS / 3

    begin_again()
    for number in range(3):  # LeadDesk is gone: the job sees the end of its input
        fork = forks.work(JOB, job)
        fork.hear(draw.random() * usual)
        fork.leave_alone()
        found = state(leads)
        assert found in {before, after}, f"left alone {number}"
        assert rejects.exists() == (found == after), "who is not killed takes it back"
        begin_again()
    assert forks.work(JOB, job).end() == 0
    assert state(leads) == after
    assert parts_in(tmp_path) == []


def test_leaddesk_itself_during_an_import(forks: Forks, leads: Path, tmp_path: Path) -> None:
    """The real working process, whose parent is killed: it puts everything back by itself."""
    draw, job, saved = Random(2), import_of(leads, many_people(tmp_path)), tmp_path / "before.db"
    before, rejects = state(leads), tmp_path / "people rejected.csv"
    shutil.copy(leads, saved)
    usual = took(forks.start(f"{LIVES}:window", JOB, job))
    all_of_them = len(rows_of(leads, "leads"))
    for number in range(3):
        shutil.copy(saved, leads)
        rejects.unlink(missing_ok=True)
        window = forks.start(f"{LIVES}:window", JOB, job)
        window.hear(draw.random() * usual)
        window.kill()
        is_done = state(leads) != before
        assert len(rows_of(leads, "leads")) == (all_of_them if is_done else PEOPLE), f"kill {number}"
        assert rejects.exists() == is_done
    assert parts_in(tmp_path) == []


# -- by hand


def test_merges_edits_and_undoing(forks: Forks, first: Path, leads: Path, tmp_path: Path) -> None:
    """What LeadDesk's own process told as done is there; of what it was doing, all or nothing."""
    draw, other = Random(3), Path(shutil.copy(first, tmp_path / "other.db"))
    undisturbed = forks.start(f"{LIVES}:keep_slowly", str(other), 0, THINGS)
    assert undisturbed.end() == 0
    states = [state(leads), *undisturbed.lines]
    """After so many things."""
    assert len(set(states)) > THINGS / 2, "most of them change something"
    done = kills = 0
    while kills < HAND_KILLS or done < THINGS:
        if done == THINGS:
            done = 0
            shutil.copy(first, leads)
        fork = forks.start(f"{LIVES}:keep", str(leads), done, THINGS)
        if kills < HAND_KILLS:
            fork.hear(lines=1 + draw.randrange(2 * THINGS // HAND_KILLS))
            fork.hear(draw.random() / 200)
            kills += fork.kill()
        else:
            assert fork.end() == 0
        told = fork.lines[-1] + 1 if fork.lines else done
        now = state(leads)
        assert now in states[told : told + 2], f"after {told} things"
        done = told if now == states[told] else told + 1
    assert state(leads) == states[-1]


# -- export


def content(file: Path) -> list[bytes]:
    """What stands in it; of a spreadsheet all but the moment when it was made."""
    if not is_zipfile(file):
        return [file.read_bytes()]
    with ZipFile(file) as book:
        assert book.testzip() is None
        return [book.read(name) for name in book.namelist() if "core" not in name]


@pytest.mark.parametrize("kind", [CsvKind.SPREADSHEET_SAFE, BookKind.XLSX])
def test_an_export(forks: Forks, leads: Path, tmp_path: Path, kind: FileKind) -> None:
    out = tmp_path / "out"
    out.mkdir()
    draw, file = Random(4), out / "leads.x"
    before, job = state(leads), export_of(leads, kind, file)
    usual = took(forks.work("export", job))
    whole = content(file)

    def begin_again() -> None:
        file.write_bytes(b"precious")

    begin_again()
    killing = killed(EXPORT_KILLS, draw, lambda: forks.work("export", job), usual, begin_again)
    for number, _ in enumerate(killing):
        assert content(file) in ([b"precious"], whole), f"kill {number}"
        assert [path.name for path in out.iterdir() if not path.name.startswith(".")] == ["leads.x"]
        begin_again()
    fork = forks.work("export", job)
    fork.hear(draw.random() * usual)
    fork.leave_alone()
    assert content(file) in ([b"precious"], whole)
    assert forks.work("export", job).end() == 0
    assert content(file) == whole
    assert [path.name for path in out.iterdir()] == ["leads.x"], "what the killed ones left is tidied up"
    assert state(leads) == before


def test_an_export_into_several_files(forks: Forks, leads: Path, tmp_path: Path) -> None:
    """The first of them is the last to come: where it is, all are."""
    out = tmp_path / "out"
    out.mkdir()
    draw, job = Random(5), export_of(leads, CsvKind.SPREADSHEET_SAFE, out / "leads.csv", most=EXPORTED // 4)
    usual = took(forks.work("export", job))
    whole = {path.name: path.read_bytes() for path in out.iterdir()}
    assert len(whole) == 4

    def begin_again() -> None:
        for name in whole:
            (out / name).unlink(missing_ok=True)

    begin_again()
    killing = killed(EXPORT_KILLS, draw, lambda: forks.work("export", job), usual, begin_again)
    for number, _ in enumerate(killing):
        found = {path.name: path.read_bytes() for path in out.iterdir() if not path.name.startswith(".")}
        assert found.items() <= whole.items(), f"kill {number}"
        assert "leads-1.csv" not in found or found == whole
        begin_again()
    assert forks.work("export", job).end() == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == whole


# -- what makes it quick


WORDS = ('"p15"', '"smi"', '"company"', '"c39"')


def prepared(index: Path) -> dict[str, object]:
    """What stands in the index, but for what is another each time."""
    with closing(apsw.Connection(str(index))) as connection:
        assert connection.pragma("integrity_check") == "ok"
        arrays = connection.execute("SELECT name, vocabulary, kind, data FROM parts ORDER BY name").fetchall()
        grams = connection.execute("SELECT gram FROM grams ORDER BY gram").fetchall()
        met = [connection.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (word,)).fetchall() for word in WORDS]
    return {"arrays": arrays, "grams": grams, "met": met}


def test_preparing(forks: Forks, leads: Path, tmp_path: Path) -> None:
    draw, saved, index = Random(6), tmp_path / "before.db", tmp_path / "index.db"
    assert forks.work(JOB, import_of(leads, many_people(tmp_path, ROWS // 3))).end() == 0
    shutil.copy(leads, saved)
    job = {"database": str(leads), "index": str(index)}
    usual = took(forks.work("prepare", job))
    right, pairs, people = prepared(index), rows_of(leads, "likenesses"), rows_of(leads, "leads")
    assert len(pairs) > 100

    def begin_again() -> None:
        shutil.copy(saved, leads)
        for file in tmp_path.glob("index.db*"):
            file.unlink()

    begin_again()
    killing = killed(PREPARE_KILLS, draw, lambda: forks.work("prepare", job), usual, begin_again)
    for number, _ in enumerate(killing):
        assert rows_of(leads, "leads") == people
        assert rows_of(leads, "likenesses") <= pairs
        if number % 3 == 2:  # the one after three that were killed comes to its end
            assert forks.work("prepare", job).end() == 0
            assert prepared(index) == right, f"kill {number}"
            assert rows_of(leads, "likenesses") == pairs
            begin_again()


# -- backups


def whole_backups(leads: Path) -> list[Path]:
    """Every one that has a name reads well from end to end. Newest first."""
    folder = leads.with_name("backups")
    copies = [folder / backup.name / leads.name for backup in backup_files.all_in(folder)]
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")} if folder.exists() else set()
    assert names == {copy.parent.name for copy in copies}
    for copy in copies:
        backup_files.verify(copy, lambda _: None)
    return copies


def test_a_backup(forks: Forks, leads: Path) -> None:
    draw, before = Random(7), state(leads)
    back_up = f"{LIVES}:back_up"
    usual = took(forks.start(back_up, str(leads)))
    killing = killed(BACKUP_KILLS, draw, lambda: forks.start(back_up, str(leads)), usual, lambda: None)
    for number, _ in enumerate(killing):
        assert state(leads) == before, f"kill {number}"
        assert whole_backups(leads)
    for part in leads.with_name("backups").glob(".*"):
        os.utime(part, (NOON - 7200, NOON - 7200))
    assert forks.start(back_up, str(leads)).end() == 0
    assert {state(copy) for copy in whole_backups(leads)} == {before}
    assert list(leads.with_name("backups").glob(".*")) == []


@pytest.mark.parametrize("is_sound", [True, False], ids=["sound", "damaged"])
def test_going_back_to_a_backup(forks: Forks, leads: Path, tmp_path: Path, is_sound: bool) -> None:
    """What there is afterwards is what there was before or the backup, as LeadDesk finds it when it starts again."""
    draw, saved, go_back = Random(8), tmp_path / "saved", f"{LIVES}:go_back"
    assert forks.start(f"{LIVES}:back_up", str(leads)).end() == 0
    assert forks.start(f"{LIVES}:keep", str(leads), 0, 20).end() == 0
    if not is_sound:
        damage(leads)
    before = leads.read_bytes() if not is_sound else state(leads)
    shutil.copytree(leads.parent, saved, ignore=shutil.ignore_patterns("saved"))

    def begin_again() -> None:
        for path in [path for path in tmp_path.iterdir() if path != saved]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(saved, tmp_path, dirs_exist_ok=True)

    usual = took(forks.start(go_back, str(leads)))
    after = state(leads)
    begin_again()
    killing = killed(BACKUP_KILLS, draw, lambda: forks.start(go_back, str(leads)), usual, begin_again)
    for number, _ in enumerate(killing):
        Backups(leads).before_opening()
        copies = whole_backups(leads)
        if not is_sound and leads.read_bytes() == before:
            continue
        found = state(leads)
        assert found in {before, after}, f"kill {number}"
        if found == after:
            if is_sound:
                assert before in {state(copy) for copy in copies}, "it was kept first"
            else:
                assert [path.read_bytes() for path in tmp_path.glob("leads.damaged-*.db")] == [before]
            begin_again()
    assert forks.start(go_back, str(leads)).end() == 0
    assert state(leads) == after


# -- erasing


def test_erasing_somebody(forks: Forks, first: Path, leads: Path, tmp_path: Path) -> None:
    """Not begun, or finished by the next start: then no file holds a byte of them."""
    draw, jane, others = Random(9), person(JANE)["email"].encode(), PEOPLE - 1
    before, erase = state(leads), f"{LIVES}:erase"

    def begin_again() -> None:
        for path in [path for path in tmp_path.iterdir() if path != leads]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copy(first, leads)
        assert forks.start(f"{LIVES}:back_up", str(leads)).end() == 0

    def files_with_jane() -> list[Path]:
        return [path for path in tmp_path.rglob("*") if path.is_file() and jane in path.read_bytes()]

    begin_again()
    assert len(files_with_jane()) == 2
    usual = took(forks.start(erase, str(leads), [JANE]))
    assert files_with_jane() == []
    begin_again()
    killing = killed(ERASE_KILLS, draw, lambda: forks.start(erase, str(leads), [JANE]), usual, begin_again)
    for number, fork in enumerate(killing):
        assert forks.start(erase, str(leads), []).end() == 0
        if fork.lines or state(leads) != before:
            assert files_with_jane() == [], f"kill {number}"
            assert len([row for row in rows_of(leads, "leads") if row[1] == Standing.KEPT.value]) == others
            begin_again()
