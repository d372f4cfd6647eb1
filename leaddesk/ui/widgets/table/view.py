"""The rows, and the frozen columns that lie over their left end.

The frozen columns only show: what the pointer does on them is handed to the rows below, which know where each column
stands. So there is one selection, one anchor for Shift, one hovered row and one place for the keyboard.
"""

from __future__ import annotations

from collections.abc import Callable, Set

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSinglePointEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.table.cells import CellPainter
from leaddesk.ui.widgets.table.model import Index, RowModel
from leaddesk.ui.widgets.table.painted_rows import PaintedRows
from leaddesk.ui.widgets.table.scatter import Scatter

_Flag = QItemSelectionModel.SelectionFlag

_MOST_FROZEN = 0.6
"""Part of the width that frozen columns may take; beyond it there would be no room to scroll in."""

_FORWARDED = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.ToolTip,
    QEvent.Type.ContextMenu,
    QEvent.Type.Leave,
}


class FrozenColumns(PaintedRows):
    """The columns that stay. Shares model and selection with the rows below."""

    def __init__(self, below: RowView) -> None:
        super().__init__(below.rows_model, below.cells, below)
        self._below = below
        own = self.selectionModel()
        self.setSelectionModel(below.selectionModel())
        own.deleteLater()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        below.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.hide()

    def current_has_keyboard(self) -> bool:
        return self._below.hasFocus()

    def columns_width(self) -> int:
        return self.head.length()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in _FORWARDED:
            return QCoreApplication.sendEvent(self._below.viewport(), event)
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        edge = QRect(self.viewport().width() - 1, 0, 1, self.viewport().height())
        QPainter(self.viewport()).fillRect(edge, QColor(theme.tokens().outline))

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """The rows below lead; following them is enough."""


class RowView(PaintedRows):
    """All columns, scrolling; its objectName is the table's."""

    opened = Signal()
    """Enter or a double click on a row."""
    copy_asked = Signal()
    edit_asked = Signal()
    """F2, or a double click on a cell of ``can_edit``."""
    menu_asked = Signal(QPoint)
    """In global coordinates; the current cell is what it is about."""
    widened = Signal()
    """The room for columns is another: wider or narrower."""

    painted = Signal()
    """The rows on screen may be others than before."""

    scatter_changed = Signal()
    """Other rows are chosen, and Qt's selection does not tell, for they are too scattered for it."""

    can_edit: Callable[[], bool] | None = None
    """Whether the current cell can be edited; None where nothing can."""
    carry: Callable[[], QMimeData | None] | None = None
    """What the selected rows are to other programs and to other places in this one; None where they cannot be dragged.
    """

    _frozen_columns: Set[int] = frozenset()
    _taken_at: QPoint | None = None
    """Where selected rows were pressed on, that are taken along if the pointer moves."""

    def __init__(self, model: RowModel, cells: CellPainter, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, cells, parent)
        self.setObjectName(name)
        self.frozen = FrozenColumns(self)
        self.frozen.setObjectName(f"{name}-frozen")
        model.modelReset.connect(self._be_a_stop_with_rows)
        model.rowsInserted.connect(self._be_a_stop_with_rows)
        self._be_a_stop_with_rows()
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.doubleClicked.connect(self._double_clicked)
        # Signals, not overrides: PySide 6.11 loses a reference to an overridden currentChanged with each view that is
        # destroyed, and crashes when none is left.
        self.selectionModel().selectionChanged.connect(self.selection_changed)
        self.selectionModel().currentChanged.connect(self._update_both)

    def _be_a_stop_with_rows(self) -> None:
        """Without rows there is nothing for the keyboard to do here; whoever is here already stays."""
        policy = Qt.FocusPolicy.StrongFocus if self.model().rowCount() else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)

    def freeze(self, columns: Set[int]) -> None:
        """Show exactly these columns over the left end; the frozen view's own header holds their order and widths."""
        self._frozen_columns = columns
        for column in range(self.rows_model.columnCount()):
            self.frozen.setColumnHidden(column, column not in columns)
        self.place_frozen()

    def place_frozen(self) -> None:
        """Lay the frozen columns over the left end, or hide them where they would leave no room to scroll."""
        width = self.frozen.columns_width() if self._frozen_columns else 0
        fits = 0 < width <= self.viewport().width() * _MOST_FROZEN
        if fits:
            corner = self.head.geometry().topLeft()
            height = self.head.height() + self.viewport().height()
            self.frozen.setGeometry(QRect(corner, self.viewport().geometry().bottomLeft()).adjusted(0, 0, width, 0))
            self.frozen.resize(width, height)
            self.frozen.head.setFixedHeight(self.head.height())
            # While it was hidden it did not hear how far one can scroll.
            self.frozen.updateGeometries()
            self.frozen.verticalScrollBar().setValue(self.verticalScrollBar().value())
            self.frozen.raise_()
        self.frozen.setVisible(fits)

    def is_frozen(self, column: int) -> bool:
        """Whether the column is frozen at this moment (it is not while there is no room)."""
        return column in self._frozen_columns and self._freezes()

    def selection_changed(self) -> None:
        """Qt's selection is another: it is what counts now."""
        self.show_scatter(None)

    def show_scatter(self, scatter: Scatter | None) -> None:
        """These rows are chosen, while Qt's selection is empty; None: Qt's selection counts."""
        for view in (self, self.frozen):
            view.scatter = scatter
            PaintedRows.selection_changed(view)

    def setSelection(self, rect: QRect, command: _Flag) -> None:
        """What the pointer or a key selects, in the viewport."""
        if self.scatter is None:
            super().setSelection(rect, command)
            return
        if command & _Flag.Select and not command & (_Flag.Clear | _Flag.Current):
            # A click with Ctrl. Qt would toggle, and found the row in its own selection, which is empty, not selected.
            command = _Flag.Toggle
        self._select_scattered(self.scatter, rect, command)

    def _select_scattered(self, scatter: Scatter, rect: QRect, command: _Flag) -> None:
        if scatter.takes(command):
            top, bottom = sorted((rect.top(), rect.bottom()))
            scatter.mark(self.visible_rows(QRect(0, top, 1, bottom - top + 1)), command)
            self.show_scatter(scatter)
        else:
            self.show_scatter(None)
            super().setSelection(rect, command)
        self.scatter_changed.emit()

    def clearSelection(self) -> None:
        was_scattered = self.scatter is not None
        super().clearSelection()
        if was_scattered:
            self.show_scatter(None)
            self.scatter_changed.emit()

    def be_at_a_cell(self) -> None:
        """Where no cell is current, make it the first one of the first row on screen; nothing is selected by that."""
        if not self.currentIndex().isValid() and self.rows_model.rowCount():
            shown = next((column for column in self._in_order() if not self.isColumnHidden(column)), 0)
            first = self.rows_model.index(max(0, self.rowAt(0)), shown)
            self.selectionModel().setCurrentIndex(first, _Flag.NoUpdate)

    def hover(self, row: int) -> None:
        """``row`` is under the pointer; -1 for none."""
        if row != self.hovered:
            before, self.hovered, self.frozen.hovered = self.hovered, row, row
            for view in (self, self.frozen):
                for changed in (before, row):
                    top = self.rowViewportPosition(changed) if changed >= 0 else -1
                    view.viewport().update(0, top, view.viewport().width(), self.row_height())

    def indexAt(self, point: QPoint) -> QModelIndex:
        if self._freezes() and 0 <= point.x() < self.frozen.width():
            return self.rows_model.index(self.rowAt(point.y()), self.frozen.columnAt(point.x()))
        index, end = super().indexAt(point), self.head.length() - self.head.offset()
        if not index.isValid() and point.x() >= end > 0:
            # Rows are painted to the right edge, so they are there for the pointer too.
            return super().indexAt(QPoint(end - 1, point.y()))
        return index

    def visualRect(self, index: Index) -> QRect:
        if self.is_frozen(index.column()):
            return self.frozen.visualRect(index)
        return super().visualRect(index)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Sideways, a cell is brought out from under the frozen columns; a frozen one is there already."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if not index.isValid() or not self._freezes():
            return
        if self.is_frozen(index.column()):
            bar.setValue(before)
        else:
            under = self.frozen.width() - self.columnViewportPosition(index.column())
            if under > 0:
                bar.setValue(bar.value() - under)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.widened.emit()
        self.place_frozen()

    def viewportEvent(self, event: QEvent) -> bool:
        handled = super().viewportEvent(event)
        if isinstance(event, QSinglePointEvent) and event.type() in {QEvent.Type.MouseMove, QEvent.Type.Wheel}:
            self.hover(self.rowAt(event.position().toPoint().y()))
        elif event.type() == QEvent.Type.Leave:
            self.hover(-1)
        return handled

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._ask_for_menu()
        else:
            index = self.indexAt(event.pos())
            if index.isValid():
                self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
                self.menu_asked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~_KEYPAD:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_F2 and self.can_edit is not None:
            self.edit_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            # What it ends is for the table around the rows to know.
            event.ignore()
        elif event.key() == Qt.Key.Key_Space and self.scatter is not None:
            # Qt would ask its own selection, which is empty.
            index = self.currentIndex()
            self._select_scattered(self.scatter, self.visualRect(index), self.selectionCommand(index, event))
        elif event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._ask_for_menu()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Who presses on a selected row and moves takes the rows along; from any other row more are selected."""
        place = event.position().toPoint()
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        takes = self.carry is not None and is_plain
        self._taken_at = place if takes and self.selectionModel().isRowSelected(self.indexAt(place).row()) else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._taken_at is None:
            super().mouseMoveEvent(event)
        elif (place - self._taken_at).manhattanLength() >= QApplication.startDragDistance():
            self._taken_at = None
            self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._taken_at = None
        super().mouseReleaseEvent(event)

    def _drag(self) -> None:
        """Until the rows are dropped. Qt spins a loop of its own for that; it runs what asyncio has to do as well, for
        nothing that asyncio runs is on the way here.
        """
        data = self.carry() if self.carry is not None else None
        if data is not None:
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.CopyAction)

    def _double_clicked(self) -> None:
        if self.can_edit is not None and self.can_edit():
            self.edit_asked.emit()
        else:
            self.opened.emit()

    def keyboardSearch(self, search: str) -> None:
        """Nothing: Qt would read every row on the window's thread. Typing belongs to the filter."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Without a current cell the arrows have nowhere to start, and nothing shows where the keyboard is.
        self.be_at_a_cell()
        self._update_both()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_both()

    def _freezes(self) -> bool:
        # Qt asks while this is being built, when there is nothing over it yet.
        return bool(self._frozen_columns) and not self.frozen.isHidden()

    def _in_order(self) -> list[int]:
        return [self.head.logicalIndex(visual) for visual in range(self.head.count())]

    def _update_both(self) -> None:
        self.viewport().update()
        self.frozen.viewport().update()

    def _ask_for_menu(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            self.scrollTo(index)
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
