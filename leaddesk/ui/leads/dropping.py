"""What is dropped on the page: chosen leads on a list, rows of a provider's table, and files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint, QTimer

from leaddesk.domain.leads import LeadList, LeadListId
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.lead_table import LeadDrag
from leaddesk.ui.widgets.collecting.carried_rows import CarriedRows
from leaddesk.ui.widgets.collecting.collecting import Collector
from leaddesk.ui.widgets.collecting.drops import accept_leads

if TYPE_CHECKING:
    from leaddesk.ui.leads.page import LeadsPage


class Dropping(QObject):
    """For one page. Rows go to the list that they are dropped on, or else to the one that is shown."""

    def __init__(self, desk: Desk, page: LeadsPage) -> None:
        super().__init__(page)
        self._page, self._rail = page, page.rail
        self._collector = Collector(desk, self)
        self._drag = LeadDrag(page.leads_table, self._rail.show_target)
        self._drag.dropped.connect(self._leads_dropped)
        accept_leads(self._rail.lists, self._rows_on_list, over=self._hovered)
        accept_leads(page, self._rows_on_page, self._files)

    def _leads_dropped(self, key: object) -> None:
        kept = self._page.lists.of(cast("LeadListId", key))
        if kept is not None:
            self._page.doing.add_to(kept)

    def _hovered(self, place: QPoint | None) -> LeadList | None:
        """The list at this place of the rail, which is marked; None for none."""
        on_screen = self._rail.lists.viewport().mapToGlobal(place) if place is not None else None
        return self._page.lists.of(cast("LeadListId", self._rail.show_target(on_screen)))

    def _rows_on_list(self, rows: CarriedRows, place: QPoint) -> None:
        kept = self._hovered(place)
        self._hovered(None)
        self._collector.add(rows, kept)

    def _rows_on_page(self, rows: CarriedRows, place: QPoint) -> None:
        del place
        self._collector.add(rows, self._page.lists.of(self._page.list_id))

    def _files(self, files: Sequence[Path], place: QPoint) -> None:
        """Imported as soon as the dropping is over."""
        del place
        QTimer.singleShot(0, self, lambda: self._page.doors.import_files(files))
