"""What kind of value stands in each field of a ReachStream record."""

from __future__ import annotations

from collections.abc import Mapping

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.reachstream import RECORD_FIELDS
from leaddesk.domain.records import Records
from leaddesk.domain.table import Column, Kind

SEEN_FIELDS = ("contact_address_city", "contact_address_state", "contact_address_country")
"""Not documented, but seen in use (providers.md)."""

KNOWN_FIELDS: tuple[str, ...] = (*RECORD_FIELDS, *SEEN_FIELDS)

_KINDS: Mapping[str, Kind] = {
    "id": Kind.CODE,
    "contact_email_1": Kind.EMAIL,
    "contact_phone_1": Kind.CODE,
    "company_website": Kind.LINK,
    "company_address_zipcode": Kind.CODE,
    "company_employee_size": Kind.RANGE,
    "company_annual_revenue_amount": Kind.RANGE,
    "sic_code": Kind.CODE,
    "npi_number": Kind.CODE,
    "contact_social_linkedin": Kind.LINK,
    "contact_social_facebook": Kind.LINK,
    "contact_social_twitter": Kind.LINK,
    "contact_social_instagram": Kind.LINK,
}
"""All others are text, unknown ones too."""


def columns_of(records: Records) -> tuple[Column, ...]:
    """The columns of ``records``, in their order."""
    return tuple(Column(name, _KINDS.get(name, Kind.TEXT)) for name in records.columns)


def table_of(records: Records) -> HeldRows:
    """``records`` as a table shows them."""
    return HeldRows(columns_of(records), records.rows)
