"""Where LeadDesk keeps things on this computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit

from leaddesk.ui.settings.settings_page import Message, SettingsPage, column, hint, line
from leaddesk.ui.widgets.buttons import Button


def open_in_file_manager(folder: Path) -> bool:
    """False where the desktop has nothing to show a folder with."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class FoldersPage(SettingsPage):
    """The folders for data, for settings (where they have one of their own) and for logs."""

    def __init__(
        self,
        data_folder: Path,
        log_folder: Path,
        open_folder: Callable[[Path], bool],
        settings_folder: Path | None = None,
    ) -> None:
        super().__init__(self.tr("Folders and logs"), "folders-settings")
        self._open_folder = open_folder
        apart = settings_folder is not None and settings_folder != data_folder
        kept = self.tr("Settings, saved filters and kept answers. Keys are not in it.")
        if apart:
            kept = self.tr("Saved filters and kept answers. Keys are not in it.")
        logged = self.tr("What LeadDesk did and what went wrong. Keys are not in it.")
        self._first = self._add_folder(self.tr("Data"), data_folder, "data", self.tr("Open the data folder"), kept)
        if settings_folder is not None and apart:
            chosen = self.tr("What you chose in Settings, and how windows and tables are arranged.")
            opens = self.tr("Open the settings folder")
            self._add_folder(self.tr("Settings"), settings_folder, "settings", opens, chosen)
        self._add_folder(self.tr("Logs"), log_folder, "logs", self.tr("Open the log folder"), logged)
        self._message = Message("folders-message")
        self.add_wide(self._message)
        self.add_rest()

    def refresh(self) -> None:
        self._message.clear()

    def focus_first(self) -> None:
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_folder(self, label: str, folder: Path, what: str, says: str, about: str) -> Button:
        # A path has no place to wrap: in a field it can be scrolled, selected and copied.
        path = QLineEdit(str(folder))
        path.setObjectName(f"folders-{what}")
        path.setAccessibleName(label)
        path.setReadOnly(True)
        path.setCursorPosition(0)
        opener = Button(self.tr("Open"), name=f"folders-open-{what}", icon="open")
        opener.setAccessibleName(says)
        opener.setToolTip(says)
        opener.clicked.connect(lambda: self._open(folder))
        self.add_row(label, column(line(path, opener, stretch=0), hint(about)))
        return opener

    def _open(self, folder: Path) -> None:
        if self._open_folder(folder):
            self._message.clear()
        else:
            self._message.say("warning", self.tr("This system cannot show the folder. Copy its path from the field."))
