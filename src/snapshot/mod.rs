//! Keeps captures: WARC files on disk, an index that can be rebuilt from them, and the audit log.
