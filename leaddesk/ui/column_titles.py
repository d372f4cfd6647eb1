"""The titles of columns: a provider's field names as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.leads import ADDED, CHANGED, CUSTOM, LISTS, NOTE, SOURCES, SUPPRESSED, TAGS, Field, is_custom


def title_of(name: str) -> str:
    """The translated title of a known field; a custom field's own name; any other name as it is."""
    if is_custom(name):
        return name.removeprefix(CUSTOM)
    title = _TITLES.get(name)
    return QCoreApplication.translate("Columns", title) if title is not None else name


_TITLES: Mapping[str, str] = {
    "id": "ReachStream id",
    "contact_name": "Name",
    "contact_first_name": "First name",
    "contact_middle_name": "Middle name",
    "contact_last_name": "Last name",
    "contact_job_title_1": "Title",
    "contact_job_title_level_1": "Level",
    "contact_job_dept_name_1": "Department",
    "contact_job_function_name_1": "Function",
    "contact_email_1": "E-mail",
    "contact_phone_1": "Phone",
    "company_company_name": "Company",
    "company_website": "Website",
    "company_address_street": "Street",
    "company_address_city": "City",
    "company_address_state": "State",
    "company_address_country": "Country",
    "company_address_zipcode": "ZIP",
    "company_employee_size": "Employees",
    "company_annual_revenue_amount": "Revenue",
    "company_industry_categories_list": "Industry",
    "company_tech_keywords_list": "Technology",
    "sic_code": "SIC code",
    "npi_number": "NPI number",
    "contact_social_linkedin": "LinkedIn",
    "contact_social_facebook": "Facebook",
    "contact_social_twitter": "Twitter",
    "contact_social_instagram": "Instagram",
    "contact_address_city": "Contact city",
    "contact_address_state": "Contact state",
    "contact_address_country": "Contact country",
    Field.NAME.value: "Name",
    Field.FIRST_NAME.value: "First name",
    Field.MIDDLE_NAME.value: "Middle name",
    Field.LAST_NAME.value: "Last name",
    Field.TITLE.value: "Title",
    Field.LEVEL.value: "Level",
    Field.DEPARTMENT.value: "Department",
    Field.FUNCTION.value: "Function",
    Field.EMAIL.value: "E-mail",
    Field.PHONE.value: "Phone",
    Field.MOBILE.value: "Mobile phone",
    Field.LINKEDIN.value: "LinkedIn",
    Field.COMPANY.value: "Company",
    Field.WEBSITE.value: "Website",
    Field.INDUSTRY.value: "Industry",
    Field.SIZE.value: "Employees",
    Field.REVENUE.value: "Revenue",
    Field.TECHNOLOGIES.value: "Technology",
    Field.SIC.value: "SIC code",
    Field.NPI.value: "NPI number",
    Field.STREET.value: "Street",
    Field.CITY.value: "City",
    Field.STATE.value: "State",
    Field.ZIP.value: "ZIP",
    Field.COUNTRY.value: "Country",
    Field.PERSON_CITY.value: "Contact city",
    Field.PERSON_STATE.value: "Contact state",
    Field.PERSON_COUNTRY.value: "Contact country",
    Field.FACEBOOK.value: "Facebook",
    Field.TWITTER.value: "Twitter",
    Field.INSTAGRAM.value: "Instagram",
    Field.REACHSTREAM_ID.value: "ReachStream id",
    Field.LEADSOPEDIA_ID.value: "Leadsopedia id",
    LISTS: "Lists",
    TAGS: "Tags",
    NOTE: "Note",
    ADDED: "Added",
    CHANGED: "Changed",
    SOURCES: "Sources",
    SUPPRESSED: "Suppressed",
}
