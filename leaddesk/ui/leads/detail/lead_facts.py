"""A lead as it is shown: its fields in order, who says each of its values, and where it came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from PySide6.QtCore import QCoreApplication, QUrl

from leaddesk.domain.leads import KINDS, Field, Lead, Record, Source, SourceKind, custom, is_custom
from leaddesk.domain.providers import PROVIDERS
from leaddesk.domain.table import Kind
from leaddesk.ui import wording
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.widgets.table.links import link_of

ALWAYS = (Field.NAME, Field.TITLE, Field.COMPANY, Field.EMAIL, Field.PHONE, Field.CITY, Field.COUNTRY)
"""Fields that are shown without a value too: what one looks for first, and wants to fill in."""

_ADDRESS_START = re.compile(r"\s*(https?://)?(www\.)?((\w+\.)?linkedin\.com/(?=in/|pub/))?", re.IGNORECASE)
_FIELDS = tuple(field.value for field in Field)
_PROVIDERS = {provider.id: provider.title for provider in PROVIDERS}
_KINDS = {field.value: kind for field, kind in KINDS.items()}
_COLOURS = {
    SourceKind.REACHSTREAM: 0,
    SourceKind.LEADSOPEDIA: 1,
    SourceKind.REACTIN: 3,
    SourceKind.FILE: 5,
    SourceKind.HAND: 2,
}
"""The theme's series colour of a kind of source."""


@dataclass(frozen=True)
class Fact:
    """One field of the lead that is shown."""

    column: str
    title: str
    text: str
    """Empty for no value."""
    source: str = ""
    """Where the value comes from, in a few letters."""
    others: int = 0
    """How many other values its sources have for it."""

    @cached_property
    def link(self) -> QUrl | None:
        """What it opens."""
        return link_of(self.text, _KINDS.get(self.column, Kind.TEXT))

    @cached_property
    def shown(self) -> str:
        """The text as it is painted: of an address, what tells it from others. Copied and edited, it is whole."""
        return _ADDRESS_START.sub("", self.text).rstrip("/") if _KINDS.get(self.column) is Kind.LINK else self.text

    @property
    def is_said(self) -> bool:
        """Whether there is anything to tell of where its values come from."""
        return bool(self.source or self.others)


@dataclass(frozen=True)
class Saying:
    """One value, and who says it."""

    value: str
    sources: str
    """``ReachStream, 12 Nov`` and so on, newest first."""
    is_shown: bool


@dataclass(frozen=True)
class Origin:
    """One source of a lead."""

    title: str
    """A provider, or a file's name."""
    about: str
    """Which list or purchase, which row, when."""
    exactly: str
    """The whole date and time."""
    colour: int


def _tr(text: str) -> str:
    return QCoreApplication.translate("LeadFacts", text)


def facts_of(lead: Lead, also: Sequence[str] = ()) -> list[Fact]:
    """What is shown of ``lead``: every column that it has any value for, the usual ones, and those of ``also``.

    Fields in the order of ``Field``, custom ones by name behind them.
    """
    said = {column for record in lead.records for column in record.values}
    known = said | set(lead.values) | set(also)
    usual = {field.value for field in ALWAYS}
    if known & {Field.FIRST_NAME.value, Field.LAST_NAME.value}:
        usual.discard(Field.NAME.value)  # it has one, in parts
    wanted = known | usual
    customs = sorted((column for column in wanted if is_custom(column)), key=lambda column: title_of(column).casefold())
    columns = [column for column in _FIELDS if column in wanted] + customs
    return [_fact(lead, column) for column in columns]


def missing_columns(lead: Lead, known: Sequence[str]) -> list[str]:
    """Columns that could be added to what is shown: all fields, and the custom fields of ``known`` that it lacks."""
    shown = {fact.column for fact in facts_of(lead)}
    customs = [column for column in known if is_custom(column)]
    return [column for column in (*_FIELDS, *customs) if column not in shown]


def custom_column(name: str) -> str:
    """The column that is meant by a typed name: a field of that title, else a custom field."""
    named = custom(name)
    folded = title_of(named).casefold()
    return next((column for column in _FIELDS if title_of(column).casefold() == folded), named)


def sayings_of(lead: Lead, column: str) -> list[Saying]:
    """Every value that is known for ``column``: the shown one first, then the newest."""
    shown = lead.values.get(column)
    values = ([shown] if shown is not None else []) + list(lead.others_of(column))
    return [
        Saying(value, "\n".join(_said_by(record) for record in _who_says(lead, column, value)), value == shown)
        for value in values
    ]


def origins_of(lead: Lead) -> list[Origin]:
    """Where the lead came from, newest first; what was typed is no source of its own."""
    records = [record for record in lead.records if record.source.kind is not SourceKind.HAND]
    typed = [record for record in lead.records if record.source.kind is SourceKind.HAND]
    return [_origin(record) for record in (records or typed[:1])]


def name_of(lead: Lead) -> str:
    """What the lead is called: its name, else what comes nearest; empty where there is nothing."""
    first, last = lead.values.get(Field.FIRST_NAME.value, ""), lead.values.get(Field.LAST_NAME.value, "")
    candidates = (lead.values.get(Field.NAME.value, ""), f"{first} {last}", lead.values.get(Field.EMAIL.value, ""))
    found = (" ".join(text.split()) for text in (*candidates, lead.values.get(Field.COMPANY.value, "")))
    return next((text for text in found if text), "")


def about_of(lead: Lead) -> str:
    """Title and company."""
    parts = (lead.values.get(field.value, "") for field in (Field.TITLE, Field.COMPANY))
    return ", ".join(" ".join(part.split()) for part in parts if part.strip())


def source_title(source: Source) -> str:
    """A provider's name, or that of a file."""
    if source.kind is SourceKind.FILE:
        return source.name or _tr("File")
    if source.kind is SourceKind.HAND:
        return _tr("Typed by hand")
    return _PROVIDERS[source.kind.value]


def _fact(lead: Lead, column: str) -> Fact:
    text = lead.values.get(column, "")
    others = len(lead.others_of(column))
    return Fact(column, title_of(column), text, _source_words(lead.sources_of(column)), others)


def _source_words(records: Sequence[Record]) -> str:
    sources = [record for record in records if record.source.kind is not SourceKind.HAND]
    if len(sources) > 1:
        return wording.filled(_tr("%1 sources"), wording.number(len(sources)))
    if sources:
        return source_title(sources[0].source)
    return _typed_on(records[0].source.at, _tr("typed today"), _tr("typed on %1")) if records else ""


def _typed_on(at: datetime, today: str, pattern: str) -> str:
    is_today = at.astimezone().date() == datetime.now(UTC).astimezone().date()
    return today if is_today else wording.filled(pattern, wording.day(at))


def _who_says(lead: Lead, column: str, value: str) -> list[Record]:
    return [record for record in lead.records if record.values.get(column) == value]


def _said_by(record: Record) -> str:
    source = record.source
    if source.kind is SourceKind.HAND:
        return _typed_on(source.at, _tr("Typed today"), _tr("Typed on %1"))
    origin = _origin(record)
    return f"{origin.title}, {origin.about}" if origin.about else origin.title


def _origin(record: Record) -> Origin:
    source = record.source
    is_named_after = source.kind in {SourceKind.FILE, SourceKind.HAND}
    row = "" if record.row is None else wording.filled(_tr("row %1"), wording.number(record.row))
    parts = ["" if is_named_after else source.name, row, wording.day(source.at)]
    about = ", ".join(part for part in parts if part)
    return Origin(source_title(source), about, wording.exactly(source.at), _COLOURS[source.kind])
