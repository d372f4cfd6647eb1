"""Keeping leads and the suppression list by hand: what is done is told, what is not done is not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

from leaddesk.actions.keep_leads import KeepLeads
from leaddesk.actions.suppress_people import SuppressPeople
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import FileUnreadable, NameTaken, StepOverwritten
from leaddesk.domain.imports import Imported
from leaddesk.domain.leads import LeadId, ListMix
from leaddesk.domain.suppression import SuppressedBy
from tests.unit.workspace.leads.keeping import BEN, JANE, Kept

LEADS, LISTS, BOTH = Changes(leads=True), Changes(lead_lists=True), Changes(leads=True, lead_lists=True)


class Acting:
    """Both actions on a real My Leads of two."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        announcer = Announcer()
        self._heard: list[Changes] = []
        announcer.subscribe(self._heard.append)
        self.keep = KeepLeads(kept.keeping, self._add, announcer)
        self.suppress = SuppressPeople(kept.keeping, self._read, announcer)

    def heard(self) -> list[Changes]:
        """Since the last time."""
        heard, self._heard[:] = list(self._heard), []
        return heard

    async def _add(self, values: Mapping[str, str]) -> Imported:
        await self.kept.add(values)
        return Imported(1, read=1, new=1)

    @staticmethod
    def _read(path: Path) -> str:
        if path.suffix != ".csv":
            raise FileUnreadable(path, "gone")
        return "E-mail\njane@acme.example"


@pytest_asyncio.fixture
async def acting(tmp_path: Path) -> AsyncIterator[Acting]:
    kept = Kept(tmp_path)
    await kept.add(JANE, BEN)
    yield Acting(kept)
    await kept.close()


JANES, BENS = LeadId(1), LeadId(2)


async def test_each_change_is_announced_to_those_whom_it_concerns(acting: Acting) -> None:
    keep, heard = acting.keep, acting.heard
    assert await keep.edit([JANES, BENS], "title", "CEO") == 2
    await keep.set_note([JANES], "Call")
    assert heard() == [LEADS] * 2
    await keep.tag([JANES], "Hot")
    await keep.untag([JANES], "Hot")
    assert heard() == [BOTH] * 2
    one = await keep.create_list("One", ids=[JANES])
    other = await keep.create_list("Other", 3)
    assert heard() == [BOTH, LISTS]
    await keep.add_to_list([BENS], other.id)
    await keep.remove_from_list([BENS], other.id)
    mixed = await keep.mix_lists(one.id, other.id, ListMix.IN_EITHER, "Both")
    await keep.rename_list(mixed.id, "All")
    copy = await keep.duplicate_list(mixed.id)
    await keep.delete_list(copy.id)
    assert heard() == [BOTH] * 6
    await keep.colour_list(one.id, 2)
    await keep.move_list(one.id, 2)
    assert heard() == [LISTS] * 2
    assert [(found.name, found.leads) for found in await keep.lists()] == [("Other", 0), ("All", 1), ("One", 1)]
    await keep.to_trash([JANES])
    await keep.restore([JANES])
    await keep.to_trash([JANES, BENS])
    assert await keep.purge([JANES]) == 1
    assert await keep.empty_trash() == 1
    assert (await keep.add_by_hand({"name": "New"})).new == 1
    assert await keep.erase([LeadId(3)]) == 1
    assert heard() == [BOTH] * 7


async def test_what_changes_nothing_announces_nothing(acting: Acting) -> None:
    keep = acting.keep
    await keep.create_list("One")
    acting.heard()
    assert await keep.edit([BENS], "company", "North") == 0
    assert await keep.tag([LeadId(99)], "Hot") == 0
    assert await keep.restore([BENS]) == 0
    assert await keep.empty_trash() == 0
    assert await acting.suppress.remove([9]) == 0
    assert (await acting.suppress.add("nobody at all")).unreadable == ((1, "nobody at all"),)
    with pytest.raises(NameTaken):
        await keep.create_list("one")
    await keep.finish_erasing()
    assert await keep.tags() == ()
    assert acting.heard() == []


async def test_undo_and_redo_tell_which_step_it_was(acting: Acting) -> None:
    keep = acting.keep
    await keep.edit([BENS], "title", "CEO")
    step = await keep.undo()
    assert step is not None
    assert step.act == "edit"
    again = await keep.redo()
    assert again is not None
    assert again.id == step.id
    acting.heard()
    assert await keep.redo() is None
    assert acting.heard() == []
    await acting.kept.leads.write(lambda c: c.execute("UPDATE leads SET title = 'x' WHERE id = 2").close())
    with pytest.raises(StepOverwritten):
        await keep.undo()
    assert acting.heard() == [BOTH]
    assert await keep.steps() == (None, None)


async def test_people_are_suppressed_by_text_by_file_and_from_the_table(acting: Acting, tmp_path: Path) -> None:
    suppress = acting.suppress
    done = await suppress.add("acme.example")
    assert (done.added, done.known, done.leads) == (1, 0, 1)
    done = await suppress.add_file(tmp_path / "people.csv")
    assert (done.added, done.unreadable, done.leads) == (1, (), 0)
    assert (await suppress.from_leads([BENS], SuppressedBy.EMAIL)).leads == 1
    assert acting.heard() == [BOTH] * 3
    entries = await suppress.entries()
    assert [entry.value for entry in entries] == ["ben@north.example", "jane@acme.example", "acme.example"]
    assert await suppress.count("jane") == 1
    assert await suppress.remove([entry.id for entry in entries]) == 3
    assert acting.heard() == [BOTH]
    with pytest.raises(FileUnreadable):
        await suppress.add_file(tmp_path / "gone.txt")
