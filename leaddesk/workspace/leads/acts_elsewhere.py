"""Acts over many leads in the working process: both ends of the way there. The ids travel in a file of raw numbers."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from leaddesk.domain.turns import step_aside
from leaddesk.domain.work import Work
from leaddesk.workspace.leads import acts
from leaddesk.workspace.leads.acts import Act
from leaddesk.workspace.leads.connecting import connected

_PIECE = 20_000
"""Numbers that are packed at a stroke, so that the window has its turn in between."""
_STEPS = 20_000
"""Of SQLite's machine; some milliseconds. So often it is looked whether the act is still wanted."""
_CACHE = -262_144
"""KiB of pages that are changed more than once, and written once."""


class NumberFiles(Protocol):
    """``files.number_files``. Both block."""

    def keep(self, numbers: array[int], /) -> Path:
        """A new file with 64-bit numbers. Raises DiskFull, CannotWrite."""
        ...

    def remove(self, path: Path, /) -> None: ...


class ActsElsewhere:
    """``LeadKeeping`` asks it for acts over many leads."""

    def __init__(self, database: Path, work: Work, numbers: NumberFiles) -> None:
        self._database, self._work, self._numbers = database, work, numbers

    async def __call__(self, act: Act) -> Any:
        """As ``acts.do``; cancelling takes it back. Raises what it raises, WorkBroken, DiskFull, CannotWrite."""
        async with self._in_file(act.leads) as leads:
            job = {
                "database": str(self._database),
                "act": act.name,
                "at": act.at,
                "leads": None if leads is None else str(leads),
                "values": act.values,
            }
            done = await self._work.run("keep", job)
        if done is None:  # LeadDesk is closing
            raise asyncio.CancelledError
        return done["result"]

    @asynccontextmanager
    async def _in_file(self, leads: Collection[int] | None) -> AsyncIterator[Path | None]:
        if leads is None:
            yield None
            return
        keeping = asyncio.ensure_future(asyncio.to_thread(lambda: self._numbers.keep(_packed(leads))))
        try:
            yield await asyncio.shield(keeping)  # cancelled or not, it is known where the file is
        finally:
            kept = await keeping
            await asyncio.to_thread(self._numbers.remove, kept)


def do_here(
    job: Mapping[str, Any], numbers: Callable[[Path], array[int]], cancelled: Callable[[], bool]
) -> dict[str, Any] | None:
    """In the working process: the act that ``ActsElsewhere`` sent, in one transaction; None, and nothing is changed,
    where it was cancelled. ``numbers`` reads the file. Blocks. Raises WorkspaceError.
    """
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    leads = None if job["leads"] is None else numbers(Path(job["leads"]))
    act = Act(job["act"], job["at"], leads, tuple(job["values"]))
    with connected(Path(job["database"])) as connection:
        connection.pragma("cache_size", _CACHE)
        connection.set_progress_handler(cancelled, _STEPS)
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = acts.do(connection, act)
            if cancelled():
                connection.execute("ROLLBACK")
                return None
            connection.set_progress_handler(None)
            connection.execute("COMMIT")
        except apsw.InterruptError:
            return None  # closing the connection rolls back
    return {"result": result}


def _packed(leads: Collection[int]) -> array[int]:
    packed, rest = array("q"), iter(leads)
    while piece := list(islice(rest, _PIECE)):
        packed.extend(piece)
        step_aside()
    return packed
