"""What the columns of a file seem to mean, and which rows are nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.column_mapping import distinct, fitted, proposed
from leaddesk.domain.import_rows import judge_for, judged, values_of
from leaddesk.domain.imports import Mapping, Reject, SavedMapping
from leaddesk.domain.lead_fields import LEADSOPEDIA_FIELDS, REACHSTREAM_FIELDS


def columns(header: list[str], *rows: list[str]) -> tuple[str | None, ...]:
    return proposed(header, rows)[0].columns


def test_columns_are_known_by_their_names() -> None:
    mapping, is_sure = proposed(["Vorname", "Nachname", "E-Mail", "Lieblingsfarbe"], [])
    assert mapping.columns == ("first_name", "last_name", "email", "custom:Lieblingsfarbe")
    assert is_sure


def test_the_id_of_a_providers_file_is_the_providers() -> None:
    assert columns(["id", "E-mail"])[0] == "custom:id"
    reachstream = ["id", *(name for name in REACHSTREAM_FIELDS if name != "id")][:12]
    assert columns(reachstream)[0] == "reachstream_id"
    assert columns([*LEADSOPEDIA_FIELDS, "region", "date_added"])[0] == "leadsopedia_id"


def test_columns_without_a_known_name_are_known_by_what_is_in_them() -> None:
    mapping, is_sure = proposed(["Column 1", "Column 2"], [["Bo", "b@a.example"], ["Cy", "c@a.example"]])
    assert mapping.columns == ("custom:Column 1", "email")
    assert not is_sure


def test_a_name_goes_before_what_only_looks_like_it() -> None:
    assert columns(["Column 1", "E-mail"], ["b@a.example", "c@a.example"]) == ("custom:Column 1", "email")


def test_the_second_column_for_a_field_becomes_a_custom_one() -> None:
    assert columns(["E-mail", "e-mail", "E-Mail"]) == ("email", "custom:e-mail", "custom:E-Mail")
    assert columns(["Colour", "Colour", "Colour"]) == ("custom:Colour", "custom:Colour 2", "custom:Colour 3")


@given(st.lists(st.text(max_size=4), max_size=8))
def test_no_two_columns_become_the_same(header: list[str]) -> None:
    made = distinct([None] * len(header), header)
    assert len(set(made)) == len(header)


def test_a_saved_mapping_is_fitted_to_another_header() -> None:
    saved = SavedMapping(1, "Fair", ("Mail", "Who", "Code"), Mapping(("email", "name", None)))
    otherwise = Mapping(("custom:Who", "custom:Mail", "email", "custom:Code"))
    header = ["Who", "Mail", "Backup", "Code"]
    assert fitted(saved, header, otherwise).columns == ("name", "email", "custom:Backup", None)


@pytest.mark.parametrize(
    ("values", "reject"),
    [
        ({}, Reject.EMPTY),
        ({"company": "Acme", "city": "Berlin"}, Reject.NOBODY),
        ({"email": "nobody", "company": "Acme"}, Reject.BAD_EMAIL),
        ({"email": "a b@acme.example"}, Reject.BAD_EMAIL),
        ({"email": "<mailto:x>"}, Reject.BAD_EMAIL),
        ({"email": "b@acme.example"}, None),
        ({"email": "nobody", "phone": "+49 30 901820"}, None),
        ({"linkedin": "linkedin.com/in/bo"}, None),
        ({"last_name": "Ng"}, None),
        ({"reachstream_id": "17"}, None),
    ],
)
def test_who_can_be_told(values: dict[str, str], reject: Reject | None) -> None:
    assert judged(values) == reject


MAPPING = Mapping(("company", "last_name", "email", None))
CELLS = st.sampled_from(["", " ", "x", "x@acme.example", "\u3000"])


@given(st.lists(CELLS, min_size=4, max_size=6))
def test_the_quick_judge_says_the_same(row: list[str]) -> None:
    assert judge_for(MAPPING)(row) == judged(values_of(row, MAPPING))


def test_cells_behind_the_last_column_are_kept() -> None:
    assert values_of(["Acme", "Ng", " ", "not taken", "", "more"], MAPPING) == {
        "company": "Acme",
        "last_name": "Ng",
        "custom:Column 6": "more",
    }
