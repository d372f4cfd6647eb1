"""Which field of a lead a column means: by the name that a provider, a file's header or another tool gives it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from leaddesk.domain.identity import folded_email, folded_linkedin
from leaddesk.domain.lead_headers import SYNONYMS
from leaddesk.domain.leads import Field, SourceKind, custom

REACHSTREAM_FIELDS: Mapping[str, Field] = {
    "id": Field.REACHSTREAM_ID,
    "contact_name": Field.NAME,
    "contact_first_name": Field.FIRST_NAME,
    "contact_middle_name": Field.MIDDLE_NAME,
    "contact_last_name": Field.LAST_NAME,
    "contact_job_title_1": Field.TITLE,
    "contact_job_title_level_1": Field.LEVEL,
    "contact_job_dept_name_1": Field.DEPARTMENT,
    "contact_job_function_name_1": Field.FUNCTION,
    "contact_email_1": Field.EMAIL,
    "contact_phone_1": Field.PHONE,
    "company_company_name": Field.COMPANY,
    "company_website": Field.WEBSITE,
    "company_address_street": Field.STREET,
    "company_address_city": Field.CITY,
    "company_address_state": Field.STATE,
    "company_address_country": Field.COUNTRY,
    "company_address_zipcode": Field.ZIP,
    "company_employee_size": Field.SIZE,
    "company_annual_revenue_amount": Field.REVENUE,
    "company_industry_categories_list": Field.INDUSTRY,
    "company_tech_keywords_list": Field.TECHNOLOGIES,
    "sic_code": Field.SIC,
    "npi_number": Field.NPI,
    "contact_social_linkedin": Field.LINKEDIN,
    "contact_social_facebook": Field.FACEBOOK,
    "contact_social_twitter": Field.TWITTER,
    "contact_social_instagram": Field.INSTAGRAM,
    "contact_address_city": Field.PERSON_CITY,
    "contact_address_state": Field.PERSON_STATE,
    "contact_address_country": Field.PERSON_COUNTRY,
}
"""ReachStream's record fields (``domain.reachstream_columns``)."""

LEADSOPEDIA_FIELDS: Mapping[str, Field] = {
    "id": Field.LEADSOPEDIA_ID,
    "email": Field.EMAIL,
    "first_name": Field.FIRST_NAME,
    "last_name": Field.LAST_NAME,
    "title": Field.TITLE,
    "company": Field.COMPANY,
    "phone": Field.PHONE,
    "city": Field.CITY,
    "state": Field.STATE,
    "country": Field.COUNTRY,
}
"""Leadsopedia's contact fields (providers.md). ``region`` and ``date_added`` are custom fields."""

_OWN: Mapping[SourceKind, Mapping[str, Field]] = {
    SourceKind.REACHSTREAM: REACHSTREAM_FIELDS,
    SourceKind.LEADSOPEDIA: LEADSOPEDIA_FIELDS,
}

_NO_LETTERS = re.compile(r"[\W_]+")
_FIELDS = {word: field for field, words in SYNONYMS.items() for word in words.split()}
_PHONE = re.compile(r"\+?[\d\s()./-]{6,24}(?:\s*(?:x|ext\.?)\s*\d+)?", re.IGNORECASE)
_WEBSITE = re.compile(r"(?:https?://)?(?:www\.)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_SOCIAL = (
    (re.compile(r"(?:^|[/.])facebook\.com/", re.IGNORECASE), Field.FACEBOOK),
    (re.compile(r"(?:^|[/.])(?:twitter|x)\.com/", re.IGNORECASE), Field.TWITTER),
    (re.compile(r"(?:^|[/.])instagram\.com/", re.IGNORECASE), Field.INSTAGRAM),
)
_MOST = 0.8
"""How many of the values have to look like a field's."""


def provider_columns(kind: SourceKind, names: Sequence[str]) -> tuple[str | None, ...]:
    """For each column of a provider's table, the column of My Leads that takes it; None for one without a name.

    A field is taken by the first of several columns that mean it; the others are custom fields. ReactIn's columns have
    the names that a person gave them, and mean what those say.
    """
    own = _OWN.get(kind)
    taken: set[str] = set()
    columns: list[str | None] = []
    for name in names:
        field = own.get(name) if own is not None else field_for_header(name)
        column = field.value if field is not None and field.value not in taken else custom(name)
        if not name.strip() or column in taken:
            columns.append(None)
            continue
        taken.add(column)
        columns.append(column)
    return tuple(columns)


def field_for_header(header: str) -> Field | None:
    """What a file's column called ``header`` means; None where that is not known.

    English, German, French, Italian and Spanish names, and those of the exports of HubSpot, Salesforce, Pipedrive,
    Google, Outlook, Apollo, LinkedIn, ReachStream and Leadsopedia. Case, accents, blanks and punctuation do not count.
    """
    return (REACHSTREAM_FIELDS.get(header.strip().lower()) if header.strip().lower() != "id" else None) or _FIELDS.get(
        folded_header(header)
    )


def folded_header(header: str) -> str:
    """``E-Mail Adresse:`` is ``emailadresse``."""
    plain = unicodedata.normalize("NFKD", header).casefold()
    return _NO_LETTERS.sub("", "".join(letter for letter in plain if not unicodedata.combining(letter)))


def guess_by_content(values: Iterable[str]) -> Field | None:
    """What a column with these ``values`` (some of them, empty ones too) seems to hold; None where that is not clear.

    Only what can be told by its form: e-mail addresses, LinkedIn profiles, other profiles, websites, phone numbers.
    """
    told = [plain for value in values if (plain := value.strip())]
    if not told:
        return None

    def are(look: object) -> bool:
        return callable(look) and sum(bool(look(value)) for value in told) >= _MOST * len(told)

    if are(folded_linkedin):
        return Field.LINKEDIN
    if are(folded_email):
        return Field.EMAIL
    for pattern, field in _SOCIAL:
        if are(pattern.search):
            return field
    if are(_WEBSITE.fullmatch):
        return Field.WEBSITE
    if are(_is_phone):
        return Field.PHONE
    return None


def _is_phone(value: str) -> bool:
    """With a sign of a phone number: bare digits may be a ZIP, an id or an amount."""
    digits = sum(character.isdigit() for character in value)
    return bool(_PHONE.fullmatch(value)) and 7 <= digits <= 16 and (value[0] in "+0(" or not value.isdigit())
