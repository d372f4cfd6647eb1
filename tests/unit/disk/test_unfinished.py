"""What a killed process left half written goes with the next writing into its folder; what is being written stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from leaddesk.disk.atomic_file import write_atomically
from leaddesk.disk.unfinished import new_unfinished, remove_unfinished

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="locks of Unix, and kill -9")

WRITER = """
import sys
from pathlib import Path
from leaddesk.disk.atomic_file import write_atomically
with write_atomically(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    print("half", flush=True)
    sys.stdin.read()
    file.write(b" and half")
"""


@contextmanager
def half_written(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that stands in the middle of writing ``path``; it goes on when its input closes."""
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "half\n"
        try:
            yield writer
        finally:
            writer.kill()


def write(path: Path) -> None:
    with write_atomically(path) as file:
        file.write(b"new")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_a_killed_process_left_goes_and_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")
    with half_written(path) as writer:
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    assert len(names(tmp_path)) == 2
    assert path.read_bytes() == b"old"
    write(tmp_path / "other.csv")
    assert names(tmp_path) == ["list.csv", "other.csv"]
    assert path.read_bytes() == b"old"


def test_what_a_living_process_writes_stays_and_is_finished(tmp_path: Path) -> None:
    with half_written(tmp_path / "list.csv") as writer:
        write(tmp_path / "other.csv")
        assert len(names(tmp_path)) == 2
        _, errors = writer.communicate("")
        assert (writer.returncode, errors) == (0, "")
    assert (tmp_path / "list.csv").read_bytes() == b"half and half"
    assert names(tmp_path) == ["list.csv", "other.csv"]


def test_two_writings_of_one_process_leave_each_other_alone(tmp_path: Path) -> None:
    with write_atomically(tmp_path / "one") as one, write_atomically(tmp_path / "two") as two:
        one.write(b"1")
        two.write(b"2")
    assert (tmp_path / "one").read_bytes() + (tmp_path / "two").read_bytes() == b"12"


def test_only_our_own_hidden_files_are_touched(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"kept")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / ".leaddesk-0123456789abcdef.part").symlink_to(elsewhere)
    (folder / ".leaddesk-0123456789abcdee.part").mkdir()
    os.mkfifo(folder / ".leaddesk-0123456789abcded.part")
    for name in ("leaddesk-0123456789abcdef.part", ".leaddesk-0123456789abcdef.part.txt", ".leaddesk-x.part", ".part"):
        (folder / name).write_bytes(b"kept")
    before = names(folder)
    remove_unfinished(folder)
    assert names(folder) == before
    assert elsewhere.read_bytes() == b"kept"


def test_a_folder_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    remove_unfinished(tmp_path / "missing")


def test_one_that_was_tidied_away_before_it_was_locked_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Path] = []
    really_open = os.open

    def open_and_lose_the_first(path: Path, flags: int, mode: int = 0o777) -> int:
        descriptor = really_open(path, flags, mode)
        begun.append(path)
        if len(begun) == 1:
            path.unlink()
        return descriptor

    monkeypatch.setattr("leaddesk.disk.unfinished.os.open", open_and_lose_the_first)
    path, file = new_unfinished(tmp_path, 0o666)
    file.close()
    assert begun[1:] == [path]
    assert names(tmp_path) == [path.name]
