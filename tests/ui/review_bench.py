"""The review over a real My Leads: people come in by imports, and pairs are what the store says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from leaddesk.actions.keep_leads import KeepLeads
from leaddesk.actions.review_duplicates import ReviewDuplicates
from leaddesk.domain.changes import Announcer
from leaddesk.domain.imports import Imported
from leaddesk.domain.leads import LeadId
from leaddesk.ui.leads.review.page import DuplicateReview
from leaddesk.workspace.leads.lead_store import LeadStore
from tests.fakes.desk_of_actions import DeskOfActions
from tests.ui.until import until
from tests.unit.workspace.leads.keeping import Kept

LINZ = {
    "name": "Katharina Brandstätter",
    "title": "Head of Procurement",
    "company": "Alpwerk AG",
    "email": "kb@alpwerk.example",
    "phone": "+43 732 5550 142",
    "city": "Linz",
    "country": "Austria",
}
FAIR = {
    "name": "K. Brandstaetter",
    "title": "Leiterin Einkauf",
    "company": "ALPWERK AG",
    "email": "k.brandstaetter@alpwerk.example",
    "phone": "0732 5550142",
    "zip": "04020",
    "country": "AT",
}


class Review:
    """The page, what stands below it, and the ways of a person."""

    def __init__(self, folder: Path) -> None:
        self.kept = Kept(folder)
        announcer = Announcer()
        store = LeadStore(self.kept.leads, self.kept.reader, clock=self.kept.now)
        self.review = ReviewDuplicates(store, announcer)
        self.keep = KeepLeads(self.kept.keeping, _no_adding, announcer)
        self.around = DeskOfActions(announcer, review_duplicates=self.review, keep_leads=self.keep)
        self.page = DuplicateReview(self.around.desk)
        self.page.resize(1280, 640)
        self.was_closed: list[None] = []
        self.page.closed.connect(lambda: self.was_closed.append(None))

    async def pair(self, one: Mapping[str, str], other: Mapping[str, str], reasons: int = 1) -> tuple[LeadId, LeadId]:
        """Two leads that wait for the review; the first one is the older and the left one."""
        (left,) = await self.kept.add(one)
        (right,) = await self.kept.add(other)
        await self.kept.leads.write(
            lambda c: c.execute("INSERT OR REPLACE INTO likenesses VALUES (?, ?, ?, 0, NULL)", (left, right, reasons))
        )
        return left, right

    async def pairs(self, count: int) -> list[tuple[LeadId, LeadId]]:
        """So many, each of two people who differ in title and e-mail address."""
        made = []
        for number in range(count):
            person = {"name": f"Person {number}", "company": f"Company {number}", "title": "Buyer"}
            left = {**person, "email": f"a{number}@one.example"}
            made.append(await self.pair(left, {**person, "title": "Head", "email": f"b{number}@two.example"}))
        return made

    async def open(self) -> None:
        self.page.show()
        self.page.activateWindow()
        self.page.setFocus()
        await self.shows_something()

    async def shows_something(self) -> None:
        await until(lambda: "Reading" not in self.text("review-name") or bool(self.text("review-empty-title")))

    async def shows(self, name: str) -> None:
        await until(lambda: self.text("review-name") == name and self.button("review-merge").isEnabled())

    def text(self, name: str) -> str:
        label = self.page.findChild(QLabel, name)
        assert label is not None, name
        return label.text() if label.isVisible() else ""

    def button(self, name: str) -> QAbstractButton:
        found = self.page.findChild(QAbstractButton, name)
        assert found is not None, name
        return found

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.page.table, key, modifiers)

    def go_to(self, title: str) -> None:
        """With the keyboard, to the field with this title."""
        model, table = self.page.model, self.page.table
        while str(model.index(table.currentIndex().row(), 0).data()) != title and table.currentIndex().row() > 0:
            self.key(Qt.Key.Key_Up)
        while str(model.index(table.currentIndex().row(), 0).data()) != title:
            self.key(Qt.Key.Key_Down)

    def cells(self, title: str) -> tuple[str, str, str]:
        """What a field shows: left, right and merged; a tick before what is chosen."""
        model = self.page.model
        row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == title)
        said = []
        for column in (1, 2, 3):
            index = model.index(row, column)
            chosen = str(index.data(Qt.ItemDataRole.AccessibleTextRole)).endswith(", chosen")
            said.append(("✓ " if chosen else "") + str(index.data()))
        return said[0], said[1], said[2]

    async def close(self) -> None:
        assert self.around.notices.bugs == []
        self.page.close()
        self.page.deleteLater()
        await self.kept.close()


async def _no_adding(values: Mapping[str, str]) -> Imported:
    raise NotImplementedError(values)
