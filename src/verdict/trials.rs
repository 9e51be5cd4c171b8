//! One claim that raises each finding code, and one that only just does not.

use super::*;
use crate::claim::Typed;
use crate::extract;

fn claim(text: &str) -> Claim {
    let span = 0..text.len();
    Claim {
        id: "trial".to_string(),
        text: Typed { value: text.to_string(), span: span.clone() },
        sources: Vec::new(),
        subject: None,
        metric: None,
        value: None,
        period: None,
        change: None,
        scope: None,
        modality: None,
        unit: None,
        attribution: None,
        quote: None,
        aliases: Vec::new(),
        allow: Vec::new(),
        span,
    }
}

/// Judges a claim against sources, each with a quotation that must stand in it.
pub(super) fn judged(text: &str, sources: &[(&str, Option<&str>)]) -> Judgement {
    let read: Vec<(Document, Reading)> = sources
        .iter()
        .map(|(text, _)| {
            let options = extract::Options::default();
            let document = extract::read(text.as_bytes(), "text/plain; charset=utf-8", &options);
            let reading = statement::read(&document);
            (document, reading)
        })
        .collect();
    let names: Vec<String> = (1..=sources.len()).map(|number| format!("source-{number}")).collect();
    let witnesses: Vec<Witness<'_>> = read
        .iter()
        .zip(sources)
        .zip(&names)
        .map(|(((document, reading), (text, quote)), name)| Witness {
            source: name,
            digest: text,
            publisher: None,
            derived_from: None,
            quote: *quote,
            document,
            reading,
        })
        .collect();
    let options = Options { strict_bounds: false, published: None };
    decide(&claim(text), &witnesses, &options)
}

/// The codes that a claim raises against sources.
fn codes(text: &str, sources: &[(&str, Option<&str>)]) -> Vec<String> {
    let judgement = judged(text, sources);
    judgement.findings.iter().map(|finding| finding.code.name().to_string()).collect()
}

/// Checks that the first claim raises the code against the source and the second does not.
fn trial(code: &str, source: &str, raises: &str, near_miss: &str) {
    let (found, missed) = (codes(raises, &[(source, None)]), codes(near_miss, &[(source, None)]));
    assert!(found.iter().any(|name| name == code), "{code}: “{raises}” raises {found:?}");
    assert!(!missed.iter().any(|name| name == code), "{code}: “{near_miss}” raises {missed:?}");
}

const LOAVES: &str = "The bakers of Marlow sold 31.4 million loaves in 2019, up 12 percent on 2018.";

/// Asserts what each claim comes to against one source.
pub(super) fn check(source: &str, claims: &[(&str, Verdict)]) {
    for (claim, expected) in claims {
        let judgement = judged(claim, &[(source, None)]);
        assert_eq!(judgement.verdict, *expected, "“{claim}”: {}", judgement.reason);
    }
}

#[test]
fn values() {
    trial(
        "value-mismatch",
        LOAVES,
        "The bakers of Marlow sold 36.2 million loaves in 2019.",
        "The bakers of Marlow sold 31 million loaves in 2019.",
    );
    trial(
        "scale-slip",
        LOAVES,
        "The bakers of Marlow sold 314 million loaves in 2019.",
        "The bakers of Marlow sold 31.4 million loaves in 2019.",
    );
    trial(
        "over-precise",
        "The bakers of Marlow sold 31 million loaves in 2019.",
        "The bakers of Marlow sold 31.42 million loaves in 2019.",
        "The bakers of Marlow sold 31 million loaves in 2019.",
    );
    trial(
        "qualifier-broken",
        "The bakers of Marlow employ more than 4,000 people.",
        "The bakers of Marlow have over 5,000 people on their payroll.",
        "The bakers of Marlow have over 3,000 people on their payroll.",
    );
    trial(
        "range-collapsed",
        "The bakers of Marlow employ between 300 and 500 people.",
        "The bakers of Marlow employ 500 people.",
        "The bakers of Marlow employ 300 to 500 people.",
    );
}

#[test]
fn units() {
    trial(
        "currency-mismatch",
        "The harbour of Deal cost the town $40 million to build.",
        "To build the harbour of Deal, the town paid €40 million.",
        "The harbour of Deal cost the town $40 million to build.",
    );
    trial(
        "percent-vs-points",
        "The interest rate of the Bank of Deal rose by 2 percentage points in 2019.",
        "The interest rate of the Bank of Deal rose by 2 percent in 2019.",
        "The interest rate of the Bank of Deal rose by 2 percentage points in 2019.",
    );
}

#[test]
fn units_of_one_number() {
    trial(
        "unit-mismatch",
        "The tank of the mill of Ashby holds 40 tonnes of oil.",
        "The tank of the mill of Ashby holds 40 litres of oil.",
        "The tank of the mill of Ashby holds 40 tonnes of oil.",
    );
}

#[test]
fn parts_and_shares() {
    trial(
        "parts-do-not-sum",
        "The mill of Ashby ground 70 tonnes of rye in 2019. The mill of Ashby ground 30 tonnes of rye in the first half of 2019.",
        "The mill of Ashby ground 45 tonnes of rye in the second half of 2019.",
        "The mill of Ashby ground 40 tonnes of rye in the second half of 2019.",
    );
    trial(
        "impossible-share",
        "The plant of Deal made 40,000 phones in 2020, of which 10,000 were smartphones.",
        "Smartphones were 60 percent of the phones that the plant of Deal made in 2020.",
        "Smartphones were 25 percent of the phones that the plant of Deal made in 2020.",
    );
}

#[test]
fn changes_and_sums() {
    trial(
        "direction-flipped",
        "Sales of bread in Marlow rose 12 percent in 2019.",
        "Sales of bread in Marlow fell 12 percent in 2019.",
        "Sales of bread in Marlow rose 12 percent in 2019.",
    );
    trial(
        "growth-arithmetic",
        "The mills of Deal made 50 tonnes of flour in 2019. The mills of Deal made 40 tonnes of flour in 2018.",
        "Flour made by the mills of Deal rose 40 percent in 2019.",
        "Flour made by the mills of Deal rose 25 percent in 2019.",
    );
}

#[test]
fn scopes_and_periods() {
    trial(
        "scope-mismatch",
        "The bakers' guild counts 40,000 jobs, direct and indirect together.",
        "The bakers' guild counts 40,000 direct jobs.",
        "The bakers' guild counts 40,000 direct and indirect jobs.",
    );
    trial(
        "period-mismatch",
        "In 2019, the mills of Deal made 50 tonnes of flour, the guild said.",
        "Flour output of the mills of Deal was 50 tonnes in 2015.",
        "In 2019, the mills of Deal made 50 tonnes of flour, the guild said.",
    );
    trial(
        "calendar-vs-fiscal",
        "The mills of Pakistan made 50 tonnes of flour in fiscal 2018-19.",
        "The mills of Pakistan made 50 tonnes of flour in calendar 2019.",
        "The mills of Pakistan made 50 tonnes of flour in fiscal 2018-19.",
    );
    trial(
        "statistic-mismatch",
        "The median wage of bakers in Deal was $310 a week in 2019.",
        "The average wage of bakers in Deal was $310 a week in 2019.",
        "The median wage of bakers in Deal was $310 a week in 2019.",
    );
    trial(
        "cumulative-vs-annual",
        "The plant in Deal will make 500,000 lamps by 2026.",
        "The plant in Deal will make 500,000 lamps a year.",
        "The plant in Deal will make 500,000 lamps by 2026.",
    );
}

#[test]
fn meanings_and_speakers() {
    trial(
        "modality-mismatch",
        "The bakers of Marlow plan to open 40 shops in Deal.",
        "The bakers of Marlow have opened 40 shops in Deal.",
        "The bakers of Marlow plan to open 40 shops in Deal.",
    );
    trial(
        "subject-mismatch",
        "Nora Field, director of the Harbour Museum, met Harbour Bank CEO Tom Reed on Monday.",
        "Nora Field is the chief executive of Harbour Bank.",
        "Tom Reed is the chief executive of Harbour Bank.",
    );
    trial(
        "misattributed",
        "The mills of Deal employ 400 people, Tom Reed said.",
        "The mills of Deal employ 400 people, according to Nora Field.",
        "The mills of Deal employ 400 people, according to Tom Reed.",
    );
}

#[test]
fn sources() {
    trial(
        "source-self-conflict",
        "Exports of flour from Deal came to 10 tonnes in 2019, up from 24 tonnes in 2018.",
        "Exports of flour from Deal came to 10 tonnes in 2019.",
        "The harbour of Deal is old.",
    );
    let two =
        |one: &str, other: &str| codes("The mills of Deal employ 400 people.", &[(one, None), (other, None)]);
    let has = |found: &[String], code: &str| found.iter().any(|name| name == code);
    let agree = "The mills of Deal employ 400 people.";
    assert!(has(&two(agree, "The mills of Deal employ 700 people."), "sources-disagree"));
    assert!(!has(&two(agree, "In all, the mills of Deal employ 400 people."), "sources-disagree"));
    assert!(has(&two(agree, agree), "not-independent"));
    assert!(!has(&two(agree, "In all, the mills of Deal employ 400 people."), "not-independent"));
    let quoted = |quote| codes("The mills of Deal employ 400 people.", &[(agree, Some(quote))]);
    assert!(has(&quoted("employ 500 people"), "quote-not-found"));
    assert!(!has(&quoted("employ 400 people"), "quote-not-found"));
}

fn check_verdict(text: &str, source: &str, expected: Verdict) {
    let judgement = judged(text, &[(source, None)]);
    assert_eq!(judgement.verdict, expected, "{text} / {source}: {}", judgement.reason);
}

#[test]
fn subjects_that_are_left_unsaid_are_carried() {
    let source = "The Dale yard opened at Deal in May. The yard began with a goal of 40 boats a year. \
                  Later it plans to go up to 90 boats a year.";
    check_verdict("The Dale yard plans to go up to 90 boats a year.", source, Verdict::Supported);
    check_verdict("The Dale yard plans to go up to 60 boats a year.", source, Verdict::Contradicted);
}

#[test]
fn what_a_claim_adds_is_missed() {
    let source = "The yard of Deal employs 400 workers.";
    check_verdict("The yard of Deal employs 400 workers.", source, Verdict::Supported);
    check_verdict("The yard of Deal employs 400 seasonal workers.", source, Verdict::Partial);
    let source = "Masters and their sons built the new ferry of Deal.";
    check_verdict("Masters built the new ferry of Deal.", source, Verdict::Supported);
    check_verdict("Apprentices built the new ferry of Deal.", source, Verdict::Partial);
}

#[test]
fn denials_must_be_told() {
    let source = "The old lock of Deal was closed to boats in 1990.";
    check_verdict("The old lock of Deal was never closed to boats in 1990.", source, Verdict::Contradicted);
    check_verdict(
        "The old lock of Deal was not painted, and was closed to boats in 1990.",
        source,
        Verdict::Partial,
    );
    let source = "No one except Ash and Birch can repair the old lock of Deal.";
    check_verdict("Only Ash and Birch can repair the old lock of Deal.", source, Verdict::Supported);
}

#[test]
fn amounts_in_plural_words_are_compared() {
    let source = "The new lock saved the port of Deal $3 million in 2019.";
    check_verdict(
        "The new lock saved the port of Deal millions of dollars in 2019.",
        source,
        Verdict::Supported,
    );
    check_verdict(
        "The new lock saved the port of Deal billions of dollars in 2019.",
        source,
        Verdict::Contradicted,
    );
}
