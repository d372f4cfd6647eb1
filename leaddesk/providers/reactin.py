"""ReactIn, as ``providers.md`` says: the leads of a SmartList. What adds leads is not here yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from leaddesk.domain.call_budget import LEADS_A_PAGE, REACTIN_CALLS_A_SECOND
from leaddesk.domain.errors import KeyRefused, ProviderError
from leaddesk.domain.pages import Page
from leaddesk.domain.providers import REACTIN
from leaddesk.domain.queue import WaitingCall
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import paging
from leaddesk.providers.client import Client, by_status
from leaddesk.providers.dialect import DialectMemory
from leaddesk.providers.pacing import Pace
from leaddesk.providers.session import Answer, Session

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
        pace=pace or Pace(REACTIN_CALLS_A_SECOND, 1.0, halves=True),
        headers={"Content-Type": "application/json"},  # "required for all requests", reads too
    )
    return ReactIn(session, remembered)


class ReactIn(Client):
    """One readable method per operation. Each raises what ``Session.read`` raises."""

    async def leads(self, organization: str, list_id: str, number: int, *, urgency: Urgency) -> Page:
        """The page ``number`` (from 1) of a SmartList.

        Raises NothingThere where the list does not exist under either path, NoAccess where the key is not for it.
        """
        place = f"{quote(organization, safe='')}/lists/{quote(list_id, safe='')}/leads"

        async def ask(root: str) -> Answer:
            return await self._read(f"{root}/{place}", WaitingCall("leads", list_id, number, urgency))

        def told(found: Answer) -> Page:
            return paging.page(
                found.data, number, entries="data", following="nextPage", read_at=self._clock(), have_ids=False
            )

        return await self._turned(await self._under_either(ask, ("/api", "/api/v1"), _LEADS), told)

    async def _read(self, path: str, about: WaitingCall) -> Answer:
        """The key as it worked last; on a 401 once in the other way, and whichever works is remembered.

        providers.md: the documentation's examples show the bare key, its prose a Bearer token.
        """
        latest = BEARER if self._remembered.get(REACTIN.id, _AUTHORIZATION) == BEARER.strip() else ""
        try:
            return await self._read_with(latest, path, about)
        except KeyRefused as error:
            refused = error
        try:
            return await self._read_with("" if latest else BEARER, path, about)
        except KeyRefused:
            raise refused from None

    async def _read_with(self, prefix: str, path: str, about: WaitingCall) -> Answer:
        params = {"page": str(about.page), "pageSize": str(LEADS_A_PAGE)}
        answer = await self._session.read(
            "GET", path, params=params, key_prefix=prefix, urgency=about.urgency, about=about
        )
        self._remembered.set(REACTIN.id, _AUTHORIZATION, prefix.strip() or BARE)
        return answer


def judge(answer: Answer) -> ProviderError | None:
    """The error that an answer of ReactIn means."""
    return by_status(REACTIN, answer)
