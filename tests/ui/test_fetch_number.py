"""A number as people type it, and nothing else taken for one: it is money."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.ui.reachstream.fetch_number import read_number


@given(st.integers(0, 999_999_999), st.sampled_from(["", ",", ".", "'", "’", " ", "\u00a0", "\u202f"]))
def test_a_number_is_read_with_any_separator(number: int, between: str) -> None:
    assert read_number(f"{number:,}".replace(",", between)) == number


@given(st.text(max_size=12))
def test_anything_else_is_no_number(text: str) -> None:
    found = read_number(text)
    digits = "".join(letter for letter in text if letter in "0123456789")
    assert found is None or found == int(digits)
    if any(letter.isalpha() or letter in "-+" for letter in text):
        assert found is None


@pytest.mark.parametrize("text", ["", "1.5", "1,0", "5e2", "-5", "+5", "٣٠٠", "1,000.5", "10,00", "1000,000", "0x10"])
def test_what_could_be_misread_is_not_read(text: str) -> None:
    assert read_number(text) is None
