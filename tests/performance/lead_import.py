"""How fast a large file comes into My Leads, and whether the window notices. Run by hand, with 3 GB to spare:

    python tests/performance/lead_import.py

1,000,000 made-up people with 28 columns, in one CSV file, are imported by LeadDesk's working process (its start, who is
who, and the history included) and by the sqlite3 shell's ``.import`` into a table with a unique e-mail column: by
turns, three times each, always into a new database, and the best of each counts. While LeadDesk's process imports, one
of the window's tables is repainted every 33 ms and a timer of the event loop tells how late it is.
"""

from __future__ import annotations

import asyncio
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow
from qasync import QEventLoop

from leaddesk.app.work.worker import Worker
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.import_messages import plan_to_json
from leaddesk.domain.imports import FileKind, FileShape, ImportPlan, Mapping
from leaddesk.domain.table import Column
from leaddesk.ui import theme
from leaddesk.ui.notices import Notices
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.workspace.settings_file import SettingsFile

PEOPLE, ROUNDS, SEED = 1_000_000, 3, 4
MOST = 2.0
MOST_LATE_P99, MOST_LATE = 16.0, 50.0
"""Milliseconds."""
TICK, REPAINT = 0.005, 0.033
"""Seconds."""

FIELDS = (
    *("reachstream_id", "name", "first_name", "middle_name", "last_name", "title", "level", "department", "function"),
    *("email", "phone", "company", "website", "street", "city", "state", "country", "zip", "size", "revenue"),
    *("industry", "technologies", "sic", "npi", "linkedin", "facebook", "twitter", "instagram"),
)
"""The columns of the file, each called as the field that it is mapped to."""
FIRST = ("Anna", "Béla", "Carla", "Dmitri", "Elif", "Fiona", "Günther", "Hana", "Igor", "Jonas", "Kira", "Luís")
LAST = ("Ackermann", "Brandstätter", "Castillo", "Dvořák", "Eriksen", "Fischer", "Groß", "Hoffmann", "Ivanova")
INDUSTRIES = ("Machinery", "Logistics", "Software", "Health", "Finance", "Retail", "Energy", "Education", "Food")
COUNTRIES = ("Germany", "Austria", "Switzerland", "France", "Spain", "Italy", "Netherlands", "Poland", "US", "UK")
LEVELS = ("C-Level", "VP", "Director", "Manager", "Staff", "Owner")
SIZES = ("1-10", "11-50", "51-200", "201-500", "501-1000", "1001-5000", "10001+")
COMPANIES = 60_000


def make(path: Path) -> None:
    """The same file each time."""
    chance = random.Random(SEED)
    pick, below = chance.choice, chance.randrange
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        for number in range(PEOPLE):
            first, last, at = pick(FIRST), pick(LAST), below(COMPANIES)
            domain = f"c{at}.example"
            who = (1_000_000 + number, f"{first} {last}", first, "", last)
            work = (f"{pick(LEVELS)} of {pick(INDUSTRIES)}", pick(LEVELS), pick(INDUSTRIES), pick(INDUSTRIES))
            reach = (f"{first}.{last}{number}@{domain}".lower(), f"+49 30 {below(10**7):07d}")
            company = (f"{LAST[at % len(LAST)]} {INDUSTRIES[at % len(INDUSTRIES)]} {at}", domain)
            place = (f"Hauptstr. {below(200)}, Haus", f"City {below(3000)}", f"State {below(60)}", pick(COUNTRIES))
            more = (f"{below(10**5):05d}", pick(SIZES), "$5m to $10m", pick(INDUSTRIES), "SAP, Salesforce")
            links = (f"{below(9999):04d}", "", f"https://www.linkedin.com/in/{first}{last}{number}".lower(), "", "", "")
            writer.writerow((*who, *work, *reach, *company, *place, *more, *links))


def by_shell(shell: str, file: Path, database: Path) -> float:
    """Seconds."""
    columns = ", ".join(f"{name} UNIQUE" if name == "email" else name for name in FIELDS)
    script = f".mode csv\nCREATE TABLE t ({columns});\n.import --skip 1 {file} t\n"
    began = time.perf_counter()
    subprocess.run([shell, str(database)], input=script, text=True, check=True)  # noqa: S603
    return time.perf_counter() - began


async def by_us(worker: Worker, file: Path, database: Path) -> float:
    """Seconds."""
    plan = ImportPlan(file, FileShape(FileKind.CSV), Mapping(FIELDS))
    began = time.perf_counter()
    done = await worker.run("import", {**plan_to_json(plan), "database": str(database)})
    if done is None or done["new"] != PEOPLE:
        raise RuntimeError(f"not everybody was imported: {done}")
    return time.perf_counter() - began


class Watch:
    """A window whose table is repainted again and again, and how late its event loop is meanwhile, in ms."""

    def __init__(self, folder: Path) -> None:
        self._window = QMainWindow()
        self._settings = SettingsFile(folder / "settings.json", on_error=print)
        notices = Notices(print, self._window)
        self._table = LeadTable("sample-table", preferences=self._settings, notices=notices, titles=lambda name: name)
        self._table.show_source(HeldRows([Column(name) for name in FIELDS], [FIELDS] * 1000))
        self._window.setCentralWidget(self._table)
        self._window.resize(1280, 800)
        self._window.show()
        self._done = asyncio.Event()
        self.late: list[float] = []

    async def tick(self) -> None:
        while not self._done.is_set():
            due = time.perf_counter() + TICK
            await asyncio.sleep(TICK)
            self.late.append(max(0.0, time.perf_counter() - due) * 1000)

    async def repaint(self) -> None:
        while not self._done.is_set():
            began = time.perf_counter()
            self._table.view.viewport().repaint()
            await asyncio.sleep(max(0.0, REPAINT - (time.perf_counter() - began)))

    async def end(self) -> None:
        self._done.set()
        self._window.close()
        self._window.deleteLater()
        await self._settings.flush()


async def watched(worker: Worker, file: Path, folder: Path) -> list[float]:
    """How late the event loop was while an import ran, in order."""
    watch = Watch(folder)
    async with asyncio.TaskGroup() as group:
        group.create_task(watch.tick())
        group.create_task(watch.repaint())
        await by_us(worker, file, folder / "watched.db")
        await watch.end()
    return sorted(watch.late)


async def run(shell: str, folder: Path) -> bool:
    """Prints the table; whether all of it holds."""
    file = folder / "people.csv"
    await asyncio.to_thread(make, file)
    worker = Worker()
    shells, ours = [], []
    for number in range(ROUNDS):
        theirs, mine = folder / f"shell{number}.db", folder / f"leads{number}.db"
        shells.append(await asyncio.to_thread(by_shell, shell, file, theirs))
        ours.append(await by_us(worker, file, mine))
        print(f"round {number + 1}: sqlite3 shell {shells[-1]:6.2f} s, LeadDesk {ours[-1]:6.2f} s", flush=True)
        theirs.unlink()
        mine.unlink()
    late = await watched(worker, file, folder)
    await worker.aclose()
    ratio, p99, worst = min(ours) / min(shells), late[int(len(late) * 0.99)], late[-1]
    print(f"{PEOPLE:,} rows x {len(FIELDS)} columns     LeadDesk    sqlite3 shell    ratio")
    times = f"{min(ours):>7.2f} s   {min(shells):>12.2f} s {ratio:>8.2f}"
    print(f"{'import':<30} {times}   ≤ {MOST}  {verdict(ratio <= MOST)}")
    is_unnoticed = p99 < MOST_LATE_P99 and worst < MOST_LATE
    print(f"event loop meanwhile: p99 {p99:.1f} ms (< 16), worst {worst:.1f} ms (< 50)  {verdict(is_unnoticed)}")
    return ratio <= MOST and is_unnoticed


def verdict(good: bool) -> str:
    return "yes" if good else "NO"


def main() -> int:
    """1 when a line does not hold."""
    shell = shutil.which("sqlite3")
    if shell is None:
        print("the sqlite3 shell is not installed (Debian: sqlite3)")
        return 1
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app, "light", 100)
    with tempfile.TemporaryDirectory() as place, asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        return 0 if runner.run(run(shell, Path(place))) else 1


if __name__ == "__main__":
    sys.exit(main())
