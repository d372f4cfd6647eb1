"""The history of My Leads: every change is a step, and each step can be taken back and made again.

A step is what SQLite's session extension saw of it (https://www.sqlite.org/sessionintro.html): the rows of every table
of ``RECORDED`` before and after. It is written in the same transaction as the change itself. Bulk inserts are not
recorded row by row: undoing an adding withdraws the leads of its source instead (``Standing.WITHDRAWN``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from leaddesk.domain.errors import StepOverwritten
from leaddesk.domain.lead_history import Step
from leaddesk.workspace.leads import changesets, suppression
from leaddesk.workspace.leads.picking import ids
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


_MOST_AT_ONCE = 32 * 1024 * 1024
"""Bytes of memory for what changed; what is more is written down as a part of the step. A blob has its limits too."""


_LAST = 2**63 - 1
"""No lead comes after it."""


class Recording:
    """One change under way."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._session = _session(connection)
        self.step = int(connection.execute(_NEXT_STEP).get)
        self.has_changes = False
        self._touched: set[int] = set()
        self._added: list[tuple[int, int]] = []
        self.source: int | None = None
        """Set where leads were added: the source that undoing withdraws, of the leads in ``added``."""
        self.added: tuple[int, int] | None = None
        """The first and the last id that a new lead of the source may have; None where there is none."""
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
        """For inserts that ``source`` stands for, and for what may stay when the step is undone."""
        self._session.enabled = False
        try:
            yield
        finally:
            self._session.enabled = True

    def write_down(self) -> None:
        """To be called now and then where much is changed bit by bit; never while it is ``unrecorded``."""
        if self._session.memory_used > _MOST_AT_ONCE:
            self.close()
            self._session = _session(self._connection)

    def close(self) -> None:
        """Write down what was seen since the last time; nothing more is seen."""
        changes = changesets.taken(self._session)
        self._session.close()
        if changes:
            self.has_changes = True
            self._connection.execute("INSERT INTO history_parts (step, changes) VALUES (?, ?)", (self.step, changes))

    def end(self) -> None:
        """Nothing is seen any more; what was not written down is lost."""
        self._session.close()

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
    more_of: int | None = None,
) -> T:
    """Make ``change`` a step of the history; what was undone before cannot be made again any more.

    Call it in a write transaction of its own. A change that changes nothing leaves no step. ``at``: seconds since
    1970. ``more_of``: a source that is added to bit by bit; as long as nothing else is done in between, that is one
    step. Raises whatever ``change`` raises.
    """
    recording = Recording(connection)
    begun = None if more_of is None else _begun(connection, more_of)
    if begun is not None:
        recording.step = begun.id
    try:
        result = change(recording)
        recording.close()
    finally:
        recording.end()
    if recording.has_changes or recording.source is not None:
        connection.execute("DELETE FROM history WHERE undone = 1")
        told = {**(facts or {}), **recording.facts}
        if recording.added is not None:
            told |= {"first": recording.added[0], "last": recording.added[1]}
        connection.execute(
            "INSERT INTO history (id, at, act, facts, source) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET (at, facts) = (excluded.at, excluded.facts)",
            (recording.step, at, act, json.dumps(_joined(begun.facts, told) if begun else told), recording.source),
        )
        _drop_old(connection)
    recording.finish(at)
    return result


def _begun(connection: apsw.Connection, source: int) -> Step | None:
    """The latest step, if it added to ``source`` and was not undone."""
    return _step(connection, f"id = (SELECT max(id) FROM history) AND undone = 0 AND source = {source:d}")  # noqa: S608 - a number


def _joined(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of two parts of one step."""
    counts = {name: before.get(name, 0) + now.get(name, 0) for name in ("count", "new", "merged")}
    bounds = {"first": min, "last": max}
    ids = {name: of(there) for name, of in bounds.items() if (there := [f[name] for f in (before, now) if name in f])}
    return {**before, **now, **counts, **ids}


def _session(connection: apsw.Connection) -> apsw.Session:
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    session = apsw.Session(connection, "main")
    for table in RECORDED:
        session.attach(table)
    return session


_NEXT_STEP = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'history'), 0) + 1"


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
    """Drop all steps that could be undone, or (``undone``) those that could be made again.

    After StepOverwritten none of them can be any more, as each stands on the one that could not be. In a write
    transaction.
    """
    connection.execute("DELETE FROM history WHERE undone = ?", (int(undone),))


def note_touched(
    connection: apsw.Connection, leads: Iterable[int], at: float, *, ranges: Iterable[tuple[int, int]] = ()
) -> None:
    """Raise the edition and say which leads are another than before, which were changed last ``at``.

    ``ranges``: more of them, both ends included, that nobody changed: they were added just now, or were withdrawn or
    brought back as a whole.
    """
    found = sorted(set(leads))
    runs, single = _runs(found)
    touched = dict(sorted([*ranges, *runs]))
    if not touched and not single:
        return
    ((edition,),) = connection.execute("UPDATE facts SET value = value + 1 WHERE name = 'edition' RETURNING value")
    connection.execute("INSERT INTO touched SELECT ?, value, value FROM carray(?) WHERE value", (edition, ids(single)))
    connection.executemany(
        "INSERT OR REPLACE INTO touched VALUES (?, ?, ?)", ((edition, first, last) for first, last in touched.items())
    )
    connection.execute(
        "INSERT OR REPLACE INTO last_changes"
        " SELECT id, ?1 FROM carray(?2) CROSS JOIN leads ON id = value WHERE added_at < ?1",
        (at, ids(found)),
    )


def _runs(leads: Sequence[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """``leads`` (ascending) as ranges, both ends included, and those without a neighbour."""
    breaks = [at for at in range(1, len(leads)) if leads[at] != leads[at - 1] + 1]
    parts = [(leads[first], leads[end - 1]) for first, end in pairwise([0, *breaks, len(leads)]) if first < end]
    return [part for part in parts if part[0] != part[1]], [first for first, last in parts if first == last]


def _drop_old(connection: apsw.Connection) -> None:
    size = 0
    found = connection.execute(
        "SELECT history.id, coalesce(sum(length(changes)), 0) FROM history LEFT JOIN history_parts ON step = history.id"
        " GROUP BY 1 ORDER BY 1 DESC"
    )
    rows: list[tuple[int, int]] = [(id_, length) for id_, length in found]
    for number, (id_, length) in enumerate(rows):
        size += length
        if number == _MOST or (number and size > _MOST_BYTES):
            connection.execute("DELETE FROM history WHERE id <= ?", (id_,))
            return


def _step(connection: apsw.Connection, which: str) -> Step | None:
    row = connection.execute(f"SELECT id, act, facts, at, undone FROM history WHERE {which} LIMIT 1").fetchone()  # noqa: S608 - ours
    return None if row is None else Step(row[0], row[1], json.loads(row[2]), row[3], bool(row[4]))


def _go(connection: apsw.Connection, step: Step, *, at: float) -> Step:
    import apsw  # noqa: PLC0415 - as above

    source = connection.execute("SELECT source FROM history WHERE id = ?", (step.id,)).get
    backwards = not step.is_undone
    parts = connection.execute("SELECT id FROM history_parts WHERE step = ? ORDER BY id", (step.id,)).fetchall()
    leads, named, tables = about = changesets.About(set(), set(), set())
    try:
        with connection:
            for part in reversed(parts) if backwards else parts:
                changes = connection.execute("SELECT changes FROM history_parts WHERE id = ?", part).get
                changesets.apply(connection, changes, backwards=backwards)
                about.add(changesets.about(changes))
    except apsw.AbortError as error:
        raise StepOverwritten(step.act) from error
    if source is not None:
        here, there = (Standing.KEPT, Standing.WITHDRAWN) if backwards else (Standing.WITHDRAWN, Standing.KEPT)
        # Of a source that is added to several times, each step has leads of its own.
        own = (step.facts.get("first", 0), step.facts.get("last", _LAST))
        connection.execute(
            "UPDATE leads SET standing = ? WHERE source = ? AND standing = ? AND id BETWEEN ? AND ?",
            (there.value, source, here.value, *own),
        )
    connection.execute("UPDATE history SET undone = ? WHERE id = ?", (int(backwards), step.id))
    if named or "suppressions" in tables:
        leads.update(suppression.recompute(connection, None if "suppressions" in tables else named))
    bounds = connection.execute("SELECT min(id), max(id) FROM leads WHERE source = ? HAVING count(*)", (source,))
    note_touched(connection, leads, at, ranges=[(first, last) for first, last in bounds])
    return step
