//! "Toll-free since its opening" against "tolls were collected until 2009".

use super::{Case, Found};
use crate::statement::Sentence;
use crate::statement::word::{self, Key, Token, mark};
use crate::verdict::code::Code;

/// Words of a claim that has it so from the first day on.
const ALWAYS: [Key; 4] = word::literals(["since", "always", "ever", "from"]);
/// Words of a sentence by which a thing is gone, or is not asked for.
const GONE: [Key; 13] = word::literals([
    "free",
    "without",
    "abolished",
    "removed",
    "lifted",
    "scrapped",
    "dropped",
    "waived",
    "ended",
    "exempt",
    "instead",
    "no",
    "zero",
]);

/// The sentence in which there is, or was, what the claim has a thing free of.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    let free = const { word::literal("free") };
    let at = (2..tokens.len()).find(|at| {
        let joined =
            tokens[at - 1].key == mark("-") && tokens[at - 1].range.start == tokens[at - 2].range.end;
        tokens[*at].surface == free && joined && tokens[at - 2].content()
    })?;
    let thing = &tokens[at - 2];
    let is_thing = |token: &Token| token.key == thing.key;
    let until = const { word::literal("until") };
    let always = tokens[at..].iter().any(|token| ALWAYS.contains(&token.surface));
    let number = case.source.sentences.iter().position(|sentence| {
        sentence.tokens.iter().any(is_thing) && taken(sentence) && {
            let over = sentence.tokens.iter().any(|token| token.surface == until);
            !over || always
        }
    })?;
    let gone = |sentence: &Sentence| {
        sentence.denials().next().is_some()
            || sentence.tokens.iter().any(|token| GONE.contains(&token.surface))
    };
    let about = |sentence: &&Sentence| sentence.tokens.iter().any(is_thing);
    if case.source.sentences.iter().filter(about).any(gone) {
        return None;
    }
    let range = thing.range.start..tokens[at].range.end;
    let sentence = &case.source.sentences[number];
    let reason =
        format!("“{}” against “{}”", case.claim.slice(&range), case.source.slice(&sentence.range).trim());
    Some(Found::against(Code::COMPARISON, range, number, reason))
}

/// Words of what is asked for, or put into a thing.
const TAKEN: [Key; 14] = word::literals([
    "collected",
    "charged",
    "charges",
    "levied",
    "paid",
    "pay",
    "taken",
    "added",
    "contains",
    "contained",
    "used",
    "imposed",
    "collects",
    "costs",
]);

fn taken(sentence: &Sentence) -> bool {
    sentence.tokens.iter().any(|token| TAKEN.contains(&token.surface))
}
