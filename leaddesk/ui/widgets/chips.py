"""Chosen values as chips: a wrapping list with a model of texts and marks, painted straight from the tokens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leaddesk.ui import icons, theme, wording

UNKNOWN_ROLE = Qt.ItemDataRole.UserRole + 1
_PADDING, _CROSS, _ICON, SPACING = 6, 12, 14, 2
_FORWARD = {Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End}
_Index = QModelIndex | QPersistentModelIndex


class ChipModel(QAbstractListModel):
    """Texts, and which of them are marked as unknown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[str, ...] = ()
        self._unknown: frozenset[str] = frozenset()

    @property
    def values(self) -> tuple[str, ...]:
        return self._values

    def would_change(self, values: Sequence[str], unknown: frozenset[str]) -> bool:
        return tuple(values) != self._values or unknown != self._unknown

    def show_values(self, values: Sequence[str], unknown: frozenset[str]) -> None:
        self.beginResetModel()
        self._values, self._unknown = tuple(values), unknown
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._values)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        value = self._values[index.row()]
        unknown = value in self._unknown
        if role == Qt.ItemDataRole.DisplayRole:
            return value
        if role == UNKNOWN_ROLE:
            return unknown
        if role == Qt.ItemDataRole.ToolTipRole:
            words = self.tr("%1 (not in the provider’s vocabulary)") if unknown else "%1"
            return wording.tooltip(wording.filled(words, value))
        if role == Qt.ItemDataRole.AccessibleTextRole and unknown:
            return wording.filled(self.tr("%1, not in the provider’s vocabulary"), value)
        return None


class _ChipDelegate(QStyledItemDelegate):
    """Measures a text once for each font: the view asks for every size several times a change."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.forget_sizes()

    def forget_sizes(self) -> None:
        """The font is another one."""
        self._metrics = QFontMetrics(theme.font())
        self._widths: dict[str, int] = {}

    @property
    def height(self) -> int:
        return max(22, self._metrics.height() + 5)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        text = str(index.data())
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = self._metrics.horizontalAdvance(text) + 2 * _PADDING + _CROSS + 4
        if index.data(UNKNOWN_ROLE):
            width += _ICON + 4
        most = option.widget.width() - 2 * SPACING - 4
        return QSize(min(width, max(48, most)), self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours = theme.tokens()
        view = option.widget
        chosen = isinstance(view, ChipList) and view.selectionModel().isSelected(index) and view.hasFocus()
        unknown = bool(index.data(UNKNOWN_ROLE))
        ground, ink, cross = colours.accent_soft, colours.text, colours.muted
        if chosen:
            ground, ink, cross = colours.accent, colours.accent_text, colours.accent_text
        elif unknown:
            ground, ink, cross = colours.warning_soft, colours.warning, colours.warning
        place: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colours.warning), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen if unknown and not chosen else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        ratio = view.devicePixelRatioF()
        left = place.left() + _PADDING
        if unknown:
            middle = place.center().y() - _ICON // 2 + 1
            painter.drawPixmap(QPoint(left, middle), icons.pixmap("warning", ink, _ICON, ratio))
            left += _ICON + 4
        words = QRect(left, place.top(), place.right() - left - _CROSS - _PADDING, place.height())
        painter.setFont(theme.font())
        painter.setPen(QColor(ink))
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, words.width() + 1)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        painter.drawPixmap(cross_of(place).topLeft(), icons.pixmap("close", cross, _CROSS, ratio))
        painter.restore()


def cross_of(chip: QRect) -> QRect:
    """Where the cross is painted that removes the chip."""
    return QRect(chip.right() - _PADDING - _CROSS + 2, chip.center().y() - _CROSS // 2 + 1, _CROSS, _CROSS)


class ChipList(QListView):
    """The chips. Delete and Backspace remove the selected ones, a click on a cross that one, Ctrl+C copies them."""

    removed = Signal(list)
    """Texts."""
    left = Signal()
    """The arrow key went past the last chip, or Escape was pressed: back to the input."""
    typed = Signal(object)
    """A key event that belongs to the input: a letter, or Paste."""

    def __init__(self, model: ChipModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips = model
        self.setModel(model)
        self._delegate = _ChipDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSpacing(SPACING)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent")
        self.setTabKeyNavigation(False)

    def selected_values(self) -> list[str]:
        return [self._chips.values[row] for row in sorted(index.row() for index in self.selectedIndexes())]

    def forget_sizes(self) -> None:
        """The font is another one: measure anew with the next layout."""
        self._delegate.forget_sizes()

    @property
    def row_height(self) -> int:
        """Of one row of chips, with the space around it."""
        return self._delegate.height + 2 * SPACING

    def select_last(self) -> None:
        """Put the keyboard on the last chip."""
        last = self._chips.rowCount() - 1
        if last >= 0:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.setCurrentIndex(self._chips.index(last, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, at_end = event.key(), self.currentIndex().row() == self._chips.rowCount() - 1
        extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            values = self.selected_values()
            if values:
                self.removed.emit(values)
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText("\n".join(self.selected_values()))
        elif key == Qt.Key.Key_Escape or (key in _FORWARD and at_end and not extends):
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Paste) or _is_letter(event):
            self.typed.emit(event)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            if cross_of(self.visualRect(index)).adjusted(-4, -6, 4, 6).contains(event.position().toPoint()):
                self.removed.emit([self._chips.values[index.row()]])
                return
        elif not index.isValid():
            self.left.emit()
            return
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.selectedIndexes():
            self.setCurrentIndex(self._chips.index(self._chips.rowCount() - 1, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


def _is_letter(event: QKeyEvent) -> bool:
    """Whether the key writes something. AltGr counts as Ctrl+Alt on Windows, and writes."""
    command = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    text = event.text()
    return (
        text.isprintable()
        and bool(text.strip())
        and command
        in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
        }
    )
