-- People who may use the desk beyond loopback, their sessions, and views they saved.
CREATE TABLE desk_editor (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('reader', 'editor', 'admin')),
    password TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE desk_session (
    token BLOB PRIMARY KEY CHECK (length(token) = 32),
    editor TEXT NOT NULL REFERENCES desk_editor (name) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX desk_session_by_end ON desk_session (expires);
CREATE INDEX desk_session_by_editor ON desk_session (editor);
CREATE TABLE desk_view (
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    query TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;
-- Check runs of a store and what changed in each from the run before, for the desk's record of nights.
CREATE TABLE desk_run (
    id TEXT PRIMARY KEY CHECK (length(id) = 26),
    kind TEXT NOT NULL,
    started INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
