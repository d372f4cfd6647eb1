"""A list of the rail, as high as its entries: shelves, or lists kept by hand, which can be moved and take leads.

Dragging is done here, because Qt's own drag spins an event loop of its own, in which other work gets lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QSizePolicy

from leaddesk.ui.leads.entries import Entry, EntryModel, EntryPainter, line_height

_REMOVES = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_BESIDE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class EntryList(QListView):
    """At most one entry is chosen."""

    chosen = Signal(object)
    """The key of the entry that a person chose; not said where it was chosen already."""
    opened = Signal()
    """Enter, or a double click: to the rows, or what else belongs to it."""
    edit_wanted = Signal(object)
    """F2 on this key."""
    remove_wanted = Signal(object)
    """Delete or Backspace on this key."""
    moved = Signal(object, int)
    """The key, and the place (from 0) that it was moved to; nothing has moved yet."""
    menu_wanted = Signal(object, QPoint)
    """The key, and where (global)."""

    def __init__(self, name: str, title: str, *, can_reorder: bool = False) -> None:
        """``name`` is the objectName, ``title`` the accessible name."""
        super().__init__()
        self.entries = EntryModel(self)
        self._painter = EntryPainter(self.entries, self)
        self._can_reorder = can_reorder
        self._pressed: QPoint | None = None
        self._drops_before = -1
        self._told: object = None
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("rail", "true")
        self.setModel(self.entries)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.selectionModel().selectionChanged.connect(self._tell_chosen)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self._fit()

    @property
    def chosen_key(self) -> object:
        """None where none is chosen."""
        row = next((index.row() for index in self.selectedIndexes()), -1)
        return self.entries.entries[row].key if 0 <= row < len(self.entries.entries) else None

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """The chosen one stays chosen where it is still there; nothing is said about it."""
        before = self.chosen_key
        self.entries.show_entries(entries)
        self.choose(before)
        self._fit()

    def choose(self, key: object) -> None:
        """Show ``key`` as chosen, without a word; None, or one that is not there, for none."""
        row = self.entries.row_of(key) if key is not None else -1
        self._told = key if row >= 0 else None
        if row < 0:
            self.clearSelection()
        elif self.chosen_key != key:
            self.setCurrentIndex(self.entries.index(row, 0))

    def step(self, by: int) -> None:
        """Ask for the chosen one to be moved up (-1) or down (1); nothing beyond the ends."""
        place = self.entries.row_of(self.chosen_key) + by
        if self._can_reorder and self.chosen_key is not None and 0 <= place < len(self.entries.entries):
            self.moved.emit(self.chosen_key, place)

    def show_target(self, place: QPoint | None) -> object:
        """Mark the entry under ``place`` (global) as the one to drop on, and return its key; None for none."""
        here = self.viewport().mapFromGlobal(place) if place is not None else QPoint(-1, -1)
        index = self.indexAt(here) if self.viewport().rect().contains(here) else QModelIndex()
        if index.row() != self._painter.target:
            self._painter.target = index.row()
            self.viewport().update()
        return self.entries.entries[index.row()].key if index.isValid() else None

    def _tell_chosen(self) -> None:
        key = self.chosen_key
        if key is not None and key != self._told:
            self._told = key
            self.chosen.emit(key)

    # -- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, pressed, here = self.chosen_key, Qt.Key(event.key()), self.currentIndex().row()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(pressed)
        if step is not None and event.modifiers() & _BESIDE:
            self.step(step)
        elif key is None and pressed in {*_OPENS, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space}:
            # Tab came here and chose nothing: what the ring is around is chosen first.
            self.setCurrentIndex(QModelIndex())
            self.setCurrentIndex(self.entries.index(max(0, here), 0))
        elif key is not None and pressed == Qt.Key.Key_F2:
            self.edit_wanted.emit(key)
        elif key is not None and pressed in _REMOVES and not event.modifiers() & _BESIDE:
            self.remove_wanted.emit(key)
        elif pressed in _OPENS and not event.modifiers() & _BESIDE:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).bottomLeft() if is_by_key else event.pos()
            key = self.entries.entries[index.row()].key
            self.menu_wanted.emit(key, self.viewport().mapToGlobal(place))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        super().mousePressEvent(event)
        place = event.position().toPoint()
        self._pressed = place if self._can_reorder and self.indexAt(place).isValid() else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        is_far = (place - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if is_far or self._drops_before >= 0:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            height = max(1, self.sizeHintForRow(0))
            self._drops_before = max(0, min(len(self.entries.entries), (place.y() + height // 2) // height))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        gap, here = self._drops_before, self.entries.row_of(self.chosen_key)
        self._pressed, self._drops_before = None, -1
        self.viewport().unsetCursor()
        self.viewport().update()
        place = gap - 1 if gap > here else gap
        if gap >= 0 and here >= 0 and place != here:
            self.moved.emit(self.chosen_key, place)

    # -- looks

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drops_before >= 0:
            y = self._drops_before * self.sizeHintForRow(0)
            EntryPainter.paint_gap(QPainter(self.viewport()), self.viewport().width(), y)

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "entries"):
            self.scheduleDelayedItemsLayout()  # uniform rows are measured once
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(line_height() * max(1, len(self.entries.entries)))
