"""Before My Leads is put back: what that takes away, what stays, and how to come back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.backups import Backup, Loss, Restored
from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.backups import words
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.fitting import fit
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.progress_row import ThinBar

_LETTERS = 78


class RestoreDialog(QDialog):
    """Asks, does it, and closes when it is done. While it is being done it cannot be closed."""

    restored = Signal(object)
    """The Restored."""

    def __init__(self, desk: Desk, backup: Backup, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._backup = desk, backup
        self._background = Background(self, desk.notices)
        self.setObjectName("restore-dialog")
        self.setWindowTitle(self.tr("Go back to a backup"))
        asked = wording.filled(self.tr("Put My Leads back to the backup of “%1”?"), words.when(backup))
        title = Words(asked, size=theme.SECTION, weight=600, wrap=True)
        self._lost = Words(self.tr("Looking what that takes away…"), name="restore-loss", wrap=True)
        stays = self.tr(
            "How it is now is kept as a backup first, so you can come back. Saved filters, lists read from providers, "
            "keys and settings stay as they are."
        )
        self._bar = ThinBar(name="progress-bar")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.hide()
        self._problem = InlineMessage(name="restore-problem")
        self._cancel = Button(self.tr("Cancel"), name="restore-cancel")
        self._accept = Button(
            wording.filled(self.tr("Go back to %1"), words.leads(backup.leads)), name="restore-accept", look="danger"
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for part in (title, self._lost, Words(stays, wrap=True, muted=True), self._problem, self._bar):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(buttons)
        self._lost.be_a_stop()
        self._cancel.clicked.connect(self.reject)
        self._accept.clicked.connect(self._restore)
        fit(self, _LETTERS)
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._background.run(desk.actions.keep_backups.loss(backup), self._tell_loss)

    def reject(self) -> None:
        if not self._background.is_running("restore"):
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._background.is_running("restore"):
            event.ignore()
        else:
            super().closeEvent(event)

    def _tell_loss(self, lost: Loss | None) -> None:
        self._lost.tell(words.loss(lost))
        fit(self, _LETTERS)

    def _restore(self) -> None:
        if self._background.is_running("restore"):
            return
        self._problem.clear()
        self._show_working(working=True)
        work = self._desk.actions.keep_backups.restore(self._backup)
        self._background.run(work, self._done, self._failed, self._ended, replacing="restore")

    def _show_working(self, *, working: bool) -> None:
        self._bar.setVisible(working)
        fit(self, _LETTERS)
        self._accept.setEnabled(not working)
        self._cancel.setEnabled(not working)

    def _ended(self) -> None:
        self._show_working(working=False)

    def _failed(self, error: LeadDeskError) -> None:
        self._problem.say("danger", *words.problem(error))
        fit(self, _LETTERS)

    def _done(self, restored: Restored) -> None:
        self.restored.emit(restored)
        self.accept()
