"""What can be seen of a provider's queue of calls, so that a window can say why something waits."""

from __future__ import annotations

from dataclasses import dataclass

from leaddesk.domain.urgency import Urgency


@dataclass(frozen=True)
class WaitingCall:
    """A call that has not been sent yet."""

    operation: str
    """What it asks for: the name of the client's method, such as ``"contacts"``."""
    subject: str = ""
    """The provider's id of the list that it is about; empty for none."""
    page: int = 0
    """0 for none."""
    urgency: Urgency = Urgency.CLICK


@dataclass(frozen=True)
class QueueState:
    """One provider's queue at one moment."""

    waiting: int = 0
    """Calls that have not been sent yet."""
    in_flight: int = 0
    """Calls that are being sent, answered or read."""
    calls: tuple[WaitingCall, ...] = ()
    """Those that wait, in the order in which they will go; those that do not say what they are about are left out."""
    next_at: float | None = None
    """When the next call may be sent, in seconds on the clock of ``time.monotonic``, pauses included.

    None for now, and while a call that is in flight decides it but has not left yet. Nobody is told when it has come
    and no call waits: a moment that is over means now.
    """
    resumes_at: float | None = None
    """While the provider asked for a pause: when it ends, in seconds on the clock of ``time.monotonic``. Else None."""
