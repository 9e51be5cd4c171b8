//! Finds every TOML mistake of a text, not only the first, and the text that can be read without them.
//!
//! The parser's own recovery reports the consequences of a slip as further slips. Here the statement that holds the
//! first mistake is blanked, and the rest is parsed again: spans stay true, and one slip is told once.

use std::ops::Range;

use toml::de::DeTable;

/// Mistakes told for one file before the rest is left for the next run.
const MISTAKES_MAX: usize = 50;

/// One TOML mistake.
pub(super) struct Slip {
    /// Bytes of the text.
    pub(super) span: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: &'static str,
}

/// The text with every unreadable statement blanked, and what was wrong with each.
pub(super) fn recover(text: &str) -> (String, Vec<Slip>) {
    let (readable, mut slips) = blank_slips(text);
    // The parser meets some mistakes of later lines first.
    slips.sort_by_key(|slip| slip.span.start);
    (readable, slips)
}

fn blank_slips(text: &str) -> (String, Vec<Slip>) {
    let mut readable = text.to_owned();
    let mut slips = Vec::new();
    while slips.len() < MISTAKES_MAX {
        let Err(error) = DeTable::parse(&readable) else { return (readable, slips) };
        let span = error.span().unwrap_or(0..0);
        let (blank, slip) = slip(&readable, span, error.message());
        // A mistake that blanking does not remove would come back for ever.
        if readable[blank.clone()].trim().is_empty() {
            slips.push(slip);
            break;
        }
        readable.replace_range(blank.clone(), &blanked(&readable[blank]));
        slips.push(slip);
    }
    (String::new(), slips)
}

/// Spaces of the same length; line ends stay.
fn blanked(text: &str) -> String {
    text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }).collect()
}

/// The statement to blank for a mistake, and the mistake as it is told.
fn slip(text: &str, span: Range<usize>, message: &str) -> (Range<usize>, Slip) {
    let starts = statement_starts(text);
    let holder = starts.iter().rposition(|start| *start <= span.start).unwrap_or(0);
    let statement =
        |at: usize| starts.get(at).copied().unwrap_or(0)..starts.get(at + 1).copied().unwrap_or(text.len());
    let own = statement(holder);
    let open = |words: &str| {
        message.contains(words) && holder > 0 && span.start <= own.start + indent(&text[own.clone()])
    };
    // Something left open shows only where the next statement begins; the slip is in the one before.
    for (words, what, help) in [
        ("array", "this list is not closed", "close the list with `]`"),
        ("inline table", "this table is not closed", "close the table with `}`"),
    ] {
        if open(words) {
            let before = statement(holder - 1);
            let shown = before.start + indent(&text[before.clone()])
                ..before.start + text[before.clone()].trim_end().len();
            return (before, Slip { span: shown, message: what.to_owned(), help });
        }
    }
    let first = message.lines().next().unwrap_or("unreadable");
    (own, Slip { span, message: format!("this is not TOML: {first}"), help: help(message) })
}

fn indent(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Where statements begin: lines that open a table or give a key.
fn statement_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let key = trimmed.trim_start_matches(|c: char| {
            c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '"' | ' ')
        });
        if at > 0 && (trimmed.starts_with('[') || key.starts_with('=') && !trimmed.starts_with('=')) {
            starts.push(at);
        }
        at += line.len();
    }
    starts
}

/// What usually repairs a mistake of this kind.
fn help(message: &str) -> &'static str {
    if message.contains("duplicate key") {
        "write each key once"
    } else if message.contains("date") || message.contains("time") {
        "write a day as 2026-01-31"
    } else if message.contains("string") || message.contains("quote") {
        "put text between double quotes, and write a double quote inside it as \\\""
    } else if message.contains("table header") || message.contains("`]`") {
        "write a header as `[article]`, `[sources.KEY]`, `[[claim]]` or `[[relation]]`"
    } else {
        "write `key = \"value\"`, one a line, under a header such as `[[claim]]`"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(usize, &str)]) {
        let (_, slips) = recover(text);
        let lines = |at: usize| text[..at].matches('\n').count() + 1;
        let told: Vec<(usize, String)> =
            slips.iter().map(|slip| (lines(slip.span.start), slip.message.clone())).collect();
        assert_eq!(told.len(), expected.len(), "{told:?}");
        for ((line, message), (expected_line, part)) in told.iter().zip(expected) {
            assert!(line == expected_line && message.contains(part), "{told:?}");
        }
    }

    #[test]
    fn one_slip_is_told_once() {
        check("a = 1\nb = \"x\n[c]\nd = 2\n", &[(2, "string")]);
        check("[[claim]]\nsources = [\"a\"\nvalue = 3\n[[claim]]\nx = 1\n", &[(2, "not closed")]);
        check("a = 1\na = 2\n", &[(2, "duplicate key")]);
        check("[[claim]\na = \n[b\nc = 1\n", &[(1, "TOML"), (2, "TOML"), (3, "TOML")]);
        check("a = 1\n", &[]);
    }

    #[test]
    fn no_text_loops_or_panics() {
        for text in ["=", "\u{feff}", "é = é", "[", "a = '''", "a = \"\\uD800\"", "\"", "a.b = 1\na = 2"] {
            let (readable, _) = recover(text);
            assert!(readable.is_empty() || readable.len() == text.len());
        }
    }
}
