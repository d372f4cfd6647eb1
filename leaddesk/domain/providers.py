"""The three providers by id, and what is the same for each: names, default addresses, the variable that overrides them.

The facts are those of ``providers.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from leaddesk.domain.errors import AddressRefused

_LOOPBACK_NAMES = {"localhost", "::1"}


@dataclass(frozen=True)
class Provider:
    """One provider of leads."""

    id: str
    """Also its user name in the keychain and the beginning of its widgets' names."""
    title: str
    """The provider's own spelling of its name; not translated."""
    default_address: str
    address_variable: str
    """The environment variable that replaces the address; it wins over Settings."""


REACHSTREAM = Provider("reachstream", "ReachStream", "https://api-prd.reachstream.com", "LEADDESK_REACHSTREAM_URL")
REACTIN = Provider("reactin", "ReactIn", "https://app.reactin.io", "LEADDESK_REACTIN_URL")
LEADSOPEDIA = Provider("leadsopedia", "Leadsopedia", "https://api.leadsopedia.com/v1", "LEADDESK_LEADSOPEDIA_URL")

PROVIDERS: tuple[Provider, ...] = (REACHSTREAM, REACTIN, LEADSOPEDIA)


def is_loopback(host: str) -> bool:
    """Whether ``host`` can only be this computer: ``localhost``, ``::1`` or a dotted address in 127.0.0.0/8."""
    parts = host.split(".")
    dotted = len(parts) == 4 and all(part.isdecimal() and part.isascii() and int(part) < 256 for part in parts)
    return host in _LOOPBACK_NAMES or (dotted and parts[0] == "127")


def checked_address(text: str) -> str:
    """``text`` as a base address without a closing slash.

    Raises AddressRefused: providers.md lets keys travel over HTTPS only, plain HTTP for loopback addresses alone; user
    names, queries and fragments have no place in a base address.
    """
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise AddressRefused(text, "host") from None
    if parts.scheme not in {"http", "https"}:
        raise AddressRefused(text, "scheme")
    if not host or any(character.isspace() or not character.isprintable() for character in address):
        raise AddressRefused(text, "host")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise AddressRefused(text, "credentials")
    if parts.scheme == "http" and not is_loopback(host):
        raise AddressRefused(text, "plain")
    return address
