//! The way from a string value back to the bytes of its literal in a TOML file, escapes and all.

use std::ops::Range;

/// Bytes of the file for a range of bytes of a string's value.
///
/// `literal` is the span of the string in the file, quotes included. Ranges that do not fit give the whole literal.
pub fn place(text: &str, literal: &Range<usize>, inside: &Range<usize>) -> Range<usize> {
    let Some(raw) = text.get(literal.clone()) else { return literal.clone() };
    // A number or date without quotes is pointed at as a whole.
    if !raw.starts_with(['"', '\'']) {
        return literal.clone();
    }
    let offsets = offsets(raw);
    match (offsets.get(inside.start), offsets.get(inside.end)) {
        (Some(start), Some(end)) if start <= end => literal.start + start..literal.start + end,
        _ => literal.clone(),
    }
}

/// For each byte of the value, and the byte after it, the byte of the literal it begins at.
fn offsets(raw: &str) -> Vec<usize> {
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    let escapes = raw.starts_with('"');
    let end = raw.len().saturating_sub(quotes);
    let mut at = quotes.min(raw.len());
    // A newline right after the opening quotes of a multi-line string is not part of the value.
    if quotes == 3 {
        at += if raw[at..].starts_with("\r\n") { 2 } else { usize::from(raw[at..].starts_with('\n')) };
    }
    let mut offsets = Vec::with_capacity(raw.len());
    while at < end {
        let character = raw[at..].chars().next().expect("inside the literal");
        let (width, bytes) = if escapes && character == '\\' {
            escape(&raw[at..end])
        } else {
            (character.len_utf8(), character.len_utf8())
        };
        if width == bytes {
            offsets.extend(at..at + width);
        } else {
            offsets.extend(std::iter::repeat_n(at, bytes));
        }
        at += width;
    }
    offsets.push(end.max(quotes.min(raw.len())));
    offsets
}

/// Bytes of the literal an escape takes, and bytes of the value it gives.
fn escape(raw: &str) -> (usize, usize) {
    let digits = |count: usize| {
        let character =
            raw.get(2..2 + count).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        (2 + count, character.map_or(0, char::len_utf8))
    };
    match raw.as_bytes().get(1) {
        Some(b'x') => digits(2),
        Some(b'u') => digits(4),
        Some(b'U') => digits(8),
        // A backslash at a line's end swallows all white space up to the next word.
        Some(b' ' | b'\t' | b'\n' | b'\r') => {
            (1 + raw[1..].len() - raw[1..].trim_start_matches([' ', '\t', '\n', '\r']).len(), 0)
        }
        _ => (2.min(raw.len()), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The word of the value must be found at the same word of the file.
    fn check(raw: &str, word: &str, expected: &str) {
        let file = format!("text = {raw}\n");
        let value = toml::from_str::<toml::Table>(&file).expect("valid")["text"]
            .as_str()
            .expect("a string")
            .to_owned();
        let start = value.find(word).expect("the word stands in the value");
        let literal = 7..7 + raw.len();
        let found = place(&file, &literal, &(start..start + word.len()));
        assert_eq!(&file[found], expected);
    }

    #[test]
    fn plain_and_escaped() {
        check(r#""made 31.4 million phones""#, "31.4 million", "31.4 million");
        check(r#""the \"big\" 40,000 jobs""#, "40,000", "40,000");
        check(r#""caf\u00e9 made 12 cups""#, "12 cups", "12 cups");
        check(r#""a caf\u00e9""#, "é", r"\u00e9");
        check("'a \\ plain 12'", "12", "12");
        check("\"\"\"\nfirst \\\n   second 12\"\"\"", "second 12", "second 12");
        check("'''\nfirst\nsecond 12'''", "first\nsecond", "first\nsecond");
        check(r#""ends at 12""#, "12", "12");
    }

    #[test]
    fn a_range_that_does_not_fit_gives_the_literal() {
        assert_eq!(place("a = \"bc\"", &(4..8), &(1..9)), 4..8);
        assert_eq!(place("a = 60_000", &(4..10), &(0..2)), 4..10);
    }
}
