//! The shipped claims come out as `tests/cases.toml` says, and a change to the deciding figure changes the verdict.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use claim_verifier::capture::{Capture, address};
use claim_verifier::check::ClaimOutcome;
use claim_verifier::check::FailOn;
use claim_verifier::check::outcome::Holds;
use claim_verifier::claim::{ClaimFile, ClaimSet};
use claim_verifier::report::{self, Format, Report, Style};
use claim_verifier::snapshot::MemoryStore;

use crate::shipped::{self, Case, alone, outcomes, run, store, verdict};

/// What is wrong with the outcome of a claim; nothing where it is as expected.
fn slips(case: &Case, outcome: &ClaimOutcome) -> Vec<String> {
    let mut slips = Vec::new();
    let found = verdict(outcome);
    let codes: Vec<String> =
        outcome.judgement.findings.iter().map(|finding| finding.code.to_string()).collect();
    if found != case.verdict {
        slips.push(format!("is {found}, not {}: {}", case.verdict, outcome.judgement.reason));
    }
    if !case.findings.is_empty() && !case.findings.iter().any(|code| codes.contains(code)) {
        slips.push(format!("has the findings {codes:?}, none of {:?}", case.findings));
    }
    slips
}

/// The captures of a claim's sources, those of the deciding source changed.
fn mutated(captures: &[Capture], file: &ClaimFile, case: &Case) -> Result<MemoryStore, String> {
    let (Some(key), Some(mutation)) = (&case.source, &case.mutation) else {
        return Err("a mutation needs `source`".to_owned());
    };
    let source = file.sources.get(key).ok_or_else(|| format!("no source {key}"))?;
    let is_it = |capture: &Capture| {
        address::key(&capture.url) == address::key(&source.url) && capture.part == source.part
    };
    let mut changed = 0;
    let captures: Vec<Capture> = captures
        .iter()
        .map(|capture| {
            let mut capture = capture.clone();
            if is_it(&capture) {
                let text = String::from_utf8(capture.payload).expect("the shipped captures are UTF-8");
                changed += text.matches(&mutation.from).count();
                capture.payload = text.replace(&mutation.from, &mutation.to).into_bytes();
            }
            capture
        })
        .collect();
    if changed == 0 {
        return Err(format!("`{}` does not stand in {key}", mutation.from));
    }
    Ok(store(&captures))
}

#[test]
fn shipped_claims_come_out_as_the_cases_say() {
    let set = shipped::set();
    let captures = shipped::captures();
    let whole = store(&captures);
    let (plain, strict) = (run(&set, &whole, false), run(&set, &whole, true));
    let (plain, strict) = (outcomes(&set, &plain), outcomes(&set, &strict));
    let mut report = String::new();
    let cases = shipped::cases();
    let mut owed = 0;
    for case in &cases.case {
        let Some((file, claim)) = set.find(&case.id) else {
            writeln!(report, "{}: no claim of this id is shipped", case.id).unwrap();
            continue;
        };
        let mut wrong = slips(case, plain[case.id.as_str()]);
        let under_strict = verdict(strict[case.id.as_str()]);
        let expected = case.strict.as_ref().unwrap_or(&case.verdict);
        if under_strict != *expected {
            wrong.push(format!("under strict bounds is {under_strict}, not {expected}"));
        }
        if let Some(mutation) = &case.mutation {
            match mutated(&captures, file, case) {
                Err(why) => wrong.push(why),
                Ok(store) => {
                    let alone = alone(file, claim);
                    let run = run(&alone, &store, false);
                    let found = verdict(&run.claims[0]);
                    if found != mutation.verdict {
                        wrong.push(format!(
                            "after `{}` is {found}, not {}: {}",
                            mutation.to, mutation.verdict, run.claims[0].judgement.reason
                        ));
                    }
                    if mutation.verdict == case.verdict {
                        wrong.push("its mutation changes no verdict".to_owned());
                    }
                }
            }
        }
        match (&case.owed, wrong.is_empty()) {
            (None, _) => wrong.iter().for_each(|slip| writeln!(report, "{}: {slip}", case.id).unwrap()),
            (Some(_), false) => owed += 1,
            (Some(_), true) => writeln!(report, "{}: is right now, so take `owed` out", case.id).unwrap(),
        }
    }
    assert!(report.is_empty(), "{} lines\n{report}", report.lines().count());
    println!("{} cases, {owed} owed", cases.case.len());
}

#[test]
fn shipped_relations_hold_or_break_as_the_cases_say() {
    let set = shipped::set();
    let run = run(&set, &store(&[]), false);
    let expected: BTreeMap<String, bool> =
        shipped::cases().relation.into_iter().map(|relation| (relation.id, relation.holds)).collect();
    let mut found = BTreeMap::new();
    for outcome in &run.relations {
        let id = set.files[outcome.file].relations[outcome.relation].id.clone();
        assert_ne!(outcome.holds, Holds::Undecided, "{id} {:?}", outcome.notes);
        found.insert(id, outcome.holds == Holds::Holds);
    }
    assert_eq!(found, expected);
}

#[test]
fn every_claim_has_one_case_and_every_figure_stands_in_its_source() {
    let set = shipped::set();
    let cases = shipped::cases();
    let ids: Vec<&str> = cases.case.iter().map(|case| case.id.as_str()).collect();
    let cased: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), cased.len(), "a claim has two cases");
    let shipped: BTreeSet<&str> = set.claims().map(|(_, claim)| claim.id.as_str()).collect();
    assert_eq!(cased, shipped);
    let captures = shipped::captures();
    for case in &cases.case {
        let (Some(key), Some(figure)) = (&case.source, &case.figure) else { continue };
        let (file, claim) = set.find(&case.id).expect("shipped");
        assert!(
            claim.sources.iter().any(|citation| citation.source == *key),
            "{} does not cite {key}",
            case.id
        );
        let source = &file.sources[key];
        let stands = captures.iter().any(|capture| {
            address::key(&capture.url) == address::key(&source.url)
                && capture.part == source.part
                && String::from_utf8_lossy(&capture.payload).contains(figure.as_str())
        });
        assert!(stands, "{}: `{figure}` does not stand in {key}", case.id);
    }
}

/// The rows of a table of docs/seed.md that begin with this letter: the first cell, and the ids in the last.
fn rows(letter: char) -> BTreeMap<String, (BTreeSet<String>, String)> {
    let text = shipped::text("docs/seed.md");
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with(&format!("| {letter}"))) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let last = cells.last().expect("a row has cells");
        let ids = last.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert!(rows.insert(cells[0].to_owned(), (ids, (*last).to_owned())).is_none(), "{} twice", cells[0]);
    }
    rows
}

#[test]
fn the_page_on_the_seed_says_what_the_cases_say() {
    let cases = shipped::cases();
    let mut claims: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut checks: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for case in &cases.case {
        for seed in &case.seed {
            claims.entry(seed.clone()).or_default().insert(case.id.clone());
        }
        for covered in &case.covers {
            checks.entry(covered.clone()).or_default().insert(case.id.clone());
        }
    }
    for relation in &cases.relation {
        for covered in &relation.covers {
            checks.entry(covered.clone()).or_default().insert(relation.id.clone());
        }
    }
    let told = rows('C');
    assert_eq!(told.len(), 108);
    for (seed, (ids, cell)) in &told {
        match claims.get(seed) {
            Some(expected) => assert_eq!(ids, expected, "{seed}"),
            None => assert!(cell.starts_with("not shipped: "), "{seed} is neither shipped nor explained"),
        }
    }
    assert!(claims.keys().all(|seed| told.contains_key(seed)));
    let told = rows('I');
    assert_eq!(told.len(), 47);
    for (check, (ids, cell)) in &told {
        match checks.get(check) {
            Some(expected) => assert_eq!(ids, expected, "{check}"),
            None => assert!(cell.starts_with("not expressed: "), "{check} is neither covered nor explained"),
        }
    }
    assert!(checks.keys().all(|check| told.contains_key(check)));
}

fn printed(set: &ClaimSet, store: &MemoryStore, format: Format) -> String {
    let run = run(set, store, false);
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    let options = claim_verifier::check::Options { today, strict_bounds: false };
    let report = Report { set, run: &run, options: &options, fail_on: FailOn::default(), verbosity: 2 };
    report::write(&report, format, Style::default())
}

/// A fixed generator of orders: the same shuffles in every run.
struct Shuffle(u64);

impl Shuffle {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % below as u64).expect("small")
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.next(at + 1));
        }
    }
}

/// Checks in so many orders of captures, files and threads; all must print the same bytes.
fn prints_the_same(times: usize) {
    let mut captures = shipped::captures();
    let set = shipped::set();
    let formats = [Format::Full, Format::Json];
    let expected = formats.map(|format| printed(&set, &store(&captures), format));
    let mut shuffle = Shuffle(20_261_124);
    for time in 0..times {
        shuffle.shuffle(&mut captures);
        let mut texts = shipped::texts();
        shuffle.shuffle(&mut texts);
        // The order of the files is the order of the report, so it is put back after reading.
        let read = claim_verifier::claim::read(texts, |_| Ok(()));
        let mut set = read.expect("the shipped claims are sound");
        set.files.sort_by(|one, other| one.path.cmp(&other.path));
        let threads = rayon::ThreadPoolBuilder::new().num_threads(1 + time % 7).build().expect("threads");
        let store = store(&captures);
        let format = time % formats.len();
        let written = threads.install(|| printed(&set, &store, formats[format]));
        assert!(written == expected[format], "shuffle {time} prints something else");
    }
}

#[test]
fn order_and_threads_change_no_byte() {
    prints_the_same(36);
}

#[test]
#[ignore = "takes minutes: the same with a thousand shuffles"]
fn order_and_threads_change_no_byte_long() {
    prints_the_same(1_000);
}
