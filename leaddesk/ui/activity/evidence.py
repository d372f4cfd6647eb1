"""Asks where the evidence is to be saved, and writes it: of one purchase, or of everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from leaddesk.actions.see_purchases import EvidenceFiles
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.preferences import EXPORT_FOLDER
from leaddesk.domain.purchases import Purchase
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk


class EvidenceSaver(QObject):
    """Over one window or dialog."""

    def __init__(
        self,
        desk: Desk,
        over: QWidget,
        saved: Callable[[EvidenceFiles], None],
        failed: Callable[[LeadDeskError], None] | None = None,
    ) -> None:
        """``saved`` tells what was written; without ``failed`` the notices tell what stood in the way."""
        super().__init__(over)
        self._desk, self._over, self._saved, self._failed = desk, over, saved, failed
        self._background = Background(self, desk.notices)

    def ask(self, purchase: Purchase | None) -> None:
        """Where to; then it is written."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        last = self._desk.preferences.get(EXPORT_FOLDER)
        folder = next((at for at in (last, documents) if at and Path(at).is_dir()), str(Path.home()))
        subject = f"purchase-{purchase.number}" if purchase is not None else "purchases"
        name = f"leaddesk-evidence-{subject}-{datetime.now(UTC).astimezone():%Y-%m-%d}.json"
        browser = QFileDialog(self._over, self.tr("Save the evidence"))
        browser.setObjectName("evidence-file")
        browser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        browser.setNameFilter(self.tr("Evidence (*.json)"))
        browser.setDefaultSuffix("json")
        browser.selectFile(str(Path(folder) / name))
        browser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        browser.fileSelected.connect(lambda chosen: self._write(Path(chosen), purchase))
        browser.open()

    def words(self, files: EvidenceFiles) -> tuple[str, str]:
        """What is told of them: a sentence, and another."""
        told = self.tr("“%1”, and a table beside it. No key and no secret is in them.")
        return self.tr("The evidence is saved."), wording.filled(told, files.document.name)

    def _write(self, path: Path, purchase: Purchase | None) -> None:
        see = self._desk.actions.purchases().see_purchases
        work = see.export_evidence(path, purchase.id if purchase is not None else None)
        self._background.run(work, self._saved, self._failed, replacing="evidence")
