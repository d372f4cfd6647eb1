"""What likely tells who somebody is, where nothing certain does: a name at a company, a name with a phone number."""

from __future__ import annotations

from collections.abc import Mapping

from leaddesk.domain.identity import Mark, folded_company, folded_name, folded_phone, marks
from leaddesk.domain.leads import Field

NAME_AND_COMPANY, NAME_AND_PHONE = "name+company", "name+phone"
"""Their kinds, beside those of ``identity``."""

WEAKLY_MARKED = tuple(
    field.value for field in (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.COMPANY, Field.PHONE, Field.MOBILE)
)
"""The columns in which they are."""
TELLING = frozenset(
    (*WEAKLY_MARKED, *(f.value for f in (Field.EMAIL, Field.LINKEDIN, Field.REACHSTREAM_ID, Field.LEADSOPEDIA_ID)))
)
"""The columns that ``telling_marks`` looks into."""


def weak_marks(values: Mapping[str, str]) -> tuple[Mark, ...]:
    """Those in ``values`` (by column): two people may share one. None without a first and a last name."""
    name = folded_name(values)
    if name is None:
        return ()
    who = " ".join(name)
    company = folded_company(values.get(Field.COMPANY.value, ""))
    phones = [folded_phone(values.get(field.value, "")) for field in (Field.PHONE, Field.MOBILE)]
    found = [(NAME_AND_COMPANY, company), *((NAME_AND_PHONE, phone) for phone in phones)]
    return tuple(dict.fromkeys(Mark(kind, f"{who} {value}") for kind, value in found if value))


def telling_marks(values: Mapping[str, str]) -> tuple[Mark, ...]:
    """The certain marks in ``values``, or, where there is none, the weak ones."""
    return marks(values) or weak_marks(values)
