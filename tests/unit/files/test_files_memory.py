"""Files that were made, or just happen, to take much memory: read or refused in a process that may only take some."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has no types

_LIMITED = """
import resource, sys
from pathlib import Path
import python_calamine
from leaddesk.domain.errors import FileUnreadable
from leaddesk.files import xlsx_parts
from leaddesk.files.file_rows import BadRow
from leaddesk.files.lead_files import look_into, open_lead_file
xlsx_parts._SLICE = 1 << 20
path = Path(sys.argv[1])
used = int(next(line for line in open("/proc/self/status") if line.startswith("VmSize")).split()[1]) << 10
resource.setrlimit(resource.RLIMIT_AS, (used + (int(sys.argv[2]) << 20),) * 2)
try:
    rows, bad = 0, []
    with open_lead_file(path, look_into(path).shape) as file:
        for block in file.rows:
            if isinstance(block, BadRow):
                bad.append(block.reject.value)
            else:
                rows += len(block.rows)
                last = block.rows[-1][-1]
    print(rows, last[:20], *sorted(set(bad)))
except FileUnreadable as error:
    print(error.reason)
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs the limits of Linux")


def read_within(megabytes: int, path: Path) -> str:
    command = [sys.executable, "-c", _LIMITED, str(path), str(megabytes)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - ours


def workbook(path: Path, rows: bytes, strings: bytes) -> Path:
    """As a spreadsheet program writes it: the texts in a part of their own."""
    plain = path.with_name("plain.xlsx")
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write_string(0, 0, "x")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head, _, tail = content.partition(b"<sheetData>")
                content = head + b"<sheetData>" + rows + b"</sheetData>" + tail.partition(b"</sheetData>")[2]
            elif name == "xl/sharedStrings.xml":
                content = content[: content.index(b"<si>")] + strings + b"</sst>"
            new.writestr(name, content)
    return path


def row(number: int, *strings: int) -> bytes:
    cells = (b'<c r="%c%d" t="s"><v>%d</v></c>' % (65 + at, number, string) for at, string in enumerate(strings))
    return b'<row r="%d">%b</row>' % (number, b"".join(cells))


def test_a_sheet_of_different_strings_takes_little_more_than_they_do(tmp_path: Path) -> None:
    """400,000 strings, 18 MB."""
    rows = b"".join(row(number + 1, *range(number * 20, number * 20 + 20)) for number in range(20_000))
    strings = b"".join(b"<si><t>a text, number %d</t></si>" % number for number in range(400_000))
    assert read_within(80, workbook(tmp_path / "a.xlsx", rows, strings)) == "19999 a text, number 39999"


def test_a_long_string_in_many_cells(tmp_path: Path) -> None:
    """One string of 200 KB in 4,000 cells: 800 MB of text in a file of a few kilobytes."""
    rows = b"".join(row(number + 1, 0) for number in range(4000))
    path = workbook(tmp_path / "a.xlsx", rows, b"<si><t>" + b"x" * 200_000 + b"</t></si>")
    assert read_within(200, path) == "3999 " + "x" * 20


def test_a_row_that_is_too_much_alone(tmp_path: Path) -> None:
    rows = row(1, *([0] * 26)) + row(2, *([0] * 26))
    path = workbook(tmp_path / "a.xlsx", rows, b"<si><t>" + b"x" * (2 << 20) + b"</t></si>")
    assert read_within(300, path) == "too-large"


@pytest.mark.parametrize("line", ['x",' + "," * 500_000 + '"y\n', 'x","y\n', 'x,,",' + "ab," * 200_000 + '"y\n'])
def test_a_csv_row_of_millions_of_cells(tmp_path: Path, line: str) -> None:
    """Each of its lines ends between quotes, so that it goes on."""
    path = tmp_path / "a.csv"
    path.write_text('Name,E-mail\nBo,b@a.example\n"' + line * (4_000_000 // len(line)) + '"\nCy,c@a.example\n')
    said = read_within(70, path).split()
    assert said[2] == "too-large"
    assert int(said[0]) >= 1
