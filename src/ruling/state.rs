//! The state of a store: one SQLite file with what people did, and the connections to it.
//!
//! Several processes use it at once: one writes at a time and waits its turn, readers never wait
//! (write-ahead log). It is opened and migrated under a file lock, because SQLite's own lock does not
//! cover switching to the write-ahead log. The write-ahead log does not work on network file systems.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

use super::RulingError;

/// The file name inside the store.
pub const FILE: &str = "state.sqlite";
/// The lock that covers opening and migrating.
const LOCK: &str = "state.lock";
/// How long a writer waits for another. A write takes milliseconds; this is for a machine that is busy.
const WAIT: Duration = Duration::from_secs(30);
/// Connections kept for readers; a reader beyond them opens one more.
const READERS_MAX: usize = 8;

/// One list for the whole file: the tables of rulings, of runs and of the desk's accounts.
/// A step once released is never edited; a change is a further step.
const MIGRATIONS: &[M<'_>] = &[
    M::up(include_str!("sql/01-rulings.sql")),
    M::up(include_str!("sql/02-desk.sql")),
    M::up(include_str!("sql/03-checks.sql")),
    M::up(include_str!("sql/04-subjects.sql")),
];

/// The open state of a store.
#[derive(Debug)]
pub struct State {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    /// Where the tables live in memory, readers share the writer's connection.
    in_memory: bool,
}

impl State {
    /// Opens the state of the store in that folder, and makes it where there is none.
    ///
    /// # Errors
    /// [`RulingError::Open`] where it cannot be written or is of a newer version.
    pub fn open(store: &Path) -> Result<State, RulingError> {
        let path = store.join(FILE);
        let failed = |reason: String| RulingError::Open { path: path.clone(), reason };
        std::fs::create_dir_all(store).map_err(|error| failed(error.to_string()))?;
        let lock = File::options().create(true).truncate(false).write(true).open(store.join(LOCK));
        let lock = lock.map_err(|error| failed(error.to_string()))?;
        lock.lock().map_err(|error| failed(error.to_string()))?;
        let mut connection = Connection::open(&path).map_err(|error| failed(error.to_string()))?;
        prepare(&connection).map_err(|error| failed(error.to_string()))?;
        connection.pragma_update(None, "journal_mode", "WAL").map_err(|error| failed(error.to_string()))?;
        // In pages: what is written again and again is copied from the log once.
        connection
            .pragma_update(None, "wal_autocheckpoint", 4000)
            .map_err(|error| failed(error.to_string()))?;
        migrate(&mut connection).map_err(|error| failed(error.to_string()))?;
        drop(lock);
        Ok(State { path, writer: Mutex::new(connection), readers: Mutex::default(), in_memory: false })
    }

    /// Opens the state only to read it: nothing is made or migrated. `None` where there is none, or
    /// where it cannot be opened without writing (a read-only checkout has no state to honour).
    pub fn open_existing(store: &Path) -> Option<State> {
        let path = store.join(FILE);
        if !path.is_file() {
            return None;
        }
        if let Ok(state) = State::open(store) {
            return Some(state);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags).ok()?;
        prepare(&connection).ok()?;
        connection.query_row("SELECT count(*) FROM ruling_event", [], |row| row.get::<_, i64>(0)).ok()?;
        // Read-only: the one connection serves everybody.
        Some(State { path, writer: Mutex::new(connection), readers: Mutex::default(), in_memory: true })
    }

    /// A state that lives and dies with the process.
    ///
    /// # Errors
    /// [`RulingError::Database`] where there is no memory left.
    pub fn in_memory() -> Result<State, RulingError> {
        let mut connection = Connection::open_in_memory()?;
        prepare(&connection)?;
        let failed = |error: rusqlite_migration::Error| RulingError::Open {
            path: PathBuf::from(":memory:"),
            reason: error.to_string(),
        };
        migrate(&mut connection).map_err(failed)?;
        let path = PathBuf::from(":memory:");
        Ok(State { path, writer: Mutex::new(connection), readers: Mutex::default(), in_memory: true })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `work` in one transaction that holds the write lock from its start, and commits it.
    ///
    /// # Errors
    /// Those of `work`, after a rollback, and [`RulingError::Database`].
    pub fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, RulingError>,
    ) -> Result<T, RulingError> {
        // A panic elsewhere leaves SQLite in order: its transaction is rolled back.
        let mut connection = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Runs `work` on a connection for reading, which no writer makes wait.
    ///
    /// # Errors
    /// Those of `work`, and [`RulingError::Database`].
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, RulingError> {
        if self.in_memory {
            let connection = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            return Ok(work(&connection)?);
        }
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => {
                let connection = Connection::open(&self.path)?;
                prepare(&connection)?;
                connection.pragma_update(None, "query_only", "ON")?;
                connection
            }
        };
        let done = work(&connection);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_MAX {
            readers.push(connection);
        }
        Ok(done?)
    }
}

/// Sets what every connection needs.
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(WAIT)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    // In KiB, of each connection. What does not fit is found in the cache of the system.
    connection.pragma_update(None, "cache_size", -1024)?;
    connection.set_prepared_statement_cache_capacity(64);
    // A statement is planned once, not again for each value that is bound to it.
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn migrate(connection: &mut Connection) -> rusqlite_migration::Result<()> {
    Migrations::from_slice(MIGRATIONS).to_latest(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_hang_together() {
        Migrations::from_slice(MIGRATIONS).validate().expect("valid steps");
    }

    #[test]
    fn opening_at_once_from_many_sides_never_fails() {
        let folder = tempfile::tempdir().expect("a folder");
        std::thread::scope(|scope| {
            let opened: Vec<_> =
                (0..16).map(|_| scope.spawn(|| State::open(folder.path()).map(drop))).collect();
            for opened in opened {
                opened.join().expect("no panic").expect("it opens");
            }
        });
    }

    #[test]
    fn reading_makes_no_state() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(State::open_existing(folder.path()).is_none());
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
