"""SmartLists, in a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from leaddesk.actions.keep_smartlists import KeepSmartLists
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import ListKnown
from leaddesk.workspace.database import Database
from leaddesk.workspace.kept_lists import KeptLists


class Kept:
    def __init__(self, database: Database) -> None:
        self.announcer = Announcer()
        self.heard: list[Changes] = []
        self.announcer.subscribe(self.heard.append)
        self.smartlists = KeepSmartLists(KeptLists(database, clock=lambda: datetime.now(UTC)), self.announcer)

    async def names(self) -> list[str]:
        return [kept.name for kept in await self.smartlists.all()]


@pytest_asyncio.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    database = Database(tmp_path / "leaddesk.db")
    yield Kept(database)
    await database.aclose()


async def test_each_change_is_announced_and_can_be_taken_back(kept: Kept) -> None:
    one = await kept.smartlists.add(name="  Webinar \n guests ", organization=" org-1 ", list_id="list-1")
    assert (one.name, one.organization, one.list_id) == ("Webinar guests", "org-1", "list-1")
    two = await kept.smartlists.add(name="Followers", organization="org-1", list_id="list-2")
    await kept.smartlists.move(id=two.id, position=0)
    assert await kept.names() == ["Followers", "Webinar guests"]
    await kept.smartlists.remove(id=two.id)
    assert await kept.names() == ["Webinar guests"]
    await kept.smartlists.put_back(id=two.id)
    assert await kept.names() == ["Followers", "Webinar guests"]
    await kept.smartlists.change(id=one.id, name="Guests", organization="org-1", list_id="list-1")
    assert await kept.names() == ["Followers", "Guests"]
    assert kept.heard == [Changes(lists=frozenset({"reactin"}))] * 6


async def test_a_list_that_is_known_is_not_added_again(kept: Kept) -> None:
    await kept.smartlists.add(name="One", organization="org", list_id="list")
    with pytest.raises(ListKnown, match="One"):
        await kept.smartlists.add(name="Two", organization="org", list_id="list")
    assert len(kept.heard) == 1


@pytest.mark.parametrize(("name", "organization", "list_id"), [(" ", "o", "l"), ("n", "../o", "l"), ("n", "o", "a/b")])
async def test_what_cannot_be_asked_for_is_not_kept(kept: Kept, name: str, organization: str, list_id: str) -> None:
    with pytest.raises(ValueError, match=r"name|id"):
        await kept.smartlists.add(name=name, organization=organization, list_id=list_id)
    assert await kept.names() == []
