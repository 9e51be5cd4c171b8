//! The tables that the queue is served from: one row a claim of the present round, with indexes for every order and
//! filter and full-text search over claims, passages and notes.
//!
//! They repeat what the round and the rulings say, live in a temporary folder, and go with the round. One connection
//! writes; readers have their own and never wait for it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, params};

use super::queue::Lane;
use crate::check::honour;
use crate::check::outcome::{Level, level, verdict_name};
use crate::check::source::SourceOutcome;
use crate::check::{CheckRun, ClaimOutcome};
use crate::claim::ClaimSet;
use crate::report::Report;
use crate::report::pair;
use crate::report::sheet::visible;
use crate::ruling::standing::{Ruling, Standing};
use crate::verdict::Verdict;

/// Connections kept for readers.
const READERS_MAX: usize = 8;
/// Characters of a sentence in a row.
const WORDS_MAX: usize = 220;

/// The open tables.
#[derive(Debug)]
pub struct Board {
    folder: tempfile::TempDir,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

/// What a ruling does to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved<'m> {
    /// Number of the claim in the round.
    pub claim: usize,
    /// How it stands.
    pub ruling: &'m Ruling,
    /// Its verdict.
    pub verdict: Verdict,
    /// Whether there is anything to rule on.
    pub flagged: bool,
    /// Whether the claim file lets it stand.
    pub allowed: bool,
}

impl Board {
    /// Makes the tables of a round.
    ///
    /// # Errors
    /// Those of SQLite and of the temporary folder.
    pub fn make(report: &Report<'_>) -> rusqlite::Result<Board> {
        let folder = tempfile::Builder::new()
            .prefix("verify-desk-")
            .tempdir()
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        let mut connection = open(&folder)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.execute_batch(include_str!("sql/board.sql"))?;
        let transaction = connection.transaction()?;
        fill(&transaction, report)?;
        transaction.execute_batch(include_str!("sql/board-indexes.sql"))?;
        transaction.commit()?;
        Ok(Board { folder, writer: Mutex::new(connection), readers: Mutex::default() })
    }

    /// Runs `work` on a connection for reading.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => {
                let connection = open(&self.folder)?;
                connection.pragma_update(None, "query_only", "ON")?;
                connection
            }
        };
        let done = work(&connection);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_MAX {
            readers.push(connection);
        }
        done
    }

    /// Moves rows to where rulings put them.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn move_rows(&self, moved: &[Moved<'_>], notes: &[(usize, String)]) -> rusqlite::Result<()> {
        let mut connection = self.writer();
        let transaction = connection.transaction()?;
        {
            let mut update = transaction.prepare_cached(
                "UPDATE claim SET lane = ?2, rank = ?3, owner = ?4, changed = ?5, seen = ?6 WHERE number = ?1",
            )?;
            for row in moved {
                let newest = row.ruling.newest.as_ref().map_or("", |id| id.as_str());
                update.execute(params![
                    row.claim,
                    Lane::of(row.flagged, row.allowed, row.ruling.standing).name(),
                    rank(row.verdict, row.ruling.standing),
                    row.ruling.owner.as_deref().unwrap_or_default(),
                    row.ruling.standing == Standing::Reopened,
                    newest,
                ])?;
            }
            let mut note = transaction.prepare_cached("INSERT INTO note (claim) VALUES (?1)")?;
            let mut words =
                transaction.prepare_cached("INSERT INTO note_words (rowid, note) VALUES (?1, ?2)")?;
            for (claim, text) in notes {
                note.execute([claim])?;
                words.execute(params![transaction.last_insert_rowid(), text])?;
            }
        }
        transaction.commit()
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn open(folder: &tempfile::TempDir) -> rusqlite::Result<Connection> {
    let connection = Connection::open(folder.path().join("board.sqlite"))?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn fill(transaction: &Transaction<'_>, report: &Report<'_>) -> rusqlite::Result<()> {
    let (set, run) = (report.set, report.run);
    let articles = worst(run, |outcome| article(set, outcome));
    let sources = worst(run, |outcome| source(set, run, outcome));
    let mut insert = transaction.prepare(
        "INSERT INTO claim (number, id, lane, rank, verdict, code, words, figure, source_figure, source, grade,
         article, place, since, state, flagged, article_rank, source_rank)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?;
    let mut finding = transaction.prepare("INSERT INTO finding (claim, code, lane) VALUES (?1, ?2, ?3)")?;
    let mut words = transaction.prepare("INSERT INTO words (rowid, claim, passage) VALUES (?1, ?2, ?3)")?;
    for (number, outcome) in run.claims.iter().enumerate() {
        let claim = &set.files[outcome.file].claims[outcome.claim];
        let flagged = is_flagged(outcome);
        let allowed = outcome.is_suppressed() && !outcome.stands();
        let lane = Lane::of(flagged, allowed, Standing::Open).name();
        let (figure, source_figure) =
            if flagged { pair::figure_words(report, outcome) } else { (String::new(), String::new()) };
        let (article, source) = (article(set, outcome), source(set, run, outcome));
        let file = &set.files[outcome.file];
        insert.execute(params![
            number,
            claim.id,
            lane,
            rank(outcome.judgement.verdict, Standing::Open),
            verdict_name(outcome.judgement.verdict),
            first_code(outcome),
            visible(&shortened(&claim.text.value)),
            visible(&figure),
            visible(&source_figure),
            visible(&source),
            grade(run, outcome),
            visible(&article),
            visible(&file.path.to_string_lossy()),
            since(run, outcome),
            state(set, run, outcome),
            flagged,
            articles.get(&article).copied().unwrap_or(i64::MAX),
            sources.get(&source).copied().unwrap_or(i64::MAX),
        ])?;
        for code in honour::codes(outcome) {
            finding.execute(params![number, code, lane])?;
        }
        words.execute(params![number, claim.text.value, passages(run, outcome)])?;
    }
    Ok(())
}

/// The best rank that any flagged claim of a group has, so that groups stand in order of their worst claim.
fn worst(run: &CheckRun, group: impl Fn(&ClaimOutcome) -> String) -> std::collections::BTreeMap<String, i64> {
    let mut worst = std::collections::BTreeMap::new();
    for outcome in run.claims.iter().filter(|outcome| is_flagged(outcome)) {
        let rank = rank(outcome.judgement.verdict, Standing::Open);
        worst.entry(group(outcome)).and_modify(|best: &mut i64| *best = (*best).min(rank)).or_insert(rank);
    }
    worst
}

/// What proves that a form was made for what is there now: claim, captures, codes and verdict in one digest.
pub fn state(set: &ClaimSet, run: &CheckRun, outcome: &ClaimOutcome) -> String {
    use sha2::{Digest as _, Sha256};
    let basis = honour::basis(set, run, outcome);
    let json = serde_json::to_vec(&basis).expect("a basis is plain JSON");
    Sha256::digest(json).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether there is something to rule on: the claim is not established, or there is more to say than a note.
pub fn is_flagged(outcome: &ClaimOutcome) -> bool {
    let verdict = outcome.judgement.verdict;
    verdict != Verdict::Supported
        || !outcome.unread.is_empty()
        || outcome.judgement.findings.iter().any(|finding| level(finding.code, verdict) < Level::Note)
}

/// The order of the queue: contradicted, conflict, changed since, partial, not addressed, not read.
fn rank(verdict: Verdict, standing: Standing) -> i64 {
    let rank = match verdict {
        Verdict::Contradicted => 0,
        Verdict::Conflict => 1,
        Verdict::Partial => 3,
        Verdict::NotAddressed => 4,
        Verdict::Unavailable => 5,
        Verdict::Supported => 6,
    };
    if standing == Standing::Reopened { rank.min(2) } else { rank }
}

fn first_code(outcome: &ClaimOutcome) -> String {
    let verdict = outcome.judgement.verdict;
    let serious = outcome.judgement.findings.iter().min_by_key(|finding| level(finding.code, verdict));
    match (serious, outcome.unread.first()) {
        (Some(finding), _) => finding.code.to_string(),
        (None, Some(unread)) => unread.why.code.to_string(),
        (None, None) => String::new(),
    }
}

/// The title of the article, else the file.
fn article(set: &ClaimSet, outcome: &ClaimOutcome) -> String {
    let file = &set.files[outcome.file];
    file.article.title.clone().unwrap_or_else(|| file.path.to_string_lossy().into_owned())
}

/// The source that speaks against the claim, else the first it cites.
fn source(set: &ClaimSet, run: &CheckRun, outcome: &ClaimOutcome) -> String {
    let claim = &set.files[outcome.file].claims[outcome.claim];
    let evidence = pair::first(outcome).filter(|evidence| {
        matches!(
            run.sources.get(&(outcome.file, evidence.source.clone())).map(AsRef::as_ref),
            Some(SourceOutcome::Read(_))
        )
    });
    let cited = claim.sources.first().map(|citation| citation.source.clone());
    evidence.map(|evidence| evidence.source.clone()).or(cited).unwrap_or_default()
}

fn grade(run: &CheckRun, outcome: &ClaimOutcome) -> String {
    let speaks = pair::first(outcome).and_then(|evidence| {
        match run.sources.get(&(outcome.file, evidence.source.clone()))?.as_ref() {
            SourceOutcome::Read(text) => Some(text.entry.grade.to_string()),
            SourceOutcome::Unread(_) => None,
        }
    });
    speaks.unwrap_or_default()
}

/// Since when the words are there that the verdict rests on: the moment of the newest capture that spoke.
fn since(run: &CheckRun, outcome: &ClaimOutcome) -> i64 {
    let captured = outcome.judgement.evidence.iter().filter_map(|evidence| {
        match run.sources.get(&(outcome.file, evidence.source.clone()))?.as_ref() {
            SourceOutcome::Read(text) => Some(text.entry.at.timestamp()),
            SourceOutcome::Unread(_) => None,
        }
    });
    captured.max().unwrap_or(0)
}

fn passages(run: &CheckRun, outcome: &ClaimOutcome) -> String {
    let passages = outcome.judgement.evidence.iter().filter_map(|evidence| {
        match run.sources.get(&(outcome.file, evidence.source.clone()))?.as_ref() {
            SourceOutcome::Read(text) => text.document.text.get(evidence.range.clone()),
            SourceOutcome::Unread(_) => None,
        }
    });
    passages.collect::<Vec<_>>().join("\n")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(WORDS_MAX) {
        None => text.to_owned(),
        Some((end, _)) => {
            let cut = text[..end].rfind(' ').unwrap_or(end);
            format!("{} …", &text[..cut])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{FailOn, Options};
    use crate::review::queue::{self, Filter, Sort};
    use crate::ruling::suppression;
    use crate::verdict::code::Code;
    use crate::verdict::evidence::Finding;

    /// A round of so many claims, every fifth of which is flagged.
    fn board(claims: usize) -> Board {
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
        Board::make(&report).expect("made")
    }

    fn plan(board: &Board, sql: &str, values: Vec<rusqlite::types::Value>) -> Vec<String> {
        let explained = format!("EXPLAIN QUERY PLAN {sql}");
        let read = board.read(|connection| {
            let mut statement = connection.prepare(&explained)?;
            statement.query_map(rusqlite::params_from_iter(values), |row| row.get(3))?.collect()
        });
        read.expect("a plan")
    }

    #[test]
    fn every_screen_of_the_queue_is_answered_from_an_index() {
        let board = board(4_000);
        let base = || Filter { lane: Some(Lane::Open), page: 1, ..Filter::default() };
        let mut filters: Vec<Filter> =
            Sort::ALL.iter().map(|(sort, _, _)| Filter { sort: *sort, ..base() }).collect();
        filters.extend([
            Filter { verdict: "partial".into(), ..base() },
            Filter { code: "V101".into(), ..base() },
            Filter { owner: "nobody".into(), ..base() },
            Filter { source: "a".into(), ..base() },
            Filter { article: "a.toml".into(), ..base() },
            Filter { age: Some(7), ..base() },
            Filter { q: "mill sacks".into(), ..base() },
            Filter { q: "mill".into(), lane: None, code: "V203".into(), ..base() },
        ]);
        for filter in filters {
            for (sql, values) in [filter.rows_query(0, queue::ROWS, 0), filter.count_query(0)] {
                let plan = plan(&board, &sql, values);
                for step in &plan {
                    let whole = step.starts_with("SCAN") && !step.contains("VIRTUAL TABLE");
                    assert!(!whole || step.contains("CONSTANT ROW"), "{filter:?}: {plan:?}");
                    // Only found words are few enough to be sorted by themselves.
                    let sorted = step.contains("TEMP B-TREE FOR ORDER BY");
                    assert!(!sorted || !filter.q.is_empty(), "{filter:?}: {plan:?}");
                }
            }
        }
        for sql in queue::grouped_queries() {
            let plan = plan(&board, sql, vec![rusqlite::types::Value::Text("open".into())]);
            assert!(plan.iter().all(|step| step.contains("COVERING INDEX")), "{sql}: {plan:?}");
        }
    }

    #[test]
    fn rows_move_between_lanes_and_counts_follow() {
        let board = board(100);
        let open = Filter { lane: Some(Lane::Open), page: 1, ..Filter::default() };
        assert_eq!(open.count(&board, 0).expect("counted"), 20);
        assert_eq!(open.rows(&board, 0).expect("read").len(), 20);
        let ruling = Ruling {
            standing: Standing::Stands,
            decision: None,
            outdated: None,
            owner: Some("ada".into()),
            newest: None,
        };
        let moved = Moved {
            claim: 0,
            ruling: &ruling,
            verdict: Verdict::Contradicted,
            flagged: true,
            allowed: false,
        };
        board.move_rows(&[moved], &[(0, "the miller's own count".into())]).expect("moved");
        assert_eq!(open.count(&board, 0).expect("counted"), 19);
        let counts = queue::counts(&board, Some(Lane::Stands)).expect("counted");
        assert!(counts.lanes.contains(&("stands".to_owned(), 1)) && counts.codes == [("V101".to_owned(), 1)]);
        let noted = Filter { q: "miller count".into(), page: 1, ..Filter::default() };
        let found = noted.rows(&board, 0).expect("read");
        assert_eq!((found.len(), found[0].id.as_str(), found[0].owner.as_str()), (1, "c0", "ada"));
    }
}
