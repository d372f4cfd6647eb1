"""A contact as ReachStream shows it: masked in the sample of a count, in full to whoever paid for it."""

from __future__ import annotations

from leaddesk.sandbox.wire import Json
from leaddesk.sandbox.world import Contact

RECORD_FIELDS = (
    "id", "contact_name", "contact_first_name", "contact_middle_name", "contact_last_name", "contact_job_title_1",
    "contact_job_title_level_1", "contact_job_dept_name_1", "contact_job_function_name_1", "contact_email_1",
    "contact_phone_1", "company_company_name", "company_website", "company_address_street", "company_address_city",
    "company_address_state", "company_address_country", "company_address_zipcode", "company_employee_size",
    "company_annual_revenue_amount", "company_industry_categories_list", "company_tech_keywords_list", "sic_code",
    "npi_number", "contact_social_linkedin", "contact_social_facebook", "contact_social_twitter",
    "contact_social_instagram",
)  # fmt: skip

_MASK = "xxxxx"


def masked(contact: Contact) -> dict[str, Json]:
    """A contact as a count's sample shows it: enough to judge the filter by, nothing to reach anybody with."""
    company, place = contact.company, contact.company.place
    first = contact.name.first if contact.id % 4 else None
    shown: dict[str, Json] = {
        "id": contact.id,
        "contact_name": f"{first} {_MASK}" if first else _MASK,
        "contact_job_title_1": contact.position.title,
        "contact_job_title_level_1": contact.position.level,
        "contact_email_1": f"{_MASK}@{_MASK}" if contact.email else None,
        "company_company_name": _MASK,
        "company_address_city": place.city,
        "company_address_state": place.region,
        "company_address_country": place.country.name,
        "company_address_zipcode": company.postal_code,
        "company_employee_size": company.employees,
        "company_industry_categories_list": ", ".join(company.industries) or None,
    }
    return {name: shown.get(name) for name in RECORD_FIELDS}


def full(contact: Contact) -> dict[str, Json]:
    """A contact as it is sold: all documented fields, in their order, None where ReachStream does not know."""
    name, position, company, place = contact.name, contact.position, contact.company, contact.company.place
    return {
        "id": contact.id,
        "contact_name": name.full,
        "contact_first_name": name.first,
        "contact_middle_name": name.middle,
        "contact_last_name": name.last,
        "contact_job_title_1": position.title,
        "contact_job_title_level_1": position.level,
        "contact_job_dept_name_1": position.department,
        "contact_job_function_name_1": position.function,
        "contact_email_1": contact.email,
        "contact_phone_1": contact.phone,
        "company_company_name": company.name,
        "company_website": company.website,
        "company_address_street": company.street,
        "company_address_city": place.city,
        "company_address_state": place.region,
        "company_address_country": place.country.name,
        "company_address_zipcode": company.postal_code,
        "company_employee_size": company.employees,
        "company_annual_revenue_amount": company.revenue,
        "company_industry_categories_list": ", ".join(company.industries) or None,
        "company_tech_keywords_list": ", ".join(company.technology) or None,
        "sic_code": company.sic_code,
        "npi_number": contact.npi_number,
        "contact_social_linkedin": contact.linkedin,
        "contact_social_facebook": contact.facebook,
        "contact_social_twitter": contact.twitter,
        "contact_social_instagram": contact.instagram,
    }
