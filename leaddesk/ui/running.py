"""What is running now, for the indicator beside the tabs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Running(QObject):
    """Titles of long work, in the order of beginning."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: dict[int, str] = {}
        self._next = 0

    def begin(self, title: str) -> int:
        """Returns the ticket to ``end`` it with."""
        self._next += 1
        self._titles[self._next] = title
        self.changed.emit()
        return self._next

    def end(self, ticket: int) -> None:
        """Ending twice, or ticket 0, does nothing."""
        if self._titles.pop(ticket, None) is not None:
            self.changed.emit()

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(self._titles.values())
