"""What stands before what."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.sort_keys import sort_key
from leaddesk.domain.table import Kind


@pytest.mark.parametrize(
    ("kind", "in_order"),
    [
        (Kind.TEXT, ["Äpfel", "apple", "banana", "Órla", "Øystein", "oz", "zebra"]),
        (Kind.TEXT, ["file 9", "file 10", "file 010 b", "File 100"]),
        (Kind.NUMBER, [-5, "−4", 0, "7", 30.5, "1,204", 5_000, "inf"]),
        (Kind.RANGE, ["1-10", "11-50", "51-200", "201-500", "1,001-5,000", "10,001+"]),
        (Kind.RANGE, ["under $1m", "$1-5M", "$5m to $10m", "$100M to $1B", "$1 billion", "over $2.5bn"]),
        (Kind.RANGE, ["500-1k", "1k", "2 thousand", "2-3 million"]),
        (Kind.CODE, ["00420", "0111", "111", "12", "M5V 2T6", "sw1a"]),
        (Kind.LINK, ["https://www.alpha.example", "beta.example", "http://gamma.example", "www.zeta.example"]),
        (Kind.EMAIL, ["a@x.example", "B@x.example", "c@x.example"]),
    ],
)
def test_order(kind: Kind, in_order: list[str | int | float]) -> None:
    keys = [sort_key(value, kind) for value in in_order]
    assert keys == sorted(keys, key=lambda key: key)  # type: ignore[arg-type, return-value]  # all of one type
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("value", [None, "", "  "])
def test_no_value_has_no_key(kind: Kind, value: str | None) -> None:
    assert sort_key(value, kind) is None


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.RANGE])
@pytest.mark.parametrize("value", ["xxxxx", "unknown", "nan"])
def test_what_is_no_size_is_text(kind: Kind, value: str) -> None:
    assert isinstance(sort_key(value, kind), str)


@given(st.one_of(st.none(), st.text(), st.integers(), st.floats()), st.sampled_from(list(Kind)))
def test_every_value_has_a_key_that_can_be_compared(value: str | int | float | None, kind: Kind) -> None:
    key = sort_key(value, kind)
    assert not isinstance(key, float) or not math.isnan(key), "not a number would break any sorting"
    if kind is Kind.CODE:
        assert key is None or isinstance(key, str)
