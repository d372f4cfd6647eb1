"""How fast leads leave My Leads, and whether the window notices. Run by hand, on a machine with 2 GB to spare:

    python tests/performance/lead_exports.py

1,000,000 made-up leads with 28 columns are written as CSV by LeadDesk's working process, start of the process included,
and by the sqlite3 shell (``.mode csv``) out of the same database; 200,000 of them as XLSX, and by XlsxWriter in its
constant-memory mode. Each is the best of some rounds. While LeadDesk's process writes the CSV, one of its tables is
repainted every 33 ms and a timer of the event loop tells how late it is.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import apsw
import xlsxwriter  # type: ignore[import-untyped]  # has neither stubs nor py.typed
from PySide6.QtWidgets import QApplication, QMainWindow
from qasync import QEventLoop

from leaddesk.actions.export_leads import ExportLeads
from leaddesk.app.work.export_samples import ExportSamples
from leaddesk.app.work.worker import Worker
from leaddesk.domain.changes import Announcer
from leaddesk.domain.export_profiles import ExportPlan, as_shown
from leaddesk.domain.exports import BookKind, CsvKind, FileKind
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.leads import LeadId
from leaddesk.domain.table import Column
from leaddesk.files.number_files import NumberFiles
from leaddesk.ui import theme
from leaddesk.ui.notices import Notices
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads.profiles import Profiles
from leaddesk.workspace.leads.schema import LEADS
from leaddesk.workspace.schema import migrate
from leaddesk.workspace.settings_file import SettingsFile

LEADS_IN_ALL, IN_A_BOOK = 1_000_000, 200_000
ROUNDS = 3
MOST_CSV, MOST_XLSX = 1.3, 0.3
MOST_LATE_P99, MOST_LATE = 16.0, 50.0
"""Milliseconds."""
TICK, REPAINT = 0.005, 0.033
"""Seconds."""

MADE = {
    "reachstream_id": "1000000 + n",
    "name": "first || ' ' || last",
    "first_name": "first",
    "middle_name": "NULL",
    "last_name": "last",
    "title": "'Director of Marketing'",
    "level": "'Director'",
    "department": "'Marketing'",
    "function": "'Digital Marketing'",
    "email": "lower(first) || '.' || n || '@c' || (n % 60000) || '.example'",
    "phone": "'+49 30 ' || printf('%07d', n)",
    "company": "last || ' Machinery ' || (n % 60000)",
    "website": "'c' || (n % 60000) || '.example'",
    "street": "'Hauptstr. ' || (n % 200) || ', Haus'",
    "city": "'City ' || (n % 3000)",
    "state": "'State ' || (n % 60)",
    "country": "'Germany'",
    "zip": "printf('%05d', n % 100000)",
    "size": "'51-200'",
    "revenue": "'$5m to $10m'",
    "industry": "'Machinery'",
    "technologies": "'SAP, Salesforce'",
    "sic": "printf('%04d', n % 9999)",
    "npi": "NULL",
    "linkedin": "'https://www.linkedin.com/in/' || lower(first) || n",
    "facebook": "NULL",
    "twitter": "NULL",
    "instagram": "NULL",
}
"""Each column, and SQL that makes its value of ``n``, ``first`` and ``last``."""
PLAIN = as_shown([(name, name) for name in MADE], (BookKind.XLSX,))


def fill(path: Path) -> None:
    """Made-up leads, in the file of My Leads."""
    with closing(apsw.Connection(str(path))) as connection:
        connection.pragma("journal_mode", "wal")
        migrate(connection, LEADS.migrations, LEADS.application_id)
        connection.execute("INSERT INTO sources VALUES (1, 'file', 'made-up.csv', 0)")
        connection.execute(
            f"""INSERT INTO leads (source, added_at, {", ".join(MADE)}) SELECT 1, 0, {", ".join(MADE.values())} FROM (
                WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {LEADS_IN_ALL})
                SELECT n, CASE n % 4 WHEN 0 THEN 'Jörg' WHEN 1 THEN 'Anna' WHEN 2 THEN 'Zoë' ELSE 'Li' END AS first,
                    CASE n % 3 WHEN 0 THEN 'Müller' WHEN 1 THEN 'O''Brien' ELSE 'Weiß' END AS last FROM numbers)"""  # noqa: S608 - above
        )


def by_shell(shell: str, database: Path, path: Path) -> None:
    script = f".mode csv\n.headers on\n.once {path}\nSELECT {', '.join(MADE)} FROM leads;\n"
    subprocess.run([shell, str(database)], input=script, text=True, check=True)  # noqa: S603


def by_xlsxwriter(database: Path, path: Path) -> None:
    """Text cells alone, as ours are."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    with closing(apsw.Connection(str(database))) as connection:
        found = connection.execute(f"SELECT {', '.join(MADE)} FROM leads WHERE id <= {IN_A_BOOK}")  # noqa: S608 - above
        for number, row in enumerate([tuple(MADE), *found]):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write_string(number, column, str(cell))
    book.close()


async def seconds(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def compare(export: ExportLeads, database: Path, shell: str, folder: Path) -> bool:
    """Prints a line for each kind of file; whether both hold."""

    def writing(kind: FileKind, leads: int, name: str) -> Callable[[], Awaitable[object]]:
        plan = ExportPlan(PLAIN, [LeadId(number) for number in range(1, leads + 1)], kind, folder / name)
        return lambda: export.write(plan)

    csv, book = writing(CsvKind.CRM_IMPORT, LEADS_IN_ALL, "o.csv"), writing(BookKind.XLSX, IN_A_BOOK, "o.xlsx")
    shells, csvs = [], []
    for _ in range(ROUNDS):
        shells.append(await seconds(lambda: asyncio.to_thread(by_shell, shell, database, folder / "shell.csv")))
        csvs.append(await seconds(csv))
    books = [await seconds(book) for _ in range(ROUNDS)]
    other = await seconds(lambda: asyncio.to_thread(by_xlsxwriter, database, folder / "other.xlsx"))
    holds = told("CSV, 1,000,000 rows", "sqlite3 shell", min(csvs), min(shells), MOST_CSV)
    return told("XLSX, 200,000 rows", "XlsxWriter", min(books), other, MOST_XLSX) and holds


def told(what: str, other: str, ours: float, theirs: float, most: float) -> bool:
    good = ours <= most * theirs
    verdict = "yes" if good else "NO"
    print(f"{what:<22} {ours:>8.2f} s   {other:<14} {theirs:>8.2f} s {ours / theirs:>8.2f}   ≤ {most}  {verdict}")
    return good


async def watch(export: ExportLeads, folder: Path) -> bool:
    """Prints how late the event loop is while an export runs; whether that holds."""
    window = QMainWindow()
    settings = SettingsFile(folder / "settings.json", on_error=print)
    table = LeadTable("sample-table", preferences=settings, notices=Notices(print, window), titles=lambda name: name)
    table.show_source(HeldRows([Column(name) for name in MADE], [tuple(MADE)] * 1000))
    window.setCentralWidget(table)
    window.resize(1280, 800)
    window.show()
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

    leads = [LeadId(number) for number in range(1, LEADS_IN_ALL + 1)]
    async with asyncio.TaskGroup() as group:
        group.create_task(tick())
        group.create_task(repaint())
        await export.write(ExportPlan(PLAIN, leads, CsvKind.CRM_IMPORT, folder / "watched.csv"))
        done.set()
    late.sort()
    p99, worst = late[int(len(late) * 0.99)], late[-1]
    good = p99 < MOST_LATE_P99 and worst < MOST_LATE
    print(f"event loop during CSV: p99 {p99:.1f} ms (< 16), worst {worst:.1f} ms (< 50)  {'yes' if good else 'NO'}")
    window.close()
    window.deleteLater()
    await settings.flush()
    return good


async def run(shell: str, folder: Path) -> bool:
    path = folder / "leads.db"
    await asyncio.to_thread(fill, path)
    database = Database(path, schema=lambda: LEADS)
    export = ExportLeads(
        database=path,
        store=Profiles(database),
        samples=ExportSamples(database),
        numbers=NumberFiles(folder / "numbers"),
        work=Worker(),
        announcer=Announcer(),
    )
    is_fast = await compare(export, path, shell, folder)
    is_unnoticed = await watch(export, folder)
    await database.aclose()
    return is_fast and is_unnoticed


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
    with tempfile.TemporaryDirectory() as place, asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        return 0 if runner.run(run(shell, Path(place))) else 1


if __name__ == "__main__":
    sys.exit(main())
