"""The painted parts of the budget card: an amount, the share of it that is used, the ring of the wait, the queue.

Each is painted from the tokens; what a screen reader hears of it is the text of its label, in whole sentences.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.readable import Readable

_GAP = 8
_AMOUNT = 1.55
"""Smaller than the figures of a page that has only two of them."""
_MOST_LINES = 3
_LETTERS, _FEWEST_LETTERS = 29, 22
_WHOLE_TURN = 360 * 16
"""Qt's angles are sixteenths of a degree."""


class Amount(Readable):
    """A figure and what it is a part of: **4,812** of 15,000. Its text says the same, and more, in a sentence."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.be_a_stop()
        self._figure = self._rest = ""

    def tell(self, figure: str, rest: str, sentence: str) -> None:
        """``figure`` large, ``rest`` quiet beside it; ``sentence`` for whoever does not see them."""
        if sentence != self.text():
            self.setText(sentence)
        if (figure, rest) != (self._figure, self._rest):
            self._figure, self._rest = figure, rest
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        large, body = (QFontMetrics(font) for font in self._fonts())
        words = large.horizontalAdvance(self._figure) + _GAP + body.horizontalAdvance(self._rest)
        return QSize(words + 4, large.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, (large, body) = theme.tokens(), self._fonts()
        painter = QPainter(self)
        metrics = QFontMetrics(large)
        baseline = (self.height() - metrics.height()) // 2 + metrics.ascent()
        painter.setFont(large)
        painter.setPen(QColor(colours.text))
        painter.drawText(0, baseline, self._figure)
        painter.setFont(body)
        painter.setPen(QColor(colours.muted))
        painter.drawText(metrics.horizontalAdvance(self._figure) + _GAP, baseline, self._rest)

    @staticmethod
    def _fonts() -> tuple[QFont, QFont]:
        return theme.font(_AMOUNT, 600, tabular=True), theme.font()


class ShareBar(QWidget):
    """How much of something is used. The words beside it say it too."""

    def __init__(self, series: int) -> None:
        """``series``: which of the theme's series of colours."""
        super().__init__()
        self._series, self._share = series, 0.0
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def share(self) -> float:
        return self._share

    def show_share(self, used: int, total: int) -> None:
        """Nothing is shown of a ``total`` of nothing."""
        self._share = min(1.0, max(0.0, used / total)) if total > 0 else 0.0
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, whole = theme.tokens(), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.fill))
        painter.drawRoundedRect(whole, 3, 3)
        if self._share > 0:
            painter.setBrush(QColor(colours.series[self._series]))
            painter.drawRoundedRect(QRectF(0, 0, max(6.0, whole.width() * self._share), whole.height()), 3, 3)


class WaitRing(QWidget):
    """The seconds until the next call, and how much of the wait that is. Empty where no call waits for its time."""

    def __init__(self) -> None:
        super().__init__()
        self._left, self._whole = 0.0, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_wait(self, left: float, whole: float) -> None:
        """``left`` of ``whole`` seconds."""
        self._left, self._whole = max(0.0, left), max(whole, left, 0.001)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        edge = max(30, metrics.height() + 12, metrics.horizontalAdvance(self._words()) + 14)
        return QSize(edge, edge)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor(colours.fill), 3))
        painter.drawEllipse(circle)
        if self._left > 0:
            pen = QPen(QColor(colours.accent), 3)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(circle, _WHOLE_TURN // 4, -round(_WHOLE_TURN * min(1.0, self._left / self._whole)))
        painter.setFont(self._font())
        painter.setPen(QColor(colours.text if self._left > 0 else colours.muted))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words())

    def _words(self) -> str:
        return wording.number(math.ceil(self._left)) if self._left > 0 else "–"

    @staticmethod
    def _font() -> QFont:
        return theme.font(theme.BODY, 600, tabular=True)


@dataclass(frozen=True)
class QueueLine:
    """A call that waits."""

    words: str
    """What it asks for."""
    is_asked: bool
    """Whether a person asked for it, and waits."""


class QueueList(Readable):
    """The calls that wait, in the order in which they go: three below each other, or all of them on one line."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleDescription(self.tr("Calls that wait, in the order in which they go"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.be_a_stop()
        self._lines: tuple[QueueLine, ...] = ()
        self._others, self._is_one_line = 0, False

    def tell(self, lines: Sequence[QueueLine], waiting: int) -> None:
        """``waiting``: how many calls wait in all, also those of which nothing is known."""
        self._lines, self._others = tuple(lines), max(0, waiting - len(lines))
        self._say()

    def set_one_line(self, *, one_line: bool) -> None:
        self._is_one_line = one_line
        policy = QSizePolicy.Policy.Ignored if one_line else QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        line = self._line()
        if self._is_one_line:
            return QSize(self.fontMetrics().horizontalAdvance(self._sentence()), line)
        return QSize(_LETTERS * self.fontMetrics().averageCharWidth(), _MOST_LINES * line)

    def minimumSizeHint(self) -> QSize:
        narrowest = 0 if self._is_one_line else _FEWEST_LETTERS * self.fontMetrics().averageCharWidth()
        return QSize(narrowest, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setFont(theme.font(theme.CAPTION if self._is_one_line else theme.BODY))
        colours, line = theme.tokens(), self._line()
        if not self._lines:
            painter.setPen(QColor(colours.muted))
            self._paint_words(painter, QRect(0, 0, self.width(), line), self._nothing())
            return
        if self._is_one_line:
            painter.setPen(QColor(colours.muted))
            self._paint_words(painter, self.rect(), self._sentence())
            return
        shown = self._lines if len(self._lines) + self._others <= _MOST_LINES else self._lines[: _MOST_LINES - 1]
        for place, waiting in enumerate(shown):
            self._paint_line(painter, QRect(0, place * line, self.width(), line), place + 1, waiting)
        others = len(self._lines) + self._others - len(shown)
        if others:
            painter.setPen(QColor(colours.muted))
            words = self.tr("and %Ln more", "", others)
            self._paint_words(painter, QRect(self._indent(), len(shown) * line, self.width(), line), words)

    def _paint_line(self, painter: QPainter, place: QRect, number: int, waiting: QueueLine) -> None:
        colours, metrics = theme.tokens(), painter.fontMetrics()
        painter.setPen(QColor(colours.muted))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), wording.number(number))
        who = self._who(waiting)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), who)
        room = place.adjusted(self._indent(), 0, -metrics.horizontalAdvance(who) - 2 * _GAP, 0)
        painter.setPen(QColor(colours.text))
        self._paint_words(painter, room, waiting.words)

    def _paint_words(self, painter: QPainter, place: QRect, words: str) -> None:
        metrics, end = painter.fontMetrics(), ""
        if not self._is_one_line and ", " in words and metrics.horizontalAdvance(words) > place.width():
            # The end of a name says less than the number of the page after it.
            words, comma, page = words.rpartition(", ")
            end = comma + page
        room = place.width() - metrics.horizontalAdvance(end)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room) + end
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def _indent(self) -> int:
        return QFontMetrics(theme.font()).horizontalAdvance("0") + 2 * _GAP

    def _line(self) -> int:
        return QFontMetrics(theme.font(theme.CAPTION if self._is_one_line else theme.BODY)).height() + 8

    def _who(self, waiting: QueueLine) -> str:
        return self.tr("you asked") if waiting.is_asked else self.tr("background")

    def _nothing(self) -> str:
        return self.tr("%Ln {call waits|calls wait}", "", self._others) if self._others else self.tr("No call waits.")

    def _sentence(self) -> str:
        words = [
            f"{wording.number(number)} {waiting.words} ({self._who(waiting)})"
            for number, waiting in enumerate(self._lines, start=1)
        ]
        if words and self._others:
            words.append(self.tr("and %Ln more", "", self._others))
        return "; ".join(words) or self._nothing()

    def _say(self) -> None:
        sentence = self._sentence()
        if sentence != self.text():
            self.setText(sentence)
            self.setToolTip(wording.tooltip(sentence) if self._lines else "")
            self.updateGeometry()
            self.update()
