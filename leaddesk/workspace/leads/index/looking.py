"""Which leads a view has: by arrays and the search index where they can tell, else by reading the leads."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from leaddesk.domain.lead_views import Condition, Scope, Test, View
from leaddesk.domain.leads import LISTS, SOURCES, SUPPRESSED, TAGS, SourceKind
from leaddesk.domain.turns import step_aside
from leaddesk.workspace.leads.columns import FIELDS
from leaddesk.workspace.leads.index import cells, parts
from leaddesk.workspace.leads.index.arrays import Arrays, leads_in
from leaddesk.workspace.leads.index.asking import asks
from leaddesk.workspace.leads.index.parts import CODED, Ask, Ids, Mask
from leaddesk.workspace.leads.index.text import SEARCHED, searched_text, words_of
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

FEW = 20_000
"""Leads that may be read at once, without anybody waiting long."""
_MOST_UNSEARCHED = 2_000
"""Leads that are read for each search, for they are not in the index as they are now."""
_READ = 512
"""Leads whose texts are folded in a turn: some two milliseconds."""
_READ_FIRST = 1_000
"""Leads whose texts may be read before a first page is shown."""
_HEAD, _LONG, _MOST_PROVED = 6, 9, 400
"""The letters of a long word that are looked up, how long it is at least, and how many leads are read to prove them.

The index walks through all leads that hold a trigram: "c1234.example" takes as long as its endings are common.
"""
_PATIENCE = 0.03
"""Seconds that a first page may take before it comes with fewer rows."""
_KINDS = tuple(kind.value for kind in SourceKind)
NAMED = {LISTS: ("list", "SELECT id, name FROM lead_lists"), TAGS: ("tag", "SELECT id, name FROM tags")}
"""Columns that lead to lists or tags: the kind of their parts, and the question for ids and names."""
_TEXTS = ", ".join(SEARCHED)


class Looking:
    """Looks for the leads of views. In a worker thread."""

    def __init__(self, ask: Ask, arrays: Arrays) -> None:
        self._ask, self._arrays = ask, arrays

    def all(self, view: View) -> Mask:
        """True at the id of each lead of ``view``."""
        return self.narrowed(self.on_shelf(view), view.conditions, words_of(view.search))

    def narrowed(self, mask: Mask, conditions: Iterable[Condition], words: Sequence[str] = ()) -> Mask:
        """Those of ``mask`` that are as all ``conditions`` want them and hold all ``words``."""
        slow = []
        for condition in conditions:
            quick = self._quickly(condition, len(mask))
            if quick is None:
                slow.append(condition)
            else:
                mask = mask & _fitted(quick, len(mask), beside=asks(condition)(()))
        if words:
            mask = mask & _fitted(self.holding(words), len(mask))
        for condition in slow:
            mask = self._by_reading(condition, mask)
        return mask

    def first(self, view: View, wanted: int) -> tuple[list[int], bool]:
        """The newest ``wanted`` leads of ``view``, or fewer where they take long to be found; whether that is all.

        In a store of any size, prepared or not, it takes a moment.
        """
        words = words_of(view.search)
        unsearched = self._unsearched()
        is_quick = self._is_shelf_quick(view) and all(map(self._is_quick, view.conditions))
        if words and is_quick and leads_in(unsearched) <= _READ_FIRST:
            found = self._first_hits(view, words, unsearched, wanted)
            if found is not None:
                return found
        return self._newest(view, words, wanted)

    def is_quick(self, view: View) -> bool:
        """Whether ``all`` takes no longer than ``first``."""
        if self.is_small:
            return True
        return not words_of(view.search) and self._is_shelf_quick(view) and all(map(self._is_quick, view.conditions))

    @property
    def is_small(self) -> bool:
        """Whether all leads may be read without anybody waiting long."""
        return self._arrays.since(-1)[0].size <= FEW

    @property
    def is_prepared(self) -> bool:
        """Whether the search index knows all leads but a few."""
        return leads_in(self._unsearched()) <= _MOST_UNSEARCHED

    def holding(self, words: Sequence[str]) -> Mask:
        """The leads, of any standing, whose texts hold all ``words``."""
        size = self._arrays.since(-1)[0].size
        hits = np.zeros(size, bool)

        def take(found: list[int]) -> bool:
            ids = np.array(found, np.int64)
            hits[ids[ids < size]] = True
            return True

        unsearched = self._unsearched()
        if leads_in(unsearched) < size - 1:
            proved = self._proved(words)
            if proved is not None:
                take(proved)
            elif self._arrays.file.search(words, take) is None:
                unsearched = [(1, size - 1)]
        for first, last in unsearched:
            hits[first : last + 1] = False
        for found in self._read_texts(words, parts.slices(unsearched, size, _READ)):
            hits[found] = True
        return hits

    def _proved(self, words: Sequence[str]) -> list[int] | None:
        """All hits by the beginnings of long words, where they are so few that each can be read; the newest first."""
        if not any(len(word) >= _LONG for word in words):
            return None
        found: list[int] = []

        def take(some: list[int]) -> bool:
            found.extend(some)
            return len(found) <= _MOST_PROVED

        heads = [word[:_HEAD] if len(word) >= _LONG else word for word in words]
        if not self._arrays.file.search(heads, take, newest_first=True) or len(found) > _MOST_PROVED:
            return None
        rows = self._ask(partial(_texts_of, found))
        holding = {id_ for id_, *line in rows if _holds(words, line)}
        return [id_ for id_ in found if id_ in holding]

    def _unsearched(self) -> list[tuple[int, int]]:
        """Leads whose texts are not in the search index as they are now."""
        edition = self._arrays.texts_edition()
        return self._arrays.since(-1)[1] if edition is None else self._arrays.others_since(edition)

    def on_shelf(self, view: View) -> Mask:
        """The leads of the shelf or list that ``view`` names; a mask that may be changed."""
        standing = self._arrays.part("standing").data
        mask: Mask = standing == (Standing.TRASH if view.scope is Scope.TRASH else Standing.KEPT)
        if view.scope is Scope.LIST:
            mask &= _fitted(self._members(f"in:list:{view.list or 0}"), len(mask))
        elif view.scope is Scope.SUPPRESSED:
            mask &= _fitted(self._members("in:suppressed"), len(mask))
        elif view.scope is Scope.BOUGHT:
            mask &= _fitted(self._from_kind(SourceKind.REACHSTREAM.value), len(mask))
        return mask

    def _members(self, name: str) -> Mask:
        members: Mask = self._arrays.part(name).data != 0
        return members

    def _from_kind(self, kind: str) -> Mask:
        bits: Mask = self._arrays.part("sources").data & (1 << _KINDS.index(kind)) != 0
        return bits

    def _is_shelf_quick(self, view: View) -> bool:
        # Who is in a list or suppressed is read from a table of its own; large ones are prepared.
        names = ("standing", "sources") if view.scope is Scope.BOUGHT else ("standing",)
        return all(self._arrays.behind(name) <= FEW for name in names)

    def _is_quick(self, condition: Condition) -> bool:
        column = condition.column
        if column in CODED:
            return self._arrays.behind(f"codes:{column}") <= FEW
        if column == SOURCES:
            return self._arrays.behind("sources") <= FEW
        if column in FIELDS:
            return condition.test is Test.EMPTY and self._arrays.behind("filled") <= FEW
        return column in {LISTS, TAGS, SUPPRESSED}

    def _quickly(self, condition: Condition, size: int) -> Mask | None:
        """The leads that are as ``condition`` wants them, without reading each; None where each has to be read."""
        column, test = condition.column, asks(condition)
        if column in CODED:
            part = self._arrays.part(f"codes:{column}")
            if part.is_too_varied:
                return None
            allowed = np.array([test(()), *(test((value,)) for value in part.vocabulary)], bool)
            coded: Mask = allowed[part.data]
            return coded
        if column == SOURCES:
            sources = self._arrays.part("sources").data
            kinds = [tuple(kind for at, kind in enumerate(_KINDS) if bits >> at & 1) for bits in range(256)]
            of_kind: Mask = np.array([test(there) for there in kinds], bool)[sources]
            return of_kind
        if column in FIELDS and condition.test is Test.EMPTY:
            filled = parts.has_field(self._arrays.part("filled"), column)
            return filled if condition.negated else ~filled
        if column == SUPPRESSED:
            return _either(self._members("in:suppressed"), holds=test(("yes",)), else_=test(()))
        if column in NAMED:
            return self._by_names(condition, size)
        return None

    def _by_names(self, condition: Condition, size: int) -> Mask:
        """By the lists or tags that a lead has: those whose names are asked for, or any."""
        kind, question = NAMED[condition.column]
        named: list[tuple[int, str]] = self._ask(lambda connection: list(connection.execute(question)))
        plainly = asks(Condition(condition.column, condition.test, condition.values))
        any_name = condition.test is Test.EMPTY
        mask = np.zeros(size, bool)
        for id_, name in named:
            if any_name or plainly((name,)):
                mask |= _fitted(self._members(f"in:{kind}:{id_}"), size)
        return ~mask if condition.negated != any_name else mask

    def _by_reading(self, condition: Condition, mask: Mask) -> Mask:
        """Those of ``mask`` that are as ``condition`` wants them."""
        column, test = condition.column, asks(condition)
        ids: Ids = np.flatnonzero(mask).astype(np.uint32)
        kept = np.zeros(len(mask), bool)
        for start in range(0, len(ids), _READ):
            if start:
                step_aside()
            wanted = ids[start : start + _READ].tolist()
            found = self._ask(partial(_cells, column, wanted))
            kept[[id_ for id_, cell in found if test(cells.values_in(column, cell))]] = True
        return kept

    def _read_texts(self, words: Sequence[str], slices: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
        for first, last in slices:
            rows = self._ask(partial(_texts, first, last))
            yield [id_ for id_, *line in rows if _holds(words, line)]

    def _first_hits(
        self, view: View, words: Sequence[str], unsearched: parts.Ranges, wanted: int
    ) -> tuple[list[int], bool] | None:
        """By the search index, but for the few that it does not know; None where it cannot tell."""
        mask = self.narrowed(self.on_shelf(view), view.conditions)
        size = len(mask)
        give_up_at = time.monotonic() + _PATIENCE
        read: list[int] = []
        for some in self._read_texts(words, parts.slices(unsearched, size, _READ)):
            read.extend([id_ for id_ in some if mask[id_]])
        for first, last in unsearched:
            mask[first : last + 1] = False
        hits: list[int] = []
        lowest = size

        def take(found: list[int]) -> bool:
            nonlocal lowest
            ids = np.array(found, np.int64)
            ids, lowest = ids[ids < size], min(found, default=size)
            hits.extend(ids[mask[ids]].tolist())
            return len(hits) < wanted and time.monotonic() < give_up_at

        proved = self._proved(words)
        if proved is not None:
            take(proved)
        is_all = proved is not None or self._arrays.file.search(words, take, newest_first=True)
        if is_all is None:
            return None
        # Stopped early, it is certain down to the last hit alone that no lead is missing.
        ids = sorted([*hits, *(id_ for id_ in read if is_all or id_ >= lowest)], reverse=True)
        return ids, is_all

    def _newest(self, view: View, words: Sequence[str], wanted: int) -> tuple[list[int], bool]:
        """By reading lead after lead, from the newest on."""
        size = self._arrays.since(-1)[0].size
        tests = [(condition.column, asks(condition)) for condition in view.conditions]
        give_up_at = time.monotonic() + _PATIENCE
        found: list[int] = []
        last = size - 1
        while last > 0 and len(found) < wanted and time.monotonic() < give_up_at:
            first = max(1, last - _READ + 1)
            there = self._ask(partial(_on_shelf, view, first, last))
            if words and there:
                texts = self._ask(partial(_texts, first, last))
                there &= {id_ for id_, *line in texts if _holds(words, line)}
            for column, test in tests:
                if there:
                    values = self._ask(partial(_cells, column, sorted(there)))
                    there = {id_ for id_, cell in values if test(cells.values_in(column, cell))}
            found.extend(sorted(there, reverse=True))
            last = first - 1
        return found, last <= 0


def _on_shelf(view: View, first: int, last: int, connection: apsw.Connection) -> set[int]:
    standing = Standing.TRASH if view.scope is Scope.TRASH else Standing.KEPT
    beside = ""
    if view.scope is Scope.LIST:
        beside = f"AND EXISTS (SELECT 1 FROM list_leads WHERE list = {view.list or 0:d} AND lead = leads.id)"  # noqa: S608 - a number
    elif view.scope is Scope.SUPPRESSED:
        beside = "AND EXISTS (SELECT 1 FROM suppressed WHERE lead = leads.id)"
    elif view.scope is Scope.BOUGHT:
        beside = f"AND {cells.expression(SOURCES)[0]} LIKE '%{SourceKind.REACHSTREAM.value}%'"
    question = f"SELECT id FROM leads WHERE id BETWEEN ? AND ? AND standing = ? {beside}"  # noqa: S608 - ours
    return {id_ for (id_,) in connection.execute(question, (first, last, standing.value))}


def _texts(first: int, last: int, connection: apsw.Connection) -> list[tuple[Any, ...]]:
    question = f"SELECT id, {_TEXTS} FROM leads WHERE id BETWEEN ? AND ?"  # noqa: S608 - ours
    return list(connection.execute(question, (first, last)))


def _texts_of(ids: Sequence[int], connection: apsw.Connection) -> list[tuple[Any, ...]]:
    question = f"SELECT id, {_TEXTS} FROM leads WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - ours
    return list(connection.execute(question, (json.dumps(ids),)))


def _cells(column: str, ids: Sequence[int], connection: apsw.Connection) -> list[tuple[int, object]]:
    return cells.of(connection, column, ids)


def _holds(words: Sequence[str], line: Sequence[str | None]) -> bool:
    text = searched_text(line)
    return all(word in text for word in words)


def _fitted(mask: Mask, size: int, *, beside: bool = False) -> Mask:
    """``mask`` for ``size`` leads: a lead may have come between two looks."""
    if len(mask) == size:
        return mask
    fitted = np.full(size, beside)
    fitted[: min(size, len(mask))] = mask[:size]
    return fitted


def _either(mask: Mask, *, holds: bool, else_: bool) -> Mask:
    chosen: Mask = np.where(mask, holds, else_)
    return chosen
