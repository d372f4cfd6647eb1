"""ReactIn, as ``providers.md`` says: the leads of a SmartList. What adds leads is not here yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import quote

from leaddesk.domain.errors import KeyRefused, NoAccess, ProviderError, UnreadableAnswer
from leaddesk.domain.pages import Page
from leaddesk.domain.providers import REACTIN
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import faults, paging, wire
from leaddesk.providers.dialect import DialectMemory, RememberedInMemory, under_either_path
from leaddesk.providers.pacing import Pace
from leaddesk.providers.session import Answer, Session

REQUESTS_PER_SECOND = 2
"""No figure is documented; providers.md sets this one."""

PAGE_SIZE = 50
"""The most that is allowed."""

BARE, BEARER = "bare", "Bearer "
_AUTHORIZATION, _LEADS = "authorization", "leads"
"""What is remembered: how the key is written, and the path that answers."""


def connect(
    address: Callable[[], str],
    key: Callable[[], Awaitable[Secret | None]],
    *,
    remembered: DialectMemory | None = None,
    pace: Pace | None = None,
) -> ReactIn:
    """A ReactIn that speaks to ``address()`` with ``key()``, at the pace of providers.md."""
    session = Session(
        REACTIN,
        address=address,
        key=key,
        key_header="Authorization",
        judge=judge,
        pace=pace or Pace(REQUESTS_PER_SECOND, 1.0),
        headers={"Content-Type": "application/json"},  # "required for all requests", reads too
    )
    return ReactIn(session, remembered or RememberedInMemory())


class ReactIn:
    """One readable method per operation. Each raises what ``Session.read`` raises."""

    def __init__(
        self, session: Session, remembered: DialectMemory, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._session = session
        self._remembered = remembered
        self._clock = clock

    @property
    def pace(self) -> Pace:
        """The queue of its calls."""
        return self._session.pace

    async def leads(self, organization: str, list_id: str, number: int, *, urgency: Urgency) -> Page:
        """The page ``number`` (from 1) of a SmartList.

        Raises NothingThere where the list does not exist under either path, NoAccess where the key is not for it.
        """
        place = f"{quote(organization, safe='')}/lists/{quote(list_id, safe='')}/leads"
        params = {"page": str(number), "pageSize": str(PAGE_SIZE)}
        answer = await under_either_path(
            lambda root: self._read(f"{root}/{place}", params, urgency),
            ("/api", "/api/v1"),
            self._remembered,
            REACTIN.id,
            _LEADS,
        )
        try:
            return await answer.turned(
                lambda found: paging.page(
                    found.data, number, entries="data", following="nextPage", read_at=self._clock()
                )
            )
        except wire.UnreadableError as unreadable:
            raise UnreadableAnswer(REACTIN.id, unreadable.found) from None

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._session.aclose()

    async def _read(self, path: str, params: dict[str, str], urgency: Urgency) -> Answer:
        """The key as it worked last; on a 401 once in the other way, and whichever works is remembered.

        providers.md: the documentation's examples show the bare key, its prose a Bearer token.
        """
        latest = BEARER if self._remembered.get(REACTIN.id, _AUTHORIZATION) == BEARER.strip() else ""
        try:
            return await self._read_with(latest, path, params, urgency)
        except KeyRefused as error:
            refused = error
        try:
            return await self._read_with("" if latest else BEARER, path, params, urgency)
        except KeyRefused:
            raise refused from None

    async def _read_with(self, prefix: str, path: str, params: dict[str, str], urgency: Urgency) -> Answer:
        answer = await self._session.read("GET", path, params=params, key_prefix=prefix, urgency=urgency)
        self._remembered.set(REACTIN.id, _AUTHORIZATION, prefix.strip() or BARE)
        return answer


def judge(answer: Answer) -> ProviderError | None:
    """The error that an answer of ReactIn means."""
    if answer.status < 300:
        return None
    if answer.status == 403:
        return NoAccess(REACTIN.id, answer.status, answer.said)
    if answer.status < 400:
        return UnreadableAnswer(REACTIN.id, "shape")
    return faults.by_status(REACTIN.id, answer.status, answer.said, answer.retry_after)
