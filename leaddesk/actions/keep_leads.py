"""Keep leads by hand: edit, tag, note, list, trash, erase; and take each of it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Protocol

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import StepOverwritten
from leaddesk.domain.imports import Imported
from leaddesk.domain.lead_history import Step
from leaddesk.domain.leads import LeadId, LeadList, LeadListId, ListMix

_LEADS = Changes(leads=True)
_LISTS = Changes(lead_lists=True)
_BOTH = Changes(leads=True, lead_lists=True)

Ids = Collection[LeadId]


async def _nothing(count: int) -> None:
    del count


class LeadKeeper(Protocol):
    """``workspace.leads.lead_keeping.LeadKeeping``. Every call returns when the disk has it."""

    async def edit(self, leads: Ids, column: str, value: str, /) -> int: ...

    async def set_note(self, leads: Ids, text: str, /) -> int: ...

    async def tag(self, leads: Ids, name: str, /) -> int: ...

    async def untag(self, leads: Ids, name: str, /) -> int: ...

    async def tags(self) -> tuple[tuple[str, int], ...]: ...

    async def lists(self) -> tuple[LeadList, ...]: ...

    async def create_list(self, name: str, colour: int | None, leads: Ids, /) -> LeadList: ...

    async def rename_list(self, list_: LeadListId, name: str, /) -> None: ...

    async def colour_list(self, list_: LeadListId, colour: int, /) -> None: ...

    async def duplicate_list(self, list_: LeadListId, /) -> LeadList: ...

    async def delete_list(self, list_: LeadListId, /) -> None: ...

    async def move_list(self, list_: LeadListId, position: int, /) -> None: ...

    async def mix_lists(self, one: LeadListId, other: LeadListId, how: ListMix, name: str, /) -> LeadList: ...

    async def add_to_list(self, leads: Ids, list_: LeadListId, /) -> int: ...

    async def remove_from_list(self, leads: Ids, list_: LeadListId, /) -> int: ...

    async def to_trash(self, leads: Ids, /) -> int: ...

    async def restore(self, leads: Ids, /) -> int: ...

    async def purge(self, leads: Ids | None, /) -> int: ...

    async def count_trash(self) -> int: ...

    async def erase(self, leads: Ids, /) -> int: ...

    async def finish_erasing(self) -> bool: ...

    async def steps(self) -> tuple[Step | None, Step | None]: ...

    async def undo(self) -> Step | None: ...

    async def redo(self) -> Step | None: ...


class KeepLeads:
    """What a person does by hand. Ids may come in any order and be any number; those that are gone are passed over.

    Every call may raise WorkspaceError (LeadsBusy while an import is writing: try again after it) or FileError, and
    those that take a list raise ListGone where it was deleted. Each change is one step of the history, purging and
    erasing excepted. Calls that return a number say how many leads are another than before; 0 left no step.

    What concerns many leads takes seconds and is done in the working process: the window goes on, other changes raise
    LeadsBusy meanwhile, cancelling the task takes all of it back, and WorkBroken says that the process was ended.
    """

    def __init__(
        self,
        store: LeadKeeper,
        add: Callable[[Mapping[str, str]], Awaitable[Imported]],
        announcer: Announcer,
        *,
        before_deleting: Callable[[int], Awaitable[object]] = _nothing,
    ) -> None:
        """``add``: takes the values of one lead that somebody typed, as a source of its own.

        ``before_deleting`` hears how many leads are about to go for good; what it raises keeps them.
        """
        self._store = store
        self._add = add
        self._announcer = announcer
        self._before_deleting = before_deleting

    async def add_by_hand(self, values: Mapping[str, str]) -> Imported:
        """Add one lead. ``values``: by column (a ``Field``'s value or ``custom:...``); ``rejected`` says why not."""
        added = await self._add(values)
        self._announcer.announce(_BOTH)
        return added

    async def edit(self, ids: Ids, column: str, value: str) -> int:
        """Show ``value`` in ``column`` (a ``Field``'s value or ``custom:...``) of these leads; "" empties it.

        What their sources say stays known. Nobody is merged by it: a lead that has the e-mail address, the profile or
        the id of another one then waits with it in the review.
        """
        return self._told(await self._store.edit(ids, column, value), _LEADS)

    async def set_note(self, ids: Ids, text: str) -> int:
        """Replace the note of each; "" removes it."""
        return self._told(await self._store.set_note(ids, text), _LEADS)

    async def tag(self, ids: Ids, name: str) -> int:
        """Give them the tag, which is made at its first use. Raises ValueError for a blank name."""
        return self._told(await self._store.tag(ids, name), _BOTH)

    async def untag(self, ids: Ids, name: str) -> int:
        """Take it from them; a tag that nobody has any more is gone."""
        return self._told(await self._store.untag(ids, name), _BOTH)

    async def tags(self) -> tuple[tuple[str, int], ...]:
        """Each tag with the number of its leads (the trash not counted), by name."""
        return await self._store.tags()

    async def lists(self) -> tuple[LeadList, ...]:
        """In the order that the person gave them."""
        return await self._store.lists()

    async def create_list(self, name: str, colour: int | None = None, ids: Ids = ()) -> LeadList:
        """A new list, the last one, with these leads. Without a ``colour`` (0 to 5) it gets the one used least.

        Raises NameTaken, and ValueError for a blank name.
        """
        made = await self._store.create_list(name, colour, ids)
        self._announcer.announce(_BOTH if ids else _LISTS)
        return made

    async def rename_list(self, list_id: LeadListId, name: str) -> None:
        """Raises NameTaken, and ValueError for a blank name."""
        await self._store.rename_list(list_id, name)
        self._announcer.announce(_BOTH)

    async def colour_list(self, list_id: LeadListId, colour: int) -> None:
        """``colour``: 0 to 5."""
        await self._store.colour_list(list_id, colour)
        self._announcer.announce(_LISTS)

    async def duplicate_list(self, list_id: LeadListId) -> LeadList:
        """The copy, "Name (2)" or the next number that is free, right after it."""
        made = await self._store.duplicate_list(list_id)
        self._announcer.announce(_BOTH)
        return made

    async def delete_list(self, list_id: LeadListId) -> None:
        """Its leads stay in My Leads. ``undo`` brings it back."""
        await self._store.delete_list(list_id)
        self._announcer.announce(_BOTH)

    async def move_list(self, list_id: LeadListId, position: int) -> None:
        """To be number ``position`` of all, from 0; the nearest there is."""
        await self._store.move_list(list_id, position)
        self._announcer.announce(_LISTS)

    async def mix_lists(self, a: LeadListId, b: LeadListId, how: ListMix, name: str) -> LeadList:
        """A new list of the leads that are in A but not in B, in both, or in either. Raises NameTaken."""
        made = await self._store.mix_lists(a, b, how, name)
        self._announcer.announce(_BOTH)
        return made

    async def add_to_list(self, ids: Ids, list_id: LeadListId) -> int:
        return self._told(await self._store.add_to_list(ids, list_id), _BOTH)

    async def remove_from_list(self, ids: Ids, list_id: LeadListId) -> int:
        """They stay in My Leads."""
        return self._told(await self._store.remove_from_list(ids, list_id), _BOTH)

    async def to_trash(self, ids: Ids) -> int:
        return self._told(await self._store.to_trash(ids), _BOTH)

    async def restore(self, ids: Ids) -> int:
        """Out of the trash, with their lists, tags and notes."""
        return self._told(await self._store.restore(ids), _BOTH)

    async def purge(self, ids: Ids) -> int:
        """Delete these leads of the trash for good, out of the history too. They may come back by another import.

        Before many go, a backup is made.
        """
        await self._before_deleting(len(ids))
        return self._told(await self._store.purge(ids), _BOTH)

    async def empty_trash(self) -> int:
        """As ``purge``, all of them."""
        await self._before_deleting(await self._store.count_trash())
        return self._told(await self._store.purge(None), _BOTH)

    async def erase(self, ids: Ids) -> int:
        """*Erase this person*: remove every trace of these leads, in the trash or not, and never take them again.

        Gone are their rows and raw records, here and in the lists read from providers, their places in the history
        and in the suppression list, and all backups made so far (a new one is made). Files that were exported are
        not touched. What is kept is a keyed hash of each e-mail address, profile and provider's id, and of the name
        together with each company and phone number: the latter keep out only who comes without any of the former. It
        cannot be taken back. It may take some seconds, as the files are written anew. Where it raises after the leads
        are gone (a full disk, or a file that somebody holds), the rest follows with ``finish_erasing``.
        """
        return self._told(await self._store.erase(ids), _BOTH)

    async def finish_erasing(self) -> None:
        """Go on with an erasing that a power cut or a full disk broke off. To be called at every start."""
        if await self._store.finish_erasing():
            self._announcer.announce(_BOTH)

    async def steps(self) -> tuple[Step | None, Step | None]:
        """What ``undo`` and ``redo`` would do now; None for nothing. The history survives a restart."""
        return await self._store.steps()

    async def undo(self) -> Step | None:
        """Take the latest step back, and say which one it was; None where there is none.

        Raises StepOverwritten where something stands in its way: nothing is changed but that neither it nor what was
        before it can be taken back any more.
        """
        return self._stepped(await self._trying(self._store.undo))

    async def redo(self) -> Step | None:
        """Make the step that was undone last again. As ``undo``."""
        return self._stepped(await self._trying(self._store.redo))

    async def _trying(self, step: Callable[[], Awaitable[Step | None]]) -> Step | None:
        try:
            return await step()
        except StepOverwritten:
            self._announcer.announce(_BOTH)  # there are fewer steps now
            raise

    def _stepped(self, step: Step | None) -> Step | None:
        if step is not None:
            self._announcer.announce(_BOTH)
        return step

    def _told(self, count: int, changes: Changes) -> int:
        if count:
            self._announcer.announce(changes)
        return count
