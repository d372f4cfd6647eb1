"""A ReachStream that answers from memory, at once or when the test says so, and a desk that works with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from leaddesk.actions.count_matches import CountMatches
from leaddesk.actions.explain_count import ExplainCount
from leaddesk.actions.keep_filters import FilterStore, KeepFilters
from leaddesk.actions.look_up_values import LookUpValues
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.filter import Filter
from leaddesk.domain.reachstream import Count, Credits, PresetValues
from leaddesk.domain.records import NOTHING
from leaddesk.domain.urgency import Urgency
from leaddesk.ui.commands import Commands
from leaddesk.ui.desk import Desk
from leaddesk.ui.running import Running
from tests.fakes.connected_desk import NoticesHeard
from tests.fakes.memory_preferences import MemoryPreferences

if TYPE_CHECKING:
    from leaddesk.actions.catalogue import Actions
    from leaddesk.ui.notices import Notices

NOON = datetime(2025, 11, 19, 12, tzinfo=UTC)
HERE = "http://127.0.0.1:1"


class ReachStreamAtHand:
    """``hold`` makes every later question wait for ``answer`` (or ``fail``); ``asked`` tells them in their order."""

    def __init__(
        self,
        vocabulary: Mapping[str, tuple[str, ...]] | None = None,
        matches: Callable[[Filter], int] = lambda wanted: 1000 - len(wanted.chosen),
    ) -> None:
        """``vocabulary``: the values of each field; ``matches``: how many contacts a filter finds."""
        self.vocabulary = dict(vocabulary or {})
        self.matches = matches
        self.available = 720
        self.error: LeadDeskError | None = None
        self.asked: list[object] = []
        """``(field, typed)`` for a look-up, the Filter for a count, ``"credits"``."""
        self.urgencies: list[Urgency] = []
        self._held: dict[object, asyncio.Future[None]] | None = None

    def hold(self) -> None:
        self._held = {}

    @property
    def waiting(self) -> list[object]:
        """The questions that are held back."""
        return [question for question, gate in (self._held or {}).items() if not gate.done()]

    def answer(self, question: object) -> None:
        self._gate(question).set_result(None)

    def fail(self, question: object, error: BaseException) -> None:
        self._gate(question).set_exception(error)

    async def preset_values(self, field: str, typed: str, /, *, urgency: Urgency) -> PresetValues:
        await self._asked((field, typed), urgency)
        known = self.vocabulary.get(field, ())
        return PresetValues(field, typed, tuple(value for value in known if typed.casefold() in value.casefold()), NOON)

    async def count(self, wanted: Filter, /, *, urgency: Urgency) -> Count:
        await self._asked(wanted, urgency)
        return Count(wanted, self.matches(wanted), NOTHING, NOON)

    async def credits(self, *, urgency: Urgency) -> Credits:
        await self._asked("credits", urgency)
        return Credits(self.available, NOON)

    def _gate(self, question: object) -> asyncio.Future[None]:
        assert self._held is not None
        return self._held.setdefault(question, asyncio.get_running_loop().create_future())

    async def _asked(self, question: object, urgency: Urgency) -> None:
        self.asked.append(question)
        self.urgencies.append(urgency)
        if self._held is not None:
            await self._gate(question)
        if self.error is not None:
            raise self.error


class KeptAnswersAtHand:
    """The answers of the disk, by address, field and typed text."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str, str], PresetValues] = {}

    async def get(self, address: str, field: str, typed: str) -> PresetValues | None:
        return self.answers.get((address, field, typed.strip().casefold()))

    async def put(self, address: str, answer: PresetValues) -> None:
        self.answers[address, answer.field, answer.typed.strip().casefold()] = answer


class FilterDesk:
    """``desk`` is what the ReachStream page is handed; the rest is what a test looks at."""

    def __init__(self, reachstream: ReachStreamAtHand | None = None, store: FilterStore | None = None) -> None:
        """``store``: where filters are kept, for tests that keep some."""
        self.reachstream = reachstream or ReachStreamAtHand()
        self.kept = KeptAnswersAtHand()
        self.notices = NoticesHeard()
        self.commands = Commands()
        self.announcer = Announcer()
        self.heard: list[Changes] = []
        self.announcer.subscribe(self.heard.append)
        count_matches = CountMatches(self.reachstream)
        self.look_up = LookUpValues(self.reachstream, self.kept, lambda: HERE)
        actions = SimpleNamespace(
            look_up_values=self.look_up,
            count_matches=count_matches,
            explain_count=ExplainCount(count_matches),
            read_credits=ReadCredits(self.reachstream),
            keep_filters=KeepFilters(store, self.announcer) if store is not None else None,
        )
        self.desk = Desk(
            actions=cast("Actions", actions),
            announcer=self.announcer,
            preferences=MemoryPreferences(),
            notices=cast("Notices", self.notices),
            commands=self.commands,
            running=Running(),
            is_demo=False,
        )
