"""Several files take their places together, or none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from leaddesk.domain.errors import CannotWrite
from leaddesk.files.files_together import write_together


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_all_are_there_at_once(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a", "b", "c")]
    with write_together(paths) as files:
        for number, file in enumerate(files):
            file.write(b"%d" % number)
        assert not any(path.exists() for path in paths)
    assert contents(tmp_path) == {"a": b"0", "b": b"1", "c": b"2"}


def test_a_mistake_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"precious")

    def write() -> None:
        with write_together([tmp_path / "a", tmp_path / "b"]) as files:
            files[0].write(b"x")
            raise KeyError

    with pytest.raises(KeyError):
        write()
    assert contents(tmp_path) == {"b": b"precious"}


def test_one_that_cannot_take_its_place_takes_the_others_back(tmp_path: Path) -> None:
    def write() -> None:
        with write_together([tmp_path / name for name in ("a", "b", "c")]) as files:
            files[2].write(b"x")
            (tmp_path / "a").mkdir()  # the first one takes its place last
            (tmp_path / "a" / "theirs").touch()

    with pytest.raises(CannotWrite):
        write()
    assert contents(tmp_path) == {}
