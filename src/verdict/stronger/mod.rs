//! What a claim says more strongly, of more, or in another order than its source: rules asked of a claim that is borne
//! out in all else.

mod among;
mod channel;
mod deadline;
mod declined;
mod direction;
mod earlier;
mod namesake;
mod placed;
mod played;
mod possessor;
mod schedule;
mod sequence;
mod since;
mod widened;

use super::align::meets;
use super::otherwise::{Case, Test};
use crate::statement::Sentence;
use crate::statement::word::Token;

/// The tests, those that contradict first.
pub(super) const TESTS: [Test; 15] = [
    deadline::against,
    declined::against,
    direction::against,
    possessor::against,
    schedule::against,
    schedule::unproved,
    placed::against,
    played::against,
    sequence::against,
    among::of_group,
    among::of_few,
    widened::of_rank,
    widened::of_time,
    since::weaker,
    namesake::weaker,
];

/// A test that needs no word of the claim to be borne out.
pub(super) const ALONE: [Test; 2] = [channel::against, earlier::against];

/// Words of the claim, in thousandths, that a sentence must hold to be the one that it was made from.
const MADE_MIN: usize = 600;

/// The content words of a claim that a sentence holds, and how many there are.
fn held(own: &[Token], sentence: &Sentence) -> (usize, usize) {
    let words = own.iter().filter(|token| token.content());
    let holds = |word: &&Token| sentence.tokens.iter().any(|token| meets(word, token));
    (words.clone().filter(holds).count(), words.count())
}

/// The sentence that a claim was made from.
fn made_from(case: &Case<'_>) -> Option<usize> {
    let share = |at: &usize| held(&case.own.tokens, &case.source.sentences[*at]);
    let best = (0..case.source.sentences.len()).max_by_key(|at| (share(at).0, std::cmp::Reverse(*at)))?;
    let (found, whole) = share(&best);
    (found * 1000 >= MADE_MIN * whole && found > 1).then_some(best)
}

#[cfg(test)]
mod tests;
