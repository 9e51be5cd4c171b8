//! "The only one of its kind", where a source names a second one.

use super::{Found, holds_name, name_before};
use crate::statement::Reading;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::Verdict;
use crate::verdict::align::{Ask, meets};

/// Share of the claim's weight that the other sentence must hold, in thousandths.
const HELD_MIN: u32 = 750;
/// Words that add one to those known, or count several.
const MORE: [Key; 9] =
    word::literals(["also", "another", "second", "both", "two", "three", "four", "five", "several"]);
/// Tokens from "the only" to the end of its noun.
const NOUN_MAX: usize = 5;

/// A second one that a source names.
pub(super) fn against(claim: &Reading, number: usize, source: &Reading) -> Option<Found> {
    let own = &claim.sentences[number];
    let tokens = &own.tokens;
    let the = const { word::literal("the") };
    let only = const { word::literal("only") };
    let at = (1..tokens.len()).find(|at| tokens[*at].surface == only && tokens[at - 1].surface == the)?;
    let name = &tokens[name_before(own, at)?];
    let noun: Vec<&Token> =
        tokens[at + 1..].iter().take(NOUN_MAX).take_while(|token| token.content()).collect();
    let noun = *noun.last()?;
    let ask = Ask::for_sentence(claim, number, source);
    let mine = |token: &Token| name.iter().any(|word| word.range == token.range);
    let words = || ask.words.iter().filter(|word| !mine(word.token) && word.token.surface != only);
    let whole: u32 = words().map(|word| word.weight).sum();
    source.sentences.iter().enumerate().find_map(|(at, sentence)| {
        let stands = |word: &Token| sentence.tokens.iter().any(|token| meets(word, token));
        let said = |token: &Token| token.surface == only;
        if sentence.tokens.iter().any(said) || sentence.denials().next().is_some() || !stands(noun) {
            return None;
        }
        let held: u32 = words().filter(|word| stands(word.token)).map(|word| word.weight).sum();
        let more = sentence.tokens.iter().any(|token| MORE.contains(&token.surface));
        let stranger = sentence.tokens.iter().enumerate().find(|(place, token)| {
            let known = tokens.iter().any(|word| meets(word, token));
            *place > 0
                && token.capital
                && token.name
                && token.content()
                && token.kind == TokenKind::Word
                && !known
        });
        let (_, stranger) = stranger?;
        let with_mine = holds_name(&sentence.tokens, name);
        let counts = sentence.tokens.iter().any(|token| token.plural && meets(noun, token));
        let second = if with_mine { counts && more } else { more };
        let range = tokens[0].range.start..noun.range.end;
        let reason = format!("the source has another one: “{}”", source.slice(&stranger.range));
        (second && held * 1000 >= whole * HELD_MIN && whole > 0).then_some(Found {
            verdict: Verdict::Contradicted,
            range,
            sentence: at,
            reason,
        })
    })
}
