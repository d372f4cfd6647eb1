"""The tables, as the steps that led to them. A step that was ever released is never changed; a new one is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
)
"""Step n leads from version n to version n + 1. Moments are seconds since 1970, UTC."""


def migrate(connection: apsw.Connection, migrations: tuple[str, ...] = MIGRATIONS) -> None:
    """Takes the missing steps, each in one transaction; with none missing, it waits for nobody who is writing."""
    taken = version(connection)
    for number, step in enumerate(migrations[taken:], start=taken + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version(connection) < number:  # else another process has just taken it
                connection.execute(step)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def version(connection: apsw.Connection) -> int:
    """How many steps the database has taken."""
    return int(connection.pragma("user_version"))
