"""A key shows itself nowhere."""

from __future__ import annotations

import pickle

import pytest

from leaddesk.domain.errors import KeyUnusable
from leaddesk.domain.secret import LONGEST_KEY, Secret

CANARY = "gEqboyoK7JSfMv-canary-4f2a"


def test_a_secret_has_no_readable_form() -> None:
    secret = Secret.typed(f"  {CANARY}\n")
    assert secret.reveal() == CANARY
    for text in (repr(secret), str(secret), f"{secret}", f"{[secret]!r}"):
        assert "canary" not in text
    with pytest.raises(TypeError):
        pickle.dumps(secret)


@pytest.mark.parametrize(
    ("key", "ending"), [(CANARY, "4f2a"), ("abcdefgh", "gh"), ("abcd", "d"), ("abc", ""), ("x" * 15 + "y", "xxxy")]
)
def test_at_most_a_quarter_is_shown(key: str, ending: str) -> None:
    assert Secret.typed(key).ending == ending


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (" \t\n", "empty"),
        ("two words", "characters"),
        ("line\nbreak", "characters"),
        ("schlüssel", "characters"),
        ("null\0", "characters"),
        ("k" * (LONGEST_KEY + 1), "long"),
    ],
)
def test_what_cannot_travel_in_a_header_is_refused_without_being_repeated(typed: str, reason: str) -> None:
    with pytest.raises(KeyUnusable) as refused:
        Secret.typed(typed)
    assert refused.value.reason == reason
    assert not typed.strip() or typed.strip() not in str(refused.value)


def test_equal_keys_are_equal() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("ä")
    assert len({Secret("a"), Secret("a")}) == 1
