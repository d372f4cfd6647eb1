"""Find out which chosen values the provider's vocabulary does not hold, and say so under their field."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.urgency import Urgency
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.reachstream.filter_editing import FilterEditing
from leaddesk.ui.reachstream.filter_rail import FilterRail
from leaddesk.ui.widgets.buttons import Button

_FEW = 3
"""More values than this show how far the check is."""


class ValueCheck(QObject):
    """Looks values up one by one, behind whatever a person clicks; results appear as they come."""

    def __init__(self, desk: Desk, editing: FilterEditing, rail: FilterRail) -> None:
        super().__init__(rail)
        self._desk, self._editing, self._rail = desk, editing, rail
        self._background = Background(self, desk.notices)
        self._progress: dict[str, tuple[int, int]] = {}
        self._problems: dict[str, str] = {}
        editing.marks_changed.connect(self._tell)
        editing.changed.connect(self._tell_all)

    def check(self, field: str, values: Sequence[str], *, ask: bool = True) -> None:
        """With ``ask`` off only answers that are kept are looked at; nothing is sent."""
        if values:
            self._problems.pop(field, None)
            self._background.run(
                self._look_up(field, values, ask=ask),
                failed=lambda error: self._failed(field, error),
                ended=lambda: self._ended(field),
                replacing="" if len(values) <= _FEW else f"check-{field}",
            )

    def check_all(self, *, ask: bool) -> None:
        for field, values in self._editing.filter.chosen:
            self.check(field, values, ask=ask)

    async def _look_up(self, field: str, values: Sequence[str], *, ask: bool) -> None:
        look_up = self._desk.actions.look_up_values
        there = 0
        many = len(values) > _FEW and ask

        async def one(value: str) -> None:
            nonlocal there
            urgency = Urgency.BACKGROUND if many else Urgency.TYPING
            spelling = await look_up.spelling(field=field, value=value, ask=ask, urgency=urgency)
            if spelling is not None and spelling != value:
                self._editing.respell(field, value, spelling)
            self._editing.mark(field, [value], unknown=spelling is None)
            there += 1
            if many:
                self._progress[field] = (there, len(values))
                self._tell(field)

        if many:
            self._progress[field] = (0, len(values))
            self._tell(field)
        try:
            async with asyncio.TaskGroup() as group:
                for value in values:
                    group.create_task(one(value))
        except BaseExceptionGroup as failures:
            raise failures.exceptions[0] from None

    def _failed(self, field: str, error: LeadDeskError) -> None:
        self._problems[field] = explain(error).title

    def _ended(self, field: str) -> None:
        self._progress.pop(field, None)
        self._tell(field)

    def _tell_all(self) -> None:
        for field in self._rail.rows:
            self._tell(field)

    def _tell(self, field: str) -> None:
        row = self._rail.rows[field]
        if field in self._progress:
            there, total = self._progress[field]
            words = self.tr("Checking %1 of %2 values…").replace("%1", str(there)).replace("%2", str(total))
            stop = Button(self.tr("Stop"), name=f"filter-{field}-check-stop", look="link")
            stop.clicked.connect(lambda: self._background.cancel(f"check-{field}"))
            row.say(words, [stop])
            return
        undecided = self._editing.undecided(field)
        if undecided:
            words = self.tr("%Ln {value is|values are} not in ReachStream’s vocabulary.", "", len(undecided))
            keep = Button(self.tr("Keep"), name=f"filter-{field}-keep-unknown", look="link")
            keep.clicked.connect(lambda: self._editing.keep_unknown(field))
            drop = Button(self.tr("Remove"), name=f"filter-{field}-remove-unknown", look="link")
            drop.clicked.connect(lambda: self._remove(field, undecided))
            row.say(words, [keep, drop])
        elif field in self._problems and self._editing.filter.values(field):
            row.say(self.tr("These values were not checked. %1").replace("%1", self._problems[field]))
        else:
            row.say("")

    def _remove(self, field: str, values: Iterable[str]) -> None:
        gone = set(values)
        left = [value for value in self._editing.filter.values(field) if value not in gone]
        self._editing.change(self._editing.filter.with_values(field, left), self.tr("Remove unknown values"))
