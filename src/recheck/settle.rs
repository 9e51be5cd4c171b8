//! Settles a run: compares what was reported last with what speaks now, and says what moved.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::compare::{self, Changed};
use super::drift::{Drift, Kind, Side};
use super::journal::{Baseline, Check, Journal, Outcome, Run, Watched};
use super::sources::Source;
use super::view::View;
use super::watch::{self, Place, Watch};
use super::{Options, RecheckError};
use crate::check;
use crate::claim::{ClaimFile, ClaimSet};
use crate::snapshot::{Captures, Entry, Store};

/// Days with a failure that make a source gone.
const STRIKES: usize = 3;

/// Answers that are looked back on for strikes: far more than the days between them.
const LOOK_BACK: usize = 30;

/// Changed sources whose claims are decided together: their texts are in memory meanwhile.
const TOGETHER: usize = 64;

/// What a run comes to.
pub(super) struct Settled {
    pub drifts: Vec<Drift>,
    pub baselines: Vec<Baseline>,
}

/// A source whose speaking capture is no longer the one that was last reported on.
struct Moved<'w> {
    watched: Watched,
    source: Source<'w>,
    before: Entry,
    now: Entry,
    seen: (Option<DateTime<Utc>>, DateTime<Utc>),
}

/// Compares every source with its baseline. The stages: (1) what speaks now and which failures count, (2) the claims of
/// changed sources decided on both sides, (3) what moved.
pub(super) fn settle(
    watch: &Watch,
    store: &Store,
    journal: &Journal,
    run: &mut Run,
    options: &Options,
) -> Result<Settled, RecheckError> {
    run.asked = journal.answers(&run.id)?;
    let mut settled = Settled { drifts: Vec::new(), baselines: Vec::new() };
    let (mut moved, mut unseen): (Vec<Moved<'_>>, Vec<(Source<'_>, Drift)>) = (Vec::new(), Vec::new());
    // 1. What speaks now.
    for source in watch.sources.iter() {
        let watched = source.watched();
        let (baseline, check) = (journal.baseline(&watched)?, journal.check(&run.id, &watched)?);
        // Most sources showed just what was last reported: there is nothing to look up.
        if let (Some(baseline), Some(check)) = (&baseline, &check)
            && matches!(check.outcome, Outcome::NotModified | Outcome::Same)
            && check.detail == baseline.file
        {
            if baseline.gone {
                settled.baselines.push(Baseline { gone: false, ..baseline.clone() });
            }
            run.unchanged += 1;
            continue;
        }
        if baseline.is_none() && check.as_ref().is_some_and(|check| check.outcome == Outcome::Fresh) {
            // Its first capture, which the end of the run makes its baseline: most sources of a first run are such.
            run.first += 1;
            continue;
        }
        let history = store.history(source.url(), source.part())?;
        let Some(mut baseline) = baseline else {
            if let Some(entry) = watch::speaking(&history, None, store)? {
                run.first += 1;
                settled.baselines.push(watch::baseline(&watched, entry));
            } else if let Some(check) = check.filter(|check| !check.outcome.is_seen()) {
                unseen.push((source, cannot_see(Kind::Unreachable, &check, source, None, String::new())));
            }
            continue;
        };
        let before = history.iter().find(|entry| entry.file == baseline.file).cloned();
        let now = watch::speaking(&history, Some(&baseline.file), store)?.cloned();
        match &check {
            Some(check) if !check.outcome.is_seen() => {
                let drift = failed(check, source, &mut baseline, before.as_ref(), journal, run)?;
                unseen.extend(drift.map(|drift| (source, drift)));
            }
            Some(_) => baseline.gone = false,
            None => {}
        }
        match (before, now) {
            (Some(before), Some(now)) if before.file != now.file => {
                let seen = interval(journal, &watched, &before, &now, check.as_ref())?;
                baseline = Baseline { gone: baseline.gone, ..watch::baseline(&watched, &now) };
                moved.push(Moved { watched, source, before, now, seen });
            }
            // The capture of the baseline was taken down: what speaks now begins anew.
            (None, Some(now)) => baseline = watch::baseline(&watched, &now),
            _ => run.unchanged += u32::from(check.is_some_and(|check| check.outcome.is_seen())),
        }
        settled.baselines.push(baseline);
    }
    // 2. and 3.
    let all = unseen.iter().map(|(source, _)| *source).chain(moved.iter().map(|moved| moved.source));
    let set = watch.citing(&all.flat_map(Source::places).collect());
    for (source, drift) in unseen {
        settled.drifts.push(Drift { claims: citing(&set, source), ..drift });
    }
    settled.drifts.extend(rows(&set, &moved, store, run, options));
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
    source: Source<'_>,
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
        return Ok(Some(cannot_see(Kind::Gone, check, source, before, first)));
    }
    let count = if check.strike { format!(", failure {} of {STRIKES}", days.len()) } else { String::new() };
    Ok(Some(cannot_see(Kind::Unreachable, check, source, before, count)))
}

/// A source that could not be seen; its claims are named later, with all others.
fn cannot_see(kind: Kind, check: &Check, source: Source<'_>, before: Option<&Entry>, more: String) -> Drift {
    let code = if kind == Kind::Gone { "V503" } else { "V505" };
    Drift {
        kind,
        code: code.to_owned(),
        source: source.name().to_owned(),
        url: source.url().to_owned(),
        part: source.part().map(str::to_owned),
        claim: None,
        claims: Vec::new(),
        message: format!("{}{more}", check.detail),
        old: before.map(|entry| Side { digest: entry.digest.hex(), at: Some(entry.at), ..Side::default() }),
        new: None,
        seen_unchanged: None,
        seen_changed: None,
        outdated_decisions: Vec::new(),
    }
}

/// The claims that cite a source, in order of files and lines.
pub(super) fn citing(set: &ClaimSet, source: Source<'_>) -> Vec<String> {
    let mut claims = Vec::new();
    for (at, key) in source.places() {
        let cites =
            |claim: &&crate::claim::Claim| claim.sources.iter().any(|citation| citation.source == key);
        claims.extend(set.files[at].claims.iter().filter(cites).map(|claim| claim.id.clone()));
    }
    claims
}

/// The last moment the source was seen as before, and the first it was seen as now.
fn interval(
    journal: &Journal,
    watched: &Watched,
    before: &Entry,
    now: &Entry,
    asked: Option<&Check>,
) -> Result<(Option<DateTime<Utc>>, DateTime<Utc>), RecheckError> {
    let digest = now.digest.hex();
    let changed = now.at.min(asked.map_or(now.at, |check| check.at));
    let earlier = journal.checks_of_source(watched, LOOK_BACK)?;
    let seen = earlier.iter().find(|check| {
        check.at < changed
            && check.outcome.is_seen()
            && check.outcome != Outcome::Fresh
            && check.digest.as_ref() != Some(&digest)
    });
    let fresh = earlier.iter().find(|check| check.at < changed && check.outcome == Outcome::Fresh);
    Ok((seen.or(fresh).map(|check| check.at).or(Some(before.at)), changed))
}

/// The rows of changed sources: themselves, and each claim that moved with them. Both sides are read by the program as it
/// is now, so that a change of its own reading never looks like a change of the page.
fn rows(set: &ClaimSet, moved: &[Moved<'_>], store: &Store, run: &mut Run, options: &Options) -> Vec<Drift> {
    let deciding = check::Options { today: options.now.date_naive(), strict_bounds: options.strict_bounds };
    let side = |pick: for<'m> fn(&'m Moved<'_>) -> &'m Entry| -> BTreeMap<Watched, Entry> {
        moved.iter().map(|moved| (moved.watched.clone(), pick(moved).clone())).collect()
    };
    let (old, new) = (side(|moved| &moved.before), side(|moved| &moved.now));
    let mut drifts = Vec::new();
    for together in moved.chunks(TOGETHER) {
        let set = concerned(set, together);
        let decide = |chosen| check::run(&set, &View::new(store, chosen), &deciding, &|_| {});
        let (old, new) = (decide(&old), decide(&new));
        for moved in together {
            let Moved { source, before, now, .. } = moved;
            let rows = compare::rows(&Changed {
                store,
                source: *source,
                before,
                now,
                set: &set,
                old: &old,
                new: &new,
            });
            run.unchanged += u32::from(rows.is_empty());
            drifts.extend(rows.into_iter().map(|drift| Drift {
                seen_unchanged: moved.seen.0,
                seen_changed: Some(moved.seen.1),
                ..drift
            }));
        }
    }
    drifts
}

/// The claims that cite one of the changed sources, with nothing pinned: each view says which capture speaks, and a pin
/// would hide what the page says today.
fn concerned(set: &ClaimSet, moved: &[Moved<'_>]) -> ClaimSet {
    let places: BTreeSet<Place<'_>> = moved.iter().flat_map(|moved| moved.source.places()).collect();
    let files = set.files.iter().enumerate().map(|(at, file)| {
        let claims = file.claims.iter().filter(|claim| watch::cites(claim, at, &places)).cloned().collect();
        let mut unpinned = file.sources.clone();
        unpinned.values_mut().for_each(|source| source.capture = None);
        ClaimFile { claims, sources: unpinned, ..file.clone() }
    });
    ClaimSet { files: files.collect() }
}
