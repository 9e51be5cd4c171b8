//! "Guy Paz was convicted" against "Ed Paz was convicted": another of that name did it, or had it done to him.

use crate::statement::Sentence;
use crate::statement::word::{Token, TokenKind};
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Two words of a name, side by side, and none before or behind them.
fn pairs(sentence: &Sentence) -> impl Iterator<Item = usize> {
    let tokens = &sentence.tokens;
    let part = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|token| token.capital && token.content() && token.kind == TokenKind::Word)
    };
    (1..tokens.len()).filter(move |at| {
        part(Some(at - 1)) && part(Some(*at)) && !part(at.checked_sub(2)) && !part(Some(at + 1))
    })
}

/// The namesake of whom alone the source tells the claim's deed.
pub(super) fn weaker(case: &Case<'_>) -> Option<Found> {
    let own = &case.own.tokens;
    let at = pairs(case.own).next().filter(|at| own.get(at + 1).is_some_and(|next| !next.capital))?;
    let (first, last) = (&own[at - 1], &own[at]);
    let verb = own[at + 1..].iter().find(|token| token.past && token.content() && !token.name)?;
    let mut told = case
        .source
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| sentence.tokens.iter().any(|token| meets(verb, token) && token.past));
    let (number, sentence) = told.next().filter(|_| told.next().is_none())?;
    let has =
        |word: &Token, tokens: &[Token]| tokens.iter().any(|token| token.key == word.key && token.capital);
    let deed = sentence.tokens.iter().position(|token| meets(verb, token) && token.past)?;
    let other = pairs(sentence).find(|place| {
        *place < deed
            && sentence.tokens[*place].key == last.key
            && sentence.tokens[place - 1].key != first.key
    })?;
    let known = case.source.sentences.iter().any(|sentence| has(first, &sentence.tokens));
    (known && !has(first, &sentence.tokens)).then(|| {
        let reason = case.words(at - 1..at + 1, number, other - 1..other + 1);
        Found::weaker(Code::SUBJECT, first.range.start..last.range.end, number, reason)
    })
}
