"""The page of My Leads over a real database with made-up people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from leaddesk.actions.catalogue import Actions
from leaddesk.actions.collect_leads import CollectLeads
from leaddesk.actions.find_leads import FindLeads
from leaddesk.actions.keep_leads import KeepLeads
from leaddesk.actions.suppress_people import SuppressPeople
from leaddesk.domain.changes import Announcer
from leaddesk.domain.imports import Imported
from leaddesk.domain.lead_views import Condition
from leaddesk.domain.leads import LeadId, LeadListId, SourceKind
from leaddesk.ui.background import end_background_work
from leaddesk.ui.commands import Command, Commands
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.page import LeadsPage
from leaddesk.ui.leads.rooms import Rooms
from leaddesk.ui.running import Running
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads.index.finder import LeadFinder
from leaddesk.workspace.leads.lead_keeping import LeadKeeping
from leaddesk.workspace.leads.lead_store import LeadStore
from leaddesk.workspace.leads.schema import LEADS
from tests.fakes.memory_preferences import MemoryPreferences
from tests.fakes.reactin_at_hand import NoticesKept
from tests.ui.gone import destroy
from tests.ui.until import settled, until

W = TypeVar("W", bound=QWidget)
Values = Mapping[str, str]

FIRST = ("Katharina", "Lena", "Yusuf", "Ivan", "Daniela", "Nils", "Pia", "Emil", "Jürgen", "Florian", "Aline", "Anaïs")
LAST = ("Brandstätter", "Hofer", "Demir", "Horvat", "Krüger", "Jansen", "Lindqvist", "Sørensen", "Weiß", "Schuster")
TITLES = ("Head of Procurement", "Head of Quality", "Director IT", "Plant Manager", "VP Operations", "CFO", "Buyer")
FIRMS = ("Alpwerk AG", "Anadolu Cable", "Donau Guss", "Elbe Antriebe", "Fjordbank Leasing", "Havn Logistics", "Hofmann")
COUNTRIES = ("Germany", "Germany", "Germany", "Austria", "Austria", "Switzerland", "Netherlands", "Sweden", "Turkey")
LEVELS = ("Director", "VP", "C-Level", "Manager")
INDUSTRIES = ("Machinery", "Logistics", "Finance", "Chemicals", "Software", "Energy", "Retail")


def people(count: int, first: int = 0) -> Iterator[Values]:
    """Everybody is somebody else."""
    for n in range(first, first + count):
        given, family = FIRST[n % len(FIRST)], LAST[(n // 3) % len(LAST)]
        firm = FIRMS[(n // 5) % len(FIRMS)]
        yield {
            "name": f"{given} {family}",
            "title": TITLES[n % len(TITLES)],
            "company": f"{firm} {n // 35}" if n >= 35 else firm,
            "email": ""
            if n % 17 == 16
            else f"{given[:1].casefold()}.{n}@{firm.split()[0].casefold()}{n // 35}.example",
            "phone": f"+49 30 5550{n:06}",
            "country": COUNTRIES[n % len(COUNTRIES)],
            "level": LEVELS[n % len(LEVELS)],
            "industry": INDUSTRIES[(n // 2) % len(INDUSTRIES)],
            "size": ("1-10", "51-200", "201-500")[n % 3],
        }


def ids(*numbers: int) -> list[LeadId]:
    """The first lead has number 1."""
    return [LeadId(number) for number in numbers]


class Bench:
    """One person at the tab. ``open`` comes after the leads that are there already."""

    def __init__(self, folder: Path, preferences: MemoryPreferences | None = None) -> None:
        self.database = Database(folder / "leads.db", schema=lambda: LEADS)
        self.reader = Database(folder / "leads.db", schema=lambda: LEADS)
        self.announcer = Announcer()
        self.notices = NoticesKept()
        self.commands = Commands()
        self.commands.add(Command("undo", "Undo", "edit", lambda: None))
        self.preferences = preferences or MemoryPreferences()
        self.store = LeadStore(self.database, self.reader)
        self.keeping = LeadKeeping(self.database, self.reader, clock=lambda: datetime.now(UTC))
        self.finder = LeadFinder(self.reader, folder / "leads-index.db")
        self.find = FindLeads(self.finder, self.store, self.keeping, self.announcer)
        self.keep = KeepLeads(self.keeping, self._add, self.announcer)
        self.suppress = SuppressPeople(self.keeping, lambda path: path.read_text("utf-8"), self.announcer)
        self.page: LeadsPage
        self.collect = CollectLeads(self.store, self.announcer)
        actions = SimpleNamespace(
            find_leads=self.find, keep_leads=self.keep, suppress_people=self.suppress, collect_leads=self.collect
        )
        self.desk = Desk(
            actions=cast("Actions", actions),
            announcer=self.announcer,
            preferences=self.preferences,
            notices=self.notices,
            commands=self.commands,
            running=Running(),
            is_demo=False,
        )

    async def _add(self, values: Values) -> Imported:
        return await self.store.add(SourceKind.HAND, "", [(None, values)])

    async def has(
        self, leads: Iterable[Values], *, kind: SourceKind = SourceKind.FILE, into: LeadListId | None = None
    ) -> None:
        await self.store.add(kind, "fairs-2026.csv", list(enumerate(leads, start=1)), into=into)

    async def open(self, *, width: int = 1280, height: int = 760, rooms: Rooms | None = None) -> LeadsPage:
        self.page = LeadsPage(self.desk, rooms)
        self.page.resize(width, height)
        self.page.show()
        self.page.activateWindow()
        await self.at_rest()
        return self.page

    async def at_rest(self) -> None:
        """Everything that was asked for is answered and shown."""
        await settled()
        await until(self._is_at_rest)
        await settled()

    def _is_at_rest(self) -> bool:
        page = self.page
        places = (page.rows, page.beside, page.doing, page.lists, page)
        busy = any(place._background._tasks for place in places)
        table = page._table
        return not (
            busy or page._again.isActive() or table._showing._arranging.is_busy or table._background._tasks
        ) and (page.rows.view == page.viewing.view)

    async def close(self) -> None:
        if hasattr(self, "page"):
            destroy(self.page)
        await end_background_work(self.notices)
        await settled()
        await self.finder.aclose()
        for database in (self.reader, self.database):
            await database.aclose()
        assert self.notices.bugs == []

    # -- what a person sees and does

    def find_part(self, kind: type[W], name: str) -> W:
        found = [part for part in QApplication.allWidgets() if part.objectName() == name and isinstance(part, kind)]
        shown = [part for part in found if part.isVisible()]
        assert shown, f"no {name} in sight"
        return shown[-1]

    def is_shown(self, name: str) -> bool:
        return any(part.isVisible() for part in QApplication.allWidgets() if part.objectName() == name)

    def text(self, name: str) -> str:
        return self.find_part(QLabel, name).text()

    def press(self, name: str) -> None:
        self.find_part(QPushButton, name).click()

    @property
    def conditions(self) -> list[Condition]:
        return list(self.page.viewing.view.conditions)

    @property
    def count(self) -> str:
        return self.text("leads-count")

    def rows(self, column: str = "name") -> list[str]:
        """A column's texts as they stand on screen."""
        model = self.page._table.view.rows_model
        if not self.page.has_rows:
            return []
        at = [known.name for known in model.columns].index(column)
        return [model.text(row, at) for row in range(model.rowCount())]

    def titles(self) -> list[str]:
        """Of what was said."""
        return self.notices.titles()

    def select(self, rows: Sequence[int]) -> None:
        view = self.page._table.view
        view.setFocus()
        view.clearSelection()
        selection, model = view.selectionModel(), view.rows_model
        for row in rows:
            flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
            selection.select(model.index(row, 0), flags)
        if rows:
            selection.setCurrentIndex(model.index(rows[-1], 0), selection.SelectionFlag.NoUpdate)

    def key(self, part: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(part, key, held)

    def entries(self, *, shelves: bool = False) -> list[tuple[str, int | None]]:
        """Of the rail."""
        rail = self.page.rail.shelves if shelves else self.page.rail.lists
        return [(entry.title, entry.count) for entry in rail.entries.entries]

    def facet(self, column: str) -> list[tuple[str, int, bool]]:
        values = self.page.rail.facets.blocks[column].list.facet.values
        return [(value.title, value.count, value.is_chosen) for value in values]

    async def tick(self, column: str, title: str) -> None:
        """A click on a value of a facet."""
        block = self.page.rail.facets.blocks[column]
        row = [value.title for value in block.list.facet.values].index(title)
        place = block.list.visualRect(block.list.facet.index(row, 0)).center()
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(block.list.viewport(), left, none, place)
        await self.at_rest()

    async def type_search(self, text: str) -> None:
        self.page.narrowing.search.setText(text)
        self.page.narrowing.search._at_once()
        await self.at_rest()

    async def shown(self) -> tuple[LeadId, ...]:
        """The leads on screen, from above."""
        source = self.page._table.source
        return await self.find.ids_of(source=source, numbers=list(self.page._table.shown_rows()))


@asynccontextmanager
async def bench(folder: Path, preferences: MemoryPreferences | None = None) -> AsyncIterator[Bench]:
    """Nothing of the page runs on when it ends."""
    here = Bench(folder, preferences)
    try:
        yield here
    finally:
        await here.close()
