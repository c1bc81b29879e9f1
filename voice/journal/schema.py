"""The tables of the journal, version by version.

A version is one script; what was released is never changed, only followed by another. `user_version` counts them.
"""

from __future__ import annotations

_FIRST = """
CREATE TABLE journal (
    generation INTEGER NOT NULL,
    erased_ms INTEGER NOT NULL
) STRICT;
INSERT INTO journal VALUES (0, 0);
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    started_ms INTEGER NOT NULL,
    offset_min INTEGER NOT NULL,
    ended_ms INTEGER,
    tempo_cpm REAL,
    finished INTEGER NOT NULL CHECK (finished IN (0, 1)),
    held INTEGER NOT NULL CHECK (held IN (0, 1)),
    clock_known INTEGER NOT NULL CHECK (clock_known IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_start ON sessions (started_ms);
CREATE TABLE spans (
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('left', 'right')),
    place INTEGER,
    from_s REAL NOT NULL,
    to_s REAL NOT NULL,
    expressed_s REAL NOT NULL,
    PRIMARY KEY (session, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE pauses (
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    from_s REAL NOT NULL,
    to_s REAL,
    PRIMARY KEY (session, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE amounts (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    side TEXT CHECK (side IN ('left', 'right', 'both')),
    amount TEXT,
    unit TEXT NOT NULL CHECK (unit IN ('ml', 'oz', 'tsp', 'drops')),
    kind TEXT CHECK (kind IN ('colostrum', 'milk')),
    at_ms INTEGER NOT NULL,
    offset_min INTEGER NOT NULL,
    fate TEXT CHECK (fate IN ('fridge', 'freezer', 'thawed', 'used', 'discarded')),
    fate_ms INTEGER,
    CHECK ((amount IS NULL) = (unit = 'drops'))
) STRICT, WITHOUT ROWID;
CREATE INDEX amounts_by_session ON amounts (session, number);
CREATE INDEX amounts_by_fate ON amounts (fate) WHERE fate IS NOT NULL;
CREATE TABLE tags (
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (session, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE edits (
    number INTEGER PRIMARY KEY,
    step INTEGER NOT NULL,
    session TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX edits_by_step ON edits (step);
CREATE TABLE sent (
    place TEXT NOT NULL,
    session TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (place, session)
) STRICT, WITHOUT ROWID;
"""

SCRIPTS = (_FIRST,)
VERSION = len(SCRIPTS)
"""What this program writes; a journal of a higher version is not for it."""
TABLES = ("sent", "edits", "tags", "amounts", "pauses", "spans", "sessions")
"""All that erasing empties."""
