"""Take the leads of a CSV or XLSX file into My Leads: look first, then all of it or nothing."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Mapping as AbcMapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Protocol

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.column_mapping import proposed
from leaddesk.domain.import_messages import ImportProgress, imported_from_json, plan_to_json, progress_from_json
from leaddesk.domain.import_rows import judged, values_of
from leaddesk.domain.imports import FileShape, Imported, ImportPlan, Mapping, Peek, Reject, SavedMapping, Verdict
from leaddesk.domain.work import Work

JOB = "import"
"""The name of the job in the working process."""

UNREAD = ""
"""In a verdict's values: what is seen of a row that cannot be read."""


class LookInto(Protocol):
    """``files.lead_files.look_into``: the beginning of a file, with no mapping yet. Blocks. Raises FileUnreadable."""

    def __call__(self, path: Path, shape: FileShape | None = None, /) -> Peek: ...


class MappingStore(Protocol):
    """``workspace.leads.mappings.Mappings``."""

    async def remembered(self, header: Sequence[str], /) -> Mapping | None: ...

    async def saved(self) -> tuple[SavedMapping, ...]: ...

    async def save(self, name: str, header: Sequence[str], mapping: Mapping, /) -> SavedMapping: ...

    async def forget(self, id_: int, /) -> None: ...


KnownAs = Callable[[Sequence[AbcMapping[str, str]]], Awaitable[Sequence[Reject | None]]]
"""For each row's values by column: ``SUPPRESSED``, ``ERASED`` or None."""


async def _nobody_known(rows: Sequence[AbcMapping[str, str]]) -> Sequence[Reject | None]:
    return [None] * len(rows)


class ImportLeads:
    """Nothing here changes My Leads but the call itself, and that does all of it or nothing."""

    def __init__(
        self,
        look: LookInto,
        mappings: MappingStore,
        work: Work,
        announcer: Announcer,
        *,
        database: Path,
        known_as: KnownAs = _nobody_known,
    ) -> None:
        """``database``: the file of My Leads. ``known_as``: who of the preview's rows is suppressed or was erased."""
        self._look, self._mappings, self._work, self._announcer = look, mappings, work, announcer
        self._database, self._known_as = database, known_as

    async def peek(self, path: Path, shape: FileShape | None = None) -> Peek:
        """The beginning of a file, how it is read, and what its columns seem to mean.

        ``shape`` None: it is recognised. The mapping is the one that was used last for the same header, else a guess by
        name and content. Raises FileUnreadable, WorkspaceError.
        """
        peek = await asyncio.to_thread(self._look, path, shape)
        remembered = await self._mappings.remembered(peek.header)
        if remembered is not None and len(remembered.columns) == len(peek.header):
            return replace(peek, mapping=remembered)
        mapping, is_sure = await asyncio.to_thread(proposed, peek.header, peek.rows)
        return replace(peek, mapping=mapping, doubts=peek.doubts if is_sure else (*peek.doubts, "mapping"))

    async def preview(self, peek: Peek, mapping: Mapping, *, skip_suppressed: bool) -> tuple[Verdict, ...]:
        """What becomes of each row of ``peek.rows`` with this mapping. Raises WorkspaceError."""
        rows = await asyncio.to_thread(lambda: [values_of(row, mapping) for row in peek.rows])
        known = await self._known_as(rows)
        bad = {number: Verdict(number, {UNREAD: text}, reject) for number, reject, text in peek.bad}
        numbers = (number for number in count(1) if number not in bad)
        good = (
            Verdict(number, values, judged(values) or _told(reject, skip_suppressed=skip_suppressed))
            for number, values, reject in zip(numbers, rows, known, strict=False)
        )
        return tuple(sorted((*good, *bad.values()), key=lambda verdict: verdict.row))

    async def __call__(
        self,
        plan: ImportPlan,
        *,
        progress: Callable[[ImportProgress], None] = lambda _: None,
        cancel: asyncio.Event | None = None,
    ) -> Imported | None:
        """Import the file; None where ``cancel`` was set in time, and then nothing of it is left anywhere.

        ``progress`` is called on the event loop, some ten times a second. Cancelling the task does as ``cancel`` does,
        and waits until nothing is left. The mapping is remembered for the file's header.
        Raises FileUnreadable (also where the file changes or vanishes meanwhile, or is another than ``plan.seen``),
        CannotWrite and DiskFull for the file with rejected rows, and WorkspaceError (LeadsBusy, DiskFull, ...): nothing
        is left in any of these cases either.
        """
        job = {**plan_to_json(plan), "database": str(self._database)}
        said = await self._work.run(JOB, job, progress=lambda told: progress(progress_from_json(told)), cancel=cancel)
        if said is None:
            return None
        self._announcer.announce(Changes(leads=True, lead_lists=True))
        return imported_from_json(said)

    async def rejects_for(self, path: Path, else_in: Path) -> Path:
        """Where the rejected rows of ``path`` could go: beside it, or in ``else_in`` if nothing can be written there.

        A name that no file has.
        """
        return await asyncio.to_thread(_free_name, path, else_in)

    async def saved(self) -> tuple[SavedMapping, ...]:
        """Mappings with a name, by name. Raises WorkspaceError."""
        return await self._mappings.saved()

    async def save(self, name: str, header: Sequence[str], mapping: Mapping) -> SavedMapping:
        """Keep ``mapping`` under ``name``; another one of that name is replaced. Raises WorkspaceError."""
        saved = await self._mappings.save(name, header, mapping)
        self._announcer.announce(Changes(lead_lists=True))
        return saved

    async def forget(self, id_: int) -> None:
        """Remove a saved mapping. Raises WorkspaceError."""
        await self._mappings.forget(id_)
        self._announcer.announce(Changes(lead_lists=True))


def _told(reject: Reject | None, *, skip_suppressed: bool) -> Reject | None:
    return None if reject is Reject.SUPPRESSED and not skip_suppressed else reject


def _free_name(path: Path, else_in: Path) -> Path:
    folder = path.parent if os.access(path.parent, os.W_OK) else else_in
    wanted, number = folder / f"{path.stem} rejected.csv", 2
    while wanted.exists():
        wanted, number = folder / f"{path.stem} rejected {number}.csv", number + 1
    return wanted
