"""The head of a small table in a dialog: nothing to click, titles in bold over a hairline."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QTableView

from leaddesk.ui import theme

PADDING = 8
"""Left and right of a title; the cells below it keep to the same."""


class PlainHead(QHeaderView):
    """Titles in bold over a hairline."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + 12)

    def sectionSizeFromContents(self, section: int, /) -> QSize:
        title = str(self.model().headerData(section, self.orientation()))
        width = QFontMetrics(theme.font(theme.BODY, 600)).horizontalAdvance(title) + 2 * PADDING + 2
        return QSize(width, self.sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int, /) -> None:
        colours = theme.tokens()
        painter.save()
        painter.fillRect(rect, QColor(colours.surface))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.border))
        painter.setFont(theme.font(theme.BODY, 600))
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.disabled))
        inside = rect.adjusted(PADDING, 0, -PADDING, 0)
        title = str(self.model().headerData(section, self.orientation()))
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()
