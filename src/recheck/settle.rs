//! Settles a run: compares what was reported last with what speaks now, and says what moved.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::compare::{self, Changed};
use super::drift::{Drift, Kind, Side};
use super::journal::{Baseline, Check, Journal, Outcome, Run, Watched};
use super::view::View;
use super::watch::{self, Source};
use super::{Options, RecheckError};
use crate::check::{self, CheckRun};
use crate::claim::{ClaimFile, ClaimSet};
use crate::snapshot::{Captures, Entry, Store};

/// Days with a failure that make a source gone.
const STRIKES: usize = 3;

/// Answers that are looked back on for strikes: far more than the days between them.
const LOOK_BACK: usize = 30;

/// What a run comes to.
pub(super) struct Settled {
    pub drifts: Vec<Drift>,
    pub baselines: Vec<Baseline>,
}

/// Compares every source with its baseline. The stages: (1) what speaks now and which failures count, (2) the claims of
/// changed sources decided on both sides, (3) what moved.
pub(super) fn settle(
    set: &ClaimSet,
    sources: &BTreeMap<Watched, Source>,
    store: &Store,
    journal: &Journal,
    run: &mut Run,
    options: &Options,
) -> Result<Settled, RecheckError> {
    let mut baselines: BTreeMap<Watched, Baseline> =
        journal.baselines()?.into_iter().map(|baseline| (baseline.watched.clone(), baseline)).collect();
    let answered: BTreeMap<Watched, Check> =
        journal.checks(&run.id)?.into_iter().map(|check| (check.watched.clone(), check)).collect();
    run.asked = u32::try_from(answered.len()).unwrap_or(u32::MAX);
    let mut settled = Settled { drifts: Vec::new(), baselines: Vec::new() };
    let mut changed: BTreeMap<Watched, (Entry, Entry)> = BTreeMap::new();
    // 1. What speaks now.
    for (watched, source) in sources {
        // Most sources showed just what was last reported: there is nothing to look up.
        if let (Some(baseline), Some(check)) = (baselines.get_mut(watched), answered.get(watched))
            && matches!(check.outcome, Outcome::NotModified | Outcome::Same)
            && check.detail == baseline.file
        {
            if std::mem::take(&mut baseline.gone) {
                settled.baselines.push(baseline.clone());
            }
            run.unchanged += 1;
            continue;
        }
        let history = store.history(&source.url, source.part.as_deref())?;
        let check = answered.get(watched);
        let Some(baseline) = baselines.get_mut(watched) else {
            if let Some(entry) = watch::speaking(&history, None, store)? {
                run.first += 1;
                settled.baselines.push(watch::baseline(watched, &entry));
            } else if let Some(check) = check.filter(|check| !check.outcome.is_seen()) {
                settled.drifts.push(unseen(Kind::Unreachable, check, source, set, None, String::new()));
            }
            continue;
        };
        let before = history.iter().find(|entry| entry.file == baseline.file).cloned();
        let now = watch::speaking(&history, Some(&baseline.file), store)?;
        match check {
            Some(check) if !check.outcome.is_seen() => {
                let drift = failed(check, source, set, baseline, before.as_ref(), journal, run)?;
                settled.drifts.extend(drift);
            }
            Some(_) => baseline.gone = false,
            None => {}
        }
        match (before, now) {
            (Some(before), Some(now)) if before.file != now.file => {
                changed.insert(watched.clone(), (before, now));
            }
            // The capture of the baseline was taken down: what speaks now begins anew.
            (None, Some(now)) => *baseline = watch::baseline(watched, &now),
            _ => run.unchanged += u32::from(check.is_some_and(|check| check.outcome.is_seen())),
        }
        settled.baselines.push(baseline.clone());
    }
    // 2. and 3.
    let moved = moved(set, sources, store, &changed, options);
    for (watched, (before, now)) in &changed {
        let (source, asked) = (&sources[watched], answered.get(watched));
        let rows = moved.rows(store, source, before, now);
        if rows.is_empty() {
            run.unchanged += 1;
        }
        let seen = interval(journal, watched, now, asked)?;
        settled.drifts.extend(rows.into_iter().map(|drift| Drift {
            seen_unchanged: seen.0.or(Some(before.at)),
            seen_changed: Some(seen.1),
            ..drift
        }));
        if let Some(baseline) = settled.baselines.iter_mut().find(|baseline| baseline.watched == *watched) {
            *baseline = watch::baseline(watched, now);
        }
    }
    settled.drifts.sort_by(|a, b| order(a).cmp(&order(b)));
    for drift in &settled.drifts {
        *run.moved.entry(drift.kind.name().to_owned()).or_default() += 1;
    }
    Ok(settled)
}

fn order(drift: &Drift) -> (Kind, &str, Option<&str>, bool, &str) {
    (
        drift.kind,
        &drift.url,
        drift.part.as_deref(),
        drift.claim.is_some(),
        drift.claim.as_deref().unwrap_or_default(),
    )
}

/// A source that failed: gone on the third day of failures, told once; otherwise unreachable.
fn failed(
    check: &Check,
    source: &Source,
    set: &ClaimSet,
    baseline: &mut Baseline,
    before: Option<&Entry>,
    journal: &Journal,
    run: &mut Run,
) -> Result<Option<Drift>, RecheckError> {
    if baseline.gone {
        run.still_gone += 1;
        return Ok(None);
    }
    let checks = journal.checks_of_source(&check.watched, LOOK_BACK)?;
    let since = checks.iter().take_while(|check| !check.outcome.is_seen());
    let days: BTreeSet<NaiveDate> =
        since.filter(|check| check.strike).map(|check| check.at.date_naive()).collect();
    if check.strike && days.len() >= STRIKES {
        baseline.gone = true;
        let first = days.iter().next().map_or_else(String::new, |day| format!(", since {day}"));
        return Ok(Some(unseen(Kind::Gone, check, source, set, before, first)));
    }
    let count = if check.strike { format!(", failure {} of {STRIKES}", days.len()) } else { String::new() };
    Ok(Some(unseen(Kind::Unreachable, check, source, set, before, count)))
}

/// A source that could not be seen.
fn unseen(
    kind: Kind,
    check: &Check,
    source: &Source,
    set: &ClaimSet,
    before: Option<&Entry>,
    more: String,
) -> Drift {
    let code = if kind == Kind::Gone { "V503" } else { "V505" };
    Drift {
        kind,
        code: code.to_owned(),
        source: source.places[0].1.clone(),
        url: source.url.clone(),
        part: source.part.clone(),
        claim: None,
        claims: citing(set, source),
        message: format!("{}{more}", check.detail),
        old: before.map(|entry| Side { digest: entry.digest.hex(), at: Some(entry.at), ..Side::default() }),
        new: None,
        seen_unchanged: None,
        seen_changed: None,
        outdated_decisions: Vec::new(),
    }
}

/// The claims that cite a source, in order of files and lines.
pub(super) fn citing(set: &ClaimSet, source: &Source) -> Vec<String> {
    let mut claims = Vec::new();
    for (at, key) in &source.places {
        let cites =
            |claim: &&crate::claim::Claim| claim.sources.iter().any(|citation| citation.source == *key);
        claims.extend(set.files[*at].claims.iter().filter(cites).map(|claim| claim.id.clone()));
    }
    claims
}

/// The last moment the source was seen as before, and the first it was seen as now.
fn interval(
    journal: &Journal,
    watched: &Watched,
    now: &Entry,
    asked: Option<&Check>,
) -> Result<(Option<DateTime<Utc>>, DateTime<Utc>), RecheckError> {
    let digest = now.digest.hex();
    let changed = now.at.min(asked.map_or(now.at, |check| check.at));
    let earlier = journal.checks_of_source(watched, LOOK_BACK)?;
    let before = earlier.iter().find(|check| {
        check.at < changed
            && check.outcome.is_seen()
            && check.outcome != Outcome::Fresh
            && check.digest.as_ref() != Some(&digest)
    });
    let fresh = earlier.iter().find(|check| check.at < changed && check.outcome == Outcome::Fresh);
    Ok((before.or(fresh).map(|check| check.at), changed))
}

/// Both sides of what changed, with the claims decided on each.
struct Moved {
    set: ClaimSet,
    old: CheckRun,
    new: CheckRun,
}

/// Decides the claims of changed sources on both sides. Both are read by the program as it is now, so that a change of
/// its own reading never looks like a change of the page.
fn moved(
    set: &ClaimSet,
    sources: &BTreeMap<Watched, Source>,
    store: &Store,
    changed: &BTreeMap<Watched, (Entry, Entry)>,
    options: &Options,
) -> Moved {
    let places: BTreeSet<&(usize, String)> =
        changed.keys().flat_map(|watched| sources[watched].places.iter()).collect();
    let files = set.files.iter().enumerate().map(|(at, file)| {
        let touched = |claim: &&crate::claim::Claim| {
            claim.sources.iter().any(|citation| places.contains(&(at, citation.source.clone())))
        };
        let claims = file.claims.iter().filter(touched).cloned().collect();
        // Each view says which capture speaks; a pin would hide what the page says today.
        let mut unpinned = file.sources.clone();
        unpinned.values_mut().for_each(|source| source.capture = None);
        ClaimFile { claims, sources: unpinned, relations: Vec::new(), ..file.clone() }
    });
    let set = ClaimSet { files: files.collect() };
    let deciding = check::Options { today: options.now.date_naive(), strict_bounds: options.strict_bounds };
    let side = |pick: fn(&(Entry, Entry)) -> &Entry| {
        let chosen = changed.iter().map(|(watched, both)| (watched.clone(), pick(both).clone())).collect();
        check::run(&set, &View::new(store, chosen), &deciding, &|_| {})
    };
    let (old, new) = (side(|both| &both.0), side(|both| &both.1));
    Moved { set, old, new }
}

impl Moved {
    /// The rows of one changed source: itself, and each claim that moved with it.
    fn rows(&self, store: &Store, source: &Source, before: &Entry, now: &Entry) -> Vec<Drift> {
        let changed = Changed { store, source, before, now, set: &self.set, old: &self.old, new: &self.new };
        compare::rows(&changed)
    }
}
