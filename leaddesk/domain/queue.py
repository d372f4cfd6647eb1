"""What can be seen of a provider's queue of calls, so that a window can say why something waits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class QueueState:
    """One provider's queue at one moment."""

    waiting: int = 0
    """Calls that have not been sent yet."""
    in_flight: int = 0
    """Calls that are being sent, answered or read."""
    resumes_at: float | None = None
    """While the provider asked for a pause: when it ends, in seconds on the clock of ``time.monotonic``. Else None."""
