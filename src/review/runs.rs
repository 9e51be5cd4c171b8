//! The record of rounds: when claims were checked, what came of it, and what is new or gone since the one before.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::Trouble;
use super::desk::Desk;
use super::listing::{plural, verdict_of};
use super::nights::{self, Night};
use super::plot::{self, Bar};
use super::round::Round;
use super::rows;
use super::shell::{self, Ask, Shell};
use crate::check::honour;
use crate::check::outcome::verdict_name;
use crate::report::sheet::{self, VerdictSheet};
use crate::ruling::event::EventId;

/// What the picture of rounds shows.
const CAPTION: &str = "contradicted below, then conflict, partial, and what no source addresses";
/// Rounds on the screen.
const SHOWN: usize = 60;
/// New or gone findings that are named; the rest is counted.
const NAMED_MAX: usize = 200;

/// What is kept of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// Claims by verdict.
    verdicts: BTreeMap<String, usize>,
    /// Claims with something to say.
    flagged: usize,
    /// Sources that were read, and that could not be.
    sources: (usize, usize),
    /// Findings that were not there before: claim and code.
    new: Vec<(String, String)>,
    /// Findings that are not there any more.
    gone: Vec<(String, String)>,
    /// How many of each there are.
    counts: (usize, usize),
    /// Rules and extractor.
    rules: String,
}

/// A round on the screen.
struct Told {
    id: String,
    started: String,
    took: String,
    kind: String,
    claims: String,
    counts: Vec<(VerdictSheet, usize)>,
    unread: usize,
    new: usize,
    gone: usize,
}

#[derive(Template)]
#[template(path = "runs.html")]
struct RunsScreen {
    shell: Shell,
    runs: Vec<Told>,
    plot: Option<String>,
    checked: String,
    nights: Vec<Night>,
    night_plot: Option<String>,
}

#[derive(Template)]
#[template(path = "run.html")]
struct RunScreen {
    shell: Shell,
    run: Told,
    rules: String,
    new: Vec<(String, String)>,
    gone: Vec<(String, String)>,
    more: usize,
}

/// Keeps what came of a round; one in which nothing changed against the last is kept by its time only once.
pub fn record(desk: &Desk, round: &Round, before: Option<&Round>) -> Result<(), Trouble> {
    let mut verdicts = BTreeMap::new();
    for outcome in &round.run.claims {
        *verdicts.entry(verdict_name(outcome.judgement.verdict).to_owned()).or_default() += 1;
    }
    let now = findings(round);
    let then = before.map_or_else(|| now.clone(), findings);
    let missing_in = |all: &std::collections::BTreeSet<(String, String)>,
                      other: &std::collections::BTreeSet<(String, String)>| {
        all.difference(other).cloned().collect::<Vec<_>>()
    };
    let (mut new, mut gone) = (missing_in(&now, &then), missing_in(&then, &now));
    let counts = (new.len(), gone.len());
    new.truncate(NAMED_MAX);
    gone.truncate(NAMED_MAX);
    let read = |outcome: &&std::sync::Arc<crate::check::source::SourceOutcome>| {
        matches!(outcome.as_ref(), crate::check::source::SourceOutcome::Read(_))
    };
    let sources_read = round.run.sources.values().filter(read).count();
    let kept = Kept {
        verdicts,
        flagged: round.run.claims.iter().filter(|outcome| rows::is_flagged(outcome)).count(),
        sources: (sources_read, round.run.sources.len() - sources_read),
        new,
        gone,
        counts,
        rules: format!("{} {}", env!("CARGO_PKG_VERSION"), crate::statement::version()),
    };
    let body = serde_json::to_string(&kept).expect("what is kept is plain JSON");
    let id = EventId::new(round.at);
    desk.state.write(|transaction| {
        transaction.execute(
            "INSERT INTO desk_run (id, kind, started, took_ms, body) VALUES (?1, 'desk', ?2, ?3, ?4)",
            params![id.as_str(), round.at.timestamp(), round.took_ms, body],
        )?;
        Ok(())
    })?;
    Ok(())
}

fn findings(round: &Round) -> std::collections::BTreeSet<(String, String)> {
    let claims = round.run.claims.iter().filter(|outcome| rows::is_flagged(outcome));
    claims
        .flat_map(|outcome| {
            let id = round.id(outcome).to_owned();
            let codes = honour::codes(outcome);
            let tags = if codes.is_empty() {
                vec![verdict_name(outcome.judgement.verdict).to_owned()]
            } else {
                codes
            };
            tags.into_iter().map(move |tag| (id.clone(), tag))
        })
        .collect()
}

/// Id, kind, start, length and body of a round as it is kept.
type Stored = (String, String, i64, u64, String);

fn stored(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn told((id, kind, started, took_ms, body): Stored) -> Option<(Told, Kept)> {
    let kept: Kept = serde_json::from_str(&body).ok()?;
    let mut counts: Vec<_> = kept.verdicts.iter().map(|(name, count)| (verdict_of(name), *count)).collect();
    counts.sort_by_key(|(verdict, _)| *verdict);
    let started = chrono::DateTime::from_timestamp(started, 0)?;
    let told = Told {
        id,
        started: started.format("%Y-%m-%d %H:%M UTC").to_string(),
        took: if took_ms < 1_000 {
            format!("{took_ms} ms")
        } else {
            format!("{}.{} s", took_ms / 1_000, took_ms % 1_000 / 100)
        },
        kind,
        claims: plural(kept.verdicts.values().sum(), "claim"),
        counts: counts.into_iter().map(|(verdict, count)| (sheet::verdict(verdict), count)).collect(),
        unread: kept.sources.1,
        new: kept.counts.0,
        gone: kept.counts.1,
    };
    Some((told, kept))
}

/// The rounds.
pub fn runs(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let rows: Vec<Stored> = desk.state.read(|connection| {
        connection
            .prepare_cached(
                "SELECT id, kind, started, took_ms, body FROM desk_run ORDER BY id DESC LIMIT ?1",
            )?
            .query_map([SHOWN], stored)?
            .collect()
    })?;
    let runs: Vec<(Told, Kept)> = rows.into_iter().filter_map(told).collect();
    let bars: Vec<Bar> = runs
        .iter()
        .rev()
        .map(|(told, kept)| {
            let count = |name: &str| kept.verdicts.get(name).copied().unwrap_or(0);
            Bar {
                label: told.started.clone(),
                parts: vec![
                    ("contradicted", count("contradicted")),
                    ("conflict", count("conflict")),
                    ("partial", count("partial")),
                    ("not-addressed", count("not-addressed") + count("unavailable")),
                ],
            }
        })
        .collect();
    let round = desk.round()?;
    let screen = RunsScreen {
        shell: Shell::new(desk, ask, "runs", "Runs")?,
        plot: (bars.len() > 1).then(|| plot::of_runs(&bars, "Findings", CAPTION)),
        runs: runs.into_iter().map(|(told, _)| told).collect(),
        checked: round.at.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        nights: nights::list(desk)?,
        night_plot: nights::picture(desk)?,
    };
    shell::html(&screen)
}

/// One round.
pub fn run(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let id = ask.place("id");
    let row = desk.state.read(|connection| {
        connection
            .prepare_cached("SELECT id, kind, started, took_ms, body FROM desk_run WHERE id = ?1")?
            .query_row([id], stored)
            .optional()
    })?;
    let Some((run, kept)) = row.and_then(told) else {
        let night = nights::screen(desk, ask, id)?;
        return night.ok_or_else(|| Trouble::Missing("such run".to_owned()));
    };
    let screen = RunScreen {
        shell: Shell::new(desk, ask, "runs", format!("Run of {}", run.started))?,
        more: (kept.counts.0 + kept.counts.1).saturating_sub(kept.new.len() + kept.gone.len()),
        run,
        rules: kept.rules,
        new: kept.new,
        gone: kept.gone,
    };
    shell::html(&screen)
}

/// Makes a new round now, from nothing; where it takes its time it goes on by itself.
pub fn check_again(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let made = desk.check_again();
    let next = shell::onward(ask.form.get("next"));
    Ok(shell::redirect(&shell::with(next, "did", if made { "checked" } else { "checking" })))
}
