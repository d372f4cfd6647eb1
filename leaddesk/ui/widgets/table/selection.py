"""Remembers which rows were chosen by their numbers, so that sorting and filtering do not lose them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSignalBlocker

from leaddesk.ui.widgets.table.view import RowView

_Flag = QItemSelectionModel.SelectionFlag


class KeptSelection:
    """The chosen rows and the current cell of one table.

    Rows that a filter hides are not selected, but they are selected again when they come back, unless something else
    was chosen in the meantime.
    """

    def __init__(self, view: RowView) -> None:
        self._view = view
        self._chosen: set[int] = set()
        self._current: tuple[int, int] | None = None
        self._is_stale = True

    def touched(self) -> None:
        """A person changed the selection: what was remembered no longer holds."""
        self._is_stale = True

    def forget(self) -> None:
        """Another source: its numbers mean other rows."""
        self._chosen, self._current, self._is_stale = set(), None, True

    def rows(self) -> Sequence[int]:
        """The numbers of the selected rows, in the order of the screen."""
        numbers, spans = self._view.rows_model.numbers, self._view.spans()
        if len(spans) == 1:
            return numbers[spans[0][0] : spans[0][1] + 1]
        return [number for first, last in spans for number in numbers[first : last + 1]]

    def count(self) -> int:
        return sum(last - first + 1 for first, last in self._view.spans())

    def remember(self) -> None:
        """Before the rows are arranged anew."""
        if self._is_stale:
            self._chosen = set(self.rows())
            self._is_stale = False
        current = self._view.currentIndex()
        if current.isValid():
            self._current = (self._view.rows_model.numbers[current.row()], current.column())

    def restore(self) -> bool:
        """After it; True if the current row is still among them."""
        model, selection = self._view.rows_model, self._view.selectionModel()
        with QSignalBlocker(selection):
            wanted = QItemSelection()
            for first, last in _runs(self._places()):
                left, right = model.index(first, 0), model.index(last, model.columnCount() - 1)
                wanted.select(left, right)
            selection.select(wanted, _Flag.ClearAndSelect)
            place = self._current_place()
            if place is not None:
                selection.setCurrentIndex(model.index(*place), _Flag.NoUpdate)
        self._view.selection_changed()
        return place is not None

    def _places(self) -> list[int]:
        """Where the chosen rows stand now."""
        numbers = self._view.rows_model.numbers
        if not self._chosen:
            return []
        if isinstance(numbers, range):
            return sorted(numbers.index(number) for number in self._chosen if number in numbers)
        return [place for place, number in enumerate(numbers) if number in self._chosen]

    def _current_place(self) -> tuple[int, int] | None:
        if self._current is None:
            return None
        number, column = self._current
        try:
            return self._view.rows_model.numbers.index(number), column
        except ValueError:
            return None


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours together, as (first, last); ``places`` rise."""
    if not places:
        return []
    if places[-1] - places[0] + 1 == len(places):
        return [(places[0], places[-1])]
    ends = [place for place, following in pairwise(places) if following != place + 1]
    starts = [following for place, following in pairwise(places) if following != place + 1]
    return list(zip([places[0], *starts], [*ends, places[-1]], strict=True))
