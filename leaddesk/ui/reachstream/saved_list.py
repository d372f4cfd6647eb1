"""The list of saved filters: name, age, and what each one means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from leaddesk.domain.saved_filters import SavedFilter
from leaddesk.ui import theme, wording
from leaddesk.ui.reachstream.filter_words import sentence

_Index = QModelIndex | QPersistentModelIndex
_PADDING, _AROUND, _BETWEEN, _BAR, _GAP = 12, 7, 2, 3, 16
_MOST_FIELDS = 4
"""More would not fit a line."""


class NamesModel(QAbstractListModel):
    """The saved filters that are listed; editing a name asks for it by a signal."""

    renamed = Signal(object, str)
    """The SavedFilter and the name that was typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.filters: Sequence[SavedFilter] = ()
        self._meanings: list[str] = []

    def show_filters(self, filters: Sequence[SavedFilter]) -> None:
        self.beginResetModel()
        self.filters = filters
        self._meanings = [sentence(saved.filter, rich=False, most_fields=_MOST_FIELDS) for saved in filters]
        self.endResetModel()

    def meaning(self, row: int) -> str:
        """What the filter means, in one sentence."""
        return self._meanings[row]

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.filters)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        saved = self.filters[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return saved.name
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return f"{wording.age(saved.changed_at)}. {self.meaning(index.row())}"
        if role == Qt.ItemDataRole.ToolTipRole:
            changed = wording.filled(self.tr("Changed %1"), wording.exactly(saved.changed_at))
            return wording.tooltip(f"{saved.name}\n{changed}")
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        saved, name = self.filters[index.row()], str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not name or name == saved.name:
            return False
        self.renamed.emit(saved, name)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable


class SavedList(QListView):
    """Two lines a filter. F2 renames in place."""

    def __init__(self, names: NamesModel) -> None:
        super().__init__()
        self.setObjectName("saved-filters")
        self.setAccessibleName(self.tr("Saved filters"))
        self.setModel(names)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setUniformItemSizes(True)
        self.setItemDelegate(_TwoLines(names, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            # Uniform rows are measured once.
            self.scheduleDelayedItemsLayout()


class _TwoLines(QStyledItemDelegate):
    """The name and its age; below it, quieter, what it means. What does not fit is elided."""

    def __init__(self, names: NamesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._names = names

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        name, meaning = self._heights()
        return QSize(100, name + meaning + _BETWEEN + 2 * _AROUND + 1)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """The name is edited where it stands."""
        del index
        place, height = QRect(option.rect), editor.sizeHint().height()
        middle = place.top() + _AROUND + self._heights()[0] // 2
        editor.setGeometry(place.left() + 4, max(place.top(), middle - height // 2), place.width() - 8, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, place, saved = theme.tokens(), QRect(option.rect), self._names.filters[index.row()]
        active = bool(option.state & QStyle.StateFlag.State_Active)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(colours.accent_soft if active else colours.fill))
            bar = QRect(place.left(), place.top(), _BAR, place.height())
            painter.fillRect(bar, QColor(colours.accent if active else colours.outline))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, QColor(colours.hover))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, QColor(colours.border))
        inner = place.adjusted(_PADDING, _AROUND, -_PADDING, -_AROUND - 1)
        name_height, meaning_height = self._heights()
        first = QRect(inner.left(), inner.top(), inner.width(), name_height)
        second = QRect(inner.left(), first.bottom() + 1 + _BETWEEN, inner.width(), meaning_height)

        caption, strong = theme.font(theme.CAPTION, tabular=True), theme.font(theme.BODY, 500)
        age = wording.age(saved.changed_at)
        painter.setFont(caption)
        painter.setPen(QColor(colours.muted))
        painter.drawText(first, _RIGHT, age)
        quiet = QFontMetrics(caption)
        meaning = quiet.elidedText(self._names.meaning(index.row()), Qt.TextElideMode.ElideRight, second.width())
        painter.drawText(second, _LEFT, meaning)
        painter.setFont(strong)
        painter.setPen(QColor(colours.text))
        room = first.width() - quiet.horizontalAdvance(age) - _GAP
        name = " ".join(saved.name.split())
        painter.drawText(first, _LEFT, QFontMetrics(strong).elidedText(name, Qt.TextElideMode.ElideRight, room))
        painter.restore()

    @staticmethod
    def _heights() -> tuple[int, int]:
        caption, strong = theme.font(theme.CAPTION, tabular=True), theme.font(theme.BODY, 500)
        return QFontMetrics(strong).height(), QFontMetrics(caption).height()


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
