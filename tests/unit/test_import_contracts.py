"""The import contracts of ``pyproject.toml`` hold, and each of them notices an offence."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command as run; run()"

LAYERS = "Imports run down only, and neighbours on one floor never import each other"
WINDOW = "The window knows what a person can do, not how it is done"
CSV = "CSV lives in files, and the tour reads with a reader of its own what they wrote"
GUEST = "The sandbox is a guest house: it knows nobody"
HTTP = "HTTP lives in providers, and the sandbox delivers"
SERVER = "The web server lives in the sandbox and in the receiver of webhooks"
DOOR = "Only the app opens the sandbox's door"

OFFENCES = [
    (LAYERS, "domain", "leaddesk.disk"),
    (LAYERS, "disk", "leaddesk.workspace"),
    (LAYERS, "files", "leaddesk.workspace"),
    (LAYERS, "keychain", "leaddesk.providers"),
    (LAYERS, "inbox", "leaddesk.workspace"),
    (LAYERS, "actions", "leaddesk.ui"),
    (LAYERS, "ui", "leaddesk.app"),
    (WINDOW, "ui", "leaddesk.providers"),
    (WINDOW, "ui", "leaddesk.keychain"),
    (WINDOW, "ui", "leaddesk.disk"),
    ("Qt and qasync live in the window and in what builds or drives it", "domain", "PySide6.QtCore"),
    ("Qt and qasync live in the window and in what builds or drives it", "actions", "qasync"),
    (HTTP, "workspace", "httpx"),
    (HTTP, "ui", "stamina"),
    ("keyring lives in keychain", "actions", "keyring"),
    ("The database lives in workspace", "files", "apsw"),
    ("There is one SQLite, the one that APSW brings", "workspace", "sqlite3"),
    (CSV, "ui", "csv"),
    ("Spreadsheets and the forms of phone numbers live in files", "actions", "python_calamine"),
    ("Spreadsheets and the forms of phone numbers live in files", "workspace", "phonenumbers"),
    ("Arrays live in what makes My Leads quick", "domain", "numpy"),
    (SERVER, "providers", "starlette.applications"),
    (GUEST, "sandbox", "leaddesk.domain"),
    (DOOR, "ui", "leaddesk.sandbox"),
]
"""Contract, the floor that offends, what it imports."""


def _lint(folder: Path) -> tuple[int, str]:
    """Exit code and output of the check, for the tree in ``folder``."""
    command = [sys.executable, "-X", "utf8", "-c", LINT, "--no-cache"]
    checked = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    return checked.returncode, checked.stdout + checked.stderr


def _copy(to: Path) -> Path:
    shutil.copytree(ROOT / "leaddesk", to / "leaddesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", to / "pyproject.toml")
    return to


def _contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts: list[dict[str, object]] = settings["tool"]["importlinter"]["contracts"]
    return contracts


def _floors() -> set[str]:
    """The children of ``leaddesk``, as module names."""
    children = (ROOT / "leaddesk").iterdir()
    return {f"leaddesk.{child.stem}" for child in children if child.suffix == ".py" or any(child.glob("*.py"))} - {
        "leaddesk.__init__"
    }


def _complaint(output: str, contract: str) -> str:
    """What the report says about one broken contract: from its underlined name to the next one."""
    section = re.search(rf"^{re.escape(contract)}\n-+\n(.*?)(?=^[^\n]+\n---+\n|\Z)", output, re.MULTILINE | re.DOTALL)
    return section.group(1) if section else ""


def _short(value: object) -> str:
    return f"{value[1]}-{value[2]}" if isinstance(value, tuple) else str(value)


@pytest.fixture(scope="module")
def offended(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on a tree with all offences in it, each in a file of its own."""
    tree = _copy(tmp_path_factory.mktemp("offended"))
    for number, (_, floor, imported) in enumerate(OFFENCES):
        (tree / "leaddesk" / floor / f"offence_{number:02}.py").write_text(f"import {imported}\n", "utf-8")
    code, output = _lint(tree)
    assert code == 1, output
    assert "Broken contracts" in output, output
    return output


def test_the_contracts_hold() -> None:
    code, output = _lint(ROOT)
    assert code == 0, output


def test_every_contract_has_an_offence_planted() -> None:
    assert {contract["name"] for contract in _contracts()} == {contract for contract, _, _ in OFFENCES}


@pytest.mark.parametrize(("number", "offence"), list(enumerate(OFFENCES)), ids=_short)
def test_an_offence_breaks_its_contract(offended: str, number: int, offence: tuple[str, str, str]) -> None:
    contract, floor, imported = offence
    assert f"{contract} BROKEN" in offended
    culprit = rf"leaddesk\.{floor}\.offence_{number:02} -> {imported.split('.')[0]}"
    assert re.search(culprit, _complaint(offended, contract)), _complaint(offended, contract)


def test_a_new_floor_must_find_its_place(tmp_path: Path) -> None:
    tree = _copy(tmp_path)
    (tree / "leaddesk" / "attic").mkdir()
    (tree / "leaddesk" / "attic" / "__init__.py").write_text('"""New."""\n\nimport httpx\n', "utf-8")
    code, output = _lint(tree)
    assert code == 1
    assert "- leaddesk.attic" in _complaint(output, LAYERS)
    assert "leaddesk.attic -> httpx" in _complaint(output, HTTP)


def test_lists_of_floors_leave_none_out() -> None:
    contracts = {str(contract["name"]): contract for contract in _contracts()}
    floors = _floors()

    def named(contract: str, key: str) -> set[str]:
        names = contracts[contract][key]
        assert isinstance(names, list)
        return set(names)

    above = {"leaddesk.__main__", "leaddesk.tour", "leaddesk.app"}
    assert named(GUEST, "forbidden_modules") == floors - {"leaddesk.sandbox"}
    not_hers = floors - above - {"leaddesk.ui", "leaddesk.actions", "leaddesk.domain", "leaddesk.sandbox"}
    assert named(WINDOW, "forbidden_modules") == not_hers
