//! Reads fractions: `3/4`, `10 1/2`, ½, "two thirds", "four thirty-firsts", "half a million", "a quarter of".
//!
//! Takes tokens and a place, gives the part with the place after it. Whether "a third" ranks or
//! shares is decided here by the words beside it.

use num_traits::CheckedMul;

use super::exact::{self, Exact};
use super::lexicon::{Calendar, Denominator, Number, flag};
use super::lexis::{Gap, Shape};
use super::numeral::Numeral;
use super::reader::Reader;

impl Reader<'_> {
    /// `3/4`, `1 / 4`; the place is that of the first number.
    pub(super) fn slash_fraction(&self, at: usize) -> Option<(Exact, usize)> {
        if !(self.sign(at + 1, '/') || self.sign(at + 1, '⁄')) || self.gap(at + 1) != self.gap(at + 2) {
            return None;
        }
        let above: i128 = self.digits_at(at)?.parse().ok()?;
        let below: i128 = self.digits_at(at + 2)?.parse().ok()?;
        let usual =
            matches!(below, 2..=10 | 12 | 16 | 20 | 24 | 25 | 30 | 32 | 40 | 50 | 60 | 64 | 100 | 1000);
        let next = self.sign(at + 3, '/') && self.gap(at + 3) == Gap::None;
        (above > 0 && above < below && usual && !next).then(|| (Exact::new(above, below), at + 3))
    }

    /// The fraction part of a mixed number: "10 1/2", "5 ¼", "2 and 3/4".
    pub(super) fn fraction_tail(&self, end: usize) -> Option<(Exact, usize)> {
        if self.shape(end) == Some(Shape::Vulgar) && self.gap(end) < Gap::Line {
            return Some((vulgar_value(self.code(end))?, end + 1));
        }
        let dash = usize::from(self.is_hyphen(end));
        if self.shape(end + dash) == Some(Shape::Digits) && (dash == 1 || self.gap(end) == Gap::Space) {
            return self.slash_fraction(end + dash);
        }
        None
    }

    /// "3 quarters", "2 thirds": digits before a fraction word in the plural.
    pub(super) fn counted_parts(&self, end: usize, number: i128) -> Option<(Exact, usize)> {
        let entry = self.entry(end)?;
        let Number::Part(part) = entry.number else { return None };
        let plural = entry.word.ends_with('s') && !entry.word.starts_with("quarter");
        (plural && self.gap(end) == Gap::Space).then_some(())?;
        Some((Exact::from_integer(number).checked_mul(&part_value(part)?)?, end + 1))
    }

    /// A fraction in words: "a half", "half", "three quarters", "one fourth", "two-thirds"; with its end.
    pub(crate) fn part_words(&self, at: usize) -> Option<(Exact, usize)> {
        let (count, place) = match self.entry(at)?.number {
            Number::Small(count) if count > 0 => (i128::from(count), at + 1),
            Number::Tens(_) => {
                let (count, end, _) = self.cardinal(at)?;
                // "forty sixths" alone may be forty-sixths.
                (end > at + 1 || self.entry(end).is_some_and(|entry| entry.ordinal == 0)).then_some(())?;
                (*count.numer(), end)
            }
            _ if self.is_article(at) => (1, at + 1),
            Number::Half => return Some((Exact::new(1, 2), at + 1)),
            _ => return None,
        };
        let hyphen = usize::from(self.is_hyphen(place));
        let part = match self.entry(place + hyphen)?.number {
            Number::Half => Exact::new(1, 2),
            Number::Part(part) => part_value(part)?,
            _ => return None,
        };
        Some((Exact::from_integer(count).checked_mul(&part)?, place + hyphen + 1))
    }

    /// The fraction word that a cardinal counts: "two thirds", "twenty-three fifths".
    pub(super) fn denominator(&self, at: usize, end: usize, value: &Exact) -> Option<(Exact, usize)> {
        let hyphen = usize::from(self.is_hyphen(end));
        let entry = self.entry(end + hyphen)?;
        let one = *value == Exact::from_integer(1);
        if let Some((part, end)) = self.long_denominator(end, value) {
            return Some((part, end));
        }
        let part = match entry.number {
            Number::Part(part) => part,
            Number::Half if one || hyphen == 1 => Denominator::Small(2),
            _ => return None,
        };
        let plural = entry.word.ends_with('s');
        if !plural && !one {
            return None;
        }
        // "three quarters of growth" are three months each; a share takes "of the", a number or no noun.
        let dated = || self.entry_before(at).is_some_and(|entry| entry.calendar != Calendar::None);
        let named = || !self.of_follows(end + 1) && self.shape(end + 1) == Some(Shape::Word);
        if entry.word == "quarters" && dated() || entry.word == "quarter" && hyphen == 0 && named() {
            return None;
        }
        let mut part = value.checked_mul(&part_value(part)?)?;
        let mut end = end + hyphen + 1;
        // "two thirds of a million", "three quarters million".
        let of = usize::from(self.word(end) == "of" && self.is_article(end + 1)) * 2;
        if let Some((scale, after, false)) = self.scales(end + of) {
            part = part.checked_mul(&scale)?;
            end = after;
        }
        Some((part, end))
    }

    /// A denominator of more than one word after a cardinal: "four thirty-firsts", "one one hundred third",
    /// "two hundred forty-sixths", of which the tens belong to the denominator.
    fn long_denominator(&self, end: usize, value: &Exact) -> Option<(Exact, usize)> {
        let one = Exact::from_integer(1);
        let closes = |after: usize| {
            let plural = self.entry(after - 1).is_some_and(|entry| entry.word.ends_with('s'));
            let apart = self.shape(after) != Some(Shape::Word) || self.of_follows(after);
            if *value == one { !plural && apart } else { plural }
        };
        if let Number::Tens(tens) = self.entry(end.checked_sub(1)?)?.number
            && !(end > 1 && self.is_and(end - 2))
            && let Some((ones, after)) = self.ordinal_ones(end)
            && *value > Exact::from_integer(i128::from(tens))
            && self.entry(after - 1).is_some_and(|entry| entry.word.ends_with('s'))
        {
            let above = *value - Exact::from_integer(i128::from(tens));
            return Some((above / Exact::from_integer(i128::from(u32::from(tens) + ones)), after));
        }
        let hyphen = usize::from(self.is_hyphen(end));
        let (below, after) = match self.entry(end + hyphen)?.number {
            Number::Tens(tens) => {
                let (ones, after) = self.ordinal_ones(end + hyphen + 1)?;
                (u32::from(tens) + ones, after)
            }
            Number::Small(1) if self.known(end + hyphen + 1) == "hundred" => {
                let and = usize::from(self.is_and(end + hyphen + 2));
                let (ones, after) = self.ordinal_ones(end + hyphen + 2 + and)?;
                (100 + ones, after)
            }
            _ => return None,
        };
        closes(after).then(|| (*value / Exact::from_integer(i128::from(below)), after))
    }

    /// The ones of an ordinal after its tens: "-first", "fifths". "Seconds" without a hyphen are a time.
    fn ordinal_ones(&self, at: usize) -> Option<(u32, usize)> {
        let hyphen = usize::from(self.is_hyphen(at));
        let entry = self.entry(at + hyphen)?;
        let ones = if entry.word == "seconds" { 2 } else { entry.ordinal };
        let ones = match entry.number {
            Number::Part(Denominator::Small(below)) => u32::from(below),
            _ => ones,
        };
        ((1..10).contains(&ones) && (hyphen == 1 || ones != 2)).then_some((ones, at + hyphen + 1))
    }

    /// "half a million", "half million", "half a dozen", "a quarter million", "a quarter of a million".
    pub(super) fn half_of(&self, at: usize) -> Option<Numeral> {
        let article = usize::from(self.is_article(at));
        let entry = self.entry(at + article)?;
        let part = match entry.number {
            Number::Half => Exact::new(1, 2),
            Number::Part(part @ Denominator::Small(2..=5)) if !entry.word.ends_with('s') => part_value(part)?,
            _ => return None,
        };
        if entry.number != Number::Half && entry.ordinal != 0 && article == 0 {
            return None;
        }
        let mut place = at + article + 1;
        if self.is_hyphen(place) {
            place += 1;
        }
        place += usize::from(self.word(place) == "of");
        place += usize::from(self.is_article(place));
        let (scale, end, letter) = self.scales(place)?;
        let singular = self.entry(end - 1).is_some_and(|entry| !entry.word.ends_with('s'));
        (!letter && singular).then_some(())?;
        Some(Numeral {
            step: Exact::new(1, 10).checked_mul(&scale),
            words: true,
            scale: Some(scale),
            ..Numeral::new(at, end, part.checked_mul(&scale)?)
        })
    }

    /// A share alone: "half", "a third of", "a hundredth", "one in words" is left to the cardinal.
    pub(super) fn part_numeral(&self, at: usize) -> Option<Numeral> {
        let article = usize::from(self.is_article(at));
        let entry = self.entry(at + article)?;
        let hyphen = usize::from(article == 1 && self.is_hyphen(at + 1));
        let (part, end) = match entry.number {
            Number::Half => (Exact::new(1, 2), at + article + 1),
            Number::Part(part) if article == 1 && !entry.word.ends_with('s') => {
                (part_value(part)?, at + 2 + hyphen)
            }
            Number::Tens(tens) if article == 1 => {
                let (ones, end) = self.ordinal_ones(at + 2)?;
                let whole = Exact::from_integer(i128::from(u32::from(tens) + ones));
                let shares = self.of_follows(end) || at == 0 && self.shape(end).is_none();
                shares.then_some(())?;
                return Some(Numeral { words: true, fraction: true, ..Numeral::new(at, end, whole.recip()) });
            }
            _ => return None,
        };
        if !self.share_stands(at, end, entry.ordinal) {
            return None;
        }
        Some(Numeral { words: true, fraction: true, ..Numeral::new(at, end, part) })
    }

    /// Whether "half", "a third", "a quarter" is a share here: "of" after it, or a word of measure before.
    fn share_stands(&self, at: usize, end: usize, ordinal: u32) -> bool {
        let before = if at > 0 { self.word(at - 1) } else { "" };
        let hyphen = usize::from(at > 1 && self.tight_hyphen(at - 1));
        if self
            .entry_before(at - hyphen)
            .is_some_and(|e| e.ordinal != 0 || matches!(e.calendar, Calendar::Shift(_)))
        {
            return false;
        }
        let after = self.word(end);
        if after == "of" {
            let next = self.entry(end + 1);
            return !next.is_some_and(|e| matches!(e.calendar, Calendar::Fiscal))
                && self.shape(end + 1) != Some(Shape::Digits);
        }
        let measured = [
            "by", "than", "over", "about", "nearly", "almost", "under", "around", "roughly", "least", "only",
            "just", "exactly", "to",
        ];
        let closes = self.shape(end).is_none_or(|shape| shape == Shape::Sign) || self.gap(end) == Gap::Line;
        let whole_text = at == 0 && self.shape(end).is_none();
        let joined = ["the", "a", "an", "its", "his", "her", "their", "that", "those"];
        let halves = self.entry(end - 1).is_some_and(|e| e.number == Number::Half);
        whole_text
            || (ordinal == 0 && measured.contains(&before) && (closes || !self.is_hyphen(end)))
            || (ordinal > 2 && measured.contains(&before) && (closes || self.is(end, flag::STOP)))
            || (halves
                && self.gap(end) == Gap::Space
                && joined.contains(&after)
                && self.shape(end + 1) == Some(Shape::Word)
                && !self.is_hyphen(at.wrapping_sub(1)))
    }
}

/// One over the number that a fraction word names.
pub(crate) fn part_value(part: Denominator) -> Option<Exact> {
    match part {
        Denominator::Small(below) => Some(Exact::new(1, i128::from(below))),
        Denominator::Power(power) => exact::scaled(1, -i32::from(power)),
    }
}

pub(super) fn vulgar_value(code: u16) -> Option<Exact> {
    let (above, below) = match char::from_u32(u32::from(code))? {
        '¼' => (1, 4),
        '½' => (1, 2),
        '¾' => (3, 4),
        '⅐' => (1, 7),
        '⅑' => (1, 9),
        '⅒' => (1, 10),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    };
    Some(Exact::new(above, below))
}
