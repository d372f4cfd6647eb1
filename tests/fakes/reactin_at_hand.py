"""ReactIn as a test would have it: lists that change when the test says so, pages that come when it says so."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

from leaddesk.actions.catalogue import Actions
from leaddesk.actions.connect_provider import ConnectProvider
from leaddesk.actions.export_rows import ExportRows
from leaddesk.actions.keep_smartlists import KeepSmartLists
from leaddesk.actions.open_rows import OpenRows
from leaddesk.actions.read_list import ReadList, WayToRead
from leaddesk.domain.changes import Announcer
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lists import KeptList, RowState
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.records import Value
from leaddesk.domain.table import RowSource
from leaddesk.domain.urgency import Urgency
from leaddesk.files import csv_export
from leaddesk.ui.commands import Command, Commands
from leaddesk.ui.desk import Desk
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.running import Running
from leaddesk.workspace.database import Database
from leaddesk.workspace.kept_lists import KeptLists
from leaddesk.workspace.kept_rows import KeptRows
from tests.fakes.memory_dialects import MemoryDialects
from tests.fakes.memory_keychain import MemoryKeychain
from tests.fakes.memory_preferences import MemoryPreferences

Record = Mapping[str, Value]


def lead(number: int, **values: Value) -> Record:
    """Somebody of whom there is only one in the world."""
    return {
        "First Name": f"Ann{number}",
        "Last Name": "Otter",
        "Email": f"ann{number}@otter.example",
        "Profile": f"https://www.linkedin.com/in/ann{number}",
        **values,
    }


def leads(count: int, first: int = 0) -> list[Record]:
    return [lead(number) for number in range(first, first + count)]


class ReactInAtHand:
    """Pages of ``lists`` (by ``listId``), ``size`` leads each. While ``held``, every page waits for ``let``."""

    def __init__(self, size: int = 50) -> None:
        self.size = size
        self.lists: dict[str, list[Record]] = {}
        self.error: LeadDeskError | None = None
        """Raised in the place of every page while it is set."""
        self.errors: dict[tuple[str, int], LeadDeskError] = {}
        """Raised once in the place of a page."""
        self.asked: list[tuple[str, int]] = []
        self.total: int | None = None
        self._gate: asyncio.Semaphore | None = None

    def hold(self) -> None:
        self._gate = asyncio.Semaphore(0)

    def let(self, pages: int = 1) -> None:
        """Let so many more pages through."""
        assert self._gate is not None
        for _ in range(pages):
            self._gate.release()

    def go(self) -> None:
        """Hold nothing any more."""
        gate, self._gate = self._gate, None
        if gate is not None:
            for _ in range(10_000):
                gate.release()

    async def page(self, kept: KeptList, number: int, /, *, urgency: Urgency) -> Page:
        del urgency
        self.asked.append((kept.list_id, number))
        if self._gate is not None:
            await self._gate.acquire()
        error = self.errors.pop((kept.list_id, number), self.error)
        if error is not None:
            raise error
        records = self.lists[kept.list_id]
        part = records[(number - 1) * self.size : number * self.size]
        following = number + 1 if number * self.size < len(records) else None
        entries = tuple(Entry(record, json.dumps(record)) for record in part)
        return Page(number, entries, following, self.total, None, datetime.now(UTC))


class ReactInDesk:
    """``desk`` is what the ReactIn page is handed, over a real database; the rest is what a test looks at."""

    def __init__(
        self,
        database: Database,
        *,
        page: Callable[..., Awaitable[Page]] | None = None,
        keychain: MemoryKeychain | None = None,
        is_demo: bool = False,
    ) -> None:
        """``page``: where pages come from; ``reactin`` without."""
        self.reactin = ReactInAtHand()
        self.keychain = keychain or MemoryKeychain()
        self.preferences = MemoryPreferences()
        self.notices = NoticesKept()
        self.commands = Commands()
        self.commands.add(Command("undo", "Undo", "edit", lambda: None))
        self.announcer = Announcer()
        self.lists = KeptLists(database, clock=lambda: datetime.now(UTC))
        self.connect = ConnectProvider(
            keychain=self.keychain,
            preferences=self.preferences,
            environment={},
            testers={},
            dialects=MemoryDialects(),
            announcer=self.announcer,
        )

        async def open_rows(id_: int, wanted: RowState) -> RowSource:
            return await KeptRows.open(database, id_, wanted)

        way = WayToRead(page or self.reactin.page, 50, checks=True, seconds_between=lambda: 0.5)
        self.keep = KeepSmartLists(self.lists, self.announcer)
        actions = SimpleNamespace(
            connect_provider=self.connect,
            keep_smartlists=self.keep,
            read_list=ReadList(self.lists, {"reactin": way}, self.announcer),
            open_rows=OpenRows(self.lists, open_rows),
            export_rows=ExportRows(csv_export.write_csv, csv_export.preview),
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

    async def smartlist(self, name: str, records: Sequence[Record] = (), *, list_id: str = "") -> KeptList:
        """A SmartList that is kept, and has these leads at ReactIn."""
        list_id = list_id or f"list-{len(self.reactin.lists) + 1}"
        self.reactin.lists[list_id] = list(records)
        return await self.lists.add("reactin", "org-1", list_id, name)


class NoticesKept(Notices):
    """Keeps what was said; a bug is an error of the test."""

    def __init__(self) -> None:
        super().__init__(lambda _: None)
        self.notes: list[Notice] = []
        self.bugs: list[BaseException] = []
        self.listen(self.notes.append)
        self.taken_back.connect(self._taken_back)

    def bug(self, error: BaseException) -> None:
        self.bugs.append(error)

    def titles(self) -> list[str]:
        return [note.title for note in self.notes]

    def _taken_back(self, notice: Notice) -> None:
        if notice in self.notes:
            self.notes.remove(notice)
