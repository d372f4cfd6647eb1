"""The Leadsopedia page in front of somebody: what it says, and what is pressed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QPushButton, QTableView

from leaddesk.domain.lists import KeptList
from leaddesk.ui.leadsopedia.page import LeadsopediaPage
from tests.fakes.leadsopedia_at_hand import LeadsopediaAtHand, LeadsopediaDesk
from tests.ui.gone import destroy
from tests.ui.until import settled, until


class Bench:
    """One page over one home."""

    def __init__(self, place: LeadsopediaDesk) -> None:
        self.place, self.hand = place, place.leadsopedia
        self.page = LeadsopediaPage(place.desk)
        self.page.resize(1280, 700)
        self.page.show()

    def text(self, name: str) -> str:
        """What the label of this name says; empty where it is not shown."""
        shown = [label for label in self.page.findChildren(QLabel, name) if label.isVisible()]
        return shown[0].text() if shown else ""

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert isinstance(found, QPushButton), name
        return found

    def press(self, name: str) -> None:
        button = self.button(name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        button.click()

    async def press_when_offered(self, name: str) -> None:
        await until(lambda: self.button(name).isVisible() and self.button(name).isEnabled())
        self.press(name)

    def type(self, name: str, words: str) -> None:
        field = self.page.findChild(QLineEdit, name)
        assert isinstance(field, QLineEdit)
        field.setText(words)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def rows(self, name: str = "leadsopedia-table") -> list[list[str]]:
        """What the table of this name shows."""
        table = self.page.findChild(QTableView, name)
        assert isinstance(table, QTableView)
        model = table.model()
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def rail(self, name: str = "leadsopedia-lists") -> list[str]:
        """What a screen reader hears of each entry."""
        view = self.page.findChild(QAbstractItemView, name)
        assert isinstance(view, QAbstractItemView)
        model, role = view.model(), Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]

    def choose(self, list_id: str) -> None:
        kept = next(kept for kept in self.page.rail.lists.lists if kept.list_id == list_id)
        self.page.rail.lists.choose(kept.id)

    @property
    def kept(self) -> KeptList:
        shown = self.page.contacts.kept
        assert shown is not None
        return shown

    async def known(self) -> None:
        """Until a list is shown, and everything that was asked has ended."""
        await until(lambda: self.page.contacts.kept is not None)
        await self.rests()

    async def rests(self) -> None:
        asking = self.page.asking
        await until(
            lambda: not any(asking.is_asking(what) for what in ("lists", "credits", "account", "usage", "kept", "key"))
        )
        await settled()

    async def says(self, name: str, words: str) -> None:
        """Until the label of this name says something that begins so."""
        try:
            await until(lambda: self.text(name).startswith(words))
        except TimeoutError:
            assert self.text(name) == words

    async def waits(self, *question: object) -> None:
        """Until Leadsopedia was asked this, and is held back."""
        await until(lambda: question in self.hand.waiting)

    async def read(self) -> None:
        """Read the chosen list to its end."""
        self.page.read()
        await until(lambda: not self.page.is_reading)
        await settled()


@asynccontextmanager
async def bench(home: Path, hand: LeadsopediaAtHand | None = None, **settings: Any) -> AsyncIterator[Bench]:
    """As when LeadDesk starts with ``home``; closed at the end, inside of the test's loop."""
    place = LeadsopediaDesk(home, hand or LeadsopediaAtHand(), **settings)
    made = Bench(place)
    try:
        yield made
    finally:
        await settled()
        destroy(made.page)  # first: a page that is let go before may still be taken in
        place.leadsopedia.let_go()
        await settled()
        await place.aclose()
