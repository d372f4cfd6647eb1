"""Rows of a destination, made of the values of leads. Column by column, so that a plain copy costs nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from urllib.parse import urlsplit

from leaddesk.domain.countries import code_of
from leaddesk.domain.export_profiles import DateForm, Fault, Form, PhoneForm, Profile, ProfileColumn
from leaddesk.domain.leads import Field
from leaddesk.files.phone_forms import formed

Cell = str | float | None
"""What comes from the database: text, seconds since 1970, or nothing."""
Read = Mapping[str, Sequence[Cell]]
"""Some leads, column by column."""

_COUNTRIES = (Field.COUNTRY.value, Field.PERSON_COUNTRY.value)
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "vom",
        "zu",
        "zur",
        "zum",
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "du",
        "des",
        "la",
        "le",
        "der",
        "den",
        "ter",
        "ten",
        "te",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "af",
        "av",
        "y",
    ]
)
_NUMBER = re.compile(r"\d+|\d{1,3}(?:[,. ' ]\d{3})+")
_DAYS = {DateForm.ISO: "%Y-%m-%d", DateForm.DAY_FIRST: "%d.%m.%Y", DateForm.MONTH_FIRST: "%m/%d/%Y"}


class ProfileRows:
    """Makes the rows of one profile."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        needs_country = profile.phones is not PhoneForm.AS_IS and not profile.country
        self.sources: tuple[str, ...] = tuple(dict.fromkeys((*profile.sources, *(_COUNTRIES if needs_country else ()))))
        """Columns of My Leads that ``rows`` is to be given, in this order."""
        copied = tuple(
            column.sources[0]
            for column in profile.columns
            if column.form is Form.TEXT and len(column.sources) == 1 and not column.constant
        )
        self.copies = len(copied) == len(profile.columns) and copied == self.sources
        """Whether every cell is what stands in the database, column by column."""

    def rows(
        self, read: Sequence[Sequence[Cell]], fault: Callable[[Fault, int, int], None] | None = None
    ) -> Sequence[Sequence[Cell]]:
        """The cells of these leads, each row as long as the profile's header; None is an empty cell.

        ``fault`` hears what is lost or odd on the way: NO_NUMBER or ODD_PHONE, the column's and the row's index.
        """
        if self.copies or not read:
            return read
        columns = dict(zip(self.sources, zip(*read, strict=True), strict=True)) if self.sources else {}
        made = [
            self._made(column, columns, len(read), partial(_passed_on, fault, number))
            for number, column in enumerate(self._profile.columns)
        ]
        return list(zip(*made, strict=True))

    def _made(
        self, column: ProfileColumn, read: Read, rows: int, fault: Callable[[Fault, int], None]
    ) -> Sequence[Cell]:
        if not column.sources:
            return [column.constant or None] * rows
        cells = self._formed(column, read, fault)
        if column.constant and column.form is not Form.LABEL:
            return [cell or column.constant for cell in cells]
        return cells

    def _formed(self, column: ProfileColumn, read: Read, fault: Callable[[Fault, int], None]) -> Sequence[Cell]:
        sources = [read[source] for source in column.sources]
        match column.form:
            case Form.FIRST_NAME | Form.LAST_NAME:
                part = 0 if column.form is Form.FIRST_NAME else 1
                return [_part(part, *values) for values in zip(*sources, strict=True)]
            case Form.FULL_NAME:
                return [values[0] or _joined(" ", values[1:]) for values in zip(*sources, strict=True)]
            case Form.ADDRESS:
                return [_joined(", ", values) for values in zip(*sources, strict=True)]
            case Form.TWO_SPACES:
                return [_two_spaced(values) for values in zip(*sources, strict=True)]
            case Form.LABEL:
                label = column.constant or "Work"
                return [label if any(values) else None for values in zip(*sources, strict=True)]
        values = _first(sources)
        match column.form:
            case Form.EMAIL:
                return [_address(value) if value else None for value in values]
            case Form.DOMAIN:
                return [_domain(str(value)) if value else None for value in values]
            case Form.COUNTRY:
                return [(code_of(str(value)) or value) if value else None for value in values]
            case Form.DAY | Form.MOMENT:
                form = _DAYS[self._profile.dates] + (" %H:%M" if column.form is Form.MOMENT else "")
                return [_day(value, form) for value in values]
            case Form.NUMBER:
                return [self._number(value, row, fault) for row, value in enumerate(values)]
            case Form.PHONE if self._profile.phones is not PhoneForm.AS_IS:
                return self._phones(values, read, fault)
        return values

    def _phones(self, values: Sequence[Cell], read: Read, fault: Callable[[Fault, int], None]) -> Sequence[Cell]:
        profile, found = self._profile, list(values)
        homes = [] if profile.country else _first([read[name] for name in _COUNTRIES])
        for row, value in enumerate(values):
            if value:
                home = profile.country or code_of(str(homes[row] or ""))
                number = formed(str(value), profile.phones, home)
                if number is None:
                    fault(Fault.ODD_PHONE, row)
                else:
                    found[row] = number
        return found

    def _number(self, value: Cell, row: int, fault: Callable[[Fault, int], None]) -> str | None:
        if not value:
            return None
        if _NUMBER.fullmatch(text := str(value).strip()):
            return re.sub(r"\D", "", text)
        fault(Fault.NO_NUMBER, row)
        return None


def _passed_on(fault: Callable[[Fault, int, int], None] | None, column: int, kind: Fault, row: int) -> None:
    if fault is not None:
        fault(kind, column, row)


def _first(columns: Sequence[Sequence[Cell]]) -> Sequence[Cell]:
    """Of each row, the first cell that holds something."""
    if len(columns) == 1:
        return columns[0]
    if len(columns) == 2:
        return [one or other for one, other in zip(*columns, strict=True)]
    return [next((cell for cell in cells if cell), None) for cells in zip(*columns, strict=True)]


def _joined(separator: str, values: Iterable[Cell]) -> str | None:
    return separator.join(str(value) for value in values if value) or None


def _part(part: int, own: Cell, other: Cell = None, full: Cell = None) -> Cell:
    return own if own or other or not full else split_name(str(full))[part]


def split_name(full: str) -> tuple[str, str]:
    """First and last name of a full one; ``Berg, Anna`` is turned round. One word alone is a last name.

    The last name is the last word with the particles before it: ``Vincent``, ``van Gogh``.
    """
    last, comma, first = (part.strip() for part in full.partition(","))
    if comma and last and first:
        return first, last
    words = full.replace(",", " ").split()
    start = max(len(words) - 1, 0)
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def _two_spaced(values: Sequence[Cell]) -> str | None:
    """Street, city, state, ZIP, country; empty unless street and city are there, since the parts are told by place."""
    street, city, *_, country = values
    if not (street and city):
        return None
    parts = (*values[:-1], code_of(str(country or "")) or country)
    return "  ".join(" ".join(str(part).split()) for part in parts if part)


def _address(value: Cell) -> str:
    text = str(value).strip()
    return text[7:].strip() if text[:7].casefold() == "mailto:" else text


def _domain(value: str) -> str:
    text = value.strip()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or text
    except ValueError:  # brackets that are no IPv6 address
        return text
    return host.removeprefix("www.")


def _day(value: Cell, form: str) -> str | None:
    if not isinstance(value, (int, float)):
        return value or None
    return time.strftime(form, time.localtime(value))
