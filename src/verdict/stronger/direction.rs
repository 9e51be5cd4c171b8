//! "Prices fell" against "prices have risen": the same noun with the opposite verb, and nowhere with the claim's.

use crate::statement::Sentence;
use crate::statement::lexicon::lexicon;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Tokens from a noun to its verb: "prices have now risen".
const REACH: usize = 4;
/// What may stand between.
const LINKS: [Key; 7] = word::literals(["have", "has", "had", "now", "also", "then", "again"]);

/// The noun before a verb of rising or falling, the verb, and whether it rises.
fn moves(sentence: &Sentence) -> Vec<(usize, usize, bool)> {
    let packs = lexicon();
    let classes = ["rise", "fall"].map(|name| packs.class_named(name));
    let tokens = &sentence.tokens;
    let is = |token: &Token, at: usize| {
        token.past && classes[at].is_some_and(|class| token.classes.contains(&class))
    };
    (1..tokens.len())
        .filter_map(|at| {
            let up = is(&tokens[at], 0);
            if up == is(&tokens[at], 1) {
                return None;
            }
            let near = at.saturating_sub(REACH)..at;
            let mut before =
                near.rev().skip_while(|at| LINKS.contains(&tokens[*at].surface) || tokens[*at].adverb);
            let noun = before.next()?;
            let token = &tokens[noun];
            (token.kind == TokenKind::Word && token.content() && !token.past && !token.capital || noun == 0)
                .then_some((noun, at, up))
        })
        .collect()
}

/// The opposite course of what the claim's noun did.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    if !case.own.statements.is_empty() || case.own.denials().next().is_some() {
        return None;
    }
    let (noun, verb, up) = moves(case.own).pop()?;
    let word = &case.own.tokens[noun];
    let told: Vec<(usize, usize, usize, bool)> = case
        .source
        .sentences
        .iter()
        .enumerate()
        .flat_map(|(at, sentence)| {
            let same = move |(noun, ..): &(usize, usize, bool)| sentence.tokens[*noun].key == word.key;
            moves(sentence).into_iter().filter(same).map(move |(noun, verb, up)| (at, noun, verb, up))
        })
        .collect();
    let (at, place, deed, _) = *told.first()?;
    let denied = case.source.sentences[at].denials().next().is_some();
    (!denied && told.iter().all(|(.., rose)| *rose != up)).then(|| {
        let reason = case.words(noun..verb + 1, at, place..deed + 1);
        Found::against(Code::DIRECTION, case.own.range.clone(), at, reason)
    })
}
