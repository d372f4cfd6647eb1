"""One request to a receiver of deliveries, our own through its public address or one elsewhere.

Its address holds a path that authenticates whoever knows it. So the path is kept out of every log, and no exception of
httpx leaves this module: their texts, and the requests that they carry, may quote it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from leaddesk.domain.errors import AddressRefused, ProviderError, Unreachable
from leaddesk.domain.providers import checked_address
from leaddesk.providers import faults
from leaddesk.providers.body import ACCEPTED, read_body
from leaddesk.providers.connections import Connections
from leaddesk.providers.session import below

RECEIVER = "receiver"
"""What stands in the place of a provider's id."""


class CallBrokenError(Exception):
    """``found`` is a word of ``errors.NoRoundTrip``, or ``shape``; ``host`` may be empty."""

    def __init__(self, host: str, found: str) -> None:
        super().__init__(host, found)
        self.host = host
        self.found = found


def place(address: str, path: str = "") -> httpx.URL:
    """``path`` (empty, or from its slash on) below ``address``, which is HTTPS, or HTTP on this computer.

    Raises CallBrokenError (``no-address``).
    """
    try:
        checked = checked_address(address)
        parts = urlsplit(checked)
        return below(f"{parts.scheme}://{parts.netloc}", f"{parts.path}{path}" or "/")
    except AddressRefused:
        pass
    raise CallBrokenError("", "no-address")  # outside of "except": the other one holds the whole address


async def call(
    connections: Connections,
    method: str,
    url: httpx.URL,
    *,
    headers: Mapping[str, str],
    content: bytes | None = None,
    deadline: float,
    largest: int,
) -> tuple[int, bytes]:
    """The status and the whole body of the answer, once and without following a redirect.

    ``deadline`` in seconds, ``largest`` in bytes. Raises CallBrokenError.
    """
    try:
        async with asyncio.timeout(deadline):
            client = await connections.client(url)
            request = client.build_request(
                method, url, content=content, headers={"Accept-Encoding": ACCEPTED, **headers}
            )
            request.url = _Quiet(url)
            response = await client.send(request, stream=True)
            try:
                if not 300 <= response.status_code < 400:
                    return response.status_code, await read_body(response, RECEIVER, largest)
                found = "redirect"
            finally:
                await response.aclose()
    except TimeoutError:
        found = "slow"
    except Unreachable as unreachable:
        found = unreachable.reason
    except ProviderError:
        found = "shape"
    except (httpx.HTTPError, OSError, UnicodeError) as error:
        found = faults.unreachable(RECEIVER, url.host, error).reason
    raise CallBrokenError(url.host, found)  # outside of "except": no exception of httpx is its context


class _Quiet(httpx.URL):
    """httpx logs the URL of every request as text; the path of this one is a secret."""

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}/…"

    def __repr__(self) -> str:
        return f"URL({str(self)!r})"
