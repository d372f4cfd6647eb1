"""*Erase this person*: no row, no record, no mark and no step of the history is left, only keyed hashes of the marks.

The key is made once and stays in the same file, so a hash tells nothing without the file; with it, it tells whether
somebody who is known otherwise was erased. That is what it is for: they are not taken again.

Weak marks (a name at a company, a name with a phone number) are hashed as well, or somebody who was only known by such,
or by ``info@``, would come back with the same file. Two people may share one; so it counts only against whoever has no
certain mark at all.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from leaddesk.domain.identity import EMAIL, LINKEDIN, Mark
from leaddesk.domain.weak_marks import WEAKLY_MARKED, telling_marks, weak_marks
from leaddesk.workspace.leads import history, scrubbing, suppression, tags, twins
from leaddesk.workspace.leads.columns import CELLS
from leaddesk.workspace.leads.picking import ids, pick
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

_READ = {EMAIL, LINKEDIN}
"""Marks that a person types into a search; a provider's id may be any number."""

_UNFINISHED = "erasing"
"""A fact that is there from an erasing on until the other files are without the person as well."""


Teller = Callable[[Mapping[str, str]], str]
"""Gets values by column. A text that stands for who was erased and has them, without telling who; "" for nobody."""


def is_erased(connection: apsw.Connection, marks: Iterable[Mark]) -> set[Mark]:
    """Those of ``marks`` that somebody had who was erased: who has one of them is not to be taken."""
    key = _key_there(connection)
    if key is None:
        return set()
    hashed, known = hashing(key), "SELECT EXISTS (SELECT 1 FROM erased WHERE mark = ?)"
    return {mark for mark in marks if connection.execute(known, (hashed(mark),)).get}


def teller(connection: apsw.Connection) -> Teller | None:
    """Who is not to be taken, as it is now, to be asked for many and anywhere; None where nobody was ever erased."""
    hashes = {mark for (mark,) in connection.execute("SELECT mark FROM erased")}
    key = _key_there(connection)
    if key is None or not hashes:
        return None
    hashed = hashing(key)

    def tell(values: Mapping[str, str]) -> str:
        return next((found.hex() for mark in telling_marks(values) if (found := hashed(mark)) in hashes), "")

    return tell


def erase(connection: apsw.Connection, leads: Iterable[int], at: float) -> int:
    """Erase those of ``leads`` that are kept or in the trash; returns how many.

    Takes along who was merged into them, whoever with one of their marks is in the trash or was withdrawn, and the
    suppressions and saved views that name a mark. In a write transaction of its own; until ``finished``,
    ``is_unfinished`` says that the other files and the freed pages are still to be seen to.
    """
    found = pick(connection, leads)
    everybody = with_all_of(connection, found, same_marks=True)
    marks = set().union(*twins.marks_of(connection, everybody).values())
    hashed = hashing(_key(connection))
    connection.executemany("INSERT OR IGNORE INTO erased VALUES (?)", [(hashed(mark),) for mark in marks])
    weak = (
        mark for _, said in twins.sayings(connection, everybody, WEAKLY_MARKED) for mark in weak_marks(_values(said))
    )
    connection.executemany("INSERT OR IGNORE INTO erased VALUES (?)", ((hashed(mark),) for mark in weak))
    before = connection.total_changes()
    connection.executemany("DELETE FROM suppressions WHERE kind = ? AND value = ?", list(marks))
    if connection.total_changes() != before:
        history.note_touched(connection, suppression.recompute(connection, None), at)
    connection.executemany(
        "DELETE FROM views WHERE instr(lower(view), ?)", [(v,) for kind, v in marks if kind in _READ]
    )
    reduce(connection, everybody, at, marks=marks)
    if found:
        connection.execute("INSERT OR REPLACE INTO facts VALUES (?, 1)", (_UNFINISHED,))
    return len(found)


def is_unfinished(connection: apsw.Connection) -> bool:
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM facts WHERE name = ?)", (_UNFINISHED,)).get)


def finished(connection: apsw.Connection) -> None:
    """Every file is without them."""
    connection.execute("DELETE FROM facts WHERE name = ?", (_UNFINISHED,))


def with_all_of(connection: apsw.Connection, leads: Collection[int], *, same_marks: bool) -> list[int]:
    """``leads`` and whoever was merged into them; with ``same_marks`` also those not shown that share a mark."""
    shared = _SHARED if same_marks else ""
    return [lead for (lead,) in connection.execute(_ALL_OF.format(shared), {"leads": ids(leads)}) if lead]


_ALL_OF = """
WITH RECURSIVE everybody (lead) AS (
    SELECT value FROM carray(:leads)
    UNION SELECT leads.id FROM everybody JOIN leads ON merged_into = lead
    {}
) SELECT lead FROM everybody"""

_SHARED = f"""
    UNION SELECT theirs.lead FROM everybody JOIN identities AS mine ON mine.lead = everybody.lead
    JOIN identities AS theirs ON theirs.key = mine.key
    JOIN leads ON leads.id = theirs.lead AND standing NOT IN ({Standing.KEPT.value}, {Standing.ERASED.value})"""  # noqa: S608 - ours


def reduce(
    connection: apsw.Connection, leads: Collection[int], at: float, *, marks: Collection[Mark] | None = ()
) -> None:
    """Leave nothing of ``leads`` but their ids, here and in the history, nor of ``marks`` there.

    What was undone cannot be made again any more. Without ``marks`` (None) the history is left alone: nothing of them
    is in it.
    """
    if not leads:
        return
    connection.pragma("secure_delete", True)
    records = connection.execute(f"SELECT id FROM records WHERE lead IN {_THESE}", (ids(leads),))  # noqa: S608 - ours
    their_records = {record for (record,) in records}
    for table, column in _ABOUT_LEADS:
        connection.execute(f"DELETE FROM {table} WHERE {column} IN {_THESE}", (ids(leads),))  # noqa: S608 - ours
    tags.drop_unused(connection)
    connection.execute(
        f"UPDATE leads SET (standing, merged_into, source_row, has_records, added_at, {', '.join(CELLS)})"  # noqa: S608 - ours
        f" = ({Standing.ERASED.value}, NULL, NULL, 0, 0.0, {', '.join(['NULL'] * len(CELLS))}) WHERE id IN {_THESE}",
        (ids(leads),),
    )
    if marks is not None:
        history.begin_anew(connection, undone=True)  # half a merge must never be made again
        scrubbing.scrub(connection, leads=leads, records=their_records, marks=marks)
    history.note_touched(connection, leads, at)


_THESE = "(SELECT value FROM carray(?))"

_ABOUT_LEADS = (
    *(("records", "lead"), ("choices", "lead"), ("identities", "lead"), ("likenesses", "one"), ("likenesses", "other")),
    *(("list_leads", "lead"), ("tag_leads", "lead"), ("notes", "lead"), ("suppressed", "lead")),
    ("last_changes", "lead"),
)


def _values(said: Sequence[str | None]) -> dict[str, str]:
    return {column: text for column, text in zip(WEAKLY_MARKED, said, strict=True) if text}


def _key(connection: apsw.Connection) -> bytes:
    connection.execute("INSERT OR IGNORE INTO facts VALUES ('erasure_key', ?)", (os.urandom(32),))
    return _key_there(connection) or b""


def _key_there(connection: apsw.Connection) -> bytes | None:
    """None before the first erasing."""
    row = connection.execute("SELECT value FROM facts WHERE name = 'erasure_key'").fetchone()
    key: Any = row and row[0]
    return bytes(key) if key else None


def hashing(key: bytes) -> Callable[[Mark], bytes]:
    """HMAC-SHA-256 (RFC 2104) of marks with ``key``, at most 64 bytes; for millions ``hmac`` is four times as slow."""
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in key.ljust(64, b"\0"))) for pad in (0x36, 0x5C))

    def hashed(mark: Mark) -> bytes:
        first, second = inner.copy(), outer.copy()
        first.update(f"{mark.kind}:{mark.value}".encode("utf-8", "surrogatepass"))
        second.update(first.digest())
        return second.digest()

    return hashed
