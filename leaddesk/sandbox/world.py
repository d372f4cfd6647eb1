"""The made-up world: people, their employers, and the contacts under which a provider knows them.

Everything follows from a seed. A person may be several contacts, differently spelled and at different companies; who is
who is known here (``Contact.person``), so that several providers can stand on one world and be checked against it.
Details such as telephone numbers are not kept but drawn again, the same each time, when a contact is looked at.
"""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random
from typing import NamedTuple

from leaddesk.sandbox.cultures import CULTURES
from leaddesk.sandbox.employers import Company, found_companies
from leaddesk.sandbox.names import Name, name_of
from leaddesk.sandbox.places import fill
from leaddesk.sandbox.population import NO_EMAIL, NO_PHONE, NO_PROFILE, PRIVATE_EMAIL, Roles, populate
from leaddesk.sandbox.positions import Position
from leaddesk.sandbox.search import Search
from leaddesk.sandbox.spellings import SPELLINGS, Spelling, in_ascii

DEMO_SEED = 1887
DEMO_PEOPLE = 52_000
_PEOPLE_A_COMPANY = 8
_DEAD_MAILBOXES = 41
"""One e-mail of so many has ceased to work."""


class Contact(NamedTuple):
    """A person as a provider knows them, with everything that the provider would sell. None: it does not know."""

    id: int
    """The provider's number for this contact."""
    person: int
    """Who it is; the same for every contact of one person."""
    name: Spelling
    position: Position
    company: Company
    email: str | None
    phone: str | None
    npi_number: str | None
    linkedin: str | None
    facebook: str | None
    twitter: str | None
    instagram: str | None


class World:
    """``people`` persons and a few more contacts, drawn from ``seed``."""

    def __init__(self, seed: int = DEMO_SEED, people: int = DEMO_PEOPLE) -> None:
        """Raises ValueError for fewer than two people."""
        self._seed = seed
        random = Random(seed)
        self.companies = found_companies(max(2, people // _PEOPLE_A_COMPANY), random)
        roles = Roles()
        self.positions = roles.positions
        self._population = populate(self.companies, roles, people, random)
        self.people = people
        self.search = Search(self.companies, self.positions, self._population.company, self._population.position)

    def __len__(self) -> int:
        """The number of contacts; their numbers are 0 to len - 1."""
        return len(self._population.person)

    def name(self, person: int) -> Name:
        """What a person calls themself."""
        given, second, family, other, extra = self._population.name[5 * person : 5 * person + 5]
        return name_of(_CULTURES[self._population.culture[person]], (given, second, family, other, extra))

    def contacts_of(self, person: int) -> list[int]:
        """The numbers of all contacts of one person, lowest first."""
        return [number for number, who in enumerate(self._population.person) if who == person]

    def position(self, number: int) -> Position:
        """The position of one contact."""
        return self.positions[self._population.position[number]]

    def company(self, number: int) -> Company:
        """The company of one contact."""
        return self.companies[self._population.company[number]]

    def profile(self, person: int) -> str:
        """The last part of the address of a person's page on LinkedIn, whether or not anybody knows it."""
        return f"{_handle(self.name(person), '-')}-{person:x}"

    def contact_id(self, number: int) -> int:
        """The provider's number for one contact."""
        # Gaps between the numbers, as after years of deleting; the squares keep them uneven.
        return 3451 + 7 * number + number * number % 5

    def has_valid_email(self, number: int) -> bool:
        """Whether a provider would find, on a check, that mail reaches one contact: for nine of ten."""
        return not self._population.gaps[number] & NO_EMAIL and bool(self.contact_id(number) % _DEAD_MAILBOXES)

    def contact(self, number: int) -> Contact:
        """One contact in full. Raises IndexError."""
        person = self._population.person[number]
        name = self.name(person)
        spelling = self._population.spelling[number]
        company = self.company(number)
        gaps = self._population.gaps[number]
        random = Random(self._seed * 1_000_003 + person)
        handle = self.profile(person)
        phone = fill(random.choice(company.place.country.phones), random)
        email = f"{random.choice(_EMAIL_FORMS)(name)}@{'mail.example' if gaps & PRIVATE_EMAIL else company.domain}"
        npi_number = fill("0#########", random) if company.sector == "health" and random.random() < 0.6 else None
        return Contact(
            id=self.contact_id(number),
            person=person,
            name=SPELLINGS[spelling](name),
            position=self.position(number),
            company=company,
            email=None if gaps & NO_EMAIL else email.upper() if spelling % 7 == 2 else email,
            phone=None if gaps & NO_PHONE else re.sub(r"\(0\)|[ ().-]", "", phone) if spelling % 3 == 1 else phone,
            npi_number=npi_number,
            linkedin=None if gaps & NO_PROFILE else f"https://linkedin.example/in/{handle}",
            facebook=f"https://facebook.example/{handle}" if random.random() < 0.08 else None,
            twitter=f"https://twitter.example/{handle.replace('-', '_')}" if random.random() < 0.1 else None,
            instagram=f"https://instagram.example/{handle}" if random.random() < 0.06 else None,
        )


@lru_cache(maxsize=1)
def demo_world() -> World:
    """The world of the demo, made once a process."""
    return World()


def _handle(name: Name, joiner: str) -> str:
    parts = [re.sub(r"[^a-z0-9]+", "", in_ascii(part).lower()) for part in (name.first, name.last) if part]
    return joiner.join(parts)


_CULTURES = tuple(CULTURES.values())
_EMAIL_FORMS = (
    lambda name: _handle(name, "."),
    lambda name: _handle(name, "."),
    lambda name: _handle(name, "_"),
    lambda name: _handle(name._replace(last=None), ""),
    lambda name: _handle(name._replace(first=name.first[0]), ""),
)
