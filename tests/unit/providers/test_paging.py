"""Pages in every dialect that providers.md names."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.pages import Page
from leaddesk.providers import paging, wire
from leaddesk.providers.paging import PageForm

NOW = datetime(2026, 11, 21, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def read(data: Any, number: int = 1) -> Page:
    return paging.page(data, number, entries="contacts", following="next", read_at=NOW)


def test_a_page_as_documented() -> None:
    page = read({"contacts": [{"id": 1, "email": ""}], "total": 3783, "page": 1, "pagesCount": 38, "next": "/x?page=2"})
    assert (page.number, page.next, page.total, page.pages, page.read_at) == (1, 2, 3783, 38, NOW)
    assert dict(page.entries[0].values) == {"id": 1, "email": None}
    assert page.entries[0].raw == '{"id":1,"email":""}'


@pytest.mark.parametrize(
    ("following", "number"),
    [
        (2, 2),
        ("2", 2),
        (" 12 ", 12),
        ("https://api.leadsopedia.com/v1/contacts?list_id=7&page=3", 3),
        ("https://elsewhere.example/steal?page=4&limit=100", 4),
        ("/contacts?page=2&page=5", 5),
        ("?page=6", 6),
        (None, None),
        ("", None),
        (0, None),
        (-1, None),
        (False, None),
        ("https://api.leadsopedia.com/v1/contacts", None),
        ("https://[broken?page=2", None),
        ("?page=99999999999", None),
        ("none", None),
        ({"page": 2}, None),
    ],
)
def test_the_next_page(following: object, number: int | None) -> None:
    assert read({"contacts": [], "next": following}).next == number


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ({"count": 12}, 12),
        ({"total": "1,210"}, 1210),
        ({"total": None, "count": "7"}, 7),
        ({"total": 5, "count": 6}, 5),
        ({"total": -1}, None),
        ({}, None),
    ],
)
def test_how_many_there_are(said: dict[str, object], total: int | None) -> None:
    assert read({"contacts": None, **said}).total == total


def form(data: Any, number: int = 1) -> PageForm:
    return paging.form(data, read(data, number), following="next")


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ({"total": 5, "next": 2}, PageForm("total", "number")),
        ({"total": None, "count": "5", "next": " 2 "}, PageForm("count", "text")),
        ({"total": "many", "next": "/contacts?page=2"}, PageForm("", "link")),
        ({"next": "https://elsewhere.example/?page=2"}, PageForm("", "link")),
        ({"next": "none"}, PageForm()),
        ({"next": None}, PageForm()),
        ({"pagesCount": 3, "next": 2}, PageForm("", "number")),
        ({"pagesCount": "1", "next": 2}, PageForm("", "number", "wrong")),
        ({"pagesCount": 2, "next": None}, PageForm(pages="wrong")),
        ({"pagesCount": 1, "next": None}, PageForm(pages="right")),
        ({"pagesCount": 0, "next": None}, PageForm()),
    ],
)
def test_how_a_page_is_written(data: dict[str, object], seen: PageForm) -> None:
    assert form(data) == seen


def test_a_page_behind_the_last_says_nothing_about_the_number_of_pages() -> None:
    assert form({"pagesCount": 3, "next": None}, 4) == PageForm()


@given(st.dictionaries(st.sampled_from(["contacts", "total", "count", "pagesCount", "next"]), JSON))
def test_any_answer_is_a_page_or_unreadable(data: dict[str, Any]) -> None:
    with contextlib.suppress(wire.UnreadableError):
        form(data)


@pytest.mark.parametrize("data", [None, [], "text", {"contacts": "text"}, {"contacts": [1]}, {"contacts": {"a": {}}}])
def test_what_is_no_page(data: object) -> None:
    with pytest.raises(wire.UnreadableError):
        read(data)


@given(st.dictionaries(st.text(), JSON, max_size=6))
def test_a_record_is_kept_exactly(record: dict[str, Any]) -> None:
    sent = wire.decode(wire.encode({"contacts": [record]}))
    entry = read(sent).entries[0]
    assert json.loads(entry.raw) == sent["contacts"][0]  # type: ignore[index]  # it is the object of the line before
    assert list(entry.values) == list(json.loads(entry.raw))
