"""Which rows of a big file are somebody new, for many at once: by the keys of their marks, in arrays."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from itertools import compress, islice
from typing import TYPE_CHECKING, Any

import numpy as np

from leaddesk.workspace.leads.adding import Adding
from leaddesk.workspace.leads.adding_known import LEADS_BY_KEY, Waiting, sort_in_all
from leaddesk.workspace.leads.columns import cells_of
from leaddesk.workspace.leads.picking import ids
from leaddesk.workspace.leads.row_blocks import RowBlock, values_at

if TYPE_CHECKING:
    import apsw
    import numpy.typing as npt

    from leaddesk.workspace.leads.history import Recording
    from leaddesk.workspace.leads.row_blocks import Cells, Keys

_SORTED_IN_AT_ONCE = 250
"""Rows whose marks, and those of their leads, ``identity`` still knows when they are asked for again."""
_IDENTITIES_AT_ONCE = 200_000
_FEW = 100_000
"""Identities for which making an index anew does not pay."""
_BITS = 29
"""Of a place in the filter that says which keys were met: 64 MB. Each key has two, so that of 3,000,000 hardly one in
10,000 is taken for another."""
_CACHE = -262_144
"""KiB of pages held back while a big file comes in: those in the middle of a table are written once, not often."""

_SORTING_CACHE = -8192
"""KiB that are sorted at once for an index: what the processor's cache can help with."""
_SORTING_THREADS = 2
"""Beside the one that reads: the process that reads the file has nothing to do any more."""


class Sieve:
    """Takes rows in blocks; those that may be somebody who was met before wait in a table on disk."""

    def __init__(
        self, connection: apsw.Connection, recording: Recording, adding: Adding, columns: Sequence[str]
    ) -> None:
        """``columns``: as ``RowBlocks.columns``."""
        self._connection, self._recording, self._adding = connection, recording, adding
        self._columns = columns
        self._met = np.zeros(1 << (_BITS - 3), np.uint8)
        self._keys: list[Keys] = []
        self._leads: list[Keys] = []
        """Of the new ones."""
        self._is_empty = not connection.execute("SELECT EXISTS (SELECT 1 FROM identities)").get
        connection.pragma("cache_size", _CACHE)
        connection.execute("DROP TABLE IF EXISTS temp.waiting")
        connection.execute("CREATE TEMP TABLE waiting (lead INTEGER PRIMARY KEY, row INTEGER, said TEXT)")

    def take(self, block: RowBlock) -> None:
        """Its rows, whose cells are in the order of the columns that the sieve was made for."""
        numbers, keys, owners = block.numbers, block.keys, block.owners
        columns = block.table.apart()
        first = self._adding.reserve(len(numbers))
        waits = np.zeros(len(numbers), bool)
        waits[owners[self._were_met(keys)]] = True
        is_new = ~waits
        if not self._is_empty:
            known, waiting = self._in_store(columns, keys, owners, waits)
            waits |= waiting
            is_new = ~(waits | known)
        self._put_aside(np.flatnonzero(waits).tolist(), first, numbers, columns)
        leads: Sequence[int] = range(first, first + len(numbers))
        if not is_new.all():
            kept = is_new.tolist()
            leads, numbers = [*compress(leads, kept)], [*compress(numbers, kept)]
            columns = [cells and [*compress(cells, kept)] for cells in columns]
            keys, owners = keys[is_new[owners]], owners[is_new[owners]]
        said = [(name, cells) for name, cells in zip(self._columns, columns, strict=True) if cells]
        into, row = self._adding.insertion_of([name for name, _ in said])
        with self._recording.unrecorded():
            insert(self._connection, into, row, [leads, numbers, *(cells for _, cells in said)], at_once=8)
        self._adding.took_new(array("q", leads))
        self._keys.append(keys)
        self._leads.append(owners + first)

    def sort_in_the_rest(self) -> Iterator[None]:
        """Write down the marks of the new ones, then look at each row that waits. Yields now and then."""
        yield from self._identify()
        found = self._connection.execute("SELECT lead, row, said FROM waiting ORDER BY lead")
        while waiting := [
            Waiting(lead, row, json.loads(said)) for lead, row, said in islice(found, _SORTED_IN_AT_ONCE)
        ]:
            sort_in_all(self._connection, self._recording, self._adding, waiting)
            yield
        self._connection.execute("DROP TABLE temp.waiting")

    def _were_met(self, keys: Keys) -> npt.NDArray[np.bool_]:
        """Which keys came before, in this block or (now and then by mistake) in one before; all are noted."""
        were = self._note(keys >> 1)  # the last bit is nearly always set
        were &= self._note(keys >> (63 - _BITS))
        order = np.argsort(keys, kind="stable")
        again = keys[order[1:]] == keys[order[:-1]]
        were[order[1:][again]] = True
        return were

    def _note(self, numbers: Keys) -> npt.NDArray[np.bool_]:
        """Set the bits that the ends of ``numbers`` say; returns which were set before."""
        numbers = numbers & ((1 << _BITS) - 1)
        bytes_, bits = numbers >> 3, (1 << (numbers & 7)).astype(np.uint8)
        were: npt.NDArray[np.bool_] = (self._met[bytes_] & bits) != 0
        missing = np.arange(len(numbers))
        while len(missing):  # of several in one byte only the last one is written
            self._met[bytes_[missing]] |= bits[missing]
            missing = missing[(self._met[bytes_[missing]] & bits[missing]) == 0]
        return were

    def _in_store(
        self, columns: Sequence[Cells | None], keys: Keys, owners: Keys, waits: npt.NDArray[np.bool_]
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Which rows are known without news, and which others have a mark of a lead that was there before."""
        known, waiting = np.zeros(len(waits), bool), np.zeros(len(waits), bool)
        found: dict[int, set[int]] = {}
        for key, lead in self._connection.execute(LEADS_BY_KEY, (ids(np.sort(keys).tolist()),)):
            found.setdefault(key, set()).add(lead)
        if not found:
            return known, waiting
        candidates: dict[int, set[int]] = {}
        for key, owner in zip(keys.tolist(), owners.tolist(), strict=True):
            if key in found:
                candidates.setdefault(owner, set()).update(found[key])
        wanted = {lead for leads in candidates.values() if len(leads) == 1 for lead in leads}
        there = {row[0]: row[1:] for row in self._connection.execute(self._adding.own_rows, (ids(sorted(wanted)),))}
        for owner, leads in candidates.items():
            lead = next(iter(leads))
            is_known = len(leads) == 1 and not waits[owner] and lead in there
            if is_known and cells_of(values_at(self._columns, columns, owner)) == there[lead]:
                known[owner] = True
                self._adding.took_known(lead)
            else:
                waiting[owner] = True
        return known, waiting

    def _put_aside(
        self, waiting: Sequence[int], first: int, numbers: Sequence[int], columns: Sequence[Cells | None]
    ) -> None:
        self._connection.executemany(
            "INSERT INTO waiting VALUES (?, ?, ?)",
            [(first + at, numbers[at], json.dumps(values_at(self._columns, columns, at))) for at in waiting],
        )

    def _identify(self) -> Iterator[None]:
        """In the order of the keys, so that the table grows at its end; the index in another order is made after it."""
        keys = np.concatenate([*self._keys, np.zeros(0, np.int64)])
        leads = np.concatenate([*self._leads, np.zeros(0, np.int64)])
        self._keys, self._leads = [], []
        order = np.argsort(keys)
        connection = self._connection
        is_most = len(keys) > max(_FEW, connection.execute("SELECT count(*) FROM identities").get)
        by_lead = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'identities_by_lead'").get
        if is_most and by_lead:
            connection.execute("DROP INDEX identities_by_lead")
        for start in range(0, len(keys), _IDENTITIES_AT_ONCE):
            part = order[start : start + _IDENTITIES_AT_ONCE]
            with self._recording.unrecorded():
                insert(connection, "INTO identities", "(?, ?)", [keys[part].tolist(), leads[part].tolist()], at_once=50)
            yield
        if is_most and by_lead:
            connection.pragma("cache_size", _SORTING_CACHE)
            connection.pragma("threads", _SORTING_THREADS)
            connection.execute(by_lead)
            connection.pragma("threads", 0)
            connection.pragma("cache_size", _CACHE)
            yield


def insert(connection: apsw.Connection, into: str, row: str, columns: Sequence[Sequence[Any]], *, at_once: int) -> None:
    """Insert the rows that ``columns`` (all of one length) make, several with one statement: that is less to do for
    each. ``into``, ``row``: SQL for the table, and for one row.
    """
    whole = len(columns[0]) // at_once * at_once
    for count, cells in (
        (at_once, [column[place:whole:at_once] for place in range(at_once) for column in columns]),
        (1, [column[whole:] for column in columns]),
    ):
        connection.executemany(f"INSERT {into} VALUES {', '.join([row] * count)}", zip(*cells, strict=True))  # noqa: S608 - ours
