from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leaddesk.domain.reachstream import PresetValues
from leaddesk.workspace.database import Database
from leaddesk.workspace.preset_cache import PresetCache

ADDRESS = "https://api.example.test"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def answer(typed: str, *values: str, age: timedelta = timedelta()) -> PresetValues:
    return PresetValues("job_title", typed, values, NOW - age)


def cache_on(database: Database, most: int = 100) -> PresetCache:
    return PresetCache(database, clock=lambda: NOW, most=most)


async def test_an_answer_comes_back_with_its_age(database: Database) -> None:
    cache = cache_on(database)
    kept = answer("chief", "Chief Ü 佐藤", "0111", age=timedelta(hours=3))
    assert await cache.get(ADDRESS, "job_title", "chief") is None
    await cache.put(ADDRESS, kept)
    assert await cache.get(ADDRESS, "job_title", "chief") == kept


async def test_no_values_are_an_answer_too(database: Database) -> None:
    cache = cache_on(database)
    await cache.put(ADDRESS, answer("xyz"))
    assert await cache.get(ADDRESS, "job_title", "xyz") == answer("xyz")


async def test_case_and_white_space_around_make_no_difference(database: Database) -> None:
    cache = cache_on(database)
    await cache.put(ADDRESS, answer("Straße", "Straßenbauer"))
    found = await cache.get(ADDRESS, "job_title", " STRASSE ")
    assert found is not None
    assert (found.typed, found.values) == (" STRASSE ", ("Straßenbauer",))


async def test_addresses_and_fields_are_apart(database: Database) -> None:
    cache = cache_on(database)
    await cache.put(ADDRESS, answer("chief", "Chief"))
    assert await cache.get("https://other.example.test", "job_title", "chief") is None
    assert await cache.get(ADDRESS, "company_name", "chief") is None


@pytest.mark.parametrize("age", [timedelta(days=1, seconds=1), timedelta(days=400), -timedelta(days=2)])
async def test_an_answer_of_another_day_is_none(database: Database, age: timedelta) -> None:
    cache = cache_on(database)
    await cache.put(ADDRESS, answer("chief", "Chief", age=age))
    assert await cache.get(ADDRESS, "job_title", "chief") is None


async def test_a_newer_answer_takes_the_place_of_the_older(database: Database) -> None:
    cache = cache_on(database)
    await cache.put(ADDRESS, answer("chief", "Old", age=timedelta(hours=2)))
    await cache.put(ADDRESS, answer("CHIEF", "New"))
    found = await cache.get(ADDRESS, "job_title", "chief")
    assert found is not None
    assert found.values == ("New",)


async def test_old_and_surplus_answers_are_dropped(database: Database) -> None:
    cache = cache_on(database, most=5)
    await cache.put(ADDRESS, answer("ancient", age=timedelta(days=3)))
    for hours in range(9, 0, -1):
        await cache.put(ADDRESS, answer(f"typed {hours}", age=timedelta(hours=hours)))
    rows = await database.read(
        lambda connection: connection.execute("SELECT folded_typed FROM preset_answers ORDER BY read_at").fetchall()
    )
    assert [row[0] for row in rows] == ["typed 5", "typed 4", "typed 3", "typed 2", "typed 1"]


async def test_half_a_character_is_no_obstacle(database: Database) -> None:
    cache = cache_on(database)
    await cache.put(ADDRESS, answer("\ud800", "a\ud800"))
    found = await cache.get(ADDRESS, "job_title", "\ud800")
    assert found is not None
    assert found.values == ("a\ud800",)


async def test_a_database_that_cannot_be_used_counts_as_empty(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "home").touch()
    database = Database(tmp_path / "home" / "leaddesk.db")
    cache = cache_on(database)
    await cache.put(ADDRESS, answer("chief", "Chief"))
    assert await cache.get(ADDRESS, "job_title", "chief") is None
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    await database.aclose()
