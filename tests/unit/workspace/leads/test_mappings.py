"""Mappings are remembered for a header, and kept under a name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest

from leaddesk.domain.imports import Mapping
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads import mappings
from leaddesk.workspace.leads.mappings import Mappings
from leaddesk.workspace.leads.schema import LEADS

HEADER = ("Name", "E-mail")
ONE, OTHER = Mapping(("name", "email")), Mapping((None, "custom:E-mail"))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / "leads.db", schema=lambda: LEADS)
    yield database
    await database.aclose()


@pytest.fixture
def store(database: Database) -> Mappings:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    days = iter(range(10_000))
    return Mappings(database, database, clock=lambda: now + timedelta(days=next(days)))


async def test_what_was_said_last_of_a_header_is_remembered(database: Database, store: Mappings) -> None:
    assert await store.remembered(HEADER) is None
    await database.write(lambda connection: mappings.remember(connection, HEADER, ONE, at=1))
    await database.write(lambda connection: mappings.remember(connection, HEADER, OTHER, at=2))
    assert await store.remembered(HEADER) == OTHER
    assert await store.remembered(("Name",)) is None
    assert await store.saved() == ()


async def test_saved_ones_have_a_name_and_are_remembered_too(store: Mappings) -> None:
    fair = await store.save("Fair", HEADER, ONE)
    await store.save("agency", ("Mail",), OTHER)
    assert [kept.name for kept in await store.saved()] == ["agency", "Fair"]
    assert await store.remembered(HEADER) == ONE
    again = await store.save("FAIR", HEADER, OTHER)
    assert [(kept.name, kept.mapping) for kept in await store.saved()] == [("agency", OTHER), ("FAIR", OTHER)]
    await store.forget(again.id)
    await store.forget(fair.id)
    assert [kept.name for kept in await store.saved()] == ["agency"]


async def test_only_the_latest_headers_are_remembered(database: Database, store: Mappings) -> None:
    def remember_all(connection: apsw.Connection) -> None:
        for number in range(205):
            mappings.remember(connection, (f"Column {number}",), ONE, at=number)

    await database.write(remember_all)
    assert await store.remembered(("Column 4",)) is None
    assert await store.remembered(("Column 5",)) == ONE
