from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from leaddesk.disk.atomic_file import file_error, write_atomically
from leaddesk.domain.errors import CannotWrite, DiskFull
from tests.fakes.small_disk import small_disk

ROOT = Path(__file__).parents[3]
posix = pytest.mark.skipif(os.name != "posix", reason="permission bits and links")


def write(path: Path, content: bytes = b"new") -> None:
    with write_atomically(path) as file:
        file.write(content)


def half_written(path: Path, raised: type[BaseException]) -> None:
    with write_atomically(path) as file:
        file.write(b"half")
        raise raised


def refused(path: Path) -> CannotWrite:
    with pytest.raises(CannotWrite) as caught:
        write(path)
    assert caught.value.path == path
    assert caught.value.reason
    return caught.value


def test_a_new_file_is_whole(tmp_path: Path) -> None:
    write(tmp_path / "list.csv")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("list.csv", b"new")]


def test_nothing_is_seen_before_the_end(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")
    with write_atomically(path) as file:
        file.write(b"new" * 100_000)
        file.flush()
        assert path.read_bytes() == b"old"
        beside = [other for other in tmp_path.iterdir() if other != path]
        assert [other.name[0] for other in beside] == ["."]
    assert path.read_bytes() == b"new" * 100_000
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("raised", [LookupError, KeyboardInterrupt, GeneratorExit])
def test_whatever_is_raised_leaves_everything_as_it_was(tmp_path: Path, raised: type[BaseException]) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_bytes(b"old")
    for path in (old, new):
        with pytest.raises(raised):
            half_written(path, raised)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("old.csv", b"old")]


@posix
def test_an_existing_file_keeps_its_permission_bits(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.touch()
    for mode in (0o600, 0o664, 0o755):
        path.chmod(mode)
        write(path)
        assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_new_file_gets_the_bits_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write(tmp_path / "ours")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode
    with write_atomically(tmp_path / "private", mode=0o600) as file:
        file.write(b"")
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o600


@posix
def test_a_link_is_written_through(tmp_path: Path) -> None:
    real, folder = tmp_path / "real.csv", tmp_path / "folder"
    folder.mkdir()
    link = folder / "link.csv"
    link.symlink_to("../real.csv")
    for content in (b"one", b"two"):  # at first it leads nowhere
        write(link, content)
        assert link.is_symlink()
        assert real.read_bytes() == content
    assert list(folder.iterdir()) == [link]


@posix
def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "loop", "pipe"):
        refused(tmp_path / name)
    refused(Path("/dev/null"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "loop", "pipe"]


@pytest.mark.parametrize("name", ["missing/list.csv", "file/list.csv", "x" * 300, "nul\0l", "half\ud800"])
def test_a_place_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    refused(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@posix
def test_what_is_protected_is_refused() -> None:
    """In a folder, and over a file, that are write-protected; root, who may do everything, becomes nobody first."""
    program = """
import os, sys
from pathlib import Path
from leaddesk.disk.atomic_file import write_atomically
from leaddesk.domain.errors import CannotWrite
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for path in sys.argv[1:]:
    try:
        with write_atomically(Path(path)) as file:
            file.write(b"new")
    except CannotWrite as error:
        print(error.reason)
"""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        protected_file, protected_folder = Path(place) / "list.csv", Path(place) / "folder"
        protected_file.write_bytes(b"old")
        protected_file.chmod(0o444)
        protected_folder.mkdir(mode=0o555)
        command = [sys.executable, "-c", program, str(protected_file), str(protected_folder / "list.csv")]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
        assert (ended.stdout, ended.stderr) == ("Permission denied\nPermission denied\n", "")
        assert protected_file.read_bytes() == b"old"


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=64) as disk:
        path = disk / "list.csv"
        path.write_bytes(b"old")
        with pytest.raises(DiskFull) as full:
            write(path, b"x" * 100_000)
        assert (full.value.path, full.value.reason) == (path, os.strerror(errno.ENOSPC))
        assert [(file.name, file.read_bytes()) for file in disk.iterdir()] == [("list.csv", b"old")]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process")
def test_a_file_that_may_not_grow_leaves_everything_as_it_was(tmp_path: Path) -> None:
    program = """
import resource, signal, sys
from pathlib import Path
from leaddesk.disk.atomic_file import write_atomically
from leaddesk.domain.errors import CannotWrite
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    with write_atomically(Path(sys.argv[1])) as file:
        for _ in range(100):
            file.write(b"x" * 1000)
except CannotWrite as error:
    print(error.reason)
"""
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=20, check=True
    )
    assert ended.stdout.strip() == os.strerror(errno.EFBIG)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("list.csv", b"old")]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EACCES, CannotWrite),
        (errno.EROFS, CannotWrite),
        (errno.EIO, CannotWrite),
    ],
)
def test_the_system_is_quoted(number: int, kind: type[Exception]) -> None:
    error = file_error(Path("list.csv"), OSError(number, os.strerror(number)))
    assert type(error) is kind
    assert error.reason == os.strerror(number)
