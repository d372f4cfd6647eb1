"""Who goes first where calls have to queue."""

from __future__ import annotations

from enum import IntEnum


class Urgency(IntEnum):
    """Lower goes first. Within one urgency, the order of asking holds."""

    CLICK = 0
    """A person pressed something and waits."""
    TYPING = 1
    """A suggestion or a count that follows what is typed."""
    BACKGROUND = 2
    """Nobody waits at this moment."""
