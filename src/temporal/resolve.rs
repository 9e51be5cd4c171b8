//! Works out the days of a date form against the reference date.
//!
//! Takes a form and a context, gives a period. Without a reference date relative forms stay
//! unresolved, without a fiscal first month fiscal years do.

use chrono::{Datelike, NaiveDate};

use super::days::{Stretch, month_start, plus, plus_days, plus_months, unit_of, week_start, year_start};
use super::{Calendar, Context, Grain, Period, feasts};
use crate::quantity::calendar::{Form, Named, Stamp, When};
use crate::quantity::lexicon::{Edge, Span};

/// The period of a form whose stretch of text begins at byte `base`.
pub(super) fn period(form: Form, base: usize, context: &Context) -> Period {
    let resolver = Resolver { context, future: form.future };
    let stamp = form.when.main();
    // A stretch without a day in it says nothing of when.
    let holds = |(from, to): &Sides| from.zip(*to).is_none_or(|(from, to)| from < to);
    let (from, to) = resolver.when(&form.when).filter(holds).unwrap_or_default();
    let clock = matches!(stamp, Stamp::Clock);
    Period {
        span: base + form.start..base + form.end,
        from,
        to,
        grain: grain(stamp),
        calendar: calendar(stamp, context),
        unresolved: from.is_none() && to.is_none() && !clock,
        rule: form.rule,
    }
}

impl When {
    /// The stamp that tells grain and calendar.
    fn main(&self) -> &Stamp {
        match self {
            When::At(stamp)
            | When::Since(stamp)
            | When::Until(stamp)
            | When::Before(stamp)
            | When::After(stamp) => stamp,
            When::Between(_, last) => last,
        }
    }
}

type Sides = (Option<NaiveDate>, Option<NaiveDate>);

struct Resolver<'a> {
    context: &'a Context,
    future: bool,
}

impl Resolver<'_> {
    fn when(&self, when: &When) -> Option<Sides> {
        Some(match when {
            When::At(stamp) => {
                let (from, to) = self.stretch(stamp)?;
                (Some(from), Some(to))
            }
            When::Between(first, last) => {
                let (from, to) = self.between(first, last)?;
                (Some(from), Some(to))
            }
            When::Since(stamp) => (Some(self.stretch(stamp)?.0), None),
            When::Until(stamp) => (None, Some(self.stretch(stamp)?.1)),
            When::Before(stamp) => (None, Some(self.stretch(stamp)?.0)),
            When::After(stamp) => (Some(self.stretch(stamp)?.1), None),
        })
    }

    /// Both ends counted in; what one end leaves out is taken from the other.
    fn between(&self, first: &Stamp, last: &Stamp) -> Option<Stretch> {
        let (mut first, mut last) = (first.clone(), last.clone());
        complete(&mut first, &mut last);
        if matches!(last, Stamp::Now) {
            let today = self.context.reference?;
            let from = Resolver { context: self.context, future: false }.edge(&first, false)?;
            return Some((from, today));
        }
        let from = self.edge(&first, false)?;
        let mut to = self.edge(&last, true)?;
        let mut from = from;
        if to <= from {
            // "Nov to March": the second lies in the year after; a past range moves the first back.
            if let Some(later) = plus_months(to, 12).filter(|later| *later > from && undated(&last)) {
                let overshoots = self.context.reference.is_some_and(|today| later > today && !self.future)
                    && undated(&first);
                if overshoots {
                    from = plus_months(from, -12)?;
                } else {
                    to = later;
                }
            }
        }
        if let (Stamp::Weekday { week: Some(week), .. }, Stamp::Weekday { weekday, week: None, .. }) =
            (&first, &last)
        {
            let day = self.weekday(*weekday, Some(*week), 0)?;
            to = plus_days(day, 1)?;
        }
        (to > from).then_some((from, to))
    }

    /// One end of a range; an edge ("the end of 2007") is a single day there.
    fn edge(&self, stamp: &Stamp, last: bool) -> Option<NaiveDate> {
        if let Stamp::Edge { edge, of } = stamp {
            let (from, to) = self.stretch(of)?;
            return match edge {
                Edge::Start | Edge::Early => Some(from),
                Edge::End | Edge::Late => Some(to),
                Edge::Middle => {
                    let days = (to - from).num_days();
                    let middle = if days > 40 {
                        plus_days(from, days / 2)?
                    } else {
                        plus_days(from, 14 + i64::from(last))?
                    };
                    Some(middle)
                }
            };
        }
        let (from, to) = self.stretch(stamp)?;
        Some(if last { to } else { from })
    }

    /// The days of a stamp.
    fn stretch(&self, stamp: &Stamp) -> Option<Stretch> {
        match stamp {
            Stamp::Day { year, month, day, weekday } => {
                self.day(*year, *month, *day, *weekday).and_then(one_day)
            }
            Stamp::Month { year, month } => self.month(*year, *month),
            Stamp::Year(year) => Some((year_start(*year)?, year_start(*year + 1)?)),
            Stamp::Split { first, .. } => self.fiscal(*first + 1),
            Stamp::Fiscal(year) => self.fiscal(*year),
            Stamp::Part { year, number, of, .. } => self.part(year.as_deref(), *number, *of),
            Stamp::Decade(year) => Some((year_start(*year)?, year_start(*year + 10)?)),
            Stamp::Century(number) => Some((year_start(*number * 100 - 99)?, year_start(*number * 100 + 1)?)),
            Stamp::Weekday { weekday, week, nearest } => {
                self.weekday(*weekday, *week, *nearest).and_then(one_day)
            }
            Stamp::Shifted { span, by } => self.shifted(*span, *by),
            Stamp::Rolling { parts, ahead } => self.rolling(parts, *ahead),
            Stamp::Distance { parts, back, from } => self.distance(parts, *back, from.as_deref()),
            Stamp::Starting { parts, from } => {
                let (from, _) = self.ahead().stretch(from)?;
                let to = parts.iter().try_fold(from, |day, (span, count)| plus(day, *span, *count))?;
                Some((from, to))
            }
            Stamp::Nth { span, first, count, last, of } => self.nth(*span, *first, *count, *last, of),
            Stamp::Named { what, year, shift } => self.named(*what, *year, *shift),
            Stamp::Edge { edge, of } => self.edge_part(*edge, of),
            Stamp::Week { number, year } => {
                let from = week_start(year.or_else(|| Some(self.context.reference?.year()))?, *number)?;
                Some((from, plus_days(from, 7)?))
            }
            Stamp::WeekOf(day) => unit_of(self.stretch(day)?.0, Span::Week),
            Stamp::Now => one_day(self.context.reference?),
            Stamp::Clock => None,
        }
    }

    fn ahead(&self) -> Resolver<'_> {
        Resolver { context: self.context, future: true }
    }

    /// A day; a missing year is the nearest one the clause allows, a missing month the present one.
    fn day(&self, year: Option<i32>, month: Option<u8>, day: u8, weekday: Option<u8>) -> Option<NaiveDate> {
        if let (Some(year), Some(month)) = (year, month) {
            return NaiveDate::from_ymd_opt(year, u32::from(month), u32::from(day));
        }
        let today = self.context.reference?;
        if let Some(weekday) = weekday {
            return self.day_on(weekday, day);
        }
        let candidate = |step: i32| match month {
            Some(month) => NaiveDate::from_ymd_opt(today.year() + step, u32::from(month), u32::from(day)),
            None => plus_months(month_start(today.year(), today.month())?, step)?.with_day(u32::from(day)),
        };
        if self.future {
            (0..=8).filter_map(candidate).find(|found| *found >= today)
        } else {
            (0..=8).filter_map(|step| candidate(-step)).find(|found| *found <= today)
        }
    }

    /// "Monday 21": the nearest month in which the day falls on that weekday; the present one first.
    fn day_on(&self, weekday: u8, day: u8) -> Option<NaiveDate> {
        let today = self.context.reference?;
        let start = month_start(today.year(), today.month())?;
        let fits = |step: i32| {
            let found = plus_months(start, step)?.with_day(u32::from(day))?;
            (found.weekday().num_days_from_monday() == u32::from(weekday)).then_some(found)
        };
        (0..24)
            .find_map(|step| if self.future { fits(step) } else { fits(-step) })
            .or_else(|| (0..24).find_map(fits))
    }

    fn month(&self, year: Option<i32>, month: u8) -> Option<Stretch> {
        let month = u32::from(month);
        let year = match year {
            Some(year) => year,
            None => {
                let today = self.context.reference?;
                if self.future {
                    today.year() + i32::from(month < today.month())
                } else {
                    today.year() - i32::from(month > today.month())
                }
            }
        };
        let from = month_start(year, month)?;
        Some((from, plus_months(from, 1)?))
    }

    /// The fiscal year named by its last year.
    fn fiscal(&self, year: i32) -> Option<Stretch> {
        let month = self.context.fiscal_first_month?;
        let from = month_start(if month == 1 { year } else { year - 1 }, month)?;
        Some((from, plus_months(from, 12)?))
    }

    fn part(&self, year: Option<&Stamp>, number: u8, of: u8) -> Option<Stretch> {
        let months = 12 / i32::from(of);
        let start = match year {
            Some(year) => self.stretch(year)?.0,
            None => {
                let today = self.context.reference?;
                let start = year_start(today.year())?;
                let from = plus_months(start, months * (i32::from(number) - 1))?;
                let later = from > today;
                if later && !self.future { year_start(today.year() - 1)? } else { start }
            }
        };
        let from = plus_months(start, months * (i32::from(number) - 1))?;
        Some((from, plus_months(from, months)?))
    }

    /// A weekday: of the week so many away, or the nearest before (`nearest` -1), after (1) or by tense (0).
    fn weekday(&self, weekday: u8, week: Option<i32>, nearest: i8) -> Option<NaiveDate> {
        let today = self.context.reference?;
        let present = i64::from(today.weekday().num_days_from_monday());
        let ahead = i64::from(weekday) - present;
        if let Some(week) = week {
            return plus_days(today, ahead + i64::from(week) * 7);
        }
        let forward = nearest > 0 || (nearest == 0 && self.future);
        let distance = if forward { ahead.rem_euclid(7) } else { -(-ahead).rem_euclid(7) };
        let distance = match (distance, nearest) {
            (0, 1) => 7,
            (0, -1) => -7,
            (distance, _) => distance,
        };
        plus_days(today, distance)
    }

    fn shifted(&self, span: Span, by: i32) -> Option<Stretch> {
        let (from, to) = unit_of(self.context.reference?, span)?;
        if span == Span::Fortnight {
            let from = plus(from, Span::Week, if by > 0 { 1 } else { by * 2 })?;
            return Some((from, plus(from, span, 1)?));
        }
        let from = plus(from, span, by)?;
        let to = if span == Span::Weekend { plus(to, span, by)? } else { plus(from, span, 1)? };
        Some((from, to))
    }

    /// The stretch of so many units next to the reference day; whole quarters and decades count as such.
    fn rolling(&self, parts: &[(Span, i32)], ahead: bool) -> Option<Stretch> {
        let today = self.context.reference?;
        if let [(span @ (Span::Quarter | Span::Decade), count)] = parts {
            let (from, to) = unit_of(today, *span)?;
            return if ahead {
                Some((to, plus(to, *span, *count)?))
            } else {
                Some((plus(from, *span, -count)?, from))
            };
        }
        if ahead {
            let from = plus_days(today, 1)?;
            let to = parts.iter().try_fold(from, |day, (span, count)| plus(day, *span, *count))?;
            return Some((from, to));
        }
        let from = parts.iter().try_fold(today, |day, (span, count)| plus(day, *span, -count))?;
        Some((from, today))
    }

    fn distance(&self, parts: &[(Span, i32)], back: bool, from: Option<&Stamp>) -> Option<Stretch> {
        let start = match from {
            Some(stamp) => self.ahead().stretch(stamp)?.0,
            None => self.context.reference?,
        };
        let sign = if back { -1 } else { 1 };
        let day = parts.iter().try_fold(start, |day, (span, count)| plus(day, *span, sign * count))?;
        one_day(day)
    }

    /// The n-th units of a stretch; a week belongs to the month or year that holds its Thursday.
    fn nth(&self, span: Span, first: i32, count: i32, last: bool, of: &Stamp) -> Option<Stretch> {
        if first == 0 {
            return self.near_day(of, count);
        }
        let (from, to) = self.stretch(of)?;
        if span == Span::Week {
            let monday = plus_days(from, -i64::from(from.weekday().num_days_from_monday()))?;
            let inside = plus_days(monday, 3)? >= from;
            let start = if inside { monday } else { plus_days(monday, 7)? };
            if last {
                let end = plus_days(to, -1)?;
                let monday = plus_days(end, -i64::from(end.weekday().num_days_from_monday()))?;
                let end = if plus_days(monday, 3)? < to { plus_days(monday, 7)? } else { monday };
                return Some((plus_days(end, -7 * i64::from(count))?, end));
            }
            let from = plus_days(start, 7 * i64::from(first - 1))?;
            return Some((from, plus_days(from, 7 * i64::from(count))?));
        }
        if last {
            return Some((plus(to, span, -count)?, to));
        }
        let from = plus(from, span, first - 1)?;
        Some((from, plus(from, span, count)?))
    }

    /// A day of the year with "this" (0), "next" (1) or "last" (-1).
    fn near_day(&self, of: &Stamp, shift: i32) -> Option<Stretch> {
        let Stamp::Day { month: Some(month), day, .. } = of else { return None };
        let today = self.context.reference?;
        let this = NaiveDate::from_ymd_opt(today.year(), u32::from(*month), u32::from(*day))?;
        one_day(plus_months(this, 12 * shift)?)
    }

    fn named(&self, what: Named, year: Option<i32>, shift: Option<i8>) -> Option<Stretch> {
        let stretch = |year: i32| -> Option<Stretch> {
            match what {
                Named::Month(month) => {
                    let from = month_start(year, u32::from(month))?;
                    Some((from, plus_months(from, 1)?))
                }
                Named::Season(month) => {
                    let from = month_start(year, u32::from(month))?;
                    Some((from, plus_months(from, 3)?))
                }
                Named::Feast(feast) => one_day(feasts::day(feast, year)?),
                Named::FeastWeekend(feast) => feasts::weekend(feast, year),
            }
        };
        if let Some(year) = year {
            return stretch(year);
        }
        let today = self.context.reference?;
        match shift {
            Some(0) => stretch(today.year()),
            Some(shift) if shift > 0 => {
                (0..3).filter_map(|step| stretch(today.year() + step)).find(|(from, _)| *from > today)
            }
            Some(_) => (0..3).filter_map(|step| stretch(today.year() - step)).find(|(_, to)| *to <= today),
            None if self.future => {
                (0..3).filter_map(|step| stretch(today.year() + step)).find(|(_, to)| *to > today)
            }
            None => (0..3).filter_map(|step| stretch(today.year() - step)).find(|(from, _)| *from <= today),
        }
    }

    /// The beginning, middle or end of a stretch: thirds of a year, ten days of a month, halves of a week.
    fn edge_part(&self, edge: Edge, of: &Stamp) -> Option<Stretch> {
        let (from, to) = self.stretch(of)?;
        let days = (to - from).num_days();
        let day = |count: i64| plus_days(from, count);
        if let (Stamp::Shifted { by: 0, .. }, Edge::Late) = (of, edge) {
            return Some((self.context.reference?, to));
        }
        Some(if days > 40 {
            let third = i32::try_from(days / 90).ok()?;
            match edge {
                Edge::Start | Edge::Early => (from, plus_months(from, third)?),
                Edge::Middle => (plus_months(from, third)?, plus_months(from, 2 * third)?),
                Edge::End | Edge::Late => (plus_months(to, -third)?, to),
            }
        } else if days > 20 {
            match edge {
                Edge::Early if matches!(of, Stamp::Shifted { .. }) => (from, day(15)?),
                Edge::Start | Edge::Early => (from, day(10)?),
                Edge::Middle => (day(9)?, day(20)?),
                Edge::End if matches!(of, Stamp::Shifted { .. }) => (day(15)?, to),
                Edge::End | Edge::Late => (day(20)?, to),
            }
        } else if days > 4 {
            match edge {
                Edge::Start | Edge::Early => (from, day(3)?),
                Edge::Middle => (day(2)?, day(5)?),
                Edge::End | Edge::Late => (day(3)?, to),
            }
        } else {
            (from, to)
        })
    }
}

fn one_day(day: NaiveDate) -> Option<Stretch> {
    Some((day, plus_days(day, 1)?))
}

/// True where the stamp leaves its year to the context.
fn undated(stamp: &Stamp) -> bool {
    matches!(stamp, Stamp::Day { year: None, .. } | Stamp::Month { year: None, .. })
}

/// Gives each end the year and month that only the other one names.
fn complete(first: &mut Stamp, last: &mut Stamp) {
    let month_of = |stamp: &Stamp| match stamp {
        Stamp::Day { month, .. } => *month,
        Stamp::Month { month, .. } => Some(*month),
        _ => None,
    };
    if let (Stamp::Day { month: month @ None, .. }, Some(other)) = (&mut *first, month_of(last)) {
        *month = Some(other);
    }
    let (month, other) = (month_of(first), month_of(last));
    let year_of = |stamp: &Stamp| match stamp {
        Stamp::Day { year, .. } | Stamp::Month { year, .. } => *year,
        _ => None,
    };
    let before = month > other;
    match (year_of(first), year_of(last)) {
        (None, Some(year)) => set_year(first, year - i32::from(before)),
        (Some(year), None) => set_year(last, year + i32::from(before)),
        _ => {}
    }
    if let (Stamp::Part { year: mine @ None, .. }, Stamp::Part { year: theirs, .. }) = (&mut *first, &*last) {
        mine.clone_from(theirs);
    }
    if let (Stamp::Edge { of, .. }, _) = (&mut *first, &*last)
        && undated(of)
        && let Some(year) = year_of(last)
    {
        set_year(of, year);
    }
}

fn set_year(stamp: &mut Stamp, found: i32) {
    if let Stamp::Day { year: year @ None, .. } | Stamp::Month { year: year @ None, .. } = stamp {
        *year = Some(found);
    }
}

fn grain_of(span: Span) -> Grain {
    match span {
        Span::Day | Span::Weekend => Grain::Day,
        Span::Week | Span::Fortnight => Grain::Week,
        Span::Month => Grain::Month,
        Span::Quarter => Grain::Quarter,
        Span::Half => Grain::Half,
        Span::Year => Grain::Year,
        Span::Decade | Span::Century => Grain::Decade,
    }
}

fn grain(stamp: &Stamp) -> Grain {
    match stamp {
        Stamp::Clock => Grain::Time,
        Stamp::Day { .. } | Stamp::Weekday { .. } | Stamp::Now => Grain::Day,
        Stamp::Distance { parts, .. } => parts.last().map_or(Grain::Day, |(span, _)| grain_of(*span)),
        Stamp::Week { .. } | Stamp::WeekOf(_) => Grain::Week,
        Stamp::Month { .. } => Grain::Month,
        Stamp::Part { of: 4, .. } => Grain::Quarter,
        Stamp::Part { .. } => Grain::Half,
        Stamp::Year(_) | Stamp::Split { .. } | Stamp::Fiscal(_) => Grain::Year,
        Stamp::Decade(_) | Stamp::Century(_) => Grain::Decade,
        Stamp::Shifted { span, .. } | Stamp::Nth { span, .. } => grain_of(*span),
        Stamp::Rolling { parts, .. } | Stamp::Starting { parts, .. } => {
            parts.last().map_or(Grain::Day, |(span, _)| grain_of(*span))
        }
        Stamp::Named { what: Named::Month(_), .. } => Grain::Month,
        Stamp::Named { what: Named::Season(_), .. } => Grain::Quarter,
        Stamp::Named { .. } => Grain::Day,
        Stamp::Edge { of, .. } => grain(of),
    }
}

fn calendar(stamp: &Stamp, context: &Context) -> Calendar {
    match stamp {
        Stamp::Fiscal(_) | Stamp::Split { .. } | Stamp::Part { fiscal: true, .. } => {
            Calendar::Fiscal(context.fiscal_first_month)
        }
        Stamp::Edge { of, .. } | Stamp::Nth { of, .. } => calendar(of, context),
        _ => Calendar::Civil,
    }
}
