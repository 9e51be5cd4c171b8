//! Reads the currency beside a numeral and decides whether `m` is million.
//!
//! Takes a place, gives a unit of money with the tokens that it covers.

use super::lexicon::flag;
use super::lexis::{Gap, Shape};
use super::reader::Reader;
use super::unit::Dimension;

impl<'a> Reader<'a> {
    /// The currency right before the token `at`: unit and its first token.
    pub(crate) fn currency_before(&self, at: usize) -> Option<(u16, usize)> {
        let mut last = at.checked_sub(1)?;
        if self.gap(at) == Gap::Line {
            return None;
        }
        // "US$:12.99", "Rs.500", "$ .75".
        if (self.sign(last, ':') || self.sign(last, '.')) && last > 0 && self.gap(last) == Gap::None {
            let before = last - 1;
            let dotted =
                self.sign(last, '.') && matches!(self.word(before), "Rs" | "rs" | "Re" | "Tk" | "Rp" | "RS");
            if !dotted && !self.money_sign(before) {
                return None;
            }
            last = before;
        }
        match self.shape(last)? {
            Shape::Sign => {
                let unit = self.symbol(self.text(last)).filter(|unit| self.is_money(*unit))?;
                if !self.sign_of(last, "$＄") || last == 0 {
                    return Some((unit, last));
                }
                // "US$", "HK $", "u.s $": letters before the dollar sign name the country.
                let (letters, first) = if self.sign(last - 1, '.') && last > 1 {
                    (last - 2, last - 2)
                } else {
                    (last - 1, last - 1)
                };
                if self.shape(letters) != Some(Shape::Word) || self.gap(last) == Gap::Line {
                    return Some((unit, last));
                }
                let mut first = first;
                if self.word(letters).eq_ignore_ascii_case("s")
                    && letters >= 2
                    && self.sign(letters - 1, '.')
                    && self.word(letters - 2).eq_ignore_ascii_case("u")
                {
                    first = letters - 2;
                }
                match dollar_of(self.word(letters), self.gap(last) == Gap::None) {
                    Some("US") => Some((unit, first)),
                    Some(name) => Some((self.units.named(name)?, letters)),
                    None if first != letters => Some((unit, first)),
                    None => Some((unit, last)),
                }
            }
            // Most words before a number are "of", "the", "in".
            Shape::Word if self.is(last, flag::STOP) => None,
            Shape::Word => {
                let word = self.word(last);
                let unit = match self.symbol(word) {
                    Some(unit) => unit,
                    None => self
                        .lower_code(word)
                        .or_else(|| self.word_before(last))
                        .or_else(|| self.million_code(last))?,
                };
                let upright = word.len() >= 2 && word.starts_with(|c: char| c.is_ascii_uppercase())
                    || word == "rs"
                    || self.lower_code(word).is_some()
                    || self.word_before(last).is_some();
                (self.is_money(unit) && (upright || !word.is_ascii())).then_some((unit, last))
            }
            _ => None,
        }
    }

    pub(super) fn money_sign(&self, at: usize) -> bool {
        self.symbol(self.text(at)).is_some_and(|unit| self.is_money(unit))
    }

    /// "dollar 22.5 million", "sen 100,000": the name of a currency right before a number.
    pub(super) fn word_before(&self, at: usize) -> Option<u16> {
        let entry = self.entry(at)?;
        matches!(entry.word, "dollar" | "euro" | "rupee" | "bitcoin" | "sen")
            .then_some(entry.unit)
            .filter(|unit| *unit > 0)
    }

    /// ISO codes that people write in lower case and that are no English words.
    pub(super) fn lower_code(&self, word: &str) -> Option<u16> {
        const CODES: [&str; 17] = [
            "usd", "eur", "gbp", "inr", "pkr", "jpy", "cny", "rmb", "aud", "cad", "chf", "nzd", "hkd", "sgd",
            "mxn", "brl", "pln",
        ];
        (word.len() == 3 && CODES.iter().any(|code| word.eq_ignore_ascii_case(code)))
            .then(|| self.symbol(&word.to_ascii_uppercase()))?
    }

    pub(super) fn is_money(&self, unit: u16) -> bool {
        self.units.at(unit).dimension == Dimension::Money
    }

    /// The currency right after a numeral that ends before `at`.
    pub(crate) fn currency_after(&self, at: usize) -> Option<(u16, usize)> {
        let (unit, end) = self.unit_at(at, None)?;
        self.is_money(unit).then_some((unit, end))
    }

    /// True where a currency stands before the numeral whose digits end before `at`.
    pub(crate) fn currency_before_numeral(&self, at: usize) -> bool {
        let mut first = at;
        for _ in 0..12 {
            let Some(before) = first.checked_sub(1) else { break };
            let part = matches!(self.shape(before), Some(Shape::Digits | Shape::Vulgar))
                || (self.sign_of(before, ".,'")
                    && self.gap(first) == Gap::None
                    && self.gap(before) == Gap::None);
            if !part || self.gap(first) != Gap::None {
                break;
            }
            first = before;
        }
        first < at
            && (self.currency_before(first).is_some()
                || (first > 0 && self.dash(first - 1) && self.currency_before(first - 1).is_some()))
    }

    /// A currency before or after the scale letter at `at`.
    pub(crate) fn money_near(&self, at: usize) -> bool {
        self.currency_before_numeral(at) || self.currency_after(at + 1).is_some()
    }

    /// Whether `m` after digits is million: money beside it, or a counted noun after it.
    pub(crate) fn million_m(&self, at: usize) -> bool {
        if self.money_near(at) {
            return true;
        }
        if self.gap(at) != Gap::None
            || self.gap(at + 1) == Gap::None && self.shape(at + 1) == Some(Shape::Digits)
        {
            return false;
        }
        let next = self.entry(at + 1);
        if next.is_some_and(|entry| entry.is(flag::SIZE)) {
            return false;
        }
        // "2m people", "1.5m new homes"; "10m sprint" and "the 100m final" stay metres.
        (at + 1..at + 3).any(|place| self.plural_noun(place) && !self.is(place, flag::SIZE))
            && !self.is(at + 1, flag::STOP)
    }

    /// A scale letter apart from its digits holds only where no word follows.
    pub(crate) fn numeral_only(&self, at: usize) -> bool {
        self.currency_before_numeral(at)
            || self.shape(at + 1) != Some(Shape::Word)
            || self.currency_after(at + 1).is_some()
    }

    /// "MUSD", "MGBP": a million of a currency in one word.
    pub(crate) fn million_code(&self, at: usize) -> Option<u16> {
        let rest = self.word(at).strip_prefix('M').filter(|rest| rest.len() == 3)?;
        self.symbol(rest).filter(|unit| self.is_money(*unit))
    }
}

/// The currency of letters before a dollar sign; letters that do not touch it must be usual ones.
fn dollar_of(letters: &str, touching: bool) -> Option<&'static str> {
    let letters = letters.to_ascii_uppercase();
    let name = match letters.as_str() {
        "US" | "USD" => "US",
        "C" | "CA" | "CAN" | "CAD" | "CDN" => "CAD",
        "A" | "AU" | "AUD" | "AUS" => "AUD",
        "HK" | "HKD" => "HKD",
        "NZ" | "NZD" => "NZD",
        "S" | "SG" | "SGD" => "SGD",
        "NT" | "TWD" => "TWD",
        "MX" | "MEX" | "MXN" => "MXN",
        "R" | "BRL" => "BRL",
        _ => return None,
    };
    let usual = matches!(letters.as_str(), "US" | "HK" | "NZ" | "NT" | "AU" | "CA" | "C");
    (touching || usual).then_some(name)
}
