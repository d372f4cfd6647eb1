"""Paints the words of a cell straight from the theme's tokens; the rows behind them are the view's (``painted_rows``)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from leaddesk.domain.table import Kind
from leaddesk.ui import theme
from leaddesk.ui.widgets.table.model import MASK, Index, RowModel, is_right_aligned

PADDING = 10
EMPTY = "–"
_LONGEST = 400
"""Letters. No cell is wide enough for more, and eliding measures every one of them."""
_KEPT = 4096
_QUIET = {Kind.EMAIL, Kind.LINK, Kind.CODE, Kind.RANGE}
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class CellDelegate(QStyledItemDelegate):
    """One line a cell: main column stronger, sizes to the right, masked and secondary values quiet, "–" for no value."""

    def __init__(self, model: RowModel, main_column: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._main_column = model, main_column
        self._elided: dict[tuple[str, int, bool], str] = {}
        self.dress()

    def dress(self) -> None:
        """Take colours and fonts of the theme in force."""
        colours = theme.tokens()
        self._text, self._muted = QColor(colours.text), QColor(colours.muted)
        self._outline = QPen(QColor(colours.accent), 2)
        self._outline.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        self._body, self._strong = theme.font(tabular=True), theme.font(theme.BODY, 500, tabular=True)
        self._measures = {False: QFontMetrics(self._body), True: QFontMetrics(self._strong)}
        self._elided.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column = index.column()
        kind = self._model.columns[column].kind
        text = self._model.text(index.row(), column)
        rect: QRect = option.rect
        is_main = self._model.columns[column].name == self._main_column
        is_quiet = kind in _QUIET or not text or MASK in text
        painter.setFont(self._font(is_main and not is_quiet))
        painter.setPen(self._muted if is_quiet else self._text)
        shown = self._fitting(text, rect.width() - 2 * PADDING, is_main) if text else EMPTY
        flags = _RIGHT if is_right_aligned(kind) else _LEFT
        painter.drawText(rect.adjusted(PADDING, 0, -PADDING, -1), flags, shown)

    def paint_outline(self, painter: QPainter, rect: QRect) -> None:
        """The mark of the current cell while the table has the keyboard."""
        painter.setPen(self._outline)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def is_elided(self, row: int, column: int, width: int) -> bool:
        text = self._model.text(row, column)
        is_main = self._model.columns[column].name == self._main_column
        return bool(text) and self._fitting(text, width - 2 * PADDING, is_main) != _one_line(text)

    def text_width(self, row: int, column: int) -> int:
        """Pixels that the whole cell needs, padding included."""
        text = _one_line(self._model.text(row, column))[:_LONGEST] or EMPTY
        is_main = self._model.columns[column].name == self._main_column
        return self._measures[is_main].horizontalAdvance(text) + 2 * PADDING + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        return QSize(self.text_width(index.row(), index.column()), self._measures[False].height() + 12)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """The whole text as a tooltip, where the cell does not show it whole."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        row, column = index.row(), index.column()
        if self.is_elided(row, column, option.rect.width()):
            QToolTip.showText(event.globalPos(), _as_tooltip(self._model.text(row, column)), view)
        else:
            QToolTip.hideText()
        return True

    def _font(self, is_strong: bool) -> QFont:
        return self._strong if is_strong else self._body

    def _fitting(self, text: str, width: int, is_main: bool) -> str:
        key = (text, width, is_main)
        shown = self._elided.get(key)
        if shown is None:
            if len(self._elided) >= _KEPT:
                self._elided.clear()
            line = _one_line(text[: _LONGEST + 1])
            shown = self._measures[is_main].elidedText(line, Qt.TextElideMode.ElideRight, max(0, width))
            self._elided[key] = shown
        return shown


def _one_line(text: str) -> str:
    return " ".join(text.split()) if any(mark in text for mark in "\n\r\t\v\f") else text


def _as_tooltip(text: str) -> str:
    """Qt would read text with tags as HTML."""
    plain = text[:2000].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<p style='white-space:pre-wrap'>{plain}</p>"
