"""Lists that are kept by hand. All functions but ``all_lists`` are changes for ``history.record``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leaddesk.domain.errors import ListGone
from leaddesk.domain.leads import LeadList, LeadListId, ListMix
from leaddesk.workspace.leads import named
from leaddesk.workspace.leads.picking import pick

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.history import Recording

COLOURS = 6

_MIXES = {ListMix.IN_A_NOT_B: "EXCEPT", ListMix.IN_BOTH: "INTERSECT", ListMix.IN_EITHER: "UNION"}

_IS_IN = "EXISTS (SELECT 1 FROM list_leads WHERE list = ? AND lead = id)"

_COUNTED = """
SELECT id, name, colour, coalesce(there, 0) - coalesce(hidden, 0) FROM lead_lists
LEFT JOIN (SELECT list, count(*) AS there FROM list_leads GROUP BY list) AS a ON a.list = id
LEFT JOIN (SELECT list, count(*) AS hidden FROM leads CROSS JOIN list_leads ON lead = leads.id WHERE standing <> 0
    GROUP BY list) AS b ON b.list = id
"""
"""Who is not shown is few, and has an index: a million leads are counted without looking at each."""


def all_lists(connection: apsw.Connection) -> tuple[LeadList, ...]:
    """In the order that the person gave them."""
    return tuple(LeadList(LeadListId(row[0]), *row[1:]) for row in connection.execute(f"{_COUNTED} ORDER BY position"))


def create(
    connection: apsw.Connection, recording: Recording, name: str, colour: int | None = None, leads: Iterable[int] = ()
) -> LeadList:
    """A new list, the last one. Raises NameTaken, and ValueError for a blank name. As ``KeepLeads.create_list``."""
    list_ = _made(connection, named.cleaned(name), colour)
    found = pick(connection, leads)
    connection.execute("INSERT INTO list_leads SELECT ?, lead FROM temp.picked", (list_,))
    recording.touch(found)
    recording.facts.update(name=named.cleaned(name), count=len(found))
    return _one(connection, list_)


def rename(connection: apsw.Connection, recording: Recording, list_: int, name: str) -> None:
    """Raises NameTaken, ListGone, and ValueError for a blank name."""
    before, clean = _name(connection, list_), named.cleaned(name)
    named.refuse_taken(connection, "lead_lists", clean, but=list_)
    connection.execute(
        "UPDATE lead_lists SET (name, folded_name) = (?, ?) WHERE id = ?", (clean, named.folded(clean), list_)
    )
    recording.facts.update(name=clean, before=before)


def colour(connection: apsw.Connection, recording: Recording, list_: int, number: int) -> None:
    """``number``: from 0, under ``COLOURS``. Raises ListGone."""
    recording.facts.update(name=_name(connection, list_))
    connection.execute("UPDATE lead_lists SET colour = ? WHERE id = ?", (number % COLOURS, list_))


def duplicate(connection: apsw.Connection, recording: Recording, list_: int) -> LeadList:
    """The copy, under a name of its own, right after it. Raises ListGone."""
    name = named.free(connection, "lead_lists", _name(connection, list_))
    colour_, position = connection.execute("SELECT colour, position FROM lead_lists WHERE id = ?", (list_,)).get
    copy = _made(connection, name, colour_)
    _put(connection, copy, position + 1)
    connection.execute("INSERT INTO list_leads SELECT ?, lead FROM list_leads WHERE list = ?", (copy, list_))
    _touch_all(connection, recording, copy)
    recording.facts.update(name=name)
    return _one(connection, copy)


def delete(connection: apsw.Connection, recording: Recording, list_: int) -> None:
    """Raises ListGone."""
    recording.facts.update(name=_name(connection, list_))
    _touch_all(connection, recording, list_)
    connection.execute("DELETE FROM list_leads WHERE list = ?", (list_,))
    connection.execute("DELETE FROM lead_lists WHERE id = ?", (list_,))


def move(connection: apsw.Connection, recording: Recording, list_: int, position: int) -> None:
    """To be number ``position`` of all, from 0; the nearest there is. Raises ListGone."""
    recording.facts.update(name=_name(connection, list_))
    _put(connection, list_, position)


def mix(
    connection: apsw.Connection, recording: Recording, one: int, other: int, how: ListMix, *, name: str
) -> LeadList:
    """A new list. Raises NameTaken, ListGone, and ValueError for a blank name."""
    clean = named.cleaned(name)
    names = [_name(connection, one), _name(connection, other)]
    list_ = _made(connection, clean, None)
    connection.execute(
        "INSERT INTO list_leads SELECT ?1, lead FROM (SELECT lead FROM list_leads WHERE list = ?2"  # noqa: S608 - ours
        f" {_MIXES[how]} SELECT lead FROM list_leads WHERE list = ?3)",
        (list_, one, other),
    )
    _touch_all(connection, recording, list_)
    recording.facts.update(name=clean, of=names)
    return _one(connection, list_)


def add(connection: apsw.Connection, recording: Recording, list_: int, leads: Iterable[int]) -> int:
    """Returns how many were not in it. Raises ListGone."""
    name = _name(connection, list_)
    found = pick(
        connection,
        leads,
        "standing IN (0, 1) AND NOT EXISTS (SELECT 1 FROM list_leads WHERE list = ? AND lead = id)",
        list_,
    )
    connection.execute("INSERT INTO list_leads SELECT ?, lead FROM temp.picked", (list_,))
    recording.touch(found)
    recording.facts.update(name=name, count=len(found))
    return len(found)


def remove(connection: apsw.Connection, recording: Recording, list_: int, leads: Iterable[int]) -> int:
    """Returns how many were in it. Raises ListGone."""
    name = _name(connection, list_)
    found = pick(connection, leads, _IS_IN, list_)
    connection.execute("DELETE FROM list_leads WHERE list = ? AND lead IN (SELECT lead FROM temp.picked)", (list_,))
    recording.touch(found)
    recording.facts.update(name=name, count=len(found))
    return len(found)


def _made(connection: apsw.Connection, name: str, colour: int | None) -> int:
    named.refuse_taken(connection, "lead_lists", name)
    if colour is None:
        used = [row[0] for row in connection.execute("SELECT colour FROM lead_lists")]
        colour = min(range(COLOURS), key=lambda number: (used.count(number), number))
    connection.execute(
        "INSERT INTO lead_lists (name, folded_name, colour, position)"
        " SELECT ?, ?, ?, coalesce(max(position) + 1, 0) FROM lead_lists",
        (name, named.folded(name), colour % COLOURS),
    )
    return connection.last_insert_rowid()


def _one(connection: apsw.Connection, list_: int) -> LeadList:
    return next(found for found in all_lists(connection) if found.id == list_)


def _name(connection: apsw.Connection, list_: int) -> str:
    row = connection.execute("SELECT name FROM lead_lists WHERE id = ?", (list_,)).fetchone()
    if row is None:
        raise ListGone
    return str(row[0])


def _put(connection: apsw.Connection, list_: int, position: int) -> None:
    others = [row[0] for row in connection.execute("SELECT id FROM lead_lists ORDER BY position") if row[0] != list_]
    others.insert(max(position, 0), list_)
    connection.executemany(
        "UPDATE lead_lists SET position = ?1 WHERE id = ?2 AND position <> ?1", list(enumerate(others))
    )


def _touch_all(connection: apsw.Connection, recording: Recording, list_: int) -> None:
    recording.touch(lead for (lead,) in connection.execute("SELECT lead FROM list_leads WHERE list = ?", (list_,)))
