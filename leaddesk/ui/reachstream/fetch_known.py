"""How many of the matches are in My Leads already, as far as that can be told for nothing."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.domain.comparison import Known
from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.labels import Words

_SERIES = (0, 2)
"""Of the tokens: for those that are certain and those that are likely."""
_LEAST = 3
"""Pixels of a part that is not nothing."""


class KnownRow(QWidget):
    """A title, a thin bar in three parts, and the same in words. It loads and fails by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._known: Known | None = None
        self._words = self.tr("Comparing with My Leads…")
        self._of = Words(muted=True)
        self._bar = _Shares()
        self.told = Words(name="fetch-known", size=theme.CAPTION, muted=True, wrap=True)
        self.told.setTextFormat(Qt.TextFormat.RichText)
        self.told.be_a_stop()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Words(self.tr("Already in My Leads"), weight=600))
        head.addWidget(self._of)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self.told)
        self._tell()

    def show_known(self, known: Known) -> None:
        self._known = known
        self._tell()

    def show_words(self, words: str) -> None:
        """Why there is nothing to show."""
        self._known, self._words = None, words
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "told"):
            self._tell()

    def _tell(self) -> None:
        known = self._known
        self._bar.show_known(known)
        if known is None:
            self._of.setText("")
            self.told.setText(escape(self._words))
            return
        self._of.setText(wording.filled(self.tr("of %1 that match"), wording.number(known.matches)))
        colours = theme.tokens()
        parts = []
        if known.certain:
            certain = wording.filled(self.tr("%1 certainly"), wording.number(known.certain))
            parts.append((colours.series[_SERIES[0]], certain))
        if known.likely:
            likely = wording.filled(self.tr("about %1 likely"), wording.number(_rounded(known.likely)))
            parts.append((colours.series[_SERIES[1]], likely))
        rest = self.tr("the rest unknown: the sample is masked")
        if not parts:
            rest = self.tr("none that we know of; the sample is masked, so nobody can tell for certain")
        parts.append((colours.outline, rest))
        between = "&nbsp; &nbsp;"
        self.told.setText(
            between.join(f'<span style="color:{colour}">●</span>&nbsp; {escape(words)}' for colour, words in parts)
        )


def _rounded(number: int) -> int:
    """To tens above a hundred: what is about so many has no last digit."""
    return number if number < 100 else round(number, -1)


class _Shares(QWidget):
    """The bar; the words below it say the same."""

    def __init__(self) -> None:
        super().__init__()
        self._known: Known | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_known(self, known: Known | None) -> None:
        self._known = known
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, whole = theme.tokens(), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(whole, 2, 2)
        painter.setClipPath(shape)
        painter.fillRect(whole, QColor(colours.fill))
        if self._known is None or not self._known.matches:
            return
        left = 0.0
        for count, series in zip((self._known.certain, self._known.likely), _SERIES, strict=True):
            width = max(_LEAST, whole.width() * count / self._known.matches) if count else 0
            painter.fillRect(QRectF(left, 0, width, whole.height()), QColor(colours.series[series]))
            left += width
