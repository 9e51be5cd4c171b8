//! The tables that the queue is served from: one row a claim of the present round, with indexes for every order and
//! filter, counts of what can be filtered by, and full-text search over claims, passages and notes.
//!
//! They stand in the index of the store, repeat what claims, captures and rulings say, and are kept by what changed:
//! only rows that are another than they were are written, few at a time, so that other writers get their turn. Where
//! the index cannot be written they live in a temporary folder. Readers have connections of their own and never wait
//! for a writer.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};

use super::rows::{Entry, Prints};

/// Connections for readers.
const READERS: usize = 8;
/// What each keeps of the tables, in KiB: the rows of the largest search, so that its count leaves them for its page.
const READER_KIB: i64 = 8_192;
/// Rows written in one transaction: some milliseconds of work.
const BATCH: usize = 250;
/// How long others are let in between two transactions of one round.
const PAUSE: Duration = Duration::from_millis(2);
/// How long a writer waits for another.
const WAIT: Duration = Duration::from_secs(30);
/// The file of the index inside the store.
const INDEX: &str = "index.sqlite";
const SCHEMA: &str = include_str!("sql/board.sql");

/// The open tables, and the board in them.
#[derive(Debug)]
pub struct Board {
    number: i64,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    returned: Condvar,
    /// The folder of the tables, where they are not in the store.
    _folder: Option<tempfile::TempDir>,
}

/// Digests of the rows, by claim.
type Known = HashMap<String, Prints>;

impl Board {
    /// Opens the board of that name in the index of a store, and makes it where there is none.
    ///
    /// # Errors
    /// Those of SQLite and of the temporary folder.
    pub fn open(store: &Path, name: &str) -> rusqlite::Result<Board> {
        if let Ok(board) = Board::in_folder(store, name, None) {
            return Ok(board);
        }
        let folder = tempfile::Builder::new()
            .prefix("verify-desk-")
            .tempdir()
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        let path = folder.path().to_owned();
        Board::in_folder(&path, name, Some(folder))
    }

    fn in_folder(path: &Path, name: &str, folder: Option<tempfile::TempDir>) -> rusqlite::Result<Board> {
        let path = path.join(INDEX);
        let mut writer = open(&path)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        // What is lost in a crash is written again by the next round.
        writer.pragma_update(None, "synchronous", "NORMAL")?;
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        prepare(&transaction)?;
        transaction.execute("INSERT OR IGNORE INTO desk_board (name) VALUES (?1)", [name])?;
        let number =
            transaction
                .query_row("SELECT number FROM desk_board WHERE name = ?1", [name], |row| row.get(0))?;
        transaction.commit()?;
        // All are opened now: the file may be deleted and made anew by others, and these go on together.
        let readers: rusqlite::Result<Vec<Connection>> = (0..READERS)
            .map(|_| {
                let reader = open(&path)?;
                reader.pragma_update(None, "query_only", "ON")?;
                reader.pragma_update(None, "cache_size", -READER_KIB)?;
                Ok(reader)
            })
            .collect();
        Ok(Board {
            number,
            writer: Mutex::new(writer),
            readers: Mutex::new(readers?),
            returned: Condvar::new(),
            _folder: folder,
        })
    }

    /// What rows of this board are told from those of others by.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// Runs `work` on a connection for reading.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let mut idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = loop {
            match idle.pop() {
                Some(connection) => break connection,
                None => idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner),
            }
        };
        drop(idle);
        let reader = Reader { board: self, connection: Some(connection) };
        work(reader.connection.as_ref().expect("it goes back when this ends"))
    }

    /// Writes the rows of these claims where they are another than they were.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn write<'e>(&self, entries: impl IntoIterator<Item = &'e Entry>) -> rusqlite::Result<()> {
        let entries: Vec<&Entry> = entries.into_iter().collect();
        for (turn, batch) in entries.chunks(BATCH).enumerate() {
            if turn > 0 {
                std::thread::sleep(PAUSE);
            }
            let mut writer = self.writer();
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for entry in batch {
                put(&transaction, self.number, entry)?;
            }
            transaction.commit()?;
        }
        Ok(())
    }

    /// Begins to write all rows of a round.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn begin(&self) -> rusqlite::Result<Filling<'_>> {
        let known = self.read(|connection| {
            connection
                .prepare_cached(KNOWN)?
                .query_map([self.number], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?
                .collect()
        })?;
        Ok(Filling { board: self, known })
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that goes back when it is done with, by a panic too.
struct Reader<'b> {
    board: &'b Board,
    connection: Option<Connection>,
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let mut idle = self.board.readers.lock().unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.connection.take());
        self.board.returned.notify_one();
    }
}

/// The rows of a round on their way into the tables.
pub struct Filling<'b> {
    board: &'b Board,
    /// Rows of the board that no claim of the round was met for yet.
    known: Known,
}

impl Filling<'_> {
    /// Takes in rows, and writes those that are another than they were.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn take(&mut self, entries: &[Entry]) -> rusqlite::Result<()> {
        let changed = entries.iter().filter(|entry| self.known.remove(&entry.row.id) != Some(entry.prints));
        self.board.write(changed.collect::<Vec<_>>())
    }

    /// Takes out the rows of claims that are no more.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn finish(self) -> rusqlite::Result<()> {
        let mut gone: Vec<String> = self.known.into_keys().collect();
        gone.sort_unstable();
        for batch in gone.chunks(BATCH) {
            let mut writer = self.board.writer();
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for id in batch {
                transaction.prepare_cached(REMOVE)?.execute(params![self.board.number, id])?;
            }
            transaction.commit()?;
            drop(writer);
            std::thread::sleep(PAUSE);
        }
        Ok(())
    }
}

const OF_ID: &str = "SELECT number, print, searched FROM desk_claim WHERE board = ?1 AND id = ?2";
const KNOWN: &str = "SELECT id, print, searched FROM desk_claim WHERE board = ?1";
const REMOVE: &str = "DELETE FROM desk_claim WHERE board = ?1 AND id = ?2";
const INSERT: &str = "INSERT INTO desk_claim (board, id, lane, rank, verdict, code, words, figure, source_figure, source, \
    grade, article, since, owner, changed, seen, state, article_rank, source_rank, print, searched, number) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)";
const UPDATE: &str = "UPDATE desk_claim SET board = ?1, id = ?2, lane = ?3, rank = ?4, verdict = ?5, code = ?6, words = ?7, \
    figure = ?8, source_figure = ?9, source = ?10, grade = ?11, article = ?12, since = ?13, owner = ?14, changed = ?15, \
    seen = ?16, state = ?17, article_rank = ?18, source_rank = ?19, print = ?20, searched = ?21 WHERE number = ?22";
const UNFIND: &str = "DELETE FROM desk_finding WHERE claim = ?1";
const FIND: &str = "INSERT INTO desk_finding (claim, code, board, lane) VALUES (?1, ?2, ?3, ?4)";
const FORGET_WORDS: &str = "DELETE FROM desk_words WHERE rowid = ?1";
const WORDS: &str = "INSERT INTO desk_words (rowid, board, claim, passage, note) VALUES (?1, ?2, ?3, ?4, ?5)";

/// Every statement over a large table that is no query of the queue, for the test that reads their plans.
#[cfg(test)]
const STATEMENTS: [&str; 6] = [OF_ID, KNOWN, REMOVE, UPDATE, UNFIND, FORGET_WORDS];

/// The word that the search tells boards apart by.
pub fn word(board: i64) -> String {
    format!("b{board}")
}

fn put(transaction: &Transaction<'_>, board: i64, entry: &Entry) -> rusqlite::Result<()> {
    let row = &entry.row;
    let (print, searched) = entry.prints;
    let known: Option<(i64, Prints)> = transaction
        .prepare_cached(OF_ID)?
        .query_row(params![board, row.id], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))
        .optional()?;
    let write = |sql: &str, number: Option<i64>| {
        transaction.prepare_cached(sql)?.execute(params![
            board,
            row.id,
            row.lane,
            entry.rank,
            row.verdict,
            row.code,
            row.words,
            row.figure,
            row.source_figure,
            row.source,
            row.grade,
            row.article,
            row.since,
            row.owner,
            row.changed,
            row.seen,
            row.state,
            entry.article_rank,
            entry.source_rank,
            print,
            searched,
            number,
        ])
    };
    let number = match known {
        Some((_, prints)) if prints == entry.prints => return Ok(()),
        Some((number, _)) => {
            write(UPDATE, Some(number))?;
            number
        }
        None => {
            write(INSERT, None)?;
            transaction.last_insert_rowid()
        }
    };
    if known.is_some() {
        transaction.prepare_cached(UNFIND)?.execute([number])?;
    }
    for code in &entry.codes {
        transaction.prepare_cached(FIND)?.execute(params![number, code, board, row.lane])?;
    }
    if known.is_none_or(|(_, (_, known))| known != searched) {
        if known.is_some() {
            transaction.prepare_cached(FORGET_WORDS)?.execute([number])?;
        }
        let [claim, passage, note] = &entry.searched;
        transaction.prepare_cached(WORDS)?.execute(params![number, word(board), claim, passage, note])?;
    }
    Ok(())
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(WAIT)?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Makes the tables; those that another version of the program made go.
fn prepare(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let version: String = Sha256::digest(SCHEMA).iter().map(|byte| format!("{byte:02x}")).collect();
    transaction.execute_batch("CREATE TABLE IF NOT EXISTS desk_version (version TEXT NOT NULL) STRICT")?;
    let known: Option<String> =
        transaction.query_row("SELECT version FROM desk_version", [], |row| row.get(0)).optional()?;
    if known.as_deref() == Some(&version) {
        return Ok(());
    }
    let tables = ["desk_words", "desk_facet", "desk_finding", "desk_claim", "desk_board"];
    for table in tables {
        transaction.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    transaction.execute_batch(SCHEMA)?;
    transaction.execute("DELETE FROM desk_version", [])?;
    transaction.execute("INSERT INTO desk_version (version) VALUES (?1)", [version])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rusqlite::types::Value;

    use super::*;
    use crate::check::{FailOn, Options};
    use crate::report::Report;
    use crate::review::queue::{self, Filter, Lane, Sort};
    use crate::review::rows::{self, Ranks};
    use crate::review::search;
    use crate::ruling::standing::{Ruling, Standing};
    use crate::ruling::suppression;
    use crate::verdict::Verdict;
    use crate::verdict::code::Code;
    use crate::verdict::evidence::Finding;

    const WITHOUT: Ruling =
        Ruling { standing: Standing::Open, decision: None, outdated: None, owner: None, newest: None };

    /// The rows of so many claims, every fifth of which is flagged; the first after a ruling on it.
    fn entries(claims: usize, first: &Ruling) -> Vec<Entry> {
        let mut text = "[sources.a]\nurl = \"https://a.example/\"\n".to_owned();
        for number in 0..claims {
            text.push_str(&format!(
                "[[claim]]\nid = \"c{number}\"\ntext = \"The mill ground {number} sacks.\"\nsources = [\"a\"]\n"
            ));
        }
        let set = crate::claim::read(vec![("a.toml".into(), text)], suppression::may_be_suppressed);
        let set = set.expect("sound claims");
        let options = Options { today: "2026-03-01".parse().expect("a day"), strict_bounds: false };
        let store = crate::snapshot::MemoryStore::new();
        let mut run = crate::check::run(&set, &store, &options, &|_| {});
        for (number, outcome) in run.claims.iter_mut().enumerate() {
            outcome.unread.clear();
            outcome.judgement.verdict = Verdict::Supported;
            if number % 5 == 0 {
                outcome.judgement.verdict =
                    if number % 15 == 0 { Verdict::Contradicted } else { Verdict::Partial };
                outcome.suppressed.push(None);
                outcome.judgement.findings.push(Finding {
                    field: crate::claim::file::Field::Text,
                    code: Code::new(if number % 10 == 0 { 101 } else { 203 }),
                    message: String::new(),
                    claim_range: 0..3,
                    claim_label: String::new(),
                    evidence: vec![],
                    notes: vec![],
                    help: None,
                });
            }
        }
        let report =
            Report { set: &set, run: &run, options: &options, fail_on: FailOn::Conflict, verbosity: 0 };
        let ranks = Ranks::of(&set, &run);
        let entry = |(number, outcome)| {
            rows::entry(&report, &ranks, outcome, Some(first).filter(|_| number == 0), &[])
        };
        run.claims.iter().enumerate().map(entry).collect()
    }

    fn fill(board: &Board, entries: &[Entry]) {
        let mut filling = board.begin().expect("begun");
        filling.take(entries).expect("taken");
        filling.finish().expect("finished");
    }

    fn board(folder: &tempfile::TempDir, name: &str, claims: usize) -> Board {
        let board = Board::open(folder.path(), name).expect("opened");
        fill(&board, &entries(claims, &WITHOUT));
        board
    }

    fn open_lane() -> Filter {
        Filter { lane: Some(Lane::Open), page: 1, ..Filter::default() }
    }

    fn plan(board: &Board, sql: &str, values: Vec<Value>) -> Vec<String> {
        let explained = format!("EXPLAIN QUERY PLAN {sql}");
        let read = board.read(|connection| {
            let mut statement = connection.prepare(&explained)?;
            let values = values.into_iter().chain(std::iter::repeat(Value::Null));
            let values: Vec<Value> = values.take(statement.parameter_count()).collect();
            statement.query_map(rusqlite::params_from_iter(values), |row| row.get(3))?.collect()
        });
        read.expect("a plan")
    }

    fn check_plan(board: &Board, sql: &str, values: Vec<Value>) -> Vec<String> {
        let plan = plan(board, sql, values);
        for step in &plan {
            // What a search found, what a query gave, and one row of constants are small.
            let small = ["VIRTUAL TABLE", "CONSTANT ROW", "(subquery"].iter().any(|word| step.contains(word));
            assert!(!step.starts_with("SCAN") || small, "{sql}: {plan:?}");
        }
        plan
    }

    #[test]
    fn every_query_is_answered_from_an_index() {
        let folder = tempfile::tempdir().expect("a folder");
        let board = board(&folder, "mills", 4_000);
        let base = open_lane;
        let mut filters: Vec<Filter> =
            Sort::ALL.iter().map(|(sort, _, _)| Filter { sort: *sort, ..base() }).collect();
        filters.extend([
            Filter { verdict: "partial".into(), ..base() },
            Filter { code: "V101".into(), ..base() },
            Filter { code: "V101".into(), verdict: "partial".into(), ..base() },
            Filter { owner: "nobody".into(), ..base() },
            Filter { source: "a".into(), ..base() },
            Filter { article: "a.toml".into(), ..base() },
            Filter { age: Some(7), ..base() },
            Filter { lane: None, ..base() },
            Filter { q: "mill sacks".into(), ..base() },
            Filter { q: "mill".into(), lane: None, code: "V203".into(), ..base() },
        ]);
        for filter in filters {
            let found = board.read(|connection| search::find(connection, &filter.q, board.number(), 5_000));
            let found = found.expect("searched");
            let (count, values) = filter.count_query(board.number(), 0, found.as_ref());
            let count = check_plan(&board, &count, values);
            let (rows, values) = filter.rows_query(board.number(), 0, found.as_ref(), (queue::ROWS, 0));
            let plan = check_plan(&board, &rows, values);
            if found.is_some() {
                // The words are asked for once; what they found leads to the rows by number.
                for plan in [&count, &plan] {
                    assert!(!plan.iter().any(|step| step.contains("desk_words")), "{filter:?}: {plan:?}");
                    assert!(plan[0].contains("USING INTEGER PRIMARY KEY"), "{filter:?}: {plan:?}");
                }
            }
            // Only found words, and all lanes at once, are sorted by themselves.
            let sorts = plan.iter().any(|step| step.contains("TEMP B-TREE FOR ORDER BY"));
            assert!(!sorts || !filter.q.is_empty() || filter.lane.is_none(), "{filter:?}: {plan:?}");
        }
        for sql in queue::QUERIES.into_iter().chain(STATEMENTS) {
            check_plan(&board, sql, vec![]);
        }
    }

    #[test]
    fn a_word_that_most_claims_have_is_looked_for_only_so_far() {
        let folder = tempfile::tempdir().expect("a folder");
        let board = board(&folder, "mills", 400);
        let find = |q: &str, most: usize| {
            let found = board.read(|connection| search::find(connection, q, board.number(), most));
            let found = found.expect("searched").expect("there are words");
            let numbers: Vec<i64> = serde_json::from_str(&found.numbers).expect("a list of numbers");
            assert!(numbers.is_sorted(), "{numbers:?}");
            (numbers.len(), found.is_cut)
        };
        for words in ["mill", "mil", "the mill"] {
            assert_eq!(find(words, 100), (100, true), "{words}");
            assert_eq!(find(words, 400), (400, false), "{words}");
        }
        // A word stands for those it begins as well, where it does not stand in too many itself.
        assert_eq!((find("1", 10), find("1", 1)), ((10, true), (1, true)));
        assert_eq!((find("39", 100), find("391", 100)), ((11, false), (1, false)));
    }

    #[test]
    fn rows_move_between_lanes_and_counts_follow() {
        let folder = tempfile::tempdir().expect("a folder");
        let board = board(&folder, "mills", 100);
        let open = open_lane();
        assert_eq!(open.count(&board, 0).expect("counted"), 20);
        assert_eq!(open.list(&board, 0).expect("read").rows.len(), 20);
        let contradicted = Filter { verdict: "contradicted".into(), ..open_lane() };
        assert_eq!(contradicted.count(&board, 0).expect("counted"), 7);
        let ruling = Ruling { standing: Standing::Stands, owner: Some("ada".into()), ..WITHOUT };
        let mut moved = entries(1, &ruling).remove(0);
        moved.searched[2] = "the miller's own count".into();
        moved.prints.1 = [1; 32];
        board.write([&moved]).expect("moved");
        assert_eq!(open.count(&board, 0).expect("counted"), 19);
        assert_eq!(contradicted.count(&board, 0).expect("counted"), 6);
        let counts = queue::counts(&board, Some(Lane::Stands)).expect("counted");
        assert!(counts.lanes.contains(&("stands".to_owned(), 1)) && counts.codes == [("V101".to_owned(), 1)]);
        assert_eq!(counts.owners, [("ada".to_owned(), 1)]);
        let noted = Filter { q: "miller count".into(), page: 1, ..Filter::default() };
        let found = noted.list(&board, 0).expect("read").rows;
        assert_eq!((found.len(), found[0].id.as_str(), found[0].owner.as_str()), (1, "c0", "ada"));
    }

    #[test]
    fn a_round_writes_what_changed_and_takes_out_what_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = board(&folder, "mills", 60);
        let other = board(&folder, "other mills", 10);
        let changes = |board: &Board| board.writer().total_changes();
        let before = changes(&first);
        fill(&first, &entries(60, &WITHOUT));
        assert_eq!(changes(&first), before, "nothing changed, so nothing is written");
        fill(&first, &entries(40, &WITHOUT));
        let all = Filter { lane: None, ..open_lane() };
        assert_eq!(all.count(&first, 0).expect("counted"), 40);
        let found = Filter { q: "mill".into(), lane: None, ..open_lane() };
        assert_eq!(found.count(&first, 0).expect("counted"), 40);
        // Boards of one store do not meet.
        assert_eq!(all.count(&other, 0).expect("counted"), 10);
        assert_eq!(found.count(&other, 0).expect("counted"), 10);
        assert_eq!(queue::of_claim(&first, "c50").expect("read"), None);
    }

    #[test]
    fn many_readers_share_few_connections_with_a_writer() {
        let folder = tempfile::tempdir().expect("a folder");
        let board = Arc::new(board(&folder, "mills", 500));
        let filled = entries(500, &Ruling { owner: Some("ada".into()), ..WITHOUT });
        std::thread::scope(|scope| {
            for _ in 0..24 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        assert_eq!(open_lane().list(&board, 0).expect("read").rows.len(), queue::ROWS);
                    }
                });
            }
            scope.spawn(|| board.write(&filled).expect("written"));
        });
        let owned = Filter { owner: "ada".into(), ..open_lane() };
        assert_eq!(owned.count(&board, 0).expect("counted"), 1);
    }
}
