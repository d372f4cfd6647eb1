"""Works out everything that makes My Leads quick. For the working process: it holds up whoever runs it.

It may be killed at any moment: each part is saved for itself, and what is there is not made again. Everything comes
from one state of ``leads.db``, the edition that its token belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from leaddesk.workspace.leads.index import cells, orders, parts
from leaddesk.workspace.leads.index.arrays import TOUCHED_FROM, Arrays, State, leads_in, state_of
from leaddesk.workspace.leads.index.index_file import TOKEN, IndexFile, grams_in, new_token, save
from leaddesk.workspace.leads.index.parts import CODED
from leaddesk.workspace.leads.index.text import SEARCHED, searched_text
from leaddesk.workspace.leads.standing import Standing

if TYPE_CHECKING:
    import apsw

T = TypeVar("T")

CUSTOMS = "customs"
"""The fact of the index that holds the names of the custom fields, as JSON."""
FILLED = "filled"
"""That of the fields that any lead fills: as JSON the edition, and bits in the order of ``FIELDS``."""
_SLICE, _TOGETHER = 10_000, 50_000
"""Leads that are read, or whose texts are written, together."""
_LARGE_LIST = 20_000
"""Leads from which on the members of a list are kept as an array."""
_MOST_PATCHED = 0.1
"""The part of the texts that is replaced; with more, the search index is made anew."""
_TEXTS = ", ".join(SEARCHED)


class CancelledError(Exception):
    """Whoever asked for it does not want it any more."""


def prepare(
    leads: apsw.Connection,
    path: Path,
    tell: Callable[[Mapping[str, Any]], None],
    cancelled: Callable[[], bool],
    columns: Sequence[str] = (),
) -> bool:
    """Bring the index at ``path`` up to date with ``leads``; orders for ``columns`` are made beside the usual ones.

    Whether there was anything to do. ``tell`` hears ``{"done": 0.0 to 1.0}``. Returns early when ``cancelled``; what
    was done until then stays. Raises apsw.Error: BusyError where somebody is writing to ``leads.db``, FullError, ...
    """
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    file = IndexFile(path)
    try:
        try:
            return _Preparing(leads, file, tell, cancelled, columns).run()
        except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError):
            file.drop()
            return _Preparing(leads, file, tell, cancelled, columns).run()
    except CancelledError:
        return True
    finally:
        file.close()


@dataclass
class _Preparing:
    leads: apsw.Connection
    file: IndexFile
    tell: Callable[[Mapping[str, Any]], None]
    cancelled: Callable[[], bool]
    columns: Sequence[str]

    def run(self) -> bool:
        index = self.file.opened()
        if self._is_erased_since(index):
            self._begin_anew(index)
        if not self._behind(index):
            return False
        state = self._joined(index)
        self.leads.execute("BEGIN")  # one state for everything
        try:
            if state_of(self.leads).edition == state.edition:
                self._all(index, state)
        finally:
            self.leads.execute("COMMIT")
        index.pragma("wal_checkpoint", "TRUNCATE")
        return True

    def _all(self, index: apsw.Connection, state: State) -> None:
        self._arrays(index, state)
        self._texts(index, state)
        for at, column in enumerate(self._sorted_columns(index)):
            self._order(index, state, column)
            self._tell(0.6 + 0.06 * at)
        # The last of all: what is older than they are is compared with them.
        self._save(index, state, "seals")
        self._tell(1.0)

    def _is_erased_since(self, index: apsw.Connection) -> bool:
        """Whether anything in the index may stem from somebody who was erased since."""
        edition = self._oldest(index)
        if edition is None:
            return False
        question = """SELECT 1 FROM touched JOIN leads ON id BETWEEN first AND last
            WHERE edition > ? AND standing = ? LIMIT 1"""
        return bool(self.leads.execute(question, (edition, Standing.ERASED.value)).fetchall())

    def _begin_anew(self, index: apsw.Connection) -> None:
        with _written(index):
            index.execute("DELETE FROM parts; DELETE FROM grams; DELETE FROM facts")
            index.execute("DROP TABLE IF EXISTS likely_keys; DROP TABLE IF EXISTS likely_edition")
            index.execute("INSERT INTO texts(texts) VALUES ('delete-all')")

    def _oldest(self, index: apsw.Connection) -> int | None:
        ((oldest,),) = index.execute(
            "SELECT min(edition) FROM (SELECT edition FROM parts UNION ALL"
            " SELECT value FROM facts WHERE name IN ('texts', 'texts_begun'))"
        )
        return oldest  # type: ignore[no-any-return]  # SQLite's

    def _looked_for_likely(self, index: apsw.Connection, oldest: int) -> int:
        """The edition in which likely duplicates were looked for (``likely.find``); ``oldest`` where none were."""
        if not index.table_exists("main", "likely_edition"):
            return oldest
        ((edition,),) = index.execute("SELECT coalesce(max(edition), ?) FROM likely_edition", (oldest,))
        return int(edition)

    def _behind(self, index: apsw.Connection) -> bool:
        state = state_of(self.leads)
        if not self.file.belongs_to(state.token) or self.file.fact("texts") != state.edition:
            return True
        have = dict(index.execute("SELECT name, edition FROM parts"))
        wanted = {orders.name_of(column, descending=False) for column in self._sorted_columns(index)}
        wanted |= {"standing", "sources", "filled", "seals", *(f"codes:{column}" for column in CODED)}
        return any(have.get(name) != state.edition for name in wanted)

    def _joined(self, index: apsw.Connection) -> State:
        """Gives both files a new token, in such an order that they belong together also when killed in between."""
        state = state_of(self.leads)
        oldest = self._oldest(index)
        if not self.file.belongs_to(state.token) or (oldest is not None and not state.knows(oldest)):
            self._begin_anew(index)
            oldest = None
        token = new_token()
        index.execute("REPLACE INTO facts VALUES ('next', ?)", (token,))
        with _written(self.leads):
            self.leads.execute("REPLACE INTO facts VALUES (?, ?)", (TOKEN, token))
            if oldest is not None:
                # What nobody asks for any more; the window's arrays may be older than the file's.
                done = min(oldest, self._looked_for_likely(index, oldest))
                self.leads.execute("DELETE FROM touched WHERE edition <= ?", (done,))
                self.leads.execute("REPLACE INTO facts VALUES (?, ?)", (TOUCHED_FROM, done))
            state = state_of(self.leads)
        index.execute("REPLACE INTO facts VALUES ('token', ?)", (token,))
        return state

    def _arrays(self, index: apsw.Connection, state: State) -> None:
        lists = self.leads.execute("SELECT list FROM list_leads GROUP BY list HAVING count(*) > ?", (_LARGE_LIST,))
        large = [f"in:list:{id_}" for (id_,) in lists]
        ((suppressed,),) = self.leads.execute("SELECT count(*) FROM suppressed")
        if suppressed > _LARGE_LIST:
            large.append("in:suppressed")
        names = ["standing", "sources", "filled", *(f"codes:{column}" for column in CODED), *large]
        for name in [name for (name,) in index.execute("SELECT name FROM parts WHERE name LIKE 'in:%'")]:
            if name not in large:
                index.execute("DELETE FROM parts WHERE name = ?", (name,))
        for at, name in enumerate(names):
            self._save(index, state, name)
            if name == "filled":
                self._note_filled(index, state)
            self._tell(0.2 * (at + 1) / len(names))

    def _save(self, index: apsw.Connection, state: State, name: str) -> None:
        """Brings one array up to date."""
        part = self.file.part(name)
        if part is not None and part.edition == state.edition:
            return
        if part is None or part.is_too_varied:
            part = parts.empty(name)
        ranges = state.everything if part.is_new else state.ranges_since(self.leads, part.edition)
        save(index, parts.patched(part, self._ask, ranges, state.size, state.edition))

    def _others_since(self, edition: int) -> list[tuple[int, int]]:
        return Arrays(self._ask, self.file).others_since(edition)

    def _note_filled(self, index: apsw.Connection, state: State) -> None:
        part = self.file.part("filled")
        bits = 0 if part is None else int(np.bitwise_or.reduce(part.data))
        index.execute("REPLACE INTO facts VALUES (?, ?)", (FILLED, json.dumps([state.edition, bits])))

    def _texts(self, index: apsw.Connection, state: State) -> None:
        edition = self.file.fact("texts")
        ranges = [] if edition is None else self._others_since(edition)
        if leads_in(ranges) > _MOST_PATCHED * state.size:
            edition = None
            with _written(index):
                index.execute("DELETE FROM facts WHERE name IN ('texts', 'texts_begun')")
        if edition is None:
            ranges = state.ranges_since(self.leads, self._texts_anew(index, state))
        with _written(index):
            grams: set[str] = set()
            for first, last in parts.slices(ranges, state.size, _SLICE):
                index.execute("DELETE FROM texts WHERE rowid BETWEEN ? AND ?", (first, last))
                grams |= grams_in(self._add_texts(index, first, last))
                self._check()
            index.executemany("INSERT OR IGNORE INTO grams VALUES (?)", [(gram,) for gram in grams])
            index.execute("REPLACE INTO facts VALUES ('texts', ?)", (state.edition,))

    def _texts_anew(self, index: apsw.Connection, state: State) -> int:
        """The edition of the texts then: that of an earlier preparing which did not come to its end."""
        begun = self.file.fact("texts_begun")
        if begun is None or not state.knows(begun):
            with _written(index):
                begun = state.edition
                index.execute("INSERT INTO texts(texts) VALUES ('delete-all')")
                facts = [("texts_begun", begun), ("texts_to", 0), (CUSTOMS, "[]")]
                index.executemany("REPLACE INTO facts VALUES (?, ?)", facts)
        rest = [(self.file.fact("texts_to") + 1, state.size - 1)]
        for first, last in parts.slices(rest, state.size, _TOGETHER):
            with _written(index):
                self._add_texts(index, first, last)
                index.execute("REPLACE INTO facts VALUES ('texts_to', ?)", (last,))
            self._tell(0.2 + 0.35 * last / state.size)
        with _written(index):
            index.execute("CREATE VIRTUAL TABLE temp.letters USING fts5vocab(main, texts, row)")
            index.execute("INSERT OR IGNORE INTO grams SELECT term FROM temp.letters")
            index.execute("DROP TABLE temp.letters")
            index.execute("REPLACE INTO facts VALUES ('texts', ?)", (begun,))
            index.execute("DELETE FROM facts WHERE name IN ('texts_begun', 'texts_to')")
        edition: int = begun
        return edition

    def _add_texts(self, index: apsw.Connection, first: int, last: int) -> list[str]:
        """Those of the leads from ``first`` to ``last``; notes the names of their custom fields as well."""
        rows = self.leads.execute(
            f"SELECT id, {_TEXTS} FROM leads WHERE id BETWEEN ? AND ?",  # noqa: S608 - ours
            (first, last),
        )
        texts = [(id_, text) for id_, *line in rows if (text := searched_text(line))]
        index.executemany("INSERT INTO texts(rowid, text) VALUES (?, ?)", texts)
        names = self.leads.execute(
            "SELECT DISTINCT key FROM leads, json_each(more) WHERE leads.id BETWEEN ? AND ? AND more IS NOT NULL",
            (first, last),
        )
        known = set(json.loads(self.file.fact(CUSTOMS)))
        if new := {name for (name,) in names} - known:
            facts = (CUSTOMS, json.dumps(sorted(known | new), ensure_ascii=False))
            index.execute("REPLACE INTO facts VALUES (?, ?)", facts)
        return [text for _, text in texts]

    def _order(self, index: apsw.Connection, state: State, column: str) -> None:
        names = [orders.name_of(column, descending=descending) for descending in (False, True)]
        have = [self.file.part(name) for name in names]
        there = [part for part in have if part is not None]
        if len(there) == len(names):
            since = [self._others_since(part.edition) for part in there]
            if all(leads_in(ranges) <= orders.MOST_PATCHED for ranges in since):
                for part, ranges in zip(there, since, strict=True):
                    ids = [id_ for first, last in ranges for id_ in range(first, last + 1)]
                    if part.edition != state.edition:
                        save(index, orders.patched(part, self._ask, ids, state.size, state.edition))
                return
        both = orders.made(column, state.edition, self._cells(column, state))
        with _written(index):
            for part in both:
                save(index, part)

    def _cells(self, column: str, state: State) -> Iterator[list[tuple[int, Any]]]:
        for first, last in parts.slices(state.everything, state.size, _SLICE):
            self._check()
            yield cells.between(self.leads, column, first, last)

    def _sorted_columns(self, index: apsw.Connection) -> list[str]:
        """The usual ones, those that were asked for, and those that were asked for before."""
        before = [name.partition(":")[2] for (name,) in index.execute("SELECT name FROM parts WHERE name LIKE 'up:%'")]
        return list(dict.fromkeys([*orders.AHEAD, *self.columns, *before]))

    def _ask(self, question: Callable[[apsw.Connection], T]) -> T:
        self._check()
        return question(self.leads)

    def _tell(self, done: float) -> None:
        self._check()
        self.tell({"done": round(min(done, 1.0), 3)})

    def _check(self) -> None:
        if self.cancelled():
            raise CancelledError


@contextmanager
def _written(connection: apsw.Connection) -> Iterator[None]:
    """One transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk may have ended it already
            connection.execute("ROLLBACK")
        raise
