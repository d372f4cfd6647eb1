"""The backups of My Leads in one window: kept in time, and their age told in the status bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from leaddesk.ui.desk import Desk

if TYPE_CHECKING:
    from leaddesk.ui.leads.backups.keeper import BackupKeeper

_MINUTE = 60_000


class BackupWords(QObject):
    """Cheap until ``begin`` or ``tell_damaged``: what keeps backups is loaded then."""

    def __init__(
        self, desk: Desk, open_settings: Callable[[str], None], tell: Callable[[], None], parent: QObject
    ) -> None:
        """``tell`` is called whenever ``words`` may be others."""
        super().__init__(parent)
        self._desk, self._open_settings, self._tell = desk, open_settings, tell
        self._keeper: BackupKeeper | None = None
        self._age = QTimer(self)
        self._age.setInterval(_MINUTE)
        self._age.timeout.connect(tell)

    @property
    def words(self) -> str:
        """``Backup 40 min ago.``; empty while none is known."""
        return self._keeper.last_words() if self._keeper is not None else ""

    def begin(self) -> None:
        """The parts are awake: make a backup whenever one is due."""
        self._kept().begin()
        self._age.start()

    def tell_damaged(self) -> None:
        """My Leads is damaged: show the way to the newest backup."""
        self._kept().tell_damaged()

    def _kept(self) -> BackupKeeper:
        if self._keeper is None:
            from leaddesk.ui.leads.backups.keeper import BackupKeeper  # noqa: PLC0415 - after the first picture

            self._keeper = BackupKeeper(self._desk, self._open_settings, self)
            self._keeper.changed.connect(self._tell)
        return self._keeper
