//! The calculations over two printed figures, each an interval with the sum written out.

use num_traits::{CheckedMul, CheckedSub, One, Zero};

use super::code::Code;
use super::derive::{Operand, Wanted, sign};
use super::interval::Interval;
use super::pairing;
use super::show::Scale;
use crate::quantity::change::{ChangeRole, Direction};
use crate::quantity::exact::Exact;

/// An interval, the calculation in words where it is asked for, the finding when it clashes.
pub(super) type Made<'o> = (Interval, Box<dyn Fn() -> String + 'o>, Code);

/// One over the other, times a hundred for percent.
pub(super) fn quotient<'o>(
    one: &'o Operand<'_>,
    other: &'o Operand<'_>,
    times: i128,
    code: Code,
) -> Option<Made<'o>> {
    let ratio = one.interval().over(&other.interval())?.scaled(times, 1)?;
    if ratio.low.is_none_or(|low| low.is_zero()) {
        return None;
    }
    let scale = if times == 100 { Scale::PERCENT } else { Scale::PLAIN };
    let shown = ratio.clone();
    let sum = move || format!("{} ÷ {} = {}", one.shown(), other.shown(), scale.interval(&shown));
    Some((ratio, Box::new(sum), code))
}

/// The change from the second to the first as a share of the second, as the claim tells its direction.
pub(super) fn growth<'o>(
    wanted: &Wanted<'_>,
    after: &'o Operand<'_>,
    before: &'o Operand<'_>,
    times: i128,
) -> Option<Made<'o>> {
    let ratio = after.interval().over(&before.interval())?;
    let falls = sign(wanted.statement) < 0;
    let (low, high) = (ratio.low?, ratio.high?);
    let part = |from: Exact, to: Exact| from.checked_sub(&to)?.checked_mul(&Exact::from_integer(times));
    let one = Exact::one();
    let change = if falls {
        Interval { low: Some(part(one, high)?), high: Some(part(one, low)?), ..ratio.clone() }
    } else {
        Interval { low: Some(part(low, one)?), high: Some(part(high, one)?), ..ratio.clone() }
    };
    let hundred = Interval {
        low: Some(low.checked_sub(&one)?.checked_mul(&Exact::from_integer(100))?),
        high: Some(high.checked_sub(&one)?.checked_mul(&Exact::from_integer(100))?),
        ..ratio
    };
    let sum = move || format!("{} ÷ {} = {}", after.shown(), before.shown(), Scale::change(&hundred));
    Some((change, Box::new(sum), Code::GROWTH))
}

/// The difference in the claim's direction; without one the larger less the smaller.
pub(super) fn difference<'o>(
    wanted: &Wanted<'_>,
    after: &'o Operand<'_>,
    before: &'o Operand<'_>,
) -> Option<Made<'o>> {
    match sign(wanted.statement) {
        0 if after.interval().below(&before.interval()) => difference_of(before, after),
        0 | 1 => difference_of(after, before),
        _ => difference_of(before, after),
    }
}

/// The larger less the smaller.
pub(super) fn difference_of<'o>(large: &'o Operand<'_>, small: &'o Operand<'_>) -> Option<Made<'o>> {
    let interval = large.interval().minus(&small.interval())?;
    let shown = interval.clone();
    let sum = move || {
        let scale = Scale::of(&large.source.text, &large.statement.quantity);
        format!("{} − {} = {}", large.shown(), small.shown(), scale.interval(&shown))
    };
    Some((interval, Box::new(sum), Code::GROWTH))
}

/// The value before the change that is printed beside it.
pub(super) fn base<'o>(value: &'o Operand<'_>, change: &'o Operand<'_>) -> Option<Made<'o>> {
    let direction = pairing::changed(value, change)?;
    let (interval, by) = match direction {
        Direction::Down => (value.interval().plus(&change.interval())?, "+"),
        _ => (value.interval().minus(&change.interval())?, "−"),
    };
    let shown = interval.clone();
    let sum = move || {
        let scale = Scale::of(&value.source.text, &value.statement.quantity);
        format!("{} {by} {} = {}", value.shown(), change.shown(), scale.interval(&shown))
    };
    Some((interval, Box::new(sum), Code::GROWTH))
}

/// A printed share of a printed whole.
pub(super) fn portion<'o>(whole: &'o Operand<'_>, share: &'o Operand<'_>) -> Option<Made<'o>> {
    let quantity = &share.statement.quantity;
    let near = whole.statement.sentence.abs_diff(share.statement.sentence) <= 1;
    if !near
        || quantity.change.role != ChangeRole::None
        || whole.statement.quantity.change.role == ChangeRole::By
    {
        return None;
    }
    let interval = whole.interval().times(&share.interval())?.scaled(1, 100)?;
    let shown = interval.clone();
    let sum = move || {
        let scale = Scale::of(&whole.source.text, &whole.statement.quantity);
        format!("{} × {} = {}", share.shown(), whole.shown(), scale.interval(&shown))
    };
    Some((interval, Box::new(sum), Code::SHARE))
}

/// Both together.
pub(super) fn sum<'o>(one: &'o Operand<'_>, other: &'o Operand<'_>) -> Option<Made<'o>> {
    let interval = one.interval().plus(&other.interval())?;
    let shown = interval.clone();
    let sum = move || {
        let scale = Scale::of(&one.source.text, &one.statement.quantity);
        format!("{} + {} = {}", one.shown(), other.shown(), scale.interval(&shown))
    };
    Some((interval, Box::new(sum), Code::PARTS))
}
