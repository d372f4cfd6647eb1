"""The sixteen fields as a person reads them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.filter import Group


@dataclass(frozen=True)
class FieldTitle:
    """One field's words."""

    label: str
    """Beside its input."""
    inside: str
    """Within a sentence: lower case but for names."""
    example: str
    """What one could type."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("FilterFields", text)


def field_title(name: str) -> FieldTitle:
    """The words for a field of ``domain.filter.FIELDS``. Raises KeyError for any other name."""
    return FieldTitle(*(_tr(text) for text in _TITLES[name]))


def group_title(group: Group) -> str:
    return {Group.PERSON: _tr("Person"), Group.COMPANY: _tr("Company"), Group.LOCATION: _tr("Location")}[group]


GROUP_ICONS = {Group.PERSON: "person", Group.COMPANY: "company", Group.LOCATION: "location"}

_TITLES = {
    "job_title": ("Job title", "job title", "Head of Marketing"),
    "job_title_level": ("Level", "level", "C-Level"),
    "job_dept_name": ("Department", "department", "Marketing"),
    "job_function_name": ("Function", "function", "Sales"),
    "company_name": ("Company", "company", "Northbeam Analytics"),
    "company_website": ("Website", "website", "www.northbeam.example"),
    "company_type": ("Type", "company type", "Private"),
    "company_industry_categories_list": ("Industry", "industry", "Software"),
    "company_employee_size": ("Employees", "employees", "51 to 200"),
    "company_annual_revenue_amount": ("Revenue", "revenue", "$5m to $10m"),
    "sic_code": ("SIC code", "SIC code", "0111"),
    "tech_keywords": ("Technology", "technology", "Salesforce"),
    "company_address_city": ("City", "city", "Boston"),
    "company_address_state": ("State", "state", "Massachusetts"),
    "company_address_country": ("Country", "country", "United States"),
    "company_address_zipcode": ("ZIP", "ZIP", "02139"),
}
