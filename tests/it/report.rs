//! Reports of one run in every format, from claims and texts made up for it.

use std::ops::Range;

use chrono::{DateTime, Utc};
use claim_verifier::capture::{Capture, Method};
use claim_verifier::check::source::SourceOutcome;
use claim_verifier::check::{self, CheckRun, Ending, FailOn, Options};
use claim_verifier::claim::{self, ClaimSet};
use claim_verifier::report::{self, Format, Report, Style};
use claim_verifier::ruling::suppression;
use claim_verifier::snapshot::{Captures, MemoryStore};
use claim_verifier::verdict::code::Code;
use claim_verifier::verdict::evidence::{Evidence, Finding, Mark, Stance, Step};
use claim_verifier::verdict::{Judgement, Verdict};

const CLAIMS: &str = r#"[article]
title = "Ferries"
published = 2026-02-03

[sources.harbour]
url = "https://example.org/harbour"
name = "Harbour report"
grade = "primary"

[[claim]]
id = "passengers"
text = "The river ferries carried 2.4 million passengers in 2025."
sources = ["harbour"]

[[claim]]
id = "workers"
text = "The ferries employed 310 people in 2025."
sources = ["harbour"]

[[claim]]
id = "boats"
text = "The shipyard built 17 boats in 2025."
sources = ["harbour", "https://example.org/never-captured"]

[[claim]]
id = "bridges"
text = "The town has 4 bridges."
sources = ["https://example.org/never-captured"]

[[relation]]
id = "more-workers-than-boats"
rule = "workers <= boats"
because = "each boat needs a crew"
"#;

/// The text has a control character and a direction override, which no report may pass on.
const SOURCE: &str = "[Published 12 January 2026]\n\nHarbour report\n\nThe river ferries carried 2,412,000 passengers in 2025.\n\n\
    The ferries employed 240 people in 2025, said <b>the office</b> \u{202e}& \u{7}its \"clerk\".\n";

fn store() -> MemoryStore {
    let at: DateTime<Utc> = "2026-02-01T08:00:00Z".parse().expect("a time");
    let mut capture = Capture::brought(
        "https://example.org/harbour",
        SOURCE.as_bytes().to_vec(),
        Method::Transcript,
        "A. Clerk",
        at,
    );
    capture.media_type = Some("text/plain; charset=utf-8".to_owned());
    let store = MemoryStore::new();
    store.put(&capture).expect("kept");
    store
}

/// The run with judgements made up here, so that the formats are tested and not the words of the rules.
fn judged(today: &str) -> (ClaimSet, CheckRun, Options) {
    let (set, mut run, options) = run(CLAIMS, today);
    let document = |words: &str| {
        let text = run.sources.values().find_map(|outcome| match outcome.as_ref() {
            SourceOutcome::Read(text) => Some(text.document.text.clone()),
            SourceOutcome::Unread(_) => None,
        });
        let text = text.expect("one source is read");
        let start = text.find(words).expect("the words stand in the source");
        start..start + words.len()
    };
    let passage = document(
        "The ferries employed 240 people in 2025, said <b>the office</b> \u{202e}& \u{7}its \"clerk\".",
    );
    let evidence = |range: Range<usize>, stance, marks| Evidence {
        source: "harbour".to_owned(),
        digest: run.claims[0].judgement.evidence[0].digest.clone(),
        range,
        stance,
        marks,
    };
    let marks =
        vec![Mark { range: document("240 people"), clashes: true, label: "240 people, exactly".to_owned() }];
    let workers = Judgement {
        verdict: Verdict::Contradicted,
        reason: "the figures differ".to_owned(),
        findings: vec![Finding {
            code: Code::parse("V101").expect("a code"),
            message: "claim says 310 people, source says 240 \u{202e}people".to_owned(),
            field: claim_verifier::claim::file::Field::Text,
            claim_range: 21..31,
            claim_label: "310 people, exactly".to_owned(),
            evidence: vec![0],
            notes: vec!["310 − 240 = 70".to_owned(), "310 ≠ 240".to_owned()],
            help: Some("write what the source says".to_owned()),
        }],
        evidence: vec![evidence(passage, Stance::Contradicts, marks)],
        trace: vec![Step {
            rule: "figure".to_owned(),
            place: Some(("harbour".to_owned(), 40..43)),
            outcome: "differs".to_owned(),
        }],
    };
    let marks = vec![Mark { range: document("2,412,000"), clashes: false, label: String::new() }];
    let passengers = Judgement {
        verdict: Verdict::Supported,
        reason: "agrees by rounding".to_owned(),
        findings: vec![],
        evidence: vec![evidence(
            document("The river ferries carried 2,412,000 passengers in 2025."),
            Stance::Supports,
            marks,
        )],
        trace: vec![],
    };
    let boats = Judgement {
        verdict: Verdict::NotAddressed,
        reason: "nothing is said about it".to_owned(),
        findings: vec![],
        evidence: vec![],
        trace: vec![],
    };
    for (outcome, judgement) in run.claims.iter_mut().zip([passengers, workers, boats]) {
        outcome.suppressed = vec![None; judgement.findings.len()];
        outcome.judgement = judgement;
    }
    (set, run, options)
}

fn run(claims: &str, today: &str) -> (ClaimSet, CheckRun, Options) {
    let texts = vec![("claims/ferries.toml".into(), claims.to_owned())];
    let set = claim::read(texts, suppression::may_be_suppressed).expect("sound claims");
    let options = Options { today: today.parse().expect("a day"), strict_bounds: false };
    let run = check::run(&set, &store(), &options, &|_| {});
    (set, run, options)
}

fn write(format: Format, verbosity: u8, style: Style) -> String {
    let (set, run, options) = judged("2026-02-10");
    let report = Report { set: &set, run: &run, options: &options, fail_on: FailOn::default(), verbosity };
    report::write(&report, format, style)
}

#[test]
fn every_format_tells_the_same_story() {
    for (format, name) in Format::ALL {
        insta::assert_snapshot!(name, write(format, 0, Style::default()));
    }
    insta::assert_snapshot!("full-verbose", write(Format::Full, 1, Style::default()));
    insta::assert_snapshot!(
        "full-ascii",
        write(Format::Full, 0, Style { unicode: false, ..Style::default() })
    );
}

#[test]
fn two_runs_write_the_same_bytes() {
    for (format, name) in Format::ALL {
        let style = Style::default();
        assert!(write(format, 2, style) == write(format, 2, style), "{name} differs from run to run");
    }
}

#[test]
fn json_fits_its_published_schema() {
    let schema = serde_json::from_str(&report::view::schema()).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for verbosity in 0..3 {
        let report = serde_json::from_str(&write(Format::Json, verbosity, Style::default())).expect("JSON");
        let mistakes: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(mistakes.is_empty(), "{mistakes:#?}");
    }
    assert!(!validator.is_valid(&serde_json::json!({ "version": 1 })));
}

#[test]
fn nothing_that_acts_on_a_terminal_gets_out() {
    for (format, name) in Format::ALL {
        for unicode in [true, false] {
            let written = write(format, 2, Style { unicode, ..Style::default() });
            let acting = written.chars().find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
            // JSON may hold the character itself, since it escapes controls and is read by programs.
            let data = matches!(format, Format::Json | Format::JsonLines | Format::Sarif);
            assert!(acting.is_none() || data && acting == Some('\u{202e}'), "{name} lets {acting:?} out");
            if !unicode && matches!(format, Format::Full | Format::Concise) {
                assert!(written.is_ascii(), "{name} is not ASCII");
            }
        }
    }
}

#[test]
fn evidence_is_cut_from_the_payload_again() {
    let report: serde_json::Value =
        serde_json::from_str(&write(Format::Json, 0, Style::default())).expect("JSON");
    let mut cut = 0;
    for claim in report["claims"].as_array().expect("claims") {
        for evidence in claim["evidence"].as_array().expect("evidence") {
            let place = &evidence["payload"];
            let number =
                |name: &str| usize::try_from(place[name].as_u64().expect("a number")).expect("small");
            assert_eq!(&SOURCE[number("start")..number("end")], evidence["exact"].as_str().expect("text"));
            cut += 1;
        }
    }
    assert!(cut >= 2, "only {cut} passages");
}

#[test]
fn the_threshold_decides_how_a_run_ends() {
    let ends = |claims: &str, fail_on| run(claims, "2026-02-10").1.ending(fail_on);
    assert_eq!(ends(CLAIMS, FailOn::default()), Ending::Findings);
    assert_eq!(ends(CLAIMS, FailOn::Never), Ending::Incomplete);
    let sound = CLAIMS.split("[[claim]]\nid = \"workers\"").next().expect("a first part");
    assert_eq!(ends(sound, FailOn::NotAddressed), Ending::Clean);
}

#[test]
fn a_suppression_holds_until_its_day() {
    let start = CLAIMS.find("[[claim]]\nid = \"boats\"").expect("it is there");
    let claims = &CLAIMS[..start];
    let (_, plain, _) = run(claims, "2026-02-10");
    let code = plain.claims[1].judgement.findings[0].code;
    let allow = format!(
        "[[claim.allow]]\ncode = \"{code}\"\nreason = \"counted anew in March\"\nuntil = 2026-03-31\n"
    );
    let claims = format!("{claims}{allow}");
    let ends = |today: &str| run(&claims, today).1.ending(FailOn::default());
    assert_eq!(plain.ending(FailOn::default()), Ending::Findings);
    assert_eq!(ends("2026-03-31"), Ending::Clean);
    assert_eq!(ends("2026-04-01"), Ending::Findings);
}
