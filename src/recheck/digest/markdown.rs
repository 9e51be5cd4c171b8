//! Markdown: a summary, a table of what moved, and the words on both sides.

use super::{between, change, headline, place, subject, summary, turns};
use crate::recheck::Round;

/// Writes the round.
pub(super) fn write(round: &Round) -> String {
    let day = round.run.at.format("%Y-%m-%d %H:%M");
    let mut out = format!("## Re-check of {day} UTC: {}\n\n{}\n", headline(round), summary(round));
    if round.drifts.is_empty() {
        return out;
    }
    out.push_str("\n| kind | claim or source | before | now | what happened |\n|---|---|---|---|---|\n");
    for drift in &round.drifts {
        let (old, new) = change(drift).unwrap_or_default();
        out.push_str(&format!(
            "| {} {} | {} | {} | {} | {} |\n",
            drift.kind.name(),
            drift.code,
            cell(subject(drift)),
            cell(&old),
            cell(&new),
            cell(&drift.message)
        ));
    }
    for drift in round.drifts.iter().filter(|drift| drift.kind.wakes() && drift.claim.is_some()) {
        out.push_str(&format!("\n### {} {}\n\n{}\n", drift.code, cell(subject(drift)), cell(&place(drift))));
        for (word, side) in [("before", &drift.old), ("now", &drift.new)] {
            let Some(side) = side else { continue };
            let quote = side.quote.as_deref().unwrap_or("(not there)");
            let digest = side.digest.get(..12).unwrap_or_default();
            out.push_str(&format!("\n> {}\n\n{word}, capture `{digest}`", cell(quote)));
            out.push_str(&side.verdict.as_ref().map_or_else(String::new, |verdict| format!(", {verdict}")));
            out.push('\n');
        }
        out.push_str(&between(drift).map_or_else(String::new, |words| format!("\n- {words}\n")));
        for id in &drift.outdated_decisions {
            out.push_str(&format!("- V506: the decision `{id}` is open again\n"));
        }
    }
    out
}

/// Text of others inside a table or paragraph: one line, and nothing that Markdown or HTML would read.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '#' | '~' | '!' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if turns(c) => out.push('\u{fffd}'),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
