"""A list of addresses out of any editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from leaddesk.domain.errors import FileUnreadable
from leaddesk.files.text_reading import read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "suppressed.txt"
    path.write_bytes("jürgen@weiß.example\r\nalpwerk.example\r\n".encode(encoding))
    assert read_text(path).split() == ["jürgen@weiß.example", "alpwerk.example"]


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(bytes(range(32)) * 100)
    with pytest.raises(FileUnreadable) as told:
        read_text(path)
    assert told.value.reason == "encoding"


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable) as told:
        read_text(tmp_path / "gone.txt")
    assert told.value.reason == "gone"


def test_a_folder_is_told_in_the_words_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        read_text(tmp_path)
