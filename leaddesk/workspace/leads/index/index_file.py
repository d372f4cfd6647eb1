"""The file ``leads-index.db``: parts as blobs, and the search index. Whatever is wrong with it, it is only gone.

It belongs to one ``leads.db``: both hold the same token, a new one for each preparing, so that a copy or a backup of
``leads.db`` with the same edition but another past is told apart.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from leaddesk.workspace.folders import made
from leaddesk.workspace.leads.index.parts import Part, as_json
from leaddesk.workspace.leads.index.schema import TABLES, VERSION

if TYPE_CHECKING:
    import apsw

T = TypeVar("T")

TOKEN = "index"  # noqa: S105 - no secret
"""The fact of ``leads.db`` that holds the token."""
_PAGE = 16_384
"""Bytes: an array is read in a quarter of the steps."""
_PATIENCE = 2000
"""Milliseconds."""
_HITS = 2_000
"""Hits that are taken together."""
_MOST_GRAMS = 1_500
"""A letter that more trigrams begin with is looked for in the leads themselves."""


class IndexFile:
    """One connection. May be asked from several threads, one at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: apsw.Connection | None = None
        self._lock = threading.RLock()

    def part(self, name: str) -> Part | None:
        """As it was saved; None where it was not."""
        return self._tried(partial(_part, name))

    def fact(self, name: str) -> Any:
        """None where it is not known."""
        row = self._asked("SELECT value FROM facts WHERE name = ?", name)
        return None if row is None else row[0]

    def belongs_to(self, token: str | None) -> bool:
        """Whether it was made for the ``leads.db`` that holds ``token``."""
        return token is not None and token in {self.fact("token"), self.fact("next")}

    def search(
        self, words: Sequence[str], take: Callable[[list[int]], bool], *, newest_first: bool = False
    ) -> bool | None:
        """Gives ``take`` the ids of the texts that hold all words, some at a time, for as long as it returns True.

        Whether it got all of them; None where the index cannot tell (``take`` may have got some all the same).
        """

        def look(connection: apsw.Connection) -> bool | None:
            match = _match(connection, words)
            if not match:
                return None if match is None else True
            order = "ORDER BY rowid DESC" if newest_first else ""
            cursor = connection.execute(f"SELECT rowid FROM texts WHERE texts MATCH ? {order}", (match,))  # noqa: S608 - ours
            try:
                while found := [id_ for (id_,) in islice(cursor, _HITS)]:
                    if not take(found):
                        return False
            finally:
                cursor.close()
            return True

        return self._tried(look)

    def opened(self) -> apsw.Connection:
        """The connection, for whoever writes; a new file where there is none, or a damaged one.

        Raises apsw.Error, OSError, WorkspaceUnusable.
        """
        import apsw  # noqa: PLC0415 - the first painted window does not wait for it

        with self._lock:
            if self._connection is None:
                try:
                    self._connection = self._made()
                except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError):
                    self.drop()
                    self._connection = self._made()
            return self._connection

    def _made(self) -> apsw.Connection:
        made(self._path.parent)
        self._path.touch(mode=0o600)
        return _opened(self._path)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def drop(self) -> None:
        """Delete it."""
        with self._lock:
            self.close()
            for ending in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _asked(self, question: str, name: str) -> tuple[Any, ...] | None:
        rows = self._tried(lambda connection: connection.execute(question, (name,)).fetchall())
        return rows[0] if rows else None

    def _tried(self, look: Callable[[apsw.Connection], T]) -> T | None:
        """What ``look`` returns. None where there is no file, or none that can be used: a damaged one is deleted."""
        import apsw  # noqa: PLC0415 - the first painted window does not wait for it

        with self._lock:
            try:
                if self._connection is None:
                    if not self._path.exists():
                        return None
                    self._connection = _opened(self._path)
                return look(self._connection)
            except (apsw.BusyError, apsw.LockedError, apsw.FullError, apsw.CantOpenError):
                self.close()
            except apsw.Error:
                with suppress(OSError):  # another program has it open: it is tried again at the next question
                    self.drop()
            return None


def _opened(path: Path) -> apsw.Connection:
    import apsw  # noqa: PLC0415 - as above

    connection = apsw.Connection(str(path))
    try:
        connection.set_busy_timeout(_PATIENCE)
        connection.pragma("page_size", _PAGE)  # of a new file
        # What was erased in leads.db is overwritten here as well.
        connection.pragma("secure_delete", True)
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", "normal")
        if connection.pragma("user_version") != VERSION:
            connection.execute("BEGIN IMMEDIATE")
            if connection.pragma("user_version") != VERSION:  # else another process has just made them
                connection.execute(TABLES)  # an error where there are others: it is deleted then
            connection.execute("COMMIT")
    except apsw.Error:
        connection.close()
        raise
    return connection


def save(connection: apsw.Connection, part: Part) -> None:
    connection.execute(
        "REPLACE INTO parts VALUES (?, ?, ?, ?, ?)",
        (part.name, part.edition, as_json(part), part.data.dtype.str, part.data.tobytes()),
    )


def _part(name: str, connection: apsw.Connection) -> Part | None:
    question = "SELECT rowid, edition, vocabulary, kind FROM parts WHERE name = ?"
    for row, edition, vocabulary, kind in connection.execute(question, (name,)):
        with connection.blob_open("main", "parts", "data", row, False) as blob:
            data = np.empty(blob.length() // np.dtype(kind).itemsize, kind)
            if len(data):
                blob.read_into(data.data.cast("B"))  # straight to its place: a copy on the way is megabytes
        return Part(name, edition, data, tuple(json.loads(vocabulary)))
    return None


def new_token() -> str:
    return secrets.token_hex(8)


def grams_in(texts: Iterable[str]) -> set[str]:
    """All trigrams of these texts."""
    return {text[at : at + 3] for text in texts for at in range(len(text) - 2)}


def _match(connection: apsw.Connection, words: Sequence[str]) -> str | None:
    """The words as FTS5 asks for them; empty where one of them is nowhere, None where it cannot be asked."""
    parts = []
    for word in words:
        if len(word) > 2:
            parts.append(_quoted(word))
            continue
        after = word + chr(0x10FFFF)
        found = connection.execute(
            "SELECT gram FROM grams WHERE gram >= ? AND gram <= ? LIMIT ?", (word, after, _MOST_GRAMS + 1)
        ).fetchall()
        if len(found) > _MOST_GRAMS:
            return None
        if not found:
            return ""
        parts.append("(" + " OR ".join([_quoted(gram) for (gram,) in found]) + ")")
    return " AND ".join(parts)


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
