"""The border of a list or table inside a dialog; in the accent colour while the view has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from leaddesk.ui import theme


class ViewFrame(QWidget):
    """Draws what the style sheet cannot draw around an item view without slowing its cells down."""

    def __init__(self, view: QAbstractItemView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        view.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 3, 2, 3)
        column.addWidget(view)
        self.setSizePolicy(view.sizePolicy())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.EnabledChange}:
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, focused = theme.tokens(), self._view.hasFocus()
        line = colours.accent if focused else colours.outline if self.isEnabled() else colours.border
        width = 2 if focused else 1
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(line), width))
        painter.setBrush(QColor(colours.surface))
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset),
            theme.RADIUS_CONTROL,
            theme.RADIUS_CONTROL,
            Qt.SizeMode.AbsoluteSize,
        )
