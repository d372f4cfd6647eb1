"""Ask Leadsopedia about an account and its lists. Every answer is kept, so that it can be shown again with its age."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from leaddesk.domain.call_budget import MonthState
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import ListKnown
from leaddesk.domain.leadsopedia import Facts, whole_number
from leaddesk.domain.list_reading import MOST_BARREN
from leaddesk.domain.lists import ACCOUNT, KeptList, Listed
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.domain.records import Value
from leaddesk.domain.urgency import Urgency

ACCOUNT_FACTS, CREDITS, USAGE = "account", "credits", "usage"
"""What can be asked about an account."""

_MOST_PAGES = 1000
"""Of the list of lists: a hundred thousand lists are a mistake."""


class Client(Protocol):
    """Leadsopedia's side."""

    async def account(self, *, urgency: Urgency) -> Facts: ...

    async def credits(self, *, urgency: Urgency) -> Facts: ...

    async def usage(self, *, urgency: Urgency) -> Facts: ...

    async def lists(self, number: int, /, *, urgency: Urgency) -> Page: ...

    async def contact(self, list_id: str, /, *, email: str = "", contact_id: str = "", urgency: Urgency) -> Entry: ...


class ListStore(Protocol):
    """Where lists are kept."""

    async def all(self, provider: str, /) -> Sequence[KeptList]: ...

    async def one(self, id_: int, /) -> KeptList: ...

    async def find(self, provider: str, organization: str, list_id: str, /) -> KeptList | None: ...

    async def add(self, provider: str, organization: str, list_id: str, name: str, /) -> KeptList: ...

    async def take_listing(
        self, provider: str, entries: Sequence[Listed], /, *, complete: bool
    ) -> Sequence[KeptList]: ...

    async def put_entry(self, id_: int, entry: Entry, read_at: datetime, /) -> tuple[KeptList, int]: ...


class AnswerStore(Protocol):
    """Where answers about an account are kept."""

    async def get(self, provider: str, what: str, /) -> Facts | None: ...

    async def put(self, provider: str, what: str, facts: Facts, /) -> None: ...


class MonthBook(Protocol):
    """Where the month's calls are counted."""

    async def state(self) -> MonthState: ...


class AskLeadsopedia:
    """All calls may raise WorkspaceError; those that ask the provider raise ProviderError, KeychainError as well."""

    def __init__(
        self,
        client: Client,
        lists: ListStore,
        answers: AnswerStore,
        book: MonthBook,
        announcer: Announcer,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``clock``: aware."""
        self._clock = clock
        self._client, self._lists, self._answers, self._book = client, lists, answers, book
        self._announcer = announcer

    async def kept_lists(self) -> Sequence[KeptList]:
        """The lists of contacts, as they were told last, in the provider's order."""
        return await self._lists.all(LEADSOPEDIA.id)

    async def read_lists(self, *, urgency: Urgency = Urgency.CLICK) -> Sequence[KeptList]:
        """Ask for the lists: a call for each hundred of them. What each page tells is kept at once.

        Lists that did not come are taken for deleted only where all have come that there are said to be.
        """
        found: dict[str, Listed] = {}
        number, barren, more = 1, 0, True
        while more and number <= _MOST_PAGES:
            page = await self._client.lists(number, urgency=urgency)
            told = [listed for listed in map(_listed, page.entries) if listed is not None]
            new = [listed for listed in told if listed.list_id not in found]
            found |= {listed.list_id: listed for listed in told}
            barren = 0 if new else barren + 1
            more = page.next is not None and barren < MOST_BARREN
            number += 1
            is_all = page.next is None and (page.total is None or len(found) >= page.total)
            kept = await self._lists.take_listing(LEADSOPEDIA.id, tuple(found.values()), complete=is_all)
            self._tell_lists()
        return kept

    async def account_list(self, what: str) -> KeptList:
        """DOWNLOADS, ACTIVITY or HISTORY (``domain.lists``), to be read and shown as every list."""
        kept = await self._lists.find(LEADSOPEDIA.id, ACCOUNT, what)
        try:
            return kept or await self._lists.add(LEADSOPEDIA.id, ACCOUNT, what, what)
        except ListKnown:  # somebody else has just made it
            return await self.account_list(what)

    async def kept(self, what: str) -> Facts | None:
        """What is known of ACCOUNT_FACTS, CREDITS or USAGE, with the time when it was read; None for nothing."""
        return await self._answers.get(LEADSOPEDIA.id, what)

    async def read(self, what: str, *, urgency: Urgency = Urgency.CLICK) -> Facts:
        """Ask for one of them: one call."""
        ask = {ACCOUNT_FACTS: self._client.account, CREDITS: self._client.credits, USAGE: self._client.usage}[what]
        facts = await ask(urgency=urgency)
        await self._answers.put(LEADSOPEDIA.id, what, facts)
        self._announcer.announce(Changes(account=frozenset({LEADSOPEDIA.id})))
        return facts

    async def look_up(self, *, id: int, wanted: str) -> tuple[KeptList, int]:  # noqa: A002
        """Ask a list for one contact by its e-mail address or its id: one call, two where it is not there.

        The contact is kept with the others; returns the list and the contact's row number in it. Raises NothingThere,
        ValueError for a blank ``wanted``.
        """
        wanted = wanted.strip()
        kept = await self._lists.one(id)
        if "@" in wanted:
            entry = await self._client.contact(kept.list_id, email=wanted, urgency=Urgency.CLICK)
        else:
            entry = await self._client.contact(kept.list_id, contact_id=wanted, urgency=Urgency.CLICK)
        kept, place = await self._lists.put_entry(id, entry, self._clock())
        self._tell_lists()
        return kept, place

    async def month(self) -> MonthState:
        """The calls of this month, of every LeadDesk on this computer."""
        return await self._book.state()

    def _tell_lists(self) -> None:
        self._announcer.announce(Changes(lists=frozenset({LEADSOPEDIA.id})))


def _listed(entry: Entry) -> Listed | None:
    """None for a record without an id, which nothing can be asked about."""
    list_id = _text(entry.values.get("id"))
    if not list_id:
        return None
    name, told = _text(entry.values.get("name")), whole_number(entry.values.get("total_contacts"))
    return Listed(list_id, name or list_id, told, entry.values)


def _text(value: Value) -> str:
    return "" if value is None else str(value).strip()
