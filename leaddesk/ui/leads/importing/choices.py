"""All that can be chosen before a file is imported, beside what becomes of it then."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.actions.import_leads import ImportLeads
from leaddesk.domain.column_mapping import fitted
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.imports import FileShape, ImportPlan, Mapping, Peek, Reject, SavedMapping, Verdict
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.leads.importing.columns_table import ColumnsTable
from leaddesk.ui.leads.importing.mapping_bar import MappingBar
from leaddesk.ui.leads.importing.preview import Preview
from leaddesk.ui.leads.importing.shape_row import ShapeRow
from leaddesk.ui.leads.importing.target import Target
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.scrolled import Shrinking
from leaddesk.ui.widgets.view_frame import ViewFrame


class Choices(Shrinking):
    """Reads the beginning of the file anew whenever it is to be read in another way."""

    changed = Signal()
    """``reason`` or ``hint`` may be another."""
    read = Signal()
    """The file could be read, for the first time."""
    unreadable = Signal(object)
    """A LeadDeskError."""

    def __init__(
        self, path: Path, import_leads: ImportLeads, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._path, self._import, self._background = path, import_leads, background
        self._peek: Peek | None = None
        self._is_looking = False
        self._rejected_all = self._is_garbled = self._skipped = False
        self._shape, self._columns, self._mappings = ShapeRow(), ColumnsTable(), MappingBar()
        self._preview, self._counts = Preview(), Words(name="import-counts", size=theme.CAPTION, muted=True)
        self.target = Target()
        self._lay_out()
        self.setEnabled(False)
        self.target.suggest_name(path.stem)
        self._shape.changed.connect(self.look)
        self._columns.contents.mapped.connect(self._show_preview)
        self._mappings.taken.connect(self._take_mapping)
        self._mappings.save_wanted.connect(self._save_mapping)
        self._mappings.forget_wanted.connect(self._forget_mapping)
        self.target.changed.connect(self._target_changed)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        place = import_leads.rejects_for(path, Path(documents) if documents else Path.home())
        background.run(place, self.target.show_rejects)
        background.run(import_leads.saved(), self._mappings.show_saved)

    @property
    def is_read(self) -> bool:
        return self._peek is not None

    def plan(self) -> ImportPlan | None:
        """What is to be done; None while ``reason`` says why not."""
        peek, target = self._peek, self.target
        if peek is None or self.reason():
            return None
        mapping = self._columns.contents.mapping
        skip, rejects = target.skips_suppressed, target.rejects
        return ImportPlan(self._path, peek.shape, mapping, target.into, target.new_list, skip, rejects, peek.seen)

    def reason(self) -> str:
        """Why it cannot be imported now; empty if it can."""
        if self._peek is None or self._is_looking:
            return self.tr("Reading the file…") if self._is_looking else self.tr("The file cannot be read.")
        if not any(self._columns.contents.mapping.columns):
            return self.tr("Choose what at least one column becomes.")
        if not self._peek.rows and not self._peek.bad:
            return self.tr("There are no rows to import.")
        return self.target.problem()

    def hint(self) -> str:
        """What is odd, though it can be imported."""
        if not self._rejected_all:
            return ""
        if self._is_garbled:
            return self.tr("None of these rows would be taken. Try another encoding.")
        return self.tr("None of these rows would be taken. Which column is the name, or the e-mail?")

    def look(self, shape: FileShape | None = None) -> None:
        """Read the beginning of the file; without ``shape`` as before, at first as it seems to be meant."""
        if shape is None and self._peek is not None:
            shape = self._peek.shape
        self._is_looking = True
        self.changed.emit()
        self._background.run(self._import.peek(self._path, shape), self._looked, self._not_read, replacing="look")

    def _looked(self, peek: Peek) -> None:
        before, self._peek = self._peek, peek
        self._is_looking = False
        is_other = before is None or before.header != peek.header
        self._shape.show_peek(peek)
        self._columns.show_peek(peek, peek.mapping if is_other else self._columns.contents.mapping)
        self.setEnabled(True)
        if before is None:
            self._columns.setFocus()
        self.read.emit()
        self._show_preview()

    def _not_read(self, error: LeadDeskError) -> None:
        self._is_looking = False
        if self._peek is not None:
            self._shape.show_peek(self._peek)
        self.changed.emit()
        self.unreadable.emit(error)

    def _target_changed(self) -> None:
        if self.target.skips_suppressed != self._skipped:
            self._show_preview()
        self.changed.emit()

    def _show_preview(self) -> None:
        peek, mapping = self._peek, self._columns.contents.mapping
        if peek is not None:
            self._skipped = self.target.skips_suppressed
            verdicts = self._import.preview(peek, mapping, skip_suppressed=self._skipped)
            self._background.run(verdicts, lambda shown: self._previewed(shown, mapping), replacing="preview")
        self.changed.emit()

    def _previewed(self, verdicts: Sequence[Verdict], mapping: Mapping) -> None:
        self._preview.show_verdicts(verdicts, mapping)
        rejected = sum(verdict.reject is not None for verdict in verdicts)
        told = self.tr("%Ln {row|rows} from the beginning, as kept", "", len(verdicts)) if verdicts else ""
        if rejected:
            told = wording.filled(self.tr("%1; %2 rejected"), told, wording.number(rejected))
        self._counts.setText(told or self.tr("There are no rows below the names."))
        self._rejected_all = bool(verdicts) and rejected == len(verdicts)
        self._is_garbled = any(verdict.reject is Reject.UNREADABLE for verdict in verdicts)
        self.changed.emit()

    def _take_mapping(self, saved: SavedMapping) -> None:
        if self._peek is not None:
            self._columns.contents.set_mapping(fitted(saved, self._peek.header, self._peek.mapping))

    def _save_mapping(self, name: str) -> None:
        if self._peek is not None:
            self._background.run(
                self._after(self._import.save(name, self._peek.header, self._columns.contents.mapping))
            )

    def _forget_mapping(self, id_: int) -> None:
        self._background.run(self._after(self._import.forget(id_)))

    async def _after(self, change: Awaitable[SavedMapping | None]) -> None:
        kept = await change
        self._mappings.show_saved(await self._import.saved(), kept.id if kept is not None else None)

    def _lay_out(self) -> None:
        columns_head, preview_head = QHBoxLayout(), QHBoxLayout()
        for head in (columns_head, preview_head):
            head.setSpacing(8)
        columns_head.addWidget(Words(self.tr("Columns"), weight=600))
        columns_head.addStretch(1)
        columns_head.addWidget(self._mappings)
        preview_head.addWidget(Words(self.tr("Preview"), weight=600))
        preview_head.addWidget(self._counts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        column.addWidget(self._shape)
        column.addSpacing(4)
        column.addLayout(columns_head)
        column.addWidget(ViewFrame(self._columns), 3)
        column.addSpacing(4)
        column.addLayout(preview_head)
        column.addWidget(ViewFrame(self._preview), 2)
        column.addSpacing(4)
        column.addWidget(self.target)
