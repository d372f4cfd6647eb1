"""Brings the rows that are on screen, and those near it, to hand, so that painting never waits for a database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.table import RowSource
from leaddesk.ui.background import Background
from leaddesk.ui.notices import Notices
from leaddesk.ui.widgets.table.view import RowView


class Fetching:
    """Looks, whenever rows were painted, what is missing. One question at a time: a long scroll asks for its end."""

    def __init__(self, view: RowView, background: Background, notices: Notices, came: Callable[[], None]) -> None:
        """``came`` is called when rows have come to hand."""
        self._view, self._background, self._notices, self._came = view, background, notices, came
        self._is_running = False
        self._known: RowSource | None = None
        """The source that was asked last."""
        self._failed_at: tuple[RowSource, range] | None = None
        """What could not be had; it is not asked for again until somebody scrolls."""
        view.painted.connect(self.look)

    def look(self) -> None:
        """Ask for what is missing on screen, if nothing is being asked for."""
        source, screen = self._view.rows_model.source, self._view.visible_rows()
        if self._is_running or not source.waits or self._failed_at == (source, screen) or not _is_loop_running():
            return
        # A source that is new is asked in any case: it may have to look where its rows are.
        if source is not self._known or self._missing(screen, screens=1):
            self._known, self._is_running = source, True
            self._background.run(
                source.fetch(self._missing(screen, screens=2)),
                done=lambda _: self._brought(),
                failed=lambda error: self._failed(error, source, screen),
                ended=self._ended,
            )

    def _missing(self, screen: range, screens: int) -> list[int]:
        """Numbers of the rows not at hand that are on screen, up to so many screens off, or where the keyboard is."""
        model, near = self._view.rows_model, screens * max(len(screen), 1)
        rows = [*range(max(0, screen.start - near), min(model.rowCount(), screen.stop + near))]
        current = self._view.currentIndex().row()
        if current >= 0 and not screen.start - near <= current < screen.stop + near:
            rows.append(current)
        numbers = (model.numbers[row] for row in rows)
        return [number for number in numbers if model.source.at_hand(number) is None]

    def _brought(self) -> None:
        self._failed_at = None
        self._repaint()
        self._came()

    def _failed(self, error: LeadDeskError, source: RowSource, screen: range) -> None:
        self._failed_at = (source, screen)
        self._notices.problem(error)
        self._repaint()

    def _repaint(self) -> None:
        """Which looks again: somebody may have scrolled on."""
        for view in (self._view, self._view.frozen):
            view.viewport().update()

    def _ended(self) -> None:
        self._is_running = False


def _is_loop_running() -> bool:
    """A window may be painted once more after the event loop has ended."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
