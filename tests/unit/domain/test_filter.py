"""A filter keeps what was chosen, to the character, through every form that it takes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.errors import FilterUnreadable
from leaddesk.domain.filter import FIELD_BY_NAME, FIELDS, Filter, Group, read_filter

NAMES = st.sampled_from([field.name for field in FIELDS])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
FILTERS = st.dictionaries(NAMES, st.lists(TEXTS, max_size=6)).map(Filter.of)


def test_there_are_the_sixteen_documented_fields_in_three_groups() -> None:
    assert len(FIELDS) == 16
    assert [len([field for field in FIELDS if field.group is group]) for group in Group] == [4, 8, 4]
    assert FIELD_BY_NAME["company_website"].preset_parameter == "website"
    assert FIELD_BY_NAME["sic_code"].preset_parameter == "sic_code"


@given(FILTERS)
def test_a_copied_filter_comes_back_as_it_was(chosen: Filter) -> None:
    if chosen.is_empty:
        return
    pasted = read_filter(chosen.to_json())
    assert pasted.filter == chosen
    assert pasted.left_out == ()


@given(FILTERS)
def test_the_body_has_the_documented_shape(chosen: Filter) -> None:
    for name, values in chosen.body().items():
        assert list(values) == [str(index) for index in range(len(values))]
        assert tuple(values.values()) == chosen.values(name)


@given(FILTERS, NAMES)
def test_leaving_a_field_out_leaves_the_others(chosen: Filter, name: str) -> None:
    rest = chosen.without(name)
    assert rest.values(name) == ()
    assert all(rest.values(other) == chosen.values(other) for other in chosen.used if other != name)


def test_values_stay_text() -> None:
    chosen = Filter.of({"sic_code": ["0111"], "company_address_zipcode": ["02139", " 02139 "]})
    assert chosen.values("company_address_zipcode") == ("02139",)
    assert json.loads(chosen.to_json())["filter"]["sic_code"] == {"0": "0111"}


def test_equal_questions_are_equal_filters() -> None:
    one = Filter.of({"job_title": ["CEO"], "sic_code": ["0111"], "company_type": []})
    other = Filter.of({"sic_code": ["0111"], "job_title": ["CEO"]})
    assert one == other
    assert one.used == ("job_title", "sic_code")


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(KeyError):
        Filter.of({"shoe_size": ["44"]})


@pytest.mark.parametrize(
    "text",
    [
        '{"filter": {"job_title_level": {"0": "C-Suite"}}}',
        '{"fetchCount": 5000, "filter": {"job_title_level": {"0": "C-Suite"}}}',
        '{"job_title_level": {"0": "C-Suite"}}',
        '{"job_title_level": ["C-Suite"]}',
        '{"job_title_level": "C-Suite"}',
        'payload = json.dumps({\n"filter": {"job_title_level": {"0" = "C-Suite",}}})'.replace(",}", "}"),
        'request.body = JSON.dump({ "filter" => {"job_title_level" => {"0" => "C-Suite"}} })',
        r'RequestBody.create(mediaType, "{\r\n \"filter\": {\r\n \"job_title_level\": {\r\n \"0\": \"C-Suite\"}}}");',
        'curl --data \'{"filter": {"job_title_level": {"0": "C-Suite"}}}\'',
    ],
)
def test_every_documented_form_of_a_request_can_be_pasted(text: str) -> None:
    assert read_filter(text).filter == Filter.of({"job_title_level": ["C-Suite"]})


def test_numbers_keep_their_digits_and_preset_names_count() -> None:
    pasted = read_filter('{"sic_code": [7372, "0111"], "website": "www.a.example", "employee_size": null, "x": 1}')
    assert pasted.filter == Filter.of({"sic_code": ["7372", "0111"], "company_website": ["www.a.example"]})
    assert pasted.left_out == ("x",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("hello", "json"),
        ('{"filter": {"job_title": {"0": "CEO"}', "json"),
        ('{"filter": ["CEO"]}', "shape"),
        ('{"filter": {"job_title": {"0": {"a": 1}}}}', "shape"),
        ('{"filter": {"shoe": ["44"]}}', "fields"),
        ("[" * 100_000, "json"),
        ('{"a":' * 50_000 + "}" * 50_000, "json"),
    ],
)
def test_what_is_no_filter_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(FilterUnreadable) as refused:
        read_filter(text)
    assert refused.value.reason == reason


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner),
)


@given(JSON.map(json.dumps) | st.text())
def test_any_text_is_a_filter_or_an_expected_error(text: str) -> None:
    try:
        chosen = read_filter(text).filter
    except FilterUnreadable:
        return
    chosen.to_json().encode()
