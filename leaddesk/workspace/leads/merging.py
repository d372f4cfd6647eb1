"""Make one lead of two, so that nothing of either is lost and the history can take it apart again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from leaddesk.domain.likely import PairGone, Ruling
from leaddesk.workspace.leads import suppression
from leaddesk.workspace.leads.records import choices_of, keep_own_record, said_of, shown, work_out
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.history import Recording


def merge(
    connection: apsw.Connection, recording: Recording, keep: int, drop: int, choose: Mapping[str, str], *, at: float
) -> None:
    """Merge ``drop`` into ``keep``: its records, identities, lists, tags, note and choices become those of ``keep``.

    Shown is what was typed in either (that of ``keep`` first), else what the newest record says; ``choose`` (by column;
    ``""`` for nothing) says otherwise. Raises PairGone where one of them is not kept.
    """
    if keep == drop or any(_standing(connection, lead) != Standing.KEPT for lead in (keep, drop)):
        raise PairGone
    keep_own_record(connection, keep)
    retire(connection, keep, drop)
    join(connection, keep, drop, at=at)
    by_itself = shown(said_of(connection, keep), choices_of(connection, keep))
    connection.executemany(
        "INSERT OR REPLACE INTO choices VALUES (?, ?, ?, ?)",
        [(keep, column, value, at) for column, value in choose.items() if by_itself.get(column, "") != value],
    )
    work_out(connection, keep)
    suppression.recompute(connection, (keep, drop))
    recording.touch((keep, drop))


def retire(connection: apsw.Connection, keep: int, drop: int) -> None:
    """What ``drop`` showed becomes a record; it is no lead any more, and leads to ``keep``."""
    keep_own_record(connection, drop)
    connection.execute(
        "UPDATE leads SET standing = ?, merged_into = ? WHERE id = ?", (Standing.MERGED.value, keep, drop)
    )


def join(connection: apsw.Connection, keep: int, drop: int, *, at: float) -> None:
    """The moving alone, of two leads that have records: the caller says so before, and works out ``keep`` after it."""
    connection.execute("UPDATE records SET lead = ? WHERE lead = ?", (keep, drop))
    for table, other in (("list_leads", "list"), ("tag_leads", "tag")):
        copy = f"INSERT OR IGNORE INTO {table} SELECT {other}, ? FROM {table} WHERE lead = ?"  # noqa: S608 - ours
        connection.execute(copy, (keep, drop))
        connection.execute(f"DELETE FROM {table} WHERE lead = ?", (drop,))  # noqa: S608 - ours
    connection.execute(
        "INSERT OR IGNORE INTO choices SELECT ?, field, value, at FROM choices WHERE lead = ?", (keep, drop)
    )
    connection.execute("DELETE FROM choices WHERE lead = ?", (drop,))
    _join_notes(connection, keep, drop, at)
    _hand_on_pairs(connection, keep, drop, at)


def rule(connection: apsw.Connection, one: int, other: int, ruling: Ruling, *, at: float) -> None:
    """Write down what becomes of a pair."""
    connection.execute(
        "INSERT INTO likenesses (one, other, reasons, verdict, ruled_at) VALUES (?, ?, 0, ?, ?)"
        " ON CONFLICT DO UPDATE SET verdict = excluded.verdict, ruled_at = excluded.ruled_at",
        (min(one, other), max(one, other), ruling.value, at),
    )


def is_apart(connection: apsw.Connection, one: int, other: int) -> bool:
    """Whether a person said that they are two."""
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM likenesses WHERE one = ? AND other = ? AND verdict = ?)",
            (min(one, other), max(one, other), Ruling.APART.value),
        ).get
    )


def _standing(connection: apsw.Connection, lead: int) -> int | None:
    row = connection.execute("SELECT standing FROM leads WHERE id = ?", (lead,)).fetchone()
    return None if row is None else int(row[0])


def _join_notes(connection: apsw.Connection, keep: int, drop: int, at: float) -> None:
    notes = dict(iter(connection.execute("SELECT lead, text FROM notes WHERE lead IN (?, ?)", (keep, drop))))
    if drop not in notes:
        return
    text = "\n\n".join(dict.fromkeys(notes[lead] for lead in (keep, drop) if lead in notes))
    connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (keep, text, at))
    connection.execute("DELETE FROM notes WHERE lead = ?", (drop,))


def _hand_on_pairs(connection: apsw.Connection, keep: int, drop: int, at: float) -> None:
    """What was said of ``drop`` and a third lead counts for ``keep`` now; that they are apart, before all else."""
    rule(connection, keep, drop, Ruling.MERGED, at=at)
    pairs = list(
        connection.execute(
            "SELECT iif(one = ?1, other, one), reasons, verdict, ruled_at FROM likenesses"
            " WHERE (one = ?1 OR other = ?1) AND verdict <> ?2",
            (drop, Ruling.MERGED.value),
        )
    )
    for third, reasons, verdict, ruled_at in pairs:
        connection.execute("DELETE FROM likenesses WHERE one = ? AND other = ?", (min(drop, third), max(drop, third)))
        connection.execute(
            "INSERT INTO likenesses VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET verdict = excluded.verdict, ruled_at = excluded.ruled_at WHERE excluded.verdict = ?",
            (min(keep, third), max(keep, third), reasons, verdict, ruled_at, Ruling.APART.value),
        )
