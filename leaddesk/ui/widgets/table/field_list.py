"""The list of a record's fields: read with the arrows, copy, open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QToolTip, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.table.fields import TITLE, VALUE, Field, FieldDelegate, FieldsModel

_TITLES_PART = 0.38
_LINES_A_KEY = 3


class FieldList(QTableView):
    """The fields. Enter or a click opens a link, Ctrl+C or the sign copies a value."""

    escaped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Fields of this record"))
        self.fields_model = FieldsModel(self)
        self._painter = FieldDelegate(self.fields_model, self)
        self.setModel(self.fields_model)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_fields(self, fields: Sequence[Field]) -> None:
        self.fields_model.show(fields)
        self.fit_rows()

    def fit_rows(self) -> None:
        """Titles as wide as they are, values in the rest, each row as high as it needs."""
        fields, width = self.fields_model.fields, self.viewport().width()
        measure = QFontMetrics(theme.font(theme.CAPTION))
        titles = max((measure.horizontalAdvance(field.title) for field in fields), default=0) + 12
        titles = min(titles, round(width * _TITLES_PART))
        self.setColumnWidth(TITLE, titles)
        self.setColumnWidth(VALUE, width - titles)
        for row in range(len(fields)):
            self.setRowHeight(row, self._painter.height(row, titles, width - titles))
        self.viewport().update()

    def current_field(self) -> Field | None:
        index = self.currentIndex()
        return self.fields_model.fields[index.row()] if index.isValid() else None

    def copy_current(self) -> None:
        field = self.current_field()
        if field is not None and field.text:
            QGuiApplication.clipboard().setText(field.text)
            cell = self.visualRect(self.currentIndex())
            QToolTip.showText(self.viewport().mapToGlobal(cell.topLeft()), self.tr("Copied"), self)

    def open_current(self) -> None:
        field = self.current_field()
        if field is not None and field.link is not None:
            QDesktopServices.openUrl(field.link)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_current()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_current()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._show_menu(self._below_current())
        elif not self._scrolls_within_current(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _scrolls_within_current(self, key: Qt.Key) -> bool:
        """A value that is higher than the pane is read with the arrows before they go to the next one."""
        bar, cell = self.verticalScrollBar(), self.visualRect(self.currentIndex())
        step = QFontMetrics(theme.font()).height() * _LINES_A_KEY
        if key == Qt.Key.Key_Down and cell.bottom() >= self.viewport().height():
            bar.setValue(bar.value() + step)
        elif key == Qt.Key.Key_Up and cell.isValid() and cell.top() < 0:
            bar.setValue(bar.value() - step)
        else:
            return False
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_painter"):
            self.fit_rows()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() == Qt.MouseButton.LeftButton and index.column() == VALUE and index == self.currentIndex():
            if self._painter.copy_sign(self.visualRect(index)).adjusted(-4, -4, 4, 4).contains(place):
                self.copy_current()
            else:
                self.open_current()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._show_menu(self._below_current() if by_keys else event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._hover(self.indexAt(event.position().toPoint()))
        elif event.type() == QEvent.Type.Leave:
            self._hover(QModelIndex())
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_rows()

    def _hover(self, index: QModelIndex) -> None:
        row = index.row() if index.isValid() else -1
        links = row >= 0 and index.column() == VALUE and self.fields_model.fields[row].link is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if links else Qt.CursorShape.ArrowCursor)
        if row != self._painter.hovered:
            self._painter.hovered = row
            self.viewport().update()

    def _below_current(self) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())

    def _show_menu(self, place: QPoint) -> None:
        field = self.current_field()
        if field is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy value"), self.copy_current).setEnabled(bool(field.text))
        menu.addAction(self.tr("Open link"), self.open_current).setEnabled(field.link is not None)
        menu.popup(place)
