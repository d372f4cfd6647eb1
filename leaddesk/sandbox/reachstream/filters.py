"""What a request asks for: a filter as it is written in a body, and the parameters of a look-up."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from starlette.requests import Request

from leaddesk.sandbox.wire import Json

PRESET_PARAMETERS: Mapping[str, str] = {
    "job_title": "job_title",
    "job_title_level": "job_title_level",
    "job_dept_name": "job_dept_name",
    "job_function_name": "job_function_name",
    "company_name": "company_name",
    "website": "company_website",
    "company_type": "company_type",
    "company_industry_categories_list": "company_industry_categories_list",
    "employee_size": "company_employee_size",
    "annual_revenue_amount": "company_annual_revenue_amount",
    "sic_code": "sic_code",
    "tech_keywords": "tech_keywords",
    "address_city": "company_address_city",
    "address_state": "company_address_state",
    "address_country": "company_address_country",
    "address_zipcode": "company_address_zipcode",
}
"""The filter field behind each parameter of the preset values."""


def is_json(request: Request) -> bool:
    """Whether the body says that it is JSON."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def wanted_in(document: Json, known: Collection[str], *beside: str) -> dict[str, list[str]] | None:
    """The values by field; None where ``document`` is not exactly a filter of ``known`` fields and what is ``beside``.

    Each field holds an object with the numbers from 0 as its keys, and at least one value.
    """
    if not isinstance(document, dict) or document.keys() != {"filter", *beside}:
        return None
    if not isinstance(document["filter"], dict):
        return None
    wanted: dict[str, list[str]] = {}
    for name, values in document["filter"].items():
        if name not in known or not isinstance(values, dict) or not values:
            return None
        if values.keys() != {str(index) for index in range(len(values))}:
            return None
        if not all(isinstance(value, str) for value in values.values()):
            return None
        wanted[name] = list(values.values())
    return wanted


def fields_in(document: Json) -> list[str]:
    """The fields that the filter in ``document`` uses, as far as it can be read."""
    wanted = document.get("filter") if isinstance(document, dict) else None
    return sorted(wanted) if isinstance(wanted, dict) else []


def fields_looked_up(query: list[tuple[str, str]]) -> list[str]:
    """The fields whose values ``query`` asks for."""
    return [PRESET_PARAMETERS[name] for name, _ in query if name in PRESET_PARAMETERS]
