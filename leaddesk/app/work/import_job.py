"""The job ``import``: a file's rows into My Leads, all of them in one transaction, or none.

What is asked, as ``actions.import_leads`` sends it: the plan (``domain.import_messages``) and ``database``.
"""

from __future__ import annotations

import asyncio
import errno
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaddesk.app.work.file_blocks import FileBlocks, blocks_of
from leaddesk.domain.errors import CannotWrite, FileUnreadable
from leaddesk.domain.import_messages import ImportProgress, imported_to_json, plan_from_json, progress_to_json
from leaddesk.domain.imports import Imported, ImportPlan
from leaddesk.domain.leads import SourceKind
from leaddesk.files.file_rows import BadRow
from leaddesk.files.rejects import RejectedRows
from leaddesk.workspace.database import Database, storable
from leaddesk.workspace.leads import mappings
from leaddesk.workspace.leads.bulk import import_rows
from leaddesk.workspace.leads.gate import Gate
from leaddesk.workspace.leads.history import Recording, record
from leaddesk.workspace.leads.row_blocks import RowBlock, RowBlocks
from leaddesk.workspace.leads.schema import LEADS

if TYPE_CHECKING:
    from leaddesk.workspace.database import Connection

_TELL_EVERY = 0.1
"""Seconds."""
_BUSY_AFTER = 2000
"""Milliseconds that somebody else may be writing."""


class _CancelledError(Exception):
    """Rolls everything back on its way out."""


def run(
    job: Mapping[str, Any], tell: Callable[[Mapping[str, Any]], None], cancelled: Callable[[], bool]
) -> dict[str, Any] | None:
    """As ``domain.work.Job``. Raises FileUnreadable, CannotWrite, DiskFull and WorkspaceError."""
    importing = _Importing(plan_from_json(job), tell, cancelled)
    try:
        imported = asyncio.run(_written(Path(job["database"]), importing))
    except BaseException as error:
        importing.take_rejects_back()
        if isinstance(error, _CancelledError):
            return None
        raise
    return imported_to_json(imported)


async def _written(path: Path, importing: _Importing) -> Imported:
    database = Database(path, schema=lambda: LEADS, damaged_stays=True, busy_after=_BUSY_AFTER)
    try:
        return await database.write(importing)
    finally:
        await database.aclose()


class _Importing:
    """One import: called with the database in a transaction, which is written when it returns."""

    def __init__(
        self, plan: ImportPlan, tell: Callable[[Mapping[str, Any]], None], cancelled: Callable[[], bool]
    ) -> None:
        self._plan, self._tell, self._cancelled = plan, tell, cancelled
        self._rows = self._done = 0
        self._told = 0.0
        self._placed: Path | None = None
        """The file with rejected rows, once it is there."""

    def __call__(self, connection: Connection) -> Imported:
        plan, at = self._plan, time.time()
        if plan.rejects is not None and plan.rejects.exists() and plan.rejects.samefile(plan.path):
            raise CannotWrite(plan.rejects, os.strerror(errno.EEXIST))
        gate = Gate(connection, refuses_suppressed=plan.skip_suppressed)
        with blocks_of(plan, keeps_given=not gate.is_open) as file:
            header = file.header
            if len(header) > len(plan.mapping.columns):
                raise FileUnreadable(plan.path, "changed")
            with RejectedRows(plan.rejects, header) as rejects:
                change = partial(self._import, connection, file=file, rejects=rejects, gate=gate, at=at)
                imported = record(connection, "import", change, at=at, facts={"name": storable(plan.path.name)})
                if self._cancelled():  # also between the last row and the end
                    raise _CancelledError
            self._placed = rejects.written
        names = [*header, *(f"Column {number + 1}" for number in range(len(header), len(plan.mapping.columns)))]
        mappings.remember(connection, names, plan.mapping, at=at)
        return replace(imported, rejected=rejects.counts, rejects=self._placed)

    def take_rejects_back(self) -> None:
        """Nothing was imported after all, so nothing was rejected."""
        if self._placed is not None:
            self._placed.unlink(missing_ok=True)

    def _import(
        self,
        connection: Connection,
        recording: Recording,
        *,
        file: FileBlocks,
        rejects: RejectedRows,
        gate: Gate,
        at: float,
    ) -> Imported:
        plan = self._plan
        imported = import_rows(
            connection,
            recording,
            SourceKind.FILE,
            storable(plan.path.name),
            columns=RowBlocks(plan.mapping, keeps_given=False).columns,
            blocks=self._blocks(file, rejects),
            at=at,
            into=plan.into,
            new_list=plan.new_list,
            gate=gate,
            rejected=lambda number, row, reject: rejects.add(number, reject, row),
            tell=lambda _: self._say(file.total),
            cancelled=self._cancelled,
        )
        if imported is None:
            raise _CancelledError
        return replace(imported, read=self._rows)

    def _blocks(self, file: FileBlocks, rejects: RejectedRows) -> Iterator[RowBlock]:
        for read in file.blocks:
            if isinstance(read, BadRow):
                self._rows += 1
                rejects.add(read.number, read.reject, read.cells)
                continue
            self._rows += read.block.total
            self._done = read.done
            yield read.block
        self._done = file.total

    def _say(self, total: int) -> None:
        now = time.monotonic()
        if now - self._told >= _TELL_EVERY:
            self._told = now
            is_read = self._done >= total
            self._tell(progress_to_json(ImportProgress(self._rows, self._done, None if is_read else total)))
