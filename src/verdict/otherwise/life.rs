//! When somebody was born and died: "born on 3 May 1927" against "(3 May 1926 – 9 July 1999)" behind the same name.

use super::{Case, Found, prints_year};
use crate::statement::Sentence;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::temporal::Period;
use crate::verdict::code::Code;
use crate::verdict::event;
use crate::verdict::period::{self, When};

const BORN: Key = word::literal("born");
const DIED: [Key; 2] = word::literals(["died", "dies"]);
/// Tokens from "born" to its date.
const REACH: usize = 6;

/// Whether a date is that of a birth, where "born" or "died" stands before it, with the place of that word.
fn told(sentence: &Sentence, date: &Period) -> Option<(bool, usize)> {
    let tokens = &sentence.tokens;
    let at = sentence.tokens_in(&date.span).start;
    let near = (at.saturating_sub(REACH)..at).rev();
    let number = |at: &usize| tokens[*at].kind != TokenKind::Number;
    near.take_while(number).find_map(|at| {
        let form = tokens[at].surface;
        (form == BORN).then_some((true, at)).or_else(|| DIED.contains(&form).then_some((false, at)))
    })
}

/// The source's date of the same birth or death.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let subject = case.subject()?;
    let tokens = &case.own.tokens;
    case.own.periods.iter().filter(|wanted| prints_year(case.claim, wanted)).find_map(|wanted| {
        let (birth, verb) = told(case.own, wanted)?;
        let named = |token: &&Token| token.capital && token.content() && token.kind == TokenKind::Word;
        // Whoever is named right before it was born then.
        let who = tokens[..verb].iter().rev().find(named)?;
        if !subject.iter().any(|name| name.range == who.range) {
            return None;
        }
        let dates: Vec<(usize, Period)> = (0..case.source.sentences.len())
            .flat_map(|at| lives(case, at, birth).into_iter().map(move |date| (at, date)))
            .collect();
        let apart = |date: &Period| period::periods(wanted, date) == When::Apart;
        let (at, date) = dates.first().filter(|_| dates.iter().all(|(_, date)| apart(date)))?;
        let range = tokens[verb].range.start..wanted.span.end;
        let reason = format!("claim {}, source {}", case.claim.slice(&range), case.source.slice(&date.span));
        Some(Found::against(Code::PERIOD, range, *at, reason))
    })
}

/// The births or deaths that a sentence tells of the claim's subject.
fn lives(case: &Case<'_>, at: usize, birth: bool) -> Vec<Period> {
    let sentence = &case.source.sentences[at];
    let claimed = |name: &[Token]| {
        let mut words = name.iter().filter(|token| token.content()).peekable();
        words.peek().is_some() && words.all(|token| case.claims(token))
    };
    let in_brackets = |date: &&Period| {
        let name = event::bearer(sentence, date);
        name.is_some_and(claimed) && case.is_about(at)
    };
    let inside: Vec<&Period> = sentence.periods.iter().filter(in_brackets).collect();
    let end = |date: &Period| {
        let ends = event::both_ends(case.source, date);
        ends.map(|(first, last)| if birth { first } else { last })
    };
    match inside[..] {
        [both] => end(both).into_iter().collect(),
        [first, last] => vec![if birth { first } else { last }.clone()],
        _ => Vec::new(),
    }
}
