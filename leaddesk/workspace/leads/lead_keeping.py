"""Everything that a person does to leads by hand, each as one step of the history."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from leaddesk.domain.errors import StepOverwritten
from leaddesk.domain.lead_history import Step
from leaddesk.domain.lead_views import SavedView, View
from leaddesk.domain.leads import LeadList, LeadListId, ListMix
from leaddesk.domain.suppression import Entry, Parsed, Suppressed, SuppressedBy, Wanted
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads import edits, erasing, history, lists, saved_views, suppression, tags, trash
from leaddesk.workspace.leads.erasing_elsewhere import OtherFiles

if TYPE_CHECKING:
    import apsw

T = TypeVar("T")
P = ParamSpec("P")

Leads = Collection[int]

Change = Callable[Concatenate["apsw.Connection", history.Recording, P], T]


class LeadKeeping:
    """What ``KeepLeads``, ``SuppressPeople`` and ``FindLeads`` (its views) ask for, and as they say.

    Every method raises what ``Database`` raises. What it returns, or has done, is on the disk.
    """

    def __init__(
        self, leads: Database, reader: Database, *, clock: Callable[[], datetime], others: OtherFiles | None = None
    ) -> None:
        """``reader``: the same file, asked beside it. ``clock``: aware. ``others``: where erased people are as well."""
        self._leads, self._reader, self._clock = leads, reader, clock
        self._others = others

    # -- values, tags, notes

    async def edit(self, leads: Leads, column: str, value: str) -> int:
        return await self._step("edit", edits.edit, leads, column, value, at=self._now())

    async def set_note(self, leads: Leads, text: str) -> int:
        return await self._step("note", tags.set_note, leads, text, self._now())

    async def tag(self, leads: Leads, name: str) -> int:
        return await self._step("tag", tags.tag, leads, name)

    async def untag(self, leads: Leads, name: str) -> int:
        return await self._step("untag", tags.untag, leads, name)

    async def tags(self) -> tuple[tuple[str, int], ...]:
        return await self._reader.read(tags.all_tags)

    # -- lists

    async def lists(self) -> tuple[LeadList, ...]:
        return await self._reader.read(lists.all_lists)

    async def create_list(self, name: str, colour: int | None, leads: Leads) -> LeadList:
        return await self._step("list-create", lists.create, name, colour, leads)

    async def rename_list(self, list_: LeadListId, name: str) -> None:
        await self._step("list-rename", lists.rename, list_, name)

    async def colour_list(self, list_: LeadListId, colour: int) -> None:
        await self._step("list-colour", lists.colour, list_, colour)

    async def duplicate_list(self, list_: LeadListId) -> LeadList:
        return await self._step("list-duplicate", lists.duplicate, list_)

    async def delete_list(self, list_: LeadListId) -> None:
        await self._step("list-delete", lists.delete, list_)

    async def move_list(self, list_: LeadListId, position: int) -> None:
        await self._step("list-move", lists.move, list_, position)

    async def mix_lists(self, one: LeadListId, other: LeadListId, how: ListMix, name: str) -> LeadList:
        return await self._step("list-mix", lists.mix, one, other, how, name=name)

    async def add_to_list(self, leads: Leads, list_: LeadListId) -> int:
        return await self._step("list-add", lists.add, list_, leads)

    async def remove_from_list(self, leads: Leads, list_: LeadListId) -> int:
        return await self._step("list-remove", lists.remove, list_, leads)

    # -- trash, erasing

    async def to_trash(self, leads: Leads) -> int:
        return await self._step("trash", trash.put, leads)

    async def restore(self, leads: Leads) -> int:
        return await self._step("restore", trash.restore, leads)

    async def purge(self, leads: Leads | None) -> int:
        """Of those in the trash; None: all."""
        return await self._leads.write(lambda connection: trash.purge(connection, leads, self._now()))

    async def count_trash(self) -> int:
        return await self._reader.read(trash.count)

    async def sweep(self) -> None:
        """Delete what undone addings left and nothing can bring back. Slowly, for a time when nobody waits."""
        while await self._leads.write(lambda connection: trash.sweep(connection, self._now())):
            pass

    async def erase(self, leads: Leads) -> int:
        count, marks = await self._leads.write(lambda connection: erasing.erase(connection, leads, self._now()))
        if count and self._others is not None:
            await self._others.forget(marks)
        return count

    async def finish_erasing(self) -> bool:
        """Whether there was one that had been broken off."""
        if self._others is None or not await self._leads.read(erasing.is_unfinished):
            return False
        await self._others.forget(None)
        return True

    # -- suppression

    async def suppressions(self, search: str, offset: int, limit: int) -> tuple[Entry, ...]:
        return await self._reader.read(lambda connection: suppression.entries(connection, search, offset, limit))

    async def count_suppressions(self, search: str) -> int:
        return await self._reader.read(lambda connection: suppression.count(connection, search))

    async def suppress(self, parsed: Parsed) -> Suppressed:
        added, leads = await self._step("suppress", suppression.add, parsed.entries, self._now())
        return Suppressed(added, len(parsed.entries) - added, parsed.unreadable, leads)

    async def suppress_leads(self, leads: Leads, by: SuppressedBy) -> Suppressed:
        def add(connection: apsw.Connection, recording: history.Recording) -> tuple[tuple[Wanted, ...], int, int]:
            named = suppression.named_by(connection, leads, by)
            return named, *suppression.add(connection, recording, named, self._now())

        named, added, met = await self._step("suppress", add)
        return Suppressed(added, len(named) - added, (), met)

    async def unsuppress(self, entries: Collection[int]) -> int:
        return await self._step("unsuppress", suppression.remove, entries)

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
        return await self._walk(history.undo, undone=False)

    async def redo(self) -> Step | None:
        return await self._walk(history.redo, undone=True)

    async def _walk(self, go: Callable[..., Step | None], *, undone: bool) -> Step | None:
        try:
            return await self._leads.write(lambda connection: go(connection, at=self._now()))
        except StepOverwritten:
            await self._leads.write(lambda connection: history.begin_anew(connection, undone=undone))
            raise

    async def _step(self, act: str, change: Change[P, T], *values: P.args, **named: P.kwargs) -> T:
        def recorded(recording: history.Recording, connection: apsw.Connection) -> T:
            return change(connection, recording, *values, **named)

        return await self._leads.write(
            lambda connection: history.record(
                connection, act, lambda recording: recorded(recording, connection), at=self._now()
            )
        )

    def _now(self) -> float:
        return self._clock().timestamp()
