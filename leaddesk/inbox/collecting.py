"""Hands kept bodies to the LeadDesk that collects them, and lets go of those that it has.

Below the secret path, each with ``Authorization: Bearer <inbox key>``:

- ``GET /collect?after=7``: ``{"deliveries": [{"id": 8, "arrived_at": "2026-11-21T12:00:00+00:00", "size": 512}],
  "more": false}``, oldest first, at most 100;
- ``GET /collect/8``: that body as it came;
- ``POST /collected`` with ``{"up_to": 8}``: 204; everything up to there is deleted.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs

from leaddesk.domain.deliveries import Delivery, DeliveryId
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.secret import Secret
from leaddesk.inbox.answers import RETRY_AFTER, Answer, RefusedError, only
from leaddesk.inbox.bodies import Room, body_of
from leaddesk.inbox.limits import Limits

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

_AT_ONCE = 100
_LONGEST_ORDER = 1024
_LONGEST_ID = 18
"""Digits; what SQLite can number."""


class KeptBodies(Protocol):
    """The deliveries on the disk. All raise LeadDeskError where it cannot be read or written."""

    async def after(self, delivery: DeliveryId, limit: int, /) -> tuple[Delivery, ...]:
        """Those with a greater id, oldest first."""

    async def raw(self, delivery: DeliveryId, /) -> bytes | None:
        """The body; None where there is none."""

    async def delete_up_to(self, delivery: DeliveryId, /) -> object:
        """That one too."""


class Collecting:
    """The paths above. Holds a digest of the key alone."""

    def __init__(self, kept: KeptBodies, key: Secret) -> None:
        self._kept = kept
        self._key = sha256(b"Bearer " + key.reveal().encode()).digest()

    async def answer(self, path: bytes, scope: Scope, receive: Receive, limits: Limits) -> Answer:
        """``path``: what follows the secret one, with its slash. Raises RefusedError, SenderGoneError."""
        method, headers = scope["method"], scope["headers"]
        told = next((value for name, value in headers if name == b"authorization"), b"")
        if not compare_digest(sha256(told).digest(), self._key):
            raise RefusedError(401, "key", headers=((b"www-authenticate", b"Bearer"),))
        try:
            if path == b"/collect":
                only(method, "GET")
                return await self._list(scope["query_string"])
            if path.startswith(b"/collect/"):
                only(method, "GET")
                return await self._body(path.removeprefix(b"/collect/"))
            if path == b"/collected":
                only(method, "POST")
                small = replace(limits, body_bytes=_LONGEST_ORDER)
                async with body_of(headers, receive, Room(small), small) as body:
                    return await self._let_go(body)
        except LeadDeskError:
            raise RefusedError(503, "not-kept", headers=(RETRY_AFTER,)) from None
        raise RefusedError(404, "path")

    async def _list(self, query: bytes) -> Answer:
        after = parse_qs(query.decode("latin-1")).get("after", ["0"])[-1]
        found = await self._kept.after(_id(after), _AT_ONCE + 1)
        told = [
            {"id": kept.id, "arrived_at": kept.arrived_at.isoformat(), "size": kept.size} for kept in found[:_AT_ONCE]
        ]
        body = json.dumps({"deliveries": told, "more": len(found) > _AT_ONCE}).encode()
        return Answer(200, body, ((b"content-type", b"application/json"), _NOT_STORED))

    async def _body(self, number: bytes) -> Answer:
        body = await self._kept.raw(_id(number.decode("latin-1")))
        if body is None:
            raise RefusedError(404, "path")
        return Answer(200, body, ((b"content-type", b"application/octet-stream"), _NOT_STORED))

    async def _let_go(self, order: bytes) -> Answer:
        try:
            up_to = json.loads(order)["up_to"]
        except (ValueError, RecursionError, KeyError, TypeError):
            raise RefusedError(400, "malformed") from None
        await self._kept.delete_up_to(_id(str(up_to)))
        return Answer(204)


_NOT_STORED = (b"cache-control", b"no-store")


def _id(text: str) -> DeliveryId:
    """Raises RefusedError."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_ID):
        raise RefusedError(400, "malformed")
    return DeliveryId(int(text))
