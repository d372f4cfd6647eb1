"""The working process: one job from standard input, lines of JSON to standard output."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from typing import Any, cast

from leaddesk.app.work.wire import told
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.work import Job

_JOBS = {
    "import": "leaddesk.app.work.import_job",
    "export": "leaddesk.app.work.export_job",
    "prepare": "leaddesk.app.work.prepare_job",
    "keep": "leaddesk.app.work.keep_job",
    "take": "leaddesk.app.work.take_job",
}
_NICE = {"prepare": 10, "take": 5, "keep": 5}
"""Nobody waits for the first; beside the others the window is to stay as quick as it is."""


def run_work() -> int:
    """Does the job that stands on the first line of standard input. The exit code: 0 whatever became of the job."""
    asked = json.loads(sys.stdin.readline() or "{}")
    if not asked:
        return 0  # LeadDesk ended before it said what it wants
    if asked["name"] in {"import", "rows"}:
        gc.disable()  # it finds nothing among lists of text, and takes a twentieth of the time
    if asked["name"] == "rows":
        from leaddesk.app.work.file_blocks import serve  # noqa: PLC0415 - with numpy; the other jobs may not need it

        serve(asked["job"], sys.stdout.buffer)
        return 0
    unwanted = threading.Event()
    threading.Thread(target=_listen, args=(unwanted,), daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_NICE.get(asked["name"], 0))
    _say(_outcome(asked["name"], asked["job"], unwanted))
    return 0


def _outcome(name: str, job: Mapping[str, Any], unwanted: threading.Event) -> dict[str, Any]:
    try:
        run = cast("Job", importlib.import_module(_JOBS[name]).run)
        return {"done": run(job, lambda facts: _say({"progress": facts}), unwanted.is_set)}
    except LeadDeskError as error:
        said = told(error)
        return {"error": said} if said is not None else _bug(error)
    except Exception as error:  # noqa: BLE001 - the window raises it again
        return _bug(error)


def _bug(error: Exception) -> dict[str, Any]:
    # Without the error's own text, which may hold what stands in somebody's file.
    frames = "".join(traceback.format_tb(error.__traceback__))
    return {"bug": f"{frames}{type(error).__name__}"}


def _say(line: dict[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):  # LeadDesk is gone; the end of our input tells that too
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def _listen(unwanted: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == "cancel":
            break
    unwanted.set()
