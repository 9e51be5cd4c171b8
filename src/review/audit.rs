//! The record of what people did: who, what, why, on what; with filters, and as JSON lines or a table to take away.

use askama::Template;
use axum::body::Body;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::Trouble;
use super::claim::{Told, in_words, told};
use super::desk::Desk;
use super::fields::{Fields, encode};
use super::shell::{self, Ask, Shell};
use crate::report::sheet::visible;
use crate::ruling::event::{Act, Event, EventId};
use crate::ruling::{Chain, Filter, Rulings as _};

/// Events of one screen.
const SHOWN: usize = 100;
/// Events of one file.
const TAKEN_MAX: usize = 1_000_000;

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditScreen {
    shell: Shell,
    events: Vec<Told>,
    claim: String,
    actor: String,
    since: String,
    query: String,
    older: Option<String>,
    head: String,
    broken: Option<String>,
}

/// The record.
pub fn audit(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let filter = filter(&ask.query)?;
    let mut events = desk.ledger.matching(&filter, SHOWN + 1)?;
    let more = events.len() > SHOWN;
    events.truncate(SHOWN);
    let (claim, actor, since) = (ask.query.get("claim"), ask.query.get("actor"), ask.query.get("since"));
    let query = encode(&[("claim", claim), ("actor", actor), ("since", since)]);
    let older = more.then(|| {
        let last = events.last().map_or("", |event| event.id.as_str());
        format!(
            "/audit?{}",
            encode(&[("claim", claim), ("actor", actor), ("since", since), ("before", last)])
        )
    });
    let (head, broken) = match desk.chain()? {
        Chain::Whole { events, head } => (
            format!(
                "{}, chain head {head}",
                if events == 1 { "1 entry".to_owned() } else { format!("{events} entries") }
            ),
            None,
        ),
        Chain::Broken { event, number } => {
            (String::new(), Some(format!("Entry {number} ({event}) is not what was written.")))
        }
    };
    // Whether an event was taken back is told from all events of its claim.
    let mut lines = Vec::new();
    for event in &events {
        let of_claim = desk.ledger.of_claim(&event.claim)?;
        lines.extend(told(&of_claim).into_iter().find(|line| line.id == event.id.as_str()));
    }
    let screen = AuditScreen {
        shell: Shell::new(desk, ask, "audit", "Record of decisions")?,
        events: lines,
        claim: visible(claim),
        actor: visible(actor),
        since: visible(since),
        query,
        older,
        head,
        broken,
    };
    shell::html(&screen)
}

fn filter(query: &Fields) -> Result<Filter, Trouble> {
    let since = match query.get("since") {
        "" => None,
        text => Some(moment(text).ok_or_else(|| Trouble::bad("write the day as 2026-01-31"))?),
    };
    Ok(Filter {
        claim: query.some("claim").map(str::to_owned),
        actor: query.some("actor").map(str::to_owned),
        since,
        before: query.some("before").and_then(EventId::parse),
    })
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    match text.parse::<NaiveDate>() {
        Ok(day) => Some(day.and_time(NaiveTime::MIN).and_utc()),
        Err(_) => DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.to_utc()),
    }
}

/// The record as JSON lines, newest first: what `state import` takes.
pub fn lines(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let mut written = String::new();
    for event in desk.ledger.matching(&filter(&ask.query)?, TAKEN_MAX)? {
        written.push_str(&serde_json::to_string(&event).expect("an event is plain JSON"));
        written.push('\n');
    }
    Ok(shell::download("application/jsonl", "rulings.jsonl", Body::from(written)))
}

/// The record as a table of comma-separated values, newest first.
pub fn table(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let mut written =
        "id,at,actor,claim,act,decision,reason,note,until,verdict,codes,claim_digest,captures\r\n".to_owned();
    for event in desk.ledger.matching(&filter(&ask.query)?, TAKEN_MAX)? {
        written.push_str(&row(&event));
        written.push_str("\r\n");
    }
    Ok(shell::download("text/csv; charset=utf-8", "rulings.csv", Body::from(written)))
}

fn row(event: &Event) -> String {
    let mut cells = vec![
        event.id.as_str().to_owned(),
        event.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        event.actor.clone(),
        event.claim.clone(),
        event.act.name().to_owned(),
    ];
    match &event.act {
        Act::Decide(decision) => cells.extend([
            decision.verb.name().to_owned(),
            decision.reason.map_or_else(String::new, |reason| reason.name().to_owned()),
            decision.note.clone(),
            decision.until.map_or_else(String::new, |until| until.to_string()),
            decision.basis.verdict.clone(),
            decision.basis.codes.join(" "),
            decision.basis.claim_digest.clone(),
            decision.basis.captures.join(" "),
        ]),
        other => {
            let (words, _, _, basis) = in_words(other);
            cells.extend([words, String::new(), basis]);
            cells.extend(std::iter::repeat_n(String::new(), 5));
        }
    }
    cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",")
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let guarded =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@cmd,x", "\"'@cmd,x\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
