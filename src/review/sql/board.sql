-- What the queue is served from: one row a claim of the present round. Made anew with each round, never a truth.
CREATE TABLE claim (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    lane TEXT NOT NULL,
    rank INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    code TEXT NOT NULL,
    words TEXT NOT NULL,
    figure TEXT NOT NULL,
    source_figure TEXT NOT NULL,
    source TEXT NOT NULL,
    grade TEXT NOT NULL,
    article TEXT NOT NULL,
    place TEXT NOT NULL,
    since INTEGER NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    changed INTEGER NOT NULL DEFAULT 0,
    seen TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    flagged INTEGER NOT NULL,
    article_rank INTEGER NOT NULL,
    source_rank INTEGER NOT NULL
) STRICT;
-- A claim has one row for each code that is found about it.
CREATE TABLE finding (
    claim INTEGER NOT NULL REFERENCES claim (number),
    code TEXT NOT NULL,
    lane TEXT NOT NULL,
    PRIMARY KEY (claim, code)
) STRICT, WITHOUT ROWID;
-- Counted as rows move, so that no screen counts a hundred thousand of them.
CREATE TABLE lane (name TEXT PRIMARY KEY, claims INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (claim, passage, tokenize = "unicode61 remove_diacritics 2");
-- Notes of editors, a row each; the row of `note` says which claim it is about.
CREATE TABLE note (number INTEGER PRIMARY KEY, claim INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE note_words USING fts5 (note, tokenize = "unicode61 remove_diacritics 2");
