"""Where an export goes: the path field, what a file may be called, and the name that is suggested."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QWidget

from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words

_LONGEST_NAME = 255
"""Bytes on Linux, characters on macOS and Windows; the smaller limit holds for all."""
_LONGEST_STEM = 80
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
"""Names of devices on Windows, whatever follows the first point (Microsoft, "Naming Files, Paths, and Namespaces")."""


class UnusableNameError(ValueError):
    """Typed text that names no file. ``reason`` is a key of ``_REASONS``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_REASONS = {
    "empty": "Type a file name.",
    "folder": "This is a folder. Add a file name.",
    "characters": "The file name holds a character that cannot be typed into one.",
    "windows": 'Windows does not allow < > : " | ? * in a file name.',
    "reserved": "Windows keeps this file name for a device. Choose another one.",
    "ending": "Windows does not allow a folder name that ends with a point or a space.",
    "long": "The file name is too long.",
    "home": "There is no such home folder.",
}


def resolved(text: str, folder: Path, platform: str = sys.platform, suffix: str = ".csv") -> Path:
    """The file that ``text`` means: absolute, below ``folder`` where it names no folder of its own, with ``suffix``.

    White space and one pair of quotation marks around it are dropped (Windows' "Copy as path" sets them); ``~`` is the
    home folder. Never touches the disk. Raises UnusableNameError.
    """
    typed = text.strip()
    if len(typed) > 1 and typed[0] == typed[-1] == '"':
        typed = typed[1:-1].strip()
    _check_characters(typed)
    if typed.endswith(("/", os.sep)) or typed.replace("\\", "/").rsplit("/", 1)[-1] in {".", "..", "~"}:
        raise UnusableNameError("folder")
    try:
        path = folder / Path(typed).expanduser()
    except RuntimeError:
        raise UnusableNameError("home") from None
    if not path.name:
        raise UnusableNameError("folder")
    stem = path.name.rstrip(".")
    if not stem.lower().endswith(suffix):
        path = path.with_name(f"{stem}{suffix}")
    if path.name.lower() == suffix:
        raise UnusableNameError("empty")
    if len(path.name.encode()) > _LONGEST_NAME:
        raise UnusableNameError("long")
    if platform == "win32":
        _check_for_windows(path)
    return path


def _check_characters(typed: str) -> None:
    if not typed:
        raise UnusableNameError("empty")
    try:
        typed.encode()
    except UnicodeEncodeError:
        raise UnusableNameError("characters") from None
    if _CONTROL.search(typed):
        raise UnusableNameError("characters")


def _check_for_windows(path: Path) -> None:
    for part in path.parts[1:]:
        if _NOT_ON_WINDOWS.search(part):
            raise UnusableNameError("windows")
        if _RESERVED.fullmatch(part.split(".")[0].rstrip()):
            raise UnusableNameError("reserved")
        if part.endswith((".", " ")) and part not in {".", ".."}:
            raise UnusableNameError("ending")


def suggested_name(stem: str, day: str) -> str:
    """``reachstream-sample-2026-11-21.csv``: ``stem`` without what some system refuses in a name, and ``day`` (ISO)."""
    kept = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]+', "-", stem)
    kept = re.sub(r"\s+", " ", kept)[:_LONGEST_STEM].strip(" .-~")
    return f"{kept or 'export'}-{day}.csv"


class PathField(QWidget):
    """The path, *Browse…*, and where a name without a folder goes."""

    changed = Signal()

    def __init__(self, folder: Path, name: str, parent: QWidget | None = None) -> None:
        """Shows the file ``name`` in ``folder``."""
        super().__init__(parent)
        self._folder, self._name = folder, name
        self._suffix = ".csv"
        self._edit = QLineEdit()
        self._edit.setObjectName("export-path")
        self._edit.setAccessibleName(self.tr("File"))
        self._edit.setMinimumHeight(max(theme.CONTROL_HEIGHT, self.fontMetrics().height() + 11))
        self._edit.textChanged.connect(self._show_place)
        self._edit.textChanged.connect(self.changed)
        self._browse = Button(self.tr("Browse…"), name="export-browse", icon="folder")
        self._browse.clicked.connect(self._open_browser)
        self._place = Words(name="export-place", size=theme.CAPTION, muted=True, wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._edit, 0, 0)
        grid.addWidget(self._browse, 0, 1)
        grid.addWidget(self._place, 1, 0, 1, 2)
        self.suggest(folder)

    def suggest(self, folder: Path) -> None:
        """Move the suggested name to ``folder``, unless something else was typed meanwhile."""
        if self._edit.text() in {"", str(self._folder / self._name)}:
            self._folder = folder
            self._edit.setText(str(folder / self._name))
            self._show_place()

    def use_suffix(self, suffix: str) -> None:
        """Another kind of file: ``.xlsx`` instead of ``.csv``, in what stands there too."""
        before, self._suffix = self._suffix, suffix
        self._name = f"{self._name.removesuffix(before)}{suffix}"
        text = self._edit.text()
        if text.lower().endswith(before):
            self._edit.setText(f"{text[: -len(before)]}{suffix}")
        self._show_place()

    def target(self) -> Path | None:
        """The file that is meant; None while ``problem`` says why not."""
        try:
            return resolved(self._edit.text(), self._folder, suffix=self._suffix)
        except UnusableNameError:
            return None

    def problem(self) -> str:
        """What is wrong with the typed text, in words; empty if nothing is."""
        try:
            resolved(self._edit.text(), self._folder, suffix=self._suffix)
        except UnusableNameError as error:
            return QCoreApplication.translate("PathField", _REASONS[error.reason])
        return ""

    def focus(self) -> None:
        """Put the cursor there, with the name (not the folder) selected."""
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        text = self._edit.text()
        start = max(text.rfind("/"), text.rfind("\\")) + 1
        end = len(text) - len(self._suffix) if text.lower().endswith(self._suffix) else len(text)
        self._edit.setSelection(start, max(0, end - start))

    def _show_place(self) -> None:
        target = self.target()
        differs = target is not None and str(target) != self._edit.text().strip()
        self._place.setText(wording.filled(self.tr("Written to %1"), str(target)) if differs else "")
        self._place.setVisible(differs)
        if self._edit.property("wrong") != (target is None):
            self._edit.setProperty("wrong", target is None)
            self._edit.style().unpolish(self._edit)
            self._edit.style().polish(self._edit)

    def _open_browser(self) -> None:
        browser = QFileDialog(self.window(), self.tr("Export"))
        browser.setObjectName("export-browser")
        browser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        browser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filters = {
            ".csv": self.tr("CSV files (*.csv)"),
            ".xlsx": self.tr("Spreadsheets (*.xlsx)"),
            ".vcf": self.tr("vCards (*.vcf)"),
        }
        browser.setNameFilter(filters[self._suffix])
        browser.setDefaultSuffix(self._suffix[1:])
        # The dialog asks before it replaces a file, once, for typed and for browsed paths alike.
        browser.setOption(QFileDialog.Option.DontConfirmOverwrite)
        target = self.target() or self._folder / self._name
        browser.setDirectory(str(target.parent))
        browser.selectFile(target.name)
        browser.fileSelected.connect(self._edit.setText)
        browser.open()
