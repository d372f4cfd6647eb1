"""The filter that is being built: its values, which of them the provider does not know, its name, undo and redo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from leaddesk.domain.filter import Filter

_LONGEST_HISTORY = 500
_EMPTY = Filter()


@dataclass(frozen=True)
class EditedFilter:
    """The filter as it stands."""

    filter: Filter = _EMPTY
    name: str = ""
    """The saved filter that it began as; empty for a new one."""
    saved_as: Filter = _EMPTY
    """What is kept under that name."""

    @property
    def is_edited(self) -> bool:
        """Whether it differs from what is kept under its name."""
        return self.filter != self.saved_as


@dataclass(eq=False)
class _Origin:
    """What the steps from one opening to the next have in common. Saving and renaming hold for all of them."""

    name: str
    saved_as: Filter


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
        self._filter = _EMPTY
        self._origin = _Origin("", _EMPTY)
        self._origins = [self._origin]
        self._unknown: dict[str, set[str]] = {}
        self._accepted: set[tuple[str, str]] = set()
        self._spellings: dict[tuple[str, str], str] = {}

    @property
    def filter(self) -> Filter:
        return self._filter

    @property
    def state(self) -> EditedFilter:
        return EditedFilter(self._filter, self._origin.name, self._origin.saved_as)

    def start_with(self, state: EditedFilter) -> None:
        """Take over what was left in the window; there is nothing to undo then."""
        self.history.clear()
        self._origin = _Origin(state.name, state.saved_as)
        self._origins = [self._origin]
        self._take(state.filter, self._origin)

    def change(self, new: Filter, words: str) -> None:
        """One step of the history; ``words`` tell it ("Add VP to Level"). Nothing happens if nothing changes."""
        if new != self._filter:
            self.history.push(_Step(self, (self._filter, self._origin), (new, self._origin), words))

    def open(self, filter: Filter, name: str, words: str) -> None:
        """Replace the whole filter by the saved one called ``name``; without a name, begin a new one. Undoable."""
        saved_as = filter if name else _EMPTY
        if EditedFilter(filter, name, saved_as) != self.state:
            self._keep(name, saved_as)
            origin = _Origin(name, saved_as)
            self._origins.append(origin)
            self.history.push(_Step(self, (self._filter, self._origin), (filter, origin), words))

    def saved(self, name: str) -> None:
        """It is kept as ``name`` from now on. Saving is no step of the history, but undo must not forget the name."""
        self._origin.name = name
        self._keep(name, self._filter)
        self.changed.emit()

    def renamed(self, old: str, new: str) -> None:
        """A saved filter has another name, or (empty) is gone."""
        is_mine = bool(old) and self._origin.name == old
        for origin in self._origins:
            if origin.name and origin.name == old:
                origin.name = new
                origin.saved_as = origin.saved_as if new else _EMPTY
        if is_mine:
            self.changed.emit()

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
        """Write a value as the provider does (only upper and lower case differ). No step: it holds for all of them."""
        self._spellings[field, typed] = spelling
        if typed in self._filter.values(field):
            self._take(self._filter, self._origin)

    def keep_unknown(self, field: str) -> None:
        """The person wants these values all the same; they stay marked, the question goes."""
        self._accepted.update((field, value) for value in self.undecided(field))
        self.marks_changed.emit(field)

    def _keep(self, name: str, content: Filter) -> None:
        """``content`` is what is kept under ``name``, whichever steps began as it."""
        for origin in self._origins:
            if name and origin.name == name:
                origin.saved_as = content

    def _take(self, filter: Filter, origin: _Origin) -> None:
        self._filter, self._origin = self._spelled(filter), origin
        self.changed.emit()

    def _spelled(self, filter: Filter) -> Filter:
        if not self._spellings:
            return filter
        return Filter.of(
            {field: [self._spellings.get((field, value), value) for value in values] for field, values in filter.chosen}
        )


class _Step(QUndoCommand):
    """From one filter and its origin to the next."""

    def __init__(
        self, editing: FilterEditing, before: tuple[Filter, _Origin], after: tuple[Filter, _Origin], words: str
    ) -> None:
        super().__init__(words)
        self._editing, self._before, self._after = editing, before, after

    def redo(self) -> None:
        self._editing._take(*self._after)

    def undo(self) -> None:
        self._editing._take(*self._before)
