"""Where the value of a field is typed: as high as its text, with the reason below where it could not be saved."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.pasted_values import whole

_MOST_LINES, _PAD = 8, 3
_STAYS = {
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
}


class _Input(QPlainTextEdit):
    """Enter saves; with Shift it breaks the line, for a value may have several."""

    entered = Signal()
    tabbed = Signal(int)
    escaped = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not shift:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.tabbed.emit(1 if event.key() == Qt.Key.Key_Tab else -1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.left.emit()


class FieldEditor(QFrame):
    """Lies over the value of a field."""

    accepted = Signal(int)
    """Save; then the next field (1), the one before (-1), or stay (0)."""
    cancelled = Signal()
    left = Signal()
    """The keyboard went elsewhere."""
    grown = Signal()
    """It needs another height."""

    def __init__(self, name: str, title: str, text: str, problem: str, parent: QWidget) -> None:
        """``title`` is the field's; ``problem`` says why ``text`` could not be saved; empty for a saved one."""
        super().__init__(parent)
        self.before = text
        self.input = _Input()
        self.input.setObjectName(name)
        self.input.setAccessibleName(title)
        self.input.setFrameShape(QFrame.Shape.NoFrame)
        self.input.setStyleSheet("background: transparent; border: 0; padding: 0")
        self.input.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.input.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.input.document().setDocumentMargin(1)
        self.input.setPlainText(text)
        self.input.selectAll()
        self._problem = Words(problem, name=f"{name}-problem", size=theme.CAPTION, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, _PAD, _PAD, _PAD)
        column.setSpacing(2)
        column.addWidget(self.input)
        column.addWidget(self._problem)
        self._problem.setVisible(bool(problem))
        self.setFocusProxy(self.input)
        self.input.entered.connect(lambda: self.accepted.emit(0))
        self.input.tabbed.connect(self.accepted)
        self.input.escaped.connect(self.cancelled)
        self.input.left.connect(self.left)
        self.input.textChanged.connect(self.grown)

    @property
    def text(self) -> str:
        """What is typed; without white space around it."""
        return whole(self.input.toPlainText()).strip()

    @property
    def is_changed(self) -> bool:
        return self.text != self.before.strip() or bool(self._problem.text())

    def announce_problem(self) -> None:
        """Have a screen reader say why it could not be saved, if it could not."""
        self._problem.announce()

    def put_cursor_at_end(self) -> None:
        self.input.moveCursor(QTextCursor.MoveOperation.End)

    def needed_height(self, width: int) -> int:
        """Pixels, where it is so wide."""
        inside = width - 2 * _PAD
        self.input.document().setTextWidth(inside)
        lines = max(1, min(_MOST_LINES, round(self.input.document().size().height())))
        tall = lines * QFontMetrics(theme.font()).lineSpacing() + 4
        self.input.setFixedHeight(tall)
        if self._problem.text():
            tall += self._problem.heightForWidth(inside) + 2
        return tall + 2 * _PAD

    def sizeHint(self) -> QSize:
        return QSize(120, self.needed_height(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, painter = theme.tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.danger if self._problem.text() else colours.accent), 2))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), theme.RADIUS_CHIP, theme.RADIUS_CHIP)
