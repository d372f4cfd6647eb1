"""ReachStream's envelope around what it answers."""

from __future__ import annotations

from leaddesk.sandbox.faults import MESSAGES
from leaddesk.sandbox.wire import Answer, Json, Received, error_of_reachstream


def success(received: Received, data: Json, message: str = "success") -> Answer:
    """What was asked for."""
    return Answer(received, 200, {"status": 200, "message": message, "data": data})


def refusal(received: Received, status: int, message: str | None = None, data: Json = None) -> Answer:
    """Why not; without ``message`` the one that is documented beside ``status``."""
    document = error_of_reachstream(status, message or MESSAGES[status])
    return Answer(received, status, {**document, "data": data})
