//! Reads one moment: a day, month, year, quarter, fiscal year, weekday, relative unit or feast.
//!
//! Takes the place of an anchor, gives a stamp with the tokens that it covers. Which day a stamp
//! falls on is worked out in `temporal`.

use super::calendar::{Named, Stamp};
use super::lexicon::{Calendar, Edge, Number, Span, flag};
use super::lexis::{Gap, Shape};
use super::reader::Reader;

/// A stamp and the tokens that it covers.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    pub first: usize,
    pub end: usize,
    pub stamp: Stamp,
    /// False where its numerals still count something (a duration in "three weeks ago").
    pub marks: bool,
    pub rule: &'static str,
}

/// Feasts: their words after the first, in the order that `temporal` knows.
pub(crate) static FEASTS: &[&str] = &[
    "christmas eve",
    "christmas day",
    "christmas",
    "easter monday",
    "easter sunday",
    "easter",
    "thanksgiving day",
    "thanksgiving",
    "halloween",
    "new year ' s eve",
    "new year ' s day",
    "new year ’ s eve",
    "new year ’ s day",
    "new year eve",
    "new year day",
    "new years eve",
    "new years day",
    "new year",
    "independence day",
    "labor day",
    "labour day",
    "memorial day",
    "veterans day",
    "valentine ' s day",
    "valentine ’ s day",
    "valentines day",
    "boxing day",
    "black friday",
    "earth day",
    "saint patrick",
    "cyber monday",
    "juneteenth",
    "eid al fitr",
    "eid al adha",
    "eid al - fitr",
    "eid al - adha",
    "eid - ul - fitr",
    "diwali",
];

impl Reader<'_> {
    /// The moment at the anchor `at`; nothing before `from` may be taken.
    pub(crate) fn point(&self, at: usize, from: usize) -> Option<Point> {
        let point = match self.shape(at)? {
            Shape::Digits => self.digit_point(at, from),
            Shape::Word => self.word_point(at, from),
            _ => None,
        }?;
        Some(self.edged(point, from))
    }

    fn made(&self, first: usize, end: usize, stamp: Stamp, rule: &'static str) -> Option<Point> {
        Some(Point { first, end, stamp, marks: true, rule })
    }

    /// "end of", "early", "mid-" before a point.
    fn edged(&self, mut point: Point, from: usize) -> Point {
        let Some(mut at) = point.first.checked_sub(1).filter(|at| *at >= from) else { return point };
        if matches!(point.stamp, Stamp::Clock | Stamp::Distance { .. } | Stamp::Now)
            || self.gap(point.first) == Gap::Line
        {
            return point;
        }
        let mut joined = false;
        if self.known(at) == "the" && at > from {
            at -= 1;
        }
        if self.known(at) == "of" && at > from {
            (at, joined) = (at - 1, true);
        } else if self.is_hyphen(at) && at > from {
            (at, joined) = (at - 1, true);
        }
        let Some(Calendar::Edge(edge)) = self.entry(at).map(|entry| entry.calendar) else { return point };
        let direct = matches!(edge, Edge::Early | Edge::Late | Edge::Middle);
        if joined || (direct && at + 1 == point.first) {
            let of = std::mem::replace(&mut point.stamp, Stamp::Now);
            point.stamp = Stamp::Edge { edge, of: Box::new(of) };
            point.first = at;
        }
        point
    }

    fn number(&self, at: usize) -> Option<i32> {
        (self.shape(at) == Some(Shape::Digits) && self.word(at).len() <= 8)
            .then(|| self.word(at).parse().ok())?
    }

    /// A day of the month: digits with or without `th`, or an ordinal in words.
    pub(crate) fn day_number(&self, at: usize) -> Option<(u8, usize)> {
        if let Some(day) = self.number(at).filter(|_| self.word(at).len() <= 2) {
            let end = self.ordinal_suffix(at + 1).unwrap_or(at + 1);
            let glued = end == at + 1 && self.gap(end) == Gap::None && self.shape(end) == Some(Shape::Word);
            return (!glued && (1..=31).contains(&day)).then_some((day as u8, end));
        }
        let entry = self.entry(at)?;
        if entry.ordinal > 0 {
            return Some((entry.ordinal as u8, at + 1)).filter(|(day, _)| *day <= 31);
        }
        let Number::Tens(tens @ (20 | 30)) = entry.number else { return None };
        let hyphen = usize::from(self.is_hyphen(at + 1));
        let next = self.entry(at + 1 + hyphen)?;
        let ones = match (next.ordinal, next.number) {
            (ones @ 1..=9, _) => ones as u8,
            (_, Number::Small(ones @ 1..=9)) => ones,
            _ => return None,
        };
        (tens + ones <= 31).then_some((tens + ones, at + 2 + hyphen))
    }

    /// The month at `at`, where its word is one there.
    pub(crate) fn month_at(&self, at: usize) -> Option<(u8, usize)> {
        let Calendar::Month(month) = self.entry(at)?.calendar else { return None };
        let word = self.known(at);
        let dot = usize::from(
            word.len() <= 4
                && self.sign(at + 1, '.')
                && (self.gap(at + 1) == Gap::None || self.number(at + 2).is_some())
                && self.gap(at + 2) < Gap::Line,
        );
        let ambiguous = matches!(
            word,
            "may"
                | "march"
                | "mar"
                | "dec"
                | "jan"
                | "sep"
                | "jun"
                | "jul"
                | "apr"
                | "nov"
                | "oct"
                | "feb"
                | "aug"
                | "sept"
                | "august"
                | "febr"
        );
        let lower = !self.capital(at);
        let number_beside =
            |place: usize| self.shape(place) == Some(Shape::Digits) && self.gap(place) < Gap::Line;
        if ambiguous && (lower || (matches!(word, "may" | "march") && self.sentence_start(at))) {
            let day_before = at > 0
                && (number_beside(at - 1)
                    || self.ordinal_suffix(at - 1).is_some()
                    || matches!(
                        self.known(at - 1),
                        "of" | "in"
                            | "since"
                            | "until"
                            | "till"
                            | "from"
                            | "mid"
                            | "early"
                            | "late"
                            | "last"
                            | "next"
                            | "this"
                            | "by"
                            | "through"
                            | "during"
                    )
                    || self.entry(at - 1).is_some_and(|e| e.ordinal > 0)
                    || (at > 1 && self.dash(at - 1)
                        || self.known(at - 1) == "to" && word != "may" && word != "march")
                        && self.month_like(at.wrapping_sub(2)));
            let day_after = self.day_number(at + 1 + dot).is_some()
                || self.year_after(at + 1 + dot).is_some()
                || (self.known(at + 1) == "the" && self.day_number(at + 2).is_some());
            let pair = matches!(self.known(at + 1), "to" | "and" | "through")
                && self.month_like(at + 2)
                && at > 0
                && matches!(self.known(at - 1), "from" | "between" | "happen");
            let paired = at > 1
                && matches!(self.known(at - 1), "to" | "and" | "through" | "till")
                && self.month_like(at - 2);
            let word_day = word != "may" && self.number_word_day(at + 1);
            if !(day_before || day_after || pair || paired || word_day) || self.is(at + 1, flag::BE) {
                return None;
            }
        }
        Some((month, at + 1 + dot))
    }

    fn number_word_day(&self, at: usize) -> bool {
        self.entry(at).is_some_and(|entry| matches!(entry.number, Number::Tens(20 | 30)) || entry.ordinal > 0)
    }

    fn month_like(&self, at: usize) -> bool {
        matches!(self.entry(at).map(|entry| entry.calendar), Some(Calendar::Month(_)))
    }

    /// A year that follows, after a comma, "of", "in", a hyphen or slash.
    pub(crate) fn year_after(&self, at: usize) -> Option<(i32, usize)> {
        if self.gap(at) == Gap::Line {
            return None;
        }
        let joint = usize::from(self.sign_of(at, ",/-") || matches!(self.known(at), "of" | "in"));
        if let Some(year) = self.year_digits(at + joint) {
            return Some((year, at + joint + 1));
        }
        // "April of 87", "June '24".
        let quote = usize::from(self.sign_of(at + joint, "'’‘"));
        let short = at + joint + quote;
        if (quote == 1 || self.known(at) == "of") && self.word(short).len() == 2 {
            return Some((century_of(self.number(short)?), short + 1));
        }
        if joint == 0 { self.year_words(at) } else { None }
    }

    /// Four digits that can be a year, with nothing glued to them.
    pub(crate) fn year_digits(&self, at: usize) -> Option<i32> {
        let year = self.number(at).filter(|year| self.word(at).len() == 4 && (1000..2200).contains(year))?;
        let glued = (self.sign_of(at + 1, ".,")
            && self.gap(at + 1) == Gap::None
            && self.shape(at + 2) == Some(Shape::Digits)
            && self.gap(at + 2) == Gap::None)
            || self.sign(at + 1, '%');
        (!glued).then_some(year)
    }

    /// A year in words: "nineteen ninety six", "two thousand and five", "nineteen hundred ninety three".
    fn year_words(&self, at: usize) -> Option<(i32, usize)> {
        let small = |place: usize| match self.entry(place)?.number {
            Number::Small(digit @ 10..) => Some((i32::from(digit), place + 1)),
            Number::Tens(tens) => {
                let hyphen = usize::from(self.is_hyphen(place + 1));
                match self.entry(place + 1 + hyphen).map(|entry| entry.number) {
                    Some(Number::Small(ones @ 1..=9)) => Some((i32::from(tens + ones), place + 2 + hyphen)),
                    _ => Some((i32::from(tens), place + 1)),
                }
            }
            _ => None,
        };
        if let Number::Small(2) = self.entry(at)?.number {
            if !matches!(self.known(at + 1), "thousand") {
                return None;
            }
            let and = usize::from(self.is_and(at + 2));
            let rest = small(at + 2 + and).or_else(|| match self.entry(at + 2 + and)?.number {
                Number::Small(ones @ 1..=9) if and == 1 => Some((i32::from(ones), at + 3 + and)),
                _ => None,
            });
            return Some(match rest {
                Some((rest, end)) => (2000 + rest, end),
                None => (2000, at + 2),
            });
        }
        let (high, end) = small(at).filter(|(high, _)| (15..=20).contains(high))?;
        let hundred = usize::from(self.known(end) == "hundred");
        let (low, end) = small(end + hundred)?;
        Some((high * 100 + low, end))
    }

    fn digit_point(&self, at: usize, from: usize) -> Option<Point> {
        let digits = self.word(at);
        if at > from && self.currency_before(at).is_some() || self.sign(at + 1, '%') {
            return None;
        }
        let inner = at > 1
            && self.sign_of(at - 1, ".,")
            && self.gap(at) == Gap::None
            && self.gap(at - 1) == Gap::None
            && self.shape(at - 2) == Some(Shape::Digits);
        if inner && !self.sign_of(at + 1, "/-") {
            return None;
        }
        if let Some(point) = self.coded_part(at, from) {
            return Some(point);
        }
        if digits.len() == 8 && self.packed(at).is_some() {
            return self.made(at, at + 1, self.packed(at)?, "packed-date");
        }
        if let Some(point) = self.numeric_date(at) {
            return Some(point);
        }
        if digits.len() <= 2 {
            return self
                .clock(at)
                .or_else(|| self.day_month(at, from))
                .or_else(|| self.decade(at, from))
                .or_else(|| self.counted_span(at, from))
                .or_else(|| self.lone_day(at, from))
                .or_else(|| self.century(at));
        }
        if let Some(point) = self.decade(at, from) {
            return Some(point);
        }
        if let Some(point) = self.year_point(at, from) {
            return Some(point);
        }
        self.counted_span(at, from)
    }

    /// "20170302".
    fn packed(&self, at: usize) -> Option<Stamp> {
        let number = self.number(at)?;
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        let alone = self.gap(at) != Gap::None || at == 0 || self.sign_of(at - 1, "-_/(");
        day_stamp(year, month, day).filter(|_| alone && (1900..2100).contains(&year))
    }

    /// Digits joined by dashes, slashes or dots: ISO dates, 14/3/2021, 05-Aug-2016, 2015-12.
    fn numeric_date(&self, at: usize) -> Option<Point> {
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
            return (!more || doubled || length(at + 6) > 2 || length(at) == 4)
                .then_some(())
                .and_then(|()| self.made(at, at + 5, stamp, "numeric-date"));
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

    /// "10/1", "7-6", "5/12": only beside a word or date that makes it one.
    fn short_date(&self, at: usize, a: i32, b: (i32, bool)) -> Option<Point> {
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
            Some(shift) => Stamp::Nth {
                span: Span::Day,
                first: 0,
                count: i32::from(shift),
                last: false,
                of: Box::new(stamp),
            },
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
    fn clock(&self, at: usize) -> Option<Point> {
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
        let colon = minutes && self.sign(at + 1, ':') && hour < 25;
        (colon
            && (self.word(at).len() == 2
                || matches!(self.known_before(at), "at" | "by" | "until" | "from" | "to")))
        .then_some(())
        .and_then(|()| self.made(at, at + 3, Stamp::Clock, "clock"))
    }

    /// "14 March 2021", "14th of March", "18 and 19 June", "9 to 17 April".
    fn day_month(&self, at: usize, from: usize) -> Option<Point> {
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
        let led = matches!(self.known_before(at), "between" | "from") || !self.is_and(end) || true;
        led.then_some(()).and_then(|()| {
            self.made(at, end, Stamp::Day { year, month: Some(month), day, weekday: None }, "day-month")
        })
    }

    /// A weekday and comma right before a date belong to it.
    fn weekday_before(&self, at: usize, from: usize) -> usize {
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
    fn decade(&self, at: usize, from: usize) -> Option<Point> {
        let number = self.number(at)?;
        let quote = usize::from(self.sign_of(at + 1, "'’") && self.gap(at + 1) == Gap::None);
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

    fn century(&self, at: usize) -> Option<Point> {
        let (number, end) = self.day_number(at)?;
        let hyphen = usize::from(self.is_hyphen(end));
        (end > at && self.word(end + hyphen) == "century").then_some(())?;
        self.made(at, end + hyphen + 1, Stamp::Century(i32::from(number)), "century")
    }

    /// "the 18th": a day of the present month, where no noun follows.
    fn lone_day(&self, at: usize, from: usize) -> Option<Point> {
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

    /// `Q4`, `H1`, `1Q24`, `2H22`, with the year beside them.
    fn coded_part(&self, at: usize, from: usize) -> Option<Point> {
        let number = self.number(at)?;
        let letter = |place: usize| match self.word(place) {
            "Q" | "q" => Some(4u8),
            "H" | "h" => Some(2),
            _ => None,
        };
        if at > from
            && self.gap(at) == Gap::None
            && self.word(at).len() == 1
            && let Some(of) = letter(at - 1)
            && (self.gap(at - 1) != Gap::None || at == 1 || self.sign_of(at.wrapping_sub(2), "-/("))
            && (1..=i32::from(of)).contains(&number)
        {
            let mut first = at - 1;
            let joint = usize::from(first > from && self.sign_of(first - 1, "-/"));
            let year_before = first
                .checked_sub(1 + joint)
                .filter(|place| *place >= from)
                .and_then(|place| self.year_digits(place).map(|year| (year, place)));
            let (year, end) = match self.whole_year(at + 1) {
                Some((year, end)) => (Some(year), end),
                None => (None, at + 1),
            };
            let year = match (year, year_before) {
                (None, Some((year, place))) => {
                    first = place;
                    Some(Stamp::Year(year))
                }
                (year, _) => year,
            };
            let fiscal = matches!(year, Some(Stamp::Fiscal(_) | Stamp::Split { .. }))
                || (first > from && self.is_fiscal(first - 1));
            return self.made(
                first,
                end,
                Stamp::Part { year: year.map(Box::new), number: number as u8, of, fiscal },
                "quarter",
            );
        }
        if self.word(at).len() == 1
            && self.gap(at + 1) == Gap::None
            && let Some(of) = letter(at + 1)
            && (1..=i32::from(of)).contains(&number)
        {
            let fiscal = self.word(at + 2).eq_ignore_ascii_case("FY");
            let year_at = at + 2 + usize::from(fiscal);
            let year = self.number(year_at).filter(|_| self.gap(year_at) <= Gap::Space)?;
            let year =
                if self.word(year_at).len() == 2 { century_of(year) } else { self.year_digits(year_at)? };
            let stamp = if fiscal { Stamp::Fiscal(year) } else { Stamp::Year(year) };
            return self.made(
                at,
                year_at + 1,
                Stamp::Part { year: Some(Box::new(stamp)), number: number as u8, of, fiscal },
                "quarter",
            );
        }
        // "2019 q3".
        if let Some(year) = self.year_digits(at) {
            let joint = usize::from(self.sign_of(at + 1, "-/") && self.gap(at + 1) == Gap::None);
            let place = at + 1 + joint;
            if let Some(of) = letter(place)
                && let Some(number) = self
                    .number(place + 1)
                    .filter(|number| self.gap(place + 1) == Gap::None && (1..=i32::from(of)).contains(number))
            {
                return self.made(
                    at,
                    place + 2,
                    Stamp::Part {
                        year: Some(Box::new(Stamp::Year(year))),
                        number: number as u8,
                        of,
                        fiscal: false,
                    },
                    "quarter",
                );
            }
        }
        None
    }

    fn is_fiscal(&self, at: usize) -> bool {
        matches!(self.entry(at).map(|entry| entry.calendar), Some(Calendar::Fiscal))
            && !matches!(self.known(at), "cy")
    }

    /// A year with the words that make it fiscal: "of fiscal 2024", "FY25", "2023-24", "of 2024".
    pub(crate) fn whole_year(&self, at: usize) -> Option<(Stamp, usize)> {
        if self.gap(at) == Gap::Line {
            return None;
        }
        let mut place =
            at + usize::from(matches!(self.known(at), "of" | "in" | "for") || self.sign_of(at, ",-/"));
        place += usize::from(self.known(place) == "the");
        if let Some(found) = self.fiscal_year(place) {
            return Some(found);
        }
        if let Some(year) = self.year_digits(place) {
            return match self.split_year(place) {
                Some((first, end)) => Some((Stamp::Split { first, fiscal: false }, end)),
                None => Some((Stamp::Year(year), place + 1)),
            };
        }
        if let Some(Calendar::Shift(by)) = self.entry(place).map(|entry| entry.calendar)
            && self.word(place + 1).eq_ignore_ascii_case("year")
        {
            return Some((Stamp::Shifted { span: Span::Year, by: i32::from(by) }, place + 2));
        }
        let quote = usize::from(self.sign_of(place, "'’‘"));
        if quote == 1 && self.word(place + 1).len() == 2 {
            return Some((Stamp::Year(century_of(self.number(place + 1)?)), place + 2));
        }
        None
    }

    /// "2023-24", "2023/24", "2023–2024" of two years that follow each other.
    fn split_year(&self, at: usize) -> Option<(i32, usize)> {
        let year = self.year_digits(at)?;
        let joint =
            self.sign_of(at + 1, "-/–‑") && self.gap(at + 1) == Gap::None && self.gap(at + 2) == Gap::None;
        let next = self.number(at + 2).filter(|_| joint)?;
        let glued = self.sign_of(at + 3, "-/.")
            && self.gap(at + 3) == Gap::None
            && self.shape(at + 4) == Some(Shape::Digits)
            && self.gap(at + 4) == Gap::None;
        (self.word(at + 2).len() == 2 && next == (year + 1) % 100 && !glued).then_some((year, at + 3))
    }

    /// "fiscal year 2021-22", "FY22", "fiscal 2024", "financial year 2023/24"; `at` is the first word.
    pub(crate) fn fiscal_year(&self, at: usize) -> Option<(Stamp, usize)> {
        if !matches!(self.entry(at)?.calendar, Calendar::Fiscal) {
            return None;
        }
        let civil = self.known(at) == "cy";
        let mut place = at + 1;
        place += usize::from(matches!(self.known(place), "year" | "years"));
        place += usize::from(self.known(place) == "of" || self.sign_of(place, "-'’"));
        if let Some((first, end)) = self.split_year(place) {
            return Some((Stamp::Split { first, fiscal: true }, end));
        }
        let double = self.sign_of(place + 1, "-–") && self.gap(place + 1) == Gap::None;
        if let Some(year) = self.year_digits(place) {
            if double && self.year_digits(place + 2) == Some(year + 1) {
                return Some((Stamp::Split { first: year, fiscal: true }, place + 3));
            }
            return Some((if civil { Stamp::Year(year) } else { Stamp::Fiscal(year) }, place + 1));
        }
        let short = self.number(place).filter(|_| self.word(place).len() == 2)?;
        if double && self.word(place + 2).len() == 2 && self.number(place + 2) == Some((short + 1) % 100) {
            return Some((Stamp::Split { first: century_of(short), fiscal: true }, place + 3));
        }
        let year = century_of(short);
        Some((if civil { Stamp::Year(year) } else { Stamp::Fiscal(year) }, place + 1))
    }

    /// Four digits as a year, where nothing shows that they count something.
    fn year_point(&self, at: usize, from: usize) -> Option<Point> {
        let year = self.year_digits(at)?;
        if !self.year_stands(at, from, year) {
            return None;
        }
        if let Some((first, end)) = self.split_year(at) {
            let season = matches!(self.word(end), "season" | "campaign" | "academic" | "school");
            return self.made(
                at,
                end,
                Stamp::Split { first, fiscal: false },
                if season { "season" } else { "split-year" },
            );
        }
        // "2017 april", "2020 23 September" stay rare; the month joins the year.
        if let Some((month, end)) = self.month_at(at + 1).filter(|_| {
            self.gap(at + 1) == Gap::Space
                && self.day_number(at + 2).is_none()
                && self.year_after(at + 2).is_none()
        }) && !self.sentence_start(at + 1)
        {
            return self.made(at, end, Stamp::Month { year: Some(year), month }, "year-month");
        }
        self.made(at, at + 1, Stamp::Year(year), "year")
    }

    /// Whether four digits are a year here.
    fn year_stands(&self, at: usize, from: usize, year: i32) -> bool {
        let end = at + 1;
        if at > 0 && self.gap(at) == Gap::None && !self.sign_of(at - 1, "(-–—/~\"“‘'’[|,=") {
            return false;
        }
        if at > 0
            && self.gap(at) == Gap::None
            && self.sign_of(at - 1, "-")
            && at > 1
            && self.shape(at - 2) == Some(Shape::Digits)
            && self.gap(at - 1) == Gap::None
            && self.year_digits(at - 2).is_none()
        {
            return false;
        }
        if self.gap(end) == Gap::None && (self.shape(end) == Some(Shape::Word) || self.sign_of(end, "+")) {
            return false;
        }
        if self.scales(end).is_some()
            || self.unit_at(end, None).is_some_and(|_| !self.sign_of(end, "-"))
            || self.tight_hyphen(end)
                && self.shape(end + 1) == Some(Shape::Word)
                && self.entry(end + 1).is_some_and(|e| e.unit != 0)
        {
            return false;
        }
        let before = self.entry_before(at).filter(|_| self.gap(at) <= Gap::Space);
        let led = before.is_some_and(|entry| {
            entry.is(flag::TIME_PREPOSITION)
                || matches!(
                    entry.calendar,
                    Calendar::Fiscal
                        | Calendar::Edge(_)
                        | Calendar::Month(_)
                        | Calendar::Season(_)
                        | Calendar::Feast
                        | Calendar::Span(Span::Year)
                )
        });
        let counted = self.plural_noun(end) && !self.capital(end) && self.gap(end) == Gap::Space;
        let adjective_noun = self.shape(end) == Some(Shape::Word)
            && self.plural_noun(end + 1)
            && !self.is(end, flag::STOP)
            && !self.capital(end);
        if before.is_some_and(|entry| entry.is(flag::REFERENCE) && !entry.is(flag::TIME_PREPOSITION)) {
            return false;
        }
        let hedged = before.is_some_and(|entry| {
            matches!(
                entry.word,
                "about"
                    | "than"
                    | "nearly"
                    | "almost"
                    | "least"
                    | "roughly"
                    | "approximately"
                    | "some"
                    | "over"
                    | "exactly"
                    | "only"
                    | "under"
                    | "above"
                    | "below"
            )
        }) || (at > from && self.sign_of(at - 1, "$£€₹~><="));
        if hedged {
            return false;
        }
        if year < 1700 || year > 2100 {
            return led
                && !counted
                && !(adjective_noun && year % 100 == 0)
                && !matches!(
                    self.known_before(at),
                    "to" | "from" | "for" | "of" | "between" | "by" | "around"
                )
                || (year > 2100 && self.known_before(at) == "in");
        }
        let determined = before.is_some_and(|entry| {
            matches!(entry.word, "the" | "its" | "his" | "her" | "their" | "this" | "that")
        });
        if counted {
            let round = year % 100 == 0;
            let strongly = before.is_some_and(|entry| {
                matches!(entry.word, "in" | "since" | "during" | "late" | "early" | "mid")
            });
            return (strongly && !round)
                || (strongly && self.sentence_start(at - 1))
                || (determined && !round)
                || (led
                    && !round
                    && before.is_some_and(|entry| {
                        entry.word != "to"
                            && entry.word != "for"
                            && entry.word != "from"
                            && entry.word != "of"
                            && entry.word != "by"
                    }));
        }
        if !led && adjective_noun && year % 50 == 0 && !determined {
            return false;
        }
        led || (1800..=2099).contains(&year)
            && (year % 100 != 0 || determined || year >= 1900 && !adjective_noun)
    }

    /// "3 weeks ago", "2 months later", "in 2 weeks", "5 upcoming years", "3 days after tomorrow".
    fn counted_span(&self, at: usize, from: usize) -> Option<Point> {
        let (parts, end) = self.span_parts(at)?;
        let before = self.known_before(at);
        let first = at;
        let duration = |stamp, first, end, rule| Some(Point { first, end, stamp, marks: false, rule });
        match self.known(end) {
            "ago" => {
                return duration(Stamp::Distance { parts, back: true, from: None }, first, end + 1, "ago");
            }
            "later" => {
                return duration(Stamp::Distance { parts, back: false, from: None }, first, end + 1, "later");
            }
            "hence" => {
                return duration(Stamp::Distance { parts, back: false, from: None }, first, end + 1, "later");
            }
            "earlier" if self.shape(end + 1) != Some(Shape::Word) || self.is(end + 1, flag::STOP) => {
                return duration(Stamp::Distance { parts, back: true, from: None }, first, end + 1, "ago");
            }
            "from" | "after" | "before" | "since" | "starting" => {}
            _ if self.word(end) == "starting" => {}
            _ if self.sign(end, ',') && self.known(end + 1) == "from" => {}
            _ => {
                if matches!(before, "in" | "within") && at > from {
                    let future = (1..12)
                        .map_while(|back| at.checked_sub(back))
                        .any(|place| self.is(place, flag::FUTURE) || self.word(place) == "want")
                        || before == "within";
                    if before == "within" && future {
                        return duration(Stamp::Rolling { parts, ahead: true }, at - 1, end, "within");
                    }
                    if before == "in" && future && !self.possessive(end - 1) && !self.of_follows(end) {
                        return duration(
                            Stamp::Distance { parts, back: false, from: None },
                            at - 1,
                            end,
                            "in-future",
                        );
                    }
                }
                return None;
            }
        }
        let comma = usize::from(self.sign(end, ','));
        let word = self.word(end + comma);
        let mut place = end + comma + 1;
        place += usize::from(word == "starting" && self.known(place) == "from");
        if word == "from" && self.word(place) == "now" {
            return duration(Stamp::Distance { parts, back: false, from: None }, first, place + 1, "later");
        }
        let anchor = (place..place + 3).find(|place| {
            self.shape(*place).is_some_and(|shape| shape == Shape::Digits)
                || self.entry(*place).is_some_and(|entry| entry.anchors())
        })?;
        let other = self.point(anchor, place).filter(|other| other.first <= place + 1)?;
        let from = Box::new(other.stamp);
        let lasting = before == "for" || word == "starting";
        let stamp = if lasting && word != "before" {
            Stamp::Starting { parts, from }
        } else {
            Stamp::Distance { parts, back: word == "before", from: Some(from) }
        };
        Some(Point { first, end: other.end, stamp, marks: false, rule: "distance" })
    }

    /// A count and a calendar unit, joined by "and": "2 weeks and 2 days".
    fn span_parts(&self, at: usize) -> Option<(Vec<(Span, i32)>, usize)> {
        let (count, end) = self.count(at)?;
        let mut place = end;
        let shift = matches!(self.entry(place).map(|entry| entry.calendar), Some(Calendar::Shift(_)));
        if shift {
            return None;
        }
        place += usize::from(self.known(place) == "more");
        let Calendar::Span(span) = self.entry(place)?.calendar else { return None };
        let mut parts = vec![(span, count)];
        let mut end = place + 1;
        for _ in 0..3 {
            let and = usize::from(self.is_and(end) || self.sign(end, ','));
            let Some((count, after)) = self.count(end + and).filter(|_| and == 1) else { break };
            let Some(Calendar::Span(span)) = self.entry(after).map(|entry| entry.calendar) else { break };
            if parts.iter().any(|(before, _)| *before <= span) {
                break;
            }
            parts.push((span, count));
            end = after + 1;
        }
        Some((parts, end))
    }

    /// A small whole number in digits or words; "a" and "an" count one, "couple" two.
    fn count(&self, at: usize) -> Option<(i32, usize)> {
        if let Some(number) = self.number(at).filter(|_| self.word(at).len() <= 3) {
            return Some((number, at + 1));
        }
        if self.word(at) == "couple" {
            return Some((2, at + 1 + usize::from(self.known(at + 1) == "of")));
        }
        if self.is_article(at) {
            return (self.word(at + 1) != "couple").then_some((1, at + 1)).or_else(|| self.count(at + 1));
        }
        self.entry(at).filter(|entry| matches!(entry.number, Number::Small(1..) | Number::Tens(_)))?;
        let (value, end, _) = self.cardinal(at)?;
        (value.is_integer() && *value.numer() < 1000).then_some((*value.numer() as i32, end))
    }

    fn word_point(&self, at: usize, from: usize) -> Option<Point> {
        let entry = self.entry(at)?;
        match entry.calendar {
            Calendar::Month(_) => self.month_point(at, from),
            Calendar::Weekday(weekday) => self.weekday_point(at, weekday),
            Calendar::Shift(shift) => self.shifted(at, shift),
            Calendar::Day(by) => {
                self.made(at, at + 1, Stamp::Shifted { span: Span::Day, by: i32::from(by) }, "day-word")
            }
            Calendar::Fiscal => self.fiscal_point(at),
            Calendar::Season(month) => self.season(at, month),
            Calendar::Feast => self.feast(at),
            Calendar::Span(span) if entry.number == Number::None => self.span_point(at, span, from),
            _ => None,
        }
        .or_else(|| {
            if entry.ordinal > 0 || matches!(entry.number, Number::Tens(20 | 30)) {
                self.ordinal_point(at, from)
            } else {
                None
            }
        })
        .or_else(|| {
            if matches!(entry.number, Number::Small(_) | Number::Tens(_)) {
                self.number_word_point(at, from)
            } else {
                None
            }
        })
    }

    /// "two weeks ago", "two thousand and twenty".
    fn number_word_point(&self, at: usize, from: usize) -> Option<Point> {
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
    fn spelled_day(&self, at: usize) -> Option<(u8, usize)> {
        let (value, end, _) = self.cardinal(at)?;
        let day =
            u8::try_from(*value.numer()).ok().filter(|day| value.is_integer() && (1..=31).contains(day))?;
        self.month_like(end).then_some((day, end))
    }

    /// "March", "March 2021", "March 14, 2021", "Dec31", "May the 9th".
    fn month_point(&self, at: usize, from: usize) -> Option<Point> {
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
        if let Some((year, after)) = self.year_after(end).filter(|(_, after)| self.counts_nothing(*after)) {
            return self.made(at, after, Stamp::Month { year: Some(year), month }, "month-year");
        }
        let relative = usize::from(matches!(self.known(end), "of" | "in"));
        if let Some(Calendar::Shift(by)) = self.entry(end + relative).map(|entry| entry.calendar)
            && self.known(end + relative + 1) == "year"
        {
            return self.made(
                at,
                end + relative + 2,
                Stamp::Named { what: Named::Month(month), year: None, shift: Some(by) },
                "month",
            );
        }
        self.made(at, end, Stamp::Month { year: None, month }, "month")
    }

    /// A two-digit year straight after a day in words: "January first 12".
    fn short_year(&self, at: usize, day_at: usize) -> Option<(i32, usize)> {
        let spelled = self.shape(day_at) == Some(Shape::Word);
        let short = self.number(at).filter(|_| spelled && self.word(at).len() == 2)?;
        (self.shape(at + 1) != Some(Shape::Word) || self.is(at + 1, flag::BE))
            .then_some((century_of(short), at + 1))
    }

    /// The day after a month: its number must not begin a longer number or count something.
    fn month_day(&self, at: usize) -> Option<(u8, usize)> {
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
    fn counts_nothing(&self, at: usize) -> bool {
        self.scales(at).is_none() && !self.sign(at, '%')
    }

    /// "Friday", "on tuesday of next week", "Monday 21", "Friday, June 14" is left to its date.
    fn weekday_point(&self, at: usize, weekday: u8) -> Option<Point> {
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
        if let Some((day, after)) = self.day_number(end + the).filter(|(_, after)| {
            self.shape(*after) != Some(Shape::Word) && !self.sign_of(*after, "%:/.-")
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

    fn dated_after(&self, at: usize) -> Option<Point> {
        match self.shape(at)? {
            Shape::Digits => self.day_month(at, at).or_else(|| self.numeric_weekday(at)),
            Shape::Word if self.month_like(at) => {
                self.month_point(at, at).filter(|point| matches!(point.stamp, Stamp::Day { .. }))
            }
            _ => None,
        }
    }

    /// "Friday 7.6", "Friday 7-6": month and day after a weekday.
    fn numeric_weekday(&self, at: usize) -> Option<Point> {
        let joint =
            self.sign_of(at + 1, "./-") && self.gap(at + 1) == Gap::None && self.gap(at + 2) == Gap::None;
        let (month, day) = (self.number(at)?, self.number(at + 2).filter(|_| joint)?);
        let year = usize::from(self.sign_of(at + 3, "/-") && self.year_digits(at + 4).is_some()) * 2;
        let found = if year > 0 { self.year_digits(at + 4) } else { None };
        let stamp = day_stamp(2000, month, day)?;
        let Stamp::Day { month, day, .. } = stamp else { return None };
        self.made(at, at + 3 + year, Stamp::Day { year: found, month, day, weekday: None }, "numeric-date")
    }

    /// "next week", "the following week" at `at`.
    fn week_shift(&self, at: usize) -> Option<(i32, usize)> {
        let at = at + usize::from(self.known(at) == "the");
        let Calendar::Shift(by) = self.entry(at)?.calendar else { return None };
        (self.known(at + 1) == "week").then_some((i32::from(by), at + 2))
    }

    /// "last year", "next 3 days", "this Friday", "last June", "this fiscal year", "past two quarters".
    fn shifted(&self, at: usize, shift: i8) -> Option<Point> {
        let word = self.known(at);
        let mut place = at + 1;
        let mut shift = shift;
        // "this coming Friday", "the next upcoming".
        if shift == 0
            && let Some(Calendar::Shift(second)) = self.entry(place).map(|entry| entry.calendar)
        {
            (shift, place) = (second, place + 1);
        }
        let calendar = usize::from(matches!(self.word(place), "calendar" | "working" | "whole" | "full"));
        let fiscal = usize::from(
            self.is_fiscal(place) && self.known(place + 1) == "year"
                || self.is_fiscal(place) && self.known(place + 1) == "quarter",
        );
        place += calendar.max(fiscal);
        let more = word == "past"
            && matches!(self.known_before(at), "half" | "quarter" | "over")
            && self.shape(place) == Some(Shape::Digits)
            && false;
        if more {
            return None;
        }
        if let Some((parts, end)) = self.span_parts(place) {
            if shift == 0 {
                return None;
            }
            let within = usize::from(at > 0 && self.known(at - 1) == "within");
            let of = usize::from(self.of_follows(end));
            if of == 1
                && let Some((stamp, end)) = self.of_stamp(end + 1)
                && let [(span, count)] = parts.as_slice()
            {
                return self.made(
                    at,
                    end,
                    Stamp::Nth { span: *span, first: 1, count: *count, last: shift < 0, of: Box::new(stamp) },
                    "nth",
                );
            }
            let stamp = Stamp::Rolling { parts, ahead: shift > 0 };
            return Some(Point { first: at - within, end, stamp, marks: false, rule: "rolling" });
        }
        let entry = self.entry(place)?;
        let span_word = usize::from(self.word(at + 1 + calendar) == "workweek");
        let _ = span_word;
        match entry.calendar {
            Calendar::Span(span)
                if entry.word != "days" && !(entry.word.ends_with('s') && entry.word.len() > 3) =>
            {
                self.shifted_span(at, place, span, shift)
            }
            Calendar::Weekday(weekday) => {
                if let Some(date) = self.dated_after(place + 1 + usize::from(self.sign_of(place + 1, "(,-")))
                {
                    let close = usize::from(self.sign(place + 1, '(') && self.sign(date.end, ')'));
                    return Some(Point { first: at, end: date.end + close, ..date });
                }
                let upcoming =
                    matches!(self.known(place - 1), "upcoming" | "coming" | "past") || word == "past";
                let stamp = if upcoming {
                    Stamp::Weekday { weekday, week: None, nearest: shift }
                } else {
                    Stamp::Weekday { weekday, week: Some(i32::from(shift)), nearest: 0 }
                };
                self.made(at, place + 1, stamp, "weekday")
            }
            Calendar::Month(month) => {
                let (_, end) =
                    self.month_at(place).or_else(|| self.capital(place).then_some((month, place + 1)))?;
                if self.year_after(end).is_some() || self.day_number(end).is_some() {
                    return None;
                }
                self.made(
                    at,
                    end,
                    Stamp::Named { what: Named::Month(month), year: None, shift: Some(shift) },
                    "month",
                )
            }
            Calendar::Season(month) => self.made(
                at,
                place + 1,
                Stamp::Named { what: Named::Season(month), year: None, shift: Some(shift) },
                "season",
            ),
            Calendar::Feast => {
                let point = self.feast(place)?;
                let Stamp::Named { what, year, .. } = point.stamp else { return None };
                self.made(at, point.end, Stamp::Named { what, year, shift: Some(shift) }, "feast")
            }
            _ => {
                let (day, end) = self.day_number(place)?;
                let of = usize::from(self.of_follows(end));
                let (month, end) = self.month_at(end + of)?;
                let stamp = Stamp::Day { year: None, month: Some(month), day, weekday: None };
                self.made(
                    at,
                    end,
                    Stamp::Nth {
                        span: Span::Day,
                        first: 0,
                        count: i32::from(shift),
                        last: false,
                        of: Box::new(stamp),
                    },
                    "day-month",
                )
            }
        }
    }

    /// "last year", "this week", "last quarter", "next weekend", "last week of July".
    fn shifted_span(&self, at: usize, place: usize, span: Span, shift: i8) -> Option<Point> {
        let end = place + 1;
        if self.possessive_compound(end) {
            return None;
        }
        if self.of_follows(end)
            && let Some((stamp, end)) = self.of_stamp(end + 1)
        {
            let first = if shift < 0 { 1 } else { return None };
            return self.made(
                at,
                end,
                Stamp::Nth { span, first, count: 1, last: true, of: Box::new(stamp) },
                "nth",
            );
        }
        let stamp = match span {
            Span::Half => return None,
            Span::Week
                if self.known(at) == "this" && matches!(self.known(place - 1), "working")
                    || self.word(place - 1) == "working"
                    || self.word(place).eq_ignore_ascii_case("workweek") =>
            {
                Stamp::Nth {
                    span: Span::Day,
                    first: 1,
                    count: 5,
                    last: false,
                    of: Box::new(Stamp::Shifted { span: Span::Week, by: i32::from(shift) }),
                }
            }
            _ => Stamp::Shifted { span, by: i32::from(shift) },
        };
        let mut point = self.made(at, end, stamp, "shifted")?;
        // "earlier this month", "later this year".
        if at > 0 && matches!(self.known(at - 1), "earlier" | "later") {
            let edge = if self.known(at - 1) == "earlier" { Edge::Early } else { Edge::Late };
            point.first = at - 1;
            point.stamp = Stamp::Edge { edge, of: Box::new(point.stamp) };
        }
        // "this week Monday", "previous week - Monday".
        let dash = usize::from(self.sign(point.end, '-'));
        if span == Span::Week
            && let Some(Calendar::Weekday(weekday)) = self.entry(point.end + dash).map(|entry| entry.calendar)
        {
            point.end += dash + 1;
            point.stamp = Stamp::Weekday { weekday, week: Some(i32::from(shift)), nearest: 0 };
        }
        Some(point)
    }

    /// "last half-hour", "this day-care": a unit that a hyphen makes part of another word.
    fn possessive_compound(&self, at: usize) -> bool {
        self.tight_hyphen(at) && self.shape(at + 1) == Some(Shape::Word)
    }

    /// The longer stretch after "of": a year, month, fiscal year, "last year", "the year".
    fn of_stamp(&self, at: usize) -> Option<(Stamp, usize)> {
        let at = at + usize::from(self.known(at) == "the");
        if let Some(found) = self.whole_year(at) {
            return Some(found);
        }
        if matches!(self.word(at), "calendar") && self.year_digits(at + 1).is_some() {
            return Some((Stamp::Year(self.year_digits(at + 1)?), at + 2));
        }
        if let Some((month, end)) = self.month_at(at) {
            let (year, end) = self.year_after(end).map_or((None, end), |(year, end)| (Some(year), end));
            return Some((Stamp::Month { year, month }, end));
        }
        match self.entry(at)?.calendar {
            Calendar::Shift(by) => match self.entry(at + 1)?.calendar {
                Calendar::Span(span) => Some((Stamp::Shifted { span, by: i32::from(by) }, at + 2)),
                Calendar::Fiscal if self.known(at + 2) == "year" => {
                    Some((Stamp::Fiscal(i32::MAX), at + 3)).filter(|_| false)
                }
                _ => None,
            },
            Calendar::Span(span @ (Span::Year | Span::Month | Span::Week | Span::Quarter)) => {
                Some((Stamp::Shifted { span, by: 0 }, at + 1)).filter(|_| self.known(at - 1) == "the")
            }
            _ => None,
        }
    }

    fn fiscal_point(&self, at: usize) -> Option<Point> {
        let before = usize::from(self.known_before(at) == "the");
        let _ = before;
        if let Some((stamp, end)) = self.fiscal_year(at) {
            return self.made(at, end, stamp, "fiscal-year");
        }
        // "fiscal second quarter", "fiscal first half of 2024".
        let point = self.ordinal_point(at + 1, at + 1)?;
        let Stamp::Part { year, number, of, .. } = point.stamp else { return None };
        self.made(at, point.end, Stamp::Part { year, number, of, fiscal: true }, "quarter")
    }

    fn season(&self, at: usize, month: u8) -> Option<Point> {
        let (year, end) = self.year_after(at + 1)?;
        self.made(
            at,
            end,
            Stamp::Named { what: Named::Season(month), year: Some(year), shift: None },
            "season",
        )
    }

    fn feast(&self, at: usize) -> Option<Point> {
        let mut best: Option<(usize, usize)> = None;
        for (index, feast) in FEASTS.iter().enumerate() {
            let words = feast.split(' ');
            let count = words.clone().count();
            let fits =
                words.enumerate().all(|(place, word)| self.text(at + place).eq_ignore_ascii_case(word));
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

    /// "week 31", "the week beginning February 4", "w/c Feb 4", "the weekend", "a year earlier".
    fn span_point(&self, at: usize, span: Span, from: usize) -> Option<Point> {
        if span == Span::Week {
            if let Some(number) = self.number(at + 1).filter(|number| {
                (1..=53).contains(number) && self.gap(at + 1) == Gap::Space && self.word(at) == "week"
            }) {
                let year = self.of_follows(at + 2).then(|| self.year_digits(at + 3)).flatten();
                return self.made(
                    at,
                    at + 2 + if year.is_some() { 2 } else { 0 },
                    Stamp::Week { number, year },
                    "week-number",
                );
            }
            if matches!(self.word(at + 1), "beginning" | "commencing" | "starting" | "ending" | "ended")
                || self.of_follows(at + 1)
            {
                let place = at + 2 + usize::from(self.known(at + 2) == "on");
                let day = self
                    .point(place, place)
                    .filter(|point| matches!(point.stamp, Stamp::Day { month: Some(_), .. }))?;
                return self.made(at, day.end, Stamp::WeekOf(Box::new(day.stamp)), "week-of");
            }
        }
        let before = self.known_before(at);
        if matches!(before, "a" | "an" | "one") && at > from {
            return self.counted_span(at - 1, from);
        }
        if span == Span::Weekend && before == "the" && self.shape(at + 1) != Some(Shape::Word) {
            return self.made(at, at + 1, Stamp::Shifted { span, by: 0 }, "weekend");
        }
        // "end of month", "the end of the week", "end of the year" when nothing more is said.
        let the = usize::from(before == "the");
        let of = at.checked_sub(1 + the).filter(|of| *of >= from && self.known(*of) == "of")?;
        let edge = of.checked_sub(1).filter(|edge| *edge >= from)?;
        (self.known(edge) == "end"
            && matches!(span, Span::Week | Span::Month | Span::Year)
            && !self.of_follows(at + 1))
        .then_some(())?;
        self.made(at, at + 1, Stamp::Shifted { span, by: 0 }, "shifted")
    }

    /// "first quarter of 2024", "second half", "first ten months of 2025", "second of August", "21st century".
    fn ordinal_point(&self, at: usize, from: usize) -> Option<Point> {
        let (number, end) = self.day_number(at)?;
        let hyphen = usize::from(self.is_hyphen(end));
        let place = end + hyphen;
        let fiscal_word = usize::from(self.is_fiscal(place));
        let span_at = place + fiscal_word;
        match self.entry(span_at).map(|entry| entry.calendar) {
            Some(Calendar::Span(Span::Quarter)) if number <= 4 && !self.known(span_at).ends_with('s') => {
                return self.part(at, span_at + 1, number, 4, fiscal_word == 1);
            }
            Some(Calendar::Span(Span::Half)) if number <= 2 => {
                return self.part(at, span_at + 1, number, 2, fiscal_word == 1);
            }
            Some(Calendar::Span(Span::Century)) if number > 2 => {
                return self.made(at, place + 1, Stamp::Century(i32::from(number)), "century");
            }
            Some(Calendar::Span(span)) => {
                if self.word(place) == "day"
                    && self.of_follows(place + 1)
                    && self.month_at(place + 2).is_some()
                {
                    return self.day_month(at, from);
                }
                if self.of_follows(place + 1)
                    && let Some((of, end)) = self.of_stamp(place + 2)
                {
                    return self.made(
                        at,
                        end,
                        Stamp::Nth {
                            span,
                            first: i32::from(number),
                            count: 1,
                            last: false,
                            of: Box::new(of),
                        },
                        "nth",
                    );
                }
                return None;
            }
            _ => {}
        }
        // "first ten months of 2025", "first 2 weeks of 2021".
        if number == 1
            && let Some((count, after)) = self.count(place)
            && let Some(Calendar::Span(span)) = self.entry(after).map(|entry| entry.calendar)
        {
            let of = usize::from(self.of_follows(after + 1) || self.known(after + 1) == "in");
            let (stamp, end) = match self.of_stamp(after + 1 + of) {
                Some(found) => found,
                None => return None,
            };
            return self.made(
                at,
                end,
                Stamp::Nth { span, first: 1, count, last: false, of: Box::new(stamp) },
                "nth",
            );
        }
        self.day_month(at, from)
    }

    /// A quarter or half with the year that follows it.
    fn part(&self, first: usize, end: usize, number: u8, of: u8, fiscal: bool) -> Option<Point> {
        if self.tight_hyphen(end) {
            return None;
        }
        let the_year = usize::from(self.of_follows(end)) + usize::from(self.known(end + 1) == "the");
        let (year, after) = match self.whole_year(end) {
            Some((year, after)) => (Some(year), after),
            None if the_year == 2 && self.known(end + 2) == "year" => {
                (Some(Stamp::Shifted { span: Span::Year, by: 0 }), end + 3)
            }
            None => (None, end),
        };
        // "the second half" of a match or a list names no time; a quarter or half alone needs "in", "for" or a report word.
        if year.is_none() {
            let led =
                first.checked_sub(1).map(|at| if self.known(at) == "the" { at.wrapping_sub(1) } else { at });
            let reported = led.is_some_and(|at| {
                matches!(self.known(at), "in" | "for" | "during" | "of" | "since" | "from")
            });
            if !(reported && (of == 4 || self.shape(end) != Some(Shape::Word)) && !self.of_follows(end)) {
                return None;
            }
        }
        let fiscal = fiscal || matches!(year, Some(Stamp::Fiscal(_) | Stamp::Split { .. }));
        self.made(
            first,
            after,
            Stamp::Part { year: year.map(Box::new), number, of, fiscal },
            if of == 4 { "quarter" } else { "half" },
        )
    }
}

/// A two-digit year in its century: up to 49 in this one.
fn century_of(short: i32) -> i32 {
    if short < 50 { 2000 + short } else { 1900 + short }
}

/// The year of a numeric date by its printed length.
fn full_year(year: i32, length: usize) -> Option<i32> {
    match length {
        4 => Some(year),
        2 => Some(century_of(year)),
        _ => None,
    }
}

/// A day, if the calendar has it.
fn day_stamp(year: i32, month: i32, day: i32) -> Option<Stamp> {
    let date = chrono::NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
    let _ = date;
    Some(Stamp::Day { year: Some(year), month: Some(month as u8), day: day as u8, weekday: None })
}
