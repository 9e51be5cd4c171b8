//! Bytes of a text as line and column, and the lines around them.

use std::ops::Range;

/// Line and column of a byte, both from 1, the column in characters.
pub(super) fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..border(text, at)];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// The bytes of the whole lines that a range touches, without the last line end.
pub(super) fn lines(text: &str, range: &Range<usize>) -> Range<usize> {
    let (from, to) = (border(text, range.start), border(text, range.end.max(range.start)));
    let start = text[..from].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[to..].find('\n').map_or(text.len(), |newline| to + newline);
    // A range that ends with a line end does not touch the next line.
    if to > from && text[..to].ends_with('\n') { start..to - 1 } else { start..end }
}

/// The nearest character border at or before a byte.
pub(super) fn border(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns() {
        let text = "ab\ncdé\n\nf";
        assert_eq!(line_column(text, 0), (1, 1));
        assert_eq!(line_column(text, 5), (2, 3));
        assert_eq!(line_column(text, 7), (2, 4));
        assert_eq!(line_column(text, 99), (4, 2));
        assert_eq!(&text[lines(text, &(4..5))], "cdé");
        assert_eq!(&text[lines(text, &(1..5))], "ab\ncdé");
        assert_eq!(&text[lines(text, &(0..3))], "ab");
    }
}
