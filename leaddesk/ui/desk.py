"""What every page is handed: the actions, the notices, the commands, the settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from leaddesk.actions.catalogue import Actions
from leaddesk.domain.changes import Announcer
from leaddesk.domain.preferences import PreferenceStore
from leaddesk.ui.commands import Commands
from leaddesk.ui.notices import Notices
from leaddesk.ui.queues import Queues
from leaddesk.ui.running import Running


@dataclass(frozen=True)
class Desk:
    """The collaborators of a page."""

    actions: Actions
    announcer: Announcer
    preferences: PreferenceStore
    notices: Notices
    commands: Commands
    running: Running
    is_demo: bool
    """Whether the demo providers stand in."""
    queues: Queues = field(default_factory=Queues)
