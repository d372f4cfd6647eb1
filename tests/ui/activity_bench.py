"""The Activity page over a real journal in a folder, as a person finds it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from leaddesk.actions.export_rows import ExportRows
from leaddesk.actions.see_purchases import SeePurchases
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.purchases import Purchase, PurchaseId, Ruling
from leaddesk.domain.reachstream import Credits
from leaddesk.files.csv_export import preview, write_csv
from leaddesk.files.evidence import write_evidence
from leaddesk.ui.activity.page import ActivityPage
from leaddesk.ui.background import end_background_work
from leaddesk.ui.widgets.readable import Readable
from leaddesk.ui.widgets.table.view import RowView
from tests.fakes.delivery_desk import DeliveryDesk
from tests.fakes.desk_of_actions import DeskOfActions
from tests.ui.gone import destroy
from tests.ui.until import settled, until
from tests.unit.workspace.purchases.buying import ACCOUNT, Computer

W = TypeVar("W", bound=QWidget)


class ActivityBench:
    """``computer`` is what was bought; ``page`` comes with ``open``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.computer = Computer(folder / "purchases.db")
        self.computer.now = datetime.now(UTC)
        self.announcer = Announcer()
        self.account = ACCOUNT
        self.see = SeePurchases(
            self.computer.journal,
            self.computer.ledger,
            self.computer.deliveries,
            self.announcer,
            records=self.computer.journal.rows,
            write=write_evidence,
            account=lambda: self.account,
            clock=lambda: self.computer.now,
        )
        self.delivery = DeliveryDesk(
            self.computer.deliveries, self.announcer, clock=lambda: self.computer.now, look_soon=self._look_soon
        )
        self.ruled: list[Ruling] = []
        self.rule_trouble: LeadDeskError | None = None
        self.on_look: Callable[[], Awaitable[object]] | None = None
        """What a look finds."""
        self.balance: int | LeadDeskError = 720
        self.purchases = SimpleNamespace(
            see_purchases=self.see,
            buy_contacts=SimpleNamespace(rule=self._rule),
            watch_purchases=SimpleNamespace(look_now=self._look_now),
            receive_deliveries=self.delivery.receive,
        )
        self.desk = DeskOfActions(
            self.announcer,
            purchases=lambda: self.purchases,
            read_credits=self._read_credits,
            export_rows=ExportRows(write_csv, preview),
        )
        self.window = QWidget()
        self.window.setLayout(QVBoxLayout())
        self._takes: list[asyncio.Task[None]] = []
        self.page: ActivityPage

    async def open(self, width: int = 1280, height: int = 760) -> ActivityPage:
        self.page = ActivityPage(self.desk.desk)
        column = self.window.layout()
        assert column is not None
        column.addWidget(self.page)
        column.setContentsMargins(0, 0, 0, 0)
        self.window.resize(width, height)
        self.window.show()
        self.window.activateWindow()
        await self.at_rest()
        return self.page

    async def changed(self) -> None:
        """Somebody wrote into the journal."""
        self.announcer.announce(Changes(purchases=True))
        await self.at_rest()

    async def at_rest(self) -> None:
        """Everything that was asked for is answered and shown."""
        await settled()
        while self._works():
            await until(lambda: not self._works())
            await settled()  # what is done may begin something else

    def _works(self) -> bool:
        name = f"background work of {id(self.desk.notices)}"
        pages = any(task.get_name() == name for task in asyncio.all_tasks())
        return pages or not all(task.done() for task in self._takes)

    # -- what a person sees and does

    @property
    def dialogs(self) -> list[QDialog]:
        """Over the window, but for those that ask for a file."""
        found = [one for one in self.window.findChildren(QDialog) if isValid(one) and one.isVisible()]
        return [one for one in found if not isinstance(one, QFileDialog)]

    @property
    def every_dialog(self) -> list[QDialog]:
        """Those that ask for a file too, the last one first."""
        return [one for one in self.window.findChildren(QDialog) if isValid(one) and one.isVisible()][::-1]

    @property
    def dialog(self) -> QDialog:
        assert len(self.dialogs) == 1, self.dialogs
        return self.dialogs[0]

    def find(self, kind: type[W], name: str) -> W:
        found = [part for part in self.window.findChildren(kind) if part.objectName() == name and part.isVisible()]
        assert found, f"no {name} in sight"
        return found[-1]

    def sees(self, name: str) -> bool:
        return any(part.isVisible() for part in self.window.findChildren(QWidget) if part.objectName() == name)

    def text(self, name: str) -> str:
        """As it stands in the window; empty where it is not in sight."""
        return self.find(QLabel, name).text() if self.sees(name) else ""

    def said(self, name: str) -> str:
        """As a screen reader says it."""
        return QAccessible.queryAccessibleInterface(self.find(QWidget, name)).text(QAccessible.Text.Name)

    def button(self, name: str) -> QAbstractButton:
        return self.find(QAbstractButton, name)

    async def press(self, name: str) -> None:
        button = self.button(name)
        assert button.isEnabled(), name
        button.click()
        await self.at_rest()

    def view(self, name: str) -> RowView:
        return self.find(RowView, name)

    def rows(self, name: str) -> list[list[str]]:
        """What stands on screen, column by column."""
        view = self.view(name)
        model = view.rows_model
        shown = [at for at in range(model.columnCount()) if not view.isColumnHidden(at)]
        return [[model.text(row, at) for at in shown] for row in range(model.rowCount())]

    async def key(self, part: QWidget, key: Qt.Key) -> None:
        QTest.keyClick(part, key)
        await self.at_rest()

    async def choose_file(self, name: str, path: Path) -> None:
        """In the system's dialog."""
        browser = self.find(QFileDialog, name)
        browser.fileSelected.emit(str(path))
        browser.reject()
        await self.at_rest()

    def cut(self) -> Sequence[str]:
        """Words that do not fit into their place."""
        labels = [label for label in self.window.findChildren(Readable) if label.isVisible() and label.text()]
        return [label.text() for label in labels if label.height() < _needed(label)]

    async def close(self) -> None:
        destroy(self.window)
        await end_background_work(self.desk.notices)
        await settled()
        await self.delivery.receive.aclose()
        await self.computer.aclose()
        assert self.desk.notices.bugs == []

    # -- the actions that need more than a journal

    async def _rule(self, *, id: PurchaseId, ruling: Ruling) -> Purchase:  # noqa: A002
        if self.rule_trouble is not None:
            raise self.rule_trouble
        self.ruled.append(ruling)
        ruled = await self.computer.journal.rule(id, ruling)
        self.announcer.announce(Changes(purchases=True))
        return ruled

    async def _look_now(self, *, id: PurchaseId) -> Purchase:  # noqa: A002
        if self.on_look is not None:
            await self.on_look()
        return await self.computer.journal.one(id)

    async def _read_credits(self) -> Credits:
        if isinstance(self.balance, LeadDeskError):
            raise self.balance
        await self.computer.ledger.note_balance(ACCOUNT, self.balance, self.computer.now, "page")
        self.announcer.announce(Changes(purchases=True))
        return Credits(self.balance, self.computer.now)

    def _look_soon(self) -> None:
        async def taken() -> None:
            await self.computer.take_all()
            self.announcer.announce(Changes(purchases=True))

        self._takes.append(asyncio.get_running_loop().create_task(taken()))


def _needed(label: QLabel) -> int:
    return label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()


@asynccontextmanager
async def activity(folder: Path) -> AsyncIterator[ActivityBench]:
    """Nothing runs on when it ends."""
    assert QApplication.instance() is not None
    here = ActivityBench(folder)
    try:
        yield here
    finally:
        await here.close()
