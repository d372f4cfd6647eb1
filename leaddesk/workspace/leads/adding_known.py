"""Take many rows that are each certainly one known lead: what ``Adding.sort_in`` does, in few statements for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from leaddesk.domain.identity import EMAIL, folded_name, keys, marks
from leaddesk.domain.likely import Person, is_certain
from leaddesk.workspace.leads import records
from leaddesk.workspace.leads.picking import ids

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.adding import Adding
    from leaddesk.workspace.leads.history import Recording


class Waiting(NamedTuple):
    """A row that is not rejected."""

    lead: int
    """What it is if it is nobody known."""
    row: int | None
    values: Mapping[str, str]


def sort_in_all(connection: apsw.Connection, recording: Recording, adding: Adding, waiting: Sequence[Waiting]) -> None:
    """``Adding.sort_in`` for each of ``waiting``, in order."""
    recording.write_down()
    alone = _alone(connection, waiting)
    leads = records.shown_of(connection, alone.values())
    news: list[tuple[records.Said, records.Shown]] = []
    for place, one in enumerate(waiting):
        lead = leads[alone[place]] if place in alone else None
        if lead is not None and adding.has_said_so(lead.known, one.values):
            adding.took_known(lead.id)
        elif lead is not None and _is_certainly(lead.known, one.values):
            news.append((records.Said(adding.source, one.row, adding.at, one.values), lead))
        else:
            _add_records(connection, recording, adding, news)
            news = []
            adding.sort_in(*one)
    _add_records(connection, recording, adding, news)


def _add_records(
    connection: apsw.Connection,
    recording: Recording,
    adding: Adding,
    news: Sequence[tuple[records.Said, records.Shown]],
) -> None:
    """One record more of each of these leads, in order; recorded as ``Adding.as_`` and ``records.keep_own_record``."""
    last = int(connection.execute(_LAST_RECORD).get)
    additions = []
    for said, lead in news:
        last += 1 if lead.has_records else 2  # its own one comes before
        additions.append((last, said, lead))
    with recording.unrecorded():
        records.keep_own_of_each(connection, [(id_ - 1, lead) for id_, _, lead in additions])
        is_shown = records.add_to_each(connection, (one for one in additions if one[2].id >= adding.first))
    is_shown |= records.add_to_each(connection, (one for one in additions if one[2].id < adding.first))
    for said, lead in news:
        is_news = lead.id in is_shown or not said.values.items() <= lead.known.items()
        adding.took_record(lead.id, is_news=is_news)


def _alone(connection: apsw.Connection, waiting: Sequence[Waiting]) -> dict[int, int]:
    """By place, the lead of each row that has a key in common with it alone, and no other row with it or the row."""
    found_by = [keys(one.values) for one in waiting]
    known: dict[int, set[int]] = {}
    for key, lead in connection.execute(LEADS_BY_KEY, (ids(sorted({key for found in found_by for key in found})),)):
        known.setdefault(key, set()).add(lead)
    candidates = [set().union(*(known.get(key, ()) for key in found)) for found in found_by]
    rows_of_lead = Counter(lead for leads in candidates for lead in leads)
    rows_of_key = Counter(key for found in found_by for key in set(found))
    return {
        place: lead
        for place, (leads, found) in enumerate(zip(candidates, found_by, strict=True))
        if len(leads) == 1
        for lead in leads
        if rows_of_lead[lead] == 1 and all(rows_of_key[key] == 1 for key in found)
    }


def _is_certainly(known: records.Known, values: Mapping[str, str]) -> bool:
    shared = known.marks.intersection(marks(values))
    if not shared or any(mark.kind != EMAIL for mark in shared):
        return bool(shared)
    return is_certain(Person(frozenset(marks(values)), folded_name(values)), known.person) or known.says(values)


LEADS_BY_KEY = (
    "SELECT key, lead FROM carray(?) CROSS JOIN identities ON key = value"
    " CROSS JOIN leads ON id = lead WHERE standing = 0"
)
"""Which of some keys (``picking.ids``) which kept leads have."""
_LAST_RECORD = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'records'), 0)"
