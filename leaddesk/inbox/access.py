"""Who may deliver: the path, the secrets, the names that we are called by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from ipaddress import ip_address

from leaddesk.domain.receiver import AcceptedSecret
from leaddesk.domain.secret import Secret

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([0-9a-z._-]+?)\.?)(?::[0-9]{0,5})?")
_SECRET_HEADERS = {b"webhook-secret-key", b"x-webhook-secret-key"}


@dataclass(frozen=True)
class Access:
    """Holds digests alone: nothing of a secret stays in the receiver, and comparing takes the same time whatever came.

    ``public_host`` is the name that the world reaches us by; empty for none.
    """

    _token: bytes
    _secrets: tuple[tuple[bytes, datetime | None], ...]
    _public_host: str

    @classmethod
    def of(cls, token: Secret, secrets: Iterable[AcceptedSecret], public_host: str = "") -> Access:
        """``token`` is the secret path, without slashes; ``public_host`` may carry a port, which does not matter."""
        accepted = tuple((_digest(kept.secret.reveal().encode()), kept.until) for kept in secrets)
        return cls(_digest(token.reveal().encode()), accepted, host_name(public_host))

    def after_token(self, path: bytes) -> bytes | None:
        """What follows the secret path in ``path`` (undecoded): empty, or from the next slash on. None: another one."""
        first, slash, rest = path[1:].partition(b"/")
        is_ours = compare_digest(_digest(first), self._token) and path.startswith(b"/")
        return slash + rest if is_ours else None

    def takes_secret(self, value: bytes, now: datetime) -> bool:
        """Whether it is one of those that are accepted at ``now`` (aware). All are compared, whichever it is."""
        digest = _digest(value)
        found = [compare_digest(digest, known) and (until is None or now < until) for known, until in self._secrets]
        return any(found)

    def is_called(self, host: bytes) -> bool:
        """Whether the ``Host`` header names loopback or the public name, with any port."""
        name = _name(host.decode("latin-1"))
        return bool(name) and (name in {"localhost", self._public_host} or _is_loopback(name))


def secrets_told(headers: Iterable[tuple[bytes, bytes]]) -> set[bytes]:
    """The different secrets in the headers, under each of the names that ReachStream may use (providers.md)."""
    return {value for name, value in headers if name.replace(b"_", b"-") in _SECRET_HEADERS and value}


def _digest(value: bytes) -> bytes:
    return sha256(value).digest()


def host_name(host: str) -> str:
    """As it travels: in ASCII, without port, brackets, and the dot that may end it; empty for what is no host."""
    try:
        return _name(host.encode("idna").decode())
    except UnicodeError:
        return ""


def _name(host: str) -> str:
    match = _HOST.fullmatch(host.lower())
    return (match[1] or match[2]) if match else ""


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
