from __future__ import annotations
import time, threading
_WORK = 0.001
_GLANCE = 0.0001
_REST = 0.001
_LONGEST_REST = 0.03
_BUSY = 0.25
C = time.pthread_getcpuclockid(threading.main_thread().ident)
class GivesWay:
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
    began, others = time.perf_counter(), time.clock_gettime(C)
    time.sleep(seconds)
    return time.clock_gettime(C) - others > _BUSY * (time.perf_counter() - began)
