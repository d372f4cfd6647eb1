"""Who works where: the columns that the made-up world is kept in. Numbers only, a few bytes a person."""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import accumulate
from random import Random
from typing import NamedTuple

from leaddesk.sandbox.countries import COUNTRIES
from leaddesk.sandbox.cultures import CULTURES
from leaddesk.sandbox.employers import Company
from leaddesk.sandbox.industries import SIZES
from leaddesk.sandbox.names import draw_name
from leaddesk.sandbox.positions import Position, openings
from leaddesk.sandbox.spellings import SPELLINGS, in_own_script

NO_EMAIL, NO_PHONE, NO_PROFILE, PRIVATE_EMAIL = 1, 2, 4, 8
"""Bits of ``Population.gaps``."""

_SEVERAL_TIMES = 0.06
"""Share of the people whom the provider knows more than once."""
_NEW_JOB = 0.25
"""Share of those further contacts that are with another company."""
_ODDLY_SPELLED = 0.08
_IN_OWN_SCRIPT = 0.15
"""Of those whose language has a script of its own."""


class Population(NamedTuple):
    """The first two hold an entry a person, the others one a contact: a person as the provider knows them."""

    culture: bytes
    """Index into the values of CULTURES."""
    name: bytes
    """Five numbers a person: see ``names.draw_name``."""
    person: array[int]
    company: array[int]
    position: array[int]
    """Index into ``Roles.positions``."""
    spelling: bytes
    """Index into SPELLINGS."""
    gaps: bytes


class Roles:
    """All positions, each also as a careless clerk would have filled it in, and how to draw one for a company."""

    def __init__(self) -> None:
        plain: list[Position] = []
        self._common: list[int] = []
        self._of_sector: dict[str, list[int]] = defaultdict(list)
        self._of_country: dict[str, list[int]] = defaultdict(list)
        for number, opening in enumerate(openings()):
            plain.append(opening.position)
            several = [number] * opening.weight
            if opening.sector:
                self._of_sector[opening.sector] += several
            elif opening.countries:
                for country in opening.countries:
                    self._of_country[country] += several
            else:
                self._common += several
        self._plain = len(plain)
        self.positions: tuple[Position, ...] = (
            *plain,
            *(position._replace(level=None) for position in plain),
            *(position._replace(department=None, function=None) for position in plain),
            *(position._replace(title=position.title.lower()) if position.title else position for position in plain),
            Position(None, None, None, None),
        )

    def draw(self, company: Company, random: Random) -> int:
        """A position at ``company``, completely filled in."""
        chance = random.random()
        pool = self._common
        if chance < 0.4:
            pool = self._of_sector[company.sector]
        elif chance < 0.46:
            pool = self._of_country.get(company.place.country.name, pool)
        return pool[int(random.random() * len(pool))]

    def carelessly(self, position: int, random: Random) -> int:
        """The same position as it may stand in the data: one in six has something missing or no capitals."""
        chance = random.random()
        if chance > 0.17:
            return position
        if chance > 0.16:
            return len(self.positions) - 1
        return position + self._plain * (1 + int(random.random() * 3))


def populate(companies: list[Company], roles: Roles, people: int, random: Random) -> Population:
    """``people`` persons and their contacts, in no order; every company that is no twin employs at least one.

    Raises ValueError for fewer people than companies.
    """
    twins = {company.twin_of: number for number, company in enumerate(companies) if company.twin_of is not None}
    employers = len(companies) - len(twins)
    if people < employers:
        raise ValueError(f"{people} people cannot staff {employers} companies")
    weights = list(accumulate(SIZES[company.size][2] for company in companies[:employers]))
    jobs = [*range(employers), *random.choices(range(employers), cum_weights=weights, k=people - employers)]
    cultures = list(CULTURES.values())
    culture_pools = _culture_pools()
    uniform = random.random

    culture_column, name_column = bytearray(), bytearray()
    contacts: list[tuple[int, int, int, int, int]] = []
    for person, job in enumerate(jobs):
        company = companies[job]
        pool = culture_pools[company.place.country.name]
        culture = pool[int(uniform() * len(pool))]
        culture_column.append(culture)
        name_column += bytes(draw_name(cultures[culture], random))
        position = roles.draw(company, random)
        odd = 1 + int(uniform() * (len(SPELLINGS) - 1)) if uniform() < _ODDLY_SPELLED else 0
        if cultures[culture].given[0].script and uniform() < _IN_OWN_SCRIPT:
            odd = SPELLINGS.index(in_own_script)
        contacts.append((person, job, roles.carelessly(position, random), odd, _gaps(random)))
        if uniform() < _SEVERAL_TIMES:
            for _ in range(1 + int(3 * uniform() ** 3)):
                again, role = twins.get(job, job), position
                if uniform() < _NEW_JOB:
                    again = int(uniform() * employers)
                    role = roles.draw(companies[again], random)
                spelling = 1 + int(uniform() * (len(SPELLINGS) - 1))
                contacts.append((person, again, roles.carelessly(role, random), spelling, _gaps(random)))
    random.shuffle(contacts)
    person_column, company_column, position_column, spellings, gaps = zip(*contacts, strict=True)
    return Population(
        culture=bytes(culture_column),
        name=bytes(name_column),
        person=array("I", person_column),
        company=array("I", company_column),
        position=array("H", position_column),
        spelling=bytes(spellings),
        gaps=bytes(gaps),
    )


def _gaps(random: Random) -> int:
    bits = int(random.random() * 1000)
    return (
        (NO_EMAIL if bits % 13 == 0 else 0)
        | (NO_PHONE if bits % 3 == 0 else 0)
        | (NO_PROFILE if bits % 5 < 2 else 0)
        | (PRIVATE_EMAIL if bits % 17 == 1 else 0)
    )


def _culture_pools() -> dict[str, bytes]:
    """By country: the indexes of its cultures, each as often as its share says."""
    numbers = {code: number for number, code in enumerate(CULTURES)}
    pools = {}
    for country in COUNTRIES:
        words = country.cultures.split()
        pools[country.name] = b"".join(
            bytes([numbers[code]]) * int(share) for code, share in zip(words[::2], words[1::2], strict=True)
        )
    return pools
