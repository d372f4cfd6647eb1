"""Which addresses a key may be sent to (providers.md, "Common rules")."""

from __future__ import annotations

import pytest

from leaddesk.domain.errors import AddressRefused
from leaddesk.domain.providers import PROVIDERS, checked_address, is_loopback


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.id)
def test_the_default_addresses_are_fine(provider: object) -> None:
    address = getattr(provider, "default_address")  # noqa: B009 - parametrised as an object
    assert checked_address(address) == address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://a.example/ ", "https://a.example"),
        ("https://a.example/v1/", "https://a.example/v1"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:1/x", "http://[::1]:1/x"),
    ],
)
def test_good_addresses(typed: str, kept: str) -> None:
    assert checked_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "scheme"),
        ("a.example", "scheme"),
        ("ftp://a.example", "scheme"),
        ("http://a.example", "plain"),
        ("http://127.0.0.1.evil.example", "plain"),
        ("http://127.0.0.999", "plain"),
        ("http://2130706433", "plain"),
        ("https://", "host"),
        ("https://a b.example", "host"),
        ("https://a.example:port", "host"),
        ("https://user:secret@a.example", "credentials"),
        ("http://localhost@evil.example", "credentials"),
        ("https://a.example/?key=1", "credentials"),
        ("https://a.example/#x", "credentials"),
    ],
)
def test_addresses_that_no_key_is_sent_to(typed: str, reason: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        checked_address(typed)
    assert refused.value.reason == reason


def test_loopback_is_this_computer_only() -> None:
    assert is_loopback("127.8.9.10")
    assert not is_loopback("128.0.0.1")
    assert not is_loopback("127.0.0.1.example")
