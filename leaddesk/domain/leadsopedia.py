"""What Leadsopedia tells of an account and its lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from leaddesk.domain.records import Value

_WHOLE = re.compile(r"-?(?:[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5})")

CONTACT_FIELDS: tuple[str, ...] = (
    "id",
    "email",
    "first_name",
    "last_name",
    "title",
    "company",
    "phone",
    "city",
    "state",
    "region",
    "country",
    "date_added",
)
"""The documented fields of a contact (providers.md), in the documented order."""


@dataclass(frozen=True)
class Facts:
    """An answer that is shown as it came: account, credits, usage."""

    values: Mapping[str, Value]
    """Flat, in the provider's order."""
    raw: str
    """As compact JSON."""
    read_at: datetime
    """UTC."""

    def number(self, name: str) -> int | None:
        """A whole number, also one that came as text; None where there is none."""
        return whole_number(self.values.get(name))


def whole_number(value: Value) -> int | None:
    """A whole number, also one that came as text; None where there is none."""
    if isinstance(value, str) and _WHOLE.fullmatch(text := value.strip()):
        return int(text.replace(",", ""))
    return value if isinstance(value, int) else None
