"""How fast a table is exported, and whether the window notices. Run by hand:

    python tests/performance/csv_export.py

100,000 rows x 28 columns are written by LeadDesk in both kinds, and by the sqlite3 shell (``.mode csv``) out of a
database with the same rows; best of three rounds, CPU and wall time. Then LeadDesk's own table is repainted every 33 ms
while the export runs in its thread, and a timer of the event loop tells how late it is; the quietest of three rounds.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import apsw
from PySide6.QtWidgets import QApplication, QMainWindow
from qasync import QEventLoop

from leaddesk.actions.export_rows import ExportRows
from leaddesk.domain.exports import CsvKind
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.reachstream import RECORD_FIELDS
from leaddesk.domain.records import Row
from leaddesk.domain.table import Column
from leaddesk.files.csv_export import preview, write_csv
from leaddesk.ui import theme
from leaddesk.ui.notices import Notices
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.workspace.settings_file import SettingsFile

ROWS = 100_000
ROUNDS = 3
MOST = 1.4
MOST_LATE_P99, MOST_LATE = 16.0, 50.0
"""Milliseconds."""
TICK, REPAINT = 0.005, 0.033
"""Seconds."""


def people() -> list[Row]:
    """Made-up records: names of many languages, quotes, commas, missing values, phone numbers of all kinds."""
    draw = random.Random(20)
    firsts = ("Anna", "Jörg", "Zoë", "María José", "Li", "Oluwaseun", "Дмитрий", "佐藤", "Ann-Kathrin")
    lasts = ("Müller", "O'Brien", "García", "Wang", "Smith", "Иванов")
    companies = ("Acme, Inc.", "Müller & Söhne GmbH", 'The "Best" Company', "Globex", "Initech LLC")
    rows: list[Row] = []
    for number in range(ROWS):
        first, last, company = draw.choice(firsts), draw.choice(lasts), draw.choice(companies)
        phone = draw.choice((f"+49 30 {number:06}", f"(555) 010-{number % 10_000:04}", None, "555-0100"))
        rows.append(
            (
                *(number, f"{first} {last}", first, None, last, "Vice President of Marketing", "VP", "Marketing"),
                *("Digital Marketing", f"user{number}@example{number % 977}.test", phone, company),
                *(f"www.example{number % 977}.test", f"{number % 999} Main Street, Suite {number % 40}"),
                *(draw.choice(("Berlin", "New York", "São Paulo")), draw.choice(("Berlin", "NY", "SP"))),
                *(draw.choice(("Germany", "United States", "Brazil")), f"{number % 99_999:05}"),
                *(draw.choice(("11-50", "51-200", "1001-5000")), draw.choice(("$1M - $10M", "$100M - $500M"))),
                *("Software, Internet, Marketing", "Salesforce, HubSpot, Google Analytics, AWS", "0111", None),
                *(f"https://www.example.test/in/user-{number}", None),
                *(None if number % 2 else f"https://example.test/u{number}", None),
            )
        )
    return rows


@dataclass(frozen=True)
class Cost:
    """Seconds."""

    wall: float
    cpu: float


def cost(work: Callable[[], object], whose: int) -> Cost:
    """Of ``work`` in a thread, as LeadDesk does it."""
    thread = threading.Thread(target=work)
    wall, before = time.perf_counter(), resource.getrusage(whose)
    thread.start()
    thread.join()
    wall, after = time.perf_counter() - wall, resource.getrusage(whose)
    return Cost(wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def best(costs: list[Cost]) -> Cost:
    return Cost(min(one.wall for one in costs), min(one.cpu for one in costs))


def compare(rows: list[Row], shell: str, folder: Path) -> bool:
    """Prints a line for each writer; whether LeadDesk's hold."""
    database = folder / "rows.db"
    connection = apsw.Connection(str(database))
    with connection:
        connection.execute(f"CREATE TABLE people ({', '.join(RECORD_FIELDS)})")
        places = ", ".join("?" * len(RECORD_FIELDS))
        connection.executemany(f"INSERT INTO people VALUES ({places})", rows)  # noqa: S608 - question marks only
    connection.close()
    script = f".mode csv\n.headers on\n.once {folder / 'shell.csv'}\nSELECT * FROM people;\n"

    def by_shell() -> None:
        subprocess.run([shell, str(database)], input=script, text=True, check=True)  # noqa: S603

    shells: list[Cost] = []
    ours: dict[CsvKind, list[Cost]] = {kind: [] for kind in CsvKind}
    for _ in range(ROUNDS):
        shells.append(cost(by_shell, resource.RUSAGE_CHILDREN))
        for kind, costs in ours.items():
            path = folder / f"{kind.value}.csv"
            costs.append(cost(partial(write_csv, path, kind, RECORD_FIELDS, [rows]), resource.RUSAGE_SELF))
    measure = best(shells)
    print(f"{'sqlite3 shell':<22} {measure.wall:>8.3f} {measure.cpu:>8.3f}")
    holds = True
    for kind, costs in ours.items():
        one = best(costs)
        wall, cpu = one.wall / measure.wall, one.cpu / measure.cpu
        good = max(wall, cpu) <= MOST
        holds = holds and good
        print(
            f"{kind.value:<22} {one.wall:>8.3f} {one.cpu:>8.3f} {wall:>11.2f} {cpu:>10.2f} {f'≤ {MOST}':>8}"
            f"  {'yes' if good else 'NO'}"
        )
    return holds


@dataclass(frozen=True)
class Lateness:
    """Milliseconds, of one round."""

    p99: float
    worst: float
    seconds: float
    """How long the round took."""

    @property
    def is_unnoticed(self) -> bool:
        return self.p99 < MOST_LATE_P99 and self.worst < MOST_LATE


async def lateness(table: LeadTable, work: Callable[[], Awaitable[object]]) -> Lateness:
    """Of the event loop, while ``work`` runs and the table is repainted."""
    late: list[float] = []
    done = asyncio.Event()

    async def tick() -> None:
        while not done.is_set():
            due = time.perf_counter() + TICK
            await asyncio.sleep(TICK)
            late.append(max(0.0, time.perf_counter() - due) * 1000)

    async def repaint() -> None:
        while not done.is_set():
            began = time.perf_counter()
            table.view.viewport().repaint()
            await asyncio.sleep(max(0.0, REPAINT - (time.perf_counter() - began)))

    async with asyncio.TaskGroup() as group:
        group.create_task(tick())
        group.create_task(repaint())
        began = time.perf_counter()
        await work()
        took = time.perf_counter() - began
        done.set()
    late.sort()
    return Lateness(late[int(len(late) * 0.99)], late[-1], took)


async def watch(rows: list[Row], folder: Path) -> bool:
    """Prints a line without an export and one for each kind; whether they hold."""
    window = QMainWindow()
    source = HeldRows([Column(name) for name in RECORD_FIELDS], rows)
    settings = SettingsFile(folder / "settings.json", on_error=print)
    table = LeadTable("sample-table", preferences=settings, notices=Notices(print, window), titles=lambda name: name)
    table.show_source(source)
    window.setCentralWidget(table)
    window.resize(1280, 800)
    window.show()
    export = ExportRows(write_csv, preview)

    def writing(kind: CsvKind) -> Awaitable[object]:
        return export(
            path=folder / "watched.csv",
            kind=kind,
            header=RECORD_FIELDS,
            source=source,
            numbers=range(len(rows)),
            columns=range(len(RECORD_FIELDS)),
            progress=lambda _: None,
            cancel=threading.Event(),
        )

    works: dict[str, Callable[[], Awaitable[object]]] = {
        "no export": partial(asyncio.sleep, 1),
        **{kind.value: partial(writing, kind) for kind in CsvKind},
    }
    holds = True
    for name, work in works.items():
        rounds = [await lateness(table, work) for _ in range(ROUNDS)]
        quietest = min(rounds, key=lambda one: (one.worst, one.p99))
        is_judged = name != "no export"
        holds = holds and (quietest.is_unnoticed or not is_judged)
        verdict = ("yes" if quietest.is_unnoticed else "NO") if is_judged else ""
        print(f"{name:<22} {quietest.seconds:>8.3f} {quietest.p99:>10.1f} {quietest.worst:>10.1f}  {verdict}")
    window.close()
    window.deleteLater()
    await settings.flush()
    return holds


def main() -> int:
    """Prints the tables; 1 when a line does not hold."""
    shell = shutil.which("sqlite3")
    if shell is None:
        print("the sqlite3 shell is not installed (Debian: sqlite3)")
        return 1
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app, "light", 100)
    rows = people()
    with tempfile.TemporaryDirectory() as place:
        print(f"{ROWS:,} rows x {len(RECORD_FIELDS)} columns, seconds, best of {ROUNDS}")
        print(f"{'':<22} {'wall':>8} {'CPU':>8} {'ratio wall':>11} {'ratio CPU':>10} {'wanted':>8}  holds")
        is_fast = compare(rows, shell, Path(place))
        print(f"\nThe event loop's lateness in ms, table repainted every {REPAINT * 1000:.0f} ms, quietest of {ROUNDS}")
        print(f"{'':<22} {'seconds':>8} {'p99 < 16':>10} {'worst < 50':>10}  holds")
        with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
            is_unnoticed = runner.run(watch(rows, Path(place)))
    return 0 if is_fast and is_unnoticed else 1


if __name__ == "__main__":
    sys.exit(main())
