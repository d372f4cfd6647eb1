"""The fetch dialog and the budget slicer over a window, as a person finds them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QRadioButton, QWidget
from shiboken6 import isValid

from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import PurchaseState
from leaddesk.domain.reachstream import Count
from leaddesk.ui.background import end_background_work
from leaddesk.ui.reachstream.fetch_door import FetchDoor
from tests.fakes.purchases_at_hand import HEADS, Bought, PurchaseDesk
from tests.ui.gone import destroy
from tests.ui.until import settled, until

W = TypeVar("W", bound=QWidget)


class FetchBench:
    """One window; ``links`` are the ways that were taken out of the dialogs."""

    def __init__(self, width: int = 1280, height: int = 800) -> None:
        self.here = PurchaseDesk()
        self.window = QWidget()
        self.window.resize(width, height)
        self.window.show()
        self.door = FetchDoor(self.here.desk, self.window)
        self.links: list[tuple[str, ...]] = []
        self.door.settings_wanted.connect(lambda page: self.links.append(("settings", page)))
        self.door.purchase_wanted.connect(lambda id_: self.links.append(("purchase", id_)))
        self.door.ledger_wanted.connect(lambda: self.links.append(("ledger",)))

    async def fetch(self, wanted: Filter = HEADS, name: str = "Marketing heads", count: Count | None = None) -> QDialog:
        self.door.fetch(wanted, name, count)
        await settled()
        return self.dialog

    async def budget(self, available: int | None = 800, wanted: Filter = HEADS) -> QDialog:
        self.door.fit_budget(wanted, "Marketing heads", available)
        await settled()
        return self.dialog

    @property
    def dialogs(self) -> list[QDialog]:
        return [one for one in self.window.findChildren(QDialog) if isValid(one) and one.isVisible()]

    @property
    def dialog(self) -> QDialog:
        assert len(self.dialogs) == 1, self.dialogs
        return self.dialogs[0]

    @property
    def bought(self) -> Bought:
        """The purchase that the dialog has asked for last."""
        return self.here.buying.bought[-1]

    def find(self, kind: type[W], name: str) -> W:
        found = [part for part in self.window.findChildren(kind) if part.objectName() == name and part.isVisible()]
        assert found, f"no {name} in sight"
        return found[-1]

    def is_shown(self, name: str) -> bool:
        return any(part.isVisible() for part in self.window.findChildren(QWidget) if part.objectName() == name)

    def text(self, name: str) -> str:
        """As a screen reader says it, or empty where it is not in sight."""
        if not self.is_shown(name):
            return ""
        part = self.find(QWidget, name)
        said = QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
        return part.text() if isinstance(part, QLabel) and not said else said

    def can(self, name: str) -> bool:
        return self.find(QAbstractButton, name).isEnabled()

    async def press(self, name: str) -> None:
        self.find(QAbstractButton, name).click()
        await settled()

    async def choose(self, name: str) -> None:
        self.find(QRadioButton, name).click()
        await settled()

    async def type(self, name: str, text: str) -> None:
        self.find(QLineEdit, name).setText(text)
        await settled()

    async def buy(self, number: int = 200) -> Bought:
        """Type the number, and press the button."""
        await self.type("fetch-number", str(number))
        await self.press("fetch-confirm")
        await until(lambda: bool(self.here.buying.bought))
        return self.bought

    async def close(self) -> None:
        for one in self.here.buying.bought:
            if not one.end.done():
                one.ends(PurchaseState.CLOSED)
        await settled()
        destroy(self.window)
        await end_background_work(self.here.made.desk.notices)
        await settled()
        assert self.here.made.notices.bugs == []


@asynccontextmanager
async def fetch_bench(
    prepare: Callable[[PurchaseDesk], object] = lambda _: None, *, width: int = 1280, height: int = 800
) -> AsyncIterator[FetchBench]:
    """Nothing runs on when it ends. ``prepare`` comes before anything is opened."""
    assert QApplication.instance() is not None
    here = FetchBench(width, height)
    prepare(here.here)
    try:
        yield here
    finally:
        await here.close()
