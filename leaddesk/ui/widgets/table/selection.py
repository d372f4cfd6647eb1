"""Remembers which rows were chosen by their numbers, so that sorting and filtering do not lose them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSignalBlocker

from leaddesk.ui.widgets.table.chosen import Chosen, Standing, picked
from leaddesk.ui.widgets.table.scatter import Scatter
from leaddesk.ui.widgets.table.view import RowView

_Flag = QItemSelectionModel.SelectionFlag
NONE_CHOSEN = Chosen(0)


class KeptSelection:
    """The chosen rows and the current cell of one table.

    Rows that a filter hides are not selected, but they are selected again when they come back, unless something else
    was chosen in the meantime.
    """

    def __init__(self, view: RowView) -> None:
        self._view = view
        self._chosen: Chosen | None = None
        self._current: tuple[int, int] | None = None

    def touched(self) -> None:
        """A person changed the selection: what was remembered no longer holds."""
        self._chosen = None

    def forget(self) -> None:
        """Another source: its numbers mean other rows."""
        self._chosen, self._current = None, None

    def carry(self, chosen: Chosen, current: tuple[int, int]) -> None:
        """What was chosen, and the current number (-1 for none) and column, under the numbers of another source."""
        self._chosen, self._current = chosen, current if current[0] >= 0 else None

    def count(self) -> int:
        return self._standing().count

    def rows(self) -> Sequence[int]:
        """The numbers of the selected rows, in the order of the screen."""
        scatter = self._view.scatter
        chosen = scatter.chosen if scatter is not None else NONE_CHOSEN
        model = self._view.rows_model
        return picked(model.numbers, len(model.source), self._standing(), chosen)

    def has_current(self) -> bool:
        """Whether the row that the keyboard is on is one of the chosen."""
        current = self._view.currentIndex()
        return current.isValid() and self._view.is_chosen(current.row())

    def remembered(self) -> tuple[Chosen, int]:
        """What ``restore`` needs to be told where it is: the chosen rows, and the number of the current one (or -1).

        The chosen rows are the same object until something else is chosen.
        """
        model, scatter, current = self._view.rows_model, self._view.scatter, self._view.currentIndex()
        if current.isValid():
            self._current = (model.numbers[current.row()], current.column())
        if self._chosen is None:
            spans = tuple(self._view.spans())
            chosen = Chosen(len(model.source), model.numbers, spans)
            self._chosen = scatter.chosen if scatter is not None else chosen
        return self._chosen, self._current[0] if self._current is not None else -1

    def go_on(self) -> None:
        """More rows are on screen, after those that were there."""
        if self._view.scatter is not None:
            self._view.scatter.go_on(self._view.rows_model.numbers)

    def restore(self, chosen: Chosen, standing: Standing, number_of_current: int) -> bool:
        """After the model shows the rows anew; True if the current row is still among them.

        ``standing`` says where ``chosen`` and the row of ``number_of_current`` are now.
        """
        model, selection = self._view.rows_model, self._view.selectionModel()
        scattered = standing.spans is None
        with QSignalBlocker(selection):
            wanted, last_column = QItemSelection(), model.columnCount() - 1
            for first, last in standing.spans or ():
                wanted.select(model.index(first, 0), model.index(last, last_column))
            selection.select(wanted, _Flag.ClearAndSelect)
            place = self._current_place(standing, number_of_current)
            if place is not None:
                selection.setCurrentIndex(model.index(*place), _Flag.NoUpdate)
        self._view.show_scatter(Scatter(chosen, standing.count, model.numbers) if scattered else None)
        return place is not None

    def _standing(self) -> Standing:
        scatter, spans = self._view.scatter, self._view.spans()
        if scatter is not None:
            return Standing(scatter.count, None)
        return Standing(sum(last - first + 1 for first, last in spans), spans)

    def _current_place(self, standing: Standing, number: int) -> tuple[int, int] | None:
        if self._current is None:
            return None
        if self._current[0] == number:
            return (standing.current, self._current[1]) if standing.current >= 0 else None
        try:
            # The keyboard moved on while the rows were arranged.
            return self._view.rows_model.numbers.index(self._current[0]), self._current[1]
        except ValueError:
            return None
