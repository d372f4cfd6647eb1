"""What a destination takes: its columns, how each is made of a lead's values, and what it refuses.

A profile is plain data. ``files.profile_rows`` makes rows of it; ``domain.export_destinations`` holds those that
LeadDesk brings, and a person may keep own ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any

from leaddesk.domain.exports import KINDS, MOST_SHEET_ROWS, BookKind, CsvKind, FileKind
from leaddesk.domain.leads import LeadId

AS_SHOWN, LINKEDIN, VCARD = "as-shown", "linkedin", "vcard"
"""Ids of profiles that are treated in a way of their own."""
OWN = "own:"
"""What the ids of own profiles begin with."""


class Form(Enum):
    """How a cell is made. "The value" is the first of the column's sources that has one."""

    TEXT = "text"
    """The value as it is."""
    FIRST_NAME = "first-name"
    """The first source; where it and the second (the other part) are missing, what begins the third, a full name."""
    LAST_NAME = "last-name"
    """The same with what remains of the full name: ``van den Berg`` with its particles."""
    FULL_NAME = "full-name"
    """The first source, a full name; where it is missing, the others joined by spaces."""
    EMAIL = "email"
    """The value without spaces around it and without ``mailto:``."""
    PHONE = "phone"
    """The value in the profile's ``phones`` form; as it is where it is no number of the kind."""
    NUMBER = "number"
    """Digits of a plain number, without grouping; empty for a range or anything else."""
    DAY = "day"
    """Seconds since 1970 as a day of the local calendar in the profile's ``dates`` form."""
    MOMENT = "moment"
    """The same with hour and minute, as on screen."""
    DOMAIN = "domain"
    """``www.example.com`` of ``https://www.example.com/about`` becomes ``example.com``."""
    COUNTRY = "country"
    """ISO 3166-1's two letters (``GB``, never ``UK``) where the country is known, else the value as it is."""
    TWO_SPACES = "two-spaces"
    """All sources that have a value, joined by two spaces; the last one is a country and written in two letters."""
    ADDRESS = "address"
    """All sources that have a value, joined by ``, ``."""
    LABEL = "label"
    """The column's constant, or ``Work``, where any source has a value; else empty."""


class PhoneForm(Enum):
    AS_IS = "as-is"
    E164 = "e164"
    """``+4930901820``"""
    INTERNATIONAL = "international"
    """``+49 30 901820``"""
    NATIONAL = "national"
    """``030 901820``"""


class DateForm(Enum):
    ISO = "iso"
    """``2026-11-21``"""
    DAY_FIRST = "day-first"
    """``21.11.2026``"""
    MONTH_FIRST = "month-first"
    """``11/21/2026``"""


@dataclass(frozen=True)
class ProfileColumn:
    """One column of the destination."""

    header: str
    sources: tuple[str, ...] = ()
    """Columns of My Leads (a ``Field``'s value, ``custom:...``, ``@...``), the preferred one first."""
    form: Form = Form.TEXT
    constant: str = ""
    """Written where the sources say nothing; without sources, in every row."""
    longest: int = 0
    """Characters that the destination takes; 0: no limit is known."""


@dataclass(frozen=True)
class Profile:
    """How leads leave for one destination."""

    id: str
    columns: tuple[ProfileColumn, ...]
    name: str = ""
    """Of an own one; the names of the others stand in the window."""
    required: tuple[tuple[str, ...], ...] = ()
    """Groups of headers: in each row at least one cell of each group must hold something."""
    unique: str = ""
    """Header of the column in which the destination takes no value twice (case folded); empty: no such column."""
    ascii_addresses: bool = False
    """Whether the destination takes e-mail addresses with letters of English alone before the @."""
    kinds: tuple[FileKind, ...] = (CsvKind.CRM_IMPORT,)
    """Kinds of file that the destination takes, the best first."""
    most_rows: int = 0
    """Rows a file; more are written to numbered files. 0: as many as the kind of file holds."""
    most_bytes: int = 0
    """Bytes a file that the destination takes; 0: no limit is known. Only told."""
    fewest_rows: int = 0
    phones: PhoneForm = PhoneForm.AS_IS
    country: str = ""
    """ISO's two letters: where phone numbers without a country code are from. Empty: the lead's own country."""
    dates: DateForm = DateForm.ISO

    @property
    def is_own(self) -> bool:
        return self.id.startswith(OWN)

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every column of My Leads that it reads, each once."""
        return tuple(dict.fromkeys(source for column in self.columns for source in column.sources))


class Fault(Enum):
    """What a check finds. The sentences stand in the window."""

    MISSING = "missing"
    """Nothing in a required cell (``column``: the headers of the group, joined by `` / ``): the row is refused."""
    BAD_EMAIL = "bad-email"
    """An e-mail address that is none."""
    TWICE = "twice"
    """The same value as a row above, where the destination takes each once."""
    TOO_LONG = "too-long"
    """More characters than the destination, or a cell of a spreadsheet, takes. It is written whole; in XLSX cut."""
    NO_NUMBER = "no-number"
    """A range, or words, where only a number is taken: the cell stays empty."""
    ODD_PHONE = "odd-phone"
    """No phone number of its country: written as it is."""
    SUPPRESSED = "suppressed"
    """Left out, unless the plan says otherwise."""
    GONE = "gone"
    """No lead any more: in the trash, merged or erased since it was shown. Always left out."""


REFUSED = frozenset({Fault.MISSING, Fault.BAD_EMAIL, Fault.TWICE, Fault.TOO_LONG})
"""The destination refuses such rows, or loses what they say: the window offers to leave them out."""


@dataclass(frozen=True)
class Problem:
    """One kind of fault in one column."""

    fault: Fault
    column: str
    """A header; empty where the fault is the lead's."""
    rows: Sequence[int]
    """Indexes into ``ExportPlan.leads``, ascending. Up to a million: an array, not a tuple."""
    limit: int = 0
    """For TOO_LONG: how many characters are taken."""

    @property
    def count(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Preflight:
    """What a check found."""

    rows: int
    """That would be written: without suppressed ones, those that are gone, and those that the plan leaves out."""
    files: int
    problems: tuple[Problem, ...]
    too_few: int = 0
    """How many rows the destination wants at least; 0 where there are enough."""


@dataclass(frozen=True)
class ExportPlan:
    """What is to be written. Nothing of it is in its place before all of it is."""

    profile: Profile
    leads: Sequence[LeadId]
    """In the order of the file."""
    kind: FileKind
    path: Path
    """Of the only file; with several, ``name-1.csv``, ``name-2.csv``, ... beside it."""
    left_out: Sequence[int] = ()
    """Indexes into ``leads`` that are not written, in any order; what the window's *Leave them out* collects."""
    with_suppressed: bool = False
    template: Path | None = None
    """For the profile LINKEDIN: the file whose header is kept and whose columns are filled."""


@dataclass(frozen=True)
class Written:
    """Files that are whole and in their place."""

    files: tuple[Path, ...]
    rows: int
    """Without headers."""
    suppressed: int = 0
    """Left out."""
    gone: int = 0
    """Left out because they are no leads any more."""
    cut: int = 0
    """Cells that were longer than a cell of a spreadsheet can be (32,767 characters) and were cut."""


@dataclass(frozen=True)
class Template:
    """A file of the destination's, to be filled."""

    path: Path
    header: tuple[str, ...]
    known: tuple[str, ...] = field(default=())
    """Those of the header that LeadDesk has something for; the others stay empty."""


def files_of(path: Path, count: int) -> tuple[Path, ...]:
    """``leads.csv``, or ``leads-1.csv``, ``leads-2.csv``, ... where ``count`` is more than one."""
    if count <= 1:
        return (path,)
    return tuple(path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(1, count + 1))


def most_rows(profile: Profile, kind: FileKind) -> int:
    """Rows that go into one file; 0: any number."""
    sheet = MOST_SHEET_ROWS if kind is BookKind.XLSX else 0
    return min(filter(None, (profile.most_rows, sheet)), default=0)


def as_shown(columns: Sequence[tuple[str, str]], kinds: tuple[FileKind, ...]) -> Profile:
    """The columns of a table, each a name and its title, with the values that it shows."""
    return Profile(
        AS_SHOWN,
        tuple(ProfileColumn(title, (name,), Form.MOMENT if name in MOMENTS else Form.TEXT) for name, title in columns),
        kinds=kinds,
    )


MOMENTS = frozenset({"@added", "@changed"})
"""Columns of My Leads that hold a time, which only a DAY or a MOMENT makes readable."""


def plain(profile: Profile) -> dict[str, Any]:
    """As JSON: what is kept of an own profile, and what the working process is told of any."""
    return {
        "id": profile.id,
        "name": profile.name,
        "columns": [
            {
                "header": column.header,
                "sources": list(column.sources),
                "form": column.form.value,
                "constant": column.constant,
                "longest": column.longest,
            }
            for column in profile.columns
        ],
        "required": [list(group) for group in profile.required],
        "unique": profile.unique,
        "ascii_addresses": profile.ascii_addresses,
        "kinds": [kind.value for kind in profile.kinds],
        "most_rows": profile.most_rows,
        "most_bytes": profile.most_bytes,
        "fewest_rows": profile.fewest_rows,
        "phones": profile.phones.value,
        "country": profile.country,
        "dates": profile.dates.value,
    }


def profile_of(kept: Mapping[str, Any]) -> Profile:
    """The other way; whatever is missing has its default. Raises KeyError, TypeError, ValueError for anything else."""
    return Profile(
        id=str(kept["id"]),
        name=str(kept.get("name", "")),
        columns=tuple(
            ProfileColumn(
                header=str(column["header"]),
                sources=tuple(map(str, column.get("sources", ()))),
                form=Form(column.get("form", Form.TEXT.value)),
                constant=str(column.get("constant", "")),
                longest=int(column.get("longest", 0)),
            )
            for column in kept["columns"]
        ),
        required=tuple(tuple(map(str, group)) for group in kept.get("required", ())),
        unique=str(kept.get("unique", "")),
        ascii_addresses=bool(kept.get("ascii_addresses", False)),
        kinds=tuple(KINDS[kind] for kind in kept.get("kinds", [CsvKind.CRM_IMPORT.value])),
        most_rows=int(kept.get("most_rows", 0)),
        most_bytes=int(kept.get("most_bytes", 0)),
        fewest_rows=int(kept.get("fewest_rows", 0)),
        phones=PhoneForm(kept.get("phones", PhoneForm.AS_IS.value)),
        country=str(kept.get("country", "")),
        dates=DateForm(kept.get("dates", DateForm.ISO.value)),
    )


def own_copy(profile: Profile, name: str) -> Profile:
    """A new own profile that begins as ``profile`` is; it gets its id when it is saved."""
    return replace(profile, id=OWN, name=name)
