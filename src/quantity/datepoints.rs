//! Reads one moment: a day, month, year, quarter, fiscal year, weekday, relative unit or feast.
//!
//! Takes the place of an anchor, gives a stamp with the tokens that it covers. Which day a stamp
//! falls on is worked out in `temporal`.

use super::calendar::Stamp;
use super::lexicon::{Calendar, Edge, Number, Span, flag};
use super::lexis::{Gap, Shape};
use super::reader::Reader;

/// A stamp and the tokens that it covers.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    pub first: usize,
    pub end: usize,
    pub stamp: Stamp,
    /// The token from which its numerals count nothing; those before it do (the duration of "three weeks ago").
    pub dated_from: usize,
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

/// Month words that are other words as well.
const AMBIGUOUS_MONTHS: [&str; 16] = [
    "may", "march", "mar", "dec", "jan", "sep", "jun", "jul", "apr", "nov", "oct", "feb", "aug", "sept",
    "august", "febr",
];

/// Words after which a month stands.
const BEFORE_MONTH: [&str; 15] = [
    "of", "in", "since", "until", "till", "from", "mid", "early", "late", "last", "next", "this", "by",
    "through", "during",
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

    pub(super) fn made(&self, first: usize, end: usize, stamp: Stamp, rule: &'static str) -> Option<Point> {
        Some(Point { first, end, stamp, dated_from: first, rule })
    }

    /// "end of", "early", "mid-" before a point.
    pub(super) fn edged(&self, mut point: Point, from: usize) -> Point {
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
        if at > from && (self.known(at) == "of" || self.is_hyphen(at)) {
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

    pub(super) fn number(&self, at: usize) -> Option<i32> {
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
        // "Rosa May", "Senator May": a name, unless a day or year stands with it.
        if word == "may" && self.named_may(at) {
            return None;
        }
        let unclear = !self.capital(at) || matches!(word, "may" | "march") && self.sentence_start(at);
        if AMBIGUOUS_MONTHS.contains(&word) && unclear && !self.month_beside(at, at + 1 + dot) {
            return None;
        }
        Some((month, at + 1 + dot))
    }

    /// Whether "May" ends a name here.
    fn named_may(&self, at: usize) -> bool {
        if at == 0 || !self.capital(at - 1) || self.gap(at) != Gap::Space {
            return false;
        }
        let named = match self.entry(at - 1) {
            Some(entry) => {
                entry.calendar == Calendar::None && !entry.is(flag::STOP) && !self.sentence_start(at - 1)
            }
            None => true,
        };
        named && !(self.shape(at + 1) == Some(Shape::Digits) && self.gap(at + 1) < Gap::Line)
    }

    /// Whether what stands beside a word shows that it is a month and no verb or name; `end` is the token after it.
    fn month_beside(&self, at: usize, end: usize) -> bool {
        if self.is(at + 1, flag::BE) {
            return false;
        }
        let word = self.known(at);
        let day_after = self.day_number(end).is_some()
            || self.year_after(end).is_some()
            || (self.known(at + 1) == "the" && self.day_number(at + 2).is_some());
        if day_after || word != "may" && self.number_word_day(at + 1) {
            return true;
        }
        let Some(before) = at.checked_sub(1) else { return false };
        let led = self.known(before);
        let number = self.shape(before) == Some(Shape::Digits) && self.gap(before) < Gap::Line
            || self.ordinal_suffix(before).is_some()
            || self.entry(before).is_some_and(|entry| entry.ordinal > 0);
        let to = at > 1 && (self.dash(before) || led == "to" && word != "may" && word != "march");
        let pair = matches!(self.known(at + 1), "to" | "and" | "through")
            && self.month_like(at + 2)
            && matches!(led, "from" | "between" | "happen");
        let paired = at > 1 && matches!(led, "to" | "and" | "through" | "till") || to;
        number || BEFORE_MONTH.contains(&led) || pair || paired && self.month_like(at - 2)
    }

    pub(super) fn number_word_day(&self, at: usize) -> bool {
        self.entry(at).is_some_and(|entry| matches!(entry.number, Number::Tens(20 | 30)) || entry.ordinal > 0)
    }

    pub(super) fn month_like(&self, at: usize) -> bool {
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

    /// "912 AD", "AD 912", "44 BC": a year of however many digits.
    fn era_year(&self, at: usize) -> Option<Point> {
        let year = self.number(at).filter(|year| (1..2200).contains(year) && self.word(at).len() <= 4)?;
        let spaced = |at: usize| self.gap(at) == Gap::Space;
        let before = at.checked_sub(1).filter(|before| self.word(*before) == "AD" && spaced(at));
        let (first, end, year) = match self.word(at + 1) {
            "AD" | "CE" if spaced(at + 1) => (at, at + 2, year),
            "BC" | "BCE" if spaced(at + 1) => (at, at + 2, 1 - year),
            _ => (before?, at + 1, year),
        };
        self.made(first, end, Stamp::Year(year), "era-year")
    }

    /// A year in words: "nineteen ninety six", "two thousand and five", "nineteen hundred ninety three".
    pub(super) fn year_words(&self, at: usize) -> Option<(i32, usize)> {
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

    pub(super) fn digit_point(&self, at: usize, from: usize) -> Option<Point> {
        let digits = self.word(at);
        let money = at > from && self.currency_before(at).is_some();
        if money || self.sign(at + 1, '%') {
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
        if let Some(point) = self.coded_part(at, from).or_else(|| self.era_year(at)) {
            return Some(point);
        }
        // "1025 GMT".
        if digits.len() == 4
            && self.is(at + 1, flag::ZONE)
            && self.capital(at + 1)
            && self.gap(at + 1) == Gap::Space
        {
            return self.made(at, at + 2, Stamp::Clock, "clock");
        }
        // "19710820 lorries" are counted.
        let counted = self.gap(at + 1) == Gap::Space && self.plural_noun(at + 1) && !self.capital(at + 1);
        if digits.len() == 8 && !counted && self.packed(at).is_some() {
            return self.made(at, at + 1, self.packed(at)?, "packed-date");
        }
        if let Some(point) = self.numeric_date(at) {
            return Some(point);
        }
        // A whole date in the address of a page names its day; a lone year there is part of a path.
        if self.in_link(at) {
            return None;
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

    pub(super) fn word_point(&self, at: usize, from: usize) -> Option<Point> {
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
}

/// A two-digit year in its century: up to 49 in this one.
pub(super) fn century_of(short: i32) -> i32 {
    if short < 50 { 2000 + short } else { 1900 + short }
}

/// A day, if the calendar has it.
pub(super) fn day_stamp(year: i32, month: i32, day: i32) -> Option<Stamp> {
    let date = chrono::NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
    let _ = date;
    Some(Stamp::Day { year: Some(year), month: Some(month as u8), day: day as u8, weekday: None })
}
