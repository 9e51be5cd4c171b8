//! Changes: the growth between two printed amounts, the base that a printed change implies, differences.

use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, One};

use super::code::Code;
use super::derive::{Derived, Operand, Pool, Wanted, sign};
use super::interval::{self, Interval};
use super::pairing;
use super::period::{self, When};
use super::show::Scale;
use crate::quantity::change::ChangeRole;
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind};
use crate::temporal::Period;

/// Fit that an operand of a growth needs.
const FIT_MIN: u32 = 480;

/// True where the claim's figure is the size of a change, or a multiple.
pub(super) fn is_change(wanted: &Wanted<'_>) -> bool {
    let quantity = &wanted.statement.quantity;
    quantity.kind == Kind::Multiple || quantity.change.role == ChangeRole::By || sign(wanted.statement) != 0
}

/// Whether a figure is that of the later period of the claim, and of the earlier one.
pub(super) fn dates(times: &Times, one: &Operand<'_>) -> [bool; 2] {
    let Some((later, Some(earlier))) = times else { return [false; 2] };
    [speaks_for(one, later), speaks_for(one, earlier)]
}

/// True where the figures, of a later and of an earlier period, can be those of one change.
pub(super) fn is_dated(after: &Operand<'_>, before: &Operand<'_>) -> bool {
    let fits = |one: &Operand<'_>| !one.fit.other_head && one.fit.score >= FIT_MIN;
    after.like(before) && fits(after) && fits(before) && pairing::one_measure(after, before)
}

/// A later period, and the earlier one where it is known.
pub(super) type Times = Option<(Period, Option<Period>)>;

/// The later and the earlier period of a claimed change.
pub(super) fn periods(wanted: &Wanted<'_>) -> Times {
    let mut named: Vec<Period> = wanted.period.iter().chain(&wanted.others).cloned().collect();
    named.sort_by_key(|period| period.from);
    named.dedup_by_key(|period| (period.from, period.to));
    match &named[..] {
        [] => None,
        [only] => {
            let span = only.from.zip(only.to);
            // A stretch of several years is a change from its first to its last.
            let years = span.map_or(1, |(from, to)| (to - from).num_days() / 360);
            if (2..60).contains(&years) {
                return Some((edge(only, true)?, Some(edge(only, false)?)));
            }
            Some((only.clone(), only.year_before()))
        }
        [earlier, .., later] => Some((later.clone(), Some(earlier.clone()))),
    }
}

/// The last or first year of a stretch of years.
fn edge(period: &Period, last: bool) -> Option<Period> {
    let mut year = period.clone();
    if last {
        year.from = period.to?.checked_sub_months(chrono::Months::new(12));
    } else {
        year.to = period.from?.checked_add_months(chrono::Months::new(12));
    }
    year.grain = crate::temporal::Grain::Year;
    Some(year)
}

fn speaks_for(operand: &Operand<'_>, wanted: &Period) -> bool {
    operand.period().is_some_and(|own| period::periods(wanted, own) == When::Same)
}

/// The amount before a printed change, or the difference between two amounts.
pub(super) fn base<'a>(wanted: &Wanted<'_>, pool: &Pool<'a>) -> Vec<Derived<'a>> {
    let all = pool.operands(wanted, |_| true);
    if wanted.statement.quantity.change.role == ChangeRole::By {
        return differences(wanted, &all);
    }
    let mut derived = cut_base(wanted, &all);
    let Some(period) = &wanted.period else { return derived };
    for change in
        all.iter().filter(|one| one.statement.quantity.kind == Kind::Percent && sign(one.statement) != 0)
    {
        for after in all.iter().filter(|one| {
            one.statement.quantity.kind == wanted.statement.quantity.kind
                && one.statement.quantity.change.role != ChangeRole::By
                && one.witness == change.witness
        }) {
            let near = after.statement.sentence == change.statement.sentence && before(after, change);
            let fits = after.fit.block.is_none() && !after.fit.other_head && after.fit.score >= FIT_MIN;
            let is_base = after
                .period()
                .and_then(Period::year_before)
                .is_some_and(|before| period::periods(period, &before) == When::Same);
            if near && fits && is_base {
                derived.extend(implied(after, change));
            }
        }
    }
    derived
}

/// The amount before a change whose size is printed both as an amount and in percent.
fn cut_base<'a>(wanted: &Wanted<'_>, all: &[Operand<'a>]) -> Vec<Derived<'a>> {
    let sentence = &wanted.claim.sentences[wanted.statement.sentence];
    let before = const { crate::statement::word::literals(["before", "previous", "earlier", "base"]) };
    let said = sentence.tokens.iter().any(|token| before.contains(&token.surface));
    let is_base = |amount: &Operand<'a>| {
        let earlier = amount.period().and_then(Period::year_before);
        wanted
            .period
            .as_ref()
            .zip(earlier)
            .is_some_and(|(own, earlier)| period::periods(own, &earlier) == When::Same)
    };
    let by = |one: &&Operand<'a>| one.statement.quantity.change.role == ChangeRole::By;
    let mut derived = Vec::new();
    for amount in all.iter().filter(by).filter(|one| {
        let alike = one.statement.quantity.kind == wanted.statement.quantity.kind;
        alike && one.fit.block.is_none() && (said || is_base(one))
    }) {
        for percent in all.iter().filter(|one| {
            one.statement.quantity.kind == Kind::Percent
                && one.statement.sentence == amount.statement.sentence
                && one.witness == amount.witness
        }) {
            let base = percent.interval().scaled(1, 100).and_then(|share| amount.interval().over(&share));
            if let Some(interval) = base {
                let scale = Scale::of(&amount.source.text, &amount.statement.quantity);
                let sum = format!("{} ÷ {} = {}", amount.shown(), percent.shown(), scale.interval(&interval));
                derived.push(Derived {
                    interval,
                    sum,
                    operands: vec![amount.clone(), percent.clone()],
                    code: Code::GROWTH,
                });
            }
        }
    }
    derived
}

/// True where the amount is the last one printed before the change.
fn before(amount: &Operand<'_>, change: &Operand<'_>) -> bool {
    let place = |operand: &Operand<'_>| operand.statement.quantity.numeral.start;
    let between = amount.source.statements_of(amount.statement.sentence).iter().any(|other| {
        let at = other.quantity.numeral.start;
        other.quantity.kind == amount.statement.quantity.kind && place(amount) < at && at < place(change)
    });
    place(amount) < place(change) && !between
}

fn implied<'a>(after: &Operand<'a>, change: &Operand<'a>) -> Option<Derived<'a>> {
    let percent = change.interval();
    let factor = |end: Option<Exact>| {
        let part = end?.checked_mul(&Exact::new(1, 100))?;
        if sign(change.statement) < 0 {
            Exact::one().checked_sub(&part)
        } else {
            Exact::one().checked_add(&part)
        }
    };
    let (one, two) = (factor(percent.low)?, factor(percent.high)?);
    let factor =
        Interval { low: Some(one.min(two)), high: Some(one.max(two)), low_open: false, high_open: false };
    let base = after.interval().over(&factor)?;
    let scale = Scale::of(&after.source.text, &after.statement.quantity);
    let sum = format!(
        "{} with a change of {} implies {} before",
        after.shown(),
        change.printed(),
        scale.interval(&base)
    );
    Some(Derived { interval: base, sum, operands: vec![after.clone(), change.clone()], code: Code::GROWTH })
}

fn differences<'a>(wanted: &Wanted<'_>, all: &[Operand<'a>]) -> Vec<Derived<'a>> {
    let Some((later, Some(earlier))) = periods(wanted) else { return Vec::new() };
    let kind = wanted.statement.quantity.kind;
    let fitting = || {
        all.iter().filter(|one| {
            one.statement.quantity.kind == kind
                && (kind != Kind::Currency || one.statement.quantity.unit == wanted.statement.quantity.unit)
                && one.fit.block.is_none()
                && one.fit.score >= FIT_MIN
        })
    };
    let mut derived = Vec::new();
    for after in fitting().filter(|one| speaks_for(one, &later)) {
        for before in fitting().filter(|one| speaks_for(one, &earlier) && one.like(after)) {
            let (large, small) = if sign(wanted.statement) < 0 { (before, after) } else { (after, before) };
            if let Some(interval) = large.interval().minus(&small.interval()) {
                let scale = Scale::of(&after.source.text, &after.statement.quantity);
                let sum = format!("{} − {} = {}", large.shown(), small.shown(), scale.interval(&interval));
                derived.push(Derived {
                    interval,
                    sum,
                    operands: vec![after.clone(), before.clone()],
                    code: Code::GROWTH,
                });
            }
        }
    }
    derived
}

/// False for three times where $1 million and $4 million are printed: rounding would let it pass, no reader would.
pub(super) fn near_printed(wanted: &Wanted<'_>, derived: &Derived<'_>) -> bool {
    let own = &wanted.statement.quantity;
    let value = |quantity: &crate::quantity::Quantity| interval::ends(&quantity.figure).1;
    let [one, other] = &derived.operands[..] else { return true };
    if own.kind != Kind::Multiple
        || own.bound != Bound::Exact
        || one.statement.quantity.unit != other.statement.quantity.unit
    {
        return true;
    }
    let (first, second) = (value(&one.statement.quantity), value(&other.statement.quantity));
    let (printed, claimed) = (first.checked_div(&second), value(own));
    printed.is_none_or(|printed| {
        let (low, high) = if printed < claimed { (printed, claimed) } else { (claimed, printed) };
        let apart = high.checked_sub(&low).and_then(|apart| apart.checked_mul(&Exact::from_integer(SLACK)));
        apart.is_none_or(|apart| apart <= claimed)
    })
}

/// Part of a multiple by which the one that two printed amounts give may differ from it.
const SLACK: i128 = 8;
