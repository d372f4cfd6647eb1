"""Which contacts match a filter, and which values there are: ReachStream's sixteen fields over the made-up world.

Every field belongs to a company or to a position, of which there are thousands, not to the contacts themselves. So a
filter is decided for those first, and the contacts only look up what was decided for theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from leaddesk.sandbox.employers import Company
from leaddesk.sandbox.positions import Position

_Values = tuple[str | None, ...]


def values_of_position(position: Position) -> dict[str, _Values]:
    """What a position says in each of its fields; None where it says nothing."""
    return {
        "job_title": (position.title,),
        "job_title_level": (position.level,),
        "job_dept_name": (position.department,),
        "job_function_name": (position.function,),
    }


def values_of_company(company: Company) -> dict[str, _Values]:
    """What a company says in each of its fields; two of them may hold several values."""
    return {
        "company_name": (company.name,),
        "company_website": (company.website,),
        "company_type": (company.type,),
        "company_industry_categories_list": company.industries,
        "company_employee_size": (company.employees,),
        "company_annual_revenue_amount": (company.revenue,),
        "sic_code": (company.sic_code,),
        "tech_keywords": company.technology,
        "company_address_city": (company.place.city,),
        "company_address_state": (company.place.region,),
        "company_address_country": (company.place.country.name,),
        "company_address_zipcode": (company.postal_code,),
    }


class _Field:
    """What each of some rows says in one field: a number for each value, kept in as many columns as it has at most."""

    def __init__(self, said: Sequence[_Values]) -> None:
        """``said``: the values of each row. Two rows or more."""
        numbers: dict[str, int] = {}
        self.spelled: dict[str, str] = {}
        """The values as they are written, by what they are compared as."""
        columns = [[0] * len(said) for _ in range(max(map(len, said)))]
        for row, values in enumerate(said):
            for column, value in zip(columns, values, strict=False):
                if value is not None:
                    folded = value.casefold()
                    column[row] = numbers.setdefault(folded, len(numbers) + 1)
                    self.spelled.setdefault(folded, value)
        self._numbers = numbers
        self._columns = [itemgetter(*column) for column in columns]

    def decide(self, wanted: Iterable[str]) -> int:
        """A byte for each row, the first lowest: 1 where it says one of the ``wanted`` values."""
        chosen = bytearray(len(self._numbers) + 1)
        for value in wanted:
            chosen[self._numbers.get(value.casefold(), 0)] = 1
        chosen[0] = 0
        decided = 0
        for column in self._columns:
            decided |= int.from_bytes(bytes(column(chosen)), "little")
        return decided


class _Table:
    """Rows that say something in some fields."""

    def __init__(self, rows: Sequence[Mapping[str, _Values]], used: Collection[int]) -> None:
        """Rows that are not ``used`` say nothing."""
        self._length = len(rows)
        self.fields = {
            field: _Field([row[field] if number in used else () for number, row in enumerate(rows)])
            for field in rows[0]
        }

    def decide(self, wanted: Mapping[str, Iterable[str]]) -> bytes:
        """For each row a byte: 1 where every wanted field of this table says one of its wanted values."""
        decided = int.from_bytes(b"\1" * self._length, "little")
        for field in wanted.keys() & self.fields.keys():
            decided &= self.fields[field].decide(wanted[field])
        return decided.to_bytes(self._length, "little")


@dataclass(frozen=True)
class Matches:
    """What matches a filter."""

    flags: bytes
    """For each contact 1 or 0."""

    @property
    def count(self) -> int:
        return self.flags.count(1)

    def first(self, limit: int) -> list[int]:
        """The numbers of at most ``limit`` matching contacts, lowest first."""
        found: list[int] = []
        at = self.flags.find(1)
        while at >= 0 and len(found) < limit:
            found.append(at)
            at = self.flags.find(1, at + 1)
        return found


class Search:
    """Finds contacts and values. Values are compared exactly, but for upper and lower case."""

    def __init__(
        self,
        companies: Sequence[Company],
        positions: Sequence[Position],
        company_column: Sequence[int],
        position_column: Sequence[int],
    ) -> None:
        """The columns hold an entry a contact, two or more. Companies and positions that nobody has are left out."""
        self._companies = _Table([values_of_company(company) for company in companies], {*company_column})
        self._positions = _Table([values_of_position(position) for position in positions], {*position_column})
        self._of_company = itemgetter(*company_column)
        self._of_position = itemgetter(*position_column)
        self._contacts = len(company_column)
        self._vocabulary = {
            name: sorted(field.spelled.items())
            for name, field in (self._companies.fields | self._positions.fields).items()
        }

    @property
    def fields(self) -> frozenset[str]:
        """The names of the sixteen filter fields."""
        return frozenset(self._vocabulary)

    def vocabulary(self, field: str) -> list[str]:
        """All values of ``field``, each once whatever its case, in alphabetical order. Raises KeyError for no field."""
        return [value for _, value in self._vocabulary[field]]

    def lookup(self, field: str, typed: str, limit: int) -> list[str]:
        """At most ``limit`` values of ``field``: those that begin with ``typed``, then those that contain it."""
        folded = typed.casefold()
        beginning, containing = [], []
        for compared, value in self._vocabulary[field]:
            if compared.startswith(folded):
                beginning.append(value)
            elif folded in compared:
                containing.append(value)
        return (beginning + containing)[:limit]

    def matches(self, wanted: Mapping[str, Iterable[str]]) -> Matches:
        """The contacts for which every field of ``wanted`` holds one of its values. Raises KeyError for no field."""
        for field in wanted:
            self._vocabulary[field]
        companies = bytes(self._of_company(self._companies.decide(wanted)))
        positions = bytes(self._of_position(self._positions.decide(wanted)))
        both = int.from_bytes(companies, "little") & int.from_bytes(positions, "little")
        return Matches(both.to_bytes(self._contacts, "little"))
