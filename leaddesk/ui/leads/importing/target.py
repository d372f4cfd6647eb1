"""Where the leads of a file go: a list, what happens with suppressed people, and the file for rejected rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leaddesk.domain.leads import LeadList, LeadListId
from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.progress_row import ElidedLabel

_NONE, _NEW = 0, -1
_LONGEST_NAME = 100


class Target(QWidget):
    """All choices that are not about the file itself."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lists = QComboBox()
        self._lists.setObjectName("import-list")
        self._lists.setAccessibleName(self.tr("List"))
        self._lists.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._lists.setMinimumContentsLength(14)
        self._name = QLineEdit()
        self._name.setObjectName("import-list-name")
        self._name.setAccessibleName(self.tr("Name of the new list"))
        self._name.setPlaceholderText(self.tr("Name of the new list"))
        self._name.setMaxLength(_LONGEST_NAME)
        self._skip = QCheckBox(self.tr("Leave out suppressed people"))
        self._skip.setObjectName("import-skip-suppressed")
        self._skip.setToolTip(self.tr("Otherwise they are taken, marked as suppressed, and left out of exports"))
        self._rejects: Path | None = None
        self._rejects_words = ElidedLabel(name="import-rejects")
        theme.muted(self._rejects_words)
        self._change = Button(self.tr("Change…"), name="import-rejects-change", look="link")
        title = Words(self.tr("Add to the list"))
        title.setBuddy(self._lists)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(title)
        row.addWidget(self._lists)
        row.addWidget(self._name, 1)
        row.addSpacing(12)
        row.addWidget(self._skip)
        row.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._rejects_words)
        below.addWidget(self._change)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addLayout(below)
        self.show_lists(())
        self._lists.activated.connect(self._chosen)
        self._name.textChanged.connect(self.changed)
        self._skip.toggled.connect(self.changed)
        self._change.clicked.connect(self._browse)

    def show_lists(self, lists: Sequence[LeadList], chosen: LeadListId | None = None) -> None:
        """The lists that are there."""
        self._lists.clear()
        self._lists.addItem(self.tr("None"), _NONE)
        self._lists.addItem(self.tr("A new list…"), _NEW)
        for kept in lists:
            self._lists.addItem(wording.shortened(kept.name), int(kept.id))
        place = self._lists.findData(int(chosen)) if chosen is not None else 0
        self._lists.setCurrentIndex(max(0, place))
        self._name.hide()

    def suggest_name(self, name: str) -> None:
        """For a new list."""
        self._name.setText(name[:_LONGEST_NAME])

    def show_rejects(self, path: Path) -> None:
        """Where rejected rows go."""
        self._rejects = path
        self._rejects_words.setText(wording.filled(self.tr("Rejected rows go into %1"), str(path)))

    @property
    def into(self) -> LeadListId | None:
        chosen = int(self._lists.currentData() or 0)
        return LeadListId(chosen) if chosen > 0 else None

    @property
    def new_list(self) -> str:
        return " ".join(self._name.text().split()) if self._lists.currentData() == _NEW else ""

    @property
    def skips_suppressed(self) -> bool:
        return self._skip.isChecked()

    @property
    def rejects(self) -> Path | None:
        return self._rejects

    def problem(self) -> str:
        """What is missing; empty if nothing is."""
        return self.tr("Give the new list a name.") if self._lists.currentData() == _NEW and not self.new_list else ""

    def _chosen(self) -> None:
        is_new = self._lists.currentData() == _NEW
        self._name.setVisible(is_new)
        if is_new:
            self._name.setFocus()
            self._name.selectAll()
        self.changed.emit()

    def _browse(self) -> None:
        browser = QFileDialog(self.window(), self.tr("Rejected rows"))
        browser.setObjectName("import-rejects-browser")
        browser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        browser.setNameFilter(self.tr("CSV files (*.csv)"))
        browser.setDefaultSuffix("csv")
        if self._rejects is not None:
            browser.setDirectory(str(self._rejects.parent))
            browser.selectFile(self._rejects.name)
        browser.fileSelected.connect(lambda chosen: self.show_rejects(Path(chosen)))
        browser.finished.connect(browser.deleteLater)
        browser.open()
