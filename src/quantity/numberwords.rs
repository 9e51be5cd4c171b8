//! Reads a numeral that is written in words: "two and a half million", "one hundred and three".
//!
//! Takes tokens and a place where a number word stands, gives a numeral. It does not decide whether
//! "one" is a number or an idiom; `refusal` does.

use num_traits::{CheckedAdd, CheckedMul, Signed, Zero};

use super::exact::{self, Exact};
use super::lexicon::Number;
use super::lexis::Gap;
use super::numeral::{Numeral, stated_step};
use super::reader::Reader;

/// The sum that grows while number words are read.
struct Sum {
    /// Closed groups (`two million`).
    total: Exact,
    /// The scale of the last closed group.
    last: Option<Exact>,
    /// The open group below the next scale word.
    open: Option<Exact>,
    /// What the last word was; decides which word may follow.
    tail: Tail,
    /// The hundreds that "and" set apart from the rest of the open group.
    hundreds: Option<Exact>,
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Tail {
    Start,
    Ones,
    Teens,
    Tens,
    Hundred,
    Scale,
}

impl Reader<'_> {
    /// Reads the words from `at`.
    pub(super) fn word_numeral(&self, at: usize) -> Option<Numeral> {
        if let Some(numeral) = self.half_of(at).or_else(|| self.part_numeral(at)) {
            return Some(numeral);
        }
        if let Some(numeral) = self.indefinite(at) {
            return Some(numeral);
        }
        let (mut value, mut end, scaled) = self.cardinal(at)?;
        while let Some((part, after)) = self.next_group(end) {
            (value, end) = (value.checked_add(&part)?, after);
        }
        let mut fraction = false;
        let mut decimal = false;
        let mut scale = scaled;
        let mut step = word_step(&value, scale.is_some());
        if let Some((decimals, places, after)) = self.point_words(end) {
            value = value.checked_add(&decimals)?;
            step = exact::scaled(1, -places);
            (end, decimal) = (after, true);
            if let Some((factor, after, false)) = self.scales(end) {
                value = value.checked_mul(&factor)?;
                step = step.and_then(|step| step.checked_mul(&factor));
                (end, scale) = (after, Some(factor));
            }
        } else if let Some((part, after)) = self.denominator(at, end, &value) {
            (value, end, fraction, step) = (part, after, true, None);
        } else if self.is_and(end)
            && let Some((part, after)) = self.and_part(end + 1)
        {
            let part = match scale.filter(|_| self.scales(after).is_none() && last_is_scale(self, end)) {
                Some(scale) => part.checked_mul(&scale)?,
                None => part,
            };
            match self.scales(after) {
                Some((factor, close, false)) if scale.is_some() => {
                    value = value.checked_add(&part.checked_mul(&factor)?)?;
                    end = close;
                }
                Some((factor, close, false)) => {
                    value = value.checked_add(&part)?.checked_mul(&factor)?;
                    step = Exact::new(1, 10).checked_mul(&factor);
                    (end, scale) = (close, Some(factor));
                }
                _ => {
                    value = value.checked_add(&part)?;
                    (end, fraction, step) = (after, scale.is_none(), None);
                }
            }
        }
        Some(Numeral { step, words: true, decimal, scale, fraction, ..Numeral::new(at, end, value) })
    }

    /// A whole number in words: value, place after it, its largest scale.
    pub(crate) fn cardinal(&self, at: usize) -> Option<(Exact, usize, Option<Exact>)> {
        let zero = Exact::zero();
        let mut sum = Sum { total: zero, last: None, open: None, tail: Tail::Start, hundreds: None };
        let mut end = at;
        let mut largest: Option<Exact> = None;
        if self.is_article(at) {
            let next = self.entry(at + 1)?;
            if !matches!(next.number, Number::Hundred | Number::Scale(_) | Number::Pack(_))
                || next.word.ends_with('s')
            {
                return None;
            }
            sum.open = Some(Exact::from_integer(1));
            sum.tail = Tail::Ones;
            end = at + 1;
        }
        loop {
            let joined = usize::from(end > at && (self.is_hyphen(end) || self.is_and(end)));
            let and = joined == 1 && self.is_and(end);
            let Some(entry) = self.entry(end + joined) else { break };
            if end > at && self.gap(end + joined) == Gap::Line {
                break;
            }
            if and && !self.and_goes_on(&sum, end + 1) {
                break;
            }
            if !sum.take(entry.number, and, joined == 1 && !and)? {
                break;
            }
            if let Number::Scale(power) = entry.number {
                let scale = exact::scaled(1, i32::from(power))?;
                largest = Some(largest.map_or(scale, |before| before.max(scale)));
            } else if matches!(entry.number, Number::Hundred | Number::Pack(_)) && largest.is_none() {
                largest = Some(if entry.number == Number::Hundred {
                    Exact::from_integer(100)
                } else {
                    Exact::from_integer(12)
                });
            }
            end += joined + 1;
        }
        if sum.tail == Tail::Start || (self.is_article(at) && end == at + 1) {
            return None;
        }
        let value = sum.total.checked_add(&sum.open.unwrap_or(zero))?;
        Some((value, end, largest))
    }

    /// "four million, two hundred and ten": a smaller group that a comma sets apart from a scale word.
    fn next_group(&self, end: usize) -> Option<(Exact, usize)> {
        let Number::Scale(power) = self.entry(end.checked_sub(1)?)?.number else { return None };
        if !self.sign(end, ',') || self.gap(end) != Gap::None || self.gap(end + 1) != Gap::Space {
            return None;
        }
        let (part, after, scale) = self.cardinal(end + 1)?;
        let fits = scale.is_some() && part < exact::scaled(1, i32::from(power))? && !self.of_follows(after);
        fits.then_some((part, after))
    }

    /// After "and" a smaller number must follow that belongs to the same numeral.
    fn and_goes_on(&self, sum: &Sum, at: usize) -> bool {
        if !matches!(sum.tail, Tail::Hundred | Tail::Scale) {
            return false;
        }
        let Some(entry) = self.entry(at) else { return false };
        let small = matches!(entry.number, Number::Small(1..) | Number::Tens(_));
        // "two thousand and three fifths" leaves the part to the fraction.
        small
            && self.part_words(at).is_none_or(|(_, end)| self.entry(end - 1).is_some_and(|e| e.ordinal == 2))
    }

    /// "point" and the decimals in words: value, number of places, place after.
    fn point_words(&self, end: usize) -> Option<(Exact, i32, usize)> {
        if self.word(end) != "point" {
            return None;
        }
        let mut at = end + 1;
        let (mut number, mut places) = (0i128, 0i32);
        while let Some(entry) = self.entry(at) {
            let (digit, width) = match entry.number {
                Number::Small(digit @ 0..=9) => (digit, 1),
                Number::Small(digit) => (digit, 2),
                Number::Tens(tens) => {
                    let hyphen = usize::from(self.is_hyphen(at + 1));
                    match self.entry(at + 1 + hyphen).map(|entry| entry.number) {
                        Some(Number::Small(ones @ 1..=9)) => {
                            at += 1 + hyphen;
                            (tens + ones, 2)
                        }
                        _ => (tens, 2),
                    }
                }
                _ => break,
            };
            if places > 12 {
                return None;
            }
            number = number * if width == 1 { 10 } else { 100 } + i128::from(digit);
            places += width;
            at += 1;
        }
        (places > 0).then_some((exact::scaled(number, -places)?, places, at))
    }

    fn and_part(&self, at: usize) -> Option<(Exact, usize)> {
        let (part, end) = self.part_words(at)?;
        // "two and a second one" is no fraction; "third" and up need to be one.
        let entry = self.entry(end - 1)?;
        (entry.ordinal == 0 || !entry.word.is_empty()).then_some((part, end))
    }

    /// "dozens", "hundreds of", "tens of thousands": a plural scale without a number before it.
    fn indefinite(&self, at: usize) -> Option<Numeral> {
        let entry = self.entry(at)?;
        let (mut value, mut end) = match entry.number {
            Number::Hundred if entry.word == "hundreds" => (Exact::from_integer(100), at + 1),
            Number::Scale(power) if entry.word.ends_with('s') => {
                (exact::scaled(1, i32::from(power))?, at + 1)
            }
            Number::Pack(size) if entry.word == "dozens" => (Exact::from_integer(i128::from(size)), at + 1),
            _ => return None,
        };
        for _ in 0..3 {
            if self.word(end) != "of" {
                break;
            }
            let Some(next) = self.entry(end + 1).filter(|entry| entry.word.ends_with('s')) else { break };
            let scale = match next.number {
                Number::Scale(power) => exact::scaled(1, i32::from(power))?,
                _ => break,
            };
            value = value.checked_mul(&scale)?;
            end += 2;
        }
        if self.entry(at).is_some_and(|e| e.word == "lacs") {
            return None;
        }
        Some(Numeral { words: true, scale: Some(value), indefinite: true, ..Numeral::new(at, end, value) })
    }

    /// "tens of thousands of": starts at "tens", which is no numeral alone.
    pub(super) fn tens_of(&self, at: usize) -> Option<usize> {
        (at >= 2 && self.word(at - 1) == "of" && self.word(at - 2).eq_ignore_ascii_case("tens"))
            .then(|| at - 2)
    }
}

fn last_is_scale(reader: &Reader<'_>, end: usize) -> bool {
    end > 0 && reader.entry(end - 1).is_some_and(|entry| matches!(entry.number, Number::Scale(_)))
}

/// A number word below 100 is exact; above, trailing zeros count to the second significant digit.
fn word_step(value: &Exact, scaled: bool) -> Option<Exact> {
    if !scaled || value.is_negative() || *value < Exact::from_integer(100) || !value.is_integer() {
        return None;
    }
    stated_step(*value.numer(), 0, true)
}

impl Sum {
    /// Takes one more word; false where it does not continue the number, `None` on overflow.
    fn take(&mut self, number: Number, and: bool, hyphen: bool) -> Option<bool> {
        let small = |digit: u8| Exact::from_integer(i128::from(digit));
        match number {
            Number::Small(digit) => {
                let fits = match self.tail {
                    Tail::Start => !and,
                    Tail::Hundred | Tail::Scale => digit > 0 && !hyphen,
                    Tail::Tens => (1..10).contains(&digit) && !and,
                    Tail::Ones | Tail::Teens => false,
                };
                if !fits {
                    return Some(false);
                }
                if and {
                    self.hundreds = self.open;
                }
                self.open = Some(self.open.unwrap_or_else(Exact::zero).checked_add(&small(digit))?);
                self.tail = if digit < 10 { Tail::Ones } else { Tail::Teens };
            }
            Number::Tens(tens) => {
                if !matches!(self.tail, Tail::Start | Tail::Hundred | Tail::Scale) || hyphen {
                    return Some(false);
                }
                self.open = Some(self.open.unwrap_or_else(Exact::zero).checked_add(&small(tens))?);
                self.tail = Tail::Tens;
            }
            Number::Hundred => {
                let open = self.open.unwrap_or_else(|| Exact::from_integer(1));
                if and || open >= Exact::from_integer(100) || open.is_zero() || self.tail == Tail::Scale {
                    return Some(false);
                }
                self.open = Some(open.checked_mul(&Exact::from_integer(100))?);
                self.tail = Tail::Hundred;
            }
            Number::Scale(power) => return self.close(exact::scaled(1, i32::from(power))?, and),
            Number::Pack(size) => {
                let size = Exact::from_integer(i128::from(size));
                // "two hundred and five dozen": the dozens are those after "and".
                if let (Some(hundreds), Some(open)) = (self.hundreds, self.open) {
                    self.total = self.total.checked_add(&hundreds)?;
                    self.open = Some(open - hundreds);
                }
                return self.close(size, and);
            }
            _ => return Some(false),
        }
        Some(true)
    }

    /// Closes the open group with a scale word; "lakh crore" multiplies what stands before.
    fn close(&mut self, scale: Exact, and: bool) -> Option<bool> {
        if and {
            return Some(false);
        }
        match (self.open, self.last) {
            (Some(open), last) => {
                let group = open.checked_mul(&scale)?;
                if last.is_some_and(|last| last <= scale) {
                    // "two thousand million" after a larger group is out of order: it ends the number.
                    return Some(false);
                }
                self.total = self.total.checked_add(&group)?;
            }
            (None, Some(_)) => {
                let product = self.total.checked_mul(&scale)?;
                self.total = product;
            }
            (None, None) => {
                // A bare scale ("hundred thousand" has its own hundred) counts as one.
                self.total = scale;
            }
        }
        self.last = Some(scale);
        self.open = None;
        self.tail = Tail::Scale;
        Some(true)
    }
}
