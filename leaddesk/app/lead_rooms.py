"""What opens beside the table of My Leads; the page itself knows none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.ui.leads.rooms import Rooms

if TYPE_CHECKING:
    from leaddesk.app.commanded import Commanded


def rooms(session: Commanded) -> Rooms:
    """For the page of this session."""
    del session
    return Rooms()
