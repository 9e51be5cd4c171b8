//! A cause that the claim gives needs words of the source that give it.

use std::ops::Range;

use crate::statement::Reading;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::align::meets;

/// Words that open a cause, with the one behind them.
const OPENINGS: [[&str; 2]; 6] =
    [["because", ""], ["due", "to"], ["owing", "to"], ["thanks", "to"], ["caused", "by"], ["driven", "by"]];
/// Words by which a text gives a reason.
const REASONS: [Key; 40] = word::literals([
    "because",
    "due",
    "owing",
    "thanks",
    "cause",
    "caused",
    "causes",
    "causing",
    "driven",
    "blame",
    "blames",
    "blamed",
    "attribute",
    "attributed",
    "attributes",
    "reason",
    "reasons",
    "result",
    "results",
    "resulting",
    "led",
    "leads",
    "explain",
    "explained",
    "explains",
    "credit",
    "credited",
    "since",
    "following",
    "amid",
    "helped",
    "boosted",
    "hit",
    "reflecting",
    "pointed",
    "points",
    "cited",
    "cites",
    "brought",
    "makes",
]);
/// Words that give one where a clause follows them.
const LOOSE: [Key; 4] = word::literals(["as", "after", "when", "so"]);

/// "Schools due to close": not why, but when.
fn is_due(tokens: &[Token], at: usize) -> bool {
    let due = tokens[at].surface == const { word::literal("due") };
    let named = tokens.get(at + 2).is_some_and(|next| next.stop || next.plural || next.going || next.capital);
    let ends = tokens.get(at + 3).is_none_or(|next| !next.content() && next.kind != TokenKind::Word);
    due && !named && !ends
}

/// The cause that a claim gives and the source does not, with the words for it.
pub(super) fn untold(
    claim: &Reading,
    number: usize,
    source: &Reading,
    said: &[usize],
) -> Option<(Range<usize>, String)> {
    let tokens = &claim.sentences[number].tokens;
    let is = |at: usize, form: &str| {
        form.is_empty() || tokens.get(at).is_some_and(|token| token.surface == word::surface(form))
    };
    let opens = |at: &usize| OPENINGS.iter().any(|[one, two]| is(*at, one) && is(at + 1, two));
    let at = (0..tokens.len()).find(opens).filter(|at| !is_due(tokens, *at))?;
    let comma = |token: &Token| token.kind == TokenKind::Comma;
    let next = tokens[at..].iter().position(comma).map(|length| at + length);
    let end = if at == 0 { next? } else { next.unwrap_or(tokens.len()) };
    let words: Vec<&Token> = tokens[at + 1..end].iter().filter(|token| token.content()).collect();
    let near =
        source.sentences.iter().enumerate().filter(|(at, _)| said.iter().any(|one| one.abs_diff(*at) <= 1));
    let told = near.into_iter().any(|(_, sentence)| {
        let reason = |token: &Token| REASONS.contains(&token.surface) || LOOSE.contains(&token.surface);
        let held = words.iter().filter(|word| sentence.tokens.iter().any(|token| meets(word, token)));
        sentence.tokens.iter().any(reason) && held.count() * 2 >= words.len()
    });
    if words.is_empty() || told {
        return None;
    }
    let range = tokens[at].range.start..tokens[end - 1].range.end;
    let reason = format!("the source does not give the cause “{}”", claim.slice(&range));
    Some((range, reason))
}
