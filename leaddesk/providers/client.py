"""What the clients of the three providers have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from leaddesk.domain.errors import NoAccess, ProviderError, UnreadableAnswer
from leaddesk.domain.providers import Provider
from leaddesk.providers import faults, wire
from leaddesk.providers.dialect import DialectMemory, RememberedInMemory, under_either_path
from leaddesk.providers.pacing import Pace
from leaddesk.providers.session import Answer, Session

T = TypeVar("T")


class Client:
    """One provider. Whoever is a client of it adds a readable method per operation."""

    def __init__(
        self,
        session: Session,
        remembered: DialectMemory | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Without ``remembered`` it learns the provider's dialect anew."""
        self._session = session
        self._remembered = remembered or RememberedInMemory()
        self._clock = clock

    @property
    def pace(self) -> Pace:
        """The queue of its calls."""
        return self._session.pace

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._session.aclose()

    async def _turned(self, answer: Answer, turn: Callable[[Answer], T]) -> T:
        """What ``turn`` makes of ``answer``. Raises UnreadableAnswer where that raises UnreadableError."""
        try:
            return await answer.turned(turn)
        except wire.UnreadableError as unreadable:
            raise UnreadableAnswer(self._session.provider.id, unreadable.found) from None

    async def _under_either(self, ask: Callable[[str], Awaitable[T]], paths: Sequence[str], operation: str) -> T:
        """``under_either_path``, with what this client remembers."""
        return await under_either_path(ask, paths, self._remembered, self._session.provider.id, operation)


def by_status(provider: Provider, answer: Answer) -> ProviderError | None:
    """The error that an answer of ReactIn or Leadsopedia means: the status of HTTP says it, and 403 is NoAccess."""
    if answer.status < 300:
        return None
    if answer.status == 403:
        return NoAccess(provider.id, answer.status, answer.said)
    if answer.status < 400:
        return UnreadableAnswer(provider.id, "shape")
    return faults.by_status(provider.id, answer.status, answer.said, answer.retry_after)
