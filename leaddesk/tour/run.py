"""Starts LeadDesk's demo without a screen and walks through it."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from leaddesk.tour.report import Seen, write_report


def run_tour(out: Path) -> int:
    """0 if every step held, 1 if one did not. ``out`` holds the pictures, the CSV and ``index.html`` afterwards."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    out.mkdir(parents=True, exist_ok=True)
    from PySide6.QtCore import qInstallMessageHandler  # noqa: PLC0415

    from leaddesk.app.start import Options, start  # noqa: PLC0415 - Qt must hear of the platform first
    from leaddesk.app.window import Session  # noqa: PLC0415
    from leaddesk.tour.whole_tour import walk_through  # noqa: PLC0415

    qInstallMessageHandler(_without_hints)
    steps: list[Seen] = []
    walks: list[asyncio.Task[None]] = []

    async def walk(session: Session) -> None:
        try:
            steps.extend(await walk_through(session.window, out))
        finally:
            session.quit()

    def visit(session: Session) -> None:
        walks.append(asyncio.get_running_loop().create_task(walk(session)))

    with tempfile.TemporaryDirectory(prefix="leaddesk-tour-") as home:
        start(Options(home=Path(home), demo=True), visit)
    for finished in walks:
        if finished.done() and not finished.cancelled():
            finished.result()
    page = write_report(out, steps)
    for step in steps:
        print(
            f"{'held' if not step.problem else 'FAILED'}  {step.title}" + (f": {step.problem}" if step.problem else "")
        )
    print(f"pictures: {page}")
    return 0 if steps and not any(step.problem for step in steps) else 1


def _without_hints(kind: object, context: object, message: str) -> None:
    """Qt's own words, but for the one that every window without a screen draws."""
    del kind, context
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)
