//! Asks sources again, and tells what moved and which claims move with it.
//!
//! Takes a claim set, a store, the state of the store and a fetcher, gives a run with its drift, sorted by
//! consequence. Old captures stay. That a source cannot be seen is never a change, and never a verdict. A run that was
//! stopped goes on where it was: what a source was last reported on moves only when a run ends.

mod ask;
pub mod audit;
pub mod checkpoint;
mod compare;
pub mod digest;
pub mod drift;
pub mod exchange;
pub mod journal;
mod settle;
mod sources;
pub mod then_now;
mod view;
mod visible;
pub mod watch;
pub mod words;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use crate::capture::fetch::Fetcher;
use crate::ruling::event::Act;
use crate::ruling::{Chain, RulingError, Rulings};
use crate::snapshot::audit::{Draft, Kind as Logged};
use crate::snapshot::{Captures, Store, StoreError};
use drift::Drift;
use journal::{Baseline, Journal, Run};
use sources::Source;
use watch::{Beginning, Watch};

/// How to re-check.
#[derive(Debug, Clone)]
pub struct Options {
    /// The moment taken for now.
    pub now: DateTime<Utc>,
    /// How long after its last check a source is due, failures included. 20 h.
    pub due_after: TimeDelta,
    /// Ask sources that are not due as well.
    pub everything: bool,
    /// At every so many checks the whole body is asked for, whatever the server says of changes. 7.
    pub whole_every: u32,
    /// Bounds are read strictly only.
    pub strict_bounds: bool,
}

impl Options {
    /// The defaults at that moment.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self { now, due_after: TimeDelta::hours(20), everything: false, whole_every: 7, strict_bounds: false }
    }
}

/// What happens during a run, for progress.
#[derive(Debug, Clone, Copy)]
pub enum Event<'e> {
    /// So many sources are due.
    Started {
        /// Sources to ask.
        due: usize,
        /// Sources that a stopped run has asked already.
        done: usize,
    },
    /// A source answered, or could not be asked.
    Answered(&'e str),
    /// Every answer is in; the claims are decided.
    Deciding,
}

/// A run that ended, with what moved, most serious first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The run.
    pub run: Run,
    /// What moved.
    pub drifts: Vec<Drift>,
}

/// Why a re-check could not be done. Nothing of it is lost: asked again, it goes on where it was.
#[derive(Debug, Error)]
pub enum RecheckError {
    /// The state of the store refused.
    #[error(transparent)]
    State(#[from] RulingError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another re-check holds the store.
    #[error("another re-check of this store is running: wait until it ends")]
    Running,
    /// No threads or sockets can be had.
    #[error("cannot start asking ({0}): try again when the system is less busy")]
    System(std::io::Error),
}

/// Where a run finds and keeps things.
pub struct Places<'a> {
    /// The captures.
    pub store: &'a Store,
    /// The record of runs.
    pub journal: &'a Journal,
    /// What editors decided.
    pub rulings: &'a dyn Rulings,
}

/// Baselines that are entered together.
const TOGETHER: usize = 1024;

/// Sources whose captures are read together.
const READ_TOGETHER: usize = 64;

/// Asks every source that is due, and tells what moved since it was last reported on. The stages: (1) what is due,
/// (2) asking, (3) comparing and deciding, (4) entering the end of the run.
///
/// # Errors
/// [`RecheckError`]; asked again, the run goes on where it was.
pub fn run(
    watch: &Watch,
    places: &Places<'_>,
    fetcher: &Arc<Fetcher>,
    options: &Options,
    events: &mut dyn FnMut(Event<'_>),
) -> Result<Round, RecheckError> {
    let (store, journal) = (places.store, places.journal);
    let _lock = store.lock_run()?.ok_or(RecheckError::Running)?;
    // 1. What is due.
    let unfinished = journal.unfinished()?.filter(|run| options.now - run.at < options.due_after);
    let mut run = unfinished.unwrap_or_else(|| Run::begin(options.now));
    let due = due(watch, places, options, &mut run)?;
    // A look at a store in which nothing is due is no run.
    let idle = due.ask.is_empty() && due.done == 0 && !due.has_first;
    if !idle {
        journal.begin(&run)?;
    }
    events(Event::Started { due: due.ask.len(), done: due.done });
    // 2. Asking.
    let asking = ask::Asking { store, journal, run: &run, options };
    ask::ask(&due.ask, fetcher, &asking, events)?;
    // 3. Comparing and deciding.
    events(Event::Deciding);
    let mut settled = settle::settle(watch, store, journal, &mut run, options)?;
    name_outdated(&mut settled.drifts, places.rulings)?;
    // 4. The end of the run.
    run.ended = Some(options.now);
    if idle && settled.drifts.is_empty() {
        return Ok(Round { run, drifts: settled.drifts });
    }
    let entries = entries(&run, &settled.drifts, places.rulings)?;
    journal.finish(&run, &settled.drifts, &settled.baselines, &entries)?;
    Ok(Round { run, drifts: settled.drifts })
}

/// What a run has to ask.
struct Due<'w> {
    ask: Vec<Source<'w>>,
    /// Sources that the run has asked already, before it was stopped.
    done: usize,
    /// Whether a source got its first baseline.
    has_first: bool,
}

/// Looks every source up: what it was last reported on, which is entered where it was not yet, and whether it is due.
fn due<'w>(
    watch: &'w Watch,
    places: &Places<'_>,
    options: &Options,
    run: &mut Run,
) -> Result<Due<'w>, RecheckError> {
    let (store, journal) = (places.store, places.journal);
    let mut due = Due { ask: Vec::new(), done: 0, has_first: false };
    let mut beginnings: Vec<Beginning<'_>> = Vec::new();
    let mut first: Vec<Baseline> = Vec::new();
    run.not_due = 0;
    for source in watch.sources.iter() {
        let watched = source.watched();
        if journal.baseline(&watched)?.is_none() {
            let history = store.history(source.url(), source.part())?;
            beginnings.extend((!history.is_empty()).then_some((watched.clone(), source, history)));
        }
        if beginnings.len() >= READ_TOGETHER {
            first.append(&mut watch::first_baselines(&beginnings, store)?);
            beginnings.clear();
        }
        due.has_first |= !first.is_empty();
        if first.len() >= TOGETHER {
            journal.add_baselines(&std::mem::take(&mut first))?;
        }
        if journal.check(&run.id, &watched)?.is_some() {
            due.done += 1;
            continue;
        }
        let is_due = options.everything
            || watch::last_asked(&watched, source, store, journal)?
                .is_none_or(|last| options.now - last >= options.due_after);
        if is_due {
            due.ask.push(source);
        } else {
            run.not_due += 1;
        }
    }
    first.append(&mut watch::first_baselines(&beginnings, store)?);
    due.has_first |= !first.is_empty();
    // No source is asked before its baseline stands: what it answers would be taken for what was reported.
    journal.add_baselines(&first)?;
    Ok(due)
}

/// The newest run that ended, with what moved in it.
///
/// # Errors
/// [`RecheckError::State`].
pub fn last(journal: &Journal) -> Result<Option<Round>, RecheckError> {
    let Some(run) = journal.runs(1)?.pop() else { return Ok(None) };
    let drifts = journal.drifts(&run.id)?;
    Ok(Some(Round { run, drifts }))
}

/// Names the decisions that were made on bytes that are no longer the newest (V506).
fn name_outdated(drifts: &mut [Drift], rulings: &dyn Rulings) -> Result<(), RecheckError> {
    for drift in drifts.iter_mut().filter(|drift| drift.kind.wakes()) {
        let (Some(claim), Some(old)) = (&drift.claim, &drift.old) else { continue };
        for event in rulings.of_claim(claim)? {
            if let Act::Decide(decision) = &event.act
                && decision.basis.captures.iter().any(|digest| digest.ends_with(&old.digest))
            {
                drift.outdated_decisions.push(event.id.to_string());
            }
        }
    }
    Ok(())
}

/// The entries of a run in the audit log: what moved, and how far the chain of decisions has come.
fn entries(run: &Run, drifts: &[Drift], rulings: &dyn Rulings) -> Result<Vec<Draft>, RecheckError> {
    let mut entries: Vec<Draft> = drifts
        .iter()
        .filter(|drift| audit::is_logged(drift))
        .map(|drift| Draft {
            at: run.at,
            kind: Logged::Drift,
            subject: audit::subject(drift).to_owned(),
            detail: serde_json::json!({
                "run": run.id.as_str(), "kind": drift.kind.name(), "source": drift.url, "part": drift.part,
                "old": drift.old, "new": drift.new, "message": drift.message,
            }),
        })
        .collect();
    if let Chain::Whole { events, head } = rulings.chain()?
        && events > 0
    {
        let detail = serde_json::json!({"events": events});
        entries.push(Draft { at: run.at, kind: Logged::Rulings, subject: head, detail });
    }
    Ok(entries)
}
