//! Lines that pages put around their text, known by their words: appeals, credits, related stories, footers.
//!
//! Only short lines are judged by words; a long line is text whatever it says. Correction and
//! update notes are known here too, because they must stay.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::phrase_words;
use super::wording::{Wordings, plain};

/// What a short line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// Nothing known about it.
    Text,
    /// A furniture line that stands alone.
    Furniture,
    /// A heading that opens a block of furniture: related stories, comments, newsletters.
    OpensFurniture,
    /// A correction or update note.
    Correction,
}

/// Longer lines are text, whatever they say.
const FURNITURE_BYTES_MAX: usize = 160;
/// Longer headings open a section of the text.
const OPENS_BYTES_MAX: usize = 90;
/// Captions are longer than other lines around a text.
const CAPTION_BYTES_MAX: usize = 220;
/// Longer paragraphs are not notes, whatever they begin with.
const CORRECTION_BYTES_MAX: usize = 1200;
/// How much of a note tells that it is one.
const CORRECTION_HEAD: usize = 200;

static CORRECTION: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(phrase_words::CORRECTION));
static OPENS: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(phrase_words::OPENS));
static FURNITURE: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(phrase_words::FURNITURE));
static PICTURE: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(phrase_words::PICTURE));
static PICTURE_BRACKET: LazyLock<Wordings> = LazyLock::new(|| Wordings::new(phrase_words::PICTURE_BRACKET));

/// Judges a line by its words.
pub(crate) fn judge(text: &str) -> Line {
    let bytes = text.len();
    if bytes > CORRECTION_BYTES_MAX {
        return Line::Text;
    }
    if is_bare_date(text) {
        return Line::Furniture;
    }
    let line = plain(head(text, CORRECTION_HEAD.max(CAPTION_BYTES_MAX)));
    if CORRECTION.fit(&line) {
        return Line::Correction;
    }
    if bytes <= CAPTION_BYTES_MAX && ends_as_caption(text, &line) {
        return Line::Furniture;
    }
    if bytes > FURNITURE_BYTES_MAX {
        return Line::Text;
    }
    if line.is_empty() || is_dated_bar(text) || is_byline(text) || is_rights_line(text, &line) {
        return Line::Furniture;
    }
    if bytes <= OPENS_BYTES_MAX && OPENS.fit(&line) {
        return Line::OpensFurniture;
    }
    if FURNITURE.fit(&line) {
        return Line::Furniture;
    }
    Line::Text
}

/// The start of a text, up to so many bytes and to the end of a character.
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// A picture's credit, or a bracket that names it, at the end of a line.
fn ends_as_caption(text: &str, line: &[u8]) -> bool {
    let starts = |at: usize| at == 0 || !line[at - 1].is_ascii_alphanumeric();
    let credited = |at: usize| {
        let opens = matches!(line[at], b'p' | b'i' | b'f' | b'b');
        let rest = || &line[at..];
        // A sentence that goes on, or a second label, is not a name.
        let name = || rest().iter().skip(10).all(|byte| !b".:;".contains(byte));
        opens && starts(at) && PICTURE.fit(rest()) && name()
    };
    let bracketed = || {
        let open = line.iter().rposition(|byte| *byte == b'(');
        text.ends_with(')') && open.is_some_and(|open| PICTURE_BRACKET.fit(&line[open + 1..]))
    };
    (0..line.len()).any(credited) || bracketed()
}

/// `By` and up to six names, with a day behind them or nothing.
fn is_byline(text: &str) -> bool {
    let text = text.trim_start_matches(|first: char| !first.is_alphanumeric());
    let Some(names) = text.get(..2).filter(|by| by.eq_ignore_ascii_case("by")).map(|_| &text[2..]) else {
        return false;
    };
    let mut rest = names.strip_prefix(':').unwrap_or(names);
    let mut count = 0;
    while let Some(next) = rest.strip_prefix(' ') {
        let next = next.strip_prefix("and ").unwrap_or(next);
        let end = next
            .find(|letter: char| !(letter.is_alphabetic() || matches!(letter, '.' | '\'' | '\u{2019}' | '-')))
            .unwrap_or(next.len());
        if count == 6 || !next.starts_with(char::is_uppercase) {
            break;
        }
        count += 1;
        rest = &next[end..];
    }
    let dated = || {
        let end = rest.trim_end_matches(|last: char| !last.is_alphanumeric());
        let year = end.len() >= 4 && end.bytes().rev().take(4).all(|byte| byte.is_ascii_digit());
        end.len() <= 46 && (year || end.ends_with("ago"))
    };
    count > 0 && (!rest.contains(char::is_alphanumeric) || dated())
}

/// A notice of rights, wherever its words stand.
fn is_rights_line(text: &str, line: &[u8]) -> bool {
    static WORDS: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("all rights reserved"));
    text.starts_with('\u{a9}') || WORDS.find(line).is_some()
}

/// A line with a day and bars between its parts tells who wrote when, and under which heading.
fn is_dated_bar(text: &str) -> bool {
    text.len() <= 140
        && text.contains(['|', '\u{2022}', '\u{b7}'])
        && !text.ends_with(['.', '!', '?'])
        && super::dates::find_date(text).is_some()
}

/// A line that holds a day and hardly anything else.
pub(super) fn is_bare_date(text: &str) -> bool {
    text.len() <= 60
        && super::dates::find_date(text).is_some()
        && text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Line) {
        assert_eq!(judge(text), expected, "{text}");
    }

    #[test]
    fn lines_are_known_by_their_words() {
        check("Related articles", Line::OpensFurniture);
        check("Share this article", Line::OpensFurniture);
        check("5 min read", Line::Furniture);
        check("By Anna Example", Line::Furniture);
        check("Photo: A. Example / Agency", Line::Furniture);
        check("\u{a9} 2021 Example Media", Line::Furniture);
        check("Updated 3 March 2021, 10:15", Line::Furniture);
        check("Correction: an earlier version gave 12 as the total.", Line::Correction);
        check("This article was updated on 3 May to add a reply.", Line::Correction);
        check("Related parties held 40 percent of the shares.", Line::Text);
        check("More than 300 mills closed in 2019.", Line::Text);
        check("By 2020 output had doubled.", Line::Text);
    }
}
