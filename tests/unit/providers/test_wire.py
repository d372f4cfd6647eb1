"""Tolerant JSON: whatever comes becomes a plain value, or one of our own errors."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.providers import wire


def values(text: st.SearchStrategy[str], numbers: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    """Anything that JSON can hold."""
    return st.recursive(
        st.none() | st.booleans() | st.integers() | numbers | text,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
        max_leaves=12,
    )


any_json = values(st.text(st.characters(exclude_categories=())), st.floats())
"""Half characters and numbers that are none, too."""
honest_json = values(st.text(), st.floats(allow_nan=False, allow_infinity=False))


@given(any_json)
def test_whatever_python_writes_as_json_is_read_and_can_be_written(value: object) -> None:
    read = wire.decode(json.dumps(value).encode())
    json.dumps(read, ensure_ascii=False, allow_nan=False).encode("utf-8")


@given(honest_json)
def test_nothing_is_lost_of_what_is_whole(value: object) -> None:
    assert wire.decode(json.dumps(value).encode()) == value
    assert wire.decode(wire.encode(value)) == value


@given(st.binary())
def test_any_bytes_are_read_or_refused_as_ours(body: bytes) -> None:
    with contextlib.suppress(wire.UnreadableError):
        wire.decode(body)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        ('{"a": "é"}'.encode("utf-16"), {"a": "é"}),
        (b'["\\ud83d\\ude00", "\\ud83d", "x\\ude00y"]', ["😀", "�", "x�y"]),
        (b'{"\\ud800": 1}', {"�": 1}),
        (b"[NaN, Infinity, -Infinity]", [None, None, None]),
        (b'["a\nb"]', ["a\nb"]),
        (b'["caf\xe9"]', ["caf�"]),
        (b"1" * 5000, "1" * 5000),
        (b" [1] \r\n", [1]),
    ],
)
def test_oddities_that_are_still_json(body: bytes, value: object) -> None:
    assert wire.decode(body) == value


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<!DOCTYPE html><html></html>", "html"),
        (b"\r\n <html>", "html"),
        (b"\xef\xbb\xbf<html>", "html"),
        (b"", "json"),
        (b'{"status": 200, "da', "json"),
        (b"OK", "json"),
        (b"[" * 100_000, "json"),
        (b"[" * 5000 + b"]" * 5000, "json"),
    ],
)
def test_what_is_no_json(body: bytes, found: str) -> None:
    with pytest.raises(wire.UnreadableError) as error:
        wire.decode(body)
    assert error.value.found == found


@given(any_json)
def test_what_is_sent_can_be_read_by_anybody(value: object) -> None:
    json.loads(wire.encode(value).decode("utf-8"), parse_constant=_no_json)


def _no_json(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


def test_a_number_beyond_all_numbers_is_kept_as_none() -> None:
    assert wire.encode(wire.decode(b'{"score": [1e999, -1e999, 1.5]}')) == b'{"score":[null,null,1.5]}'


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (720, 720),
        (720.0, 720),
        ("720", 720),
        (" 720 ", 720),
        ("2,410,893", 2410893),
        ("720.00", 720),
        ("-5", -5),
        ("0042", 42),
        (2**70, 2**70),
        ("2.410.893", None),
        ("7,20", None),
        ("1234,567", None),
        ("720.5", None),
        (720.5, None),
        (math.inf, None),
        (math.nan, None),
        (True, None),
        ("", None),
        ("many", None),
        ("1e3", None),
        ("٧٢٠", None),
        ("9" * 31, None),
        (None, None),
        ([720], None),
    ],
)
def test_numbers(value: object, number: int | None) -> None:
    assert wire.number(value) == number


@given(st.integers(-(10**18), 10**18))
def test_a_number_is_the_same_however_it_is_written(number: int) -> None:
    assert wire.number(number) == wire.number(str(number)) == wire.number(f"{number:,}") == number


@pytest.mark.parametrize(
    ("value", "inner"),
    [
        ({"a": 1}, {"a": 1}),
        (None, None),
        ('{"available_credit":23}', {"available_credit": 23}),
        ("null", None),
        ("", None),
        (" ", None),
        ('["a"]', ["a"]),
    ],
)
def test_data_in_a_string(value: object, inner: object) -> None:
    assert wire.unwrapped(value) == inner


@pytest.mark.parametrize("value", ["{", "No records", "<html>"])
def test_a_string_that_holds_no_data(value: str) -> None:
    with pytest.raises(wire.UnreadableError) as error:
        wire.unwrapped(value)
    assert error.value.found == "shape"


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (["CEO", "CFO"], ("CEO", "CFO")),
        ([111, "0111", 2.0, True], ("111", "0111", "2.0", "true")),
        (["a", None, "", "a", "b"], ("a", "b")),
        (None, ()),
        ("", ()),
        ({}, ()),
        ({"0": "a", "1": "b"}, ("a", "b")),
    ],
)
def test_lists_of_texts(value: object, texts: tuple[str, ...]) -> None:
    assert wire.texts(value) == texts


@pytest.mark.parametrize("value", ["CEO", 5, {"job_title": "CEO"}, [["CEO"]], [{"job_title": "CEO"}]])
def test_what_is_no_list_of_texts(value: object) -> None:
    with pytest.raises(wire.UnreadableError):
        wire.texts(value)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        ("", None),
        ([], None),
        ({}, None),
        ("02139", "02139"),
        (" ", " "),
        (0, 0),
        (1.5, 1.5),
        (True, "true"),
        (False, "false"),
        (2**63 - 1, 2**63 - 1),
        (2**63, "9223372036854775808"),
        (-(2**63), "-9223372036854775808"),
        (math.inf, None),
        (["python", "é"], '["python","é"]'),
        ({"a": {"b": None}}, '{"a":{"b":null}}'),
    ],
)
def test_cells(value: object, cell: object) -> None:
    assert wire.cell(value) == cell
    assert type(wire.cell(value)) is type(cell)


@given(any_json)
def test_every_value_fits_into_a_cell(value: object) -> None:
    cell = wire.cell(wire.decode(json.dumps(value).encode()))
    assert not isinstance(cell, bool)
    assert cell != ""
    assert not isinstance(cell, float) or math.isfinite(cell)


def test_records_keep_unknown_fields_and_the_order() -> None:
    assert wire.records([{"id": 7, "new": {"x": 1}}, None, {}]) == [{"id": 7, "new": '{"x":1}'}, {}]
    assert wire.records({"0": {"id": 7}}) == [{"id": 7}]
    assert wire.records(None) == []


@pytest.mark.parametrize("value", [["a"], 5, {"id": 7}, "text"])
def test_what_is_no_list_of_records(value: object) -> None:
    with pytest.raises(wire.UnreadableError):
        wire.records(value)
