//! What an address, or what a claim rests on, said then and says now.

use std::collections::BTreeMap;
use std::sync::Arc;

use similar::{Algorithm, DiffOp};

use super::RecheckError;
use super::compare::{cited, name};
use super::journal::Watched;
use super::view::View;
use crate::check::source::SourceOutcome;
use crate::check::{self, CheckRun};
use crate::claim::{ClaimFile, ClaimSet};
use crate::extract::{self, Document};
use crate::snapshot::{Captures, Entry, Store, StoreError};

/// Two captures of one source, with the passages that differ.
#[derive(Debug, Clone)]
pub struct Sides {
    /// Key of the source in the claim file, or the address.
    pub source: String,
    /// The older capture.
    pub old: Entry,
    /// The newer one.
    pub new: Entry,
    /// The passages, then and now. For a claim those it rests on, changed or not; for an address those that changed.
    pub passages: Vec<Pair>,
    /// The verdict on each side, for a claim.
    pub verdicts: Option<(String, String)>,
}

/// One passage then and now; `None` where it does not stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Then.
    pub old: Option<String>,
    /// Now.
    pub new: Option<String>,
}

impl Pair {
    /// True where both sides have the same words.
    pub fn is_same(&self) -> bool {
        self.old.as_deref().map(super::words::normal) == self.new.as_deref().map(super::words::normal)
    }
}

/// Which two captures to compare: first digits of their digests, or nothing for the newest and the one before it that
/// has other bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice<'a> {
    /// The older.
    pub from: Option<&'a str>,
    /// The newer.
    pub to: Option<&'a str>,
}

/// Compares two captures of an address. `None` where there are no two to compare.
///
/// # Errors
/// [`RecheckError::Store`] where a capture cannot be found or read.
pub fn of_address(
    url: &str,
    part: Option<&str>,
    store: &Store,
    choice: Choice<'_>,
) -> Result<Option<Sides>, RecheckError> {
    let Some((old, new)) = two(url, part, store, choice)? else { return Ok(None) };
    let passages = changed(&document(&old, store)?, &document(&new, store)?);
    Ok(Some(Sides { source: url.to_owned(), old, new, passages, verdicts: None }))
}

/// Compares what a claim rests on in two captures of each of its sources.
///
/// # Errors
/// [`RecheckError::Store`] where a capture cannot be found or read.
pub fn of_claim(
    set: &ClaimSet,
    claim: &str,
    store: &Store,
    choice: Choice<'_>,
    options: &check::Options,
) -> Result<Vec<Sides>, RecheckError> {
    let Some((file, claim)) = set.find(claim) else { return Ok(Vec::new()) };
    let mut sources = file.sources.clone();
    let (mut old, mut new) = (BTreeMap::new(), BTreeMap::new());
    for citation in &claim.sources {
        let Some(source) = sources.get_mut(&citation.source) else { continue };
        source.capture = None;
        let watched = Watched::new(&source.url, source.part.as_deref());
        if let Some((before, now)) = two(&source.url, source.part.as_deref(), store, choice)? {
            old.insert(watched.clone(), before);
            new.insert(watched, now);
        }
    }
    let alone = ClaimFile { claims: vec![claim.clone()], sources, relations: Vec::new(), ..file.clone() };
    let set = ClaimSet { files: vec![alone] };
    let run =
        |chosen: &BTreeMap<Watched, Entry>| check::run(&set, &View::new(store, chosen), options, &|_| {});
    let (before, after) = (run(&old), run(&new));
    let mut sides = Vec::new();
    for citation in &claim.sources {
        let source = &set.files[0].sources[&citation.source];
        let watched = Watched::new(&source.url, source.part.as_deref());
        let (Some(then), Some(now)) = (old.get(&watched), new.get(&watched)) else { continue };
        let place = (0, citation.source.clone());
        let (Some(then_text), Some(now_text)) = (text(&before, &place), text(&after, &place)) else {
            continue;
        };
        let (one, other) = (&before.claims[0], &after.claims[0]);
        let is_changed = then.digest != now.digest;
        let passages = cited(is_changed, one, other, &citation.source, &then_text, &now_text);
        sides.push(Sides {
            source: citation.source.clone(),
            old: then.clone(),
            new: now.clone(),
            passages: passages
                .into_iter()
                .map(|passage| Pair { old: passage.old, new: passage.new })
                .collect(),
            verdicts: Some((name(one.judgement.verdict), name(other.judgement.verdict))),
        });
    }
    Ok(sides)
}

fn text(run: &CheckRun, place: &(usize, String)) -> Option<Arc<Document>> {
    match run.sources.get(place).map(AsRef::as_ref) {
        Some(SourceOutcome::Read(text)) => Some(Arc::clone(&text.document)),
        _ => None,
    }
}

/// The two captures to compare.
fn two(
    url: &str,
    part: Option<&str>,
    store: &Store,
    choice: Choice<'_>,
) -> Result<Option<(Entry, Entry)>, RecheckError> {
    let history = store.history(url, part)?;
    let named = |pin: &str| {
        let found = history.iter().find(|entry| entry.digest.matches(pin)).cloned();
        found.ok_or_else(|| StoreError::Unknown { pin: pin.to_owned() })
    };
    let new = match choice.to {
        Some(pin) => Some(named(pin)?),
        None => history.iter().find(|entry| entry.state.speaks()).cloned(),
    };
    let Some(new) = new else { return Ok(None) };
    let old = match choice.from {
        Some(pin) => Some(named(pin)?),
        None => history
            .iter()
            .find(|entry| entry.state.speaks() && entry.at <= new.at && entry.digest != new.digest)
            .cloned(),
    };
    Ok(old.map(|old| (old, new)))
}

fn document(entry: &Entry, store: &Store) -> Result<Document, RecheckError> {
    let capture = store.read(entry)?;
    let options = extract::Options { url: Some(entry.final_url.clone()), ..extract::Options::default() };
    Ok(match capture.content() {
        Ok(content) => extract::read(&content, entry.media_type.as_deref().unwrap_or_default(), &options),
        Err(_) => Document::default(),
    })
}

/// The passages that differ, in reading order. What stands in the place of something is shown beside it.
fn changed(old: &Document, new: &Document) -> Vec<Pair> {
    let lines = |document: &Document| -> Vec<String> {
        let passages = document.passages.iter();
        passages.map(|passage| super::words::normal(&document.text[passage.range.clone()])).collect()
    };
    let (old, new) = (lines(old), lines(new));
    fn texts(lines: &[String]) -> Vec<&str> {
        lines.iter().map(String::as_str).collect()
    }
    let mut pairs = Vec::new();
    for op in super::words::operations(Algorithm::Patience, &texts(&old), &texts(&new)) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (gone, came) = (&old[op.old_range()], &new[op.new_range()]);
        for at in 0..gone.len().max(came.len()) {
            pairs.push(Pair { old: gone.get(at).cloned(), new: came.get(at).cloned() });
        }
    }
    pairs
}
