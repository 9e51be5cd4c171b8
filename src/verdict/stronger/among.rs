//! What a source says of a group, or of few, where the claim says it of all.

use super::made_from;
use crate::quantity::Kind;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Words that open the group that a sentence is about.
const OPENS: [Key; 2] = word::literals(["among", "amongst"]);
/// Words of a part of a whole.
const PARTS: [Key; 12] = word::literals([
    "some",
    "few",
    "several",
    "many",
    "most",
    "part",
    "certain",
    "half",
    "among",
    "can",
    "may",
    "sometimes",
]);

/// "Among patients over 75 it halves the risk" against "it halves the risk".
pub(super) fn of_group(case: &Case<'_>) -> Option<Found> {
    let opens = |token: &Token| OPENS.contains(&token.surface);
    case.source.sentences.iter().find(|sentence| sentence.tokens.first().is_some_and(opens))?;
    let at = made_from(case)?;
    let tokens = &case.source.sentences[at].tokens;
    tokens.first().filter(|first| OPENS.contains(&first.surface))?;
    let comma = tokens.iter().position(|token| token.kind == TokenKind::Comma)?;
    let telling = |token: &&Token| token.content() && !token.gloss.is_light();
    let mut group = tokens[1..comma].iter().filter(telling);
    let named = group.clone().any(|token| case.claims(token));
    (!named && group.next().is_some()).then(|| {
        let words = case.source.slice(&(tokens[0].range.start..tokens[comma - 1].range.end));
        Found::weaker(Code::SCOPE, case.own.range.clone(), at, format!("the source says it “{words}”"))
    })
}

/// "Three of the 28 fish tested" against "the fish": some of those counted, told of all.
pub(super) fn of_few(case: &Case<'_>) -> Option<Found> {
    if !case.own.statements.is_empty() {
        return None;
    }
    let at = made_from(case)?;
    let sentence = &case.source.sentences[at];
    let partly = case.own.tokens.iter().any(|token| PARTS.contains(&token.surface));
    let figures = &case.source.statements[sentence.statements.clone()];
    let [part, whole, ..] = figures else { return None };
    let of = const { word::literals(["of"]) };
    let led =
        sentence.tokens[part.tokens.end..whole.tokens.start].iter().any(|token| of.contains(&token.surface));
    let near = part.tokens.start == 0 && whole.tokens.start.saturating_sub(part.tokens.end) <= 2;
    let head = whole.head.map(|head| &sentence.tokens[head]);
    let about = head.is_some_and(|head| case.claims(head));
    (!partly && near && led && about && whole.quantity.kind == Kind::Count).then(|| {
        let words = case.source.slice(&(part.quantity.span.start..whole.quantity.span.end));
        Found::weaker(
            Code::SCOPE,
            case.own.range.clone(),
            at,
            format!("the source says it of “{words}” only"),
        )
    })
}
