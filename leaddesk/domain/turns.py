"""Long work on rows, cut into turns.

Python runs one thread at a time: a worker thread that goes over a hundred thousand rows would freeze the window, which
needs a turn for every cell that it paints. So the work is cut into pieces of about a millisecond, and a worker thread
steps aside after each.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

_ASIDE = 0.001
"""Seconds. A real pause: after ``sleep(0)`` the worker often has its turn back before the window has woken."""


def turns(total: int, step: int) -> Iterator[tuple[int, int]]:
    """``range(total)`` in steps, each as (start, stop), stepping aside between them."""
    for start in range(0, total, step):
        if start:
            step_aside()
        yield start, min(start + step, total)


def step_aside() -> None:
    """Let the window have its turn; in the main thread there is nobody to let."""
    if threading.current_thread() is not threading.main_thread():
        time.sleep(_ASIDE)
