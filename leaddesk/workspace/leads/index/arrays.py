"""The parts that are in memory, each brought up to date when it is asked for: from the file, or from the leads."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaddesk.workspace.leads.index import orders, parts
from leaddesk.workspace.leads.index.index_file import TOKEN, IndexFile
from leaddesk.workspace.leads.index.parts import Ask, Part

if TYPE_CHECKING:
    import apsw

TOUCHED_FROM = "touched_from"
"""The fact of ``leads.db`` that tells up to which edition ``touched`` was emptied."""
_FEW = 2_000
"""Changed leads that are not worth being compared."""
_MOST_BYTES = 16 * 2**20
"""Of parts in memory; those that were not used for the longest time make room."""


@dataclass(frozen=True)
class State:
    """``leads.db`` at one moment."""

    edition: int
    size: int
    """The highest id and one: the length of arrays by id."""
    token: str | None
    touched_from: int

    @property
    def everything(self) -> list[tuple[int, int]]:
        """All leads, as ranges of ids."""
        return [(1, self.size - 1)] if self.size > 1 else []

    def knows(self, edition: int) -> bool:
        """Whether it can be told what is another since then."""
        return self.touched_from <= edition <= self.edition

    def ranges_since(self, connection: apsw.Connection, edition: int) -> list[tuple[int, int]]:
        """The leads that are another since ``edition``: all of them where that cannot be told."""
        if not self.knows(edition):
            return self.everything
        rows = connection.execute("SELECT first, last FROM touched WHERE edition > ?", (edition,))
        return parts.merged([(int(first), int(last)) for first, last in rows])


def state_of(connection: apsw.Connection) -> State:
    facts = dict(connection.execute("SELECT name, value FROM facts"))
    ((highest,),) = connection.execute("SELECT coalesce(max(id), 0) FROM leads")
    return State(int(facts["edition"]), highest + 1, facts.get(TOKEN), int(facts.get(TOUCHED_FROM, 0)))


def leads_in(ranges: Sequence[tuple[int, int]]) -> int:
    return sum(last - first + 1 for first, last in ranges)


class Arrays:
    """May be asked from several threads at once. Of what is built twice then, one is kept."""

    def __init__(self, ask: Ask, file: IndexFile) -> None:
        self._ask, self.file = ask, file
        self._kept: dict[str, Part] = {}
        self._compared: tuple[int, int, list[tuple[int, int]]] = (-1, -1, [])
        self._keeping = threading.Lock()
        self.missed_orders: dict[str, None] = {}
        """Columns whose order was asked for and is not there."""

    def since(self, edition: int) -> tuple[State, list[tuple[int, int]]]:
        """Now, and the leads that are another since ``edition``."""

        def look(connection: apsw.Connection) -> tuple[State, list[tuple[int, int]]]:
            state = state_of(connection)
            return state, state.ranges_since(connection, edition)

        return self._ask(look)

    def part(self, name: str) -> Part:
        """As it is now. Where nothing was prepared it is read from the leads, which may take seconds."""
        part = self._best(name) or parts.empty(name)
        while True:
            state, ranges = self.since(part.edition)
            if part.edition == state.edition and not part.is_new:
                self._keep(part)
                return part
            if part.is_too_varied:
                part = parts.empty(name)
            if part.is_new or not state.knows(part.edition):
                part, ranges = parts.empty(name), state.everything
            # Leads may change between two of the questions that it is read with, so it is looked at again.
            part = parts.patched(part, self._ask, ranges, state.size, state.edition)

    def others_since(self, edition: int) -> list[tuple[int, int]]:
        """Leads whose values may be others since ``edition``, the one of the file.

        Many are compared with what they were: whoever puts 100,000 leads into a list changes no order and no text.
        """
        state, ranges = self.since(edition)
        if leads_in(ranges) <= _FEW or not state.knows(edition):
            return ranges
        since, until, known = self._compared
        if since != edition or not since <= until <= state.edition:
            until, known = edition, []
        seals = self.file.part("seals")
        if seals is None or seals.edition != edition:
            return ranges
        later = self.since(until)[1]
        known = parts.merged([*known, *parts.resealed(seals, self._ask, later, state.size)])
        self._compared = edition, state.edition, known
        return known

    def order(self, column: str, *, descending: bool) -> Part | None:
        """The sorted ids; None where they were not prepared, or too much has changed since."""
        order = self._order(orders.name_of(column, descending=descending))
        if order is None and not column.startswith("@"):  # what stands beside the fields changes with other tables
            self.missed_orders[column] = None
        return order

    def _order(self, name: str) -> Part | None:
        part = self._best(name)
        while part is not None:
            state, ranges = self.since(part.edition)
            if leads_in(ranges) > orders.MOST_PATCHED:
                if (part := self._saved(name)) is None:
                    return None
                ranges = self.others_since(part.edition)
            if not state.knows(part.edition) or leads_in(ranges) > orders.MOST_PATCHED:
                return None
            if part.edition == state.edition:
                self._keep(part)
                return part
            ids = [id_ for first, last in ranges for id_ in range(first, last + 1)]
            part = orders.patched(part, self._ask, ids, state.size, state.edition)
        return None

    def texts_edition(self) -> int | None:
        """The edition that the search index was made from; None where there is none for these leads."""
        if not self.file.belongs_to(self._ask(state_of).token):
            return None
        edition: int | None = self.file.fact("texts")
        return edition

    def behind(self, name: str) -> int:
        """How many leads have to be read before ``part`` answers."""
        part = self._best(name)
        return leads_in(self.since(part.edition if part is not None else -1)[1])

    def forget(self) -> None:
        """The file is another one, or ``leads.db`` is."""
        with self._keeping:
            self._kept.clear()
            self._compared = (-1, -1, [])

    def _best(self, name: str) -> Part | None:
        """What there is to begin with."""
        return self._kept.get(name) or self._saved(name)

    def _saved(self, name: str) -> Part | None:
        return self.file.part(name) if self.file.belongs_to(self._ask(state_of).token) else None

    def _keep(self, part: Part) -> None:
        with self._keeping:
            self._kept.pop(part.name, None)
            self._kept[part.name] = part
            total = sum(kept.data.nbytes for kept in self._kept.values())
            for name in list(self._kept)[:-1]:
                if total <= _MOST_BYTES:
                    break
                total -= self._kept.pop(name).data.nbytes
