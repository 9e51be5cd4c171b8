//! Sums: members of a printed list, two classes that the claim joins, two periods that it adds.

use super::align::meets;
use super::code::Code;
use super::derive::{Derived, Operand, Pool, Wanted};
use super::interval::Interval;
use super::period::{self, When};
use super::show::Scale;
use crate::extract::PassageKind;
use crate::quantity::change::ChangeRole;
use crate::quantity::exact::{self, Exact};
use crate::quantity::{Bound, Quantity};
use crate::statement::Statement;
use crate::statement::word::{self, Token, TokenKind};

/// Fit that a whole and its part need for a remainder.
const REST_MIN: u32 = 750;
/// Names that the claim must put together.
const LEAST_NAMED: usize = 2;
/// Members that make a list.
const LIST_MIN: usize = 3;
/// Fit that a member of a sum needs.
const FIT_MIN: u32 = 350;

/// Derives the sum that a claim's amount asks for.
pub(super) fn derive<'a>(wanted: &Wanted<'_>, pool: &Pool<'a>) -> Vec<Derived<'a>> {
    let all = operands(wanted, pool);
    let mut derived = Vec::new();
    if !wanted.others.is_empty() && wanted.asks("sum") {
        derived.extend(by_period(wanted, &all));
    }
    if wanted.asks("sum") || counted_list(wanted).is_some() || is_few(wanted) {
        derived.extend(by_list(wanted, &all));
    }
    if wanted.asks("sum") {
        derived.extend(by_name(wanted, &all));
    }
    derived.extend(remainders(wanted, &all));
    derived
}

/// Digits that a number must have for a sum of two to be no chance.
const PAIR_DIGITS: i128 = 1000;
/// The same of three and more.
const LIST_DIGITS: i128 = 100;

/// All that one sentence lists of a thing, where the claim has its sum to the digit: "11 on Friday, 18 on Saturday and
/// 15 on Sunday" are 44, and no other figure of the list is what the claim has otherwise.
pub(super) fn in_full<'a>(wanted: &Wanted<'_>, all: &[Operand<'a>]) -> Option<Derived<'a>> {
    let printed = |quantity: &Quantity| {
        let (low, high) = super::interval::ends(&quantity.figure);
        (low == high && quantity.bound == Bound::Exact).then_some(low)
    };
    let value = printed(&wanted.statement.quantity)?;
    let names: Vec<&Token> = wanted.claim.sentences[wanted.statement.sentence]
        .tokens
        .iter()
        .filter(|token| token.capital && token.content() && token.kind == TokenKind::Word)
        .collect();
    let mut at = 0;
    while at < all.len() {
        let end = at + all[at..].iter().take_while(|one| beside(one, &all[at])).count();
        let list = &all[at..end];
        at = end;
        let least = if list.len() == LEAST_NAMED { PAIR_DIGITS } else { LIST_DIGITS };
        let head = |one: &Operand<'a>| {
            one.statement.head.map(|head| &one.source.sentences[one.statement.sentence].tokens[head])
        };
        let counts = |one: &Operand<'a>| {
            head(one).is_none_or(|own| head(&list[0]).is_some_and(|first| meets(own, first)))
        };
        // A name of one member alone makes the claim one of that member.
        let named = |one: &Operand<'_>| -> (bool, bool) {
            let tokens = &one.source.sentences[one.statement.sentence].tokens;
            let before = &tokens[one.statement.segment.start..one.statement.tokens.start];
            let mut own = before.iter().filter(|token| token.capital && token.content());
            let known = |token: &Token| names.iter().any(|name| meets(name, token));
            (own.clone().any(known), own.any(|token| !known(token)))
        };
        let first = named(&list[0]);
        let of_one = list[1..].iter().map(named).any(|(has, strange)| has || first.0 && strange);
        let fits = list.len() >= LEAST_NAMED
            && significand(value) >= least
            && list[0].fit.score >= REST_MIN
            && !list[0].fit.other_head
            && list[0].fit.block.is_none()
            && list.iter().all(|one| list[0].like(one) && in_time(wanted, one) && !one.statement.cell)
            && list.iter().all(counts)
            && !of_one;
        let mut values = list.iter().map(|one| printed(&one.statement.quantity));
        let whole = values.try_fold(Exact::from_integer(0), |sum, one| exact::plus(&sum, &one?));
        if fits && whole == Some(value) {
            return added(list.to_vec());
        }
    }
    None
}

/// The digits of a whole number without the noughts at its end, as a number.
fn significand(value: Exact) -> i128 {
    let mut digits = if value.is_integer() { value.to_integer() } else { 0 };
    while digits != 0 && digits % 10 == 0 {
        digits /= 10;
    }
    digits
}

/// True for two figures of one sentence.
fn beside(one: &Operand<'_>, other: &Operand<'_>) -> bool {
    (one.witness, one.statement.sentence) == (other.witness, other.statement.sentence)
}

/// The amounts of the claim's kind.
pub(super) fn operands<'a>(wanted: &Wanted<'_>, pool: &Pool<'a>) -> Vec<Operand<'a>> {
    let kind = wanted.statement.quantity.kind;
    let mut all =
        pool.operands(wanted, |quantity| quantity.kind == kind && quantity.change.role != ChangeRole::By);
    all.retain(|one| !is_rank(one));
    all
}

/// True for "the top ten": a rank, and no number of things.
fn is_rank(one: &Operand<'_>) -> bool {
    let tokens = &one.source.sentences[one.statement.sentence].tokens;
    let before = one.statement.tokens.start.checked_sub(1).map(|at| tokens[at].surface);
    before == Some(const { word::literal("top") })
}

/// One amount for each of those that the claim names together: "Ash and Oak together built 15".
fn by_name<'a>(wanted: &Wanted<'_>, all: &[Operand<'a>]) -> Option<Derived<'a>> {
    let sentence = &wanted.claim.sentences[wanted.statement.sentence];
    let groups = names(&sentence.tokens[..wanted.statement.tokens.start]);
    if groups.len() < LEAST_NAMED {
        return None;
    }
    let holds = |words: &[Token], group: &[Token]| {
        group.iter().any(|name| words.iter().any(|token| token.capital && meets(name, token)))
    };
    let mut members: Vec<Operand<'a>> = Vec::new();
    for group in &groups {
        let own = |one: &&Operand<'a>| {
            let tokens = &one.source.sentences[one.statement.sentence].tokens;
            let last = names(&tokens[..one.statement.tokens.start]).pop().unwrap_or_default();
            holds(last, group)
                && !groups.iter().any(|other| other != group && holds(last, other))
                && one.statement.quantity.change.role != ChangeRole::From
                && one.fit.block.is_none()
                && in_time(wanted, one)
                && members.first().is_none_or(|first| first.like(one))
        };
        members.push(all.iter().find(own)?.clone());
    }
    added(members)
}

/// The names of a stretch of words, each with all of its parts.
fn names(tokens: &[Token]) -> Vec<&[Token]> {
    let is_name = |token: &Token| token.capital && token.content() && token.kind == TokenKind::Word;
    let joins = |token: &Token| token.kind == TokenKind::Mark;
    let mut groups = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let length = tokens[at..].iter().take_while(|token| is_name(token) || joins(token)).count();
        if tokens[at..at + length].iter().any(is_name) {
            groups.push(&tokens[at..at + length]);
        }
        at += length.max(1);
    }
    groups
}

/// True for a small count of things, which a list can bear out.
fn is_few(wanted: &Wanted<'_>) -> bool {
    let (low, high) = super::interval::ends(&wanted.statement.quantity.figure);
    wanted.statement.head.is_some()
        && wanted.statement.quantity.kind == crate::quantity::Kind::Count
        && low == high
        && low >= Exact::from_integer(3)
        && high <= Exact::from_integer(20)
}

/// The rest of a stretch: a year less its first half is the second.
fn remainders<'a>(wanted: &Wanted<'_>, all: &[Operand<'a>]) -> Vec<Derived<'a>> {
    let Some(period) = &wanted.period else { return Vec::new() };
    let fitting = || {
        all.iter().filter(|one| {
            one.fit.block.is_none() && !one.fit.other_head && !one.fit.far_head && one.fit.score >= REST_MIN
        })
    };
    let mut derived = Vec::new();
    for whole in fitting() {
        for part in fitting().filter(|part| part.like(whole)) {
            let (Some(long), Some(short)) = (whole.period(), part.period()) else { continue };
            let after = long.from == short.from && short.to == period.from && period.to == long.to;
            let before = long.to == short.to && short.from == period.to && period.from == long.from;
            let known =
                short.from.is_some() && short.to.is_some() && period.from.is_some() && period.to.is_some();
            if known
                && (after || before)
                && let Some(interval) = whole.interval().minus(&part.interval())
            {
                let scale = Scale::of(&whole.source.text, &whole.statement.quantity);
                let sum = format!("{} − {} = {}", whole.shown(), part.shown(), scale.interval(&interval));
                let operands = vec![whole.clone(), part.clone()];
                derived.push(Derived { interval, sum, operands, code: Code::PARTS });
            }
        }
    }
    derived
}

/// The count of the members of a list that the claim adds up ("seven brands made …").
pub(super) fn counted_list<'a>(wanted: &Wanted<'a>) -> Option<&'a Statement> {
    let others =
        &wanted.claim.statements[wanted.claim.sentences[wanted.statement.sentence].statements.clone()];
    others.iter().find(|other| {
        other.tokens != wanted.statement.tokens
            && other.quantity.kind == crate::quantity::Kind::Count
            && other.tokens.end <= wanted.statement.tokens.start
            && Interval::figure(&other.quantity.figure)
                .high
                .is_some_and(|high| high <= crate::quantity::exact::Exact::from_integer(30))
    })
}

/// One amount for each period that the claim names.
fn by_period<'a>(wanted: &Wanted<'_>, all: &[Operand<'a>]) -> Option<Derived<'a>> {
    let mut members: Vec<Operand<'a>> = Vec::new();
    for period in wanted.period.iter().chain(&wanted.others) {
        let own = all
            .iter()
            .filter(|one| one.fit.block.is_none() && !one.fit.other_head && one.fit.score >= FIT_MIN)
            .filter(|one| one.period().is_some_and(|own| period::periods(period, own) == When::Same))
            .max_by_key(|one| one.fit.score)?;
        members.push(own.clone());
    }
    added(members)
}

/// The members of one list: two or more amounts of one sentence that are no parts of each other.
fn by_list<'a>(wanted: &Wanted<'_>, all: &[Operand<'a>]) -> Vec<Derived<'a>> {
    let mut derived = Vec::new();
    let mut all_told = None;
    let mut at = 0;
    while at < all.len() {
        let end = list_end(all, at);
        let members: Vec<Operand<'a>> =
            all[at..end].iter().filter(|one| one.like(&all[at]) && in_time(wanted, one)).cloned().collect();
        let count = Exact::from_integer(i128::try_from(members.len()).unwrap_or(i128::MAX));
        let named = members.iter().all(|member| {
            let tokens = &member.source.sentences[member.statement.sentence].tokens;
            let row = if member.statement.cell { 0..tokens.len() } else { member.statement.segment.clone() };
            tokens[row].iter().any(|token| token.name && token.content())
        });
        if members.len() >= LIST_MIN && named && is_small_count(wanted, count) {
            let terms: Vec<&str> = members.iter().map(Operand::printed).collect();
            let sum = format!("the source lists {count}: {}", terms.join(", "));
            derived.push(Derived {
                interval: Interval::point(count),
                sum,
                operands: members.clone(),
                code: Code::PARTS,
            });
        }
        if members.len() >= 2 {
            // A list may open with its own total: then the rest is the list.
            let rest = members[1..].to_vec();
            let whole = members.len() >= LIST_MIN && adds_all(wanted, members.len());
            let sum = added(members);
            all_told = if whole { sum.clone() } else { None };
            derived.extend(sum);
            if rest.len() >= 2 {
                derived.extend(added(rest));
            }
        }
        at = end;
    }
    derived.retain(|one| !one.interval.apart(&Interval::meaning(&wanted.statement.quantity)));
    if derived.is_empty() {
        derived.extend(all_told);
    }
    derived
}

/// True where the claim adds up just so many members: "seven brands together".
fn adds_all(wanted: &Wanted<'_>, members: usize) -> bool {
    let count = Exact::from_integer(i128::try_from(members).unwrap_or(i128::MAX));
    wanted.asks("sum")
        && counted_list(wanted)
            .is_some_and(|list| Interval::figure(&list.quantity.figure) == Interval::point(count))
}

/// The end of the list that begins at an operand: the rest of its sentence, or the rows of its table below it.
fn list_end(all: &[Operand<'_>], at: usize) -> usize {
    let row = |operand: &Operand<'_>| {
        let sentence = &operand.source.sentences[operand.statement.sentence];
        (sentence.kind == PassageKind::TableRow).then_some(sentence.passage)
    };
    let mut end = at + 1;
    while let Some(next) = all.get(end) {
        let last = &all[end - 1];
        let below = row(last).zip(row(next)).is_some_and(|(one, other)| one + 1 == other);
        let beside = last.statement.sentence == next.statement.sentence;
        if next.witness != last.witness || !below && !beside {
            break;
        }
        end += 1;
    }
    end
}

/// True where the claim's figure is this count of things.
fn is_small_count(wanted: &Wanted<'_>, count: Exact) -> bool {
    wanted.statement.head.is_some()
        && Interval::figure(&wanted.statement.quantity.figure) == Interval::point(count)
}

fn in_time(wanted: &Wanted<'_>, operand: &Operand<'_>) -> bool {
    match (&wanted.period, operand.period()) {
        (Some(wanted), Some(own)) => period::periods(wanted, own) != When::Apart,
        _ => true,
    }
}

fn added<'a>(members: Vec<Operand<'a>>) -> Option<Derived<'a>> {
    let mut interval = members.first()?.interval();
    for member in &members[1..] {
        interval = interval.plus(&member.interval())?;
    }
    let scale = Scale::of(&members[0].source.text, &members[0].statement.quantity);
    let terms: Vec<&str> = members.iter().map(Operand::printed).collect();
    let sum = format!("{} = {}", terms.join(" + "), scale.interval(&interval));
    Some(Derived { interval, sum, operands: members, code: Code::PARTS })
}
