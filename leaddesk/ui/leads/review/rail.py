"""The left side of the review: how far one is, and the pairs that wait."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.ui import theme, wording
from leaddesk.ui.leads.review.pairs import PairsModel
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.two_line_rows import TwoLineRows


class ReviewRail(QWidget):
    """``list`` and ``model`` are the page's to use."""

    def __init__(self) -> None:
        super().__init__()
        self.model = PairsModel(self)
        self.list = _PairList(self.model)
        self._progress = Words(name="review-progress", size=theme.CAPTION, muted=True, wrap=True)
        self._bar = _DoneBar()
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 10)
        head.setSpacing(6)
        head.addWidget(Words(self.tr("Likely duplicates"), size=theme.SECTION, weight=600, wrap=True))
        head.addWidget(self._progress)
        head.addWidget(self._bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.setMinimumWidth(236)

    def tell(self, waiting: int, done: int) -> None:
        """``done``: since the review was opened."""
        told = wording.filled(self.tr("%1 waiting, %2 done"), wording.number(waiting), wording.number(done))
        self._progress.setText(told)
        self._bar.show_done(done, waiting + done)


class _PairList(QListView):
    def __init__(self, model: PairsModel) -> None:
        super().__init__()
        self.setObjectName("review-pairs")
        self.setAccessibleName(self.tr("Pairs that wait"))
        self.setProperty("rail", "true")
        self.setModel(model)
        self.setItemDelegate(TwoLineRows(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()  # uniform rows are measured once

    def keyboardSearch(self, search: str) -> None:
        """Letters are the keys of the review (L, R, A, N), and not every pair is read."""


class _DoneBar(QWidget):
    """How much of all is done; the words above it say it too."""

    def __init__(self) -> None:
        super().__init__()
        self._part = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_done(self, done: int, total: int) -> None:
        self._part = done / total if total else 0.0
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, whole = theme.tokens(), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.fill))
        painter.drawRoundedRect(whole, 2, 2)
        painter.setBrush(QColor(colours.success))
        whole.setWidth(whole.width() * self._part)
        painter.drawRoundedRect(whole, 2, 2)
