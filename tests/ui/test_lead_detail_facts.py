"""What is shown of a lead, and what several have in common: plain functions over leads."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from leaddesk.domain.leads import Field, Lead, LeadId, LeadListId, SourceKind
from leaddesk.ui.leads.detail.lead_facts import (
    Fact,
    about_of,
    custom_column,
    facts_of,
    missing_columns,
    name_of,
    origins_of,
    sayings_of,
)
from leaddesk.ui.leads.detail.several import in_common
from tests.fakes.leads_in_hand import record
from tests.ui.lead_bench import KATHARINA, LENA, YUSUF

pytestmark = pytest.mark.usefixtures("qapp")
NOBODY = Lead(LeadId(9), {}, ())


def test_a_lead_is_called_by_what_there_is(qapp: QApplication) -> None:
    del qapp
    assert name_of(replace(NOBODY, values={"first_name": " Yves ", "last_name": "Béranger"})) == "Yves Béranger"
    assert name_of(replace(NOBODY, values={"email": "info@alpwerk.example", "company": "Alpwerk"})) == (
        "info@alpwerk.example"
    )
    assert name_of(NOBODY) == about_of(NOBODY) == ""
    assert about_of(replace(NOBODY, values={"company": "Alpwerk\nAG"})) == "Alpwerk AG"


def test_the_usual_fields_are_there_without_a_value() -> None:
    assert [fact.title for fact in facts_of(NOBODY)] == [
        "Name", "Title", "E-mail", "Phone", "Company", "City", "Country",
    ]  # fmt: skip
    in_parts = [fact.title for fact in facts_of(replace(NOBODY, values={"last_name": "Béranger"}))]
    assert in_parts[:2] == ["Last name", "Title"], "its name is there, in parts"


def test_a_field_that_was_emptied_on_purpose_still_tells_its_values() -> None:
    emptied = replace(KATHARINA, values={k: v for k, v in KATHARINA.values.items() if k != "zip"})
    fact = next(fact for fact in facts_of(emptied) if fact.column == "zip")
    assert (fact.text, fact.source, fact.others, fact.is_said) == ("", "", 1, True)
    assert [(saying.value, saying.is_shown) for saying in sayings_of(emptied, "zip")] == [("04020", False)]


def test_a_value_that_several_say_names_them_all() -> None:
    first = sayings_of(KATHARINA, "email")[0]
    assert first.sources.splitlines() == [
        "Leadsopedia, DACH manufacturing, 19 Nov",
        "ReachStream, purchase 1300, 12 Nov",
    ]


def test_what_was_typed_is_no_source_of_the_lead_but_its_only_one() -> None:
    typed = record(SourceKind.HAND, {"name": "Ada"})
    assert len(origins_of(replace(KATHARINA, records=(typed, *KATHARINA.records)))) == len(KATHARINA.records)
    assert [origin.title for origin in origins_of(replace(NOBODY, records=(typed,)))] == ["Typed by hand"]


@pytest.mark.parametrize(
    ("column", "text", "shown"),
    [
        ("linkedin", "https://www.linkedin.com/in/kb/", "in/kb"),
        ("linkedin", "de.linkedin.com/in/kb", "in/kb"),
        ("linkedin", "https://www.linkedin.com/company/x", "linkedin.com/company/x"),
        ("website", "https://www.alpwerk.example/", "alpwerk.example"),
        ("custom:Site", "https://www.alpwerk.example/", "https://www.alpwerk.example/"),
        ("email", " kb@alpwerk.example", " kb@alpwerk.example"),
    ],
)
def test_an_address_is_painted_short(column: str, text: str, shown: str) -> None:
    assert Fact(column, "", text).shown == shown


def test_a_typed_name_means_the_field_that_is_called_so() -> None:
    assert custom_column(" e-MAIL ") == Field.EMAIL.value
    assert custom_column(" Shoe   size") == "custom:Shoe size"


def test_fields_that_can_be_added() -> None:
    missing = missing_columns(YUSUF, ("email", "custom:Fair", "@lists"))
    assert "custom:Fair" in missing
    assert Field.REVENUE.value in missing
    assert not {"@lists", "name", "email"} & set(missing)


def test_what_leads_have_in_common() -> None:
    common = in_common([KATHARINA, YUSUF, LENA])
    assert (common.lists, common.tags, common.values) == ((), (), (("country", "Austria"),))
    assert common.some_lists == ((LeadListId(1), 2), (LeadListId(3), 1))
    assert common.some_tags == (("met at EMO", 2), ("engineer", 1))
    assert (common.suppressed, common.in_trash) == (0, 1)
    alone = in_common([KATHARINA])
    assert (alone.lists, alone.some_lists) == ((1, 3), ())
    assert alone.values[0] == ("name", "Katharina Brandstätter")
