//! "After a dam gave way" against "the flood was not connected with the dam": a cause that the source denies.

use super::{Case, Found};
use crate::statement::Sentence;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::align::meets;
use crate::verdict::code::Code;

/// Words that open what a thing came of, or after.
const CAUSES: [Key; 9] =
    word::literals(["after", "because", "when", "following", "caused", "due", "owing", "since", "as"]);
/// Words of standing to a thing as to a cause.
const JOINED: [Key; 7] =
    word::literals(["connected", "linked", "related", "due", "caused", "triggered", "attributed"]);
/// Tokens from a denial to such a word, and from it to the thing.
const REACH: usize = 3;

/// The denial of the cause that the claim gives.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    if case.own.denials().next().is_some() {
        return None;
    }
    let ends = |token: &Token| matches!(token.kind, TokenKind::Comma | TokenKind::Break);
    let clauses = (0..tokens.len()).filter(|at| CAUSES.contains(&tokens[*at].surface));
    let clauses: Vec<(usize, usize)> = clauses
        .map(|at| (at, (at..tokens.len()).find(|at| ends(&tokens[*at])).unwrap_or(tokens.len())))
        .collect();
    case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
        |(at, sentence)| {
            let thing = unjoined(sentence)?;
            let named =
                |token: &Token| token.content() && !token.name && meets(token, &sentence.tokens[thing]);
            let (from, to) = clauses.iter().find(|(from, to)| tokens[*from..*to].iter().any(named))?;
            let range = tokens[*from].range.start..tokens[*to - 1].range.end;
            let words = case.words(*from..*to, at, thing..thing + 1);
            let reason = format!("{words}, which the source denies to be its cause");
            Some(Found::against(Code::COMPARISON, range, at, reason))
        },
    )
}

/// The thing that a sentence says it was not of: "was not connected with the dam", "was unrelated to the dam".
fn unjoined(sentence: &Sentence) -> Option<usize> {
    let tokens = &sentence.tokens;
    let unrelated = const { word::literals(["unrelated", "unconnected"]) };
    let apart = |at: usize| unrelated.contains(&tokens[at].surface);
    let denied = |at: usize| {
        let denial = sentence.denials().any(|denial| denial < at && at - denial <= REACH);
        denial && JOINED.contains(&tokens[at].surface)
    };
    let joined = (0..tokens.len()).find(|at| apart(*at) || denied(*at))?;
    let plain = |at: &usize| tokens[*at].kind == TokenKind::Word && tokens[*at].content();
    (joined + 1..(joined + 2 + REACH).min(tokens.len())).find(plain)
}
