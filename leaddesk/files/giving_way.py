"""Heavy work in a thread that lets the window's thread go first.

Python runs one thread at a time and hands over only after 5 ms (``sys.getswitchinterval``), again and again: a table
that asks its model for a thousand cells while it paints would stand still. So the working thread stops for a moment
every 2 ms, looks whether any other thread of the program computes meanwhile, and rests while one does.
"""

from __future__ import annotations

import time

_WORK = 0.001
_GLANCE = 0.0001
_REST = 0.002
_LONGEST_REST = 0.03
_BUSY = 0.25


class GivesWay:
    """Called often in a working thread, it returns at once or after a rest (seconds, at most ``_LONGEST_REST``)."""

    def __init__(self) -> None:
        self._worked_since = time.perf_counter()

    def __call__(self) -> None:
        began = time.perf_counter()
        if began - self._worked_since < _WORK:
            return
        pause = _GLANCE
        while _others_compute_during(pause) and time.perf_counter() - began < _LONGEST_REST:
            pause = _REST
        self._worked_since = time.perf_counter()


def _others_compute_during(seconds: float) -> bool:
    began, others = time.perf_counter(), time.process_time() - time.thread_time()
    time.sleep(seconds)
    return time.process_time() - time.thread_time() - others > _BUSY * (time.perf_counter() - began)
