"""Finding leads, as the window asks for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from leaddesk.actions.find_leads import FindLeads
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.lead_views import SavedView, Scope, View
from leaddesk.domain.leads import Lead, LeadId
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads.index.finder import LeadFinder
from leaddesk.workspace.leads.schema import LEADS

VIEW = View(Scope.TRASH)


class Views:
    """Saved views in memory."""

    def __init__(self) -> None:
        self.kept: list[SavedView] = []

    async def views(self) -> tuple[SavedView, ...]:
        return tuple(self.kept)

    async def save_view(
        self, name: str, view: View, *, sort_by: str = "", descending: bool = False, replace: bool = False
    ) -> SavedView:
        assert not replace
        self.kept.append(SavedView(len(self.kept) + 1, name, view, sort_by, descending))
        return self.kept[-1]

    async def rename_view(self, id_: int, name: str, /) -> SavedView:
        (old,) = [view for view in self.kept if view.id == id_]
        self.kept = [SavedView(id_, name, old.view, old.sort_by, old.descending)]
        return self.kept[0]

    async def remove_view(self, id_: int, /) -> SavedView:
        (old,) = [view for view in self.kept if view.id == id_]
        self.kept = []
        return old


class Leads:
    async def lead(self, id_: LeadId, /) -> Lead | None:
        return Lead(id_, {}, ()) if id_ == 1 else None


class Heard:
    def __init__(self, announcer: Announcer) -> None:
        self.changes: list[Changes] = []
        announcer.subscribe(self.changes.append)


@pytest.fixture
def announcer() -> Announcer:
    return Announcer()


@pytest.fixture
def heard(announcer: Announcer) -> list[Changes]:
    return Heard(announcer).changes


async def test_an_empty_store_is_open_at_once(tmp_path: Path, announcer: Announcer) -> None:
    reader = Database(tmp_path / "leads.db", schema=lambda: LEADS)
    finder = LeadFinder(reader, tmp_path / "leads-index.db")
    find = FindLeads(finder, Leads(), Views(), announcer)
    assert find.is_prepared
    source = await find.open(view=View())
    assert len(source) == 0
    assert find.is_whole(source)
    assert await find.whole(source) is source
    assert await find.columns() == source.columns
    assert (await find.shelves()).all == 0
    (facet,) = await find.facets(view=View(), columns=("country",))
    assert facet.counts == ()
    assert await find.ids_of(source=source, numbers=()) == ()
    assert await find.values(column="country", typed="ger") == ()
    assert await find.lead(lead_id=LeadId(2)) is None
    assert await find.lead(lead_id=LeadId(1)) is not None
    await finder.aclose()
    await reader.aclose()


async def test_views_are_kept_under_a_name_and_others_hear_of_it(
    tmp_path: Path, announcer: Announcer, heard: list[Changes]
) -> None:
    reader = Database(tmp_path / "leads.db", schema=lambda: LEADS)
    find = FindLeads(LeadFinder(reader, tmp_path / "leads-index.db"), Leads(), Views(), announcer)
    saved = await find.save_view(name="Bin", view=VIEW, sort_by="name", descending=True)
    assert (await find.rename_view(view_id=saved.id, name="Trash")).name == "Trash"
    assert [view.name for view in await find.views()] == ["Trash"]
    assert (await find.remove_view(view_id=saved.id)).view == VIEW
    assert heard == [Changes(lead_lists=True)] * 3
    await reader.aclose()


async def test_what_was_prepared_is_told(tmp_path: Path, announcer: Announcer, heard: list[Changes]) -> None:
    is_there = False

    class Finder(LeadFinder):
        async def prepare(self, progress: Callable[[float], None] = lambda _: None) -> bool:
            progress(1.0)
            return is_there

    reader = Database(tmp_path / "leads.db", schema=lambda: LEADS)
    find = FindLeads(Finder(reader, tmp_path / "leads-index.db"), Leads(), Views(), announcer)
    progress: list[float] = []
    await find.prepare(progress=progress.append)
    assert heard == []
    is_there = True
    await find.prepare(progress=progress.append)
    assert heard == [Changes(leads=True)]
    assert progress == [1.0, 1.0]
    await reader.aclose()
