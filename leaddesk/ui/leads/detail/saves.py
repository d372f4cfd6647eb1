"""What was typed and is on its way to the database. None of it is lost, wherever the person looks by then."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.leads import NOTE, LeadId
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain

Place = tuple[LeadId, str]
"""A lead and a column of it."""


@dataclass(frozen=True)
class Draft:
    """A text that is not saved yet."""

    text: str
    error: LeadDeskError | None = None
    """What kept it from being saved; None while that is under way."""

    @property
    def problem(self) -> str:
        """The same in words; empty for none."""
        return explain(self.error).plain if self.error is not None else ""


class Saves(QObject):
    """Keeps each text until it is saved, and tries again when My Leads changes: an import may have been in the way."""

    saved = Signal(object)
    """The Place is as it was typed."""
    failed = Signal(object, object)
    """The Place and the LeadDeskError; the text is kept."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = Background(self, desk.notices)
        self._drafts: dict[Place, Draft] = {}
        self._running: dict[Place, asyncio.Task[Any]] = {}

    def keep(self, place: Place, text: str) -> None:
        """Save ``text``; what is under way for the same place is finished first."""
        self._drafts[place] = Draft(text)
        if place not in self._running:
            self._start(place, text)

    def draft(self, place: Place) -> Draft | None:
        """What is not saved of it."""
        return self._drafts.get(place)

    def drafts_of(self, lead: LeadId) -> dict[str, Draft]:
        """By column."""
        return {column: draft for (id_, column), draft in self._drafts.items() if id_ == lead}

    def forget(self, place: Place) -> None:
        """The person takes it back."""
        if place not in self._running:
            self._drafts.pop(place, None)

    def try_again(self) -> None:
        """Save what could not be saved before."""
        for place, draft in tuple(self._drafts.items()):
            if draft.error is not None and place not in self._running:
                self.keep(place, draft.text)

    async def settled(self) -> LeadDeskError | None:
        """Wait for what is under way. None, or what kept some of it from being saved."""
        while self._running:
            await asyncio.wait(self._running.values())
            await asyncio.sleep(0)
        return next((draft.error for draft in self._drafts.values() if draft.error is not None), None)

    def _start(self, place: Place, text: str) -> None:
        lead, column = place
        keep = self._desk.actions.keep_leads
        work: Coroutine[Any, Any, int]
        work = keep.set_note([lead], text) if column == NOTE else keep.edit([lead], column, text)

        def done(_: int) -> None:
            self._done(place, text)

        self._running[place] = self._background.run(work, done, lambda error: self._failed(place, text, error))

    def _done(self, place: Place, text: str) -> None:
        self._running.pop(place, None)
        draft = self._drafts.get(place)
        if draft is not None and draft.text != text:
            self._start(place, draft.text)
            return
        self._drafts.pop(place, None)
        self.saved.emit(place)

    def _failed(self, place: Place, text: str, error: LeadDeskError) -> None:
        self._running.pop(place, None)
        draft = self._drafts.get(place)
        self._drafts[place] = Draft(draft.text if draft is not None else text, error)
        self.failed.emit(place, error)
