"""What is kept safe without being asked: a backup when one is due; and the word when My Leads is damaged."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from leaddesk.domain.backups import Backup
from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.backups import words
from leaddesk.ui.notices import Notice

_SOON, _HOUR = 20_000, 3_600_000
"""Milliseconds after the start: nobody waits for it, and the first minute is busy with other things."""
_TELL_AGAIN = 24
"""Hours after which the same trouble is told once more."""


class BackupKeeper(QObject):
    """One of a window. ``begin`` when the parts are awake."""

    changed = Signal()
    """``last_words`` may say something else."""

    def __init__(self, desk: Desk, open_settings: Callable[[str], None], parent: QObject) -> None:
        """``open_settings`` opens the Settings page with the given id: ``backups`` is asked for."""
        super().__init__(parent)
        self._desk, self._open_settings = desk, open_settings
        self._background = Background(self, desk.notices)
        self._silent_for = 0
        self._told_lost: Backup | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.make_if_due)

    def begin(self) -> None:
        """From now on: soon, and every hour."""
        QTimer.singleShot(_SOON, self, self.make_if_due)
        self._timer.start(_HOUR)

    def last_words(self) -> str:
        """For the status bar: ``Backup 40 min ago.``; empty while none is known."""
        return words.last(self._desk.actions.keep_backups.last)

    def tell_damaged(self) -> None:
        """My Leads is damaged: the way to the newest backup."""
        self._background.run(self._desk.actions.keep_backups.backups(), self._tell_damaged, replacing="damaged")

    def _tell_damaged(self, backups: tuple[Backup, ...]) -> None:
        told = self.tr("It is open for reading only, so that nothing more is lost.")
        if backups:
            newest = wording.filled(self.tr("The newest backup is of %1."), wording.day(backups[0].at))
            told = f"{told} {newest}"
        self._say("danger", self.tr("The file of My Leads is damaged."), told)

    def make_if_due(self) -> None:
        """A new one, where the last is older than a day."""
        self._silent_for -= 1
        work = self._desk.actions.keep_backups.make_if_due()
        self._background.run(work, lambda _: self._made(), self._failed, replacing="make")

    def _made(self) -> None:
        self.changed.emit()
        lost = self._desk.actions.keep_backups.lost
        if lost is not None and lost != self._told_lost:
            self._told_lost = lost
            told = self.tr("A new one was begun. The backup of “%1” has %2.")
            self._say(
                "warning",
                self.tr("The file of My Leads was gone."),
                wording.filled(told, words.when(lost), words.leads(lost.leads)),
            )

    def _say(self, kind: str, title: str, text: str) -> None:
        """With the way to the backups."""
        way = self.tr("Open backups")
        self._desk.notices.say(Notice(kind, title, text, way, lambda: self._open_settings("backups")))

    def _failed(self, error: LeadDeskError) -> None:
        if self._silent_for > 0:
            return
        self._silent_for = _TELL_AGAIN
        title, advice = words.problem(error)
        self._say("warning", self.tr("The daily backup could not be made."), f"{title} {advice}")
