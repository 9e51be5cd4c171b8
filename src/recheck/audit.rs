//! Re-checks the audit log: its chain, the captures it tells of, the decisions, and what moved.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rusqlite::OptionalExtension;

use super::RecheckError;
use super::drift::{Drift, Kind};
use super::journal;
use crate::ruling::state::State;
use crate::ruling::{Chain, Rulings};
use crate::snapshot::audit::{self, Draft, Entry, Kind as Logged};
use crate::snapshot::{Captures, Store};

/// What an audit found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audit {
    /// Entries of the log up to its end or its first break.
    pub entries: u64,
    /// The last link, hexadecimal; it can be copied out and compared later.
    pub head: String,
    /// Captures of the log that stand in the store, every byte as it was written.
    pub captures: usize,
    /// Captures of the log that were taken down, with a tombstone.
    pub forgotten: usize,
    /// Editors' decisions whose chain holds.
    pub decisions: u64,
    /// Files of captures that the log does not know: they came by copy, or before there was a log. No damage.
    pub unlogged: Vec<String>,
    /// What is not as it was written.
    pub damage: Vec<Damage>,
}

/// One thing that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The number of the entry, where it is about one.
    pub entry: Option<u64>,
    /// What is wrong.
    pub reason: String,
}

impl Audit {
    /// True where everything is as it was written.
    pub fn is_clean(&self) -> bool {
        self.damage.is_empty()
    }

    fn damaged(&mut self, entry: Option<u64>, reason: String) {
        self.damage.push(Damage { entry, reason });
    }
}

/// Whether a row of drift has an entry in the log: claims that moved, and sources that are gone.
pub(super) fn is_logged(drift: &Drift) -> bool {
    drift.claim.is_some() || drift.kind == Kind::Gone
}

/// What such an entry is about.
pub(super) fn subject(drift: &Drift) -> &str {
    drift.claim.as_deref().unwrap_or(&drift.url)
}

/// Re-checks everything that the log tells of. The stages: (1) the chain, (2) captures and tombstones, (3) decisions,
/// (4) what moved. It calls back after each capture.
///
/// # Errors
/// [`RecheckError`] where state or store cannot be read at all.
pub fn audit(
    store: &Store,
    state: &State,
    rulings: &dyn Rulings,
    done: &(dyn Fn() + Sync),
) -> Result<Audit, RecheckError> {
    let mut audit = Audit::default();
    // 1. The chain.
    let mut entries = Vec::new();
    let end = state.read(|connection| audit::walk(connection, |entry| entries.push(entry)))?;
    audit.entries = entries.len() as u64;
    audit.head = entries.last().map_or_else(|| "0".repeat(64), |entry| entry.link.clone());
    if let Err(broken) = end {
        audit.damaged(Some(broken.number), broken.reason);
    }
    captures(&mut audit, &entries, store, done)?;
    decisions(&mut audit, &entries, state, rulings)?;
    moved(&mut audit, &entries, state)?;
    Ok(audit)
}

/// 2. Every capture that was logged stands with its bytes, or a tombstone says why it does not.
fn captures(
    audit: &mut Audit,
    entries: &[Entry],
    store: &Store,
    done: &(dyn Fn() + Sync),
) -> Result<(), RecheckError> {
    let tombstones: BTreeSet<String> = store.tombstones()?.into_iter().map(|stone| stone.digest).collect();
    let kept: BTreeMap<String, crate::snapshot::Entry> =
        store.list()?.into_iter().map(|entry| (entry.file.clone(), entry)).collect();
    let mut logged: BTreeMap<&str, &Entry> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == Logged::Capture) {
        if let Some(file) = entry.detail.get("file").and_then(serde_json::Value::as_str) {
            logged.insert(file, entry);
        }
    }
    for entry in entries.iter().filter(|entry| entry.kind == Logged::Forget) {
        if !tombstones.contains(&entry.subject) {
            let reason = format!("{} was taken down and its tombstone is not there", entry.subject);
            audit.damaged(Some(entry.number), reason);
        }
    }
    let outcomes: Vec<Result<bool, Damage>> = logged
        .par_iter()
        .map(|(file, entry)| {
            done();
            let damage = |reason: String| Err(Damage { entry: Some(entry.number), reason });
            match kept.get(*file) {
                None if tombstones.contains(&entry.subject) => Ok(false),
                None => damage(format!(
                    "the capture {file} is not there or cannot be read, and no tombstone says why"
                )),
                Some(snapshot) if snapshot.digest.hex() != entry.subject => damage(format!(
                    "the capture {file} is {} and was {}",
                    snapshot.digest.hex(),
                    entry.subject
                )),
                Some(snapshot) => match store.read(snapshot) {
                    Ok(_) => Ok(true),
                    Err(error) => damage(error.to_string()),
                },
            }
        })
        .collect();
    for outcome in outcomes {
        match outcome {
            Ok(true) => audit.captures += 1,
            Ok(false) => audit.forgotten += 1,
            Err(damage) => audit.damage.push(damage),
        }
    }
    audit.unlogged = kept.into_keys().filter(|file| !logged.contains_key(file.as_str())).collect();
    Ok(())
}

/// 3. The chain of decisions holds, and is the one whose ends the log noted.
fn decisions(
    audit: &mut Audit,
    entries: &[Entry],
    state: &State,
    rulings: &dyn Rulings,
) -> Result<(), RecheckError> {
    match rulings.chain()? {
        Chain::Whole { events, .. } => audit.decisions = events,
        Chain::Broken { event, number } => {
            audit.damaged(None, format!("the decision {event} (number {number}) is not what was written"));
        }
    }
    for entry in entries.iter().filter(|entry| entry.kind == Logged::Rulings) {
        let events = entry.detail.get("events").and_then(serde_json::Value::as_i64).unwrap_or(0);
        let link: Option<[u8; 32]> = state.read(|connection| {
            let sql = "SELECT link FROM ruling_event WHERE number = ?1";
            connection.query_row(sql, [events], |row| row.get(0)).optional()
        })?;
        let link = link.map(|link| crate::capture::Digest::from_bytes(link).hex());
        if link.as_ref() != Some(&entry.subject) {
            let reason =
                format!("the decisions up to number {events} are not those that stood at {}", entry.at);
            audit.damaged(Some(entry.number), reason);
        }
    }
    Ok(())
}

/// 4. What the log says moved is what the record of runs says, both ways.
fn moved(audit: &mut Audit, entries: &[Entry], state: &State) -> Result<(), RecheckError> {
    let mut logged: BTreeMap<(String, String, String), u64> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == Logged::Drift) {
        let text = |name: &str| {
            entry.detail.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
        };
        logged.insert((text("run"), text("kind"), entry.subject.clone()), entry.number);
    }
    let rows: Vec<(String, Drift)> = state.read(|connection| {
        if !journal::is_known(connection) {
            return Ok(Vec::new());
        }
        let mut statement = connection.prepare("SELECT body, run FROM drift ORDER BY run, number")?;
        statement.query_map([], |row| Ok((row.get(1)?, journal::json(row)?))).and_then(Iterator::collect)
    })?;
    for (run, drift) in rows.iter().filter(|(_, drift)| is_logged(drift)) {
        let key = (run.clone(), drift.kind.name().to_owned(), subject(drift).to_owned());
        if logged.remove(&key).is_none() {
            audit.damaged(
                None,
                format!("the run {run} says that {} moved, and the log does not", subject(drift)),
            );
        }
    }
    for ((run, _, subject), number) in logged {
        audit.damaged(
            Some(number),
            format!("the log says that {subject} moved in the run {run}, and the run does not"),
        );
    }
    Ok(())
}

/// Enters captures that the log does not know, and gives how many there were.
///
/// # Errors
/// [`RecheckError`] where state or store cannot be used.
pub fn take_up(
    store: &Store,
    state: &State,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<usize, RecheckError> {
    let mut logged = BTreeSet::new();
    drop(state.read(|connection| {
        audit::walk(connection, |entry| {
            logged.extend(entry.detail.get("file").and_then(|file| file.as_str().map(str::to_owned)));
        })
    })?);
    let mut unknown = store.list()?;
    unknown.retain(|entry| !logged.contains(&entry.file));
    unknown.sort_by(|a, b| (a.at, &a.file).cmp(&(b.at, &b.file)));
    let drafts: Vec<Draft> = unknown.iter().map(|entry| Draft::capture(entry, now)).collect();
    state.write(|transaction| Ok(audit::append(transaction, &drafts)?))?;
    Ok(drafts.len())
}

/// Whether the log holds a link (first digits suffice) that was copied out of it before.
///
/// # Errors
/// [`RecheckError::State`].
pub fn contains(state: &State, link: &str) -> Result<bool, RecheckError> {
    let mut found = link.chars().all(|digit| digit == '0') && !link.is_empty();
    drop(state.read(|connection| {
        audit::walk(connection, |entry| {
            found |= link.len() >= 8 && entry.link.starts_with(&link.to_lowercase())
        })
    })?);
    Ok(found)
}
