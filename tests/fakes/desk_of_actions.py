"""A desk with just the actions that a test hands in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.ui.commands import Commands
from leaddesk.ui.desk import Desk
from leaddesk.ui.notices import Notice
from leaddesk.ui.running import Running
from tests.fakes.connected_desk import NoticesHeard
from tests.fakes.memory_preferences import MemoryPreferences

if TYPE_CHECKING:
    from leaddesk.actions.catalogue import Actions
    from leaddesk.ui.notices import Notices


class Heard(NoticesHeard):
    """Notices are kept too."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Notice] = []

    def say(self, notice: Notice) -> None:
        self.said.append(notice)


class DeskOfActions:
    """``desk`` is what pages are handed; the rest is what a test looks at."""

    def __init__(self, announcer: Announcer | None = None, **actions: object) -> None:
        """``actions`` by their names in the catalogue."""
        self.notices = Heard()
        self.announcer = announcer or Announcer()
        self.heard: list[Changes] = []
        self.announcer.subscribe(self.heard.append)
        self.desk = Desk(
            actions=cast("Actions", SimpleNamespace(**actions)),
            announcer=self.announcer,
            preferences=MemoryPreferences(),
            notices=cast("Notices", self.notices),
            commands=Commands(),
            running=Running(),
            is_demo=False,
        )
