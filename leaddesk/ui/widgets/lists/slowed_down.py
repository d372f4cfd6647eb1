"""How long a provider that asked for a pause is still waited for, told anew every second."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from leaddesk.ui.queues import Queues

_SECOND = 1000


class SlowedDown(QObject):
    """Watches the queue of one provider."""

    changed = Signal()
    """Another second is over, a pause began, or it ended."""

    def __init__(
        self, queues: Queues, provider: str, parent: QObject, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``provider`` is its id; ``clock`` is that of ``QueueState``."""
        super().__init__(parent)
        self._queues, self._provider, self._clock = queues, provider, clock
        self._was_slowed = False
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND)
        self._tick.timeout.connect(self._tell)
        queues.changed.connect(self._heed)

    @property
    def seconds(self) -> float:
        """What is left of the pause; 0 for none."""
        resumes_at = self._queues.state(self._provider).resumes_at
        return max(0.0, resumes_at - self._clock()) if resumes_at is not None else 0.0

    def _heed(self, provider: str) -> None:
        if provider == self._provider and (self._was_slowed or self.seconds > 0):
            self._tell()

    def _tell(self) -> None:
        self._was_slowed = self.seconds > 0
        if self._was_slowed:
            self._tick.start()
        else:
            self._tick.stop()
        self.changed.emit()
