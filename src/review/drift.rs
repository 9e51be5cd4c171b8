//! Two captures of one source compared: which claims are moved by it, old figure beside new, and the lines that changed.

use askama::Template;
use axum::response::Response;

use super::Trouble;
use super::desk::Desk;
use super::fields::segment;
use super::listing::{Turns, plural, verdict_of};
use super::nights::{self, Change};
use super::round::Round;
use super::shell::{self, Ask, Shell};
use super::source::{self, drift_address};
use crate::check::outcome::verdict_name;
use crate::check::{self, CheckRun, honour};
use crate::claim::{ClaimFile, ClaimSet};
use crate::report::edit::{self, DiffLine};
use crate::report::sheet::{self, VerdictSheet, visible};
use crate::report::{Report, pair};
use crate::snapshot::{Captures as _, Entry};

/// Changed sources of one screen.
const ROWS: usize = 100;
/// Lines of a text that are compared: beyond them only the claims are.
const LINES_MAX: usize = 6_000;
/// Changed lines that are shown.
const SHOWN_MAX: usize = 600;

#[derive(Template)]
#[template(path = "drifts.html")]
struct DriftsScreen {
    shell: Shell,
    sources: Vec<Moved>,
    turns: Turns,
}

/// A source of which there are several captures.
struct Moved {
    key: String,
    url: String,
    address: String,
    captures: usize,
    first: String,
    last: String,
    claims: usize,
}

#[derive(Template)]
#[template(path = "drift.html")]
struct DriftScreen {
    shell: Shell,
    url: String,
    from: Option<Version>,
    to: Option<Version>,
    versions: Vec<(String, String, bool, bool)>,
    part: String,
    action: String,
    failed: Option<String>,
    summary: String,
    affected: Vec<Affected>,
    cosmetic: bool,
    lines: Vec<DiffLine>,
    cut: Option<String>,
    changes: Vec<Change>,
}

struct Version {
    digest: String,
    short: String,
    at: String,
}

/// A claim that a newer capture moves.
struct Affected {
    id: String,
    address: String,
    words: String,
    old_verdict: VerdictSheet,
    new_verdict: VerdictSheet,
    old_figure: String,
    new_figure: String,
    codes: String,
    file: usize,
    source: String,
    can_pin: bool,
    pinned: String,
}

/// Sources that have several captures with different payloads.
pub fn list(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let round = desk.round()?;
    let mut known = std::collections::BTreeMap::new();
    for place in round.run.sources.keys() {
        let source = &round.set.files[place.0].sources[&place.1];
        let entry = known.entry((&source.url, &source.part)).or_insert((source, 0));
        entry.1 += round.resting(place).0;
    }
    let mut sources = Vec::new();
    for (source, claims) in known.into_values() {
        if let [newest, .., oldest] = round.versions(source) {
            sources.push(Moved {
                key: visible(&source.key),
                url: visible(&source.url),
                address: drift_address(&source.url, source.part.as_deref()),
                captures: round.versions(source).len(),
                first: oldest.at.format("%Y-%m-%d").to_string(),
                last: newest.at.format("%Y-%m-%d").to_string(),
                claims,
            });
        }
    }
    sources.sort_by(|a, b| (&b.last, &a.key).cmp(&(&a.last, &b.key)));
    let turns = Turns::new(ask, ROWS, sources.len());
    let sources = sources.into_iter().skip(turns.skipped()).take(ROWS).collect();
    shell::html(&DriftsScreen { shell: Shell::new(desk, ask, "drift", "Drift")?, sources, turns })
}

/// The captures that speak, one a payload, newest first.
fn versions(history: &[Entry]) -> Vec<&Entry> {
    let mut versions: Vec<&Entry> = Vec::new();
    for entry in history.iter().filter(|entry| entry.state.speaks()) {
        if !versions.iter().any(|known| known.digest == entry.digest) {
            versions.push(entry);
        }
    }
    versions
}

/// Two captures of a source.
pub fn drift(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let round = desk.round()?;
    let url = ask.place("source");
    let part = ask.query.some("part");
    let history = desk.store.history(url, part)?;
    if history.is_empty() {
        return Err(Trouble::Missing("capture of this source".to_owned()));
    }
    let versions = versions(&history);
    let wanted = |name: &str| {
        let digits = ask.query.some(name)?;
        versions.iter().find(|entry| entry.digest.hex().starts_with(digits)).copied()
    };
    let to = wanted("to").or(versions.first().copied());
    let older = to.and_then(|to| versions.iter().find(|entry| entry.at < to.at)).copied();
    let from = wanted("from").or(older);
    let failed = history.first().filter(|newest| !newest.state.speaks()).map(|newest| {
        format!(
            "V505 source-unreachable: the newest look, of {}, got {}. Nothing is compared with that.",
            newest.at.format("%Y-%m-%d %H:%M UTC"),
            visible(&newest.state.to_string())
        )
    });
    let mut screen = DriftScreen {
        shell: Shell::new(desk, ask, "drift", "Drift")?,
        url: visible(url),
        versions: versions
            .iter()
            .map(|entry| {
                let chosen = |side: Option<&Entry>| side.is_some_and(|side| side.digest == entry.digest);
                let words = format!("{} ({})", entry.at.format("%Y-%m-%d %H:%M UTC"), entry.digest.short());
                (entry.digest.hex(), words, chosen(from), chosen(to))
            })
            .collect(),
        from: from.map(version),
        to: to.map(version),
        part: part.unwrap_or_default().to_owned(),
        action: format!("/drift/{}", segment(url)),
        failed,
        summary: "There is one capture of this source, so there is nothing to compare.".to_owned(),
        affected: Vec::new(),
        cosmetic: false,
        lines: Vec::new(),
        cut: None,
        changes: nights::of_source(desk, url, part)?,
    };
    if let (Some(from), Some(to)) = (from, to) {
        let (affected, untouched) = compare(desk, &round, url, part, from, to);
        screen.summary = format!("{} affected, {untouched} untouched", plural(affected.len(), "claim"));
        screen.cosmetic = affected.is_empty();
        screen.affected = affected;
        let (lines, cut) = lines(desk, from, to)?;
        screen.lines = lines;
        screen.cut = cut;
    }
    shell::html(&screen)
}

fn version(entry: &Entry) -> Version {
    Version {
        digest: entry.digest.hex(),
        short: entry.digest.short(),
        at: entry.at.format("%Y-%m-%d %H:%M UTC").to_string(),
    }
}

/// What a claim looks like with one capture.
struct Seen {
    verdict: VerdictSheet,
    figure: String,
    codes: String,
    passages: Vec<String>,
}

/// The claims that cite a source, decided with the one capture and with the other: those that differ, and how many do not.
fn compare(
    desk: &Desk,
    round: &Round,
    url: &str,
    part: Option<&str>,
    from: &Entry,
    to: &Entry,
) -> (Vec<Affected>, usize) {
    let key = crate::capture::address::key(url);
    let (mut affected, mut untouched) = (Vec::new(), 0);
    for (number, file) in round.set.files.iter().enumerate() {
        let sources = file.sources.values().filter(|source| {
            crate::capture::address::key(&source.url) == key && source.part.as_deref() == part
        });
        for source in sources {
            let old = decided(desk, round, file, &source.key, from);
            let new = decided(desk, round, file, &source.key, to);
            for ((claim, old), (_, new)) in old.into_iter().zip(new) {
                if old.verdict == new.verdict && old.figure == new.figure && old.passages == new.passages {
                    untouched += 1;
                    continue;
                }
                affected.push(Affected {
                    address: format!("/claims/{}", segment(&claim.id)),
                    words: visible(&claim.text.value),
                    id: claim.id,
                    old_verdict: old.verdict,
                    new_verdict: new.verdict,
                    old_figure: visible(&old.figure),
                    new_figure: visible(&new.figure),
                    codes: new.codes,
                    file: number,
                    source: source.key.clone(),
                    can_pin: !source.key.contains("://"),
                    pinned: source.capture.clone().unwrap_or_default(),
                });
            }
        }
    }
    (affected, untouched)
}

/// The claims of a file that cite a source, decided with the source pinned to a capture.
fn decided(
    desk: &Desk,
    round: &Round,
    file: &ClaimFile,
    key: &str,
    entry: &Entry,
) -> Vec<(crate::claim::Claim, Seen)> {
    let mut alone = ClaimFile { relations: vec![], ..file.clone() };
    alone.claims.retain(|claim| claim.sources.iter().any(|citation| citation.source == key));
    if let Some(source) = alone.sources.get_mut(key) {
        source.capture = Some(entry.digest.hex());
    }
    let set = ClaimSet { files: vec![alone] };
    let run: CheckRun = check::run(&set, &desk.store, &round.options, &|_| {});
    let report = Report { set: &set, run: &run, ..round.report() };
    let seen = run.claims.iter().map(|outcome| Seen {
        verdict: sheet::verdict(verdict_of(verdict_name(outcome.judgement.verdict))),
        figure: pair::figure_words(&report, outcome).1,
        codes: honour::codes(outcome).join(" "),
        passages: sheet::sheet(&report, outcome).passages.into_iter().map(|passage| passage.exact).collect(),
    });
    set.files[0].claims.iter().cloned().zip(seen).collect()
}

/// The lines that differ between the texts of two captures.
fn lines(desk: &Desk, from: &Entry, to: &Entry) -> Result<(Vec<DiffLine>, Option<String>), Trouble> {
    let (old, new) = (source::document(desk, from)?, source::document(desk, to)?);
    let too_long = [&old.text, &new.text].iter().any(|text| text.lines().count() > LINES_MAX);
    if too_long {
        return Ok((
            Vec::new(),
            Some(
                "The texts are too long to show line by line; the claims above are compared in full."
                    .to_owned(),
            ),
        ));
    }
    let mut lines = edit::diff(&old.text, &new.text, 1);
    let cut = (lines.len() > SHOWN_MAX).then(|| format!("{} more lines differ.", lines.len() - SHOWN_MAX));
    lines.truncate(SHOWN_MAX);
    Ok((lines, cut))
}
