//! The year of a work in a list: "in Ash Hall in 2009" against "Ash Hall (2005) and Oak Hall (2009)".

use super::{Case, Found};
use crate::statement::Sentence;
use crate::statement::word::{Token, TokenKind, mark};
use crate::temporal::Period;
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::period::{self, When};

/// The last word of the title that a date in brackets stands behind.
fn titled<'s>(sentence: &'s Sentence, date: &Period) -> Option<(usize, &'s Token)> {
    let tokens = &sentence.tokens;
    let at = sentence.tokens_in(&date.span);
    let open = at.start.checked_sub(1).filter(|open| tokens[*open].key == mark("("))?;
    let closed = tokens.get(at.end).is_some_and(|token| token.key == mark(")"));
    let title = open.checked_sub(1).map(|at| (at, &tokens[at]))?;
    (closed && title.1.capital && title.1.kind == TokenKind::Word).then_some(title)
}

/// The source's own year of a work, where the claim gives it that of the next.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let mut dates = case.own.periods.iter().filter(|wanted| period::is_resolved(wanted));
    let wanted = dates.next()?;
    if dates.next().is_some() {
        return None;
    }
    let claims = |title: &Token| case.own.tokens.iter().any(|own| own.capital && meets(own, title));
    let apart = |found: &Period| period::periods(wanted, found) == When::Apart;
    case.source.sentences.iter().enumerate().find_map(|(at, sentence)| {
        let mut of_claim = None;
        let mut of_next = false;
        for found in &sentence.periods {
            match titled(sentence, found) {
                Some((place, title)) if claims(title) => {
                    // The claim's own year of its own title.
                    if !apart(found) || of_claim.is_some() {
                        return None;
                    }
                    of_claim = Some((place, found));
                }
                Some(_) => of_next |= !apart(found),
                None if !apart(found) => return None,
                None => {}
            }
        }
        let (place, found) = of_claim.filter(|_| of_next)?;
        let own = case.own.tokens_in(&wanted.span);
        let told = place..sentence.tokens_in(&found.span).end;
        Some(Found::against(Code::PERIOD, wanted.span.clone(), at, case.words(own, at, told)))
    })
}
