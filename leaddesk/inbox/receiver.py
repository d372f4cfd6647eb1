"""The receiver's application: each request goes through the same checks, cheapest first, the body last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from leaddesk.domain.deliveries import DeliveryId
from leaddesk.domain.errors import LeadDeskError
from leaddesk.inbox.access import Access, secrets_told
from leaddesk.inbox.answers import RETRY_AFTER, Answer, RefusedError, SenderGoneError, only
from leaddesk.inbox.bodies import Room, body_of, nonce_of, secrets_in
from leaddesk.inbox.collecting import Collecting
from leaddesk.inbox.limits import Limits

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class KeepBody(Protocol):
    """Writes a body down for good. Raises LeadDeskError where it cannot."""

    async def __call__(self, body: bytes, *, arrived_at: datetime) -> tuple[DeliveryId, bool]:
        """``arrived_at`` is aware. Returns once it is on the disk; False: these bytes were kept before."""


class Listener(Protocol):
    """Who is told of what comes in. Called on the event loop, so quickly done."""

    def delivered(self, delivery: DeliveryId) -> None:
        """A body was kept that was not there before."""

    def tested(self, nonce: str) -> None:
        """Our own round trip came through."""

    def refused(self, word: str) -> None:
        """A request was turned away: ``host``, ``origin``, ``path``, ``method``, ``encoding``, ``secret``, ``size``,
        ``slow``, ``busy``, ``malformed``, ``key`` (of the inbox), ``not-kept`` (no room on the disk, or not writable).
        """


class Receiver:
    """An ASGI application. ``access`` may be exchanged at any time."""

    def __init__(
        self,
        access: Access,
        keep: KeepBody,
        listener: Listener,
        *,
        collecting: Collecting | None = None,
        limits: Limits | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``collecting``: hands kept bodies over to another LeadDesk; without it there is no such path."""
        self.access = access
        self.limits = limits or Limits()
        self.listener = listener
        self._keep = keep
        self._collecting = collecting
        self._now = now
        self._room = Room(self.limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer = await self._answer(scope, receive)
        except SenderGoneError:
            return
        except RefusedError as refusal:
            self.listener.refused(refusal.word)
            # A sender that asks before it sends its body may send something else now.
            is_asking = any(name == b"expect" for name, _ in scope["headers"])
            answer = replace(refusal.answer, ends=refusal.answer.ends or is_asking)
        await answer.send(send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        """Raises RefusedError, SenderGoneError."""
        method, path, headers = scope["method"], scope["raw_path"], scope["headers"]
        if scope["http_version"] not in {"1.0", "1.1"}:  # h11 takes any digits
            raise RefusedError(505, "malformed", ends=True)
        self._look_at(headers, len(path) + len(scope["query_string"]))
        if path == b"/health":
            only(method, "GET", "HEAD")
            return Answer(204)
        rest = self.access.after_token(path)
        if rest and self._collecting is not None:
            return await self._collecting.answer(rest, scope, receive, self.limits)
        if rest != b"":
            raise RefusedError(404, "path")
        only(method, "POST")
        if any(name == b"content-encoding" and value.lower() != b"identity" for name, value in headers):
            raise RefusedError(415, "encoding")
        self._compare(secrets_told(headers))
        async with body_of(headers, receive, self._room, self.limits) as body:
            return await self._take(body)

    def _look_at(self, headers: list[tuple[bytes, bytes]], target: int) -> None:
        """What is asked of every request, whatever it wants. ``target``: bytes of path and query."""
        names = [name for name, _ in headers]
        if sum(len(name) + len(value) + 4 for name, value in headers) + target > self.limits.header_bytes:
            raise RefusedError(431, "malformed", ends=True)
        if b"content-length" in names and b"transfer-encoding" in names:
            # Allowed, but a proxy in front may see another end of the body than we do (RFC 9112, 6.1).
            raise RefusedError(400, "malformed", ends=True)
        hosts = [value for name, value in headers if name == b"host"]
        if not hosts or not self.access.is_called(hosts[0]):
            raise RefusedError(421, "host")
        if b"origin" in names:  # a web page in somebody's browser; ReachStream has none
            raise RefusedError(403, "origin")

    def _compare(self, told: set[bytes]) -> None:
        """No secret at all is good enough, because the path was one; a wrong one never is."""
        now = self._now()
        if len(told) > 1 or not all(self.access.takes_secret(value, now) for value in told):
            raise RefusedError(401, "secret")

    async def _take(self, body: bytes) -> Answer:
        self._compare(secrets_in(body))
        nonce = nonce_of(body)
        if nonce is not None:
            self.listener.tested(nonce)
            return Answer(200)
        try:
            delivery, is_new = await self._keep(body, arrived_at=self._now())
        except LeadDeskError:
            raise RefusedError(503, "not-kept", headers=(RETRY_AFTER,)) from None
        if is_new:
            self.listener.delivered(delivery)
        return Answer(200)
