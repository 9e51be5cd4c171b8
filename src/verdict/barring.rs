//! What keeps a number of a source from being evidence for a figure of a claim: another thing, another time, another
//! turn, another role in a change.

use std::ops::Range;

use num_traits::CheckedMul;

use super::align::{self, Fit};
use super::average;
use super::derive::Wanted;
use super::interval::{self, Interval};
use super::period::When;
use super::rate;
use super::reading;
use super::sum;
use super::value::Question;
use crate::claim::Modality;
use crate::quantity::change::{ChangeRole, Direction};
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind};
use crate::statement::label::year_number;
use crate::statement::word::{self, Token};
use crate::statement::{Reading, Sentence, Statement};

/// A whole and its part are two numbers, and either may be right.
pub(super) const WHOLE_AND_PART: &str = "one counts a whole, the other a part of it";

/// Two plans of "up to" different amounts are different plans, though one bound contains the other.
pub(super) fn other_ceiling(own: &Statement, other: &Statement) -> bool {
    let planned = |statement: &Statement| {
        statement.modality != Modality::Actual && statement.quantity.bound == Bound::AtMost
    };
    planned(own)
        && planned(other)
        && own.quantity.kind == other.quantity.kind
        && (own.quantity.unit == other.quantity.unit
            // What is counted may go by another noun: alignment has seen to that.
            || own.quantity.kind == Kind::Count && own.quantity.per == other.quantity.per)
        && super::interval::ends(&own.quantity.figure) != super::interval::ends(&other.quantity.figure)
}

/// Why a statement is no evidence: another thing, another period, another role of the number.
pub(super) fn barred(
    question: &Question<'_>,
    statement: &Statement,
    fit: &Fit,
    when: When,
    flow: bool,
) -> Option<String> {
    if let Some(block) = &fit.block {
        return Some(block.clone());
    }
    if fit.other_head {
        return Some("it counts something else".to_string());
    }
    if fit.unknown_names > 0 && fit.score < 600 {
        return Some("a name of the claim does not stand in the source".to_string());
    }
    if other_land(question, statement) {
        return Some("the claim names another country".to_string());
    }
    if !when.speaks(flow) {
        return Some("it speaks of another period".to_string());
    }
    if let Some(words) = aside(question, statement) {
        return Some(words);
    }
    if other_turn(question, statement).is_some() {
        return Some("it is for another one in order".to_string());
    }
    if statement.cell && align::is_part_row(question.claim, question.own(), question.source, statement) {
        return Some(WHOLE_AND_PART.to_string());
    }
    if is_grade(question, statement) {
        return Some("it counts something else".to_string());
    }
    if average::differs((question.claim, question.own()), (question.source, statement)) {
        return Some("it is the average over another stretch of time".to_string());
    }
    if far_ceiling(question.own(), statement) {
        return Some("it is a bound too far off to say anything of it".to_string());
    }
    role(question, statement)
}

/// True for the 9.0 of "9.0 based on 15 reviews", where reviews are asked for: what is counted has no tenths.
fn is_grade(question: &Question<'_>, statement: &Statement) -> bool {
    let own = question.own();
    let wanted = own.head.map(|head| &question.claim.sentences[own.sentence].tokens[head]);
    let tokens = &question.source.sentences[statement.sentence].tokens;
    let tenths = question.source.slice(&statement.quantity.numeral).contains('.');
    let small = super::interval::ends(&statement.quantity.figure).1 <= Exact::from_integer(100);
    let counts = |other: &Statement| {
        other.head.zip(wanted).is_some_and(|(head, wanted)| align::meets(wanted, &tokens[head]))
    };
    let bare = statement.head.is_none() && !statement.cell;
    bare && tenths && small && question.source.statements_of(statement.sentence).iter().any(counts)
}

/// Words for the ways in which a thing is measured, a list each.
const EXTENTS: [[word::Key; 6]; 4] = [
    word::literals(["high", "tall", "height", "elevation", "altitude", "rises"]),
    word::literals(["long", "length", "lengthy", "runs", "lengths", "longer"]),
    word::literals(["wide", "width", "across", "broad", "breadth", "wider"]),
    word::literals(["deep", "depth", "deeper", "deepest", "depths", "below"]),
];
/// Tokens between a measure and such a word.
const EXTENT_REACH: usize = 3;

/// "40 metres high" against "40 metres long".
fn other_extent(question: &Question<'_>, other: &Statement) -> Option<String> {
    let own = question.own();
    let told = |reading: &'_ Reading, statement: &Statement| {
        let tokens = &reading.sentences[statement.sentence].tokens;
        let near = statement.tokens.start.saturating_sub(EXTENT_REACH)..tokens.len();
        let near = near.start..(statement.tokens.end + EXTENT_REACH).min(near.end);
        near.into_iter().find_map(|at| {
            let way = EXTENTS.iter().position(|names| names.contains(&tokens[at].surface))?;
            Some((way, reading.slice(&tokens[at].range).to_string()))
        })
    };
    if own.quantity.kind != Kind::Dimension {
        return None;
    }
    let (way, words) = told(question.claim, own)?;
    let (found, others) = told(question.source, other)?;
    (way != found).then(|| format!("it is told how {others} it is, not how {words}"))
}

/// True where the claim names a country that the source never does, and the figure's sentence names another.
fn other_land(question: &Question<'_>, statement: &Statement) -> bool {
    let claimed = &question.claim.sentences[question.own().sentence].tokens;
    let told = &question.source.sentences[statement.sentence].tokens;
    let foreign = |token: &&Token| align::is_country(token) && align::frequency(token, question.source) == 0;
    let lands = |tokens: &[Token]| tokens.iter().any(align::is_country);
    claimed.iter().find(foreign).is_some()
        && !claimed.iter().any(|token| align::is_country(token) && !foreign(&token))
        && lands(told)
}

/// Words that leave out all but the one named.
const SELF: [word::Key; 4] = word::literals(["itself", "alone", "themselves", "himself"]);

/// True where the claim counts the one itself, and another figure of the sentence does: "5,400 at the yard and its
/// suppliers, 2,100 of them at the yard itself".
fn counts_more(question: &Question<'_>, statement: &Statement) -> bool {
    let says = |tokens: &[Token]| tokens.iter().any(|token| SELF.contains(&token.surface));
    let told = &question.source.sentences[statement.sentence].tokens;
    !question.in_long
        && says(&question.claim.sentences[question.own().sentence].tokens)
        && says(told)
        && !says(&told[statement.segment.clone()])
}

/// True for a number of the claim that counts nothing it names ("the top two"), where the other counts what the claim
/// never speaks of.
fn counts_unspoken(question: &Question<'_>, statement: &Statement) -> bool {
    let own = question.own();
    let claimed = &question.claim.sentences[own.sentence].tokens;
    let head = statement.head.map(|head| &question.source.sentences[statement.sentence].tokens[head]);
    own.quantity.kind == Kind::Count
        && statement.quantity.kind == Kind::Count
        && own.head.is_none()
        && head.is_some_and(|head| !claimed.iter().any(|token| align::meets(token, head)))
}

/// Why another number clashes with nothing: it counts the whole of which the claim counts a part, or the reverse.
pub(super) fn apart(question: &Question<'_>, statement: &Statement) -> Option<String> {
    let own = question.own();
    if reading::is_narrow(own.scope) != reading::is_narrow(statement.scope)
        && own.quantity.kind == Kind::Count
    {
        return Some(WHOLE_AND_PART.to_string());
    }
    if counts_unspoken(question, statement) {
        return Some("it counts something else".to_string());
    }
    if is_own_part(question, statement) {
        return Some(WHOLE_AND_PART.to_string());
    }
    let other_rate = || rate::apart(question.claim, own, question.source, statement);
    if let Some(words) = other_terms(question, statement).or_else(other_rate) {
        return Some(words);
    }
    // What is planned neither makes nor breaks what was done.
    let done = own.modality == Modality::Actual
        && question.claim.sentences[own.sentence].tells_past(own.clause.clone());
    if done && intends(statement.modality) {
        return Some("it tells of a plan, the claim of a deed".to_string());
    }
    let able = || {
        let tokens = &question.source.sentences[statement.sentence].tokens;
        let phrase = statement.modality_phrase.as_ref().map(|at| tokens[at.start].surface);
        phrase.is_some_and(|phrase| const { word::literals(["can", "could"]) }.contains(&phrase))
    };
    if done && statement.modality == Modality::Capacity && able() {
        return Some("it tells of what can be done, the claim of what was".to_string());
    }
    let wanted = Wanted::new(question.claim, question.number);
    let list = sum::counted_list(&wanted).filter(|_| wanted.asks("sum"))?;
    let members = list.head.map(|head| &question.claim.sentences[list.sentence].tokens[head])?;
    let sentence = &question.source.sentences[statement.sentence];
    // A figure with a name of its own is that of one member.
    let claimed = &question.claim.sentences[own.sentence].tokens;
    let stranger = |token: &Token| token.name && !claimed.iter().any(|other| align::meets(other, token));
    if align::own_words(question.source, statement).any(stranger) {
        return Some(WHOLE_AND_PART.to_string());
    }
    let named = sentence.tokens.iter().any(|token| align::meets(members, token));
    let below = Interval::meaning(&statement.quantity).below(&Interval::meaning(&own.quantity));
    (!named && !below).then(|| WHOLE_AND_PART.to_string())
}

/// Tokens from a part to the whole that it is of: "31 of the club's 88".
const PART_REACH: usize = 6;

/// True for the 31 of a source, where the claim has "31 of their 88" and the 88 are judged.
fn is_own_part(question: &Question<'_>, statement: &Statement) -> bool {
    let own = question.own();
    let sentence = &question.claim.sentences[own.sentence];
    let of = const { word::literal("of") };
    question.claim.statements_of(own.sentence).iter().any(|part| {
        let gap = part.tokens.end..own.tokens.start;
        part.tokens.end <= own.tokens.start
            && gap.len() <= PART_REACH
            && sentence.tokens[gap].iter().any(|token| token.surface == of)
            && interval::ends(&part.quantity.figure) == interval::ends(&statement.quantity.figure)
            && part.quantity.kind == statement.quantity.kind
    })
}

/// "On a single shift" against "on two shifts": a figure on other terms.
fn other_terms(question: &Question<'_>, statement: &Statement) -> Option<String> {
    let single = const { word::literals(["single", "one"]) };
    let tokens = &question.claim.sentences[question.own().sentence].tokens;
    let noun = tokens.windows(2).find(|pair| single.contains(&pair[0].surface) && pair[1].content())?;
    let others = question.source.statements_of(statement.sentence).iter();
    let told = others.filter(|other| other.tokens != statement.tokens).find(|other| {
        let head = other.head.map(|head| &question.source.sentences[other.sentence].tokens[head]);
        let one = super::interval::ends(&other.quantity.figure).1 <= Exact::from_integer(1);
        head.is_some_and(|head| head.key == noun[1].key) && !one
    })?;
    let claimed = question.claim.slice(&(noun[0].range.start..noun[1].range.end));
    Some(format!("{claimed} against {}", question.source.slice(&told.quantity.span).trim()))
}

/// Words that leave a place out: "outside the island".
const OUTSIDE: [word::Key; 2] = word::literals(["outside", "excluding"]);
/// Words of a source for all the places but one.
const ELSEWHERE: [word::Key; 8] = word::literals([
    "outside",
    "excluding",
    "other",
    "elsewhere",
    "abroad",
    "overseas",
    "international",
    "internationally",
]);

/// True for the claim's "outside", where the source speaks of other places.
pub(super) fn says_elsewhere(source: &Reading, token: &Token) -> bool {
    let elsewhere = |token: &Token| ELSEWHERE.contains(&token.surface);
    OUTSIDE.contains(&token.surface)
        && source.sentences.iter().any(|sentence| sentence.tokens.iter().any(elsewhere))
}

/// True where exactly one of the two counts what lies outside of a place.
fn beyond(question: &Question<'_>, statement: &Statement) -> bool {
    let own = question.own();
    let says = |reading: &Reading, at: usize, range: &Range<usize>, words: &[word::Key]| {
        reading.sentences[at].tokens[range.clone()].iter().any(|token| words.contains(&token.surface))
    };
    let left_out = says(question.claim, own.sentence, &own.segment, &OUTSIDE);
    left_out && !says(question.source, statement.sentence, &statement.segment, &ELSEWHERE)
}

/// Why a figure is of another place or stretch than the claim's, by the words of its own part of the sentence.
pub(super) fn aside(question: &Question<'_>, statement: &Statement) -> Option<String> {
    let inside =
        beyond(question, statement).then(|| "it is for inside of what the claim leaves out".to_string());
    let more = || counts_more(question, statement).then(|| "it counts more than the one itself".to_string());
    let extent = || other_extent(question, statement);
    let rest = || is_rest(question, statement).then(|| "it counts the others".to_string());
    inside.or_else(more).or_else(extent).or_else(rest).or_else(|| other_stretch(question, statement))
}

/// Words before the figure of those that are left.
const OTHERS: [word::Key; 3] = word::literals(["other", "remaining", "another"]);

/// True for "the other five", where the claim counts no others.
fn is_rest(question: &Question<'_>, statement: &Statement) -> bool {
    let led = |reading: &Reading, one: &Statement| {
        let before = one.tokens.start.checked_sub(1).map(|at| &reading.sentences[one.sentence].tokens[at]);
        before.is_some_and(|before| OTHERS.contains(&before.surface))
    };
    let own = question.own();
    let same = interval::ends(&own.quantity.figure) == interval::ends(&statement.quantity.figure);
    let exact = own.quantity.bound == Bound::Exact;
    exact && led(question.source, statement) && !led(question.claim, own) && !same
}

/// Names of stretches, each longer than the one before.
const STRETCHES: [[word::Key; 2]; 5] = [
    word::literals(["day", "days"]),
    word::literals(["week", "weeks"]),
    word::literals(["month", "months"]),
    word::literals(["quarter", "quarters"]),
    word::literals(["year", "years"]),
];

/// "In its first month" against "in its first week": the words of the other stretch, where the figure's own words have
/// one.
fn other_stretch(question: &Question<'_>, other: &Statement) -> Option<String> {
    let first = |reading: &'_ Reading, at: usize, range: &Range<usize>| {
        let tokens = &reading.sentences[at].tokens;
        range.clone().filter(|at| ORDER.contains(&tokens[*at].surface)).find_map(|at| {
            let next = tokens.get(at + 1)?;
            let length = STRETCHES.iter().position(|names| names.contains(&next.surface))?;
            Some((length, reading.slice(&(tokens[at].range.start..next.range.end)).to_string()))
        })
    };
    let own = question.own();
    let (length, words) = first(question.claim, own.sentence, &own.segment)?;
    let (told, found) = first(question.source, other.sentence, &other.segment)?;
    (length != told).then(|| format!("{words} against {found}"))
}

/// Words of order that tell one year, stage or round from another.
pub(super) const ORDER: [word::Key; 8] =
    word::literals(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]);
/// The same of ranks: "a secondary language" is a second one.
const RANKS: [word::Key; 3] = word::literals(["primary", "secondary", "tertiary"]);

/// "By the end of the first year" against "by the end of the second": the words of the other turn.
pub(super) fn other_turn(question: &Question<'_>, other: &Statement) -> Option<String> {
    let own = question.own();
    if own.quantity.kind == Kind::Ordinal {
        return None;
    }
    let asked = turns(question.claim, own.sentence);
    let told = if asked.is_empty() { Vec::new() } else { turns(question.source, other.sentence) };
    asked.into_iter().find_map(|turn| {
        let mut alike = told.iter().filter(|told| told.noun == turn.noun).peekable();
        let found = alike.peek()?.words;
        let words = turn.words;
        alike.all(|told| told.order != turn.order).then(|| format!("{words} against {found}"))
    })
}

/// True where the claim speaks of one of several stretches of time: "in its second season". What is told of the first
/// says nothing of it.
pub(super) fn turn_of_time(claim: &Sentence) -> bool {
    let tokens = &claim.tokens;
    let turn = |at: &usize| ORDER.contains(&tokens[*at].surface) && TIMES.contains(&tokens[*at + 1].surface);
    // "By the end of the first year" is a date that something is due.
    let due = |at: usize| {
        let before = &tokens[at.saturating_sub(DUE_REACH)..at];
        before.iter().any(|token| token.surface == const { word::literal("by") })
    };
    (0..tokens.len().saturating_sub(1)).find(turn).is_some_and(|at| !due(at))
}

/// Tokens between "by" and the turn that something is due in.
const DUE_REACH: usize = 5;

/// Stretches of time that are told by their order.
pub(super) const TIMES: [word::Key; 14] = word::literals([
    "season", "year", "quarter", "half", "month", "week", "day", "term", "phase", "stage", "edition",
    "decade", "century", "period",
]);

/// One of several in order: "the second year", "year 2".
struct Turn<'r> {
    order: usize,
    noun: word::Key,
    words: &'r str,
}

/// The turns that a sentence names.
fn turns(reading: &Reading, sentence: usize) -> Vec<Turn<'_>> {
    let tokens = &reading.sentences[sentence].tokens;
    let pair = |at: usize| {
        let next = tokens.get(at + 1)?;
        let words = || reading.slice(&(tokens[at].range.start..next.range.end));
        let place = |forms: &[word::Key]| forms.iter().position(|form| tokens[at].surface == *form);
        let spelt = place(&ORDER).or_else(|| place(&RANKS));
        if let Some(order) = spelt.filter(|_| next.content()) {
            return Some(Turn { order, noun: next.key, words: words() });
        }
        let number = usize::try_from(year_number(reading, tokens, at + 1)?).ok()?;
        let order = number.checked_sub(1).filter(|order| *order < ORDER.len())?;
        Some(Turn { order, noun: tokens[at].key, words: words() })
    };
    (0..tokens.len()).filter_map(pair).collect()
}

/// "Room for up to 30,000" says nothing of 2,000 that came.
pub(super) fn far_ceiling(own: &Statement, other: &Statement) -> bool {
    let planned = own.modality == Modality::Actual && other.modality != Modality::Actual;
    if !planned || !matches!(other.quantity.bound, Bound::AtMost | Bound::Under) {
        return false;
    }
    let (_, most) = super::interval::ends(&other.quantity.figure);
    let (_, claimed) = super::interval::ends(&own.quantity.figure);
    claimed.checked_mul(&Exact::from_integer(2)).is_some_and(|double| double < most)
}

/// Words behind a number that make it the size of a difference.
const MARGINS: [word::Key; 11] = word::literals([
    "more", "fewer", "less", "higher", "lower", "bigger", "larger", "smaller", "longer", "shorter", "taller",
]);

/// What a number is in a change; "lost 5" is the size of one only where a word of rising or falling says so.
pub(super) fn told_role(reading: &Reading, statement: &Statement) -> ChangeRole {
    let sentence = &reading.sentences[statement.sentence];
    let tokens = &sentence.tokens;
    let by = const { word::literal("by") };
    let before = statement.tokens.start.saturating_sub(2)..statement.tokens.start;
    let behind = statement.tokens.end..(statement.tokens.end + 2).min(tokens.len());
    let turning = |at: usize| align::is_direction(&tokens[at]) && !sentence.is_particle(at);
    let turns = statement.quantity.kind != Kind::Currency && statement.quantity.kind != Kind::Count
        || statement.clause.clone().any(turning)
        || tokens[before].iter().any(|token| token.surface == by)
        || tokens[behind].iter().any(|token| MARGINS.contains(&token.surface));
    // "Grows up to 15 cm" is how long it is.
    let sized = statement.quantity.kind == Kind::Dimension && statement.quantity.bound == Bound::AtMost;
    match statement.quantity.change.role {
        ChangeRole::By if !turns || sized => ChangeRole::None,
        role => role,
    }
}

/// The amount of a change, its start and its end are three different numbers.
pub(super) fn role(question: &Question<'_>, other: &Statement) -> Option<String> {
    let own = question.own();
    // "Climb seven places" is the size of a change with or without "by".
    let steps = ["place", "position", "spot", "rank", "notch"];
    if steps.contains(&own.quantity.unit.as_ref()) && steps.contains(&other.quantity.unit.as_ref()) {
        return None;
    }
    let one = told_role(question.claim, own);
    let two = told_role(question.source, other);
    let is_ratio = |kind: Kind| matches!(kind, Kind::Percent | Kind::Points | Kind::Multiple);
    let told =
        own.direction != Direction::None && own.direction == other.direction && is_ratio(own.quantity.kind);
    if (one == ChangeRole::By) != (two == ChangeRole::By) && !told {
        return Some("one is the size of a change, the other is not".to_string());
    }
    let mixed = matches!(
        (one, two),
        (ChangeRole::From, ChangeRole::To | ChangeRole::None)
            | (ChangeRole::To, ChangeRole::From)
            | (ChangeRole::None, ChangeRole::From)
    );
    if mixed && !is_ratio(own.quantity.kind) && own.period.is_none() {
        return Some("one is the value before a change, the other after it".to_string());
    }
    None
}

/// True for what is meant to be, not for what is.
pub(super) fn intends(modality: Modality) -> bool {
    matches!(modality, Modality::Plan | Modality::Target | Modality::Forecast)
}
