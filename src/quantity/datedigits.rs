//! Reads dates written in digits: ISO dates, 14/3/2021, clock times, "14 March", "1990s", "the 18th".
//!
//! Takes the place of digits, gives a point. Whether four digits are a year is asked in `years`.

use super::calendar::Stamp;
use super::datepoints::{Point, century_of, day_stamp};
use super::lexicon::{Calendar, Span, flag};
use super::lexis::{Gap, Shape};
use super::reader::Reader;

impl Reader<'_> {
    /// "20170302".
    pub(super) fn packed(&self, at: usize) -> Option<Stamp> {
        let number = self.number(at)?;
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        let alone = self.gap(at) != Gap::None || at == 0 || self.sign_of(at - 1, "-_/(");
        day_stamp(year, month, day).filter(|_| alone && (1900..2100).contains(&year))
    }

    /// Digits joined by dashes, slashes or dots: ISO dates, 14/3/2021, 05-Aug-2016, 2015-12.
    pub(super) fn numeric_date(&self, at: usize) -> Option<Point> {
        let separator = |place: usize| {
            self.sign_of(place, "-/.‑") && self.gap(place) == Gap::None && self.gap(place + 1) == Gap::None
        };
        if !separator(at + 1) {
            return None;
        }
        let sign = self.code(at + 1);
        let part = |place: usize| -> Option<(i32, bool)> {
            match self.entry(place).map(|entry| entry.calendar) {
                Some(Calendar::Month(month)) => Some((i32::from(month), true)),
                _ => Some((self.number(place)?, false)),
            }
        };
        let length = |place: usize| self.word(place).len();
        let (a, b) = (self.number(at)?, part(at + 2)?);
        if separator(at + 3) && self.code(at + 3) == sign {
            let c = part(at + 4)?;
            let stamp = if length(at) == 4 {
                if c.1 { day_stamp(a, c.0, b.0) } else { day_stamp(a, b.0, c.0) }
            } else if c.1 && length(at + 2) == 4 {
                day_stamp(b.0, c.0, a)
            } else if b.1 {
                day_stamp(full_year(c.0, length(at + 4))?, b.0, a)
            } else {
                let year = full_year(c.0, length(at + 4))?;
                let dotted = sign == u16::from(b'.');
                if dotted || a > 12 {
                    day_stamp(year, b.0, a)
                } else {
                    day_stamp(year, a, b.0).or_else(|| day_stamp(year, b.0, a))
                }
            }?;
            let more =
                separator(at + 5) && self.code(at + 5) == sign && self.shape(at + 6) == Some(Shape::Digits);
            // "10-1-2018-10-7-2018" is a range; its second half is read after this one.
            let doubled = more && separator(at + 7);
            let fits = !more || doubled || length(at + 6) > 2 || length(at) == 4;
            return fits.then(|| self.made(at, self.timestamp_end(at + 5), stamp, "numeric-date"))?;
        }
        if sign == u16::from(b'.') {
            return None;
        }
        if length(at) == 4
            && length(at + 2) == 2
            && !b.1
            && (1..=12).contains(&b.0)
            && (1900..2100).contains(&a)
            && b.0 != (a + 1) % 100
            && sign == u16::from(b'-')
        {
            return self.made(at, at + 3, Stamp::Month { year: Some(a), month: b.0 as u8 }, "year-month");
        }
        if length(at) <= 2 && length(at + 2) == 4 && (1..=12).contains(&a) && (1900..2100).contains(&b.0) {
            return self.made(at, at + 3, Stamp::Month { year: Some(b.0), month: a as u8 }, "month-year");
        }
        self.short_date(at, a, b)
    }

    /// The end of the clock time that a `T` joins to a date: `2021-03-14T09:10:11-0500`.
    fn timestamp_end(&self, at: usize) -> usize {
        let clock = self.word(at) == "T" && self.gap(at) == Gap::None && self.number(at + 1).is_some();
        if !clock || self.gap(at + 1) != Gap::None {
            return at;
        }
        let goes_on = |place: &usize| {
            self.gap(*place) == Gap::None
                && (self.number(*place).is_some() || self.sign_of(*place, ":-+") || self.word(*place) == "Z")
        };
        (at + 1..).take_while(goes_on).take(12).last().map_or(at, |last| last + 1)
    }

    /// "10/1", "7-6", "5/12": only beside a word or date that makes it one.
    pub(super) fn short_date(&self, at: usize, a: i32, b: (i32, bool)) -> Option<Point> {
        if b.1 {
            let stamp = Stamp::Day {
                year: None,
                month: Some(b.0 as u8),
                day: u8::try_from(a).ok().filter(|day| (1..=31).contains(day))?,
                weekday: None,
            };
            return self.made(at, at + 3, stamp, "numeric-date");
        }
        let slash = self.sign(at + 1, '/');
        let before = self.known_before(at);
        let weekday =
            at > 0 && matches!(self.entry(at - 1).map(|entry| entry.calendar), Some(Calendar::Weekday(_)));
        let paired =
            slash && self.sign_of(at + 3, "-–") && self.number(at + 4).is_some() && self.sign(at + 5, '/')
                || slash
                    && matches!(before, "to" | "from" | "till" | "until" | "between")
                    && (self.known(at + 3) == "to" || before != "from")
                || slash && at > 3 && self.sign_of(at - 1, "-–") && self.sign(at - 3, '/');
        let led = slash && matches!(before, "this" | "next" | "on" | "last" | "by" | "since" | "date");
        let leap = slash && at == 0 && a == 2 && b.0 == 29;
        let alone = slash
            && a <= 12
            && b.0 > 12
            && b.0 <= 31
            && self.word(at + 2).len() == 2
            && !self.sign(at + 3, '/')
            && !matches!(b.0, 16 | 32);
        if !(weekday || paired || led || leap || alone) {
            return None;
        }
        let (month, day) = if a <= 12 { (a, b.0) } else { (b.0, a) };
        day_stamp(2000, month, day)?;
        let shift = match before {
            "this" => Some(0),
            "next" => Some(1),
            "last" => Some(-1),
            _ => None,
        };
        let first = if weekday || shift.is_some() { at - 1 } else { at };
        let stamp = Stamp::Day { year: None, month: Some(month as u8), day: day as u8, weekday: None };
        let stamp = match shift {
            Some(shift) => {
                Stamp::Nth { span: Span::Day, first: 0, count: shift, last: false, of: Box::new(stamp) }
            }
            None => stamp,
        };
        let mut end = at + 3;
        let mut stamp = stamp;
        if let (true, Stamp::Day { year, .. }, Some(found)) =
            (self.sign(end, '/'), &mut stamp, self.year_digits(end + 1))
        {
            *year = Some(found);
            end += 2;
        }
        self.made(first, end, stamp, "numeric-date")
    }

    /// "2 pm", "2:00", "11.30am", "14:30".
    pub(super) fn clock(&self, at: usize) -> Option<Point> {
        let hour = self.number(at)?;
        let minutes = self.sign_of(at + 1, ":.")
            && self.gap(at + 1) == Gap::None
            && self.gap(at + 2) == Gap::None
            && self.word(at + 2).len() == 2
            && self.number(at + 2).is_some_and(|minutes| minutes < 60);
        let end = if minutes { at + 3 } else { at + 1 };
        let half = self.word(end).to_ascii_lowercase();
        let marked =
            matches!(half.as_str(), "am" | "pm") && self.gap(end) < Gap::Line && (1..=12).contains(&hour);
        let dotted = matches!(half.as_str(), "a" | "p")
            && self.sign(end + 1, '.')
            && self.word(end + 2).eq_ignore_ascii_case("m");
        let clocked = self.known(end) == "o" && self.sign_of(end + 1, "'’");
        if marked && !(self.sign_of(at + 1, ".") && !minutes && self.shape(at + 2) == Some(Shape::Digits)) {
            return self.made(at, end + 1, Stamp::Clock, "clock");
        }
        if dotted && (1..=12).contains(&hour) {
            return self.made(at, end + 3 + usize::from(self.sign(end + 3, '.')), Stamp::Clock, "clock");
        }
        if clocked {
            return self.made(at, end + 3, Stamp::Clock, "clock");
        }
        if minutes && hour < 25 && self.is(end, flag::ZONE) && self.capital(end) {
            return self.made(at, end + 1, Stamp::Clock, "clock");
        }
        let colon = minutes && self.sign(at + 1, ':') && hour < 25;
        (colon
            && (self.word(at).len() == 2
                || matches!(self.known_before(at), "at" | "by" | "until" | "from" | "to")))
        .then_some(())
        .and_then(|()| self.made(at, at + 3, Stamp::Clock, "clock"))
    }

    /// "14 March 2021", "14th of March", "18 and 19 June", "9 to 17 April".
    pub(super) fn day_month(&self, at: usize, from: usize) -> Option<Point> {
        let (day, end) = self.day_number(at)?;
        let word = usize::from(self.word(end) == "day" && self.known(end + 1) == "of");
        let of = word + usize::from(self.known(end + word) == "of");
        let joint = of + usize::from(of == 0 && self.sign_of(end, "-/") && self.gap(end) == Gap::None);
        if self.gap(end) == Gap::Line {
            return None;
        }
        if let Some((month, after)) = self.month_at(end + joint) {
            // "$12 December 27": a day that follows goes with the month instead.
            let taken = joint == 0
                && self.year_after(after).is_none()
                && self.day_number(after).is_some()
                && self.currency_before(at).is_some();
            if taken {
                return None;
            }
            let (year, after) = self.year_after(after).map_or((None, after), |(year, end)| (Some(year), end));
            let first = self.weekday_before(at, from);
            return self.made(
                first,
                after,
                Stamp::Day { year, month: Some(month), day, weekday: None },
                "day-month",
            );
        }
        // The month stands with the second of two days.
        let joined = self.is_and(end)
            || self.dash(end)
            || matches!(self.known(end), "to" | "till" | "until" | "through" | "or")
            || self.sign(end, ',');
        if !joined {
            return None;
        }
        let article = usize::from(self.known(end + 1) == "the");
        let (_, after) = self.day_number(end + 1 + article)?;
        let of = usize::from(self.known(after) == "of");
        let (month, _) = self.month_at(after + of)?;
        let month_end = self.month_at(after + of)?.1;
        let year = self.year_after(month_end).map(|(year, _)| year);
        self.made(at, end, Stamp::Day { year, month: Some(month), day, weekday: None }, "day-month")
    }

    /// A weekday and comma right before a date belong to it.
    pub(super) fn weekday_before(&self, at: usize, from: usize) -> usize {
        let comma = usize::from(at > from && self.sign(at - 1, ','));
        match at.checked_sub(1 + comma) {
            Some(before)
                if before >= from
                    && matches!(
                        self.entry(before).map(|entry| entry.calendar),
                        Some(Calendar::Weekday(_))
                    ) =>
            {
                before
            }
            _ => at,
        }
    }

    /// "the 1990s", "90s", "1980's".
    pub(super) fn decade(&self, at: usize, from: usize) -> Option<Point> {
        let number = self.number(at)?;
        // Some texts set the ending apart: "the early 1980 's".
        let led = || matches!(self.known_before(at), "the" | "early" | "late" | "mid");
        let close = self.gap(at + 1) == Gap::None || self.word(at).len() == 4 && led();
        let quote = usize::from(self.sign_of(at + 1, "'’") && close);
        let s = self.word(at + 1 + quote) == "s"
            && self.gap(at + 1 + quote) <= if self.word(at).len() == 4 { Gap::Space } else { Gap::None };
        let spaced = self.word(at + 1) == "s"
            && self.gap(at + 1) == Gap::Space
            && self.word(at).len() == 2
            && self.shape(at + 2) != Some(Shape::Word);
        if !(s || spaced) || number % 10 != 0 {
            return None;
        }
        let year = match self.word(at).len() {
            4 if (1000..2100).contains(&number) => number,
            // Ages and temperatures also run in tens: "in their 30s".
            2 if !matches!(
                self.known_before(at),
                "his" | "her" | "their" | "my" | "your" | "our" | "mid" | "early" | "late" | "low" | "high"
            ) =>
            {
                1900 + number
            }
            _ => return None,
        };
        let quote_before = usize::from(at > from && self.sign_of(at - 1, "'’‘") && self.gap(at) == Gap::None);
        self.made(at - quote_before, at + 2 + quote, Stamp::Decade(year), "decade")
    }

    pub(super) fn century(&self, at: usize) -> Option<Point> {
        let (number, end) = self.day_number(at)?;
        let hyphen = usize::from(self.is_hyphen(end));
        (end > at && self.word(end + hyphen) == "century").then_some(())?;
        self.made(at, end + hyphen + 1, Stamp::Century(i32::from(number)), "century")
    }

    /// "the 18th": a day of the present month, where no noun follows.
    pub(super) fn lone_day(&self, at: usize, from: usize) -> Option<Point> {
        let (day, end) = self.day_number(at)?;
        let led = at > from && self.known(at - 1) == "the" && (end > at + 1);
        let weekday =
            at > from && matches!(self.entry(at - 1).map(|entry| entry.calendar), Some(Calendar::Weekday(_)));
        let closes = self.shape(end) != Some(Shape::Word)
            || matches!(
                self.known(end),
                "with" | "and" | "to" | "at" | "in" | "but" | "this" | "till" | "through" | "for"
            );
        if weekday || !(led && closes) || self.is_hyphen(end) {
            return None;
        }
        if !(at >= 2
            && matches!(
                self.known(at - 2),
                "on" | "by"
                    | "around"
                    | "until"
                    | "till"
                    | "since"
                    | "from"
                    | "before"
                    | "after"
                    | "to"
                    | "through"
                    | "between"
            ))
        {
            return None;
        }
        let month = usize::from(self.known(end) == "this" && self.word(end + 1) == "month") * 2;
        self.made(at, end + month, Stamp::Day { year: None, month: None, day, weekday: None }, "day-of-month")
    }
}

/// The year of a numeric date by its printed length.
fn full_year(year: i32, length: usize) -> Option<i32> {
    match length {
        4 => Some(year),
        2 => Some(century_of(year)),
        _ => None,
    }
}
