"""What is known beside the rows: the counts of the shelves and of the facets, and how far the index is prepared."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lead_views import Facet, Shelves, View
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.facets import FEW, MANY, Facets
from leaddesk.ui.leads.newest import Newest

_PREPARING = "preparing"


class Beside(QObject):
    """Asks quietly; what fails here is told by the rows, which are asked for at the same time."""

    shelves_counted = Signal()
    prepared = Signal(float)
    """How far (0 to 1); 1 for done."""

    def __init__(self, desk: Desk, facets: Facets, chosen: Callable[[str], tuple[str, ...]]) -> None:
        """``chosen`` tells the ticked values of a facet's column."""
        super().__init__(facets)
        self._find, self._facets, self._chosen = desk.actions.find_leads, facets, chosen
        self._background = Background(self, desk.notices)
        self._shelves: Newest[str, Shelves] = Newest(self._background, self._ask_shelves, self._show_shelves, _not_told)
        self._facets_of: Newest[View, tuple[Facet, ...]] = Newest(
            self._background, self._ask_facets, self._show_facets, _not_told
        )
        self.shelves = Shelves(None, None, None, None, None)

    def count_shelves(self) -> None:
        self._shelves.ask("shelves")

    def _ask_shelves(self, question: str) -> Coroutine[Any, Any, Shelves]:
        del question
        return self._find.shelves()

    def count_facets(self, view: View) -> None:
        """Those that are unfolded."""
        self._facets_of.ask(view)

    async def _ask_facets(self, view: View) -> tuple[Facet, ...]:
        """Where a value is ticked it is among them, however few leads have it."""
        opened = self._facets.open_columns
        many = [name for name in opened if self._facets.blocks[name].limit >= MANY or self._chosen(name)]
        few = [name for name in opened if name not in many]

        found = await self._find.facets(view=view, columns=few, limit=FEW + 1) if few else ()
        return (*found, *(await self._find.facets(view=view, columns=many, limit=MANY) if many else ()))

    def tell_ticks(self) -> None:
        """Values were ticked or unticked; their counts follow."""
        for column, block in self._facets.blocks.items():
            block.show_chosen(self._chosen(column))

    def prepare(self) -> None:
        """Have the index made where it is not, and say how far that is."""
        if self._find.is_prepared or self._background.is_running(_PREPARING):
            return
        work = self._find.prepare(progress=self.prepared.emit)
        self._background.run(work, None, lambda _: None, lambda: self.prepared.emit(1.0), replacing=_PREPARING)

    def _show_shelves(self, question: object, shelves: Shelves) -> None:
        del question
        self.shelves = shelves
        self.shelves_counted.emit()

    def _show_facets(self, view: View, facets: tuple[Facet, ...]) -> None:
        del view
        self._facets.show_facets(facets, {facet.column: self._chosen(facet.column) for facet in facets})


def _not_told(question: object, error: LeadDeskError) -> None:
    del question, error
