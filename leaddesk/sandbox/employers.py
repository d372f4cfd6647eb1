"""The companies of the made-up world."""

from __future__ import annotations

from itertools import accumulate, chain, repeat
from random import Random
from typing import NamedTuple

from leaddesk.sandbox import awkward
from leaddesk.sandbox.companies import company_name, domain, other_spelling
from leaddesk.sandbox.countries import COUNTRIES
from leaddesk.sandbox.industries import COMPANY_TYPES, INDUSTRIES, OTHER_TYPES, REVENUES, SIZES, TECHNOLOGY
from leaddesk.sandbox.places import Place, fill, places_of

_TWINS = 0.08
"""Share of the companies that are known under a second spelling as well."""
_NAMESAKES = 0.015
_TYPES = {
    sector: tuple(name for name, weight in types for _ in range(weight)) for sector, types in COMPANY_TYPES.items()
}
_OTHER_TYPES = tuple(name for name, weight in OTHER_TYPES for _ in range(weight))


class Company(NamedTuple):
    """A company as a provider knows it. None and () mean that the provider does not know."""

    name: str
    website: str | None
    domain: str
    street: str | None
    place: Place
    postal_code: str | None
    type: str | None
    sector: str
    industries: tuple[str, ...]
    sic_code: str | None
    size: int
    """Index into SIZES; the provider may not know it, see ``employees``."""
    employees: str | None
    revenue: str | None
    technology: tuple[str, ...]
    twin_of: int | None
    """The number of the same company under its usual spelling."""


def found_companies(count: int, random: Random) -> list[Company]:
    """``count`` companies, their twins behind them; the awkward ones come first."""
    places = [places_of(country) for country in COUNTRIES]
    homes = random.choices(range(len(COUNTRIES)), cum_weights=list(accumulate(c.share for c in COUNTRIES)), k=count)
    sizes = random.choices(range(len(SIZES)), cum_weights=list(accumulate(share for _, share, _ in SIZES)), k=count)
    register = _Register(random)
    names = chain(awkward.COMPANY_NAMES, repeat(None))
    companies: list[Company] = []
    for home, size, name in zip(homes, sizes, names, strict=False):
        # The places that a country lists first are its large ones.
        choice = places[home]
        companies.append(register.enter(name, choice[int(len(choice) * random.random() ** 1.6)], size))
    for _ in range(int(count * _NAMESAKES)):
        one, other = random.randrange(count), random.randrange(count)
        if one >= len(awkward.COMPANY_NAMES):
            companies[one] = companies[one]._replace(name=companies[other].name)
    companies += [_twin(companies[number], number, random) for number in range(count) if random.random() < _TWINS]
    return companies


class _Register:
    """Enters companies, so that no two share a domain and many a postal code."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._domains: set[str] = set()
        self._postal_codes: dict[Place, tuple[str, ...]] = {}

    def enter(self, name: str | None, place: Place, size: int) -> Company:
        """A company called ``name``, or as such companies are called."""
        random = self._random
        known = random.random
        industry = random.choice(INDUSTRIES)
        name = name or company_name(industry, place, random)
        host = domain(name, self._domains)
        second = random.choice(INDUSTRIES)
        industries = (industry.name, second.name) if known() < 0.15 and second is not industry else (industry.name,)
        revenue = min(max(round(size * 1.3 + random.gauss(0, 1)), 0), len(REVENUES) - 1)
        return Company(
            name=name,
            website=f"www.{host}" if known() > 0.04 else None,
            domain=host,
            street=random.choice(place.country.streets).format(n=random.randrange(1, 400)) if known() > 0.1 else None,
            place=place,
            postal_code=self._postal_code(place) if known() > 0.04 else None,
            type=random.choice(_TYPES.get(industry.sector, _OTHER_TYPES)) if known() > 0.06 else None,
            sector=industry.sector,
            industries=industries if known() > 0.02 else (),
            sic_code=random.choice(industry.sic_codes) if known() > 0.08 else None,
            size=size,
            employees=SIZES[size][0] if known() > 0.04 else None,
            revenue=REVENUES[revenue] if known() > 0.1 else None,
            technology=tuple(random.sample(TECHNOLOGY, int(9 * known()))) if known() > 0.2 else (),
            twin_of=None,
        )

    def _postal_code(self, place: Place) -> str | None:
        if place.postal_code is None:
            return None
        if place not in self._postal_codes:
            self._postal_codes[place] = tuple(fill(place.postal_code, self._random) for _ in range(4))
        return self._random.choice(self._postal_codes[place])


def _twin(company: Company, number: int, random: Random) -> Company:
    return company._replace(
        name=other_spelling(company.name, random),
        website=company.domain if random.random() < 0.5 else company.website,
        street=None,
        postal_code=company.postal_code if random.random() < 0.7 else None,
        revenue=None,
        technology=(),
        twin_of=number,
    )
