//! Who holds what only one holds: "Ash is the capital of Kent" against "Kent, whose capital is Oak", "the coach of the
//! team" against "the team coached by Oak".

use std::ops::Range;

use super::{Case, Found, same_verb};
use crate::statement::Sentence;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::align::meets;
use crate::verdict::code::Code;

/// Forms of being now, and of having been.
const IS: [Key; 2] = word::literals(["is", "are"]);
const WAS: [Key; 2] = word::literals(["was", "were"]);
/// Words before a place that somebody comes to hold.
const AS: [Key; 2] = word::literals(["as", "became"]);
/// Tokens behind "is" in which the holder is named.
const HOLDER_REACH: usize = 4;
/// Tokens before "whose" in which the whole is named.
const WHOLE_REACH: usize = 3;
/// Tokens from "of" to the name of the whole.
const OF_REACH: usize = 3;

/// "The capital of Kent": where the noun and its whole stand.
struct Place {
    noun: usize,
    whole: usize,
    /// Whether it is so now, where a form of being says so.
    now: Option<bool>,
}

/// The places that a claim gives to its subject.
fn places(own: &Sentence) -> impl Iterator<Item = Place> {
    let tokens = &own.tokens;
    let (the, of) = const { (word::literal("the"), word::literal("of")) };
    (2..tokens.len().saturating_sub(2)).filter_map(move |noun| {
        let is = |at: usize, form: Key| tokens[at].surface == form;
        if !(is(noun - 1, the) && is(noun + 1, of) && tokens[noun].content() && !tokens[noun].capital) {
            return None;
        }
        let lead = tokens[noun - 2].surface;
        let now = IS.contains(&lead).then_some(true).or_else(|| WAS.contains(&lead).then_some(false));
        let whole = (noun + 2..(noun + 2 + OF_REACH).min(tokens.len())).find(|at| tokens[*at].content())?;
        (now.is_some() || AS.contains(&lead)).then_some(Place { noun, whole, now })
    })
}

/// The one whom the source gives the place, where it is not the claim's.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    places(case.own).find_map(|place| {
        let range = tokens[place.noun - 1].range.start..tokens[place.whole].range.end;
        let found = case.source.sentences.iter().enumerate().find_map(|(at, sentence)| {
            whose(case, &place, sentence).or_else(|| done_by(case, &place, sentence)).map(|told| (at, told))
        });
        let (at, told) = found?;
        let words = case.words(place.noun - 1..place.whole + 1, at, told);
        Some(Found::against(Code::SUBJECT, range, at, words))
    })
}

/// The name that stands among some tokens first.
fn name_in(tokens: &[Token], at: Range<usize>) -> Option<usize> {
    let at = at.start..at.end.min(tokens.len());
    let ends = |token: &Token| matches!(token.kind, TokenKind::Comma | TokenKind::Break);
    let mut near = at.take_while(|at| !ends(&tokens[*at]));
    near.find(|at| tokens[*at].capital && tokens[*at].content() && tokens[*at].kind == TokenKind::Word)
}

/// "Kent, whose capital is Oak"; "the capital of Kent is Oak".
fn whose(case: &Case<'_>, place: &Place, sentence: &Sentence) -> Option<Range<usize>> {
    let (whose, of) = const { (word::literal("whose"), word::literal("of")) };
    let own = &case.own.tokens;
    let tokens = &sentence.tokens;
    let being = match place.now? {
        true => IS,
        false => WAS,
    };
    let is_whole = |at: usize| meets(&own[place.whole], &tokens[at]);
    (1..tokens.len()).filter(|noun| tokens[*noun].key == own[place.noun].key).find_map(|noun| {
        let be = match tokens[noun - 1].surface == whose {
            true if (noun.saturating_sub(1 + WHOLE_REACH)..noun - 1).any(is_whole) => noun + 1,
            _ => {
                tokens.get(noun + 1).filter(|next| next.surface == of)?;
                (noun + 2..(noun + 2 + OF_REACH).min(tokens.len())).find(|at| is_whole(*at))? + 1
            }
        };
        tokens.get(be).filter(|token| being.contains(&token.surface))?;
        let holder = name_in(tokens, be + 1..be + 1 + HOLDER_REACH)?;
        (!case.claims(&tokens[holder])).then_some(noun..holder + 1)
    })
}

/// "The team coached by Oak".
fn done_by(case: &Case<'_>, place: &Place, sentence: &Sentence) -> Option<Range<usize>> {
    let by = const { word::literal("by") };
    let own = &case.own.tokens;
    let tokens = &sentence.tokens;
    (2..tokens.len()).filter(|at| tokens[*at].surface == by).find_map(|at| {
        let (thing, deed) = (&tokens[at - 2], &tokens[at - 1]);
        let doer = name_in(tokens, at + 1..at + 2)?;
        let names = || tokens[doer..].iter().take_while(|token| token.kind != TokenKind::Break);
        let mine = case.subject()?.iter().any(|name| names().any(|token| meets(name, token)));
        (deed.past
            && same_verb(deed, &own[place.noun])
            && meets(&own[place.whole], thing)
            && !mine
            && !case.claims(&tokens[doer]))
        .then_some(at - 2..doer + 1)
    })
}
