"""What ReachStream suggests while somebody types into a field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from leaddesk.domain.reachstream import PresetValues
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.reachstream.filter_rail import FilterRail

_FRESH = 60
"""Seconds."""


class LookUps(QObject):
    """Joins the fields of the rail with the provider's preset values; a field's newer look-up replaces its older."""

    def __init__(self, desk: Desk, rail: FilterRail, answered: Callable[[], None]) -> None:
        """``answered`` is called when ReachStream itself, and not the disk, has answered."""
        super().__init__(rail)
        self._desk, self._rail, self._answered = desk, rail, answered
        self._background = Background(self, desk.notices)
        rail.look_up_wanted.connect(self._look_up)
        rail.look_up_dropped.connect(self._background.cancel)

    def _look_up(self, field: str, typed: str) -> None:
        chips = self._rail.rows[field].chips

        def found(answer: PresetValues) -> None:
            chips.offer(typed, answer.values, lambda shown, total: self._footer(answer, shown, total))
            if _is_fresh(answer):
                self._answered()

        self._background.run(
            self._desk.actions.look_up_values(field=field, typed=typed),
            found,
            lambda error: chips.offer_nothing(typed, explain(error).title),
            replacing=field,
        )

    def _footer(self, answer: PresetValues, shown: int, total: int) -> str:
        if total == 0:
            return self.tr("ReachStream knows no such value. Enter adds it all the same.")
        words = self.tr("%Ln {value|values}", "", total)
        if shown < total:
            words += wording.filled(self.tr(", %1 chosen already"), str(total - shown))
        origin = self.tr("from ReachStream")
        if _is_fresh(answer):
            return f"{words} · {origin}"
        return f"{words} · {origin}, {wording.short_age(answer.read_at)}"


def _is_fresh(answer: PresetValues) -> bool:
    """Whether it came just now, and not from the disk."""
    return wording.seconds_since(answer.read_at) < _FRESH
