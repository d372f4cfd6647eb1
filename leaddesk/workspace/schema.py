"""The tables, as the steps that led to them. A step that was ever released is never changed; a new one is added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leaddesk.domain.errors import LeadsDamaged, WorkspaceError

if TYPE_CHECKING:
    import apsw

APPLICATION_ID = 0x4C654473  # "LeDs"
"""Says that an SQLite file is LeadDesk's (https://www.sqlite.org/fileformat.html, offset 68)."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE saved_filters (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL UNIQUE,
        filter TEXT NOT NULL,
        changed_at REAL NOT NULL
    ) STRICT;
    CREATE TABLE draft (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        name TEXT NOT NULL,
        filter TEXT NOT NULL
    ) STRICT;
    CREATE TABLE preset_answers (
        address TEXT NOT NULL,
        field TEXT NOT NULL,
        folded_typed TEXT NOT NULL,
        found TEXT NOT NULL,
        read_at REAL NOT NULL,
        PRIMARY KEY (address, field, folded_typed)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX preset_answers_by_age ON preset_answers (read_at);
    CREATE TABLE dialects (
        provider TEXT NOT NULL,
        address TEXT NOT NULL,
        operation TEXT NOT NULL,
        path TEXT NOT NULL,
        PRIMARY KEY (provider, address, operation)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE lists (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        provider TEXT NOT NULL,
        organization TEXT NOT NULL,
        list_id TEXT NOT NULL,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1, 2)), -- 1: can be put back; 2: is being purged
        told INTEGER,
        details TEXT NOT NULL DEFAULT '{}',
        is_listed INTEGER NOT NULL DEFAULT 1,
        columns TEXT NOT NULL DEFAULT '[]', -- JSON: every name ever met; only ever appended to
        shown TEXT NOT NULL DEFAULT '[]', -- JSON: indexes into columns, in the order to show
        met TEXT NOT NULL DEFAULT '[]', -- JSON: indexes, in the order in which the latest reading met them
        present_rows INTEGER NOT NULL DEFAULT 0, -- in list_rows: those that have a place
        gone_rows INTEGER NOT NULL DEFAULT 0, -- those that have none
        edition INTEGER NOT NULL DEFAULT 0, -- raised when a lead that had a place has another one or none
        round INTEGER NOT NULL DEFAULT 0, -- the latest; only ever raised
        full_round INTEGER, -- the last one of the latest full reading; NULL: never
        since_round INTEGER, -- full_round when the latest reading began; NULL: nothing is new or changed
        read_at REAL,
        turn INTEGER NOT NULL DEFAULT 0, -- raised by whoever begins to read or goes on
        state TEXT, -- of the latest reading; NULL: never begun
        checkpoint TEXT NOT NULL DEFAULT '{}',
        new INTEGER NOT NULL DEFAULT 0,
        changed INTEGER NOT NULL DEFAULT 0,
        gone INTEGER NOT NULL DEFAULT 0,
        since REAL,
        began_at REAL,
        ended_at REAL,
        trouble TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE UNIQUE INDEX lists_by_id ON lists (provider, organization, list_id) WHERE removed = 0;
    CREATE TABLE list_rows (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: an open table or an export knows its leads by it
        list INTEGER NOT NULL REFERENCES lists (id) ON DELETE CASCADE,
        place INTEGER, -- 0, 1, 2, ... without a gap; NULL: gone
        identity BLOB NOT NULL, -- the same for two records of one lead
        contents BLOB NOT NULL, -- the same for two records that are alike
        seen INTEGER NOT NULL, -- the last round in which it came; 0: it was only looked up
        ordinal INTEGER NOT NULL, -- which lead of that round, from 0
        first_seen INTEGER NOT NULL, -- the round; new: > since_round
        changed INTEGER NOT NULL DEFAULT 0, -- the round, 0 for never; changed: > since_round >= first_seen
        before BLOB -- its contents before it changed
    ) STRICT;
    CREATE UNIQUE INDEX list_rows_by_identity ON list_rows (list, identity);
    CREATE INDEX list_rows_by_place ON list_rows (list, place);
    CREATE TABLE list_cells (
        row INTEGER PRIMARY KEY REFERENCES list_rows (id) ON DELETE CASCADE,
        cells TEXT NOT NULL, -- JSON: values by the index in columns; what is missing at the end is null
        words TEXT NOT NULL -- all values, folded, one a line
    ) STRICT;
    CREATE TABLE list_records (
        row INTEGER PRIMARY KEY REFERENCES list_rows (id) ON DELETE CASCADE,
        raw TEXT NOT NULL,
        read_at REAL NOT NULL
    ) STRICT;
    CREATE TABLE kept_answers (
        provider TEXT NOT NULL,
        what TEXT NOT NULL,
        facts TEXT NOT NULL, -- JSON
        raw TEXT NOT NULL,
        read_at REAL NOT NULL,
        PRIMARY KEY (provider, what)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE call_months (
        provider TEXT NOT NULL,
        month INTEGER NOT NULL, -- year * 12 + month - 1, UTC
        made INTEGER NOT NULL,
        is_used_up INTEGER NOT NULL,
        PRIMARY KEY (provider, month)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE last_calls (
        provider TEXT PRIMARY KEY,
        at REAL NOT NULL -- on the monotonic clock
    ) STRICT, WITHOUT ROWID;
    """,
)
"""Step n leads from version n to version n + 1. Moments are seconds since 1970, UTC.

A lead is split by how often its parts are written: ``list_rows`` with every page that has it, ``list_cells`` and
``list_records`` only when its contents change. The raw text stands apart, so that a search does not read it.
"""


@dataclass(frozen=True)
class Schema:
    """What makes an SQLite file one of LeadDesk's databases."""

    application_id: int
    migrations: tuple[str, ...]
    damaged: Callable[[Path], WorkspaceError] = LeadsDamaged
    """What is raised where the file stays although it is damaged (``Database``)."""


LEADDESK = Schema(APPLICATION_ID, MIGRATIONS)
"""The main database."""


def migrate(
    connection: apsw.Connection, migrations: tuple[str, ...] = MIGRATIONS, application_id: int = APPLICATION_ID
) -> None:
    """Takes the missing steps, each in one transaction; with none missing, it waits for nobody who is writing."""
    taken = version(connection)
    for number, step in enumerate(migrations[taken:], start=taken + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version(connection) < number:  # else another process has just taken it
                connection.execute(step)
                connection.execute(f"PRAGMA application_id = {application_id}; PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def version(connection: apsw.Connection) -> int:
    """How many steps the database has taken."""
    return int(connection.pragma("user_version"))
