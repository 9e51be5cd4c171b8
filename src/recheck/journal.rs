//! The record of runs: which sources were asked, what they answered, what moved; and its SQLite tables.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::RecheckError;
use super::drift::{Drift, Kind};
use crate::capture::{Digest, address};
use crate::ruling::state::State;
use crate::snapshot::audit::{self, Draft};

/// The id of a run: a ULID made of the moment taken for now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RunId(String);

impl RunId {
    /// A new id at that moment; the random part comes from the system.
    pub fn new(at: DateTime<Utc>) -> Self {
        let mut random = [0; 16];
        getrandom::fill(&mut random).expect("the system gives random bytes");
        let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        Self(ulid::Ulid::from_parts(milliseconds, u128::from_be_bytes(random)).to_string())
    }

    /// Its 26 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RunId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        ulid::Ulid::from_string(text)
            .map(|id| Self(id.to_string()))
            .map_err(|_| format!("`{text}` is not a ULID"))
    }
}

impl TryFrom<String> for RunId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<RunId> for String {
    fn from(id: RunId) -> Self {
        id.0
    }
}

impl std::fmt::Display for RunId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What is watched: an address in its normal form, with its part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Watched {
    /// The address in its normal form.
    pub key: String,
    /// The part; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub part: String,
}

impl Watched {
    /// What an address and a part of it name.
    pub fn new(url: &str, part: Option<&str>) -> Self {
        Self { key: address::key(url), part: part.unwrap_or_default().to_owned() }
    }
}

/// One run over a claim set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The moment taken for now.
    pub at: DateTime<Utc>,
    /// When it ended; `None` while it is under way, or where it was stopped.
    pub ended: Option<DateTime<Utc>>,
    /// Sources that were due and asked.
    pub asked: u32,
    /// Those whose bytes or text did not change.
    pub unchanged: u32,
    /// Those captured for the first time.
    pub first: u32,
    /// Those that have been gone before and still are.
    pub still_gone: u32,
    /// Sources that were not due yet.
    pub not_due: u32,
    /// How many rows of drift there are of each kind.
    #[serde(default)]
    pub moved: BTreeMap<String, u32>,
}

impl Run {
    /// A run that begins at that moment.
    pub fn begin(at: DateTime<Utc>) -> Self {
        Self {
            id: RunId::new(at),
            at,
            ended: None,
            asked: 0,
            unchanged: 0,
            first: 0,
            still_gone: 0,
            not_due: 0,
            moved: BTreeMap::new(),
        }
    }

    /// How many rows of drift of a kind there are.
    pub fn moved(&self, kind: Kind) -> u32 {
        self.moved.get(kind.name()).copied().unwrap_or(0)
    }
}

/// What a source answered in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The server said that nothing changed (304).
    NotModified,
    /// The whole body came, byte for byte as before.
    Same,
    /// A body came that the store did not hold.
    Fresh,
    /// The document is not there, by the server's word or its looks.
    Missing,
    /// No answer, or one that is not the document.
    Unreachable,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 5] = [Self::NotModified, Self::Same, Self::Fresh, Self::Missing, Self::Unreachable];

    /// The name in the state.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotModified => "not-modified",
            Self::Same => "same",
            Self::Fresh => "fresh",
            Self::Missing => "missing",
            Self::Unreachable => "unreachable",
        }
    }

    /// True where the source showed itself.
    pub const fn is_seen(self) -> bool {
        matches!(self, Self::NotModified | Self::Same | Self::Fresh)
    }
}

/// One answer of one source in one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The run.
    pub run: RunId,
    /// The source.
    #[serde(flatten)]
    pub watched: Watched,
    /// When.
    pub at: DateTime<Utc>,
    /// What came.
    pub outcome: Outcome,
    /// The payload that came or was confirmed.
    pub digest: Option<String>,
    /// True for a whole body, false where it rests on the server's word.
    pub whole: bool,
    /// Whether the failure counts toward `gone`.
    pub strike: bool,
    /// The reason of a failure, or the file of what came.
    pub detail: String,
}

/// The capture of a source that was last reported on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// The source.
    #[serde(flatten)]
    pub watched: Watched,
    /// The file of the capture inside the store.
    pub file: String,
    /// Its payload digest, hexadecimal.
    pub digest: String,
    /// Since when it has been the one.
    pub since: DateTime<Utc>,
    /// True once it has been reported gone, until it is seen again.
    pub gone: bool,
}

/// The record of runs in the state of a store. Writes are all or nothing.
#[derive(Debug, Clone)]
pub struct Journal {
    state: Arc<State>,
}

impl Journal {
    /// The record in that state.
    pub fn new(state: Arc<State>) -> Self {
        Self { state }
    }

    /// The state it stands in.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The newest run that did not end.
    ///
    /// # Errors
    /// [`RecheckError::State`], here and below.
    pub fn unfinished(&self) -> Result<Option<Run>, RecheckError> {
        let sql = "SELECT body FROM recheck_run WHERE ended IS NULL ORDER BY at DESC, id DESC LIMIT 1";
        Ok(self.state.read(|connection| connection.prepare_cached(sql)?.query_row([], json).optional())?)
    }

    /// Enters a run.
    pub fn begin(&self, run: &Run) -> Result<(), RecheckError> {
        Ok(self.state.write(|transaction| Ok(put_run(transaction, run)?))?)
    }

    /// Enters the baselines of sources that have none yet.
    pub fn add_baselines(&self, baselines: &[Baseline]) -> Result<(), RecheckError> {
        Ok(self.state.write(|transaction| {
            for baseline in baselines {
                put_baseline(transaction, baseline, "INSERT OR IGNORE")?;
            }
            Ok(())
        })?)
    }

    /// Enters answers of a run with their entries in the audit log; a later answer of a source in the same run
    /// replaces the earlier.
    pub fn note(&self, checks: &[Check], entries: &[Draft]) -> Result<(), RecheckError> {
        Ok(self.state.write(|transaction| {
            for check in checks {
                put_check(transaction, check)?;
            }
            audit::append(transaction, entries)?;
            Ok(())
        })?)
    }

    /// Ends a run: what moved, the baselines after it, and its entries in the audit log. A source that has no baseline and
    /// was captured in the run begins with that capture.
    pub fn finish(
        &self,
        run: &Run,
        drifts: &[Drift],
        baselines: &[Baseline],
        entries: &[Draft],
    ) -> Result<(), RecheckError> {
        Ok(self.state.write(|transaction| {
            put_run(transaction, run)?;
            audit::append(transaction, entries)?;
            put_drifts(transaction, &run.id, drifts)?;
            for baseline in baselines {
                put_baseline(transaction, baseline, "INSERT OR REPLACE")?;
            }
            transaction.execute(
                "INSERT OR IGNORE INTO source_baseline (source, part, file, digest, since)
                 SELECT source, part, json_extract(body, '$.detail'), digest, at FROM source_check
                 WHERE run = ?1 AND outcome = 'fresh'",
                [run.id.as_str()],
            )?;
            // A run that was stopped and never gone on with is over: its answers count in this one.
            transaction.execute(
                "UPDATE recheck_run SET ended = ?2, body = json_set(body, '$.ended', json_extract(?3, '$.ended'))
                 WHERE ended IS NULL AND id <> ?1",
                params![run.id.as_str(), run.ended.map(|at| at.timestamp_millis()), to_json(run)],
            )?;
            Ok(())
        })?)
    }

    /// The newest runs that ended, newest first.
    pub fn runs(&self, limit: usize) -> Result<Vec<Run>, RecheckError> {
        let sql = "SELECT body FROM recheck_run WHERE ended IS NOT NULL ORDER BY at DESC, id DESC LIMIT ?1";
        self.list(sql, &[&limit.cast_signed()])
    }

    /// What moved in a run, in the order of its report.
    pub fn drifts(&self, run: &RunId) -> Result<Vec<Drift>, RecheckError> {
        self.list("SELECT body FROM drift WHERE run = ?1 ORDER BY number", &[&run.as_str()])
    }

    /// What moved of a claim over all runs, newest first.
    pub fn drifts_of_claim(&self, claim: &str, limit: usize) -> Result<Vec<(RunId, Drift)>, RecheckError> {
        let sql = "SELECT body, run FROM drift WHERE claim = ?1 ORDER BY run DESC, number LIMIT ?2";
        self.drifts_where(sql, &[&claim, &limit.cast_signed()])
    }

    /// What moved of a source over all runs, newest first.
    pub fn drifts_of_source(
        &self,
        watched: &Watched,
        limit: usize,
    ) -> Result<Vec<(RunId, Drift)>, RecheckError> {
        let sql =
            "SELECT body, run FROM drift WHERE source = ?1 AND part = ?2 ORDER BY run DESC, number LIMIT ?3";
        self.drifts_where(sql, &[&watched.key, &watched.part, &limit.cast_signed()])
    }

    /// What a source answered in a run.
    pub fn check(&self, run: &RunId, watched: &Watched) -> Result<Option<Check>, RecheckError> {
        let sql = "SELECT body FROM source_check WHERE run = ?1 AND source = ?2 AND part = ?3";
        Ok(self.state.read(|connection| {
            let arguments = params![run.as_str(), watched.key, watched.part];
            connection.prepare_cached(sql)?.query_row(arguments, json).optional()
        })?)
    }

    /// How many sources answered in a run.
    pub fn answers(&self, run: &RunId) -> Result<u32, RecheckError> {
        let sql = "SELECT count(*) FROM source_check WHERE run = ?1";
        Ok(self
            .state
            .read(|connection| connection.prepare_cached(sql)?.query_row([run.as_str()], |row| row.get(0)))?)
    }

    /// The answers of a source over all runs, newest first.
    pub fn checks_of_source(&self, watched: &Watched, limit: usize) -> Result<Vec<Check>, RecheckError> {
        let sql = "SELECT body FROM source_check WHERE source = ?1 AND part = ?2 ORDER BY at DESC, run DESC LIMIT ?3";
        self.list(sql, &[&watched.key, &watched.part, &limit.cast_signed()])
    }

    /// When a source was last asked.
    pub fn last_check(&self, watched: &Watched) -> Result<Option<DateTime<Utc>>, RecheckError> {
        let sql = "SELECT max(at) FROM source_check WHERE source = ?1 AND part = ?2";
        let at: Option<i64> = self.state.read(|connection| {
            connection.prepare_cached(sql)?.query_row([&watched.key, &watched.part], |row| row.get(0))
        })?;
        Ok(at.and_then(DateTime::from_timestamp_millis))
    }

    /// What a source answered the last times, newest first.
    pub fn outcomes(&self, watched: &Watched, limit: usize) -> Result<Vec<Outcome>, RecheckError> {
        let sql = "SELECT outcome FROM source_check WHERE source = ?1 AND part = ?2 ORDER BY at DESC, run DESC LIMIT ?3";
        let names: Vec<String> = self.state.read(|connection| {
            let arguments = params![watched.key, watched.part, limit.cast_signed()];
            connection.prepare_cached(sql)?.query_map(arguments, |row| row.get(0)).and_then(Iterator::collect)
        })?;
        let named = |name: String| Outcome::ALL.into_iter().find(|outcome| outcome.name() == name);
        Ok(names.into_iter().filter_map(named).collect())
    }

    /// The baseline of a source.
    pub fn baseline(&self, watched: &Watched) -> Result<Option<Baseline>, RecheckError> {
        let sql = "SELECT source, part, file, digest, since, gone FROM source_baseline WHERE source = ?1 AND part = ?2";
        Ok(self.state.read(|connection| {
            let arguments = [&watched.key, &watched.part];
            connection.prepare_cached(sql)?.query_row(arguments, baseline).optional()
        })?)
    }

    fn list<T: serde::de::DeserializeOwned>(
        &self,
        sql: &'static str,
        arguments: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<T>, RecheckError> {
        Ok(self.state.read(|connection| {
            connection.prepare_cached(sql)?.query_map(arguments, json).and_then(Iterator::collect)
        })?)
    }

    fn drifts_where(
        &self,
        sql: &'static str,
        arguments: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<(RunId, Drift)>, RecheckError> {
        let row = |row: &Row<'_>| {
            let run: String = row.get(1)?;
            Ok((run.parse().map_err(|_| rusqlite::Error::InvalidQuery)?, json(row)?))
        };
        Ok(self.state.read(|connection| {
            connection.prepare_cached(sql)?.query_map(arguments, row).and_then(Iterator::collect)
        })?)
    }
}

/// Enters a run, or what is known of it now.
pub(super) fn put_run(transaction: &Transaction<'_>, run: &Run) -> rusqlite::Result<()> {
    let ended = run.ended.map(|at| at.timestamp_millis());
    transaction
        .prepare_cached("INSERT OR REPLACE INTO recheck_run (id, at, ended, body) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![run.id.as_str(), run.at.timestamp_millis(), ended, to_json(run)])?;
    Ok(())
}

pub(super) fn put_check(transaction: &Transaction<'_>, check: &Check) -> rusqlite::Result<()> {
    let digest = check.digest.as_ref().and_then(|digest| digest.parse::<Digest>().ok());
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO source_check (run, source, part, at, outcome, digest, whole, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            check.run.as_str(),
            check.watched.key,
            check.watched.part,
            check.at.timestamp_millis(),
            check.outcome.name(),
            digest.as_ref().map(|digest| digest.as_bytes().as_slice()),
            check.whole,
            to_json(check)
        ])?;
    Ok(())
}

pub(super) fn put_drifts(
    transaction: &Transaction<'_>,
    run: &RunId,
    drifts: &[Drift],
) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO drift (run, number, kind, source, part, claim, body)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut insert = transaction.prepare_cached(sql)?;
    for (number, drift) in (1_i64..).zip(drifts) {
        let watched = Watched::new(&drift.url, drift.part.as_deref());
        let body = to_json(drift);
        insert.execute(params![
            run.as_str(),
            number,
            drift.kind.name(),
            watched.key,
            watched.part,
            drift.claim,
            body
        ])?;
    }
    Ok(())
}

pub(super) fn put_baseline(
    transaction: &Transaction<'_>,
    baseline: &Baseline,
    verb: &'static str,
) -> rusqlite::Result<()> {
    let digest: Digest = baseline.digest.parse().map_err(|_| rusqlite::Error::InvalidQuery)?;
    let sql = format!(
        "{verb} INTO source_baseline (source, part, file, digest, since, gone) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    );
    transaction.prepare_cached(&sql)?.execute(params![
        baseline.watched.key,
        baseline.watched.part,
        baseline.file,
        digest.as_bytes(),
        baseline.since.timestamp_millis(),
        baseline.gone
    ])?;
    Ok(())
}

/// Every baseline, by source.
pub(super) fn baselines(connection: &Connection) -> rusqlite::Result<Vec<Baseline>> {
    let sql = "SELECT source, part, file, digest, since, gone FROM source_baseline ORDER BY source, part";
    connection.prepare_cached(sql)?.query_map([], baseline).and_then(Iterator::collect)
}

fn baseline(row: &Row<'_>) -> rusqlite::Result<Baseline> {
    Ok(Baseline {
        watched: Watched { key: row.get(0)?, part: row.get(1)? },
        file: row.get(2)?,
        digest: Digest::from_bytes(row.get(3)?).hex(),
        since: DateTime::from_timestamp_millis(row.get(4)?).ok_or(rusqlite::Error::InvalidQuery)?,
        gone: row.get(5)?,
    })
}

/// The value whose JSON stands in the first column.
pub(super) fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>) -> rusqlite::Result<T> {
    let body: String = row.get(0)?;
    serde_json::from_str(&body).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the records of a run are plain JSON")
}

/// Whether the tables are there: a state opened only to be read may be older.
pub(super) fn is_known(connection: &Connection) -> bool {
    connection.prepare("SELECT body FROM recheck_run LIMIT 0").is_ok()
}
