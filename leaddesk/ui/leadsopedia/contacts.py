"""The contacts of a list, and the look-up of one of them."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView

from leaddesk.domain.call_budget import MonthState
from leaddesk.domain.errors import LeadDeskError, NothingThere
from leaddesk.domain.leads import SourceKind
from leaddesk.domain.lists import KeptList, RowState
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.domain.table import RowSource
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leadsopedia.field_titles import FIRST_COLUMNS
from leaddesk.ui.leadsopedia.look_up import LookUp, kept_row
from leaddesk.ui.leadsopedia.priced_browser import PricedBrowser
from leaddesk.ui.leadsopedia.texts import ContactTexts
from leaddesk.ui.widgets.lists.list_times import when
from leaddesk.ui.widgets.table.lead_table import LeadTable

_LONGEST = 60
_LOOK_UP = "look-up"


class ContactsBrowser(PricedBrowser):
    """A contact that was found is selected and scrolled to."""

    said = Signal(str, str, str, str, object)
    """Kind, title, advice, the words of a button, what it does (or None): what came of a look-up."""

    def __init__(self, desk: Desk, texts: ContactTexts, month: Callable[[], MonthState | None]) -> None:
        """As ``PricedBrowser``."""
        super().__init__(
            desk,
            texts,
            month,
            prefix="leadsopedia",
            table_name="leadsopedia-table",
            export_name="leadsopedia-export",
            main_column="first_name",
            first_columns=FIRST_COLUMNS,
            collects=SourceKind.LEADSOPEDIA,
        )
        self._desk_of_look_ups, self._names = desk, texts
        self._asking = Background(self, desk.notices)
        self._wanted_row: tuple[int, int] | None = None
        """The list and the row that was found: selected as soon as it is on screen, and until another one is."""
        self._selected_in: RowSource | None = None
        """What it was selected in; the rows may be opened again."""
        self.look_up = LookUp()
        self.look_up.wanted.connect(self._look)
        self.add_to_bar(self.look_up)
        self.table.rows_shown_changed.connect(lambda *_: self._select_wanted())
        self.table.selection_changed.connect(lambda _: self._heed_selection())

    def show_list(self, kept: KeptList) -> None:
        if self.kept is None or self.kept.id != kept.id:
            self._wanted_row = None
        super().show_list(kept)

    def _look(self, wanted: str) -> None:
        """First among what is kept, which costs nothing."""
        kept = self.kept
        if kept is None:
            return
        if not kept.rows:
            self._ask_for(kept, wanted)
            return

        async def look() -> int | None:
            return await kept_row(await self._desk_of_look_ups.actions.open_rows(id=kept.id), wanted)

        def looked(row: int | None) -> None:
            if row is None:
                self._ask_for(kept, wanted)
            else:
                self._tell_kept(kept, wanted, row)

        self._asking.run(look(), looked, replacing=_LOOK_UP)

    def _tell_kept(self, kept: KeptList, wanted: str, row: int) -> None:
        self._select(kept, row)
        read_at = kept.read_at or (kept.reading.began_at if kept.reading is not None else None)
        title = self.tr("Kept already.")
        if read_at is not None:
            title = wording.filled(self.tr("Kept already, read %1."), when(read_at))
        advice = wording.filled(self.tr("“%1” is selected below."), wording.shortened(wanted, _LONGEST))
        self.said.emit("info", title, advice, self.tr("Ask again (1 call)"), lambda: self._ask_for(kept, wanted))

    def _ask_for(self, kept: KeptList, wanted: str) -> None:
        self.look_up.set_asking(asking=True)
        self.said.emit(
            "info", wording.filled(self.tr("Asking for “%1”…"), wording.shortened(wanted, _LONGEST)), "", "", None
        )
        ticket = self._desk_of_look_ups.running.begin(self.tr("Looking a contact up"))

        def found(answer: tuple[KeptList, int]) -> None:
            now, row = answer
            self._select(now, row)
            if self.kept is not None and self.kept.id == now.id:
                self.show_list(now)
                self.open_rows()
            self._desk_of_look_ups.notices.solved(LEADSOPEDIA.id, _LOOK_UP)
            self.answered.emit(self.tr("Leadsopedia connected"))
            words = self.tr("“%1” is in %2.")
            title = wording.filled(words, wording.shortened(wanted, _LONGEST), self._name(now))
            self.said.emit("success", title, self.tr("It is kept, and selected below."), "", None)

        def ended() -> None:
            self._desk_of_look_ups.running.end(ticket)
            self.look_up.set_asking(asking=False)

        work = self._desk_of_look_ups.actions.ask_leadsopedia.look_up(id=kept.id, wanted=wanted)
        self._asking.run(work, found, lambda error: self._not_found(error, kept, wanted), ended, _LOOK_UP)

    def _not_found(self, error: LeadDeskError, kept: KeptList, wanted: str) -> None:
        if isinstance(error, NothingThere):
            title = wording.filled(self.tr("“%1” is not in %2."), wording.shortened(wanted, _LONGEST), self._name(kept))
            both = self.tr("Leadsopedia answered 404 to both ways of asking: 2 calls.")
            advice = (
                both if error.status == HTTPStatus.NOT_FOUND else self.tr("Leadsopedia answered without it: 1 call.")
            )
            self.said.emit("warning", title, advice, "", None)
            return
        self.said.emit("", "", "", "", None)
        self.troubled.emit(explain(error).title)
        self._desk_of_look_ups.notices.problem(error, _LOOK_UP)

    def _name(self, kept: KeptList) -> str:
        return wording.shortened(self._names.name(kept), _LONGEST)

    def _select(self, kept: KeptList, row: int) -> None:
        if self.kept is None or self.kept.id != kept.id:
            return
        self._wanted_row, self._selected_in = (kept.id, row), None
        if self.chips.state is not RowState.PRESENT:
            self.chips.let_go()
            self.open_rows()
        if self.table.is_filtered:
            self.table.clear_needle()
        self._select_wanted()
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _select_wanted(self) -> None:
        wanted, kept = self._wanted_row, self.kept
        if wanted is None or kept is None or wanted[0] != kept.id or self.chips.state is not RowState.PRESENT:
            return
        if self.table.source is not self._selected_in and show_row(self.table, wanted[1]):
            self._selected_in = self.table.source

    def _heed_selection(self) -> None:
        """Who chooses another row wants that one; rows that are opened again have none chosen for a moment."""
        chosen = list(self.table.selected_rows()[:2])
        if self._wanted_row is not None and self._selected_in is not None and chosen not in ([], [self._wanted_row[1]]):
            self._wanted_row = None


def show_row(table: LeadTable, number: int) -> bool:
    """Select the row of this number and scroll to it; False where it is not on screen."""
    view, model = table.view, table.view.rows_model
    try:
        place = model.numbers.index(number)
    except ValueError:
        return False
    names, shown = [column.name for column in model.columns], table.visible_columns()
    column = view.currentIndex().column()
    if column < 0 or names[column] not in shown:
        column = names.index(shown[0]) if shown else 0  # Qt does not scroll to a cell of a hidden column
    flags = QItemSelectionModel.SelectionFlag
    index = model.index(place, column)
    view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
    view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
    return True
