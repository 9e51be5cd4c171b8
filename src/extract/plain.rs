//! Reads a plain text payload: a line is a paragraph, a leading bracketed date is the document's.
//!
//! A dated line is `[Published 9 February 2024]`, `[8 November 2025]` or `[Updated 2025-11-08]`,
//! alone on the first line or in front of its text.

use chrono::NaiveDate;

use super::charset::Decoded;
use super::composer::Composer;
use super::dates::read_date;
use super::origins::Part;
use super::{Document, PassageKind};

/// Reads decoded plain text.
pub(super) fn read(decoded: &Decoded<'_>) -> Document {
    let text: &str = &decoded.text;
    let mut document = Document::default();
    let mut composer = Composer::default();
    composer.origins.parts.push(Part::Bytes {
        encoding: decoded.encoding.name(),
        markup: false,
        transfer: decoded.transfer.clone(),
    });
    let mut at = 0;
    if let Some(dated) = dated_prefix(text) {
        at = dated.len;
        match dated.updated {
            true => document.updated = Some(dated.day),
            false => document.published = Some(dated.day),
        }
    }
    for line in text[at..].split_inclusive('\n') {
        let title = titled(line);
        if title > 0 {
            composer.same(&line[..title], at as u32);
            composer.close(PassageKind::Heading);
        }
        composer.same(&line[title..], (at + title) as u32);
        let kind = kind_of(line.trim());
        composer.close(kind);
        at += line.len();
    }
    (document.text, document.passages, document.origins) = composer.finish();
    document
}

/// Length of a short title that one tab parts from the line's text, as in dumps of encyclopedias.
fn titled(line: &str) -> usize {
    match line.split_once('\t') {
        Some((title, rest)) if !title.trim().is_empty() && title.len() <= 120 && !rest.contains('\t') => {
            title.len() + 1
        }
        _ => 0,
    }
}

/// A row of a table keeps its bars; everything else in plain text is a paragraph.
fn kind_of(line: &str) -> PassageKind {
    if line.split(" | ").count() >= 3 || (line.starts_with("| ") && line.ends_with('|')) {
        PassageKind::TableRow
    } else if let Some(rest) = line.strip_prefix(['-', '*', '\u{2022}'])
        && rest.starts_with(' ')
    {
        PassageKind::ListItem
    } else {
        PassageKind::Paragraph
    }
}

struct Dated {
    len: usize,
    day: NaiveDate,
    updated: bool,
}

fn dated_prefix(text: &str) -> Option<Dated> {
    let trimmed = text.trim_start();
    let inner = trimmed.strip_prefix('[')?;
    let close = inner.find(']').filter(|at| *at <= 60)?;
    let words = inner[..close].trim();
    let lower = words.to_ascii_lowercase();
    let known = ["published", "posted", "updated", "last updated", "modified", "dated", "date"];
    let label = known.iter().filter(|label| lower.starts_with(**label)).max_by_key(|label| label.len());
    let rest = words[label.map_or(0, |label| label.len())..].trim_start_matches([':', ' ']);
    let rest = rest.strip_prefix("on ").unwrap_or(rest);
    let (day, used) = read_date(rest)?;
    // Words after the day are left alone: then the bracket says more than a date.
    if rest[used..].chars().any(char::is_alphabetic) {
        return None;
    }
    let updated = label.is_some_and(|label| label.contains("updated") || label.contains("modified"));
    Some(Dated { len: text.len() - trimmed.len() + close + 2, day, updated })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Options, Origin, read as read_any};

    fn check(text: &str, published: Option<&str>, expected: &str) {
        let document = read_any(text.as_bytes(), "text/plain; charset=utf-8", &Options::default());
        assert_eq!(document.published.map(|day| day.to_string()).as_deref(), published);
        assert_eq!(document.text, expected);
        for passage in &document.passages {
            let again = document.recut(text.as_bytes(), passage.range.clone());
            assert_eq!(again.as_deref(), Some(&document.text[passage.range.clone()]));
        }
    }

    #[test]
    fn a_leading_date_is_the_documents() {
        check("[Published 9 February 2024] Mills ran.", Some("2024-02-09"), "Mills ran.");
        check(
            "[8 November 2025]\nMills ran.\n\nThey stopped.",
            Some("2025-11-08"),
            "Mills ran.\nThey stopped.",
        );
        check("[Published: March 3, 2021]\r\nMills ran.", Some("2021-03-03"), "Mills ran.");
        check("[sic] Mills ran.", None, "[sic] Mills ran.");
    }

    #[test]
    fn a_line_knows_its_bytes() {
        let text = "[9 May 2020]\n  Year | Tonnes | Share \n2019 | 12 | 3%";
        let document = read_any(text.as_bytes(), "text/plain", &Options::default());
        assert_eq!(document.passages[0].kind, PassageKind::TableRow);
        assert_eq!(document.passages[0].origin, Origin::Bytes(15..36));
        assert_eq!(&text[15..36], "Year | Tonnes | Share");
    }
}
