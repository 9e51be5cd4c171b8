-- Nightly runs: which sources were asked, what they answered, and what moved because of it.
-- A run that was stopped has no end; the next one goes on where it was.
CREATE TABLE recheck_run (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    at INTEGER NOT NULL,
    ended INTEGER,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX recheck_run_by_time ON recheck_run (at, id);
-- One answer of one source in one run. `digest` is the payload it gave or confirmed; `whole` is 0 where
-- the server only said that nothing changed (304).
CREATE TABLE source_check (
    run TEXT NOT NULL REFERENCES recheck_run (id),
    source TEXT NOT NULL,
    part TEXT NOT NULL,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    digest BLOB CHECK (digest IS NULL OR length(digest) = 32),
    whole INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (run, source, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_check_by_source ON source_check (source, part, at);
-- The capture of each source that was last reported on. It moves when a run ends and never before,
-- so that a run that was stopped loses no change.
CREATE TABLE source_baseline (
    source TEXT NOT NULL,
    part TEXT NOT NULL,
    file TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    since INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source, part)
) STRICT, WITHOUT ROWID;
-- What moved: one row a source and a claim.
CREATE TABLE drift (
    run TEXT NOT NULL REFERENCES recheck_run (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    part TEXT NOT NULL,
    claim TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX drift_by_source ON drift (source, part, run);
CREATE INDEX drift_by_claim ON drift (claim, run);
-- What the store took in, what moved and what was taken down, in order. Each link is SHA-256 of the link before
-- and the body; the triggers keep it from being changed, and the chain shows a change made behind their back.
CREATE TABLE audit_entry (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    link BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;
CREATE INDEX audit_entry_by_subject ON audit_entry (subject, number);
CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
