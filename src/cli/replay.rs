//! `verify replay`: stored verdicts computed again from claims and captures, and what differs.
//!
//! A stored verdict is a claim of the report that `verify check --format json` writes. Each source is read from the
//! capture that the report names, whatever was captured since, so that only a changed claim, a lost capture or other
//! rules can make a difference.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use claim_verifier::check::{self, FailOn};
use claim_verifier::claim::ClaimSet;
use claim_verifier::report::{self, Format, Report, Style};
use claim_verifier::snapshot::Store;
use serde_json::{Value, json};

use super::{Context, Exit, claims};

/// Folder of stored reports that `--all` looks into when none is named.
const STORED: &str = "verdicts";

/// Compute stored verdicts again, and say same or what differs
///
/// A stored verdict is a report that `verify check --format json` wrote. Exit codes: 0 all the same, 1 a verdict, its
/// findings or its passages differ, 2 a report or claim file cannot be used.
#[derive(clap::Args)]
pub struct Args {
    /// Reports in JSON
    #[arg(value_name = "VERDICT.json", required_unless_present = "all")]
    reports: Vec<PathBuf>,
    /// Replay every report (*.json) in the named folders and below [default: verdicts]
    #[arg(long)]
    all: bool,
    /// Format of the answer on stdout
    #[arg(long, value_name = "FORMAT", value_parser = ["full", "json"], default_value = "full")]
    format: String,
}

/// A claim whose stored verdict was computed again.
struct Replayed {
    id: String,
    file: String,
    verdict: String,
    differences: Vec<String>,
}

/// What was replayed of one report.
struct Outcome {
    report: PathBuf,
    /// The rules that the report was made with.
    rules: String,
    claims: Vec<Replayed>,
}

/// Replays the reports and tells what differs.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let store = Store::open(&context.store)?;
    let mut outcomes = Vec::new();
    for path in paths(args)? {
        let stored = read(&path)?;
        let Some(outcome) = replay(&path, &stored, &store, context)? else { return Ok(Exit::Usage) };
        outcomes.push(outcome);
    }
    let differ =
        outcomes.iter().flat_map(|outcome| &outcome.claims).any(|claim| !claim.differences.is_empty());
    let written =
        if args.format == "json" { as_json(&outcomes) } else { as_text(&outcomes, context.verbose > 0) };
    std::io::stdout().lock().write_all(written.as_bytes())?;
    Ok(if differ { Exit::Findings } else { Exit::Clean })
}

/// The reports to replay, in order.
fn paths(args: &Args) -> anyhow::Result<Vec<PathBuf>> {
    if !args.all {
        return Ok(args.reports.clone());
    }
    let named = if args.reports.is_empty() { vec![PathBuf::from(STORED)] } else { args.reports.clone() };
    let mut found = Vec::new();
    for path in named {
        if path.is_dir() {
            claims::files_below(&path, "json", &mut found)
                .map_err(|error| anyhow::anyhow!("cannot list {}: {error}", path.display()))?;
        } else if path.exists() {
            found.push(path);
        } else {
            anyhow::bail!(
                "there is no folder {}; `verify check --output json={}/NAME.json` stores verdicts in it",
                path.display(),
                path.display()
            );
        }
    }
    anyhow::ensure!(!found.is_empty(), "no report (*.json) stands in the folders named");
    Ok(found)
}

/// A report, or why the file is none.
fn read(path: &Path) -> anyhow::Result<Value> {
    let shown = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| anyhow::anyhow!("cannot read {shown}: {error}"))?;
    let advice = format!("`verify check --output json={shown}` writes a report");
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| anyhow::anyhow!("{shown} is not JSON ({error}); {advice}"))?;
    let of_verify =
        value["tool"]["name"] == "verify" && value["claims"].is_array() && value["sources"].is_array();
    anyhow::ensure!(of_verify, "{shown} is no report of checked claims; {advice}");
    Ok(value)
}

/// Checks the claims of a report again as they were checked then; none where a claim file cannot be used, which has
/// then been told.
fn replay(path: &Path, stored: &Value, store: &Store, context: &Context) -> anyhow::Result<Option<Outcome>> {
    let empty = Vec::new();
    let list = |key: &str| stored[key].as_array().unwrap_or(&empty);
    let mut files: Vec<PathBuf> =
        list("claims").iter().map(|claim| PathBuf::from(word(claim, "file"))).collect();
    files.sort();
    files.dedup();
    let rules = word(&stored["tool"], "rule_pack").to_owned();
    if files.is_empty() {
        return Ok(Some(Outcome { report: path.to_owned(), rules, claims: Vec::new() }));
    }
    let Some(mut set) = claims::open(&files, context) else { return Ok(None) };
    // A pin is a part of what a claim's digest covers, so the digests are taken first.
    let digests: BTreeMap<(String, String), String> = set
        .claims()
        .map(|(file, claim)| {
            let place = (file.path.to_string_lossy().into_owned(), claim.id.clone());
            (place, file.claim_digest(claim))
        })
        .collect();
    pin(&mut set, list("sources"));
    let day = word(&stored["options"], "today");
    let options = check::Options {
        today: day
            .parse()
            .map_err(|_| anyhow::anyhow!("{}: options.today is no day: {day:?}", path.display()))?,
        strict_bounds: stored["options"]["strict_bounds"].as_bool().unwrap_or_default(),
    };
    let run = check::run(&set, store, &options, &|_| {});
    let traced =
        list("claims").iter().any(|claim| claim["trace"].as_array().is_some_and(|steps| !steps.is_empty()));
    let report = Report {
        set: &set,
        run: &run,
        options: &options,
        fail_on: FailOn::default(),
        verbosity: if traced { 2 } else { 0 },
    };
    let again: Value = serde_json::from_str(&report::write(&report, Format::Json, Style::default()))?;
    let now: BTreeMap<(&str, &str), &Value> = again["claims"]
        .as_array()
        .unwrap_or(&empty)
        .iter()
        .map(|claim| ((word(claim, "file"), word(claim, "id")), claim))
        .collect();
    let claims = list("claims").iter().map(|then| {
        let (file, id) = (word(then, "file"), word(then, "id"));
        let differences = match now.get(&(file, id)) {
            Some(now) => {
                let changed = digests.get(&(file.to_owned(), id.to_owned())).map(String::as_str)
                    != then["digest"].as_str();
                differences(then, now, changed)
            }
            None => vec![format!("the claim no longer stands in {file}")],
        };
        Replayed {
            id: id.to_owned(),
            file: file.to_owned(),
            verdict: word(then, "verdict").to_owned(),
            differences,
        }
    });
    Ok(Some(Outcome { report: path.to_owned(), rules, claims: claims.collect() }))
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// Lets every source speak with the capture that the report names.
fn pin(set: &mut ClaimSet, sources: &[Value]) {
    for stored in sources {
        let Some(digest) = stored["capture"]["digest"].as_str() else { continue };
        let file = set.files.iter_mut().find(|file| file.path.to_string_lossy() == word(stored, "file"));
        if let Some(source) = file.and_then(|file| file.sources.get_mut(word(stored, "key"))) {
            source.capture = Some(digest.to_owned());
        }
    }
}

/// What of a claim's verdict is not as it was, a line each. Where the claim stands in its file does not count.
fn differences(then: &Value, now: &Value, changed: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if changed {
        lines.push("the claim was changed since".to_owned());
    }
    for key in ["verdict", "reason"] {
        if then[key] != now[key] {
            lines.push(format!("{key}: {} → {}", word(then, key), word(now, key)));
        }
    }
    let empty = Vec::new();
    let list = |claim: &'_ Value, key: &str| -> Vec<Value> {
        let whole = claim[key].as_array().unwrap_or(&empty).iter();
        whole.map(|one| without(one, &["line", "column", "suppressed"])).collect()
    };
    let show = |one: &Value| match one["code"].as_str() {
        Some(code) => format!("{code} {}", word(one, "message")),
        None => format!("{} {} “{}”", word(one, "source"), word(one, "stance"), word(one, "exact")),
    };
    for (key, name) in [("findings", "finding"), ("evidence", "passage"), ("unread", "unread source")] {
        let (before, after) = (list(then, key), list(now, key));
        let gone =
            before.iter().filter(|one| !after.contains(one)).map(|one| format!("{name} then: {}", show(one)));
        let new =
            after.iter().filter(|one| !before.contains(one)).map(|one| format!("{name} now: {}", show(one)));
        lines.extend(gone.chain(new));
    }
    let traced = then["trace"].as_array().is_some_and(|steps| !steps.is_empty());
    if traced && then["trace"] != now["trace"] {
        lines.push("the steps that led to the verdict differ".to_owned());
    }
    lines
}

/// A value without some of its keys.
fn without(value: &Value, keys: &[&str]) -> Value {
    let mut value = value.clone();
    if let Some(object) = value.as_object_mut() {
        object.retain(|key, _| !keys.contains(&key.as_str()));
    }
    value
}

fn as_text(outcomes: &[Outcome], all: bool) -> String {
    let mut text = String::new();
    let now = claim_verifier::statement::version();
    for outcome in outcomes {
        for claim in &outcome.claims {
            if claim.differences.is_empty() {
                if all {
                    text.push_str(&format!("same     {}  {}\n", claim.id, claim.verdict));
                }
                continue;
            }
            text.push_str(&format!(
                "differs  {}  {}  ({})\n",
                claim.id,
                claim.file,
                outcome.report.display()
            ));
            for difference in &claim.differences {
                text.push_str(&format!("         {difference}\n"));
            }
        }
        if outcome.rules != now {
            text.push_str(&format!(
                "note: {} was made with rules {}, these are {now}\n",
                outcome.report.display(),
                outcome.rules
            ));
        }
    }
    let replayed: usize = outcomes.iter().map(|outcome| outcome.claims.len()).sum();
    let differ =
        outcomes.iter().flat_map(|outcome| &outcome.claims).filter(|claim| !claim.differences.is_empty());
    let differ = differ.count();
    let noun = if replayed == 1 { "verdict" } else { "verdicts" };
    text.push_str(&match differ {
        0 => format!("{replayed} {noun} replayed: the same\n"),
        _ => format!("{replayed} {noun} replayed: {} the same, {differ} differ\n", replayed - differ),
    });
    text
}

fn as_json(outcomes: &[Outcome]) -> String {
    let mut text = String::new();
    for outcome in outcomes {
        for claim in &outcome.claims {
            let line = json!({
                "report": outcome.report.to_string_lossy(),
                "file": claim.file,
                "id": claim.id,
                "verdict": claim.verdict,
                "same": claim.differences.is_empty(),
                "differences": claim.differences,
                "rules": { "then": outcome.rules, "now": claim_verifier::statement::version() },
            });
            text.push_str(&line.to_string());
            text.push('\n');
        }
    }
    text
}
