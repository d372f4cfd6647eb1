"""Names of files that others chose."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from leaddesk.domain.file_names import safe_file_name


@pytest.mark.parametrize(
    ("told", "safe"),
    [
        ("contacts.csv", "contacts.csv"),
        ("../../outside.csv", "outside.csv"),
        ("C:\\Windows\\system.ini", "system.ini"),
        ("CON.csv", "CON-file.csv"),
        ("com1", "com1-file"),
        ("Käufer 🎉 März.csv", "Käufer 🎉 März.csv"),
        (".hidden", "hidden"),
        ("a<b>:c?.csv", "a b c.csv"),
        ("invoice\u202evsc.exe", "invoice vsc.exe"),
        ("  ", "download.csv"),
        ("..", "download.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
        ("漢" * 300 + ".csv", "漢" * 65 + ".csv"),
        ("list.of the contacts xy", "list.of the contacts"),
    ],
)
def test_a_name_becomes_one_of_a_folder_of_ones_own(told: str, safe: str) -> None:
    assert safe_file_name(told, "download.csv") == safe


@given(some.text(max_size=400))
def test_any_text_becomes_a_name(told: str) -> None:
    name = safe_file_name(told, "download")
    assert name
    assert len(name) <= 120 + 16
    assert len(name.encode("utf-8", "replace")) <= 200
    assert Path(name).name == name
    assert not name.startswith(".")
    assert not name.endswith((".", " "))
    assert not set(name) & set('<>:"/\\|?*')
