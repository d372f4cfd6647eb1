"""The trash: what is in it keeps its lists, tags and notes, and is nowhere shown but there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leaddesk.workspace.leads import erasing, twins
from leaddesk.workspace.leads.picking import pick
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.history import Recording

_SWEPT = 2000
"""Leads that are swept in one transaction, so that others get their turn."""


def put(connection: apsw.Connection, recording: Recording, leads: Iterable[int]) -> int:
    """Returns how many were not in it. For ``history.record``, as ``restore``."""
    return len(_move(connection, recording, leads, Standing.KEPT, Standing.TRASH))


def restore(connection: apsw.Connection, recording: Recording, leads: Iterable[int]) -> int:
    """Returns how many were in it. Who came as somebody new meanwhile is left to the review."""
    found = _move(connection, recording, leads, Standing.TRASH, Standing.KEPT)
    alike = [lead for (lead,) in connection.execute(_ALIKE, (Standing.KEPT.value,))]
    twins.ask_about(connection, twins.marks_of(connection, alike))
    return len(found)


def purge(connection: apsw.Connection, leads: Iterable[int] | None, at: float) -> int:
    """Delete those of ``leads`` (None: all) that are in it for good; returns how many. No step: it cannot be undone."""
    if leads is None:
        leads = [lead for (lead,) in connection.execute(_IN_IT, (Standing.TRASH.value,))]
    found = pick(connection, leads, "standing = ?", Standing.TRASH.value)
    erasing.reduce(connection, erasing.with_all_of(connection, found, same_marks=False), at)
    return len(found)


def count(connection: apsw.Connection) -> int:
    """How many leads are in it."""
    return int(connection.execute(f"SELECT count(*) FROM ({_IN_IT})", (Standing.TRASH.value,)).get or 0)  # noqa: S608 - ours


def sweep(connection: apsw.Connection, at: float) -> bool:
    """Delete some leads that an undone adding brought and that nothing can bring back; whether there may be more."""
    gone = [lead for (lead,) in connection.execute(_FORSAKEN, (Standing.WITHDRAWN.value, _SWEPT))]
    erasing.reduce(connection, gone, at, marks=None)
    return bool(gone)


def _move(
    connection: apsw.Connection, recording: Recording, leads: Iterable[int], here: Standing, there: Standing
) -> list[int]:
    found = pick(connection, leads, "standing = ?", here.value)
    connection.execute("UPDATE leads SET standing = ? WHERE id IN (SELECT lead FROM temp.picked)", (there.value,))
    recording.touch(found)
    recording.facts.update(count=len(found))
    return found


_IN_IT = "SELECT id FROM leads WHERE standing <> 0 AND standing = ?"  # the index wants to be asked like this

_ALIKE = """
SELECT DISTINCT mine.lead FROM temp.picked CROSS JOIN identities AS mine ON mine.lead = picked.lead
WHERE EXISTS (
    SELECT 1 FROM identities AS theirs CROSS JOIN leads ON id = theirs.lead AND standing = ?
    WHERE theirs.key = mine.key AND theirs.lead <> mine.lead
)"""
"""Those who were picked and share a key with a kept lead: few of a million, whose marks need not all be folded."""

_FORSAKEN = """
SELECT id FROM leads WHERE standing <> 0 AND standing = ? AND source NOT IN
    (SELECT source FROM history WHERE source IS NOT NULL) LIMIT ?"""
