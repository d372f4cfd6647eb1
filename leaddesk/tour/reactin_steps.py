"""ReactIn: a SmartList is read page by page, paused, gone on with, read again, and added by pasting."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit

from leaddesk.tour.walk import Step, Walk, number_in

_LONG, _SHORT = "Reactions to our launch post", "Design partners"
_ADDRESS = "https://app.reactin.io/demo-organization/lists/{list}"


class ReactInWalk(Walk):
    """In the demo, whose SmartLists are there already."""

    @property
    def steps(self) -> list[Step]:
        return [
            ("ReactIn shows its SmartLists and reads the first", self._opens),
            ("A long SmartList can be used while its pages come, and paused", self._pause),
            ("Reading goes on where it stopped", self._go_on),
            ("Refresh tells whether anything is new, changed or gone", self._refresh),
            ("A SmartList is added by pasting, and removed again", self._paste),
        ]

    async def _opens(self) -> None:
        await self._close_dialogs()
        self._visitor.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier, self._window)
        await self._visitor.wait_for("smartlists")
        await self._read_in_full()

    async def _pause(self) -> None:
        self._choose(_LONG)
        await self._visitor.wait(
            lambda: self._visitor.sees("reactin-pause") and self._rows("reactin-table") >= 100, "leads"
        )
        self._visitor.click("reactin-pause")
        words = await self._visitor.wait(lambda: self._result("reactin-status", "Paused"), "the pause is told")
        self._found.append(words)
        self._check(
            self._rows("reactin-table") == number_in(words.split("page")[1].split(".", 1)[1]), "rows are missing"
        )

    async def _go_on(self) -> None:
        self._visitor.click("reactin-resume")
        await self._read_in_full()

    async def _refresh(self) -> None:
        self._choose(_SHORT)
        await self._read_in_full()
        rows = self._rows("reactin-table")
        self._visitor.click("reactin-refresh")
        await self._visitor.wait(lambda: not self._visitor.find("reactin-refresh").isEnabled(), "it is read again")
        await self._visitor.wait(lambda: self._visitor.find("reactin-refresh").isEnabled(), "the list is read again")
        told = await self._visitor.wait(lambda: self._result("reactin-status", "new, changed or gone"), "what is new")
        self._found.append(told)
        self._check(self._rows("reactin-table") == rows, "nothing has changed, and yet there are other rows")

    async def _paste(self) -> None:
        visitor = self._visitor
        rail = visitor.find("smartlists", QAbstractItemView).model()
        before = rail.rowCount()
        visitor.click("smartlist-add")
        await visitor.wait_for("smartlist-paste")
        visitor.find("smartlist-paste", QPlainTextEdit).setPlainText(_ADDRESS.format(list="41f0c7de"))
        await visitor.wait(lambda: visitor.text("smartlist-id") == "41f0c7de", "the list's id is taken out of it")
        for name, words in (("smartlist-name", "Pasted"), ("smartlist-organization", "6f1d2c84")):
            line = visitor.find(name, QLineEdit)
            line.clear()
            visitor.type_into(name, words)
        visitor.click("smartlist-accept")
        await visitor.wait(lambda: rail.rowCount() == before + 1, "it is listed")
        words = await visitor.wait(lambda: self._result("reactin-status", "no such list"), "that there is no such list")
        self._found.append(words)
        visitor.click("smartlist-remove")
        await visitor.wait(lambda: rail.rowCount() == before, "it is gone")

    def _choose(self, name: str) -> None:
        rail = self._visitor.find("smartlists", QAbstractItemView)
        rows = [row for row in range(rail.model().rowCount()) if str(rail.model().index(row, 0).data()) == name]
        self._check(rows, f"{name} is not listed")
        rail.setCurrentIndex(rail.model().index(rows[0], 0))

    async def _read_in_full(self) -> None:
        words = await self._visitor.wait(lambda: self._result("reactin-status", "read in full"), "the list is read")
        self._found.append(words)
        self._check(self._rows("reactin-table") == number_in(words), "the table has other rows than the status says")
