"""What is on screen: rows of which source, arranged how; and where whoever reads them is, when they become others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QObject, QTimer, Signal

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.records import Row
from leaddesk.domain.table import Arrangement, Column, RowSource
from leaddesk.ui.background import Background
from leaddesk.ui.notices import Notices
from leaddesk.ui.widgets.table.arranging import Arranged, Arranging, Question
from leaddesk.ui.widgets.table.chosen import Chosen
from leaddesk.ui.widgets.table.columns import TableColumns
from leaddesk.ui.widgets.table.fetching import Fetching
from leaddesk.ui.widgets.table.model import NOTHING
from leaddesk.ui.widgets.table.painted_rows import MOST_AWAITED
from leaddesk.ui.widgets.table.selection import NONE_CHOSEN, KeptSelection
from leaddesk.ui.widgets.table.view import RowView

_SCREENFUL = 64
"""Rows that are brought to hand before they are shown: those of a high screen."""
_MOST_CARRIED = 10_000
"""Chosen rows that are looked for among those of a source with other row numbers; of more, none stays chosen."""
_FINDING = "finding"
_SKETCHED_AFTER = 120
"""Milliseconds after which another source that is still being arranged takes the place of the one before, empty."""


class Showing(QObject):
    """The rows of one table."""

    shown = Signal()
    """Other rows are on screen, or in another order, or more of them."""
    renewed = Signal()
    """Values that are on screen may be others."""

    def __init__(
        self,
        view: RowView,
        columns: TableColumns,
        background: Background,
        notices: Notices,
        is_read_aside: Callable[[], bool],
    ) -> None:
        """``is_read_aside`` tells whether the current row is shown beside the rows."""
        super().__init__(view)
        self._background, self._notices = background, notices
        self._view, self._model, self._columns, self._is_read_aside = view, view.rows_model, columns, is_read_aside
        self.selection = KeptSelection(view)
        self._asked = Question(NOTHING, Arrangement(), numbering=object())
        self._shown_numbering = self._asked.numbering
        self._arranging = Arranging(background, self._chosen, self._bring, self._show)
        self._fetching = Fetching(view, background, notices, self.renewed.emit)
        self._awaited, self._is_sketched = 0, False
        self._carried: tuple[Chosen, tuple[int, int]] | None = None
        """What was chosen, and the current number and column, under the numbers of a source that is to be shown."""
        self._is_anew = False
        """Whether what is asked for are the rows on screen, in their newest state."""
        self._looked_for: tuple[Chosen, int] | None = None
        """The same under the numbers of the rows on screen: what was carried, as long as nothing else is chosen."""
        self._sketch_soon = QTimer(self)
        self._sketch_soon.setSingleShot(True)
        self._sketch_soon.setInterval(_SKETCHED_AFTER)
        self._sketch_soon.timeout.connect(self._sketch)

    @property
    def arrangement(self) -> Arrangement:
        """What was asked for last."""
        return self._asked.arrangement

    @property
    def is_sketched(self) -> bool:
        """Whether the rows of the source are still to come."""
        return self._is_sketched

    def show_source(self, source: RowSource, needle: str, *, keep_place: bool, memory: str) -> None:
        """Rows of another source, as ``LeadTable.show_source`` has it."""
        is_same = source is self._asked.source
        memory = memory or self._asked.memory
        arrangement = self._columns.state_of(memory).arrangement(needle, source.columns)
        numbering = self._asked.numbering if is_same else object()
        previous, self._asked = self._asked, Question(source, arrangement, numbering, memory, keep_place)
        if not is_same:
            self._is_anew = keep_place and (self._is_anew or previous.numbering is self._shown_numbering)
        if self._is_anew and not is_same and source.waits:
            self._find_chosen(source)
            return
        self._ask()
        if self._arranging.is_busy and not is_same and not keep_place:
            self._sketch_soon.start()

    def show_nothing(self) -> None:
        self._is_anew = False
        self._asked = replace(self._asked, source=NOTHING, numbering=object(), keep_place=False)
        self._ask()

    def arrange(self, needle: str) -> None:
        """The same rows, filtered by ``needle`` and sorted as the columns say."""
        asked = self._asked
        arrangement = self._columns.state_of(asked.memory).arrangement(needle, asked.source.columns)
        self._asked = replace(asked, arrangement=arrangement, keep_place=False)
        if asked.numbering is self._shown_numbering:
            # The arrow is there at once, even if a large source takes a moment.
            self._model.mark_sorted(arrangement.sort_by, arrangement.descending)
        if not self._is_finding():
            self._arranging.ask(self._asked)

    def grow(self, source: RowSource, needle: str) -> None:
        """The same rows and more after them, as ``LeadTable.grow`` has it."""
        asked = self._asked
        if not source.take_over(asked.source):
            self.show_source(source, needle, keep_place=True, memory=asked.memory)
            return
        arrangement = self._columns.state_of(asked.memory).arrangement(needle, source.columns)
        is_shown = asked.numbering is self._shown_numbering
        self._asked = replace(asked, source=source, arrangement=arrangement, keep_place=True)
        if is_shown and tuple(source.columns) == self._model.columns and not self._is_sketched:
            self._model.renew(source, self._at_hand(source.columns))
            if self._asked.is_natural and not self._arranging.is_busy:
                self._model.extend(range(len(source)))
                self.selection.go_on()
                self.shown.emit()
                return
        if not self._is_finding():
            self._arranging.ask_again(self._asked)

    def show_awaited(self, rows: int) -> None:
        """As ``LeadTable.show_awaited`` has it."""
        self._awaited = rows
        for view in (self._view, self._view.frozen):
            view.show_awaited(max(rows, MOST_AWAITED if self._is_sketched else 0))

    def is_read(self) -> bool:
        """Whether a person reads or has chosen the current row; else it is only where the keyboard happens to be."""
        return self.selection.has_current() or self._is_read_aside()

    def _chosen(self, question: Question) -> tuple[Chosen, int]:
        if question.numbering is self._shown_numbering:
            return self.selection.remembered()
        if self._carried is not None:
            return self._carried[0], self._carried[1][0]
        return NONE_CHOSEN, -1

    def _ask(self, carried: tuple[Chosen, tuple[int, int]] | None = None) -> None:
        self._background.cancel(_FINDING)
        self._carried = carried
        self._arranging.ask(self._asked)

    def _is_finding(self) -> bool:
        """Whether what is asked for will be shown when the chosen rows are found in it."""
        return self._background.is_running(_FINDING)

    def _find_chosen(self, source: RowSource) -> None:
        """Finds the rows that a person has chosen, and the current one, among those of ``source``; then shows it.

        As often as something else is chosen meanwhile: else what is done next would be done to other rows.
        """
        self._looked_for = self.selection.remembered()
        chosen, current = self.selection.rows(), self._view.currentIndex()
        wanted = [self._model.numbers[current.row()]] if current.isValid() else []
        first, column = len(wanted), current.column()
        wanted.extend(chosen[:] if len(chosen) <= _MOST_CARRIED else ())

        def found(places: Sequence[int]) -> None:
            if self._is_carried_in_vain():
                self._find_chosen(self._asked.source)
                return
            there = [place for place in places[first:] if place >= 0]
            made = Chosen(len(source)).marked(there, chosen=True) if there else NONE_CHOSEN
            self._ask((made, (places[0] if first else -1, column)))

        def failed(error: LeadDeskError) -> None:
            self._notices.problem(error)
            self._ask()

        if wanted:
            self._background.run(source.find(self._model.source, wanted), found, failed, replacing=_FINDING)
        else:
            self._ask()

    def _is_carried_in_vain(self) -> bool:
        """Whether something else has been chosen since the chosen rows were looked for."""
        before, now = self._looked_for, self.selection.remembered()
        return before is not None and (now[0] is not before[0] or now[1] != before[1])

    async def _bring(self, question: Question, numbers: Sequence[int]) -> None:
        first = self._top_of(question, numbers) if question.keep_place else 0
        await self._asked.source.fetch(numbers[first : first + _SCREENFUL])

    def _sketch(self) -> None:
        """The columns of what is asked for, and rows to come: what is on screen belongs to something else."""
        asked = self._asked
        if self._arranging.is_busy and asked.numbering is not self._shown_numbering:
            self._is_sketched = True
            self._change_rows(asked, ())
            self.show_awaited(self._awaited)
            self.shown.emit()

    def _show(self, arranged: Arranged) -> None:
        self._sketch_soon.stop()
        question, view = arranged.question, self._view
        is_same = question.numbering is self._shown_numbering
        if not is_same and self._carried is not None and self._is_carried_in_vain():
            self._find_chosen(self._asked.source)
            return
        keeps = question.keep_place and not self._is_sketched
        down, sideways = view.verticalScrollBar().value(), view.horizontalScrollBar().value()
        if keeps:
            risen = self._top_of(question, arranged.numbers) - view.visible_rows().start
            down += risen * view.verticalHeader().defaultSectionSize()
        was_in_sight = self.is_read() and view.currentIndex().row() in view.visible_rows()
        if self._is_sketched:
            self._is_sketched = False
            self.show_awaited(self._awaited)
        self._change_rows(question, arranged.numbers)
        is_there = self.selection.restore(arranged.chosen, arranged.standing, arranged.number_of_current)
        view.verticalScrollBar().setValue(down if keeps else 0)
        if is_same or keeps:
            view.horizontalScrollBar().setValue(sideways)
        if not keeps:
            self._bring_current_into_sight(is_there=is_there, was_in_sight=was_in_sight)
        self.shown.emit()
        self.renewed.emit()

    def _top_of(self, question: Question, numbers: Sequence[int]) -> int:
        """Which row of ``numbers`` has to be at the top for what is read to stay where it is, as rows come before it.

        Who is at the top and has chosen nothing there stays at the top.
        """
        seen = self._view.visible_rows()
        current = self._view.currentIndex().row()
        is_chosen = current in seen and self.is_read()
        anchor = current if is_chosen else seen.start
        is_first = anchor == 0 and not is_chosen
        if is_first or question.numbering is not self._shown_numbering or anchor >= len(self._model.numbers):
            return seen.start
        try:
            return max(0, seen.start + numbers.index(self._model.numbers[anchor]) - anchor)
        except ValueError:
            return seen.start

    def _change_rows(self, question: Question, numbers: Sequence[int]) -> None:
        # A source that grew meanwhile has the same rows under these numbers, in their newest state.
        source, is_same = self._asked.source, question.numbering is self._shown_numbering
        columns = tuple(source.columns)
        has_same_columns = is_same and columns == self._model.columns
        if not is_same:
            self.selection.forget()
            if self._carried is not None:
                self.selection.carry(*self._carried)
                self._carried = None
        self._model.show(source, numbers, self._at_hand(columns) if is_same else {})
        self._shown_numbering = question.numbering
        if has_same_columns:
            self._columns.apply()
        else:
            self._columns.take_in(question.memory)
        self._model.mark_sorted(question.arrangement.sort_by, question.arrangement.descending)

    def _bring_current_into_sight(self, *, is_there: bool, was_in_sight: bool) -> None:
        """Who sorts asks for the first rows, and sees them, as in a spreadsheet. But a row that was chosen and in sight
        is what the eye is on: it stays in sight, as in a file manager or a mail program, and so does the one in the
        detail pane. Where neither is so, the keyboard begins at the top too.
        """
        if is_there and was_in_sight:
            self._view.scrollTo(self._view.currentIndex())
        elif is_there and not self.is_read():
            top = self._model.index(0, self._view.currentIndex().column())
            self._view.selectionModel().setCurrentIndex(top, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _at_hand(self, columns: Sequence[Column]) -> Mapping[int, Row]:
        """The rows on screen under ``columns``, to be painted until their source has them anew."""
        found = self._model.at_hand_by_number(self._view.visible_rows())
        if tuple(columns) == self._model.columns:
            return found
        places = {column.name: at for at, column in enumerate(self._model.columns)}
        wanted = [places.get(column.name) for column in columns]
        return {number: tuple(None if at is None else row[at] for at in wanted) for number, row in found.items()}
