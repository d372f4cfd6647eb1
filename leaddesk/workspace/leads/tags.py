"""Tags and notes. All functions but ``all_tags`` are changes for ``history.record``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leaddesk.workspace.database import storable
from leaddesk.workspace.leads import named
from leaddesk.workspace.leads.picking import pick

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.history import Recording

_HAS_IT = "EXISTS (SELECT 1 FROM tag_leads WHERE tag = ? AND lead = id)"

_COUNTED = """
SELECT name, there - coalesce(hidden, 0) FROM tags
JOIN (SELECT tag, count(*) AS there FROM tag_leads GROUP BY tag) AS a ON a.tag = id
LEFT JOIN (SELECT tag, count(*) AS hidden FROM leads CROSS JOIN tag_leads ON lead = leads.id WHERE standing <> 0
    GROUP BY tag) AS b ON b.tag = id
ORDER BY folded_name
"""


def all_tags(connection: apsw.Connection) -> tuple[tuple[str, int], ...]:
    """Each that a lead has, with the number of its leads, the trash not counted, by name."""
    return tuple((name, count) for name, count in connection.execute(_COUNTED))


def tag(connection: apsw.Connection, recording: Recording, leads: Iterable[int], name: str) -> int:
    """Returns how many did not have it; the tag is made where there is none. Raises ValueError for a blank name."""
    clean = named.cleaned(name)
    id_ = _id(connection, clean) or 0
    found = pick(
        connection,
        leads,
        "standing IN (0, 1) AND NOT EXISTS (SELECT 1 FROM tag_leads WHERE tag = ? AND lead = id)",
        id_,
    )
    if found and not id_:
        connection.execute("INSERT INTO tags (name, folded_name) VALUES (?, ?)", (clean, named.folded(clean)))
        id_ = connection.last_insert_rowid()
    connection.execute("INSERT INTO tag_leads SELECT ?, lead FROM temp.picked", (id_,))
    recording.touch(found)
    recording.facts.update(name=clean, count=len(found))
    return len(found)


def untag(connection: apsw.Connection, recording: Recording, leads: Iterable[int], name: str) -> int:
    """Returns how many had it; a tag that nobody has any more is dropped."""
    clean = named.cleaned(name)
    id_ = _id(connection, clean)
    found = pick(connection, leads, _HAS_IT, id_)
    connection.execute("DELETE FROM tag_leads WHERE tag = ? AND lead IN (SELECT lead FROM temp.picked)", (id_,))
    drop_unused(connection)
    recording.touch(found)
    recording.facts.update(name=clean, count=len(found))
    return len(found)


def drop_unused(connection: apsw.Connection) -> None:
    """Tags that no lead has, in the trash or not."""
    connection.execute("DELETE FROM tags WHERE NOT EXISTS (SELECT 1 FROM tag_leads WHERE tag = tags.id)")


def set_note(connection: apsw.Connection, recording: Recording, leads: Iterable[int], text: str, at: float) -> int:
    """Returns how many had another one; "" removes it."""
    kept = storable(text) if text.strip() else None
    found = pick(
        connection, leads, "standing IN (0, 1) AND (SELECT text FROM notes WHERE lead = leads.id) IS NOT ?", kept
    )
    if kept is None:
        connection.execute("DELETE FROM notes WHERE lead IN (SELECT lead FROM temp.picked)")
    else:
        connection.execute("INSERT OR REPLACE INTO notes SELECT lead, ?, ? FROM temp.picked", (kept, at))
    recording.touch(found)
    recording.facts.update(count=len(found))
    return len(found)


def _id(connection: apsw.Connection, name: str) -> int | None:
    row = connection.execute("SELECT id FROM tags WHERE folded_name = ?", (named.folded(name),)).fetchone()
    return None if row is None else int(row[0])
