//! "Held over three days" took three days: "over" is no bound where a thing goes on all the while.

use super::sentence::Sentence;
use super::word::{Key, TokenKind, literal, literals};
use crate::quantity::{Bound, Kind, Quantity};

/// What goes on for some time, told without how long.
const GOES_ON: [Key; 14] = literals([
    "held",
    "played",
    "staged",
    "spread",
    "contested",
    "fought",
    "filmed",
    "shot",
    "written",
    "recorded",
    "raced",
    "place",
    "broadcast",
    "erected",
]);
/// Tokens from such a word to "over".
const REACH: usize = 9;

/// Takes the bound off a time that something was spread over.
pub(super) fn unbound(sentence: &Sentence, quantity: &mut Quantity) {
    if quantity.kind != Kind::Duration || quantity.bound != Bound::Over {
        return;
    }
    let at = sentence.tokens_in(&quantity.span).start;
    let ends = |at: &usize| matches!(sentence.tokens[*at].kind, TokenKind::Comma | TokenKind::Break);
    let mut near = (at.saturating_sub(REACH)..at).rev().take_while(|at| !ends(at));
    let over = sentence.tokens.get(at).is_some_and(|token| token.surface == const { literal("over") });
    if over && near.any(|at| GOES_ON.contains(&sentence.tokens[at].surface)) {
        quantity.bound = Bound::Exact;
    }
}
