//! "Was wrongly believed to be born in Ash": the claim denies what a source says without a doubt.

use super::{Case, Found};
use crate::statement::Sentence;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::align::meets;
use crate::verdict::code::Code;

/// Words that make what follows them false.
const FALSE: [Key; 7] = word::literals([
    "wrongly",
    "falsely",
    "mistakenly",
    "erroneously",
    "incorrectly",
    "inaccurately",
    "wrongfully",
]);
/// Words of having something for true, or of saying it.
const HELD: [Key; 18] = word::literals([
    "believed",
    "thought",
    "said",
    "reported",
    "claimed",
    "assumed",
    "listed",
    "described",
    "stated",
    "credited",
    "attributed",
    "identified",
    "held",
    "supposed",
    "considered",
    "recorded",
    "named",
    "called",
]);
/// Words by which a source leaves it open.
const DOUBTS: [Key; 14] = word::literals([
    "mistake",
    "mistaken",
    "error",
    "myth",
    "false",
    "wrong",
    "untrue",
    "contrary",
    "legend",
    "rumour",
    "allegedly",
    "supposedly",
    "disputed",
    "doubtful",
]);
/// Words that must follow for it to be a claim of its own.
const WORDS_MIN: usize = 2;

/// The sentence that says what the claim calls false.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    let at = tokens.iter().position(|token| FALSE.contains(&token.surface))?;
    let to = const { word::literal("to") };
    // "Wrongly believed that", "wrongly remembered to be".
    let held = |at: &usize| {
        HELD.contains(&tokens[*at].surface)
            || tokens[*at].past && tokens.get(at + 1).is_some_and(|next| next.surface == to)
    };
    let verb = (at.saturating_sub(1)..(at + 2).min(tokens.len())).find(held)?;
    let ends = |token: &Token| matches!(token.kind, TokenKind::Comma | TokenKind::Break);
    let said: Vec<&Token> = tokens[at.max(verb) + 1..]
        .iter()
        .take_while(|token| !ends(token))
        .filter(|token| token.content() && !token.gloss.is_light() || token.kind == TokenKind::Number)
        .collect();
    let doubts = |sentence: &Sentence| {
        let doubt = |token: &Token| {
            [&FALSE[..], &HELD[..8], &DOUBTS].iter().any(|words| words.contains(&token.surface))
        };
        sentence.denials().next().is_some() || sentence.tokens.iter().any(doubt)
    };
    if said.len() < WORDS_MIN || case.source.sentences.iter().any(doubts) {
        return None;
    }
    let all =
        |sentence: &Sentence| said.iter().all(|word| sentence.tokens.iter().any(|token| meets(word, token)));
    let (number, _) =
        case.source.sentences.iter().enumerate().find(|(at, one)| all(one) && case.is_about(*at))?;
    let range = tokens[at].range.start..said.last()?.range.end;
    let reason = format!("the claim calls “{}” what the source says", case.claim.slice(&tokens[at].range));
    Some(Found::against(Code::COMPARISON, range, number, reason))
}
