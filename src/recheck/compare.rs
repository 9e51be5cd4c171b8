//! Compares two captures of a source by what follows for the claims that cite it.

use super::drift::{Drift, Kind, Side};
use super::settle::citing;
use super::sources::Source;
use super::visible::visible;
use super::words;
use crate::capture::address;
use crate::check::source::{SourceOutcome, SourceText};
use crate::check::{CheckRun, ClaimOutcome};
use crate::claim::ClaimSet;
use crate::extract::{Document, PassageKind};
use crate::snapshot::{Captures, Entry, Store};
use crate::verdict::Verdict;
use crate::verdict::evidence::Stance;

/// Characters of a passage that a report shows.
const QUOTE_CHARS: usize = 400;

/// A source that changed, with both sides of it.
pub(super) struct Changed<'a> {
    pub store: &'a Store,
    pub source: Source<'a>,
    pub before: &'a Entry,
    pub now: &'a Entry,
    pub set: &'a ClaimSet,
    pub old: &'a CheckRun,
    pub new: &'a CheckRun,
}

/// The rows of a changed source: itself, and each claim that moved with it. None where all that changed is
/// the record of it (the same bytes from the same place).
pub(super) fn rows(changed: &Changed<'_>) -> Vec<Drift> {
    let texts = changed.source.places().find_map(|(at, key)| {
        let place = (at, key.to_owned());
        let read = |run: &CheckRun| match run.sources.get(&place).map(AsRef::as_ref) {
            Some(SourceOutcome::Read(text)) => Some((**text).clone()),
            _ => None,
        };
        Some((read(changed.old)?, read(changed.new)?))
    });
    let Some((old, new)) = texts else { return unreadable(changed) };
    let is_moved = address::key(&changed.before.final_url) != address::key(&changed.now.final_url)
        && !changed.before.method.by_hand();
    let mut rows: Vec<Drift> = Vec::new();
    for (before, after) in changed.old.claims.iter().zip(&changed.new.claims) {
        rows.extend(claim_row(changed, &old, &new, before, after));
    }
    let (mut kind, mut message, mut sides) = source_kind(changed, &old.document, &new.document, is_moved);
    if let Some(worst) = rows.iter().map(|row| row.kind).min().filter(|worst| *worst < kind) {
        let moved: Vec<&str> = rows.iter().filter_map(|row| row.claim.as_deref()).collect();
        (kind, message) = (worst, format!("what it says changed for {}", moved.join(", ")));
        sides = (None, None);
    }
    // A page fetched for the first time is no change of what a person brought, unless a verdict moves.
    let first_fetch = changed.before.method.by_hand() && !changed.now.method.by_hand();
    let same_bytes = changed.before.digest == changed.now.digest;
    if rows.is_empty() && (first_fetch || (same_bytes && !is_moved)) {
        return rows;
    }
    let mut own = row(changed, kind, message);
    own.claims = citing(changed.set, changed.source);
    let moved_to = |entry: &Entry| is_moved.then(|| entry.final_url.clone());
    own.old = Some(Side { quote: sides.0, url: moved_to(changed.before), ..side(changed.before) });
    own.new = Some(Side { quote: sides.1, url: moved_to(changed.now), ..side(changed.now) });
    rows.insert(0, own);
    rows
}

fn row(changed: &Changed<'_>, kind: Kind, message: String) -> Drift {
    Drift {
        kind,
        code: if kind.wakes() { "V502" } else { "V501" }.to_owned(),
        source: changed.source.name().to_owned(),
        url: changed.source.url().to_owned(),
        part: changed.source.part().map(str::to_owned),
        claim: None,
        claims: Vec::new(),
        message,
        old: None,
        new: None,
        seen_unchanged: None,
        seen_changed: None,
        outdated_decisions: Vec::new(),
    }
}

fn side(entry: &Entry) -> Side {
    Side { digest: entry.digest.hex(), at: Some(entry.at), ..Side::default() }
}

/// One of the two sides has no text: all that can be said is that the bytes changed.
fn unreadable(changed: &Changed<'_>) -> Vec<Drift> {
    let mut own = row(changed, Kind::ContextChanging, "its text could be read on one side only".to_owned());
    own.claims = citing(changed.set, changed.source);
    (own.old, own.new) = (Some(side(changed.before)), Some(side(changed.now)));
    vec![own]
}

/// How the source moved apart from its claims, in words, with the words that changed on each side.
fn source_kind(
    changed: &Changed<'_>,
    old: &Document,
    new: &Document,
    is_moved: bool,
) -> (Kind, String, (Option<String>, Option<String>)) {
    let pair = |old: &Option<String>, new: &Option<String>| (old.clone(), new.clone());
    let differ = |old: &Option<String>, new: &Option<String>| {
        let normal = |text: &Option<String>| text.as_deref().map(words::normal);
        normal(old) != normal(new)
    };
    let (old_notes, new_notes) = (corrections(old), corrections(new));
    if old_notes != new_notes {
        let only = |one: &[String], other: &[String]| one.iter().find(|note| !other.contains(note)).cloned();
        let sides = (only(&old_notes, &new_notes), only(&new_notes, &old_notes));
        return (Kind::ContextChanging, "its correction note changed".to_owned(), sides);
    }
    if differ(&old.title, &new.title) {
        return (Kind::ContextChanging, "its headline changed".to_owned(), pair(&old.title, &new.title));
    }
    if differ(&old.author, &new.author) {
        return (Kind::ContextChanging, "its byline changed".to_owned(), pair(&old.author, &new.author));
    }
    if old.published != new.published {
        let day = |document: &Document| document.published.map(|day| day.to_string());
        return (Kind::ContextChanging, "its date of publication changed".to_owned(), (day(old), day(new)));
    }
    if is_moved {
        let message = format!("it stands at {} now", changed.now.final_url);
        return (Kind::Moved, message, (None, None));
    }
    if words::normal(&old.text) == words::normal(&new.text) {
        return match shows_the_same(changed) {
            true => (Kind::Format, "its bytes changed and its text did not".to_owned(), (None, None)),
            false => (Kind::Cosmetic, "what stands around its text changed".to_owned(), (None, None)),
        };
    }
    let sides = first_change(&old.text, &new.text);
    (Kind::Cosmetic, "its text changed, and nothing that a claim rests on".to_owned(), sides)
}

/// Whether both captures show the same outside of their article as well.
fn shows_the_same(changed: &Changed<'_>) -> bool {
    let seen = |entry: &Entry| changed.store.read(entry).ok().and_then(|capture| visible(&capture));
    seen(changed.before) == seen(changed.now)
}

fn corrections(document: &Document) -> Vec<String> {
    let notes = document.passages.iter().filter(|passage| passage.kind == PassageKind::Correction);
    notes.map(|passage| words::normal(&document.text[passage.range.clone()])).collect()
}

/// The first stretch that differs, on each side.
fn first_change(old: &str, new: &str) -> (Option<String>, Option<String>) {
    let text = |text: &str| (!text.is_empty()).then(|| shortened(text));
    match words::compare(old, new).into_iter().find(|stretch| !stretch.same) {
        Some(stretch) => (text(&old[stretch.old]), text(&new[stretch.new])),
        None => (None, None),
    }
}

/// The row of a claim, where it moved because of this source.
fn claim_row(
    changed: &Changed<'_>,
    old: &SourceText,
    new: &SourceText,
    before: &ClaimOutcome,
    after: &ClaimOutcome,
) -> Option<Drift> {
    let file = &changed.set.files[before.file];
    let claim = &file.claims[before.claim];
    let key = changed.source.places().find_map(|(at, key)| {
        let cites = claim.sources.iter().any(|citation| citation.source == key);
        (at == before.file && cites).then_some(key)
    })?;
    let (old_verdict, new_verdict) = (before.judgement.verdict, after.judgement.verdict);
    let is_changed = changed.before.digest != changed.now.digest;
    let passages = cited(is_changed, before, after, key, &old.document, &new.document);
    let edited = passages.iter().find(|passage| passage.is_edited());
    let kind = if old_verdict != new_verdict {
        Kind::VerdictChanging
    } else if changed.before.method.by_hand() && !changed.now.method.by_hand() {
        return None;
    } else if passages.iter().any(Passage::is_weighty) {
        Kind::VerdictChanging
    } else if edited.is_some() {
        Kind::ContextChanging
    } else {
        return None;
    };
    let shown = passages.iter().find(|passage| passage.is_weighty()).or(edited).or(passages.first());
    let mut drift = row(changed, kind, message(old_verdict, new_verdict, shown));
    drift.source = key.to_string();
    drift.claim = Some(claim.id.clone());
    let figures = shown.map_or((None, None), Passage::figures);
    if shown.is_some_and(|passage| passage.is_revision(&old.document)) {
        drift.code = "V504".to_owned();
    }
    let quote = |text: Option<&String>| text.map(|text| shortened(text));
    drift.old = Some(Side {
        verdict: Some(name(old_verdict)),
        figure: figures.0,
        quote: quote(shown.and_then(|passage| passage.old.as_ref())),
        ..side(changed.before)
    });
    drift.new = Some(Side {
        verdict: Some(name(new_verdict)),
        figure: figures.1,
        quote: quote(shown.and_then(|passage| passage.new.as_ref())),
        ..side(changed.now)
    });
    Some(drift)
}

/// The name of a verdict in files.
pub(super) fn name(verdict: Verdict) -> String {
    match serde_json::to_value(verdict) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn message(old: Verdict, new: Verdict, shown: Option<&Passage>) -> String {
    let figures = shown.map_or((None, None), Passage::figures);
    let verdicts = match old == new {
        true => format!("still {}", name(new)),
        false => format!("{} before, {} now", name(old), name(new)),
    };
    match figures {
        (Some(old), Some(new)) => format!("{verdicts}: {old} became {new}"),
        (Some(old), None) => format!("{verdicts}: {old} is no longer there"),
        (None, Some(new)) => format!("{verdicts}: {new} was not there before"),
        (None, None) => match shown {
            Some(Passage { new: None, .. }) => format!("{verdicts}: the passage is no longer there"),
            Some(passage) if passage.is_edited() => format!("{verdicts}: the passage was reworded"),
            _ => verdicts,
        },
    }
}

/// A passage that a verdict rests on, then and now.
pub(super) struct Passage {
    pub old: Option<String>,
    pub new: Option<String>,
}

impl Passage {
    fn is_edited(&self) -> bool {
        self.old.as_deref().map(words::normal) != self.new.as_deref().map(words::normal)
    }

    fn is_weighty(&self) -> bool {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => words::is_weighty(old, new),
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    fn figures(&self) -> (Option<String>, Option<String>) {
        words::figures(self.old.as_deref().unwrap_or_default(), self.new.as_deref().unwrap_or_default())
    }

    /// True where the new passage says that it revises what stood before.
    fn is_revision(&self, old: &Document) -> bool {
        let says = |text: &str| {
            let text = text.to_lowercase();
            ["revised", "revision", "updated estimate", "second estimate", "third estimate", "final estimate"]
                .iter()
                .any(|word| text.contains(word))
        };
        self.new.as_deref().is_some_and(says) && !says(&old.text)
    }
}

/// The passages of one source that the old verdict rests on, each with what stands in its place; where it rested on
/// none, those that the new verdict rests on.
pub(super) fn cited(
    is_changed: bool,
    before: &ClaimOutcome,
    after: &ClaimOutcome,
    key: &str,
    old: &Document,
    new: &Document,
) -> Vec<Passage> {
    let of = |outcome: &ClaimOutcome, document: &Document| -> Vec<String> {
        let evidence = outcome.judgement.evidence.iter();
        let own = evidence.filter(|evidence| evidence.source == key && evidence.stance != Stance::Nearby);
        own.filter_map(|evidence| document.text.get(evidence.range.clone()).map(str::to_owned)).collect()
    };
    let (old_cited, new_cited) = (of(before, old), of(after, new));
    let whole = words::normal(&new.text);
    let mut passages: Vec<Passage> = old_cited
        .into_iter()
        .map(|passage| {
            let stands = whole.contains(&words::normal(&passage));
            let new = match stands {
                true => Some(passage.clone()),
                false => words::counterpart(&passage, new).map(|range| new.text[range].to_owned()),
            };
            Passage { old: Some(passage), new }
        })
        .collect();
    if passages.is_empty() && is_changed {
        passages
            .extend(new_cited.into_iter().take(1).map(|passage| Passage { old: None, new: Some(passage) }));
    }
    passages
}

fn shortened(text: &str) -> String {
    let text = words::normal(text);
    match text.char_indices().nth(QUOTE_CHARS) {
        Some((at, _)) => format!("{}\u{2026}", &text[..at]),
        None => text,
    }
}
