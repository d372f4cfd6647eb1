"""The demo's lists and their contacts: the world's people, some in several lists and with other providers too."""

from __future__ import annotations

from random import Random

from leaddesk.sandbox.companies import other_spelling
from leaddesk.sandbox.countries import COUNTRIES
from leaddesk.sandbox.shelves import Crowd, Cut, Record, Shelf
from leaddesk.sandbox.spellings import SPELLINGS
from leaddesk.sandbox.world import World

COLUMNS = (
    "id", "email", "first_name", "last_name", "title", "company", "phone", "city", "state", "region", "country",
    "date_added",
)  # fmt: skip

_LISTS = (
    Cut("65f1c0a27d3b9e4418a0c501", "Conference 2026 – badge scans", 20, 733),
    Cut("65f1c0a27d3b9e4418a0c502", "All prospects", 2500, 4987),
    Cut("65f1c0a27d3b9e4418a0c503", "Partners & resellers", 0, 100),
    Cut("65f1c0a27d3b9e4418a0c504", "Hot 🔥", 40, 1),
    Cut("65f1c0a27d3b9e4418a0c505", "New list", 0, 0),
)
_FOREIGN = Cut("65f1c0a27d3b9e4418a0cfff", "Somebody else's", 9000, 12)
_STATES = {"United States", "Canada", "Australia"}
"""Where what is above a city is called a state; elsewhere it is a region."""
_COUNTRY_NUMBERS = {country.name: number for number, country in enumerate(COUNTRIES, start=1)}


def own_shelves(crowd: Crowd) -> dict[str, Shelf]:
    """The lists of the account, by id."""
    return {cut.id: _shelf(crowd, cut) for cut in _LISTS}


def foreign_shelf(crowd: Crowd) -> Shelf:
    """The list of another account."""
    return _shelf(crowd, _FOREIGN)


def told(shelf: Shelf) -> Record:
    """A list as the provider describes it."""
    random = Random(shelf.id)
    return {
        "id": shelf.id,
        "name": shelf.name,
        "total_contacts": len(shelf),
        "date_created": moment(random),
    }


def with_country_number(contact: Record) -> Record:
    """The country as the text of the documentation types it; what it has no number for stays."""
    return {**contact, "country": _COUNTRY_NUMBERS.get(contact.get("country", ""), contact.get("country"))}


def moment(random: Random) -> str:
    """A time in the years before the demo, in UTC."""
    year, month, day = random.choice((2024, 2025, 2025)), random.randint(1, 12), random.randint(1, 28)
    return f"{year}-{month:02}-{day:02}T{random.randint(6, 19):02}:{random.randint(0, 59):02}:07.000Z"


def _shelf(crowd: Crowd, cut: Cut) -> Shelf:
    return Shelf(crowd, cut, lambda number: _contact(crowd.world, number, cut.id))


def _contact(world: World, number: int, list_id: str) -> Record:
    contact = world.contact(number)
    random = Random(f"{list_id} {number}")
    spelled = random.choice(SPELLINGS) if random.random() < 0.15 else SPELLINGS[0]
    name = spelled(world.name(contact.person))
    company, place = contact.company, contact.company.place
    in_state = place.country.name in _STATES
    return {
        "id": 40_000_000 + number,
        "email": contact.email or random.choice((None, "")),
        "first_name": name.first,
        "last_name": name.last or "",
        "title": contact.position.title,
        "company": other_spelling(company.name, random) if random.random() < 0.15 else company.name,
        "phone": contact.phone,
        "city": place.city,
        "state": place.region if in_state else None,
        "region": None if in_state else place.region,
        "country": place.country.name,
        "date_added": moment(random),
    }
