"""Keep the suppression list: people and companies that are marked everywhere and left out of exports."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.leads import LeadId
from leaddesk.domain.suppression import Entry, Parsed, Suppressed, SuppressedBy, parsed

_CHANGED = Changes(leads=True, lead_lists=True)


class SuppressionStore(Protocol):
    """``workspace.leads.lead_keeping.LeadKeeping``. Every call returns when the disk has it."""

    async def suppressions(self, search: str, offset: int, limit: int, /) -> tuple[Entry, ...]: ...

    async def count_suppressions(self, search: str, /) -> int: ...

    async def suppress(self, parsed: Parsed, /) -> Suppressed: ...

    async def suppress_leads(self, leads: Collection[LeadId], by: SuppressedBy, /) -> Suppressed: ...

    async def unsuppress(self, entries: Collection[int], /) -> int: ...


class SuppressPeople:
    """Entries name an e-mail address, a whole domain, or a LinkedIn profile. A change is a step of the history.

    All calls may raise WorkspaceError (LeadsBusy while an import is writing) or FileError. With a million leads a
    domain may take a few seconds, as all of them are looked at: then it is done in the working process.
    """

    def __init__(self, store: SuppressionStore, read_text: Callable[[Path], str], announcer: Announcer) -> None:
        """``read_text`` blocks; it recognises the encoding, and raises FileUnreadable."""
        self._store = store
        self._read_text = read_text
        self._announcer = announcer

    async def entries(self, search: str = "", offset: int = 0, limit: int = 200) -> tuple[Entry, ...]:
        """Those that hold ``search``, without case; the latest first."""
        return await self._store.suppressions(search, offset, limit)

    async def count(self, search: str = "") -> int:
        """How many ``entries`` there are in all."""
        return await self._store.count_suppressions(search)

    async def add(self, text: str) -> Suppressed:
        """Add what ``text`` names, such as one address, or a line each, or whatever was pasted."""
        return self._told(await self._store.suppress(await asyncio.to_thread(parsed, text)))

    async def add_file(self, path: Path) -> Suppressed:
        """The same with a text or CSV file: of each line its addresses and profiles, or else its domain.

        Raises FileUnreadable.
        """
        text = await asyncio.to_thread(self._read_text, path)
        return await self.add(text)

    async def from_leads(self, ids: Collection[LeadId], by: SuppressedBy) -> Suppressed:
        """Add what these leads show: their e-mail addresses, the domains of those (of the website where there is no
        address), or their LinkedIn profiles. Leads without one are passed over.
        """
        return self._told(await self._store.suppress_leads(ids, by))

    async def remove(self, entry_ids: Collection[int]) -> int:
        """Take entries off the list by their ids; returns how many there were. ``KeepLeads.undo`` brings them back."""
        removed = await self._store.unsuppress(entry_ids)
        if removed:
            self._announcer.announce(_CHANGED)
        return removed

    def _told(self, done: Suppressed) -> Suppressed:
        if done.added:
            self._announcer.announce(_CHANGED)
        return done
