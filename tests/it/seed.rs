//! The text that the shipped claims come from, imported word for word: its sources give the same verdicts as the
//! abstracts that are shipped.
//!
//! The text stands beside the checkout, not in it. It is cut into its sources by handles, addresses and headings that
//! are looked up in it, so that nothing of it is repeated here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use claim_verifier::capture::{Capture, Method, address};
use claim_verifier::claim::ClaimSet;
use claim_verifier::snapshot::{Captures, Store};

use crate::shipped::{self, outcomes, run, verdict};

/// One source of the text: the key that claims cite it by, and the day it is of, where the text or an id tells it.
struct Cut {
    key: &'static str,
    day: Option<(i32, u32, u32)>,
    lines: std::ops::Range<usize>,
}

/// The lines of the text with look-ups that stop the test when the text is another.
struct Lines<'t>(Vec<&'t str>);

impl Lines<'_> {
    /// The first line from a place on that fulfils a test.
    fn find(&self, from: usize, what: &str, test: impl Fn(&str) -> bool) -> usize {
        let found = self.0[from..].iter().position(|line| test(line.trim()));
        from + found.unwrap_or_else(|| panic!("{what} does not stand in the text after line {from}"))
    }

    fn equal(&self, from: usize, words: &str) -> usize {
        self.find(from, words, |line| line == words)
    }

    fn starting(&self, from: usize, words: &str) -> usize {
        self.find(from, words, |line| line.starts_with(words))
    }
}

/// Cuts the text into its eleven sources. A post begins with a name above its handle and ends with its address.
fn cuts(lines: &Lines<'_>) -> Vec<Cut> {
    let haqqani = lines.equal(0, "@husainhaqqani") - 1;
    let haqqani_end = lines.starting(haqqani, "https://x.com/husainhaqqani") + 1;
    let mangi = lines.equal(haqqani_end, "@FaseehMangi") - 1;
    let mangi_end = lines.starting(mangi, "https://x.com/FaseehMangi") + 1;
    let chery = lines.starting(mangi_end, "https://www.dawn.com/news/1928185") - 1;
    let overview = lines.equal(chery, "AI Overview") - 1;
    let chromebook = lines.starting(overview, "https://x.com/foreignofficepk") - 1;
    let handle = "@amirhusain_tx";
    let first = lines.equal(chromebook, handle) - 1;
    let second = lines.equal(first + 2, handle) - 1;
    let third = lines.equal(second + 2, handle) - 1;
    let third_end = lines.starting(third, "https://x.com/amirhusain_tx") + 1;
    let europe = lines.starting(third_end, "ContinuePosted") - 1;
    let india = lines.starting(europe + 2, "ContinuePosted") - 1;
    let cut = |key, day, lines| Cut { key, day, lines };
    let january = Some((2026, 1, 29));
    vec![
        cut("haq-blog", None, 0..haqqani),
        cut("haqqani-post", Some((2025, 8, 1)), haqqani..haqqani_end),
        cut("mangi-post", Some((2025, 8, 1)), mangi..mangi_end),
        cut("dawn-chery", None, chery..overview),
        cut("ai-overview", None, overview..chromebook),
        cut("dawn-chromebook", Some((2025, 11, 4)), chromebook..first),
        cut("husain-production", january, first..second),
        cut("husain-jobs", january, second..third),
        cut("husain-summary", january, third..third_end),
        cut("haq-eu-india", Some((2026, 1, 28)), europe..europe + 2),
        cut("haq-india-economy", Some((2026, 1, 25)), india..india + 2),
    ]
}

/// The address and part under which claims cite each source.
fn places(set: &ClaimSet) -> BTreeMap<String, (String, Option<String>)> {
    let sources = set.files.iter().flat_map(|file| &file.sources);
    sources.map(|(key, source)| (key.clone(), (source.url.clone(), source.part.clone()))).collect()
}

/// The captures of the text's sources, each as a transcript; a known day stands before the text in brackets.
fn transcripts(text: &str, set: &ClaimSet) -> Vec<Capture> {
    let lines = Lines(text.split_inclusive('\n').collect());
    let places = places(set);
    let at: DateTime<Utc> = "2026-11-24T12:00:00Z".parse().expect("a moment");
    cuts(&lines)
        .into_iter()
        .map(|cut| {
            let (url, part) = places.get(cut.key).unwrap_or_else(|| panic!("no claim file has {}", cut.key));
            let words = lines.0[cut.lines].concat();
            let day = cut.day.and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
            let dated = day
                .map_or(words.clone(), |day| format!("[Published {}]\n\n{words}", day.format("%-d %B %Y")));
            let mut capture = Capture::brought(url, dated.into_bytes(), Method::Transcript, "a test", at);
            capture.part.clone_from(part);
            capture.media_type = Some("text/plain; charset=utf-8".to_owned());
            capture
        })
        .collect()
}

/// The text, or nothing where it is not beside the checkout.
fn seed() -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    std::fs::read_to_string(files.into_iter().find(|path| path.extension().is_some_and(|end| end == "txt"))?)
        .ok()
}

#[test]
fn the_text_itself_gives_the_verdicts_of_its_abstracts() {
    let Some(text) = seed() else { return super::absent("../shared/seeds") };
    let set = shipped::set();
    let transcripts = transcripts(&text, &set);
    assert_eq!(transcripts.len(), 11);
    let same = |one: &Capture, other: &Capture| {
        address::key(&one.url) == address::key(&other.url) && one.part == other.part
    };
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    for capture in &transcripts {
        store.put(capture).expect("written");
    }
    for capture in shipped::captures().iter().filter(|one| !transcripts.iter().any(|other| same(one, other)))
    {
        store.put(capture).expect("written");
    }
    let run = run(&set, &store, false);
    let outcomes = outcomes(&set, &run);
    let mut report = String::new();
    let mut compared = 0;
    for case in &shipped::cases().case {
        let (file, claim) = set.find(&case.id).expect("shipped");
        let cites = claim.sources.iter().any(|citation| {
            let source = &file.sources[&citation.source];
            transcripts
                .iter()
                .any(|one| address::key(&one.url) == address::key(&source.url) && one.part == source.part)
        });
        if !cites {
            assert!(case.verbatim.is_none(), "{} cites no source of the text", case.id);
            continue;
        }
        compared += 1;
        if let Some(verbatim) = &case.verbatim {
            assert_ne!(*verbatim, case.verdict, "{}: `verbatim` says nothing", case.id);
            assert!(case.verbatim_because.is_some(), "{}: `verbatim` needs a reason", case.id);
        }
        let expected = case.verbatim.as_ref().unwrap_or(&case.verdict);
        let outcome = outcomes[case.id.as_str()];
        let found = verdict(outcome);
        let right = found == *expected;
        match &case.verbatim_owed {
            None if !right => {
                writeln!(report, "{}: is {found}, not {expected}: {}", case.id, outcome.judgement.reason)
                    .unwrap();
            }
            Some(_) if right => {
                writeln!(report, "{}: is right now, so take `verbatim_owed` out", case.id).unwrap()
            }
            _ => {}
        }
    }
    assert!(report.is_empty(), "{} of {compared}\n{report}", report.lines().count());
    assert!(compared > 90, "only {compared} claims cite the text");
}
