//! Which sources claim files watch, which of them are due, and how each is to be asked.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::RecheckError;
use super::ask::Asking;
use super::journal::{Baseline, Journal, Outcome, Watched};
use super::sources::{Source, Sources};
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
    pub(super) sources: Sources,
}

/// Where a source is defined: the index of a file, and its key there.
pub(super) type Place<'w> = (usize, &'w str);

impl Watch {
    /// Reads claim files for the sources to watch.
    ///
    /// # Errors
    /// Every mistake in the files.
    pub fn of(texts: Texts) -> Result<Self, Problems> {
        let mut sources = Sources::default();
        texts.each(|at, file| sources.add(at, &file))?;
        sources.join();
        Ok(Self { texts, sources })
    }

    /// The claims that cite a source of one of these places, in their files; the other files are empty.
    pub(super) fn citing(&self, places: &BTreeSet<Place<'_>>) -> ClaimSet {
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
pub(super) fn cites(claim: &Claim, file: usize, places: &BTreeSet<Place<'_>>) -> bool {
    claim.sources.iter().any(|citation| places.contains(&(file, citation.source.as_str())))
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
    source: Source<'_>,
    store: &Store,
    journal: &Journal,
) -> Result<Option<DateTime<Utc>>, RecheckError> {
    let taken = store.last_taken(source.url(), source.part())?;
    Ok(journal.last_check(watched)?.max(taken))
}

/// How a source is to be asked: with the validators of its newest whole capture, and without any at every k-th time,
/// because a server can say for ever that nothing changed.
pub(super) fn question(source: Source<'_>, asking: &Asking<'_>) -> Result<Question, RecheckError> {
    let watched = source.watched();
    let history = asking.store.history(source.url(), source.part())?;
    let mut request = Request {
        url: source.url().to_owned(),
        part: source.part().map(str::to_owned),
        ..Request::default()
    };
    let every = usize::try_from(asking.options.whole_every.max(1)).unwrap_or(usize::MAX);
    let outcomes = asking.journal.outcomes(&watched, every)?;
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
    Ok(Question { watched, request, newest: history.first().cloned(), confirmed })
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
pub(super) type Beginning<'w> = (Watched, Source<'w>, Vec<Entry>);

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
            let pinned = source.pin().and_then(|pin| history.iter().find(|entry| entry.digest.matches(pin)));
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
