//! One round of checking: the claims as they were read, what came of them, and ways into it.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::time::SystemTime;

use chrono::{DateTime, NaiveDate, Utc};

use super::Trouble;
use super::desk::Options;
use super::progress::Progress;
use super::rows::{self, Entry, Ranks};
use crate::capture::{Digest, address};
use crate::check::again::{self, Before};
use crate::check::{self, CheckRun, ClaimOutcome, FailOn, honour};
use crate::claim::file::Source;
use crate::claim::{self, ClaimSet};
use crate::report::{self, Report, Style};
use crate::ruling::{Standings, suppression};
use crate::snapshot::{Captures as _, Store};

/// One round: the claims, and what came of them.
pub struct Round {
    /// Counts rounds of this process, from 1.
    pub number: u64,
    /// The claims.
    pub set: ClaimSet,
    /// What came of them.
    pub run: CheckRun,
    /// How they were checked.
    pub options: check::Options,
    /// The threshold of reports.
    pub fail_on: FailOn,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// How long it took.
    pub took_ms: u64,
    /// What it was made from.
    pub stamp: Stamp,
    ranks: Ranks,
    places: HashMap<String, usize>,
    /// By payload digest: claims and their evidence in it.
    cited: BTreeMap<String, Vec<(usize, usize)>>,
    /// By file and key of a source: claims that cite it, and those of them that are flagged.
    resting: BTreeMap<(usize, String), (usize, usize)>,
}

/// What tells that files changed: name, size and time of each claim file, and the files of the store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    claims: Vec<(PathBuf, u64, Option<SystemTime>)>,
    captures: Vec<String>,
    /// By key of the address, and part: captures that speak, one a payload, newest first.
    versions: BTreeMap<(String, Option<String>), Vec<Version>>,
}

/// A capture that speaks for its source, and is not the only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The digest of its payload.
    pub digest: Digest,
    /// When it was taken.
    pub at: DateTime<Utc>,
}

impl Stamp {
    /// The present state of claim files and store.
    ///
    /// # Errors
    /// Those of the store, and where the claim files cannot be named.
    pub fn now(store: &Store, options: &Options) -> Result<Stamp, Trouble> {
        let files = (options.files)().map_err(Trouble::Files)?;
        let entries = store.list()?;
        let mut versions: BTreeMap<_, Vec<Version>> = BTreeMap::new();
        for entry in entries.iter().rev().filter(|entry| entry.state.speaks()) {
            let known = versions.entry((address::key(&entry.url), entry.part.clone())).or_default();
            if known.iter().all(|version| version.digest != entry.digest) {
                known.push(Version { digest: entry.digest, at: entry.at });
            }
        }
        let captures = entries.into_iter().map(|entry| entry.file).collect();
        Ok(Stamp { claims: files.into_iter().map(of_file).collect(), captures, versions })
    }

    /// Whether a claim file is what it was.
    pub fn has(&self, path: &std::path::Path) -> bool {
        let known = self.claims.iter().find(|(known, _, _)| known == path);
        known.is_some_and(|known| *known == of_file(path.to_owned()))
    }
}

fn of_file(path: PathBuf) -> (PathBuf, u64, Option<SystemTime>) {
    let metadata = path.metadata().ok();
    let bytes = metadata.as_ref().map_or(0, std::fs::Metadata::len);
    (path, bytes, metadata.and_then(|metadata| metadata.modified().ok()))
}

impl Round {
    /// Checks the claims; what neither changed itself nor rests on something that did is taken over from the round
    /// before.
    ///
    /// # Errors
    /// [`Trouble::Files`] where the claim files have mistakes.
    pub fn make(
        store: &Store,
        options: &Options,
        (number, stamp): (u64, Stamp),
        before: Option<&Round>,
        progress: &Progress,
    ) -> Result<Round, Trouble> {
        let at = (options.clock)();
        let set = read_claims(stamp.claims.iter().map(|(path, _, _)| path.clone()))?;
        let checking = check::Options { today: at.date_naive(), strict_bounds: options.strict_bounds };
        let before = before.map(|round| Before {
            set: &round.set,
            run: &round.run,
            strict_bounds: options.strict_bounds,
        });
        let run = again::run(&set, store, &checking, before, &|event| progress.note(event));
        let ids = run.claims.iter().map(|outcome| &set.files[outcome.file].claims[outcome.claim].id);
        let places = ids.cloned().zip(0..).collect();
        let mut cited: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        let mut resting: BTreeMap<(usize, String), (usize, usize)> = BTreeMap::new();
        for (claim, outcome) in run.claims.iter().enumerate() {
            for (index, evidence) in outcome.judgement.evidence.iter().enumerate() {
                cited.entry(evidence.digest.clone()).or_default().push((claim, index));
            }
            for citation in &set.files[outcome.file].claims[outcome.claim].sources {
                let (claims, flagged) = resting.entry((outcome.file, citation.source.clone())).or_default();
                *claims += 1;
                *flagged += usize::from(rows::is_flagged(outcome));
            }
        }
        let took_ms = ((options.clock)() - at).num_milliseconds().try_into().unwrap_or(0);
        Ok(Round {
            number,
            ranks: Ranks::of(&set, &run),
            set,
            run,
            options: checking,
            fail_on: options.fail_on,
            at,
            took_ms,
            stamp,
            places,
            cited,
            resting,
        })
    }

    /// The round as a report.
    pub fn report(&self) -> Report<'_> {
        Report { set: &self.set, run: &self.run, options: &self.options, fail_on: self.fail_on, verbosity: 0 }
    }

    /// The outcome for the claim of that id, with its number.
    pub fn find(&self, id: &str) -> Option<(usize, &ClaimOutcome)> {
        let number = *self.places.get(id)?;
        Some((number, &self.run.claims[number]))
    }

    /// The id of a claim.
    pub fn id(&self, outcome: &ClaimOutcome) -> &str {
        &self.set.files[outcome.file].claims[outcome.claim].id
    }

    /// The claims that rest on a payload, each with the index of its evidence.
    pub fn citing(&self, digest: &str) -> &[(usize, usize)] {
        self.cited.get(digest).map_or(&[], Vec::as_slice)
    }

    /// How many claims cite a source of a file, and how many of them are flagged.
    pub fn resting(&self, source: &(usize, String)) -> (usize, usize) {
        self.resting.get(source).copied().unwrap_or_default()
    }

    /// The captures that speak for a source, one a payload, newest first.
    pub fn versions(&self, source: &Source) -> &[Version] {
        let versions = self.stamp.versions.get(&(address::key(&source.url), source.part.clone()));
        versions.map_or(&[], Vec::as_slice)
    }

    /// The payloads that some claim rests on.
    pub fn payloads(&self) -> impl Iterator<Item = &str> {
        self.cited.keys().map(String::as_str)
    }

    /// The row of a claim in the queue, after what editors ruled.
    pub fn entry(&self, outcome: &ClaimOutcome, standings: &Standings, today: NaiveDate) -> Entry {
        let events = standings.events(self.id(outcome));
        let ruling = (!events.is_empty()).then(|| {
            let basis = honour::basis(&self.set, &self.run, outcome);
            standings.of(self.id(outcome), &basis, today)
        });
        rows::entry(&self.report(), &self.ranks, outcome, ruling.as_ref(), events)
    }
}

/// Reads claim files; every mistake is told in words.
fn read_claims(paths: impl Iterator<Item = PathBuf>) -> Result<ClaimSet, Trouble> {
    let mut texts = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path)
            .map_err(|error| Trouble::Files(format!("cannot read {}: {error}", path.display())))?;
        texts.push((path, text));
    }
    claim::read(texts, suppression::may_be_suppressed)
        .map_err(|problems| Trouble::Files(report::mistakes::mistakes(&problems, Style::default())))
}
