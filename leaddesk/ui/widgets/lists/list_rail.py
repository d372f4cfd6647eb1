"""The lists of a provider at the left of its tab: what each is called, how many leads it has, how far it was read.

Dragging is done here, because Qt's own drag spins an event loop of its own, in which other work gets lost.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView

from leaddesk.domain.lists import KeptList
from leaddesk.ui.widgets.lists.list_texts import ListTexts
from leaddesk.ui.widgets.lists.rail_rows import RailModel, RailRows

_REMOVES = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_BESIDE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class ListRail(QListView):
    """Two lines a list; at most one is chosen."""

    chosen = Signal(object)
    """The KeptList that is chosen now, or None; not said when the same list merely has other contents."""
    edit_wanted = Signal(object)
    """F2 on this KeptList, or Enter or a double click where nothing listens to ``opened``."""
    opened = Signal(object)
    """Enter or a double click on this KeptList."""
    remove_wanted = Signal(object)
    """Delete or Backspace on this KeptList."""
    moved = Signal(object, int)
    """The KeptList, and the place among all (counted from 0) that it was moved to; nothing has moved yet."""
    pasted = Signal(str)
    """Text was pasted or dropped onto the rail."""

    def __init__(
        self, name: str, texts: ListTexts, *, title: str, can_reorder: bool = False, takes_text: bool = False
    ) -> None:
        """``name`` is the objectName, ``title`` the accessible name."""
        super().__init__()
        self.rows = RailModel(texts, self)
        self._can_reorder, self._takes_text = can_reorder, takes_text
        self._pressed: QPoint | None = None
        self._drops_before = -1
        """Where a dragged list would go; -1 while none is dragged."""
        self._told: int | None = None
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("rail", "true")
        self.setModel(self.rows)
        self.setItemDelegate(RailRows(self.rows, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(takes_text)
        self.selectionModel().currentChanged.connect(self._tell_chosen)
        self.doubleClicked.connect(lambda _: self._open())

    @property
    def lists(self) -> Sequence[KeptList]:
        return self.rows.lists

    @property
    def chosen_list(self) -> KeptList | None:
        row = self.currentIndex().row()
        return self.lists[row] if 0 <= row < len(self.lists) else None

    def show_lists(self, lists: Sequence[KeptList]) -> None:
        """All lists, in their order. The chosen one stays chosen; one that is gone gives way to its neighbour."""
        before, row = self.chosen_list, self.currentIndex().row()
        if [kept.id for kept in lists] == [kept.id for kept in self.lists]:
            self.rows.show_again(lists)
            return
        self.selectionModel().blockSignals(True)
        self.rows.show_lists(lists)
        ids = [kept.id for kept in lists]
        here = ids.index(before.id) if before is not None and before.id in ids else min(max(row, 0), len(ids) - 1)
        if before is not None and ids:
            self.setCurrentIndex(self.rows.index(here, 0))
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        self._tell_chosen()

    def show_again(self, kept: KeptList) -> None:
        """One of the lists has other contents; nothing where it is not listed."""
        if any(kept.id == other.id and kept != other for other in self.lists):
            self.rows.show_again([kept if kept.id == other.id else other for other in self.lists])

    def choose(self, id: int | None) -> None:
        """Choose the list with LeadDesk's ``id``; None for none. Nothing where it is not listed."""
        row = next((row for row, kept in enumerate(self.lists) if kept.id == id), -1)
        if id is None or row >= 0:
            self.setCurrentIndex(self.rows.index(row, 0) if row >= 0 else QModelIndex())

    def tell_reading(self, ids: Collection[int]) -> None:
        """Which lists are being read at this moment, by LeadDesk's ids."""
        self.rows.tell_reading(frozenset(ids))

    def step(self, by: int) -> None:
        """Ask for the chosen list to be moved up (-1) or down (1); nothing beyond the ends."""
        kept, place = self.chosen_list, self.currentIndex().row() + by
        if self._can_reorder and kept is not None and 0 <= place < len(self.lists):
            self.moved.emit(kept, place)

    def paste(self) -> None:
        """Take what the clipboard holds."""
        text = QGuiApplication.clipboard().text()
        if self._takes_text and text.strip():
            self.pasted.emit(text)

    def _tell_chosen(self) -> None:
        kept = self.chosen_list
        now = kept.id if kept is not None else None
        if now != self._told:
            self._told = now
            self.chosen.emit(kept)

    def _open(self) -> None:
        if self.chosen_list is not None:
            self.opened.emit(self.chosen_list)

    # -- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        kept, key = self.chosen_list, Qt.Key(event.key())
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif step is not None and event.modifiers() & _BESIDE:
            self.step(step)
        elif kept is not None and key == Qt.Key.Key_F2:
            self.edit_wanted.emit(kept)
        elif kept is not None and key in _REMOVES and not event.modifiers() & _BESIDE:
            self.remove_wanted.emit(kept)
        elif key in _OPENS and not event.modifiers() & _BESIDE:
            self._open()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        is_on_list = self.indexAt(event.position().toPoint()).isValid()
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if is_left and is_on_list and self._can_reorder else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        is_far = (place - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if is_far or self._drops_before >= 0:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._drops_before = self._gap_at(place.y())
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        gap, here = self._drops_before, self.currentIndex().row()
        self._end_drag()
        if gap >= 0 and here >= 0:
            place = gap - 1 if gap > here else gap
            if place != here:
                self.moved.emit(self.lists[here], place)

    def _gap_at(self, y: int) -> int:
        """Between which lists a place is: the number of those above it."""
        if not self.lists:
            return -1
        height = max(1, self.sizeHintForRow(0))
        return max(0, min(len(self.lists), (y + self.verticalOffset() + height // 2) // height))

    def _end_drag(self) -> None:
        self._pressed, self._drops_before = None, -1
        self.viewport().unsetCursor()
        self.viewport().update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._takes_text and event.mimeData().hasText():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._takes_text and event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._takes_text and event.mimeData().text().strip():
            event.acceptProposedAction()
            self.pasted.emit(event.mimeData().text())

    # -- looks

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drops_before >= 0:
            painter = QPainter(self.viewport())
            height = self.sizeHintForRow(0)
            RailRows.paint_gap(painter, self.viewport().width(), self._drops_before * height - self.verticalOffset())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()  # uniform rows are measured once
