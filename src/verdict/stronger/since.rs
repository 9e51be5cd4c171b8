//! "Closed since 2016" against "closed in 2016 and open again two years later".

use crate::statement::word::{self, Key};
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};

/// Words of what did not go on.
const ENDED: [Key; 13] = word::literals([
    "again",
    "reopened",
    "until",
    "resumed",
    "lifted",
    "restored",
    "ended",
    "expired",
    "returned",
    "rejoined",
    "revoked",
    "repealed",
    "reinstated",
]);

/// Words behind "only" of what came later: "took effect only in 2019".
const LATER: [Key; 4] = word::literals(["in", "from", "on", "after"]);

/// The sentence in which what the claim has going on since a time came to an end, or came later.
pub(super) fn weaker(case: &Case<'_>) -> Option<Found> {
    let since = const { word::literal("since") };
    let tokens = &case.own.tokens;
    let own = case.own.periods.iter().find(|period| {
        let at = case.own.tokens_in(&period.span).start;
        let led = |at: Option<usize>| at.is_some_and(|at| tokens[at].surface == since);
        led(Some(at).filter(|at| *at < tokens.len())) || led(at.checked_sub(1))
    })?;
    let says = |words: &[Key], at: usize| {
        case.source.sentences[at].tokens.iter().any(|token| words.contains(&token.surface))
    };
    let dated = (0..case.source.sentences.len()).find(|at| {
        let dates = &case.source.sentences[*at].periods;
        case.is_about(*at) && dates.iter().any(|date| date.from.is_some() && date.from == own.from)
    })?;
    let claimed = tokens.iter().any(|token| ENDED.contains(&token.surface));
    let place = [dated, dated + 1].into_iter().filter(|at| *at < case.source.sentences.len());
    let later = |at: usize| {
        let only = const { word::literal("only") };
        let mut pairs = case.source.sentences[at].tokens.windows(2);
        pairs.any(|pair| pair[0].surface == only && LATER.contains(&pair[1].surface))
    };
    let place = place.into_iter().find(|at| says(&ENDED, *at) || later(*at))?;
    (!claimed && !says(&[since], dated)).then(|| {
        let words = case.source.slice(&case.source.sentences[place].range).trim();
        let reason = format!("the source does not have it going on since then: “{words}”");
        Found::weaker(Code::PERIOD, own.span.clone(), place, reason)
    })
}
