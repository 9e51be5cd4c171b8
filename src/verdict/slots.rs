//! Lays a claim's sentence beside a source's sentence word by word, so that each figure and date of the
//! claim finds the one that stands in its place.
//!
//! The alignment keeps the order of words; a figure may stand opposite a figure, a date opposite a date.

use std::ops::Range;

use super::align::meets;
use crate::quantity::Kind;
use crate::statement::word::{Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Words beyond which a sentence is not laid beside another.
const WORDS_MAX: usize = 90;
/// Share of the claim's content words that must be matched in order, in thousandths.
const SIMILAR_MIN: u32 = 720;

/// What stands opposite what.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    /// Sentence of the source.
    pub sentence: usize,
    /// Share of the claim's content words matched in order, in thousandths.
    pub similar: u32,
    /// Claim statement and the source statement in its place.
    pub figures: Vec<(usize, usize)>,
    /// Claim period and source period, as indexes into the sentences' lists.
    pub periods: Vec<(usize, usize)>,
}

enum Cell<'a> {
    Word(&'a Token),
    Figure(usize, Kind),
    Period(usize),
}

fn cells<'a>(reading: &'a Reading, sentence: &'a Sentence) -> Vec<Cell<'a>> {
    let figures: Vec<(Range<usize>, usize)> = sentence
        .statements
        .clone()
        .map(|number| (reading.statements[number].tokens.clone(), number))
        .collect();
    let periods: Vec<(Range<usize>, usize)> = sentence
        .periods
        .iter()
        .enumerate()
        .map(|(number, period)| (sentence.tokens_in(&period.span), number))
        .collect();
    let mut out = Vec::new();
    for (at, token) in sentence.tokens.iter().enumerate() {
        if let Some((range, number)) = figures.iter().find(|(range, _)| range.contains(&at)) {
            if range.start == at {
                out.push(Cell::Figure(*number, reading.statements[*number].quantity.kind));
            }
        } else if let Some((range, number)) = periods.iter().find(|(range, _)| range.contains(&at)) {
            if range.start == at {
                out.push(Cell::Period(*number));
            }
        } else if matches!(token.kind, TokenKind::Word | TokenKind::Number) {
            out.push(Cell::Word(token));
        }
    }
    out
}

fn score(claim: &Cell<'_>, source: &Cell<'_>) -> u32 {
    match (claim, source) {
        (Cell::Word(one), Cell::Word(other)) if one.key == other.key || meets(one, other) => {
            if one.stop {
                2
            } else {
                5
            }
        }
        (Cell::Figure(_, one), Cell::Figure(_, other)) => {
            if one == other {
                3
            } else {
                1
            }
        }
        (Cell::Period(_), Cell::Period(_)) => 3,
        _ => 0,
    }
}

/// Lays one sentence beside another; none where they are not alike enough.
pub(super) fn lay(claim: &Reading, own: usize, source: &Reading, other: usize) -> Option<Slots> {
    let (mine, theirs) = (cells(claim, &claim.sentences[own]), cells(source, &source.sentences[other]));
    if mine.len() > WORDS_MAX || theirs.len() > 2 * WORDS_MAX || mine.is_empty() {
        return None;
    }
    let width = theirs.len() + 1;
    let mut best = vec![0_u32; (mine.len() + 1) * width];
    for row in (0..mine.len()).rev() {
        for column in (0..theirs.len()).rev() {
            let skip = best[(row + 1) * width + column].max(best[row * width + column + 1]);
            let gain = score(&mine[row], &theirs[column]);
            let pair = if gain > 0 { gain + best[(row + 1) * width + column + 1] } else { 0 };
            best[row * width + column] = skip.max(pair);
        }
    }
    let mut slots = Slots { sentence: other, ..Slots::default() };
    let (mut row, mut column, mut matched) = (0, 0, 0);
    while row < mine.len() && column < theirs.len() {
        let gain = score(&mine[row], &theirs[column]);
        let here = best[row * width + column];
        if gain > 0 && here == gain + best[(row + 1) * width + column + 1] {
            match (&mine[row], &theirs[column]) {
                (Cell::Word(word), _) => matched += u32::from(!word.stop),
                (Cell::Figure(one, _), Cell::Figure(two, _)) => slots.figures.push((*one, *two)),
                (Cell::Period(one), Cell::Period(two)) => slots.periods.push((*one, *two)),
                _ => {}
            }
            row += 1;
            column += 1;
        } else if here == best[(row + 1) * width + column] {
            row += 1;
        } else {
            column += 1;
        }
    }
    let content = mine.iter().filter(|cell| matches!(cell, Cell::Word(token) if !token.stop)).count();
    slots.similar = (matched * 1000).checked_div(u32::try_from(content).unwrap_or(u32::MAX)).unwrap_or(1000);
    (slots.similar >= SIMILAR_MIN).then_some(slots)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    #[test]
    fn figures_find_the_one_in_their_place() {
        let claim = read_claim("The bakery sold 40 loaves and 15 cakes to visitors.", None, None);
        let source = read_claim("On Monday the bakery sold 15 loaves and 40 cakes to visitors.", None, None);
        let slots = lay(&claim, 0, &source, 0).expect("the sentences are alike");
        assert_eq!(slots.figures, [(0, 0), (1, 1)]);
    }

    #[test]
    fn unlike_sentences_are_not_laid_beside_each_other() {
        let claim = read_claim("The bakery sold 40 loaves to visitors.", None, None);
        let source = read_claim("Rain fell on 40 towns in the valley.", None, None);
        assert!(lay(&claim, 0, &source, 0).is_none());
    }
}
