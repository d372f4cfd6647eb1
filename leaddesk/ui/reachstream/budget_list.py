"""The slices of a plan: those that are proposed are checked, the others stand below in grey with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from leaddesk.domain.slices import Slice, SlicePlan
from leaddesk.ui import icons, theme, wording
from leaddesk.ui.reachstream import budget_words
from leaddesk.ui.widgets.plain_head import PADDING, PlainHead

_Index = QModelIndex | QPersistentModelIndex
_CHECK = Qt.ItemDataRole.CheckStateRole
_BOX = 16
_NAME, _CONTACTS, _NOTE = range(3)


class SlicesModel(QAbstractTableModel):
    """Name, contacts, a note. What was not bought before and has contacts can be checked."""

    changed = Signal()

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._slices: Sequence[Slice] = ()
        self._notes: Sequence[str] = ()
        self._checked: set[int] = set()
        self._titles = (self.tr("Slice"), self.tr("Contacts"), self.tr("Note"))

    def show_plan(self, plan: SlicePlan | None) -> None:
        """None: nothing is proposed."""
        self.beginResetModel()
        self._slices = (*plan.slices, *plan.others) if plan is not None else ()
        left = plan.budget - plan.contacts if plan is not None else 0
        self._checked = set(range(len(plan.slices))) if plan is not None else set()
        self._notes = [budget_words.note(one, None if row in self._checked else left)
                       for row, one in enumerate(self._slices)]  # fmt: skip
        self.endResetModel()
        self.changed.emit()

    @property
    def chosen(self) -> tuple[Slice, ...]:
        """Those that are checked, from above."""
        return tuple(one for row, one in enumerate(self._slices) if row in self._checked)

    def is_open(self, row: int) -> bool:
        """Whether it can be chosen: what was bought before is bought again by its own filter alone."""
        return bool(self._slices[row].matches) and not self._slices[row].bought

    def turn(self, row: int) -> None:
        """Check it, or not any more."""
        if 0 <= row < len(self._slices) and self.is_open(row):
            self._checked ^= {row}
            self.dataChanged.emit(self.index(row, 0), self.index(row, _NOTE))
            self.changed.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._slices)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and index.column() == _NAME and self.is_open(index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, one = index.row(), self._slices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (one.name, wording.number(one.matches), self._notes[row])[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tooltip((one.name, "", self._notes[row])[index.column()])
        if role == _CHECK and index.column() == _NAME and self.is_open(row):
            return Qt.CheckState.Checked if row in self._checked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("chosen") if row in self._checked else self.tr("not chosen")
            parts = (one.name, wording.number(one.matches), self._notes[row], state)
            return ", ".join(part for part in parts if part) if index.column() == _NAME else None
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != _CHECK or not self.is_open(index.row()):
            return False
        if (Qt.CheckState(value) == Qt.CheckState.Checked) != (index.row() in self._checked):
            self.turn(index.row())
        return True


class SlicesTable(QTableView):
    """Space turns the row that the keyboard is on; a click on its box does too."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("budget-slices")
        self.setAccessibleName(self.tr("Slices"))
        self.slices = SlicesModel(self)
        self.setModel(self.slices)
        self.setItemDelegate(_Cells(self))
        self.setHorizontalHeader(PlainHead(self))
        head = self.horizontalHeader()
        head.setStretchLastSection(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def show_plan(self, plan: SlicePlan | None) -> None:
        self.slices.show_plan(plan)
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(max(theme.CONTROL_HEIGHT, metrics.height() + 10))
        self.resizeColumnsToContents()
        names = [str(self.slices.index(row, _NAME).data()) for row in range(self.slices.rowCount())]
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0) + _BOX + 3 * PADDING
        self.setColumnWidth(_NAME, min(max(widest, 120), metrics.averageCharWidth() * 36))
        if self.slices.rowCount():
            self.setCurrentIndex(self.slices.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.slices.turn(self.currentIndex().row())
        elif event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:  # which would close the dialog
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 80, 10 * (self.fontMetrics().height() + 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 40, 4 * (self.fontMetrics().height() + 10))


class _Cells(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, view = theme.tokens(), option.widget
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.accent_soft if view.hasFocus() else colours.hover))
        inside = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        check = index.sibling(index.row(), _NAME).data(_CHECK)
        if index.column() == _NAME:
            if check is not None:
                self._paint_box(painter, option, is_checked=Qt.CheckState(check) == Qt.CheckState.Checked)
            inside.setLeft(inside.left() + _BOX + 8)
        is_quiet = check is None or index.column() == _NOTE
        painter.setPen(QColor(colours.muted if is_quiet else colours.text))
        painter.setFont(theme.font(tabular=index.column() == _CONTACTS))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        if index.column() == _CONTACTS:
            flags |= int(Qt.AlignmentFlag.AlignRight)
        shown = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, flags, shown)
        painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, QColor(colours.border))
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A click turns where the box is painted, which is not where Qt's style looks for it."""
        if not isinstance(event, QMouseEvent) or index.column() != _NAME:
            return super().editorEvent(event, model, option, index)
        is_on_box = event.position().x() < _box(option).right() + 6
        if is_on_box and event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            cast("SlicesModel", model).turn(index.row())
        return is_on_box

    def _paint_box(self, painter: QPainter, option: QStyleOptionViewItem, *, is_checked: bool) -> None:
        colours, place = theme.tokens(), _box(option)
        painter.setPen(QPen(QColor(colours.accent if is_checked else colours.outline), 1))
        painter.setBrush(QColor(colours.accent if is_checked else colours.surface))
        painter.drawRoundedRect(place.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if is_checked:
            ratio = option.widget.devicePixelRatioF()
            painter.drawPixmap(place, icons.pixmap("check", colours.accent_text, _BOX, ratio))


def _box(option: QStyleOptionViewItem) -> QRect:
    return QRect(option.rect.left() + PADDING, option.rect.center().y() - _BOX // 2 + 1, _BOX, _BOX)
