-- What the queue is served from: one row a claim as it is now. It repeats what claims, captures and rulings say, so it
-- may be deleted at any time. A board is a set of claim files that is reviewed together.
CREATE TABLE desk_board (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE desk_claim (
    number INTEGER PRIMARY KEY,
    board INTEGER NOT NULL REFERENCES desk_board (number),
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
    since INTEGER NOT NULL,
    owner TEXT NOT NULL,
    changed INTEGER NOT NULL,
    seen TEXT NOT NULL,
    state TEXT NOT NULL,
    article_rank INTEGER NOT NULL,
    source_rank INTEGER NOT NULL,
    -- Digests of the row and of what is searched, so that only what changed is written.
    print BLOB NOT NULL,
    searched BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX desk_claim_by_id ON desk_claim (board, id);
-- Each order of the queue has its own index, with what the filters read at its end, so that a filtered page is
-- answered from the index alone.
CREATE INDEX desk_claim_by_article
    ON desk_claim (board, lane, article_rank, article, rank, since, number, verdict, owner, source);
CREATE INDEX desk_claim_by_source
    ON desk_claim (board, lane, source_rank, source, rank, since, number, verdict, owner, article);
CREATE INDEX desk_claim_by_rank ON desk_claim (board, lane, rank, since, number, verdict, owner, source, article);
CREATE INDEX desk_claim_by_age ON desk_claim (board, lane, since, number, verdict, owner, source, article);
-- A claim has one row for each code that is found about it.
CREATE TABLE desk_finding (
    claim INTEGER NOT NULL REFERENCES desk_claim (number),
    code TEXT NOT NULL,
    board INTEGER NOT NULL,
    lane TEXT NOT NULL,
    PRIMARY KEY (claim, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX desk_finding_by_code ON desk_finding (board, lane, code, claim);
-- How many claims of a lane have a verdict, a code, an owner (kind `all`: any). Counted as rows move, so that no
-- screen counts a hundred thousand of them.
CREATE TABLE desk_facet (
    board INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    lane TEXT NOT NULL,
    claims INTEGER NOT NULL,
    PRIMARY KEY (board, kind, name, lane)
) STRICT, WITHOUT ROWID;
CREATE INDEX desk_facet_by_lane ON desk_facet (board, lane, kind, name, claims);
-- Words of claims, passages and notes; the row is that of the claim. Their text is kept elsewhere.
CREATE VIRTUAL TABLE desk_words USING fts5 (
    board, claim, passage, note, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER desk_claim_comes AFTER INSERT ON desk_claim
BEGIN
    INSERT INTO desk_facet VALUES
        (new.board, 'all', '', new.lane, 1), (new.board, 'verdict', new.verdict, new.lane, 1),
        (new.board, 'owner', new.owner, new.lane, 1)
        ON CONFLICT DO UPDATE SET claims = claims + 1;
END;
CREATE TRIGGER desk_claim_goes AFTER DELETE ON desk_claim
BEGIN
    UPDATE desk_facet SET claims = claims - 1 WHERE board = old.board AND lane = old.lane
        AND (kind, name) IN (VALUES ('all', ''), ('verdict', old.verdict), ('owner', old.owner));
    DELETE FROM desk_finding WHERE claim = old.number;
    DELETE FROM desk_words WHERE rowid = old.number;
END;
CREATE TRIGGER desk_claim_moves AFTER UPDATE OF lane, verdict, owner ON desk_claim
    WHEN (old.lane, old.verdict, old.owner) <> (new.lane, new.verdict, new.owner)
BEGIN
    UPDATE desk_facet SET claims = claims - 1 WHERE board = old.board AND lane = old.lane
        AND (kind, name) IN (VALUES ('all', ''), ('verdict', old.verdict), ('owner', old.owner));
    INSERT INTO desk_facet VALUES
        (new.board, 'all', '', new.lane, 1), (new.board, 'verdict', new.verdict, new.lane, 1),
        (new.board, 'owner', new.owner, new.lane, 1)
        ON CONFLICT DO UPDATE SET claims = claims + 1;
    UPDATE desk_finding SET lane = new.lane WHERE claim = new.number AND lane <> new.lane;
END;
CREATE TRIGGER desk_finding_comes AFTER INSERT ON desk_finding
BEGIN
    INSERT INTO desk_facet VALUES (new.board, 'code', new.code, new.lane, 1)
        ON CONFLICT DO UPDATE SET claims = claims + 1;
END;
CREATE TRIGGER desk_finding_goes AFTER DELETE ON desk_finding
BEGIN
    UPDATE desk_facet SET claims = claims - 1
        WHERE board = old.board AND kind = 'code' AND name = old.code AND lane = old.lane;
END;
CREATE TRIGGER desk_finding_moves AFTER UPDATE OF lane ON desk_finding
BEGIN
    UPDATE desk_facet SET claims = claims - 1
        WHERE board = old.board AND kind = 'code' AND name = old.code AND lane = old.lane;
    INSERT INTO desk_facet VALUES (new.board, 'code', new.code, new.lane, 1)
        ON CONFLICT DO UPDATE SET claims = claims + 1;
END;
