//! Claim files and the schemas that editors and programs read.

use claim_verifier::claim::{self, ClaimSet, problem::Problems};
use claim_verifier::{report, ruling};

fn read(text: &str) -> Result<ClaimSet, Problems> {
    claim::read(vec![("claims.toml".into(), text.to_owned())], ruling::suppression::may_be_suppressed)
}

/// Every mistake as `line: code message | label | help`.
fn check(text: &str, expected: &[&str]) {
    let told: Vec<String> = match read(text) {
        Ok(_) => vec![],
        Err(problems) => problems
            .list
            .iter()
            .map(|problem| {
                let line = text[..problem.span.start].matches('\n').count() + 1;
                let help = problem.help.as_deref().unwrap_or_default();
                format!("{line}: {} {} | {} | {help}", problem.code, problem.message, problem.label)
            })
            .collect(),
    };
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        let parts: Vec<&str> = expected.split(" … ").collect();
        assert!(parts.iter().all(|part| told.contains(part)), "{told}\nlacks one of {parts:?}");
    }
}

const SOUND: &str = "[[claim]]\ntext = \"Ferries carried 12 cars.\"\nsources = [\"https://example.org/a\"]\n";

#[test]
fn a_claim_needs_text_and_sources_only() {
    let set = read(SOUND).expect("sound");
    let (file, claim) = set.claims().next().expect("one claim");
    assert_eq!(claim.id, "ferries-carried-12-cars");
    assert_eq!(file.sources["https://example.org/a"].url, "https://example.org/a");
}

#[test]
fn numbers_keep_their_digits() {
    let set = read(&format!("{SOUND}value = 31.40\nperiod = 2024\n")).expect("sound");
    let (_, claim) = set.claims().next().expect("one claim");
    assert_eq!(claim.value.as_ref().expect("typed").value, "31.40");
    assert_eq!(claim.period.as_ref().expect("typed").value, "2024");
    let set = read(&format!("{SOUND}value = 31_400_000\n")).expect("sound");
    assert_eq!(set.claims().next().expect("one").1.value.as_ref().expect("typed").value, "31400000");
}

#[test]
fn a_day_is_a_date_or_a_string() {
    for day in ["2026-01-29", "\"2026-01-29\"", "2026-01-29T10:00:00Z"] {
        let set = read(&format!("[article]\npublished = {day}\n{SOUND}")).expect("sound");
        assert_eq!(set.files[0].article.published, chrono::NaiveDate::from_ymd_opt(2026, 1, 29));
    }
    check(&format!("[article]\npublished = \"29 January\"\n{SOUND}"), &["2: V004 … not a day … 2026-01-29"]);
}

#[test]
fn every_mistake_is_told_at_once() {
    let text = "[article]\nautor = \"A\"\n[sources.a]\ngrade = \"best\"\n[[claim]]\ntext = \"\"\nsources = [\"b\", 3]\nvalu = 3\n\
                scope = \"direct\"\nmodality = \"planned\"\nvalue = \"many\"\nperiod = \"soon\"\n[[claim.allow]]\ncode = \"V305\"\n\
                [relation]\nrule = \"a\"\n";
    check(
        text,
        &[
            "2: V002 unknown key `autor` … did you mean `author`?",
            "3: V001 … neither `url` nor `name`",
            "4: V004 `grade` cannot be \"best\" … primary, secondary",
            "6: V004 `text` is empty",
            "7: V001 … names the source `b` … [sources.b]",
            "7: V004 `sources` must be a list",
            "8: V002 unknown key `valu` … did you mean `value`?",
            "10: V004 `modality` cannot be \"planned\"",
            "11: V004 no figure",
            "12: V004 no period",
            "13: V008 … lacks `reason`",
            "13: V008 … lacks `until`",
            "14: V004 V305 cannot be suppressed",
            "15: V001 … `[[relation]]`",
        ],
    );
}

#[test]
fn a_key_of_another_table_is_sent_home() {
    check(&format!("[article]\nquote = \"x\"\n{SOUND}"), &["2: V002 … `quote` belongs in [[claim]]"]);
    check(&format!("bounds = \"strict\"\n{SOUND}"), &["1: V002 … `bounds` belongs in verify.toml"]);
}

#[test]
fn ids_are_unique_over_the_set() {
    let twice = format!("{SOUND}{SOUND}");
    check(&twice, &["5: V003 two claims have the id … id of its own"]);
    let files = vec![("a.toml".into(), SOUND.to_owned()), ("b.toml".into(), SOUND.to_owned())];
    let problems = claim::read(files, |_| Ok(())).expect_err("one id twice");
    assert_eq!(problems.list[0].file, 1);
    assert_eq!(problems.list[0].other.as_ref().expect("the first").0, 0);
}

#[test]
fn relations_name_claims_of_the_set() {
    let relation = "[[relation]]\nrule = \"ferries-carried-12-car <= 3\"\n";
    check(&format!("{SOUND}{relation}"), &["5: V001 … did you mean `ferries-carried-12-cars`?"]);
    check(&format!("{SOUND}[[relation]]\nrule = \"3 <=\"\n"), &["5: V004 this rule cannot be read"]);
}

#[test]
fn an_address_that_has_a_key_is_that_source() {
    let text = format!("[sources.a]\nurl = \"https://example.org/a\"\n{SOUND}");
    let set = read(&text).expect("sound");
    assert_eq!(set.claims().next().expect("one").1.sources[0].source, "a");
}

#[test]
fn a_claim_digest_is_of_what_was_typed() {
    let digest = |text: &str| {
        let set = read(text).expect("sound");
        let (file, claim) = set.claims().next().expect("one claim");
        file.claim_digest(claim)
    };
    let plain = digest(SOUND);
    assert_eq!(plain, digest(&format!("# a comment\n\n{SOUND}")));
    assert_ne!(plain, digest(&SOUND.replace("12", "13")));
    assert_ne!(plain, digest(&format!("{SOUND}scope = \"total\"\n")));
}

fn current(path: &str, now: &str) {
    let stored = std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")))
        .expect("the schema is there");
    assert!(stored == now, "{path} is not current: run `verify schema claims|report > {path}`");
}

#[test]
fn the_published_schemas_are_current() {
    current("docs/claims.schema.json", &claim::schema::schema());
    current("docs/report.schema.json", &report::view::schema());
}

#[test]
fn the_schema_takes_what_the_program_takes() {
    let schema: serde_json::Value = serde_json::from_str(&claim::schema::schema()).expect("JSON");
    let validator =
        jsonschema::options().with_draft(jsonschema::Draft::Draft4).build(&schema).expect("a schema");
    let claims = |claim: serde_json::Value| serde_json::json!({ "claim": [claim] });
    let sound = serde_json::json!({ "text": "x", "sources": ["a", { "source": "b", "quote": "c" }], "value": 3.1, "scope": "own words" });
    assert!(validator.is_valid(&claims(sound)));
    for wrong in [
        serde_json::json!({ "text": "x" }),
        serde_json::json!({ "text": "x", "sources": [] }),
        serde_json::json!({ "text": "x", "sources": ["a"], "metrics": "m" }),
        serde_json::json!({ "text": "x", "sources": ["a"], "modality": "planned" }),
    ] {
        assert!(!validator.is_valid(&claims(wrong.clone())), "{wrong}");
    }
}
