"""The head of the table: titles, what the rows are sorted by, and the handles to move and resize columns."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from leaddesk.ui import icons, theme
from leaddesk.ui.widgets.table.cells import PADDING
from leaddesk.ui.widgets.table.model import RowModel, is_right_aligned

_HEIGHT, _ARROW, _GAP, _SEPARATOR = 30, 12, 4, 14


class TableHeader(QHeaderView):
    """Drag to move, drag a handle to resize, double click it to fit, click to sort."""

    def __init__(self, model: RowModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.untitled: Set[str] = frozenset()
        """Names of columns whose cells are much narrower than their titles, which are tooltips alone."""
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorShown(False)
        self.setStretchLastSection(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.dress()

    def dress(self) -> None:
        """Take the fonts of the theme in force."""
        self._font = theme.font(theme.CAPTION, 600)
        self._measure = QFontMetrics(self._font)
        self.setMinimumSectionSize(self._measure.averageCharWidth() * 3 + 2 * PADDING)
        self.updateGeometry()
        self.viewport().update()

    def needed_width(self, column: int) -> int:
        """Pixels that the title needs, with room for the arrow."""
        title = self._measure.horizontalAdvance(self._title(column))
        return max(self.minimumSectionSize(), title + 2 * PADDING + _ARROW + _GAP + 2)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(_HEIGHT, self._measure.height() + 14))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # Qt paints nothing behind the last section.
        end = self.length() - self.offset()
        painter = QPainter(self.viewport())
        self._paint_ground(painter, QRect(end, 0, max(0, self.width() - end), self.height()))

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        if not rect.isValid() or column >= len(self._model.columns):
            return
        colours = theme.tokens()
        self._paint_ground(painter, rect)
        painter.fillRect(rect.right(), rect.center().y() - _SEPARATOR // 2, 1, _SEPARATOR, QColor(colours.border))
        sorting = self._model.sorting(column)
        colour = colours.text if sorting else colours.muted
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        arrow = _ARROW + _GAP if sorting else 0
        title = self._measure.elidedText(
            self._title(column), Qt.TextElideMode.ElideRight, max(0, inner.width() - arrow)
        )
        width = self._measure.horizontalAdvance(title)
        x = inner.left()
        if is_right_aligned(self._model.columns[column].kind):
            x = inner.right() + 1 - width - arrow
        painter.setFont(self._font)
        painter.setPen(QColor(colour))
        painter.drawText(QRect(x, inner.top(), width + 2, inner.height()), int(Qt.AlignmentFlag.AlignVCenter), title)
        if sorting:
            name = "chevron-up" if sorting == "ascending" else "chevron-down"
            tinted = icons.pixmap(name, colour, _ARROW, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(x + width + _GAP, rect.center().y() - _ARROW // 2 + 1), tinted)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self.dress()

    def _title(self, column: int) -> str:
        return "" if self._model.columns[column].name in self.untitled else self._model.title(column)

    @staticmethod
    def _paint_ground(painter: QPainter, rect: QRect) -> None:
        colours = theme.tokens()
        painter.fillRect(rect, QColor(colours.window))
        for y in (rect.top(), rect.bottom()):
            painter.fillRect(rect.left(), y, rect.width(), 1, QColor(colours.border))
