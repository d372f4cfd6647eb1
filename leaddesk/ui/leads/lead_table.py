"""The table of My Leads: every table's, with lists as chips, and with what can be done to leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.leads import LISTS, SUPPRESSED, Field
from leaddesk.domain.preferences import TABLES, PreferenceStore
from leaddesk.ui.column_titles import title_of
from leaddesk.ui.leads.lead_cells import LeadCells
from leaddesk.ui.notices import Notices
from leaddesk.ui.widgets.table.details import PaneKind
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.ui.widgets.table.model import RowModel
from leaddesk.ui.widgets.table.painted_rows import MOST_AWAITED
from leaddesk.ui.widgets.table.state import TableState

_FIRST = (Field.NAME, Field.TITLE, Field.COMPANY, Field.EMAIL)
_NAME, _LISTS_LETTERS = "leads-table", 19
_REMOVES = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class LeadsTable(LeadTable):
    """See the module."""

    remove_wanted = Signal()
    """Delete or Backspace on the rows."""
    search_ended = Signal()
    """Escape, while ``is_searched``."""

    is_searched = False
    """Whether Escape ends a search before anything else."""

    def __init__(self, *, preferences: PreferenceStore, notices: Notices, pane: PaneKind | None = None) -> None:
        """``pane``: what shows one lead whole."""
        names = [*(field.value for field in _FIRST), SUPPRESSED, LISTS]
        tables = preferences.get(TABLES)
        if _NAME not in tables:
            # The newest leads are in no list yet: as wide as their cells need would be too narrow for all others.
            at_first = TableState.default(names).with_width(LISTS, _LISTS_LETTERS)
            preferences.set(TABLES, {**tables, _NAME: at_first.as_json()})
        super().__init__(
            _NAME,
            preferences=preferences,
            notices=notices,
            titles=title_of,
            main_column=Field.NAME.value,
            first_columns=names,
            pane=pane,
            cells=self._lead_cells,
        )
        self.view.setAccessibleName(self.tr("Leads"))
        self.view.head.untitled = self.view.frozen.head.untitled = frozenset({SUPPRESSED})
        self.tell_suppressed(0)

    def tell_lists(self, colours: Mapping[str, int]) -> None:
        """The colour number of each list by its name."""
        self._cells.tell_lists(colours)
        for view in (self.view, self.view.frozen):
            view.viewport().update()

    def tell_suppressed(self, count: int) -> None:
        """The column with their shields is there while there are any."""
        self.columns.withhold(frozenset() if count else frozenset({SUPPRESSED}))

    def show_awaited_alone(self) -> None:
        """Sketched rows in place of those on screen, which belong to something else."""
        self.show_source(HeldRows(self.source.columns, ()))
        self.show_awaited(MOST_AWAITED)

    def toggle_details(self) -> None:
        """Who opens them with nothing selected sees which lead they are of: it is selected."""
        super().toggle_details()
        current = self.view.currentIndex()
        if self.details_shown and current.isValid() and not self.selected_rows():
            # Not selectRow: it heeds the keys that are held, as those of the shortcut are.
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().select(current, flags)

    def _lead_cells(self, model: RowModel, main_column: str) -> LeadCells:
        self._cells = LeadCells(model, main_column)
        return self._cells

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _REMOVES and not event.modifiers():
            self.remove_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.is_searched:
            self.search_ended.emit()
        else:
            super().keyPressEvent(event)


class LeadDrag(QObject):
    """Carries the selected rows of a table to wherever ``over`` takes them; Escape lets go of them.

    Not Qt's own drag, which spins an event loop in which other work gets lost. Pressing on a selected row waits for
    what comes of it: a drag, or the click that it would have been.
    """

    dropped = Signal(object)
    """What ``over`` returned for the place."""

    def __init__(self, table: LeadsTable, over: Callable[[QPoint | None], object]) -> None:
        """``over`` marks what is under a global place and returns it; None for nothing, asked with None at the end."""
        super().__init__(table)
        self._table, self._over = table, over
        self._pressed: QMouseEvent | None = None
        self._is_dragging = self._is_replaying = False
        for view in (table.view, table.view.frozen):
            view.viewport().installEventFilter(self)
        table.view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_replaying:
            return False
        if isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            return self._mouse(watched, event)
        if self._is_dragging and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._end()
            return True
        return False

    def _mouse(self, viewport: QWidget, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and self._is_on_selected(event):
            self._pressed = event.clone()
            self._table.setFocus(Qt.FocusReason.MouseFocusReason)
            return True
        if self._pressed is None:
            return False
        if kind == QEvent.Type.MouseMove:
            away = (event.position() - self._pressed.position()).manhattanLength()
            if not self._is_dragging and away >= QApplication.startDragDistance():
                self._is_dragging = True
                viewport.setCursor(Qt.CursorShape.DragCopyCursor)
            if self._is_dragging:
                self._over(event.globalPosition().toPoint())
            return True
        if kind == QEvent.Type.MouseButtonRelease:
            self._release(viewport, event)
            return True
        return False

    def _release(self, viewport: QWidget, event: QMouseEvent) -> None:
        pressed = self._pressed
        if self._is_dragging:
            target = self._over(event.globalPosition().toPoint())
            self._end()
            if target is not None:
                self.dropped.emit(target)
            return
        self._pressed = None
        if pressed is not None:
            self._is_replaying = True
            QApplication.sendEvent(viewport, pressed)
            QApplication.sendEvent(viewport, event)
            self._is_replaying = False

    def _end(self) -> None:
        self._pressed, self._is_dragging = None, False
        for view in (self._table.view, self._table.view.frozen):
            view.viewport().unsetCursor()
        self._over(None)

    def _is_on_selected(self, event: QMouseEvent) -> bool:
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        row = self._table.view.rowAt(event.position().toPoint().y())
        return is_plain and row >= 0 and self._table.view.is_chosen(row)
