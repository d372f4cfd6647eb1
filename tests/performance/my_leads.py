"""What finding costs among a million leads of one's own, against none. Run by hand, on a machine with 2 GB to spare:

    python tests/performance/my_leads.py [a folder where the million is kept for the next time]

A million made-up leads with 28 columns are written into a database and everything that makes them quick is prepared,
both by another process. Then, with the same code as in LeadDesk: how long the table takes to its first painted picture,
beside one with a screenful of leads; the first page of a sort, of a filter and of a search (p95, over the sorts and
filters that are prepared and many kinds of searches); a page of 200 leads at a random place beside a keyset read of
the same cells of 200; and by how much larger the process has become than it was after the same acts in the empty store.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import apsw
from PySide6.QtWidgets import QApplication, QMainWindow
from qasync import QEventLoop

from leaddesk.domain.lead_views import Condition, Scope, Test, View
from leaddesk.domain.leads import LeadListId
from leaddesk.domain.table import Arrangement, RowSource
from leaddesk.ui import theme
from leaddesk.ui.notices import Notices
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.workspace.database import Database
from leaddesk.workspace.folders import made
from leaddesk.workspace.leads.index import cells
from leaddesk.workspace.leads.index.finder import LeadFinder
from leaddesk.workspace.leads.index.preparing import prepare
from leaddesk.workspace.leads.schema import LEADS
from leaddesk.workspace.schema import migrate
from leaddesk.workspace.settings_file import SettingsFile

COUNT, FEW, LISTED, SCREEN, PAGE = 1_000_000, 100, 100_000, 64, 200
ROUNDS = 15
MOST_SORT, MOST_SEARCH, MOST_PAGE, MOST_OPENING, MOST_MB = 16.0, 50.0, 2.0, 1.2, 100.0
_BEGINNINGS, _ENDINGS = "An Be Ca Da El Fi Gu He Jö Zoë", "na ra lia vin ton mir dy bert nik"
FIRST = [begin + end for begin in _BEGINNINGS.split(" ") for end in _ENDINGS.split(" ")]
_BEGINNINGS, _ENDINGS = "Mül Brand Hof Schu Jan Weiß Kel Zür Øst", "ler stät mann berg sen dorf"
LAST = [begin + end for begin in _BEGINNINGS.split(" ") for end in _ENDINGS.split(" ")]
_TRADES = "Machinery Logistics Software Health Finance Retail Energy Education Food Chemicals Media Legal"
_LANDS = "Germany Austria Switzerland France Spain Italy Belgium Poland Sweden Norway Denmark US UK Canada"
TRADES, LANDS = _TRADES.split(" "), _LANDS.split(" ")
LEVELS = ("C-Level", "VP", "Director", "Manager", "Staff", "Owner")
SIZES = ("1-10", "11-50", "51-200", "201-500", "501-1000", "1001-5000", "10001+")
COLUMNS = (
    *("leadsopedia_id", "name", "first_name", "middle_name", "last_name", "title", "level", "department", "function"),
    *("email", "phone", "company", "website", "street", "city", "state", "country", "zip", "size", "revenue"),
    *("industry", "technologies", "sic", "npi", "linkedin", "facebook", "twitter", "instagram"),
)
SEARCHES = (
    *("muller", "weiß", "director", "dire", "example", "c1234.example", "anna schu", "owner of energy", "xyzzy", "li"),
    *("a", "n", "vp health", "østberg", "jöra", "company 77", "hofmann logistics", "999@", "berta.kel", "er of"),
)


def leads(count: int) -> Iterator[tuple[object, ...]]:
    rnd = random.Random(4)
    choice = rnd.choice
    for number in range(count):
        first, last, firm, level = choice(FIRST), choice(LAST), rnd.randrange(60_000), choice(LEVELS)
        handle, domain = f"{first}.{last}{number}".lower(), f"c{firm}.example"
        yield (
            *(str(number), f"{first} {last}", first, None, last, f"{level} of {choice(TRADES)}", level, choice(TRADES)),
            *(choice(TRADES), f"{handle}@{domain}", f"+49 30 {rnd.randrange(10**7):07}", f"Company {firm}", domain),
            *(f"Street {firm % 200}", f"City {firm % 3000}", f"State {firm % 60}", choice(LANDS), f"{firm:05}"),
            *(choice(SIZES), "$5m to $10m", choice(TRADES), "SAP, Salesforce", f"{firm % 9999:04}", None),
            *(f"https://www.linkedin.com/in/{handle}", None, None, None),
        )


def fill(path: Path, count: int) -> None:
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "wal")
    migrate(connection, LEADS.migrations, LEADS.application_id)
    marks = ", ".join("?" * len(COLUMNS))
    with connection:
        connection.execute("INSERT INTO sources VALUES (1, 'file', 'fair.csv', 1790000000.0)")
        connection.executemany(
            f"INSERT INTO leads (source, added_at, {', '.join(COLUMNS)}) VALUES (1, 1790000000.0, {marks})",  # noqa: S608 - ours
            leads(count),
        )
        connection.execute("INSERT INTO lead_lists VALUES (1, 'Fair', 'fair', 0, 0)")
        connection.execute("INSERT INTO list_leads SELECT 1, id FROM leads WHERE id % ? = 0", (COUNT // LISTED,))
        connection.execute("UPDATE facts SET value = 1 WHERE name = 'edition'")
        connection.execute("INSERT INTO touched VALUES (1, 1, ?)", (count,))
    began = time.perf_counter()
    prepare(connection, path.with_name("leads-index.db"), lambda _: None, lambda: False)
    print(f"{count:,} prepared in {time.perf_counter() - began:.1f} s", flush=True)
    # For the keyset read by name alone; LeadDesk has no such index.
    connection.execute("CREATE INDEX by_name ON leads (name, id)")
    connection.close()


def resident() -> float:
    """Megabytes of this process in memory (Linux)."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def told(what: str, value: float, unit: str, most: float | None = None) -> bool:
    good = most is None or value < most
    wanted = "" if most is None else f"{f'< {most:g}':>9}  {'yes' if good else 'NO'}"
    print(f"{what:<58}{value:>9.2f} {unit:<3}{wanted}", flush=True)
    return good


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def only(column: str, *values: str, test: Test = Test.IS, negated: bool = False) -> View:
    return View(conditions=(Condition(column, test, values, negated),))


FILTERS = (
    only("country", "Germany"),
    only("level", "VP", "Director"),
    only("industry", "Health", negated=True),
    only("size", "51-200"),
    only("country", "an", test=Test.CONTAINS),
    only("npi", test=Test.EMPTY),
    only("@lists", "Fair"),
    View(Scope.LIST, LeadListId(1)),
)


@dataclass
class Store:
    """One database and the finder over it."""

    reader: Database
    finder: LeadFinder

    @classmethod
    def at(cls, path: Path) -> Store:
        reader = Database(path, schema=lambda: LEADS)
        return cls(reader, LeadFinder(reader, path.with_name("leads-index.db")))

    async def aclose(self) -> None:
        await self.finder.aclose()
        await self.reader.aclose()


async def timed(act: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    await act()
    return (time.perf_counter() - began) * 1000


async def sort(source: RowSource, column: str, *, descending: bool) -> None:
    order = await asyncio.to_thread(source.arrange, Arrangement(sort_by=column, descending=descending))
    await source.fetch(order[:SCREEN])


async def sorts(store: Store) -> list[float]:
    source = await store.finder.open(View())
    return [
        await timed(lambda: sort(source, column, descending=descending))  # noqa: B023 - awaited at once
        for _ in range(3)
        for column in ("name", "company", "title", "email", "country")
        for descending in (False, True)
    ]


async def filters(store: Store) -> list[float]:
    return [await timed(lambda: store.finder.open(view)) for _ in range(4) for view in FILTERS]  # noqa: B023 - as above


async def searches(store: Store) -> list[float]:
    return [
        await timed(lambda: store.finder.open(View(search=words)))  # noqa: B023 - as above
        for _ in range(3)
        for words in SEARCHES
    ]


async def pages(store: Store) -> tuple[float, float]:
    """Times of a keyset read that a page of the newest-first table takes, and of the one that is sorted by name."""
    source = await store.finder.open(View())
    order = await asyncio.to_thread(source.arrange, Arrangement(sort_by="name"))
    # The same cells as the page has, with what stands beside the fields.
    names = ", ".join(cells.expression(column.name)[0] for column in source.columns)
    rnd = random.Random(7)
    natural: list[float] = []
    by_id: list[float] = []
    by_name: list[float] = []
    keyed: list[float] = []

    def read(question: str, *bound: object) -> Callable[[], Awaitable[object]]:
        return lambda: store.reader.read(lambda connection: connection.execute(question, bound).fetchall())

    for _ in range(ROUNDS * 4):
        at = rnd.randrange(COUNT - PAGE)
        natural.append(await timed(lambda: source.fetch(range(at, at + PAGE))))  # noqa: B023 - as above
        before = rnd.randrange(PAGE, COUNT)
        by_id.append(await timed(read(f"SELECT {names} FROM leads WHERE id < ? ORDER BY id DESC LIMIT {PAGE}", before)))  # noqa: S608
        at = rnd.randrange(COUNT - PAGE)
        by_name.append(await timed(lambda: source.fetch(order[at : at + PAGE])))  # noqa: B023 - as above
        name = f"{rnd.choice(FIRST)} {rnd.choice(LAST)}"
        question = f"SELECT {names} FROM leads WHERE (name, id) > (?, ?) ORDER BY name, id LIMIT {PAGE}"  # noqa: S608 - ours
        keyed.append(await timed(read(question, name, rnd.randrange(COUNT))))
    median = statistics.median
    return median(natural) / median(by_id), median(by_name) / median(keyed)


async def painted(table: LeadTable, ask: Callable[[], Awaitable[RowSource]]) -> float:
    """Milliseconds from asking to the end of the first painting of its rows."""
    done: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def end() -> None:
        if not done.done():
            done.set_result(time.perf_counter())

    began = time.perf_counter()
    source = await ask()
    table.show_source(source)
    table.view.painted.connect(end)
    table.view.viewport().update()
    ended = await done
    table.view.painted.disconnect(end)
    return (ended - began) * 1000


async def used(store: Store, table: LeadTable) -> None:
    """What a person does: look, scroll, sort, filter, search."""
    await painted(table, lambda: store.finder.open(View()))
    bar = table.view.verticalScrollBar()
    for value in range(0, bar.maximum(), bar.maximum() // 50 + 1):
        bar.setValue(value)
        await asyncio.sleep(0.005)
    for view in (*FILTERS, *(View(search=words) for words in SEARCHES)):
        await painted(table, lambda: store.finder.open(view))  # noqa: B023 - as above
    source = await store.finder.open(View())
    for column in ("name", "company", "country"):
        await sort(source, column, descending=True)
    await store.finder.facets(View(), ("country", "industry", "level", "size", "@sources", "@lists"), 20)
    await painted(table, lambda: store.finder.open(View()))


async def run(folder: Path, home: Path) -> bool:
    """``folder`` has the million, ``home`` is for everything else."""
    window = QMainWindow()
    settings = SettingsFile(home / "settings.json", on_error=print)
    table = LeadTable("leads-table", preferences=settings, notices=Notices(print, window), titles=lambda name: name)
    window.setCentralWidget(table)
    window.resize(1280, 800)
    window.show()
    few = Store.at(home / "few" / "leads.db")
    none, million = Store.at(home / "none" / "leads.db"), Store.at(folder / "leads.db")
    await used(none, table)
    baseline = resident()
    holds = []
    await used(million, table)
    holds.append(told("memory that a million leads add", resident() - baseline, "MB", MOST_MB))
    times: dict[str, list[float]] = {"none": [], "few": [], "million": []}
    for _ in range(ROUNDS):
        for name, store in (("none", none), ("few", few), ("none", none), ("million", million)):
            times[name].append(await painted(table, lambda: store.finder.open(View())))  # noqa: B023 - awaited at once
            await asyncio.sleep(0.05)
    median = {name: statistics.median(values) for name, values in times.items()}
    told("the table with no lead, first picture", median["none"], "ms")
    told(f"the table with {FEW}: it paints rows", median["few"], "ms")
    holds.append(told("the table with a million, beside it", median["million"] / median["few"], "x", MOST_OPENING))
    holds.append(told("sorted, first page, p95", p95(await sorts(million)), "ms", MOST_SORT))
    holds.append(told("filtered, first page, p95", p95(await filters(million)), "ms", MOST_SORT))
    holds.append(told("searched, first page, p95", p95(await searches(million)), "ms", MOST_SEARCH))
    natural, by_name = await pages(million)
    holds.append(told("page of 200 at a random place, beside a keyset read", natural, "x", MOST_PAGE))
    holds.append(told("the same sorted by name, beside one by an index", by_name, "x", MOST_PAGE))
    for store in (none, few, million):
        await store.aclose()
    window.close()
    await settings.flush()
    return all(holds)


def main() -> int:
    if sys.argv[1:2] == ["fill"]:
        fill(Path(sys.argv[2]), int(sys.argv[3]))
        return 0
    with tempfile.TemporaryDirectory() as home:
        folder = Path(sys.argv[1] if sys.argv[1:] else home)
        made(Path(home, "few"))
        fill(Path(home, "few", "leads.db"), FEW)
        if not (folder / "leads.db").exists():
            print(f"writing {COUNT:,} leads into a database ...", flush=True)
            subprocess.run([sys.executable, __file__, "fill", str(folder / "leads.db"), str(COUNT)], check=True)  # noqa: S603 - this very file
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        app = QApplication([])
        theme.apply(app, "light", 100)
        app.setQuitOnLastWindowClosed(False)
        loop = QEventLoop(app)
        with loop:
            return 0 if loop.run_until_complete(run(folder, Path(home))) else 1


if __name__ == "__main__":
    sys.exit(main())
