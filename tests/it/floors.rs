//! Floors of the labelled sets: a set may get better, never worse than `tests/eval/floors.toml` says.
//!
//! `VERIFY_FLOORS=record cargo test floors` writes the file anew; do so when the scores have risen.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The sets, in the order of the file.
const SETS: &[&str] = &[
    "golden",
    "stresstest",
    "feverous-s",
    "findver",
    "summedits",
    "fever-symmetric",
    "vitaminc",
    "fm2",
    "wice",
    "awpnli",
];

#[derive(Debug, Serialize, Deserialize)]
struct Floors {
    set: Vec<Floor>,
}

/// What was last recorded for a set. Shares are in thousandths, so that the file compares exactly.
#[derive(Debug, Serialize, Deserialize)]
struct Floor {
    name: String,
    /// First twelve digits of the SHA-256 of the rows.
    sha256: String,
    /// Rows with the expected verdict.
    accuracy: u32,
    /// Rows that are not supported in truth and are called so.
    false_plus: u32,
    /// Rows that are supported in truth and are called contradicted or in conflict.
    alarm: u32,
    /// Line numbers of the rows with another verdict than the expected one.
    wrong: Vec<usize>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
#[expect(clippy::disallowed_methods, reason = "whoever records the floors says so by a variable")]
fn no_set_falls_below_its_floor() {
    let folder = root().join("../shared/eval");
    if !folder.join("golden.jsonl").exists() {
        return super::absent("../shared/eval");
    }
    let record = std::env::var("VERIFY_FLOORS").is_ok_and(|value| value == "record");
    let file = root().join("tests/eval/floors.toml");
    let measured: Vec<Floor> = SETS.iter().map(|name| measure(name, &folder)).collect();
    if record {
        let text = toml::to_string(&Floors { set: measured }).expect("floors are plain values");
        fs::write(&file, format!("# Written by `VERIFY_FLOORS=record cargo test floors`.\n\n{text}"))
            .unwrap();
        return;
    }
    let floors: Floors = toml::from_str(&fs::read_to_string(&file).expect("floors")).expect("floors.toml");
    let slips: Vec<String> = measured.iter().filter_map(|now| fallen(now, &floors)).collect();
    assert!(slips.is_empty(), "{}", slips.join("\n"));
}

/// What got worse in a set, with the lines that changed.
fn fallen(now: &Floor, floors: &Floors) -> Option<String> {
    let Some(floor) = floors.set.iter().find(|floor| floor.name == now.name) else {
        return Some(format!("{}: no floor is recorded", now.name));
    };
    if floor.sha256 != now.sha256 {
        return Some(format!("{}: the rows are others than the recorded ones; record again", now.name));
    }
    if now.accuracy >= floor.accuracy && now.false_plus <= floor.false_plus && now.alarm <= floor.alarm {
        return None;
    }
    let (before, after): (BTreeSet<_>, BTreeSet<_>) =
        (floor.wrong.iter().collect(), now.wrong.iter().collect());
    let newly_wrong: Vec<_> = after.difference(&before).collect();
    let newly_right: Vec<_> = before.difference(&after).collect();
    Some(format!(
        "{}: accuracy {} (floor {}), false+ {} (floor {}), alarm {} (floor {}); lines now wrong: {newly_wrong:?}, now right: {newly_right:?}",
        now.name, now.accuracy, floor.accuracy, now.false_plus, floor.false_plus, now.alarm, floor.alarm
    ))
}

fn measure(name: &str, folder: &Path) -> Floor {
    let text = fs::read_to_string(folder.join(format!("{name}.jsonl"))).expect("a set");
    let digest: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a row")).collect();
    let verdicts = judge(&rows);
    let label = |row: &Value| row["expect"].as_str().expect("a label").to_string();
    let labels: BTreeSet<String> = rows.iter().map(label).collect();
    let pairs: Vec<(String, &String)> = rows.iter().map(label).zip(&verdicts).collect();
    let strong = |verdict: &str| matches!(verdict, "contradicted" | "conflict");
    let share = |part: usize, whole: usize| -> u32 {
        u32::try_from((part * 1000 + whole / 2) / whole.max(1)).expect("a share")
    };
    let wrong: Vec<usize> = pairs
        .iter()
        .zip(1..)
        .filter(|((truth, said), _)| fold(said, &labels) != *truth)
        .map(|(_, line)| line)
        .collect();
    let untrue: Vec<_> = pairs.iter().filter(|(truth, _)| truth != "supported").collect();
    let true_rows: Vec<_> = pairs.iter().filter(|(truth, _)| truth == "supported").collect();
    Floor {
        name: name.to_string(),
        sha256: digest[..12].to_string(),
        accuracy: share(pairs.len() - wrong.len(), pairs.len()),
        false_plus: share(untrue.iter().filter(|(_, said)| *said == "supported").count(), untrue.len()),
        alarm: share(true_rows.iter().filter(|(_, said)| strong(said)).count(), true_rows.len()),
        wrong,
    }
}

/// The verdicts of `verify batch`, which sees a claim's text and nothing else of it.
fn judge(rows: &[Value]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.jsonl");
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let mut asked =
                json!({"id": row["id"], "claim": {"text": row["claim"]["text"]}, "source": row["source"]});
            if let Some(more) = row.get("more_sources") {
                asked["more_sources"] = more.clone();
            }
            asked.to_string()
        })
        .collect();
    fs::write(&path, lines.join("\n")).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_verify")).arg("batch").arg(&path).output().unwrap();
    assert!(run.status.success(), "batch: {}", String::from_utf8_lossy(&run.stderr));
    let answers = String::from_utf8(run.stdout).unwrap();
    let verdicts: Vec<String> = answers
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["verdict"].as_str().unwrap().replace('-', "_")
        })
        .collect();
    assert_eq!(verdicts.len(), rows.len(), "one answer a row");
    verdicts
}

/// A verdict in the labels that the set has.
fn fold(verdict: &str, labels: &BTreeSet<String>) -> String {
    let has = |label: &str| labels.contains(label);
    match verdict {
        own if has(own) => own,
        "conflict" if has("contradicted") => "contradicted",
        "supported" => "supported",
        _ if has("not_addressed") => "not_addressed",
        _ if has("contradicted") => "contradicted",
        other => other,
    }
    .to_string()
}
