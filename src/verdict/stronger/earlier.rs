//! "Before May 2008 he was the coach" against "in May 2008 he became the coach".

use crate::statement::word::{self, Key};
use crate::temporal::Period;
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};
use crate::verdict::period;

/// Verbs of what begins.
const BEGINS: [Key; 7] =
    word::literals(["became", "appointed", "named", "joined", "elected", "started", "began"]);
/// Words of what is so at a time.
const IS: [Key; 3] = word::literals(["was", "were", "is"]);

/// The beginning of what the claim has before it.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    let before = const { word::literal("before") };
    let own = case.own.periods.iter().find(|period| {
        let at = case.own.tokens_in(&period.span).start;
        let led = |at: Option<usize>| at.is_some_and(|at| tokens[at].surface == before);
        led(Some(at).filter(|at| *at < tokens.len())) || led(at.checked_sub(1))
    })?;
    let verb = (0..tokens.len().saturating_sub(1)).find(|at| IS.contains(&tokens[*at].surface))?;
    // What the claim has somebody be: the first nouns behind its verb.
    let office = tokens[verb + 1..].iter().take_while(|token| token.content() || token.stop);
    let office: Vec<_> = office.filter(|token| token.content() && !token.past).take(2).collect();
    let edge = own.to.or(own.from)?;
    let on = |date: &Period| {
        period::is_resolved(date)
            && date.from.is_some_and(|from| from <= edge)
            && date.to.is_some_and(|to| edge <= to)
    };
    case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
        |(at, sentence)| {
            let begins = sentence.tokens.iter().position(|token| BEGINS.contains(&token.surface))?;
            let same = !office.is_empty()
                && office.iter().all(|own| sentence.tokens[begins..].iter().any(|token| meets(own, token)));
            let dated = sentence.periods.iter().any(on);
            (same && dated).then(|| {
                let reason = case.words(verb..verb + 1, at, begins..begins + 1);
                Found::against(Code::PERIOD, own.span.clone(), at, reason)
            })
        },
    )
}
