"""The note of a lead: saved a moment after typing rests, and whenever the person turns to something else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from leaddesk.ui import theme
from leaddesk.ui.widgets.pasted_values import whole

RESTS = 1_200
"""Milliseconds after the last key."""
_LINES, _MOST_LINES = 3, 14


class NoteEdit(QPlainTextEdit):
    """As high as its text, within bounds."""

    written = Signal(str)
    """The whole note, to be saved."""
    escaped = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Note"))
        self.setPlaceholderText(self.tr("What you know of this lead"))
        self.setTabChangesFocus(True)
        self._told = ""
        """What was shown or handed out last."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RESTS)
        self._rest.timeout.connect(self.hand_out)
        self.textChanged.connect(self._typed)
        self._fit()

    @property
    def is_dirty(self) -> bool:
        """Whether it holds what was not handed out yet."""
        return self._text() != self._told

    def show_note(self, text: str) -> None:
        """Show another note. Call ``hand_out`` before, for what was typed would be gone."""
        self._rest.stop()
        self._told = text
        if text != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self._fit()

    def hand_out(self) -> None:
        """Have it saved now, if anything was typed."""
        self._rest.stop()
        text = self._text()
        if text != self._told:
            self._told = text
            self.written.emit(text)

    def _text(self) -> str:
        return whole(self.toPlainText()).rstrip()

    def _typed(self) -> None:
        self._fit()
        self._rest.start()

    def _fit(self) -> None:
        line = QFontMetrics(theme.font()).lineSpacing()
        lines = max(_LINES, min(_MOST_LINES, round(self.document().size().height())))
        self.setFixedHeight(lines * line + 20)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hand_out()
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hand_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_rest"):
            self._fit()
