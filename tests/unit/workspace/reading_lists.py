"""Kept lists, read page by page from lists that a test changes as it likes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from leaddesk.domain.list_reading import Checkpoint
from leaddesk.domain.lists import KeptList
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.records import Value
from leaddesk.workspace.database import Database
from leaddesk.workspace.kept_lists import KeptLists

if TYPE_CHECKING:
    import apsw

Record = Mapping[str, Value]

_RECORDS = "SELECT raw FROM list_rows JOIN list_records ON row = id WHERE list = ?"

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def person(name: str, **values: Value) -> Record:
    """Somebody of whom there is only one in the world."""
    return {"First Name": name, "Profile": f"https://linkedin.com/in/{name}", **values}


def people(names: str) -> list[Record]:
    """One for each letter."""
    return [person(name) for name in names]


def entry(record: Record) -> Entry:
    return Entry(record, json.dumps(record))


async def _nobody() -> None:
    return None


class Readings:
    """One list of the database; every call of its clock is a second later."""

    def __init__(
        self, database: Database, *, size: int = 2, checks: bool = True, erased: Callable[[], Awaitable[Any]] = _nobody
    ) -> None:
        """``size``: leads on a page. ``erased``: as for ``KeptLists``."""
        self.database = database
        self.lists = KeptLists(database, clock=self._clock, erased=erased)
        self.size = size
        self.checks = checks
        self.id = 0
        self.turn = 0
        self.point = Checkpoint()
        self.total: int | None = None
        self._seconds = 0

    async def begin(self) -> KeptList:
        if not self.id:
            self.id = (await self.lists.add("reactin", "org", "list", "Leads")).id
        kept, self.point, self.turn = await self.lists.begin(self.id)
        return kept

    async def page(self, records: Sequence[Record]) -> KeptList:
        """Reads the next page of a list that holds ``records`` now."""
        kept, self.point = await self.lists.take(self.id, self._next_of(records), checks=self.checks, turn=self.turn)
        return kept

    async def rest(self, records: Sequence[Record]) -> KeptList:
        """Goes on to the end."""
        kept = await self.lists.one(self.id)
        while not self.point.is_done:
            kept = await self.page(records)
        await self.check()
        return kept

    async def read(self, records: Sequence[Record]) -> KeptList:
        """A whole reading of a list that holds ``records`` all the time."""
        await self.begin()
        return await self.rest(records)

    async def names(self, where: str = "place IS NOT NULL") -> str:
        """The letters of the leads that are kept, in their order."""
        return "".join(str(record.get("First Name")) for record in await self.records(where))

    async def records(self, where: str = "place IS NOT NULL") -> list[Record]:
        rows = await self.database.read(
            lambda connection: connection.execute(
                f"{_RECORDS} AND {where} ORDER BY place, id",
                (self.id,),
            ).fetchall()
        )
        return [json.loads(str(row[0])) for row in rows]

    async def table(self) -> list[Record]:
        """As a table shows them: under the columns that are shown, in their order."""

        def look(connection: apsw.Connection) -> list[Record]:
            lists = connection.execute("SELECT columns, shown FROM lists WHERE id = ?", (self.id,)).fetchall()
            columns, shown = (json.loads(str(text)) for text in lists[0])
            rows = connection.execute(
                "SELECT cells FROM list_rows JOIN list_cells ON row = id WHERE list = ? AND place >= 0 ORDER BY place",
                (self.id,),
            )
            cells = [dict(enumerate(json.loads(row[0]))) for row in rows]
            return [{columns[at]: row.get(at) for at in shown} for row in cells]

        return await self.database.read(look)

    async def check(self) -> None:
        """What holds at any moment: places without a gap, and counters that say what there is."""
        await self.database.read(lambda connection: _check(connection, self.id))

    def _next_of(self, records: Sequence[Record]) -> Page:
        number = self.point.next_page
        part = records[(number - 1) * self.size : number * self.size]
        following = number + 1 if number * self.size < len(records) else None
        return Page(number, tuple(map(entry, part)), following, self.total, None, self._clock())

    def _clock(self) -> datetime:
        self._seconds += 1
        return START + timedelta(seconds=self._seconds)


def _check(connection: apsw.Connection, id_: int) -> None:
    places = [row[0] for row in connection.execute("SELECT place FROM list_rows WHERE list = ? ORDER BY 1", (id_,))]
    present = [place for place in places if place is not None]
    assert present == list(range(len(present)))
    rows, gone_rows, since, new, changed = connection.execute(
        "SELECT present_rows, gone_rows, since_round, new, changed FROM lists WHERE id = ?", (id_,)
    ).get
    assert (rows, gone_rows) == (len(present), len(places) - len(present))
    marks = [
        (row[0] > since, row[0] <= since < row[1])
        for row in connection.execute("SELECT first_seen, changed FROM list_rows WHERE list = ? AND place >= 0", (id_,))
        if since is not None
    ]
    assert (new, changed) == (sum(is_new for is_new, _ in marks), sum(is_changed for _, is_changed in marks))
    parts = connection.execute(
        "SELECT count(cells), count(raw) FROM list_rows LEFT JOIN list_cells ON list_cells.row = id"
        " LEFT JOIN list_records ON list_records.row = id WHERE list = ?",
        (id_,),
    ).get
    assert parts == (len(places), len(places))
