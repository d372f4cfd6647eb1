"""The job ``export``: writes leads of My Leads to files, or checks what a destination would refuse of them.

What is asked, as ``actions.export_leads`` sends it: ``act`` (``write`` or ``check``), ``database``, ``leads`` and
``left_out`` (files of 64-bit numbers), ``profile``, ``kind``, ``with_suppressed``; for ``write`` also ``path`` and
``template``, for ``check`` also ``found``, the file for the numbers of faulty rows.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from leaddesk.domain.export_destinations import filling
from leaddesk.domain.export_profiles import LINKEDIN, REFUSED, Fault, Profile, files_of, most_rows, profile_of
from leaddesk.domain.exports import KINDS, BookKind, CsvKind, FileKind
from leaddesk.files import number_files
from leaddesk.files.csv_cells import csv_lines
from leaddesk.files.csv_export import MARK
from leaddesk.files.csv_joined import JOINED_BY, JoinedCsv
from leaddesk.files.export_check import ExportCheck
from leaddesk.files.files_together import write_together
from leaddesk.files.linkedin_template import header_bytes, read_template
from leaddesk.files.profile_rows import Cell, ProfileRows
from leaddesk.files.vcard import vcard
from leaddesk.files.xlsx_writing import CutCells, write_sheet
from leaddesk.workspace.leads.reading_out import count_wanted, read_joined, read_out, read_wanted, reading

if TYPE_CHECKING:
    from leaddesk.workspace.database import Connection

_AT_ONCE = 250
_JOINED_AT_ONCE = 2000
_TELL_EVERY = 0.05
"""Seconds."""
_FACTS = 2
"""What ``read_out`` says of a lead before its cells: whether it is there, and whether it is suppressed."""


class _CancelledError(Exception):
    """Takes the half files away on its way out."""


def run(
    job: Mapping[str, Any], tell: Callable[[Mapping[str, Any]], None], cancelled: Callable[[], bool]
) -> dict[str, Any] | None:
    """As ``domain.work.Job``. Raises CannotWrite, DiskFull, FileUnreadable, WorkspaceUnusable, LeadsDamaged."""
    tell = _seldom(tell)

    def went_on(rows: int) -> None:
        if cancelled():
            raise _CancelledError
        tell({"rows": rows})

    try:
        return {"write": _write, "check": _check}[job["act"]](job, went_on)
    except _CancelledError:
        return None


@dataclass(frozen=True)
class _Order:
    """What is to be written."""

    profile: Profile
    kind: FileKind
    leads: Sequence[int]
    with_suppressed: bool
    head: bytes
    """Instead of the profile's own header, where there is any."""
    most: int
    """Rows a file; 0 for any number."""
    rows: ProfileRows
    cut: CutCells


def _write(job: Mapping[str, Any], went_on: Callable[[int], None]) -> dict[str, Any]:
    profile, kind, path = profile_of(job["profile"]), KINDS[job["kind"]], Path(job["path"])
    head = b""
    if profile.id == LINKEDIN:
        template = read_template(Path(job["template"]))
        profile, head = filling(profile, template.header), header_bytes(template.path)
    leads, with_suppressed, most = _leads(job), bool(job["with_suppressed"]), most_rows(profile, kind)
    order = _Order(profile, kind, leads, with_suppressed, head, most, ProfileRows(profile), CutCells())
    with reading(Path(job["database"])) as connection:
        is_split = 0 < most < len(leads)
        rows = count_wanted(connection, leads, with_suppressed=with_suppressed) if is_split else 0
        paths = files_of(path, -(-rows // most) if is_split else 1)
        is_joined = isinstance(kind, CsvKind) and len(paths) == 1 and order.rows.copies and len(profile.columns) > 1
        with write_together(paths) as files:
            written = (_write_joined if is_joined else _write_cells)(connection, files, order, went_on)
            went_on(written)
        kept = written if written == len(leads) else count_wanted(connection, leads, with_suppressed=True)
    facts = {"suppressed": kept - written, "gone": len(leads) - kept, "cut": order.cut.count}
    return {"files": [str(file) for file in paths], "rows": written, **facts}


def _write_joined(
    connection: Connection, files: Sequence[BinaryIO], order: _Order, went_on: Callable[[int], None]
) -> int:
    """One CSV file of values as they are: much the fastest way. Returns the rows."""
    (file,), kind, columns, written = files, CsvKind(order.kind.value), order.rows.sources, 0
    lines = JoinedCsv(kind, len(columns))
    file.write(order.head or _head(kind, order.profile))
    for start in range(0, len(order.leads), _JOINED_AT_ONCE):
        some, text = order.leads[start : start + _JOINED_AT_ONCE], None
        while text is None:
            read = read_joined(
                connection, columns, lines.groups, some, joined_by=JOINED_BY, with_suppressed=order.with_suppressed
            )
            text = lines.lines(read)
        file.write(text)
        written += len(read)
        went_on(written)
    return written


def _write_cells(
    connection: Connection, files: Sequence[BinaryIO], order: _Order, went_on: Callable[[int], None]
) -> int:
    """Files of every kind, one after the other. Returns the rows of all."""
    written = 0

    def chunks() -> Iterator[Sequence[Sequence[Cell]]]:
        nonlocal written
        sources, with_suppressed = order.rows.sources, order.with_suppressed
        for read in read_wanted(connection, sources, order.leads, _AT_ONCE, with_suppressed=with_suppressed):
            went_on(written)
            written += len(read)
            yield order.rows.rows(read)

    left = chunks()
    for file in files:
        left = _fill(file, order, left)
    return written


def _head(kind: CsvKind, profile: Profile) -> bytes:
    return (MARK if kind is CsvKind.SPREADSHEET_SAFE else b"") + csv_lines(kind, [profile.header])


def _fill(
    file: BinaryIO, order: _Order, chunks: Iterator[Sequence[Sequence[Cell]]]
) -> Iterator[Sequence[Sequence[Cell]]]:
    """Writes one file of at most ``order.most`` rows, and returns what is left."""
    kind, header = order.kind, order.profile.header
    rest: list[Sequence[Sequence[Cell]]] = []
    mine = _first(chunks, order.most, rest) if order.most else chunks
    match kind:
        case CsvKind():
            file.write(order.head or _head(kind, order.profile))
            file.writelines(csv_lines(kind, rows) for rows in mine)
        case BookKind.XLSX:
            write_sheet(file, header, chain.from_iterable(mine), cut=order.cut)
        case BookKind.VCARD:
            for rows in mine:
                file.writelines(vcard(dict(zip(header, map(_text, row), strict=True))) for row in rows)
    return chain(rest, chunks)


def _first(
    chunks: Iterator[Sequence[Sequence[Cell]]], most: int, rest: list[Sequence[Sequence[Cell]]]
) -> Iterator[Sequence[Sequence[Cell]]]:
    """The first ``most`` rows; what the last chunk has above that goes to ``rest``."""
    left = most
    while left > 0 and (rows := next(chunks, None)) is not None:
        yield rows[:left]
        if len(rows) > left:
            rest.append(rows[left:])
        left -= len(rows)


def _check(job: Mapping[str, Any], went_on: Callable[[int], None]) -> dict[str, Any]:
    profile, kind = profile_of(job["profile"]), KINDS[job["kind"]]
    if profile.id == LINKEDIN and job["template"]:
        profile = filling(profile, read_template(Path(job["template"])).header)
    check, made = ExportCheck(profile, kind), ProfileRows(profile)
    every, left_out = number_files.taken(Path(job["leads"])), set(number_files.taken(Path(job["left_out"])))
    rows = start = 0
    with reading(Path(job["database"])) as connection:
        for read in read_out(connection, made.sources, every, _AT_ONCE):
            went_on(start)
            numbers: list[int] = []
            for number, (is_lead, is_suppressed, *_) in enumerate(read, start):
                if is_lead is None:
                    check.note(Fault.GONE, "", number)
                elif is_suppressed is not None:
                    check.note(Fault.SUPPRESSED, "", number)
                if is_lead is not None and (is_suppressed is None or job["with_suppressed"]) and number not in left_out:
                    numbers.append(number)
            check.look(numbers, [read[number - start][_FACTS:] for number in numbers])
            rows += len(numbers)
            start += len(read)
    problems, place = [], 0
    found_first = sorted(check.found, key=lambda one: one[0] not in REFUSED)
    for fault, column in found_first:
        found = check.found[fault, column]
        limit = check.limit_of(column) if fault is Fault.TOO_LONG else 0
        problems.append(
            {"fault": fault.value, "column": column, "start": place, "end": place + len(found), "limit": limit}
        )
        place += len(found)
    number_files.put(Path(job["found"]), array("q", chain.from_iterable(check.found[one] for one in found_first)))
    most = most_rows(profile, kind)
    return {"rows": rows, "files": max(1, -(-rows // most) if most else 1), "problems": problems}


def _leads(job: Mapping[str, Any]) -> Sequence[int]:
    leads, left_out = (number_files.taken(Path(job[name])) for name in ("leads", "left_out"))
    if not left_out:
        return leads
    hidden = set(left_out)
    return array("q", (lead for number, lead in enumerate(leads) if number not in hidden))


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _seldom(tell: Callable[[Mapping[str, Any]], None]) -> Callable[[Mapping[str, Any]], None]:
    told = 0.0

    def tell_seldom(facts: Mapping[str, Any]) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _TELL_EVERY:
            told = now
            tell(facts)

    return tell_seldom
