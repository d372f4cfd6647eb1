"""Joins the table with what is about single leads: the pane beside it, and cells that are edited where they stand."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.leads import Field, LeadId, is_custom
from leaddesk.domain.table import Column, RowSource
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.widgets.table.details import PaneKind
from leaddesk.ui.widgets.table.model import NOTHING
from leaddesk.ui.widgets.table.table_actions import TableAction

if TYPE_CHECKING:
    from leaddesk.ui.leads.detail.pane import LeadDetail
    from leaddesk.ui.leads.lead_table import LeadsTable

_SELECTING_RESTS = 60
"""Milliseconds after the last change of a selection of several leads."""
_FIELDS = frozenset(field.value for field in Field)


class LeadEdits:
    """A ``CellEdits``: values can be typed, what LeadDesk itself tells cannot."""

    def __init__(self, desk: Desk) -> None:
        self._find, self._keep = desk.actions.find_leads, desk.actions.keep_leads

    def can_edit(self, column: Column) -> bool:
        return column.name in _FIELDS or is_custom(column.name)

    def save(self, source: RowSource, number: int, column: str, text: str) -> Coroutine[Any, Any, object]:
        async def work() -> int:
            ids = await self._find.ids_of(source=source, numbers=[number])
            return await self._keep.edit(ids, column, text)

        return work()


class LeadPane(QObject):
    """The pane of the table's chosen leads, or else of the one that the keyboard is on."""

    def __init__(self, desk: Desk, parent: QObject, more: Callable[[], Sequence[TableAction]]) -> None:
        """``more``: what its menu offers beside what it can do itself."""
        super().__init__(parent)
        self._desk, self._more = desk, more
        self._background = Background(self, desk.notices)
        self._chosen: Callable[[], tuple[RowSource, Sequence[int]]] = lambda: (NOTHING, ())
        self._pane: LeadDetail | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SELECTING_RESTS)
        self._soon.timeout.connect(self._ask)
        self.kind = PaneKind(self._build, self._tell)

    def follow(self, table: LeadsTable, chosen: Callable[[], Sequence[int]]) -> None:
        """``chosen`` tells the row numbers that it is about."""
        self._chosen = lambda: (table.source, chosen())
        table.selection_changed.connect(lambda _: table.details.refresh())

    async def keep(self, table: LeadsTable) -> LeadDeskError | None:
        """Save what is being typed in a cell or in the pane; what kept it from that, or None."""
        in_cell = await table.editing.keep() if table.editing is not None else None
        return in_cell or (await self._pane.keep() if self._pane is not None else None)

    def _build(self, name: str, parent: QWidget) -> QWidget:
        from leaddesk.ui.leads.detail.pane import LeadDetail  # noqa: PLC0415 - built when asked for

        return LeadDetail(self._desk, name, parent, more=self._actions)

    def _actions(self) -> list[QAction]:
        made = []
        for offered in self._more():
            action = QAction(offered.title, self)
            action.setEnabled(offered.enabled())
            action.triggered.connect(lambda _=False, run=offered.run: run())
            made.append(action)
        return made

    def _tell(self, pane: LeadDetail) -> None:
        _, numbers = self._chosen()
        self._pane = pane
        if len(numbers) > 1:
            self._soon.start()  # more are being selected, perhaps: what is asked for each would be for nothing
            return
        self._soon.stop()
        if numbers:
            self._ask()
        else:
            self._background.cancel("ids")
            pane.show_leads(())

    def _ask(self) -> None:
        source, numbers = self._chosen()

        def found(ids: tuple[LeadId, ...]) -> None:
            if self._pane is not None:
                self._pane.show_leads(ids)

        work = self._desk.actions.find_leads.ids_of(source=source, numbers=numbers)
        self._background.run(work, found, replacing="ids")
