from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread

import pytest

from leaddesk.domain.errors import CannotWrite, DiskFull
from leaddesk.domain.exports import BookKind, CsvKind
from leaddesk.domain.preferences import EXPORT_KIND
from leaddesk.domain.records import Row
from leaddesk.files.csv_export import preview, write_csv
from tests.fakes.small_disk import small_disk

ROOT = Path(__file__).parents[3]
CRM, SAFE = CsvKind.CRM_IMPORT, CsvKind.SPREADSHEET_SAFE

HEADER = ["id", "name", "=phone"]


def row(number: int) -> Row:
    return (number, f"Müller, {number}", None if number % 3 else f"+49 30 {number:06}")


def chunks(rows: int, size: int = 500) -> Iterator[Sequence[Row]]:
    for start in range(0, rows, size):
        yield [row(number) for number in range(start, min(start + size, rows))]


def read(path: Path, encoding: str) -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, strict=True))


def only(path: Path) -> None:
    assert list(path.parent.iterdir()) == [path]


def test_a_file_for_a_crm(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert write_csv(path, CRM, HEADER, chunks(3)) == 3
    assert path.read_bytes() == (
        'id,name,=phone\r\n0,"Müller, 0",+49 30 000000\r\n1,"Müller, 1",\r\n2,"Müller, 2",\r\n'.encode()
    )
    only(path)


def test_a_file_for_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert write_csv(path, SAFE, HEADER, chunks(1)) == 1
    assert path.read_bytes() == b"\xef\xbb\xbf" + 'id,name,\'=phone\r\n0,"Müller, 0",+49 30 000000\r\n'.encode()
    only(path)


@pytest.mark.parametrize("size", [1, 99, 100, 101, 2500])
@pytest.mark.parametrize(("kind", "encoding"), [(CRM, "utf-8"), (SAFE, "utf-8-sig")])
def test_every_row_is_there_whatever_the_chunks(tmp_path: Path, kind: CsvKind, encoding: str, size: int) -> None:
    path, told = tmp_path / "list.csv", list[int]()
    assert write_csv(path, kind, HEADER, chunks(2500, size), progress=told.append) == 2500
    assert read(path, encoding) == preview(kind, HEADER, [row(number) for number in range(2500)])
    assert told == sorted(set(told))
    assert told[-1] == 2500


def test_it_gives_way_to_a_busy_window_and_still_ends(tmp_path: Path) -> None:
    path, told = tmp_path / "list.csv", [0]
    writer = Thread(target=write_csv, args=(path, CRM, HEADER, chunks(2500)), kwargs={"progress": told.append})
    writer.start()
    turns = 0
    while writer.is_alive():
        turns += sum(range(1000)) > 0
    writer.join()
    assert turns
    assert told[-1] == 2500
    assert len(read(path, "utf-8")) == 2501


def test_a_table_without_rows_is_its_header(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert write_csv(path, CRM, HEADER, [[], []]) == 0
    assert path.read_bytes() == b"id,name,=phone\r\n"


def test_a_table_without_columns_is_our_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="column"):
        write_csv(tmp_path / "list.csv", CRM, [], [])


def test_the_preview_shows_what_a_reader_finds() -> None:
    rows: list[Row] = [("=1+1", None, 2.5), ("-3", "nul\0", "+49 30 901820")]
    assert preview(SAFE, HEADER, rows) == [
        ["id", "name", "'=phone"],
        ["'=1+1", "", "2.5"],
        ["-3", "nul\ufffd", "+49 30 901820"],
    ]
    assert preview(CRM, HEADER, rows)[:2] == [["id", "name", "=phone"], ["=1+1", "", "2.5"]]


@pytest.mark.parametrize("at", [0, 1, 700, 2499])
def test_a_cancel_leaves_no_half_file(tmp_path: Path, at: int) -> None:
    path, told = tmp_path / "list.csv", [0]
    assert write_csv(path, CRM, HEADER, chunks(2500), progress=told.append, cancelled=lambda: told[-1] >= at) is None
    assert list(tmp_path.iterdir()) == []


def test_a_cancel_after_the_last_row_counts(tmp_path: Path) -> None:
    path, told = tmp_path / "list.csv", [0]
    assert write_csv(path, CRM, HEADER, chunks(50), progress=told.append, cancelled=lambda: told[-1] == 50) is None
    assert list(tmp_path.iterdir()) == []


def test_a_cancel_leaves_the_older_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"older")
    assert write_csv(path, CRM, HEADER, chunks(10), cancelled=lambda: True) is None
    assert path.read_bytes() == b"older"
    only(path)


def test_rows_that_cannot_be_read_leave_the_older_file_as_it_was(tmp_path: Path) -> None:
    def breaking() -> Iterator[Sequence[Row]]:
        yield [row(1)]
        raise LookupError

    path = tmp_path / "list.csv"
    path.write_bytes(b"older")
    with pytest.raises(LookupError):
        write_csv(path, CRM, HEADER, breaking())
    assert path.read_bytes() == b"older"
    only(path)


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite) as refused:
        write_csv(tmp_path / "missing" / "list.csv", CRM, HEADER, chunks(10))
    assert refused.value.path == tmp_path / "missing" / "list.csv"


def test_a_full_disk_is_told_and_left_clean(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=64) as disk:
        (disk / "list.csv").write_bytes(b"older")
        with pytest.raises(DiskFull):
            write_csv(disk / "list.csv", CRM, HEADER, chunks(20_000))
        assert [(file.name, file.read_bytes()) for file in disk.iterdir()] == [("list.csv", b"older")]


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_kill_in_the_middle_leaves_the_older_file_whole(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from threading import Thread
from leaddesk.domain.exports import CsvKind
from leaddesk.files.csv_export import write_csv
def endless():
    while True:
        yield [("x" * 1000,)] * 100
write_csv(Path(sys.argv[1]), CsvKind.CRM_IMPORT, ["name"], endless(), progress=lambda rows: print(rows, flush=True))
"""
    path = tmp_path / "list.csv"
    path.write_bytes(b"older")
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603
        assert writer.stdout is not None
        while int(writer.stdout.readline()) < 1000:
            pass
        writer.send_signal(signal.SIGKILL)
    assert path.read_bytes() == b"older"
    assert [other.name[0] for other in tmp_path.iterdir() if other != path] == ["."], "half a file is a hidden one"


def test_the_preference_knows_every_kind() -> None:
    assert {kind.value for kind in (*CsvKind, BookKind.XLSX)} == set(EXPORT_KIND.choices)
