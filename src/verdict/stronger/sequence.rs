//! "Stepped down before the report appeared" against "nine days later the mayor resigned": which of two events came first.

use std::ops::Range;

use super::held;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::temporal::Period;
use crate::verdict::align::meets;
use crate::verdict::code::Code;
use crate::verdict::otherwise::{Case, Found};
use crate::verdict::period;

/// Words between two events of a claim, and whether the first of them came first.
const ORDER: [(Key, bool); 2] = [(word::literal("before"), true), (word::literal("after"), false)];
/// Words of an event that follows what was told before.
const LATER: [Key; 5] = word::literals(["later", "afterwards", "subsequently", "thereafter", "following"]);

/// The two parts of the claim's sentence, each with a verb of its own.
fn parts(tokens: &[Token]) -> Option<(Range<usize>, Range<usize>, bool)> {
    let verb = |range: &Range<usize>| tokens[range.clone()].iter().any(|token| token.past && token.content());
    (1..tokens.len()).find_map(|at| {
        let (_, first) = ORDER.iter().find(|(form, _)| *form == tokens[at].surface)?;
        let ends = |at: &usize| matches!(tokens[*at].kind, TokenKind::Comma | TokenKind::Break);
        let end = (at + 1..tokens.len()).find(ends).unwrap_or(tokens.len());
        let (left, right) = (0..at, at + 1..end);
        // "Two years after": how long after is another question.
        let times = const {
            word::literals(["years", "year", "months", "month", "weeks", "days", "day", "hours", "later"])
        };
        if times.contains(&tokens[at - 1].surface) {
            return None;
        }
        (verb(&left) && verb(&right)).then_some((left, right, *first))
    })
}

/// The order of two events that the source tells in sentences of their own.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let (left, right, first) = parts(&case.own.tokens)?;
    let sentences = &case.source.sentences;
    let score = |part: &Range<usize>, at: usize| held(&case.own.tokens[part.clone()], &sentences[at]).0;
    let mut places: Vec<(usize, usize)> = (0..sentences.len())
        .flat_map(|one| (0..sentences.len()).map(move |two| (one, two)))
        .filter(|(one, two)| one != two && score(&left, *one) > 0 && score(&right, *two) > 1)
        .collect();
    places.sort_by_key(|(one, two)| std::cmp::Reverse(score(&left, *one) + score(&right, *two)));
    let (one, two) = *places.first()?;
    // Where one sentence has both, its own words tell the order.
    let tells = |part: &Range<usize>, at: usize| {
        let mut verbs = case.own.tokens[part.clone()].iter().filter(|token| token.past && token.content());
        verbs.any(|verb| sentences[at].tokens.iter().any(|token| meets(verb, token)))
    };
    let whole = (0..sentences.len()).map(|at| score(&left, at) + score(&right, at)).max()?;
    let both = (0..sentences.len()).any(|at| tells(&left, at) && tells(&right, at));
    if both || whole > score(&left, one) + score(&right, two) {
        return None;
    }
    let says_order = |at: usize| {
        sentences[at].tokens.iter().any(|token| ORDER.iter().any(|(form, _)| *form == token.surface))
    };
    let later = |at: usize| sentences[at].tokens.iter().any(|token| LATER.contains(&token.surface));
    let day = |at: usize| -> Option<Period> {
        let mut dates = sentences[at].periods.iter().filter(|period| period::is_resolved(period));
        dates.next().filter(|_| dates.next().is_none()).cloned()
    };
    let last = one.max(two);
    // The first event came first: told by the word for what follows, or by the dates of both.
    let ordered = match (day(one), day(two)) {
        (Some(one), Some(two)) if one.to.is_some() && one.to <= two.from => Some(true),
        (Some(one), Some(two)) if two.to.is_some() && two.to <= one.from => Some(false),
        _ if one.abs_diff(two) == 1 && later(last) => Some(one < two),
        _ => None,
    };
    (ordered == Some(!first) && !says_order(one) && !says_order(two)).then(|| {
        let words = case.source.slice(&sentences[last].range).trim();
        let reason = format!("the source has the two events in the other order: “{words}”");
        Found::against(Code::PERIOD, case.own.range.clone(), last, reason)
    })
}
