//! The calculations over two printed figures, each an interval with the sum written out.

use num_traits::{CheckedMul, CheckedSub, One, Zero};

use super::code::Code;
use super::derive::{Operand, Wanted, sign};
use super::interval::Interval;
use super::pairing;
use super::show::Scale;
use crate::quantity::change::{ChangeRole, Direction};
use crate::quantity::exact::Exact;

/// An interval, the calculation in words, the finding when it clashes.
pub(super) type Made = (Interval, String, Code);

/// One over the other, times a hundred for percent.
pub(super) fn quotient(one: &Operand<'_>, other: &Operand<'_>, times: i128, code: Code) -> Option<Made> {
    let ratio = one.interval().over(&other.interval())?.scaled(times, 1)?;
    if ratio.low.is_none_or(|low| low.is_zero()) {
        return None;
    }
    let scale = if times == 100 { Scale::PERCENT } else { Scale::PLAIN };
    let sum = format!("{} ÷ {} = {}", one.shown(), other.shown(), scale.interval(&ratio));
    Some((ratio, sum, code))
}

/// The change from the second to the first as a share of the second, as the claim tells its direction.
pub(super) fn growth(
    wanted: &Wanted<'_>,
    after: &Operand<'_>,
    before: &Operand<'_>,
    times: i128,
) -> Option<Made> {
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
    let sum = format!("{} ÷ {} = {}", after.shown(), before.shown(), Scale::change(&hundred));
    Some((change, sum, Code::GROWTH))
}

/// The difference in the claim's direction; without one the larger less the smaller.
pub(super) fn difference(wanted: &Wanted<'_>, after: &Operand<'_>, before: &Operand<'_>) -> Option<Made> {
    match sign(wanted.statement) {
        0 if after.interval().below(&before.interval()) => difference_of(before, after),
        0 | 1 => difference_of(after, before),
        _ => difference_of(before, after),
    }
}

/// The larger less the smaller.
pub(super) fn difference_of(large: &Operand<'_>, small: &Operand<'_>) -> Option<Made> {
    let interval = large.interval().minus(&small.interval())?;
    let scale = Scale::of(&large.source.text, &large.statement.quantity);
    let sum = format!("{} − {} = {}", large.shown(), small.shown(), scale.interval(&interval));
    Some((interval, sum, Code::GROWTH))
}

/// The value before the change that is printed beside it.
pub(super) fn base(value: &Operand<'_>, change: &Operand<'_>) -> Option<Made> {
    let direction = pairing::changed(value, change)?;
    let (interval, by) = match direction {
        Direction::Down => (value.interval().plus(&change.interval())?, "+"),
        _ => (value.interval().minus(&change.interval())?, "−"),
    };
    let scale = Scale::of(&value.source.text, &value.statement.quantity);
    let sum = format!("{} {by} {} = {}", value.shown(), change.shown(), scale.interval(&interval));
    Some((interval, sum, Code::GROWTH))
}

/// A printed share of a printed whole.
pub(super) fn portion(whole: &Operand<'_>, share: &Operand<'_>) -> Option<Made> {
    let quantity = &share.statement.quantity;
    let near = whole.statement.sentence.abs_diff(share.statement.sentence) <= 1;
    if !near
        || quantity.change.role != ChangeRole::None
        || whole.statement.quantity.change.role == ChangeRole::By
    {
        return None;
    }
    let interval = whole.interval().times(&share.interval())?.scaled(1, 100)?;
    let scale = Scale::of(&whole.source.text, &whole.statement.quantity);
    let sum = format!("{} × {} = {}", share.shown(), whole.shown(), scale.interval(&interval));
    Some((interval, sum, Code::SHARE))
}

/// Both together.
pub(super) fn sum(one: &Operand<'_>, other: &Operand<'_>) -> Option<Made> {
    let interval = one.interval().plus(&other.interval())?;
    let scale = Scale::of(&one.source.text, &one.statement.quantity);
    let sum = format!("{} + {} = {}", one.shown(), other.shown(), scale.interval(&interval));
    Some((interval, sum, Code::PARTS))
}
