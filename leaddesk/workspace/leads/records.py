"""What each source says of a lead, and what is shown of it: a person's choice, or else what the newest record says.

A lead of one record has it in its own row. A second one, or a typed value, brings both into ``records``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from leaddesk.domain.identity import Mark, folded_name, key, keys, marks
from leaddesk.domain.leads import Lead, LeadId, LeadListId, Record, Source, SourceId, SourceKind
from leaddesk.domain.likely import Person
from leaddesk.workspace.leads.columns import CELLS, SELECTED, cells_of, values_of
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
    connection.execute(
        "INSERT INTO records (lead, origin, source, source_row, at, said) VALUES (?, ?, ?, ?, ?, ?)",
        (lead, lead, said.source, said.row, said.at, _AS_JSON(values_of(cells_of(said.values)))),
    )


def work_out(connection: apsw.Connection, lead: int) -> bool:
    """Show what its records and choices give now, and know it by the marks in them; whether it shows anything else."""
    return show(connection, lead, said_of(connection, lead), choices_of(connection, lead))


def show(connection: apsw.Connection, lead: int, said: Iterable[Said], choices: Mapping[str, str]) -> bool:
    """``work_out`` where its records and choices are at hand; of records that are as old the latest one comes first."""
    said = sorted(said, key=lambda record: record.at, reverse=True)
    _identify(connection, lead, said, choices)
    before = connection.execute(f"SELECT {SELECTED} FROM leads WHERE id = ?", (lead,)).fetchone()  # noqa: S608 - ours
    after = cells_of(shown(said, choices))
    if before is None or before == after:
        return False
    connection.execute(_SHOW, (*after, lead))
    return True


def shown(said: Iterable[Said], choices: Mapping[str, str]) -> dict[str, str]:
    """By column: what was chosen (``""`` for nothing), else what the newest record that has the column says."""
    values: dict[str, str] = {}
    for record in reversed(tuple(said)):
        values.update(record.values)
    values.update(choices)
    return {column: value for column, value in values.items() if value}


class Known(NamedTuple):
    """What is known of a lead."""

    said: tuple[Said, ...]
    """Newest first."""
    choices: Mapping[str, str]
    person: Person
    """The marks in all its records and choices, and the name that is shown."""

    def says(self, values: Mapping[str, str]) -> bool:
        """Whether a record says the very same: then whoever is described so is this lead, whatever it became since."""
        return any(one.values == values for one in self.said)

    def items(self) -> set[tuple[str, str]]:
        """Everything that any record or choice says: columns and values."""
        return {item for values in (*(one.values for one in self.said), self.choices) for item in values.items()}


def known_of(connection: apsw.Connection, lead: int) -> Known:
    said, choices = said_of(connection, lead), choices_of(connection, lead)
    return Known(said, choices, Person(_marks_in(said, choices), folded_name(shown(said, choices))))


def person_of(connection: apsw.Connection, lead: int) -> Person:
    """Who a lead is, as far as that can be told for certain."""
    return known_of(connection, lead).person


def _marks_in(said: Iterable[Said], choices: Mapping[str, str]) -> frozenset[Mark]:
    return frozenset(mark for values in (*(record.values for record in said), choices) for mark in marks(values))


def _identify(connection: apsw.Connection, lead: int, said: Iterable[Said], choices: Mapping[str, str]) -> None:
    """Keys of marks that it has no more may stay: whoever joins by a key compares the marks."""
    found = {key(mark) for mark in marks(choices)}.union(*(keys(record.values) for record in said))
    connection.executemany("INSERT OR IGNORE INTO identities VALUES (?, ?)", [(key, lead) for key in found])


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
