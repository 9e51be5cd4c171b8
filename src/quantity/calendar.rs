//! Finds where a text names a time, so that its numerals count nothing; `temporal` gives it meaning.
//!
//! Takes the anchors of a stretch, gives date forms: what the words say, without any day worked out.
//! `datepoints` reads one moment; this file joins two of them and reads the words around: since,
//! until, by, before, after, early, end of.

use super::datepoints::Point;
use super::lexicon::{self, Edge, Span, flag};
use super::lexis::{Gap, Shape};
use super::reader::Reader;

/// A date form with its bytes in the stretch.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// What it says.
    pub when: When,
    /// True where the clause speaks of the future.
    pub future: bool,
    /// Name of the rule that read it.
    pub rule: &'static str,
}

/// What a date form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum When {
    /// One moment or stretch.
    At(Stamp),
    /// From the first to the second, both counted in.
    Between(Stamp, Stamp),
    /// From it on.
    Since(Stamp),
    /// Up to and with it.
    Until(Stamp),
    /// Up to its beginning.
    Before(Stamp),
    /// From its end on.
    After(Stamp),
}

/// One moment or stretch of the calendar, as far as the words tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stamp {
    /// A day; month or year may be left to the context, the weekday may help to find them.
    Day { year: Option<i32>, month: Option<u8>, day: u8, weekday: Option<u8> },
    /// A month.
    Month { year: Option<i32>, month: u8 },
    /// A calendar year.
    Year(i32),
    /// A year across two, written `2023-24`; fiscal where the words say so.
    Split { first: i32, fiscal: bool },
    /// A fiscal year named by its last year (`FY24`).
    Fiscal(i32),
    /// A quarter (4 to a year) or half (2) of a year; of a fiscal one where `fiscal`.
    Part { year: Option<Box<Stamp>>, number: u8, of: u8, fiscal: bool },
    /// Ten years from this one.
    Decade(i32),
    /// A hundred years, by number (20 is 1901–2000).
    Century(i32),
    /// A day of the week; in the week so many from the present one, or the nearest.
    Weekday { weekday: u8, week: Option<i32>, nearest: i8 },
    /// The unit that lies so many from the present one: last year is (Year, -1).
    Shifted { span: Span, by: i32 },
    /// The stretch of so many units next to the reference day: last 3 months is (Month, -3).
    Rolling { parts: Vec<(Span, i32)>, ahead: bool },
    /// The day so far from another, from the reference day where `from` is `None`.
    Distance { parts: Vec<(Span, i32)>, back: bool, from: Option<Box<Stamp>> },
    /// A stretch of so many units that begins at a stamp.
    Starting { parts: Vec<(Span, i32)>, from: Box<Stamp> },
    /// The n-th to m-th unit of a longer one, from its end where `last`.
    Nth { span: Span, first: i32, count: i32, last: bool, of: Box<Stamp> },
    /// A month, season or feast with "last", "this", "next".
    Named { what: Named, year: Option<i32>, shift: Option<i8> },
    /// The beginning, middle or end of a stretch.
    Edge { edge: Edge, of: Box<Stamp> },
    /// A week by its number in the year.
    Week { number: i32, year: Option<i32> },
    /// The week in which a day lies.
    WeekOf(Box<Stamp>),
    /// The reference day.
    Now,
    /// A clock time.
    Clock,
}

/// A recurring thing of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// A month.
    Month(u8),
    /// A season, by its first month.
    Season(u8),
    /// A feast, by its place in `datepoints::FEASTS`.
    Feast(u8),
    /// The weekend that a feast begins or ends.
    FeastWeekend(u8),
}

impl Reader<'_> {
    /// Reads the date forms of the stretch and marks their tokens.
    pub(crate) fn forms(&mut self) -> Vec<Form> {
        let mut forms = Vec::new();
        let mut from = 0;
        for place in 0..self.tokens.anchors.len() {
            let at = self.tokens.anchors[place] as usize;
            if at < from {
                continue;
            }
            let Some(point) = self.point(at, from) else { continue };
            let end = self.form(point, from, &mut forms);
            from = end.max(at + 1);
        }
        forms
    }

    /// Completes the form that begins with a point; gives the token after it.
    fn form(&mut self, point: Point, from: usize, forms: &mut Vec<Form>) -> usize {
        let (first, mut end) = (point.first, point.end);
        let mut rule = point.rule;
        let second = self.second(&point);
        let (lead_first, lead) = self.lead(&point, from);
        let when = match second {
            Some(second) => {
                end = second.end;
                rule = "range";
                self.mark(second.first, second.end);
                When::Between(point.stamp, second.stamp)
            }
            None => match lead {
                Lead::Since => When::Since(point.stamp),
                Lead::Until => When::Until(point.stamp),
                Lead::Before => When::Before(point.stamp),
                Lead::After => When::After(point.stamp),
                Lead::None => When::At(point.stamp),
            },
        };
        let first = if matches!(when, When::At(_)) { first } else { lead_first };
        self.mark(point.dated_from, point.end);
        let future = self.future(first);
        forms.push(Form { start: self.start(first), end: self.end(end - 1), when, future, rule });
        end
    }

    fn mark(&mut self, first: usize, end: usize) {
        self.dated[first..end].fill(true);
    }

    /// Whether the clause before `first` speaks of the future.
    fn future(&self, first: usize) -> bool {
        (1..=14)
            .map_while(|back| first.checked_sub(back))
            .take_while(|at| !self.clause_break(*at))
            .any(|at| self.is(at, flag::FUTURE) || self.is_to(at))
            || self.is_due(first)
    }

    /// "Assembly starts in October": a present tense that sets a date.
    fn is_due(&self, first: usize) -> bool {
        let led = first.checked_sub(2).filter(|at| matches!(self.known(at + 1), "in" | "on"));
        led.is_some_and(|at| {
            matches!(
                self.word(at),
                "starts" | "begins" | "opens" | "ends" | "closes" | "resumes" | "launches"
            )
        })
    }

    /// "is to begin", "are to follow".
    fn is_to(&self, at: usize) -> bool {
        at > 0 && self.word(at) == "to" && matches!(self.word(at - 1), "is" | "are")
    }

    /// The word before a point that opens one of its sides, and where it begins.
    fn lead(&self, point: &Point, from: usize) -> (usize, Lead) {
        let first = point.first;
        let none = (first, Lead::None);
        let mut at = match first.checked_sub(1) {
            Some(at) if at >= from && self.gap(first) < Gap::Line => at,
            _ => return none,
        };
        if self.known(at) == "the" && at > from {
            at -= 1;
        }
        let lead = match self.known(at) {
            "since" => Lead::Since,
            "until" | "till" | "through" => Lead::Until,
            // "stunned by the 2014 vote" tells who did it, not until when.
            "by" if at + 1 < first && self.names_noun(point) => return none,
            "by" => Lead::Until,
            "before" if !self.is_article(at.wrapping_sub(2)) => Lead::Before,
            "after" => Lead::After,
            "from" if matches!(self.word(point.end), "onwards" | "onward") => Lead::Since,
            "from" if self.sentence_start(at) && self.sign(point.end, ',') => Lead::Since,
            "to" if at > from && self.known(at - 1) == "up" => return (at - 1, Lead::Until),
            "as" => return none,
            "between" | "from" | "during" => return (at, Lead::None),
            _ => return none,
        };
        (at, lead)
    }

    /// Whether a year or decade stands before the noun that it describes: "the 2016 election".
    fn names_noun(&self, point: &Point) -> bool {
        matches!(point.stamp, Stamp::Year(_) | Stamp::Decade(_))
            && self.shape(point.end) == Some(Shape::Word)
            && !self.is(point.end, flag::STOP)
    }

    /// The second moment of a range that the first one opens.
    pub(super) fn second(&self, first: &Point) -> Option<Point> {
        let end = first.end;
        if self.gap(end) == Gap::Line || matches!(first.stamp, Stamp::Clock | Stamp::Distance { .. }) {
            return None;
        }
        let between = self.known_before(first.first) == "between"
            || (first.first > 1 && self.known(first.first - 2) == "between");
        let (at, dash) = if self.dash(end) || self.sign(end, '~') {
            (end + 1, true)
        } else {
            match self.known(end) {
                "to" | "till" | "until" | "through" => (end + 1, false),
                "and" if between => (end + 1, false),
                _ if self.word(end) == "thru" => (end + 1, false),
                _ => return None,
            }
        };
        let article = usize::from(!dash && self.known(at) == "the");
        if let Some(bare) = self.bare_end(first, at + article) {
            return Some(bare);
        }
        let place = (at..at + 4).find(|place| self.anchored(*place))?;
        let point = self
            .point(place, at)
            .filter(|point| point.first <= at + article && !matches!(point.stamp, Stamp::Clock))?;
        let even = !dash || (self.gap(end) == Gap::None) == (self.gap(at) == Gap::None);
        (even && fits(&first.stamp, &point.stamp)).then_some(point)
    }

    fn anchored(&self, at: usize) -> bool {
        match self.shape(at) {
            Some(Shape::Digits) => true,
            Some(Shape::Word) => {
                self.entry(at).is_some_and(lexicon::Entry::anchors)
                    || matches!(self.word(at), "now" | "date" | "present")
            }
            _ => false,
        }
    }

    /// The end of a range that repeats only the day ("April 9-17") or two digits of a year ("2014-18").
    fn bare_end(&self, first: &Point, at: usize) -> Option<Point> {
        let point = |stamp, end| Some(Point { first: at, end, stamp, dated_from: at, rule: "range" });
        if matches!(self.word(at), "now" | "date" | "present" | "today" | "current")
            && matches!(self.known(at - 1), "to" | "till" | "until" | "and")
        {
            let extra = usize::from(self.word(at) == "current" && self.word(at + 1) == "date");
            return point(Stamp::Now, at + 1 + extra);
        }
        match &first.stamp {
            Stamp::Day { year, month: Some(month), .. } => {
                let (day, end) = self.day_number(at)?;
                if self.month_at(end).is_some()
                    || matches!(self.known(end), "of" | "century")
                    || (end > at + 1 && self.capital(end))
                    || (self.sign_of(end, "/.")
                        && self.shape(end + 1) == Some(Shape::Digits)
                        && self.gap(end + 1) == Gap::None)
                {
                    return None;
                }
                let (found, end) = match self.year_after(end) {
                    Some((year, end)) => (Some(year), end),
                    None => (*year, end),
                };
                point(Stamp::Day { year: found, month: Some(*month), day, weekday: None }, end)
            }
            Stamp::Year(year)
                if self.shape(at) == Some(Shape::Digits)
                    && self.word(at).len() == 2
                    && self.gap(at) == Gap::None =>
            {
                let short: i32 = self.word(at).parse().ok()?;
                let full = year - year.rem_euclid(100) + short;
                (full > *year && self.gap(at + 1) != Gap::None || self.shape(at + 1) == Some(Shape::Sign))
                    .then_some(())?;
                point(Stamp::Year(full), at + 1)
            }
            _ => None,
        }
    }
}

/// The word that opens a side of a point.
#[derive(Clone, Copy)]
enum Lead {
    None,
    Since,
    Until,
    Before,
    After,
}

/// Whether two stamps can be the ends of one range.
fn fits(first: &Stamp, second: &Stamp) -> bool {
    match (first, second) {
        (Stamp::Year(a), Stamp::Year(b)) => a < b,
        (_, Stamp::Rolling { .. } | Stamp::Distance { .. }) => false,
        _ => true,
    }
}
