"""A ReachStream filter: which contacts are wanted.

Sixteen fields (``providers.md``, table "filter field"). The values inside one field are alternatives; the fields narrow
each other. A value is text and stays as it was chosen: SIC ``0111`` and ZIP ``02139`` never become numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from leaddesk.domain.errors import FilterUnreadable


class Group(Enum):
    """What a field says something about."""

    PERSON = "person"
    COMPANY = "company"
    LOCATION = "location"


@dataclass(frozen=True)
class FilterField:
    """One of the sixteen."""

    name: str
    """Its key in a request."""
    preset_parameter: str
    """The query parameter under which its preset values are looked up."""
    group: Group


def _fields(group: Group, *names: str | tuple[str, str]) -> Iterator[FilterField]:
    for name in names:
        yield FilterField(name, name, group) if isinstance(name, str) else FilterField(*name, group)


FIELDS: tuple[FilterField, ...] = (
    *_fields(Group.PERSON, "job_title", "job_title_level", "job_dept_name", "job_function_name"),
    *_fields(
        Group.COMPANY,
        "company_name",
        ("company_website", "website"),
        "company_type",
        "company_industry_categories_list",
        ("company_employee_size", "employee_size"),
        ("company_annual_revenue_amount", "annual_revenue_amount"),
        "sic_code",
        "tech_keywords",
    ),
    *_fields(
        Group.LOCATION,
        ("company_address_city", "address_city"),
        ("company_address_state", "address_state"),
        ("company_address_country", "address_country"),
        ("company_address_zipcode", "address_zipcode"),
    ),
)
"""In the order of the window and of every request."""

FIELD_BY_NAME: Mapping[str, FilterField] = {field.name: field for field in FIELDS}
_BY_ANY_NAME = {**FIELD_BY_NAME, **{field.preset_parameter: field for field in FIELDS}}


@dataclass(frozen=True)
class Filter:
    """The chosen values by field; equal filters ask the same question. Fields without values are not held."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(field name, its values), in the order of FIELDS; made by ``Filter.of``."""

    @classmethod
    def of(cls, values: Mapping[str, Iterable[str]]) -> Filter:
        """A filter of these values by field name. White space around a value and repeated values are dropped.

        Raises KeyError for a name that is no field.
        """
        for name in values:
            FIELD_BY_NAME[name]
        cleaned = ((field.name, _clean(values.get(field.name, ()))) for field in FIELDS)
        return cls(tuple((name, kept) for name, kept in cleaned if kept))

    def values(self, field: str) -> tuple[str, ...]:
        """The chosen values of one field, in the order of choosing; empty if it is not used."""
        return next((values for name, values in self.chosen if name == field), ())

    def with_values(self, field: str, values: Iterable[str]) -> Filter:
        """This filter with exactly these values in ``field``."""
        return Filter.of({**dict(self.chosen), field: tuple(values)})

    def without(self, field: str) -> Filter:
        """This filter with ``field`` left out."""
        return self.with_values(field, ())

    @property
    def used(self) -> tuple[str, ...]:
        """Names of the fields that hold values, in the order of FIELDS."""
        return tuple(name for name, _ in self.chosen)

    @property
    def is_empty(self) -> bool:
        return not self.chosen

    def body(self) -> dict[str, dict[str, str]]:
        """What a request carries under ``"filter"``: the indexes as string keys, never an array (providers.md)."""
        return {name: {str(index): value for index, value in enumerate(values)} for name, values in self.chosen}

    def to_json(self) -> str:
        """The body of a documented count request, for the clipboard."""
        return json.dumps({"filter": self.body()}, ensure_ascii=False, indent=2)


@dataclass(frozen=True)
class PastedFilter:
    """A filter read from text."""

    filter: Filter
    left_out: tuple[str, ...]
    """Names in the text that are no field of ReachStream, in its order."""


def read_filter(text: str) -> PastedFilter:
    """A filter out of pasted text: the JSON of ``to_json``, the body of any documented request, or the code around one.

    Taken leniently: with or without the ``"filter"`` around it; values as object, array or single value; a number keeps
    its digits as they are written; preset parameter names count as field names; ``=`` and ``=>`` count as ``:``, and
    escaped quotes as quotes, because the documentation's own samples in Python, Ruby and Java are written so.
    Raises FilterUnreadable.
    """
    if not text.strip():
        raise FilterUnreadable("empty")
    found = _read_object(text)
    inner = found.get("filter", found)
    if not isinstance(inner, dict):
        raise FilterUnreadable("shape")
    values: dict[str, tuple[str, ...]] = {}
    left_out: list[str] = []
    for name, content in inner.items():
        field = _BY_ANY_NAME.get(name)
        if field is None:
            left_out.append(name)
        else:
            values[field.name] = values.get(field.name, ()) + tuple(_read_values(content))
    pasted = Filter.of(values)
    if pasted.is_empty:
        raise FilterUnreadable("fields")
    return PastedFilter(pasted, tuple(left_out))


def _clean(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stripped for value in values if (stripped := value.strip())))


def _read_object(text: str) -> dict[str, Any]:
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise FilterUnreadable("json")
    body = text[start : end + 1]
    unescaped = body.replace("\\r", "").replace("\\n", " ").replace('\\"', '"')
    colons = re.sub(r'"\s*=>?\s*(?=["{\[])', '": ', body)
    for candidate in (body, unescaped, colons):
        try:
            found = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(candidate)[0]
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    raise FilterUnreadable("json")


def _read_values(content: object) -> Iterator[str]:
    if isinstance(content, dict):
        content = list(content.values())
    for value in content if isinstance(content, list) else [content]:
        if isinstance(value, str):
            yield _whole(value)
        elif value is not None:
            raise FilterUnreadable("shape")


def _whole(text: str) -> str:
    """JSON may hold half a character (a lone surrogate) that neither a request nor a database can carry."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
