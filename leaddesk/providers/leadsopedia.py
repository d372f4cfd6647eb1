"""Leadsopedia, as ``providers.md`` says: account, lists, contacts, downloads, activity, history. Reads alone so far.

Its limits are the narrowest of the three: 10 seconds between calls, and 15,000 calls a month.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import quote

from leaddesk.domain.errors import NoAccess, ProviderError, UnreadableAnswer
from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import faults, paging, wire
from leaddesk.providers.dialect import DialectMemory, RememberedInMemory, under_either_path
from leaddesk.providers.pacing import Pace
from leaddesk.providers.session import Answer, Session

T = TypeVar("T")

SECONDS_BETWEEN_CALLS = 10.0


def connect(
    address: Callable[[], str],
    key: Callable[[], Awaitable[Secret | None]],
    *,
    remembered: DialectMemory | None = None,
    pace: Pace | None = None,
) -> Leadsopedia:
    """A Leadsopedia that speaks to ``address()`` with ``key()``, one call in ten seconds."""
    session = Session(
        LEADSOPEDIA,
        address=address,
        key=key,
        key_header="X-Api-Key",
        judge=judge,
        pace=pace or Pace(1, SECONDS_BETWEEN_CALLS),
    )
    return Leadsopedia(session, remembered or RememberedInMemory())


class Leadsopedia:
    """One readable method per operation. Each raises what ``Session.read`` raises; pages count from 1."""

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

    async def account(self, *, urgency: Urgency) -> Facts:
        """id, name, address, phone, email, company, status, date_created."""
        return await self._facts("/account", urgency)

    async def credits(self, *, urgency: Urgency) -> Facts:
        """credits_total, credits_used, credits_left."""
        return await self._facts("/account/credits", urgency)

    async def usage(self, *, urgency: Urgency) -> Facts:
        """Undocumented; as it comes."""
        return await self._facts("/account/usage", urgency)

    async def activity(self, number: int, *, urgency: Urgency) -> Page:
        """A page of activities, whose fields are undocumented."""
        return await self._page("/account/activity", "activities", number, urgency)

    async def history(self, number: int, *, urgency: Urgency) -> Page:
        """A page of searches: id, type, lead_count, date_added."""
        return await self._page("/account/history", "history", number, urgency)

    async def lists(self, number: int, *, urgency: Urgency) -> Page:
        """A page of lists: id (text), name, total_contacts, date_created."""
        return await self._page("/mylists", "lists", number, urgency)

    async def one_list(self, list_id: str, *, urgency: Urgency) -> Facts:
        """One of them. Raises NothingThere."""
        return await self._facts(f"/mylists/{quote(list_id, safe='')}", urgency)

    async def contacts(self, list_id: str, number: int, *, urgency: Urgency) -> Page:
        """A page of the contacts of a list."""
        return await self._page("/contacts", "contacts", number, urgency, {"list_id": list_id})

    async def contact(self, list_id: str, *, email: str = "", contact_id: str = "", urgency: Urgency) -> Entry:
        """One contact of a list, by its e-mail address or its id: exactly one of them is given (else ValueError).

        Raises NothingThere where the list does not hold it, under either documented path.
        """
        if bool(email) == bool(contact_id):
            raise ValueError("either an e-mail address or an id")
        wanted = {"email": email} if email else {"id": contact_id}
        apart = f"/contacts/{quote(list_id, safe='')}"
        answer = await under_either_path(
            lambda form: self._session.read(
                "GET",
                "/contacts" if form == "/contacts" else apart,
                params={"list_id": list_id, **wanted} if form == "/contacts" else wanted,
                urgency=urgency,
            ),
            ("/contacts", "/contacts/{list_id}"),
            self._remembered,
            LEADSOPEDIA.id,
            "contact",
        )
        return await _read(answer, lambda found: paging.entry(_one(found.data, "contacts")))

    async def downloads(self, number: int, *, urgency: Urgency) -> Page:
        """A page of downloads: id, filename, extension, url, date_created."""
        return await under_either_path(
            lambda path: self._page(path, "downloads", number, urgency),
            ("/downloads", "/mydownloads"),
            self._remembered,
            LEADSOPEDIA.id,
            "downloads",
        )

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._session.aclose()

    async def _facts(self, path: str, urgency: Urgency) -> Facts:
        answer = await self._session.read("GET", path, urgency=urgency)

        def told(found: Answer) -> Facts:
            entry = paging.entry(found.data)
            return Facts(entry.values, entry.raw, self._clock())

        return await _read(answer, told)

    async def _page(
        self, path: str, entries: str, number: int, urgency: Urgency, params: Mapping[str, str] | None = None
    ) -> Page:
        asked = {**(params or {}), "page": str(number)}
        answer = await self._session.read("GET", path, params=asked, urgency=urgency)
        return await _read(
            answer,
            lambda found: paging.page(found.data, number, entries=entries, following="next", read_at=self._clock()),
        )


def judge(answer: Answer) -> ProviderError | None:
    """The error that an answer of Leadsopedia means."""
    if answer.status < 300:
        return None
    if answer.status == 403:
        return NoAccess(LEADSOPEDIA.id, answer.status, answer.said)
    if answer.status < 400:
        return UnreadableAnswer(LEADSOPEDIA.id, "shape")
    return faults.by_status(LEADSOPEDIA.id, answer.status, answer.said, answer.retry_after)


async def _read(answer: Answer, turn: Callable[[Answer], T]) -> T:
    try:
        return await answer.turned(turn)
    except wire.UnreadableError as unreadable:
        raise UnreadableAnswer(LEADSOPEDIA.id, unreadable.found) from None


def _one(data: object, entries: str) -> object:
    """The documentation shows the contact itself; a list of one is understood too."""
    if isinstance(data, dict) and isinstance(data.get(entries), list) and len(data[entries]) == 1:
        return data[entries][0]
    return data
