"""Where a lead came from: one line for each source."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from leaddesk.ui import theme, wording
from leaddesk.ui.leads.detail.lead_facts import Origin
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.table.fields import laid_out

_DOT, _INDENT, _GAP = 8, 18, 6


class OriginList(Words):
    """Painted with dots; its text is the same for those who hear it, and is copied with Ctrl+C."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name=name, wrap=True, parent=parent)
        self._origins: tuple[Origin, ...] = ()
        self.be_a_stop()

    def show_origins(self, origins: Sequence[Origin]) -> None:
        self._origins = tuple(origins)
        self.setText("\n".join(_words(origin) for origin in origins))
        self.setToolTip(wording.tooltip("\n".join(f"{origin.title}: {origin.exactly}" for origin in origins)))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        return sum(self._height(origin, width) for origin in self._origins)

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.heightForWidth(max(1, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, painter, top = theme.tokens(), QPainter(self), 0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = theme.font()
        line = QFontMetrics(body).height()
        for origin in self._origins:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.series[origin.colour]))
            painter.drawEllipse(0, top + (line - _DOT) // 2 + 1, _DOT, _DOT)
            painter.setPen(QColor(colours.text))
            title, tall = laid_out(origin.title, body, self.width() - _INDENT)
            title.draw(painter, QPointF(_INDENT, top))
            painter.setPen(QColor(colours.muted))
            about, _ = laid_out(origin.about, theme.font(theme.CAPTION), self._room(origin, self.width()))
            if self._is_beside(origin, self.width()):
                lower = QFontMetrics(body).ascent() - QFontMetrics(theme.font(theme.CAPTION)).ascent()
                about.draw(painter, QPointF(_INDENT + _title_width(origin) + _GAP, top + lower))
            else:
                about.draw(painter, QPointF(_INDENT, top + tall))
            top += self._height(origin, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self.update()

    def _is_beside(self, origin: Origin, width: int) -> bool:
        """Whether both fit into one line."""
        about = QFontMetrics(theme.font(theme.CAPTION)).horizontalAdvance(origin.about)
        return _INDENT + _title_width(origin) + _GAP + about + 2 <= width

    def _room(self, origin: Origin, width: int) -> int:
        beside = _title_width(origin) + _GAP if self._is_beside(origin, width) else 0
        return max(40, width - _INDENT - beside)

    def _height(self, origin: Origin, width: int) -> int:
        tall = laid_out(origin.title, theme.font(), max(40, width - _INDENT))[1]
        if origin.about and not self._is_beside(origin, width):
            tall += laid_out(origin.about, theme.font(theme.CAPTION), max(40, width - _INDENT))[1]
        return ceil(tall) + 4


def _title_width(origin: Origin) -> int:
    return QFontMetrics(theme.font()).horizontalAdvance(origin.title)


def _words(origin: Origin) -> str:
    return f"{origin.title} {origin.about}".strip()
