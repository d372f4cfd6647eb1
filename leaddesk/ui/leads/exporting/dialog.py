"""Take leads out: which rows, for whom, what is wrong with them, and where to."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from leaddesk.actions.export_leads import ExportLeads
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.export_destinations import ALWAYS_OFFERED, CARDS, filling
from leaddesk.domain.export_profiles import (
    AS_SHOWN,
    LINKEDIN,
    ExportPlan,
    Preflight,
    Problem,
    Profile,
    Written,
    files_of,
    most_rows,
    own_copy,
)
from leaddesk.domain.exports import SUFFIXES
from leaddesk.domain.leads import LeadId
from leaddesk.domain.preferences import EXPORT_FOLDER, PreferenceStore
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leads.exporting import words
from leaddesk.ui.leads.exporting.checks import Checks
from leaddesk.ui.leads.exporting.columns_page import ColumnsPage
from leaddesk.ui.leads.exporting.foot import ExportFoot
from leaddesk.ui.leads.exporting.forms_row import FormsRow
from leaddesk.ui.leads.exporting.own_profiles import OwnProfiles
from leaddesk.ui.leads.exporting.profile_list import ProfileList
from leaddesk.ui.leads.exporting.subject import LeadsSubject, shown_profile
from leaddesk.ui.leads.exporting.template_row import TemplateRow
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.reveal import reveal
from leaddesk.ui.screen_room import room_for
from leaddesk.ui.widgets.export_choices import RowsChoice
from leaddesk.ui.widgets.export_columns import ColumnsChoice
from leaddesk.ui.widgets.export_preview import PreviewTable
from leaddesk.ui.widgets.export_subject import ExportSubject
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.scrolled import Scrolled, Shrinking
from leaddesk.ui.widgets.view_frame import ViewFrame

_REST = 250
"""Milliseconds after the last change before it is previewed and checked."""
_SHOWN_FAULTY = 100


class LeadsExportDialog(QDialog):
    """Open with ``open()``; it deletes itself when it closes, as ``ExportDialog`` does.

    Whatever is chosen is previewed and checked by itself.
    """

    def __init__(
        self,
        subject: LeadsSubject,
        *,
        export: ExportLeads,
        preferences: PreferenceStore,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export-dialog")
        self.setWindowTitle(wording.filled(self.tr("Export: %1"), subject.table.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._subject, self._table, self._export = subject, subject.table, export
        self._preferences, self._notices = preferences, notices
        self._background = Background(self, notices)
        self._cancel = asyncio.Event()
        self._is_writing = False
        self._leads: Sequence[LeadId] = ()
        self._found: Preflight | None = None
        self._left: list[Problem] = []
        """Whose rows are left out."""
        self._takes_suppressed = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._make_parts()
        self._lay_out()
        self._own = OwnProfiles(
            self, export, self._background, notices, offered=self._offered(), listed=self._list_profiles
        )
        self._connect()
        self.resize(self.sizeHint())
        self._list_profiles((), AS_SHOWN)
        self._background.run(export.profiles(), lambda known: self._list_profiles(known, AS_SHOWN))
        if subject.whole is not None:
            self._background.run(subject.whole(), self._take_whole, replacing="whole")

    def reject(self) -> None:
        """Escape, *Cancel* and the window's close button. While files are written they cancel, and it closes then."""
        if self._is_writing:
            self._cancel_writing()
        else:
            self._background.cancel_all()
            super().reject()

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint().expandedTo(QSize(self.fontMetrics().averageCharWidth() * 116, 0))
        return wanted.boundedTo(room_for(self))

    # -- parts

    def _make_parts(self) -> None:
        self._rows = RowsChoice(self._table)
        self._profiles = ProfileList()
        self._description = Words(name="export-description", size=theme.CAPTION, muted=True, wrap=True)
        self._forms = FormsRow()
        self._template = TemplateRow(self._export, self._background)
        self._pages = QStackedWidget()
        names = [column.name for column in self._table.source.columns]
        self._columns = ColumnsChoice(names, self._table.visible_columns, self._table.titles)
        self._held = ColumnsPage()
        self._pages.addWidget(self._columns)
        self._pages.addWidget(ViewFrame(self._held))
        self._preview = PreviewTable()
        self._preview.setObjectName("export-preview")
        self._preview_words = Words(name="export-preview-words", size=theme.CAPTION, muted=True)
        self._checks = Checks()
        last = self._preferences.get(EXPORT_FOLDER)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folders = [Path(folder) for folder in (last, documents) if folder] + [Path.home()]
        self._foot = ExportFoot(self._export, self._background, folders, self._table.file_stem, self._files)

    def _lay_out(self) -> None:
        right = _column(8, self._description, self._template, self._forms)
        right.addWidget(self._pages, 1)
        halves = QHBoxLayout()
        halves.setSpacing(20)
        halves.addWidget(self._profiles, 4)
        halves.addLayout(right, 9)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Words(self.tr("Preview"), weight=600))
        head.addWidget(self._preview_words, 1)
        self._choices = Shrinking()
        choices = _column(8, self._rows)
        self._choices_layout = choices
        choices.setContentsMargins(20, 16, 20, 14)
        choices.addLayout(halves, 4)
        choices.addWidget(Words(self.tr("Checks"), weight=600))
        choices.addWidget(self._checks)
        choices.addLayout(head)
        choices.addWidget(ViewFrame(self._preview), 2)
        self._choices.setLayout(choices)
        whole = _column(0, Scrolled(self._choices), self._foot)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self._rows.changed.connect(self._rows_changed)
        self._profiles.chosen.connect(self._profile_chosen)
        self._profiles.copy_wanted.connect(lambda: self._own.edit(own_copy(self._profile(), "")))
        self._profiles.edit_wanted.connect(lambda: self._own.edit(self._profile()))
        self._profiles.remove_wanted.connect(lambda: self._own.remove(self._profiles.profile()))
        self._columns.changed.connect(self._changed)
        self._forms.kind_changed.connect(self._kind_changed)
        self._forms.forms_changed.connect(self._changed)
        self._template.changed.connect(self._changed)
        self._checks.shown.connect(self._show_faulty)
        self._checks.left_out.connect(lambda problem: self._leave_out([*self._left, problem]))
        self._checks.put_back.connect(lambda it: self._leave_out([one for one in self._left if one is not it]))
        self._checks.suppressed_toggled.connect(self._toggle_suppressed)
        self._rest.timeout.connect(self._look)
        self._foot.wanted.connect(self._write_to)
        self._foot.busy_changed.connect(self._choices.setDisabled)
        self._foot.cancel_wanted.connect(self._cancel_writing)
        self._foot.close_wanted.connect(self.reject)

    # -- what is chosen

    def _offered(self) -> tuple[str, ...]:
        """Columns that an own profile can have."""
        return (*(column.name for column in self._table.source.columns), *ALWAYS_OFFERED)

    def _list_profiles(self, known: Sequence[Profile], current: str) -> None:
        shown = shown_profile(self._table, ())
        destinations = [profile for profile in known if not profile.is_own]
        own = [profile for profile in known if profile.is_own]
        self._profiles.show_profiles((shown, *destinations, CARDS, *own), current)

    def _profile_chosen(self) -> None:
        profile = self._profiles.profile()
        is_shown = profile.id == AS_SHOWN
        self._description.setText(words.description_of(profile))
        self._pages.setCurrentIndex(0 if is_shown else 1)
        self._template.setVisible(profile.id == LINKEDIN)
        self._forms.show_profile(self._shown_profile() if is_shown else profile, profile.kinds[0])
        self._left = []
        self._kind_changed()

    def _shown_profile(self) -> Profile:
        """The chosen one as it will be written, but for the forms."""
        profile = self._profiles.profile()
        return shown_profile(self._table, self._columns.numbers()) if profile.id == AS_SHOWN else profile

    def _profile(self) -> Profile:
        return self._forms.formed(self._shown_profile())

    def _plan(self, path: Path = Path()) -> ExportPlan:
        left: array[int] = array("q")
        for problem in self._left:
            left.extend(problem.rows)
        template = self._template.template
        is_filled = self._profiles.profile().id == LINKEDIN and template is not None
        return ExportPlan(
            self._profile(),
            self._leads,
            self._forms.kind(),
            path,
            left,
            self._takes_suppressed,
            template.path if is_filled and template is not None else None,
        )

    def _files(self, path: Path) -> Sequence[Path]:
        if self._found is not None:
            return files_of(path, self._found.files)
        most = most_rows(self._shown_profile(), self._forms.kind())
        return files_of(path, -(-len(self._rows.numbers()) // most) if most else 1)

    def _kind_changed(self) -> None:
        self._foot.path.use_suffix(SUFFIXES[self._forms.kind()])
        self._changed()

    def _rows_changed(self) -> None:
        self._leads, self._left = (), []
        self._changed()

    def _take_whole(self, table: ExportSubject) -> None:
        """All rows are there now."""
        self._table = table
        rows = RowsChoice(table)
        self._choices_layout.replaceWidget(self._rows, rows)
        self._rows.deleteLater()
        self._rows = rows
        rows.changed.connect(self._rows_changed)
        self._rows_changed()

    def _toggle_suppressed(self) -> None:
        self._takes_suppressed = not self._takes_suppressed
        self._changed()

    def _leave_out(self, problems: list[Problem]) -> None:
        self._left = problems
        self._changed()

    # -- preview and checks

    def _changed(self) -> None:
        """Look at it once nothing changes any more."""
        self._found = None
        shown, profile = self._shown_profile(), self._profiles.profile()
        template = self._template.template
        filled = filling(shown, template.header) if profile.id == LINKEDIN and template is not None else shown
        self._held.show_profile(filled)
        self._background.cancel("check")
        self._checks.say(self.tr("Checking…"))
        self._allow()
        self._rest.start()

    def _allow(self) -> None:
        rows = len(self._rows.numbers()) if self._found is None else self._found.rows
        self._foot.allow(self.tr("Write %Ln {row|rows}", "", rows), self._why_not())

    def _why_not(self) -> str:
        if self._subject.whole is not None and self._background.is_running("whole"):
            return self.tr("Finding all rows…")
        if len(self._rows.numbers()) == 0 or (self._found is not None and self._found.rows == 0):
            return self.tr("There are no rows to write.")
        if not self._shown_profile().columns:
            return self.tr("Choose at least one column.")
        if self._profiles.profile().id == LINKEDIN and self._template.template is None:
            return self.tr("Choose LinkedIn’s template first.")
        return ""

    def _look(self) -> None:
        if not self._rows.numbers():
            self._checks.say("")
            return
        self._background.run(self._look_at(), self._show_preview, self._look_failed, replacing="preview")

    async def _look_at(self) -> list[list[str]]:
        if not self._leads:
            self._leads = await self._subject.ids_of(self._rows.numbers())
        return await self._export.preview(self._plan())

    def _show_preview(self, rows: list[list[str]]) -> None:
        self._show_rows(rows, self.tr("The first %Ln {row|rows}, as the destination gets them.", "", len(rows) - 1))
        if self._why_not():
            self._checks.say("")
            return
        check = self._export.check(self._plan(), progress=self._show_checked)
        self._background.run(check, self._show_found, self._look_failed, replacing="check")

    def _show_rows(self, rows: list[list[str]], said: str) -> None:
        self._preview.show_rows(rows, rows)
        self._preview_words.setText(said if len(rows) > 1 else "")

    def _show_checked(self, rows: int) -> None:
        total = len(self._leads)
        said = wording.filled(self.tr("Checking… %1 of %Ln {row|rows}", "", total), wording.number(rows))
        self._checks.say(said)

    def _show_found(self, found: Preflight | None) -> None:
        if found is None:
            return
        self._found = found
        self._checks.show_found(found, self._profile(), self._left, takes_suppressed=self._takes_suppressed)
        self._allow()

    def _look_failed(self, error: LeadDeskError) -> None:
        self._checks.say(explain(error).title)

    def _show_faulty(self, problem: Problem) -> None:
        rows = self._export.preview(self._plan(), problem.rows[:_SHOWN_FAULTY])
        said = wording.filled(self.tr("%1: %2"), words.short_fault(problem), wording.number(problem.count))
        self._background.run(rows, lambda shown: self._show_rows(shown, said), replacing="preview")
        self._preview.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- writing

    def _write_to(self, path: Path) -> None:
        self._background.cancel("check")
        self._rest.stop()
        self._is_writing = True
        self._cancel = cancel = asyncio.Event()
        self._show_written(0)
        self._background.run(self._write(path, cancel), lambda done: self._finished(path, done), self._foot.end)

    async def _write(self, path: Path, cancel: asyncio.Event) -> Written | None:
        try:
            if not self._leads:
                self._leads = await self._subject.ids_of(self._rows.numbers())
            return await self._export.write(self._plan(path), progress=self._show_written, cancel=cancel)
        except Exception:
            self._is_writing = False  # after a mistake of ours too: the dialog stays of use
            self._foot.end()
            raise

    def _total(self) -> int:
        return self._found.rows if self._found is not None else len(self._rows.numbers())

    def _show_written(self, rows: int) -> None:
        total = self._total()
        said = wording.filled(self.tr("%1 of %Ln {row|rows} written", "", total), wording.number(rows))
        if rows == 0:
            self._foot.progress.begin(said)
        self._foot.progress.show_progress(said, rows, total)

    def _cancel_writing(self) -> None:
        self._cancel.set()
        self._foot.progress.show_cancelling()

    def _finished(self, path: Path, written: Written | None) -> None:
        self._is_writing = False
        if written is None:
            text = wording.filled(self.tr("You cancelled the export to %1."), path.name)
            self._notices.say(Notice("info", self.tr("Nothing was written."), text))
            super().reject()
            return
        self._preferences.set(EXPORT_FOLDER, str(path.parent))
        first = written.files[0]
        kind = "warning" if written.gone or written.cut else "success"
        told = Notice(
            kind,
            words.written_title(written),
            words.written_facts(written),
            self.tr("Show in folder"),
            lambda: reveal(first),
        )
        self._notices.say(told)
        self.accept()


def _column(spacing: int, *widgets: QWidget) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for widget in widgets:
        made.addWidget(widget)
    return made
