"""Suggestions under a field: a raised child of the window, not a popup, so that the input keeps the keyboard.

Assistive technology on Linux does not see popups, and a popup would take input methods and Wayland's focus away.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui import theme

_ROW, _MOST_ROWS = 26, 8
_Index = QModelIndex | QPersistentModelIndex


class _SuggestionDelegate(QStyledItemDelegate):
    """The matched part in bold; "Enter" at the row that Enter takes."""

    def __init__(self, frame: Suggestions) -> None:
        super().__init__(frame)
        self._frame = frame

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return QSize(80, max(_ROW, QFontMetrics(theme.font()).height() + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, place = theme.tokens(), QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(place, 4, 4)
        inner = place.adjusted(8, 0, -8, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setFont(theme.font(theme.CAPTION))
            painter.setPen(QColor(colours.muted))
            hint = self._frame.tr("Enter")
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), hint)
            inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(hint) - 8)
        self._paint_text(painter, inner, str(index.data()))
        painter.restore()

    def _paint_text(self, painter: QPainter, place: QRect, text: str) -> None:
        typed = self._frame.typed
        start = text.casefold().find(typed.casefold()) if typed else -1
        parts = [(text, False)]
        # Case folding may change the length ("ß"): then nothing is made bold rather than the wrong letters.
        if start >= 0 and len(text.casefold()) == len(text):
            end = start + len(typed)
            parts = [(text[:start], False), (text[start:end], True), (text[end:], False)]
        painter.setPen(QColor(theme.tokens().text))
        x = place.left()
        for part, bold in parts:
            painter.setFont(theme.font(theme.BODY, 600 if bold else 400))
            room = place.right() - x
            shown = painter.fontMetrics().elidedText(part, Qt.TextElideMode.ElideRight, max(0, room))
            painter.drawText(QRect(x, place.top(), max(0, room), place.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            x += painter.fontMetrics().horizontalAdvance(part)


class Suggestions(QFrame):
    """The list and its footer, placed under (or over) an anchor."""

    chosen = Signal(str)

    def __init__(self, anchor: QWidget, name: str, accessible_name: str) -> None:
        """``anchor`` is the field that it belongs to; ``name`` the objectName of the list."""
        super().__init__(anchor.window())
        self._anchor = anchor
        self.typed = ""
        self.setProperty("card", "true")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 4)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setObjectName(name)
        self.list.setAccessibleName(accessible_name)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_SuggestionDelegate(self))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMouseTracking(True)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(lambda index: self.chosen.emit(str(index.data())))
        self._footer = QLabel()
        self._footer.setObjectName(f"{name}-footer")
        self._footer.setContentsMargins(8, 4, 8, 4)
        self._footer.setFont(theme.font(theme.CAPTION))
        theme.muted(self._footer)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(2)
        column.addWidget(self.list)
        column.addWidget(self._footer)
        anchor.window().installEventFilter(self)
        self.hide()

    def show_values(self, values: Sequence[str], typed: str, footer: str) -> None:
        """Show ``values`` with the part ``typed`` in bold; the first is the one that Enter takes."""
        self.typed = typed
        self._model.setStringList(list(values))
        self._footer.setText(footer)
        self.list.setVisible(bool(values))
        if values:
            self.list.setCurrentIndex(self._model.index(0, 0))
        self._place()
        self.show()
        self.raise_()

    @property
    def values(self) -> list[str]:
        return self._model.stringList()

    def current(self) -> str:
        """What Enter takes; empty if nothing is shown."""
        index = self.list.currentIndex()
        return str(index.data()) if self.isVisible() and index.isValid() else ""

    def step(self, step: int) -> None:
        """The cursor up or down, around the ends."""
        count = self._model.rowCount()
        if count:
            self.list.setCurrentIndex(self._model.index((self.list.currentIndex().row() + step) % count, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.hide()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._anchor.window()
        rows = min(self._model.rowCount(), _MOST_ROWS)
        row = max(_ROW, QFontMetrics(theme.font()).height() + 8)
        self.list.setFixedHeight(rows * row + 2 if rows else 0)
        self._footer.setFont(theme.font(theme.CAPTION))
        corner = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + 3))
        height = self.sizeHint().height()
        if corner.y() + height > window.height() - 8:
            above = self._anchor.mapTo(window, QPoint(0, -3)).y() - height
            corner.setY(above if above >= 0 else max(0, window.height() - 8 - height))
        width = max(self._anchor.width(), 220)
        self.setGeometry(QRect(corner, QSize(min(width, window.width() - corner.x()), height)))
