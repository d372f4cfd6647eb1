"""All values that the sources of a lead have for one field, to see who says what and to show another one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui import icons, theme, wording
from leaddesk.ui.leads.detail.lead_facts import Saying
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.raised_panel import RaisedPanel
from leaddesk.ui.widgets.table.fields import laid_out

_LETTERS, _MOST_HIGH = 44, 320
_PAD_X, _PAD_Y, _TICK = 8, 6, 16
_LONGEST = 1_000
_Index = QModelIndex | QPersistentModelIndex


class _SayingModel(QAbstractListModel):
    """Values; read out with their sources and whether they are shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sayings: tuple[Saying, ...] = ()

    def show(self, sayings: Sequence[Saying]) -> None:
        self.beginResetModel()
        self.sayings = tuple(sayings)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.sayings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        saying = self.sayings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return saying.value
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = wording.filled(self.tr("%1. %2"), saying.value, saying.sources.replace("\n", "; "))
            return wording.filled(self.tr("%1. Shown."), said) if saying.is_shown else said
        return None


class _SayingDelegate(QStyledItemDelegate):
    """The value, its sources below it, and a tick at the one that is shown."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(60, sum(round(part[1]) for part in _parts(index, option.widget.width())) + 2 * _PAD_Y)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, _SayingModel):
            return
        colours, place = theme.tokens(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(place, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        top = place.top() + _PAD_Y
        if model.sayings[index.row()].is_shown:
            line = QFontMetrics(theme.font()).height()
            tick = icons.pixmap("check", colours.accent, _TICK, option.widget.devicePixelRatioF())
            painter.drawPixmap(place.left() + _PAD_X, top + (line - _TICK) // 2, tick)
        for (layout, tall), colour in zip(_parts(index, place.width()), (colours.text, colours.muted), strict=True):
            painter.setPen(QColor(colour))
            layout.draw(painter, QPointF(place.left() + 2 * _PAD_X + _TICK, top))
            top += round(tall)
        painter.restore()


def _parts(index: _Index, width: int) -> list[tuple[QTextLayout, float]]:
    model = index.model()
    if not isinstance(model, _SayingModel):
        return []
    saying, room = model.sayings[index.row()], max(40, width - 3 * _PAD_X - _TICK)
    value = wording.shortened(saying.value, _LONGEST)
    return [
        laid_out(value, theme.font(tabular=True), room),
        laid_out(saying.sources, theme.font(theme.CAPTION), room),
    ]


class _SayingList(QListView):
    """Enter or a click shows the value."""

    taken = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.taken.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ValuesPanel(RaisedPanel):
    """Values with their sources and dates, the shown one first."""

    chosen = Signal(str)
    """This value is to be shown."""

    def __init__(self, name: str, anchor: QWidget) -> None:
        super().__init__(name, anchor)
        self._title = Words(name=f"{name}-title", weight=600, wrap=True)
        self._model = _SayingModel(self)
        self.list = _SayingList()
        self.list.setProperty("raised", "true")
        self.list.setObjectName(f"{name}-list")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_SayingDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.taken.connect(self._take)
        self.list.clicked.connect(self._take)
        hint = Words(self.tr("Enter shows another value."), size=theme.CAPTION, muted=True, wrap=True)
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for part in (self._title, self.list, hint):
            column.addWidget(part)

    def open_values(self, title: str, sayings: Sequence[Saying], place: QRect) -> None:
        """``place`` is in the anchor."""
        self._title.setText(title)
        self.list.setAccessibleName(wording.filled(self.tr("Values of %1"), title))
        self._hint.setVisible(len(sayings) > 1)
        self._model.show(sayings)
        self.list.setCurrentIndex(self._model.index(0, 0))
        self.open_at(place, first=self.list)

    def wanted_size(self) -> QSize:
        width = QFontMetrics(theme.font()).averageCharWidth() * _LETTERS
        rows = (self._model.index(row, 0) for row in range(self._model.rowCount()))
        tall = sum(round(part[1]) for index in rows for part in _parts(index, width - 18))
        tall += self._model.rowCount() * 2 * _PAD_Y + 4
        words = [part for part in (self._title, self._hint) if not part.isHidden()]
        rest = sum(part.heightForWidth(width - 18) + 6 for part in words)
        return QSize(width, min(tall, _MOST_HIGH) + rest + 18)

    def _take(self, index: QModelIndex) -> None:
        saying = self._model.sayings[index.row()]
        self.close_panel()
        if not saying.is_shown:
            self.chosen.emit(saying.value)
