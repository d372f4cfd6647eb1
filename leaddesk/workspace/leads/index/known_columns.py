"""Which columns My Leads has: fields that any lead fills, custom fields, and what stands beside them."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from leaddesk.domain.table import Column
from leaddesk.workspace.leads.columns import FIELDS
from leaddesk.workspace.leads.index import cells, parts
from leaddesk.workspace.leads.index.arrays import Arrays, leads_in
from leaddesk.workspace.leads.index.looking import FEW
from leaddesk.workspace.leads.index.parts import Ask, Ranges
from leaddesk.workspace.leads.index.preparing import CUSTOMS, FILLED

if TYPE_CHECKING:
    import apsw

_SAMPLED = 1_000
"""Leads at either end that tell which columns there are, until all have been looked at."""
_READ = 4_096


class KnownColumns:
    """They are looked for once for each edition. In a worker thread."""

    def __init__(self, ask: Ask, arrays: Arrays) -> None:
        self._ask, self._arrays = ask, arrays
        self._latest: tuple[int, tuple[Column, ...]] | None = None

    def forget(self) -> None:
        """``leads.db`` is another one."""
        self._latest = None

    def all(self) -> tuple[Column, ...]:
        """In the order of ``Field``, then of the custom names. In a large store that was not prepared some are missing,
        and one that nobody fills any more may be among them.
        """
        state, _ = self._arrays.since(-1)
        if self._latest is not None and self._latest[0] == state.edition:
            return self._latest[1]
        ends = parts.merged([(1, _SAMPLED), (max(state.size - _SAMPLED, 1), state.size - 1)])
        filled, is_certain = self._filled(ends)
        names = [*(name for at, name in enumerate(FIELDS) if filled >> at & 1), *self._customs(ends), *cells.BESIDE]
        columns = tuple(cells.column_of(name) for name in names)
        if is_certain:
            self._latest = state.edition, columns
        return columns

    def _filled(self, ends: Ranges) -> tuple[int, bool]:
        """Fields as bits in the order of ``FIELDS``; whether that is all."""
        edition, filled = -1, 0
        if self._arrays.texts_edition() is not None:
            edition, filled = json.loads(self._arrays.file.fact(FILLED) or "[-1, 0]")
        state, ranges = self._arrays.since(edition)
        is_certain = leads_in(ranges) <= FEW
        return filled | parts.filled_in(self._ask, ranges if is_certain else ends, state.size), is_certain

    def _customs(self, ends: Ranges) -> list[str]:
        edition = self._arrays.texts_edition()
        known = set(json.loads(self._arrays.file.fact(CUSTOMS) or "[]")) if edition is not None else set()
        state, ranges = self._arrays.since(-1 if edition is None else edition)
        for first, last in parts.slices(ranges if leads_in(ranges) <= FEW else ends, state.size, _READ):
            known |= self._ask(partial(_customs, first, last))
        return sorted(known)


def _customs(first: int, last: int, connection: apsw.Connection) -> set[str]:
    question = "SELECT DISTINCT key FROM leads, json_each(more) WHERE leads.id BETWEEN ? AND ? AND more IS NOT NULL"
    return {name for (name,) in connection.execute(question, (first, last))}
