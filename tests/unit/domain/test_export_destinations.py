"""The headers of the destinations, literally: an import that does not know a column loses what is in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from leaddesk.domain.countries import code_of, codes
from leaddesk.domain.export_destinations import CARDS, DESTINATIONS, LINKEDIN_AUDIENCE, filling, fills
from leaddesk.domain.export_profiles import DateForm, PhoneForm, Profile, files_of, plain, profile_of
from leaddesk.domain.leads import Field

HEADERS = {
    "hubspot": "First name,Last name,Email,Phone number,Job title,Company name,Website URL",
    "salesforce": (
        "Company,First Name,Last Name,Email,Phone,Mobile Phone,City,Country,Postal Code,Industry,Annual Revenue,"
        "No. of Employees,Lead Source,Description,Title,Website"
    ),
    "pipedrive": (
        "Person - Name,Person - Email,Person - Phone,Person - Job title,Organization - Name,Organization - Address,Note"
    ),
    "mailchimp": "Email Address,First Name,Last Name,Address,Phone Number,Company,Job Title,Website,Tags",
    "google": (
        "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,"
        "Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,"
        "Birthday,Notes,Photo,Labels,"
        "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,"
        "Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,"
        "Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Website 1 - Label,"
        "Website 1 - Value,Website 2 - Label,Website 2 - Value"
    ),
    "outlook": (
        "First Name,Last Name,Company,Job Title,Business Street,Business City,Business State,Business Postal Code,"
        "Business Country/Region,Business Phone,E-mail Address,Web Page,Notes"
    ),
    "linkedin": "email,firstname,lastname,jobtitle,employeecompany,country,googleaid",
}


def test_every_header_is_the_documented_one() -> None:
    assert {profile.id: ",".join(profile.header) for profile in DESTINATIONS} == HEADERS


@pytest.mark.parametrize("profile", [*DESTINATIONS, CARDS], ids=lambda profile: profile.id)
def test_a_profile_speaks_only_of_columns_that_there_are(profile: Profile) -> None:
    known = {field.value for field in Field} | {"@tags", "@note"}
    assert known.issuperset(profile.sources)
    assert len(set(profile.header)) == len(profile.header)
    assert {header for group in profile.required for header in group} <= set(profile.header)
    assert not profile.unique or profile.unique in profile.header
    assert profile.kinds


@pytest.mark.parametrize("profile", [*DESTINATIONS, CARDS], ids=lambda profile: profile.id)
def test_a_profile_travels_as_json(profile: Profile) -> None:
    changed = replace(profile, name="Ours", phones=PhoneForm.NATIONAL, country="DE", dates=DateForm.DAY_FIRST)
    assert profile_of(plain(changed)) == changed


def test_a_template_of_linkedin_decides_about_the_columns() -> None:
    filled = filling(LINKEDIN_AUDIENCE, ("Email", "Company Name", "something new", "Last Name"))
    assert filled.header == ("Email", "Company Name", "something new", "Last Name")
    assert [column.sources[:1] for column in filled.columns] == [("email",), ("company",), (), ("last_name",)]
    assert filled.required == (("Email", "Last Name"),)
    assert filled.unique == "Email"
    assert not fills("googleaid")


def test_countries_are_known_by_many_names() -> None:
    for name in ("United Kingdom", "UK", "u.k.", " great  britain ", "GB", "Großbritannien"):
        assert code_of(name) == "GB", name
    assert (code_of("Türkiye"), code_of("Cote d'Ivoire"), code_of("USA")) == ("TR", "CI", "US")
    assert code_of("Atlantis") == code_of("") == ""
    assert len(codes()) > 230


def test_numbered_files() -> None:
    assert files_of(Path("/x/leads.csv"), 1) == (Path("/x/leads.csv"),)
    assert files_of(Path("/x/leads.v2.csv"), 2) == (Path("/x/leads.v2-1.csv"), Path("/x/leads.v2-2.csv"))
