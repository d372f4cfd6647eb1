"""What columns mean: by the names that providers, tools and people give them, and by what stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.lead_fields import (
    LEADSOPEDIA_FIELDS,
    REACHSTREAM_FIELDS,
    field_for_header,
    guess_by_content,
    provider_columns,
)
from leaddesk.domain.lead_headers import SYNONYMS
from leaddesk.domain.leads import Field, SourceKind
from leaddesk.domain.leadsopedia import CONTACT_FIELDS
from leaddesk.domain.reachstream_columns import KNOWN_FIELDS

HEADERS = {
    Field.NAME: [
        "Full Name",
        "Vollständiger Name",
        "Nom complet",
        "Nome e cognome",
        "Nombre completo",
        "Person - Name",
    ],
    Field.FIRST_NAME: ["First Name", "first_name", "Vorname", "Prénom", "Nome", "Nombre", "Given Name"],
    Field.LAST_NAME: [
        "Last Name",
        "lastname",
        "Nachname",
        "Nom",
        "Nom de famille",
        "Cognome",
        "Apellidos",
        "Family Name",
    ],
    Field.TITLE: [
        "Job Title",
        "Position",
        "Berufsbezeichnung",
        "Intitulé du poste",
        "Qualifica",
        "Cargo",
        "Organization Title",
    ],
    Field.EMAIL: [
        "E-mail",
        "Email Address",
        "E-Mail-Adresse:",
        "Adresse e-mail",
        "Indirizzo e-mail",
        "Correo electrónico",
        "E-mail 1 - Value",
        "E-mail Address",
        "Person - Email - Work",
        "contact_email_1",
        "Work Email",
    ],
    Field.PHONE: [
        "Phone number",
        "Telefon",
        "Téléphone",
        "Telefono",
        "Teléfono",
        "Phone 1 - Value",
        "Business Phone",
        "Person - Phone - Work",
        "Work Direct Phone",
    ],
    Field.MOBILE: ["Mobile Phone", "Handy", "Portable", "Cellulare", "Móvil", "Person - Phone - Mobile"],
    Field.LINKEDIN: ["LinkedIn URL", "Person Linkedin Url", "Profile", "Profil LinkedIn", "URL"],
    Field.COMPANY: [
        "Company",
        "Company name",
        "Account Name",
        "Firma",
        "Société",
        "Azienda",
        "Empresa",
        "Organization Name",
        "Organization - Name",
    ],
    Field.WEBSITE: ["Website URL", "Web Page", "Webseite", "Site web", "Sito web", "Sitio web", "Company Domain Name"],
    Field.SIZE: ["No. of Employees", "# Employees", "Mitarbeiterzahl", "Effectif", "Dipendenti", "Empleados"],
    Field.ZIP: ["Postal Code", "Zip/Postal Code", "PLZ", "Code postal", "CAP", "Código postal", "Business Postal Code"],
    Field.CITY: ["City", "Ort", "Ville", "Città", "Ciudad", "Business City", "Address 1 - City"],
    Field.COUNTRY: ["Country", "Land", "Pays", "Paese", "País", "Business Country/Region"],
    Field.STREET: ["Street", "Straße", "Rue", "Indirizzo", "Calle", "Business Street"],
    Field.INDUSTRY: ["Industry", "Branche", "Secteur d'activité", "Settore", "Sector"],
    Field.REVENUE: ["Annual Revenue", "Umsatz", "Chiffre d'affaires", "Fatturato", "Facturación"],
}


@pytest.mark.parametrize(("field", "header"), [(field, header) for field, names in HEADERS.items() for header in names])
def test_what_a_header_means(field: Field, header: str) -> None:
    assert field_for_header(header) is field
    assert field_for_header(f" {header.upper()} ") is field


@pytest.mark.parametrize(
    "header", ["", "id", "Lead Source", "Shoe size", "Company Linkedin Url", "Notes", "E-mail 2 - Label"]
)
def test_what_no_header_says(header: str) -> None:
    assert field_for_header(header) is None


def test_a_word_means_one_field() -> None:
    words = [word for text in SYNONYMS.values() for word in text.split()]
    assert len(words) == len(set(words))
    assert set(SYNONYMS) == set(Field)


def test_every_documented_column_of_a_provider_has_its_place() -> None:
    assert set(REACHSTREAM_FIELDS) == set(KNOWN_FIELDS)
    assert set(LEADSOPEDIA_FIELDS) <= set(CONTACT_FIELDS)
    assert provider_columns(SourceKind.LEADSOPEDIA, ["id", "region", "email", "Region"]) == (
        "leadsopedia_id",
        "custom:region",
        "email",
        "custom:Region",
    )


def test_columns_that_a_person_named_mean_what_they_say() -> None:
    names = ["First Name", " Last Name ", "Email", "email", "Profile", "AI: tone of voice", "", "AI:  tone of voice"]
    assert provider_columns(SourceKind.REACTIN, names) == (
        *("first_name", "last_name", "email", "custom:email", "linkedin", "custom:AI: tone of voice", None, None),
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["jo@acme.example", "", "Anna <anna@acme.example>"], Field.EMAIL),
        (["https://www.linkedin.com/in/anna", "linkedin.com/in/ben"], Field.LINKEDIN),
        (["https://facebook.com/acme"], Field.FACEBOOK),
        (["https://x.com/acme", "twitter.com/ben"], Field.TWITTER),
        (["acme.example", "https://www.north.example/team"], Field.WEBSITE),
        (["+49 30 1115938", "(030) 111-5938"], Field.PHONE),
        (["10115", "8001"], None),
        (["1300000", "1300001"], None),
        (["Anna", "Ben"], None),
        (["", " "], None),
        ([], None),
    ],
)
def test_what_the_values_say(values: list[str], field: Field | None) -> None:
    assert guess_by_content(values) is field


@given(st.text(), st.lists(st.text(), max_size=5))
def test_any_text_can_be_asked_about(header: str, values: list[str]) -> None:
    assert field_for_header(header) in {None, *Field}
    assert guess_by_content(values) in {None, *Field}
