"""What one window hears of purchases wherever one is in it, and the ways from what buys to Activity and Settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.purchases import Purchase
from leaddesk.ui import wording
from leaddesk.ui.activity import words
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.notices import Notice
from leaddesk.ui.reachstream.page import ReachStreamPage

if TYPE_CHECKING:
    from leaddesk.app.purchase_parts import PurchaseParts
    from leaddesk.ui.activity.page import ActivityPage

_SHOWN_FOR = 10_000
"""Milliseconds of the system's notification."""


class PurchaseNews(QObject):
    """A notice of a purchase takes the place of the one before it."""

    def __init__(self, desk: Desk, window: MainWindow, open_settings: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._window, self._open_settings = desk, window, open_settings
        self._background = Background(self, desk.notices)
        self._told: dict[str, Notice] = {}
        self._tray: QSystemTrayIcon | None = None

    def follow(self, parts: PurchaseParts) -> None:
        """From now on what these hear is told."""
        parts.arrived, parts.on_trouble = self.records_came, self.not_written_down

    def listen_to(self, page: ReachStreamPage) -> None:
        """The ways out of the dialogs that buy."""
        page.buying.purchase_wanted.connect(self.show_purchase)
        page.buying.ledger_wanted.connect(self.show_ledger)
        page.buying.settings_wanted.connect(self._open_settings)

    def records_came(self, purchase: Purchase, records: int) -> None:
        """So many just now; also by the system, where nobody looks at the window."""
        count = self.tr("%Ln {record|records} arrived", "", records)
        title = f"{words.name_of(purchase)}: {count}."
        told = f"{words.outcome(purchase)} {self.tr('They are in My Leads.')}"
        self._say(purchase, Notice("success", title, told, self.tr("Show in Activity"), self._way_to(purchase)))
        if not self._window.isActiveWindow():
            QApplication.alert(self._window)
            self._tell_system(title, told)

    def not_written_down(self, purchase: Purchase, error: LeadDeskError) -> None:
        """It was sent, and its outcome cannot be kept yet; that is tried again and again."""
        title = wording.filled(self.tr("What became of purchase %1 is not saved yet."), wording.number(purchase.number))
        told = f"{explain(error).plain} {self.tr('LeadDesk tries again until it is; do not end it now.')}"
        self._say(purchase, Notice("danger", title, told, self.tr("Show in Activity"), self._way_to(purchase)))

    def show_purchase(self, number: str) -> None:
        """Its details over Activity; ``number``: its id."""
        page = self._activity()
        work = self._desk.actions.purchases().see_purchases.all()

        def shown(purchases: Sequence[Purchase]) -> None:
            for purchase in purchases:
                if purchase.id == number:
                    page.open_purchase(purchase)

        self._background.run(work, shown, replacing="show")

    def show_ledger(self) -> None:
        self._activity().ledger.table.setFocus()

    def _activity(self) -> ActivityPage:
        self._window.show_tab("activity-tab")
        return cast("ActivityPage", self._window.page("activity-tab"))

    def _way_to(self, purchase: Purchase) -> Callable[[], None]:
        return lambda: self.show_purchase(purchase.id)

    def _say(self, purchase: Purchase, notice: Notice) -> None:
        if (before := self._told.pop(purchase.id, None)) is not None:
            self._desk.notices.take_back(before)
        self._told[purchase.id] = notice
        self._desk.notices.say(notice)

    def _tell_system(self, title: str, told: str) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.messageClicked.connect(self._window.activateWindow)
        self._tray.show()  # only whoever is seen may speak
        self._tray.showMessage(title, told, self._window.windowIcon(), _SHOWN_FOR)
