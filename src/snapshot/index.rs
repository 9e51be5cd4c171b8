//! The index of captures: a table that answers which captures an address has.
//!
//! It holds nothing that the files do not hold, so it may be deleted at any time. Where it cannot
//! be kept on disk, the same tables live in memory.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, params};
use rusqlite_migration::{M, Migrations};

use super::Entry;
use crate::capture::grade::Witness;
use crate::capture::{Digest, Grade, State, address};

/// The file name inside the store.
pub const FILE: &str = "index.sqlite";

/// The lock that covers opening and migrating it.
const LOCK: &str = "index.sqlite.lock";

const MIGRATIONS: &[M<'_>] = &[
    M::up(
        "CREATE TABLE capture (
        file TEXT PRIMARY KEY,
        file_bytes INTEGER NOT NULL,
        digest BLOB NOT NULL CHECK (length(digest) = 32),
        key TEXT NOT NULL,
        url TEXT NOT NULL,
        final_url TEXT NOT NULL,
        part TEXT,
        at INTEGER NOT NULL,
        method TEXT NOT NULL,
        by TEXT NOT NULL,
        media_type TEXT,
        status INTEGER,
        secure INTEGER NOT NULL,
        state TEXT NOT NULL,
        payload_bytes INTEGER NOT NULL,
        missing INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX capture_by_key ON capture (key, at);
    CREATE INDEX capture_by_digest ON capture (digest);
    CREATE TABLE broken (file TEXT PRIMARY KEY, file_bytes INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
    CREATE TABLE cache (
        digest BLOB NOT NULL CHECK (length(digest) = 32),
        stage TEXT NOT NULL,
        version TEXT NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (digest, stage)
    ) STRICT;",
    ),
    // The files are read again for what the index did not hold before.
    M::up(
        "DELETE FROM capture; ALTER TABLE capture ADD COLUMN etag TEXT; ALTER TABLE capture ADD COLUMN last_modified TEXT;",
    ),
    // What a second witness saw, and whether an outside authority stamped the log with the capture in it.
    M::up(
        "DELETE FROM capture; ALTER TABLE capture ADD COLUMN witness TEXT;
         ALTER TABLE capture ADD COLUMN stamped INTEGER NOT NULL DEFAULT 0;
         CREATE TABLE stamp (file TEXT PRIMARY KEY, file_bytes INTEGER NOT NULL) STRICT;",
    ),
];

const COLUMNS: &str = "file, file_bytes, digest, url, final_url, part, at, method, by, media_type, status, \
                       secure, state, payload_bytes, etag, last_modified, witness";

/// The open index.
#[derive(Debug)]
pub struct Index {
    connection: Connection,
    put_off: Vec<Entry>,
}

impl Index {
    /// Opens the index of a store, makes it new where it is unreadable, and falls back to memory
    /// where the store cannot be written.
    ///
    /// # Errors
    /// Those of SQLite in memory, which means that there is no memory left.
    pub fn open(store: &Path) -> rusqlite::Result<Self> {
        let path = store.join(FILE);
        if !store.is_dir() {
            return Self::in_memory();
        }
        // One process at a time makes or migrates it: another must not take a half-made index for a broken one. Where the
        // store cannot be written there is no lock, and no index on disk either.
        let lock = std::fs::File::options().create(true).truncate(false).write(true).open(store.join(LOCK));
        let _held = lock.ok().filter(|lock| lock.lock().is_ok());
        for attempt in 0..2 {
            match Self::on_disk(&path) {
                Ok(connection) => return Ok(Self { connection, put_off: Vec::new() }),
                // Not a database, or of a newer version: it only repeats the files.
                Err(error) if attempt == 0 && !is_busy(&error) => {
                    for end in ["", "-wal", "-shm"] {
                        drop(std::fs::remove_file(store.join(format!("{FILE}{end}"))));
                    }
                }
                Err(_) => break,
            }
        }
        Self::in_memory()
    }

    /// An index that lives and dies with the process.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn in_memory() -> rusqlite::Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        migrate(&mut connection)?;
        Ok(Self { connection, put_off: Vec::new() })
    }

    fn on_disk(path: &Path) -> rusqlite::Result<Connection> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::from_secs(30))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // What is lost in a crash is found again in the files.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "trusted_schema", "OFF")?;
        // In pages. Rows go to places all over the tables, so that a page is changed many times until it is copied.
        connection.pragma_update(None, "wal_autocheckpoint", 4000)?;
        // In KiB. What does not fit is found in the cache of the system.
        connection.pragma_update(None, "cache_size", -4096)?;
        // A statement is planned once, not again for each value that is bound to it.
        connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        migrate(&mut connection)?;
        // A database on a read-only file system opens, and fails at the first write.
        connection.execute_batch("BEGIN IMMEDIATE; COMMIT;")?;
        Ok(connection)
    }

    /// Hands over every file the index knows, in order of name, with its size, and whether it was found missing.
    pub fn each_file(&self, mut take: impl FnMut(&str, u64, bool)) -> rusqlite::Result<()> {
        let sql = "SELECT file, file_bytes, missing FROM capture
                   UNION ALL SELECT file, file_bytes, 0 FROM broken ORDER BY file";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(row.get_ref(0)?.as_str()?, row.get(1)?, row.get(2)?);
        }
        Ok(())
    }

    /// Puts entries off until they are entered with others: a page is then written once for many of them.
    pub fn put_off(&mut self, mut entries: Vec<Entry>) {
        self.put_off.append(&mut entries);
    }

    /// Enters what was put off. Where that fails, it is found again in the files.
    pub fn enter(&mut self) -> rusqlite::Result<()> {
        if self.put_off.is_empty() {
            return Ok(());
        }
        let entries = std::mem::take(&mut self.put_off);
        self.record(&entries, &[])
    }

    /// Adds or replaces entries, and files that could not be read, in one transaction.
    pub fn record(&mut self, entries: &[Entry], broken: &[(String, u64, String)]) -> rusqlite::Result<()> {
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        {
            let sql = format!(
                "INSERT OR REPLACE INTO capture ({COLUMNS}, key, missing) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, 0)"
            );
            let mut insert = transaction.prepare_cached(&sql)?;
            let mut mended = transaction.prepare_cached("DELETE FROM broken WHERE file = ?1")?;
            let has_broken = transaction.prepare_cached("SELECT 1 FROM broken")?.exists([])?;
            for entry in entries {
                insert.execute(params![
                    entry.file,
                    entry.file_bytes,
                    entry.digest.as_bytes(),
                    entry.url,
                    entry.final_url,
                    entry.part,
                    entry.at.timestamp(),
                    entry.method.name(),
                    entry.by,
                    entry.media_type,
                    entry.status,
                    entry.secure,
                    entry.state.name(),
                    entry.payload_bytes,
                    entry.etag,
                    entry.last_modified,
                    entry.witness.map(Witness::name),
                    address::key(&entry.url),
                ])?;
                if has_broken {
                    mended.execute([&entry.file])?;
                }
            }
            for (file, file_bytes, reason) in broken {
                transaction.execute(
                    "INSERT OR REPLACE INTO broken (file, file_bytes, reason) VALUES (?1, ?2, ?3)",
                    params![file, file_bytes, reason],
                )?;
                transaction.execute("DELETE FROM capture WHERE file = ?1", [file])?;
            }
        }
        transaction.commit()
    }

    /// The stamps that were read, in order of name.
    pub fn stamps(&self) -> rusqlite::Result<Vec<(String, u64)>> {
        let mut statement =
            self.connection.prepare_cached("SELECT file, file_bytes FROM stamp ORDER BY file")?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    }

    /// Enters the stamps that were read, and the captures that they cover; what was entered before goes.
    pub fn record_stamps(
        &mut self,
        stamps: &[(String, u64)],
        covered: &[(String, Digest)],
    ) -> rusqlite::Result<()> {
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        transaction.execute_batch("UPDATE capture SET stamped = 0 WHERE stamped; DELETE FROM stamp;")?;
        for (file, bytes) in stamps {
            transaction
                .execute("INSERT INTO stamp (file, file_bytes) VALUES (?1, ?2)", params![file, bytes])?;
        }
        for (file, digest) in covered {
            // Other bytes under the name of a capture that was stamped are not what was stamped.
            transaction
                .prepare_cached("UPDATE capture SET stamped = 1 WHERE file = ?1 AND digest = ?2")?
                .execute(params![file, digest.as_bytes()])?;
        }
        transaction.commit()
    }

    /// Notes that a known file is not there, or is there again.
    pub fn mark_missing(&mut self, file: &str, missing: bool) -> rusqlite::Result<()> {
        self.connection.execute("UPDATE capture SET missing = ?2 WHERE file = ?1", params![file, missing])?;
        self.connection.execute("DELETE FROM broken WHERE ?2 AND file = ?1", params![file, missing])?;
        Ok(())
    }

    /// Drops all knowledge of a file.
    pub fn drop_file(&mut self, file: &str) -> rusqlite::Result<()> {
        self.connection.execute("DELETE FROM capture WHERE file = ?1", [file])?;
        self.connection.execute("DELETE FROM broken WHERE file = ?1", [file])?;
        Ok(())
    }

    /// Drops cached bytes of payloads that no capture has.
    pub fn sweep_cache(&mut self) -> rusqlite::Result<()> {
        let sql = "DELETE FROM cache WHERE digest NOT IN (SELECT digest FROM capture WHERE NOT missing)";
        self.connection.execute(sql, [])?;
        Ok(())
    }

    /// Drops all that is known.
    pub fn clear(&mut self) -> rusqlite::Result<()> {
        self.connection
            .execute_batch("DELETE FROM capture; DELETE FROM broken; DELETE FROM cache; DELETE FROM stamp;")
    }

    /// Every capture whose file is there, by address, part and time.
    pub fn entries(&self) -> rusqlite::Result<Vec<Entry>> {
        self.select("NOT missing ORDER BY key, part, at, file", &[])
    }

    /// The captures of an address and part, newest first.
    pub fn history(&self, url: &str, part: Option<&str>) -> rusqlite::Result<Vec<Entry>> {
        let sql = "NOT missing AND key = ?1 AND part IS ?2 ORDER BY at DESC, file DESC";
        self.select(sql, &[&address::key(url), &part])
    }

    /// When the newest capture of an address and part was taken.
    pub fn last_taken(
        &self,
        url: &str,
        part: Option<&str>,
    ) -> rusqlite::Result<Option<chrono::DateTime<chrono::Utc>>> {
        let sql = "SELECT max(at) FROM capture WHERE NOT missing AND key = ?1 AND part IS ?2";
        let at: Option<i64> = self
            .connection
            .prepare_cached(sql)?
            .query_row(params![address::key(url), part], |row| row.get(0))?;
        Ok(at.and_then(|at| chrono::DateTime::from_timestamp(at, 0)))
    }

    /// The captures of a payload, oldest first.
    pub fn of_digest(&self, digest: &Digest) -> rusqlite::Result<Vec<Entry>> {
        self.select("NOT missing AND digest = ?1 ORDER BY at, file", &[&digest.as_bytes()])
    }

    /// The capture in a file.
    pub fn entry_in(&self, file: &str) -> rusqlite::Result<Option<Entry>> {
        Ok(self.select("NOT missing AND file = ?1", &[&file])?.pop())
    }

    /// The files of all captures that are there, sorted.
    pub fn kept(&self) -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT file FROM capture WHERE NOT missing ORDER BY file";
        self.connection.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect()
    }

    /// How many captures are there.
    pub fn count(&self) -> rusqlite::Result<usize> {
        let sql = "SELECT count(*) FROM capture WHERE NOT missing";
        self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))
    }

    /// Whether a capture of a payload is or was there.
    pub fn knows(&self, digest: &Digest) -> rusqlite::Result<bool> {
        let sql = "SELECT 1 FROM capture WHERE digest = ?1";
        self.connection.prepare_cached(sql)?.exists([digest.as_bytes()])
    }

    /// Known captures whose file is gone.
    pub fn missing(&self) -> rusqlite::Result<Vec<Entry>> {
        self.select("missing ORDER BY file", &[])
    }

    fn select(&self, condition: &str, arguments: &[&dyn rusqlite::ToSql]) -> rusqlite::Result<Vec<Entry>> {
        let sql = format!("SELECT {COLUMNS}, stamped FROM capture WHERE {condition}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_map(arguments, entry)?.collect()
    }

    /// Bytes kept for a payload by a stage, if they are of that version.
    pub fn cached(&self, digest: &Digest, stage: &str, version: &str) -> rusqlite::Result<Option<Vec<u8>>> {
        let sql = "SELECT body FROM cache WHERE digest = ?1 AND stage = ?2 AND version = ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_row(params![digest.as_bytes(), stage, version], |row| row.get(0)).optional()
    }

    /// Keeps bytes for a payload by a stage; those of another version go.
    pub fn cache(
        &mut self,
        digest: &Digest,
        stage: &str,
        version: &str,
        body: &[u8],
    ) -> rusqlite::Result<()> {
        let sql = "INSERT OR REPLACE INTO cache (digest, stage, version, body) VALUES (?1, ?2, ?3, ?4)";
        self.connection.prepare_cached(sql)?.execute(params![digest.as_bytes(), stage, version, body])?;
        Ok(())
    }
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    Migrations::from_slice(MIGRATIONS).to_latest(connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err,
        _ => rusqlite::Error::InvalidQuery,
    })
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::ReadOnly)
    )
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let unreadable = |column, text: &str| {
        let error = format!("unknown word {text:?}").into();
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error)
    };
    let (method, state): (String, String) = (row.get(7)?, row.get(12)?);
    let method = method.parse().map_err(|_| unreadable(7, &method))?;
    let secure = row.get(11)?;
    let witness: Option<String> = row.get(16)?;
    let witness = witness.and_then(|name| Witness::named(&name));
    Ok(Entry {
        file: row.get(0)?,
        file_bytes: row.get(1)?,
        digest: Digest::from_bytes(row.get(2)?),
        url: row.get(3)?,
        final_url: row.get(4)?,
        part: row.get(5)?,
        at: chrono::DateTime::from_timestamp(row.get(6)?, 0).ok_or_else(|| unreadable(6, "time"))?,
        method,
        by: row.get(8)?,
        media_type: row.get(9)?,
        status: row.get(10)?,
        secure,
        state: State::named(&state).ok_or_else(|| unreadable(12, &state))?,
        grade: Grade::of(method, secure).seen_by(witness, row.get(17)?),
        payload_bytes: row.get(13)?,
        etag: row.get(14)?,
        last_modified: row.get(15)?,
        witness,
    })
}
