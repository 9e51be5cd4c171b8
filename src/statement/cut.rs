//! Cuts a text into words, numbers and marks. What they mean is read by [`word`](super::word).

use std::ops::Range;

use super::word::TokenKind;

/// The words, numbers and marks of a stretch of a text, with what each is.
pub(super) fn cut(text: &str, range: Range<usize>, out: &mut Vec<(Range<usize>, TokenKind)>) {
    let bytes = text.as_bytes();
    let mut at = range.start;
    while at < range.end {
        if bytes[at] == b' ' {
            at += 1;
            continue;
        }
        let letter = text[at..].chars().next().expect("at is within the text");
        let next = at + letter.len_utf8();
        if letter.is_alphanumeric() {
            let end = initials_end(&text[at..range.end])
                .map_or_else(|| word_end(text, at, range.end), |length| at + length);
            let digits =
                bytes[at..end].iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
            out.push((at..end, if digits { TokenKind::Number } else { TokenKind::Word }));
            at = end;
            continue;
        }
        let kind = match letter {
            ',' => TokenKind::Comma,
            ';' | ':' | '(' | ')' | '–' | '—' | '\t' | '\n' | '|' => TokenKind::Break,
            '"' | '“' | '”' | '`' => TokenKind::Quote,
            _ => TokenKind::Mark,
        };
        if !letter.is_whitespace() || kind == TokenKind::Break {
            out.push((at..next, kind));
        }
        at = next;
    }
}

/// Countries and bodies that are written as initials with points.
const INITIALS: [&str; 6] = ["U.S.A", "U.S", "U.K", "U.A.E", "U.N", "E.U"];

/// Length of the initials that a text begins with, the last point left out: "U.S. exports".
fn initials_end(text: &str) -> Option<usize> {
    if text.as_bytes().get(1) != Some(&b'.') {
        return None;
    }
    let found = INITIALS.iter().find(|form| text.starts_with(**form))?;
    let rest = &text[found.len()..];
    (!rest.starts_with(char::is_alphanumeric)).then_some(found.len())
}

/// End of the word that starts here: letters and digits, with apostrophes, and points or commas between digits.
fn word_end(text: &str, from: usize, limit: usize) -> usize {
    // Most words have plain letters only, and end with them.
    let plain = text.as_bytes()[from..limit].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    match text.as_bytes()[from + plain..limit].first() {
        None => return limit,
        Some(next) if next.is_ascii() && !matches!(next, b'\'' | b',' | b'.') => return from + plain,
        Some(_) => {}
    }
    let mut end = from;
    let mut last = ' ';
    let mut letters = text[from..limit].char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let inner = match letter {
            '\'' | '’' => {
                letters.peek().is_some_and(|(_, next)| next.is_alphabetic()) && last.is_alphabetic()
            }
            ',' | '.' => {
                last.is_ascii_digit() && letters.peek().is_some_and(|(_, next)| next.is_ascii_digit())
            }
            _ => letter.is_alphanumeric() || is_combining(letter),
        };
        if !inner {
            break;
        }
        last = letter;
        end = from + at + letter.len_utf8();
    }
    end
}

/// True for an accent that stands behind its letter.
pub(super) fn is_combining(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}
