"""What a typed path means, on every system, and the name that is suggested."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.ui.widgets.export_path import UnusableNameError, resolved, suggested_name

FOLDER = Path("/data/exports")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("people.csv", "/data/exports/people.csv"),
        ("  people  ", "/data/exports/people.csv"),
        ("people.", "/data/exports/people.csv"),
        ("people.txt", "/data/exports/people.txt.csv"),
        ("people.CSV", "/data/exports/people.CSV"),
        ("2026/people", "/data/exports/2026/people.csv"),
        ("/else/where.csv", "/else/where.csv"),
        ('"/else/with space.csv"', "/else/with space.csv"),
        ("v1.2", "/data/exports/v1.2.csv"),
        ("Łódź ü 王", "/data/exports/Łódź ü 王.csv"),
    ],
)
def test_what_is_meant(typed: str, meant: str) -> None:
    assert resolved(typed, FOLDER, "linux") == Path(meant)


def test_the_home_folder_can_be_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert resolved("~/people", FOLDER) == tmp_path / "people.csv"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ('""', "empty"),
        (".csv", "empty"),
        ("...", "empty"),
        ("/", "folder"),
        ("/data/", "folder"),
        ("..", "folder"),
        ("~", "folder"),
        ("a\0b", "characters"),
        ("a\nb", "characters"),
        ("a\ud800b", "characters"),
        ("n" * 252, "long"),
        ("ü" * 130, "long"),
        ("~nobody-of-this-name/people", "home"),
    ],
)
def test_what_no_system_takes(typed: str, reason: str) -> None:
    with pytest.raises(UnusableNameError) as caught:
        resolved(typed, FOLDER, "linux")
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("what?", "windows"),
        ("a:b", "windows"),
        ("CON", "reserved"),
        ("nul.2026", "reserved"),
        ("com1.csv", "reserved"),
        ("aux/people", "reserved"),
        ("folder./people", "ending"),
    ],
)
def test_what_windows_does_not_take(typed: str, reason: str) -> None:
    with pytest.raises(UnusableNameError) as caught:
        resolved(typed, FOLDER, "win32")
    assert caught.value.reason == reason
    assert resolved(typed, FOLDER, "linux").suffix == ".csv"


def test_a_suggested_name() -> None:
    assert suggested_name("reachstream-sample", "2026-11-21") == "reachstream-sample-2026-11-21.csv"
    assert suggested_name('Heads: EMEA / "VP"?', "2026-11-21") == "Heads- EMEA - -VP-2026-11-21.csv"
    assert suggested_name("../..", "2026-11-21") == "export-2026-11-21.csv"


@given(st.text(alphabet=st.characters(), max_size=300))
def test_every_suggested_name_is_a_file_name_everywhere(stem: str) -> None:
    name = suggested_name(stem, "2026-11-21")
    for platform in ("linux", "win32"):
        assert resolved(name, FOLDER, platform).parent == FOLDER
