"""What all walks have in common: steps in order, each with a picture and what was found; one that fails stops none."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView

from leaddesk.tour.report import Seen
from leaddesk.tour.visitor import NotSeenError, Visitor
from leaddesk.ui.main_window import MainWindow

Step = tuple[str, Callable[[], Awaitable[None]]]
"""Its title, and what is done."""

_NUMBER = re.compile(r"\d[\d,]*")


def number_in(text: str) -> int:
    """The first number of a text as a person reads it. Raises NotSeenError."""
    found = _NUMBER.search(text)
    if found is None:
        raise NotSeenError(f"no number in {text!r}")
    return int(found[0].replace(",", ""))


class Walk:
    """One walk through one window."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        """``out``: the folder for pictures and the CSV."""
        self._window = window
        self._visitor = Visitor(window)
        self._out = out
        self._found: list[str] = []

    async def go(self, steps: Sequence[Step], first: int) -> list[Seen]:
        """All steps in order, numbered from ``first``. After one that does not hold the next is tried all the same."""
        return [await self._step(number, title, step) for number, (title, step) in enumerate(steps, start=first)]

    async def _step(self, number: int, title: str, step: Callable[[], Awaitable[None]]) -> Seen:
        self._found, problem = [], ""
        try:
            await step()
            self._check(not self._visitor.sees("bug-dialog"), "LeadDesk made a mistake")
        except Exception as error:  # noqa: BLE001 - whatever it is, the step did not hold, and the page says so
            problem = str(error) or type(error).__name__
        await self._visitor.settle()
        name = f"{number:02d}-{re.sub('[^a-z]+', '-', title.lower()).strip('-')[:40]}.png"
        self._visitor.picture().save(str(self._out / name))
        return Seen(title, name, tuple(self._found), problem)

    def _check(self, holds: object, what: str) -> None:
        if not holds:
            raise NotSeenError(what)

    def _result(self, name: str, word: str) -> str:
        text = self._visitor.text(name) if self._visitor.sees(name) else ""
        return text if word in text else ""

    def _rows(self, table: str) -> int:
        return self._visitor.find(table, QAbstractItemView).model().rowCount()

    async def _close_dialogs(self) -> None:
        while QGuiApplication.modalWindow() is not None:
            for dialog in self._visitor.dialogs():
                dialog.close()
            await self._visitor.settle()
