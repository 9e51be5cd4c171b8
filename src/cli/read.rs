//! `verify read`: texts in, their quantities and periods out, one JSON object a line each way.
//!
//! Rows are `{"id", "text", "date"?}`; they are answered as they come, so that a pipe of any length
//! runs in flat memory. A bad row is answered by an error object and the rest goes on.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use chrono::NaiveDate;
use claim_verifier::quantity::change::{ChangeRole, Direction};
use claim_verifier::quantity::exact::{self, Exact};
use claim_verifier::quantity::{Bound, Figure, Kind, Quantity};
use claim_verifier::temporal::{self, Grain, Period};
use serde_json::{Map, Value, json};

use super::{Context, Exit};

/// Read quantities and periods out of texts: JSON lines {"id","text","date"?} in, JSON lines out.
#[derive(clap::Args)]
pub struct Args {
    /// The rows; `-` is the standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// First month of a fiscal year that the text gives no country for.
    #[arg(long, value_name = "MONTH", default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=12))]
    fiscal_first_month: u32,
}

/// What is wrong with a row.
struct BadRow {
    code: &'static str,
    message: String,
}

/// Answers every row; the exit code tells whether one was bad.
pub fn run(args: &Args, _context: &Context) -> anyhow::Result<Exit> {
    let mut input: Box<dyn BufRead> = if args.file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        let file = File::open(&args.file).with_context(|| format!("cannot open {}", args.file.display()))?;
        Box::new(BufReader::with_capacity(1 << 16, file))
    };
    let mut output = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let mut bad = false;
    let mut line = Vec::new();
    let mut number = 0u64;
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).context("cannot read the rows")? == 0 {
            break;
        }
        number += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = match answer(&line, args.fiscal_first_month) {
            Ok(answer) => answer,
            Err((id, error)) => {
                bad = true;
                json!({ "id": id, "line": number, "error": { "code": error.code, "message": error.message } })
            }
        };
        serde_json::to_writer(&mut output, &answer).context("cannot write an answer")?;
        output.write_all(b"\n").context("cannot write an answer")?;
    }
    output.flush().context("cannot write the answers")?;
    Ok(if bad { Exit::Usage } else { Exit::Clean })
}

fn answer(line: &[u8], fiscal_first_month: u32) -> Result<Value, (Value, BadRow)> {
    let bad = |id: &Value, code, message: String| (id.clone(), BadRow { code, message });
    let row: Value = serde_json::from_slice(line)
        .map_err(|error| bad(&Value::Null, "not-json", format!("the line is no JSON object: {error}")))?;
    let Some(row) = row.as_object() else {
        return Err(bad(&Value::Null, "not-json", "the line is no JSON object".to_owned()));
    };
    let id = row.get("id").cloned().unwrap_or(Value::Null);
    if !matches!(id, Value::String(_) | Value::Number(_)) {
        return Err(bad(&Value::Null, "bad-id", "`id` must be a string or a number".to_owned()));
    }
    let Some(text) = row.get("text").and_then(Value::as_str) else {
        return Err(bad(&id, "bad-text", "`text` must be a string".to_owned()));
    };
    let reference = match row.get("date") {
        None | Some(Value::Null) => None,
        Some(date) => {
            let parsed = date.as_str().and_then(|date| date.parse::<NaiveDate>().ok());
            let message = || "`date` must be a day such as 2025-06-30".to_owned();
            Some(parsed.ok_or_else(|| bad(&id, "bad-date", message()))?)
        }
    };
    let context = temporal::Context { reference, fiscal_first_month: Some(fiscal_first_month) };
    let (quantities, periods) = temporal::read_all(text, &context);
    Ok(json!({
        "id": id,
        "quantities": quantities.iter().map(|quantity| quantity_row(text, quantity)).collect::<Vec<_>>(),
        "periods": periods.iter().map(|period| period_row(text, period)).collect::<Vec<_>>(),
    }))
}

fn quantity_row(text: &str, quantity: &Quantity) -> Value {
    let mut row = Map::new();
    let mut set = |key: &str, value: Value| drop(row.insert(key.to_owned(), value));
    set("text", text[quantity.span.clone()].into());
    set("start", quantity.span.start.into());
    set("end", quantity.span.end.into());
    set("kind", kind(quantity.kind).into());
    match &quantity.figure {
        Figure::Value(printed) => {
            set("value", exact::decimal(&printed.value).into());
            if let Some(fraction) = exact::fraction(&printed.value) {
                set("fraction", fraction.into());
            }
        }
        Figure::Range(low, high) => {
            let print = |value: &Exact| exact::decimal(value);
            set("low", print(&low.value).into());
            set("high", print(&high.value).into());
        }
    }
    set("unit", quantity.unit.as_ref().into());
    if !quantity.per.is_empty() {
        set("per", quantity.per.as_ref().into());
    }
    set("bound", bound(quantity.bound).into());
    let change = match (quantity.change.role, quantity.change.direction) {
        (ChangeRole::By, Direction::Up) => "up",
        (ChangeRole::By, Direction::Down) => "down",
        _ => "none",
    };
    set("change", change.into());
    set("rule", quantity.rule.into());
    Value::Object(row)
}

fn period_row(text: &str, period: &Period) -> Value {
    json!({
        "text": &text[period.span.clone()],
        "start": period.span.start,
        "end": period.span.end,
        "from": period.from.map(|day| day.to_string()),
        "to": period.to.map(|day| day.to_string()),
        "grain": grain(period.grain),
        "rule": period.rule,
    })
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Count => "count",
        Kind::Currency => "currency",
        Kind::Percent => "percent",
        Kind::Points => "points",
        Kind::Dimension => "dimension",
        Kind::Duration => "duration",
        Kind::Age => "age",
        Kind::Ordinal => "ordinal",
        Kind::Multiple => "multiple",
        Kind::Ratio => "ratio",
    }
}

fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => "exact",
        Bound::About => "about",
        Bound::Over => "over",
        Bound::AtLeast => "at-least",
        Bound::Under => "under",
        Bound::AtMost => "at-most",
        Bound::Nearly => "nearly",
        Bound::JustOver => "just-over",
    }
}

fn grain(grain: Grain) -> &'static str {
    match grain {
        Grain::Time => "time",
        Grain::Day => "day",
        Grain::Week => "week",
        Grain::Month => "month",
        Grain::Quarter => "quarter",
        Grain::Half => "half",
        Grain::Year => "year",
        Grain::Decade => "decade",
    }
}
