"""One provider's connection: puts the key on, keeps the deadline, repeats what may be repeated, refuses the rest.

The rules of the house about keys hold here, and nowhere else can a key be sent: it is put on last, in the documented
header, on a request to the configured address alone; a redirect is never followed; and no exception that leaves this
module was raised while one of httpx was being handled, because the text of those may quote a header.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

import httpx

from leaddesk.domain.errors import (
    AddressRefused,
    AskedToSlowDown,
    MonthUsedUp,
    NoKey,
    ProviderError,
    ProviderFailed,
    RedirectRefused,
    TooSlow,
    Unreachable,
    UnreadableAnswer,
)
from leaddesk.domain.providers import Provider, checked_address
from leaddesk.domain.queue import WaitingCall
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import faults, wire
from leaddesk.providers.body import ACCEPTED, read_body
from leaddesk.providers.connections import Connections
from leaddesk.providers.departure import Watch
from leaddesk.providers.pacing import LONGEST_WAIT, Pace, PausedError, Place, Turn

T = TypeVar("T")

DEADLINE = 30.0
"""Seconds of work that a call may take, repeats included. Its waits in the queue do not count."""

LARGEST_ANSWER = 64 * 1024 * 1024
"""Decoded bytes."""

TRIES = 3

BEHIND_OTHERS = 0.01
"""The part of the pace's seconds that is waited in addition to what the book says: the call of the other LeadDesk may
have needed a while to arrive, and this one may not."""

_LARGEST_ERROR = 1024 * 1024
_ERROR_PATIENCE = 3.0
"""Bytes and seconds that the body of an error is worth: its status says what happened."""

_READ_ASIDE = 64 * 1024
"""Longer bodies are decoded, and turned into records, in a thread: 64 KB of short values take some 5 ms, and the window
must not be late by more than 16."""

_REPEATED_STATUSES = {500, 502, 503, 504}
_REPEATED_REASONS = {"cut", "network", "refused"}
_WAITING_STATUSES = {429, 503}
"""Those for which ``Retry-After`` speaks of the whole service (RFC 9110, 10.2.3; RFC 6585, 4)."""


@dataclass(frozen=True)
class Answer:
    """What a provider answered; not a redirect."""

    status: int
    """Of HTTP."""
    data: object
    """The decoded JSON; None where there is none to an error or to a 204."""
    said: str = ""
    """The message in the body, without the key."""
    retry_after: float | None = None
    """Seconds, where the provider asks for a wait."""
    size: int = 0
    """Bytes of the unfolded body."""
    body: bytes = b""
    """These bytes, where they were asked for (``Raw``); of an error's at most the first megabyte."""

    async def turned(self, turn: Callable[[Answer], T]) -> T:
        """What ``turn`` makes of this answer; of a long one in a thread. Raises what ``turn`` raises."""
        return await asyncio.to_thread(turn, self) if self.size > _READ_ASIDE else turn(self)


@dataclass(frozen=True)
class Raw:
    """Asks for the body of an answer as it comes; ``Answer.data`` is then None for one over 64 KB."""

    largest: int
    """Unfolded bytes."""
    deadline: float
    """Seconds, in the place of the session's."""


Judge = Callable[[Answer], ProviderError | None]
"""The error that an answer means, or None for a success. Each provider says success in its own way."""


class Book(Protocol):
    """Counts the calls of everybody on this computer who shares the provider's limits."""

    async def claim(self) -> float:
        """0.0: a call is counted, and is sent at once. Else nothing is counted, and so many seconds are to be waited.

        Raises MonthUsedUp, and what the keeping of the book raises.
        """

    async def used_up(self) -> None:
        """The provider itself said that the calls of the month are made."""


class Session:
    """Reads from one provider, through its queue."""

    def __init__(
        self,
        provider: Provider,
        *,
        address: Callable[[], str],
        key: Callable[[], Awaitable[Secret | None]],
        key_header: str,
        judge: Judge,
        pace: Pace,
        book: Book | None = None,
        headers: Mapping[str, str] | None = None,
        deadline: float = DEADLINE,
        largest: int = LARGEST_ANSWER,
    ) -> None:
        """``address`` and ``key`` are asked at every call, so a change in Settings holds from the next one on.

        ``headers`` go with every request; ``book`` is asked before each of them, repeats too.
        """
        self.provider = provider
        self.pace = pace
        self._address = address
        self._key = key
        self._key_header = key_header
        self._judge = judge
        self._book = book
        self._headers = {"Accept": "application/json", "Accept-Encoding": ACCEPTED, **(headers or {})}
        self._deadline = deadline
        self._largest = largest
        self._connections = Connections(provider.id, kept=pace.limit)

    async def read(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
        key_prefix: str = "",
        urgency: Urgency,
        about: WaitingCall | None = None,
        raw: Raw | None = None,
        judge: Judge | None = None,
    ) -> Answer:
        """Asks for ``path`` below the provider's address; ``body`` is sent as JSON, None as no body.

        ``key_prefix`` stands before the key in its header (``Bearer``, RFC 6750, 2.1); ``about`` is what the queue
        shows of the call while it waits, with the urgency that is given here; ``judge`` takes the session's place.

        For requests that change and spend nothing, whatever their method: a failed one is sent again where that may
        help. Raises ProviderError of every kind, AddressRefused, and KeyUnusable for a kept key that cannot travel.
        """
        import stamina  # noqa: PLC0415  nothing before the first call needs it

        address = checked_address(self._address())
        key = await self._key()
        if key is None:
            raise NoKey(self.provider.id)
        key = Secret.typed(key.reveal())  # httpx would quote a key with a line break, and httpcore would log it
        content = None if body is None else wire.encode(body)
        errand = _Errand(method, below(address, path), params, content, key, key_prefix, raw, judge or self._judge)
        work = _Work(
            raw.deadline if raw else self._deadline, self.pace.place(urgency), about and replace(about, urgency=urgency)
        )
        async for attempt in stamina.retry_context(
            work.again, attempts=TRIES, timeout=None, wait_initial=0.25, wait_max=3.0, wait_jitter=0.5
        ):
            with attempt:
                return await self._attempt(errand, work)
        raise AssertionError("stamina ends with an answer or an error")

    async def aclose(self) -> None:
        """Closes the connections. A later read opens new ones."""
        await self._connections.aclose()

    async def _attempt(self, errand: _Errand, work: _Work) -> Answer:
        """One request and its answer, as soon as the book lets it go."""
        while (answer := await self._sent(errand, work)) is None:
            pass  # it queues again, and a click that came meanwhile goes first
        return answer

    async def _sent(self, errand: _Errand, work: _Work) -> Answer | None:
        """The answer; None where the book lets nobody send yet. Then the turn is given back, and the queue is held."""
        async with self._turn(work) as turn:
            failure: ProviderError | None
            try:
                async with asyncio.timeout(work.left):
                    answer = await self._exchange(errand, turn, Watch(turn, self._claim))
            except _TooEarlyError as early:
                self.pace.hold(early.wait + self.pace.per * BEHIND_OTHERS)
                return None
            except MonthUsedUp as used_up:
                failure = used_up
            except TimeoutError:
                failure = TooSlow(self.provider.id, work.deadline)
            except (httpx.HTTPError, OSError, UnicodeError) as error:
                failure = faults.unreachable(self.provider.id, errand.url.host, error)
            else:
                failure = errand.judge(answer)
                work.asked = answer.retry_after
                if isinstance(failure, MonthUsedUp):
                    work.asked = None
                    if self._book is not None:
                        await self._book.used_up()
                elif work.asked or isinstance(failure, AskedToSlowDown):
                    self.pace.slow_down(turn, work.asked)
                elif failure is None:
                    self.pace.went_well(turn)
            if failure is None:
                return answer
            raise failure  # outside of "except": the exception of httpx is not its context

    @asynccontextmanager
    async def _turn(self, work: _Work) -> AsyncIterator[Turn]:
        """A turn in the queue. Raises AskedToSlowDown where the queue stands still for longer than a call waits."""
        asked = asyncio.get_running_loop().time()
        wait = 0.0
        try:
            async with self.pace.turn(work.place, work.about) as turn:
                work.queued += asyncio.get_running_loop().time() - asked
                yield turn
        except PausedError as paused:
            wait = paused.wait
        if wait:
            raise AskedToSlowDown(self.provider.id, 429, wait=wait)

    async def _claim(self) -> None:
        """Asks the book, at the last moment: what cannot connect is no call. Raises _TooEarlyError."""
        if self._book is not None and (wait := await self._book.claim()) > 0:
            raise _TooEarlyError(wait)

    async def _exchange(self, errand: _Errand, turn: Turn, watch: Watch) -> Answer:
        client = await self._connections.client(errand.url)
        request = client.build_request(
            errand.method,
            errand.url,
            params=errand.params,
            content=errand.body,
            headers=self._headers | ({"Content-Type": "application/json"} if errand.body is not None else {}),
            extensions={"trace": watch.trace},
        )
        request.headers[self._key_header] = errand.key_prefix + errand.key.reveal()
        response = await client.send(request, stream=True)
        turn.answered()
        try:
            if 300 <= response.status_code < 400:
                location = response.headers.get("location", "")
                raise RedirectRefused(self.provider.id, faults.redirect_host(str(errand.url), location))
            wait = faults.retry_after(response.headers) if response.status_code in _WAITING_STATUSES else None
            data: object = None
            raw = errand.raw
            if response.is_success:
                body = await read_body(response, self.provider.id, raw.largest if raw else self._largest)
                if raw is None or len(body) <= _READ_ASIDE:
                    data = await self._data(response, body)
            else:
                data, body = await self._error_data(response)
        finally:
            await response.aclose()
        said = faults.said(data, errand.key.reveal())
        return Answer(response.status_code, data, said, wait, len(body), body if raw else b"")

    async def _data(self, response: httpx.Response, body: bytes) -> object:
        if not body and response.status_code == 204:
            return None
        try:
            return await asyncio.to_thread(wire.decode, body) if len(body) > _READ_ASIDE else wire.decode(body)
        except wire.UnreadableError as unreadable:
            found = unreadable.found
        raise UnreadableAnswer(self.provider.id, found)

    async def _error_data(self, response: httpx.Response) -> tuple[object, bytes]:
        """What is in the body of an error, None where nothing readable is; and the body, as far as it came whole."""
        body = b""
        try:
            async with asyncio.timeout(_ERROR_PATIENCE):
                body = await read_body(response, self.provider.id, _LARGEST_ERROR)
            return wire.decode(body), body
        except (ProviderError, wire.UnreadableError, httpx.HTTPError, OSError):
            return None, body


@dataclass(frozen=True)
class _Errand:
    """What is to be sent."""

    method: str
    url: httpx.URL
    params: Mapping[str, str] | None
    body: bytes | None
    key: Secret
    key_prefix: str
    raw: Raw | None
    judge: Judge


class _Work:
    """One call's place in the queue, its working time, and whether to try again."""

    def __init__(self, deadline: float, place: Place, about: WaitingCall | None) -> None:
        self.place = place
        self.about = about
        self.queued = 0.0
        """Seconds waited in the queue."""
        self.asked: float | None = None
        """Seconds that the last answer asked to wait."""
        self.deadline = deadline
        self._began = asyncio.get_running_loop().time()

    @property
    def left(self) -> float:
        """Seconds of work that are left; the waits in the queue were not work."""
        return self.deadline - (asyncio.get_running_loop().time() - self._began - self.queued)

    def again(self, error: Exception) -> bool | float:
        """For stamina: whether to try again, or how many seconds before that. The waits asked for pass in the queue."""
        asked, self.asked = self.asked, None
        if self.left <= 0 or (asked or 0) > LONGEST_WAIT:
            return False
        match error:
            case AskedToSlowDown():
                return 0.0 if (error.wait or 0) <= LONGEST_WAIT else False
            case ProviderFailed():
                return 0.0 if asked else error.status in _REPEATED_STATUSES
            case Unreachable():
                return error.reason in _REPEATED_REASONS
        return False


class _TooEarlyError(Exception):
    """Another LeadDesk has just sent: this one may in ``wait`` seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait


def below(address: str, path: str) -> httpx.URL:
    """``path`` below ``address``. Raises AddressRefused where httpx reads another host in it than was checked."""
    if not path.startswith("/"):
        raise ValueError("a path begins with a slash")
    try:
        url, checked = httpx.URL(address + path), urlsplit(address)
        same = (url.scheme, url.host, url.port) == (checked.scheme, checked.hostname, httpx.URL(address).port)
    except (httpx.InvalidURL, UnicodeError):
        same = False
    if not same:
        raise AddressRefused(address, "host")
    return url
