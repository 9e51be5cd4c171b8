//! How often: "is held every year" against "a biennial fair".

use super::{Case, Found};
use crate::statement::Sentence;
use crate::statement::word::{self, Key, literal};
use crate::verdict::code::Code;

/// Words for how often a thing comes, each with the days between.
const OFTEN: [(Key, u32); 14] = [
    (literal("daily"), 1),
    (literal("weekly"), 7),
    (literal("fortnightly"), 14),
    (literal("monthly"), 30),
    (literal("bimonthly"), 60),
    (literal("quarterly"), 91),
    (literal("annual"), 365),
    (literal("annually"), 365),
    (literal("yearly"), 365),
    (literal("biennial"), 730),
    (literal("biennially"), 730),
    (literal("triennial"), 1095),
    (literal("triennially"), 1095),
    (literal("quadrennial"), 1460),
];
/// Units behind "every" and "each", with their days.
const UNITS: [(Key, u32); 4] =
    [(literal("day"), 1), (literal("week"), 7), (literal("month"), 30), (literal("year"), 365)];

/// How often a sentence says that something comes, if it says so once.
fn often(sentence: &Sentence) -> Option<(u32, std::ops::Range<usize>)> {
    let every = const { word::literals(["every", "each"]) };
    let tokens = &sentence.tokens;
    let mut found = (0..tokens.len()).filter_map(|at| {
        let form = tokens[at].surface;
        if let Some((_, days)) = OFTEN.iter().find(|(word, _)| *word == form) {
            return Some((*days, at..at + 1));
        }
        let next = tokens.get(at + 1).filter(|_| every.contains(&form))?;
        let (_, days) = UNITS.iter().find(|(word, _)| *word == next.surface)?;
        Some((*days, at..at + 2))
    });
    let first = found.next()?;
    found.all(|other| other.0 == first.0).then_some(first)
}

/// Another course of the same thing.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let (days, own) = often(case.own)?;
    let mut told = case.source.sentences.iter().enumerate().filter_map(|(at, one)| Some((at, often(one)?)));
    let (at, (other, there)) = told.next()?;
    let alone = told.next().is_none() && case.source.sentences[at].statements.len() <= 1;
    let held = || {
        let mut words = case.own.tokens.iter().filter(|token| token.content() && token.name);
        words.all(|name| case.source.sentences[at].tokens.iter().any(|token| token.key == name.key))
    };
    let range = case.own.tokens[own.start].range.start..case.own.tokens[own.end - 1].range.end;
    (days != other && alone && case.own.statements.is_empty() && held())
        .then(|| Found::against(Code::COMPARISON, range, at, case.words(own, at, there)))
}
