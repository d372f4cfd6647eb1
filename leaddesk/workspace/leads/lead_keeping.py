"""Everything that a person does to leads by hand, each as one step of the history."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from functools import partial
from typing import Any

from leaddesk.domain.errors import StepOverwritten
from leaddesk.domain.lead_history import Step
from leaddesk.domain.lead_views import SavedView, View
from leaddesk.domain.leads import LeadList, LeadListId, ListMix
from leaddesk.domain.suppression import Entry, Parsed, Suppressed, SuppressedBy
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads import acts, erasing, history, lists, named, saved_views, suppression, tags, trash
from leaddesk.workspace.leads.acts import Act
from leaddesk.workspace.leads.erasing_elsewhere import OtherFiles

Leads = Collection[int]

Elsewhere = Callable[[Act], Awaitable[Any]]
"""As ``acts.do`` in a transaction of its own. Raises what it raises."""


class LeadKeeping:
    """What ``KeepLeads``, ``SuppressPeople`` and ``FindLeads`` (its views) ask for, and as they say.

    Every method raises what ``Database`` raises. What it returns, or has done, is on the disk. What concerns many leads
    is done by ``elsewhere``; then WorkBroken may be raised as well, and cancelling the task takes all of it back.
    """

    def __init__(
        self,
        leads: Database,
        reader: Database,
        *,
        clock: Callable[[], datetime],
        others: OtherFiles | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        """``reader``: the same file, asked beside it. ``clock``: aware. ``others``: where erased people are as well.

        ``elsewhere``: does an act in a process of its own; without it, all are done here.
        """
        self._leads, self._reader, self._clock = leads, reader, clock
        self._others, self._elsewhere = others, elsewhere

    # -- values, tags, notes

    async def edit(self, leads: Leads, column: str, value: str) -> int:
        return int(await self._do("edit", leads, column, value))

    async def set_note(self, leads: Leads, text: str) -> int:
        return int(await self._do("note", leads, text))

    async def tag(self, leads: Leads, name: str) -> int:
        return int(await self._do("tag", leads, named.cleaned(name)))

    async def untag(self, leads: Leads, name: str) -> int:
        return int(await self._do("untag", leads, named.cleaned(name)))

    async def tags(self) -> tuple[tuple[str, int], ...]:
        return await self._reader.read(tags.all_tags)

    # -- lists

    async def lists(self) -> tuple[LeadList, ...]:
        return await self._reader.read(lists.all_lists)

    async def create_list(self, name: str, colour: int | None, leads: Leads) -> LeadList:
        return acts.list_from(await self._do("list-create", leads, named.cleaned(name), colour))

    async def rename_list(self, list_: LeadListId, name: str) -> None:
        await self._do("list-rename", None, list_, name)

    async def colour_list(self, list_: LeadListId, colour: int) -> None:
        await self._do("list-colour", None, list_, colour)

    async def duplicate_list(self, list_: LeadListId) -> LeadList:
        return acts.list_from(await self._do("list-duplicate", None, list_))

    async def delete_list(self, list_: LeadListId) -> None:
        await self._do("list-delete", None, list_)

    async def move_list(self, list_: LeadListId, position: int) -> None:
        await self._do("list-move", None, list_, position)

    async def mix_lists(self, one: LeadListId, other: LeadListId, how: ListMix, name: str) -> LeadList:
        return acts.list_from(await self._do("list-mix", None, one, other, how.value, named.cleaned(name)))

    async def add_to_list(self, leads: Leads, list_: LeadListId) -> int:
        return int(await self._do("list-add", leads, list_))

    async def remove_from_list(self, leads: Leads, list_: LeadListId) -> int:
        return int(await self._do("list-remove", leads, list_))

    # -- trash, erasing

    async def to_trash(self, leads: Leads) -> int:
        return int(await self._do("trash", leads))

    async def restore(self, leads: Leads) -> int:
        return int(await self._do("restore", leads))

    async def purge(self, leads: Leads | None) -> int:
        """Of those in the trash; None: all."""
        return int(await self._do("purge", leads))

    async def count_trash(self) -> int:
        return await self._reader.read(trash.count)

    async def sweep(self) -> None:
        """Delete what undone addings left and nothing can bring back. Slowly, for a time when nobody waits."""
        while await self._leads.write(lambda connection: trash.sweep(connection, self._now())):
            pass

    async def erase(self, leads: Leads) -> int:
        count = int(await self._do("erase", leads))
        if count and self._others is not None:
            await self._others.forget()
        return count

    async def finish_erasing(self) -> bool:
        """Whether there was one that had been broken off."""
        if self._others is None or not await self._leads.read(erasing.is_unfinished):
            return False
        await self._others.forget()
        return True

    # -- suppression

    async def suppressions(self, search: str, offset: int, limit: int) -> tuple[Entry, ...]:
        return await self._reader.read(lambda connection: suppression.entries(connection, search, offset, limit))

    async def count_suppressions(self, search: str) -> int:
        return await self._reader.read(lambda connection: suppression.count(connection, search))

    async def suppress(self, parsed: Parsed) -> Suppressed:
        wanted, added, met = await self._do("suppress", None, acts.lines_of(parsed.entries))
        return Suppressed(added, wanted - added, parsed.unreadable, met)

    async def suppress_leads(self, leads: Leads, by: SuppressedBy) -> Suppressed:
        wanted, added, met = await self._do("suppress", leads, by.value)
        return Suppressed(added, wanted - added, (), met)

    async def unsuppress(self, entries: Collection[int]) -> int:
        return int(await self._do("unsuppress", None, list(entries)))

    # -- saved views: no steps

    async def views(self) -> tuple[SavedView, ...]:
        return await self._reader.read(saved_views.all_views)

    async def save_view(
        self, name: str, view: View, *, sort_by: str = "", descending: bool = False, replace: bool = False
    ) -> SavedView:
        save = partial(saved_views.save, name=name, view=view, order=(sort_by, descending), replace=replace)
        return await self._leads.write(save)

    async def rename_view(self, id_: int, name: str) -> SavedView:
        return await self._leads.write(lambda connection: saved_views.rename(connection, id_, name))

    async def remove_view(self, id_: int) -> SavedView:
        return await self._leads.write(lambda connection: saved_views.remove(connection, id_))

    # -- history

    async def steps(self) -> tuple[Step | None, Step | None]:
        return await self._reader.read(history.next_steps)

    async def undo(self) -> Step | None:
        return await self._walk("undo", undone=False)

    async def redo(self) -> Step | None:
        return await self._walk("redo", undone=True)

    async def _walk(self, way: str, *, undone: bool) -> Step | None:
        try:
            return acts.step_from(await self._do(way, None))
        except StepOverwritten:
            await self._leads.write(lambda connection: history.begin_anew(connection, undone=undone))
            raise

    async def _do(self, name: str, leads: Leads | None, *values: Any) -> Any:
        """The one place where it is chosen where an act is done."""
        act = Act(name, self._now(), leads, values)
        if self._elsewhere is not None and await self._reader.read(partial(acts.is_many, act=act)):
            return await self._elsewhere(act)
        return await self._leads.write(partial(acts.do, act=act))

    def _now(self) -> float:
        return self._clock().timestamp()
