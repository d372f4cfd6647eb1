# ruff: noqa: ASYNC240 - the files are small and local
from __future__ import annotations

import asyncio
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.errors import CannotWrite, LeadDeskError
from leaddesk.domain.preferences import (
    ADDRESSES,
    COUNT_BY_ITSELF,
    CURRENT_TAB,
    PREFERENCES,
    TABLES,
    TEXT_SIZE,
    THEME,
)
from leaddesk.workspace.settings_file import SettingsFile

ROOT = Path(__file__).parents[3]


def settings_at(path: Path, troubles: list[LeadDeskError] | None = None) -> SettingsFile:
    def unexpected(error: LeadDeskError) -> None:
        raise error

    settings = SettingsFile(path, on_error=unexpected if troubles is None else troubles.append)
    settings.read()
    return settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "settings.json"


def test_without_a_file_the_defaults_hold_and_nothing_is_made(path: Path) -> None:
    settings = SettingsFile(path, on_error=lambda _: None)
    assert settings.read() is None
    assert all(settings.get(preference) == preference.default for preference in PREFERENCES)
    assert not path.parent.exists()


async def test_what_was_set_is_there_at_once_and_after_a_restart(path: Path) -> None:
    settings = settings_at(path)
    settings.set(THEME, "dark")
    settings.set(TEXT_SIZE, 130)
    settings.set(ADDRESSES, {"reachstream": "https://example.test"})
    assert (settings.get(THEME), settings.get(TEXT_SIZE)) == ("dark", 130)
    await settings.flush()
    again = settings_at(path)
    assert (again.get(THEME), again.get(TEXT_SIZE)) == ("dark", 130)
    assert again.get(ADDRESSES) == {"reachstream": "https://example.test"}


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
async def test_folder_and_file_are_private(path: Path) -> None:
    settings = settings_at(path)
    settings.set(THEME, "dark")
    await settings.flush()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


async def test_a_change_is_written_without_a_flush(path: Path) -> None:
    settings = settings_at(path)
    settings.set(THEME, "dark")
    async with asyncio.timeout(10):
        while not path.exists():  # noqa: ASYNC110 - a file gives no event
            await asyncio.sleep(0.01)
    assert json.loads(path.read_text()) == {"theme": "dark"}


async def test_what_was_not_changed_is_not_written(path: Path) -> None:
    settings = settings_at(path)
    settings.set(THEME, THEME.default)
    settings.set(ADDRESSES, {})
    await settings.flush()
    assert not path.exists()


async def test_a_value_of_the_wrong_kind_is_refused(path: Path) -> None:
    settings = settings_at(path)
    with pytest.raises(ValueError, match="theme"):
        settings.set(THEME, "pink")
    with pytest.raises(ValueError, match="text_size"):
        settings.set(TEXT_SIZE, 101)
    assert settings.get(THEME) == "system"


async def test_a_table_that_was_handed_out_or_taken_in_is_a_copy(path: Path) -> None:
    settings = settings_at(path)
    given_in = {"sample-table": {"order": [1, 2]}}
    settings.set(TABLES, given_in)
    given_in["sample-table"]["order"].append(3)
    settings.get(TABLES)["sample-table"]["order"].append(4)
    assert settings.get(TABLES) == {"sample-table": {"order": [1, 2]}}
    settings.set(TABLES, {"sample-table": {"order": [1, 2, 5]}})
    await settings.flush()
    assert settings_at(path).get(TABLES) == {"sample-table": {"order": [1, 2, 5]}}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'"dark"', b"null", b"\xff\xfe\x00", b"[" * 100_000, b" " * 5_000_000 + b"{}"],
    ids=["empty", "cut", "list", "text", "null", "encoding", "deep", "huge"],
)
async def test_a_damaged_file_is_kept_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = SettingsFile(path, on_error=lambda _: None)
    aside = settings.read()
    assert aside is not None
    assert aside.name.startswith("settings.damaged-")
    assert aside.suffix == ".json"
    assert aside.read_bytes() == content
    assert settings.get(THEME) == "system"
    settings.set(THEME, "dark")
    await settings.flush()
    assert settings_at(path).get(THEME) == "dark"
    assert aside.read_bytes() == content


def test_no_damaged_file_takes_the_place_of_another(path: Path) -> None:
    path.parent.mkdir()
    kept = []
    for content in ("1", "2", "3"):
        path.write_text(content)
        kept.append(SettingsFile(path, on_error=lambda _: None).read())
    assert [aside.read_text() for aside in kept if aside] == ["1", "2", "3"]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=3))
def test_a_value_of_the_wrong_type_counts_as_missing(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    path = tmp_path_factory.mktemp("home") / "settings.json"
    path.write_text(json.dumps({"theme": value, "text_size": 115, "count_by_itself": value}))
    settings = SettingsFile(path, on_error=lambda _: None)
    assert settings.read() is None
    assert settings.get(TEXT_SIZE) == 115
    assert settings.get(THEME) == (value if value in ("system", "light", "dark") else "system")
    assert settings.get(COUNT_BY_ITSELF) is (value is True)


async def test_what_a_later_version_wrote_stays(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"theme": "sepia", "brain_link": {"on": True}, "addresses": "not yet a table"}))
    settings = settings_at(path)
    settings.set(TEXT_SIZE, 115)
    await settings.flush()
    assert json.loads(path.read_text()) == {
        "theme": "sepia",
        "brain_link": {"on": True},
        "addresses": "not yet a table",
        "text_size": 115,
    }
    settings.set(ADDRESSES, {"reactin": "https://example.test"})
    await settings.flush()
    assert json.loads(path.read_text())["addresses"] == {"reactin": "https://example.test"}


async def test_a_file_saved_by_an_editor_with_a_mark_is_read(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'\xef\xbb\xbf{"theme": "dark"}')
    assert settings_at(path).get(THEME) == "dark"


async def test_two_on_one_home_do_not_undo_each_other(path: Path) -> None:
    one, two = settings_at(path), settings_at(path)
    one.set(THEME, "dark")
    one.set(TABLES, {"sample-table": {"order": [1]}, "leads-table": {}})
    await one.flush()
    two.set(TEXT_SIZE, 115)
    two.set(TABLES, {"other-table": {"order": [2]}})
    await two.flush()
    one.set(TABLES, {"sample-table": {"order": [3]}})
    await one.flush()
    last = settings_at(path)
    assert (last.get(THEME), last.get(TEXT_SIZE)) == ("dark", 115)
    assert last.get(TABLES) == {"sample-table": {"order": [3]}, "other-table": {"order": [2]}}


async def test_what_cannot_be_written_is_told_and_tried_again(path: Path) -> None:
    path.parent.touch()  # a file where the folder should be
    troubles: list[LeadDeskError] = []
    settings = settings_at(path, troubles)
    settings.set(THEME, "dark")
    await settings.flush()
    assert [type(trouble) for trouble in troubles] == [CannotWrite]
    assert settings.get(THEME) == "dark"

    await settings.flush()
    assert len(troubles) == 2
    path.parent.unlink()
    await settings.flush()
    assert settings_at(path).get(THEME) == "dark"
    settings.set(TEXT_SIZE, 115)
    await settings.flush()
    assert (settings_at(path).get(THEME), settings_at(path).get(TEXT_SIZE)) == ("dark", 115)


async def test_a_file_that_cannot_be_read_is_not_overwritten(path: Path) -> None:
    path.mkdir(parents=True)
    troubles: list[LeadDeskError] = []
    settings = SettingsFile(path, on_error=troubles.append)
    assert settings.read() is None
    settings.set(CURRENT_TAB, "leads-tab")
    await settings.flush()
    assert {type(trouble) for trouble in troubles} == {CannotWrite}
    assert path.is_dir()


async def test_many_changes_come_together(path: Path) -> None:
    settings = settings_at(path)
    for size in (85, 100, 115, 130, 150) * 200:
        settings.set(TEXT_SIZE, size)
    await settings.flush()
    assert json.loads(path.read_text()) == {"text_size": 150}


def test_reading_needs_neither_the_database_nor_the_disk_room() -> None:
    program = """
import sys
from pathlib import Path
from leaddesk.workspace.folders import Folders
from leaddesk.workspace.settings_file import SettingsFile
SettingsFile(Folders.of(Path("/nonexistent")).config / "settings.json", on_error=print).read()
print(sorted({"apsw", "platformdirs", "leaddesk.disk.atomic_file", "msgspec"} & sys.modules.keys()))
"""
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=20, check=True
    )
    assert ended.stdout.strip() == "[]"
