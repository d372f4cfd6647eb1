"""How many leads of a view have each value: facets, shelves, and what can be suggested for a condition."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leaddesk.domain.lead_views import Facet, Scope, Shelves, View
from leaddesk.domain.leads import SOURCES, SourceKind
from leaddesk.domain.sort_keys import folded
from leaddesk.workspace.leads.index.arrays import Arrays
from leaddesk.workspace.leads.index.looking import NAMED, Looking
from leaddesk.workspace.leads.index.parts import CODED, Ask, Mask
from leaddesk.workspace.leads.index.text import words_of


class Counting:
    """Counts by arrays. In a worker thread."""

    def __init__(self, ask: Ask, arrays: Arrays, looking: Looking) -> None:
        self._ask, self._arrays, self._looking = ask, arrays, looking

    def facets(self, view: View, columns: Sequence[str], limit: int) -> tuple[Facet, ...]:
        """Each leaves out the conditions on its own column."""
        shared = [condition for condition in view.conditions if condition.column not in columns]
        own = [condition for condition in view.conditions if condition.column in columns]
        looking = self._looking
        mask = looking.narrowed(looking.on_shelf(view), shared, words_of(view.search))
        facets = []
        for column in columns:
            others = [condition for condition in own if condition.column != column]
            facets.append(self._facet(column, looking.narrowed(mask, others), limit))
        return tuple(facets)

    def shelves(self) -> Shelves:
        """How many leads stand where."""

        def count(scope: Scope) -> int:
            return int(np.count_nonzero(self._looking.on_shelf(View(scope))))

        question = """SELECT count(*) FROM likenesses JOIN leads AS a ON a.id = one JOIN leads AS b ON b.id = other
            WHERE verdict IN (0, 3) AND a.standing = 0 AND b.standing = 0"""
        pairs: list[tuple[int]] = self._ask(lambda connection: list(connection.execute(question)))
        likely = pairs[0][0]
        return Shelves(count(Scope.ALL), count(Scope.BOUGHT), count(Scope.SUPPRESSED), count(Scope.TRASH), likely)

    def values(self, column: str, typed: str, limit: int) -> tuple[str, ...]:
        """Those that begin with what was typed, then those that hold it; the most frequent first."""
        is_countable = column in CODED or column in NAMED or column == SOURCES or self._looking.is_small
        if not is_countable:
            return ()
        counts = self._facet(column, self._looking.on_shelf(View()), -1).counts
        wanted = folded(typed.strip())
        there = [(value, folded(value)) for value, _ in counts if value]
        begin = [value for value, text in there if text.startswith(wanted)]
        hold = [value for value, text in there if wanted in text and not text.startswith(wanted)]
        return tuple([*begin, *hold][:limit])

    def _facet(self, column: str, mask: Mask, limit: int) -> Facet:
        if column == SOURCES:
            found = self._by_source(mask)
        elif column in NAMED:
            found = self._by_name(column, mask)
        else:
            found = self._by_code(column, mask)
        there = sorted([(value, count) for value, count in found if count], key=lambda pair: (-pair[1], pair[0]))
        return Facet(column, tuple(there if limit < 0 else there[:limit]), len(there))

    def _by_code(self, column: str, mask: Mask) -> list[tuple[str, int]]:
        part = self._arrays.part(f"codes:{column}")
        if part.is_too_varied:
            return []
        size = min(len(part.data), len(mask))
        counts = np.bincount(part.data[:size][mask[:size]], minlength=len(part.vocabulary) + 1).tolist()
        return list(zip(("", *part.vocabulary), counts, strict=True))

    def _by_source(self, mask: Mask) -> list[tuple[str, int]]:
        data = self._arrays.part("sources").data
        size = min(len(data), len(mask))
        counts = np.bincount(data[:size][mask[:size]], minlength=256)
        bits = np.arange(256)
        return [(kind.value, int(counts[bits >> at & 1 != 0].sum())) for at, kind in enumerate(SourceKind)]

    def _by_name(self, column: str, mask: Mask) -> list[tuple[str, int]]:
        kind, question = NAMED[column]
        named: list[tuple[int, str]] = self._ask(lambda connection: list(connection.execute(question)))
        without = mask.copy()
        found = []
        for id_, name in named:
            members = self._arrays.part(f"in:{kind}:{id_}").data != 0
            size = min(len(members), len(mask))
            found.append((name, int(np.count_nonzero(members[:size] & mask[:size]))))
            without[:size] &= ~members[:size]
        return [*found, ("", int(np.count_nonzero(without)))]
