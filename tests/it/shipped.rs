//! The claims and captures that are shipped, with what `tests/cases.toml` expects of them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use claim_verifier::capture::Capture;
use claim_verifier::check::{self, CheckRun, ClaimOutcome, Options};
use claim_verifier::claim::{self, Claim, ClaimFile, ClaimSet};
use claim_verifier::ruling::suppression;
use claim_verifier::snapshot::{Captures, MemoryStore, Store};
use serde::Deserialize;

/// The whole list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cases {
    /// What each claim must come out as.
    pub case: Vec<Case>,
    /// Whether each relation holds.
    pub relation: Vec<RelationCase>,
}

/// What a claim must come out as; the keys are told at the head of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub id: String,
    pub seed: Vec<String>,
    pub verdict: String,
    #[serde(default)]
    pub findings: Vec<String>,
    pub strict: Option<String>,
    pub source: Option<String>,
    pub figure: Option<String>,
    pub mutation: Option<Mutation>,
    #[serde(default)]
    pub covers: Vec<String>,
    pub verbatim: Option<String>,
    pub verbatim_because: Option<String>,
    pub verbatim_owed: Option<String>,
    pub owed: Option<String>,
}

/// A change to the deciding source, and the verdict after it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mutation {
    pub from: String,
    pub to: String,
    pub verdict: String,
}

/// Whether a relation holds between the claims as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationCase {
    pub id: String,
    pub holds: bool,
    pub covers: Vec<String>,
}

fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A file of the repository.
pub fn text(path: &str) -> String {
    std::fs::read_to_string(root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The expectations.
pub fn cases() -> Cases {
    toml::from_str(&text("tests/cases.toml")).unwrap_or_else(|error| panic!("tests/cases.toml: {error}"))
}

/// The texts of the claim files in order of their names.
pub fn texts() -> Vec<(PathBuf, String)> {
    let mut names: Vec<String> = std::fs::read_dir(root("claims"))
        .expect("claims are shipped")
        .map(|entry| entry.expect("a readable folder").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    names.sort();
    names.into_iter().map(|name| (format!("claims/{name}").into(), text(&format!("claims/{name}")))).collect()
}

/// The claims.
pub fn set() -> ClaimSet {
    claim::read(texts(), suppression::may_be_suppressed).expect("the shipped claims are sound")
}

/// Every capture that is shipped.
pub fn captures() -> Vec<Capture> {
    let store = Store::open(root("snapshots")).expect("the shipped store opens");
    let entries = store.list().expect("the shipped store can be listed");
    entries.iter().map(|entry| store.read(entry).expect("a sound capture")).collect()
}

/// Captures in a store that lives for one test.
pub fn store<'c>(captures: impl IntoIterator<Item = &'c Capture>) -> MemoryStore {
    let store = MemoryStore::new();
    for capture in captures {
        store.put(capture).expect("memory takes every capture");
    }
    store
}

/// Checks claims on a fixed day.
pub fn run<S: Captures + Sync>(set: &ClaimSet, store: &S, strict_bounds: bool) -> CheckRun {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    check::run(set, store, &Options { today, strict_bounds }, &|_| {})
}

/// One claim with the sources of its file, so that nothing else is read.
pub fn alone(file: &ClaimFile, claim: &Claim) -> ClaimSet {
    ClaimSet { files: vec![ClaimFile { claims: vec![claim.clone()], relations: vec![], ..file.clone() }] }
}

/// The outcomes of a run by the id of the claim.
pub fn outcomes<'r>(set: &'r ClaimSet, run: &'r CheckRun) -> BTreeMap<&'r str, &'r ClaimOutcome> {
    let id = |outcome: &ClaimOutcome| set.files[outcome.file].claims[outcome.claim].id.as_str();
    run.claims.iter().map(|outcome| (id(outcome), outcome)).collect()
}

/// The verdict as files spell it.
pub fn verdict(outcome: &ClaimOutcome) -> String {
    let value = serde_json::to_value(outcome.judgement.verdict).expect("a verdict has a name");
    value.as_str().expect("it is a word").to_owned()
}
