-- Made after the rows, which is faster. Each order of the queue has its own, with what the filters read at its end,
-- so that a filtered page is answered from the index alone.
CREATE UNIQUE INDEX claim_by_id ON claim (id);
CREATE INDEX claim_by_article ON claim (lane, article_rank, article, rank, since, number, verdict, owner, source);
CREATE INDEX claim_by_source ON claim (lane, source_rank, source, rank, since, number, verdict, owner, article);
CREATE INDEX claim_by_rank ON claim (lane, rank, since, number, verdict, owner, source, article);
CREATE INDEX claim_by_age ON claim (lane, since, number, verdict, owner, source, article);
CREATE INDEX claim_by_verdict ON claim (lane, verdict);
CREATE INDEX claim_by_owner ON claim (lane, owner);
CREATE INDEX finding_by_code ON finding (lane, code, claim);
CREATE INDEX note_by_claim ON note (claim);
INSERT INTO lane SELECT lane, count(*) FROM claim GROUP BY lane;
CREATE TRIGGER claim_moves AFTER UPDATE OF lane ON claim WHEN old.lane <> new.lane
BEGIN
    INSERT INTO lane VALUES (new.lane, 1) ON CONFLICT (name) DO UPDATE SET claims = claims + 1;
    UPDATE lane SET claims = claims - 1 WHERE name = old.lane;
    UPDATE finding SET lane = new.lane WHERE claim = new.number;
END;
ANALYZE;
