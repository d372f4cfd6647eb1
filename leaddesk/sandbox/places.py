"""Places: what is known of a country, its cities, and the patterns of postal codes and telephone numbers.

In a pattern ``#`` is a digit and ``@`` a capital letter. The countries themselves stand in ``countries.py``.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Country(NamedTuple):
    """One country and what is usual there."""

    name: str
    share: int
    """Of all companies, in the unit that the others use too."""
    cultures: str
    """Where the names of its people come from: code and share, alternating; the codes are those of ``names.py``."""
    legal_forms: tuple[str, ...]
    phones: tuple[str, ...]
    streets: tuple[str, ...]
    """``{n}`` is the house number."""
    regions: str
    """``Region: City=postal code, City=postal code; Region: ...``; either side of ``:`` and ``=`` may be empty."""


class Place(NamedTuple):
    """One city in one country. ``region`` and ``postal_code`` (a pattern) are None where the country has none."""

    city: str
    region: str | None
    country: Country
    postal_code: str | None


def places_of(country: Country) -> tuple[Place, ...]:
    """The cities of ``country``, in the order of its text: those that come first are drawn more often."""
    found: list[Place] = []
    for region_text in country.regions.split(";"):
        region, _, cities = region_text.partition(":")
        for city_text in cities.split(","):
            city, _, postal_code = city_text.partition("=")
            found.append(Place(city.strip(), region.strip() or None, country, postal_code.strip() or None))
    return tuple(found)


def fill(pattern: str, draw: Random) -> str:
    """``pattern`` with a digit for each ``#`` and a letter for each ``@``."""
    filled = []
    for character in pattern:
        if character == "#":
            filled.append(draw.choice("0123456789"))
        elif character == "@":
            filled.append(draw.choice("ABCDEFGHJKLMNPRSTUVWXYZ"))
        else:
            filled.append(character)
    return "".join(filled)
