"""A file of leads, recognised and read: what it is, what is in it, and what is said of files that are none."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leaddesk.domain.errors import FileUnreadable
from leaddesk.domain.imports import FileKind, FileShape, Reject
from leaddesk.files.file_rows import BadRow, Rows
from leaddesk.files.lead_files import MOST_COLUMNS, look_into, open_lead_file

PEOPLE = "Name;E-Mail;Straße\nJürgen;j@a.example;Hauptstraße 5\nZoë;z@a.example;Rue 7, Paris\n"
HEADER = ("Name", "E-Mail", "Straße")


def written(folder: Path, content: str | bytes, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def all_rows(path: Path, shape: FileShape) -> list[list[str]]:
    with open_lead_file(path, shape) as file:
        return [row for block in file.rows if isinstance(block, Rows) for row in block.rows]


def refused(path: Path, shape: FileShape | None = None) -> str:
    with pytest.raises(FileUnreadable) as told:
        look_into(path, shape)
    assert told.value.path == path
    return told.value.reason


@pytest.mark.parametrize(
    ("encoding", "recognised"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_every_encoding_is_recognised(tmp_path: Path, encoding: str, recognised: str) -> None:
    peek = look_into(written(tmp_path, PEOPLE.encode(encoding)))
    assert peek.shape == FileShape(FileKind.CSV, recognised, ";", has_header=True)
    assert peek.header == HEADER
    assert peek.rows == (("Jürgen", "j@a.example", "Hauptstraße 5"), ("Zoë", "z@a.example", "Rue 7, Paris"))
    assert peek.doubts == (("encoding",) if encoding == "cp1252" else ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_recognised_also_where_others_stand_in_cells(tmp_path: Path, delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(
        [["Name", "E-mail", "Amount"], ["Ng, Bo", "b@a.example", "1,5"], ["A; B | C", "c@a.example", "2,5\t"]]
    )
    peek = look_into(written(tmp_path, out.getvalue()))
    assert peek.shape.delimiter == delimiter
    assert "delimiter" not in peek.doubts


def test_excels_separator_line_tells_the_delimiter(tmp_path: Path) -> None:
    peek = look_into(written(tmp_path, "sep=|\r\nName|E-mail\r\nBo,Jo;Al|b@a.example\r\n"))
    assert (peek.shape.delimiter, peek.header) == ("|", ("Name", "E-mail"))


def test_one_column_may_hold_commas(tmp_path: Path) -> None:
    peek = look_into(written(tmp_path, "Name\nSmith, John\nDoe, Jane\n"))
    assert (peek.header, peek.rows) == (("Name",), (("Smith, John",), ("Doe, Jane",)))
    assert "delimiter" in peek.doubts


def test_a_table_below_a_title(tmp_path: Path) -> None:
    peek = look_into(written(tmp_path, "Our fair\nName;E-mail;City\nBo;b@a.example;Bonn\n"))
    assert peek.shape.delimiter == ";"
    assert "delimiter" in peek.doubts


def test_a_name_of_any_length_is_cut(tmp_path: Path) -> None:
    assert look_into(written(tmp_path, f"E-mail,{'x' * 100_000}\nb@a.example,1\n")).header == ("E-mail", "x" * 200)


@pytest.mark.parametrize(
    ("content", "has_header", "is_sure"),
    [
        ("name,email\nBo,b@a.example\n", True, True),
        ("Bo,b@a.example\nCy,c@a.example\n", False, True),
        ("Wer,Was\nBo,12\n", True, True),
        ("Rot,Rot\nBlau,Rot\n", False, False),
        ("Rot,Blau\nGelb,Rot\n", True, False),
        ("first name\n", True, True),
    ],
)
def test_a_header_is_told_from_rows(tmp_path: Path, content: str, has_header: bool, is_sure: bool) -> None:
    peek = look_into(written(tmp_path, content))
    assert peek.shape.has_header == has_header
    assert ("header" not in peek.doubts) == is_sure
    assert len(peek.rows) == len(content.splitlines()) - has_header
    if not has_header:
        assert peek.header == ("Column 1", "Column 2")


def test_columns_without_a_name_get_one(tmp_path: Path) -> None:
    assert look_into(written(tmp_path, "Name,,E-mail\nBo,1,b@a.example\n")).header == ("Name", "Column 2", "E-mail")


def test_ragged_rows_lose_nothing(tmp_path: Path) -> None:
    peek = look_into(written(tmp_path, "Name,E-mail\nBo\nCy,c@a.example,,\nDi,d@a.example,x,y\n"))
    assert peek.header == ("Name", "E-mail", "Column 3", "Column 4")
    assert peek.rows == (("Bo", "", "", ""), ("Cy", "c@a.example", "", ""), ("Di", "d@a.example", "x", "y"))
    assert all_rows(peek.path, peek.shape) == [["Bo", ""], ["Cy", "c@a.example"], ["Di", "d@a.example", "x", "y"]]


def test_a_row_of_too_many_cells_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,E-mail\nBo,b@a.example\n" + "x," * (MOST_COLUMNS + 1) + "x\nCy,c@a.example\n")
    peek = look_into(path)
    assert [row[0] for row in peek.rows] == ["Bo", "Cy"]
    assert [(number, reject) for number, reject, _ in peek.bad] == [(2, Reject.TOO_LARGE)]


def test_rows_are_numbered_without_the_header(tmp_path: Path) -> None:
    path = written(tmp_path, 'Name,E-mail\nBo,b@a.example\nCy,"x\nDi,d@a.example\n')
    peek = look_into(path)
    assert [row[0] for row in peek.rows] == ["Bo", "Di"]
    assert peek.bad == ((2, Reject.UNREADABLE, 'Cy  "x'),)
    with open_lead_file(path, peek.shape) as file:
        numbers = [one.number if isinstance(one, BadRow) else (one.first, len(one.rows)) for one in file.rows]
    assert numbers == [(1, 1), 2, (3, 1)]


def test_ten_thousand_columns_and_one(tmp_path: Path) -> None:
    wide = ",".join(f"n{number}" for number in range(10_000))
    assert len(look_into(written(tmp_path, f"{wide}\n{wide}\n")).header) == 10_000
    peek = look_into(written(tmp_path, "E-mail\nb@a.example\nc@a.example\n"))
    assert (peek.header, peek.rows, peek.doubts) == (("E-mail",), (("b@a.example",), ("c@a.example",)), ())


def test_a_peek_of_large_cells_stays_small(tmp_path: Path) -> None:
    peek = look_into(written(tmp_path, "Name,Note\n" + f"Bo,{'x' * 1_000_000}\n" * 30))
    assert len(peek.rows) == 5
    assert len(look_into(written(tmp_path, "Name,Note\n" + "Bo,x\n" * 300)).rows) == 100


def test_a_header_alone(tmp_path: Path) -> None:
    peek = look_into(written(tmp_path, "Name,E-mail"))
    assert (peek.header, peek.rows) == (("Name", "E-mail"), ())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\r\n\r\n", "empty"),
        (bytes(range(256)) * 40, "encoding"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(40)) * 20, "encoding"),
        (b"PK\x03\x04 and no archive", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not-xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_is_no_table_is_told_apart(tmp_path: Path, content: bytes, reason: str) -> None:
    assert refused(written(tmp_path, content)) == reason


def test_a_file_that_is_gone_and_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing.csv") == "gone"
    assert refused(tmp_path, FileShape(FileKind.CSV))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = written(tmp_path, PEOPLE)
    path.chmod(0)
    assert refused(path) == "locked"


def test_utf_16_without_the_mark_that_it_was_said_to_have(tmp_path: Path) -> None:
    assert refused(written(tmp_path, PEOPLE), FileShape(FileKind.CSV, "utf-16", ";")) == "encoding"


def test_what_was_recognised_can_be_changed(tmp_path: Path) -> None:
    path = written(tmp_path, PEOPLE)
    peek = look_into(path, FileShape(FileKind.CSV, "cp1252", ",", has_header=False))
    assert peek.header == ("Column 1", "Column 2")
    assert peek.rows[1] == ("JÃ¼rgen;j@a.example;HauptstraÃŸe 5", "")


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, PEOPLE)
    peek = look_into(path)
    with pytest.raises(FileUnreadable, match="changed"), open_lead_file(path, peek.shape, seen=peek.seen):
        path.write_text("Name;E-Mail\nX;x@a.example\n")
    with pytest.raises(FileUnreadable, match="changed"), open_lead_file(path, peek.shape, seen=peek.seen):
        pytest.fail("it is another file than the one that was looked at")
    path.unlink()
    with pytest.raises(FileUnreadable, match="gone"), open_lead_file(path, peek.shape):
        pytest.fail("it is gone")


def test_a_file_that_vanishes_while_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, PEOPLE)
    with pytest.raises(FileUnreadable, match="gone"), open_lead_file(path, look_into(path).shape):
        path.unlink()


def test_an_error_of_who_uses_the_rows_stays_that(tmp_path: Path) -> None:
    path = written(tmp_path, PEOPLE)
    with pytest.raises(OSError, match="somewhere else"), open_lead_file(path, look_into(path).shape):
        raise OSError("somewhere else")


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]) | st.sampled_from("\t\n"), max_size=10)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(PLAIN, min_size=3, max_size=3), max_size=5),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_table_is_recognised_and_read_back(
    tmp_path: Path, rows: list[list[str]], delimiter: str, encoding: str, quoting: Literal[0, 1]
) -> None:
    table = [["Name", "E-mail", "Anything"], *rows]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(table)
    try:
        content = out.getvalue().encode(encoding)
    except UnicodeEncodeError:
        assume(False)
    if encoding == "cp1252":
        try:
            is_ambiguous = not content.isascii() and bool(content.decode("utf-8"))
        except UnicodeDecodeError:
            is_ambiguous = False
        assume(not is_ambiguous)
    path = written(tmp_path, content)
    peek = look_into(path)
    assert peek.header == tuple(table[0])
    assert peek.rows == tuple(map(tuple, rows))
    assert all_rows(path, peek.shape) == rows


@pytest.mark.skipif(sys.platform != "linux", reason="needs the limits of Linux")
def test_memory_stays_as_it_is_for_a_large_file(tmp_path: Path) -> None:
    """30 MB of rows, a line of 60 MB and a bomb, in a process that may only take 50 MB more than it begins with."""
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.write(b"name,email\n")
        for _ in range(30):
            file.write(b"Bo,b@a.example\n" * 70_000)
        file.write(b"x," * 30_000_000 + b"\n")
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<a>" + b" " * 400_000_000)
    code = f"""
import resource
from pathlib import Path
from leaddesk.domain.errors import FileUnreadable
from leaddesk.files.lead_files import look_into, open_lead_file
look_into(Path({str(large)!r}))
used = int(next(line for line in open("/proc/self/status") if line.startswith("VmSize")).split()[1]) << 10
resource.setrlimit(resource.RLIMIT_AS, (used + (50 << 20),) * 2)
with open_lead_file(Path({str(large)!r}), look_into(Path({str(large)!r})).shape) as file:
    print(sum(len(getattr(block, "rows", ())) for block in file.rows))
try:
    look_into(Path({str(bomb)!r}))
except FileUnreadable as error:
    print(error.reason)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert said.stdout.split() == ["2100000", "too-large"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"sep=;\n", b'"']),
    rest=st.binary(max_size=300) | st.text('a,;\t|"\n\r\0é', max_size=100).map(str.encode),
)
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = written(tmp_path, start + rest)
    peek, reason = None, ""
    try:
        peek = look_into(path)
    except FileUnreadable as error:
        reason = error.reason
    if peek is None:
        assert reason in {"empty", "encoding", "damaged", "not-xlsx", "encrypted", "too-large"}
        return
    assert peek.header
    assert all(len(row) == len(peek.header) for row in peek.rows)
    with open_lead_file(path, peek.shape, seen=peek.seen) as file:
        assert len(list(file.rows)) <= len(start + rest)
