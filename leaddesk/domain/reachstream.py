"""What ReachStream tells: preset values, counts with their masked sample, credits, and the price they make together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leaddesk.domain.filter import Filter
from leaddesk.domain.records import Records

RECORD_FIELDS: tuple[str, ...] = (
    "id",
    "contact_name",
    "contact_first_name",
    "contact_middle_name",
    "contact_last_name",
    "contact_job_title_1",
    "contact_job_title_level_1",
    "contact_job_dept_name_1",
    "contact_job_function_name_1",
    "contact_email_1",
    "contact_phone_1",
    "company_company_name",
    "company_website",
    "company_address_street",
    "company_address_city",
    "company_address_state",
    "company_address_country",
    "company_address_zipcode",
    "company_employee_size",
    "company_annual_revenue_amount",
    "company_industry_categories_list",
    "company_tech_keywords_list",
    "sic_code",
    "npi_number",
    "contact_social_linkedin",
    "contact_social_facebook",
    "contact_social_twitter",
    "contact_social_instagram",
)
"""The documented fields of a record (providers.md), in the documented order."""


@dataclass(frozen=True)
class PresetValues:
    """The provider's vocabulary for what was typed into one field."""

    field: str
    typed: str
    values: tuple[str, ...]
    """In the provider's order."""
    read_at: datetime
    """When the provider said so (UTC); earlier than now where the answer was kept."""


@dataclass(frozen=True)
class Count:
    """How many contacts match a filter, at one moment."""

    filter: Filter
    matches: int
    sample: Records
    """A few of them, their values masked or missing."""
    taken_at: datetime
    """UTC."""


@dataclass(frozen=True)
class Credits:
    """The balance, at one moment."""

    available: int
    read_at: datetime
    """UTC."""


def affordable(matches: int, available: int) -> int:
    """How many contacts could be bought: one credit each (providers.md), never below none."""
    return max(0, min(matches, available))


@dataclass(frozen=True)
class Cut:
    """What one field cuts: the matches when it is left out."""

    field: str
    matches_without: int


@dataclass(frozen=True)
class Explanation:
    """The count, and what each used field cuts."""

    count: Count
    cuts: tuple[Cut, ...]
    """Largest ``matches_without`` first; equal ones in the order of the filter."""

    @property
    def culprits(self) -> tuple[str, ...]:
        """Where nothing matches: the fields without which something would, the largest first; may be empty."""
        if self.count.matches:
            return ()
        return tuple(cut.field for cut in self.cuts if cut.matches_without > 0)
