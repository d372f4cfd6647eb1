"""The history of My Leads: every change is a step, and each step can be taken back and made again.

A step is what SQLite's session extension saw of it (https://www.sqlite.org/sessionintro.html): the rows of every table
of ``RECORDED`` before and after. It is written in the same transaction as the change itself. Bulk inserts are not
recorded row by row: undoing an adding withdraws the leads of its source instead (``Standing.WITHDRAWN``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from leaddesk.domain.errors import StepOverwritten
from leaddesk.domain.lead_history import Step
from leaddesk.workspace.leads import suppression
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

_MOST_BYTES = 256 * 1024 * 1024
"""Of changesets: trashing a million leads makes one of about a hundred million. The latest step is kept in any case."""


class Recording:
    """One change under way."""

    def __init__(self, session: apsw.Session, connection: apsw.Connection) -> None:
        self._session, self._connection = session, connection
        self._touched: set[int] = set()
        self._added: list[tuple[int, int]] = []
        self.source: int | None = None
        """Set where leads were added: the source that undoing withdraws."""
        self.facts: dict[str, Any] = {}
        """What only the change itself can tell for its sentence; joined with the facts that were given."""

    def touch(self, leads: Iterable[int]) -> None:
        """These leads (any order, repeats allowed) are another than before: shown values, lists, tags, standing, ..."""
        self._touched.update(leads)

    def touch_range(self, first: int, last: int) -> None:
        """All leads from ``first`` to ``last``, which were added just now."""
        self._added.append((first, last))

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
        note_touched(self._connection, self._touched, at, ranges=self._added)


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
        _drop_old(connection)
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


def begin_anew(connection: apsw.Connection, *, undone: bool) -> None:
    """After StepOverwritten: drop all steps that could be undone, or (``undone``) those that could be made again.

    None of them can be any more, as each stands on the one that could not be. In a write transaction of its own.
    """
    connection.execute("DELETE FROM history WHERE undone = ?", (int(undone),))


def note_touched(
    connection: apsw.Connection, leads: Iterable[int], at: float, *, ranges: Iterable[tuple[int, int]] = ()
) -> None:
    """Raise the edition and say which leads are another than before, which were changed last ``at``.

    ``ranges``: more of them, both ends included, that nobody changed: they were added just now, or were withdrawn or
    brought back as a whole.
    """
    runs = _runs(leads)
    touched = dict(sorted([*ranges, *runs]))
    if not touched:
        return
    ((edition,),) = connection.execute("UPDATE facts SET value = value + 1 WHERE name = 'edition' RETURNING value")
    connection.executemany(
        "INSERT INTO touched VALUES (?, ?, ?)", ((edition, first, last) for first, last in touched.items())
    )
    connection.executemany(
        "INSERT OR REPLACE INTO last_changes SELECT id, ?1 FROM leads WHERE id BETWEEN ?2 AND ?3 AND added_at < ?1",
        ((at, first, last) for first, last in runs),
    )


def _runs(leads: Iterable[int]) -> list[tuple[int, int]]:
    """``leads`` as ranges, both ends included, in order."""
    runs: list[tuple[int, int]] = []
    first = last = None
    for lead in sorted(set(leads)):
        if first is None or last is None:
            first = lead
        elif lead != last + 1:
            runs.append((first, last))
            first = lead
        last = lead
    return runs if first is None or last is None else [*runs, (first, last)]


def _drop_old(connection: apsw.Connection) -> None:
    connection.execute(
        "DELETE FROM history WHERE id <= (SELECT id FROM history ORDER BY id DESC LIMIT 1 OFFSET ?)", (_MOST,)
    )
    connection.execute(
        "DELETE FROM history WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER newest AS number,"
        " sum(length(changes)) OVER newest AS bytes FROM history WINDOW newest AS (ORDER BY id DESC))"
        " WHERE number > 1 AND bytes > ?)",
        (_MOST_BYTES,),
    )


def _step(connection: apsw.Connection, which: str) -> Step | None:
    row = connection.execute(f"SELECT id, act, facts, at, undone FROM history WHERE {which} LIMIT 1").fetchone()  # noqa: S608 - ours
    return None if row is None else Step(row[0], row[1], json.loads(row[2]), row[3], bool(row[4]))


def _go(connection: apsw.Connection, step: Step, *, at: float) -> Step:
    import apsw  # noqa: PLC0415 - as above

    ((changes, source),) = connection.execute("SELECT changes, source FROM history WHERE id = ?", (step.id,))
    backwards = not step.is_undone
    wanted = apsw.Changeset.invert(changes) if backwards else changes
    try:
        apsw.Changeset.apply(wanted, connection, conflict=_settle)
    except apsw.AbortError as error:
        raise StepOverwritten(step.act) from error
    if source is not None:
        here, there = (Standing.KEPT, Standing.WITHDRAWN) if backwards else (Standing.WITHDRAWN, Standing.KEPT)
        connection.execute(
            "UPDATE leads SET standing = ? WHERE source = ? AND standing = ?", (there.value, source, here.value)
        )
    connection.execute("UPDATE history SET undone = ? WHERE id = ?", (int(backwards), step.id))
    leads, tables = _about(changes)
    leads.update(suppression.recompute(connection, None if "suppressions" in tables else leads))
    bounds = connection.execute("SELECT min(id), max(id) FROM leads WHERE source = ? HAVING count(*)", (source,))
    note_touched(connection, leads, at, ranges=[(first, last) for first, last in bounds])
    return step


def _about(changes: bytes) -> tuple[set[int], set[str]]:
    """The ids of all leads that a changeset is about, and the tables in it."""
    import apsw  # noqa: PLC0415 - as above

    leads: set[int] = set()
    tables: set[str] = set()
    for change in apsw.Changeset.iter(changes):
        tables.add(change.name)
        at = _LEAD_AT.get(change.name)
        for row in (change.old, change.new):
            if at is not None and row is not None and isinstance(lead := row[at], int):
                leads.add(lead)
    return leads, tables


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


_WORKED_OUT = {"likenesses", "tags"}
"""Others write there too: what is found of duplicates, and the end of a tag whose last lead was purged."""


def _settle(reason: int, change: apsw.TableChange) -> int:
    import apsw  # noqa: PLC0415 - as above

    if change.name in _WORKED_OUT and reason == apsw.SQLITE_CHANGESET_NOTFOUND:
        return apsw.SQLITE_CHANGESET_OMIT
    if change.name in _WORKED_OUT and reason in {apsw.SQLITE_CHANGESET_DATA, apsw.SQLITE_CHANGESET_CONFLICT}:
        return apsw.SQLITE_CHANGESET_REPLACE
    return apsw.SQLITE_CHANGESET_ABORT
