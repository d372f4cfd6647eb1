"""The filter that is being built: its values, which of them the provider does not know, its name, undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

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


class _Place(NamedTuple):
    """Where one can go back to."""

    filter: Filter
    origin: _Origin


class _Step(NamedTuple):
    before: _Place
    after: _Place
    words: str


class History(QObject):
    """The steps, and where among them the filter stands.

    It speaks like QUndoStack but is none: PySide crashes when it collects a stack of commands written in Python.
    """

    canUndoChanged = Signal(bool)  # noqa: N815 - Qt's name
    canRedoChanged = Signal(bool)  # noqa: N815

    def __init__(self, go: Callable[[_Place], None], parent: QObject) -> None:
        super().__init__(parent)
        self._go = go
        self._steps: list[_Step] = []
        self._done = 0

    def push(self, step: _Step) -> None:
        """Do it. What was undone before cannot be redone any more."""
        before = self.canUndo(), self.canRedo()
        self._steps = [*self._steps[: self._done], step][-_LONGEST_HISTORY:]
        self._done = len(self._steps)
        self._go(step.after)
        self._tell(*before)

    def undo(self) -> None:
        """Back one step; nothing where there is none."""
        if self.canUndo():
            self._step_to(self._done - 1, self._steps[self._done - 1].before)

    def redo(self) -> None:
        """The step that was undone last, again; nothing where there is none."""
        if self.canRedo():
            self._step_to(self._done + 1, self._steps[self._done].after)

    def clear(self) -> None:
        before = self.canUndo(), self.canRedo()
        self._steps, self._done = [], 0
        self._tell(*before)

    def count(self) -> int:
        """All steps, those too that were undone."""
        return len(self._steps)

    def canUndo(self) -> bool:
        return self._done > 0

    def canRedo(self) -> bool:
        return self._done < len(self._steps)

    def undoText(self) -> str:
        """What the step was that would be undone; empty where there is none."""
        return self._steps[self._done - 1].words if self.canUndo() else ""

    def _step_to(self, done: int, place: _Place) -> None:
        before = self.canUndo(), self.canRedo()
        self._done = done
        self._go(place)
        self._tell(*before)

    def _tell(self, could_undo: bool, could_redo: bool) -> None:
        if self.canUndo() != could_undo:
            self.canUndoChanged.emit(not could_undo)
        if self.canRedo() != could_redo:
            self.canRedoChanged.emit(not could_redo)


class FilterEditing(QObject):
    """The filter, changed only through its history."""

    changed = Signal()
    """The filter or its name is another one."""
    marks_changed = Signal(str)
    """The field whose values are now known or unknown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = History(self._take, self)
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
        self._take(_Place(state.filter, self._origin))

    def change(self, new: Filter, words: str) -> None:
        """One step of the history; ``words`` tell it ("Add VP to Level"). Nothing happens if nothing changes."""
        if new != self._filter:
            self.history.push(_Step(self._here, _Place(new, self._origin), words))

    def open(self, filter: Filter, name: str, words: str) -> None:
        """Replace the whole filter by the saved one called ``name``; without a name, begin a new one. Undoable."""
        saved_as = filter if name else _EMPTY
        if EditedFilter(filter, name, saved_as) != self.state:
            self._keep(name, saved_as)
            origin = _Origin(name, saved_as)
            self._origins.append(origin)
            self.history.push(_Step(self._here, _Place(filter, origin), words))

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
            self._take(self._here)

    def keep_unknown(self, field: str) -> None:
        """The person wants these values all the same; they stay marked, the question goes."""
        self._accepted.update((field, value) for value in self.undecided(field))
        self.marks_changed.emit(field)

    def _keep(self, name: str, content: Filter) -> None:
        """``content`` is what is kept under ``name``, whichever steps began as it."""
        for origin in self._origins:
            if name and origin.name == name:
                origin.saved_as = content

    @property
    def _here(self) -> _Place:
        return _Place(self._filter, self._origin)

    def _take(self, place: _Place) -> None:
        self._filter, self._origin = self._spelled(place.filter), place.origin
        self.changed.emit()

    def _spelled(self, filter: Filter) -> Filter:
        if not self._spellings:
            return filter
        return Filter.of(
            {field: [self._spellings.get((field, value), value) for value in values] for field, values in filter.chosen}
        )
