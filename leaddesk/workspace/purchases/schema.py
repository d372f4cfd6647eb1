"""The tables of purchases, as the steps that led to them. A released step is never changed; a new one is added."""

from __future__ import annotations

from leaddesk.domain.errors import PurchasesDamaged
from leaddesk.workspace.schema import Schema

PURCHASES = Schema(
    0x4C655075,  # "LePu"
    (
        """
    CREATE TABLE purchases (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'),
        account TEXT NOT NULL,
        filter TEXT NOT NULL, -- JSON: values by field
        filter_name TEXT NOT NULL,
        slice_name TEXT NOT NULL,
        asked INTEGER NOT NULL CHECK (asked > 0),
        way TEXT NOT NULL CHECK (way IN ('webhook', 'polling')),
        matches INTEGER,
        confirmed_at REAL NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('confirmed', 'armed', 'sending', 'accepted', 'receiving', 'complete',
                                             'short', 'rejected', 'unknown', 'closed')),
        reason TEXT NOT NULL DEFAULT '',
        trouble TEXT NOT NULL DEFAULT '',
        ruling TEXT CHECK (ruling IN ('not-bought', 'bought-elsewhere', 'that-is-all')),
        body BLOB, -- exactly what is sent
        body_hash TEXT NOT NULL DEFAULT '',
        balance INTEGER, -- before it was sent
        balance_read_at REAL,
        armed_at REAL,
        tries INTEGER NOT NULL DEFAULT 0,
        sent_at REAL, -- the latest attempt
        accepted_at REAL,
        processing_id TEXT NOT NULL DEFAULT '', -- not unique: the demo counts from its beginning each time
        last_record_at REAL,
        ended_at REAL,
        next_look_at REAL,
        looks INTEGER NOT NULL DEFAULT 0,
        received INTEGER NOT NULL DEFAULT 0, -- records once each, those of erased people too
        with_email INTEGER NOT NULL DEFAULT 0,
        with_phone INTEGER NOT NULL DEFAULT 0,
        new_leads INTEGER NOT NULL DEFAULT 0,
        kept_out INTEGER NOT NULL DEFAULT 0,
        charged INTEGER,
        columns TEXT NOT NULL DEFAULT '[]', -- JSON: fields of its records that nobody has documented, as they were met
        CHECK (state IN ('confirmed', 'closed') OR (body IS NOT NULL AND armed_at IS NOT NULL)),
        CHECK (state IN ('confirmed', 'armed', 'closed') OR (tries > 0 AND sent_at IS NOT NULL))
    ) STRICT;
    CREATE UNIQUE INDEX purchases_blocking ON purchases (account) WHERE state IN ('armed', 'sending', 'unknown');
    CREATE INDEX purchases_by_processing_id ON purchases (processing_id) WHERE processing_id <> '';
    CREATE TRIGGER purchases_stay BEFORE DELETE ON purchases BEGIN
        SELECT RAISE(ABORT, 'a purchase stays');
    END;
    CREATE TRIGGER purchases_intent BEFORE UPDATE OF number, id, account, asked, confirmed_at ON purchases BEGIN
        SELECT RAISE(ABORT, 'what was confirmed stays');
    END;
    CREATE TRIGGER purchases_body BEFORE UPDATE OF body, body_hash ON purchases WHEN old.body IS NOT NULL BEGIN
        SELECT RAISE(ABORT, 'what is sent stays');
    END;
    CREATE TABLE steps ( -- the journal
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        purchase INTEGER NOT NULL REFERENCES purchases (number),
        at REAL NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        facts TEXT NOT NULL -- JSON
    ) STRICT;
    CREATE INDEX steps_by_purchase ON steps (purchase);
    CREATE TRIGGER steps_stay BEFORE UPDATE ON steps BEGIN
        SELECT RAISE(ABORT, 'the journal is only added to');
    END;
    CREATE TRIGGER steps_stay_there BEFORE DELETE ON steps BEGIN
        SELECT RAISE(ABORT, 'the journal is only added to');
    END;
    CREATE TABLE deliveries (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: who collects them counts on it
        digest BLOB NOT NULL UNIQUE,
        arrived_at REAL NOT NULL,
        delivered_by TEXT NOT NULL CHECK (delivered_by IN ('webhook', 'polling', 'hand', 'inbox')),
        remote_id INTEGER, -- in the inbox that it was collected from
        size INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'raw' CHECK (state IN ('raw', 'taken', 'quarantined', 'unreadable')),
        processing_id TEXT NOT NULL DEFAULT '',
        purchase INTEGER REFERENCES purchases (number),
        records INTEGER NOT NULL DEFAULT 0, -- in it, repeated ones too
        trouble TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX deliveries_raw ON deliveries (id) WHERE state = 'raw';
    CREATE TABLE bodies ( -- apart, because they are large and what is told of them is written more often
        delivery INTEGER PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
        body BLOB NOT NULL
    ) STRICT;
    CREATE TABLE records (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        purchase INTEGER NOT NULL REFERENCES purchases (number),
        identity BLOB NOT NULL,
        delivery INTEGER NOT NULL, -- the first that had it
        record TEXT, -- JSON, as it came; NULL: erased, and not taken again because its identity stays
        standing INTEGER NOT NULL DEFAULT 0 CHECK (standing IN (0, 1, 2)), -- RecordStanding in taking.py
        UNIQUE (purchase, identity)
    ) STRICT;
    CREATE INDEX records_by_purchase ON records (purchase, id);
    CREATE INDEX records_waiting ON records (purchase, id) WHERE standing = 0;
    CREATE TABLE charges ( -- a credit for each record, where a delivery had new ones
        delivery INTEGER PRIMARY KEY,
        purchase INTEGER NOT NULL REFERENCES purchases (number),
        at REAL NOT NULL, -- when it arrived
        credits INTEGER NOT NULL CHECK (credits > 0)
    ) STRICT;
    CREATE INDEX charges_by_purchase ON charges (purchase, at);
    CREATE TABLE balances (
        id INTEGER PRIMARY KEY,
        account TEXT NOT NULL,
        read_at REAL NOT NULL,
        available INTEGER NOT NULL,
        why TEXT NOT NULL,
        UNIQUE (account, read_at)
    ) STRICT;
    CREATE TABLE acknowledgements (
        id INTEGER PRIMARY KEY,
        account TEXT NOT NULL,
        at REAL NOT NULL,
        difference INTEGER NOT NULL,
        note TEXT NOT NULL
    ) STRICT;
    CREATE INDEX acknowledgements_by_account ON acknowledgements (account, at);
    """,
    ),
    damaged=PurchasesDamaged,
)
"""Moments are seconds since 1970, UTC."""
