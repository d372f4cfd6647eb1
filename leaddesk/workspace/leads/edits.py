"""Values that are typed over, for one lead or a hundred thousand at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leaddesk.domain.identity import NAME_PARTS, full_name
from leaddesk.domain.leads import Field, is_custom
from leaddesk.workspace.database import storable
from leaddesk.workspace.leads import suppression, twins
from leaddesk.workspace.leads.columns import FIELDS, MORE
from leaddesk.workspace.leads.picking import ids, pick

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.history import Recording

_NAMES = f"""
SELECT id, coalesce({Field.NAME.value}, ''), {", ".join(f"coalesce({part}, '')" for part in NAME_PARTS)}
FROM carray(?) CROSS JOIN leads ON id = value"""  # noqa: S608 - ours

_TELLING = {Field.EMAIL.value, Field.LINKEDIN.value, Field.REACHSTREAM_ID.value, Field.LEADSOPEDIA_ID.value}
"""Columns with marks."""

_CUSTOM = f"(SELECT value FROM json_each({MORE}) WHERE key = ?)"  # noqa: S608 - ours
_SAID = ", ".join(f"'{name}', {name}" for name in FIELDS)

_KEEP_OWN_RECORDS = f"""
INSERT INTO records (lead, origin, source, source_row, at, said)
SELECT id, id, source, source_row, added_at,
    json_patch(json_patch('{{}}', json_object({_SAID})), coalesce({MORE}, '{{}}')) -- null is left out (RFC 7396)
FROM temp.picked JOIN leads ON id = lead WHERE NOT has_records"""  # noqa: S608 - ours

_HAVE_RECORDS = "UPDATE leads SET has_records = 1 WHERE NOT has_records AND id IN (SELECT lead FROM temp.picked)"


def edit(
    connection: apsw.Connection, recording: Recording, leads: Iterable[int], column: str, value: str, *, at: float
) -> int:
    """Show ``value`` in ``column`` of ``leads``, whatever their sources say; "" empties it. For ``history.record``.

    Those that show it already stay as they are; returns how many did not. KeyError for a column that is none. Leads
    that certainly are somebody else's by it are not merged: the pair waits in the review.
    """
    column, new = storable(column), storable(value.strip()) or None
    if column in FIELDS:
        found = pick(connection, leads, f"standing IN (0, 1) AND {column} IS NOT ?", new)
    elif is_custom(column):
        found = pick(connection, leads, f"standing IN (0, 1) AND {_CUSTOM} IS NOT ?", column, new)
    else:
        raise KeyError(column)
    with recording.unrecorded():  # it says nothing new, and would make the step several times as large
        connection.execute(_KEEP_OWN_RECORDS)
        connection.execute(_HAVE_RECORDS)
    composed = _composed(connection, found) if column in NAME_PARTS else ()
    connection.execute("INSERT OR REPLACE INTO choices SELECT lead, ?, ?, ? FROM temp.picked", (column, new or "", at))
    if column in FIELDS:
        connection.execute(
            f"UPDATE leads SET {column} = ? WHERE id IN (SELECT lead FROM temp.picked)",  # noqa: S608 - ours
            (new,),
        )
    else:
        connection.execute(
            f"UPDATE leads SET {MORE} ="  # noqa: S608 - ours
            f" nullif(json_patch(coalesce({MORE}, '{{}}'), json_object(?, ?)), '{{}}')"
            " WHERE id IN (SELECT lead FROM temp.picked)",
            (column, new),
        )
    if composed:
        _compose(connection, composed, at)
    if column in _TELLING:
        twins.identify(connection, found)
    if column in {*_TELLING, Field.WEBSITE.value}:
        suppression.recompute(connection, found)
    recording.touch(found)
    recording.facts.update(count=len(found), column=column)
    return len(found)


def _composed(connection: apsw.Connection, found: Iterable[int]) -> list[int]:
    """Those whose full name is no more than its parts."""
    return [lead for lead, name, *parts in _names_of(connection, found) if name == full_name(*parts)]


def _compose(connection: apsw.Connection, leads: Iterable[int], at: float) -> None:
    """Let the full name follow its parts."""
    names = [
        (lead, name) for lead, shown, *parts in _names_of(connection, leads) if (name := full_name(*parts)) != shown
    ]
    connection.executemany(
        "INSERT OR REPLACE INTO choices VALUES (?, ?, ?, ?)",
        [(lead, Field.NAME.value, name, at) for lead, name in names],
    )
    connection.executemany(
        f"UPDATE leads SET {Field.NAME.value} = nullif(?, '') WHERE id = ?",  # noqa: S608 - ours
        [(name, lead) for lead, name in names],
    )


def _names_of(connection: apsw.Connection, leads: Iterable[int]) -> list[tuple[int, str, str, str, str]]:
    """Each with its full name and the parts."""
    found = connection.execute(_NAMES, (ids(leads),)).fetchall()
    return [
        (int(str(lead)), str(name), str(first), str(middle), str(last)) for lead, name, first, middle, last in found
    ]
