"""What each source says of a lead, and what is shown of it: a person's choice, or else what the newest record says.

A lead of one record has it in its own row. A second one, or a typed value, brings both into ``records``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from leaddesk.domain.identity import Mark, folded_name, key, keys, marks
from leaddesk.domain.leads import Lead, LeadId, LeadListId, Record, Source, SourceId, SourceKind
from leaddesk.domain.likely import Person
from leaddesk.workspace.leads.columns import CELLS, SELECTED, cells_of, values_of
from leaddesk.workspace.leads.picking import ids
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Said:
    """One record of a lead, as it lies in the database."""

    source: int
    row: int | None
    at: float
    values: Mapping[str, str]


def said_of(connection: apsw.Connection, lead: int) -> tuple[Said, ...]:
    """Its records, newest first: the lead's own row where that is the only one. Nothing for what is no lead."""
    found = connection.execute(
        "SELECT source, source_row, at, said FROM records WHERE lead = ? ORDER BY at DESC, id DESC", (lead,)
    )
    if said := tuple(Said(source, row, at, json.loads(values)) for source, row, at, values in found):
        return said
    own = connection.execute(
        f"SELECT source, source_row, added_at, {SELECTED} FROM leads WHERE id = ?",  # noqa: S608 - ours
        (lead,),
    ).fetchone()
    return (Said(own[0], own[1], own[2], values_of(own[3:])),) if own else ()


def choices_of(connection: apsw.Connection, lead: int) -> dict[str, str]:
    """What a person typed or chose, by column; ``""`` for what is to be empty."""
    return dict(iter(connection.execute("SELECT field, value FROM choices WHERE lead = ?", (lead,))))


def keep_own_record(connection: apsw.Connection, lead: int) -> None:
    """Before another record comes, or a value is typed: what its row shows becomes its first record."""
    own = connection.execute(
        f"SELECT source, source_row, added_at, {SELECTED} FROM leads WHERE id = ? AND has_records = 0",  # noqa: S608 - ours
        (lead,),
    ).fetchone()
    if own:
        add_record(connection, lead, Said(own[0], own[1], own[2], values_of(own[3:])))
        connection.execute("UPDATE leads SET has_records = 1 WHERE id = ?", (lead,))


def add_record(connection: apsw.Connection, lead: int, said: Said) -> None:
    """One record more. What is shown, and the identities, are another matter: ``work_out``."""
    connection.execute(_ADD, (None, *_cells_of_record(lead, said)))


def _cells_of_record(lead: int, said: Said) -> tuple[int, int, int, int | None, float, str]:
    return (lead, lead, said.source, said.row, said.at, _AS_JSON(values_of(cells_of(said.values))))


def keep_own_of_each(connection: apsw.Connection, leads: Iterable[tuple[int, Shown]]) -> None:
    """``keep_own_record`` for each, with the id that its record gets."""
    own = [(id_, lead) for id_, lead in leads if not lead.has_records]
    connection.executemany(_ADD, [(id_, *_cells_of_record(lead.id, lead.known.said[0])) for id_, lead in own])
    connection.executemany("UPDATE leads SET has_records = 1 WHERE id = ?", [(lead.id,) for _, lead in own])


def add_to_each(connection: apsw.Connection, additions: Iterable[tuple[int, Said, Shown]]) -> set[int]:
    """For each lead, which keeps its own as a record, one record more with this id; returns which show something else
    by it."""
    said, found_by, shows = [], [], []
    changed: set[int] = set()
    for id_, one, lead in additions:
        said.append((id_, *_cells_of_record(lead.id, one)))
        found_by += [(key, lead.id) for key in keys(one.values)]
        after = cells_of(shown(_newest_first((one, *lead.known.said)), lead.known.choices))
        if after != lead.cells:
            shows.append((*after, lead.id))
            changed.add(lead.id)
    connection.executemany(_ADD, said)
    connection.executemany(_KNOW, found_by)
    connection.executemany(_SHOW, shows)
    return changed


def work_out(connection: apsw.Connection, lead: int) -> bool:
    """Show what its records and choices give now, and know it by the marks in them; whether it shows anything else."""
    return show(connection, lead, said_of(connection, lead), choices_of(connection, lead))


def show(connection: apsw.Connection, lead: int, said: Iterable[Said], choices: Mapping[str, str]) -> bool:
    """``work_out`` where its records and choices are at hand; of records that are as old the latest one comes first."""
    said = _newest_first(said)
    _identify(connection, lead, said, choices)
    before = connection.execute(f"SELECT {SELECTED} FROM leads WHERE id = ?", (lead,)).fetchone()  # noqa: S608 - ours
    after = cells_of(shown(said, choices))
    if before is None or before == after:
        return False
    connection.execute(_SHOW, (*after, lead))
    return True


def _newest_first(said: Iterable[Said]) -> list[Said]:
    return sorted(said, key=lambda record: record.at, reverse=True)


def shown(said: Iterable[Said], choices: Mapping[str, str]) -> dict[str, str]:
    """By column: what was chosen (``""`` for nothing), else what the newest record that has the column says."""
    values: dict[str, str] = {}
    for record in reversed(tuple(said)):
        values.update(record.values)
    values.update(choices)
    return {column: value for column, value in values.items() if value}


@dataclass(frozen=True)
class Known:
    """What is known of a lead."""

    said: tuple[Said, ...]
    """Newest first."""
    choices: Mapping[str, str]

    @cached_property
    def marks(self) -> frozenset[Mark]:
        """Those in all its records and choices."""
        everything = (*(record.values for record in self.said), self.choices)
        return frozenset(mark for values in everything for mark in marks(values))

    @cached_property
    def person(self) -> Person:
        """Its marks, and the name that is shown."""
        return Person(self.marks, folded_name(shown(self.said, self.choices)))

    def says(self, values: Mapping[str, str]) -> bool:
        """Whether a record says the very same: then whoever is described so is this lead, whatever it became since."""
        return any(one.values == values for one in self.said)

    def items(self) -> set[tuple[str, str]]:
        """Everything that any record or choice says: columns and values."""
        return {item for values in (*(one.values for one in self.said), self.choices) for item in values.items()}


def known_of(connection: apsw.Connection, lead: int) -> Known:
    return Known(said_of(connection, lead), choices_of(connection, lead))


@dataclass(frozen=True)
class Shown:
    """A lead as it stands in the database."""

    id: int
    has_records: bool
    cells: tuple[str | None, ...]
    """What it shows, in the order of ``CELLS``."""
    known: Known


def shown_of(connection: apsw.Connection, leads: Collection[int]) -> dict[int, Shown]:
    """``known_of`` for each of ``leads``, and what it shows."""
    said: dict[int, list[Said]] = {}
    for lead, source, row, at, values in connection.execute(_RECORDS, (ids(leads),)):
        said.setdefault(lead, []).append(Said(source, row, at, json.loads(values)))
    choices: dict[int, dict[str, str]] = {}
    for lead, field, value in connection.execute(_CHOICES, (ids(leads),)):
        choices.setdefault(lead, {})[field] = value
    found = {}
    for lead, has_records, source, row, at, *cells in connection.execute(_OWN, (ids(leads),)):
        own = [] if lead in said else [Said(source, row, at, values_of(cells))]
        known = Known(tuple(said.get(lead, own)), choices.get(lead, {}))
        found[lead] = Shown(lead, bool(has_records), tuple(cells), known)
    return found


def person_of(connection: apsw.Connection, lead: int) -> Person:
    """Who a lead is, as far as that can be told for certain."""
    return known_of(connection, lead).person


def _identify(connection: apsw.Connection, lead: int, said: Iterable[Said], choices: Mapping[str, str]) -> None:
    """Keys of marks that it has no more may stay: whoever joins by a key compares the marks."""
    found = {key(mark) for mark in marks(choices)}.union(*(keys(record.values) for record in said))
    connection.executemany(_KNOW, [(key, lead) for key in found])


_ADD = "INSERT INTO records (id, lead, origin, source, source_row, at, said) VALUES (?, ?, ?, ?, ?, ?, ?)"
_KNOW = "INSERT OR IGNORE INTO identities VALUES (?, ?)"
_RECORDS = (
    "SELECT lead, source, source_row, at, said FROM carray(?) CROSS JOIN records ON lead = value"
    " ORDER BY lead, at DESC, id DESC"
)
_CHOICES = "SELECT lead, field, choices.value FROM carray(?) AS wanted CROSS JOIN choices ON lead = wanted.value"
_OWN = (
    f"SELECT id, has_records, source, source_row, added_at, {SELECTED}"  # noqa: S608 - ours
    " FROM carray(?) CROSS JOIN leads ON id = value"
)
_SHOW = f"UPDATE leads SET {', '.join(f'{cell} = ?' for cell in CELLS)} WHERE id = ?"  # noqa: S608 - ours


def read_lead(connection: apsw.Connection, lead: int) -> Lead | None:
    """Everything that is known of one lead, kept or in the trash; None for any other id."""
    row = connection.execute(
        f"SELECT standing, {SELECTED} FROM leads WHERE id = ? AND standing IN (?, ?)",  # noqa: S608 - ours
        (lead, Standing.KEPT.value, Standing.TRASH.value),
    ).fetchone()
    if row is None:
        return None
    said = said_of(connection, lead)
    lists = connection.execute("SELECT list FROM list_leads WHERE lead = ? ORDER BY list", (lead,))
    tags = connection.execute(
        "SELECT name FROM tag_leads JOIN tags ON id = tag WHERE lead = ? ORDER BY folded_name", (lead,)
    )
    note = connection.execute("SELECT text FROM notes WHERE lead = ?", (lead,)).fetchone()
    is_suppressed = connection.execute("SELECT EXISTS (SELECT 1 FROM suppressed WHERE lead = ?)", (lead,)).get
    records = [*_typed(connection, lead), *_records(connection, said)]
    return Lead(
        LeadId(lead),
        values_of(row[1:]),
        tuple(sorted(records, key=lambda record: record.source.at, reverse=True)),
        tuple(LeadListId(list_) for (list_,) in lists),
        tuple(name for (name,) in tags),
        note[0] if note else "",
        bool(is_suppressed),
        row[0] == Standing.TRASH.value,
    )


def _records(connection: apsw.Connection, said: Iterable[Said]) -> list[Record]:
    sources: dict[int, tuple[SourceKind, str]] = {}
    for record in said:
        if record.source not in sources:
            kind, name = next(connection.execute("SELECT kind, name FROM sources WHERE id = ?", (record.source,)))
            sources[record.source] = (SourceKind(kind), name)
    return [
        Record(Source(SourceId(one.source), *sources[one.source], _moment(one.at)), one.row, dict(one.values))
        for one in said
    ]


def _typed(connection: apsw.Connection, lead: int) -> list[Record]:
    """What was typed or chosen, one record a moment."""
    moments: dict[float, dict[str, str]] = {}
    for field, value, at in connection.execute("SELECT field, value, at FROM choices WHERE lead = ?", (lead,)):
        if value:
            moments.setdefault(at, {})[field] = value
    return [
        Record(Source(SourceId(0), SourceKind.HAND, "", _moment(at)), None, values) for at, values in moments.items()
    ]


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
