"""A file that a second process reads is the same as one that is read here."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path
from typing import Any

import pytest

from leaddesk.app.work import file_blocks
from leaddesk.app.work.file_blocks import Read, blocks_of
from leaddesk.domain.errors import FileUnreadable, WorkBroken
from leaddesk.domain.imports import FileKind, FileShape, ImportPlan, Mapping
from leaddesk.files.file_rows import BadRow

COLUMNS = Mapping(("first_name", "last_name", "email", "custom:Shoe", None))


@pytest.fixture
def plan(tmp_path: Path) -> ImportPlan:
    path = tmp_path / "people.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["First", "Last", "E-mail", "Shoe", "Hat"])
        for number in range(5000):
            address = f"ännä{number}@acme.example" if number % 3 else ""
            writer.writerow([f"Ännä{number}", "Berg", address, "44" if number % 2 else "", "x"])
            if number % 100 == 0:
                file.write(',," ","",\r\n' + "Ben,Moss,b@x.example,45,y,more\r\n" + '"never closed,Ash,,,\r\n')
    return ImportPlan(path, FileShape(FileKind.CSV), COLUMNS)


def told(plan: ImportPlan, *, keeps_given: bool) -> list[Any]:
    with blocks_of(plan, keeps_given=keeps_given) as file:
        found: list[Any] = [file.header, file.total]
        for said in file.blocks:
            if isinstance(said, BadRow):
                found.append(said)
            else:
                *rest, keys, owners, refused, given = said.block
                found.append((said.done, rest, keys.tolist(), owners.tolist(), refused, list(given)))
    return found


@pytest.mark.parametrize("keeps_given", [False, True])
def test_a_second_process_reads_the_same(plan: ImportPlan, monkeypatch: pytest.MonkeyPatch, keeps_given: bool) -> None:
    here = told(plan, keeps_given=keeps_given)
    assert any(isinstance(said, BadRow) for said in here)
    monkeypatch.setattr(file_blocks, "MUCH", 0)
    assert told(plan, keeps_given=keeps_given) == here


@pytest.mark.parametrize("much", [0, file_blocks.MUCH])
def test_what_is_wrong_with_the_file_is_told(plan: ImportPlan, monkeypatch: pytest.MonkeyPatch, much: int) -> None:
    monkeypatch.setattr(file_blocks, "MUCH", much)

    def read_while_it_changes() -> None:
        with blocks_of(plan, keeps_given=False) as file:
            assert isinstance(next(file.blocks), Read)
            with plan.path.open("a") as other:
                other.write("Eva,Elm,,,\r\n")
            list(file.blocks)

    with pytest.raises(FileUnreadable) as raised:
        read_while_it_changes()
    assert (raised.value.path, raised.value.reason) == (plan.path, "changed")
    plan.path.unlink()
    with pytest.raises(FileUnreadable), blocks_of(plan, keeps_given=False):
        pass


def test_the_second_process_ends_with_the_first(plan: ImportPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_blocks, "MUCH", 0)
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    with pytest.raises(KeyError), blocks_of(plan, keeps_given=False):
        raise KeyError
    assert started[0].returncode is not None
    with blocks_of(plan, keeps_given=False) as file:
        started[1].kill()
        with pytest.raises(WorkBroken):
            list(file.blocks)
