"""Take a table home as a file: which rows, which columns, which kind, how it will look, and where to."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDate, QSize, QStandardPaths, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from leaddesk.actions.export_rows import Exported, ExportRows
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.exports import KINDS, MOST_SHEET_ROWS, SUFFIXES, BookKind, CsvKind
from leaddesk.domain.preferences import EXPORT_FIELD_NAMES, EXPORT_FOLDER, EXPORT_KIND, PreferenceStore
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.error_texts import explain
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.reveal import reveal
from leaddesk.ui.screen_room import room_for
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.export_choices import KindChoice, RowsChoice
from leaddesk.ui.widgets.export_columns import ColumnsChoice
from leaddesk.ui.widgets.export_path import PathField, suggested_name
from leaddesk.ui.widgets.export_preview import PreviewTable
from leaddesk.ui.widgets.export_subject import ExportSubject
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.progress_row import ProgressRow
from leaddesk.ui.widgets.scrolled import Scrolled, Shrinking
from leaddesk.ui.widgets.view_frame import ViewFrame


class ExportDialog(QDialog):
    """Open with ``open()``; it deletes itself when it closes.

    It closes when the file is written or the writing was cancelled, and the notices say which. While something is wrong
    it stays, says so, and keeps every input.
    """

    def __init__(
        self,
        subject: ExportSubject,
        *,
        export: ExportRows,
        preferences: PreferenceStore,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export-dialog")
        self.setWindowTitle(wording.filled(self.tr("Export: %1"), subject.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._subject, self._export, self._preferences, self._notices = subject, export, preferences, notices
        self._background = Background(self, notices)
        self._cancel = threading.Event()
        self._is_busy = False
        """Whether the path is looked at or the file is written."""
        self._is_writing = False
        self._offered: Callable[[], None] = self._replace
        """What the message's button does."""

        self._rows = RowsChoice(subject)
        self._kind = KindChoice(KINDS[preferences.get(EXPORT_KIND)], export.kinds)
        self._field_names = QCheckBox(self.tr("The provider’s field names as header"))
        self._field_names.setObjectName("export-field-names")
        self._field_names.setToolTip(self.tr("As programs know them, such as contact_email_1 instead of E-mail"))
        self._field_names.setChecked(preferences.get(EXPORT_FIELD_NAMES))
        names = [column.name for column in subject.source.columns]
        self._columns = ColumnsChoice(names, subject.visible_columns, subject.titles)
        self._preview = PreviewTable()
        self._preview_words = Words(name="export-preflight-words", size=theme.CAPTION, muted=True)
        folders = self._folders()
        self._path = PathField(folders[0], suggested_name(subject.file_stem, _today()))
        self._message = InlineMessage(name="export-message", button="export-replace")
        self._progress = ProgressRow()
        self._reason = Words(name="export-reason", muted=True, wrap=True)
        self._close = Button(self.tr("Cancel"), name="export-cancel")
        self._start = Button("", name="export-start", look="primary")
        self._choices, self._buttons = Shrinking(), QWidget()
        self._lay_out()

        self._rows.changed.connect(self._show)
        self._kind.changed.connect(self._kind_changed)
        self._field_names.toggled.connect(self._show)
        self._columns.changed.connect(self._show)
        self._path.changed.connect(self._path_changed)
        self._message.pressed.connect(self._press)
        self._progress.cancel_wanted.connect(self._cancel_writing)
        self._close.clicked.connect(self.reject)
        self._start.clicked.connect(self._begin)
        self._start.setDefault(True)
        self._start.setFocus()
        self._kind_changed()
        self.resize(self.sizeHint())
        self._background.run(export.first_folder(folders), self._suggest_folder)

    def reject(self) -> None:
        """Escape, *Cancel* and the window's close button. While a file is written they cancel, and it closes then."""
        if self._is_writing:
            self._cancel_writing()
        else:
            self._background.cancel_all()
            super().reject()

    def sizeHint(self) -> QSize:
        """Wide enough for the two halves, and as high as everything, where the screen allows it."""
        wanted = super().sizeHint().expandedTo(QSize(self.fontMetrics().averageCharWidth() * 108, 0))
        return wanted.boundedTo(room_for(self))

    def _folders(self) -> list[Path]:
        """Where to suggest the file, the best first; the home folder is always there."""
        last = self._preferences.get(EXPORT_FOLDER)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return [Path(folder) for folder in (last, documents) if folder] + [Path.home()]

    def _suggest_folder(self, folder: Path | None) -> None:
        if folder is not None:
            self._path.suggest(folder)

    def _lay_out(self) -> None:
        kind_head = Words(self.tr("Kind of file"), weight=600)
        kind_head.setMinimumHeight(self._columns.head_height())
        left = _column(8, kind_head, self._kind, self._field_names)
        left.insertSpacing(2, 4)
        left.addStretch(1)
        halves = QHBoxLayout()
        halves.setSpacing(24)
        halves.addLayout(left, 5)
        halves.addWidget(self._columns, 6)
        preview_head = QHBoxLayout()
        preview_head.setSpacing(8)
        preview_head.addWidget(Words(self.tr("Preview"), weight=600))
        preview_head.addWidget(self._preview_words, 1)
        choices = _column(8, self._rows)
        choices.setContentsMargins(20, 16, 20, 14)
        choices.addLayout(halves, 3)
        choices.addSpacing(4)
        choices.addLayout(preview_head)
        choices.addWidget(ViewFrame(self._preview), 2)
        self._choices.setLayout(choices)

        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self._reason, 1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._start)
        self._progress.hide()
        file_head = Words(self.tr("File"), weight=600)
        bottom = _column(8, Hairline(), file_head, self._path, self._message, self._progress, self._buttons)
        bottom.insertSpacing(4, 4)
        bottom.setContentsMargins(20, 0, 20, 18)
        whole = _column(0, Scrolled(self._choices))
        whole.addLayout(bottom)
        self.setLayout(whole)

    def _header(self, columns: Sequence[int]) -> list[str]:
        """Names of these columns; where two share a title, the field name tells them apart."""
        names = [self._subject.source.columns[number].name for number in columns]
        if self._field_names.isChecked():
            return names
        titles = [self._subject.titles(name) for name in names]
        uses = Counter(titles)
        return [title if uses[title] == 1 else f"{title} ({name})" for title, name in zip(titles, names, strict=True)]

    def _kind_changed(self) -> None:
        self._path.use_suffix(SUFFIXES[self._kind.kind()])
        self._show()

    def _show(self) -> None:
        """Preview, reason and button for what is chosen now."""
        self._message.clear()
        self._show_preview()
        self._start.setText(self.tr("Write %Ln {row|rows}", "", len(self._rows.numbers())))
        self._allow()

    def _show_preview(self) -> None:
        columns = self._columns.numbers()
        if columns:
            written, exact = (
                self._export.preview(
                    kind=kind,
                    header=self._header(columns),
                    source=self._subject.source,
                    numbers=self._rows.numbers(),
                    columns=columns,
                )
                for kind in (self._kind.kind(), CsvKind.CRM_IMPORT)
            )
            self._preview.show_rows(written, exact)
        else:
            self._preview.show_rows((), ())
        shown, changed = self._preview.contents.rowCount(), self._preview.contents.neutralised()
        words = self.tr("The first %Ln {row|rows}, as the file will be read back.", "", shown) if shown else ""
        more = self.tr("%Ln {cell gets|cells get} an apostrophe.", "", changed) if changed else ""
        self._preview_words.setText(f"{words} {more}".strip())

    def _path_changed(self) -> None:
        self._message.clear()
        self._allow()

    def _allow(self) -> None:
        reason = self._why_not()
        self._reason.setText(reason)
        self._start.setEnabled(not reason)
        self._start.setToolTip(reason)

    def _why_not(self) -> str:
        if len(self._rows.numbers()) == 0:
            return self.tr("There are no rows to write.")
        if not self._columns.numbers():
            return self.tr("Choose at least one column.")
        if self._kind.kind() is BookKind.XLSX and len(self._rows.numbers()) > MOST_SHEET_ROWS:
            return wording.filled(self.tr("A spreadsheet holds %1 rows at most."), wording.number(MOST_SHEET_ROWS))
        return self._path.problem()

    def _begin(self) -> None:
        """Write, after asking where a file is there already."""
        path = self._path.target()
        if path is not None and not self._is_busy and not self._why_not():
            self._work_starts()
            self._background.run(self._look_at(path), lambda found: self._looked(path, *found))

    async def _look_at(self, path: Path) -> tuple[bool, bool]:
        """Whether the folder is missing, and whether the file is there."""
        return await self._export.lacks_folder(path), await self._export.is_taken(path)

    def _looked(self, path: Path, is_lost: bool, is_taken: bool) -> None:
        if not (is_lost or is_taken):
            self._write_to(path)
            return
        self._work_ended()
        if is_lost:
            title = wording.filled(self.tr("There is no folder “%1”."), str(path.parent))
            advice = self.tr("Create it, or choose another place.")
            self._ask(title, advice, self.tr("Create folder"), self._create_folder)
            return
        title = wording.filled(self.tr("“%1” is there already."), path.name)
        advice = self.tr("Replacing it loses what is in it now. You can also change the name.")
        self._ask(title, advice, self.tr("Replace"), self._replace)

    def _ask(self, title: str, advice: str, button: str, act: Callable[[], None]) -> None:
        self._offered = act
        self._message.say("warning", title, advice, button)
        self._message.focus_button()

    def _press(self) -> None:
        self._offered()

    def _create_folder(self) -> None:
        """Make the folder, then write; a file cannot be in it yet."""
        path = self._path.target()
        if path is not None and not self._is_busy and not self._why_not():
            self._work_starts()
            making = self._export.create_folder(path.parent)
            self._background.run(making, lambda _: self._write_to(path), self._not_created)

    def _not_created(self, error: LeadDeskError) -> None:
        self._work_ended()
        self._failed(error)

    def _replace(self) -> None:
        path = self._path.target()
        if path is not None and not self._is_busy and not self._why_not():
            self._work_starts()
            self._write_to(path)

    def _write_to(self, path: Path) -> None:
        self._is_writing = True
        self._cancel = cancel = threading.Event()
        self.destroyed.connect(cancel.set)
        self._show_written(0)
        self._buttons.hide()
        self._progress.show()
        self._progress.focus_cancel()
        self._background.run(self._write(path), lambda exported: self._finished(path, exported), self._failed)

    async def _write(self, path: Path) -> Exported | None:
        columns = self._columns.numbers()
        try:
            return await self._export(
                path=path,
                kind=self._kind.kind(),
                header=self._header(columns),
                source=self._subject.source,
                numbers=self._rows.numbers(),
                columns=columns,
                progress=self._show_written,
                cancel=self._cancel,
            )
        except Exception:
            self._work_ended()  # after a mistake of ours too: the dialog stays of use
            raise

    def _show_written(self, rows: int) -> None:
        total = len(self._rows.numbers())
        words = wording.filled(self.tr("%1 of %Ln {row|rows} written", "", total), wording.number(rows))
        if rows == 0:
            self._progress.begin(words)
        self._progress.show_progress(words, rows, total)

    def _cancel_writing(self) -> None:
        self._cancel.set()
        self._progress.show_cancelling()

    def _finished(self, path: Path, exported: Exported | None) -> None:
        self._is_writing = False
        if exported is None:
            text = wording.filled(self.tr("You cancelled the export to %1."), path.name)
            self._notices.say(Notice("info", self.tr("Nothing was written."), text))
            super().reject()
            return
        self._preferences.set(EXPORT_FOLDER, str(path.parent))
        self._preferences.set(EXPORT_KIND, exported.kind.value)
        self._preferences.set(EXPORT_FIELD_NAMES, self._field_names.isChecked())
        total = len(self._rows.numbers())
        title = wording.filled(self.tr("%1 of %Ln {row|rows} written.", "", total), wording.number(exported.rows))
        kind = "success" if exported.rows == total else "warning"
        self._notices.say(Notice(kind, title, path.name, self.tr("Show in folder"), lambda: reveal(path)))
        self.accept()

    def _failed(self, error: LeadDeskError) -> None:
        words = explain(error)
        self._message.say("danger", words.title, words.advice)
        self._path.focus()

    def _work_starts(self) -> None:
        self._is_busy = True
        self._message.clear()
        self._choices.setEnabled(False)
        self._path.setEnabled(False)
        self._start.setEnabled(False)

    def _work_ended(self) -> None:
        self._is_busy = self._is_writing = False
        self._progress.hide()
        self._buttons.show()
        self._choices.setEnabled(True)
        self._path.setEnabled(True)
        self._allow()


def _column(spacing: int, *widgets: QWidget) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for widget in widgets:
        made.addWidget(widget)
    return made


def _today() -> str:
    return QDate.currentDate().toString(Qt.DateFormat.ISODate)
