//! The spine: for a claim set finds captures, reads them, decides each claim, and gives one check run.
//!
//! Takes a claim set, a store and options, gives a [`CheckRun`] in the order of the files whatever the number of
//! threads. It fetches nothing and writes nothing; what it misses it names. Review drift, stored runs and the desk
//! stand in modules of their own.

pub mod again;
pub mod figure;
pub mod honour;
pub mod outcome;
mod relation;
pub mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::claim::{Claim, ClaimFile, ClaimSet};
use crate::ruling::suppression;
use crate::snapshot::Captures;
use crate::verdict::{self, Judgement, Verdict, Witness};

use again::Earlier;
use outcome::UnreadCitation;
pub use outcome::{CheckRun, ClaimOutcome, Ending, FailOn};
use source::{SourceOutcome, Texts};

/// How to check.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The day suppressions are measured against.
    pub today: NaiveDate,
    /// Bounds are read strictly only: a printed plus sign gets no customary reading.
    pub strict_bounds: bool,
}

/// What happens during a run, for progress and logs. It comes from several threads, in no fixed order.
#[derive(Debug, Clone, Copy)]
pub enum Event<'e> {
    /// So many sources are to be read and claims to be decided.
    Started {
        /// Cited sources.
        sources: usize,
        /// Claims.
        claims: usize,
    },
    /// A source was read, or could not be.
    SourceRead(&'e str),
    /// A claim was decided.
    Decided(&'e str, Verdict),
    /// The judgement of a claim was taken over from the check before.
    TakenOver(&'e str),
}

/// Checks a claim set against a store. The same arguments give the same run.
///
/// The stages: (1) every cited source to a capture and its text, (2) every claim to a judgement, (3) relations
/// between claims.
pub fn run<S: Captures + Sync>(
    set: &ClaimSet,
    store: &S,
    options: &Options,
    events: &(dyn Fn(Event<'_>) + Sync),
) -> CheckRun {
    run_after(set, store, options, None, events)
}

fn run_after<S: Captures + Sync>(
    set: &ClaimSet,
    store: &S,
    options: &Options,
    earlier: Option<&Earlier<'_>>,
    events: &(dyn Fn(Event<'_>) + Sync),
) -> CheckRun {
    let cited = cited(set);
    events(Event::Started { sources: cited.len(), claims: set.claims().count() });
    // 1. Sources.
    let texts = Texts::default();
    if let Some(earlier) = earlier {
        texts.keep(earlier.sources());
    }
    let sources: BTreeMap<(usize, String), Arc<SourceOutcome>> = cited
        .into_par_iter()
        .map(|(file, key)| {
            let outcome = source::read(&set.files[file].sources[key], store, &texts);
            events(Event::SourceRead(key));
            ((file, key.to_owned()), Arc::new(outcome))
        })
        .collect();
    // 2. Claims.
    let places: Vec<(usize, usize)> = set
        .files
        .iter()
        .enumerate()
        .flat_map(|(at, file)| (0..file.claims.len()).map(move |claim| (at, claim)))
        .collect();
    let claims: Vec<ClaimOutcome> = places
        .into_par_iter()
        .map(|(at, number)| {
            let file = &set.files[at];
            let known = earlier.and_then(|earlier| earlier.judgement(file, (at, number), &sources));
            let outcome = outcome(file, (at, number), &sources, known, options);
            let id = &file.claims[number].id;
            events(match known {
                Some(_) => Event::TakenOver(id),
                None => Event::Decided(id, outcome.judgement.verdict),
            });
            outcome
        })
        .collect();
    // 3. Relations.
    let relations = relation::hold(set, options.strict_bounds);
    CheckRun { claims, relations, sources }
}

/// The sources that some claim cites, by file and key.
fn cited(set: &ClaimSet) -> BTreeSet<(usize, &str)> {
    let files = set.files.iter().enumerate();
    files
        .flat_map(|(at, file)| file.claims.iter().map(move |claim| (at, claim)))
        .flat_map(|(at, claim)| claim.sources.iter().map(move |citation| (at, citation.source.as_str())))
        .collect()
}

/// The outcome for a claim, whose judgement is known or has to be made.
fn outcome(
    file: &ClaimFile,
    place: (usize, usize),
    sources: &BTreeMap<(usize, String), Arc<SourceOutcome>>,
    known: Option<&Judgement>,
    options: &Options,
) -> ClaimOutcome {
    let claim = &file.claims[place.1];
    let mut witnesses = Vec::new();
    let mut unread = Vec::new();
    for (number, citation) in claim.sources.iter().enumerate() {
        let source = &file.sources[&citation.source];
        match sources[&(place.0, citation.source.clone())].as_ref() {
            SourceOutcome::Read(text) => witnesses.push(Witness {
                source: &citation.source,
                digest: &text.digest,
                publisher: source.publisher.as_deref().or(text.document.publisher.as_deref()),
                derived_from: source.derived_from.as_deref(),
                quote: citation.quote.as_ref().map(|quote| quote.value.as_str()),
                document: &text.document,
                reading: &text.reading,
            }),
            SourceOutcome::Unread(why) => unread.push(UnreadCitation { citation: number, why: why.clone() }),
        }
    }
    let judgement = if let Some(known) = known {
        known.clone()
    } else if witnesses.is_empty() {
        unavailable(claim)
    } else {
        let deciding =
            verdict::Options { strict_bounds: options.strict_bounds, published: file.article.published };
        verdict::decide(claim, &witnesses, &deciding)
    };
    let (suppressed, remarks) =
        suppression::suppress(&judgement.findings, &claim.allow, unread.is_empty(), options.today);
    ClaimOutcome { file: place.0, claim: place.1, judgement, suppressed, remarks, unread, ruling: None }
}

fn unavailable(claim: &Claim) -> Judgement {
    let reason = match claim.sources.len() {
        1 => "its source could not be read".to_owned(),
        sources => format!("none of its {sources} sources could be read"),
    };
    Judgement { verdict: Verdict::Unavailable, reason, findings: vec![], evidence: vec![], trace: vec![] }
}
