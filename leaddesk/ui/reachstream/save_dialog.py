"""Ask under which name the filter is saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from leaddesk.domain.errors import LeadDeskError, NameTaken
from leaddesk.domain.filter import Filter
from leaddesk.ui import theme
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words

_LONGEST_NAME = 120


class SaveFilterDialog(QDialog):
    """A name, and one more question where it is taken."""

    saved = Signal(str)
    """The name that it is kept under now."""

    def __init__(self, desk: Desk, filter: Filter, name: str, parent: QWidget) -> None:
        """``name``: the saved filter that is being edited, which is replaced without asking; empty for a new one."""
        super().__init__(parent)
        self._desk, self._filter, self._own_name = desk, filter, name
        self._background = Background(self, desk.notices)
        self._replace = False
        self.setObjectName("filter-save-dialog")
        self.setWindowTitle(self.tr("Save the filter"))
        label = QLabel(self.tr("&Name"))
        self.name = QLineEdit(name)
        self.name.setObjectName("filter-name")
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.setPlaceholderText(self.tr("Marketing heads"))
        self.name.setMinimumWidth(self.fontMetrics().averageCharWidth() * 44)
        self.name.selectAll()
        self.name.textChanged.connect(self._edited)
        label.setBuddy(self.name)
        self._problem = Words(name="filter-name-problem", wrap=True)
        self._problem.hide()
        cancel = Button(self.tr("Cancel"), name="filter-name-cancel")
        cancel.clicked.connect(self.reject)
        self._accept = Button(self.tr("Save"), name="filter-name-accept", look="primary")
        self._accept.clicked.connect(self._save)
        self.name.returnPressed.connect(self._enter)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(label)
        column.addWidget(self.name)
        column.addWidget(self._problem)
        column.addSpacing(8)
        column.addLayout(buttons)
        self._edited()

    def _edited(self) -> None:
        self._replace = False
        self._accept.setText(self.tr("Save"))
        self._accept.setEnabled(bool(self.name.text().strip()))
        self._problem.hide()

    def _enter(self) -> None:
        """Enter saves but never replaces: a key that is held down would answer the question before it is read."""
        if self._replace:
            self._accept.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._save()

    def _save(self) -> None:
        name = self.name.text().strip()
        if not name or self._background.is_running("save"):
            return
        replace = self._replace or name.casefold() == self._own_name.casefold()
        work = self._desk.actions.keep_filters.save(name=name, filter=self._filter, replace=replace)
        self._background.run(work, lambda kept: self._done(kept.name), self._failed, replacing="save")

    def _done(self, name: str) -> None:
        self.saved.emit(name)
        self.accept()

    def _failed(self, error: LeadDeskError) -> None:
        words = explain(error)
        self._problem.setStyleSheet(f"color: {theme.tokens().danger}")
        self._problem.tell(words.plain)
        self._problem.show()
        if isinstance(error, NameTaken):
            self._replace = True
            self._accept.setText(self.tr("Replace"))
