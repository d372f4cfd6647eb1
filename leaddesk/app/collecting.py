"""Python's garbage collector, on Qt's thread only.

It runs on whichever thread happens to allocate, and Qt's objects must be destroyed on their own. So it is switched off
and asked by a timer instead: often for what is young, once a minute for everything.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500
_WHOLE_EVERY = 120
"""Rounds between two whole collections, which take longer than a picture may."""


class CollectingOnThisThread(QObject):
    """In force from the making of it until ``stop``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._collect)
        self._timer.start()
        self._rounds = 0

    @staticmethod
    def settle() -> None:
        """What lives now will live long: it is collected once and never looked at again."""
        gc.collect()
        gc.freeze()

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        self._rounds += 1
        if self._rounds % _WHOLE_EVERY == 0:
            gc.collect()
        elif gc.get_count()[1] > gc.get_threshold()[1]:
            gc.collect(1)
        elif gc.get_count()[0] > gc.get_threshold()[0]:
            gc.collect(0)
