"""Take a file into My Leads: see how it is read and what becomes of it, then all of it or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.actions.import_leads import ImportLeads
from leaddesk.domain.errors import FileUnreadable, LeadDeskError
from leaddesk.domain.import_messages import ImportProgress
from leaddesk.domain.imports import Imported
from leaddesk.domain.lead_history import Step
from leaddesk.domain.leads import LeadList
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leads.importing.choices import Choices
from leaddesk.ui.leads.importing.outcome import Outcome
from leaddesk.ui.leads.importing.reject_words import outcome_words
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.running import Running
from leaddesk.ui.screen_room import room_for
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.progress_row import ProgressRow
from leaddesk.ui.widgets.scrolled import Scrolled

_LONGEST_TITLE = 60
_STEPS = 1000
"""Of the bar: Qt counts to 2 billion, and a file may have more bytes."""


class Undoes(Protocol):
    """``actions.keep_leads.KeepLeads``, as far as it is needed here."""

    async def lists(self) -> tuple[LeadList, ...]: ...

    async def steps(self) -> tuple[Step | None, Step | None]: ...

    async def undo(self) -> Step | None: ...


class ImportDialog(QDialog):
    """Open with ``open()``; it deletes itself when it is done with.

    Closing it while a file is imported only puts it out of sight: the import goes on, the jobs indicator shows it, and
    the notices say how it went.
    """

    done_with = Signal()
    """The file was imported, or given up: the next one may follow."""

    def __init__(
        self,
        path: Path,
        *,
        import_leads: ImportLeads,
        keep_leads: Undoes,
        notices: Notices,
        running: Running,
        show: Callable[[Imported], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``show`` makes the page show the leads that came; without it that is not offered."""
        super().__init__(parent)
        self.setObjectName("import-dialog")
        self.setWindowTitle(wording.filled(self.tr("Import %1"), wording.shortened(path.name, _LONGEST_TITLE)))
        self._path, self._show_them = path, show
        self._import, self._keep, self._notices, self._running = import_leads, keep_leads, notices, running
        self._background = Background(self, notices)
        self._cancel = asyncio.Event()
        self._ticket = 0
        """Of the jobs indicator; 0 while nothing is imported."""
        self._imported: Imported | None = None
        self._goes_on: Notice | None = None
        """What was said when it was put out of sight."""
        self._is_over = False
        self._choices = Choices(path, import_leads, self._background)
        self._scrolled, self._outcome = Scrolled(self._choices), Outcome()
        self._message = InlineMessage(name="import-message", button="import-retry")
        self._progress = ProgressRow()
        self._reason = Words(name="import-reason", muted=True, wrap=True)
        self._close = Button(self.tr("Cancel"), name="import-cancel")
        self._close.setAutoDefault(True)
        self._start = Button(self.tr("Import"), name="import-start", look="primary")
        self._lay_out()
        self._choices.changed.connect(self._allow)
        self._choices.read.connect(self._read)
        self._choices.unreadable.connect(self._unreadable)
        self._message.pressed.connect(self._look_again)
        self._progress.cancel_wanted.connect(self._cancel_import)
        self._close.clicked.connect(self.reject)
        self._start.clicked.connect(self._begin)
        self._outcome.show_wanted.connect(self._show_imported)
        self._outcome.rejects_wanted.connect(self._open_rejects)
        self._outcome.undo_wanted.connect(self._undo)
        self._start.setDefault(True)
        self.resize(self.sizeHint())
        self._choices.look()
        self._background.run(keep_leads.lists(), self._choices.target.show_lists)

    # -- the window

    def reject(self) -> None:
        """Escape, *Cancel* and the window's close button. An import that is under way goes on out of sight."""
        if self._ticket:
            self.hide()
            title = self.tr("The import goes on.")
            self._goes_on = Notice("info", title, self._path.name, self.tr("Show it"), self._come_back)
            self._notices.say(self._goes_on)
            return
        self._background.cancel_all()
        super().reject()
        self._end()

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint().expandedTo(QSize(self.fontMetrics().averageCharWidth() * 120, 0))
        return wanted.boundedTo(room_for(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the table or in a name must not import."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and not isinstance(self.focusWidget(), Button):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _come_back(self) -> None:
        if self._ticket:
            self._take_notice_back()
            self.open()

    def _take_notice_back(self) -> None:
        if self._goes_on is not None:
            self._notices.take_back(self._goes_on)
            self._goes_on = None

    def _shrink(self) -> None:
        """As high as what is left needs."""
        layout = self.layout()
        if self._scrolled.isHidden() and layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _end(self) -> None:
        if not self._is_over:
            self._is_over = True
            self.done_with.emit()
            self.deleteLater()

    def _lay_out(self) -> None:
        self._progress.hide()
        self._outcome.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._reason, 1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._start)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(20, 0, 20, 18)
        bottom.setSpacing(8)
        for widget in (Hairline(), self._message, self._progress):
            bottom.addWidget(widget)
        bottom.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scrolled, 1)
        whole.addWidget(self._outcome, 1)
        whole.addLayout(bottom)

    # -- before

    def _allow(self) -> None:
        if self._ticket or self._imported is not None:
            return
        reason = self._choices.reason()
        self._reason.setText(reason or self._choices.hint())
        self._start.setEnabled(not reason)
        self._start.setToolTip(reason)

    def _read(self) -> None:
        self._message.clear()
        if self._scrolled.isHidden():
            self._scrolled.show()
            self.resize(self.sizeHint())

    def _unreadable(self, error: LeadDeskError) -> None:
        words = explain(error)
        self._scrolled.setVisible(self._choices.is_read)
        self._reason.setText("")
        self._message.say("danger", words.title, words.advice, self.tr("Try again"))
        self._shrink()

    def _look_again(self) -> None:
        self._message.clear()
        self._choices.look()

    # -- meanwhile

    def _begin(self) -> None:
        plan = self._choices.plan()
        if plan is None or self._ticket:
            return
        self._message.clear()
        self._cancel = asyncio.Event()
        self._ticket = self._running.begin(self.windowTitle())
        self.destroyed.connect(partial(self._running.end, self._ticket))
        self._choices.setEnabled(False)
        self._start.hide()
        self._close.setText(self.tr("Close"))
        self._reason.setText(self.tr("It goes on when you close this window."))
        self._progress.show()
        self._progress.begin(self.tr("Starting…"))
        self._progress.focus_cancel()
        work = self._import(plan, progress=self._show_progress, cancel=self._cancel)
        self._background.run(work, self._finished, self._failed, self._work_ended, replacing="import")

    def _work_ended(self) -> None:
        """Before its result is told; after a mistake of ours too, so that the dialog stays of use."""
        if not self._ticket:
            return
        self._running.end(self._ticket)
        self._ticket = 0
        self._take_notice_back()
        self._progress.hide()
        self._choices.setEnabled(True)
        self._start.show()
        self._close.setText(self.tr("Cancel"))
        self._allow()

    def _show_progress(self, progress: ImportProgress) -> None:
        rows = self.tr("%Ln {row|rows} read", "", wording.plural(progress.rows))
        if progress.total is None:
            self._progress.show_progress(rows, 0, None, self.tr("sorting in who is known already"))
        else:
            self._progress.show_progress(rows, progress.done * _STEPS // max(1, progress.total), _STEPS)

    def _cancel_import(self) -> None:
        self._cancel.set()
        self._progress.show_cancelling()

    # -- afterwards

    def _finished(self, imported: Imported | None) -> None:
        self._work_ended()
        is_seen = self.isVisible()
        if imported is None:
            title = self.tr("You cancelled the import. Nothing was taken.")
            if is_seen:
                self._message.say("info", title)
            else:
                self._notices.say(Notice("info", title, self._path.name))
        elif is_seen:
            self._imported = imported
            self._tell(imported)
        else:
            show = self._show_them
            act = None if show is None else partial(show, imported)  # without the dialog, which is gone by then
            words = self.tr("Show them") if act is not None else ""
            self._notices.say(Notice("success", outcome_words(imported), self._path.name, words, act))
        if not is_seen:
            self._end()

    def _tell(self, imported: Imported) -> None:
        self._scrolled.hide()
        self._start.hide()
        self._reason.setText("")
        self._close.setText(self.tr("Close"))
        self._outcome.tell(imported, can_show=self._show_them is not None)
        self._outcome.show()
        self._close.setFocus()
        self._shrink()

    def _failed(self, error: LeadDeskError) -> None:
        self._work_ended()
        words = explain(error)
        if not self.isVisible():
            self.open()
        again = self.tr("Read it again") if isinstance(error, FileUnreadable) else ""
        self._message.say("danger", words.title, words.advice, again)

    def _show_imported(self) -> None:
        if self._imported is not None and self._show_them is not None:
            self._show_them(self._imported)
        self.reject()

    def _open_rejects(self) -> None:
        if self._imported is not None and self._imported.rejects is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._imported.rejects)))

    def _undo(self) -> None:
        self._background.run(self._undone(), self._tell_undone, self._failed, replacing="undo")

    async def _undone(self) -> bool:
        """Only the import itself: somebody may have done something else since."""
        step, _ = await self._keep.steps()
        return step is not None and step.act == "import" and await self._keep.undo() is not None

    def _tell_undone(self, done: bool) -> None:
        if done:
            self._message.clear()
            self._outcome.tell_undone()
        else:
            title = self.tr("Something else was done since.")
            self._message.say("warning", title, self.tr("Undo that first: each step is taken back on its own."))
        self._shrink()
