//! Which sources claim files watch, which of them are due, and how each is to be asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::RecheckError;
use super::ask::Asking;
use super::journal::{Baseline, Journal, Outcome, Watched};
use crate::capture::Method;
use crate::capture::fetch::Request;
use crate::claim::pieces::Texts;
use crate::claim::problem::Problems;
use crate::claim::{Claim, ClaimFile, ClaimSet};
use crate::extract::standin;
use crate::snapshot::{Captures, Entry, Store};

/// What a re-check watches: every source that a claim cites and that can be asked, by address and part.
///
/// Of the claims only their texts are held. Those that a changed source concerns are read again when it changed, so that
/// memory grows with the number of sources and with what moved, and not with the claims.
#[derive(Debug)]
pub struct Watch {
    texts: Texts,
    /// In order of address and part. They are many and are gone through, never looked up: a tree would leave near half of
    /// its memory unused.
    pub(super) sources: Vec<(Watched, Source)>,
}

/// A source that some claim cites and that has an address of the web.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Its address as first written.
    pub url: Arc<str>,
    /// The part of the address.
    pub part: Option<Box<str>>,
    /// Where it is defined: index of the file and key; sorted.
    pub places: Vec<Place>,
    /// The pin, where one is set.
    pub pin: Option<Box<str>>,
}

/// Where a source is defined: the index of a file, and its key there.
pub(super) type Place = (usize, Arc<str>);

impl Watch {
    /// Reads claim files for the sources to watch.
    ///
    /// # Errors
    /// Every mistake in the files.
    pub fn of(texts: Texts) -> Result<Self, Problems> {
        let mut sources = Vec::new();
        // What many pieces cite is joined before it fills the memory.
        let mut joined = 0;
        texts.each(|at, file| {
            add_sources(&mut sources, at, &file);
            if sources.len() > 2 * joined + 1024 {
                join(&mut sources);
                joined = sources.len();
            }
        })?;
        join(&mut sources);
        sources.shrink_to_fit();
        Ok(Self { texts, sources })
    }

    /// The claims that cite a source of one of these places, in their files; the other files are empty.
    pub(super) fn citing(&self, places: &BTreeSet<&Place>) -> ClaimSet {
        let empty = |path: &std::path::Path| ClaimFile {
            path: path.to_path_buf(),
            text: String::new(),
            article: crate::claim::file::Article::default(),
            sources: BTreeMap::new(),
            claims: Vec::new(),
            relations: Vec::new(),
        };
        let mut set = ClaimSet { files: self.texts.paths().map(empty).collect() };
        if places.is_empty() {
            return set;
        }
        let read = self.texts.each(|at, piece| {
            let file = &mut set.files[at];
            file.article = piece.article;
            for claim in piece.claims {
                if !cites(&claim, at, places) {
                    continue;
                }
                for citation in &claim.sources {
                    if let Some(source) = piece.sources.get(&citation.source) {
                        file.sources.entry(citation.source.clone()).or_insert_with(|| source.clone());
                    }
                }
                file.claims.push(claim);
            }
        });
        debug_assert!(read.is_ok(), "the texts had no mistake when the watch began");
        set
    }
}

/// Whether a claim of a file cites a source of one of these places.
pub(super) fn cites(claim: &Claim, file: usize, places: &BTreeSet<&Place>) -> bool {
    claim.sources.iter().any(|citation| places.contains(&(file, Arc::from(citation.source.as_str()))))
}

/// Brings sources in order and makes one of those that have the same name: with the address that was written first.
fn join(sources: &mut Vec<(Watched, Source)>) {
    sources.sort_by(|(one, _), (other, _)| one.cmp(other));
    sources.dedup_by(|(name, later), (kept, source)| {
        let is_one = name == kept;
        if is_one {
            source.places.append(&mut later.places);
            source.pin = source.pin.take().or_else(|| later.pin.take());
        }
        is_one
    });
    for (_, source) in sources.iter_mut().filter(|(_, source)| source.places.len() > 1) {
        source.places.sort_unstable();
        source.places.dedup();
        source.places.shrink_to_fit();
    }
}

fn add_sources(watched: &mut Vec<(Watched, Source)>, at: usize, file: &ClaimFile) {
    let cited: BTreeSet<&str> = file
        .claims
        .iter()
        .flat_map(|claim| claim.sources.iter().map(|citation| citation.source.as_str()))
        .collect();
    for key in cited {
        let source = &file.sources[key];
        if !source.url.starts_with("http://") && !source.url.starts_with("https://") {
            continue;
        }
        let mut name = Watched::new(&source.url, source.part.as_deref());
        name.key.shrink_to_fit();
        let url: Arc<str> = source.url.as_str().into();
        // The key of a source that is written inline is its address, which is held once.
        let key = if *url == *key { Arc::clone(&url) } else { key.into() };
        let (part, pin) = (source.part.as_deref().map(Into::into), source.capture.as_deref().map(Into::into));
        watched.push((name, Source { url, part, places: vec![(at, key)], pin }));
    }
}

/// A question to a source that is due.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// The source.
    pub watched: Watched,
    /// What to send.
    pub request: Request,
    /// The newest capture of the source, whatever it is.
    pub newest: Option<Entry>,
    /// The capture whose validators are sent.
    pub confirmed: Option<Entry>,
}

/// When a source was last asked or captured.
pub(super) fn last_asked(
    watched: &Watched,
    source: &Source,
    store: &Store,
    journal: &Journal,
) -> Result<Option<DateTime<Utc>>, RecheckError> {
    let taken = store.last_taken(&source.url, source.part.as_deref())?;
    Ok(journal.last_check(watched)?.max(taken))
}

/// How a source is to be asked: with the validators of its newest whole capture, and without any at every k-th time,
/// because a server can say for ever that nothing changed.
pub(super) fn question(
    watched: &Watched,
    source: &Source,
    asking: &Asking<'_>,
) -> Result<Question, RecheckError> {
    let history = asking.store.history(&source.url, source.part.as_deref())?;
    let mut request = Request {
        url: source.url.to_string(),
        part: source.part.as_deref().map(str::to_owned),
        ..Request::default()
    };
    let every = usize::try_from(asking.options.whole_every.max(1)).unwrap_or(usize::MAX);
    let outcomes = asking.journal.outcomes(watched, every)?;
    let on_its_word = outcomes.iter().take_while(|outcome| **outcome == Outcome::NotModified).count();
    let confirmed = history.iter().find(|entry| {
        entry.state.speaks()
            && entry.method == Method::Fetched
            && entry.status == Some(200)
            && (entry.etag.is_some() || entry.last_modified.is_some())
    });
    // Only the newest word of the source can be confirmed: an older one would hide the change since.
    let is_newest = |entry: &&Entry| {
        history.iter().find(|other| other.state.speaks()).is_some_and(|newest| newest.file == entry.file)
    };
    let confirmed = confirmed.filter(is_newest).filter(|_| on_its_word + 1 < every).cloned();
    if let Some(entry) = &confirmed {
        request.etag.clone_from(&entry.etag);
        request.last_modified.clone_from(&entry.last_modified);
        request.validated = Some(entry.final_url.clone());
    }
    Ok(Question { watched: watched.clone(), request, newest: history.first().cloned(), confirmed })
}

/// The capture that speaks for a source now: the newest that is whole and no page in its place. Captures down to the
/// one of that file are looked at; it is known to speak.
pub(super) fn speaking<'h>(
    history: &'h [Entry],
    known: Option<&str>,
    store: &Store,
) -> Result<Option<&'h Entry>, RecheckError> {
    for entry in history.iter().filter(|entry| entry.state.speaks()) {
        if known == Some(entry.file.as_str()) || !is_stand_in(entry, store)? {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

fn is_stand_in(entry: &Entry, store: &Store) -> Result<bool, RecheckError> {
    Ok(standin::of_capture(&store.read(entry)?).is_some())
}

/// A source without a baseline, and its captures.
pub(super) type Beginning<'w> = (&'w Watched, &'w Source, Vec<Entry>);

/// The baselines that sources begin with: their pinned captures, else those that speak now. Captures are read side by side,
/// and what stays of them is made by the caller's thread: between the large pieces that a reader frees it would keep them
/// from being used again.
pub(super) fn first_baselines(
    beginnings: &[Beginning<'_>],
    store: &Store,
) -> Result<Vec<Baseline>, RecheckError> {
    let found: Vec<Option<&Entry>> = beginnings
        .par_iter()
        .map(|(_, source, history)| {
            let pin = source.pin.as_ref();
            let pinned = pin.and_then(|pin| history.iter().find(|entry| entry.digest.matches(pin)));
            pinned.map_or_else(|| speaking(history, None, store), |entry| Ok(Some(entry)))
        })
        .collect::<Result<_, _>>()?;
    let found = beginnings.iter().zip(found);
    Ok(found.filter_map(|((watched, ..), entry)| Some(baseline(watched, entry?))).collect())
}

/// The baseline that an entry makes.
pub(super) fn baseline(watched: &Watched, entry: &Entry) -> Baseline {
    Baseline {
        watched: watched.clone(),
        file: entry.file.clone(),
        digest: entry.digest.hex(),
        since: entry.at,
        gone: false,
    }
}
