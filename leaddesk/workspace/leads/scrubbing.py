"""The history without some leads: their rows are taken out of every changeset, and a step that gets empty goes."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from leaddesk.workspace.leads import changesets

if TYPE_CHECKING:
    import apsw

    from leaddesk.domain.identity import Mark

_LEADS_AT = {
    "leads": (0, 2),
    "records": (1, 2),
    "choices": (0,),
    "identities": (1,),
    "likenesses": (0, 1),
    "list_leads": (1,),
    "tag_leads": (1,),
    "notes": (0,),
}
"""Which columns of a recorded table name leads."""

_FEW = 100
"""So many traces are looked for in the bytes of a changeset before it is taken apart."""


def scrub(
    connection: apsw.Connection, *, leads: Collection[int], records: Collection[int], marks: Collection[Mark]
) -> None:
    """Forget these rows, and suppressions of ``marks``, in every step. What is left can still be undone and redone.

    The facts of a step hold no values of leads.
    """
    gone = _Gone(frozenset(leads), frozenset(records), frozenset(marks))
    for (id_,) in connection.execute("SELECT id FROM history_parts ORDER BY id").fetchall():
        changes: bytes = connection.execute("SELECT changes FROM history_parts WHERE id = ?", (id_,)).get
        if not gone.may_be_in(changes):
            continue
        left = changesets.without(changes, gone.has)
        if left == changes:
            continue
        if left:
            connection.execute("UPDATE history_parts SET changes = ? WHERE id = ?", (left, id_))
        else:
            connection.execute("DELETE FROM history_parts WHERE id = ?", (id_,))
    connection.execute("DELETE FROM history WHERE source IS NULL AND id NOT IN (SELECT step FROM history_parts)")


class _Gone:
    def __init__(self, leads: frozenset[int], records: frozenset[int], marks: frozenset[Mark]) -> None:
        self._leads, self._records, self._marks = leads, records, marks
        self._traces = [number.to_bytes(8, "big") for number in (*leads, *records)]
        self._traces += [mark.value.encode() for mark in marks]

    def may_be_in(self, changes: bytes) -> bool:
        """Whole numbers stand in it as eight bytes (https://www.sqlite.org/session/sqlite3session_changeset.html)."""
        return len(self._traces) > _FEW or any(trace in changes for trace in self._traces)

    def has(self, change: apsw.TableChange) -> bool:
        """Asked for millions of changes."""
        name = change.name
        places = _LEADS_AT.get(name, ())
        for row in (change.old, change.new):
            if row is None:
                continue
            for at in places:
                if row[at] in self._leads:
                    return True
            if name == "records" and row[0] in self._records:
                return True
            if name == "suppressions" and row[1:3] in self._marks:
                return True
        return False
