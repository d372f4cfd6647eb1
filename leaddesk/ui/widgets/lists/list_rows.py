"""Brings the leads that are kept of a list into the table, again and again while pages come."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from leaddesk.domain.lists import KeptList, RowState
from leaddesk.domain.table import RowSource
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.ui.widgets.table.painted_rows import MOST_AWAITED

_OPENING = "rows"


class ListRows(QObject):
    """Rows of one list at a time, or only those that are new, changed or gone."""

    shown = Signal()
    """They are on screen, as they are kept now."""
    failed = Signal(object)
    """They could not be opened, for this LeadDeskError."""

    def __init__(self, desk: Desk, table: LeadTable, parent: QObject, *, own_columns: bool) -> None:
        """``own_columns``: the lists have different columns, so each remembers its own widths and order."""
        super().__init__(parent)
        self._desk, self._table, self._own_columns = desk, table, own_columns
        self._background = Background(parent, desk.notices)
        self._wanted: tuple[int, RowState] | None = None
        self._on_screen: tuple[int, RowState] | None = None
        self._more = self._again = False

    @property
    def are_shown(self) -> bool:
        """Whether rows of the list that was asked for are on screen."""
        return self._on_screen is not None and self._on_screen == self._wanted

    @property
    def are_behind(self) -> bool:
        """Whether those that were asked for last are still on their way."""
        return self._again or self._background.is_running(_OPENING)

    def open(self, kept: KeptList, wanted: RowState, *, more: bool) -> None:
        """Show the rows as they are now; ``more``: some are still to come and are sketched below."""
        asked = (kept.id, wanted)
        if asked != self._wanted:
            self._background.cancel(_OPENING)
            self._again = False
        self._wanted, self._more = asked, more
        if self._background.is_running(_OPENING):
            self._again = True  # what is being opened may be older than what was told just now
            return
        work = self._desk.actions.open_rows(id=kept.id, wanted=wanted)

        def ended() -> None:
            if self._again and self._wanted == asked:
                self._again = False
                self.open(kept, wanted, more=self._more)

        self._background.run(work, lambda source: self._show(asked, source), self.failed.emit, ended, _OPENING)

    def forget(self) -> None:
        """Something else stands in the place of the rows."""
        self._background.cancel(_OPENING)
        self._wanted = self._on_screen = None
        self._again = False

    def _show(self, asked: tuple[int, RowState], source: RowSource) -> None:
        if asked == self._on_screen:
            self._table.grow(source)
        else:
            memory = f"{self._table.view.objectName()}/{asked[0]}" if self._own_columns else ""
            self._table.show_source(source, memory=memory)
        self._on_screen = asked
        self._table.show_awaited(MOST_AWAITED if self._more else 0)
        if not self._again:
            self.shown.emit()
