//! "Plays for Ash" against "left Ash in June 2019": who left is there no more.

use super::{Case, Found};
use crate::statement::word::{self, Key, Token};
use crate::verdict::align::meets;
use crate::verdict::code::Code;

/// What somebody does somewhere now.
const DOES: [Key; 10] = word::literals([
    "plays", "works", "serves", "competes", "performs", "teaches", "coaches", "lives", "resides", "manages",
]);
/// Words that lead to where.
const WHERE: [Key; 4] = word::literals(["for", "at", "in", "with"]);
/// Words of going away from a place, and of coming back to it.
const LEFT: [Key; 4] = word::literals(["left", "quit", "departed", "leaving"]);
const BACK: [Key; 6] = word::literals(["returned", "rejoined", "returning", "again", "back", "rejoining"]);
/// Tokens from such a word to the place.
const REACH: usize = 3;

/// The sentence that says that the claim's subject went away.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    let verb = (1..tokens.len().saturating_sub(2))
        .find(|at| DOES.contains(&tokens[*at].surface) && WHERE.contains(&tokens[at + 1].surface))?;
    let named = |token: &Token| token.capital && token.content();
    let place = (verb + 2..(verb + 2 + REACH).min(tokens.len())).find(|at| named(&tokens[*at]))?;
    let back = |token: &Token| BACK.contains(&token.surface);
    if case.source.sentences.iter().any(|sentence| sentence.tokens.iter().any(back)) {
        return None;
    }
    case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
        |(at, sentence)| {
            let others = &sentence.tokens;
            let left = (0..others.len()).find(|at| LEFT.contains(&others[*at].surface))?;
            let near = left + 1..(left + 1 + REACH).min(others.len());
            let there = near.into_iter().find(|at| named(&others[*at]))?;
            let same = meets(&tokens[place], &others[there]);
            let denied = sentence.denials().next().is_some() || case.of_another(sentence, left);
            let range = tokens[verb].range.start..tokens[place].range.end;
            let words = || case.words(verb..place + 1, at, left..there + 1);
            (same && !denied).then(|| Found::against(Code::PERIOD, range, at, words()))
        },
    )
}
