"""A result in one sentence, its beginning strong and the rest quiet, in as many lines as it needs."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy

from leaddesk.ui import theme
from leaddesk.ui.widgets.readable import Readable

_NARROWEST = 18
"""Letters."""


class StatusWords(Readable):
    """Its text is plain and whole for whoever reads it aloud; painted, the title is bold and the detail muted."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.be_a_stop()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._title = self._detail = self._shown = ""

    def tell(self, title: str, detail: str, *, aloud: bool) -> None:
        """``title`` ends with its full stop or colon, which is not painted before a detail; ``aloud``: say it now."""
        if (title, detail) == (self._title, self._detail):
            return
        self._title, self._detail = title, detail
        head = title.rstrip(".:") if detail else title
        self._shown = f"{head}  {detail}".strip()
        self.setText(f"{title} {detail}".strip())
        self.updateGeometry()
        self.update()
        if aloud:
            self.announce()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self._laid_out(max(1, width))
        return max(round(layout.boundingRect().height() + 0.5), QFontMetrics(theme.font()).height())

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font(theme.BODY, 600))
        wanted = metrics.horizontalAdvance(self._shown) + 4
        return QSize(wanted, self.heightForWidth(self.width() if self.width() > 0 else wanted))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _NARROWEST, self.heightForWidth(max(1, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        layout = self._laid_out(self.width())
        layout.draw(painter, QPointF(0, max(0.0, (self.height() - layout.boundingRect().height()) / 2)))

    def _laid_out(self, width: int) -> QTextLayout:
        layout = QTextLayout(self._shown, theme.font(tabular=True))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        head = len(self._title.rstrip(".:") if self._detail else self._title)
        strong, quiet = QTextCharFormat(), QTextCharFormat()
        strong.setFontWeight(600)
        quiet.setForeground(QColor(theme.tokens().muted))
        layout.setFormats([_range(0, head, strong), _range(head, len(self._shown) - head, quiet)])
        top = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made
