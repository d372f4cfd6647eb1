"""What went wrong with a call, as an error of ``domain.errors``: by status, by connection, by what was found.

The errors are made from facts alone. No text of httpx goes into them: it may quote a header, and so a key.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx

from leaddesk.domain.errors import (
    AskedToSlowDown,
    KeyRefused,
    NotEnoughCredits,
    NothingThere,
    ProviderError,
    ProviderFailed,
    RequestRefused,
    Unreachable,
)

_ErrorOfStatus = Callable[[str, int, str], ProviderError]

LONGEST_ASKED = 86_400.0
"""Seconds. A longer ``Retry-After`` is a mistake, and would close the queue until LeadDesk is started anew."""

_LONGEST_SAID = 300
_SECRET_PATH = re.compile(r"[0-9a-fA-F]{32,}")
_MESSAGE_FIELDS = ("message", "error", "detail")

_BY_STATUS: Mapping[int, _ErrorOfStatus] = {
    401: KeyRefused,
    402: NotEnoughCredits,
    403: KeyRefused,  # providers.md: both mean a bad key
    404: NothingThere,
}

_REASONS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    ((socket.gaierror, UnicodeError), "name"),  # UnicodeError: a label that no name can have
    (ssl.SSLError, "tls"),
    (ConnectionRefusedError, "refused"),
    (ConnectionError, "cut"),
    ((httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError), "network"),
    ((httpx.HTTPError, OSError), "cut"),
)
"""The first type of this table that occurs among an exception and its causes says the reason."""


def by_status(provider: str, status: int, said: str = "", wait: float | None = None) -> ProviderError:
    """The error that ``status`` (400 or more) means; ``wait`` is what ``Retry-After`` said, in seconds."""
    if status == 429:
        return AskedToSlowDown(provider, status, said, wait)
    kind: _ErrorOfStatus = _BY_STATUS.get(status, RequestRefused if status < 500 else ProviderFailed)
    return kind(provider, status, said)


def unreachable(provider: str, host: str, error: BaseException) -> Unreachable:
    """The error for an exception of httpx, or of the system below it."""
    causes = list(_causes(error))
    reason = next(reason for kinds, reason in _REASONS if any(isinstance(cause, kinds) for cause in causes))
    if any(isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN for cause in causes):
        reason = "network"  # nobody could be asked for the name; it may well exist
    return Unreachable(provider, host, reason)


def said(data: object, *hidden: str) -> str:
    """The provider's own message in an error's body, as one short line; empty where there is none.

    Each of ``hidden`` is taken out of it, before it is cut to its length: half of a key is too much as well. So is
    whatever looks like the secret path of a webhook's address, which a provider that cannot deliver may quote.
    """
    if not isinstance(data, dict):
        return ""
    text = next((text for name in _MESSAGE_FIELDS if isinstance(text := data.get(name), str) and text.strip()), "")
    for secret in sorted(filter(None, hidden), key=len, reverse=True):  # the longest first: one may begin as another
        text = text.replace(secret, "…")
    text = _SECRET_PATH.sub("…", text)
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return line[:_LONGEST_SAID]


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by ``Retry-After`` (RFC 9110, 10.2.3: seconds or a date), at most LONGEST_ASKED.

    None where it is missing, unreadable or over already. A date is read against the server's own ``Date``, because the
    clocks of people's computers are often wrong.
    """
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        wait = float(text)
    else:
        then = _date(text)
        if then is None:
            return None
        wait = (then - (_date(headers.get("date", "")) or datetime.now(UTC))).total_seconds()
    return min(wait, LONGEST_ASKED) if wait > 0 else None


def redirect_host(address: str, location: str) -> str:
    """The host that a ``Location`` points to, seen from ``address``; empty where it cannot be read."""
    try:
        return urlsplit(urljoin(address, location)).hostname or ""
    except ValueError:
        return ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _causes(one)
        error = error.__cause__ or error.__context__


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
