"""Brings the rows of the view that is asked for to the table; an answer that was overtaken is dropped."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lead_views import View
from leaddesk.domain.table import RowSource
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leads.condition_words import chip_words
from leaddesk.ui.leads.lead_table import LeadsTable
from leaddesk.ui.leads.newest import Newest
from leaddesk.ui.leads.texts import Instead, blamed, no_match, nothing_here

_WHOLE, _BLAME = "whole", "blame"
_MOST_BLAMED = 5
_SKETCHED_AFTER = 200
"""Milliseconds that the rows of another view may stand under what is asked now."""


class LeadRowsShown(QObject):
    """The rows on screen, or what stands in their place."""

    shown = Signal()
    """The rows of ``view`` are on screen, or that there are none."""
    counted = Signal()
    """How many rows there are is known now."""

    def __init__(self, desk: Desk, table: LeadsTable, list_name: Callable[[], str]) -> None:
        """``list_name`` tells how the list is called that the view is of."""
        super().__init__(table)
        self._desk, self._table, self._list_name = desk, table, list_name
        self._find = desk.actions.find_leads
        self._background = Background(self, desk.notices)
        self._opening: Newest[View, RowSource] = Newest(self._background, self._ask, self._show, self._failed)
        self.import_file: Callable[[], object] = lambda: None
        self.clear: Callable[[], object] = lambda: None
        self.view: View | None = None
        """What is on screen; None before the first answer."""
        self.count: int | None = None
        """All rows of it; None while they are not all found."""
        self.has_rows = False
        self._others = QTimer(self)
        self._others.setSingleShot(True)
        self._others.setInterval(_SKETCHED_AFTER)
        self._others.timeout.connect(table.show_awaited_alone)
        table.show_loading()

    def open(self, view: View) -> None:
        """Show ``view``. Where it is on screen already, its rows come anew and nothing moves."""
        self._background.cancel(_BLAME)
        self._others.stop()
        self._opening.ask(view)

    def _ask(self, view: View) -> Coroutine[Any, Any, RowSource]:
        return self._find.open(view=view, whole=bool(self._table.columns.state.sort_by))

    def _show(self, view: View, source: RowSource) -> None:
        keeps_place = view == self.view and self.has_rows
        self.view, self.has_rows = view, len(source) > 0
        self._background.cancel(_WHOLE)
        is_whole = self._find.is_whole(source)
        self.count = len(source) if is_whole else None
        if self.has_rows:
            self._table.show_source(source, keep_place=keeps_place)
        elif is_whole:
            self._tell_none(view)
        elif not keeps_place:
            self._others.start()
        if not is_whole:
            self._background.run(
                self._find.whole(source),
                lambda found: self._all_found(view, found),
                lambda error: self._not_all_found(view, error),
                replacing=_WHOLE,
            )
        self.shown.emit()

    def _all_found(self, view: View, source: RowSource) -> None:
        self._others.stop()
        are_first_shown, self.count, self.has_rows = self.has_rows, len(source), len(source) > 0
        if self.has_rows and are_first_shown:
            self._table.grow(source)
        elif self.has_rows:
            self._table.show_source(source)
        else:
            self._tell_none(view)
        self.counted.emit()

    def _tell_none(self, view: View) -> None:
        if not view.search.strip() and not view.conditions:
            told = nothing_here(view, self._list_name())
            self._instead(told, self.import_file)
            return
        told = no_match(view)
        self._instead(told, self.clear)
        self._background.run(self._blame(view), lambda text: self._add_blame(told, text), replacing=_BLAME)

    def _instead(self, told: Instead, act: Callable[[], object]) -> None:
        self._table.show_empty(told.icon, told.title, told.text, told.button, act if told.button else None)

    def _add_blame(self, told: Instead, text: str) -> None:
        if text:
            self._instead(told._replace(text=f"{told.text} {text}"), self.clear)

    async def _blame(self, view: View) -> str:
        """The words about what alone keeps leads away; empty where nothing does alone, or there is only one."""
        parts = [
            (chip_words(condition), replace(view, conditions=tuple(c for c in view.conditions if c != condition)))
            for condition in view.conditions
        ]
        if view.search.strip():
            parts.append((view.search.strip(), replace(view, search="")))
        if not 1 < len(parts) <= _MOST_BLAMED:
            return ""
        counts = [(len(await self._find.open(view=without, whole=True)), words) for words, without in parts]
        most, words = max(counts)
        return blamed(words, most) if most else ""

    def _not_all_found(self, view: View, error: LeadDeskError) -> None:
        if self.has_rows:
            self._desk.notices.problem(error)
        else:
            self._failed(view, error)

    def _failed(self, view: View, error: LeadDeskError) -> None:
        self._others.stop()
        words = explain(error)
        self.view, self.has_rows, self.count = view, False, None
        self._table.show_empty("warning", words.title, words.advice, self.tr("Try again"), lambda: self.open(view))
        self.shown.emit()
