"""The table as pages use it: state, model, rows, detail pane and what stands there when there is nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.preferences import PreferenceStore
from leaddesk.domain.records import Value
from leaddesk.domain.table import Arrangement, Column, RowSource
from leaddesk.ui.background import Background
from leaddesk.ui.commands import Cost
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.widgets.table.arranging import AT_ONCE
from leaddesk.ui.widgets.table.cells import CellPainter
from leaddesk.ui.widgets.table.columns import TableColumns
from leaddesk.ui.widgets.table.details import Details, PaneKind, Record, record_of
from leaddesk.ui.widgets.table.empty_state import Act, EmptyState, NoMatch
from leaddesk.ui.widgets.table.links import link_of
from leaddesk.ui.widgets.table.model import RowModel
from leaddesk.ui.widgets.table.painted_rows import MOST_AWAITED
from leaddesk.ui.widgets.table.showing import Showing
from leaddesk.ui.widgets.table.table_actions import TableAction, column_actions, edit_actions, row_actions, show_menu
from leaddesk.ui.widgets.table.view import RowView

if TYPE_CHECKING:
    from leaddesk.ui.widgets.table.cell_editing import CellEditing, CellEdits
    from leaddesk.ui.widgets.table.columns_panel import ColumnsPanel
    from leaddesk.ui.widgets.table.copying import Copied

_TYPING_RESTS = 60


class LeadTable(QWidget):
    """Rows of one source at a time. ``table_bar.TableBar`` is the bar that belongs above it."""

    rows_shown_changed = Signal(int, int)
    """Rows on screen, rows in all."""
    selection_changed = Signal(int)
    """How many rows are selected."""
    needle_changed = Signal(str)
    """The filter was changed from inside, such as by its Clear button."""
    details_toggled = Signal(bool)
    offers_changed = Signal()
    """Other things can be done than before (``actions_for_menu``); told once for all that happens in one go."""

    def __init__(
        self,
        name: str,
        *,
        preferences: PreferenceStore,
        notices: Notices,
        titles: Callable[[str], str],
        main_column: str = "",
        first_columns: Sequence[str] = (),
        pane: PaneKind | None = None,
        cells: Callable[[RowModel, str], CellPainter] = CellPainter,
    ) -> None:
        """``name`` is the objectName of the rows (``sample-table``), begins those of the parts, and is remembered by.

        ``titles`` gives a column's name its title. ``first_columns`` are on screen before anybody chooses, in this
        order; of the others, those that ``titles`` knows wait in the columns panel and those that it does not know
        are shown after them. The rows' ``main_column`` is stronger and heads the detail pane, if that is not ``pane``.
        """
        super().__init__()
        self._notices, self._titles, self._main_column = notices, titles, main_column
        self._first_columns = tuple(first_columns)
        self._background = Background(self, notices)
        self._needle = ""
        self._model = RowModel(titles, self)
        self.view = RowView(self._model, cells(self._model, main_column), name)
        self.columns = TableColumns(self.view, preferences, first_columns)
        self._showing = Showing(
            self.view, self.columns, self._background, notices, is_read_aside=lambda: self.details.is_shown
        )
        self._selection = self._showing.selection
        self._panel: ColumnsPanel | None = None
        self._panel_anchor: QWidget = self.view
        self._empty = EmptyState(f"{name}-empty")
        self._rows = QWidget()
        self._no_match = NoMatch(f"{name}-no-match", self._rows, self._clear_and_return)
        self.editing: CellEditing | None = None
        self._offers: list[Callable[[], list[TableAction]]] = []
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.details = Details(
            self, self._rows, self._splitter, name=name, preferences=preferences, record=self._record, kind=pane
        )
        self.details.toggled.connect(self.details_toggled)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_RESTS)
        self._typing.timeout.connect(self._arrange)
        self._offering = QTimer(self)
        self._offering.setSingleShot(True)
        self._offering.timeout.connect(self.offers_changed)
        self._connect()
        self.setFocusProxy(self.view)
        self.details.show_as_left()

    @property
    def source(self) -> RowSource:
        """What the rows on screen come from."""
        return self._model.source

    @property
    def is_filtered(self) -> bool:
        """Whether a needle narrows the rows on screen."""
        return bool(self.arrangement.needle.strip())

    @property
    def arrangement(self) -> Arrangement:
        """What was asked for last; while the source works, the rows on screen still follow the one before."""
        return self._showing.arrangement

    def shown_rows(self) -> Sequence[int]:
        """Numbers of the rows on screen, in its order."""
        return self._model.numbers

    def selected_rows(self) -> Sequence[int]:
        """Numbers of the selected rows, in the order of the screen."""
        return self._selection.rows()

    def visible_columns(self) -> list[str]:
        """Names of the columns on screen, from left to right."""
        return self.columns.shown() if self._model.columns else []

    def show_source(self, source: RowSource, *, keep_place: bool = False, memory: str = "") -> None:
        """Show other rows. Filter and sort order stay, as far as the new columns have what they ask for.

        ``keep_place``: it is what was shown before with other row numbers, and stays scrolled to where it is, as far as
        it goes. ``memory`` is the name by which columns, widths and order are remembered from now on, where one table
        shows things with different columns: ``reactin-table/7``; empty for the one in use.
        """
        self._show_rows()
        self.show_awaited(0)
        self._showing.show_source(source, self._needle, keep_place=keep_place, memory=memory)

    def grow(self, source: RowSource) -> None:
        """The same rows with the same numbers, some perhaps with other values, and perhaps more after them.

        Nothing moves under whoever reads: scroll position, selection, current row, detail pane, widths and focus stay.
        Columns may be new. Where ``source`` knows that its numbers mean other rows, this is ``show_source`` with
        ``keep_place``.
        """
        self._show_rows()
        self._showing.grow(source, self._needle)

    def show_awaited(self, rows: int) -> None:
        """Sketch so many rows after the last one (MOST_AWAITED at most), as still to come; 0 for none.

        They stay until this is called again, or another source is shown.
        """
        self._showing.show_awaited(rows)

    def show_loading(self) -> None:
        """Rows are on their way. Those on screen stay; where there are none, some are sketched."""
        if self._model.rowCount() == 0 or self.view.isHidden():
            self.show_source(HeldRows([Column(name) for name in self._first_columns], ()))
            self.show_awaited(MOST_AWAITED)

    def show_empty(
        self, icon: str, title: str, text: str = "", button: str = "", act: Act = None, *, cost: Cost = Cost.NONE
    ) -> None:
        """Instead of rows: what is missing, why, and one thing to do (nothing without ``button``) at its ``cost``."""
        self._showing.show_nothing()
        self.show_awaited(0)
        self._empty.tell(icon, title, text, button, act, cost=cost)
        self._empty.show()
        self._splitter.hide()

    def set_needle(self, text: str) -> None:
        """Filter as somebody types: after a moment, the rows that hold all words of ``text`` are shown."""
        if text != self._needle:
            self._needle = text
            self._typing.start()

    def clear_needle(self) -> None:
        """All rows again, at once."""
        self._needle = ""
        self._arrange()
        self.needle_changed.emit("")

    def sort(self, name: str, *, descending: bool = False) -> None:
        """Sort by a column; an empty ``name`` for the order in which the rows came. Remembered for the next start."""
        self.columns.sort(name, descending=descending)
        self._arrange()

    def copy(self) -> None:
        """The selected rows (without any, the current one) and visible columns to the clipboard, under their titles."""
        from leaddesk.ui.widgets.table.copying import copy_rows  # noqa: PLC0415 - loaded when asked for

        numbers, current = self.selected_rows(), self.view.currentIndex()
        if not numbers and current.isValid():
            numbers = [self._model.numbers[current.row()]]
        names = self.visible_columns()
        if not numbers:
            return
        asked = (self.source, numbers, names, [self._titles(name) for name in names])
        if len(numbers) <= AT_ONCE:
            copy_rows(*asked).to_clipboard()
        else:
            self._background.run(asyncio.to_thread(copy_rows, *asked), self._copied, replacing="copy")

    def copy_cell(self) -> None:
        """The exact value of the current cell."""
        cell = self.current_cell()
        if cell is not None:
            QGuiApplication.clipboard().setText("" if cell[1] is None else str(cell[1]))

    def link(self) -> QUrl | None:
        """What the current cell leads to, if anything."""
        cell = self.current_cell()
        return link_of(cell[1], cell[0].kind) if cell is not None else None

    def open_link(self) -> None:
        """What the current cell leads to, in the browser or the mail program."""
        url = self.link()
        if url is not None:
            QDesktopServices.openUrl(url)

    def current_cell(self) -> tuple[Column, Value] | None:
        """Column and value of the cell where the keyboard is."""
        index = self.view.currentIndex()
        if not index.isValid():
            return None
        return self._model.columns[index.column()], self._model.row_values(index.row())[index.column()]

    def current_column(self) -> str:
        """The name of its column; empty without one."""
        cell = self.current_cell()
        return cell[0].name if cell is not None else ""

    @property
    def details_shown(self) -> bool:
        return self.details.is_shown

    def open_details(self) -> None:
        """The current row whole."""
        if self.view.currentIndex().isValid():
            self.details.show(shown=True)

    def toggle_details(self) -> None:
        self.view.be_at_a_cell()
        self.details.show(shown=not self.details.is_shown)

    def open_columns(self, anchor: QWidget | None = None) -> None:
        """The panel to choose columns, under ``anchor``; closes it if it is open."""
        if self._panel is None:
            from leaddesk.ui.widgets.table.columns_panel import ColumnsPanel  # noqa: PLC0415 - built when asked for

            self._panel = ColumnsPanel(self.columns, f"{self.view.objectName()}-columns-panel", self.window())
        if self._panel.isVisible():
            self._panel.close_panel()
        else:
            self._panel.open_under(anchor or self._panel_anchor)

    def set_columns_button(self, button: QWidget) -> None:
        """Where the panel opens when nothing else is said."""
        self._panel_anchor = button

    def actions_for_menu(self) -> list[TableAction]:
        """Everything that the context menus offer, for the menu bar and the palette; it is about the current cell."""
        offered = [action for offer in self._offers for action in offer()]
        return [*row_actions(self), *offered, *column_actions(self, self.current_column)]

    def offer(self, actions: Callable[[], list[TableAction]]) -> None:
        """From now on the menus hold these too; ``actions`` is asked each time."""
        self._offers.append(actions)

    def let_edit(self, edits: CellEdits) -> None:
        """From now on cells can be edited where they stand, as far as ``edits`` lets them."""
        from leaddesk.ui.widgets.table.cell_editing import CellEditing  # noqa: PLC0415 - most tables are only read

        self.editing = editing = CellEditing(self.view, edits, self._notices)
        self.view.can_edit = editing.can_begin
        self.view.edit_asked.connect(editing.begin)
        self._showing.shown.connect(editing.follow)
        self.offer(lambda: edit_actions(editing))

    def _lay_out(self) -> None:
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        rows = QVBoxLayout(self._rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.view)
        self._splitter.addWidget(self._rows)
        self._empty.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._splitter, 1)
        column.addWidget(self._empty, 1)

    def _connect(self) -> None:
        for head in (self.view.head, self.view.frozen.head):
            head.sectionClicked.connect(self._head_clicked)
            head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            head.customContextMenuRequested.connect(lambda place, head=head: self._show_head_menu(head, place))
        self.view.opened.connect(self.open_details)
        self.view.copy_asked.connect(self.copy)
        self.view.menu_asked.connect(lambda place: show_menu(self, self.actions_for_menu(), place))
        selection: QItemSelectionModel = self.view.selectionModel()
        selection.selectionChanged.connect(self._selection_touched)
        selection.currentRowChanged.connect(self.details.refresh)
        selection.currentChanged.connect(self._offer_anew)
        self.view.scatter_changed.connect(self._selection_touched)
        self.columns.changed.connect(self.details.refresh)
        self.columns.changed.connect(self._offer_anew)
        self._showing.shown.connect(self._tell_shown)
        self._showing.renewed.connect(self.details.refresh)
        self._model.failed.connect(self._notices.problem)

    def _offer_anew(self) -> None:
        self._offering.start()

    def _arrange(self) -> None:
        self._typing.stop()
        self._showing.arrange(self._needle)

    def _tell_shown(self) -> None:
        self._tell_no_match()
        self.rows_shown_changed.emit(len(self._model.numbers), len(self.source))
        self.selection_changed.emit(self._selection.count())
        self._offer_anew()

    def _tell_no_match(self) -> None:
        missing = self._model.rowCount() == 0 and not self._showing.is_sketched
        self._no_match.tell_hidden(len(self.source) if missing else 0, self.arrangement.needle.strip())
        self._no_match.place(self.view.viewport().geometry())

    def _clear_and_return(self) -> None:
        self.clear_needle()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rows(self) -> None:
        self._empty.hide()
        self._splitter.show()

    def _selection_touched(self) -> None:
        self._selection.touched()
        self.selection_changed.emit(self._selection.count())
        self._offer_anew()

    def _head_clicked(self, column: int) -> None:
        name, sorting = self._model.columns[column].name, self._model.sorting(column)
        self.sort("" if sorting == "descending" else name, descending=sorting == "ascending")

    def _show_head_menu(self, head: QWidget, place: QPoint) -> None:
        header = self.view.frozen.head if head is self.view.frozen.head else self.view.head
        column = header.logicalIndexAt(place)
        if column >= 0:
            name = self._model.columns[column].name
            show_menu(self, column_actions(self, lambda: name), head.mapToGlobal(place))

    def _record(self) -> Record:
        index = self.view.currentIndex()
        if not index.isValid():
            return "", "", ()
        values = self._model.row_values(index.row())
        record = {column.name: (column, value) for column, value in zip(self._model.columns, values, strict=True)}
        return record_of(record, self.columns.facts(), self._main_column)

    def _copied(self, copied: Copied) -> None:
        copied.to_clipboard()
        self._notices.say(Notice("success", self.tr("%Ln {row|rows} copied.", "", copied.rows)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends the filter first, then the pane, then whatever is around the table."""
        if event.key() == Qt.Key.Key_Escape and self._needle:
            self.clear_needle()
        elif event.key() == Qt.Key.Key_Escape and self.details.is_shown:
            self.details.show(shown=False)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._no_match.place(self.view.viewport().geometry())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.columns.save()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        dressing = {QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange}
        if event.type() in dressing and hasattr(self, "columns"):
            self.view.cells.dress()
            self.view.dress()
            self.view.frozen.dress()
            self.columns.dress()
