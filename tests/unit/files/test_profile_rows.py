"""What a destination gets of a lead's values."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.export_destinations import GOOGLE, HUBSPOT, LINKEDIN_AUDIENCE, MAILCHIMP, PIPEDRIVE, SALESFORCE
from leaddesk.domain.export_profiles import (
    DateForm,
    Fault,
    Form,
    PhoneForm,
    Profile,
    ProfileColumn,
    as_shown,
)
from leaddesk.domain.exports import CsvKind
from leaddesk.files.profile_rows import Cell, ProfileRows, split_name


def made(profile: Profile, lead: Mapping[str, Cell]) -> dict[str, Cell]:
    """The cells that hold something, by header."""
    rows = ProfileRows(profile)
    (cells,) = rows.rows([tuple(lead.get(source) for source in rows.sources)])
    return {header: cell for header, cell in zip(profile.header, cells, strict=True) if cell}


def one(form: Form, *values: Cell, **more: object) -> Cell:
    sources = tuple(f"custom:{number}" for number in range(len(values)))
    column = ProfileColumn("x", sources, form, str(more.pop("constant", "")))
    profile = Profile("p", (column,), **more)  # type: ignore[arg-type]  # fields of a profile
    return made(profile, dict(zip(sources, values, strict=True))).get("x")


ANNA: dict[str, Cell] = {
    "name": "Anna van den Berg",
    "email": " mailto:anna@example.test ",
    "phone": "030 901820",
    "country": "UK",
    "street": "1 High Street",
    "city": "London",
    "zip": "NW1",
    "website": "https://www.example.test/about",
    "size": "51-200",
    "revenue": "1,200,000",
    "company": "Kestrel",
    "title": "CEO",
}


def test_parts_of_a_name_are_made_of_the_full_one_only_where_both_are_missing() -> None:
    assert made(HUBSPOT, ANNA)["First name"] == "Anna"
    assert made(HUBSPOT, ANNA)["Last name"] == "van den Berg"
    assert "First name" not in made(HUBSPOT, ANNA | {"last_name": "Berg"})
    assert made(PIPEDRIVE, {"first_name": "Anna", "last_name": "Berg"})["Person - Name"] == "Anna Berg"


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Anna Berg", "Anna", "Berg"),
        ("Berg, Anna Maria", "Anna Maria", "Berg"),
        ("Vincent van Gogh", "Vincent", "van Gogh"),
        ("Van Morrison", "Van", "Morrison"),
        ("Ludwig von der Leyen", "Ludwig", "von der Leyen"),
        ("Madonna", "", "Madonna"),
        ("", "", ""),
        (" , ", "", ""),
    ],
)
def test_splitting_a_name(full: str, first: str, last: str) -> None:
    assert split_name(full) == (first, last)


@given(st.text("ab ,éA-", max_size=20))
def test_splitting_a_name_loses_no_letter(full: str) -> None:
    assert sorted("".join(split_name(full)).replace(" ", "").replace(",", "")) == sorted(
        full.replace(" ", "").replace(",", "")
    )


def test_hubspot_gets_e164() -> None:
    assert made(HUBSPOT, ANNA | {"country": "Germany"})["Phone number"] == "+4930901820"
    assert made(HUBSPOT, ANNA)["Email"] == "anna@example.test"


def test_mailchimp_gets_gb_and_two_spaces() -> None:
    assert made(MAILCHIMP, ANNA)["Address"] == "1 High Street  London  NW1  GB"
    assert "Address" not in made(MAILCHIMP, {"city": "London", "country": "UK"})


def test_linkedin_gets_countries_in_two_letters() -> None:
    assert made(LINKEDIN_AUDIENCE, {"person_country": "Germany", "country": "France"})["country"] == "DE"
    assert made(LINKEDIN_AUDIENCE, {"country": "Atlantis"})["country"] == "Atlantis"


def test_salesforce_gets_numbers_alone() -> None:
    cells = made(SALESFORCE, ANNA)
    assert cells["Annual Revenue"] == "1200000"
    assert "No. of Employees" not in cells
    assert cells["Lead Source"] == "LeadDesk"


def test_google_labels_only_what_there_is() -> None:
    cells = made(GOOGLE, {"email": "a@example.test", "mobile": "+49 151 23456789"})
    assert cells == {
        "Labels": "* myContacts",
        "E-mail 1 - Label": "Work",
        "E-mail 1 - Value": "a@example.test",
        "Phone 2 - Label": "Mobile",
        "Phone 2 - Value": "+49 1512 3456789",
    }


@pytest.mark.parametrize(
    ("form", "country", "number", "written"),
    [
        (PhoneForm.E164, "DE", "030 901820", "+4930901820"),
        (PhoneForm.E164, "", "+1 (555) 010-9999 ext. 4", "+15550109999 ext. 4"),
        (PhoneForm.INTERNATIONAL, "US", "(555) 010-9999", "+1 555-010-9999"),
        (PhoneForm.NATIONAL, "", "+49 30 901820", "030 901820"),
        (PhoneForm.E164, "", "030 901820", "030 901820"),
        (PhoneForm.E164, "DE", "ask Peter", "ask Peter"),
        (PhoneForm.AS_IS, "DE", "030 / 90", "030 / 90"),
    ],
)
def test_phones(form: PhoneForm, country: str, number: str, written: str) -> None:
    assert one(Form.PHONE, number, phones=form, country=country) == written


def test_other_forms() -> None:
    assert one(Form.TEXT, None, "b") == "b"
    assert one(Form.TEXT, None, None, constant="c") == "c"
    assert one(Form.DOMAIN, "https://www.example.test:8080/x") == "example.test"
    assert one(Form.DOMAIN, "example.test") == "example.test"
    assert one(Form.DOMAIN, "[") == "["
    assert one(Form.ADDRESS, "Street 1", None, "Berlin") == "Street 1, Berlin"
    noon = 1_763_726_400.0
    assert one(Form.DAY, noon) == "2025-11-21"
    assert one(Form.DAY, noon, dates=DateForm.DAY_FIRST) == "21.11.2025"
    assert one(Form.DAY, noon, dates=DateForm.MONTH_FIRST) == "11/21/2025"
    assert one(Form.DAY, "some day") == "some day"
    for number, written in (("12", "12"), ("1.200", "1200"), ("51-200", None), ("$5m", None), ("12 people", None)):
        assert one(Form.NUMBER, number) == written, number


def test_what_is_shown_is_passed_on_as_it_is() -> None:
    rows = ProfileRows(as_shown([("email", "E-mail"), ("custom:x", "X")], (CsvKind.CRM_IMPORT,)))
    read = [("a@example.test", None), (None, " =1 ")]
    assert rows.rows(read) is read


def test_what_is_lost_is_told() -> None:
    profile = Profile(
        "p",
        (ProfileColumn("n", ("size",), Form.NUMBER), ProfileColumn("p", ("phone",), Form.PHONE)),
        phones=PhoneForm.E164,
        country="DE",
    )
    rows, told = ProfileRows(profile), list[tuple[Fault, int, int]]()
    rows.rows([("1", "030 901820"), ("1-2", "x")], lambda *fault: told.append(fault))
    assert told == [(Fault.NO_NUMBER, 0, 1), (Fault.ODD_PHONE, 1, 1)]
