"""What is answered, and the requests that are turned away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Send

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Answer:
    """``ends``: the connection as well, because nobody knows any more where the next request would begin."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    ends: bool = False

    async def send(self, send: Send) -> None:
        """All of it, to an ASGI server."""
        length = [(b"content-length", str(len(self.body)).encode())] if self.status != 204 else []
        close = [(b"connection", b"close")] if self.ends else []
        await send({"type": "http.response.start", "status": self.status, "headers": [*self.headers, *length, *close]})
        await send({"type": "http.response.body", "body": self.body})


class RefusedError(Exception):
    """A request that is turned away with ``answer``. ``word`` says why, for the counts: ``secret``, ``host``, ..."""

    def __init__(
        self, status: int, word: str, *, headers: tuple[tuple[bytes, bytes], ...] = (), ends: bool = False
    ) -> None:
        super().__init__(status, word)
        self.word = word
        self.answer = Answer(status, b"", headers, ends)


class SenderGoneError(Exception):
    """Before its request was complete: nobody hears an answer."""


RETRY_AFTER = (b"retry-after", b"30")
"""Seconds. For 503."""


def only(method: str, *allowed: str) -> None:
    """Raises RefusedError (405) for any other method."""
    if method not in allowed:
        raise RefusedError(405, "method", headers=((b"allow", ", ".join(allowed).encode()),))
