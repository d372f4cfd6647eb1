"""A table view that paints its rows: at rest, under the pointer, selected, and those still to come."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QToolTip, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.table.cells import CellPainter
from leaddesk.ui.widgets.table.header import TableHeader
from leaddesk.ui.widgets.table.model import RowModel
from leaddesk.ui.widgets.table.scatter import Scatter

_ROW, _BAR = 28, 3
_AWAITED_LETTERS = 18
"""Width of what is awaited where no column is known."""
MOST_AWAITED = 4
_Spans = list[tuple[int, int]]


def selected_spans(selection: QItemSelectionModel) -> _Spans:
    """The selected rows on screen as (first, last), from above; none touches the next."""
    spans: _Spans = []
    chosen = selection.selection()
    parts = (chosen.at(at) for at in range(chosen.size()))
    for first, last in sorted({(part.top(), part.bottom()) for part in parts}):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return spans


class PaintedRows(QTableView):
    """What the table's rows and its frozen columns have in common."""

    def __init__(self, model: RowModel, cells: CellPainter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model, self.cells = model, cells
        self.hovered = -1
        """The row under the pointer, -1 for none."""
        self._awaited = 0
        self.scatter: Scatter | None = None
        """The chosen rows where they are too scattered for Qt's selection, which is empty then."""
        self._spans: _Spans | None = None
        self.setModel(model)
        self.head = TableHeader(model, self)
        self.setHorizontalHeader(self.head)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.dress()

    def dress(self) -> None:
        """Rows as high as the text size in force asks."""
        height = max(_ROW, QFontMetrics(theme.font()).height() + 10)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)
        self.horizontalScrollBar().setSingleStep(height)
        self.viewport().update()

    @property
    def awaited(self) -> int:
        """How many rows are painted after the last one, as still to come; MOST_AWAITED at most."""
        return self._awaited

    def show_awaited(self, rows: int) -> None:
        """One can scroll to them like to others."""
        if rows != self._awaited:
            self._awaited = min(rows, MOST_AWAITED)
            self.updateGeometries()
            self.viewport().update()

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        scrolled = bar.value()
        super().updateGeometries()
        if self._awaited:
            below = self.verticalHeader().length() + self._awaited * self.row_height() - self.viewport().height()
            bar.setMaximum(max(bar.maximum(), below))
            # Qt has just gone back to the last row that there is.
            bar.setValue(min(scrolled, bar.maximum()))

    def row_height(self) -> int:
        return self.verticalHeader().defaultSectionSize()

    def selection_changed(self) -> None:
        """Whoever changes the selection with its signals blocked says so here."""
        self._spans = None
        self.viewport().update()

    def spans(self) -> _Spans:
        """The selected rows on screen as (first, last)."""
        if self._spans is None:
            self._spans = selected_spans(self.selectionModel())
        return self._spans

    def is_chosen(self, row: int) -> bool:
        """Whether the row at this place on screen is selected."""
        if self.scatter is not None:
            return self.scatter.has(row)
        spans = self.spans()
        at = bisect_right(spans, row, key=lambda span: span[0]) - 1
        return at >= 0 and spans[at][1] >= row

    def visible_rows(self, dirty: QRect | None = None) -> range:
        """The rows on screen, or those that ``dirty`` (in the viewport) touches."""
        area = self.viewport().rect() if dirty is None else dirty
        height, offset = self.row_height(), self.verticalHeader().offset()
        first = max(0, (area.top() + offset) // height)
        last = min(self.rows_model.rowCount() - 1, (area.bottom() + offset) // height)
        return range(first, last + 1)

    def current_has_keyboard(self) -> bool:
        return self.hasFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        dirty = event.rect()
        rows, height = self.visible_rows(dirty), self.row_height()
        top = rows.start * height - self.verticalHeader().offset()
        self._paint_grounds(painter, rows, top)
        found = [self.rows_model.at_hand(row) for row in rows]
        for column, left, width in self._columns_in(dirty):
            self.cells.paint_column(painter, column, QRect(left, top, width, height), found, enabled=self.isEnabled())
        current = self.currentIndex()
        if current.isValid() and self.current_has_keyboard():
            cell = self.visualRect(current)
            if cell.intersects(dirty) and not self.isColumnHidden(current.column()):
                self.cells.paint_outline(painter, cell)
        if self._awaited:
            self._paint_awaited(painter)

    def _columns_in(self, dirty: QRect) -> list[tuple[int, int, int]]:
        """(column, left, width) of the columns that ``dirty`` touches."""
        found = []
        for visual in range(self.head.count()):
            column = self.head.logicalIndex(visual)
            if not self.head.isSectionHidden(column):
                left, width = self.head.sectionViewportPosition(column), self.head.sectionSize(column)
                if left <= dirty.right() and left + width > dirty.left():
                    found.append((column, left, width))
        return found

    def _paint_grounds(self, painter: QPainter, rows: range, top: int) -> None:
        colours, active = theme.tokens(), self.isActiveWindow()
        border, hover = QColor(colours.border), QColor(colours.hover)
        soft = QColor(colours.accent_soft if active else colours.fill)
        bar = QColor(colours.accent if active else colours.outline)
        width, height = self.viewport().width(), self.row_height()
        for row in rows:
            if self.is_chosen(row):
                painter.fillRect(0, top, width, height, soft)
                painter.fillRect(0, top, _BAR, height, bar)
            elif row == self.hovered:
                painter.fillRect(0, top, width, height, hover)
            painter.fillRect(0, top + height - 1, width, 1, border)
            top += height

    def _paint_awaited(self, painter: QPainter) -> None:
        height, room = self.row_height(), self.viewport().rect()
        top = self.rows_model.rowCount() * height - self.verticalHeader().offset()
        columns = self._columns_in(room)
        if not self.rows_model.columns:
            width = QFontMetrics(theme.font()).averageCharWidth() * _AWAITED_LETTERS
            columns = [(-1, left, width) for left in range(0, room.width() - width, width)]
        for _ in range(self._awaited):
            for column, left, width in columns:
                self.cells.paint_bone(painter, QRect(left, top, width, height), column)
            painter.fillRect(0, top + height - 1, room.width(), 1, QColor(theme.tokens().border))
            top += height

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._explain(self.indexAt(event.pos()), event.globalPos())
            return True
        return super().viewportEvent(event)

    def _explain(self, index: QModelIndex, place: QPoint) -> None:
        """The whole text as a tooltip, where its cell does not show it whole."""
        if index.isValid():
            row, column = index.row(), index.column()
            if self.cells.is_elided(row, column, self.columnWidth(column)):
                QToolTip.showText(place, _as_tooltip(self.rows_model.text(row, column)), self)
                return
        QToolTip.hideText()


def _as_tooltip(text: str) -> str:
    """Plain text for a place where Qt takes what has tags for HTML."""
    plain = text[:2000].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre-wrap'>{plain}</p>"
