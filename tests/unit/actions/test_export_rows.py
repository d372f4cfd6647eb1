"""Exports are whole or not there, whatever interrupts them, and report on the event loop."""

from __future__ import annotations

import asyncio
import csv
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leaddesk.actions.export_rows import Exported, ExportRows
from leaddesk.domain.errors import CannotWrite
from leaddesk.domain.exports import CsvKind
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.table import Column, Kind
from leaddesk.files.csv_export import preview, write_csv
from tests.fakes.table_of_rows import TableOfRows

NAMES = ("name", "zip", "note")
CRM, SAFE = CsvKind.CRM_IMPORT, CsvKind.SPREADSHEET_SAFE


def a_table(rows: int = 1000) -> TableOfRows:
    return TableOfRows(NAMES, [(f"Person {n}", f"{n:05}", '=1+1, "quoted"\nline') for n in range(rows)])


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


async def export(
    path: Path,
    table: TableOfRows,
    *,
    kind: CsvKind = CRM,
    numbers: Sequence[int] | None = None,
    columns: Sequence[int] = (0, 1, 2),
    progress: Callable[[int], None] = lambda _: None,
    cancel: threading.Event | None = None,
) -> Exported | None:
    return await ExportRows(write_csv, preview)(
        path=path,
        kind=kind,
        header=[NAMES[number] for number in columns],
        source=table,
        numbers=range(len(table)) if numbers is None else numbers,
        columns=columns,
        progress=progress,
        cancel=cancel or threading.Event(),
    )


def left_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def has(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, 10)


async def test_the_chosen_rows_and_columns_are_written_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    done = await export(path, a_table(), numbers=[7, 3, 999], columns=[1, 0])
    assert done == Exported(path, 3, CRM)
    assert path.read_bytes() == b"zip,name\r\n00007,Person 7\r\n00003,Person 3\r\n00999,Person 999\r\n"


async def test_a_single_column_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "zips.csv"
    await export(path, a_table(2), columns=[1])
    assert read(path) == [["zip"], ["00000"], ["00001"]]


@pytest.mark.parametrize("kind", CsvKind)
async def test_the_preview_shows_what_the_file_will_hold(tmp_path: Path, kind: CsvKind) -> None:
    table, path = a_table(), tmp_path / "people.csv"
    numbers = range(990, 1000)
    await export(path, table, kind=kind, numbers=numbers, columns=[2, 0])
    shown = ExportRows(write_csv, preview).preview(
        kind=kind, header=["note", "name"], source=table, numbers=numbers, columns=[2, 0]
    )
    assert shown == read(path)[:6]
    assert shown[1][0].startswith("'=" if kind is SAFE else "=")


async def test_progress_is_told_on_the_event_loop_and_ends_with_all_rows(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    began = time.monotonic()
    await export(
        tmp_path / "people.csv", a_table(3000), progress=lambda rows: told.append((threading.get_ident(), rows))
    )
    threads, rows = zip(*told, strict=True)
    assert set(threads) == {threading.get_ident()}
    assert sorted(rows) == list(rows)
    assert rows[-1] == 3000
    assert len(rows) <= (time.monotonic() - began) / 0.05 + 2, "at most twenty times a second"


async def test_a_cancelled_export_leaves_nothing(tmp_path: Path) -> None:
    table, cancel = a_table(), threading.Event()
    table.hold_at = 500
    running = asyncio.ensure_future(export(tmp_path / "people.csv", table, cancel=cancel))
    await has(table.reached)
    assert len(left_in(tmp_path)) == 1, "the temporary file"
    cancel.set()
    table.go_on.set()
    assert await running is None
    assert left_in(tmp_path) == {}


async def test_a_cancelled_export_keeps_the_file_that_was_there(tmp_path: Path) -> None:
    path, cancel = tmp_path / "people.csv", threading.Event()
    path.write_bytes(b"precious")
    cancel.set()
    assert await export(path, a_table(), cancel=cancel) is None
    assert left_in(tmp_path) == {"people.csv": b"precious"}


async def test_cancelling_the_task_waits_until_the_temporary_file_is_gone(tmp_path: Path) -> None:
    table = a_table()
    table.hold_at = 500
    running = asyncio.ensure_future(export(tmp_path / "people.csv", table))
    await has(table.reached)
    for _ in range(3):  # closing the window, then the program: each cancels once more
        running.cancel()
        await asyncio.sleep(0)
    assert not running.done()
    table.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert left_in(tmp_path) == {}


async def test_a_cancel_that_comes_too_late_says_that_the_file_is_there(tmp_path: Path) -> None:
    cancel = threading.Event()

    def finishes_anyway(path: Path, *_: object, **__: object) -> int:
        cancel.set()
        return 3

    done = await ExportRows(finishes_anyway, preview)(
        path=tmp_path / "a.csv",
        kind=CRM,
        header=["name"],
        source=a_table(3),
        numbers=range(3),
        columns=[0],
        progress=lambda _: None,
        cancel=cancel,
    )
    assert done == Exported(tmp_path / "a.csv", 3, CRM)


async def test_a_failure_on_the_way_out_is_told(tmp_path: Path) -> None:
    started, fail = threading.Event(), threading.Event()

    def fails(path: Path, *_: object, **__: object) -> int:
        started.set()
        fail.wait(10)
        raise CannotWrite(path, "Input/output error")

    running = asyncio.ensure_future(
        ExportRows(fails, preview)(
            path=tmp_path / "a.csv",
            kind=CRM,
            header=["name"],
            source=a_table(3),
            numbers=range(3),
            columns=[0],
            progress=lambda _: None,
            cancel=threading.Event(),
        )
    )
    await has(started)
    running.cancel()
    await asyncio.sleep(0)
    fail.set()
    with pytest.raises(CannotWrite):
        await running


async def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite) as caught:
        await export(tmp_path / "nowhere" / "people.csv", a_table(3))
    assert caught.value.path == tmp_path / "nowhere" / "people.csv"


async def test_whether_a_file_is_there_already(tmp_path: Path) -> None:
    action = ExportRows(write_csv, preview)
    path = tmp_path / "people.csv"
    assert not await action.is_taken(path)
    path.touch()
    assert await action.is_taken(path)
    assert not await action.is_taken(tmp_path), "a folder in the way is refused when writing"
    assert not await action.is_taken(path / "below a file.csv")
    assert not await action.is_taken(tmp_path / ("n" * 300))


async def test_the_first_folder_that_is_there(tmp_path: Path) -> None:
    action = ExportRows(write_csv, preview)
    (tmp_path / "file").touch()
    assert await action.first_folder([tmp_path / "gone", tmp_path / "file", tmp_path]) == tmp_path
    assert await action.first_folder([tmp_path / "gone"]) is None


async def test_moments_leave_as_dates_that_a_spreadsheet_knows(tmp_path: Path) -> None:
    at = datetime(2026, 11, 21, 12, 30, 5, 250_000, tzinfo=UTC)
    columns = (Column("when", Kind.DAY), Column("name"), Column("to the second", Kind.MOMENT))
    source = HeldRows(columns, [(at.isoformat(), "One", at.isoformat()), (None, "Two", "")])
    export = ExportRows(write_csv, preview)
    header, told = ["When", "Name", "At"], f"{at.astimezone():%Y-%m-%d %H:%M:%S}"
    asked = {"kind": CsvKind.CRM_IMPORT, "header": header, "source": source, "numbers": [0, 1], "columns": [0, 1, 2]}
    path = tmp_path / "moments.csv"
    await export(path=path, progress=lambda _: None, cancel=threading.Event(), **asked)  # type: ignore[arg-type]  # as they belong together
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[1:] == [f"{told},One,{told}", ",Two,"]
    assert export.preview(**asked)[1] == [told, "One", told]  # type: ignore[arg-type]  # as above
