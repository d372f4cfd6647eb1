"""An export in its own process: killed at any moment, it leaves no file that looks whole and is not."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from leaddesk.domain.export_profiles import as_shown, plain
from leaddesk.domain.exports import BookKind, CsvKind, FileKind
from tests.fakes.leads_to_export import LeadsToExport

ROWS, MOST = 60_000, 20_000


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The job, but for the kind and the path."""
    folder = tmp_path_factory.mktemp("export")
    leads = LeadsToExport(
        folder, [{"name": f"Anna {number}", "email": f"a{number}@example.test"} for number in range(100)]
    )
    (folder / "ids").write_bytes(array("q", [1 + number % 100 for number in range(ROWS)]).tobytes())
    (folder / "none").touch()
    return {
        "act": "write",
        "database": str(leads.path),
        "leads": str(folder / "ids"),
        "left_out": str(folder / "none"),
        "with_suppressed": False,
        "template": "",
    }


def started(order: dict[str, Any], kind: FileKind, path: Path, *, most: int = 0) -> subprocess.Popen[str]:
    profile = plain(as_shown([("name", "Name"), ("email", "E-mail")], (kind,))) | {"most_rows": most}
    process = subprocess.Popen(
        [sys.executable, "-m", "leaddesk", "work"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    job = order | {"kind": kind.value, "path": str(path), "profile": profile}
    process.stdin.write(json.dumps({"name": "export", "job": job}) + "\n")
    process.stdin.flush()
    return process


def answered(process: subprocess.Popen[str]) -> Any:
    assert process.stdout is not None
    assert process.stdin is not None
    with process.stdout, process.stdin:
        lines = [json.loads(line) for line in process.stdout]
    process.wait(30)
    return lines[-1]


@pytest.mark.parametrize("kind", [CsvKind.CRM_IMPORT, BookKind.XLSX])
def test_it_is_whole_or_not_there_whenever_it_is_killed(order: dict[str, Any], kind: FileKind, tmp_path: Path) -> None:
    draw, path = random.Random(4), tmp_path / "o.x"
    began = time.monotonic()
    assert answered(started(order, kind, path))["done"]["rows"] == ROWS
    took, whole = time.monotonic() - began, path.stat().st_size
    path.write_bytes(b"precious")
    for _ in range(4):
        process = started(order, kind, path)
        with suppress(subprocess.TimeoutExpired):
            process.wait(draw.random() * took)  # any moment at all
        process.kill()
        process.communicate()
        assert path.read_bytes() == b"precious" or path.stat().st_size == whole
        assert {other.name for other in tmp_path.iterdir() if not other.name.startswith(".")} == {"o.x"}
    answered(started(order, kind, path))
    assert [other.name for other in tmp_path.iterdir()] == ["o.x"], "the next one takes away what was left"


def test_several_files_are_all_there_or_none(order: dict[str, Any], tmp_path: Path) -> None:
    said = answered(started(order, CsvKind.CRM_IMPORT, tmp_path / "o.csv", most=MOST))
    assert [Path(file).name for file in said["done"]["files"]] == ["o-1.csv", "o-2.csv", "o-3.csv"]
    assert {path.name for path in tmp_path.iterdir()} == {"o-1.csv", "o-2.csv", "o-3.csv"}


def test_trouble_crosses_the_pipe(order: dict[str, Any], tmp_path: Path) -> None:
    said = answered(started(order, CsvKind.CRM_IMPORT, tmp_path / "gone" / "o.csv"))
    assert said["error"]["type"] == "CannotWrite"


def test_it_stops_when_leaddesk_is_gone(order: dict[str, Any], tmp_path: Path) -> None:
    process = started(order, BookKind.XLSX, tmp_path / "o.xlsx")
    assert process.stdin is not None
    process.stdin.close()
    process.wait(30)
    assert process.stdout is not None
    process.stdout.close()
    assert list(tmp_path.iterdir()) == []
