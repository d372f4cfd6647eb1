"""Which records are the same lead."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.pages import Entry
from leaddesk.domain.records import Value
from leaddesk.domain.sameness import contents, identity, same_lead

ROOT = Path(__file__).parents[3]


def entry(values: Mapping[str, Value]) -> Entry:
    return Entry(values, json.dumps(values))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"id": 7, "name": "Anna"}, {"id": "7", "name": "Anna Berg"}),
        ({"id": 7, "Profile": "linkedin.com/in/anna"}, {"id": 7, "Profile": "linkedin.com/in/anna-berg"}),
        ({"Profile": "https://www.linkedin.com/in/Anna-Berg/"}, {"profile": "http://linkedin.com/in/anna-berg?trk=x"}),
        ({"LinkedIn URL": "https://de.linkedin.com/in/b%C3%A9a"}, {"linkedin_url": "https://m.linkedin.com/in/béa"}),
        ({"Profile": "linkedin.com/in/anna", "Title": "CEO"}, {"Title": "CTO", "Profile": "linkedin.com/in/anna "}),
        (
            {"Email": "Anna@Example.org", "First Name": "Anna", "Last Name": "Berg"},
            {"First Name": "ANNA", "Last Name": " Berg ", "Email": "anna@example.org", "Phone": "1"},
        ),
        (
            {"work_email": "a@b.example", "Full Name": "Anna  Berg"},
            {"WorkEmail": "A@B.example", "full-name": "anna berg"},
        ),
    ],
)
def test_the_same_lead(one: Mapping[str, Value], other: Mapping[str, Value]) -> None:
    assert same_lead(one) == same_lead(other) != ""
    assert identity(entry(one)) == identity(entry(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"id": 7}, {"id": 8}),
        ({"id": 7}, {"Profile": "linkedin.com/in/7"}),
        ({"Profile": "linkedin.com/in/anna"}, {"Profile": "linkedin.com/in/annabel"}),
        ({"Profile": "linkedin.com/in/anna"}, {"Profile": "linkedin.com/pub/anna"}),
        (
            {"Email": "info@example.org", "First Name": "Anna", "Last Name": "Berg"},
            {"Email": "info@example.org", "First Name": "Berta", "Last Name": "Berg"},
        ),
        (
            {"Email": "info@example.org", "First Name": "Anna", "Last Name": "Berg"},
            {"Email": "sales@example.org", "First Name": "Anna", "Last Name": "Berg"},
        ),
        (
            {"Profile": "https://www.linkedin.com/in/undefined", "Name": "Anna"},
            {"Profile": "https://www.linkedin.com/in/undefined", "Name": "Berta"},
        ),
    ],
)
def test_other_leads(one: Mapping[str, Value], other: Mapping[str, Value]) -> None:
    assert same_lead(one) != same_lead(other) or same_lead(one) == ""
    assert identity(entry(one)) != identity(entry(other))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"id": None, "Name": "Anna"},
        {"Email": "info@example.org"},
        {"Email": "not an address", "Name": "Anna"},
        {"First Name": "Anna", "Last Name": "Berg"},
        {"Profile": "https://www.linkedin.com/company/acme"},
        {"Profile": "https://example.org/in/anna"},
        {"Company Id": 7},
    ],
)
def test_what_tells_nothing(values: Mapping[str, Value]) -> None:
    assert same_lead(values) == ""
    assert identity(entry(values)) == contents(entry(values).raw)


def test_a_column_called_id_that_a_person_named_tells_nothing() -> None:
    one, other = {"id": 7, "Score": 1}, {"id": 7, "Score": 2}
    assert same_lead(one, has_own_id=False) == ""
    assert identity(Entry(one, "1", has_own_id=False)) != identity(Entry(other, "2", has_own_id=False))
    anna: dict[str, Value] = {"Email": "a@b.example", "Name": "Anna"}
    assert same_lead({"id": 7, **anna}, has_own_id=False) == same_lead(anna)


def test_of_two_columns_of_one_name_the_first_counts() -> None:
    one, other = (
        {"Email": "a@b.example", "email": "c@d.example", "Name": "Anna"},
        {"Email": "a@b.example", "Name": "Anna"},
    )
    assert same_lead(one) == same_lead(other)


def test_it_is_the_same_in_every_process() -> None:
    """Names of columns are kept in sets, whose order is another one in each process."""
    program = (
        "from leaddesk.domain.sameness import same_lead;"
        "print(same_lead({'LinkedIn': 'linkedin.com/in/a', 'Profile': 'linkedin.com/in/b',"
        " 'linkedin_url': 'linkedin.com/in/c', 'Profile URL': 'linkedin.com/in/d'}))"
    )
    said = {
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed in range(4)
    }
    assert len(said) == 1


VALUES: st.SearchStrategy[Value] = st.one_of(st.text(st.characters()), st.none(), st.integers(), st.floats())
NAMES = st.one_of(st.text(st.characters()), st.sampled_from(["id", "Profile", "Email", "Name", "First Name"]))


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_any_record_is_the_same_as_itself(values: dict[str, Value]) -> None:
    assert identity(entry(values)) == identity(entry(dict(values)))
    assert len(identity(entry(values))) == 16
