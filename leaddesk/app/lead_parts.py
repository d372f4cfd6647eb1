"""What stands below My Leads: its two files, who finds and keeps leads, their backups, and the actions on top.

Importing this takes longer than the first picture (numpy is behind it), so ``Parts`` does it in a thread afterwards.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from leaddesk.actions.collect_leads import CollectLeads
from leaddesk.actions.export_leads import ExportLeads
from leaddesk.actions.find_leads import FindLeads
from leaddesk.actions.import_leads import ImportLeads
from leaddesk.actions.keep_backups import KeepBackups
from leaddesk.actions.keep_leads import KeepLeads
from leaddesk.actions.lead_catalogue import LeadActions
from leaddesk.actions.review_duplicates import ReviewDuplicates
from leaddesk.actions.suppress_people import SuppressPeople
from leaddesk.app.work.export_samples import ExportSamples
from leaddesk.app.work.worker import Worker
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import LeadDeskError, LeadsDamaged
from leaddesk.domain.filter import Filter
from leaddesk.domain.imports import Imported, Reject
from leaddesk.domain.leads import SourceKind
from leaddesk.files.lead_files import look_into
from leaddesk.files.number_files import NumberFiles
from leaddesk.files.text_reading import read_text
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads.acts_elsewhere import ActsElsewhere
from leaddesk.workspace.leads.backups import Backups
from leaddesk.workspace.leads.erasing import Teller, teller
from leaddesk.workspace.leads.erasing_elsewhere import OtherFiles
from leaddesk.workspace.leads.gate import Gate
from leaddesk.workspace.leads.index.finder import LeadFinder
from leaddesk.workspace.leads.lead_keeping import LeadKeeping
from leaddesk.workspace.leads.lead_store import LeadStore
from leaddesk.workspace.leads.mappings import Mappings
from leaddesk.workspace.leads.profiles import Profiles
from leaddesk.workspace.leads.schema import LEADS
from leaddesk.workspace.leads.working_out import is_much, look
from leaddesk.workspace.purchases.schema import PURCHASES

_log = logging.getLogger(__name__)

_BUSY_AFTER = 300
"""Milliseconds that a click waits for somebody else's writing; an import takes far longer."""
_AFTER = 1.0
"""Seconds of rest after a change before likely duplicates are looked for."""


class LeadParts:
    """My Leads of one session. Needs a running loop."""

    def __init__(self, data: Path, main: Database, announcer: Announcer, clock: Callable[[], datetime]) -> None:
        """``main``: LeadDesk's other database, of which people who are erased go as well."""
        self._looking: asyncio.Task[None] | None = None
        self._is_behind = self._is_closing = False
        self._version: int | None = None
        self._working_out, self._unwanted = asyncio.Lock(), asyncio.Event()
        """Held by whoever writes into the index; set when they are to stop."""
        self._path, self._index, self._announcer = data / "leads.db", data / "leads-index.db", announcer
        self._worker, self._has_begun = Worker(), False
        bought = data / "purchases.db"
        self.backups = Backups(self._path, [data / "leaddesk.db", bought], clock=clock)
        self._leads, self._reader = self._opened(_BUSY_AFTER), self._opened(None)
        self.backups.databases = (self._leads, self._reader)
        self._finder = LeadFinder(self._reader, self._index, self._prepare)
        self._purchases = Database(bought, schema=lambda: PURCHASES, damaged_stays=True)
        others = OtherFiles(self._leads, main, self._drop_index, self.backups.scrub, self._purchases)
        self._store = LeadStore(self._leads, self._reader, clock=clock)
        self._numbers = NumberFiles(data / "at-work")
        elsewhere = ActsElsewhere(self._path, self, self._numbers)
        self._keeping = LeadKeeping(self._leads, self._reader, clock=clock, others=others, elsewhere=elsewhere)
        keep_backups = KeepBackups(self.backups, announcer, after_restore=self._drop_index)
        self.actions = LeadActions(
            find_leads=FindLeads(self._finder, self._store, self._keeping, announcer),
            keep_leads=KeepLeads(
                self._keeping, self._add_by_hand, announcer, before_deleting=keep_backups.before_deleting
            ),
            collect_leads=CollectLeads(self._store, announcer),
            import_leads=ImportLeads(
                look_into,
                Mappings(self._leads, self._reader, clock=clock),
                self,
                announcer,
                database=self._path,
                known_as=self._known_as,
            ),
            review_duplicates=ReviewDuplicates(self._store, announcer),
            suppress_people=SuppressPeople(self._keeping, read_text, announcer),
            export_leads=ExportLeads(
                database=self._path,
                store=Profiles(self._leads),
                samples=ExportSamples(self._reader),
                numbers=self._numbers,
                work=self._worker,
                announcer=announcer,
            ),
            keep_backups=keep_backups,
        )

        self._forget_listening = announcer.subscribe(self._heed)

    async def wake(self, *, alone: bool) -> None:
        """What a session begins with, behind everything else: an erasing that was broken off, and a look through the
        file after a crash. Raises LeadsDamaged where that finds it damaged.
        """
        if not alone:
            return
        ended_well, self._has_begun = self.backups.begin(), True
        try:
            await self.actions.keep_leads.finish_erasing()
            await self._keeping.sweep()
        except LeadsDamaged:
            raise
        except LeadDeskError as error:  # whoever needs the file tells what is wrong with it
            _log.warning("at the start of My Leads: %s", type(error).__name__)
        if not ended_well and not await self.actions.keep_backups.is_sound():
            raise LeadsDamaged(self._path)

    async def look_again(self) -> None:
        """Another LeadDesk may have changed something: say so if anything did since the last look."""
        if not self._path.is_file():
            return
        # The connection that writes: what it wrote itself does not count as a change for it.
        version = await self._leads.read(lambda connection: int(connection.pragma("data_version")))
        before, self._version = self._version, version
        if before not in {None, version}:
            self._announcer.announce(Changes(leads=True, lead_lists=True))

    async def run(
        self,
        name: str,
        job: Mapping[str, Any],
        *,
        progress: Callable[[Mapping[str, Any]], None] = lambda _: None,
        cancel: asyncio.Event | None = None,
    ) -> Mapping[str, Any] | None:
        """``Work`` that writes: not into a damaged file. Raises LeadsDamaged."""
        if self._leads.is_damaged:
            raise LeadsDamaged(self._path)
        return await self._worker.run(name, job, progress=progress, cancel=cancel)

    async def known(self, wanted: Filter, progress: Callable[[float], None] = lambda _: None) -> tuple[int, int]:
        """As ``LeadFinder.known``. Raises WorkspaceError."""
        return await self._finder.known(wanted, progress) if self._path.is_file() else (0, 0)

    async def erased(self) -> Teller | None:
        """How to tell who was erased and is not to be kept again, anywhere; None for nobody. Raises WorkspaceError."""
        return await self._reader.read(teller) if self._path.is_file() else None

    async def close(self) -> None:
        """Jobs put things back first; then the files are closed."""
        self._is_closing = True
        self._forget_listening()
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])
        await self._worker.aclose()
        await self.backups.aclose()
        await self._finder.aclose()
        await self._reader.aclose()
        await self._leads.aclose()
        await self._purchases.aclose()
        if self._has_begun:
            self.backups.end()

    def _opened(self, busy_after: int | None) -> Database:
        return Database(
            self._path,
            schema=lambda: LEADS,
            damaged_stays=True,
            before_opening=self.backups.before_opening,
            busy_after=busy_after,
        )

    def _heed(self, changes: Changes) -> None:
        """Leads are others than before: some may be likely duplicates now."""
        self._is_behind |= changes.leads
        if self._is_behind and (self._looking is None or self._looking.done()):
            self._looking = asyncio.get_running_loop().create_task(self._look_for_likely())

    async def _look_for_likely(self) -> None:
        while self._is_behind and not self._is_closing:
            await asyncio.sleep(_AFTER)
            self._is_behind = False
            try:
                if not self._path.is_file():
                    return
                much = await asyncio.to_thread(is_much, self._path, self._index)
                if much or not self.actions.find_leads.is_prepared:
                    await self.actions.find_leads.prepare()
                elif await self._look():
                    self._announcer.announce(Changes(leads=True))
            except LeadDeskError as error:  # the next change looks again
                _log.warning("likely duplicates were not looked for: %s", type(error).__name__)

    async def _look(self) -> int:
        async with self._working_out:
            unwanted = self._unwanted = asyncio.Event()
            return await asyncio.to_thread(
                look, self._path, self._index, cancelled=lambda: self._is_closing or unwanted.is_set()
            )

    async def _prepare(self, progress: Callable[[float], None]) -> bool:
        columns = list(self._finder.missed_orders)
        job = {"database": str(self._path), "index": str(self._index), "columns": columns}
        async with self._working_out:
            unwanted = self._unwanted = asyncio.Event()
            done = await self._worker.run(
                "prepare", job, progress=lambda facts: progress(facts["done"]), cancel=unwanted
            )
        return bool(done and done["did"])

    async def _drop_index(self) -> None:
        """Whoever is working it out may have read leads that are not to be in it: they stop first."""
        self._unwanted.set()
        async with self._working_out:
            await self._finder.drop()

    async def _add_by_hand(self, values: Mapping[str, str]) -> Imported:
        return await self._store.add(SourceKind.HAND, "", [(None, values)])

    async def _known_as(self, rows: Sequence[Mapping[str, str]]) -> Sequence[Reject | None]:
        return await self._reader.read(lambda connection: Gate(connection, refuses_suppressed=True).verdicts(rows))
