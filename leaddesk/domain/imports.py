"""A file on its way into My Leads: how it is read, what its columns mean, and what becomes of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from leaddesk.domain.leads import LeadListId


class FileKind(Enum):
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class FileShape:
    """How a file is to be read. Recognised first, then changed by a person if that was wrong."""

    kind: FileKind
    encoding: str = "utf-8"
    """Python's name: ``utf-8``, ``utf-8-sig``, ``utf-16``, ``cp1252``. CSV alone."""
    delimiter: str = ","
    """``,``, ``;`` or a tab (``|`` is read as well). CSV alone."""
    has_header: bool = True
    sheet: str = ""
    """XLSX alone; empty: the first."""


class Reject(Enum):
    """Why a row is not taken. The words stand in the window."""

    EMPTY = "empty"
    """No mapped column has a value."""
    NOBODY = "nobody"
    """No name, e-mail address, phone, LinkedIn profile or provider's id: nobody could be told from it."""
    BAD_EMAIL = "bad-email"
    """Its only mark is an e-mail address that is none."""
    TOO_LARGE = "too-large"
    """A cell over 1 MiB."""
    UNREADABLE = "unreadable"
    """Bytes that the encoding does not have, or a quote that is never closed."""
    SUPPRESSED = "suppressed"
    """Suppressed, and suppressed people are to be left out."""
    ERASED = "erased"
    """*Erase this person* was asked for; they never come back by import."""


@dataclass(frozen=True)
class Mapping:
    """What the columns of a file mean."""

    columns: tuple[str | None, ...]
    """For each column of the file: a ``Field``'s value, ``custom:...``, or None where it is not taken."""


@dataclass(frozen=True)
class SavedMapping:
    id: int
    name: str
    header: tuple[str, ...]
    """The columns that it was made for, in their order."""
    mapping: Mapping


@dataclass(frozen=True)
class Peek:
    """What is seen of a file before it is imported."""

    path: Path
    shape: FileShape
    sheets: tuple[str, ...]
    """XLSX alone."""
    header: tuple[str, ...]
    """One name for each column; ``Column 3`` where the file gives none."""
    rows: tuple[tuple[str, ...], ...]
    """The first rows as text, each as long as the header."""
    size: int
    """Bytes."""
    mapping: Mapping
    """Proposed: by what was chosen last time for the same header, else by name, else by content."""
    doubts: tuple[str, ...] = ()
    """What was guessed and may be wrong: ``encoding``, ``delimiter``, ``header``, ``mapping``."""
    bad: tuple[tuple[int, Reject, str], ...] = ()
    """Rows among the first that cannot be read: number (counted as in ``Verdict``), why, and what is seen of them."""
    seen: str = ""
    """Which state of the file this is of: its size and the time of its last change."""


@dataclass(frozen=True)
class Verdict:
    """What becomes of one row, as the preview shows it."""

    row: int
    """From 1, the header not counted."""
    values: dict[str, str]
    """By column of My Leads."""
    reject: Reject | None = None


@dataclass(frozen=True)
class ImportPlan:
    """What is to be done. Nothing of it is done before all of it is."""

    path: Path
    shape: FileShape
    mapping: Mapping
    into: LeadListId | None = None
    """A list that takes all its leads as well."""
    new_list: str = ""
    """Or the name of one that is made."""
    skip_suppressed: bool = False
    rejects: Path | None = None
    """Where rejected rows are written, with the reason beside each; nothing is written where there are none."""
    seen: str = ""
    """``Peek.seen``: a file that was changed since is not imported. Empty: it is taken as it is."""


@dataclass(frozen=True)
class Imported:
    """What an import, or any adding of leads, did."""

    source: int
    """The ``SourceId`` of what was added; 0 where nothing was."""
    read: int = 0
    new: int = 0
    merged: int = 0
    """Rows that were certainly somebody who is a lead already (of My Leads or of the same file), with news."""
    known: int = 0
    """The same, without news."""
    rejected: dict[Reject, int] = field(default_factory=dict)
    rejects: Path | None = None
    """The file with the rejected rows, where one was written."""
    likely: int | None = None
    """Likely duplicates that wait for the review; None while they are looked for."""
    list: LeadListId | None = None
