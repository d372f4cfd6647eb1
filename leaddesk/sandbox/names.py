"""How a name is put together, from the lists and customs of a culture (``cultures.py``)."""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Word(NamedTuple):
    """One name in Latin letters and, where its language has another script, in that."""

    latin: str
    script: str | None


class Culture(NamedTuple):
    """Names of one language area, and its customs. A chance is between 0 and 1."""

    given: tuple[Word, ...]
    family: tuple[Word, ...]
    second_given: float = 0.0
    """Chance of a second given name, joined by ``given_joiner``."""
    given_joiner: str = "-"
    second_family: float = 0.0
    family_joiner: str = "-"
    particles: tuple[str, ...] = ()
    """What may stand before the family name."""
    particle: float = 0.0
    middle: tuple[str, ...] = ()
    """Middle names; an initial is drawn from the given names."""
    middle_name: float = 0.0
    initial: float = 0.0
    single: float = 0.0
    """Chance that a person has one name only."""
    family_first: bool = False
    """The script (and in Vietnam also the Latin) form begins with the family name."""


class Name(NamedTuple):
    """A person's name as that person would write it in Latin letters."""

    first: str
    middle: str | None
    last: str | None
    script: str | None
    """The whole name in the language's own script."""
    family_first: bool

    @property
    def full(self) -> str:
        """All parts, in the order of the person's language where it is written in Latin letters."""
        vietnamese = self.family_first and self.script is None
        start, end = (self.last, self.first) if vietnamese else (self.first, self.last)
        return " ".join(part for part in (start, self.middle, end) if part)


NONE = 255
"""In a drawn name: this part is missing."""


def draw_name(culture: Culture, random: Random) -> tuple[int, int, int, int, int]:
    """A name as small numbers: given, second given, family, second family, and middle or particle; NONE where missing.

    The last one counts the middle names first, then the particles, then the given names as initials.
    """
    uniform = random.random
    given = int(uniform() * len(culture.given))
    second = int(uniform() * len(culture.given)) if uniform() < culture.second_given else NONE
    if uniform() < culture.single:
        return given, NONE, NONE, NONE, NONE
    family = int(uniform() * len(culture.family))
    other = int(uniform() * len(culture.family)) if uniform() < culture.second_family else NONE
    chance = uniform()
    extra = NONE
    if chance < culture.middle_name:
        extra = int(uniform() * len(culture.middle))
    elif chance < culture.middle_name + culture.particle:
        extra = len(culture.middle) + int(uniform() * len(culture.particles))
    elif chance < culture.middle_name + culture.particle + culture.initial:
        extra = len(culture.middle) + len(culture.particles) + int(uniform() * len(culture.given))
    return given, second if second != given else NONE, family, other if other != family else NONE, extra


def name_of(culture: Culture, drawn: tuple[int, int, int, int, int]) -> Name:
    """The name that ``draw_name`` drew."""
    given, second, family, other, extra = drawn
    first = culture.given[given]
    first_name = first.latin if second == NONE else first.latin + culture.given_joiner + culture.given[second].latin
    if family == NONE:
        return Name(first_name, None, None, first.script, culture.family_first)
    last = culture.family[family]
    last_name = last.latin if other == NONE else last.latin + culture.family_joiner + culture.family[other].latin
    middle = None
    initials = len(culture.middle) + len(culture.particles)
    if extra < len(culture.middle):
        middle = culture.middle[extra]
    elif extra < initials:
        last_name = f"{culture.particles[extra - len(culture.middle)]} {last_name}"
    elif extra != NONE:
        middle = culture.given[extra - initials].latin[0] + "."
    script = None
    if first.script and last.script and second == other == NONE:
        script = last.script + first.script if culture.family_first else f"{first.script} {last.script}"
    return Name(first_name, middle, last_name, script, culture.family_first)
