"""Numbers come back as they were, and what a killed LeadDesk left goes away."""

from __future__ import annotations

import os
from array import array
from pathlib import Path

import pytest

from leaddesk.domain.errors import CannotWrite
from leaddesk.files.number_files import NumberFiles, put


def test_numbers_come_back(tmp_path: Path) -> None:
    files = NumberFiles(tmp_path / "at-work")
    for numbers in ([], [1, 2**62, -5], range(1000)):
        path = files.keep(numbers)
        assert files.take(path) == array("q", numbers)
        put(path, [7])
        assert list(files.take(path)) == [7]
        files.remove(path)
        files.remove(path)
    assert list((tmp_path / "at-work").iterdir()) == []


def test_what_is_a_day_old_goes(tmp_path: Path) -> None:
    files = NumberFiles(tmp_path)
    old, new, theirs = files.keep([1]), files.keep([2]), tmp_path / "mine.numbers"
    theirs.touch()
    for path in (old, theirs):
        os.utime(path, (0, 0))
    latest = files.keep([3])
    assert set(tmp_path.iterdir()) == {new, latest, theirs}


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite):
        NumberFiles(tmp_path / "file").keep([1])
