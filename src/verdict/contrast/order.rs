//! Judges which of two events came first ("the mill was sold before it burned"): by the two dates that the source
//! prints beside the words of each.
//!
//! A side that has a date of its own is left to the rules of dates.

use std::ops::Range;

use super::sides;
use super::words::TIMES;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence, clause};
use crate::temporal::Period;
use crate::verdict::align::meets;
use crate::verdict::period;

/// Share of the weight of an event's words that must stand beside its date, in hundredths.
const SHARE_MIN: u32 = 60;
/// Words that an event needs.
const WORDS_MIN: usize = 1;

const BEFORE: Key = word::literal("before");
const AFTER: Key = word::literal("after");
/// Words that stand for the subject of the other side.
const PRONOUNS: [Key; 5] = word::literals(["he", "she", "it", "they", "being"]);

/// Two events of a claim in their order.
struct Order {
    words: Range<usize>,
    clause: Range<usize>,
    first_is_earlier: bool,
    first: Vec<usize>,
    second: Vec<usize>,
    subject: Vec<usize>,
}

/// What the dates of a source say of the order of two events.
pub(super) struct Dated {
    /// Tokens of the claim that set the order.
    pub words: Range<usize>,
    /// Tokens of its clause.
    pub clause: Range<usize>,
    /// The order is the claim's.
    pub agrees: bool,
    /// The sentences and dates of the two events, the claim's first one first.
    pub events: [(usize, Period); 2],
}

/// A date of a source with the tokens that stand with it.
struct Event<'a> {
    sentence: usize,
    period: &'a Period,
    zone: Range<usize>,
}

/// The order of two events that a source dates.
pub(super) fn dated(claim: &Reading, number: usize, source: &Reading, sentences: &[usize]) -> Option<Dated> {
    let own = &claim.sentences[number];
    orders(claim, own).into_iter().find_map(|order| {
        let events: Vec<Event<'_>> = sentences.iter().flat_map(|at| events(source, *at)).collect();
        let subject = |event: &&Event<'_>| of_subject(own, &order, source, event.sentence);
        let pick = |mine: &[usize], other: &[usize]| {
            let scored = events.iter().filter(subject).filter_map(|event| {
                let (hit, miss) = (share(own, mine, source, event)?, share(own, other, source, event));
                let net = hit.saturating_sub(miss.unwrap_or(0));
                (hit >= SHARE_MIN && net > 0).then_some((hit, net, event))
            });
            let scored: Vec<_> = scored.collect();
            let best = scored.iter().map(|(hit, net, _)| (*hit, *net)).max()?;
            let mut chosen =
                scored.into_iter().filter(|(hit, net, _)| (*hit, *net) == best).map(|(_, _, event)| event);
            let event = chosen.next()?;
            chosen.all(|other| other.period.from == event.period.from).then_some(event)
        };
        let (first, second) = (pick(&order.first, &order.second)?, pick(&order.second, &order.first)?);
        let ends = |event: &Event<'_>| event.period.from.zip(event.period.to);
        let ((from, to), (other_from, other_to)) = (ends(first)?, ends(second)?);
        let earlier = if to <= other_from {
            true
        } else if other_to <= from {
            false
        } else {
            return None;
        };
        let events = [(first.sentence, first.period.clone()), (second.sentence, second.period.clone())];
        let agrees = earlier == order.first_is_earlier;
        Some(Dated { words: order.words.clone(), clause: order.clause.clone(), agrees, events })
    })
}

/// The orders that a sentence tells.
fn orders(claim: &Reading, sentence: &Sentence) -> Vec<Order> {
    let tokens = &sentence.tokens;
    let all =
        (0..tokens.len()).filter(|at| [BEFORE, AFTER].contains(&tokens[*at].surface)).filter_map(|at| {
            let clause = sides::clause(sentence, at);
            let comma = (at..clause.end).find(|at| tokens[*at].kind == TokenKind::Comma);
            let (left, right) = if at == clause.start {
                (comma? + 1..clause.end, at + 1..comma?)
            } else {
                // "Hid them, was caught after being seen": the deed right before is what came after.
                let own = |cut: &usize| {
                    tokens[*cut].kind == TokenKind::Comma
                        && tokens[cut + 1..at].iter().any(|token| token.past)
                };
                let start = (clause.start..at).rev().find(own).map_or(clause.start, |cut| cut + 1);
                (start..at, at + 1..comma.unwrap_or(clause.end))
            };
            let timed = sentence.periods.iter().any(|period| {
                let place = sentence.tokens_in(&period.span);
                clause.start <= place.start && place.end <= clause.end
            });
            let denied = sentence.denials().any(|at| clause.contains(&at));
            if timed
                || denied
                || right.is_empty()
                || left.is_empty()
                || sides::figures(claim, sentence, clause.clone())
            {
                return None;
            }
            let pronoun = PRONOUNS.contains(&tokens[right.start].surface) || tokens[right.start].going;
            let subject = sides::subject(sentence, &(left.start..left.end), left.end)
                .filter(|_| pronoun)
                .unwrap_or_default();
            let named = |range: &Range<usize>| -> Vec<usize> {
                let asked = |at: &usize| {
                    let token = &tokens[*at];
                    token.content()
                        && !subject.contains(at)
                        && !TIMES.contains(&token.surface)
                        && !token.adverb
                };
                range.clone().filter(asked).collect()
            };
            let (first, second) = (named(&left), named(&right));
            let without = |own: &[usize], other: &[usize]| -> Vec<usize> {
                own.iter()
                    .filter(|at| !other.iter().any(|other| tokens[*other].key == tokens[**at].key))
                    .copied()
                    .collect()
            };
            let (one, two) = (without(&first, &second), without(&second, &first));
            let told = one.len() >= WORDS_MIN && two.len() >= WORDS_MIN;
            let first_is_earlier = tokens[at].surface == BEFORE;
            told.then_some(Order {
                words: at..at + 1,
                clause,
                first_is_earlier,
                first: one,
                second: two,
                subject,
            })
        });
    all.collect()
}

/// The dates of a sentence, each with its share of the sentence.
fn events(source: &Reading, at: usize) -> Vec<Event<'_>> {
    let sentence = &source.sentences[at];
    let dated: Vec<(&Period, Range<usize>)> = sentence
        .periods
        .iter()
        .filter(|period| period::is_resolved(period))
        .map(|period| (period, sentence.tokens_in(&period.span)))
        .filter(|(_, tokens)| !tokens.is_empty())
        .collect();
    let places: Vec<Range<usize>> = dated.iter().map(|(_, tokens)| tokens.clone()).collect();
    let zones = clause::zones(sentence, &places);
    dated.into_iter().zip(zones).map(|((period, _), zone)| Event { sentence: at, period, zone }).collect()
}

/// The share of an event's words that stand with a date; none where one of its names does not.
fn share(own: &Sentence, words: &[usize], source: &Reading, event: &Event<'_>) -> Option<u32> {
    let tokens = &source.sentences[event.sentence].tokens[event.zone.clone()];
    let stands =
        |at: usize| tokens.iter().any(|token| token.kind == TokenKind::Word && meets(&own.tokens[at], token));
    let name = |at: usize| own.tokens[at].name && own.tokens[at].capital;
    if words.iter().any(|at| name(*at) && !stands(*at)) {
        return None;
    }
    let weight = |at: usize| if name(at) { 2 } else { 1 };
    let found: u32 = words.iter().filter(|at| stands(**at)).map(|at| weight(*at)).sum();
    (found * 100).checked_div(words.iter().map(|at| weight(*at)).sum())
}

/// True where the sentence is of the subject that both events are of.
fn of_subject(own: &Sentence, order: &Order, source: &Reading, at: usize) -> bool {
    let sentence = &source.sentences[at];
    let behind = sentence.context.iter().chain(&sentence.antecedents).map(|at| &source.sentences[*at]);
    let tokens: Vec<&Token> =
        behind.chain(std::iter::once(sentence)).flat_map(|sentence| &sentence.tokens).collect();
    let mut names = order.subject.iter().filter(|at| own.tokens[**at].name);
    names.all(|at| tokens.iter().any(|token| meets(&own.tokens[*at], token)))
}
