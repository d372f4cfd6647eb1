"""What companies are called: the ordinary ones are put together from parts, the awkward ones are listed."""

from __future__ import annotations

import re
from random import Random

from leaddesk.sandbox.cultures import CULTURES
from leaddesk.sandbox.industries import Industry
from leaddesk.sandbox.places import Country, Place
from leaddesk.sandbox.spellings import in_ascii


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_WORDS = _words("""
    Amber Anchor Aspen Beacon Birch Blue Bramble Bright Brook Cedar Cinder Clear Clover Cobalt Copper Coral Corvid
    Crane Delta Dune Echo Elm Ember Falcon Fern Field Finch Flint Fox Garnet Gold Granite Green Grove Half Harbor
    Hazel Heron High Hollow Iron Ivory Jasper Juniper Kestrel Kite Lantern Lark Laurel Linden Lumen Lunar Maple
    Marble Meadow Mill Mint Moss North Nova Oak Ocean Olive Onyx Opal Orbit Osprey Otter Paper Pearl Pine Quartz
    Quiet Raven Red Reed Ridge River Robin Rowan Sable Sage Salt Silver Slate Snow Solar South Spruce Stone Swift
    Tall Teal Thistle Tidal Timber True Umber Valley Velvet Verdant West White Wild Willow Winter Wren Yarrow Zephyr
""")
_ENDINGS = _words("""
    beam bridge brook craft crest field ford forge gate grid haven head light line mark mill path point port stead
    way well works
""")


def company_name(industry: Industry, place: Place, random: Random) -> str:
    """An ordinary company's name: a word, a family or a city, its trade, and mostly a legal form."""
    trade = random.choice(industry.words)
    country = place.country
    shape = random.random()
    if shape < 0.42:
        core = f"{random.choice(_WORDS)}{random.choice(_ENDINGS)} {trade}"
    elif shape < 0.55:
        core = f"{random.choice(_WORDS)} & {random.choice(_WORDS)} {trade}"
    elif shape < 0.7:
        core = f"{_family(country, random)} {trade}"
    elif shape < 0.8:
        core = f"{_family(country, random)} & {_family(country, random)}"
    elif shape < 0.92:
        core = f"{place.city} {trade}"
    else:
        core = f"{random.choice(_WORDS)}{random.choice(_WORDS).lower()}"
    if random.random() < 0.2:
        return core
    form = random.choice(country.legal_forms)
    return core + form if form.startswith(",") else f"{core} {form}"


def other_spelling(name: str, random: Random) -> str:
    """The same company's name as another clerk would have written it; may come out unchanged."""
    shape = random.random()
    if shape < 0.25:
        return name.upper()
    if shape < 0.5:
        return re.sub(r",? (GmbH|Inc\.|LLC|Ltd|Limited|Corp\.|S\.A\.|AG|AB|SARL|B\.V\.).*$", "", name)
    if shape < 0.7:
        return in_ascii(name)
    if shape < 0.85:
        return name.replace(" & ", " and ")
    return name.replace(".", "").lower()


def domain(name: str, taken: set[str]) -> str:
    """A host name on the ``example`` domain (RFC 2606: nobody can own it), not in ``taken``; it is added there."""
    label = re.sub(r"[^a-z0-9]+", "-", in_ascii(name).lower()).strip("-")[:40].strip("-") or "company"
    number = 1
    host = f"{label}.example"
    while host in taken:
        number += 1
        host = f"{label}-{number}.example"
    taken.add(host)
    return host


def _family(country: Country, random: Random) -> str:
    code = country.cultures.split()[0]
    return random.choice(CULTURES[code].family).latin
