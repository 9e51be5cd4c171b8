//! Which end of a spell a date is: "became the mayor in 2012" against "was the mayor until July 2012".

use super::{Case, Found};
use crate::statement::Sentence;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::temporal::Period;
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::period::{self, When};

/// Verbs of beginning to hold a place.
const BEGINS: [Key; 9] = word::literals([
    "became",
    "assumed",
    "joined",
    "appointed",
    "elected",
    "started",
    "began",
    "entered",
    "promoted",
]);
/// Verbs of ceasing to hold it.
const ENDS: [Key; 8] =
    word::literals(["retired", "resigned", "left", "quit", "stepped", "ended", "ceased", "departed"]);
/// Tokens from such a verb to its date.
const REACH: usize = 10;
/// Words that must stand between them.
const WORDS_MIN: usize = 1;

/// The verb of an end that a date of the claim belongs to: whether it begins, and where it stands.
fn edge(sentence: &Sentence, date: &Period) -> Option<(bool, usize)> {
    let tokens = &sentence.tokens;
    let at = sentence.tokens_in(&date.span).start;
    let ends = |at: usize| matches!(tokens[at].kind, TokenKind::Comma | TokenKind::Break | TokenKind::Number);
    let mut near = (at.saturating_sub(REACH)..at).rev().take_while(|at| !ends(*at));
    let verb = near.find(|at| tokens[*at].past && !tokens[*at].name)?;
    let form = tokens[verb].surface;
    BEGINS.contains(&form).then_some((true, verb)).or_else(|| ENDS.contains(&form).then_some((false, verb)))
}

/// The source's date of the other end.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    let wanted = case.own.periods.iter().find(|wanted| period::is_resolved(wanted))?;
    let (begins, verb) = edge(case.own, wanted)?;
    let date = case.own.tokens_in(&wanted.span);
    let place: Vec<&Token> = tokens[verb + 1..date.start]
        .iter()
        .filter(|token| token.content() && !token.gloss.is_light())
        .collect();
    if place.len() < WORDS_MIN || case.own.denials().next().is_some() {
        return None;
    }
    let says = |sentence: &Sentence, words: &[Key]| {
        sentence.tokens.iter().any(|token| words.contains(&token.surface))
    };
    let (own_words, other_words) = if begins { (&BEGINS[..], &ENDS[..]) } else { (&ENDS[..], &BEGINS[..]) };
    case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
        |(at, sentence)| {
            let all = place.iter().all(|word| sentence.tokens.iter().any(|token| meets(word, token)));
            let [found] = &sentence.periods[..] else { return None };
            let label = case.source.slice(&found.span);
            let until = label.starts_with("until ") || label.starts_with("till ");
            let met = match found.to.filter(|_| until).and_then(|day| day.pred_opt()) {
                Some(last) => {
                    begins && wanted.from.zip(wanted.to).is_some_and(|(from, to)| from <= last && last < to)
                }
                None => {
                    let same = matches!(period::periods(wanted, found), When::Same | When::Within);
                    same && says(sentence, other_words)
                }
            };
            if !all || !met || says(sentence, own_words) || sentence.denials().next().is_some() {
                return None;
            }
            // "Until 2012, when he was succeeded by Ash": Ash is not the one who held it.
            let there = sentence.tokens_in(&found.span);
            let named = |tokens: &[Token]| {
                tokens
                    .iter()
                    .any(|token| case.subject().is_some_and(|name| name.iter().any(|own| meets(own, token))))
            };
            if until && named(&sentence.tokens) && !named(&sentence.tokens[..there.start]) {
                return None;
            }
            let words = case.words(verb..date.end, at, there);
            Some(Found::against(Code::PERIOD, tokens[verb].range.start..wanted.span.end, at, words))
        },
    )
}
