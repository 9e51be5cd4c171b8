//! Reads years, quarters, halves and fiscal years: `2024`, `Q4 2024`, `FY22`, `2023-24`.
//!
//! Takes the place of a number or word, gives a point. Tells years from counts of four digits.

use super::calendar::Stamp;
use super::datepoints::{Point, century_of};
use super::lexicon::{Calendar, Entry, Span, flag};
use super::lexis::{Gap, Shape};
use super::reader::Reader;

/// Years between two that stand in brackets as a life, a reign or a state.
const YEARS_MAX: i32 = 500;

/// Words that make four digits after them a count.
const HEDGES: [&str; 14] = [
    "about",
    "than",
    "nearly",
    "almost",
    "least",
    "roughly",
    "approximately",
    "some",
    "over",
    "exactly",
    "only",
    "under",
    "above",
    "below",
];

/// Verbs of reports and plans that no plural is spelt like.
const TELLING: [&str; 14] = [
    "speaks",
    "says",
    "puts",
    "gives",
    "includes",
    "foresees",
    "sees",
    "assumes",
    "contains",
    "provides",
    "tells",
    "allows",
    "requires",
    "envisages",
];

/// Whether a year may stand after a word.
fn leads_year(entry: &Entry) -> bool {
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
}

impl Reader<'_> {
    /// `Q4`, `H1`, `1Q24`, `2H22`, `2019 q3`, with the year beside them.
    pub(super) fn coded_part(&self, at: usize, from: usize) -> Option<Point> {
        self.letter_first(at, from).or_else(|| self.letter_last(at)).or_else(|| self.year_first(at))
    }

    /// How many parts a year has of the kind that a letter names.
    fn part_letter(&self, at: usize) -> Option<u8> {
        match self.word(at) {
            "Q" | "q" => Some(4),
            "H" | "h" => Some(2),
            _ => None,
        }
    }

    /// "Q4 2024", "FY25 Q1", "2024-Q3".
    fn letter_first(&self, at: usize, from: usize) -> Option<Point> {
        let number = self.number(at).filter(|_| self.word(at).len() == 1 && self.gap(at) == Gap::None)?;
        let mut first = at.checked_sub(1).filter(|first| *first >= from)?;
        let of = self.part_letter(first).filter(|of| (1..=i32::from(*of)).contains(&number))?;
        let opens = self.gap(first) != Gap::None || first == 0 || self.sign_of(first - 1, "-/(");
        opens.then_some(())?;
        let joint = usize::from(first > from && self.sign_of(first - 1, "-/"));
        let year_before = first
            .checked_sub(1 + joint)
            .filter(|place| *place >= from)
            .and_then(|place| self.year_digits(place).map(|year| (year, place)));
        let (year, end) = match (self.whole_year(at + 1), year_before) {
            (Some((year, end)), _) => (Some(year), end),
            (None, Some((year, place))) => {
                first = place;
                (Some(Stamp::Year(year)), at + 1)
            }
            (None, None) => (None, at + 1),
        };
        let fiscal = matches!(year, Some(Stamp::Fiscal(_) | Stamp::Split { .. }))
            || (first > from && self.is_fiscal(first - 1));
        let stamp = Stamp::Part { year: year.map(Box::new), number: number as u8, of, fiscal };
        self.made(first, end, stamp, "quarter")
    }

    /// "1Q24", "2H22", "3QFY25".
    fn letter_last(&self, at: usize) -> Option<Point> {
        let number = self.number(at).filter(|_| self.word(at).len() == 1 && self.gap(at + 1) == Gap::None)?;
        let of = self.part_letter(at + 1).filter(|of| (1..=i32::from(*of)).contains(&number))?;
        let fiscal = self.word(at + 2).eq_ignore_ascii_case("FY");
        let year_at = at + 2 + usize::from(fiscal);
        let year = self.number(year_at).filter(|_| self.gap(year_at) <= Gap::Space)?;
        let year = if self.word(year_at).len() == 2 { century_of(year) } else { self.year_digits(year_at)? };
        let year = Box::new(if fiscal { Stamp::Fiscal(year) } else { Stamp::Year(year) });
        let stamp = Stamp::Part { year: Some(year), number: number as u8, of, fiscal };
        self.made(at, year_at + 1, stamp, "quarter")
    }

    /// "2019 q3".
    fn year_first(&self, at: usize) -> Option<Point> {
        let year = Box::new(Stamp::Year(self.year_digits(at)?));
        let joint = usize::from(self.sign_of(at + 1, "-/") && self.gap(at + 1) == Gap::None);
        let place = at + 1 + joint;
        let of = self.part_letter(place)?;
        let number = self.number(place + 1).filter(|_| self.gap(place + 1) == Gap::None)?;
        (1..=i32::from(of)).contains(&number).then_some(())?;
        let stamp = Stamp::Part { year: Some(year), number: number as u8, of, fiscal: false };
        self.made(at, place + 2, stamp, "quarter")
    }

    pub(super) fn is_fiscal(&self, at: usize) -> bool {
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
    pub(super) fn split_year(&self, at: usize) -> Option<(i32, usize)> {
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
    pub(super) fn year_point(&self, at: usize, from: usize) -> Option<Point> {
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
    pub(super) fn year_stands(&self, at: usize, from: usize, year: i32) -> bool {
        if self.year_glued(at) || self.year_measures(at + 1) {
            return false;
        }
        if self.bracketed_years(at) || at > 1 && self.bracketed_years(at - 2) {
            return true;
        }
        let end = at + 1;
        let before = self.entry_before(at).filter(|_| self.gap(at) <= Gap::Space);
        if before.is_some_and(|entry| entry.is(flag::REFERENCE) && !entry.is(flag::TIME_PREPOSITION)) {
            return false;
        }
        let led_by = |words: &[&str]| before.is_some_and(|entry| words.contains(&entry.word));
        if led_by(&HEDGES) || (at > from && self.sign_of(at - 1, "$£€₹~><=")) {
            // "55% below 1990 levels" names the year to compare with.
            let base = matches!(self.word(end), "level" | "levels") && (1900..=2100).contains(&year);
            return base && self.gap(at) == Gap::Space;
        }
        let led = before.is_some_and(leads_year);
        let counted = self.plural_noun(end) && !self.capital(end) && self.gap(end) == Gap::Space;
        let adjective_noun = self.shape(end) == Some(Shape::Word)
            && self.plural_noun(end + 1)
            && !self.is(end, flag::STOP)
            && !self.capital(end);
        let round = year % 100 == 0;
        if !(1700..=2100).contains(&year) {
            let plain = led && !counted && !(adjective_noun && round);
            return plain && !led_by(&["to", "from", "for", "of", "between", "by", "around"])
                || (year > 2100 && led_by(&["in"]));
        }
        let determined = led_by(&["the", "its", "his", "her", "their", "this", "that"]);
        if counted {
            let strongly = led_by(&["in", "since", "during", "late", "early", "mid"]);
            if round {
                return strongly && self.sentence_start(at - 1);
            }
            let told = led && self.is_told(end);
            return strongly || determined || told || led && !led_by(&["to", "for", "from", "of", "by"]);
        }
        if !led && adjective_noun && year % 50 == 0 && !determined {
            return false;
        }
        led || (1800..=2099).contains(&year) && (!round || determined || year >= 1900 && !adjective_noun)
    }

    /// Whether what looks like a plural is the verb of a report: "the budget for 2026 foresees a deficit".
    fn is_told(&self, at: usize) -> bool {
        let object = || matches!(self.known(at + 1), "a" | "an" | "the" | "that");
        // "For 1954 patients the doctors had" opens with a count.
        let opens = at.checked_sub(2).is_some_and(|led| self.sentence_start(led));
        TELLING.contains(&self.word(at)) || !opens && object()
    }

    /// Whether two years of a life or a reign in brackets begin here: "(1760–1810)".
    fn bracketed_years(&self, at: usize) -> bool {
        at > 0
            && self.sign(at - 1, '(')
            && self.sign_of(at + 1, "-–—−")
            && self.sign(at + 3, ')')
            && self
                .year_digits(at)
                .zip(self.year_digits(at + 2))
                .is_some_and(|(first, last)| first < last && last - first <= YEARS_MAX)
    }

    /// Whether something touches four digits that makes them part of a name or number.
    fn year_glued(&self, at: usize) -> bool {
        let end = at + 1;
        let after =
            self.gap(end) == Gap::None && (self.shape(end) == Some(Shape::Word) || self.sign(end, '+'));
        if at == 0 || self.gap(at) != Gap::None {
            return after;
        }
        let opens = self.sign_of(at - 1, "(-–—/~\"“‘'’[|,=");
        // "150-2000" is a pair of numbers, "2013-2000" one of years.
        let pair = self.sign(at - 1, '-')
            && at > 1
            && self.shape(at - 2) == Some(Shape::Digits)
            && self.gap(at - 1) == Gap::None
            && self.year_digits(at - 2).is_none();
        after || !opens || pair
    }

    /// Whether a scale or unit at `end` shows that four digits measure something.
    fn year_measures(&self, end: usize) -> bool {
        let hyphened = self.tight_hyphen(end)
            && self.shape(end + 1) == Some(Shape::Word)
            && self.entry(end + 1).is_some_and(|entry| entry.unit != 0);
        self.scales(end).is_some() || self.unit_at(end, None).is_some() && !self.sign(end, '-') || hyphened
    }

    pub(super) fn fiscal_point(&self, at: usize) -> Option<Point> {
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

    /// A quarter or half with the year that follows it.
    pub(super) fn part(&self, first: usize, end: usize, number: u8, of: u8, fiscal: bool) -> Option<Point> {
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

#[cfg(test)]
mod tests {
    /// The quantities that are read in a text, as printed.
    fn read(text: &str) -> Vec<&str> {
        crate::quantity::read(text).iter().map(|quantity| &text[quantity.span.clone()]).collect()
    }

    #[test]
    fn the_verb_of_a_report_is_not_what_a_year_counts() {
        assert_eq!(read("The report for 2024 speaks of 40 mills."), ["40 mills"]);
        assert_eq!(read("The budget of 2026 sets the rate at 3 percent."), ["3 percent"]);
        assert_eq!(read("The price of 1954 tickets was paid."), ["1954 tickets"]);
        assert_eq!(read("For 1954 patients the mill had 40 beds."), ["1954 patients", "40 beds"]);
    }
}
