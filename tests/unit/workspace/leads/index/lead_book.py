"""Leads written straight into ``leads.db``, and what a view of them has by the plainest of means."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from unicodedata import combining, normalize

import apsw

from leaddesk.domain.lead_views import Condition, Scope, Test, View
from leaddesk.domain.leads import KINDS, Field, SourceKind
from leaddesk.domain.sort_keys import folded, sort_key
from leaddesk.domain.table import Kind
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads.columns import CELLS, cells_of
from leaddesk.workspace.leads.history import note_touched
from leaddesk.workspace.leads.index.finder import LeadFinder
from leaddesk.workspace.leads.index.preparing import prepare
from leaddesk.workspace.leads.schema import LEADS

START = 1_790_000_000.0
KIND_IDS = {kind.value: at for at, kind in enumerate(SourceKind, start=1)}
_KINDS = {column.value: kind for column, kind in KINDS.items()}


@dataclass
class Kept:
    """One lead as the model knows it."""

    values: Mapping[str, str]
    kinds: frozenset[str]
    standing: int = 0
    lists: set[int] = field(default_factory=set)
    tags: set[int] = field(default_factory=set)
    note: str = ""
    suppressed: bool = False
    added_at: float = START


class LeadBook:
    """A store with a finder over it, and the model beside."""

    def __init__(self, folder: Path) -> None:
        self.path, self.index = folder / "leads.db", folder / "leads-index.db"
        self.reader = Database(self.path, schema=lambda: LEADS)
        self.writer = Database(self.path, schema=lambda: LEADS)
        self.finder = LeadFinder(self.reader, self.index)
        self.leads: dict[int, Kept] = {}
        self.lists = {1: "Fair, Berlin", 2: "Berlin"}
        self.tags = {1: "hot", 2: "Cold call"}

    async def begin(self) -> None:
        def fill(connection: apsw.Connection) -> None:
            for kind, id_ in KIND_IDS.items():
                connection.execute("INSERT INTO sources VALUES (?, ?, '', ?)", (id_, kind, START))
            for id_, name in self.lists.items():
                connection.execute("INSERT INTO lead_lists VALUES (?, ?, ?, 0, ?)", (id_, name, name.casefold(), id_))
            for id_, name in self.tags.items():
                connection.execute("INSERT INTO tags VALUES (?, ?, ?)", (id_, name, name.casefold()))

        await self.writer.write(fill)

    async def put(self, leads: Mapping[int, Kept]) -> None:
        """Write these leads, new or in place of what they were."""

        def write(connection: apsw.Connection) -> None:
            for id_, lead in leads.items():
                _put(connection, id_, lead)
            note_touched(connection, leads, START + 60)

        await self.writer.write(write)
        self.leads.update(leads)

    async def prepare(self, columns: Sequence[str] = (), *, until: int = 10**9) -> bool:
        """As the working process does, stopped at its turn ``until``; whether there was anything to do."""
        turns = itertools.count()
        await self.reader.read(lambda _: None)
        connection = apsw.Connection(str(self.path))
        try:
            return prepare(connection, self.index, lambda _: None, lambda: next(turns) >= until, columns)
        finally:
            connection.close()

    async def aclose(self) -> None:
        await self.finder.aclose()
        await self.reader.aclose()
        await self.writer.aclose()

    def expected(self, view: View, sort_by: str = "", *, descending: bool = False) -> list[int]:
        """Ids in the order to show."""
        ids = [id_ for id_ in sorted(self.leads, reverse=True) if self._is_in(self.leads[id_], view)]
        if not sort_by:
            return ids
        kind = _KINDS.get(sort_by, Kind.TEXT)
        keys = {id_: sort_key(", ".join(self.cell(self.leads[id_], sort_by)), kind) for id_ in ids}
        sizes = [id_ for id_ in ids if isinstance(keys[id_], float)]
        texts = [id_ for id_ in ids if isinstance(keys[id_], str)]
        empty = [id_ for id_ in ids if keys[id_] is None]

        def by(ids: list[int]) -> list[int]:
            return sorted(ids, key=lambda id_: keys[id_], reverse=descending)  # type: ignore[arg-type,return-value]  # one type

        return [*by(sizes), *by(texts), *empty]

    def cell(self, lead: Kept, column: str) -> list[str]:
        """All values of a cell."""
        beside: dict[str, Callable[[], Iterable[str]]] = {
            "@lists": lambda: [self.lists[id_] for id_ in sorted(lead.lists)],
            "@tags": lambda: sorted([self.tags[id_] for id_ in lead.tags], key=str.casefold),
            "@note": lambda: [lead.note],
            "@added": lambda: [datetime.fromtimestamp(lead.added_at).strftime("%Y-%m-%d %H:%M")],  # noqa: DTZ006 - local
            "@sources": lambda: [kind.value for kind in SourceKind if kind.value in lead.kinds],
            "@suppressed": lambda: ["yes"] if lead.suppressed else [],
        }
        values = beside[column]() if column in beside else [lead.values.get(column, "")]
        return [value for value in values if value]

    def _is_in(self, lead: Kept, view: View) -> bool:
        is_there = {
            Scope.ALL: True,
            Scope.BOUGHT: "reachstream" in lead.kinds,
            Scope.SUPPRESSED: lead.suppressed,
            Scope.TRASH: True,
            Scope.LIST: view.list in lead.lists,
        }[view.scope]
        if lead.standing != (1 if view.scope is Scope.TRASH else 0) or not is_there:
            return False
        columns = ("name", "first_name", "middle_name", "last_name", "company", "title", "email", "website")
        lines = [bare(lead.values.get(column, "")) for column in columns]
        if not all(any(bare(word) in line for line in lines) for word in view.search.split()):
            return False
        return all(self._holds(lead, condition) for condition in view.conditions)

    def _holds(self, lead: Kept, condition: Condition) -> bool:
        values = [folded(value) for value in self.cell(lead, condition.column)]
        wanted = [folded(value).strip() for value in condition.values if value.strip()]
        kind = _KINDS.get(condition.column, Kind.TEXT)
        if condition.test is Test.EMPTY:
            return (not values) != condition.negated
        if condition.test is Test.IS:
            found = any(value.strip() in wanted for value in values)
        elif condition.test is Test.CONTAINS:
            found = any(part in value for value in values for part in wanted)
        else:
            bound = _place(condition.values[0], kind) if condition.values[0].strip() else None
            places = [_place(value, kind) for value in self.cell(lead, condition.column) if value.strip()]
            is_before = condition.test is Test.BEFORE
            found = bound is not None and any((place < bound) == is_before for place in places)
        return found != condition.negated


def bare(text: str) -> str:
    """Without case and accents."""
    apart = normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not combining(letter)).casefold().replace("ø", "o")


def _place(value: str, kind: Kind) -> tuple[bool, object]:
    key = sort_key(value, kind)
    return isinstance(key, str), key


def _put(connection: apsw.Connection, id_: int, lead: Kept) -> None:
    for table in ("list_leads", "tag_leads", "notes", "suppressed", "records"):
        connection.execute(f"DELETE FROM {table} WHERE lead = ?", (id_,))  # noqa: S608 - ours
    own = min(KIND_IDS[kind] for kind in lead.kinds)
    has_records = len(lead.kinds) > 1
    names = ", ".join(("id", "standing", "source", "has_records", "added_at", *CELLS))
    row = (id_, lead.standing, own, int(has_records), lead.added_at, *cells_of(lead.values))
    marks = ", ".join("?" * len(row))
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute(f"REPLACE INTO leads ({names}) VALUES ({marks})", row)  # noqa: S608 - ours
    if has_records:
        for kind in lead.kinds:
            connection.execute(
                "INSERT INTO records (lead, origin, source, at, said) VALUES (?, ?, ?, ?, ?)",
                (id_, id_, KIND_IDS[kind], START, json.dumps(dict(lead.values))),
            )
    connection.executemany("INSERT INTO list_leads VALUES (?, ?)", [(list_, id_) for list_ in lead.lists])
    connection.executemany("INSERT INTO tag_leads VALUES (?, ?)", [(tag, id_) for tag in lead.tags])
    if lead.note:
        connection.execute("INSERT INTO notes VALUES (?, ?, ?)", (id_, lead.note, START))
    if lead.suppressed:
        connection.execute("INSERT INTO suppressed VALUES (?)", (id_,))


FIELDS = [column.value for column in Field]
