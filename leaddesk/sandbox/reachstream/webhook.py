"""The webhook that is registered in the account: where deliveries go, and the secret that goes with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from leaddesk.sandbox.wire import Json

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_SECRET = re.compile(r"[!-~]{8,200}")


@dataclass(frozen=True)
class Webhook:
    """Where the account wants its records brought."""

    url: str
    """http or https, and on loopback: the guest house contacts nobody else."""
    secret: str = field(repr=False)
    """8 to 200 visible characters of ASCII."""
    active: bool

    def told(self) -> Json:
        """It as JSON, without the secret."""
        return {"url": self.url, "secret": "*****", "active": self.active}


def webhook_of(value: Json) -> Webhook | None:
    """What ``{"url": ..., "secret": ..., "active": ...}`` describes; None for None.

    Raises ValueError, which does not repeat the secret, for anything else and for a host that is not loopback.
    """
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"url", "secret", "active"}:
        raise ValueError("a webhook is null or has exactly url, secret and active")
    url, secret, active = value["url"], value["secret"], value["active"]
    if not isinstance(url, str) or not _on_loopback(url):
        raise ValueError("a webhook's url is http or https, and on loopback")
    if not isinstance(secret, str) or not _SECRET.fullmatch(secret):
        raise ValueError("a webhook's secret has 8 to 200 visible characters of ASCII")
    if not isinstance(active, bool):
        raise ValueError("a webhook is active or not: true or false")
    return Webhook(url, secret, active)


def is_webhook(value: Json) -> bool:
    """Whether ``webhook_of`` takes it."""
    try:
        webhook_of(value)
    except ValueError:
        return False
    return True


def _on_loopback(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and parts.hostname in _LOOPBACK and parts.port != 0
    except ValueError:
        return False
