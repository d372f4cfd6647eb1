"""Heavy work in a thread that lets the window's thread go first.

Python runs one thread at a time and hands over only after 5 ms (``sys.getswitchinterval``), again and again: a table
that asks its model for a thousand cells while it paints would stand still. So every 2 ms the working thread looks
whether the window's thread has computed meanwhile; if so it stops for a moment, and rests for as long as that goes on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

_WORK = 0.002
_STIRRED = 0.00001
_GLANCE = 0.0001
_REST = 0.001
_LONGEST_REST = 0.03
_BUSY = 0.25
"""Of the time that was watched."""


class GivesWay:
    """Called often in a working thread, it returns at once or after a rest (seconds, at most ``_LONGEST_REST``)."""

    def __init__(self) -> None:
        """In the thread that works."""
        self._computed = _clock_of_the_window()
        self._seen, self._worked_since = self._computed(), time.perf_counter()

    def __call__(self) -> None:
        began = time.perf_counter()
        if began - self._worked_since < _WORK:
            return
        if self._computed() - self._seen > _STIRRED:
            pause = _GLANCE
            while self._is_busy_for(pause) and time.perf_counter() - began < _LONGEST_REST:
                pause = _REST
        self._seen, self._worked_since = self._computed(), time.perf_counter()

    def _is_busy_for(self, seconds: float) -> bool:
        began, computed = time.perf_counter(), self._computed()
        time.sleep(seconds)
        return self._computed() - computed > _BUSY * (time.perf_counter() - began)


def _clock_of_the_window() -> Callable[[], float]:
    """Seconds of processor time that the main thread has had; where no system call tells, that all others have had.

    The second is coarser: a thread that runs on another processor may be counted some milliseconds late.
    """
    if hasattr(time, "pthread_getcpuclockid") and threading.current_thread() is not threading.main_thread():
        main = threading.main_thread().ident or 0
        return partial(time.clock_gettime, time.pthread_getcpuclockid(main))
    return lambda: time.process_time() - time.thread_time()
