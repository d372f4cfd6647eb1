"""Tells that bought records are here, wherever the person is, and brings them to what was bought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from leaddesk.app.activity_commands import ACTIVITY
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.purchases import Purchase, PurchaseId, PurchaseState
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.app.purchase_parts import PurchaseParts
    from leaddesk.ui.activity.page import ActivityPage
    from leaddesk.ui.reachstream.fetch_door import FetchDoor

_TOGETHER = 20_000
"""Milliseconds in which further records of a purchase are told together."""
_SHOWN_FOR = 10_000
"""Milliseconds of a system notification."""


@dataclass
class _Come:
    """Records of one purchase that are not told yet."""

    purchase: Purchase
    records: int


class Arrivals(QObject):
    """Of one window."""

    def __init__(self, window: MainWindow, desk: Desk, open_settings: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk, self._open_settings = window, desk, open_settings
        self._come: dict[PurchaseId, _Come] = {}
        self._troubles: dict[PurchaseId, Notice] = {}
        self._unknown: tuple[PurchaseId, Notice] | None = None
        """The purchase without an answer that was told of at the start."""
        self._background = Background(self, desk.notices)
        self._shown: PurchaseId | None = None
        """That the system's notification is about."""
        self._together = QTimer(self)
        self._together.setSingleShot(True)
        self._together.setInterval(_TOGETHER)
        self._together.timeout.connect(self._tell)
        self._tray: QSystemTrayIcon | None = None
        self._tray_goes = QTimer(self)
        self._tray_goes.setSingleShot(True)
        self._tray_goes.setInterval(_SHOWN_FOR)
        self._tray_goes.timeout.connect(self._hide_tray)
        desk.announcer.subscribe(self._changed)

    def listen(self, parts: PurchaseParts) -> None:
        """From now on what arrives there is told here."""
        parts.arrived = self.arrived
        parts.on_trouble = self.troubled
        parts.on_left_behind = self.tell_unknown

    def follow(self, door: FetchDoor) -> None:
        """The ways out of the dialogs that buy."""
        door.purchase_wanted.connect(self.show_purchase)
        door.ledger_wanted.connect(self.show_ledger)
        door.settings_wanted.connect(self._open_settings)

    def arrived(self, purchase: Purchase, records: int) -> None:
        """So many records of it came just now."""
        before = self._come.get(purchase.id)
        self._come[purchase.id] = _Come(purchase, records + (before.records if before is not None else 0))
        if not self._together.isActive():
            self._tell()

    def tell_unknown(self) -> None:
        """LeadDesk has begun: of a purchase whose answer never came nobody may have heard yet."""
        see = self._desk.actions.purchases().see_purchases
        self._background.run(
            see.all(),
            lambda purchases: self._tell_unknown(
                next(
                    (one for one in purchases if one.state is PurchaseState.UNKNOWN and not see.is_elsewhere(one)), None
                )
            ),
            replacing="unknown",
        )

    def _tell_unknown(self, purchase: Purchase | None) -> None:
        from leaddesk.ui.activity import words  # noqa: PLC0415 - after the first picture

        if self._unknown is not None and (purchase is None or purchase.id != self._unknown[0]):
            self._desk.notices.take_back(self._unknown[1])
            self._unknown = None
        elif purchase is not None and self._unknown is None:
            show = (self.tr("Show the purchase"), lambda: self.show_purchase(purchase.id))
            notice = Notice("warning", words.unknown_title(purchase), words.unknown_advice(purchase), *show)
            self._unknown = purchase.id, notice
            self._desk.notices.say(notice)

    def troubled(self, purchase: Purchase, error: LeadDeskError) -> None:
        """What became of it could not be written down yet; it is tried again."""
        self._take_back(purchase.id)
        title = self.tr("What became of purchase %1 could not be written down yet.")
        text = self.tr("We try again until it can be. Leave LeadDesk open.")
        notice = Notice(
            "danger",
            wording.filled(title, wording.number(purchase.number)),
            f"{explain(error).plain} {text}",
            self.tr("Show the purchase"),
            lambda: self.show_purchase(purchase.id),
        )
        self._troubles[purchase.id] = notice
        self._desk.notices.say(notice)

    def show_purchase(self, id_: str) -> None:
        """In Activity, with all about it."""
        self._page().show_purchase(PurchaseId(id_))

    def show_ledger(self) -> None:
        """In Activity, where a difference is confirmed."""
        self._page().show_ledger()

    def _page(self) -> ActivityPage:
        self._window.show_tab(ACTIVITY)
        return cast("ActivityPage", self._window.page(ACTIVITY))

    def _changed(self, changes: Changes) -> None:
        """Something was written down: what was said of it is over, or is said again."""
        if changes.purchases:
            for id_ in tuple(self._troubles):
                self._take_back(id_)
            if self._unknown is not None:
                self.tell_unknown()

    def _take_back(self, id_: PurchaseId) -> None:
        if id_ in self._troubles:
            self._desk.notices.take_back(self._troubles.pop(id_))

    def _tell(self) -> None:
        come, self._come = self._come, {}
        for one in come.values():
            self._tell_one(one.purchase, one.records)
        if come:
            QApplication.alert(self._window)
            self._together.start()

    def _tell_one(self, purchase: Purchase, records: int) -> None:
        from leaddesk.ui.activity import words  # noqa: PLC0415 - after the first picture

        title = self.tr("%Ln {contact|contacts} arrived: %2", "", wording.plural(records))
        title, text = wording.filled(title, "", words.name_of(purchase)), words.outcome(purchase)
        show = (self.tr("Show the purchase"), lambda: self.show_purchase(purchase.id))
        self._desk.notices.say(Notice("success", title, text, *show))
        self._notify(purchase.id, title, text)

    def _notify(self, id_: PurchaseId, title: str, text: str) -> None:
        """Through the system, where it can; its icon is there as long as the message."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.setToolTip("LeadDesk")
            self._tray.messageClicked.connect(self._come_forward)
            self._tray.activated.connect(self._come_forward)
        self._shown = id_
        self._tray.show()
        self._tray.showMessage(title, text, QSystemTrayIcon.MessageIcon.Information, _SHOWN_FOR)
        self._tray_goes.start()

    def _come_forward(self) -> None:
        """The person pressed on the notification."""
        self._hide_tray()
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
        if self._shown is not None:
            self.show_purchase(self._shown)

    def _hide_tray(self) -> None:
        self._tray_goes.stop()
        if self._tray is not None:
            self._tray.hide()
