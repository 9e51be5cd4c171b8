//! Compares the periods of a claim and a statement.

use chrono::Datelike;

use crate::statement::Timed;
use crate::temporal::{Calendar, Grain, Period};

/// How the period of a statement stands to the claim's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum When {
    /// No day in common.
    Apart,
    /// A calendar year beside a fiscal one.
    OtherCalendar,
    /// Some days in common.
    Overlap,
    /// The source's lies in the claim's.
    Within,
    /// The source's contains the claim's.
    Contains,
    /// The source names none.
    Unstated,
    /// The claim names none.
    Unasked,
    /// The same days.
    Same,
}

impl When {
    /// True where a figure of the source can speak for the claim's period.
    pub fn speaks(self, is_flow: bool) -> bool {
        match self {
            When::Same | When::Unasked | When::Unstated => true,
            When::Within | When::Contains => !is_flow,
            When::Apart | When::OtherCalendar | When::Overlap => false,
        }
    }
}

/// Compares two periods.
pub(super) fn compare(claim: Option<&Period>, source: Option<&Timed>, is_flow: bool) -> When {
    let Some(claim) = claim.filter(|period| is_resolved(period)) else { return When::Unasked };
    let Some(timed) = source.filter(|timed| is_resolved(&timed.period)) else { return When::Unstated };
    if is_reached(claim, &timed.period) {
        return When::Same;
    }
    let when = periods(claim, &timed.period);
    // What stood by a day of the claim's year stood within it; what adds up over time may be older.
    if when == When::Overlap && !is_flow && reached_within(claim, &timed.period) {
        return When::Within;
    }
    // What was only carried over from text before is a guess; it confirms, and it denies only of what
    // adds up over time, where news says the year once.
    // What grew since a year is not of that year.
    let apart = when == When::Apart && (is_flow || timed.period.to.is_none());
    let guess = timed.nearness <= 1 && when != When::Same && !apart;
    if guess { When::Unstated } else { when }
}

/// "By 2022" is told by a figure of its last year, or by one that runs on.
fn is_reached(claim: &Period, source: &Period) -> bool {
    let Some(due) = claim.to.filter(|_| claim.from.is_none()) else { return false };
    match source.to {
        Some(told) => told <= due && (due - told).num_days() <= 366,
        None => source.from.is_some_and(|from| from < due),
    }
}

/// "By March 2011" ends within 2011.
fn reached_within(claim: &Period, source: &Period) -> bool {
    let Some((from, to)) = claim.from.zip(claim.to) else { return false };
    source.from.is_none() && source.to.is_some_and(|told| from < told && told <= to)
}

/// Compares two deadlines ("by 2030"); none where the source names no deadline.
pub(super) fn deadline(claim: Option<&Period>, source: Option<&Timed>) -> Option<When> {
    let claim = claim.filter(|period| is_resolved(period))?;
    let timed = source.filter(|timed| timed.nearness >= 2 && timed.period.from.is_none())?;
    let (due, asked) = (timed.period.to?, claim.to?);
    let met = match claim.from {
        Some(from) => from <= due && due <= asked,
        None => (due - asked).num_days().abs() <= 1,
    };
    Some(if met { When::Same } else { When::Apart })
}

/// Compares two resolved periods.
pub(super) fn periods(claim: &Period, source: &Period) -> When {
    let (one, other) = ((claim.from, claim.to), (source.from, source.to));
    if one == other {
        return When::Same;
    }
    if let ((None, Some(end)), (None, Some(other_end))) = (one, other) {
        // Two deadlines: the day alone counts, and a coarser one holds a finer one that lies in it.
        let last = |end: chrono::NaiveDate| end.pred_opt().map_or(0, |last| last.year());
        let coarse = claim.grain == Grain::Year || source.grain == Grain::Year;
        return if coarse && last(end) == last(other_end) { When::Same } else { When::Apart };
    }
    let fiscal = |period: &Period| matches!(period.calendar, Calendar::Fiscal(_));
    let year = |period: &Period| period.grain == Grain::Year;
    if fiscal(claim) && fiscal(source) && year(claim) && year(source) && mostly_the_same(claim, source) {
        return When::Same;
    }
    if fiscal(claim) != fiscal(source) && year(claim) && year(source) {
        return if overlaps(one, other) { When::OtherCalendar } else { When::Apart };
    }
    if !overlaps(one, other) {
        return When::Apart;
    }
    if contains(one, other) {
        When::Within
    } else if contains(other, one) {
        When::Contains
    } else {
        When::Overlap
    }
}

/// Fiscal years that share more than half a year are one year, counted by two calendars.
fn mostly_the_same(one: &Period, other: &Period) -> bool {
    let shared = one.from.max(other.from).zip(one.to.min(other.to));
    let single =
        |period: &Period| period.from.zip(period.to).is_some_and(|(from, to)| (to - from).num_days() < 400);
    single(one) && single(other) && shared.is_some_and(|(from, to)| (to - from).num_days() > 183)
}

type Days = (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>);

fn overlaps(one: Days, other: Days) -> bool {
    let starts_before_end = |a: Days, b: Days| match (a.0, b.1) {
        (Some(from), Some(to)) => from < to,
        _ => true,
    };
    starts_before_end(one, other) && starts_before_end(other, one)
}

fn contains(outer: Days, inner: Days) -> bool {
    let from = match (outer.0, inner.0) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(outer), Some(inner)) => outer <= inner,
    };
    let to = match (outer.1, inner.1) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(outer), Some(inner)) => inner <= outer,
    };
    from && to
}

/// True where a period has a day to compare.
pub(super) fn is_resolved(period: &Period) -> bool {
    period.from.is_some() || period.to.is_some()
}

/// The calendar year that a period is, if it is one.
pub(super) fn year(period: &Period) -> Option<i32> {
    let from = period.from.filter(|_| period.grain == Grain::Year && period.calendar == Calendar::Civil)?;
    (period.to?.year() == from.year() + 1).then(|| from.year())
}

/// A period in words: its days.
pub(super) fn show(period: &Period) -> String {
    if let Some(year) = year(period) {
        return year.to_string();
    }
    let last = period.to.and_then(|to| to.pred_opt());
    match (period.from, last) {
        (Some(from), Some(last)) if from == last => from.to_string(),
        (Some(from), Some(last)) => format!("{from} to {last}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(last)) => format!("until {last}"),
        (None, None) => "no day".to_string(),
    }
}
