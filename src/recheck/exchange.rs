//! The state as JSON lines: for git, for backup and for another machine.
//!
//! One line a record, each an object with one key that says what it is: `ruling`, `run`, `check`, `baseline`, `drift`,
//! `audit`. Taking lines in twice changes nothing.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};

use super::drift::Drift;
use super::journal::{self, Baseline, Check, Run, RunId};
use crate::ruling::exchange::ExchangeError;
use crate::ruling::state::State;
use crate::ruling::{RulingError, Rulings, exchange};
use crate::snapshot::audit;

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    Ruling(serde_json::Value),
    Run(Run),
    Check(Check),
    Baseline(Baseline),
    Drift { run: RunId, rows: Vec<Drift> },
    Audit(audit::Entry),
}

/// How many records were written or taken in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Records in the lines.
    pub lines: usize,
    /// Editors' decisions that were new here.
    pub rulings: usize,
    /// Entries of the audit log that were new here.
    pub audit: usize,
}

/// Writes the whole state, in an order that depends on nothing but the records.
///
/// # Errors
/// Those of the state and of the writer.
pub fn write(state: &State, rulings: &dyn Rulings, out: &mut dyn Write) -> Result<Count, ExchangeError> {
    let mut count = Count::default();
    let mut put = |line: &Line| -> Result<(), ExchangeError> {
        count.lines += 1;
        serde_json::to_writer(&mut *out, line).map_err(std::io::Error::from)?;
        Ok(out.write_all(b"\n")?)
    };
    let mut events = Vec::new();
    exchange::write(rulings, &mut events)?;
    for event in events.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        put(&Line::Ruling(serde_json::from_slice(event).map_err(std::io::Error::from)?))?;
    }
    for line in state.read(lines)? {
        put(&line)?;
    }
    let mut failure = None;
    drop(state.read(|connection| {
        audit::walk(connection, |entry| {
            if failure.is_none() {
                failure = put(&Line::Audit(entry)).err();
            }
        })
    })?);
    failure.map_or(Ok(()), Err)?;
    out.flush()?;
    Ok(count)
}

/// The records of runs.
fn lines(connection: &rusqlite::Connection) -> rusqlite::Result<Vec<Line>> {
    let mut lines = Vec::new();
    let runs: Vec<Run> = list(connection, "SELECT body FROM recheck_run ORDER BY at, id")?;
    for run in &runs {
        lines.push(Line::Run(run.clone()));
    }
    let checks = "SELECT body FROM source_check ORDER BY run, source, part";
    lines.extend(list(connection, checks)?.into_iter().map(Line::Check));
    lines.extend(journal::baselines(connection)?.into_iter().map(Line::Baseline));
    for run in runs {
        let sql = "SELECT body FROM drift WHERE run = ?1 ORDER BY number";
        let mut statement = connection.prepare_cached(sql)?;
        let rows: Vec<Drift> =
            statement.query_map([run.id.as_str()], journal::json).and_then(Iterator::collect)?;
        if !rows.is_empty() {
            lines.push(Line::Drift { run: run.id, rows });
        }
    }
    Ok(lines)
}

fn list<T: serde::de::DeserializeOwned>(
    connection: &rusqlite::Connection,
    sql: &str,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare(sql)?.query_map([], journal::json).and_then(Iterator::collect)
}

/// Takes lines in, all or none of them. What is known changes nothing; another audit log than the one here is refused.
///
/// # Errors
/// [`RulingError::Line`] for a line that is no record or does not fit the log here.
pub fn read(state: &State, rulings: &dyn Rulings, from: &mut dyn BufRead) -> Result<Count, ExchangeError> {
    let (mut count, mut events, mut entries, mut records) =
        (Count::default(), Vec::new(), Vec::new(), Vec::new());
    for (at, line) in from.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let failed = |reason: String| RulingError::Line { line: at + 1, reason };
        match serde_json::from_str(&line).map_err(|error| failed(error.to_string()))? {
            Line::Ruling(event) => {
                serde_json::to_writer(&mut events, &event).map_err(std::io::Error::from)?;
                events.push(b'\n');
            }
            Line::Audit(entry) => entries.push((at + 1, entry)),
            record => records.push(record),
        }
        count.lines += 1;
    }
    count.audit = state.write(|transaction| {
        // Runs first, because everything else names one.
        records.sort_by_key(|record| !matches!(record, Line::Run(_)));
        for record in &records {
            match record {
                Line::Run(run) => journal::put_run(transaction, run)?,
                Line::Check(check) => journal::put_check(transaction, check)?,
                Line::Baseline(baseline) => {
                    journal::put_baseline(transaction, baseline, "INSERT OR REPLACE")?
                }
                Line::Drift { run, rows } => journal::put_drifts(transaction, run, rows)?,
                Line::Ruling(_) | Line::Audit(_) => {}
            }
        }
        let log: Vec<audit::Entry> = entries.iter().map(|(_, entry)| entry.clone()).collect();
        audit::import(transaction, &log)?.map_err(|broken| {
            let line =
                entries.iter().find(|(_, entry)| entry.number == broken.number).map_or(0, |(line, _)| *line);
            RulingError::Line {
                line,
                reason: format!("entry {} of the audit log: {}", broken.number, broken.reason),
            }
        })
    })?;
    count.rulings = exchange::read(rulings, &mut &events[..])?.1;
    Ok(count)
}
