//! How much of what a claim says stands with a pair of figures: which words each of them holds, and which belong to
//! another.

use super::align::{self, Word, meets, own_words};
use super::derive::Operand;
use crate::statement::word::Token;

/// Which of the claim's words stand with a figure, a bit each.
pub(super) struct Held {
    /// Its own words.
    own: u64,
    /// Words of its sentence and of what it leans on.
    near: u64,
    /// Words of its source.
    known: u64,
}

impl Held {
    pub fn new(words: &[Word<'_>], operand: &Operand<'_>) -> Held {
        let source = operand.source;
        let sentence = &source.sentences[operand.statement.sentence];
        let bits = |holds: &dyn Fn(&Token) -> bool| {
            let all = words.iter().take(64).enumerate();
            all.filter(|(_, word)| holds(word.token)).fold(0, |bits, (at, _)| bits | 1_u64 << at)
        };
        let stands =
            |at: &usize, word: &Token| source.sentences[*at].tokens.iter().any(|token| meets(word, token));
        Held {
            own: bits(&|word| own_words(source, operand.statement).any(|token| meets(word, token))),
            near: bits(&|word| {
                stands(&operand.statement.sentence, word)
                    || sentence.context.iter().chain(&sentence.antecedents).any(|at| stands(at, word))
            }),
            known: bits(&|word| align::frequency(word, source) > 0),
        }
    }
}

/// Tokens that open a sentence.
const OPENING: usize = 4;

/// True where the figure's sentence opens with a name of which the claim has no word.
fn opens_with_stranger(words: &[Word<'_>], one: &Operand<'_>) -> bool {
    let tokens = &one.source.sentences[one.statement.sentence].tokens;
    let opening = tokens.iter().take(OPENING.min(one.statement.tokens.start));
    let mut names = opening.filter(|token| token.name && token.capital).peekable();
    names.peek().is_some() && names.any(|name| !words.iter().any(|word| meets(word.token, name)))
}

/// How much of what the claim says stands with the operands, in thousandths; none where it names something that the
/// source names nowhere.
pub(super) fn score(words: &[Word<'_>], pair: [usize; 2], all: &[Operand<'_>], held: &[Held]) -> Option<u32> {
    let (mut found, mut whole) = (0, 0);
    for (number, word) in words.iter().take(64).enumerate() {
        let bit = 1_u64 << number;
        // Another figure that the claim's word belongs to, beside them or elsewhere.
        let rivalled = |beside: bool| {
            all.iter().zip(held).enumerate().any(|(at, (rival, holds))| {
                let near = |own: &usize| {
                    let own = &all[*own];
                    let one_sentence = own.statement.sentence == rival.statement.sentence;
                    own.witness == rival.witness && (one_sentence || !beside) && own.like(rival)
                };
                holds.own & bit != 0 && !pair.contains(&at) && pair.iter().any(near)
            })
        };
        let any = |mask: fn(&Held) -> u64| pair.iter().any(|at| mask(&held[*at]) & bit != 0);
        // A subject may be left unsaid, but not where another one opens the sentence.
        let unsaid = || word.unsaid && !pair.iter().any(|own| opens_with_stranger(words, &all[*own]));
        let idle = || unsaid() || align::is_country(word.token) || word.token.gloss.is_light();
        let level = match () {
            () if any(|held| held.own) => 4,
            () if rivalled(true) => 2,
            () if any(|held| held.near) => 3,
            () if rivalled(false) && !idle() => return None,
            () if any(|held| held.known) => 2,
            () if idle() => continue,
            () if word.token.name => return None,
            () => 0,
        };
        found += word.weight * level;
        whole += word.weight * 4;
    }
    Some((found * 1000).checked_div(whole).unwrap_or(0))
}
