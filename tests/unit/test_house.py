"""The house rules that a machine can read: size of files, names of rooms, door signs, and what no file may hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("leaddesk", "packaging", "resources", "tests", ".ci")
AT_THE_TOP = ("README.md", "pyproject.toml", ".gitignore")
TEXTS = {".py", ".md", ".toml", ".svg", ".json", ".txt", ".lock", ".sh", ".html", ".qss", ".yml", ".csv", ""}

VAGUE = {
    "utils",
    "util",
    "common",
    "helpers",
    "helper",
    "misc",
    "base",
    "manager",
    "managers",
    "core",
    "shared",
    "stuff",
}
LINES = 400

# Written in pieces, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile("|".join(("/ho" + r"me/[a-z]", "/ro" + "ot/", "/Us" + r"ers/[A-Za-z]", "/wo" + "rk/")))
REGISTRY = re.compile(
    "|".join(("py" + r"pi\.(org|python)", "python" + "hosted", r"registry" + r"\.npm", r"deb\." + "debian"))
)


def _sources(folder: str = "leaddesk") -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def _texts() -> list[Path]:
    files = [ROOT / name for name in AT_THE_TOP]
    for folder in OURS:
        files += [path for path in (ROOT / folder).rglob("*") if path.suffix in TEXTS]
    return [path for path in files if path.is_file() and not {"__pycache__", ".mypy_cache"} & set(path.parts)]


def test_no_file_is_longer_than_a_person_reads() -> None:
    sources = _sources() + _sources("packaging")
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in sources}
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_names_say_what_is_inside() -> None:
    words = {path: set(path.stem.split("_")) for path in (ROOT / "leaddesk").rglob("*") if path.suffix in {".py", ""}}
    assert [str(path.relative_to(ROOT)) for path, parts in words.items() if parts & VAGUE] == []


def test_every_package_has_a_door_sign() -> None:
    folders = {source.parent for source in _sources()}
    missing = []
    for folder in sorted(folders):
        sign = folder / "__init__.py"
        # Without this file the import contracts would not see the folder either.
        if not sign.is_file() or not ast.get_docstring(ast.parse(sign.read_text("utf-8"))):
            missing.append(str(folder.relative_to(ROOT)))
    assert missing == []


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["path of a machine", "registry"])
def test_no_file_names_a(pattern: re.Pattern[str]) -> None:
    found = []
    for path in _texts():
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_packaging_holds_no_address() -> None:
    folders = ("packaging", ".ci")
    files = [path for path in _texts() if path.relative_to(ROOT).parts[0] in folders]
    assert (ROOT / "packaging" / "requirements.lock") in files
    assert [path.name for path in files if re.search(r"https?:" + "//", path.read_text("utf-8"))] == []


def test_every_test_file_has_a_name_of_its_own() -> None:
    names = [path.name for path in _sources("tests") if path.name not in {"__init__.py", "conftest.py"}]
    assert sorted({name for name in names if names.count(name) > 1}) == []
