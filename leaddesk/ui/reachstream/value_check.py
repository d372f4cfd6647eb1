"""Find out which chosen values the provider's vocabulary does not hold, and say so under their field."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.urgency import Urgency
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.reachstream.filter_editing import FilterEditing
from leaddesk.ui.reachstream.filter_rail import Choice, FilterRail

_FEW = 3
"""More values than this show how far the check is, and go behind whatever a person clicks."""
_AT_ONCE = 10
"""Enough to keep the provider's queue busy: it takes ten calls a second."""


@dataclass
class _Round:
    """The check of one field."""

    left: dict[str, bool]
    """Values in their order, and whether the provider may be asked."""
    total: int
    shows: bool
    """Whether it tells how far it is."""


class ValueCheck(QObject):
    """Looks the values of a field up; results appear as they come."""

    def __init__(self, desk: Desk, editing: FilterEditing, rail: FilterRail) -> None:
        super().__init__(rail)
        self._desk, self._editing, self._rail = desk, editing, rail
        self._background = Background(self, desk.notices)
        self._rounds: dict[str, _Round] = {}
        self._problems: dict[str, str] = {}
        editing.marks_changed.connect(self._tell)
        editing.changed.connect(self._tell_all)

    def check(self, field: str, values: Sequence[str], *, ask: bool = True) -> None:
        """With ``ask`` off only answers that are kept are looked at; nothing is sent.

        What is left of an earlier check of the field goes on within this one.
        """
        if not values:
            return
        self._problems.pop(field, None)
        before = self._rounds.get(field)
        left = {**(before.left if before else {}), **dict.fromkeys(values, ask)}
        answered = before.total - len(before.left) if before else 0
        current = _Round(left, answered + len(left), shows=sum(left.values()) > _FEW)
        self._rounds[field] = current
        self._background.run(
            self._look_up(field, current),
            failed=lambda error: self._failed(field, error),
            ended=lambda: self._ended(field, current),
            replacing=_place(field),
        )
        self._tell(field)

    def check_all(self, *, ask: bool) -> None:
        for field, values in self._editing.filter.chosen:
            self.check(field, values, ask=ask)

    def check_failed(self) -> None:
        """Once more what could not be checked, now that it may succeed."""
        for field in tuple(self._problems):
            self.check(field, self._editing.filter.values(field))

    async def _look_up(self, field: str, current: _Round) -> None:
        waiting = list(current.left.items())
        urgency = Urgency.BACKGROUND if current.shows else Urgency.TYPING

        async def work_off() -> None:
            while waiting:
                value, ask = waiting.pop(0)
                if value in self._editing.filter.values(field):
                    await self._check_one(field, value, ask=ask, urgency=urgency)
                current.left.pop(value, None)
                if current.shows:
                    self._tell(field)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(_AT_ONCE, len(waiting))):
                    group.create_task(work_off())
        except BaseExceptionGroup as failures:
            raise failures.exceptions[0] from None

    async def _check_one(self, field: str, value: str, *, ask: bool, urgency: Urgency) -> None:
        look_up = self._desk.actions.look_up_values
        spelling = await look_up.spelling(field=field, value=value, ask=ask, urgency=urgency)
        if spelling is not None and spelling != value:
            self._editing.respell(field, value, spelling)
        self._editing.mark(field, [value], unknown=spelling is None)

    def _failed(self, field: str, error: LeadDeskError) -> None:
        self._problems[field] = explain(error).title

    def _ended(self, field: str, ended: _Round) -> None:
        if self._rounds.get(field) is ended:
            del self._rounds[field]
            self._tell(field)

    def _tell_all(self) -> None:
        for field in self._rail.rows:
            self._tell(field)

    def _tell(self, field: str) -> None:
        row, current = self._rail.rows[field], self._rounds.get(field)
        undecided = self._editing.undecided(field)
        if current is not None and current.shows:
            there = current.total - len(current.left)
            words = wording.filled(self.tr("Checking %1 of %2 values…"), str(there), str(current.total))
            stop = Choice("check-stop", self.tr("Stop"), lambda: self._background.cancel(_place(field)))
            row.say(words, [stop])
        elif undecided:
            words = self.tr("%Ln {value is|values are} not in ReachStream’s vocabulary.", "", len(undecided))
            keep = Choice("keep-unknown", self.tr("Keep"), lambda: self._editing.keep_unknown(field))
            drop = Choice("remove-unknown", self.tr("Remove"), lambda: self._remove(field, undecided))
            row.say(words, [keep, drop])
        elif field in self._problems and self._editing.filter.values(field):
            row.say(wording.filled(self.tr("These values were not checked. %1"), self._problems[field]))
        else:
            row.say("")

    def _remove(self, field: str, values: Iterable[str]) -> None:
        gone = set(values)
        left = [value for value in self._editing.filter.values(field) if value not in gone]
        self._editing.change(self._editing.filter.with_values(field, left), self.tr("Remove unknown values"))


def _place(field: str) -> str:
    return f"check-{field}"
