"""Whether a delivery can be what an unknown purchase bought."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leaddesk.domain.adoption import contradicts, fits
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import DeliveryWay, Purchase, PurchaseId, PurchaseState

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
GERMANY = Filter.of({"company_address_country": ["Germany"]})
HANS, JEAN = {"id": 1, "company_address_country": "germany"}, {"id": 2, "company_address_country": "France"}
BOUGHT = Purchase(
    PurchaseId("0" * 32), 1, "", GERMANY, "", 2, DeliveryWay.WEBHOOK, PurchaseState.UNKNOWN, NOON, sent_at=NOON
)


def test_fits() -> None:
    assert fits(BOUGHT, [HANS], NOON)
    assert fits(BOUGHT, [HANS, HANS], NOON + timedelta(days=9))
    assert not fits(BOUGHT, [HANS] * 3, NOON)
    assert not fits(BOUGHT, [HANS, JEAN], NOON)
    assert not fits(BOUGHT, [], NOON)
    silent = {"id": 3, "company_address_country": None}
    assert fits(BOUGHT, [HANS, silent], NOON)
    assert not fits(BOUGHT, [silent], NOON), "nothing speaks for it"
    assert not fits(BOUGHT, [HANS], NOON - timedelta(seconds=1))
    assert not fits(replace(BOUGHT, processing_id="1300"), [HANS], NOON), "it has another number"
    for state in set(PurchaseState) - {PurchaseState.UNKNOWN}:
        assert not fits(replace(BOUGHT, state=state), [HANS], NOON)


@pytest.mark.parametrize(
    ("wanted", "record", "is_other"),
    [
        ({"company_address_country": ["Germany", "France"]}, {"company_address_country": " FRANCE "}, False),
        ({"company_address_country": ["Germany"]}, {"company_address_country": None}, False),
        ({"company_address_country": ["Germany"]}, {"company_address_city": "Paris"}, False),
        ({"company_address_zipcode": ["02139"]}, {"company_address_zipcode": 2139}, True),
        ({"job_title": ["CEO"]}, {"contact_job_title_1": "CEO & Founder"}, False),
        ({"job_title": ["CEO"]}, {"contact_job_title_1": "CFO"}, True),
        ({"job_title_level": ["VP"]}, {"contact_job_title_level_1": "C-Level"}, True),
        ({"tech_keywords": ["sap"]}, {"company_tech_keywords_list": ["Jira", "SAP"]}, False),
        ({"tech_keywords": ["sap"]}, {"company_tech_keywords_list": ["Jira"]}, True),
        ({"company_website": ["example.com"]}, {"company_website": "https://www.Example.com/"}, False),
        ({"company_type": ["Public"], "sic_code": ["7371"]}, {"sic_code": "7371, 7372"}, False),
    ],
)
def test_contradicts(wanted: dict[str, list[str]], record: dict[str, Any], is_other: bool) -> None:
    assert contradicts(record, Filter.of(wanted)) is is_other
