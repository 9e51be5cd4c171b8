//! Day arithmetic of the proleptic Gregorian calendar that the resolver needs; no words in here.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::quantity::lexicon::Span;

/// A half-open stretch of days.
pub(super) type Stretch = (NaiveDate, NaiveDate);

/// The first day of a month, where the calendar has it.
pub(super) fn month_start(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)
}

/// The first day of a year.
pub(super) fn year_start(year: i32) -> Option<NaiveDate> {
    month_start(year, 1)
}

/// The day `count` days away.
pub(super) fn plus_days(day: NaiveDate, count: i64) -> Option<NaiveDate> {
    let days = Days::new(count.unsigned_abs());
    if count < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
}

/// The day `count` months away, the last of its month where the month is shorter.
pub(super) fn plus_months(day: NaiveDate, count: i32) -> Option<NaiveDate> {
    let months = Months::new(count.unsigned_abs());
    if count < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) }
}

/// The day so many calendar units away.
pub(super) fn plus(day: NaiveDate, span: Span, count: i32) -> Option<NaiveDate> {
    let count = if count.abs() > 10_000 { return None } else { count };
    match span {
        Span::Day => plus_days(day, i64::from(count)),
        Span::Week | Span::Weekend => plus_days(day, i64::from(count) * 7),
        Span::Fortnight => plus_days(day, i64::from(count) * 14),
        Span::Month => plus_months(day, count),
        Span::Quarter => plus_months(day, count * 3),
        Span::Half => plus_months(day, count * 6),
        Span::Year => plus_months(day, count * 12),
        Span::Decade => plus_months(day, count * 120),
        Span::Century => plus_months(day, count * 1200),
    }
}

/// The whole unit in which a day lies.
pub(super) fn unit_of(day: NaiveDate, span: Span) -> Option<Stretch> {
    let monday = plus_days(day, -i64::from(day.weekday().num_days_from_monday()))?;
    let (year, month) = (day.year(), day.month());
    let start = match span {
        Span::Day => day,
        Span::Week | Span::Fortnight => monday,
        Span::Weekend => return Some((plus_days(monday, 5)?, plus_days(monday, 7)?)),
        Span::Month => month_start(year, month)?,
        Span::Quarter => month_start(year, (month - 1) / 3 * 3 + 1)?,
        Span::Half => month_start(year, (month - 1) / 6 * 6 + 1)?,
        Span::Year => year_start(year)?,
        Span::Decade => year_start(year - year.rem_euclid(10))?,
        Span::Century => year_start(year - (year - 1).rem_euclid(100))?,
    };
    Some((start, plus(start, span, 1)?))
}

/// The Monday of an ISO week.
pub(super) fn week_start(year: i32, week: i32) -> Option<NaiveDate> {
    NaiveDate::from_isoywd_opt(year, u32::try_from(week).ok()?, chrono::Weekday::Mon)
}
