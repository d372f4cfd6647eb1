"""The made-up world: the same from the same seed, large, awkward, and knowing who is who."""

from __future__ import annotations

import re

import pytest

from leaddesk.sandbox import awkward
from leaddesk.sandbox.world import DEMO_SEED, World, demo_world

_FICTIONAL = (
    r"1?\d{3}55501\d\d(\d\d)?",  # North America, with an extension
    r"(44|0)(2079460|1614960|1134960|1314960)\d{3}|07700900\d{3}",  # United Kingdom
    r"(353|0)2091\d{5}",  # Ireland
    r"(49|0)(3023125|4066969|8999998|2214710)\d{3}|017139200\d\d",  # Germany
    r"(33|0)(19900|26191|46571|63998)\d{4}",  # France
    r"08465004\d\d|463139006\d\d|04062804\d\d|070174061\d",  # Sweden
    r"0[27]5550\d{4}|(61|0)[38]7010\d{4}|0491570156",  # Australia
)
"""Numbers kept free for fiction, digits only; elsewhere the national number begins with 00, which no real one does."""

_LETTERS = ("ü", "ł", "Ş", "ễ", "é", "ø", "O'", "-", "伟", "佐", "ل", "ש", "श", "О", "Σ", "ส", "✨", "van", "dos")


@pytest.fixture(scope="module")
def world() -> World:
    return demo_world()


def test_the_same_seed_makes_the_same_world() -> None:
    one, same, other = World(3, 500), World(3, 500), World(4, 500)
    assert [one.contact(n) for n in range(len(one))] == [same.contact(n) for n in range(len(same))]
    assert [one.contact(n) for n in range(50)] != [other.contact(n) for n in range(50)]


def test_the_demo_world_does_not_change_by_itself(world: World) -> None:
    """Pictures and tests elsewhere stand on these people: whoever changes the world should mean to."""
    assert world is demo_world()
    contact = World(DEMO_SEED, 3000).contact(0)
    assert (contact.id, contact.name.full, contact.position.title) == (
        3451,
        "Jörg Krüger",
        "Director of Administration",
    )


def test_it_has_fifty_thousand_people(world: World) -> None:
    assert world.people >= 50_000
    assert len(world) > world.people
    assert len({*map(world.name, range(0, world.people, 10))}) > 3000


def test_every_person_is_a_contact_and_some_are_several(small_world: World) -> None:
    persons = [small_world.contact(n).person for n in range(len(small_world))]
    assert set(persons) == set(range(small_world.people))
    several = [person for person in range(200) if persons.count(person) > 1]
    assert several
    for person in several:
        numbers = small_world.contacts_of(person)
        assert [persons[n] for n in numbers] == [person] * len(numbers)
        assert len({small_world.contact(n).id for n in numbers}) == len(numbers)


def test_the_same_person_is_spelled_in_several_ways(world: World) -> None:
    spelled = [
        {world.contact(n).name.full for n in numbers}
        for numbers in map(world.contacts_of, range(150))
        if len(numbers) > 1
    ]
    assert any(len(names) > 1 for names in spelled)


def test_contact_ids_are_their_own_and_not_consecutive(small_world: World) -> None:
    ids = [small_world.contact(n).id for n in range(len(small_world))]
    assert ids == sorted(set(ids))
    assert ids[-1] - ids[0] > len(ids)


def test_nobody_can_be_reached(small_world: World) -> None:
    """E-mails and pages on ``example`` domains only (RFC 2606); telephone numbers from ranges kept for fiction."""
    for number in range(len(small_world)):
        contact = small_world.contact(number)
        assert contact.email is None or contact.email.lower().endswith(".example"), contact.email
        for page in (contact.linkedin, contact.facebook, contact.twitter, contact.instagram):
            assert page is None or page.split("/")[2].endswith(".example")
        assert contact.company.website is None or contact.company.website.endswith(".example")
        if contact.phone:
            number_only = re.sub(r"\D", "", contact.phone.replace("(0)", ""))
            elsewhere = re.match(r"\+\d{1,3}[ -]?00", contact.phone)
            assert elsewhere or any(re.fullmatch(form, number_only) for form in _FICTIONAL), contact.phone


def test_every_column_has_gaps(small_world: World) -> None:
    contacts = [small_world.contact(n) for n in range(len(small_world))]
    for missing in ("email", "phone", "linkedin", "npi_number", "facebook"):
        values = [getattr(contact, missing) for contact in contacts]
        assert None in values
        assert any(values)
    for missing in ("website", "street", "postal_code", "type", "sic_code", "employees", "revenue"):
        assert any(getattr(contact.company, missing) is None for contact in contacts), missing
    assert any(contact.position.title is None for contact in contacts)
    assert any(contact.position.title and contact.position.level is None for contact in contacts)


def test_codes_keep_their_leading_zeros(world: World) -> None:
    assert "02139" in world.search.vocabulary("company_address_zipcode")
    assert "0111" in world.search.vocabulary("sic_code")
    assert "$5m to $10m" in world.search.vocabulary("company_annual_revenue_amount")
    assert "51 to 200" in world.search.vocabulary("company_employee_size")
    postal_codes = " ".join(world.search.vocabulary("company_address_zipcode"))
    assert re.search(r"\bSW1A \d[A-Z]{2}\b", postal_codes)
    assert re.search(r"\bM5V \d[A-Z]\d\b", postal_codes)


def test_awkward_companies_are_there_and_employ_people(world: World) -> None:
    names = {name.casefold() for name in world.search.vocabulary("company_name")}
    used = {world.company(n).name for n in range(len(world))}
    for name in ("Söhne GmbH & Co. KG", "=Equals Consulting", "+Plus Logistics", "@Home Care"):
        assert name in used
    assert all(name.casefold() in names for name in awkward.COMPANY_NAMES)
    assert max(map(len, names)) > 200
    assert all(name == name.strip() for name in names), "a client that trims what is typed could never find them"


def test_some_companies_share_a_name_and_some_are_known_twice(world: World) -> None:
    usual = [company for company in world.companies if company.twin_of is None]
    assert len({company.name for company in usual}) < len(usual)
    assert len({company.domain for company in usual}) == len(usual)
    twins = [company for company in world.companies if company.twin_of is not None]
    assert any(twin.name != world.companies[twin.twin_of].name for twin in twins if twin.twin_of is not None)


def test_names_come_in_many_scripts(world: World) -> None:
    names = " ".join(world.contact(n).name.full for n in range(12_000))
    for script in _LETTERS:
        assert script in names, script


def test_a_world_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="people"):
        World(1, 1)
