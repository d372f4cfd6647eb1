"""Keeps the two headers in step with the table's state, and the state in the settings.

Whatever changes the columns (a drag, the panel, a menu) changes the state; the headers are then set to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFontMetrics

from leaddesk.domain.preferences import TABLES, PreferenceStore
from leaddesk.ui import theme
from leaddesk.ui.widgets.table.header import TableHeader
from leaddesk.ui.widgets.table.state import TableState
from leaddesk.ui.widgets.table.view import RowView

_SAVED_AFTER = 300
_LOOKED_AT = 25
"""Rows whose contents decide how wide a column is at first: about a screen."""
_SURELY_NARROWER = 0.6
_WIDEST_AT_FIRST, _WIDEST_WITH_ROOM, _WIDEST_FITTED, _GIVES_WAY_TO = 22, 44, 80, 12
"""In letters."""
_STEP = 0.25


@dataclass(frozen=True)
class ColumnFacts:
    """A column of the present source, for whoever lists them."""

    name: str
    title: str
    shown: bool
    frozen: bool


class TableColumns(QObject):
    """The columns of one table."""

    changed = Signal()

    def __init__(self, view: RowView, preferences: PreferenceStore, first: Sequence[str]) -> None:
        """``first`` are the columns on screen before anybody chooses."""
        super().__init__(view)
        self._view, self._preferences = view, preferences
        self._default = TableState.default(first)
        self._memory = view.objectName()
        self._state = self._remembered(self._memory)
        self._at_first: dict[str, float] = {}
        self._withheld: Set[str] = frozenset()
        self._applying = False
        self._save_soon = QTimer(self)
        self._save_soon.setSingleShot(True)
        self._save_soon.setInterval(_SAVED_AFTER)
        self._save_soon.timeout.connect(self.save)
        view.widened.connect(self._widened)
        for head in (view.head, view.frozen.head):
            head.sectionMoved.connect(lambda *_, head=head: self._dragged(head))
            head.sectionResized.connect(self._resized)
            head.sectionHandleDoubleClicked.connect(lambda column: self.fit(self._name(column)))

    @property
    def state(self) -> TableState:
        return self._state

    def state_of(self, memory: str) -> TableState:
        """What is remembered by this name; an empty one is the name in use."""
        return self._state if memory in {"", self._memory} else self._remembered(memory)

    def take_in(self, memory: str = "") -> None:
        """The model shows another source: place its columns, new ones too, as they are remembered by ``memory``.

        An empty name is the one in use. A new column whose field has a title of its own is a known one that could have
        been among the first; it waits in the panel. One that nobody knew of is shown.
        """
        if memory not in {"", self._memory}:
            self.save()
            self._memory, self._state = memory, self._remembered(memory)
            self._at_first.clear()
        model = self._view.rows_model
        waits = {name: bool(self._default.places) and model.title(at) != name for name, at in self._present().items()}
        self._state = self._state.taking_in((name, not waiting) for name, waiting in waits.items())
        self.apply()

    def facts(self) -> list[ColumnFacts]:
        """The present columns from left to right, hidden ones too."""
        present, title = self._present(), self._view.rows_model.title
        shown = set(self.shown())
        return [
            ColumnFacts(place.name, title(present[place.name]), place.name in shown, self._state.is_frozen(place.name))
            for place in self._state.places
            if place.name in present and place.name not in self._withheld
        ]

    def shown(self) -> list[str]:
        """Names of the columns on screen, from left to right. Never empty while the source has any."""
        present = self._present()
        names = [p.name for p in self._state.places if p.name in present and p.name not in self._withheld]
        return [name for name in names if self._state.place(name).shown] or names

    def show(self, name: str, shown: bool) -> None:
        """Show or hide a column; the last one on screen stays."""
        if shown or self.shown() != [name]:
            self._change(self._state.with_shown(name, shown))

    def withhold(self, names: Set[str]) -> None:
        """Columns that say nothing now: neither on screen nor offered, and where they were when they come back."""
        if names != self._withheld:
            self._withheld = names
            self.apply()
            self.changed.emit()

    def order(self, names: Sequence[str]) -> None:
        """Put these columns into this order, in the places that they have among all."""
        self._change(self._state.in_order(names))

    def freeze_up_to(self, name: str) -> None:
        """Everything up to ``name`` stays while the rest scrolls; an empty name: nothing does."""
        self._change(self._state.frozen_up_to(name))

    def last_frozen(self) -> str:
        """The name of the last frozen column on screen; empty for none."""
        return next((name for name in reversed(self.shown()) if self._state.is_frozen(name)), "")

    def sort(self, name: str, *, descending: bool) -> None:
        """Remember the order that a person chose; an empty ``name`` for the one in which the rows came."""
        self._state = replace(self._state, sort_by=name, descending=descending and bool(name))
        self._save_soon.start()

    def resize(self, name: str, pixels: int) -> None:
        """From now on all columns on screen keep their widths, so that none moves under the pointer."""
        self._set_width(name, pixels / _letter())

    def fit(self, name: str) -> None:
        """As wide as the title and the rows on screen need."""
        self._set_width(name, self._needed(name, self._rows_to_fit(), _WIDEST_FITTED))

    def reset(self) -> None:
        """Columns as they are when a table is seen for the first time; the rows keep their order."""
        self._at_first.clear()
        self._state = replace(self._default, sort_by=self._state.sort_by, descending=self._state.descending)
        self.take_in()
        self._save_soon.start()
        self.changed.emit()

    def dress(self) -> None:
        """Widths for the text size in force."""
        self._at_first.clear()
        self.apply()

    def save(self) -> None:
        """Into the settings, if there is anything new; called by itself a moment after each change."""
        self._save_soon.stop()
        name, kept = self._memory, self._preferences.get(TABLES)
        if kept.get(name) != self._state.as_json():
            self._preferences.set(TABLES, {**kept, name: self._state.as_json()})

    def _remembered(self, memory: str) -> TableState:
        return TableState.read(self._preferences.get(TABLES).get(memory), self._default)

    def apply(self) -> None:
        """Set both headers to the state."""
        present, shown = self._present(), set(self.shown())
        widths = self._widths(self.shown())
        frozen = {present[name] for name in shown if self._state.is_frozen(name)}
        with self._quietly():
            for visual, name in enumerate(place.name for place in self._state.places if place.name in present):
                column = present[name]
                for head in (self._view.head, self._view.frozen.head):
                    head.moveSection(head.visualIndex(column), visual)
                    head.setSectionHidden(column, name not in shown)
                    if name in shown:
                        head.resizeSection(column, int(widths[name] * _letter()))
            self._view.freeze(frozen)

    def _widths(self, shown: Sequence[str]) -> dict[str, float]:
        """In letters. Columns that nobody made wider or narrower give way where all would nearly fit the window.

        Where there is room beside them, those take it that are cut.
        """
        chosen = {name: self._state.place(name).width for name in shown}
        free = [name for name in shown if not chosen[name]]
        model = self._view.rows_model
        rows = [row for row in range(min(_LOOKED_AT, model.rowCount())) if model.at_hand(row) is not None]
        for name in free:
            if name not in self._at_first and rows:
                self._at_first[name] = self._needed(name, rows, _WIDEST_WITH_ROOM)
        titles = {name: max(self._needed(name, range(0), 0), self._least(name)) for name in free}
        whole = {name: self._at_first.get(name, titles[name]) for name in free}
        wanted = {name: min(whole[name], max(titles[name], _WIDEST_AT_FIRST)) for name in free}
        smallest = {name: min(wanted[name], max(titles[name], _GIVES_WAY_TO)) for name in free}
        room = self._view.viewport().width() / _letter() - sum(chosen.values())
        if sum(smallest.values()) <= room < sum(wanted.values()):
            limit = max(wanted.values())
            while sum(wanted.values()) > room:
                limit -= _STEP
                wanted = {name: max(smallest[name], min(wanted[name], limit)) for name in free}
        limit, wider = float(_WIDEST_AT_FIRST), wanted
        while sum(wider.values()) <= room and limit <= _WIDEST_WITH_ROOM:
            wanted, limit = wider, limit + _STEP
            wider = {name: max(wanted[name], min(whole[name], limit)) for name in free}
        return chosen | wanted

    def _rows_to_fit(self) -> list[int]:
        return [row for row in self._view.visible_rows() if self._view.rows_model.at_hand(row) is not None]

    def _needed(self, name: str, rows: Collection[int], widest: int) -> float:
        """In letters."""
        column, cells = self._present()[name], self._view.cells
        title, letter = self._view.head.needed_width(column), _letter()
        lengths = {row: len(self._view.rows_model.text(row, column)) for row in rows}
        # Much shorter texts are not wider, and measuring is dear.
        long = [row for row, length in lengths.items() if length > _SURELY_NARROWER * max(lengths.values())]
        pixels = max([title, *(min(cells.needed_width(row, column), widest * letter) for row in long)])
        return pixels / letter

    def _least(self, name: str) -> float:
        """In letters; what the cells of a column must not be narrower than."""
        return self._view.cells.least_width(self._present()[name]) / _letter()

    def _set_width(self, name: str, letters: float) -> None:
        state = self._state
        for other in self.shown():
            if not state.place(other).width:
                state = state.with_width(other, self._view.head.sectionSize(self._present()[other]) / _letter())
        self._change(state.with_width(name, letters))

    def _change(self, state: TableState) -> None:
        if state != self._state:
            self._state = state
            self.apply()
            self._save_soon.start()
            self.changed.emit()

    def _widened(self) -> None:
        # Setting the headers may itself bring or take a scroll bar: that is looked at when they are set.
        if self._applying:
            QTimer.singleShot(0, self, self.apply)
        else:
            self.apply()

    def _dragged(self, head: TableHeader) -> None:
        if not self._applying:
            columns = (head.logicalIndex(visual) for visual in range(head.count()))
            self.order([self._name(column) for column in columns if not head.isSectionHidden(column)])

    def _resized(self, column: int, before: int, now: int) -> None:
        del before
        if not self._applying and now > 0:
            self.resize(self._name(column), now)

    def _present(self) -> dict[str, int]:
        return {column.name: at for at, column in enumerate(self._view.rows_model.columns)}

    def _name(self, column: int) -> str:
        return self._view.rows_model.columns[column].name

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """What the headers report now was not done by a person."""
        self._applying = True
        try:
            yield
        finally:
            self._applying = False


def _letter() -> int:
    return max(1, QFontMetrics(theme.font()).averageCharWidth())
