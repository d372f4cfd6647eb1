"""Add what a source says: each row is somebody new, or a record more of a lead that is certainly the same person."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, NamedTuple

from leaddesk.domain.errors import NameTaken
from leaddesk.domain.identity import EMAIL, folded_name, keys, marks, with_full_name
from leaddesk.domain.import_rows import judged
from leaddesk.domain.imports import Imported, Reject
from leaddesk.domain.leads import LeadListId, SourceKind
from leaddesk.domain.likely import Person, bits_of, doubts, is_certain, reasons_between
from leaddesk.workspace.leads import lists, merging, named, records, suppression
from leaddesk.workspace.leads.columns import CELLS, cells_of
from leaddesk.workspace.leads.gate import Gate
from leaddesk.workspace.leads.picking import ids
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.history import Recording

Rejected = Callable[[int | None, Mapping[str, str], Reject], None]
"""Hears of each row that is not taken: its number, its values, and why."""


def add(
    connection: apsw.Connection,
    recording: Recording,
    kind: SourceKind,
    name: str,
    rows: Iterable[tuple[int | None, Mapping[str, str]]],
    *,
    at: float,
    into: int | None = None,
    new_list: str = "",
    skip_suppressed: bool = False,
    source: int | None = None,
    rejected: Rejected = lambda *_: None,
) -> Imported:
    """Add ``rows`` (number in the source, values by column) as one source, in the transaction of ``recording``.

    ``source``: more of one that was begun before (``source_called``), whose kind and name are these.

    All leads that they are, known ones too, also go into the list ``into`` or a new one called ``new_list``, which is
    numbered where the name is taken and not made for nobody. Whoever has only the parts of a name gets the
    full one. For up to some ten thousand rows; ``bulk`` does the same
    for a million. Raises ListGone.
    """
    adding = Adding(connection, recording, kind, name, at, source=source)
    clean = [(row, {column: value for column, said in given.items() if (value := said.strip())}) for row, given in rows]
    turned_away = Gate(connection, refuses_suppressed=skip_suppressed).verdicts([values for _, values in clean])
    refused: Counter[Reject] = Counter()
    for (row, values), verdict in zip(clean, turned_away, strict=True):
        if reject := judged(values) or verdict:
            refused[reject] += 1
            rejected(row, values, reject)
        else:
            adding.sort_in(adding.reserve(1), row, with_full_name(values))
    return adding.finished(len(clean), refused, into, new_list)


def source_called(connection: apsw.Connection, kind: SourceKind, name: str) -> int | None:
    """The latest source of this kind and name; None where there is none."""
    row = connection.execute("SELECT max(id) FROM sources WHERE kind = ? AND name = ?", (kind.value, name)).get
    return None if row is None else int(row)


def leads_of(connection: apsw.Connection, source: int | None) -> int:
    """How many leads were new with this source, whatever became of them since."""
    return int(connection.execute("SELECT count(*) FROM leads WHERE source = ?", (source,)).get)


class Candidate(NamedTuple):
    """A lead that has the key of a mark of the row."""

    lead: int
    known: records.Known

    @property
    def person(self) -> Person:
        return self.known.person


class Adding:
    """One source on its way in.

    Each row that is not rejected has an id in reserve, whether it becomes a lead or not: what a file becomes does not
    depend on the order of the work. The leads that are new are not recorded (``Recording.source`` stands for them),
    nor anything that happens to them meanwhile; all that happens to others is.
    """

    def __init__(
        self,
        connection: apsw.Connection,
        recording: Recording,
        kind: SourceKind,
        name: str,
        at: float,
        *,
        source: int | None = None,
    ) -> None:
        """``source``: one that was begun before; without it a new one is."""
        self._connection, self._recording, self.at = connection, recording, at
        self._is_begun = source is not None
        if source is None:
            connection.execute("INSERT INTO sources (kind, name, at) VALUES (?, ?, ?)", (kind.value, name, at))
            source = connection.last_insert_rowid()
        self.source = source
        self._kind, self._name = kind.value, name
        self.first = int(connection.execute(_FREE_ID).get)
        self._next = self.first
        self.new = self.merged = self.known = 0
        self._has_said = False
        self._names: dict[int, str | None] = {}
        """Of sources that are of the same kind; None for others."""
        self.met = array("q")
        """The lead of each row, in any order."""
        self._changed: set[int] = set()
        into, row = self.insertion_of(CELLS)
        self._insertion = f"INSERT {into} VALUES {row}"  # noqa: S608 - ours
        """For a new lead: its id, which row it is, and its cells."""
        self.own_rows = (
            f"SELECT leads.id, {', '.join(f'leads.{cell}' for cell in CELLS)}"  # noqa: S608 - ours
            " FROM carray(?) CROSS JOIN leads ON leads.id = value JOIN sources ON sources.id = source"
            f" WHERE has_records = 0 AND sources.kind = '{kind.value}' AND (sources.kind = 'file' OR sources.name ="
            f" (SELECT name FROM sources WHERE id = {self.source}))"
        )
        """For leads of one record, which came from the same place (``_is_ours``): their ids and cells."""

    def insertion_of(self, cells: Sequence[str]) -> tuple[str, str]:
        """SQL for a new lead, into what and what: its id, which row it is, and these cells."""
        return (
            f"INTO leads (source, added_at, id, source_row, {', '.join(cells)})",
            f"({self.source}, {self.at!r}, ?, ?{', ?' * len(cells)})",
        )

    def reserve(self, rows: int) -> int:
        """The id that the first of the next ``rows`` would have as a lead; the others have those behind it."""
        self._next += rows
        return self._next - rows

    def took_new(self, leads: array[int]) -> None:
        """Leads that were inserted by somebody else."""
        self.met += leads
        self.new += len(leads)

    def took_known(self, lead: int) -> None:
        """A row of which nothing is new."""
        self.met.append(lead)
        self.known += 1

    def took_record(self, lead: int, *, is_news: bool) -> None:
        """A row that is a record more of a lead now, and whether it is about anything new."""
        self.met.append(lead)
        self._has_said = True
        if lead < self.first:
            self._changed.add(lead)
        self._count(is_news=is_news)

    def has_said_so(self, known: records.Known, values: Mapping[str, str]) -> bool:
        """Whether a record from the same place says all of it already."""
        return any(values.items() <= one.values.items() and self._is_ours(one.source) for one in known.said)

    def sort_in(self, lead: int, row: int | None, values: Mapping[str, str]) -> None:
        """Take a row that is not rejected; as ``lead`` if it is nobody known."""
        self._recording.write_down()
        person = Person(frozenset(marks(values)), folded_name(values))
        found_by = keys(values)
        candidates = list(self._candidates(found_by))
        for found in candidates:
            if self.has_said_so(found.known, values):
                self.took_known(found.lead)
                return
        if not person.marks:
            self._sort_in_unmarked(lead, row, values, found_by, candidates)
            return
        candidates = [found for found in candidates if found.person.marks & person.marks]
        same = [found for found in candidates if is_certain(person, found.person) or found.known.says(values)]
        if same:
            found, were_two = self._joined(person, same)
            lead = found.lead
            self._add_record(found, row, values, is_news=were_two)
        else:
            self._insert(lead, row, values, found_by)
        for other in candidates:
            if other not in same:
                self._pair(lead, other, person)
        self.met.append(lead)

    def _sort_in_unmarked(
        self,
        lead: int,
        row: int | None,
        values: Mapping[str, str],
        found_by: Sequence[int],
        candidates: Iterable[Candidate],
    ) -> None:
        """Known is only who is described by the very same values in a source of this kind; the oldest of several."""
        for found in candidates:
            if any(one.values == values and self._is_alike(one.source) for one in found.known.said):
                lead = found.lead
                self._add_record(found, row, values, is_news=False)
                break
        else:
            self._insert(lead, row, values, found_by)
        self.met.append(lead)

    def finished(self, read: int, refused: Mapping[Reject, int], into: int | None, new_list: str) -> Imported:
        """After the last row: lists, suppression, and what there is to tell."""
        connection, recording = self._connection, self._recording
        list_ = self._listed(into, new_list)
        count = len(self.met)
        if self.new or self._has_said:
            recording.source = self.source
            leads = None if count > 100_000 else {*self.met, *self._changed}
            self._changed |= {lead for lead in suppression.recompute(connection, leads) if lead < self.first}
        elif not self._is_begun:
            connection.execute("DELETE FROM sources WHERE id = ?", (self.source,))
        recording.touch(self._changed)
        if self.new:
            recording.added = (self.first, self._next - 1)
            recording.touch_range(*recording.added)
        recording.facts.update(count=count, new=self.new, merged=self.merged, name=self._name)
        source = self.source if recording.source else 0
        return Imported(
            source,
            read,
            self.new,
            self.merged,
            self.known,
            dict(refused),
            list=None if list_ is None else LeadListId(list_),
        )

    def as_(self, lead: int) -> AbstractContextManager[None]:
        """While ``lead`` is changed: what happens to a new one is not recorded."""
        if lead >= self.first:
            return self._recording.unrecorded()
        self._changed.add(lead)
        return nullcontext()

    def _candidates(self, found_by: Iterable[int]) -> Iterator[Candidate]:
        """By their age."""
        for (lead,) in self._connection.execute(_BY_KEY, (ids(found_by),)):
            yield Candidate(lead, records.known_of(self._connection, lead))

    def _joined(self, person: Person, same: list[Candidate]) -> tuple[Candidate, bool]:
        """The lead that the row belongs to, and whether others were merged with it: those that nothing speaks against.

        A profile or an id tells more than an address; of those the oldest lead.
        """
        same.sort(key=lambda found: (not is_strong(person, found.person), found.lead))
        lead, were_two = same[0], False
        for other in same[1:]:
            if doubts(lead.person, other.person) or merging.is_apart(self._connection, lead.lead, other.lead):
                self._pair(lead.lead, other, person)
                continue
            keep, drop = sorted((lead.lead, other.lead))
            self._keep_own_record(keep)
            self._keep_own_record(drop)
            with self.as_(drop):
                merging.retire(self._connection, keep, drop)
            with self.as_(keep):
                merging.join(self._connection, keep, drop, at=self.at)
                records.work_out(self._connection, keep)
            lead, were_two = Candidate(keep, records.known_of(self._connection, keep)), True
        return lead, were_two

    def _add_record(self, found: Candidate, row: int | None, values: Mapping[str, str], *, is_news: bool) -> None:
        lead, known = found
        is_news |= not values.items() <= known.items()
        self._has_said = True
        self._keep_own_record(lead)
        said = records.Said(self.source, row, self.at, values)
        with self.as_(lead):
            records.add_record(self._connection, lead, said)
            is_shown = records.show(self._connection, lead, (said, *known.said), known.choices)
        self._count(is_news=is_news or is_shown)

    def _keep_own_record(self, lead: int) -> None:
        """Not recorded: it changes where the record lies, and nothing of the lead."""
        with self._recording.unrecorded():
            records.keep_own_record(self._connection, lead)

    def _count(self, *, is_news: bool) -> None:
        self.merged += is_news
        self.known += not is_news

    def _is_ours(self, source: int) -> bool:
        """Whether a record comes from the same place as this row: one list collected again; or any file, as a file that
        says what a file said before is a copy of it.
        """
        return self._is_alike(source) and (self._kind == SourceKind.FILE.value or self._names[source] == self._name)

    def _is_alike(self, source: int) -> bool:
        """Whether a record comes from the same kind of place as this row."""
        if source not in self._names:
            kind, name = next(self._connection.execute("SELECT kind, name FROM sources WHERE id = ?", (source,)))
            self._names[source] = name if kind == self._kind else None
        return self._names[source] is not None

    def _insert(self, lead: int, row: int | None, values: Mapping[str, str], found_by: Iterable[int]) -> None:
        with self.as_(lead):
            self._connection.execute(self._insertion, (lead, row, *cells_of(values)))
            self._connection.executemany(
                "INSERT OR IGNORE INTO identities VALUES (?, ?)", [(key, lead) for key in found_by]
            )
        self.new += 1

    def _pair(self, lead: int, other: Candidate, person: Person) -> None:
        """Ask about two leads, of which the row was the one and could be the other."""
        one, two = sorted((lead, other.lead))
        reasons = bits_of(*reasons_between(person, other.person))
        self._connection.execute(
            "INSERT OR IGNORE INTO likenesses (one, other, reasons) VALUES (?, ?, ?)", (one, two, reasons)
        )

    def _listed(self, into: int | None, new_list: str) -> int | None:
        """Puts the leads into a list and returns it."""
        if into is None and (not new_list.strip() or not self.met):
            return None
        connection = self._connection
        if into is None:
            into = self._new_list(named.cleaned(new_list))
        leads = _alive(connection, self.met)
        before = [lead for lead in leads if lead < self.first]
        lists.add(connection, self._recording, into, before)
        with self._recording.unrecorded():
            connection.executemany(
                "INSERT OR IGNORE INTO list_leads VALUES (?, ?)", ((into, lead) for lead in leads if lead >= self.first)
            )
        return into

    def _new_list(self, name: str) -> int:
        """With a number where the name is taken."""
        try:
            return lists.create(self._connection, self._recording, name).id
        except NameTaken:
            free = named.free(self._connection, "lead_lists", name)
            return lists.create(self._connection, self._recording, free).id


def is_strong(person: Person, other: Person) -> bool:
    """Whether they have more in common than an e-mail address."""
    return any(mark.kind != EMAIL for mark in person.marks & other.marks)


def _alive(connection: apsw.Connection, met: Iterable[int]) -> list[int]:
    """These leads, or what they were merged into meanwhile; each once, in order."""
    wanted = set(met)
    merged = dict(
        iter(
            connection.execute(
                "SELECT id, merged_into FROM carray(?) CROSS JOIN leads ON id = value WHERE standing = ?",
                (ids(sorted(wanted)), Standing.MERGED.value),
            )
        )
    )
    for drop, keep in merged.items():
        wanted.discard(drop)
        while keep in merged:
            keep = merged[keep]  # noqa: PLW2901 - a merge of a merge
        wanted.add(keep)
    return sorted(wanted)


_FREE_ID = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'leads'), 0) + 1"
_BY_KEY = (
    "SELECT DISTINCT lead FROM carray(?) CROSS JOIN identities ON key = value"
    " CROSS JOIN leads ON id = lead WHERE standing = 0 ORDER BY lead"
)
