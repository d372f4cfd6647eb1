"""Which columns an export has, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui import icons, theme, wording
from leaddesk.ui.widgets.buttons import Button, IconButton
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.view_frame import ViewFrame

_Index = QModelIndex | QPersistentModelIndex
_NUMBER = Qt.ItemDataRole.UserRole
_NAME = Qt.ItemDataRole.UserRole + 1
_CHECK = Qt.ItemDataRole.CheckStateRole
_FILTER_ABOVE = 12
_BOX = 14


class ColumnsChoice(QWidget):
    """The columns as a check list: those on screen first and checked, then the others."""

    changed = Signal()

    def __init__(
        self,
        names: Sequence[str],
        shown: Sequence[str],
        titles: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        """``names`` are all columns by their index in a row, ``shown`` those on screen from left to right."""
        super().__init__(parent)
        numbers = {name: number for number, name in enumerate(names)}
        self._shown = [numbers[name] for name in shown if name in numbers]
        self._names = names
        self._titles = titles
        self._list = _ColumnList()
        self._list.itemChanged.connect(self._tell)
        self._list.moved.connect(self._tell)
        self._count = Words(name="export-columns-count", size=theme.CAPTION, muted=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._head())
        self._needle = QLineEdit()
        if len(names) > _FILTER_ABOVE:
            column.addWidget(self._filter_field())
        column.addWidget(ViewFrame(self._list), 1)
        self.show_as_on_screen()

    def numbers(self) -> list[int]:
        """Indexes into a row of the checked columns, in the order of the list."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return [item.data(_NUMBER) for item in items if item.checkState() == Qt.CheckState.Checked]

    def check_all(self) -> None:
        """Also those that the filter of the list hides."""
        self._check(Qt.CheckState.Checked)

    def check_none(self) -> None:
        self._check(Qt.CheckState.Unchecked)

    def show_as_on_screen(self) -> None:
        """Order and checks as the table shows its columns."""
        self._list.blockSignals(True)
        self._list.clear()
        rest = [number for number in range(len(self._names)) if number not in set(self._shown)]
        for number in (*self._shown, *rest):
            name = self._names[number]
            item = QListWidgetItem(self._titles(name))
            item.setData(_NUMBER, number)
            item.setData(_NAME, name)
            item.setToolTip(wording.tooltip(name))
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked if number in self._shown else Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.blockSignals(False)
        self._narrow(self._needle.text())
        self._tell()

    def head_height(self) -> int:
        """Of the line with the title, for a title beside it."""
        return max(theme.CONTROL_HEIGHT, self.fontMetrics().height() + 11)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(Words(self.tr("Columns"), weight=600))
        row.addWidget(self._count)
        row.addStretch(1)
        for words, name, act in (
            (self.tr("All"), "export-columns-all", self.check_all),
            (self.tr("None"), "export-columns-none", self.check_none),
            (self.tr("As shown"), "export-columns-shown", self.show_as_on_screen),
        ):
            button = Button(words, name=name, look="link")
            button.clicked.connect(act)
            row.addWidget(button)
        for icon, words, keys, step in (
            ("chevron-up", self.tr("Move the column up"), "Alt+Up", -1),
            ("chevron-down", self.tr("Move the column down"), "Alt+Down", 1),
        ):
            mover = IconButton(icon, words, name=f"export-column-{'up' if step < 0 else 'down'}")
            mover.setToolTip(f"{words} · {keys}")
            mover.clicked.connect(lambda _=False, step=step: self._list.move_current(step))
            row.addWidget(mover)
        return row

    def _filter_field(self) -> QLineEdit:
        self._needle = _Needle()
        self._needle.setObjectName("export-columns-filter")
        self._needle.setAccessibleName(self.tr("Find a column"))
        self._needle.setPlaceholderText(self.tr("Find a column"))
        self._needle.setClearButtonEnabled(True)
        self._needle.textChanged.connect(self._narrow)
        return self._needle

    def _narrow(self, needle: str) -> None:
        wanted = needle.casefold().split()
        for row in range(self._list.count()):
            item = self._list.item(row)
            held = f"{item.text()} {item.data(_NAME)}".casefold()
            item.setHidden(not all(word in held for word in wanted))

    def _check(self, state: Qt.CheckState) -> None:
        self._list.blockSignals(True)
        for row in range(self._list.count()):
            self._list.item(row).setCheckState(state)
        self._list.blockSignals(False)
        self._list.viewport().update()
        self._tell()

    def _tell(self) -> None:
        count = wording.filled(self.tr("%1 of %2"), str(len(self.numbers())), str(len(self._names)))
        self._count.setText(count)
        self.changed.emit()


class _Needle(QLineEdit):
    """Enter stays here: it must not press the dialog's default button. Escape clears before it closes."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class _ColumnList(QListWidget):
    """Space checks; dragging or Alt+Up and Alt+Down move a column."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("export-columns")
        self.setAccessibleName(self.tr("Columns"))
        self.setItemDelegate(_ColumnDelegate(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model().rowsMoved.connect(self.moved)

    def move_current(self, step: int) -> None:
        """Move the current column ``step`` (-1 or 1) places, over those that the filter hides."""
        source = self.currentRow()
        target = source + step
        while 0 <= target < self.count() and self.item(target).isHidden():
            target += step
        if source < 0 or not 0 <= target < self.count():
            return
        # Qt counts the place of a move before the row is taken away.
        self.model().moveRow(QModelIndex(), source, QModelIndex(), target + (step > 0))
        self.scrollToItem(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(step)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 44, 7 * self.sizeHintForRow(0) if self.count() else 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 24, 4 * self.fontMetrics().height())


class _ColumnDelegate(QStyledItemDelegate):
    """Check box, title, and the provider's field name where it says more."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del index
        return QSize(120, max(26, option.fontMetrics.height() + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, view = theme.tokens(), option.widget
        has_focus = view.hasFocus() and bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if has_focus or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if has_focus else colours.hover))
            painter.drawRoundedRect(option.rect.adjusted(2, 0, -2, 0), 4, 4)
        self._paint_box(painter, option, index)
        inside = option.rect.adjusted(8 + _BOX + 8, 0, -10, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        title, name = str(index.data()), str(index.data(_NAME))
        width = painter.fontMetrics().horizontalAdvance(title)
        painter.setPen(QColor(colours.text if view.isEnabled() else colours.disabled))
        painter.drawText(inside, flags, _elided(painter.fontMetrics(), title, inside.width()))
        room = inside.width() - width - 12
        painter.setFont(theme.font(theme.CAPTION))
        if name != title and room > painter.fontMetrics().averageCharWidth() * 4:
            painter.setPen(QColor(colours.muted if view.isEnabled() else colours.disabled))
            shown = _elided(painter.fontMetrics(), name, room)
            painter.drawText(inside, flags | int(Qt.AlignmentFlag.AlignRight), shown)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A click checks where the box is painted, which is not where Qt's style looks for it."""
        if not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        is_on_box = event.position().x() < _box(option).right() + 6
        if is_on_box and event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            is_checked = Qt.CheckState(index.data(_CHECK)) == Qt.CheckState.Checked
            model.setData(index, Qt.CheckState.Unchecked if is_checked else Qt.CheckState.Checked, _CHECK)
        return is_on_box

    def _paint_box(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, is_enabled = theme.tokens(), option.widget.isEnabled()
        place = _box(option)
        is_checked = Qt.CheckState(index.data(_CHECK)) == Qt.CheckState.Checked
        line, fill = (colours.accent, colours.accent) if is_checked else (colours.outline, colours.surface)
        if not is_enabled:
            line, fill = colours.border, colours.fill
        painter.setPen(QPen(QColor(line), 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(place.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if is_checked:
            ink = colours.accent_text if is_enabled else colours.disabled
            painter.drawPixmap(place, icons.pixmap("check", ink, _BOX, option.widget.devicePixelRatioF()))


def _box(option: QStyleOptionViewItem) -> QRect:
    return QRect(option.rect.left() + 8, option.rect.center().y() - _BOX // 2 + 1, _BOX, _BOX)


def _elided(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))
