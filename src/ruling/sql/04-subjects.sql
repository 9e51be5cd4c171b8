-- Only checkpoints are looked up by what they are about. Those of captures stood all over the index, a page written for
-- each.
DROP INDEX audit_entry_by_subject;
CREATE INDEX audit_entry_by_checkpoint ON audit_entry (subject, number) WHERE kind = 'checkpoint';
