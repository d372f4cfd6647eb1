"""Lists that are read again when people in them were erased: they read as if those had never been in them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaddesk.domain.errors import NothingThere
from leaddesk.workspace.database import Database
from leaddesk.workspace.list_erasing import Erased
from tests.unit.workspace.reading_lists import START, Readings, entry, people, person

LETTERS = "abcdefgh"


class Memory:
    """Who was erased: their letters."""

    def __init__(self) -> None:
        self.letters = ""

    async def __call__(self) -> Erased | None:
        return self._tell if self.letters else None

    def _tell(self, values: Mapping[str, str]) -> str:
        name = values.get("first_name", "")
        return f"no-{LETTERS.index(name)}" if name and name in self.letters else ""


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / "leaddesk.db")
    yield database
    await database.aclose()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(LETTERS, max_size=8).map(lambda text: "".join(dict.fromkeys(text))), max_size=4),
    st.text(LETTERS, max_size=3),
    st.booleans(),
    st.integers(1, 3),
)
async def test_a_list_reads_as_if_they_were_not_in_it(
    database: Database, readings: list[str], erased: str, checks: bool, size: int
) -> None:
    memory = Memory()
    memory.letters = erased
    lists = Readings(database, size=size, checks=checks, erased=memory)
    lists.id = (await lists.lists.add("reactin", "org", f"{len(await lists.lists.all('reactin'))}", "Leads")).id
    for letters in readings:
        kept = await lists.read(people(letters))
        shown = "".join(letter for letter in letters if letter not in erased)
        assert await lists.names() == shown
        assert kept.rows == len(shown)
        assert not set(await lists.names("TRUE")) & set(erased)
        assert kept.reading is not None
        assert not kept.reading.remarks


async def test_nothing_of_them_is_on_the_disk_in_the_middle_of_a_reading(database: Database) -> None:
    memory = Memory()
    memory.letters = "b"
    lists = Readings(database, erased=memory)
    await lists.begin()
    await lists.page(people("abcd"))
    assert [record.get("First Name") for record in await lists.records()] == ["a", None]
    await lists.check()
    await lists.rest(people("abcd"))
    assert await lists.names() == "acd"


async def test_who_was_erased_cannot_be_looked_up(database: Database) -> None:
    memory = Memory()
    lists = Readings(database, erased=memory)
    await lists.read(people("ab"))
    memory.letters = "c"
    with pytest.raises(NothingThere):
        await lists.lists.put_entry(lists.id, entry(person("c")), START)
    await lists.lists.put_entry(lists.id, entry(person("d")), START)
    assert await lists.names() == "abd"
