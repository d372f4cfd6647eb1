"""What opening a list of 100,000 kept leads costs, against a table of 100 rows in memory. Run by hand:

    python tests/performance/kept_list.py

A list of 100,000 leads with 15 columns is read into a database (by another process). Then, in LeadDesk's own table: how
much larger the process has become when the list was opened, scrolled from end to end, searched and sorted; and the time
from asking for the list to its first painted picture, the median of several rounds, each after the 100 rows. Also how
late the event loop is while it scrolls, and what it costs to take in one more page while the list is shown.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow
from qasync import QEventLoop

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.records import Value
from leaddesk.domain.table import Column, RowSource
from leaddesk.ui import theme
from leaddesk.ui.notices import Notices
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.workspace.database import Database
from leaddesk.workspace.kept_lists import KeptLists
from leaddesk.workspace.kept_rows import KeptRows
from leaddesk.workspace.settings_file import SettingsFile

LEADS, PAGE, FEW = 100_000, 50, 100
ROUNDS = 15
MOST_MS, MOST_MB = 50.0, 60.0
MOST_GROW_MS = 5.0
MOST_LATE_P99, MOST_LATE = 16.0, 50.0
TICK = 0.005
"""Seconds."""


def lead(number: int) -> dict[str, Value]:
    """A lead as a SmartList has them: two columns filled by an AI among its 15."""
    return {
        "First Name": ("Anna", "Jörg", "Zoë", "María José", "Li", "Oluwaseun", "Дмитрий", "佐藤")[number % 8],
        "Last Name": f"Müller-{number}",
        "Job Title": f"Head of {('Sales', 'Marketing', 'People', 'Finance')[number % 4]} {number % 60}",
        "Company": f"Company {number % 7_919}",
        "Email": f"person.{number}@company-{number % 7_919}.example",
        "Profile": f"https://www.linkedin.com/in/person-{number}",
        "Phone": f"+49 30 {number:07}",
        "City": ("Berlin", "New York", "São Paulo", "Zürich")[number % 4],
        "Country": ("Germany", "United States", "Brazil", "Switzerland")[number % 4],
        "Employees": ("1-10", "11-50", "51-200", "10,001+")[number % 4],
        "Industry": "Software, Internet, Marketing",
        "Score": number * 7919 % 1000,
        "Website": f"www.company-{number % 7_919}.example",
        "AI: why": f"They hire in {number % 40} places and write about outbound; number {number}.",
        "AI: opener": None if number % 3 else "Saw your talk in Berlin. Loved the part about follow-ups.",
    }


def page(number: int) -> Page:
    first = (number - 1) * PAGE
    records = [lead(at) for at in range(first, first + PAGE)]
    entries = tuple(Entry(values, json.dumps(values, ensure_ascii=False)) for values in records)
    return Page(number, entries, number + 1, None, None, datetime.now(UTC))


async def fill(path: Path) -> None:
    """Reads the list into a new database."""
    database = Database(path)
    lists = KeptLists(database, clock=lambda: datetime.now(UTC))
    kept = await lists.add("reactin", "organization", "list", "People")
    _, _, turn = await lists.begin(kept.id)
    for number in range(1, LEADS // PAGE + 1):
        await lists.take(kept.id, page(number), checks=False, turn=turn)
    await database.aclose()


@dataclass
class Desk:
    """The window, and what is in it."""

    window: QMainWindow
    table: LeadTable
    database: Database
    few: HeldRows
    list_id: int

    async def painted(self, ask: Callable[[], Awaitable[RowSource]]) -> float:
        """Milliseconds from asking to the end of the first painting of its rows."""
        done: asyncio.Future[float] = asyncio.get_running_loop().create_future()

        def end() -> None:
            if not done.done():
                done.set_result(time.perf_counter())

        began = time.perf_counter()
        source = await ask()
        self.table.show_source(source)
        self.table.view.painted.connect(end)
        ended = await done
        self.table.view.painted.disconnect(end)
        assert len(self.table.shown_rows()) == len(source)
        return (ended - began) * 1000

    async def open_list(self) -> RowSource:
        return await KeptRows.open(self.database, self.list_id)

    async def open_few(self) -> RowSource:
        return self.few

    async def rest(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0.01)

    async def until(self, condition: Callable[[], bool]) -> float:
        """Milliseconds until it holds."""
        began = time.perf_counter()
        while not condition():  # noqa: ASYNC110 - what a widget shows has no event to await
            await asyncio.sleep(0.001)
        return (time.perf_counter() - began) * 1000


def resident() -> float:
    """Megabytes of this process in memory (Linux)."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def told(what: str, value: float, unit: str, most: float, baseline: float | None = None) -> bool:
    good, ratio = value < most, "" if baseline is None else f"{value / baseline:.2f}"
    print(f"{what:<44}{value:>9.1f} {unit}{ratio:>9}{f'< {most:g}':>9}  {'yes' if good else 'NO'}")
    return good


async def opening(desk: Desk) -> bool:
    few: list[float] = []
    whole: list[float] = []
    for _ in range(ROUNDS):
        few.append(await desk.painted(desk.open_few))
        await desk.rest()
        whole.append(await desk.painted(desk.open_list))
        await desk.rest()
    baseline = statistics.median(few)
    print(f"{f'{FEW} rows in memory, first picture':<44}{baseline:>9.1f} ms{1:>9.2f}")
    return told(f"{LEADS:,} kept leads, first picture", statistics.median(whole), "ms", MOST_MS, baseline)


async def scrolled(desk: Desk) -> tuple[float, float]:
    """Scrolls from end to end, a screen and a half at a time; how late the event loop was (p99, worst) meanwhile."""
    late: list[float] = []
    bar, view = desk.table.view.verticalScrollBar(), desk.table.view
    step = bar.maximum() // 400
    for value in range(0, bar.maximum() + step, step):
        bar.setValue(value)
        due = time.perf_counter() + TICK
        await asyncio.sleep(TICK)
        late.append(max(0.0, time.perf_counter() - due) * 1000)
    rows = view.rows_model
    await desk.until(lambda: all(rows.at_hand(row) is not None for row in view.visible_rows()))
    late.sort()
    return late[int(len(late) * 0.99)], late[-1]


async def memory(desk: Desk) -> bool:
    for _ in range(3):
        await desk.painted(desk.open_few)
        await desk.rest()
    baseline = resident()
    print(f"{f'{FEW} rows in memory, resident':<44}{baseline:>9.1f} MB{1:>9.2f}")
    await desk.painted(desk.open_list)
    await desk.rest()
    good = told("opened: added", resident() - baseline, "MB", MOST_MB, baseline)
    p99, worst = await scrolled(desk)
    good &= told("scrolled from end to end: added", resident() - baseline, "MB", MOST_MB, baseline)
    good &= told("  event loop late meanwhile, p99", p99, "ms", MOST_LATE_P99)
    good &= told("  event loop late meanwhile, worst", worst, "ms", MOST_LATE)
    table = desk.table
    table.set_needle("person.7 zürich")
    took = await desk.until(lambda: 0 < len(table.shown_rows()) < LEADS)
    print(f"{f'  found {len(table.shown_rows()):,} by two words, after':<44}{took:>9.1f} ms")
    table.clear_needle()
    await desk.until(lambda: len(table.shown_rows()) == LEADS)
    table.sort("Score", descending=True)
    took = await desk.until(lambda: table.shown_rows()[0] != 0)
    print(f"{'  sorted by a number, after':<44}{took:>9.1f} ms")
    good &= told("searched and sorted: added", resident() - baseline, "MB", MOST_MB, baseline)
    table.sort("")
    await desk.until(lambda: table.shown_rows()[0] == 0)
    return good


async def growing(desk: Desk) -> bool:
    """What a page costs that comes while the list is shown."""
    lists = KeptLists(desk.database, clock=lambda: datetime.now(UTC))
    _, _, turn = await lists.go_on(desk.list_id)
    await desk.painted(desk.open_list)
    await desk.rest()
    costs = []
    for number in range(LEADS // PAGE + 1, LEADS // PAGE + 11):
        await lists.take(desk.list_id, page(number), checks=False, turn=turn)
        source = await desk.open_list()
        began = time.perf_counter()
        desk.table.grow(source)
        costs.append((time.perf_counter() - began) * 1000)
        await desk.rest()
    assert len(desk.table.shown_rows()) == LEADS + 10 * PAGE
    return told("a page more, on the window's thread", statistics.median(costs), "ms", MOST_GROW_MS)


async def run(path: Path) -> bool:
    window = QMainWindow()
    settings = SettingsFile(path.with_name("settings.json"), on_error=print)
    table = LeadTable("reactin-table", preferences=settings, notices=Notices(print, window), titles=lambda name: name)
    window.setCentralWidget(table)
    window.resize(1280, 800)
    window.show()
    few = HeldRows([Column(name) for name in lead(0)], [tuple(lead(number).values()) for number in range(FEW)])
    database = Database(path)
    lists = KeptLists(database, clock=lambda: datetime.now(UTC))
    (kept,) = await lists.all("reactin")
    desk = Desk(window, table, database, few, kept.id)
    print(f"{'':<44}{'':>12}{'ratio':>9}{'wanted':>9}")
    # The memory first: what opening takes is taken once.
    holds = [await memory(desk), await opening(desk), await growing(desk)]
    await database.aclose()
    return all(holds)


def main() -> int:
    if sys.argv[1:2] == ["fill"]:
        asyncio.run(fill(Path(sys.argv[2])))
        return 0
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "leaddesk.db"
        print(f"reading {LEADS:,} leads into a database ...", flush=True)
        subprocess.run([sys.executable, __file__, "fill", str(path)], check=True)  # noqa: S603 - this very file
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        app = QApplication([])
        theme.apply(app, "light", 100)
        app.setQuitOnLastWindowClosed(False)
        loop = QEventLoop(app)
        with loop:
            return 0 if loop.run_until_complete(run(path)) else 1


if __name__ == "__main__":
    sys.exit(main())
