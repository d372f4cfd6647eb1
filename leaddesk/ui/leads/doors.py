"""The doors of the page to its other rooms; one that is not there stays shut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from leaddesk.ui import wording
from leaddesk.ui.leads.rooms import Rooms, open_dialog

if TYPE_CHECKING:
    from leaddesk.domain.lead_views import View
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.leads.lead_table import LeadsTable
    from leaddesk.ui.leads.page import LeadsPage

_FILES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm")
"""Endings of the files that are offered."""


class Doors(QObject):
    """Opens ``Rooms`` for one page."""

    def __init__(self, desk: Desk, rooms: Rooms, page: LeadsPage) -> None:
        super().__init__(page)
        self._desk, self._rooms, self._page = desk, rooms, page

    def import_files(self, paths: Sequence[Path] = ()) -> None:
        """Import these; without any, ask for them first."""
        enter = self._rooms.import_files
        if enter is not None and paths:
            enter(self._desk, self._page.window(), paths, self._page.show_imported)
        elif enter is not None:
            kinds = wording.filled(self.tr("Tables (%1)"), " ".join(f"*{ending}" for ending in _FILES))
            dialog = QFileDialog(
                self._page.window(), self.tr("Import files"), "", f"{kinds};;{self.tr('All files')} (*)"
            )
            dialog.setObjectName("leads-import-files")
            dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
            dialog.filesSelected.connect(lambda names: self.import_files([Path(name) for name in names]))
            open_dialog(dialog)

    def export(self, table: LeadsTable, view: View, words: str) -> None:
        if self._rooms.export_dialog is not None:
            open_dialog(self._rooms.export_dialog(self._desk, table, view, words))

    def open_suppression(self) -> None:
        if self._rooms.suppression_dialog is not None:
            open_dialog(self._rooms.suppression_dialog(self._desk, self._page.window()))

    def build_review(self, leave: Callable[[], None]) -> QWidget | None:
        """What goes through likely duplicates; ``leave`` ends it."""
        return self._rooms.review(self._desk, leave) if self._rooms.review is not None else None
