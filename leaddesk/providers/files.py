"""Fetches the file behind a download's address: on its own connection, without any key, past the queue.

providers.md: a download's ``url`` is fetched without the key. So nothing here knows one, and nothing that identifies
anybody travels: no cookie, no ``Authorization``. That is why, unlike anywhere else, a redirect is followed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from urllib.parse import urlsplit

import httpx

from leaddesk.domain.errors import (
    AddressRefused,
    AnswerTooLarge,
    KeyRefused,
    LeadDeskError,
    NoAccess,
    NothingThere,
    ProviderError,
    RedirectRefused,
    TooSlow,
    UnreadableAnswer,
)
from leaddesk.domain.providers import LEADSOPEDIA, is_loopback
from leaddesk.providers import faults
from leaddesk.providers.body import pieces
from leaddesk.providers.connections import CONNECT_TIMEOUT, Connections

LARGEST_FILE = 2 * 1024**3
"""Bytes."""

PATIENCE = 30.0
"""Seconds without a byte after which a fetch is given up."""

MOST_REDIRECTS = 5

_REDIRECTS = {301, 302, 303, 307, 308}
_GONE = 410
_PAGE_BEGINS = (b"<!doctype html", b"<html")
_LONGEST_BEGINNING = 64


async def fetch_file(
    address: str,
    take: Callable[[bytes], Awaitable[None]],
    *,
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
    largest: int = LARGEST_FILE,
    patience: float = PATIENCE,
) -> None:
    """Hands the file at ``address`` over to ``take``, piece by piece and in order.

    ``take`` is awaited for each piece before the next one is read, and is over once this has returned or raised: a
    piece that is being taken is taken to its end also when this is cancelled. ``progress`` is told how many bytes were
    taken and how many there will be (None where that is not said), the first time before there are any.

    Raises AddressRefused for anything but HTTPS, or HTTP on this computer; RedirectRefused for a redirect to such an
    address, from HTTPS to HTTP, or after MOST_REDIRECTS others; NothingThere, NoAccess, AskedToSlowDown,
    RequestRefused and ProviderFailed by status; Unreachable, also when the connection breaks before the end; TooSlow;
    AnswerTooLarge; UnreadableAnswer for a page in the place of the file; and what ``take`` and ``progress`` raise.
    """
    done = 0
    async with aclosing(_arriving(address, largest, patience)) as arriving:
        async for piece, total in arriving:
            if piece:
                await _to_its_end(take(piece))
            done += len(piece)
            progress(done, total)


async def _arriving(address: str, largest: int, patience: float) -> AsyncGenerator[tuple[bytes, int | None], None]:
    """The pieces of the file, each with the length of all; an empty one first."""
    url = _checked(address)
    failure: LeadDeskError
    try:
        async with _opened(url, patience) as response:
            if response.is_error:
                raise _refused(response)
            total = _length(response)
            if total is not None and total > largest:
                raise AnswerTooLarge(LEADSOPEDIA.id, largest)
            yield b"", total
            beginning = b""
            async with aclosing(pieces(response, LEADSOPEDIA.id, largest)) as body:
                async for piece in body:
                    if len(beginning) < _LONGEST_BEGINNING:
                        beginning += piece[:_LONGEST_BEGINNING]
                        if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE_BEGINS):
                            raise UnreadableAnswer(LEADSOPEDIA.id, "html")
                    yield piece, total
            return
    except httpx.ReadTimeout:
        failure = TooSlow(LEADSOPEDIA.id, patience)
    except (httpx.HTTPError, OSError, UnicodeError) as error:
        failure = faults.unreachable(LEADSOPEDIA.id, url.host, error)
    raise failure  # outside of "except": no exception of httpx is its context


@asynccontextmanager
async def _opened(url: httpx.URL, patience: float) -> AsyncIterator[httpx.Response]:
    """The answer at ``url``, or at where its redirects lead; its body is still to be read."""
    connections = Connections(LEADSOPEDIA.id)
    try:
        for _ in range(MOST_REDIRECTS + 1):
            client = await connections.client(url)
            request = client.build_request(
                "GET",
                url,
                headers={"Accept": "*/*", "Accept-Encoding": "identity"},
                timeout=httpx.Timeout(patience, connect=CONNECT_TIMEOUT),
            )
            response = await client.send(request, stream=True)
            try:
                if response.status_code not in _REDIRECTS:
                    yield response
                    return
                url = _redirected(url, response.headers.get("location", ""))
            finally:
                await response.aclose()
        raise RedirectRefused(LEADSOPEDIA.id, url.host)
    finally:
        await connections.aclose()


def _checked(address: str) -> httpx.URL:
    """``address`` as one to fetch from. Raises AddressRefused, which holds no more than the host of it."""
    host, url = "", None
    try:
        read = urlsplit(address.strip())
        host = read.hostname or ""
        url = httpx.URL(address.strip())
        same = read.scheme == url.scheme and host in {
            url.host,
            url.raw_host.decode(),
        }  # as it is typed, or as it travels
    except (httpx.InvalidURL, UnicodeError, ValueError):
        same = False
    if url is None or not same or not host:
        raise AddressRefused(host, "host")
    if url.scheme not in {"http", "https"}:
        raise AddressRefused(host, "scheme")
    if url.userinfo:
        raise AddressRefused(host, "credentials")
    if url.scheme == "http" and not is_loopback(host):
        raise AddressRefused(host, "plain")
    return url


def _redirected(url: httpx.URL, location: str) -> httpx.URL:
    """Where ``location`` leads from ``url``. Raises RedirectRefused."""
    try:
        target = _checked(str(url.join(location)))
    except (AddressRefused, httpx.InvalidURL, UnicodeError, ValueError):
        target = None
    if not location or target is None or (url.scheme, target.scheme) == ("https", "http"):
        raise RedirectRefused(LEADSOPEDIA.id, faults.redirect_host(str(url), location))
    return target


def _refused(response: httpx.Response) -> ProviderError:
    """What a status says. No key was sent, so none was refused: it is the address that does not serve any more."""
    status = response.status_code
    if status == _GONE:
        return NothingThere(LEADSOPEDIA.id, status)
    error = faults.by_status(LEADSOPEDIA.id, status, wait=faults.retry_after(response.headers))
    return NoAccess(LEADSOPEDIA.id, status) if isinstance(error, KeyRefused) else error


def _length(response: httpx.Response) -> int | None:
    """The bytes of the file, where they are told: a folded body's length is another."""
    text = response.headers.get("content-length", "").strip()
    return int(text) if text.isdecimal() and "content-encoding" not in response.headers else None


async def _to_its_end(taking: Awaitable[None]) -> None:
    """Awaits ``taking``; also when this is cancelled it is over when this ends."""
    task = asyncio.ensure_future(taking)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio does not complain: the cancelling is what counts
        raise
