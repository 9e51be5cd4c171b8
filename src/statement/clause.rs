//! Finds the stretch of words that belongs to one quantity: its segment, and the clause around it.

use std::ops::Range;

use super::sentence::Sentence;
use super::word::{self, TokenKind};

/// Words that begin a new clause or a new member of a list between two quantities.
const SPLITTERS: [word::Key; 18] = word::literals([
    "and", "while", "whereas", "but", "against", "versus", "or", "with", "compared", "than", "then",
    "though", "although", "plus", "which", "who", "where", "when",
]);
/// Prepositions of a change: the number after them is another member of it.
const CHANGE_SPLITTERS: [word::Key; 7] =
    word::literals(["from", "to", "after", "above", "below", "over", "in"]);
/// Words that begin a clause wherever they stand after a comma.
const CLAUSE_WORDS: [word::Key; 12] = word::literals([
    "while", "whereas", "but", "though", "although", "which", "who", "where", "when", "after", "because",
    "so",
]);

/// Token ranges of the segments around each of the given quantities, which are token ranges in order.
///
/// A segment ends at a comma, a stronger break, or a joining word between two quantities.
pub(crate) fn segments(sentence: &Sentence, quantities: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(quantities.len());
    for (at, own) in quantities.iter().enumerate() {
        let left_limit = if at == 0 {
            0
        } else {
            boundary(sentence, &quantities[at - 1], own).unwrap_or(quantities[at - 1].end)
        };
        // Words between two quantities that nothing parts belong to both.
        let right_limit = match quantities.get(at + 1) {
            Some(next) => boundary(sentence, own, next).unwrap_or(next.start),
            None => sentence.tokens.len(),
        };
        let mut start = own.start;
        while start > left_limit && !is_stop(sentence, start - 1) {
            start -= 1;
        }
        let mut end = own.end;
        while end < right_limit {
            match apposition(sentence, end..right_limit) {
                Some(after) => end = after,
                None if is_stop(sentence, end) => break,
                None => end += 1,
            }
        }
        out.push(start..end);
    }
    out
}

/// Token ranges that share a whole sentence out among the given quantities, which are token ranges in order: what
/// stands between two of them goes to the one that it stands with.
pub(crate) fn zones(sentence: &Sentence, quantities: &[Range<usize>]) -> Vec<Range<usize>> {
    let cuts: Vec<usize> = quantities
        .windows(2)
        .map(|two| boundary(sentence, &two[0], &two[1]).unwrap_or(two[1].start))
        .collect();
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain(std::iter::once(sentence.tokens.len()));
    starts.zip(ends).map(|(start, end)| start..end.max(start)).collect()
}

/// Words that part what is told with a date from what is told beside it.
const PARTERS: [word::Key; 11] = word::literals([
    "and", "but", "while", "whereas", "which", "who", "where", "when", "before", "after", "that",
]);

/// The tokens around a stretch of a sentence up to the next commas, breaks and joining words.
pub(crate) fn around(sentence: &Sentence, own: &Range<usize>) -> Range<usize> {
    let tokens = &sentence.tokens;
    let parts = |at: usize| is_stop(sentence, at) || PARTERS.contains(&tokens[at].surface);
    let mut start = own.start;
    while start > 0 && !parts(start - 1) {
        start -= 1;
    }
    let mut end = own.end;
    while end < tokens.len() && !parts(end) {
        end += 1;
    }
    start..end
}

/// Words after which a clause goes on behind an apposition.
const VERBS: [word::Key; 10] =
    word::literals(["is", "are", "was", "were", "has", "have", "had", "will", "would", "can"]);
/// Tokens that an apposition may have.
const APPOSITION_MAX: usize = 12;

/// The token behind the names that begin at a comma: "Two of them, the Swift and the Heron, are …".
fn apposition(sentence: &Sentence, rest: Range<usize>) -> Option<usize> {
    let is_comma = |at: &usize| sentence.tokens[*at].kind == TokenKind::Comma;
    let open = Some(rest.start).filter(is_comma)?;
    let close =
        (open + 1..rest.end.min(open + APPOSITION_MAX)).find(|at| is_stop(sentence, *at)).filter(is_comma)?;
    let verb = sentence.tokens.get(close + 1).filter(|_| close + 1 < rest.end)?;
    VERBS.contains(&verb.surface).then_some(close + 1)
}

fn is_stop(sentence: &Sentence, at: usize) -> bool {
    matches!(sentence.tokens[at].kind, TokenKind::Comma | TokenKind::Break)
}

/// The token at which the words between two quantities are shared out, if something parts them.
fn boundary(sentence: &Sentence, left: &Range<usize>, right: &Range<usize>) -> Option<usize> {
    let between = left.end..right.start.max(left.end);
    let tokens = &sentence.tokens;
    let stop = between.clone().rev().find(|at| is_stop(sentence, *at));
    if let Some(stop) = stop {
        return Some(stop + 1);
    }
    let splitter = between.clone().find(|at| SPLITTERS.contains(&tokens[*at].surface));
    let change = || between.clone().rev().find(|at| CHANGE_SPLITTERS.contains(&tokens[*at].surface));
    splitter.or_else(change)
}

/// The token range of the clause around a segment: to the next strong break or clause word.
pub(crate) fn clause(sentence: &Sentence, segment: &Range<usize>) -> Range<usize> {
    let tokens = &sentence.tokens;
    let opens = |at: usize| {
        CLAUSE_WORDS.contains(&tokens[at].surface) && at > 0 && is_stop(sentence, at - 1)
            || const { word::literals(["while", "whereas", "but"]) }.contains(&tokens[at].surface)
    };
    let strong = |at: usize| tokens[at].kind == TokenKind::Break;
    let mut start = segment.start;
    while start > 0 && !strong(start - 1) && !opens(start) {
        start -= 1;
    }
    let mut end = segment.end;
    while end < tokens.len() && !strong(end) && !opens(end) {
        end += 1;
    }
    start..end
}
