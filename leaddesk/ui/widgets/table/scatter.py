"""Chosen rows that are too scattered for Qt's selection, chosen on in its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel

from leaddesk.ui.widgets.table.chosen import Chosen

_Flag = QItemSelectionModel.SelectionFlag


class Scatter:
    """What is chosen on screen while Qt's selection is empty. Ctrl adds and takes away; whatever replaces ends it."""

    def __init__(self, chosen: Chosen, count: int, numbers: Sequence[int]) -> None:
        """``count`` of ``numbers``, the rows on screen, are chosen."""
        self.chosen, self.count, self._numbers = chosen, count, numbers
        self._before: tuple[Chosen, int] | None = None
        """As it was when the latest click with Ctrl began; a drag from there starts anew with each move."""
        self._marks = True

    def go_on(self, numbers: Sequence[int]) -> None:
        """More rows are on screen, after those that were there."""
        self._numbers = numbers

    def has(self, row: int) -> bool:
        """Whether the row at this place on screen is chosen."""
        return self.chosen.has(self._numbers[row])

    def takes(self, command: _Flag) -> bool:
        """Whether ``command`` goes on with what is chosen. False where it replaces it (a click, Shift)."""
        return not command & _Flag.Clear and (self._before is not None or not command & _Flag.Current)

    def mark(self, rows: range, command: _Flag) -> None:
        """Do as Qt's selection does with ``rows``, places on screen."""
        if command == _Flag.NoUpdate or not rows:
            return
        if not command & _Flag.Current or self._before is None:
            self._before = (self.chosen, self.count)
            self._marks = not self.has(rows.start) if command & _Flag.Toggle else bool(command & _Flag.Select)
        before, count = self._before
        numbers = [self._numbers[row] for row in rows]
        changed = sum(before.has(number) != self._marks for number in numbers)
        self.chosen = before.marked(numbers, chosen=self._marks)
        self.count = count + (changed if self._marks else -changed)
