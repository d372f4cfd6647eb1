"""The filter that is being built: its values, which of them the provider does not know, its name, undo and redo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from leaddesk.domain.filter import Filter

_LONGEST_HISTORY = 500


@dataclass(frozen=True)
class EditedFilter:
    """What one step of the history holds."""

    filter: Filter = Filter()
    name: str = ""
    """The saved filter that it began as; empty for a new one."""
    saved_as: Filter = Filter()
    """What is kept under that name."""

    @property
    def is_edited(self) -> bool:
        """Whether it differs from what is kept under its name."""
        return self.filter != self.saved_as


class FilterEditing(QObject):
    """The filter, changed only through the undo stack."""

    changed = Signal()
    """The filter or its name is another one."""
    marks_changed = Signal(str)
    """The field whose values are now known or unknown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = QUndoStack(self)
        self.history.setUndoLimit(_LONGEST_HISTORY)
        self._now = EditedFilter()
        self._unknown: dict[str, set[str]] = {}
        self._accepted: set[tuple[str, str]] = set()

    @property
    def filter(self) -> Filter:
        return self._now.filter

    @property
    def state(self) -> EditedFilter:
        return self._now

    def start_with(self, state: EditedFilter) -> None:
        """Take over what was left in the window; there is nothing to undo then."""
        self.history.clear()
        self._take(state)

    def change(self, new: Filter, words: str) -> None:
        """One step of the history; ``words`` tell it ("Add VP to Level"). Nothing happens if nothing changes."""
        self._push(replace(self._now, filter=new), words)

    def open(self, filter: Filter, name: str, words: str) -> None:
        """Replace the whole filter by a saved one. Undoable."""
        self._push(EditedFilter(filter, name, filter), words)

    def saved(self, name: str) -> None:
        """It is kept as ``name`` from now on. Saving is no step of the history, but undo must not forget the name."""
        self._take(EditedFilter(self._now.filter, name, self._now.filter))

    def renamed(self, old: str, new: str) -> None:
        """A saved filter has another name, or (empty) is gone."""
        if self._now.name and self._now.name == old:
            self._take(replace(self._now, name=new) if new else EditedFilter(self._now.filter))

    def unknown(self, field: str) -> frozenset[str]:
        """The chosen values of ``field`` that the provider's vocabulary does not hold."""
        return frozenset(self._unknown.get(field, ())) & frozenset(self.filter.values(field))

    def undecided(self, field: str) -> tuple[str, ...]:
        """Unknown values about which the person has not decided yet, in the order of choosing."""
        unknown = self.unknown(field)
        return tuple(
            value for value in self.filter.values(field) if value in unknown and (field, value) not in self._accepted
        )

    def mark(self, field: str, values: Iterable[str], *, unknown: bool) -> None:
        """What a look-up found out about values."""
        marked = self._unknown.setdefault(field, set())
        before = set(marked)
        marked.update(values) if unknown else marked.difference_update(values)
        if marked != before:
            self.marks_changed.emit(field)

    def respell(self, field: str, typed: str, spelling: str) -> None:
        """Write a value as the provider does (only upper and lower case differ). No step of the history."""
        values = self.filter.values(field)
        if typed in values:
            new = [spelling if value == typed else value for value in values]
            self._take(replace(self._now, filter=self.filter.with_values(field, new)))

    def keep_unknown(self, field: str) -> None:
        """The person wants these values all the same; they stay marked, the question goes."""
        self._accepted.update((field, value) for value in self.undecided(field))
        self.marks_changed.emit(field)

    def _push(self, new: EditedFilter, words: str) -> None:
        if new != self._now:
            self.history.push(_Step(self, self._now, new, words))

    def _take(self, state: EditedFilter) -> None:
        self._now = state
        self.changed.emit()

    def _move(self, origin: EditedFilter, target: EditedFilter) -> None:
        """From one state of the history to its neighbour. A name that was given in between stays."""
        if origin.name == target.name and origin.saved_as == target.saved_as:
            target = replace(self._now, filter=target.filter)
        self._take(target)


class _Step(QUndoCommand):
    def __init__(self, editing: FilterEditing, before: EditedFilter, after: EditedFilter, words: str) -> None:
        super().__init__(words)
        self._editing, self._before, self._after = editing, before, after

    def redo(self) -> None:
        self._editing._move(self._before, self._after)

    def undo(self) -> None:
        self._editing._move(self._after, self._before)
