"""Reading an answer's body: piece by piece, decoded here, and never more than was agreed.

httpx would decode by itself, a whole piece at once: half a megabyte of gzip can unfold to 512 MB before anybody can say
stop. So the raw bytes are taken, and zlib is told how much it may unfold at a time.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import cast

import httpx

from leaddesk.domain.errors import AnswerTooLarge, UnreadableAnswer

ACCEPTED = "gzip"
"""What a request offers in ``Accept-Encoding``."""

_PLAIN = {"", "identity"}
_FOLDED = {"gzip", "x-gzip", "deflate"}
_STEP = 1024 * 1024
_FEW = 4
_EITHER = 47  # zlib: find out from the first bytes whether it is gzip or zlib (the "deflate" of RFC 9110, 8.4.1.2)


async def read_body(response: httpx.Response, provider: str, limit: int) -> bytes:
    """The decoded body, at most ``limit`` bytes. Raises what ``pieces`` raises."""
    async with aclosing(pieces(response, provider, limit)) as found:
        read = [piece async for piece in found]
    # joining a quarter of a gigabyte takes longer than the window may stand still; Python's lock is let go meanwhile
    return b"".join(read) if len(read) <= _FEW else await asyncio.to_thread(b"".join, read)


async def pieces(response: httpx.Response, provider: str, limit: int) -> AsyncGenerator[bytes, None]:
    """The decoded body as it arrives, at most ``limit`` bytes in all. To be closed by whoever leaves it half read.

    Raises AnswerTooLarge as soon as there is more, UnreadableAnswer (``encoding``) for an encoding that was not offered
    or that is damaged, and what httpx raises when the connection breaks.
    """
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in _PLAIN | _FOLDED:
        raise UnreadableAnswer(provider, "encoding")
    unfolding = _Unfolding() if encoding in _FOLDED else None
    size = 0
    # what httpx calls an iterator is a generator, and one that is left half read has to be closed
    async with aclosing(cast(AsyncGenerator[bytes, None], response.aiter_raw())) as chunks:
        try:
            async for chunk in chunks:
                for piece in unfolding.feed(chunk) if unfolding else (chunk,):
                    size += len(piece)
                    if size > limit:
                        raise AnswerTooLarge(provider, limit)
                    yield piece
                    if len(piece) == _STEP:
                        await asyncio.sleep(0)  # the window is drawn on this thread too
        except zlib.error:
            raise UnreadableAnswer(provider, "encoding") from None
    if unfolding and not unfolding.complete:
        raise UnreadableAnswer(provider, "encoding")


class _Unfolding:
    """Decodes gzip (also several members in a row) and zlib, at most _STEP bytes at a time."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_EITHER)
        self._begun = False

    @property
    def complete(self) -> bool:
        """Whether what was fed ends where its format ends; an empty body is complete too."""
        return self._member.eof or not self._begun

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The decoded bytes. Raises zlib.error."""
        while True:
            if self._member.eof:
                data = data.lstrip(b"\0")  # padding after the last member, as gzip itself allows
                if not data:
                    return
                self._member = zlib.decompressobj(_EITHER)
            self._begun = self._begun or bool(data)
            piece = self._member.decompress(data, _STEP)
            data = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if piece:
                yield piece
            if not data and len(piece) < _STEP and not self._member.eof:
                return
