"""The tables of My Leads, as the steps that led to them. A released step is never changed; a new one is added."""

from __future__ import annotations

from leaddesk.workspace.schema import Schema

LEADS = Schema(
    0x4C654C64,  # "LeLd"
    (
        """
    CREATE TABLE facts ( -- one number or text a name: 'edition', the key of the erased, ...
        name TEXT PRIMARY KEY,
        value ANY
    ) STRICT, WITHOUT ROWID;
    INSERT INTO facts VALUES ('edition', 0);
    CREATE TABLE sources (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        at REAL NOT NULL
    ) STRICT;
    CREATE TABLE leads (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        standing INTEGER NOT NULL DEFAULT 0, -- Standing in standing.py
        merged_into INTEGER, -- where it was merged into another one
        source INTEGER NOT NULL REFERENCES sources (id), -- of its first record
        source_row INTEGER,
        has_records INTEGER NOT NULL DEFAULT 0, -- 0: it is itself its only record; 1: they are in records
        added_at REAL NOT NULL,
        name TEXT, first_name TEXT, middle_name TEXT, last_name TEXT, title TEXT, level TEXT, department TEXT,
        function TEXT, email TEXT, phone TEXT, mobile TEXT, linkedin TEXT, company TEXT, website TEXT, industry TEXT,
        size TEXT, revenue TEXT, technologies TEXT, sic TEXT, npi TEXT, street TEXT, city TEXT, state TEXT, zip TEXT,
        country TEXT, person_city TEXT, person_state TEXT, person_country TEXT, facebook TEXT, twitter TEXT,
        instagram TEXT, reachstream_id TEXT, leadsopedia_id TEXT,
        more TEXT -- JSON: custom fields by column name; NULL: none
    ) STRICT;
    CREATE INDEX leads_by_source ON leads (source);
    CREATE INDEX leads_aside ON leads (standing) WHERE standing <> 0; -- few: what is counted is counted without them
    CREATE INDEX leads_merged ON leads (merged_into) WHERE merged_into IS NOT NULL;
    CREATE TABLE records (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        lead INTEGER NOT NULL REFERENCES leads (id),
        origin INTEGER NOT NULL, -- the lead that it was a record of first: a merge can be taken apart
        source INTEGER NOT NULL REFERENCES sources (id),
        source_row INTEGER,
        at REAL NOT NULL,
        said TEXT NOT NULL -- JSON: values by column name
    ) STRICT;
    CREATE INDEX records_by_lead ON records (lead);
    CREATE INDEX records_by_source ON records (source);
    CREATE TABLE choices ( -- a shown value that a person chose or typed; else the newest record that says one
        lead INTEGER NOT NULL,
        field TEXT NOT NULL, -- column name
        value TEXT NOT NULL, -- '': it is to be empty
        at REAL NOT NULL,
        PRIMARY KEY (lead, field)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE identities ( -- certain: two leads with one key are one person
        key INTEGER NOT NULL, -- the first 8 bytes of a hash; whoever joins by it compares the marks themselves
        lead INTEGER NOT NULL,
        PRIMARY KEY (key, lead)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX identities_by_lead ON identities (lead);
    CREATE TABLE likenesses ( -- pairs that are likely one person and wait for the review
        one INTEGER NOT NULL, -- the smaller id
        other INTEGER NOT NULL,
        reasons INTEGER NOT NULL, -- bits, in likely.py
        verdict INTEGER NOT NULL DEFAULT 0, -- 0 waits, 1 merged, 2 apart for ever, 3 later
        ruled_at REAL,
        PRIMARY KEY (one, other)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX likenesses_by_other ON likenesses (other);
    CREATE TABLE lead_lists (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL UNIQUE,
        colour INTEGER NOT NULL,
        position INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE list_leads (
        list INTEGER NOT NULL,
        lead INTEGER NOT NULL,
        PRIMARY KEY (list, lead)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX list_leads_by_lead ON list_leads (lead);
    CREATE TABLE tags (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE tag_leads (
        tag INTEGER NOT NULL,
        lead INTEGER NOT NULL,
        PRIMARY KEY (tag, lead)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tag_leads_by_lead ON tag_leads (lead);
    CREATE TABLE notes (
        lead INTEGER PRIMARY KEY,
        text TEXT NOT NULL,
        changed_at REAL NOT NULL
    ) STRICT;
    CREATE TABLE views (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL UNIQUE,
        view TEXT NOT NULL -- JSON
    ) STRICT;
    CREATE TABLE suppressions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL, -- email, domain, linkedin
        value TEXT NOT NULL, -- folded as domain.identity folds it
        added_at REAL NOT NULL,
        UNIQUE (kind, value)
    ) STRICT;
    CREATE TABLE erased ( -- marks of people who are never taken again: HMAC-SHA-256 with the key in facts
        mark BLOB PRIMARY KEY
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE mappings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL, -- '': only remembered for its header
        header TEXT NOT NULL, -- JSON
        columns TEXT NOT NULL, -- JSON
        used_at REAL NOT NULL
    ) STRICT;
    CREATE TABLE profiles (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL UNIQUE,
        profile TEXT NOT NULL -- JSON
    ) STRICT;
    CREATE TABLE history (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at REAL NOT NULL,
        act TEXT NOT NULL, -- what was done: a word that the window has a sentence for
        facts TEXT NOT NULL, -- JSON: what that sentence needs
        undone INTEGER NOT NULL DEFAULT 0,
        source INTEGER -- of an adding: undoing it withdraws the leads that only this source knows
    ) STRICT;
    CREATE TABLE history_parts ( -- what a step changed, in the order of the ids
        id INTEGER PRIMARY KEY,
        step INTEGER NOT NULL, -- in history
        changes BLOB NOT NULL -- a changeset (https://www.sqlite.org/sessionintro.html)
    ) STRICT;
    CREATE INDEX history_parts_by_step ON history_parts (step);
    CREATE TRIGGER history_parts_go AFTER DELETE ON history BEGIN
        DELETE FROM history_parts WHERE step = old.id;
    END;
    -- What follows is worked out, and no part of a step: undoing must not turn it back.
    CREATE TABLE suppressed (
        lead INTEGER PRIMARY KEY
    ) STRICT;
    CREATE TABLE last_changes (
        lead INTEGER PRIMARY KEY,
        at REAL NOT NULL
    ) STRICT;
    CREATE TABLE touched ( -- which leads are another than before, for whoever keeps something worked out from them
        edition INTEGER NOT NULL, -- facts.edition then
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        PRIMARY KEY (edition, first)
    ) STRICT, WITHOUT ROWID;
    """,
    ),
)
