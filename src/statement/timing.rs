//! Finds the period that a figure is about among those of its sentence.

use std::ops::Range;

use super::figure::{Timed, resolved};
use super::lexicon::Reading as Phrase;
use super::sentence::Sentence;
use super::word::{self, Key, Token, TokenKind};
use crate::quantity::Quantity;
use crate::quantity::change::ChangeRole;
use crate::temporal::{Grain, Period};

/// Bytes after a base within which its date stands.
const BASE_REACH_MAX: usize = 40;

/// The period nearest to a quantity; not one that dates the value before a change.
pub(super) fn period(
    sentence: &Sentence,
    quantity: &Quantity,
    own: &Range<usize>,
    [segment, around]: [&Range<usize>; 2],
    bases: &[Range<usize>],
) -> Option<Timed> {
    let place = sentence.tokens[own.start].range.start..sentence.tokens[own.end - 1].range.end;
    // A period before the figure counts as a little farther than one after it.
    let distance = |span: &Range<usize>| {
        if span.start >= place.end {
            span.start - place.end
        } else {
            place.start.saturating_sub(span.end)
                + if joins_verb(sentence, span, own) { JOINED_AWAY } else { 0 }
                + if quantity.change.role == ChangeRole::From { 60 } else { 12 }
        }
    };
    let dates_base = |period: &Period| {
        let at = sentence.tokens_in(&period.span);
        compared(sentence, at.start)
            || set_against(sentence, own, at.start)
            || bases.iter().any(|base| base.start <= at.start && at.end <= base.end)
    };
    let touching = |range: &Range<usize>| {
        let tokens = &sentence.tokens;
        let bytes = tokens.get(range.start)?.range.start..tokens.get(range.end.checked_sub(1)?)?.range.end;
        sentence
            .periods
            .iter()
            .filter(|period| bytes.start <= period.span.start && period.span.end <= bytes.end)
            .filter(|period| !so_far(sentence, period) && !spoken(sentence, period) && !dates_base(period))
            .filter(|period| !parted(sentence, own, period))
            .min_by_key(|period| (!resolved(period), distance(&period.span), period.span.start))
    };
    let timed = |period: &Period, nearness| {
        let mut period = period.clone();
        if runs_on(sentence, &period) {
            period.to = None;
        }
        Timed { period, nearness }
    };
    // "The $2 billion (Rs560 billion) of 2023": a base takes the date that follows it.
    let of_base = sentence.periods.iter().find(|period| {
        quantity.change.role == ChangeRole::From
            && resolved(period)
            && period.span.start >= place.end
            && period.span.start - place.end <= BASE_REACH_MAX
    });
    if let Some(period) = of_base {
        return Some(timed(period, 3));
    }
    touching(segment)
        .map(|period| timed(period, 3))
        .or_else(|| touching(around).map(|period| timed(period, 2)))
        .or_else(|| {
            let own = sentence
                .periods
                .iter()
                .filter(|period| !so_far(sentence, period) && !spoken(sentence, period) && resolved(period))
                .filter(|period| !parted(sentence, own, period));
            let own =
                own.min_by_key(|period| (dates_base(period), distance(&period.span), period.span.start))?;
            match dates_base(own) {
                true => grown_since(sentence, quantity, own),
                false => Some(timed(own, 2)),
            }
        })
        .or_else(|| {
            // "Said in May that they already employ 40": what is so by the day of the speech.
            let told = sentence.periods.iter().find(|period| resolved(period) && spoken(sentence, period))?;
            until_now(sentence, around).then(|| timed(told, 2))
        })
        .or_else(|| sentence.carried.as_ref().map(|period| timed(period, 1)))
}

/// Bytes by which a date before "and" and another verb counts as farther.
const JOINED_AWAY: usize = 40;

/// True where "and" and a verb stand between a date and a figure behind it: "joined in 2013 and baked 40 loaves".
fn joins_verb(sentence: &Sentence, span: &Range<usize>, own: &Range<usize>) -> bool {
    let and = const { super::word::literal("and") };
    let from = sentence.tokens_in(span).end.min(own.start);
    let between = &sentence.tokens[from..own.start];
    // What stands behind a comma or a semicolon has another verb.
    let ends = |token: &Token| matches!(token.kind, TokenKind::Comma | TokenKind::Break);
    let between = between.rsplit(ends).next().unwrap_or(between);
    between.windows(2).any(|two| two[0].surface == and && two[1].past && two[1].content())
}

/// Verbs that begin what else is told of a subject.
const PREDICATES: [Key; 8] = word::literals(["is", "are", "was", "were", "has", "have", "had", "became"]);

/// True where a further predicate stands between a figure and a date behind it: "has 40 ovens and was sold in 1950".
pub(crate) fn parted(sentence: &Sentence, own: &Range<usize>, period: &Period) -> bool {
    let tokens = &sentence.tokens;
    let and = const { super::word::literals(["and", "but"]) };
    let pronouns = const { super::word::literals(["it", "he", "she"]) };
    let at = sentence.tokens_in(&period.span).start;
    (own.end..at).any(|at| {
        let joins = tokens[at].kind == TokenKind::Comma || and.contains(&tokens[at].surface);
        let next = at + 1 + usize::from(tokens.get(at + 1).is_some_and(|next| and.contains(&next.surface)));
        let next = next + usize::from(tokens.get(next).is_some_and(|next| pronouns.contains(&next.surface)));
        joins && tokens.get(next).is_some_and(|next| PREDICATES.contains(&next.surface))
    }) || (own.end..at).any(|join| opens_main(tokens, join, own.end, at))
        || own.start > at && joins_verb(sentence, &period.span, own) && follows_verb(tokens, at)
        || own.start > at && stands_aside(sentence, &period.span, own)
}

/// True for the date of an apposition before the main verb of a figure: "Ash, a guild founded in 1973, baked 40 loaves".
fn stands_aside(sentence: &Sentence, span: &Range<usize>, own: &Range<usize>) -> bool {
    let tokens = &sentence.tokens;
    let articles = const { super::word::literals(["a", "an", "the"]) };
    let date = sentence.tokens_in(span);
    let comma = |at: &usize| tokens[*at].kind == TokenKind::Comma;
    let open = (0..date.start).rev().find(comma);
    let apposed = open.is_some_and(|open| {
        articles.contains(&tokens[open + 1].surface)
            && tokens[open + 1..date.start].iter().any(|token| token.past && token.content())
    });
    let closed =
        tokens.get(date.end).is_some_and(|next| next.kind == TokenKind::Comma) && date.end < own.start;
    let main = tokens.get(date.end + 1).is_some_and(|next| next.past);
    apposed && closed && main
}

/// True for a date behind the verb of its clause: "joined in 2013".
fn follows_verb(tokens: &[Token], date: usize) -> bool {
    let clause = tokens[..date].iter().rev().take_while(|token| token.kind != TokenKind::Comma);
    clause.into_iter().any(|token| token.past && token.content())
}

/// True where "and" opens another clause with a subject and a verb of its own before a date, and the figure has a verb:
/// "four were built, and the Ash sank in 1987".
fn opens_main(tokens: &[Token], join: usize, figure: usize, date: usize) -> bool {
    let and = const { super::word::literals(["and", "but", "while"]) };
    let verb = |token: &Token| token.past && (token.content() || PREDICATES.contains(&token.surface));
    let subject = |token: &Token| !token.past && token.kind == TokenKind::Word;
    let led = tokens[join - 1].kind == TokenKind::Comma && and.contains(&tokens[join].surface);
    led && tokens.get(join + 1).is_some_and(subject)
        && tokens[join + 1..date].iter().any(verb)
        && tokens[figure..join].iter().any(verb)
}

/// "That was 7 % more than in 2022" tells of the year after, where no other is named; the figure that grew by it is of
/// some time after.
fn grown_since(sentence: &Sentence, quantity: &Quantity, base: &Period) -> Option<Timed> {
    let at = sentence.tokens_in(&base.span).start;
    if base.grain != Grain::Year || !compared(sentence, at) {
        return None;
    }
    let period = match quantity.change.role {
        ChangeRole::From => return None,
        ChangeRole::By => base.year_after()?,
        _ => Period { from: Some(base.to?), to: None, ..base.clone() },
    };
    Some(Timed { period, nearness: 1 })
}

/// True where the clause tells what is so by now.
fn until_now(sentence: &Sentence, clause: &Range<usize>) -> bool {
    let words = const { super::word::literals(["already", "now", "currently"]) };
    sentence.tokens[clause.clone()].iter().any(|token| words.contains(&token.surface))
}

/// The value before a change is of the year before, unless words of its own date it; of a shorter period nothing is
/// known.
pub(super) fn of_base(timed: Timed, quantity: &Quantity) -> Option<Timed> {
    if quantity.change.role != ChangeRole::From || timed.nearness > 2 {
        return Some(timed);
    }
    let year = timed.period.grain == Grain::Year;
    let period = timed.period.year_before().filter(|_| year)?;
    Some(Timed { period, nearness: 2 })
}

/// "More than in 2024": the period dates what the figure is compared with.
pub(super) fn compared(sentence: &Sentence, at: usize) -> bool {
    // "Up four points on 2023".
    let on = const { super::word::literal("on") };
    let sizes = const { super::word::literals(["points", "point", "percent", "%", "cent"]) };
    if at >= 2 && sentence.tokens[at - 1].surface == on && sizes.contains(&sentence.tokens[at - 2].surface) {
        return true;
    }
    let small = const { super::word::literals(["in", "during", "for", "the", "at", "on"]) };
    let before = (0..at).rev().find(|at| !small.contains(&sentence.tokens[*at].surface));
    before.is_some_and(|before| sentence.tokens[before].surface == const { super::word::literal("than") })
}

/// Words that set a figure against the one of another time.
const AGAINST: [Key; 4] = word::literals(["compared", "against", "versus", "vs"]);
/// Tokens from such a word to the date of what it brings: "compared with 10,471 boats in 2023".
const AGAINST_REACH: usize = 8;

/// True where a date behind a figure is that of another number, which it is set against: "6,330, compared with 10,471 in
/// 2023".
fn set_against(sentence: &Sentence, own: &Range<usize>, at: usize) -> bool {
    let tokens = &sentence.tokens;
    let between = own.end.max(at.saturating_sub(AGAINST_REACH))..at.max(own.end);
    let Some(word) = between.clone().find(|at| AGAINST.contains(&tokens[*at].surface)) else { return false };
    tokens[word..between.end].iter().any(|token| token.kind == TokenKind::Number)
}

/// "So far this year" ends on a day that the words do not tell.
pub(super) fn so_far(sentence: &Sentence, period: &Period) -> bool {
    let at = sentence.tokens_in(&period.span).start;
    at > 1
        && sentence.tokens[at - 1].surface == const { super::word::literal("far") }
        && sentence.tokens[at - 2].surface == const { super::word::literal("so") }
}

/// "Since the law came in July 2020": the stretch runs on.
pub(super) fn runs_on(sentence: &Sentence, period: &Period) -> bool {
    let at = sentence.tokens_in(&period.span).start;
    let since = const { super::word::literal("since") };
    let before = &sentence.tokens[at.saturating_sub(7)..at];
    let Some(place) = before.iter().rposition(|token| token.surface == since) else { return false };
    period.from.is_some() && before[place..].iter().all(|token| token.kind == TokenKind::Word)
}

/// The day of a speech is not that of what is told: "said in May 2021 that …", "a report of July 2020".
pub(crate) fn spoken(sentence: &Sentence, period: &Period) -> bool {
    let at = sentence.tokens_in(&period.span).start;
    let small = const { super::word::literals(["in", "on", "of", "back", "late", "early"]) };
    let verb = (0..at).rev().find(|at| !small.contains(&sentence.tokens[*at].surface));
    let counted = |at: usize| sentence.tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Number);
    verb.is_some_and(|verb| {
        at - verb <= 3
            && !counted(verb)
            && sentence
                .phrases
                .iter()
                .any(|(range, phrase)| *phrase == Phrase::Speech && range.end == verb + 1)
    })
}
