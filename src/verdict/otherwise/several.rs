//! "More than one prize" against "one prize".

use super::{Case, Found};
use crate::statement::word::{self, Key};
use crate::verdict::align::meets;
use crate::verdict::code::Code;

/// Words of one alone.
const ONE: [Key; 5] = word::literals(["one", "a", "an", "single", "only"]);
/// Tokens from "one" to the end of its noun.
const NOUN_REACH: usize = 4;

/// The sentence in which there is one.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let more = const { word::literals(["more", "than", "one"]) };
    let tokens = &case.own.tokens;
    let at = (0..tokens.len().saturating_sub(3))
        .find(|at| (0..3).all(|by| tokens[at + by].surface == more[by]))?;
    let noun =
        (at + 3..(at + 3 + NOUN_REACH).min(tokens.len())).take_while(|at| tokens[*at].content()).last()?;
    let narrower = &tokens[at + 3..noun];
    let mut told = Vec::new();
    for (place, sentence) in case.source.sentences.iter().enumerate() {
        for (word, token) in
            sentence.tokens.iter().enumerate().filter(|(_, token)| meets(&tokens[noun], token))
        {
            let near = &sentence.tokens[word.saturating_sub(NOUN_REACH)..word];
            let same = narrower.iter().all(|own| near.iter().any(|other| meets(own, other)));
            match near.iter().rposition(|other| ONE.contains(&other.surface)) {
                _ if !same => {}
                Some(lead) if !token.plural => told.push((place, word + lead - near.len(), word + 1)),
                // Two of them, or several.
                _ => return None,
            }
        }
    }
    let [(place, from, to)] = told[..] else { return None };
    let range = tokens[at].range.start..tokens[noun].range.end;
    let words = case.words(at..noun + 1, place, from..to);
    case.is_about(place).then(|| Found::against(Code::VALUE, range, place, words))
}
