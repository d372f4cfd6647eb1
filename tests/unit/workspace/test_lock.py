from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from leaddesk.domain.errors import WorkspaceUnusable
from leaddesk.workspace.lock import BUYING, HomeLock

ROOT = Path(__file__).parents[3]

HOLDER = """
import sys
from pathlib import Path
from leaddesk.workspace.lock import HomeLock
lock = HomeLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


def test_the_second_one_is_told(tmp_path: Path) -> None:
    first, second = HomeLock(tmp_path / "home"), HomeLock(tmp_path / "home")
    assert first.acquire()
    assert not second.acquire()
    first.release()
    first.release()
    assert second.acquire()
    second.release()


def test_homes_are_apart(tmp_path: Path) -> None:
    first, second = HomeLock(tmp_path / "one"), HomeLock(tmp_path / "two")
    assert first.acquire()
    assert second.acquire()
    first.release()
    second.release()


def test_locks_of_other_names_are_apart(tmp_path: Path) -> None:
    home, buying, again = HomeLock(tmp_path), HomeLock(tmp_path, BUYING), HomeLock(tmp_path, BUYING)
    assert home.acquire()
    assert buying.acquire()
    assert not again.acquire()
    assert not buying.acquire(), "it is ours already"
    buying.release()
    assert again.acquire()
    again.release()
    home.release()


def test_killing_the_other_one_frees_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:  # noqa: S603
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        lock = HomeLock(tmp_path)
        assert not lock.acquire()
        other.kill()
        other.wait()
        assert lock.acquire()
        lock.release()


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(WorkspaceUnusable):
        HomeLock(tmp_path / "home").acquire()
    (tmp_path / "other" / "leaddesk.lock").mkdir(parents=True)
    with pytest.raises(WorkspaceUnusable):
        HomeLock(tmp_path / "other").acquire()
