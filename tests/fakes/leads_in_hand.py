"""My Leads in memory: what the detail pane and the collecting ask of it, with a way to hold it up and to refuse."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import LeadsBusy
from leaddesk.domain.lead_history import Step
from leaddesk.domain.leads import Lead, LeadId, LeadList, LeadListId, Record, Source, SourceId, SourceKind
from leaddesk.domain.table import Column
from leaddesk.ui.commands import Commands
from leaddesk.ui.desk import Desk
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.running import Running
from tests.fakes.memory_preferences import MemoryPreferences

if TYPE_CHECKING:
    from leaddesk.actions.catalogue import Actions

NOW = datetime.now(UTC)


def record(
    kind: SourceKind, values: dict[str, str], *, name: str = "", at: datetime = NOW, row: int | None = None
) -> Record:
    return Record(Source(SourceId(1), kind, name, at), row, values)


class LeadsInHand:
    """``desk`` is what widgets are handed. Edits are kept as values typed at ``NOW``."""

    def __init__(self, leads: Sequence[Lead] = (), lists: Sequence[LeadList] = ()) -> None:
        self.leads = {lead.id: lead for lead in leads}
        self.all_lists = list(lists)
        self.announcer = Announcer()
        self.notices = Notices(lambda _: None)
        self.said: list[Notice] = []
        self.taken_back: list[Notice] = []
        self.notices.listen(self.said.append)
        self.notices.taken_back.connect(self.taken_back.append)
        self.commands = Commands()
        self.preferences = MemoryPreferences()
        self.is_busy = False
        self.done: list[tuple[object, ...]] = []
        """What was changed, in order."""
        self.gates: dict[LeadId, asyncio.Event] = {}
        """A lead that is here is not read before its event is set."""
        self.undoable: Step | None = None
        self.actions = SimpleNamespace(find_leads=self, keep_leads=self, export_leads=self)
        self.desk = Desk(
            actions=cast("Actions", self.actions),
            announcer=self.announcer,
            preferences=self.preferences,
            notices=self.notices,
            commands=self.commands,
            running=Running(),
            is_demo=False,
        )

    # -- find

    async def lead(self, *, lead_id: LeadId) -> Lead | None:
        if lead_id in self.gates:
            await self.gates[lead_id].wait()
        return self.leads.get(lead_id)

    async def columns(self) -> tuple[Column, ...]:
        return (Column("email"), Column("custom:Fair"), Column("@lists"))

    async def cards(self, ids: Sequence[LeadId]) -> str:
        return "".join(f"BEGIN:VCARD {id_}\n" for id_ in ids)

    # -- keep

    async def lists(self) -> tuple[LeadList, ...]:
        return tuple(self.all_lists)

    async def tags(self) -> tuple[tuple[str, int], ...]:
        names = sorted({tag for lead in self.leads.values() for tag in lead.tags})
        return tuple((name, sum(name in lead.tags for lead in self.leads.values())) for name in names)

    async def edit(self, ids: Collection[LeadId], column: str, value: str) -> int:
        self._refuse()
        for lead in self._of(ids):
            typed = record(SourceKind.HAND, {column: value} if value else {})
            values = {name: text for name, text in lead.values.items() if name != column}
            known = tuple(
                each for each in lead.records if each.source.kind is not SourceKind.HAND or column not in each.values
            )
            records = (typed, *known) if value else known
            self._put(replace(lead, values={**values, **({column: value} if value else {})}, records=records))
        return self._did("edit", ids, column, value)

    async def set_note(self, ids: Collection[LeadId], text: str) -> int:
        self._refuse()
        for lead in self._of(ids):
            self._put(replace(lead, note=text))
        return self._did("note", ids, text)

    async def tag(self, ids: Collection[LeadId], name: str) -> int:
        for lead in self._of(ids):
            self._put(replace(lead, tags=(*lead.tags, name)))
        return self._did("tag", ids, name)

    async def untag(self, ids: Collection[LeadId], name: str) -> int:
        for lead in self._of(ids):
            self._put(replace(lead, tags=tuple(tag for tag in lead.tags if tag != name)))
        return self._did("untag", ids, name)

    async def add_to_list(self, ids: Collection[LeadId], list_id: LeadListId) -> int:
        for lead in self._of(ids):
            self._put(replace(lead, lists=(*lead.lists, list_id)))
        return self._did("list-add", ids, list_id)

    async def remove_from_list(self, ids: Collection[LeadId], list_id: LeadListId) -> int:
        for lead in self._of(ids):
            self._put(replace(lead, lists=tuple(kept for kept in lead.lists if kept != list_id)))
        return self._did("list-remove", ids, list_id)

    async def create_list(self, name: str, colour: int | None = None, ids: Collection[LeadId] = ()) -> LeadList:
        made = LeadList(LeadListId(len(self.all_lists) + 1), name, colour or 0, len(ids))
        self.all_lists.append(made)
        await self.add_to_list(ids, made.id)
        return made

    async def restore(self, ids: Collection[LeadId]) -> int:
        for lead in self._of(ids):
            self._put(replace(lead, is_in_trash=False))
        return self._did("restore", ids)

    async def to_trash(self, ids: Collection[LeadId]) -> int:
        for lead in self._of(ids):
            self._put(replace(lead, is_in_trash=True))
        return self._did("trash", ids)

    async def steps(self) -> tuple[Step | None, Step | None]:
        return self.undoable, None

    async def undo(self) -> Step | None:
        self.done.append(("undo",))
        return self.undoable

    def _refuse(self) -> None:
        if self.is_busy:
            raise LeadsBusy

    def _of(self, ids: Collection[LeadId]) -> list[Lead]:
        return [self.leads[id_] for id_ in ids if id_ in self.leads]

    def _put(self, lead: Lead) -> None:
        self.leads[lead.id] = lead

    def _did(self, act: str, ids: Collection[LeadId], *facts: object) -> int:
        self.done.append((act, tuple(ids), *facts))
        self.announcer.announce(Changes(leads=True, lead_lists=True))
        return len(ids)
