//! The hand readings beside the golden claims: what a careful person reads, the reader reads.

use std::path::Path;

use claim_verifier::quantity::exact::{self, Exact};
use claim_verifier::quantity::{self, Figure, Kind};
use serde_json::Value;

/// Share of the hand readings that must be found; it may rise and never fall.
const FLOOR: f64 = 0.97;

#[test]
fn golden_claims_are_read_as_by_hand() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/golden.jsonl");
    let Ok(rows) = std::fs::read_to_string(&path) else {
        return super::absent("../shared/eval/golden.jsonl");
    };
    let (mut asked, mut missed) = (0usize, Vec::new());
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).expect("a golden row");
        let text = row["claim"]["text"].as_str().expect("a text").to_owned();
        for wanted in readings(&row["claim"]) {
            asked += 1;
            if !holds(&text, &wanted) {
                missed.push(format!("{text} — {wanted:?}"));
            }
        }
    }
    let share = 1.0 - missed.len() as f64 / asked as f64;
    assert!(share >= FLOOR, "{share:.3} of {asked} readings; missed:\n{}", missed.join("\n"));
}

/// One thing that the hand reading says.
#[derive(Debug)]
enum Reading {
    /// A value, by its size; the sign tells the direction, which is not in the numeral.
    Value(Exact),
    /// A range.
    Range(Exact, Exact),
    /// A multiple or percent that words alone give ("doubled" for 100 percent).
    Multiple,
}

fn readings(claim: &Value) -> Vec<Reading> {
    let number = |value: &Value| exact::parse(value.to_string().trim_start_matches('-'));
    let unit = claim["unit"].as_str().unwrap_or("");
    let printed = claim["text"].as_str().is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()));
    let mut readings = Vec::new();
    match &claim["value"] {
        Value::Array(ends) if ends.len() == 2 => {
            if let (Some(low), Some(high)) = (number(&ends[0]), number(&ends[1])) {
                readings.push(Reading::Range(low, high));
            }
        }
        Value::Number(_) if matches!(unit, "year" | "date") => {}
        value @ Value::Number(_)
            if unit == "times" && claim["text"].as_str().is_some_and(|text| text.contains("twice")) =>
        {
            let _ = value;
            readings.push(Reading::Multiple);
        }
        value @ Value::Number(_) => readings.extend(number(value).map(Reading::Value)),
        _ => {}
    }
    if let value @ Value::Number(_) = &claim["change"]["value"]
        && printed
    {
        readings.extend(number(value).map(Reading::Value));
    }
    readings
}

fn holds(text: &str, wanted: &Reading) -> bool {
    quantity::read(text).iter().any(|found| match (wanted, &found.figure) {
        (Reading::Value(value), Figure::Value(printed)) => {
            // "More than doubled" is a rise of 100 percent; the largest of all is rank one.
            printed.value == *value
                || -printed.value == *value
                || (found.kind == Kind::Multiple
                    && (printed.value - Exact::from_integer(1)) * Exact::from_integer(100) == *value)
        }
        (Reading::Range(low, high), Figure::Range(a, b)) => a.value == *low && b.value == *high,
        (Reading::Multiple, _) => found.kind == Kind::Multiple,
        _ => false,
    })
}
