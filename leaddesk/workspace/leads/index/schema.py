"""The tables of ``leads-index.db``. A file of another version is deleted and made again."""

from __future__ import annotations

VERSION = 1
"""Of the tables and of what their contents mean."""

TABLES = f"""
    PRAGMA user_version = {VERSION};
    CREATE TABLE facts ( -- 'token', 'next': index_file.py; 'texts': the edition of texts; ...: preparing.py
        name TEXT PRIMARY KEY,
        value ANY
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE parts (
        name TEXT PRIMARY KEY,
        edition INTEGER NOT NULL,
        vocabulary TEXT NOT NULL, -- JSON: the values that codes stand for
        kind TEXT NOT NULL, -- numpy's name for the type of its numbers
        data BLOB NOT NULL
    ) STRICT;
    CREATE TABLE grams ( -- every trigram that texts have; some may be gone
        gram TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID;
    -- Phrases of trigrams are what a text holds, so a hit needs no second look. Deleting does not need the old text.
    CREATE VIRTUAL TABLE texts USING fts5(
        text, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
    );
"""
