"""What the window knows of the providers' queues: how many calls wait, which ones, when the next may go."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from leaddesk.domain.queue import QueueState

_NOTHING = QueueState()


class Queues(QObject):
    """The latest state of each provider's queue."""

    changed = Signal(str)
    """The provider's id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._states: dict[str, QueueState] = {}

    def tell(self, provider: str, state: QueueState) -> None:
        """Said by ``app``, which hears it from the provider's client."""
        if state != self.state(provider):
            self._states[provider] = state
            self.changed.emit(provider)

    def state(self, provider: str) -> QueueState:
        return self._states.get(provider, _NOTHING)
