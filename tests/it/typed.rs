//! What an editor types beside a sentence wins over what is read from it, and findings point at it.

use claim_verifier::capture::{Capture, Method};
use claim_verifier::check::ClaimOutcome;
use claim_verifier::claim::{self, ClaimSet};
use claim_verifier::report::{self, Format, Report, Style};

use crate::shipped::{run, store, verdict};

fn set(text: &str, keys: &str) -> ClaimSet {
    let file = format!(
        "[article]\npublished = 2026-02-03\n[[claim]]\nid = \"c\"\ntext = \"{text}\"\n{keys}\nsources = [\"https://example.org/a\"]\n"
    );
    claim::read(vec![("claims.toml".into(), file)], |_| Ok(()))
        .unwrap_or_else(|problems| panic!("{:?}", problems.list))
}

fn outcome(text: &str, keys: &str, source: &str) -> ClaimOutcome {
    let at = "2026-02-02T00:00:00Z".parse().expect("a moment");
    let mut capture =
        Capture::brought("https://example.org/a", source.into(), Method::Transcript, "a test", at);
    capture.media_type = Some("text/plain; charset=utf-8".to_owned());
    run(&set(text, keys), &store(&[capture]), false).claims.remove(0)
}

/// The verdict without the keys, and with them.
fn check(text: &str, keys: &str, source: &str, plain: &str, typed: &str) {
    let found = outcome(text, "", source);
    assert_eq!(verdict(&found), plain, "{text} | {source}: {:#?}", found.judgement);
    let found = outcome(text, keys, source);
    assert_eq!(verdict(&found), typed, "{text} | {keys} | {source}: {:#?}", found.judgement);
}

/// The words of the claim file that the first finding points at.
fn check_place(text: &str, keys: &str, source: &str, code: &str, expected: &str) {
    let set = set(text, keys);
    let found = outcome(text, keys, source);
    let finding = found.judgement.findings.iter().find(|finding| finding.code.to_string() == code);
    let finding = finding.unwrap_or_else(|| panic!("{text} | {keys}: {:#?}", found.judgement));
    let file = &set.files[0];
    let literal = file.claims[0].literal(finding.field);
    let place = claim::literal::place(&file.text, literal, &finding.claim_range);
    assert_eq!(&file.text[place], expected);
}

const FERRIES: &str =
    "The river ferries carried 2,412,000 passengers in 2025. In 2024 they carried 2,130,000 passengers.";

#[test]
fn a_typed_value_wins() {
    let text = "The river ferries carried 2.4 million passengers in 2025.";
    check(text, "value = \"2.5 million\"", FERRIES, "supported", "contradicted");
    check(
        "The river ferries carried 2.5 million passengers in 2025.",
        "value = 2_412_000",
        FERRIES,
        "contradicted",
        "supported",
    );
    // A sentence without the figure gets it from the key.
    check(
        "The river ferries carried more passengers than ever in 2025.",
        "value = \"2.9 million passengers\"",
        FERRIES,
        "supported",
        "contradicted",
    );
    check_place(text, "value = \"2.5 million\"", FERRIES, "V101", "2.5 million");
    check_place(text, "value = 2_500_000", FERRIES, "V101", "2_500_000");
}

#[test]
fn a_typed_unit_wins() {
    let source = "The mill sold 40 tonnes of flour in 2025.";
    check("The mill sold 40 of flour in 2025.", "unit = \"tonnes\"", source, "not-addressed", "supported");
    check(
        "The mill sold flour in 2025.",
        "value = \"40\"\nunit = \"kilograms\"",
        source,
        "supported",
        "contradicted",
    );
}

#[test]
fn a_typed_period_wins() {
    let text = "The river ferries carried 2.4 million passengers.";
    check(text, "period = \"2024\"", FERRIES, "supported", "contradicted");
    check(text, "period = 2025", FERRIES, "supported", "supported");
    check(
        "The river ferries carried 2.1 million passengers in 2025.",
        "period = \"2024\"",
        FERRIES,
        "contradicted",
        "supported",
    );
    check_place(
        "The ferry strike began in May.",
        "period = \"June 2025\"",
        "The ferry strike began in March 2025.",
        "V203",
        "June 2025",
    );
}

#[test]
fn a_typed_change_wins() {
    let source = "The ferries carried 2,412,000 passengers in 2025, 13% more than in 2024.";
    check(
        "The ferries carried more passengers in 2025.",
        "change = \"+13%\"",
        source,
        "supported",
        "supported",
    );
    check(
        "The ferries carried more passengers in 2025.",
        "change = \"+23%\"",
        source,
        "supported",
        "contradicted",
    );
    check(
        "The ferries carried 23% more passengers in 2025.",
        "change = \"+13% on 2024\"",
        source,
        "contradicted",
        "supported",
    );
    check_place("The ferries carried more passengers in 2025.", "change = \"+23%\"", source, "V101", "23%");
}

#[test]
fn a_typed_scope_wins() {
    let source = "The yard supports 4,000 jobs in all, direct and indirect.";
    check("The yard supports 6,000 jobs.", "scope = \"direct\"", source, "contradicted", "contradicted");
    let found = outcome("The yard supports 6,000 jobs.", "scope = \"direct\"", source);
    assert!(
        found.judgement.findings.iter().any(|finding| finding.code.to_string() == "V201"),
        "{:#?}",
        found.judgement
    );
    check("The yard supports 4,000 jobs.", "scope = \"direct\"", source, "supported", "partial");
    check(
        "The yard supports 4,000 direct jobs.",
        "scope = \"direct+indirect\"",
        source,
        "partial",
        "supported",
    );
}

#[test]
fn a_typed_modality_wins() {
    let source = "The yard plans to build 12 ferries in 2027.";
    check(
        "The yard is to build 12 ferries in 2027.",
        "modality = \"actual\"",
        source,
        "supported",
        "partial",
    );
    check("The yard built 12 ferries in 2027.", "modality = \"plan\"", source, "partial", "supported");
}

#[test]
fn typed_subject_and_measure_are_asked_for() {
    let source = "Ostrava is a town with 14 ferries. Brno is a town with 9 ferries.";
    check("The town has 9 ferries.", "subject = \"Brno\"", source, "contradicted", "supported");
    check("The town has 9 ferries.", "subject = \"Ostrava\"", source, "contradicted", "contradicted");
    let source = "The yard imported 300 engines in 2025.";
    check(
        "The yard counted 300 engines in 2025.",
        "metric = \"engines produced\"",
        source,
        "supported",
        "not-addressed",
    );
}

#[test]
fn an_alias_counts_as_the_name() {
    let source = "Tekno made 12 million phones in 2025.";
    check(
        "Tecno made 12 million phones in 2025.",
        "aliases = [\"Tekno\"]",
        source,
        "not-addressed",
        "supported",
    );
    let source = "Harbour Lines carried 40,000 cars in 2025.";
    check(
        "Red Ferries carried 40,000 cars in 2025.",
        "aliases = [\"Harbour Lines\"]",
        source,
        "not-addressed",
        "supported",
    );
    // An alias of one name is none of another.
    let source = "Tekno made 12 million phones in 2025.";
    check(
        "Itel and Tecno shared a plant; Itel made 12 million phones in 2025.",
        "aliases = [\"Tekno\"]",
        source,
        "not-addressed",
        "not-addressed",
    );
}

#[test]
fn a_quotation_has_to_stand_in_a_source() {
    let text = "The ferries gave 240 people work in 2025.";
    let source = "The ferries gave 240 people work in 2025, the office said.";
    check(text, "quote = \"240 people\"", source, "supported", "supported");
    check(text, "quote = \"240 workers\"", source, "supported", "not-addressed");
    check_place(text, "quote = \"240 workers\"", source, "V301", "240 workers");
}

#[test]
fn the_report_underlines_the_typed_value() {
    let set = set(
        "The river ferries carried more passengers than ever in 2025.",
        "value = \"2.9 million passengers\"",
    );
    let at = "2026-02-02T00:00:00Z".parse().expect("a moment");
    let mut capture =
        Capture::brought("https://example.org/a", FERRIES.into(), Method::Transcript, "a test", at);
    capture.media_type = Some("text/plain".to_owned());
    let run = run(&set, &store(&[capture]), false);
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    let options = claim_verifier::check::Options { today, strict_bounds: false };
    let fail_on = claim_verifier::check::FailOn::default();
    let report = Report { set: &set, run: &run, options: &options, fail_on, verbosity: 0 };
    let written = report::write(&report, Format::Full, Style::default());
    let lines: Vec<&str> = written.lines().collect();
    let at =
        lines.iter().position(|line| line.contains("value = \"2.9 million passengers\"")).expect(&written);
    let under = lines[at + 1];
    assert_eq!(under.find('^'), lines[at].find("2.9"), "{written}");
}
