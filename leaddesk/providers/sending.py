"""Sends the fetch, the one request that costs credits: at most once for each call, and its end is always told.

Nothing here tries again, and nothing below does either: the connection is a new one (a kept one may be dead, and then
nobody could say whether the request arrived), HTTP/1.1, without retries, and no redirect is followed. What is certain
decides: before the first byte of the request (``departure.Watch``) nothing was sent; after it, whatever is not a whole
and documented answer is ambiguous, an error in this very program included.

The key and the secret are put on last. No exception leaves this module but those of ``leaving`` and a cancelling from
before it, so none can quote a header.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from leaddesk.domain.errors import AddressRefused, KeychainError, KeyUnusable, ProviderError, Unreachable
from leaddesk.domain.providers import REACHSTREAM, checked_address
from leaddesk.domain.purchases import DeliveryWay, Reason
from leaddesk.domain.secret import Secret
from leaddesk.domain.sending import REFUSALS, Accepted, Ambiguous, NothingSent, Refused, Sent, SlowDown
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import faults, wire
from leaddesk.providers.body import read_body
from leaddesk.providers.connections import Connections
from leaddesk.providers.departure import Watch
from leaddesk.providers.pacing import Pace, PausedError, Turn
from leaddesk.providers.session import below

T = TypeVar("T")

DEADLINE = 60.0
"""Seconds from the opening of the connection to the last byte of the answer."""

LARGEST_ANSWER = 256 * 1024
"""Unfolded bytes; the documented answer has a hundred."""

KEY_HEADER = "X-API-Key"
SECRET_HEADER = "webhook_secret_key"  # noqa: S105 - the header's name

_PATHS = {
    DeliveryWay.WEBHOOK: "/api/v2/async/records/filter",
    DeliveryWay.POLLING: "/api/v2/async/records/filter/data",
}
_NUMBERS = ("unique_processing_id", "batch_process_id")
_NUMBER = re.compile(r"(?!(0+|-[0-9]+)\Z)[!-~]{1,100}")
_log = logging.getLogger(__name__)


class FetchSender:
    """Sends bodies to one ReachStream, each on a connection of its own."""

    def __init__(self, address: Callable[[], str], key: Callable[[], Awaitable[Secret | None]], pace: Pace) -> None:
        """``address`` and ``key`` are asked at every call; ``pace`` is the queue of all calls to ReachStream."""
        self._address = address
        self._key = key
        self._pace = pace

    async def send(
        self,
        body: bytes,
        secret: Secret | None,
        *,
        way: DeliveryWay,
        leaving: Callable[[], Awaitable[None]],
        deadline: float = DEADLINE,
    ) -> Sent:
        """What became of ``body``, which is sent byte for byte, once and never again.

        ``secret`` goes with a delivery by webhook; polling takes none. ``leaving`` is awaited when the turn in the
        queue has come and before the connection is opened; what is found out earlier (no key, an address that no key
        may go to, a queue that stands still: ``NothingSent``, ``SlowDown``) is told without it. ``deadline`` counts
        from after it.

        Raises what ``leaving`` raises, and then nothing was sent. Cancelling works while it waits for its turn. From
        ``leaving`` on it is held back until the end is known: ``send`` returns it, and the task's ``cancelling()``
        says that it was asked to end.
        """
        errand = await self._errand(body, secret, way)
        if isinstance(errand, NothingSent):
            return errand
        connections = Connections(REACHSTREAM.id, kept=0)
        try:
            client = await connections.client(errand.url)
            async with self._pace.turn(self._pace.place(Urgency.CLICK)) as turn:
                return await _to_its_end(self._leave(client, errand, turn, leaving, deadline))
        except PausedError as paused:
            return SlowDown(paused.wait)
        except Unreachable as unreachable:  # no certificates, or a proxy that cannot be used
            return NothingSent(unreachable.reason)
        finally:
            await connections.aclose()

    async def _errand(self, body: bytes, secret: Secret | None, way: DeliveryWay) -> _Errand | NothingSent:
        try:
            url = below(checked_address(self._address()), _PATHS[way])
        except AddressRefused:
            return NothingSent("address")
        try:
            key = await self._key()
        except KeychainError:
            return NothingSent("keychain")
        if key is None:
            return NothingSent("no-key")
        if way is DeliveryWay.POLLING:
            secret = None
        elif secret is None:
            return NothingSent("no-secret")
        try:  # httpx would quote a header with a line break in it
            key = Secret.typed(key.reveal())
        except KeyUnusable:
            return NothingSent("key")
        try:
            return _Errand(url, body, key, None if secret is None else Secret.typed(secret.reveal()))
        except KeyUnusable:
            return NothingSent("secret")

    async def _leave(
        self,
        client: httpx.AsyncClient,
        errand: _Errand,
        turn: Turn,
        leaving: Callable[[], Awaitable[None]],
        deadline: float,
    ) -> Sent:
        await leaving()
        watch = Watch(turn)
        sent = await _exchange(client, errand, watch, deadline)
        if isinstance(sent, SlowDown):
            self._pace.slow_down(turn, sent.wait)
        elif isinstance(sent, Accepted):
            self._pace.went_well(turn)
        return sent


@dataclass(frozen=True)
class _Errand:
    """What is to be sent."""

    url: httpx.URL
    body: bytes
    key: Secret
    secret: Secret | None

    @property
    def hidden(self) -> tuple[str, ...]:
        return tuple(one.reveal() for one in (self.key, self.secret) if one is not None)


@dataclass
class _Progress:
    """How far an exchange came."""

    status: int | None = None


async def _exchange(client: httpx.AsyncClient, errand: _Errand, watch: Watch, deadline: float) -> Sent:
    """The request and its end. Raises nothing: whoever is below, it was they who failed, and the end is a fact."""
    progress = _Progress()
    try:
        async with asyncio.timeout(deadline):
            return await _answered(client, errand, watch, progress)
    except TimeoutError:
        reason, nothing = Reason.TIMEOUT, "slow"
    except ProviderError:  # too large, or folded in a way that nobody asked for
        reason, nothing = Reason.UNREADABLE, "network"
    except (httpx.HTTPError, OSError, UnicodeError) as error:
        reason, nothing = Reason.CUT, faults.unreachable(REACHSTREAM.id, errand.url.host, error).reason
    except asyncio.CancelledError:  # of this task itself: the event loop ends
        reason, nothing = Reason.CUT, "cut"
    except Exception as error:  # noqa: BLE001 - a bug here or below; its text may quote a header
        _log.error("the exchange broke: %s", type(error).__name__)
        reason, nothing = Reason.CUT, "network"
    return Ambiguous(reason, progress.status) if watch.may_have_left else NothingSent(nothing)


async def _answered(client: httpx.AsyncClient, errand: _Errand, watch: Watch, progress: _Progress) -> Sent:
    request = client.build_request(
        "POST",
        errand.url,
        content=errand.body,
        headers={
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "Content-Type": "application/json",
        },
        extensions={"trace": watch.trace},
    )
    if errand.secret is not None:
        request.headers[SECRET_HEADER] = errand.secret.reveal()
    request.headers[KEY_HEADER] = errand.key.reveal()
    response = await client.send(request, stream=True)
    try:
        progress.status = response.status_code
        body = await read_body(response, REACHSTREAM.id, LARGEST_ANSWER)
    finally:
        await response.aclose()
    return _judged(response.status_code, body, faults.retry_after(response.headers), errand.hidden)


def _judged(status: int, body: bytes, wait: float | None, hidden: tuple[str, ...]) -> Sent:
    """What a whole answer says. Where HTTP and the body contradict each other, nobody knows."""
    document, data = _opened(body)
    inside = wire.number(document.get("status"))
    number = _number(document, data, hidden)
    if status == 200 and inside in {200, None}:
        return Accepted(number) if number else Ambiguous(Reason.UNREADABLE, status)
    told = {inside if status == 200 else status, status if inside is None else inside}
    shown = status if status != 200 or inside is None or not 100 <= inside < 600 else inside
    if told <= REFUSALS | {429} and number:
        return Ambiguous(Reason.UNREADABLE, shown, number)
    if told == {429}:
        return SlowDown(wait)
    if told <= REFUSALS:
        return Refused(shown, faults.said(document, *hidden), _credits(data))
    return Ambiguous(Reason.UNREADABLE if 200 <= shown < 300 else Reason.SERVER_ERROR, shown, number)


def _credits(data: dict[str, object]) -> int | None:
    """What a 402 tells of the balance."""
    available = wire.number(data.get("available_credit"))
    return available if available is not None and 0 <= available < 2**53 else None


def _opened(body: bytes) -> tuple[dict[str, object], dict[str, object]]:
    """The document and its ``data``, each empty where it is no object; either may be JSON inside a string."""
    try:
        document = _object(wire.decode(body))
    except wire.UnreadableError:
        document = {}
    return document, _object(document.get("data"))


def _object(value: object) -> dict[str, object]:
    try:
        return wire.mapping(wire.unwrapped(value))
    except wire.UnreadableError:
        return {}


def _number(document: dict[str, object], data: dict[str, object], hidden: tuple[str, ...]) -> str:
    """The provider's number for the purchase, empty where there is none that can be used."""
    for place in (data, document):
        for name in _NUMBERS:
            value = place.get(name)
            text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
            if _NUMBER.fullmatch(text) and not any(secret in text for secret in hidden):
                return text
    return ""


async def _to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """The result of ``work``, also when this is cancelled meanwhile. Raises what ``work`` raises."""
    task = asyncio.ensure_future(work)
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            continue
    return task.result()
