"""Leadsopedia: what a reading costs is told before it runs in the queue; what else belongs to the account is there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from leaddesk.tour.walk import Step, Walk, number_in


class LeadsopediaWalk(Walk):
    """In the demo, whose wait between two calls is a second."""

    @property
    def steps(self) -> list[Step]:
        return [
            ("Leadsopedia shows the lists, the credits and the calls of the month", self._opens),
            ("A list says what reading it costs", self._price),
            ("The list is read, call by call", self._read),
            ("A contact is looked up among what is kept, then for one call", self._look_up),
            ("Downloads are listed", self._downloads),
        ]

    async def _opens(self) -> None:
        visitor = self._visitor
        visitor.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier, self._window)
        await visitor.wait_for("leadsopedia-lists")
        await visitor.wait(lambda: self._rows("leadsopedia-lists") > 0, "lists")
        self._found.append(await visitor.wait(lambda: self._result("leadsopedia-credits", "left"), "the credits"))
        self._found.append(await visitor.wait(lambda: self._result("leadsopedia-quota", "this month"), "the calls"))

    async def _price(self) -> None:
        self._choose("leadsopedia-lists", 0)
        words = await self._visitor.wait(lambda: self._result("leadsopedia-status", "calls"), "the price")
        self._found.append(words)

    async def _read(self) -> None:
        self._visitor.click("leadsopedia-read")
        await self._visitor.wait(lambda: self._visitor.sees("leadsopedia-pause"), "it is being read")
        words = await self._visitor.wait(lambda: self._result("leadsopedia-status", "read in full"), "it is read")
        self._found.append(words)
        self._check(
            self._rows("leadsopedia-table") == number_in(words), "the table has other rows than the status says"
        )

    async def _look_up(self) -> None:
        table = self._visitor.find("leadsopedia-table", QAbstractItemView)
        model = table.model()
        cells = (str(model.index(row, column).data()) for row in range(9) for column in range(model.columnCount()))
        address = next(cell for cell in cells if "@" in cell)
        line = self._visitor.type_into("leadsopedia-lookup", address)
        self._visitor.press(Qt.Key.Key_Return, on=line)
        words = await self._visitor.wait(lambda: self._result("leadsopedia-message", "Kept already"), "it is found")
        self._found.append(words)
        self._visitor.click("leadsopedia-message-action")
        words = await self._visitor.wait(lambda: self._result("leadsopedia-message", f"“{address}” is in"), "an answer")
        self._found.append(words)

    async def _downloads(self) -> None:
        self._choose("leadsopedia-account-entries", 0)
        await self._visitor.wait_for("downloads-table-empty-action")
        self._visitor.click("downloads-table-empty-action")
        await self._visitor.wait(lambda: self._rows("downloads-table") > 0, "downloads")
        self._found.append(f"{self._rows('downloads-table')} downloads")

    def _choose(self, rail: str, row: int) -> None:
        shown = self._visitor.find(rail, QAbstractItemView)
        shown.setCurrentIndex(shown.model().index(row, 0))
