"""The template that a destination wants filled: which file it is, and what of it can be filled."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from leaddesk.actions.export_leads import ExportLeads
from leaddesk.domain.errors import FileUnreadable, LeadDeskError
from leaddesk.domain.export_profiles import Template
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words


class TemplateRow(QWidget):
    """*Choose the template…*, and what was found in it."""

    changed = Signal()

    def __init__(self, export: ExportLeads, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._export, self._background = export, background
        self.template: Template | None = None
        self._choose = Button(self.tr("Choose the template…"), name="export-template", icon="folder")
        self._words = Words(self.tr("No template is chosen."), name="export-template-words", wrap=True)
        self._words.be_a_stop()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._choose)
        row.addWidget(self._words, 1)
        self._choose.clicked.connect(self._open_browser)

    def take(self, path: Path) -> None:
        """Read the template at ``path``."""
        self._background.run(self._export.template(path), self._taken, self._refused, replacing="template")

    def _taken(self, template: Template) -> None:
        self.template = template
        known, all_ = wording.number(len(template.known)), len(template.header)
        said = self.tr("%1: %2 of %Ln {column is|columns are} filled.", "", all_)
        self._words.tell(wording.filled(said, template.path.name, known))
        self.changed.emit()

    def _refused(self, error: LeadDeskError) -> None:
        if isinstance(error, FileUnreadable) and error.reason == "no-columns":
            said = self.tr("%1 has no column that LeadDesk can fill. Download the contact list template again.")
            self._words.tell(wording.filled(said, error.path.name))
        else:
            self._words.tell(explain(error).title)

    def _open_browser(self) -> None:
        browser = QFileDialog(self.window(), self.tr("LinkedIn’s template"))
        browser.setObjectName("export-template-browser")
        browser.setFileMode(QFileDialog.FileMode.ExistingFile)
        browser.setNameFilter(self.tr("CSV files (*.csv)"))
        browser.fileSelected.connect(lambda name: self.take(Path(name)))
        browser.finished.connect(browser.deleteLater)
        browser.open()
