"""What an earlier LeadDesk left is there after an update."""

from __future__ import annotations

from pathlib import Path

import apsw

from leaddesk.domain.filter import Filter
from leaddesk.workspace import schema
from leaddesk.workspace.database import Database
from leaddesk.workspace.saved_filters import SavedFilters
from tests.unit.workspace.reading_lists import Readings, people


async def test_a_database_without_lists_gets_them_and_keeps_its_filters(tmp_path: Path) -> None:
    path = tmp_path / "leaddesk.db"
    before = apsw.Connection(str(path))
    schema.migrate(before, schema.MIGRATIONS[:1])
    before.execute("INSERT INTO saved_filters VALUES (1, 'Chiefs', 'chiefs', '{\"job_title\": [\"CEO\"]}', 0)")
    before.execute("INSERT INTO draft VALUES (1, 'Chiefs', '{}')")
    before.close()

    asides: list[Path] = []
    database = Database(path, on_damaged=asides.append)
    saved = await SavedFilters(database).all()
    assert [(one.name, one.filter) for one in saved] == [("Chiefs", Filter.of({"job_title": ["CEO"]}))]
    readings = Readings(database)
    await readings.read(people("abc"))
    assert await readings.names() == "abc"
    assert await database.read(schema.version) == len(schema.MIGRATIONS)
    assert asides == []
    await database.aclose()


async def test_two_leaddesks_update_it_at_the_same_moment(tmp_path: Path) -> None:
    path = tmp_path / "leaddesk.db"
    one, other = apsw.Connection(str(path)), apsw.Connection(str(path))
    schema.migrate(one, schema.MIGRATIONS[:1])
    schema.migrate(one)
    schema.migrate(other)
    assert schema.version(other) == len(schema.MIGRATIONS)
    one.close()
    other.close()


async def test_rows_of_a_table_are_a_straight_scan_of_their_index(database: Database) -> None:
    """However many there are: no sorting, no looking at others."""
    plan = await database.read(
        lambda connection: connection.execute(
            "EXPLAIN QUERY PLAN SELECT cells FROM list_rows JOIN list_cells ON row = id"
            " WHERE list = 1 AND place BETWEEN 500 AND 600 ORDER BY place"
        ).fetchall()
    )
    steps = [str(step[3]) for step in plan]
    assert steps == [
        "SEARCH list_rows USING COVERING INDEX list_rows_by_place (list=? AND place>? AND place<?)",
        "SEARCH list_cells USING INTEGER PRIMARY KEY (rowid=?)",
    ]
