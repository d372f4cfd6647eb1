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
    QPointF,
    QRect,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
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

_ROW, _MOST_ROWS, _LEAST_ROWS = 26, 8, 2
_FROM_EDGE, _FROM_ANCHOR = 8, 3
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
        """In one layout: painted part by part, right-to-left words would stand in the wrong order."""
        bold = QTextCharFormat()
        bold.setFontWeight(600)
        shown = QFontMetrics(theme.font(theme.BODY, 600)).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        layout = QTextLayout(shown, theme.font())
        layout.setTextOption(_one_line())
        start, length = matched(shown, self._frame.typed)
        marked = QTextLayout.FormatRange()
        marked.start, marked.length, marked.format = _units(shown[:start]), _units(shown[start : start + length]), bold
        layout.setFormats([marked] if length else [])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(place.width())
        layout.endLayout()
        painter.setPen(QColor(theme.tokens().text))
        layout.draw(painter, QPointF(place.left(), place.top() + (place.height() - line.height()) / 2))


def matched(text: str, typed: str) -> tuple[int, int]:
    """Where ``typed`` stands in ``text``, upper and lower case being the same: start and length, 0 for nowhere."""
    folded, sought = text.casefold(), typed.casefold()
    start = folded.find(sought) if sought else -1
    # Case folding may change the length ("ß"): then nothing is marked rather than the wrong letters.
    return (start, len(sought)) if start >= 0 and len(folded) == len(text) else (0, 0)


def _units(text: str) -> int:
    """Its length as Qt counts it: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def _one_line() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    return option


class Suggestions(QFrame):
    """The list and its footer, placed under (or over) an anchor."""

    chosen = Signal(str)

    def __init__(self, anchor: QWidget, name: str, accessible_name: str) -> None:
        """``anchor`` is the field that it belongs to; ``name`` the objectName of the list."""
        super().__init__(anchor.window())
        self._anchor = anchor
        self.typed = ""
        self.setProperty("card", "raised")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 4)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setProperty("raised", "true")
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
        self._footer.setTextFormat(Qt.TextFormat.PlainText)
        self._footer.setWordWrap(True)
        self._footer.setContentsMargins(8, 4, 8, 4)
        self._footer.setFont(theme.font(theme.CAPTION))
        theme.muted(self._footer)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(2)
        column.addWidget(self.list)
        column.addWidget(self._footer)
        anchor.window().installEventFilter(self)
        anchor.destroyed.connect(self.deleteLater)
        self.hide()

    def show_values(self, values: Sequence[str], typed: str, footer: str) -> None:
        """Show ``values`` with the part ``typed`` in bold; the first is the one that Enter takes."""
        self.typed = typed
        self._model.setStringList(list(values))
        self._footer.setText(footer)
        self.list.setVisible(bool(values))
        if values:
            self.list.setCurrentIndex(self._model.index(0, 0))
        self.show()
        self.place()
        self.raise_()

    @property
    def values(self) -> list[str]:
        return self._model.stringList()

    def current(self) -> str:
        """What Enter takes; empty if nothing is shown."""
        # Assistive technology selects without moving the cursor.
        index = next(iter(self.list.selectedIndexes()), self.list.currentIndex())
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

    def place(self) -> None:
        """Under the anchor, or over it where there is more room; with fewer rows where neither side has enough."""
        if not self.isVisible():
            return
        window = self._anchor.window()
        top = self._anchor.mapTo(window, QPoint(0, 0)).y() - _FROM_ANCHOR
        bottom = self._anchor.mapTo(window, QPoint(0, self._anchor.height())).y() + _FROM_ANCHOR
        left = self._anchor.mapTo(window, QPoint(0, 0)).x()
        width = min(max(self._anchor.width(), 220), window.width() - left)
        self._footer.setFont(theme.font(theme.CAPTION))
        edges = self.contentsMargins().top() + self.contentsMargins().bottom() + 8
        footer = self._footer.heightForWidth(width - edges)
        row = max(_ROW, QFontMetrics(theme.font()).height() + 8)
        above, below = top - _FROM_EDGE, window.height() - _FROM_EDGE - bottom
        rows = min(self._model.rowCount(), _MOST_ROWS)
        spared = footer + edges + 4
        is_under = rows * row + spared <= below or below >= above
        rows = min(rows, max(_LEAST_ROWS, ((below if is_under else above) - spared) // row))
        height = rows * row + spared if rows else footer + edges
        self.list.setFixedHeight(rows * row + 2)
        self.setGeometry(QRect(left, bottom if is_under else top - height, width, height))
