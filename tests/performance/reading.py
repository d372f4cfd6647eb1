"""What reading a list costs the window, and how much of ReactIn's pace it uses. Run by hand:

    python tests/performance/reading.py

The demo's window, without a screen, its providers in a process of their own. A list of 4,102 leads is read page by page
while the table is repainted every 33 ms; how late the event loop is with a timer of 5 ms is compared with the same
window at rest in the same run. What arrived is read from the demo's own log.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView

from leaddesk.app.start import Options, start
from leaddesk.app.window import Session
from leaddesk.tour.visitor import Visitor

LIST = "Everyone we met this year"
LEADS = 4_102
LIMIT = 2
"""Requests a second."""
LEAST_RATIO = 0.95
LATEST_P99, LATEST = 16.0, 50.0
"""Milliseconds."""
REPAINT = 33
STEP = 0.005


@dataclass
class Lateness:
    """How late the loop was, in milliseconds."""

    found: list[float] = field(default_factory=list)

    def percentile(self, part: float) -> float:
        ordered = sorted(self.found)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]

    @asynccontextmanager
    async def measured(self) -> AsyncIterator[None]:
        async def measure() -> None:
            while True:
                due = time.perf_counter() + STEP
                await asyncio.sleep(STEP)
                self.found.append(max(0.0, (time.perf_counter() - due) * 1000))

        task = asyncio.get_running_loop().create_task(measure())
        try:
            yield
        finally:
            task.cancel()


@dataclass
class Found:
    """Of the whole run."""

    rest: Lateness = field(default_factory=Lateness)
    reading: Lateness = field(default_factory=Lateness)
    arrivals: list[float] = field(default_factory=list)
    refused: int = 0
    rows: int = 0

    @property
    def ratio(self) -> float:
        return (len(self.arrivals) - LIMIT) / (self.arrivals[-1] - self.arrivals[0]) / LIMIT

    @property
    def holds(self) -> bool:
        return (
            self.rows == LEADS
            and self.reading.percentile(0.99) < LATEST_P99
            and max(self.reading.found) < LATEST
            and self.ratio >= LEAST_RATIO
            and not self.refused
        )


async def measure(session: Session, found: Found) -> None:
    """Reads the list in the window."""
    visitor = Visitor(session.window)
    await visitor.wait(lambda: "ready" in visitor.text("status-connection"), "the demo is ready")
    session.window.show_tab("reactin-tab")
    rail = await visitor.wait_for("smartlists")
    assert isinstance(rail, QAbstractItemView)
    await visitor.wait(lambda: rail.model().rowCount() > 0, "the SmartLists")
    # The first one begins to be read by itself; a short list, so that the rest is a rest.
    await visitor.wait(lambda: "read in full" in visitor.text("reactin-status"), "the first list is read")
    table = visitor.find("reactin-table", QAbstractItemView)
    repaint = QTimer(session.window)
    repaint.timeout.connect(lambda: visitor.find("reactin-table", QAbstractItemView).viewport().update())
    repaint.start(REPAINT)
    async with found.rest.measured():
        await asyncio.sleep(5)
    rows = [row for row in range(rail.model().rowCount()) if LIST in str(rail.model().index(row, 0).data())]
    address = session.desk.actions.connect_provider.address(provider="reactin").address
    await asyncio.to_thread(_forget, address)
    async with found.reading.measured():
        rail.setCurrentIndex(rail.model().index(rows[0], 0))
        await visitor.wait(
            lambda: (
                f"{LEADS:,} leads" in visitor.text("reactin-status")
                and "read in full" in visitor.text("reactin-status")
            ),
            "the list is read",
            patience=120,
        )
    repaint.stop()
    found.rows = table.model().rowCount()
    seen = await asyncio.to_thread(_requests, address)
    found.arrivals = sorted(request["arrived"] for request in seen)
    found.refused = sum(request["status"] == 429 for request in seen)


def _forget(address: str) -> None:
    request = urllib.request.Request(f"{address}/sandbox/requests", method="DELETE")  # noqa: S310 - our own demo
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
        answer.read()


def _requests(address: str) -> list[dict[str, float]]:
    with urllib.request.urlopen(f"{address}/sandbox/requests") as answer:  # noqa: S310 - as above
        told: list[dict[str, float]] = json.load(answer)
    return told


def main() -> int:
    """Prints the table; 1 when a row does not hold."""
    found, tasks = Found(), list[asyncio.Task[None]]()

    async def walk(session: Session) -> None:
        try:
            await measure(session, found)
        finally:
            session.quit()

    def visit(session: Session) -> None:
        tasks.append(asyncio.get_running_loop().create_task(walk(session)))

    with tempfile.TemporaryDirectory() as home:
        start(Options(home=Path(home), demo=True), visit)
    for task in tasks:
        task.result()
    rest, reading = found.rest, found.reading
    print(f"{found.rows:,} leads in {len(found.arrivals)} calls, {found.refused} refused")
    print(f"pace: {found.ratio * LIMIT:.2f} a second, {found.ratio:.3f} of the limit (wanted ≥ {LEAST_RATIO})")
    print("lateness      median      p99      worst")
    for name, late in (("at rest", rest), ("reading", reading)):
        print(f"{name:10} {late.percentile(0.5):8.2f} {late.percentile(0.99):8.2f} {max(late.found):10.2f} ms")
    ratio = reading.percentile(0.99) / max(0.01, rest.percentile(0.99))
    print(f"p99 is {ratio:.1f} times that at rest (wanted < {LATEST_P99:.0f} ms, worst < {LATEST:.0f} ms)")
    print("holds" if found.holds else "DOES NOT HOLD")
    return 0 if found.holds else 1


if __name__ == "__main__":
    sys.exit(main())
