from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from leaddesk.actions.keep_backups import KeepBackups
from leaddesk.domain.backups import Why
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import WorkspaceUnusable
from tests.unit.workspace.leads.test_backups import Place


class Kept:
    def __init__(self, folder: Path) -> None:
        self.place = Place(folder)
        announcer = Announcer()
        self.heard: list[Changes] = []
        announcer.subscribe(self.heard.append)
        self.keep = KeepBackups(self.place.backups, announcer)


@pytest_asyncio.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    made = Kept(tmp_path)
    await made.place.add("Ada")
    yield made
    await made.place.close()


async def test_the_last_one_is_known_after_each_look(kept: Kept) -> None:
    assert kept.keep.last is None
    made = await kept.keep.make_if_due()
    assert made is not None
    assert kept.keep.last == made.at
    again = KeepBackups(kept.place.backups, Announcer())
    assert await again.make_if_due() is None
    assert again.last == made.at


async def test_deleting_many_is_worth_a_backup(kept: Kept) -> None:
    assert await kept.keep.before_deleting(999) is None
    made = await kept.keep.before_deleting(1000)
    assert made is not None
    assert made.why is Why.BEFORE_DELETING


async def test_going_back_tells_every_page(kept: Kept) -> None:
    made = await kept.keep.make()
    assert await kept.keep.is_good(made)
    restored = await kept.keep.restore(made)
    assert restored.backup == made
    assert restored.before is not None
    assert kept.heard == [Changes(leads=True, lead_lists=True)]
    assert await kept.keep.loss(made) is not None


async def test_going_back_is_told_even_where_what_was_worked_out_could_not_be_dropped(kept: Kept) -> None:
    async def drop() -> None:
        raise WorkspaceUnusable(Path("leads-index.db"), "in use")

    announcer, heard = Announcer(), list[Changes]()
    announcer.subscribe(heard.append)
    keep = KeepBackups(kept.place.backups, announcer, after_restore=drop)
    with pytest.raises(WorkspaceUnusable):
        await keep.restore(await keep.make())
    assert heard == [Changes(leads=True, lead_lists=True)]


async def test_scrubbing_leaves_one(kept: Kept) -> None:
    await kept.keep.make()
    fresh = await kept.keep.scrub()
    assert await kept.keep.backups() == (fresh,)
    assert await kept.keep.is_sound()
