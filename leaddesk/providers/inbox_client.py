"""Collects deliveries from a ``leaddesk inbox`` elsewhere, which keeps them until they are acknowledged."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime

from leaddesk.domain.errors import InboxRefused
from leaddesk.domain.secret import Secret
from leaddesk.providers import wire
from leaddesk.providers.connections import Connections
from leaddesk.providers.receiver_call import RECEIVER, CallBrokenError, call, place

DEADLINE = 120.0
"""Seconds for one request."""

LARGEST_BODY = 33 * 1024 * 1024
"""Bytes; an inbox keeps at most 32 MiB of each."""

_LARGEST_PAGE = 4 * 1024 * 1024
_LARGEST_NUMBER = 2**63 - 1
_DONE = {200, 204}


class InboxClient:
    """One inbox."""

    def __init__(self, address: str, key: Secret, *, deadline: float = DEADLINE) -> None:
        """``address``: HTTPS (or HTTP on this computer), with the inbox's secret path. Raises KeyUnusable."""
        self._address = address
        self._key = Secret.typed(key.reveal())  # httpcore would log a key with a line break in it
        self._deadline = deadline
        self._connections = Connections(RECEIVER)

    async def collect(self, after: int = 0) -> AsyncGenerator[tuple[int, datetime, bytes], None]:
        """The deliveries with a higher number than ``after``, lowest first: number, when it arrived (aware), raw body.

        One that another LeadDesk has acknowledged meanwhile is left out. Raises InboxRefused. To be closed by whoever
        leaves it before its end.
        """
        while page := await self._page(after):
            for number, arrived_at, size in page:
                status, body = await self._call("GET", f"/collect/{number}", largest=LARGEST_BODY)
                after = number
                if status == 404:
                    continue
                self._expect(status == 200, f"status {status}")
                self._expect(len(body) == size, "shape")
                yield number, arrived_at, body

    async def acknowledge(self, up_to: int) -> None:
        """All up to and with the number ``up_to`` are safe here, and may be deleted there. Raises InboxRefused."""
        status, _ = await self._call("POST", "/collected", content=wire.encode({"up_to": up_to}))
        self._expect(status in _DONE, f"status {status}")

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._connections.aclose()

    async def _page(self, after: int) -> list[tuple[int, datetime, int]]:
        """Number, arrival and size of the next ones; empty where there is none."""
        status, body = await self._call("GET", f"/collect?after={after}")
        self._expect(status == 200, f"status {status}")
        try:
            return _entries(body, after)
        except wire.UnreadableError:
            pass
        raise InboxRefused(place(self._address).host, "shape")

    async def _call(
        self, method: str, path: str, *, content: bytes | None = None, largest: int = _LARGEST_PAGE
    ) -> tuple[int, bytes]:
        headers = {"Accept": "*/*", "Authorization": f"Bearer {self._key.reveal()}"}
        if content is not None:
            headers["Content-Type"] = "application/json"
        try:
            status, body = await call(
                self._connections,
                method,
                place(self._address, path),
                headers=headers,
                content=content,
                deadline=self._deadline,
                largest=largest,
            )
        except CallBrokenError as error:
            broken = error
        else:
            self._expect(status not in {401, 403}, "key")
            return status, body
        raise InboxRefused(broken.host, broken.found)

    def _expect(self, holds: bool, found: str) -> None:
        if not holds:
            raise InboxRefused(place(self._address).host, found)


def _entries(body: bytes, after: int) -> list[tuple[int, datetime, int]]:
    """Raises UnreadableError, also where numbers do not rise: reading on might never come to an end."""
    found = [_entry(entry) for entry in wire.entries(wire.mapping(wire.decode(body)).get("deliveries"))]
    numbers = [after, *(number for number, _, _ in found)]
    if numbers != sorted(set(numbers)) or numbers[-1] > _LARGEST_NUMBER:
        raise wire.UnreadableError("shape")
    return found


def _entry(entry: object) -> tuple[int, datetime, int]:
    """Raises UnreadableError."""
    told = wire.mapping(entry)
    number, size, arrived_at = wire.number(told.get("id")), wire.number(told.get("size")), told.get("arrived_at")
    try:
        moment = datetime.fromisoformat(arrived_at) if isinstance(arrived_at, str) else None
    except ValueError:
        moment = None
    if number is None or size is None or moment is None:
        raise wire.UnreadableError("shape")
    return number, moment if moment.tzinfo else moment.replace(tzinfo=UTC), size
