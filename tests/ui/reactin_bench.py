"""The ReactIn page over a real database and a ReactIn that does what the test says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from leaddesk.domain.lists import KeptList
from leaddesk.domain.secret import Secret
from leaddesk.ui.background import end_background_work
from leaddesk.ui.reactin.page import ReactInPage
from leaddesk.ui.reactin.smartlist_dialog import SmartListDialog
from leaddesk.workspace.database import Database
from tests.fakes.reactin_at_hand import ReactInDesk
from tests.ui.gone import destroy
from tests.ui.until import settled, until

W = TypeVar("W", bound=QWidget)

KEY = "rk_live_canary_0123456789"


def at_rest(test: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """For tests with a ``bench``: nothing of the page runs on when one ends.

    pytest-qt lets Qt go on between a test and its fixtures' ends, when no loop runs that could carry the work.
    """

    @wraps(test)
    async def run(**fixtures: object) -> None:
        bench = fixtures["bench"]
        assert isinstance(bench, Bench)
        try:
            await test(**fixtures)
        finally:
            await bench.rest()

    return run


class Bench:
    """One person at the tab. ``open`` comes after the lists that are kept already."""

    def __init__(self, database: Database, **settings: object) -> None:
        self.desk = ReactInDesk(database, **settings)  # type: ignore[arg-type]  # passed on as they are
        self.reactin = self.desk.reactin
        self.page: ReactInPage

    async def has_key(self, key: str = KEY) -> None:
        await self.desk.keychain.store("reactin", Secret(key))

    async def open(self, *, width: int = 1100, height: int = 700) -> ReactInPage:
        self.page = ReactInPage(self.desk.desk)
        self.page.resize(width, height)
        self.page.show()
        self.page.activateWindow()
        wanted = [kept.name for kept in await self.desk.keep.all()]
        await until(lambda: self.names() == wanted)
        await settled()
        return self.page

    async def rest(self) -> None:
        """Close the page, and end whatever it runs."""
        self.reactin.go()
        destroy(self.page)
        await end_background_work(self.desk.notices)
        await settled()
        assert self.desk.notices.bugs == []

    def find(self, kind: type[W], name: str) -> W:
        found = [part for part in self.page.window().findChildren(kind, name) if part.isVisible()]
        assert found, f"no {name} in sight"
        return found[-1]

    def is_shown(self, name: str) -> bool:
        return any(part.isVisible() for part in self.page.findChildren(QWidget, name))

    def press(self, name: str) -> None:
        self.find(QPushButton, name).click()

    def text(self, name: str) -> str:
        return self.find(QLabel, name).text()

    @property
    def status(self) -> str:
        return self.text("reactin-status")

    @property
    def instead(self) -> str:
        """What stands in the place of the rows."""
        return self.text("reactin-table-empty-title")

    def names(self) -> list[str]:
        return [kept.name for kept in self.page.rail.lists.lists]

    def state_of(self, row: int) -> str:
        return self.page.rail.lists.rows.state(row)[0]

    @property
    def chosen(self) -> KeptList | None:
        return self.page.rail.lists.chosen_list

    def choose(self, name: str) -> None:
        self.page.rail.lists.choose(next(kept.id for kept in self.page.rail.lists.lists if kept.name == name))

    def rows(self) -> list[str]:
        """The first column as it is on screen."""
        table = self.page.browser.table
        if not self.page.browser.has_rows:
            return []
        return [str(table.source.row(number)[0]) for number in table.shown_rows()]

    def titles(self) -> list[str]:
        """Of the columns on screen."""
        return self.page.browser.table.visible_columns()

    async def is_read(self) -> None:
        await until(lambda: not self.page.browser.is_reading and "read in full" in self.status)
        await settled()

    async def pages_asked(self, count: int) -> None:
        await until(lambda: len(self.reactin.asked) >= count)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """In the rail."""
        QTest.keyClick(self.page.rail.lists, key, modifiers)

    @property
    def dialog(self) -> SmartListDialog:
        return self.find(SmartListDialog, "smartlist-dialog")
