"""A lead of one's own: its fields, where each value comes from, and what a person keeps beside it.

Every value is text as it came, but for white space at its ends; an empty one is not kept. What no provider names is a
custom field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NewType

from leaddesk.domain.table import Kind

LeadId = NewType("LeadId", int)
"""Never given twice, not even after a lead was erased."""
LeadListId = NewType("LeadListId", int)
TagId = NewType("TagId", int)
SourceId = NewType("SourceId", int)

CUSTOM = "custom:"
"""A custom field is called ``custom:`` and the name that its column had in the file or at the provider."""
LISTS, TAGS, NOTE, ADDED, CHANGED, SOURCES, SUPPRESSED = (
    "@lists",
    "@tags",
    "@note",
    "@added",
    "@changed",
    "@sources",
    "@suppressed",
)
"""Columns that are no fields: what LeadDesk and its user know beside the values."""


class Field(Enum):
    """The fields that every tool for leads knows. The value is the column's name, in the database and in views."""

    NAME = "name"
    """The full name, as one text."""
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    TITLE = "title"
    LEVEL = "level"
    DEPARTMENT = "department"
    FUNCTION = "function"
    EMAIL = "email"
    PHONE = "phone"
    MOBILE = "mobile"
    LINKEDIN = "linkedin"
    COMPANY = "company"
    WEBSITE = "website"
    """The company's, as an address or as a bare domain."""
    INDUSTRY = "industry"
    SIZE = "size"
    """Employees: a number or a range."""
    REVENUE = "revenue"
    TECHNOLOGIES = "technologies"
    SIC = "sic"
    NPI = "npi"
    STREET = "street"
    CITY = "city"
    STATE = "state"
    ZIP = "zip"
    COUNTRY = "country"
    PERSON_CITY = "person_city"
    """Where the person is, if that is told apart from the company's address."""
    PERSON_STATE = "person_state"
    PERSON_COUNTRY = "person_country"
    FACEBOOK = "facebook"
    TWITTER = "twitter"
    INSTAGRAM = "instagram"
    REACHSTREAM_ID = "reachstream_id"
    """ReachStream's own id of the contact."""
    LEADSOPEDIA_ID = "leadsopedia_id"


KINDS: Mapping[Field, Kind] = {
    Field.EMAIL: Kind.EMAIL,
    Field.PHONE: Kind.CODE,
    Field.MOBILE: Kind.CODE,
    Field.LINKEDIN: Kind.LINK,
    Field.WEBSITE: Kind.LINK,
    Field.SIZE: Kind.RANGE,
    Field.REVENUE: Kind.RANGE,
    Field.SIC: Kind.CODE,
    Field.NPI: Kind.CODE,
    Field.ZIP: Kind.CODE,
    Field.FACEBOOK: Kind.LINK,
    Field.TWITTER: Kind.LINK,
    Field.INSTAGRAM: Kind.LINK,
    Field.REACHSTREAM_ID: Kind.CODE,
    Field.LEADSOPEDIA_ID: Kind.CODE,
}
"""All others are text, custom fields too."""


class SourceKind(Enum):
    """Where leads come from. The first three are the ids of the providers."""

    REACHSTREAM = "reachstream"
    REACTIN = "reactin"
    LEADSOPEDIA = "leadsopedia"
    FILE = "file"
    HAND = "hand"
    """A value that a person typed."""


@dataclass(frozen=True)
class Source:
    """One purchase, one import of a file, one list that leads were taken from."""

    id: SourceId
    kind: SourceKind
    name: str
    """A file's name, a list's name, "purchase 1300"; empty for what was typed."""
    at: datetime
    """Aware. When its leads came."""


@dataclass(frozen=True)
class Record:
    """What one source says of one lead. A lead has one or more, and never loses one but by *Erase this person*."""

    source: Source
    row: int | None
    """Which row of the source, from 1; None where that means nothing."""
    values: Mapping[str, str]
    """By column (a ``Field``'s value or ``custom:...``); empty ones are missing."""


@dataclass(frozen=True)
class Lead:
    """Everything that is known of one lead."""

    id: LeadId
    values: Mapping[str, str]
    """What is shown: by column (a ``Field``'s value or ``custom:...``); empty ones are missing."""
    records: tuple[Record, ...]
    """Newest first. The shown value of a column is one of theirs."""
    lists: tuple[LeadListId, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    is_suppressed: bool = False
    is_in_trash: bool = False

    def sources_of(self, column: str) -> tuple[Record, ...]:
        """The records that say what is shown in ``column``, newest first."""
        shown = self.values.get(column)
        return tuple(record for record in self.records if shown is not None and record.values.get(column) == shown)

    def others_of(self, column: str) -> tuple[str, ...]:
        """Other values that its records have for ``column``, newest first, each once."""
        shown = self.values.get(column)
        said = (record.values.get(column) for record in self.records)
        return tuple(dict.fromkeys(value for value in said if value is not None and value != shown))


@dataclass(frozen=True)
class LeadList:
    """A list that is kept by hand."""

    id: LeadListId
    name: str
    colour: int
    """0 to 5: the series colours of the theme."""
    leads: int
    """Those in the trash are not counted."""


class ListMix(Enum):
    """How a new list is made of two."""

    IN_A_NOT_B = "in A but not in B"
    IN_BOTH = "in both"
    IN_EITHER = "in either"


def custom(name: str) -> str:
    """The column of the custom field ``name``."""
    return CUSTOM + " ".join(name.split())


def is_custom(column: str) -> bool:
    return column.startswith(CUSTOM)
