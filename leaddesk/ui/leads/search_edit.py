"""The search over all leads: it asks when typing rests, Escape clears it, Down and Enter go to the rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from leaddesk.ui import icons, theme

_TYPING_RESTS = 90
"""Milliseconds after the last key: a quick typist asks once a word, and nobody waits."""
_TO_ROWS = {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}


class SearchEdit(QLineEdit):
    """See the module."""

    searched = Signal(str)
    rows_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        words = self.tr("Search name, company, title, e-mail, domain")
        self.setObjectName("leads-search")
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)
        self.setMaxLength(400)
        self._lens = QAction(self)
        self.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self._is_shown = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_TYPING_RESTS)
        self._rest.timeout.connect(lambda: self.searched.emit(self.text()))
        self.textChanged.connect(self._typed)
        self._dress()

    def show_search(self, text: str) -> None:
        """Without asking for anything; what is being typed stays."""
        if not self._rest.isActive() and text != self.text():
            self._is_shown = True  # its signals are not blocked: its clear button listens to them
            self.setText(text)
            self._is_shown = False

    def _typed(self, text: str) -> None:
        if self._is_shown:
            return
        if text:
            self._rest.start()
        else:
            self._rest.stop()
            self.searched.emit("")

    def _at_once(self) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self.searched.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in _TO_ROWS or event.key() == Qt.Key.Key_Escape:
            self._at_once()
            self.rows_wanted.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lens"):
            self._dress()

    def _dress(self) -> None:
        colours = theme.tokens()
        self._lens.setIcon(icons.icon("search", colours.muted))
        for action in self.findChildren(QAction):
            if action.objectName() == "_q_qlineeditclearaction":
                action.setIcon(icons.icon("close", colours.muted))
