"""Leadsopedia, as ``providers.md`` says: account, lists, contacts, downloads, activity, history. Reads alone so far.

Its limits are the narrowest of the three: 10 seconds between calls, and 15,000 calls a month. Both are shared by every
LeadDesk on the computer, so a book of the calls stands behind the queue.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from leaddesk.domain.call_budget import CALLS_A_MONTH, SECONDS_BETWEEN_CALLS
from leaddesk.domain.errors import AskedToSlowDown, MonthUsedUp, NothingThere, ProviderError
from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.domain.queue import WaitingCall
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.providers import paging, wire
from leaddesk.providers.client import Client, by_status
from leaddesk.providers.dialect import DialectMemory
from leaddesk.providers.pacing import LONGEST_WAIT, Pace
from leaddesk.providers.session import BEHIND_OTHERS, Answer, Book, Session

_GUARD = 1.0
"""Seconds by which the way to the server may differ: a second is cheaper than a call that came too early for nothing.
It is waited for only where an answer takes longer than that."""

_ASIDE = 1 + 2 * BEHIND_OTHERS
"""Whoever has called waits this many times the seconds, so that another LeadDesk that waits has its turn before."""


def connect(
    address: Callable[[], str],
    key: Callable[[], Awaitable[Secret | None]],
    *,
    remembered: DialectMemory | None = None,
    pace: Pace | None = None,
    seconds_between: Callable[[], float] = lambda: SECONDS_BETWEEN_CALLS,
    book: Book | None = None,
) -> Leadsopedia:
    """A Leadsopedia that speaks to ``address()`` with ``key()``, one call in ``seconds_between()`` seconds.

    Whoever makes these seconds fewer while calls wait calls ``pace.let_go``. Without a ``book`` nobody counts the calls
    of the month, or knows of another LeadDesk.
    """
    session = Session(
        LEADSOPEDIA,
        address=address,
        key=key,
        key_header="X-Api-Key",
        judge=judge,
        pace=pace or Pace(1, lambda: seconds_between() * (_ASIDE if book is not None else 1), guard=_GUARD),
        book=book,
    )
    return Leadsopedia(session, remembered)


class Leadsopedia(Client):
    """One readable method per operation. Each raises what ``Session.read`` raises; pages count from 1."""

    async def account(self, *, urgency: Urgency) -> Facts:
        """id, name, address, phone, email, company, status, date_created."""
        return await self._facts("/account", WaitingCall("account", urgency=urgency))

    async def credits(self, *, urgency: Urgency) -> Facts:
        """credits_total, credits_used, credits_left."""
        return await self._facts("/account/credits", WaitingCall("credits", urgency=urgency))

    async def usage(self, *, urgency: Urgency) -> Facts:
        """Undocumented; as it comes."""
        return await self._facts("/account/usage", WaitingCall("usage", urgency=urgency))

    async def activity(self, number: int, *, urgency: Urgency) -> Page:
        """A page of activities. Their fields are undocumented, so that an ``id`` may be that of what was acted upon."""
        about = WaitingCall("activity", "", number, urgency)
        return await self._page("/account/activity", "activities", about, have_ids=False)

    async def history(self, number: int, *, urgency: Urgency) -> Page:
        """A page of searches: id, type, lead_count, date_added."""
        return await self._page("/account/history", "history", WaitingCall("history", "", number, urgency))

    async def lists(self, number: int, *, urgency: Urgency) -> Page:
        """A page of lists: id (text), name, total_contacts, date_created."""
        return await self._page("/mylists", "lists", WaitingCall("lists", "", number, urgency))

    async def one_list(self, list_id: str, *, urgency: Urgency) -> Facts:
        """One of them. Raises NothingThere."""
        about = WaitingCall("one_list", list_id, urgency=urgency)
        return await self._facts(f"/mylists/{_part(list_id)}", about, among="lists", wanted={"id": list_id})

    async def contacts(self, list_id: str, number: int, *, urgency: Urgency) -> Page:
        """A page of the contacts of a list."""
        about = WaitingCall("contacts", list_id, number, urgency)
        return await self._page("/contacts", "contacts", about, {"list_id": list_id})

    async def contact(self, list_id: str, *, email: str = "", contact_id: str = "", urgency: Urgency) -> Entry:
        """One contact of a list, by its e-mail address or its id: exactly one of them is given (else ValueError).

        Raises NothingThere where the list does not hold it, under either documented path.
        """
        if bool(email) == bool(contact_id):
            raise ValueError("either an e-mail address or an id")
        wanted = {"email": email} if email else {"id": contact_id}
        forms = {
            "/contacts": ("/contacts", {"list_id": list_id, **wanted}),
            "/contacts/{list_id}": (f"/contacts/{_part(list_id)}", wanted),
        }
        about = WaitingCall("contact", list_id, urgency=urgency)

        async def ask(form: str) -> Answer:
            path, params = forms[form]
            return await self._read(path, about, params)

        answer = await self._under_either(ask, tuple(forms), "contact")
        return await self._turned(answer, lambda found: paging.entry(_one(found.data, "contacts", wanted)))

    async def downloads(self, number: int, *, urgency: Urgency) -> Page:
        """A page of downloads: id, filename, extension, url, date_created."""
        about = WaitingCall("downloads", "", number, urgency)
        return await self._under_either(
            lambda path: self._page(path, "downloads", about), ("/downloads", "/mydownloads"), "downloads"
        )

    async def one_download(self, download_id: str, *, urgency: Urgency) -> Facts:
        """One of them. Raises NothingThere. Its ``url`` is fetched by ``files.fetch_file``, which knows no key."""
        about = WaitingCall("one_download", urgency=urgency)
        return await self._under_either(
            lambda path: self._facts(
                f"{path}/{_part(download_id)}", about, among="downloads", wanted={"id": download_id}
            ),
            ("/downloads", "/mydownloads"),
            "download",
        )

    async def _facts(
        self, path: str, about: WaitingCall, *, among: str = "", wanted: Mapping[str, str] | None = None
    ) -> Facts:
        def told(found: Answer) -> Facts:
            entry = paging.entry(_one(found.data, among, wanted or {}))
            return Facts(entry.values, entry.raw, self._clock())

        return await self._turned(await self._read(path, about), told)

    async def _page(
        self,
        path: str,
        entries: str,
        about: WaitingCall,
        params: Mapping[str, str] | None = None,
        *,
        have_ids: bool = True,
    ) -> Page:
        def told(found: Answer) -> tuple[Page, paging.PageForm]:
            page = paging.page(
                found.data, about.page, entries=entries, following="next", read_at=self._clock(), have_ids=have_ids
            )
            return page, paging.form(found.data, page, following="next")

        answer = await self._read(path, about, {**(params or {}), "page": str(about.page)})
        page, form = await self._turned(answer, told)
        for name, seen in (("total", form.total), ("next", form.next), ("pages", form.pages)):
            if seen:
                self._remembered.set(LEADSOPEDIA.id, name, seen)
        return page

    async def _read(self, path: str, about: WaitingCall, params: Mapping[str, str] | None = None) -> Answer:
        return await self._session.read("GET", path, params=params, urgency=about.urgency, about=about)


def judge(answer: Answer) -> ProviderError | None:
    """The error that an answer of Leadsopedia means. Of its two limits, both 429, the message tells which it is.

    A message that speaks of seconds too, or a short wait, means the narrow one: what is taken for the end of the month
    is not asked again until it is over.
    """
    error = by_status(LEADSOPEDIA, answer)
    said = answer.said.casefold()
    is_short = answer.retry_after is not None and answer.retry_after <= LONGEST_WAIT
    if isinstance(error, AskedToSlowDown) and "month" in said and "second" not in said and not is_short:
        return MonthUsedUp(LEADSOPEDIA.id, CALLS_A_MONTH, _next_month(datetime.now(UTC)))
    return error


def _next_month(now: datetime) -> datetime:
    """When the month after that of ``now`` begins; UTC."""
    return datetime(now.year + now.month // 12, now.month % 12 + 1, 1, tzinfo=UTC)


def _part(text: str) -> str:
    return quote(text, safe="")


def _one(data: object, entries: str, wanted: Mapping[str, str]) -> object:
    """The documentation shows the record itself; one in a list, under the name of the many, is understood too.

    In a list it is the one with these values, in any case, or the only one if it does not tell. Raises NothingThere.
    """
    if not isinstance(data, dict) or entries not in data or not isinstance(data[entries], list | None):
        return data
    there = [wire.mapping(one) for one in wire.entries(data[entries])]
    for one in there:
        told = {name: str(wire.cell(one.get(name)) or "").strip().casefold() for name in wanted}
        if told == {name: value.casefold() for name, value in wanted.items()}:
            return one
        if len(there) == 1 and not any(told.values()):
            return one
    raise NothingThere(LEADSOPEDIA.id, 200)
