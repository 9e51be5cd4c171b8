//! Finds the comparison of a claim in the words of a source: of the same two sides, the same way or the other.

use std::ops::Range;

use super::sides::{self, Contrast, Side};
use super::words::{self, Way};
use crate::statement::word::Token;
use crate::statement::{Reading, Sentence};
use crate::verdict::align::meets;

/// A sentence of the source that compares the claim's two sides.
pub(super) struct Said {
    /// Its number.
    pub sentence: usize,
    /// The tokens that compare.
    pub words: Range<usize>,
    /// It sets them as the claim does.
    pub agrees: bool,
}

/// What the source says in words of the claim's comparison.
pub(super) fn stated(
    claim: &Reading,
    number: usize,
    contrast: &Contrast,
    source: &Reading,
    sentences: &[usize],
) -> Option<Said> {
    let own = &claim.sentences[number];
    let read = |at: &usize| {
        sides::read(source, *at).into_iter().find_map(|other| {
            let way = between(own, contrast, &source.sentences[*at], &other)?;
            Some(Said { sentence: *at, words: other.words, agrees: way == contrast.way })
        })
    };
    sentences.iter().find_map(read).or_else(|| {
        let at = *sentences.iter().find(|at| has_words(own, contrast, &source.sentences[**at]))?;
        Some(Said { sentence: at, words: 0..1, agrees: true })
    })
}

/// Which of the claim's sides a comparison of the source makes the greater.
fn between(own: &Sentence, contrast: &Contrast, sentence: &Sentence, other: &Contrast) -> Option<Way> {
    let is = |mine: &Side, theirs: &Side| match (mine, theirs) {
        (Side::Then(_), Side::Then(_)) | (Side::Now, Side::Now) => true,
        _ => mine.tokens().iter().any(|mine| {
            theirs.tokens().iter().any(|theirs| meets(&own.tokens[*mine], &sentence.tokens[*theirs]))
        }),
    };
    contrast.readings.iter().find_map(|[first, second]| {
        other.readings.iter().find_map(|[one, two]| {
            if is(first, one) && is(second, two) {
                Some(other.way)
            } else {
                (is(first, two) && is(second, one)).then(|| other.way.turned())
            }
        })
    })
}

/// True where a sentence has the claim's comparing word, or one of its kind, and words of both sides.
fn has_words(own: &Sentence, contrast: &Contrast, sentence: &Sentence) -> bool {
    let compares = |token: &Token| {
        token.surface == own.tokens[contrast.words.start].surface
            || words::comparative(token.surface)
                .is_some_and(|(way, sort)| way == contrast.way && sort == contrast.sort)
    };
    let told = |side: &Side| {
        let tokens = side.tokens();
        tokens.is_empty()
            || tokens.iter().any(|at| sentence.tokens.iter().any(|token| meets(&own.tokens[*at], token)))
    };
    sentence.tokens.iter().any(compares) && contrast.readings.iter().any(|reading| reading.iter().all(told))
}
