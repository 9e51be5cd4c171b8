//! Of which country, and of which part of one: "a Spanish skater" against "a Dutch skater", "the Province of Ash"
//! against "the Province of Oak".

use std::ops::Range;

use super::{Case, Found};
use crate::statement::Sentence;
use crate::statement::lexicon::{Role, lexicon};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::align::{is_country, meets};
use crate::verdict::code::Code;

/// Parts of a country of which a place lies in one.
const PARTS: [Key; 10] = word::literals([
    "province",
    "district",
    "county",
    "municipality",
    "department",
    "canton",
    "prefecture",
    "diocese",
    "parish",
    "oblast",
]);
/// Forms of being.
const BE: [Key; 4] = word::literals(["is", "was", "are", "were"]);
const FROM: Key = word::literal("from");
/// Words of a country before its noun.
const NOUN_REACH: usize = 3;

/// The source's country or part of one, where the claim has another.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    of_country(case).or_else(|| of_part(case))
}

/// The words of a country with the noun that they are said of: "Spanish speed skater", "a gymnast from Spain".
fn nations(sentence: &Sentence) -> impl Iterator<Item = (Range<usize>, usize)> {
    let tokens = &sentence.tokens;
    let of = |at: usize| is_country(&tokens[at]) && tokens[at].capital && tokens[at].kind == TokenKind::Word;
    (0..tokens.len()).filter(move |at| of(*at) && (*at == 0 || !of(at - 1))).filter_map(move |at| {
        let end = (at..tokens.len()).find(|at| !of(*at)).unwrap_or(tokens.len());
        let plain = |at: &usize| {
            let token = &tokens[*at];
            token.content() && !token.capital && !token.past && token.kind == TokenKind::Word
        };
        let from = at.checked_sub(2).filter(|_| tokens[at - 1].surface == FROM).filter(plain);
        let behind = || (end..(end + NOUN_REACH).min(tokens.len())).take_while(plain).last();
        Some((at..end, from.or_else(behind)?))
    })
}

/// True for two words of one country: "Spain" and "Spanish".
fn same_country(one: &Token, other: &Token) -> bool {
    let packs = lexicon();
    let lands = one.classes.iter().filter(|class| packs.classes[usize::from(**class)].role == Role::Country);
    one.key == other.key || lands.into_iter().any(|class| other.classes.contains(class))
}

/// Another people, said of the claim's subject with the same noun.
fn of_country(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    let subject = case.subject()?;
    nations(case.own).find_map(|(own, noun)| {
        let strange = |at: usize| {
            let holds = |token: &Token| same_country(&tokens[at], token);
            !case.source.sentences.iter().any(|sentence| sentence.tokens.iter().any(holds))
        };
        // "Ash is a Spanish skater", "the Spanish skater Ash": nobody else is named between.
        let first = subject.first()?.range.start;
        let named = |token: &Token| token.capital && token.content();
        let before = tokens[..own.start]
            .iter()
            .all(|token| !named(token) || subject.iter().any(|name| name.range == token.range));
        let close = tokens[own.start].range.start < first
            && tokens[noun.max(own.end - 1)].range.end < first
            && !tokens[noun.max(own.end - 1) + 1..]
                .iter()
                .take_while(|token| token.range.start < first)
                .any(Token::content);
        let is = |at: usize| BE.contains(&tokens[at].surface);
        let behind = tokens[own.start].range.start > first && before && (0..own.start).any(is);
        if !own.clone().all(strange) || !(close || behind) {
            return None;
        }
        case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
            |(at, sentence)| {
                let be = sentence.tokens.iter().position(|token| BE.contains(&token.surface))?;
                let (other, said) = nations(sentence).find(|(other, said)| {
                    let quick = (be..other.start).all(|at| !sentence.tokens[at].past || at == be);
                    let stop =
                        sentence.tokens[be..other.start].iter().any(|token| token.kind == TokenKind::Comma);
                    other.start > be && quick && !stop && sentence.tokens[*said].key == tokens[noun].key
                })?;
                let of =
                    |nation: &Range<usize>, noun: usize| nation.start.min(noun)..nation.end.max(noun + 1);
                let (claimed, told) = (of(&own, noun), of(&other, said));
                let range = tokens[claimed.start].range.start..tokens[claimed.end - 1].range.end;
                let words = case.words(claimed, at, told);
                Some(Found::against(Code::SUBJECT, range, at, words))
            },
        )
    })
}

/// "Province of Ash": where the noun and the name stand.
fn parts(sentence: &Sentence) -> Vec<(usize, Range<usize>)> {
    let of = const { word::literal("of") };
    let tokens = &sentence.tokens;
    let named = |at: usize| tokens.get(at).is_some_and(|token| token.capital && token.content());
    let found = (1..tokens.len().saturating_sub(2)).filter(|at| PARTS.contains(&tokens[*at].surface));
    // "In the Province of Ash", not "near the Province of Ash".
    let within = const { word::literals(["in", "within"]) };
    let the = const { word::literal("the") };
    let lies = |at: usize| {
        let lead = at - 1 - usize::from(at > 1 && tokens[at - 1].surface == the);
        within.contains(&tokens[lead].surface)
    };
    found
        .filter(|at| lies(*at))
        .filter(|at| tokens[at + 1].surface == of && named(at + 2))
        .map(|at| (at, at + 2..(at + 2..tokens.len()).find(|at| !named(*at)).unwrap_or(tokens.len())))
        .collect()
}

/// The same part of a country by another name.
fn of_part(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    let [(noun, name)] = &parts(case.own)[..] else { return None };
    let known = |token: &Token| {
        case.source.sentences.iter().any(|sentence| sentence.tokens.iter().any(|other| meets(token, other)))
    };
    if tokens[name.clone()].iter().any(known) {
        return None;
    }
    let told: Vec<(usize, usize, Range<usize>)> = case
        .source
        .sentences
        .iter()
        .enumerate()
        .filter(|(at, _)| case.is_about(*at))
        .flat_map(|(at, sentence)| parts(sentence).into_iter().map(move |(noun, name)| (at, noun, name)))
        .filter(|(at, other, _)| case.source.sentences[*at].tokens[*other].key == tokens[*noun].key)
        .collect();
    let [(at, other, there)] = &told[..] else { return None };
    let range = tokens[*noun].range.start..tokens[name.end - 1].range.end;
    let words = case.words(*noun..name.end, *at, *other..there.end);
    Some(Found::against(Code::SUBJECT, range, *at, words))
}
