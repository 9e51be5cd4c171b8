//! Cuts the selector of a quote and finds a quote again: W3C `TextQuoteSelector` and `TextPositionSelector`.
//!
//! Only exact matches are found here. A quote that can be found only approximately is not evidence.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Characters kept on either side of a quote.
pub const CONTEXT_CHARACTERS: usize = 32;

/// A quote with its surroundings and its position in the extracted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selector {
    /// The quoted text.
    pub exact: String,
    /// Up to 32 characters before it.
    pub prefix: String,
    /// Up to 32 characters after it.
    pub suffix: String,
    /// First byte in the extracted text.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

impl Selector {
    /// Cuts the selector of `range`, which must lie on character boundaries of `text`.
    pub fn cut(text: &str, range: Range<usize>) -> Self {
        let before = &text[..range.start];
        let from = before.char_indices().rev().nth(CONTEXT_CHARACTERS - 1).map_or(0, |(at, _)| at);
        let after = &text[range.end..];
        let to = after.char_indices().nth(CONTEXT_CHARACTERS).map_or(after.len(), |(at, _)| at);
        Selector {
            exact: text[range.clone()].to_owned(),
            prefix: before[from..].to_owned(),
            suffix: after[..to].to_owned(),
            start: range.start,
            end: range.end,
        }
    }

    /// Finds the quote in a text, exactly: at its position, else where its surroundings fit best.
    ///
    /// Of several places with equally good surroundings the one nearest to the old position wins.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        if self.exact.is_empty() {
            return None;
        }
        if text.get(self.start..self.end) == Some(&self.exact) {
            let here = Selector::cut(text, self.start..self.end);
            if here.prefix == self.prefix && here.suffix == self.suffix {
                return Some(self.start..self.end);
            }
        }
        text.match_indices(&self.exact).map(|(at, found)| at..at + found.len()).max_by_key(|range| {
            let before = common(text[..range.start].chars().rev(), self.prefix.chars().rev());
            let after = common(text[range.end..].chars(), self.suffix.chars());
            (before + after, std::cmp::Reverse(range.start.abs_diff(self.start)))
        })
    }
}

fn common(left: impl Iterator<Item = char>, right: impl Iterator<Item = char>) -> usize {
    left.zip(right).take_while(|(left, right)| left == right).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_found_again_after_text_was_put_in_front() {
        let text = "Output rose to 12 units in May. Output fell to 12 units in June.";
        let second = text.rfind("12 units").expect("it is there");
        let selector = Selector::cut(text, second..second + 8);
        assert_eq!(selector.prefix.chars().count(), 32);
        assert_eq!(selector.find(text), Some(second..second + 8));
        let longer = format!("An editor's note. {text}");
        assert_eq!(selector.find(&longer), Some(second + 18..second + 26));
        assert_eq!(selector.find("nothing of the kind"), None);
    }
}
