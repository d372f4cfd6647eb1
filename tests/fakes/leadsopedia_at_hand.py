"""A Leadsopedia that answers from memory, at once or when the test says so, and a desk that works with it.

What is read is kept in a real database, in a folder of the test.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtGui import QAction

from leaddesk.actions.ask_leadsopedia import AskLeadsopedia
from leaddesk.actions.connect_provider import ConnectProvider
from leaddesk.actions.open_rows import OpenRows
from leaddesk.actions.read_list import ReadList, WayToRead
from leaddesk.actions.save_download import SaveDownload
from leaddesk.disk.atomic_file import write_atomically
from leaddesk.domain.call_budget import CALLS_A_MONTH, CONTACTS_A_PAGE
from leaddesk.domain.changes import Announcer
from leaddesk.domain.errors import LeadDeskError, NothingThere
from leaddesk.domain.keys import KeptKey, KeyPlace
from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.lists import ACCOUNT, KeptList, RowState
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.domain.records import Value
from leaddesk.domain.secret import Secret
from leaddesk.domain.table import RowSource
from leaddesk.domain.urgency import Urgency
from leaddesk.ui.commands import Command, Commands
from leaddesk.ui.desk import Desk
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.running import Running
from leaddesk.workspace.call_book import CallBook
from leaddesk.workspace.database import Database
from leaddesk.workspace.kept_answers import KeptAnswers
from leaddesk.workspace.kept_lists import KeptLists
from leaddesk.workspace.kept_rows import KeptRows
from tests.fakes.memory_dialects import MemoryDialects
from tests.fakes.memory_keychain import MemoryKeychain
from tests.fakes.memory_preferences import MemoryPreferences

if TYPE_CHECKING:
    from leaddesk.actions.catalogue import Actions

Record = Mapping[str, Value]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FILE = b"id,email\r\n1,a@b.example\r\n"


def contact(number: int, **values: Value) -> Record:
    """Number 7 is First7 Last7 with the address 7@people.example."""
    return {
        "id": f"c{number}",
        "email": f"{number}@people.example",
        "first_name": f"First{number}",
        "last_name": f"Last{number}",
        "title": "Leiter Einkauf",
        "company": f"Company {number % 7}",
        "city": "Stuttgart",
        "country": "Germany",
        **values,
    }


class LeadsopediaAtHand:
    """``hold`` makes every later call wait for ``answer`` (or ``fail``); ``asked`` tells them in their order."""

    def __init__(self) -> None:
        self.shelves: dict[str, list[Record]] = {
            "a1": [contact(number) for number in range(250)],
            "b2": [contact(number) for number in range(1000, 1003)],
            "c3": [],
        }
        self.names = {"a1": "DACH manufacturing", "b2": "Dentists, Ontario", "c3": "Test import"}
        self.account_lists: dict[str, list[Record]] = {
            "downloads": [
                {
                    "id": 7,
                    "filename": "scans.csv",
                    "extension": "csv",
                    "url": "https://files.example/7",
                    "date_created": "2026-11-03T10:05:00.000Z",
                },
                {"id": 8, "filename": "../outside", "extension": "csv", "url": None, "date_created": None},
            ],
            "activity": [{"id": number, "action": "search"} for number in range(120)],
            "history": [{"id": "h1", "type": "contacts", "lead_count": 12, "date_added": "2026-11-03"}],
        }
        self.balance: dict[str, Value] = {"credits_total": 20_000, "credits_used": 7_600, "credits_left": 12_400}
        self.error: LeadDeskError | None = None
        self.asked: list[tuple[object, ...]] = []
        self.urgencies: list[Urgency] = []
        self.files: dict[str, bytes | LeadDeskError] = {
            "https://files.example/7": FILE,
            "https://files.example/8": FILE,
        }
        self.book: CallBook | None = None
        self._held: dict[tuple[object, ...], asyncio.Future[None]] | None = None

    def hold(self) -> None:
        self._held = {}

    def let_go(self) -> None:
        """Whatever waits is answered, and nothing waits any more."""
        held, self._held = self._held or {}, None
        for gate in held.values():
            if not gate.done():
                gate.set_result(None)

    @property
    def waiting(self) -> list[tuple[object, ...]]:
        return [question for question, gate in (self._held or {}).items() if not gate.done()]

    def answer(self, *question: object) -> None:
        self._gate(question).set_result(None)

    def fail(self, error: BaseException, *question: object) -> None:
        self._gate(question).set_exception(error)

    async def account(self, *, urgency: Urgency) -> Facts:
        await self._asked(urgency, "account")
        return _facts({"id": 48211, "name": "Robin Quill", "email": "robin@quill.example", "plan.seats": 3})

    async def credits(self, *, urgency: Urgency) -> Facts:
        await self._asked(urgency, "credits")
        return _facts(self.balance)

    async def usage(self, *, urgency: Urgency) -> Facts:
        await self._asked(urgency, "usage")
        return _facts({"month": "2026-11", "api_calls.used": 12})

    async def lists(self, number: int, /, *, urgency: Urgency) -> Page:
        await self._asked(urgency, "lists", number)
        told = [
            {"id": key, "name": name, "total_contacts": len(self.shelves[key]), "date_created": "2026-09-09T08:00:00Z"}
            for key, name in self.names.items()
        ]
        return _page(told, number)

    async def contact(self, list_id: str, /, *, email: str = "", contact_id: str = "", urgency: Urgency) -> Entry:
        await self._asked(urgency, "contact", list_id, email or contact_id)
        for record in self.shelves[list_id]:
            if (email and record["email"] == email) or (contact_id and record["id"] == contact_id):
                return Entry(record, json.dumps(record))
        raise NothingThere(LEADSOPEDIA.id, 404)

    async def one_download(self, download_id: str, /, *, urgency: Urgency) -> Facts:
        await self._asked(urgency, "one_download", download_id)
        return _facts({"id": download_id, "url": f"https://files.example/{download_id}"})

    async def page(self, kept: KeptList, number: int, /, *, urgency: Urgency) -> Page:
        await self._asked(urgency, "page", kept.list_id, number)
        shelf = self.account_lists if kept.organization == ACCOUNT else self.shelves
        return _page(shelf[kept.list_id], number)

    async def fetch(
        self, url: str, take: Callable[[bytes], Awaitable[None]], *, progress: Callable[[int, int | None], None]
    ) -> None:
        self.asked.append(("file", url))
        if self._held is not None:
            await self._gate(("file", url))
        body = self.files[url]
        if isinstance(body, LeadDeskError):
            raise body
        progress(0, len(body))
        await take(body)
        progress(len(body), len(body))

    def _gate(self, question: tuple[object, ...]) -> asyncio.Future[None]:
        assert self._held is not None
        return self._held.setdefault(question, asyncio.get_running_loop().create_future())

    async def _asked(self, urgency: Urgency, *question: object) -> None:
        self.asked.append(question)
        self.urgencies.append(urgency)
        if self._held is not None:
            await self._gate(question)
        if self.error is not None:
            raise self.error
        if self.book is not None:
            await self.book.claim()


class NoticesSaid(Notices):
    """Keeps what was said; a bug is an error of the test."""

    def __init__(self) -> None:
        super().__init__(lambda _: None)
        self.heard: list[Notice] = []
        self.bugs: list[BaseException] = []
        self.listen(self.heard.append)

    @property
    def titles(self) -> list[str]:
        return [notice.title for notice in self.heard]

    def bug(self, error: BaseException) -> None:
        self.bugs.append(error)


class LeadsopediaDesk:
    """``desk`` is what the page is handed; the rest is what a test looks at."""

    def __init__(
        self, home: Path, leadsopedia: LeadsopediaAtHand, *, has_key: bool = True, is_demo: bool = False
    ) -> None:
        self.leadsopedia = leadsopedia
        self.seconds, self.limit = 10.0, CALLS_A_MONTH
        self.database = Database(home / "leaddesk.db")
        self.lists = KeptLists(self.database, clock=lambda: datetime.now(UTC))
        self.book = self.another_book()
        leadsopedia.book = self.book
        self.keychain = MemoryKeychain()
        if has_key:
            self.keychain.kept[LEADSOPEDIA.id] = KeptKey(Secret("key-of-nobody"), KeyPlace.KEYCHAIN)
        self.preferences, self.notices, self.commands = MemoryPreferences(), NoticesSaid(), Commands()
        self.commands.add(Command("settings", "&Settings", "file", lambda: self.opened.append("settings")))
        self.opened: list[str] = []
        self.announcer = Announcer()
        way = WayToRead(
            leadsopedia.page, CONTACTS_A_PAGE, checks=False, seconds_between=lambda: self.seconds, month=CALLS_A_MONTH
        )
        self.read_list = ReadList(self.lists, {LEADSOPEDIA.id: way}, self.announcer)
        connect = ConnectProvider(
            keychain=self.keychain,
            preferences=self.preferences,
            environment={},
            testers={},
            dialects=MemoryDialects(),
            announcer=self.announcer,
        )
        actions = SimpleNamespace(
            connect_provider=connect,
            read_list=self.read_list,
            open_rows=OpenRows(self.lists, self._open),
            ask_leadsopedia=AskLeadsopedia(
                leadsopedia, self.lists, KeptAnswers(self.database), self.book, self.announcer
            ),
            save_download=SaveDownload(leadsopedia, leadsopedia.fetch, write_atomically),
        )
        self.desk = Desk(
            actions=cast("Actions", actions),
            announcer=self.announcer,
            preferences=self.preferences,
            notices=self.notices,
            commands=self.commands,
            running=Running(),
            is_demo=is_demo,
        )

    def another_book(self) -> CallBook:
        """The book of calls as another LeadDesk with the same folder has it."""
        return CallBook(
            self.database, LEADSOPEDIA.id, limit=self.limit, seconds=lambda: 0, clock=lambda: NOW, monotonic=lambda: 0
        )

    def action(self, name: str) -> QAction:
        return self.commands.action(name)

    async def aclose(self) -> None:
        await self.database.aclose()
        assert self.notices.bugs == []

    async def _open(self, id_: int, wanted: RowState) -> RowSource:
        return await KeptRows.open(self.database, id_, wanted)


def _page(records: Sequence[Mapping[str, Any]], number: int) -> Page:
    start = (number - 1) * CONTACTS_A_PAGE
    shown = records[start : start + CONTACTS_A_PAGE]
    following = number + 1 if start + CONTACTS_A_PAGE < len(records) else None
    entries = tuple(Entry(record, json.dumps(record)) for record in shown)
    return Page(number, entries, following, len(records), -(-len(records) // CONTACTS_A_PAGE), datetime.now(UTC))


def _facts(values: Record) -> Facts:
    return Facts(dict(values), json.dumps(values), datetime.now(UTC))
