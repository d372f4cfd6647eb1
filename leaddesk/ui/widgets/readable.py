"""A result that the Tab key reaches, so that a screen reader reads it again and the keyboard copies it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextDocumentFragment,
)
from PySide6.QtWidgets import QLabel, QWidget

from leaddesk.ui import theme

_OUTSIDE_X, _OUTSIDE_Y = 5, 3
_BY_MOUSE = {Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}


class Readable(QLabel):
    """A label like any other until ``be_a_stop``."""

    _ring: FocusRing | None = None
    _is_stop = False

    def be_a_stop(self) -> None:
        """From now on it is in the tab order while it is shown, wears a ring there, and its text can be copied."""
        self._is_stop = True
        self.select_by(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard,
        )

    def select_by(self, flags: Qt.TextInteractionFlag) -> None:
        """Qt takes a label out of the tab order whenever its flags are set; here it stays in."""
        self.setTextInteractionFlags(flags)
        if self._is_stop:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def plain_text(self) -> str:
        """What it says, without markup."""
        if self.textFormat() == Qt.TextFormat.RichText:
            return QTextDocumentFragment.fromHtml(self.text()).toPlainText().replace("\xa0", " ")
        return self.text()

    def announce(self) -> None:
        """Have a screen reader say it, wherever the keyboard is."""
        if self.text():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._is_stop and event.reason() not in _BY_MOUSE:
            if self._ring is None:
                self._ring = FocusRing(self)
            self._ring.place()
            self._ring.show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._drop_ring()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._drop_ring()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.place_ring()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_ring()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_stop and event.matches(QKeySequence.StandardKey.Copy) and not self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.plain_text())
            event.accept()
        else:
            super().keyPressEvent(event)

    def place_ring(self) -> None:
        """The label was moved; its ring follows."""
        if self._ring is not None and not self._ring.isHidden():
            self._ring.place()

    def _drop_ring(self) -> None:
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None


class FocusRing(QWidget):
    """Two pixels of accent around a label. It lies over the label's surroundings, so that nothing changes its size."""

    def __init__(self, around: QWidget) -> None:
        """Its parent is the nearest widget around ``around`` that has room for it."""
        self._around = around
        holder = around.parentWidget()
        while holder is not None and not holder.isWindow() and not holder.rect().contains(self._wanted(holder)):
            holder = holder.parentWidget()
        super().__init__(holder or around)
        self.setObjectName("focus-ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _wanted(self, holder: QWidget) -> QRect:
        inside = QRect(self._around.mapTo(holder, self._around.rect().topLeft()), self._around.size())
        return inside.adjusted(-_OUTSIDE_X, -_OUTSIDE_Y, _OUTSIDE_X, _OUTSIDE_Y)

    def place(self) -> None:
        holder = self.parentWidget()
        if holder is not None:
            self.setGeometry(self._wanted(holder))
            self.raise_()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.tokens().accent), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS_CHIP, theme.RADIUS_CHIP)
