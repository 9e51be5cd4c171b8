//! Writes what moved for people and programs: one file a format.
//!
//! Text of sources is hostile here as everywhere: controls are shown and never obeyed on a terminal, and markup is
//! escaped in HTML, Markdown and Atom.

mod atom;
mod html;
mod json;
mod markdown;
mod text;

use super::Round;
use super::drift::{Drift, Kind, Side};

/// The formats of a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Full,
    /// One JSON object a row.
    Json,
    /// For wikis, mails and pull requests.
    Markdown,
    /// One page without scripts or outside loads.
    Html,
    /// A feed, one entry a row that wakes.
    Atom,
}

/// Writes a round.
pub fn write(round: &Round, format: Format) -> String {
    match format {
        Format::Full => text::write(round),
        Format::Json => json::write(round),
        Format::Markdown => markdown::write(round),
        Format::Html => html::write(round),
        Format::Atom => atom::write(round),
    }
}

/// One row as the JSON object that `--format json` prints.
pub fn object(drift: &Drift) -> serde_json::Value {
    json::object(drift)
}

/// What came of a round, in one line.
fn summary(round: &Round) -> String {
    let run = &round.run;
    let mut parts = vec![format!("{} asked", count(run.asked as usize, "source"))];
    for kind in Kind::ALL {
        match run.moved(kind) {
            0 => {}
            number => parts.push(format!("{number} {}", kind.name())),
        }
    }
    for (number, words) in [
        (run.unchanged, "unchanged"),
        (run.first, "captured for the first time"),
        (run.still_gone, "gone as before"),
        (run.not_due, "not due"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {words}"));
        }
    }
    parts.join(", ")
}

/// What the round means for an editor: how many claims moved.
fn headline(round: &Round) -> String {
    let mut claims: Vec<&str> = round.drifts.iter().filter_map(|drift| drift.claim.as_deref()).collect();
    claims.sort_unstable();
    claims.dedup();
    match claims.len() {
        0 if round.drifts.is_empty() => "nothing moved".to_owned(),
        0 => "no claim moved".to_owned(),
        1 => "1 claim moved".to_owned(),
        number => format!("{number} claims moved"),
    }
}

/// Old figure → new figure, else old words → new words, where both sides have them.
fn change(drift: &Drift) -> Option<(String, String)> {
    let of = |pick: fn(&Side) -> Option<&String>| {
        let side = |side: &Option<Side>| side.as_ref().and_then(|side| pick(side).cloned());
        let (old, new) = (side(&drift.old), side(&drift.new));
        let none = || "\u{2014}".to_owned();
        (old.is_some() || new.is_some()).then(|| (old.unwrap_or_else(none), new.unwrap_or_else(none)))
    };
    of(|side| side.figure.as_ref())
        .or_else(|| of(|side| side.quote.as_ref()))
        .or_else(|| of(|side| side.url.as_ref()))
}

/// What the row is about: the claim, or the source.
fn subject(drift: &Drift) -> &str {
    drift.claim.as_deref().unwrap_or(&drift.source)
}

/// The address with its part.
fn place(drift: &Drift) -> String {
    match &drift.part {
        Some(part) => format!("{} (part {part})", drift.url),
        None => drift.url.clone(),
    }
}

/// The time between which the change lies, in words.
fn between(drift: &Drift) -> Option<String> {
    let minute = |at: &chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%d %H:%M").to_string();
    match (&drift.seen_unchanged, &drift.seen_changed) {
        (Some(before), Some(after)) => Some(format!(
            "last seen as before {}, first seen changed {} (UTC)",
            minute(before),
            minute(after)
        )),
        (None, Some(after)) => Some(format!("first seen changed {} (UTC)", minute(after))),
        _ => None,
    }
}

/// A number with its noun, which takes an `s` but for one.
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Marks that turn the direction of what comes after them, so that words read as others than they are.
fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text inside HTML, Atom and attributes: markup is escaped, and controls that neither may hold are left out.
fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if turns(c) => out.push('\u{fffd}'),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recheck::journal::Run;

    fn round() -> Round {
        let side = |figure: &str, verdict: &str| Side {
            digest: "ab".repeat(32),
            verdict: Some(verdict.to_owned()),
            figure: Some(figure.to_owned()),
            quote: Some(format!("It made {figure} <b>bales</b>.\u{1b}[31m")),
            ..Side::default()
        };
        let drift = Drift {
            kind: Kind::VerdictChanging,
            code: "V502".to_owned(),
            source: "mill".to_owned(),
            url: "https://mill.example/report?a=1&b=2".to_owned(),
            part: None,
            claim: Some("bales-2019".to_owned()),
            claims: vec![],
            message: "supported before, contradicted now: 40 | became 38".to_owned(),
            old: Some(side("40", "supported")),
            new: Some(side("38", "contradicted")),
            seen_unchanged: Some("2025-03-01T02:00:00Z".parse().unwrap()),
            seen_changed: Some("2025-03-02T02:00:00Z".parse().unwrap()),
            outdated_decisions: vec![],
        };
        let mut run = Run::begin("2025-03-02T02:00:00Z".parse().unwrap());
        run.id = "01JN9B8C6Q0000000000000000".parse().unwrap();
        run.asked = 1;
        run.moved.insert("verdict-changing".to_owned(), 1);
        Round { run, drifts: vec![drift] }
    }

    #[test]
    fn every_format_shows_old_and_new_and_obeys_nothing() {
        for format in [Format::Full, Format::Json, Format::Markdown, Format::Html, Format::Atom] {
            let written = write(&round(), format);
            for words in ["40", "38", "bales-2019", "V502", "verdict-changing"] {
                assert!(written.contains(words), "{format:?} lacks {words}: {written}");
            }
            assert!(!written.contains('\u{1b}'), "{format:?} lets an escape through");
            assert!(
                format == Format::Json || !written.contains("<b>bales"),
                "{format:?} lets markup through"
            );
        }
    }

    #[test]
    fn json_lines_parse_and_the_feed_is_well_formed() {
        let line = write(&round(), Format::Json);
        let object: serde_json::Value = serde_json::from_str(line.trim_end()).unwrap();
        assert_eq!(object["kind"], "verdict-changing");
        assert_eq!(object["old"]["figure"], "40");
        let feed = write(&round(), Format::Atom);
        assert_eq!(feed.matches("<entry>").count(), feed.matches("</entry>").count());
        assert!(feed.contains("a=1&amp;b=2") && !feed.contains("a=1&b=2"));
        let none = Round { drifts: vec![], ..round() };
        assert!(write(&none, Format::Json).is_empty());
        assert!(write(&none, Format::Full).contains("nothing moved"));
    }
}
