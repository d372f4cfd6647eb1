"""The moment at which a request really leaves: a handshake, or the way through a proxy, comes before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from leaddesk.providers.pacing import Turn


class Watch:
    """Stands at the door of one request, and tells its turn in the queue when it passes."""

    def __init__(self, turn: Turn, before: Callable[[], Awaitable[None]] | None = None) -> None:
        """``before`` is awaited before the first byte; whatever it raises ends the request there."""
        self.may_have_left = False
        """While it is False it is certain that no byte of the request was sent."""
        self._turn = turn
        self._before = before
        self._tunnel = False

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """httpx's ``trace`` extension."""
        if event == "http11.send_request_headers.started":
            self._tunnel = info["request"].method == b"CONNECT"  # that one is for the proxy, and not ours
            if not self._tunnel:
                if self._before is not None:
                    await self._before()
                self.may_have_left = True
                self._turn.leaving()
        elif event == "http11.send_request_body.complete" and not self._tunnel:
            self._turn.left()
