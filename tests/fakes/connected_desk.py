"""A desk whose providers can be connected: real actions over a keychain and settings in memory."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from leaddesk.actions.connect_provider import ConnectProvider, Tester
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui.commands import Commands
from leaddesk.ui.desk import Desk
from leaddesk.ui.queues import Queues
from leaddesk.ui.running import Running
from tests.fakes.memory_dialects import MemoryDialects
from tests.fakes.memory_keychain import MemoryKeychain
from tests.fakes.memory_preferences import MemoryPreferences

if TYPE_CHECKING:
    from leaddesk.actions.catalogue import Actions
    from leaddesk.ui.notices import Notices


class NoticesHeard:
    """Keeps what pages reported; a bug is an error of the test."""

    def __init__(self) -> None:
        self.problems: list[LeadDeskError] = []
        self.bugs: list[BaseException] = []

    def problem(self, error: LeadDeskError) -> None:
        self.problems.append(error)

    def bug(self, error: BaseException) -> None:
        self.bugs.append(error)


class ConnectedDesk:
    """``desk`` is what pages are handed; the rest is what a test looks at."""

    def __init__(
        self,
        *,
        keychain: MemoryKeychain | None = None,
        environment: Mapping[str, str] | None = None,
        tester: Tester | None = None,
        is_demo: bool = False,
    ) -> None:
        """``tester`` stands for what each provider answers to the test of its key (default: 720 credits)."""
        self.dialects = MemoryDialects()
        self.queues = Queues()
        self.keychain = keychain or MemoryKeychain()
        self.preferences = MemoryPreferences()
        self.notices = NoticesHeard()
        self.commands = Commands()
        self.announcer = Announcer()
        self.heard: list[Changes] = []
        self.announcer.subscribe(self.heard.append)
        self.connect = ConnectProvider(
            keychain=self.keychain,
            preferences=self.preferences,
            environment=environment or {},
            testers=dict.fromkeys(("reachstream", "reactin", "leadsopedia"), tester or _720_credits),
            dialects=self.dialects,
            announcer=self.announcer,
        )
        self.desk = Desk(
            actions=cast("Actions", SimpleNamespace(connect_provider=self.connect)),
            announcer=self.announcer,
            preferences=self.preferences,
            notices=cast("Notices", self.notices),
            commands=self.commands,
            running=Running(),
            is_demo=is_demo,
            queues=self.queues,
        )


async def _720_credits() -> int:
    return 720
