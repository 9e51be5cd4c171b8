//! Checking again after something changed: what is taken over from the check before, and what is decided anew.
//!
//! A judgement follows from the claim, what is typed about its sources, and their texts. Where none of these changed
//! it is the same, so it is taken over; the outcome is that of a check from nothing, in a fraction of its time.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::source::SourceOutcome;
use super::{CheckRun, ClaimOutcome, Event, Options};
use crate::claim::{ClaimFile, ClaimSet};
use crate::snapshot::Captures;
use crate::verdict::Judgement;

/// An earlier check of (nearly) the same claims against the same store.
#[derive(Debug, Clone, Copy)]
pub struct Before<'b> {
    /// The claims as they were.
    pub set: &'b ClaimSet,
    /// What came of them.
    pub run: &'b CheckRun,
    /// Whether bounds were read strictly only.
    pub strict_bounds: bool,
}

/// Checks as [`super::run`] does, and gives the same; texts and judgements that nothing has changed for since the
/// check before are taken over from it.
pub fn run<S: Captures + Sync>(
    set: &ClaimSet,
    store: &S,
    options: &Options,
    before: Option<Before<'_>>,
    events: &(dyn Fn(Event<'_>) + Sync),
) -> CheckRun {
    let earlier = Earlier::of(before, set, options.strict_bounds);
    super::run_after(set, store, options, earlier.as_ref(), events)
}

/// The earlier check, with ways into it.
pub(super) struct Earlier<'b> {
    before: Before<'b>,
    /// By index of a file now: the file that was the same, letter for letter.
    same: Vec<Option<usize>>,
    /// Where the outcomes of each earlier file begin.
    starts: Vec<usize>,
    /// By id: earlier file and claim.
    places: HashMap<&'b str, (usize, usize)>,
}

impl<'b> Earlier<'b> {
    /// Looks into an earlier check; nothing of it serves where bounds were read in another way.
    pub(super) fn of(before: Option<Before<'b>>, set: &ClaimSet, strict_bounds: bool) -> Option<Earlier<'b>> {
        let before = before.filter(|before| before.strict_bounds == strict_bounds)?;
        let files = &before.set.files;
        let paths: HashMap<&Path, usize> =
            files.iter().enumerate().map(|(at, file)| (file.path.as_path(), at)).collect();
        let same = set.files.iter().map(|file| {
            let at = *paths.get(file.path.as_path())?;
            (files[at].text == file.text).then_some(at)
        });
        let starts = files.iter().scan(0, |next, file| {
            let start = *next;
            *next += file.claims.len();
            Some(start)
        });
        let claims = files.iter().enumerate().flat_map(|(at, file)| {
            file.claims.iter().enumerate().map(move |(number, claim)| (claim.id.as_str(), (at, number)))
        });
        Some(Earlier { before, same: same.collect(), starts: starts.collect(), places: claims.collect() })
    }

    /// The texts that were read.
    pub(super) fn sources(&self) -> impl Iterator<Item = &'b SourceOutcome> {
        self.before.run.sources.values().map(AsRef::as_ref)
    }

    /// The judgement of a claim, where all that it follows from is what it was.
    pub(super) fn judgement(
        &self,
        file: &ClaimFile,
        (at, number): (usize, usize),
        sources: &BTreeMap<(usize, String), Arc<SourceOutcome>>,
    ) -> Option<&'b Judgement> {
        let claim = &file.claims[number];
        let (was_at, was_number) = match self.same[at] {
            Some(was_at) => (was_at, number),
            None => *self.places.get(claim.id.as_str())?,
        };
        let was_file = &self.before.set.files[was_at];
        let was = &was_file.claims[was_number];
        // A key of a source is no part of the digest, and evidence is told by it.
        let cites_alike = || {
            let (now, then) = (claim.sources.iter(), was.sources.iter());
            now.map(|citation| &citation.source).eq(then.map(|citation| &citation.source))
        };
        let unchanged = self.same[at].is_some()
            || (cites_alike() && file.claim_digest(claim) == was_file.claim_digest(was));
        let texts_stay = claim.sources.iter().all(|citation| {
            let now = sources.get(&(at, citation.source.clone()));
            let then = self.before.run.sources.get(&(was_at, citation.source.clone()));
            matches!((now, then), (Some(now), Some(then)) if is_same(now, then))
        });
        let outcome: &ClaimOutcome = self.before.run.claims.get(self.starts[was_at] + was_number)?;
        (unchanged && texts_stay).then_some(&outcome.judgement)
    }
}

fn is_same(now: &SourceOutcome, then: &SourceOutcome) -> bool {
    match (now, then) {
        (SourceOutcome::Read(now), SourceOutcome::Read(then)) => {
            now.digest == then.digest
                && Arc::ptr_eq(&now.document, &then.document)
                && Arc::ptr_eq(&now.reading, &then.reading)
        }
        (SourceOutcome::Unread(_), SourceOutcome::Unread(_)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use chrono::{DateTime, Utc};

    use super::*;
    use crate::capture::{Capture, Method};
    use crate::check;
    use crate::ruling::suppression;
    use crate::snapshot::MemoryStore;

    const MILL: &str = "[sources.mill]\nurl = \"https://mill.example/a\"\n\
        [sources.town]\nurl = \"https://town.example/a\"\npublisher = \"Town\"\n\
        [[claim]]\nid = \"sacks\"\ntext = \"The mill sold 40 sacks in 2025.\"\nsources = [\"mill\"]\n\
        [[claim]]\nid = \"loaves\"\ntext = \"The mill sold 70 loaves in 2025.\"\nsources = [\"mill\", \"town\"]\n\
        [[claim]]\nid = \"wells\"\ntext = \"The town has 9 wells.\"\nsources = [\"town\"]\n";

    fn set(texts: &[&str]) -> ClaimSet {
        let files =
            texts.iter().enumerate().map(|(at, text)| (format!("{at}.toml").into(), (*text).to_owned()));
        claim_read(files.collect())
    }

    fn claim_read(files: Vec<(std::path::PathBuf, String)>) -> ClaimSet {
        crate::claim::read(files, suppression::may_be_suppressed).expect("sound claims")
    }

    fn keep(store: &MemoryStore, url: &str, text: &str, at: &str) {
        let at: DateTime<Utc> = at.parse().expect("a moment");
        let mut capture = Capture::brought(url, text.as_bytes().to_vec(), Method::Transcript, "ada", at);
        capture.media_type = Some("text/plain; charset=utf-8".to_owned());
        store.put(&capture).expect("kept");
    }

    fn store() -> MemoryStore {
        let store = MemoryStore::new();
        let at = "2026-02-01T08:00:00Z";
        keep(
            &store,
            "https://mill.example/a",
            "The mill sold 40 sacks in 2025.\n\nThe mill sold 60 loaves in 2025.\n",
            at,
        );
        keep(
            &store,
            "https://town.example/a",
            "The town has 9 wells.\n\nThe mill sold 70 loaves in 2025.\n",
            at,
        );
        store
    }

    const OPTIONS: Options =
        Options { today: chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(), strict_bounds: false };

    /// Checks `now` after `then`, and from nothing: both must agree. Gives the claims that were decided anew.
    fn anew(then: &ClaimSet, before: &CheckRun, now: &ClaimSet, store: &MemoryStore) -> Vec<String> {
        let decided = Mutex::new(Vec::new());
        let earlier = Before { set: then, run: before, strict_bounds: false };
        let again = run(now, store, &OPTIONS, Some(earlier), &|event| {
            if let Event::Decided(id, _) = event {
                decided.lock().expect("no panic").push(id.to_owned());
            }
        });
        let from_nothing = check::run(now, store, &OPTIONS, &|_| {});
        assert_eq!(format!("{:?}", again.claims), format!("{:?}", from_nothing.claims));
        assert_eq!(format!("{:?}", again.relations), format!("{:?}", from_nothing.relations));
        let mut decided = decided.into_inner().expect("no panic");
        decided.sort();
        decided
    }

    #[test]
    fn only_what_changed_is_decided_anew() {
        let store = store();
        let then = set(&[MILL]);
        let before = check::run(&then, &store, &OPTIONS, &|_| {});
        let none: [&str; 0] = [];
        assert_eq!(anew(&then, &before, &set(&[MILL]), &store), none);
        // A comment moves every place in the file and changes no claim.
        assert_eq!(anew(&then, &before, &set(&[&format!("# ours\n{MILL}")]), &store), none);
        let edited = MILL.replace("40 sacks", "41 sacks");
        assert_eq!(anew(&then, &before, &set(&[&edited]), &store), ["sacks"]);
        let published = format!("[article]\npublished = 2026-02-02\n{MILL}");
        assert_eq!(anew(&then, &before, &set(&[&published]), &store), ["loaves", "sacks", "wells"]);
        let renamed = MILL.replace("town]", "hall]").replace("\"town\"", "\"hall\"");
        assert_eq!(anew(&then, &before, &set(&[&renamed]), &store), ["loaves", "wells"]);
        let derived = MILL.replace("publisher = \"Town\"", "publisher = \"Town\"\nderived_from = \"mill\"");
        assert_eq!(anew(&then, &before, &set(&[&derived]), &store), ["loaves", "wells"]);
        let one_more = "[[claim]]\nid = \"bells\"\ntext = \"The town has 2 bells.\"\nsources = [\"https://town.example/a\"]\n";
        assert_eq!(
            anew(&then, &before, &set(&[one_more, MILL]), &store),
            ["bells", "loaves", "sacks", "wells"]
        );
    }

    #[test]
    fn a_new_capture_decides_the_claims_that_cite_it() {
        let store = store();
        let then = set(&[MILL]);
        let before = check::run(&then, &store, &OPTIONS, &|_| {});
        keep(&store, "https://town.example/a", "The town has 8 wells.\n", "2026-02-09T08:00:00Z");
        assert_eq!(anew(&then, &before, &set(&[MILL]), &store), ["loaves", "wells"]);
    }
}
