"""Take a file into My Leads: see how it is read and what becomes of it, then all of it or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.actions.import_leads import ImportLeads
from leaddesk.domain.column_mapping import fitted
from leaddesk.domain.errors import FileUnreadable, LeadDeskError
from leaddesk.domain.import_messages import ImportProgress
from leaddesk.domain.imports import FileShape, Imported, ImportPlan, Mapping, Peek, SavedMapping, Verdict
from leaddesk.domain.lead_history import Step
from leaddesk.domain.leads import LeadList
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leads.importing.columns_table import ColumnsTable
from leaddesk.ui.leads.importing.mapping_bar import MappingBar
from leaddesk.ui.leads.importing.outcome import Outcome
from leaddesk.ui.leads.importing.preview import Preview
from leaddesk.ui.leads.importing.reject_words import outcome_words
from leaddesk.ui.leads.importing.shape_row import ShapeRow
from leaddesk.ui.leads.importing.target import Target
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.running import Running
from leaddesk.ui.screen_room import room_on_screen
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.progress_row import ProgressRow
from leaddesk.ui.widgets.scrolled import Scrolled, Shrinking
from leaddesk.ui.widgets.view_frame import ViewFrame

_LONGEST_TITLE = 60


class Undoes(Protocol):
    """``actions.keep_leads.KeepLeads``, as far as it is needed here."""

    async def lists(self) -> tuple[LeadList, ...]: ...

    async def steps(self) -> tuple[Step | None, Step | None]: ...

    async def undo(self) -> Step | None: ...


class ImportDialog(QDialog):
    """Open with ``open()``; it deletes itself when it is done with.

    Closing it while a file is imported only puts it out of sight: the import goes on, the jobs indicator shows it, and
    the notices say how it went, with a way back.
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
        self._path, self._import, self._keep, self._notices, self._running = (
            path,
            import_leads,
            keep_leads,
            notices,
            running,
        )
        self._show_them = show
        self._background = Background(self, notices)
        self._peek: Peek | None = None
        self._cancel = asyncio.Event()
        self._ticket = 0
        self._imported: Imported | None = None
        self._is_over = False
        self._shape, self._columns, self._mappings = ShapeRow(), ColumnsTable(), MappingBar()
        self._preview, self._counts = Preview(), Words(name="import-counts", size=theme.CAPTION, muted=True)
        self._target, self._outcome = Target(), Outcome()
        self._message = InlineMessage(name="import-message", button="import-retry")
        self._progress = ProgressRow()
        self._reason = Words(name="import-reason", muted=True, wrap=True)
        self._close = Button(self.tr("Cancel"), name="import-cancel")
        self._start = Button(self.tr("Import"), name="import-start", look="primary")
        self._choices, self._scrolled = Shrinking(), QWidget()
        self._choices.setEnabled(False)
        self._lay_out()
        self._connect()
        self._start.setDefault(True)
        self._target.suggest_name(path.stem)
        self.resize(self.sizeHint())
        self._look()
        self._background.run(keep_leads.lists(), self._target.show_lists)
        self._background.run(import_leads.saved(), self._mappings.show_saved)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        place = import_leads.rejects_for(path, Path(documents) if documents else Path.home())
        self._background.run(place, self._target.show_rejects)

    # -- the window

    def reject(self) -> None:
        """Escape, *Cancel* and the window's close button. An import that is under way goes on out of sight."""
        if self._ticket:
            self.hide()
            notice = Notice("info", self.windowTitle(), self.tr("The import goes on."), self.tr("Show it"), self.open)
            self._notices.say(notice)
            return
        self._background.cancel_all()
        super().reject()
        self._end()

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint().expandedTo(QSize(self.fontMetrics().averageCharWidth() * 120, 0))
        return wanted.boundedTo(room_on_screen(self.parentWidget() or self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the table or in a name must not import."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and not isinstance(self.focusWidget(), Button):
            event.accept()
            return
        super().keyPressEvent(event)

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
        columns_head = QHBoxLayout()
        columns_head.setSpacing(8)
        columns_head.addWidget(Words(self.tr("Columns"), weight=600))
        columns_head.addStretch(1)
        columns_head.addWidget(self._mappings)
        preview_head = QHBoxLayout()
        preview_head.setSpacing(8)
        preview_head.addWidget(Words(self.tr("Preview"), weight=600))
        preview_head.addWidget(self._counts, 1)
        choices = _column(8)
        choices.setContentsMargins(20, 16, 20, 14)
        choices.addWidget(self._shape)
        choices.addSpacing(4)
        choices.addLayout(columns_head)
        choices.addWidget(ViewFrame(self._columns), 3)
        choices.addSpacing(4)
        choices.addLayout(preview_head)
        choices.addWidget(ViewFrame(self._preview), 2)
        choices.addSpacing(4)
        choices.addWidget(self._target)
        self._choices.setLayout(choices)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._reason, 1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._start)
        self._progress.hide()
        self._outcome.hide()
        bottom = _column(8)
        bottom.setContentsMargins(20, 0, 20, 18)
        for widget in (Hairline(), self._message, self._progress):
            bottom.addWidget(widget)
        bottom.addLayout(buttons)
        whole = _column(0)
        self._scrolled = Scrolled(self._choices)
        whole.addWidget(self._scrolled, 1)
        whole.addWidget(self._outcome, 1)
        whole.addLayout(bottom)
        self.setLayout(whole)

    def _connect(self) -> None:
        self._shape.changed.connect(self._look)
        self._columns.contents.mapped.connect(self._show_preview)
        self._mappings.taken.connect(self._take_mapping)
        self._mappings.save_wanted.connect(self._save_mapping)
        self._mappings.forget_wanted.connect(self._forget_mapping)
        self._target.changed.connect(self._show_preview)
        self._message.pressed.connect(self._retry)
        self._progress.cancel_wanted.connect(self._cancel_import)
        self._close.clicked.connect(self.reject)
        self._start.clicked.connect(self._begin)
        self._outcome.show_wanted.connect(self._show_imported)
        self._outcome.rejects_wanted.connect(self._open_rejects)
        self._outcome.undo_wanted.connect(self._undo)

    # -- looking

    def _look(self, shape: FileShape | None = None) -> None:
        self._message.clear()
        self._reason.setText(self.tr("Reading the file…"))
        self._start.setEnabled(False)
        self._background.run(self._import.peek(self._path, shape), self._looked, self._unreadable, replacing="look")

    def _looked(self, peek: Peek) -> None:
        before, self._peek = self._peek, peek
        mapping = self._columns.contents.mapping
        if before is None or before.header != peek.header:
            mapping = peek.mapping
        self._shape.show_peek(peek)
        self._columns.show_peek(peek, mapping)
        self._choices.setEnabled(True)
        if before is None:
            self._scrolled.show()
            self.resize(self.sizeHint())
            self._columns.setFocus()
        self._show_preview()

    def _unreadable(self, error: LeadDeskError) -> None:
        words = explain(error)
        self._reason.setText("")
        if self._peek is None:
            self._scrolled.hide()
        self._message.say("danger", words.title, words.advice, self.tr("Try again"))
        self._shrink()

    def _retry(self) -> None:
        self._look(self._peek.shape if self._peek is not None else None)

    def _show_preview(self) -> None:
        peek, mapping = self._peek, self._columns.contents.mapping
        if peek is None:
            return
        verdicts = self._import.preview(peek, mapping, skip_suppressed=self._target.skips_suppressed)
        self._background.run(verdicts, lambda shown: self._previewed(shown, mapping), replacing="preview")
        self._allow()

    def _previewed(self, verdicts: Sequence[Verdict], mapping: Mapping) -> None:
        self._preview.show_verdicts(verdicts, mapping)
        rejected = sum(verdict.reject is not None for verdict in verdicts)
        told = self.tr("The first %Ln {row|rows} as they will be kept", "", len(verdicts)) if verdicts else ""
        if rejected:
            told = wording.filled(self.tr("%1; %2 of them rejected"), told, wording.number(rejected))
        self._counts.setText(told or self.tr("There are no rows below the names."))
        if verdicts and rejected == len(verdicts) and self._start.isEnabled():
            self._reason.setText(self.tr("None of these rows would be taken. Which column is the name, or the e-mail?"))

    def _allow(self) -> None:
        reason = self._why_not()
        self._reason.setText(reason)
        self._start.setEnabled(not reason)
        self._start.setToolTip(reason)

    def _why_not(self) -> str:
        if self._peek is None:
            return self.tr("Reading the file…")
        if not any(self._columns.contents.mapping.columns):
            return self.tr("Choose what at least one column becomes.")
        if not self._peek.rows and not self._peek.bad:
            return self.tr("There are no rows to import.")
        return self._target.problem()

    # -- mappings

    def _take_mapping(self, saved: SavedMapping) -> None:
        if self._peek is not None:
            self._columns.contents.set_mapping(fitted(saved, self._peek.header, self._peek.mapping))

    def _save_mapping(self, name: str) -> None:
        if self._peek is not None:
            saving = self._import.save(name, self._peek.header, self._columns.contents.mapping)
            self._background.run(self._after(saving))

    def _forget_mapping(self, id_: int) -> None:
        self._background.run(self._after(self._import.forget(id_)))

    async def _after(self, change: Awaitable[SavedMapping | None]) -> None:
        kept = await change
        self._mappings.show_saved(await self._import.saved(), kept.id if kept is not None else None)

    # -- the import

    def _begin(self) -> None:
        peek = self._peek
        if peek is None or self._ticket or self._why_not():
            return
        plan = ImportPlan(
            self._path,
            peek.shape,
            self._columns.contents.mapping,
            self._target.into,
            self._target.new_list,
            self._target.skips_suppressed,
            self._target.rejects,
            peek.seen,
        )
        self._message.clear()
        self._cancel = asyncio.Event()
        self._ticket = self._running.begin(self.windowTitle())
        running, ticket = self._running, self._ticket
        self.destroyed.connect(lambda: running.end(ticket))
        self._work_is_on(on=True)
        self._progress.begin(self.tr("Starting…"))
        self._progress.focus_cancel()
        work = self._import(plan, progress=self._show_progress, cancel=self._cancel)
        self._background.run(work, self._finished, self._failed, self._work_ended, replacing="import")

    def _show_progress(self, progress: ImportProgress) -> None:
        rows = self.tr("%Ln {row|rows} read", "", progress.rows)
        if progress.total is None:
            self._progress.show_progress(rows, 0, None, self.tr("sorting in who is known already"))
        else:
            # Qt counts to 2 billion, a file may have more bytes.
            self._progress.show_progress(rows, progress.done * 1000 // max(1, progress.total), 1000)

    def _cancel_import(self) -> None:
        self._cancel.set()
        self._progress.show_cancelling()

    def _work_is_on(self, *, on: bool) -> None:
        self._choices.setEnabled(not on)
        self._progress.setVisible(on)
        self._start.setVisible(not on)
        self._reason.setText(self.tr("It goes on when you close this window.") if on else "")
        self._close.setText(self.tr("Close") if on else self.tr("Cancel"))

    def _work_ended(self) -> None:
        """After a result, an error, or a mistake of ours: the dialog stays of use."""
        self._running.end(self._ticket)
        self._ticket = 0
        if self._imported is None:
            self._work_is_on(on=False)
            self._allow()

    def _finished(self, imported: Imported | None) -> None:
        if imported is None:
            title = self.tr("Nothing was imported: you cancelled it.")
            if self.isVisible():
                self._message.say("info", title)
            else:
                self._notices.say(Notice("info", title, self._path.name))
                self._end()
            return
        self._imported = imported
        if not self.isVisible():
            show = self._show_them
            act = None if show is None else partial(show, imported)  # without the dialog, which is gone by then
            words = self.tr("Show them") if act is not None else ""
            self._notices.say(Notice("success", outcome_words(imported), self._path.name, words, act))
            self._end()
            return
        self._scrolled.hide()
        self._progress.hide()
        self._reason.setText("")
        self._outcome.tell(imported, can_show=self._show_them is not None, can_undo=True)
        self._outcome.show()
        self._close.setText(self.tr("Close"))
        self._close.setFocus()
        self._shrink()

    def _failed(self, error: LeadDeskError) -> None:
        words = explain(error)
        if not self.isVisible():
            self._notices.problem(error)
            self.open()
        again = self.tr("Read it again") if isinstance(error, FileUnreadable) else ""
        self._message.say("danger", words.title, words.advice, again)

    # -- afterwards

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
            self._outcome.tell_undone()
        else:
            title = self.tr("Something else was done since.")
            self._message.say("warning", title, self.tr("Undo that first: Edit > Undo takes back one step at a time."))


def _column(spacing: int) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    return made
