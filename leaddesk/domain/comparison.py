"""How many of the contacts that match a filter are leads of one's own already, as far as that can be told for nothing.

What ReachStream shows before a purchase is masked, so nobody can be recognised in it. What is known is the other side:
which leads of one's own the filter would find.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from leaddesk.domain.countries import code_of
from leaddesk.domain.filter import Filter
from leaddesk.domain.leads import Field


@dataclass(frozen=True)
class Known:
    """The matches of a filter in three parts; together they are ``matches``."""

    certain: int
    """Leads with ReachStream's own id, whose values of ReachStream satisfy the filter."""
    likely: int
    """Other leads that satisfy it in every field that My Leads knows of them, in one at least."""
    unknown: int
    """All others: the sample is masked, so nobody can tell."""

    @property
    def matches(self) -> int:
        return self.certain + self.likely + self.unknown

    @classmethod
    def of(cls, matches: int, certain: int, likely: int) -> Known:
        """Never more than ``matches``: ReachStream may have dropped somebody, and two leads may be one contact."""
        sure = min(max(0, certain), max(0, matches))
        maybe = min(max(0, likely), max(0, matches) - sure)
        return cls(sure, maybe, max(0, matches) - sure - maybe)


class Fit(Enum):
    """What a filter says to the values of one lead."""

    NO = "no"
    """A field speaks against it, or none speaks for it."""
    SOME = "some"
    """Every field that is known fits, and one at least is."""
    ALL = "all"
    """Every field fits."""


COMPARED: Mapping[str, Field | None] = {
    "job_title": Field.TITLE,
    "job_title_level": Field.LEVEL,
    "job_dept_name": Field.DEPARTMENT,
    "job_function_name": Field.FUNCTION,
    "company_name": Field.COMPANY,
    "company_website": Field.WEBSITE,
    "company_type": None,
    "company_industry_categories_list": Field.INDUSTRY,
    "company_employee_size": Field.SIZE,
    "company_annual_revenue_amount": Field.REVENUE,
    "sic_code": Field.SIC,
    "tech_keywords": Field.TECHNOLOGIES,
    "company_address_city": Field.CITY,
    "company_address_state": Field.STATE,
    "company_address_country": Field.COUNTRY,
    "company_address_zipcode": Field.ZIP,
}
"""The field of a lead that each filter field asks about; None for what stands in no record of ReachStream."""

_LISTS = frozenset({Field.INDUSTRY, Field.TECHNOLOGIES, Field.SIC})
"""Several values in one text: ReachStream finds whoever has the wanted one among them."""
_BETWEEN = re.compile(r"\s*[,;|]\s*")
_AROUND_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?|/+$")


class Wanted:
    """The values that a filter wants in one field, ready to be compared with many. Case makes no difference."""

    def __init__(self, field: Field, values: Sequence[str]) -> None:
        self._field = field
        self._exact = {_compared(field, value) for value in values}
        self._codes = {code for value in values if (code := code_of(value))} if field is Field.COUNTRY else frozenset()

    def fits(self, said: str) -> bool:
        """Whether ReachStream would find somebody of whom this is said. A country may be called as in ``countries``."""
        text = _compared(self._field, said)
        if text in self._exact or (self._codes and code_of(said) in self._codes):
            return True
        # With what stands around it, so that no value is found inside of a longer one: a value may hold a comma itself.
        return self._field in _LISTS and any(f", {value}, " in f", {text}, " for value in self._exact)

    @property
    def needles(self) -> tuple[str, ...] | None:
        """One of them is in ``said.casefold()`` wherever ``fits`` is true; None where that cannot be told."""
        if self._codes:
            return None
        return tuple(_BETWEEN.split(value)[0] for value in sorted(self._exact))


class Question:
    """A filter, ready to be asked about many leads."""

    def __init__(self, wanted: Filter) -> None:
        self.fields: tuple[tuple[Field, Wanted] | None, ...] = tuple(
            None if (field := COMPARED[name]) is None else (field, Wanted(field, chosen))
            for name, chosen in wanted.chosen
        )
        """One for each field of the filter; None where nobody's value is known."""

    def fit(self, values: Mapping[str, str]) -> Fit:
        """Of ``values`` by column of My Leads, empty ones missing."""
        fitting = 0
        for field, wanted in filter(None, self.fields):
            if said := values.get(field.value):
                if not wanted.fits(said):
                    return Fit.NO
                fitting += 1
        if not fitting:
            return Fit.NO
        return Fit.ALL if fitting == len(self.fields) else Fit.SOME


def _compared(field: Field, text: str) -> str:
    plain = text.strip().casefold()
    if field in _LISTS:
        return ", ".join(part for part in _BETWEEN.split(plain) if part)
    return _AROUND_ADDRESS.sub("", plain) if field is Field.WEBSITE else plain
