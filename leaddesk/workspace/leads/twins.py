"""Marks of leads that changed by hand, and the pairs that wait in the review because of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from leaddesk.domain import identity
from leaddesk.domain.leads import Field
from leaddesk.domain.likely import Reason
from leaddesk.workspace.leads.picking import ids
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

_COLUMNS = tuple(field.value for field in (Field.EMAIL, Field.LINKEDIN, Field.REACHSTREAM_ID, Field.LEADSOPEDIA_ID))
"""Where marks are."""


def marks_of(connection: apsw.Connection, leads: Collection[int]) -> dict[int, set[identity.Mark]]:
    """All marks of each of ``leads``: of what it shows, and of what every record of it says."""
    found: dict[int, set[identity.Mark]] = {lead: set() for lead in leads}
    known: dict[tuple[str | None, ...], tuple[identity.Mark, ...]] = {}
    for lead, said in sayings(connection, leads, _COLUMNS):
        if said not in known:
            known[said] = identity.marks({name: text for name, text in zip(_COLUMNS, said, strict=True) if text})
        if marks := known[said]:
            found[lead].update(marks)
    return found


def sayings(
    connection: apsw.Connection, leads: Collection[int], columns: Sequence[str]
) -> Iterator[tuple[int, tuple[str | None, ...]]]:
    """What each of ``leads`` shows in these columns (of ``Field``), and what every record of it says there."""
    said = ", ".join(f"said ->> '{name}'" for name in columns)
    rows = connection.execute(
        f"SELECT id, {', '.join(columns)} FROM carray(?1) CROSS JOIN leads ON id = value"  # noqa: S608 - ours
        f" UNION SELECT lead, {said} FROM carray(?1) CROSS JOIN records ON lead = value",
        (ids(leads),),
    )
    return ((row[0], row[1:]) for row in rows)


def identify(connection: apsw.Connection, leads: Collection[int]) -> None:
    """Put the identities of ``leads`` right after their values changed; nobody is merged (``ask_about``)."""
    marks = marks_of(connection, leads)
    wanted = {(identity.key(mark), lead) for lead, found in marks.items() for mark in found}
    there = set(
        connection.execute("SELECT key, lead FROM carray(?) CROSS JOIN identities ON lead = value", (ids(leads),))
    )
    gone = [(key, lead) for key, lead in there - wanted if not identity.is_of_contents(key)]  # its records say the same
    connection.executemany("DELETE FROM identities WHERE (key, lead) = (?, ?)", gone)
    connection.executemany("INSERT INTO identities VALUES (?, ?)", wanted - there)
    ask_about(connection, {lead: {m for m in marks[lead] if (identity.key(m), lead) not in there} for lead in leads})


def ask_about(connection: apsw.Connection, marks: Mapping[int, Collection[identity.Mark]]) -> None:
    """Let each of these leads that shares one of its marks with another kept lead wait in the review, with the oldest.

    A pair that was ruled on keeps its ruling.
    """
    for reason in (Reason.SAME_EMAIL, Reason.SAME_MARK):
        shared = [
            (identity.key(mark), lead)
            for lead, found in marks.items()
            for mark in found
            if (mark.kind == identity.EMAIL) == (reason is Reason.SAME_EMAIL)
        ]
        connection.execute(
            _ASK,
            (ids({lead for _, lead in shared}), ids({key for key, _ in shared}), reason.value, Standing.KEPT.value),
        )


_ASK = """
WITH asked (lead, twin) AS MATERIALIZED (
    SELECT mine.lead, (
        SELECT theirs.lead FROM identities AS theirs CROSS JOIN leads ON id = theirs.lead AND standing = ?4
        WHERE theirs.key = mine.key AND theirs.lead <> mine.lead ORDER BY theirs.lead LIMIT 1
    )
    FROM carray(?1) CROSS JOIN identities AS mine ON mine.lead = value
    WHERE +mine.key IN (SELECT value FROM carray(?2)) -- +: else each key is looked up for each lead
)
INSERT INTO likenesses (one, other, reasons)
SELECT DISTINCT min(lead, twin), max(lead, twin), ?3 FROM asked
WHERE twin IS NOT NULL ON CONFLICT DO UPDATE SET reasons = reasons | excluded.reasons"""
