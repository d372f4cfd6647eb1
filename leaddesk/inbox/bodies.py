"""Reading a body within its limits, and what must be known of it before it is kept."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from leaddesk.domain.deliveries import TEST_EVENT, PayloadUnreadableError, read_payload
from leaddesk.inbox.answers import RETRY_AFTER, RefusedError, SenderGoneError
from leaddesk.inbox.limits import Limits

if TYPE_CHECKING:
    from starlette.types import Receive

_SECRET = b'"webhook_secret_key"'
_COLON = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*")
_LONGEST_VALUE = 8192
"""Bytes of JSON that a secret may take."""
_LONGEST_TEST = 4096


class Room:
    """The memory that large bodies share: who does not fit in waits until others are done."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._taken = 0
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def of(self, size: int) -> AsyncIterator[None]:
        """``size`` bytes of it. Raises RefusedError (503) where that takes too long."""
        try:
            async with asyncio.timeout(self._limits.room_seconds), self._changed:
                await self._changed.wait_for(lambda: self._taken + size <= self._limits.room_bytes)
                self._taken += size
        except TimeoutError:
            raise RefusedError(503, "busy", headers=(RETRY_AFTER,)) from None
        try:
            yield
        finally:
            self._taken -= size
            async with self._changed:
                self._changed.notify_all()


@asynccontextmanager
async def body_of(
    headers: Iterable[tuple[bytes, bytes]], receive: Receive, room: Room, limits: Limits
) -> AsyncIterator[bytes]:
    """The whole body; its room is held as long as the block runs.

    Raises RefusedError (413 as soon as it is known, 408 for one that is too slow, 503) and SenderGoneError.
    """
    told = next((value for name, value in headers if name == b"content-length"), None)  # h11 lets only digits through
    if told is not None and int(told) > limits.body_bytes:
        raise RefusedError(413, "size")
    body, is_held = bytearray(), False
    async with AsyncExitStack() as held:
        try:
            async with asyncio.timeout(limits.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise SenderGoneError
                    body += message["body"]
                    if len(body) > limits.body_bytes:
                        raise RefusedError(413, "size")
                    if not message["more_body"]:
                        break
                    if len(body) > limits.small_bytes and not is_held:
                        is_held = True
                        await held.enter_async_context(room.of(limits.body_bytes if told is None else int(told)))
        except TimeoutError:
            raise RefusedError(408, "slow", ends=True) from None
        whole = bytes(body)
        del body
        yield whole


def secrets_in(body: bytes) -> set[bytes]:
    """The different values of fields called ``webhook_secret_key``, wherever they stand in ``body``.

    Searched for, not parsed: that would take the event loop, or its memory, from the other senders; and this way
    neither a second field of the same name nor a mistake in the JSON hides one.
    """
    found, start = set[bytes](), 0
    while (start := body.find(_SECRET, start)) >= 0:
        start += len(_SECRET)
        if colon := _COLON.match(body, start):
            found |= _value(body[colon.end() : colon.end() + _LONGEST_VALUE])
    return found


def _value(text: bytes) -> set[bytes]:
    """Of the JSON that ``text`` begins with: a text or a number, as ``domain.deliveries`` reads it; else nothing."""
    try:
        value, _ = json.JSONDecoder().raw_decode(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return set()
    is_told = isinstance(value, int | str) and not isinstance(value, bool) and str(value).strip()
    return {str(value).strip().encode("utf-8", "surrogatepass")} if is_told else set()


def nonce_of(body: bytes) -> str | None:
    """Of our own round trip, which is not kept; empty where it carries none, None where ``body`` is not one."""
    if len(body) > _LONGEST_TEST or TEST_EVENT.encode() not in body:
        return None
    try:
        payload = read_payload(body)
    except PayloadUnreadableError:
        return None
    return payload.nonce if payload.event == TEST_EVENT and not payload.records else None
