"""A clock for the sandbox's rate limit, so that no test waits for a second to pass."""

from __future__ import annotations


class HandClock:
    """Goes forward by ``step`` seconds at each reading, and otherwise only where ``now`` is set."""

    def __init__(self, step: float = 0.0) -> None:
        """A step of 1.0 or more: nobody is ever too fast."""
        self.now = 1000.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now
