"""The history of My Leads: every change is a step, and each step can be taken back and made again.

A step is what SQLite's session extension saw of it (https://www.sqlite.org/sessionintro.html): the rows of every table
of ``RECORDED`` before and after. It is written in the same transaction as the change itself. Bulk inserts are not
recorded row by row: undoing an adding withdraws the leads of its source instead (``Standing.WITHDRAWN``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from leaddesk.domain.errors import StepOverwritten
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

T = TypeVar("T")

RECORDED = (
    *("leads", "records", "choices", "identities", "likenesses", "lead_lists", "list_leads", "tags", "tag_leads"),
    *("notes", "suppressions"),
)
"""Tables whose changes can be undone. Views, profiles and mappings have their own ways."""

_MOST = 1000
"""Steps that are kept; older ones are dropped."""


@dataclass(frozen=True)
class Step:
    """One entry of the history."""

    id: int
    act: str
    """What was done: a word that the window has a sentence for, such as ``edit``."""
    facts: Mapping[str, Any]
    at: float
    is_undone: bool


class Recording:
    """One change under way."""

    def __init__(self, session: apsw.Session, connection: apsw.Connection) -> None:
        self._session, self._connection = session, connection
        self._ranges: list[tuple[int, int]] = []
        self.source: int | None = None
        """Set where leads were added: the source that undoing withdraws."""
        self.facts: dict[str, Any] = {}
        """What only the change itself can tell for its sentence; joined with the facts that were given."""

    def touch(self, leads: Iterable[int]) -> None:
        """These leads (any order, repeats allowed) are another than before: shown values, lists, tags, standing, ..."""
        first = last = 0
        for lead in sorted(set(leads)):
            if lead != last + 1 or not first:
                if first:
                    self._ranges.append((first, last))
                first = lead
            last = lead
        if first:
            self._ranges.append((first, last))

    def touch_range(self, first: int, last: int) -> None:
        """All leads from ``first`` to ``last``, which were added just now."""
        self._ranges.append((first, last))

    @contextmanager
    def unrecorded(self) -> Iterator[None]:
        """Inserts that ``source`` stands for: they need no changeset."""
        self._session.enabled = False
        try:
            yield
        finally:
            self._session.enabled = True

    def finish(self, at: float) -> None:
        """Say which leads were touched, and when."""
        note_touched(self._connection, self._ranges, at)


def record(
    connection: apsw.Connection,
    act: str,
    change: Callable[[Recording], T],
    *,
    at: float,
    facts: Mapping[str, Any] | None = None,
) -> T:
    """Make ``change`` a step of the history; what was undone before cannot be made again any more.

    Call it in a write transaction of its own. A change that changes nothing leaves no step. ``at``: seconds since
    1970. Raises whatever ``change`` raises.
    """
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    session = apsw.Session(connection, "main")
    for table in RECORDED:
        session.attach(table)
    try:
        recording = Recording(session, connection)
        result = change(recording)
        changes = session.changeset()
    finally:
        session.close()
    if changes or recording.source is not None:
        connection.execute("DELETE FROM history WHERE undone = 1")
        told = json.dumps({**(facts or {}), **recording.facts})
        connection.execute(
            "INSERT INTO history (at, act, facts, source, changes) VALUES (?, ?, ?, ?, ?)",
            (at, act, told, recording.source, changes),
        )
        connection.execute(
            "DELETE FROM history WHERE id <= (SELECT id FROM history ORDER BY id DESC LIMIT 1 OFFSET ?)", (_MOST,)
        )
    recording.finish(at)
    return result


def next_steps(connection: apsw.Connection) -> tuple[Step | None, Step | None]:
    """What *Undo* and *Redo* would do now; None for nothing."""
    undo = _step(connection, "undone = 0 ORDER BY id DESC")
    redo = _step(connection, "undone = 1 ORDER BY id")
    return undo, redo


def undo(connection: apsw.Connection, *, at: float) -> Step | None:
    """Take the latest step back and return it; None where there is none. In a write transaction.

    Raises StepOverwritten where something stands in its way; nothing is changed then, and the history begins anew
    behind it.
    """
    step = next_steps(connection)[0]
    return None if step is None else _go(connection, step, at=at)


def redo(connection: apsw.Connection, *, at: float) -> Step | None:
    """Make the step that was undone last again. As ``undo``."""
    step = next_steps(connection)[1]
    return None if step is None else _go(connection, step, at=at)


def note_touched(connection: apsw.Connection, ranges: Iterable[tuple[int, int]], at: float) -> None:
    """Raise the edition and say which leads are another than before: ``ranges`` of ids, both ends included."""
    merged = sorted(set(ranges))
    if not merged:
        return
    ((edition,),) = connection.execute("UPDATE facts SET value = value + 1 WHERE name = 'edition' RETURNING value")
    for first, last in merged:
        connection.execute("INSERT OR REPLACE INTO touched VALUES (?, ?, ?)", (edition, first, last))
        connection.execute(
            "INSERT OR REPLACE INTO last_changes SELECT id, ?1 FROM leads WHERE id BETWEEN ?2 AND ?3 AND added_at < ?1",
            (at, first, last),
        )


def _step(connection: apsw.Connection, which: str) -> Step | None:
    row = connection.execute(f"SELECT id, act, facts, at, undone FROM history WHERE {which} LIMIT 1").fetchone()  # noqa: S608 - ours
    return None if row is None else Step(row[0], row[1], json.loads(row[2]), row[3], bool(row[4]))


def _go(connection: apsw.Connection, step: Step, *, at: float) -> Step:
    import apsw  # noqa: PLC0415 - as above

    ((changes, source),) = connection.execute("SELECT changes, source FROM history WHERE id = ?", (step.id,))
    backwards = not step.is_undone
    wanted = apsw.Changeset.invert(changes) if backwards else changes
    ranges = {(lead, lead) for lead in leads_of(changes)}
    try:
        apsw.Changeset.apply(wanted, connection, conflict=_refuse)
    except apsw.AbortError as error:
        raise StepOverwritten(step.act) from error
    if source is not None:
        here, there = (Standing.KEPT, Standing.WITHDRAWN) if backwards else (Standing.WITHDRAWN, Standing.KEPT)
        connection.execute(
            "UPDATE leads SET standing = ? WHERE source = ? AND standing = ?", (there.value, source, here.value)
        )
        bounds = connection.execute("SELECT min(id), max(id) FROM leads WHERE source = ? HAVING count(*)", (source,))
        ranges.update((int(first), int(last)) for first, last in bounds)
    connection.execute("UPDATE history SET undone = ? WHERE id = ?", (int(backwards), step.id))
    note_touched(connection, ranges, at)
    return step


def leads_of(changes: bytes) -> set[int]:
    """The ids of all leads that a changeset is about."""
    import apsw  # noqa: PLC0415 - as above

    found: set[int] = set()
    for change in apsw.Changeset.iter(changes):
        at = _LEAD_AT.get(change.name)
        for row in (change.old, change.new):
            if at is not None and row is not None and isinstance(lead := row[at], int):
                found.add(lead)
    return found


_LEAD_AT = {
    "leads": 0,
    "records": 1,
    "choices": 0,
    "identities": 1,
    "list_leads": 1,
    "tag_leads": 1,
    "notes": 0,
}
"""Which column of a recorded table names the lead."""


def _refuse(reason: int, change: object) -> int:
    import apsw  # noqa: PLC0415 - as above

    del reason, change
    return apsw.SQLITE_CHANGESET_ABORT
