"""Take leads of My Leads out: as a spreadsheet, for a tool's import in the form that it wants, or as vCards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from leaddesk.actions.export_places import ExportPlaces
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.export_destinations import DESTINATIONS, filling
from leaddesk.domain.export_profiles import (
    ExportPlan,
    Fault,
    Preflight,
    Problem,
    Profile,
    Template,
    Written,
    plain,
)
from leaddesk.domain.leads import LeadId
from leaddesk.domain.work import Work

PREVIEWED = 5
"""Rows of a preview."""
_LOOKED_THROUGH = 50
"""Leads among which those for a preview are looked for."""


class ProfileStore(Protocol):
    """``workspace.leads.profiles.Profiles``: own profiles. Raises WorkspaceError."""

    async def all(self) -> tuple[Profile, ...]: ...

    async def save(self, profile: Profile) -> Profile: ...

    async def remove(self, profile_id: str) -> None: ...


class Samples(Protocol):
    """What the window shows before anything is written; nothing of it blocks. Raises WorkspaceError."""

    async def rows(self, profile: Profile, leads: Sequence[LeadId], *, with_suppressed: bool = True) -> list[list[str]]:
        """The cells of these leads, without a header; whoever is no lead any more is missing."""
        ...

    async def cards(self, leads: Sequence[LeadId]) -> str:
        """vCards."""
        ...

    async def template(self, path: Path) -> Template:
        """Raises FileUnreadable."""
        ...


class NumberFiles(Protocol):
    """``files.number_files``: how a million numbers get to the working process and back. Both block."""

    def keep(self, numbers: Sequence[int]) -> Path:
        """A new file with 64-bit numbers, in a folder of LeadDesk's own. Raises DiskFull, CannotWrite."""
        ...

    def take(self, path: Path) -> Sequence[int]:
        """The numbers of the file."""
        ...

    def remove(self, path: Path) -> None:
        """Also where it is not there."""
        ...


class ExportLeads(ExportPlaces):
    """Writing and checking run in the working process, so the window never waits, whatever the number of leads."""

    def __init__(
        self,
        *,
        database: Path,
        store: ProfileStore,
        samples: Samples,
        numbers: NumberFiles,
        work: Work,
        announcer: Announcer,
    ) -> None:
        """``database`` is the file of My Leads, which the working process opens for itself."""
        self._database, self._store, self._samples = database, store, samples
        self._numbers, self._work, self._announcer = numbers, work, announcer

    async def profiles(self) -> tuple[Profile, ...]:
        """Those of LeadDesk in their order, then the own ones by name. *As shown* and vCard are not among them: the
        window makes the one (``export_profiles.as_shown``), and the other is ``export_destinations.CARDS``.
        """
        return (*DESTINATIONS, *await self._store.all())

    async def save_profile(self, profile: Profile) -> Profile:
        """Keep an own profile: a new one where its id is only ``own:``. Its name is not blank (ValueError).

        Returns it with its id. Raises NameTaken where another one is called so, WorkspaceError.
        """
        saved = await self._store.save(profile)
        self._announcer.announce(Changes(lead_lists=True))
        return saved

    async def remove_profile(self, profile: Profile) -> None:
        """Also where it is not there any more. Raises WorkspaceError."""
        await self._store.remove(profile.id)
        self._announcer.announce(Changes(lead_lists=True))

    async def preview(self, plan: ExportPlan, rows: Sequence[int] | None = None) -> list[list[str]]:
        """The header and rows as the destination gets them: the first, or ``rows`` (indexes of ``plan.leads``).

        Among the first are none that will be left out; leads that are gone are always passed over.
        Raises WorkspaceError, and for the template FileUnreadable.
        """
        profile, is_asked = plan.profile, rows is not None
        if rows is None:
            hidden = await asyncio.to_thread(lambda: {row for row in plan.left_out if row < _LOOKED_THROUGH})
            rows = [row for row in range(min(len(plan.leads), _LOOKED_THROUGH)) if row not in hidden]
        leads = [plan.leads[row] for row in rows]
        if plan.template is not None:
            profile = filling(profile, (await self._samples.template(plan.template)).header)
        found = await self._samples.rows(profile, leads, with_suppressed=is_asked or plan.with_suppressed)
        return [list(profile.header), *(found if is_asked else found[:PREVIEWED])]

    async def template(self, path: Path) -> Template:
        """A template of LinkedIn's. Raises FileUnreadable; ``reason`` may be ``no-columns``: nothing to fill."""
        return await self._samples.template(path)

    async def check(
        self, plan: ExportPlan, *, progress: Callable[[int], None] = lambda _: None, cancel: asyncio.Event | None = None
    ) -> Preflight | None:
        """What the destination will refuse or lose, without writing anything; None where ``cancel`` was set.

        ``progress`` gets the leads read so far, on the event loop. Raises WorkspaceError, WorkBroken, DiskFull.
        """
        found = await asyncio.to_thread(self._numbers.keep, ())
        try:
            job = {"act": "check", "found": str(found)}
            said = await self._run(plan, job, progress, cancel)
            if said is None:
                return None
            numbers = await asyncio.to_thread(self._numbers.take, found)
        finally:
            await asyncio.to_thread(self._numbers.remove, found)
        return Preflight(
            said["rows"],
            said["files"],
            tuple(
                Problem(Fault(one["fault"]), one["column"], numbers[one["start"] : one["end"]], one["limit"])
                for one in said["problems"]
            ),
            plan.profile.fewest_rows if said["rows"] < plan.profile.fewest_rows else 0,
        )

    async def write(
        self, plan: ExportPlan, *, progress: Callable[[int], None] = lambda _: None, cancel: asyncio.Event | None = None
    ) -> Written | None:
        """Write the plan's files; what is there under their names is replaced. None where ``cancel`` was set in time.

        Then nothing is left, and files that were there are as they were; the same after an error and when the task is
        cancelled. ``progress`` gets the rows written so far, on the event loop. Raises CannotWrite, DiskFull,
        FileUnreadable (the template), WorkspaceError, WorkBroken.
        """
        said = await self._run(plan, {"act": "write", "path": str(plan.path)}, progress, cancel)
        if said is None:
            return None
        files = tuple(Path(file) for file in said["files"])
        return Written(files, said["rows"], said["suppressed"], said["gone"], said["cut"])

    async def cards(self, leads: Sequence[LeadId]) -> str:
        """vCards of a few leads, for the clipboard. Raises WorkspaceError."""
        return await self._samples.cards(leads)

    async def _run(
        self,
        plan: ExportPlan,
        job: Mapping[str, Any],
        progress: Callable[[int], None],
        cancel: asyncio.Event | None,
    ) -> Mapping[str, Any] | None:
        leads = await asyncio.to_thread(self._numbers.keep, plan.leads)
        try:
            left_out = await asyncio.to_thread(self._numbers.keep, plan.left_out)
            try:
                told = {
                    **job,
                    "database": str(self._database),
                    "profile": plain(plan.profile),
                    "kind": plan.kind.value,
                    "template": "" if plan.template is None else str(plan.template),
                    "leads": str(leads),
                    "left_out": str(left_out),
                    "with_suppressed": plan.with_suppressed,
                }
                return await self._work.run(
                    "export", told, progress=lambda facts: progress(facts["rows"]), cancel=cancel
                )
            finally:
                await asyncio.to_thread(self._numbers.remove, left_out)
        finally:
            await asyncio.to_thread(self._numbers.remove, leads)
