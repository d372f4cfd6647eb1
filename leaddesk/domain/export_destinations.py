"""The destinations that LeadDesk knows. What was verified of each stands in its description, in the window's words.

Headers are the destinations' own words and never translated. Lengths of Salesforce's fields: "Lead" in its Object
Reference. Google's header is the one of its own export ("Google CSV") since 2024. LinkedIn's is the one of its contact
list template; its company list template can be filled as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leaddesk.domain.export_profiles import LINKEDIN, VCARD, Form, PhoneForm, Profile, ProfileColumn
from leaddesk.domain.exports import MOST_SHEET_ROWS, BookKind, CsvKind
from leaddesk.domain.leads import NOTE, SOURCES, TAGS, Field

_FIRST = (Field.FIRST_NAME.value, Field.LAST_NAME.value, Field.NAME.value)
_LAST = (Field.LAST_NAME.value, Field.FIRST_NAME.value, Field.NAME.value)
_FULL = (Field.NAME.value, Field.FIRST_NAME.value, Field.MIDDLE_NAME.value, Field.LAST_NAME.value)
_PHONES = (Field.PHONE.value, Field.MOBILE.value)
_CITY = (Field.CITY.value, Field.PERSON_CITY.value)
_STATE = (Field.STATE.value, Field.PERSON_STATE.value)
_COUNTRY = (Field.COUNTRY.value, Field.PERSON_COUNTRY.value)
_CRM = (CsvKind.CRM_IMPORT, BookKind.XLSX)


def _text(header: str, *sources: Field | str, longest: int = 0, form: Form = Form.TEXT) -> ProfileColumn:
    names = (source.value if isinstance(source, Field) else source for source in sources)
    return ProfileColumn(header, tuple(names), form, longest=longest)


HUBSPOT = Profile(
    "hubspot",
    (
        ProfileColumn("First name", _FIRST, Form.FIRST_NAME),
        ProfileColumn("Last name", _LAST, Form.LAST_NAME),
        _text("Email", Field.EMAIL, form=Form.EMAIL),
        ProfileColumn("Phone number", _PHONES, Form.PHONE),
        _text("Job title", Field.TITLE),
        _text("Company name", Field.COMPANY),
        _text("Website URL", Field.WEBSITE),
    ),
    required=(("First name", "Last name", "Email"),),
    unique="Email",
    kinds=_CRM,
    most_rows=MOST_SHEET_ROWS,
    most_bytes=512 * 1024 * 1024,
    phones=PhoneForm.E164,
)
SALESFORCE = Profile(
    "salesforce",
    (
        _text("Company", Field.COMPANY, longest=255),
        ProfileColumn("First Name", _FIRST, Form.FIRST_NAME, longest=40),
        ProfileColumn("Last Name", _LAST, Form.LAST_NAME, longest=80),
        _text("Email", Field.EMAIL, form=Form.EMAIL, longest=80),
        _text("Phone", Field.PHONE, form=Form.PHONE, longest=40),
        _text("Mobile Phone", Field.MOBILE, form=Form.PHONE, longest=40),
        _text("City", *_CITY, longest=40),
        _text("Country", *_COUNTRY, longest=80),
        _text("Postal Code", Field.ZIP, longest=20),
        _text("Industry", Field.INDUSTRY, longest=255),
        _text("Annual Revenue", Field.REVENUE, form=Form.NUMBER),
        _text("No. of Employees", Field.SIZE, form=Form.NUMBER),
        ProfileColumn("Lead Source", constant="LeadDesk", longest=255),
        _text("Description", NOTE, longest=32_000),
        _text("Title", Field.TITLE, longest=128),
        _text("Website", Field.WEBSITE, longest=255),
    ),
    required=(("Last Name",), ("Company",)),
    kinds=(CsvKind.CRM_IMPORT,),
    most_rows=50_000,
    most_bytes=100 * 1024 * 1024,
)
PIPEDRIVE = Profile(
    "pipedrive",
    (
        ProfileColumn("Person - Name", _FULL, Form.FULL_NAME),
        _text("Person - Email", Field.EMAIL, form=Form.EMAIL),
        ProfileColumn("Person - Phone", _PHONES, Form.PHONE),
        _text("Person - Job title", Field.TITLE),
        _text("Organization - Name", Field.COMPANY),
        ProfileColumn(
            "Organization - Address",
            (Field.STREET.value, Field.ZIP.value, Field.CITY.value, Field.STATE.value, Field.COUNTRY.value),
            Form.ADDRESS,
        ),
        _text("Note", NOTE),
    ),
    required=(("Person - Name",),),
    kinds=_CRM,
    most_rows=50_000,
    most_bytes=50 * 1024 * 1024,
)
MAILCHIMP = Profile(
    "mailchimp",
    (
        _text("Email Address", Field.EMAIL, form=Form.EMAIL),
        ProfileColumn("First Name", _FIRST, Form.FIRST_NAME, longest=255),
        ProfileColumn("Last Name", _LAST, Form.LAST_NAME, longest=255),
        ProfileColumn(
            "Address",
            (Field.STREET.value, Field.CITY.value, Field.STATE.value, Field.ZIP.value, Field.COUNTRY.value),
            Form.TWO_SPACES,
        ),
        ProfileColumn("Phone Number", _PHONES, Form.PHONE),
        _text("Company", Field.COMPANY, longest=255),
        _text("Job Title", Field.TITLE, longest=255),
        _text("Website", Field.WEBSITE, longest=255),
        ProfileColumn("Tags", (TAGS,)),
    ),
    required=(("Email Address",),),
    unique="Email Address",
    ascii_addresses=True,
    kinds=(CsvKind.CRM_IMPORT,),
)
GOOGLE = Profile(
    "google",
    (
        ProfileColumn("First Name", _FIRST, Form.FIRST_NAME),
        _text("Middle Name", Field.MIDDLE_NAME),
        ProfileColumn("Last Name", _LAST, Form.LAST_NAME),
        *map(
            ProfileColumn,
            ("Phonetic First Name", "Phonetic Middle Name", "Phonetic Last Name", "Name Prefix", "Name Suffix"),
        ),
        *map(ProfileColumn, ("Nickname", "File As")),
        _text("Organization Name", Field.COMPANY),
        _text("Organization Title", Field.TITLE),
        _text("Organization Department", Field.DEPARTMENT),
        ProfileColumn("Birthday"),
        _text("Notes", NOTE),
        ProfileColumn("Photo"),
        ProfileColumn("Labels", constant="* myContacts"),
        _text("E-mail 1 - Label", Field.EMAIL, form=Form.LABEL),
        _text("E-mail 1 - Value", Field.EMAIL, form=Form.EMAIL),
        _text("Phone 1 - Label", Field.PHONE, form=Form.LABEL),
        _text("Phone 1 - Value", Field.PHONE, form=Form.PHONE),
        ProfileColumn("Phone 2 - Label", (Field.MOBILE.value,), Form.LABEL, constant="Mobile"),
        _text("Phone 2 - Value", Field.MOBILE, form=Form.PHONE),
        ProfileColumn("Address 1 - Label", (Field.STREET.value, *_CITY, *_COUNTRY), Form.LABEL),
        ProfileColumn("Address 1 - Formatted"),
        _text("Address 1 - Street", Field.STREET),
        _text("Address 1 - City", *_CITY),
        ProfileColumn("Address 1 - PO Box"),
        _text("Address 1 - Region", *_STATE),
        _text("Address 1 - Postal Code", Field.ZIP),
        _text("Address 1 - Country", *_COUNTRY),
        ProfileColumn("Address 1 - Extended Address"),
        _text("Website 1 - Label", Field.WEBSITE, form=Form.LABEL),
        _text("Website 1 - Value", Field.WEBSITE),
        ProfileColumn("Website 2 - Label", (Field.LINKEDIN.value,), Form.LABEL, constant="LinkedIn"),
        _text("Website 2 - Value", Field.LINKEDIN),
    ),
    required=(("First Name", "Last Name", "Organization Name", "E-mail 1 - Value", "Phone 1 - Value"),),
    kinds=(CsvKind.CRM_IMPORT,),
    most_rows=3_000,
    phones=PhoneForm.INTERNATIONAL,
)
OUTLOOK = Profile(
    "outlook",
    (
        ProfileColumn("First Name", _FIRST, Form.FIRST_NAME),
        ProfileColumn("Last Name", _LAST, Form.LAST_NAME),
        _text("Company", Field.COMPANY),
        _text("Job Title", Field.TITLE),
        _text("Business Street", Field.STREET),
        _text("Business City", *_CITY),
        _text("Business State", *_STATE),
        _text("Business Postal Code", Field.ZIP),
        _text("Business Country/Region", *_COUNTRY),
        ProfileColumn("Business Phone", _PHONES, Form.PHONE),
        _text("E-mail Address", Field.EMAIL, form=Form.EMAIL),
        _text("Web Page", Field.WEBSITE),
        _text("Notes", NOTE),
    ),
    required=(("First Name", "Last Name", "Company", "E-mail Address"),),
    kinds=(CsvKind.CRM_IMPORT,),
    phones=PhoneForm.INTERNATIONAL,
)
_LINKEDIN_COLUMNS = (
    _text("email", Field.EMAIL, form=Form.EMAIL),
    ProfileColumn("firstname", _FIRST, Form.FIRST_NAME),
    ProfileColumn("lastname", _LAST, Form.LAST_NAME),
    _text("jobtitle", Field.TITLE),
    _text("employeecompany", Field.COMPANY),
    ProfileColumn("country", (*reversed(_COUNTRY),), Form.COUNTRY),
    ProfileColumn("googleaid"),
)
LINKEDIN_AUDIENCE = Profile(
    LINKEDIN,
    _LINKEDIN_COLUMNS,
    required=(("email", "lastname"),),
    unique="email",
    kinds=(CsvKind.CRM_IMPORT,),
    most_rows=300_000,
    most_bytes=20 * 1024 * 1024,
    fewest_rows=300,
)
_ALSO_LINKEDIN = {
    column.header: column
    for column in (
        *_LINKEDIN_COLUMNS,
        _text("emailaddress", Field.EMAIL, form=Form.EMAIL),
        _text("title", Field.TITLE),
        _text("company", Field.COMPANY),
        _text("companyname", Field.COMPANY),
        _text("companywebsite", Field.WEBSITE, form=Form.DOMAIN),
        _text("companyemaildomain", Field.WEBSITE, form=Form.DOMAIN),
        _text("industry", Field.INDUSTRY),
        _text("city", *_CITY),
        _text("state", *_STATE),
        ProfileColumn("companycountry", _COUNTRY, Form.COUNTRY),
        _text("zipcode", Field.ZIP),
    )
}
DESTINATIONS = (HUBSPOT, SALESFORCE, PIPEDRIVE, MAILCHIMP, GOOGLE, OUTLOOK, LINKEDIN_AUDIENCE)
"""In the order in which they are offered."""

CARDS = Profile(
    VCARD,
    (
        ProfileColumn("FN", _FULL, Form.FULL_NAME),
        ProfileColumn("family", _LAST, Form.LAST_NAME),
        ProfileColumn("given", _FIRST, Form.FIRST_NAME),
        _text("additional", Field.MIDDLE_NAME),
        _text("organisation", Field.COMPANY),
        _text("department", Field.DEPARTMENT),
        _text("TITLE", Field.TITLE),
        _text("EMAIL", Field.EMAIL, form=Form.EMAIL),
        _text("work phone", Field.PHONE, form=Form.PHONE),
        _text("mobile phone", Field.MOBILE, form=Form.PHONE),
        _text("street", Field.STREET),
        _text("locality", *_CITY),
        _text("region", *_STATE),
        _text("code", Field.ZIP),
        _text("country", *_COUNTRY),
        _text("URL", Field.WEBSITE),
        _text("LinkedIn", Field.LINKEDIN),
        _text("CATEGORIES", TAGS),
        _text("NOTE", NOTE),
    ),
    required=(("FN", "organisation", "EMAIL"),),
    kinds=(BookKind.VCARD,),
    phones=PhoneForm.INTERNATIONAL,
)
"""What a vCard is made of; its "header" is only for LeadDesk."""


def filling(profile: Profile, header: Sequence[str]) -> Profile:
    """``profile`` with the columns of a template: each is filled where LeadDesk knows what it is, else left empty."""
    columns = tuple(replace(_known(name) or ProfileColumn(""), header=name) for name in header)
    here = {_folded(name): name for name in header}
    required = tuple(
        group
        for group in (tuple(here[name] for name in wanted if name in here) for wanted in profile.required)
        if group
    )
    return replace(profile, columns=columns, required=required, unique=here.get(profile.unique, ""))


def fills(name: str) -> bool:
    """Whether a template's column gets anything."""
    known = _known(name)
    return known is not None and bool(known.sources)


def _known(name: str) -> ProfileColumn | None:
    return _ALSO_LINKEDIN.get(_folded(name))


def _folded(name: str) -> str:
    return "".join(mark for mark in name.casefold() if mark.isalnum())


ALWAYS_OFFERED = (TAGS, NOTE, SOURCES)
"""Columns of My Leads that an own profile can have whatever the table shows."""
