//! Which two figures of a source belong together: a value and what it was before, a value and the change that led to
//! it, a whole and its part. Only what the source sets side by side is taken, by its words or by its periods.

use std::ops::Range;

use super::align::{self, meets};
use super::derive::{Operand, Wanted};
use super::period::{self, When};
use crate::extract::PassageKind;
use crate::quantity::Kind;
use crate::quantity::change::{ChangeRole, Direction};
use crate::statement::word::{self, Token, TokenKind};
use crate::temporal::Period;

/// Words between a value and the one that it is set against.
const AGAINST: [word::Key; 7] =
    word::literals(["against", "versus", "vs", "from", "compared", "after", "opposed"]);
/// Words that make a figure one of an earlier time.
const EARLIER: [word::Key; 5] = word::literals(["earlier", "before", "previous", "ago", "previously"]);
/// Words that follow a bare number that is the size of a difference.
const UP: [word::Key; 5] = word::literals(["more", "higher", "above", "longer", "larger"]);
const DOWN: [word::Key; 7] =
    word::literals(["fewer", "less", "lower", "below", "short", "shorter", "smaller"]);
/// Words that stand before the size of a change.
const ROSE: [word::Key; 3] = word::literals(["up", "increase", "rise"]);
const FELL: [word::Key; 3] = word::literals(["down", "decrease", "fall"]);
/// Content words that may stand between two figures that are set side by side.
const BETWEEN_MAX: usize = 7;
/// Sentences within which an earlier value follows a later one.
const NEAR: usize = 2;

fn tokens<'a>(operand: &Operand<'a>) -> &'a [Token] {
    &operand.source.sentences[operand.statement.sentence].tokens
}

fn one_sentence(one: &Operand<'_>, other: &Operand<'_>) -> bool {
    one.witness == other.witness && one.statement.sentence == other.statement.sentence
}

/// Where a figure stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    witness: usize,
    passage: usize,
    row: bool,
}

impl Place {
    /// That of a figure.
    pub fn of(operand: &Operand<'_>) -> Place {
        let sentence = &operand.source.sentences[operand.statement.sentence];
        let row = sentence.kind == PassageKind::TableRow;
        Place { witness: operand.witness, passage: sentence.passage, row }
    }

    /// The stretch of places, in order, in which all stand that one of them is beside.
    pub fn beside(all: &[Place], at: usize) -> Range<usize> {
        if all[at].row {
            return 0..all.len();
        }
        let around = |other: &&Place| other.is_beside(all[at]);
        let before = all[..at].iter().rev().take_while(around).count();
        at - before..at + all[at..].iter().take_while(around).count()
    }

    /// True where both stand in one passage, or in rows of tables.
    pub fn is_beside(self, other: Place) -> bool {
        self.witness == other.witness && (self.passage == other.passage || self.row && other.row)
    }
}

/// True where both figures stand in one passage, or in rows of tables.
fn together(one: &Operand<'_>, other: &Operand<'_>) -> bool {
    Place::of(one).is_beside(Place::of(other))
}

/// The tokens between two figures of one sentence, the first before the second, where no other figure of their kind
/// stands between them.
fn between<'a>(first: &Operand<'a>, second: &Operand<'a>) -> Option<&'a [Token]> {
    let (from, to) = (first.statement.tokens.end, second.statement.tokens.start);
    let stands_between = |other: &crate::statement::Statement| {
        from <= other.tokens.start
            && other.tokens.end <= to
            && other.quantity.kind == second.statement.quantity.kind
    };
    let figures = first.source.statements_of(first.statement.sentence);
    (one_sentence(first, second) && from <= to && !figures.iter().any(stands_between))
        .then(|| &tokens(first)[from..to])
}

/// True where a figure of any kind stands between two of one sentence.
fn figure_between(first: &Operand<'_>, second: &Operand<'_>) -> bool {
    let (from, to) = (first.statement.tokens.end, second.statement.tokens.start);
    let figures = first.source.statements_of(first.statement.sentence);
    figures.iter().any(|other| from <= other.tokens.start && other.tokens.end <= to)
}

/// True where the words before a figure, in its own segment, put it in an earlier time, or those right behind it do.
fn is_earlier(operand: &Operand<'_>) -> bool {
    let segment = operand.statement.segment.clone();
    tokens(operand)[segment].iter().any(|token| EARLIER.contains(&token.surface))
}

/// True where two figures may count the same: their nouns meet, or one of them has none.
pub(super) fn one_measure(one: &Operand<'_>, other: &Operand<'_>) -> bool {
    let (own, others) = (tokens(one), tokens(other));
    match (one.statement.head, other.statement.head) {
        (Some(head), Some(noun)) => meets(&own[head], &others[noun]) || meets(&others[noun], &own[head]),
        _ => true,
    }
}

/// True where both are amounts of one unit, or the second is a bare number that takes the unit of the first from its
/// sentence: "to 80 tonnes from 40".
fn alike(one: &Operand<'_>, other: &Operand<'_>) -> bool {
    let quantity = &other.statement.quantity;
    let bare = quantity.kind == Kind::Count && quantity.unit.is_empty() && other.statement.head.is_none();
    let amount = matches!(one.statement.quantity.kind, Kind::Dimension | Kind::Currency | Kind::Duration);
    one.like(other) || bare && amount && one_sentence(one, other)
}

/// Times that one member of a sum may be another.
const SIZES_MAX: i128 = 1_000;

/// True where neither of two figures vanishes beside the other.
pub(super) fn of_one_size(one: &Operand<'_>, other: &Operand<'_>) -> bool {
    let small = |one: &Operand<'_>, other: &Operand<'_>| {
        other.interval().scaled(SIZES_MAX, 1).is_some_and(|times| times.below(&one.interval()))
    };
    !small(one, other) && !small(other, one)
}

/// True where the second figure can be taken from the first: it is smaller, and counts the same.
pub(super) fn weighs(whole: &Operand<'_>, part: &Operand<'_>) -> bool {
    part.interval().below(&whole.interval()) && of_one_size(whole, part) && one_measure(whole, part)
}

/// True where the second figure is what the first one was before.
pub(super) fn was(after: &Operand<'_>, before: &Operand<'_>) -> bool {
    let amount = |operand: &Operand<'_>| operand.statement.quantity.change.role != ChangeRole::By;
    if !alike(after, before) || !amount(after) || !amount(before) || after.witness != before.witness {
        return false;
    }
    if after.statement.quantity.kind == Kind::Count && !of_one_size(after, before) {
        return false;
    }
    if after.statement.quantity.change.role == ChangeRole::From {
        return false;
    }
    if one_sentence(after, before) && before.statement.quantity.change.role == ChangeRole::From {
        return between(after, before).or_else(|| between(before, after)).is_some();
    }
    if before.statement.quantity.change.role == ChangeRole::From {
        return false;
    }
    let against = between(after, before).is_some_and(|words| {
        words.iter().any(|token| AGAINST.contains(&token.surface))
            && words.iter().filter(|token| token.content()).count() <= BETWEEN_MAX
            && !words.iter().any(|token| token.kind == TokenKind::Break)
            && !figure_between(after, before)
    });
    if against {
        return true;
    }
    if !together(after, before) || !one_measure(after, before) {
        return false;
    }
    let dated = after.period().zip(before.period());
    if let Some((later, earlier)) = dated {
        return period::periods(later, earlier) == When::Apart
            && later.from > earlier.from
            && later.grain == earlier.grain;
    }
    let near = after.statement.sentence.abs_diff(before.statement.sentence) <= NEAR;
    near && is_earlier(before) && !is_earlier(after)
}

/// The direction of the change of this size that led to a value, or by which it differs from another: "86.2 %, up 1.4
/// points", "44 days, three more than in April".
pub(super) fn changed(value: &Operand<'_>, change: &Operand<'_>) -> Option<Direction> {
    let (amount, size) = (&value.statement.quantity, &change.statement.quantity);
    let fits = match (amount.kind, size.kind) {
        (Kind::Percent, Kind::Points) => true,
        (_, Kind::Count) => size.unit.is_empty() || size.unit == amount.unit,
        (one, other) => one == other && amount.unit == size.unit && one != Kind::Percent,
    };
    // "Grew by 40 to 280".
    let led = between(change, value).is_some_and(|words| words.len() <= 2);
    let ends = size.change.role == ChangeRole::By && amount.change.role == ChangeRole::To;
    if led && ends && fits && change.statement.direction != Direction::None {
        return Some(change.statement.direction);
    }
    let words = between(value, change)?;
    if !fits || words.iter().any(|token| token.kind == TokenKind::Break) {
        return None;
    }
    let after = tokens(change).get(change.statement.tokens.end).map(|token| token.surface);
    let told = change.statement.direction;
    let comma = words.iter().rposition(|token| token.kind == TokenKind::Comma).map_or(0, |at| at + 1);
    let near = words[comma..].iter().filter(|token| token.content()).count() <= 3;
    let behind = after.filter(|_| comma > 0 && words.len() - comma <= 2);
    let said = |forms: &[word::Key]| words[comma..].iter().any(|token| forms.contains(&token.surface));
    match behind {
        Some(next) if UP.contains(&next) => Some(Direction::Up),
        Some(next) if DOWN.contains(&next) => Some(Direction::Down),
        _ if near && said(&ROSE) => Some(Direction::Up),
        _ if near && said(&FELL) => Some(Direction::Down),
        _ if near && size.change.role == ChangeRole::By && told != Direction::None => Some(told),
        _ => None,
    }
}

/// Tokens behind the size of a difference within which the period stands that it is told against.
const THAN_REACH: usize = 4;

/// The period that a difference is told against: "three more than in April".
pub(super) fn than<'a>(change: &Operand<'a>) -> Option<&'a Period> {
    let sentence = &change.source.sentences[change.statement.sentence];
    let at = change.statement.tokens.end;
    let behind = sentence.tokens.get(at..(at + THAN_REACH).min(sentence.tokens.len()))?;
    let words = const { word::literals(["than", "on"]) };
    behind.iter().find(|token| words.contains(&token.surface))?;
    let last = behind.last()?.range.end;
    let start = change.statement.quantity.numeral.end;
    sentence.periods.iter().find(|period| start <= period.span.start && period.span.start <= last)
}

/// Words that lead from a whole to its parts.
const OF: [word::Key; 2] = word::literals(["of", "including"]);
const PARTS: [word::Key; 6] = word::literals(["which", "whom", "these", "those", "them", "the"]);

/// Tokens before a whole that opens its sentence with "of".
const OF_REACH: usize = 5;

/// True where the source says that the second figure is a part of the first: "14,873 runners, of whom 4,102 were women".
pub(super) fn is_part(whole: &Operand<'_>, part: &Operand<'_>) -> bool {
    let leads = |words: &[Token]| {
        words.windows(2).any(|pair| OF.contains(&pair[0].surface) && PARTS.contains(&pair[1].surface))
    };
    if one_sentence(whole, part) && whole.statement.tokens.end <= part.statement.tokens.start {
        // A list of parts may follow: "of whom 40 were bakers and 30 nurses".
        // "Of the guild's 320 posts 27 are vacant".
        let opening = tokens(whole).get(..whole.statement.tokens.start.min(OF_REACH)).unwrap_or_default();
        let led = opening.first().is_some_and(|token| token.surface == OF[0])
            && whole.statement.tokens.start <= OF_REACH;
        return led || leads(&tokens(whole)[whole.statement.tokens.end..part.statement.tokens.start]);
    }
    if let Some(words) = between(part, whole) {
        return words.iter().take(2).any(|token| token.surface == OF[0]);
    }
    let next = whole.witness == part.witness && whole.statement.sentence + 1 == part.statement.sentence;
    let opening = tokens(part).get(..part.statement.tokens.start.min(4)).unwrap_or_default();
    next && leads(&tokens(part)[..opening.len() + 1])
}
/// True where the claim names whose the one figure is, and not whose the other: "Oak sold" beside "Ash sold 40 and Oak
/// 30".
pub(super) fn of_one(wanted: &Wanted<'_>, one: &Operand<'_>, other: &Operand<'_>) -> bool {
    let claimed = &wanted.claim.sentences[wanted.statement.sentence].tokens;
    let names = |operand: &Operand<'_>| -> (bool, bool) {
        let tokens = &operand.source.sentences[operand.statement.sentence].tokens;
        let named = tokens[operand.statement.segment.start..operand.statement.tokens.start]
            .iter()
            .filter(|token| token.capital && token.content());
        let known = |token: &Token| claimed.iter().any(|own| align::meets(own, token));
        (named.clone().any(known), named.clone().any(|token| !known(token)))
    };
    // "Sam gave her 30" has a verb of its own, and is no member of a list.
    let sentence = &other.source.sentences[other.statement.sentence];
    if sentence.tokens[other.statement.segment.clone()].iter().any(|token| token.past && token.content()) {
        return false;
    }
    let ((has, strange), (other_has, other_strange)) = (names(one), names(other));
    has && !other_has && other_strange || other_has && !has && strange
}
