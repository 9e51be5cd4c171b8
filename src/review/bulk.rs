//! One decision on several claims: only for one finding code, and only after its list was looked over.

use askama::Template;
use axum::response::Response;

use super::Trouble;
use super::decide::Picked;
use super::desk::Desk;
use super::listing::{RowSheet, row_sheet};
use super::queue::{self, Filter};
use super::round::Round;
use super::shell::{self, Ask, Shell};
use crate::check::honour;
use crate::ruling::event::Verb;
use crate::verdict::code::Code;

#[derive(Template)]
#[template(path = "bulk.html")]
struct BulkScreen {
    shell: Shell,
    code: String,
    code_name: &'static str,
    label: &'static str,
    verb: &'static str,
    reason: String,
    note: String,
    until: String,
    next: String,
    rows: Vec<RowSheet>,
}

/// The finding code that all picked claims share; the one most of them name first, if there are several.
pub fn shared_code(round: &Round, picked: &[Picked]) -> Result<String, Trouble> {
    let mut shared: Option<Vec<String>> = None;
    for one in picked {
        let Some((_, outcome)) = round.find(&one.id) else { continue };
        let codes = honour::codes(outcome);
        shared = Some(match shared {
            None => codes,
            Some(known) => known.into_iter().filter(|code| codes.contains(code)).collect(),
        });
    }
    shared.unwrap_or_default().into_iter().next().ok_or_else(|| {
        Trouble::bad("claims that are decided together must share a finding code: filter by one first")
    })
}

/// Shows the list before the decision is made.
pub fn confirm(
    desk: &Desk,
    ask: &Ask,
    picked: &[Picked],
    verb: Verb,
    code: &str,
) -> Result<Response, Trouble> {
    let filter = Filter { page: 1, ..Filter::default() };
    let now = desk.now().timestamp();
    let mut rows = Vec::new();
    for (at, one) in picked.iter().enumerate() {
        if let Some(row) = queue::of_claim(&desk.board, &one.id)? {
            rows.push(row_sheet(row, at, &filter, now));
        }
    }
    let screen = BulkScreen {
        shell: Shell::new(desk, ask, "queue", format!("{}: {} claims?", verb.label(), rows.len()))?,
        code: code.to_owned(),
        code_name: Code::parse(code).map_or("", Code::name),
        label: verb.label(),
        verb: verb.name(),
        reason: ask.form.get("reason").to_owned(),
        note: ask.form.get("note").to_owned(),
        until: ask.form.get("until").to_owned(),
        next: shell::onward(ask.form.get("next")).to_owned(),
        rows,
    };
    shell::html(&screen)
}
