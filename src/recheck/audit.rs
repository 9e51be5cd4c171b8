//! Re-checks the audit log: its chain, the captures it tells of, the decisions, and what moved.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension};

use super::RecheckError;
use super::drift::{Drift, Kind};
use super::journal;
use crate::ruling::state::State;
use crate::ruling::{Chain, Rulings};
use crate::snapshot::audit::{self, Draft, Entry, Kind as Logged};
use crate::snapshot::{Captures as _, Entry as Snapshot, Store};

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
    /// Stamps of outside authorities that hold and are of this log.
    pub stamps: usize,
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

/// Re-checks everything that the log tells of: the chain, captures and tombstones, decisions, and what moved. The log
/// is read once, entry by entry, so that its length takes no memory. It calls back after each capture.
///
/// # Errors
/// [`RecheckError`] where state or store cannot be read at all.
pub fn audit(
    store: &Store,
    state: &State,
    rulings: &dyn Rulings,
    done: &(dyn Fn() + Sync),
) -> Result<Audit, RecheckError> {
    let mut captures = CaptureAudit::new(store, done)?;
    let (mut decisions, mut moved) = (Vec::new(), MoveAudit::default());
    let mut audit = Audit { head: "0".repeat(64), ..Audit::default() };
    let end = state.read(|connection| {
        let mut failure = None;
        let end = audit::walk(connection, |entry| {
            (audit.entries, audit.head) = (entry.number, entry.link.clone());
            let looked_at = match entry.kind {
                Logged::Capture | Logged::Forget => {
                    captures.take(&entry);
                    Ok(())
                }
                Logged::Rulings => decision(&entry, connection).map(|damage| decisions.extend(damage)),
                Logged::Drift => moved.take(&entry, connection),
                Logged::Checkpoint => Ok(()),
            };
            failure = failure.take().or(looked_at.err());
        })?;
        moved.end(connection)?;
        failure.map_or(Ok(end), Err)
    })?;
    captures.end();
    if let Err(broken) = end {
        audit.damaged(Some(broken.number), broken.reason);
    }
    audit.damage.append(&mut captures.damage);
    (audit.captures, audit.forgotten) = (captures.sound, captures.forgotten.len());
    audit.unlogged = captures.unlogged();
    match rulings.chain()? {
        Chain::Whole { events, .. } => audit.decisions = events,
        Chain::Broken { event, number } => {
            audit.damaged(None, format!("the decision {event} (number {number}) is not what was written"));
        }
    }
    check_stamps(store, state, &mut audit)?;
    audit.damage.append(&mut decisions);
    audit.damage.append(&mut moved.damage);
    Ok(audit)
}

/// Whether every stamp of the store holds, and the link that was stamped is still in the log at its place.
fn check_stamps(store: &Store, state: &State, audit: &mut Audit) -> Result<(), RecheckError> {
    for (file, stamp) in store.stamps()? {
        let stamp = match stamp {
            Ok(stamp) => stamp,
            Err(reason) => {
                audit.damaged(None, format!("the stamp {file} does not hold: {reason}"));
                continue;
            }
        };
        let link: Option<[u8; 32]> = state.read(|connection| {
            connection
                .prepare_cached("SELECT link FROM audit_entry WHERE number = ?1")?
                .query_row([stamp.entries.cast_signed()], |row| row.get(0))
                .optional()
        })?;
        match link.map(|link| crate::capture::Digest::from_bytes(link).hex()) {
            Some(link) if link == stamp.link => audit.stamps += 1,
            _ => audit.damaged(
                Some(stamp.entries),
                format!("the log is not the one that an authority stamped at {} ({file})", stamp.at),
            ),
        }
    }
    Ok(())
}

/// Captures that are read at once: enough for all cores, few enough for a small memory.
const BATCH: usize = 64;

/// Whether every capture that was logged stands with its bytes, or a tombstone says why it does not.
struct CaptureAudit<'a> {
    store: &'a Store,
    done: &'a (dyn Fn() + Sync),
    tombstones: BTreeSet<String>,
    kept: Kept,
    batch: Vec<(u64, Snapshot)>,
    sound: usize,
    forgotten: BTreeSet<String>,
    damage: Vec<Damage>,
}

impl<'a> CaptureAudit<'a> {
    fn new(store: &'a Store, done: &'a (dyn Fn() + Sync)) -> Result<Self, RecheckError> {
        Ok(Self {
            store,
            done,
            tombstones: store.tombstones()?.into_iter().map(|stone| stone.digest).collect(),
            kept: Kept::new(store)?,
            batch: Vec::new(),
            sound: 0,
            forgotten: BTreeSet::new(),
            damage: Vec::new(),
        })
    }

    fn take(&mut self, entry: &Entry) {
        let number = Some(entry.number);
        let mut damage = |reason: String| self.damage.push(Damage { entry: number, reason });
        let has_stone = self.tombstones.contains(&entry.subject);
        if entry.kind == Logged::Forget {
            if !has_stone {
                damage(format!("{} was taken down and its tombstone is not there", entry.subject));
            }
            return;
        }
        let Some(file) = entry.detail.get("file").and_then(serde_json::Value::as_str) else { return };
        let is_first = self.kept.see(file);
        match self.store.entry(file) {
            Ok(Some(snapshot)) if snapshot.digest.hex() != entry.subject => {
                damage(format!("the capture {file} is {} and was {}", snapshot.digest.hex(), entry.subject));
            }
            // A capture that was kept twice is logged twice and read once.
            Ok(Some(snapshot)) => self.batch.extend(is_first.then_some((entry.number, snapshot))),
            Ok(None) if has_stone => drop(self.forgotten.insert(file.to_owned())),
            Ok(None) => damage(format!(
                "the capture {file} is not there or cannot be read, and no tombstone says why"
            )),
            Err(error) => damage(error.to_string()),
        }
        if self.batch.len() >= BATCH {
            self.end();
        }
    }

    /// Reads what was put off, every byte.
    fn end(&mut self) {
        let read = self.batch.par_iter().map(|(number, snapshot)| {
            let read = self.store.read(snapshot);
            (self.done)();
            read.map(drop).map_err(|error| Damage { entry: Some(*number), reason: error.to_string() })
        });
        for outcome in read.collect::<Vec<_>>() {
            match outcome {
                Ok(()) => self.sound += 1,
                Err(damage) => self.damage.push(damage),
            }
        }
        self.batch.clear();
    }

    fn unlogged(self) -> Vec<String> {
        self.kept.unseen()
    }
}

/// The files of all captures, each with whether the log told of it.
struct Kept {
    files: Vec<String>,
    seen: Vec<bool>,
}

impl Kept {
    fn new(store: &Store) -> Result<Self, RecheckError> {
        let files = store.files()?;
        Ok(Self { seen: vec![false; files.len()], files })
    }

    /// Notes that the log tells of a file; true for the first time.
    fn see(&mut self, file: &str) -> bool {
        let at = self.files.binary_search_by(|kept| kept.as_str().cmp(file));
        at.is_ok_and(|at| !std::mem::replace(&mut self.seen[at], true))
    }

    fn unseen(self) -> Vec<String> {
        self.files.into_iter().zip(self.seen).filter(|(_, seen)| !seen).map(|(file, _)| file).collect()
    }
}

/// Whether the chain of decisions is the one whose end an entry noted.
fn decision(entry: &Entry, connection: &Connection) -> rusqlite::Result<Option<Damage>> {
    let events = entry.detail.get("events").and_then(serde_json::Value::as_i64).unwrap_or(0);
    let link: Option<[u8; 32]> = connection
        .prepare_cached("SELECT link FROM ruling_event WHERE number = ?1")?
        .query_row([events], |row| row.get(0))
        .optional()?;
    let link = link.map(|link| crate::capture::Digest::from_bytes(link).hex());
    Ok((link.as_ref() != Some(&entry.subject)).then(|| Damage {
        entry: Some(entry.number),
        reason: format!("the decisions up to number {events} are not those that stood at {}", entry.at),
    }))
}

/// Whether what the log says moved is what the record of runs says, both ways. The entries of a run stand together,
/// because they are entered at its end, so one run at a time is compared.
#[derive(Default)]
struct MoveAudit {
    run: String,
    logged: BTreeMap<(String, String), u64>,
    runs: BTreeSet<String>,
    damage: Vec<Damage>,
}

impl MoveAudit {
    fn take(&mut self, entry: &Entry, connection: &Connection) -> rusqlite::Result<()> {
        let text = |name: &str| {
            entry.detail.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
        };
        let run = text("run");
        if run != self.run {
            self.compare(connection)?;
            self.run = run;
        }
        self.logged.insert((text("kind"), entry.subject.clone()), entry.number);
        Ok(())
    }

    /// Compares the run at hand with its record.
    fn compare(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let (run, mut logged) = (std::mem::take(&mut self.run), std::mem::take(&mut self.logged));
        let mut rows: Vec<Drift> = Vec::new();
        if journal::is_known(connection) {
            let mut statement =
                connection.prepare_cached("SELECT body FROM drift WHERE run = ?1 ORDER BY number")?;
            rows = statement.query_map([&run], journal::json).and_then(Iterator::collect)?;
        }
        for drift in rows.iter().filter(|drift| is_logged(drift)) {
            if logged.remove(&(drift.kind.name().to_owned(), subject(drift).to_owned())).is_none() {
                let reason =
                    format!("the run {run} says that {} moved, and the log does not", subject(drift));
                self.damage.push(Damage { entry: None, reason });
            }
        }
        for ((_, subject), number) in logged {
            let reason = format!("the log says that {subject} moved in the run {run}, and the run does not");
            self.damage.push(Damage { entry: Some(number), reason });
        }
        self.runs.insert(run);
        Ok(())
    }

    /// Compares the last run, and those that the log does not name.
    fn end(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.compare(connection)?;
        if !journal::is_known(connection) {
            return Ok(());
        }
        let runs: Vec<String> = connection
            .prepare("SELECT DISTINCT run FROM drift ORDER BY run")?
            .query_map([], |row| row.get(0))
            .and_then(Iterator::collect)?;
        for run in runs {
            if !self.runs.contains(&run) {
                self.run = run;
                self.compare(connection)?;
            }
        }
        Ok(())
    }
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
    let mut kept = Kept::new(store)?;
    drop(state.read(|connection| {
        audit::walk(connection, |entry| {
            if let Some(file) = entry.detail.get("file").and_then(serde_json::Value::as_str) {
                kept.see(file);
            }
        })
    })?);
    let mut unknown = Vec::new();
    for file in kept.unseen() {
        unknown.extend(store.entry(&file)?);
    }
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
