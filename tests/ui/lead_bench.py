"""Leads with much to tell, for the tests of the detail pane."""

from __future__ import annotations

from datetime import UTC, datetime

from leaddesk.domain.leads import Lead, LeadId, LeadList, LeadListId, SourceKind
from tests.fakes.leads_in_hand import record

LISTS = (
    LeadList(LeadListId(1), "Q1 launch, DACH", 0, 4102),
    LeadList(LeadListId(2), "Webinar follow-up", 2, 238),
    LeadList(LeadListId(3), "Do first", 4, 63),
    LeadList(LeadListId(4), "Partners", 1, 1870),
)

KATHARINA = Lead(
    LeadId(1),
    {
        "name": "Katharina Brandstätter",
        "title": "Head of Procurement",
        "company": "Alpwerk AG",
        "email": "kb@alpwerk.example",
        "phone": "+43 732 5550 142",
        "city": "Linz",
        "country": "Austria",
        "zip": "04020",
        "industry": "Machinery",
        "size": "201-500",
        "linkedin": "linkedin.com/in/kbrandstaetter",
        "custom:npi_number": "0042",
    },
    (
        record(
            SourceKind.LEADSOPEDIA,
            {"name": "Katharina Brandstätter", "email": "kb@alpwerk.example", "phone": "+43 732 5550 142",
             "country": "Austria", "city": "Linz", "title": "Head of Procurement", "company": "Alpwerk AG"},
            name="DACH manufacturing",
            at=datetime(2026, 11, 19, 9, tzinfo=UTC),
        ),
        record(
            SourceKind.REACHSTREAM,
            {"name": "Katharina Brandstaetter", "email": "kb@alpwerk.example", "phone": "+43 732 5550 100",
             "industry": "Machinery", "size": "201-500", "linkedin": "linkedin.com/in/kbrandstaetter",
             "title": "Procurement Manager", "company": "Alpwerk AG", "country": "Austria", "city": "Linz"},
            name="purchase 1300",
            at=datetime(2026, 11, 12, 9, tzinfo=UTC),
        ),
        record(
            SourceKind.FILE,
            {"zip": "04020", "custom:npi_number": "0042"},
            name="fairs-2026.csv",
            at=datetime(2026, 10, 2, 9, tzinfo=UTC),
            row=118,
        ),
    ),
    lists=(LeadListId(1), LeadListId(3)),
    tags=("met at EMO",),
    note="Asked for the price list in German. Call after 25 November, not on Fridays.",
)  # fmt: skip

YUSUF = Lead(
    LeadId(2),
    {"name": "Yusuf Demir", "company": "Anadolu Cable", "country": "Austria"},
    (record(SourceKind.REACTIN, {"name": "Yusuf Demir", "company": "Anadolu Cable"}, name="Cables"),),
    lists=(LeadListId(1),),
)

LENA = Lead(
    LeadId(3),
    {"name": "Lena Hofer", "company": "Alpwerk AG", "country": "Austria", "email": "l.hofer@alpwerk.example"},
    (record(SourceKind.FILE, {"name": "Lena Hofer"}, name="fairs-2026.csv", row=7),),
    tags=("met at EMO", "engineer"),
    is_in_trash=True,
)
