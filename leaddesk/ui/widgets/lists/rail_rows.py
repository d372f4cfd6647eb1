"""The rows of a rail: an icon, the name and the number of leads; below them, quieter, how far the list was read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leaddesk.domain.lists import KeptList
from leaddesk.ui import icons, theme, wording
from leaddesk.ui.widgets.lists.list_texts import ListTexts

_Index = QModelIndex | QPersistentModelIndex
_MARGIN, _AROUND, _BETWEEN, _ICON, _GAP = 8, 6, 2, 16, 8
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class RailModel(QAbstractListModel):
    """The lists in their order, and which of them are being read."""

    def __init__(self, texts: ListTexts, parent: QWidget) -> None:
        super().__init__(parent)
        self.texts = texts
        self.lists: Sequence[KeptList] = ()
        self._reading: frozenset[int] = frozenset()

    def show_lists(self, lists: Sequence[KeptList]) -> None:
        """Others, or in another order."""
        self.beginResetModel()
        self.lists = lists
        self.endResetModel()

    def show_again(self, lists: Sequence[KeptList]) -> None:
        """The same lists in the same order, some with other contents."""
        before, self.lists = self.lists, lists
        for row, (was, now) in enumerate(zip(before, lists, strict=True)):
            if was != now:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def tell_reading(self, ids: frozenset[int]) -> None:
        if ids != self._reading:
            self._reading = ids
            if self.lists:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self.lists) - 1, 0))

    def state(self, row: int) -> tuple[str, bool]:
        """How far the list was read, and whether that is a warning."""
        kept = self.lists[row]
        return self.texts.state(kept, is_reading=kept.id in self._reading)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lists)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        kept = self.lists[index.row()]
        name, size = self.texts.name(kept), self.texts.size(kept)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (name, size.strip("–"), self.state(index.row())[0]) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            read = kept.read_at and wording.filled(self.tr("Read in full: %1"), wording.exactly(kept.read_at))
            return wording.tooltip("\n".join(part for part in (name, self.state(index.row())[0], read) if part))
        return None


class RailRows(QStyledItemDelegate):
    """Paints a row straight from the tokens. What does not fit is elided."""

    def __init__(self, rows: RailModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._rows, self._view = rows, view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        name, state = (metrics.height() for metrics in self._metrics())
        return QSize(100, name + state + _BETWEEN + 2 * _AROUND)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, kept = theme.tokens(), self._rows.lists[index.row()]
        place = QRect(option.rect).adjusted(_MARGIN, 0, -_MARGIN, 0)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, place, option, is_chosen=is_chosen)
        strong, caption = self._metrics()
        inner = place.adjusted(_MARGIN, _AROUND, -_MARGIN, -_AROUND)
        icon = icons.pixmap(
            self._rows.texts.icon(kept),
            colours.accent if is_chosen else colours.muted,
            _ICON,
            self._view.devicePixelRatioF(),
        )
        painter.drawPixmap(QPoint(inner.left(), inner.top() + (strong.height() - _ICON) // 2), icon)
        left = inner.left() + _ICON + _GAP
        first = QRect(left, inner.top(), inner.right() + 1 - left, strong.height())
        second = QRect(left, first.bottom() + 1 + _BETWEEN, first.width(), caption.height())
        size = self._rows.texts.size(kept)
        painter.setFont(theme.font(tabular=True))
        painter.setPen(QColor(colours.muted))
        painter.drawText(first, _RIGHT, size)
        room = first.width() - QFontMetrics(painter.font()).horizontalAdvance(size) - _GAP
        painter.setFont(theme.font(theme.BODY, 500))
        painter.setPen(QColor(colours.text))
        name = strong.elidedText(self._rows.texts.name(kept), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(first.left(), first.top(), room, first.height()), _LEFT, name)
        words, is_warning = self._rows.state(index.row())
        painter.setFont(theme.font(theme.CAPTION, tabular=True))
        painter.setPen(QColor(colours.warning if is_warning else colours.muted))
        painter.drawText(second, _LEFT, caption.elidedText(words, Qt.TextElideMode.ElideRight, second.width()))
        painter.restore()

    def _paint_ground(self, painter: QPainter, place: QRect, option: QStyleOptionViewItem, *, is_chosen: bool) -> None:
        colours = theme.tokens()
        is_active = bool(option.state & QStyle.StateFlag.State_Active)
        ground = ""
        if is_chosen:
            ground = colours.accent_soft if is_active else colours.fill
        elif option.state & QStyle.StateFlag.State_MouseOver:
            ground = colours.hover if colours.is_dark else colours.fill
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(place), theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        if is_chosen and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)

    @staticmethod
    def paint_gap(painter: QPainter, width: int, top: int) -> None:
        """The line where a dragged list would go."""
        painter.fillRect(_MARGIN, max(0, top - 1), width - 2 * _MARGIN, 2, QColor(theme.tokens().accent))

    @staticmethod
    def _metrics() -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(theme.font(theme.BODY, 500)), QFontMetrics(theme.font(theme.CAPTION, tabular=True))
