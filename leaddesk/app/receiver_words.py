"""How deliveries stand, for the left end of the status bar while Activity is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from PySide6.QtCore import QDate, QLocale, QObject

from leaddesk.domain.deliveries import DeliveredBy, Delivery
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.receiver import ReceiverState
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain

_LATELY = timedelta(hours=20)
_SENT = {DeliveredBy.WEBHOOK, DeliveredBy.INBOX}


class Standing(NamedTuple):
    """As ``MainWindow.tell_connection`` takes it."""

    words: str
    icon: str
    colour: str


class ReceiverWords(QObject):
    """Read when it is asked for, and told when that is known."""

    def __init__(self, desk: Desk, tell: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tell = desk, tell
        self._background = Background(self, desk.notices)
        self.standing = Standing("", "webhook", "muted")

    def refresh(self) -> None:
        """Read it again."""

        async def asked() -> tuple[ReceiverState, Sequence[Delivery]]:
            actions = self._desk.actions.purchases()
            return await actions.receive_deliveries.state(), await actions.see_purchases.deliveries()

        self._background.run(asked(), self._came, self._unreadable, replacing="read")

    def _came(self, found: tuple[ReceiverState, Sequence[Delivery]]) -> None:
        state, deliveries = found
        last = next((one.arrived_at for one in deliveries if one.by in _SENT), None)
        self._show(self._of(state, last))

    def _unreadable(self, error: LeadDeskError) -> None:
        self._show(Standing(explain(error).title, "warning", "warning"))

    def _show(self, standing: Standing) -> None:
        self.standing = standing
        self._tell()

    def _of(self, state: ReceiverState, last: datetime | None) -> Standing:
        trouble = state.trouble or state.inbox_trouble
        if trouble is not None:
            return Standing(explain(trouble).title, "warning", "warning")
        if state.is_listening:
            listening = self.tr("Receiver listening on this computer, %1")
            return Standing(wording.filled(listening, self._last(last)), "check", "success")
        if state.inbox_address:
            host = urlsplit(state.inbox_address).hostname or state.inbox_address
            collecting = wording.filled(self.tr("Collecting from %1, %2"), host, self._last(last))
            return Standing(collecting, "check", "success")
        if state.is_on:
            return Standing(self.tr("The receiver starts…"), "clock", "muted")
        return Standing(self.tr("No receiver set up: records are collected by polling"), "webhook", "muted")

    def _last(self, moment: datetime | None) -> str:
        if moment is None:
            return self.tr("nothing was delivered yet")
        if datetime.now(UTC) - moment < _LATELY:
            return wording.filled(self.tr("last delivery %1"), wording.age(moment))
        here = moment.astimezone()
        form = "d MMMM" if here.year == datetime.now(UTC).astimezone().year else "d MMMM yyyy"
        return wording.filled(
            self.tr("last delivery %1"), QLocale().toString(QDate(here.year, here.month, here.day), form)
        )
