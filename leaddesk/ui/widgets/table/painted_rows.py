"""A table view that paints its rows: rest, hover, selected, and those still to come."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.table.delegate import PADDING, CellDelegate

_ROW, _BAR, _BONE = 28, 3, 8


def row_height() -> int:
    """28, or what larger text needs."""
    return max(_ROW, theme_line_height() + 10)


def theme_line_height() -> int:
    from PySide6.QtGui import QFontMetrics  # noqa: PLC0415

    return QFontMetrics(theme.font()).height()


def selected_spans(selection: QItemSelectionModel) -> list[tuple[int, int]]:
    """The selected rows on screen as (first, last), from above, none touching another."""
    spans: list[tuple[int, int]] = []
    for first, last in sorted({(part.top(), part.bottom()) for part in selection.selection()}):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return spans


class PaintedRows(QTableView):
    """What the table's rows and its frozen columns have in common."""

    def __init__(self, cells: CellDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = cells
        self.hovered = -1
        """The row under the pointer, -1 for none."""
        self.setItemDelegate(cells)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(row_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._paint_rows(painter, event.rect())
        painter.end()
        super().paintEvent(event)

    def _paint_rows(self, painter: QPainter, dirty: QRect) -> None:
        colours = theme.tokens()
        border, soft, accent = QColor(colours.border), QColor(colours.accent_soft), QColor(colours.accent)
        hover = QColor(colours.hover)
        width, height = self.viewport().width(), self.verticalHeader().defaultSectionSize()
        offset = self.verticalHeader().offset()
        spans = selected_spans(self.selectionModel())
        first = max(0, (dirty.top() + offset) // height)
        last = min(self.model().rowCount() - 1, (dirty.bottom() + offset) // height)
        for row in range(first, last + 1):
            top = row * height - offset
            at = bisect_right(spans, (row, 1 << 60)) - 1
            if at >= 0 and spans[at][1] >= row:
                painter.fillRect(0, top, width, height, soft)
                painter.fillRect(0, top, _BAR, height, accent)
            elif row == self.hovered:
                painter.fillRect(0, top, width, height, hover)
            painter.fillRect(0, top + height - 1, width, 1, border)
