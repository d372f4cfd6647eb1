"""What a column that nobody described is taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.column_kinds import columns_of, kind_of
from leaddesk.domain.records import Value
from leaddesk.domain.table import Column, Kind


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("Email", ["anna@alpha.example", None, "ben@beta.example"], Kind.EMAIL),
        ("work_email", [], Kind.EMAIL),
        ("E-Mail", ["xxxxx"], Kind.TEXT),
        ("Email status", ["valid", "risky"], Kind.TEXT),
        ("Kontakt", ["anna@alpha.example"], Kind.EMAIL),
        ("Mailing", ["yes"], Kind.TEXT),
        ("Profile", ["https://www.linkedin.com/in/anna", "linkedin.com/in/ben"], Kind.LINK),
        ("Profile", ["A seasoned leader", "Writes about sales"], Kind.TEXT),
        ("linkedinUrl", [None, None], Kind.LINK),
        ("Website", ["alpha.example", "www.beta.example/de"], Kind.LINK),
        ("Source", ["https://alpha.example/a?b=c"], Kind.LINK),
        ("Company domain", ["alpha.example"], Kind.LINK),
        ("Latest post", ["See https://alpha.example"], Kind.TEXT),
        ("id", [1, 2, 3], Kind.CODE),
        ("organizationId", ["5"], Kind.CODE),
        ("companyID", [77], Kind.CODE),
        ("ZIP", ["02139", "78701"], Kind.CODE),
        ("Phone", ["555-0100"], Kind.CODE),
        ("Mobile Phone", [4930123456], Kind.CODE),
        ("Reference", ["00123", "00124"], Kind.TEXT),
        ("Card", ["1234567890123456"], Kind.TEXT),
        ("Score", [3, 4.5, None], Kind.NUMBER),
        ("Followers", ["1,204", "57", ""], Kind.NUMBER),
        ("Change", ["-3", "−4", "0"], Kind.NUMBER),
        ("Score", [3, "n/a"], Kind.TEXT),
        ("Employees", ["51-200", "1-10", "10,001+", None, "500"], Kind.RANGE),
        ("Revenue", ["$5m to $10m", "< $1m", "$1 billion+"], Kind.RANGE),
        ("Started", ["2024-01-05"], Kind.TEXT),
        ("Notes", ["a", "b"], Kind.TEXT),
        ("Nothing", [None, ""], Kind.TEXT),
        ("Idea", ["5"], Kind.NUMBER),
    ],
)
def test_kinds(name: str, values: list[Value], kind: Kind) -> None:
    assert kind_of(name, values) is kind


@given(st.text(), st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats())))
def test_any_column_has_a_kind(name: str, values: list[Value]) -> None:
    assert kind_of(name, values) in Kind


def test_columns_come_in_the_order_of_their_names() -> None:
    assert columns_of(["b", "a"], [("x", 1), (None, 2)]) == (Column("b"), Column("a", Kind.NUMBER))
    assert columns_of(["a"], []) == (Column("a"),)
