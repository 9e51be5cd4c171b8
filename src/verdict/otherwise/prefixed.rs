//! "An inhabited island" against "an uninhabited island": the same noun with the word and its denial.

use super::{Case, Found};
use crate::statement::Sentence;
use crate::statement::word::{self, Token, TokenKind};
use crate::verdict::align::meets;
use crate::verdict::code::Code;

/// Letters of a word that can be denied by a prefix.
const LETTERS_MIN: usize = 5;
/// Tokens from such a word to its noun.
const NOUN_REACH: usize = 7;

/// The denied word of the source, or of the claim.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    if case.own.denials().next().is_some() {
        return None;
    }
    let plain = |token: &&Token| token.content() && !token.capital && token.kind == TokenKind::Word;
    tokens.iter().enumerate().filter(|(_, token)| plain(token)).find_map(|(own, token)| {
        let word = case.claim.slice(&token.range).to_lowercase();
        // "Once inhabited" is no more so.
        let past = const { word::literals(["once", "formerly", "previously"]) };
        let said = |one: &Sentence| {
            (0..one.tokens.len()).any(|at| {
                let before = at.checked_sub(1).map(|at| one.tokens[at].surface);
                one.tokens[at].key == token.key && !before.is_some_and(|before| past.contains(&before))
            })
        };
        if word.len() < LETTERS_MIN || case.source.sentences.iter().any(said) {
            return None;
        }
        case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
            |(at, sentence)| {
                let other = sentence.tokens.iter().position(|other| {
                    plain(&other) && denies(&word, &case.source.slice(&other.range).to_lowercase())
                })?;
                let same = shares_noun(case.own, own, sentence, other) && sentence.denials().next().is_none();
                let words = || case.words(own..own + 1, at, other..other + 1);
                same.then(|| Found::against(Code::COMPARISON, token.range.clone(), at, words()))
            },
        )
    })
}

/// True for "uninhabited" beside "inhabited", either way.
fn denies(one: &str, other: &str) -> bool {
    let denied = |long: &str, short: &str| {
        let rest = long.strip_prefix("un").or_else(|| long.strip_prefix("non"));
        rest == Some(short) && short.len() >= LETTERS_MIN
    };
    denied(one, other) || denied(other, one)
}

/// True where one of the nouns behind both words is the same.
fn shares_noun(own: &Sentence, at: usize, other: &Sentence, place: usize) -> bool {
    let behind = |sentence: &'_ Sentence, at: usize| -> Vec<Token> {
        let near = sentence.tokens[at + 1..].iter().take(NOUN_REACH);
        let near = near.take_while(|token| !matches!(token.kind, TokenKind::Comma | TokenKind::Break));
        near.filter(|token| token.content() && !token.name).cloned().collect()
    };
    let others = behind(other, place);
    behind(own, at).iter().any(|noun| others.iter().any(|other| meets(noun, other)))
}
