"""Saved filters and the draft, in a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from leaddesk.actions.keep_filters import KeepFilters
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import NameTaken
from leaddesk.domain.filter import Filter
from leaddesk.domain.saved_filters import Draft, SavedFilterGone
from leaddesk.workspace.database import Database
from leaddesk.workspace.saved_filters import SavedFilters

ONE = Filter.of({"sic_code": ["0111"], "company_address_zipcode": ["02139"]})
TWO = Filter.of({"job_title": ["VP"]})


class Kept:
    def __init__(self, database: Database) -> None:
        self.announcer = Announcer()
        self.heard: list[Changes] = []
        self.announcer.subscribe(self.heard.append)
        self.filters = KeepFilters(SavedFilters(database), self.announcer)


@pytest_asyncio.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    database = Database(tmp_path / "leaddesk.db")
    yield Kept(database)
    await database.aclose()


async def test_each_change_is_announced_and_reading_is_not(kept: Kept) -> None:
    saved = await kept.filters.save(name="One", filter=ONE)
    await kept.filters.rename(filter_id=saved.id, name="Uno")
    await kept.filters.duplicate(filter_id=saved.id)
    deleted = await kept.filters.delete(filter_id=saved.id)
    await kept.filters.put_back(deleted=deleted)
    assert kept.heard == [Changes(saved_filters=True)] * 5
    assert {(found.name, found.filter) for found in await kept.filters.all()} == {("Uno", ONE), ("Uno (2)", ONE)}
    await kept.filters.draft()
    await kept.filters.keep_draft(draft=Draft(TWO))
    assert len(kept.heard) == 5


async def test_a_name_that_is_taken_changes_nothing_and_announces_nothing(kept: Kept) -> None:
    await kept.filters.save(name="One", filter=ONE)
    other = await kept.filters.save(name="Two", filter=TWO)
    kept.heard.clear()
    with pytest.raises(NameTaken):
        await kept.filters.save(name=" one ", filter=TWO)
    with pytest.raises(NameTaken):
        await kept.filters.rename(filter_id=other.id, name="ONE")
    assert kept.heard == []
    assert (await kept.filters.save(name="one", filter=TWO, replace=True)).filter == TWO


async def test_what_another_leaddesk_deleted_is_told(kept: Kept) -> None:
    saved = await kept.filters.save(name="One", filter=ONE)
    await kept.filters.delete(filter_id=saved.id)
    for late in (
        kept.filters.delete(filter_id=saved.id),
        kept.filters.duplicate(filter_id=saved.id),
        kept.filters.rename(filter_id=saved.id, name="Uno"),
    ):
        with pytest.raises(SavedFilterGone):
            await late


async def test_at_the_first_start_there_is_no_draft(kept: Kept) -> None:
    assert await kept.filters.draft() is None


async def test_a_draft_comes_with_what_is_kept_under_its_name(kept: Kept) -> None:
    await kept.filters.save(name="One", filter=ONE)
    await kept.filters.keep_draft(draft=Draft(TWO, "One"))
    assert await kept.filters.draft() == (Draft(TWO, "One"), ONE)


async def test_a_draft_whose_saved_filter_is_gone_has_no_name(kept: Kept) -> None:
    await kept.filters.keep_draft(draft=Draft(ONE, "Gone"))
    assert await kept.filters.draft() == (Draft(ONE), Filter())
    await kept.filters.keep_draft(draft=Draft(ONE))
    assert await kept.filters.draft() == (Draft(ONE), Filter())
