"""The demo's SmartLists: each has columns of its own, named by the person who made it.

The people are the world's, under another spelling than ReachStream's where one of them differs, and some of them are in
several lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, NamedTuple

from leaddesk.sandbox.shelves import Crowd, Cut, Record, Shelf
from leaddesk.sandbox.spellings import SPELLINGS, Spelling
from leaddesk.sandbox.world import Contact, World

ORGANIZATION = "6f1d2c84-0b7e-4a53-9c1e-5d0f3a8b7e21"


class _Person(NamedTuple):
    """What columns are filled from."""

    contact: Contact
    name: Spelling
    profile: str
    random: Random


class SmartList(NamedTuple):
    """One list of the demo, as a person would note it down."""

    name: str
    organization_id: str
    list_id: str


_Column = Callable[[_Person], Any]

_OPENERS = (
    "{first} commented on your launch post and asked about pricing 💬",
    "{first} reacted 👏 to three posts on {topic} within a week",
    "{company} is hiring in {city}, which often precedes a new tool",
    "Speaks about {topic} at meet-ups; keep it technical and short",
    "No recent activity found. Start from the company instead",
    "{first} moved to {company} a few months ago 🎉 and is likely to review what they inherited",
)
_TOPICS = ("lead routing", "RevOps", "data quality", "cold outreach", "AI in sales", "GDPR", "churn", "hiring")
_DETAILS = (
    "The profile mentions {topic} twice and links to a talk given in {city}.",
    "{company} works in {industry}; its site names no competitor of ours.",
    "Budget season there usually starts in autumn — “ask early” is the advice.",
    "Two colleagues reacted to the same post, so a shared introduction may work better than a cold one.",
    "Tone: factual, no exclamation marks; {first} answered the last message within a day ✅",
    "Reads like: “we tried <b>spreadsheets</b>, =SUM(nothing), and gave up”.",
    "Sources: profile, company page, one interview (2025); nothing older was used.",
)


def _said(person: _Person, text: str) -> str:
    company, random = person.contact.company, person.random
    return text.format(
        first=person.name.first or person.name.full,
        company=company.name,
        city=company.place.city,
        topic=random.choice(_TOPICS),
        industry=company.industries[0].lower() if company.industries else "a field it does not name",
    )


def _icebreaker(person: _Person) -> str | None:
    return None if person.random.random() < 0.05 else _said(person, person.random.choice(_OPENERS))


def _insight(person: _Person) -> str:
    """Some sentences in paragraphs; sometimes very many, sometimes none."""
    chance = person.random.random()
    if chance < 0.06:
        return person.random.choice(("", "N/A", "❌ Not enough information", "null", '{"insight": null}'))
    count = 40 if chance > 0.98 else person.random.randint(2, 6)
    sentences = [_said(person, person.random.choice(_DETAILS)) for _ in range(count)]
    return "\n\n".join(" ".join(sentences[start : start + 2]) for start in range(0, count, 2))


def _email(person: _Person) -> str | None:
    chance = person.random.random()
    if person.contact.email is None or chance < 0.04:
        return None if chance < 0.5 else ""
    return person.contact.email.lower() if chance < 0.96 else f" {person.contact.email.capitalize()}"


def _page(person: _Person) -> str:
    chance = person.random.random()
    form = "https://www.linkedin.example/in/{}/" if chance < 0.8 else "http://linkedin.example/in/{}?trk=public"
    return form.format(person.profile)


def _score(person: _Person) -> int | str | None:
    score = person.random.randint(0, 100)
    return None if score < 4 else str(score) if score % 9 == 0 else score


def _first(person: _Person) -> str | None:
    return person.name.first


def _last(person: _Person) -> str | None:
    return person.name.last


def _full(person: _Person) -> str:
    return person.name.full


def _title(person: _Person) -> str | None:
    return person.contact.position.title


def _company(person: _Person) -> str:
    return person.contact.company.name


def _website(person: _Person) -> str | None:
    return person.contact.company.website


def _country(person: _Person) -> str:
    return person.contact.company.place.country.name


def _city(person: _Person) -> str:
    return person.contact.company.place.city


def _phone(person: _Person) -> str | None:
    return person.contact.phone


_PLAIN: Mapping[str, _Column] = {
    "First Name": _first, "Last Name": _last, "Email": _email, "Profile": _page, "Company": _company,
}  # fmt: skip
_LAUNCH: Mapping[str, _Column] = {
    "First Name": _first, "Last Name": _last, "Email": _email, "Profile": _page, "Job Title": _title,
    "Company": _company, "Icebreaker ✨": _icebreaker, "Fit Score": _score, "My AI Column": _insight,
}  # fmt: skip
_MET: Mapping[str, _Column] = {
    "Name": _full, "Role": _title, "Organisation": _company, "Website": _website, "Work Email": _email,
    "LinkedIn URL": _page, "Phone": _phone, "City": _city, "Country": _country, "Why now?": _icebreaker,
    "AI: company summary": _insight, "AI: suggested first message (max. 300 characters, friendly)": _icebreaker,
    "🎯 Score": _score,
}  # fmt: skip
_AWKWARD: Mapping[str, _Column] = {
    "First Name": _first, " Last Name ": _last, "Email": _email, "email": _email, "E-Mail": _email, "": _city,
    "=SUM(A1)": _score, "<b>Profile</b>": _page, "الاسم": _full, "🚀": _icebreaker, "id": _score, "data": _company,
    "A column whose name somebody wrote as if it were the whole prompt: summarise the profile in two sentences, avoid"
    " flattery, name one concrete project, and never mention the weather": _insight,
}  # fmt: skip


_LISTS: tuple[tuple[Cut, Mapping[str, _Column]], ...] = (
    (Cut("2c9e4b7a-51d3-4f0e-b6a8-90c7d1e2f314", "Webinar guests", 0, 48), _PLAIN),
    (Cut("8d07f3c5-6a1b-4e92-a4d7-1f5b8c3e9062", "Reactions to our launch post", 30, 1210), _LAUNCH),
    (Cut("e51a90d8-c2f4-47b6-8e3d-7a6409b1c5df", "Everyone we met this year", 900, 4102), _MET),
    (Cut("47b3d6e1-98ac-4d05-bf12-c8e5037a9d64", "Design partners", 1100, 50), _PLAIN),
    (Cut("a0f8c247-3e5d-4b19-92c6-5db7e4180f3a", "Playground / Test ✨", 4900, 137), _AWKWARD),
    (Cut("f36e1d09-7b84-4ca2-a5f1-06d92b8ec7b5", "Replies (still empty)", 5200, 0), _PLAIN),
)
_FOREIGN = Cut("d92c5e78-14f6-4b3a-8d07-b1a6e0f3947c", "Somebody else's list", 6000, 75)


def smart_lists() -> list[SmartList]:
    """The lists that the demo's key may read, without making any of them."""
    return [SmartList(cut.name, ORGANIZATION, cut.id) for cut, _ in _LISTS]


def own_shelves(crowd: Crowd) -> dict[str, Shelf]:
    """The same lists with their leads, by id."""
    return {cut.id: _shelf(crowd, cut, columns) for cut, columns in _LISTS}


def foreign_shelf(crowd: Crowd) -> Shelf:
    """The list of another organization."""
    return _shelf(crowd, _FOREIGN, _PLAIN)


def _shelf(crowd: Crowd, cut: Cut, columns: Mapping[str, _Column]) -> Shelf:
    def lead(number: int) -> Record:
        person = _person(crowd.world, number, cut.id)
        return {column: fill(person) for column, fill in columns.items()}

    return Shelf(crowd, cut, lead)


def _person(world: World, number: int, list_id: str) -> _Person:
    contact = world.contact(number)
    random = Random(f"{list_id} {number}")
    spelled = random.choice(SPELLINGS) if random.random() < 0.2 else SPELLINGS[0]
    return _Person(contact, spelled(world.name(contact.person)), world.profile(contact.person), random)
