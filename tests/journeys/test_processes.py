"""LeadDesk as real processes: its command line, its end by signals and by force, and what is on the disk after it."""

from __future__ import annotations

import csv
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import apsw
import pytest

from leaddesk import __version__
from leaddesk.sandbox.server import Sandbox
from tests.fakes.driven_leaddesk import CANARY
from tests.fakes.programs import Program, Watched, children_of, driven, hears, leaddesk

posix = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells about other processes")

KEY, DIRECTORS = "key", "enter Director"


@pytest.fixture(scope="module")
def provider() -> Iterator[Sandbox]:
    with Sandbox(key=CANARY) as server:
        yield server


@pytest.fixture
def reachstream(provider: Sandbox) -> Iterator[Sandbox]:
    """ReachStream, which takes the canary for a key."""
    provider.reachstream.reset()
    yield provider
    provider.reachstream.reset()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Of somebody who has been here before."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "settings.json").write_text('{"welcome_done": true}')
    return folder


def assert_clean_end(program: Program) -> None:
    assert (program.ended(), program.errors) == (0, "")


# -- the command line


def test_the_version(tmp_path: Path) -> None:
    with leaddesk("--version", place=tmp_path) as program:
        assert program.line() == f"LeadDesk {__version__}\n"
        assert_clean_end(program)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--colour"], "unrecognized arguments: --colour"),
        (["dance"], "invalid choice: 'dance'"),
        (["--home"], "argument --home: expected one argument"),
        (["tour"], "the following arguments are required: --out"),
        (["tour", "--out", __file__], "argument --out: "),
    ],
)
def test_bad_arguments_are_told(arguments: list[str], told: str, tmp_path: Path) -> None:
    with leaddesk(*arguments, place=tmp_path) as program:
        assert program.ended() == 2
        assert told in program.errors
        assert "usage: leaddesk" in program.errors
        assert "Traceback" not in program.errors


def test_the_tour_leaves_pictures_and_a_file_and_shows_them_all(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "tour"
    with leaddesk("tour", "--out", out, place=tmp_path) as program:
        assert_clean_end(program)
        held = [line for line in program.output if line.startswith("held")]
    pictures = sorted(out.glob("*.png"))
    assert len(pictures) == len(held) >= 12
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
    page = (out / "index.html").read_text(encoding="utf-8")
    assert all(f"<img src='{picture.name}'" in page for picture in pictures)
    assert f"{len(held)} of {len(held)} steps held." in page
    written = {"index.html", "leads.csv", "fair.csv", "fair rejected.csv", "hubspot.csv"}
    assert {path.name for path in out.iterdir()} == {picture.name for picture in pictures} | written
    with (out / "leads.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file, strict=True))) == 25


SHORT_TOUR = """
import sys
from pathlib import Path
from leaddesk.tour import run, whole_tour
from leaddesk.tour.filter_steps import FilterWalk

class Short(FilterWalk):
    @property
    def steps(self):
        return [("It opens", self._opens), ("It dances", self._dances)]

    async def _dances(self):
        self._check(False, "the window stands still")

async def walk_through(window, out):
    walk = Short(window, out)
    return await walk.go(walk.steps, first=1)

whole_tour.walk_through = walk_through
sys.exit(run.run_tour(Path(sys.argv[1])))
"""


def test_a_step_of_the_tour_that_does_not_hold_is_told(tmp_path: Path) -> None:
    with Program(["-c", SHORT_TOUR, str(tmp_path / "tour")], tmp_path) as program:
        assert program.ended() == 1
        assert "FAILED  It dances: the window stands still\n" in program.output
        assert program.errors == ""
    page = (tmp_path / "tour" / "index.html").read_text(encoding="utf-8")
    assert "1 of 2 steps held." in page
    assert "Did not hold: the window stands still" in page
    assert len(list((tmp_path / "tour").glob("*.png"))) == 2, "what it looked like is shown all the same"


# -- what was shown as saved


@posix
def test_kill_9_loses_nothing_that_was_shown_as_saved(home: Path, tmp_path: Path) -> None:
    """Each act ends the moment that the window says so, and the next one is the kill."""
    found = []
    for acts in (f"{DIRECTORS} , kill", "restored , save Mine , kill", "restored , larger , kill"):
        with driven(home, acts, place=tmp_path) as program:
            if acts.startswith("restored"):
                found.append(program.until("restored"))
            assert program.ended() == -signal.SIGKILL
            assert program.errors == ""
    with driven(home, "restored", place=tmp_path) as program:
        found.append(program.until("restored"))
    assert found == [
        {"chips": ["Director"], "saved": [], "text": 100},
        {"chips": ["Director"], "saved": ["Mine"], "text": 100},
        {"chips": ["Director"], "saved": ["Mine"], "text": 115},
    ]


@pytest.fixture
def _not_under_nohup() -> Iterator[None]:
    """Who runs the tests under nohup hands that on to LeadDesk, which stays then when its terminal ends."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@posix
@pytest.mark.usefixtures("_not_under_nohup")
def test_a_polite_end_saves_what_was_changed_a_moment_ago(home: Path, tmp_path: Path) -> None:
    chips: list[str] = []
    for value, size, name in (("Director", 115, "SIGTERM"), ("Manager", 130, "SIGINT"), ("C-Suite", 150, "SIGHUP")):
        with driven(home, f"restored , hurry {value} {size} {name}", place=tmp_path) as program:
            assert program.until("restored")["chips"] == chips
            assert program.until("hurry") == "Saving…"
            assert_clean_end(program)
        chips.append(value)
        assert json.loads((home / "settings.json").read_text())["text_size"] == size
    with driven(home, "restored", place=tmp_path) as program:
        assert program.until("restored") == {"chips": chips, "saved": [], "text": 150}


def kept_draft(home: Path) -> str:
    """As it stands in the database, which is read without LeadDesk."""
    with closing(apsw.Connection(str(home / "leaddesk.db"))) as database:
        return str(database.execute("SELECT filter FROM draft").get)


@posix
def test_a_filter_that_could_not_be_read_stays_until_the_person_builds_another(tmp_path: Path) -> None:
    """Another program holds the database when LeadDesk starts; two homes at once, because LeadDesk is patient."""
    with ExitStack() as ends:
        homes, locks, programs = [], [], []
        for name, acts in (("leaves", "pause"), ("builds", "pause , enter Manager")):
            home = tmp_path / name
            home.mkdir()
            (home / "settings.json").write_text('{"welcome_done": true}')
            with driven(home, f"{DIRECTORS} , kill", place=tmp_path) as first:
                first.ended()
            lock = ends.enter_context(closing(apsw.Connection(str(home / "leaddesk.db"))))
            lock.execute("PRAGMA locking_mode = exclusive")
            lock.execute("BEGIN EXCLUSIVE")
            locks.append(lock)
            told = "told LeadDesk cannot use its folder. ,"
            programs.append(ends.enter_context(driven(home, f"{told} {acts}", place=tmp_path)))
            homes.append(home)
        for home, lock, program in zip(homes, locks, programs, strict=True):
            program.until("pausing")
            lock.execute("ROLLBACK")
            lock.close()
            assert "Director" in kept_draft(home)
            program.go_on()
        leaves, builds = programs
        leaves.until("pause")
        leaves.send(signal.SIGTERM)
        assert_clean_end(leaves)
        assert "Director" in kept_draft(homes[0])
        assert builds.until("enter") == ["Manager"]
        builds.send(signal.SIGTERM)
        assert_clean_end(builds)
        assert "Manager" in kept_draft(homes[1])
        assert "Director" not in kept_draft(homes[1])


# -- an end in the middle of something


@posix
def test_an_end_while_it_counts(home: Path, tmp_path: Path, reachstream: Sandbox) -> None:
    reachstream.reachstream.fault("hold", operation="count")
    with driven(home, f"{KEY} , {DIRECTORS} , count", place=tmp_path, address=reachstream.address) as program:
        assert program.until("count") == "Counting…"
        reachstream.reachstream.wait_for(1, operation="count", timeout=20.0)
        program.send(signal.SIGINT)
        assert_clean_end(program)


@posix
def test_an_end_while_it_writes_a_file(home: Path, tmp_path: Path, reachstream: Sandbox) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "leads.csv").write_text("old")
    export = f"count , counted , export {folder / 'leads.csv'}"
    for end, first in ((signal.SIGTERM, DIRECTORS), (signal.SIGKILL, "restored")):
        acts = f"endless , {KEY} , {first} , {export} , exporting"
        with driven(home, acts, place=tmp_path, address=reachstream.address) as program:
            assert "rows written" in program.until("exporting")
            assert len(list(folder.iterdir())) == 2, "the half file is hidden"
            program.send(end)
            assert program.ended() == (0 if end is signal.SIGTERM else -end)
            assert program.errors == ""
        assert (folder / "leads.csv").read_text() == "old"
        left = {path.name for path in folder.iterdir()} - {"leads.csv"}
        assert len(left) == (0 if end is signal.SIGTERM else 1), "who is killed can tidy nothing up"

    with driven(
        home, f"{KEY} , restored , {export} , exported", place=tmp_path, address=reachstream.address
    ) as program:
        assert "25 of 25 rows written." in program.until("exported")
        program.send(signal.SIGTERM)
        assert_clean_end(program)
    assert [path.name for path in folder.iterdir()] == ["leads.csv"], "the next export does"
    with (folder / "leads.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file, strict=True))) == 25


# -- the demo's process, and the key


def _command(pid: int) -> set[bytes]:
    """The words that started it; none where it has ended meanwhile."""
    with suppress(OSError):
        return set(Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"))
    return set()


@linux
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_a_key_that_is_kept_until_one_quits_is_in_no_process_and_no_file(
    home: Path, tmp_path: Path, end: signal.Signals
) -> None:
    """Typed into the window, which then looks at the demo; all processes end together."""
    with driven(home, f"{KEY} , demo", place=tmp_path) as program:
        assert "ends in" in program.until("key")
        program.until("demo")
        children = [pid for pid in children_of(program.pid) if _command(pid) & {b"sandbox", b"inbox"}]
        assert children
        for pid in (program.pid, *children):
            for fact in ("cmdline", "environ"):
                assert CANARY.encode() not in Path(f"/proc/{pid}/{fact}").read_bytes()
        with ExitStack() as stack:
            watched = [stack.enter_context(Watched(child)) for child in children]
            program.send(end)
            assert program.ended() == (0 if end is signal.SIGTERM else -end)
            assert all(child.ends() for child in watched)
        assert program.errors == ""
        assert CANARY not in "".join(program.output)
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert CANARY.encode() not in path.read_bytes(), path


@linux
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_an_end_while_the_demo_starts(home: Path, tmp_path: Path, end: signal.Signals) -> None:
    """To the whole group of processes, as Ctrl+C in a terminal; the demo's has only just begun."""
    with leaddesk("--home", home, "--demo", place=tmp_path, own_session=True) as program:
        while not (started := children_of(program.pid)):
            os.sched_yield()
        with Watched(started[0]) as demo:
            while not hears(demo.pid, signal.SIGINT):
                os.sched_yield()
            os.killpg(program.pid, end)
            assert_clean_end(program)
            assert demo.ends()
