from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaddesk.domain.errors import NameTaken
from leaddesk.domain.filter import FIELDS, Filter
from leaddesk.domain.saved_filters import Draft, SavedFilterGone, SavedFilterId
from leaddesk.workspace.database import Database
from leaddesk.workspace.saved_filters import SavedFilters

ROOT = Path(__file__).parents[3]

CHIEFS = Filter.of({"job_title": ["CEO", "CTO"], "sic_code": ["0111"]})
BERLIN = Filter.of({"company_address_city": ["Berlin"]})


class Clock:
    """One minute later at every look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def filters(database: Database) -> SavedFilters:
    return SavedFilters(database, clock=Clock())


async def names(filters: SavedFilters) -> list[str]:
    return [saved.name for saved in await filters.all()]


async def test_a_filter_comes_back_as_it_was_saved(filters: SavedFilters) -> None:
    saved = await filters.save("  Chiefs  ", CHIEFS)
    assert (saved.name, saved.filter) == ("Chiefs", CHIEFS)
    assert saved.changed_at == datetime(2026, 1, 1, 0, 1, tzinfo=UTC)
    assert await filters.all() == (saved,)


async def test_the_latest_is_first(filters: SavedFilters) -> None:
    first = await filters.save("First", CHIEFS)
    await filters.save("Second", BERLIN)
    assert await names(filters) == ["Second", "First"]
    await filters.rename(first.id, "Renamed")
    assert await names(filters) == ["Renamed", "Second"]


@pytest.mark.parametrize("name", ["chiefs", "CHIEFS", " Chiefs ", "\uff23hiefs"])
async def test_a_name_is_there_once(filters: SavedFilters, name: str) -> None:
    saved = await filters.save("Chiefs", CHIEFS)
    with pytest.raises(NameTaken) as taken:
        await filters.save(name, BERLIN)
    assert taken.value.name == "Chiefs"
    assert await filters.all() == (saved,)

    replaced = await filters.save(name, BERLIN, replace=True)
    assert (replaced.id, replaced.name, replaced.filter) == (saved.id, name.strip(), BERLIN)
    assert await filters.all() == (replaced,)


async def test_renaming_keeps_names_apart(filters: SavedFilters) -> None:
    one, two = await filters.save("One", CHIEFS), await filters.save("Two", BERLIN)
    with pytest.raises(NameTaken):
        await filters.rename(two.id, "ONE")
    assert (await filters.rename(one.id, "ONE")).name == "ONE"
    assert (await filters.rename(two.id, "Three")).filter == BERLIN


@pytest.mark.parametrize("name", ["", "   ", "\n"])
async def test_a_blank_name_is_refused(filters: SavedFilters, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        await filters.save(name, CHIEFS)


async def test_copies_are_numbered(filters: SavedFilters) -> None:
    saved = await filters.save("Chiefs", CHIEFS)
    second = await filters.duplicate(saved.id)
    assert (second.name, second.filter) == ("Chiefs (2)", CHIEFS)
    assert (await filters.duplicate(saved.id)).name == "Chiefs (3)"
    assert (await filters.duplicate(second.id)).name == "Chiefs (4)"


async def test_what_was_deleted_can_be_put_back(filters: SavedFilters) -> None:
    saved = await filters.save("Chiefs", CHIEFS)
    assert await filters.delete(saved.id) == saved
    assert await filters.all() == ()
    assert await filters.restore(saved) == saved
    assert await filters.restore(saved) == saved
    assert await filters.all() == (saved,)


async def test_putting_back_under_a_name_that_was_taken_meanwhile(filters: SavedFilters) -> None:
    saved = await filters.save("Chiefs", CHIEFS)
    await filters.delete(saved.id)
    newer = await filters.save("chiefs", BERLIN)
    restored = await filters.restore(saved)
    assert newer.id != saved.id
    assert (restored.id, restored.name, restored.filter) == (saved.id, "Chiefs (2)", CHIEFS)


async def test_one_that_a_second_leaddesk_deleted_is_gone(filters: SavedFilters) -> None:
    gone = SavedFilterId(77)
    with pytest.raises(SavedFilterGone):
        await filters.rename(gone, "Name")
    with pytest.raises(SavedFilterGone):
        await filters.duplicate(gone)
    with pytest.raises(SavedFilterGone):
        await filters.delete(gone)


async def test_the_draft_is_the_last_one(filters: SavedFilters) -> None:
    assert await filters.draft() is None
    await filters.keep_draft(Draft(CHIEFS, "Chiefs"))
    await filters.keep_draft(Draft(BERLIN))
    assert await filters.draft() == Draft(BERLIN, "")


async def test_fields_of_a_later_leaddesk_are_left_out(database: Database, filters: SavedFilters) -> None:
    text = '{"job_title": ["CEO"], "shoe_size": ["44"]}'
    await database.write(lambda connection: connection.execute("INSERT INTO draft VALUES (1, '', ?)", (text,)).close())
    assert await filters.draft() == Draft(Filter.of({"job_title": ["CEO"]}))


VALUES = st.lists(st.text(min_size=1), min_size=1, max_size=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    name=st.text(st.characters()).filter(lambda text: text.strip()),
    values=st.dictionaries(st.sampled_from([field.name for field in FIELDS]), VALUES),
)
async def test_every_name_and_filter_survives(database: Database, name: str, values: dict[str, list[str]]) -> None:
    filters = SavedFilters(database)
    saved = await filters.save(name, Filter.of(values), replace=True)
    await filters.keep_draft(Draft(saved.filter, name))
    assert saved in await filters.all()
    draft = await filters.draft()
    assert draft is not None
    assert draft.filter == saved.filter


async def test_the_draft_survives_a_kill(tmp_path: Path) -> None:
    program = """
import asyncio, os, signal, sys
from pathlib import Path
from leaddesk.domain.filter import Filter
from leaddesk.domain.saved_filters import Draft
from leaddesk.workspace.database import Database
from leaddesk.workspace.saved_filters import SavedFilters

async def main():
    filters = SavedFilters(Database(Path(sys.argv[1])))
    await filters.keep_draft(Draft(Filter.of({"company_address_city": ["Berlin"]})))
    os._exit(9)

asyncio.run(main())
"""
    path = tmp_path / "leaddesk.db"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, str(path), cwd=ROOT)
    assert await process.wait() == 9
    database = Database(path)
    assert await SavedFilters(database).draft() == Draft(BERLIN)
    await database.aclose()
