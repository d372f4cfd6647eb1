"""The line over a list: its name, what is known of it, and the buttons of the page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.labels import Words

_SHORTEST = 10
"""Letters of what is known of it that are worth a place."""
_NARROWEST = 8
"""Letters of the name that stay, whatever else has to give way."""


class OneLine(Words):
    """Cut with an ellipsis where there is no room, whole in its tooltip."""

    def minimumSizeHint(self) -> QSize:
        least = self.fontMetrics().averageCharWidth() * (_NARROWEST if self.text() else 0)
        return QSize(min(least, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(wording.tooltip(self.text()) if self.width() < self.sizeHint().width() else "")


class ListHead(QWidget):
    """``<prefix>-title`` and ``<prefix>-about``; buttons are added at the right."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._title = OneLine(name=f"{prefix}-title", size=theme.PAGE_TITLE, weight=600)
        self._about = OneLine(name=f"{prefix}-about", muted=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._about.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._added: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._title)
        self._row.addSpacing(6)
        self._row.addWidget(self._about)
        self._row.addStretch(1)

    def tell(self, title: str, about: str) -> None:
        """``about`` may be empty."""
        for label, text in ((self._title, title), (self._about, about)):
            if text != label.text():
                label.setText(text)
                label.updateGeometry()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What is known of the list gives way before the list's name does."""
        shown = [part for part in (self._title, *self._added) if not part.isHidden()]
        taken = sum(part.sizeHint().width() + self._row.spacing() for part in shown)
        room = self.width() - taken - 2 * self._row.spacing()
        self._about.setMaximumWidth(max(0, room))
        self._about.setVisible(room >= self._about.fontMetrics().averageCharWidth() * _SHORTEST)

    def add(self, widget: QWidget) -> None:
        """At the right, after those that are there."""
        self._row.addWidget(widget)
        self._added.append(widget)
