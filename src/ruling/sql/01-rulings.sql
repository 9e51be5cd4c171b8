-- What editors did, in order of arrival. Never changed and never deleted: the triggers see to it,
-- and the chain (SHA-256 of the link before and the body) shows a change made behind their back.
CREATE TABLE ruling_event (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 26),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    claim TEXT NOT NULL,
    act TEXT NOT NULL,
    body TEXT NOT NULL,
    link BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;
CREATE INDEX ruling_event_by_claim ON ruling_event (claim, at, id);
CREATE INDEX ruling_event_by_actor ON ruling_event (actor, at, id);
CREATE INDEX ruling_event_by_time ON ruling_event (at, id);
CREATE TRIGGER ruling_event_stays BEFORE UPDATE ON ruling_event
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER ruling_event_is_kept BEFORE DELETE ON ruling_event
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
