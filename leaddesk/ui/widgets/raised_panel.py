"""A small panel that opens beside what it is about, and closes when the person turns to something else.

A child of the window and no popup: assistive technology on Linux does not see those, and they would take input methods
and Wayland's focus away.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QWidget

_FROM_EDGE, _FROM_ANCHOR = 8, 3


class RaisedPanel(QFrame):
    """Closes on Escape, on a click elsewhere, and when the keyboard goes elsewhere."""

    closed = Signal()

    def __init__(self, name: str, anchor: QWidget) -> None:
        """``anchor`` is what it opens at; it may be told another one at each opening."""
        super().__init__(anchor.window())
        self.setObjectName(name)
        self.setProperty("card", "raised")
        self._anchor, self._place_in_anchor = anchor, QRect()
        self._opened_from: QWidget | None = None
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 4)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        anchor.destroyed.connect(self.deleteLater)
        self.hide()

    def wanted_size(self) -> QSize:
        """What it likes to be; it gets less where the window is smaller."""
        return self.sizeHint()

    def open_at(self, place: QRect | None = None, *, first: QWidget) -> None:
        """Under ``place`` of the anchor (default: all of it), or over it where there is more room.

        ``first`` gets the keyboard, which goes back afterwards to where it is now.
        """
        self._place_in_anchor = place or QRect()
        self._opened_from = QApplication.focusWidget()
        if self.parentWidget() is not self._anchor.window():
            self.setParent(self._anchor.window())
        self.place()
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def close_panel(self) -> None:
        """The keyboard goes back to where it was."""
        focused = QApplication.focusWidget()
        had_keyboard = focused is None or self.isAncestorOf(focused)
        opened_from, self._opened_from = self._opened_from, None
        self.hide()
        if had_keyboard and opened_from is not None and opened_from.isVisible():
            opened_from.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """Where it belongs, whole in its window."""
        window, wanted = self._anchor.window(), self.wanted_size()
        spot = self._place_in_anchor if self._place_in_anchor.isValid() else self._anchor.rect()
        at = QRect(self._anchor.mapTo(window, spot.topLeft()), spot.size())
        width = min(wanted.width(), window.width() - 2 * _FROM_EDGE)
        under = window.height() - _FROM_EDGE - at.bottom() - _FROM_ANCHOR
        over = at.top() - _FROM_ANCHOR - _FROM_EDGE
        is_under = wanted.height() <= under or under >= over
        height = min(wanted.height(), under if is_under else over)
        left = max(_FROM_EDGE, min(at.left(), window.width() - _FROM_EDGE - width))
        top = at.bottom() + _FROM_ANCHOR if is_under else at.top() - _FROM_ANCHOR - height
        self.setGeometry(QRect(QPoint(left, top), QSize(width, height)))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        leaves = event.type() in {QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn}
        if leaves and isinstance(watched, QWidget) and not self._owns(watched):
            self.hide()
        elif event.type() == QEvent.Type.Resize and watched is self.window():
            self.place()
        return super().eventFilter(watched, event)

    def _owns(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget) or widget is self.window()
