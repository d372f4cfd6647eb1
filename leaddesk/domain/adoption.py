"""Whether a delivery with a number that nobody knows can be what an unknown purchase bought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import Purchase, PurchaseState

_FIELD_OF = {
    "job_title": "contact_job_title_1",
    "job_title_level": "contact_job_title_level_1",
    "job_dept_name": "contact_job_dept_name_1",
    "job_function_name": "contact_job_function_name_1",
    "company_name": "company_company_name",
    "tech_keywords": "company_tech_keywords_list",
}
"""Where a filter's field stands in a record, if not under its own name."""
_AMONG_OTHERS = frozenset(
    {"job_title", "company_website", "company_industry_categories_list", "tech_keywords", "sic_code"}
)
"""Fields of which a record may hold more than the filter's value: several values, or a longer text."""


CLOCKS_DIFFER = timedelta(minutes=2)
"""At most, of two computers: when something arrived at an inbox elsewhere, is told by that one's."""


def fits(purchase: Purchase, records: Sequence[Mapping[str, Any]], arrived_at: datetime) -> bool:
    """Whether ``purchase`` is unknown and no number was told for it, they came after it was sent, there are some and no
    more than were asked for, and they speak for its filter: one of them at least, and none against it. Of those that
    say nothing of it nobody can tell; the person may.
    """
    return (
        purchase.state is PurchaseState.UNKNOWN
        and not purchase.processing_id
        and purchase.sent_at is not None
        and purchase.sent_at <= arrived_at
        and 0 < len(records) <= purchase.asked
        and not any(contradicts(record, purchase.filter) for record in records)
        and any(any(_answers(record, purchase.filter)) for record in records)
    )


def contradicts(record: Mapping[str, Any], wanted: Filter) -> bool:
    """Whether ``record`` says something else than ``wanted`` in a field that both have; upper and lower case are the
    same.
    """
    return not all(_answers(record, wanted))


def _answers(record: Mapping[str, Any], wanted: Filter) -> Iterator[bool]:
    """For each field that both have: whether they say the same."""
    for name, values in wanted.chosen:
        said = record.get(_FIELD_OF.get(name, name))
        told = [
            str(part).strip().casefold() for part in (said if isinstance(said, list) else [said]) if part is not None
        ]
        text = "\n".join(told).strip()
        asked = {value.casefold() for value in values}
        if text:
            yield bool(asked & {*told}) or (name in _AMONG_OTHERS and any(value in text for value in asked))
