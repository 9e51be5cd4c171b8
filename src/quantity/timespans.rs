//! Reads calendar units that are counted or shifted: "last year", "three weeks ago", "first ten months of 2025".
//!
//! Takes the place of a number, a shift word or a unit, gives a point.

use super::calendar::{Named, Stamp};
use super::datepoints::Point;
use super::lexicon::{Calendar, Edge, Number, Span, flag};
use super::lexis::{Gap, Shape};
use super::reader::Reader;

impl Reader<'_> {
    /// "3 weeks ago", "2 months later", "in 2 weeks", "5 upcoming years", "3 days after tomorrow".
    pub(super) fn counted_span(&self, at: usize, from: usize) -> Option<Point> {
        let (parts, end) = self.span_parts(at)?;
        let before = self.known_before(at);
        let first = at;
        let duration = |stamp, first, end, rule| Some(Point { first, end, stamp, dated_from: end, rule });
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
        // "six years, from 1921 to 1927": the range says when.
        if word == "from" && self.second(&other).is_some() {
            return None;
        }
        let (from, dated_from) = (Box::new(other.stamp), other.dated_from);
        let lasting = before == "for" || word == "starting";
        let stamp = if lasting && word != "before" {
            Stamp::Starting { parts, from }
        } else {
            Stamp::Distance { parts, back: word == "before", from: Some(from) }
        };
        Some(Point { first, end: other.end, stamp, dated_from, rule: "distance" })
    }

    /// A count and a calendar unit, joined by "and": "2 weeks and 2 days".
    pub(super) fn span_parts(&self, at: usize) -> Option<(Vec<(Span, i32)>, usize)> {
        // "The last 0 days" are no time at all.
        let (count, end) = self.count(at).filter(|(count, _)| *count > 0)?;
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
    pub(super) fn count(&self, at: usize) -> Option<(i32, usize)> {
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

    /// "next week", "the following week" at `at`.
    pub(super) fn week_shift(&self, at: usize) -> Option<(i32, usize)> {
        let at = at + usize::from(self.known(at) == "the");
        let Calendar::Shift(by) = self.entry(at)?.calendar else { return None };
        (self.known(at + 1) == "week").then_some((i32::from(by), at + 2))
    }

    /// "last year", "next 3 days", "this Friday", "last June", "this fiscal year", "past two quarters".
    pub(super) fn shifted(&self, at: usize, shift: i8) -> Option<Point> {
        let mut place = at + 1;
        let mut shift = shift;
        // "this coming Friday", "the next upcoming".
        if shift == 0
            && let Some(Calendar::Shift(second)) = self.entry(place).map(|entry| entry.calendar)
        {
            (shift, place) = (second, place + 1);
        }
        let whole = matches!(self.word(place), "calendar" | "working" | "whole" | "full");
        let fiscal = self.is_fiscal(place) && matches!(self.known(place + 1), "year" | "quarter");
        place += usize::from(whole || fiscal);
        if let Some((parts, end)) = self.span_parts(place) {
            return self.shifted_parts(at, shift, parts, end);
        }
        let entry = self.entry(place)?;
        let named = |end: usize, what: Named, rule: &'static str| {
            self.made(at, end, Stamp::Named { what, year: None, shift: Some(shift) }, rule)
        };
        match entry.calendar {
            Calendar::Span(span)
                if entry.word != "days" && !(entry.word.ends_with('s') && entry.word.len() > 3) =>
            {
                self.shifted_span(at, place, span, shift)
            }
            Calendar::Weekday(weekday) => self.shifted_weekday(at, place, weekday, shift),
            Calendar::Month(month) => {
                let (_, end) =
                    self.month_at(place).or_else(|| self.capital(place).then_some((month, place + 1)))?;
                let dated = self.year_after(end).is_some() || self.day_number(end).is_some();
                (!dated).then(|| named(end, Named::Month(month), "month"))?
            }
            Calendar::Season(month) => named(place + 1, Named::Season(month), "season"),
            Calendar::Feast => {
                let point = self.feast(place)?;
                let Stamp::Named { what, year, .. } = point.stamp else { return None };
                self.made(at, point.end, Stamp::Named { what, year, shift: Some(shift) }, "feast")
            }
            _ => self.shifted_day(at, place, shift),
        }
    }

    /// "next 3 days", "last two weeks of July".
    fn shifted_parts(&self, at: usize, shift: i8, parts: Vec<(Span, i32)>, end: usize) -> Option<Point> {
        if shift == 0 {
            return None;
        }
        if self.of_follows(end)
            && let Some((stamp, end)) = self.of_stamp(end + 1)
            && let [(span, count)] = parts.as_slice()
        {
            let stamp =
                Stamp::Nth { span: *span, first: 1, count: *count, last: shift < 0, of: Box::new(stamp) };
            return self.made(at, end, stamp, "nth");
        }
        let within = usize::from(at > 0 && self.known(at - 1) == "within");
        let stamp = Stamp::Rolling { parts, ahead: shift > 0 };
        Some(Point { first: at - within, end, stamp, dated_from: end, rule: "rolling" })
    }

    /// "this Friday", "last Monday, 3 June".
    fn shifted_weekday(&self, at: usize, place: usize, weekday: u8, shift: i8) -> Option<Point> {
        if let Some(date) = self.dated_after(place + 1 + usize::from(self.sign_of(place + 1, "(,-"))) {
            let close = usize::from(self.sign(place + 1, '(') && self.sign(date.end, ')'));
            return Some(Point { first: at, end: date.end + close, ..date });
        }
        let nearest =
            matches!(self.known(place - 1), "upcoming" | "coming" | "past") || self.known(at) == "past";
        let stamp = if nearest {
            Stamp::Weekday { weekday, week: None, nearest: shift }
        } else {
            Stamp::Weekday { weekday, week: Some(i32::from(shift)), nearest: 0 }
        };
        self.made(at, place + 1, stamp, "weekday")
    }

    /// "this 3 May", "next 4th of July".
    fn shifted_day(&self, at: usize, place: usize, shift: i8) -> Option<Point> {
        let (day, end) = self.day_number(place)?;
        let (month, end) = self.month_at(end + usize::from(self.of_follows(end)))?;
        let day = Stamp::Day { year: None, month: Some(month), day, weekday: None };
        let (span, count) = (Span::Day, i32::from(shift));
        self.made(at, end, Stamp::Nth { span, first: 0, count, last: false, of: Box::new(day) }, "day-month")
    }

    /// "last year", "this week", "last quarter", "next weekend", "last week of July".
    pub(super) fn shifted_span(&self, at: usize, place: usize, span: Span, shift: i8) -> Option<Point> {
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
    pub(super) fn possessive_compound(&self, at: usize) -> bool {
        self.tight_hyphen(at) && self.shape(at + 1) == Some(Shape::Word)
    }

    /// The longer stretch after "of": a year, month, fiscal year, "last year", "the year".
    pub(super) fn of_stamp(&self, at: usize) -> Option<(Stamp, usize)> {
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

    /// "week 31", "the week beginning February 4", "w/c Feb 4", "the weekend", "a year earlier".
    pub(super) fn span_point(&self, at: usize, span: Span, from: usize) -> Option<Point> {
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
    pub(super) fn ordinal_point(&self, at: usize, from: usize) -> Option<Point> {
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
            let (stamp, end) = self.of_stamp(after + 1 + of)?;
            return self.made(
                at,
                end,
                Stamp::Nth { span, first: 1, count, last: false, of: Box::new(stamp) },
                "nth",
            );
        }
        self.day_month(at, from)
    }
}
