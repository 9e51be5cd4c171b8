//! Reads months, weekdays, seasons and feasts with the days and years beside them.
//!
//! Takes the place of such a word, gives a point.

use super::calendar::{Named, Stamp};
use super::datepoints::{FEASTS, Point, century_of, day_stamp};
use super::lexicon::{Calendar, Span, flag};
use super::lexis::{Gap, Shape};
use super::reader::Reader;

impl Reader<'_> {
    /// "two weeks ago", "two thousand and twenty".
    pub(super) fn number_word_point(&self, at: usize, from: usize) -> Option<Point> {
        if let Some(point) = self.counted_span(at, from) {
            return Some(point);
        }
        if let Some((day, end)) = self.spelled_day(at) {
            let (month, after) =
                self.month_at(end).or_else(|| self.month_at(end + usize::from(self.known(end) == "of")))?;
            let (year, after) = self.year_after(after).map_or((None, after), |(year, end)| (Some(year), end));
            return self.made(
                at,
                after,
                Stamp::Day { year, month: Some(month), day, weekday: None },
                "day-month",
            );
        }
        if matches!(self.known_before(at), "in" | "of" | "since" | "until" | "by" | "from" | "year")
            && let Some((year, end)) = self.year_words(at)
            && (self.shape(end) != Some(Shape::Word) || self.is(end, flag::STOP))
            && self.unit_at(end, None).is_none()
        {
            return self.made(at, end, Stamp::Year(year), "year-words");
        }
        None
    }

    /// "fifteen August", "twenty five January": a cardinal before a month.
    pub(super) fn spelled_day(&self, at: usize) -> Option<(u8, usize)> {
        let (value, end, _) = self.cardinal(at)?;
        let day =
            u8::try_from(*value.numer()).ok().filter(|day| value.is_integer() && (1..=31).contains(day))?;
        self.month_like(end).then_some((day, end))
    }

    /// "March", "March 2021", "March 14, 2021", "Dec31", "May the 9th".
    pub(super) fn month_point(&self, at: usize, from: usize) -> Option<Point> {
        let (month, end) = self.month_at(at)?;
        let joint = usize::from(
            self.sign_of(end, "-/,")
                && (self.gap(end) == Gap::None)
                && (self.gap(end + 1) == Gap::None || self.sign(end, ',')),
        );
        let article = usize::from(joint == 0 && self.known(end) == "the");
        if self.gap(end) < Gap::Line
            && let Some((day, after)) = self.month_day(end + joint + article)
        {
            let (year, after) = self
                .year_after(after)
                .or_else(|| self.short_year(after, end + joint + article))
                .map_or((None, after), |(year, end)| (Some(year), end));
            let first = self.weekday_before(at, from);
            return self.made(
                first,
                after,
                Stamp::Day { year, month: Some(month), day, weekday: None },
                "month-day",
            );
        }
        // "March 2024-25": a month of a year across two. Fiscal years begin in April or in July where this is written.
        if let Some((first, after)) = self.split_year(end) {
            let year = match month {
                ..=3 => Some(first + 1),
                7.. => Some(first),
                _ => None,
            };
            return self.made(at, after, Stamp::Month { year, month }, "month-year");
        }
        if let Some((year, after)) = self.year_after(end).filter(|(_, after)| self.counts_nothing(*after)) {
            return self.made(at, after, Stamp::Month { year: Some(year), month }, "month-year");
        }
        let relative = usize::from(matches!(self.known(end), "of" | "in"));
        if let Some(Calendar::Shift(by)) = self.entry(end + relative).map(|entry| entry.calendar)
            && self.known(end + relative + 1) == "year"
        {
            // "June last year" lies in the year before that of the text, whichever June was the last.
            let year = Stamp::Shifted { span: Span::Year, by: i32::from(by) };
            return self.made(
                at,
                end + relative + 2,
                Stamp::Nth {
                    span: Span::Month,
                    first: i32::from(month),
                    count: 1,
                    last: false,
                    of: Box::new(year),
                },
                "month",
            );
        }
        self.made(at, end, Stamp::Month { year: None, month }, "month")
    }

    /// A two-digit year straight after a day in words: "January first 12".
    pub(super) fn short_year(&self, at: usize, day_at: usize) -> Option<(i32, usize)> {
        let spelled = self.shape(day_at) == Some(Shape::Word);
        let short = self.number(at).filter(|_| spelled && self.word(at).len() == 2)?;
        (self.shape(at + 1) != Some(Shape::Word) || self.is(at + 1, flag::BE))
            .then_some((century_of(short), at + 1))
    }

    /// The day after a month: its number must not begin a longer number or count something.
    pub(super) fn month_day(&self, at: usize) -> Option<(u8, usize)> {
        let (day, end) = self.day_number(at)?;
        if self.shape(at) == Some(Shape::Digits) && end == at + 1 {
            let more = self.sign_of(end, ".,")
                && self.gap(end) == Gap::None
                && self.gap(end + 1) == Gap::None
                && self.shape(end + 1) == Some(Shape::Digits)
                && self.word(end + 1).len() != 4;
            let decimal = self.sign(end, '%') || self.scales(end).is_some();
            let unit = self.unit_at(end, None).is_some_and(|(unit, _)| {
                self.shape(end) == Some(Shape::Word) && self.unit_name(unit) != "second"
            });
            if more || decimal || unit {
                return None;
            }
        }
        Some((day, end))
    }

    /// Whether what follows a year shows that it is none ("March 2000 people" is rare).
    pub(super) fn counts_nothing(&self, at: usize) -> bool {
        self.scales(at).is_none() && !self.sign(at, '%')
    }

    /// "Friday", "on tuesday of next week", "Monday 21", "Friday, June 14" is left to its date.
    pub(super) fn weekday_point(&self, at: usize, weekday: u8) -> Option<Point> {
        let word = self.known(at);
        if word.len() <= 4 && !self.capital(at)
            || (matches!(word, "sun" | "sat" | "mon" | "wed")
                && self.sentence_start(at)
                && self.shape(at + 1) == Some(Shape::Word))
        {
            return None;
        }
        let mut end = at
            + 1
            + usize::from(
                word.len() <= 4
                    && self.sign(at + 1, '.')
                    && self.gap(at + 1) == Gap::None
                    && self.gap(at + 2) < Gap::Line
                    && !self.capital(at + 2),
            );
        let bracket = usize::from(self.sign_of(end, "(,-"));
        // The date that follows says more.
        let after = end + bracket;
        if let Some(date) = self.dated_after(after) {
            return Some(Point {
                first: at,
                end: date.end + usize::from(self.sign(end, '(') && self.sign(date.end, ')')),
                ..date
            });
        }
        let the = usize::from(self.known(end) == "the");
        // "By Thursday 4,300 homes had water": the digits before the comma are no day.
        let grouped = |after: usize| {
            self.sign(after, ',')
                && self.gap(after) == Gap::None
                && self.gap(after + 1) == Gap::None
                && self.number(after + 1).is_some()
        };
        if let Some((day, after)) = self.day_number(end + the).filter(|(_, after)| {
            self.shape(*after) != Some(Shape::Word) && !self.sign_of(*after, "%:/.-") && !grouped(*after)
                || the == 1
                || *after > end + the + 1
        }) && self.gap(end + the) < Gap::Line
        {
            return self.made(
                at,
                after,
                Stamp::Day { year: None, month: None, day, weekday: Some(weekday) },
                "weekday-day",
            );
        }
        if matches!(self.known(end), "of" | "in")
            && let Some((by, after)) = self.week_shift(end + 1)
        {
            return self.made(
                at,
                after,
                Stamp::Weekday { weekday, week: Some(by), nearest: 0 },
                "weekday-of-week",
            );
        }
        if let Some((parts, after)) = self.span_parts(end + usize::from(self.sign(end, ',')))
            && self.known(after) == "from"
            && matches!(self.word(after + 1), "now" | "today")
        {
            end = after + 2;
            let stamp = Stamp::Distance {
                parts,
                back: false,
                from: Some(Box::new(Stamp::Weekday { weekday, week: Some(0), nearest: 0 })),
            };
            return self.made(at, end, stamp, "weekday-distance");
        }
        self.made(at, end, Stamp::Weekday { weekday, week: None, nearest: 0 }, "weekday")
    }

    pub(super) fn dated_after(&self, at: usize) -> Option<Point> {
        match self.shape(at)? {
            Shape::Digits => self.day_month(at, at).or_else(|| self.numeric_weekday(at)),
            Shape::Word if self.month_like(at) => {
                self.month_point(at, at).filter(|point| matches!(point.stamp, Stamp::Day { .. }))
            }
            _ => None,
        }
    }

    /// "Friday 7.6", "Friday 7-6": month and day after a weekday.
    pub(super) fn numeric_weekday(&self, at: usize) -> Option<Point> {
        let joint =
            self.sign_of(at + 1, "./-") && self.gap(at + 1) == Gap::None && self.gap(at + 2) == Gap::None;
        let (month, day) = (self.number(at)?, self.number(at + 2).filter(|_| joint)?);
        let year = usize::from(self.sign_of(at + 3, "/-") && self.year_digits(at + 4).is_some()) * 2;
        let found = if year > 0 { self.year_digits(at + 4) } else { None };
        let stamp = day_stamp(2000, month, day)?;
        let Stamp::Day { month, day, .. } = stamp else { return None };
        self.made(at, at + 3 + year, Stamp::Day { year: found, month, day, weekday: None }, "numeric-date")
    }

    pub(super) fn season(&self, at: usize, month: u8) -> Option<Point> {
        let (year, end) = self.year_after(at + 1)?;
        self.made(
            at,
            end,
            Stamp::Named { what: Named::Season(month), year: Some(year), shift: None },
            "season",
        )
    }

    pub(super) fn feast(&self, at: usize) -> Option<Point> {
        let mut best: Option<(usize, usize)> = None;
        let first = self.known(at);
        for (index, feast) in FEASTS.iter().enumerate().filter(|(_, feast)| feast.starts_with(first)) {
            let mut count = 0;
            let fits = feast.split(' ').all(|word| {
                count += 1;
                self.text(at + count - 1).eq_ignore_ascii_case(word)
            });
            if fits && best.is_none_or(|(longest, _)| count > longest) {
                best = Some((count, index));
            }
        }
        let (count, index) = best?;
        let mut end = at + count;
        let year = self.year_after(end).map(|(year, after)| {
            end = after;
            year
        });
        let weekend = self.known(end) == "weekend"
            || (at > 1 && self.known(at - 1) == "of" && self.known(at - 2) == "weekend");
        let mut first = at;
        if self.known(end) == "weekend" {
            end += 1;
        } else if weekend {
            first = at - 2;
        }
        let year = year.or_else(|| {
            let (year, after) = self.year_after(end)?;
            end = after;
            Some(year)
        });
        let named = self.capital(at)
            || matches!(
                self.known(at),
                "christmas"
                    | "easter"
                    | "halloween"
                    | "thanksgiving"
                    | "independence"
                    | "new"
                    | "eid"
                    | "diwali"
                    | "earth"
                    | "saint"
                    | "black"
                    | "labor"
            );
        if !named {
            return None;
        }
        let mut shift = None;
        let of = usize::from(self.of_follows(end));
        if year.is_none()
            && let Some(Calendar::Shift(by)) = self.entry(end + of).map(|entry| entry.calendar)
            && self.known(end + of + 1) == "year"
        {
            (shift, end) = (Some(by), end + of + 2);
        }
        let what = if weekend { Named::FeastWeekend(index as u8) } else { Named::Feast(index as u8) };
        self.made(first, end, Stamp::Named { what, year, shift }, "feast")
    }
}
