//! Reads a run of digits with separators: `1,234,567`, `12,34,567`, `1.234,50`, `1 414 021 100`.
//!
//! Takes tokens and a place, gives the digits as one number and how many of them are decimals.

use super::lexicon::Calendar;
use super::lexis::{Gap, Shape};
use super::numeral::DigitRun;
use super::reader::Reader;

impl Reader<'_> {
    pub(super) fn digits_at(&self, at: usize) -> Option<&str> {
        (self.shape(at)? == Shape::Digits).then(|| self.word(at))
    }

    /// Reads digits with separators from `at`; a leading dot is a decimal point.
    pub(crate) fn digit_run(&self, at: usize) -> Option<DigitRun> {
        let mut end = at;
        let mut text: ([u8; 40], usize) = ([0; 40], 0);
        let mut push = |digits: &str| {
            let room = text.0.len() - text.1;
            if digits.len() > room {
                return false;
            }
            text.0[text.1..text.1 + digits.len()].copy_from_slice(digits.as_bytes());
            text.1 += digits.len();
            true
        };
        let mut decimals = 0;
        let mut grouped = false;
        if self.sign(at, '.') {
            let digits = self.digits_at(at + 1).filter(|_| self.gap(at + 1) == Gap::None)?;
            if !push(digits) {
                return None;
            }
            decimals = digits.len() as u32;
            end = at + 2;
        } else {
            let first = self.digits_at(at)?;
            if !push(first) {
                return None;
            }
            end += 1;
            let groups = self.groups(at);
            for group in 0..groups.count {
                let digits = self.digits_at(at + (group + 1) * groups.stride)?;
                if !push(digits) {
                    return None;
                }
                grouped = true;
                end = at + (group + 1) * groups.stride + 1;
            }
            if let Some((digits, after)) = self.decimals(end, &groups, first.len()) {
                if !push(digits) {
                    return None;
                }
                decimals = digits.len() as u32;
                end = after;
            }
        }
        let mut number: i128 = 0;
        for digit in &text.0[..text.1] {
            number = number.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
        }
        Some(DigitRun { number, decimals, end, grouped })
    }

    /// Counts the thousands groups after the digits at `at`.
    pub(super) fn groups(&self, at: usize) -> Groups {
        let first = self.digits_at(at).map_or(0, str::len);
        let none = Groups { count: 0, stride: 2, separator: ' ' };
        if first == 0 || first > 3 {
            return none;
        }
        for separator in [',', '.', '\'', '’'] {
            if !self.sign(at + 1, separator) {
                continue;
            }
            // Tokenised text sets separators apart: "80 , 000 spectators".
            let apart = separator == ',' && self.gap(at + 1) == Gap::Space && self.gap(at + 2) == Gap::Space;
            let touches = |place: usize| {
                if apart { self.gap(place) == Gap::Space } else { self.gap(place) == Gap::None }
            };
            let length = |group: usize| {
                let sign = at + 1 + 2 * group;
                let joins = self.sign(sign, separator) && touches(sign) && touches(sign + 1);
                if joins { self.digits_at(sign + 1).map_or(0, str::len) } else { 0 }
            };
            let mut count = 0;
            while length(count) == 3 {
                count += 1;
            }
            // Indian grouping: pairs, then three at the end.
            if count == 0 && separator == ',' && length(0) == 2 {
                let mut pairs = 0;
                while length(pairs) == 2 {
                    pairs += 1;
                }
                if length(pairs) == 3 && length(pairs + 1) == 0 {
                    return Groups { count: pairs + 1, stride: 2, separator };
                }
                return none;
            }
            let followed = length(count) > 0;
            let fits = match separator {
                // One dot and three digits is a decimal unless more groups or a decimal comma follow.
                '.' => count >= 2 || (count == 1 && self.decimal_comma(at + 3) && !followed),
                _ => count >= 1 && !followed,
            };
            return if fits { Groups { count, stride: 2, separator } } else { none };
        }
        self.spaced_groups(at, first)
    }

    /// Groups of three set apart by spaces: "1 414 021 100".
    pub(super) fn spaced_groups(&self, at: usize, first: usize) -> Groups {
        let mut count = 0;
        let mut thin = true;
        while let Some(digits) = self.digits_at(at + 1 + count) {
            let gap = self.gap(at + 1 + count);
            if digits.len() != 3 || gap == Gap::None || gap == Gap::Line {
                break;
            }
            thin &= gap == Gap::Thin;
            count += 1;
        }
        let more = self.digits_at(at + 1 + count).is_some() && self.gap(at + 1 + count) < Gap::Line;
        let zero = self.digits_at(at).is_some_and(|digits| digits.starts_with('0'));
        let fits = count > 0 && !more && !zero && first <= 3 && (thin || count > 1 || self.spaced_pair(at));
        Groups { count: if fits { count } else { 0 }, stride: 1, separator: ' ' }
    }

    /// One ordinary space between two groups is a thousands space only where nothing else explains it.
    pub(super) fn spaced_pair(&self, at: usize) -> bool {
        let zeros =
            self.digits_at(at + 1).is_some_and(|digits| digits.ends_with("00") || digits.ends_with("50"));
        let alone = at == 0 && self.shape(at + 2).is_none();
        let money = self.currency_before(at).is_some() || self.currency_after(at + 2).is_some();
        let dated = at > 0 && self.entry(at - 1).is_some_and(|e| e.calendar != Calendar::None);
        let decimal = self.decimal_comma(at + 2);
        alone || money || decimal || (zeros && !dated && at > 0 && self.shape(at - 1) != Some(Shape::Digits))
    }

    /// A comma and one or two digits that touch and end there.
    pub(super) fn decimal_comma(&self, at: usize) -> bool {
        self.sign(at, ',')
            && self.gap(at) == Gap::None
            && self.gap(at + 1) == Gap::None
            && self.digits_at(at + 1).is_some_and(|digits| digits.len() <= 2)
    }

    /// The decimals that follow `end`, with the token after them.
    pub(super) fn decimals(&self, end: usize, groups: &Groups, first: usize) -> Option<(&str, usize)> {
        let digits = self.digits_at(end + 1)?;
        let point = self.sign(end, '.');
        let comma = self.sign(end, ',');
        let touching = self.gap(end) == Gap::None && self.gap(end + 1) == Gap::None;
        if point && touching && groups.separator != '.' {
            return Some((digits, end + 2));
        }
        // Tokenised text: "rose 4 . 8 %".
        let apart = self.gap(end) == Gap::Space && self.gap(end + 1) == Gap::Space;
        if point && apart && groups.separator != '.' && self.measured(end + 2) {
            return Some((digits, end + 2));
        }
        // Prices set the cents apart: "$119. 95", "118, 99 TL".
        let loose = self.gap(end) == Gap::None && self.gap(end + 1) == Gap::Space && digits.len() == 2;
        if (point || comma) && loose {
            let whole = end - 1 - groups.count * groups.stride;
            let money = self.currency_before(whole).is_some() || self.currency_after(end + 2).is_some();
            let alone = whole == 0 && (self.shape(end + 2).is_none() || self.gap(end + 2) == Gap::Line);
            return (money || (point && alone)).then_some((digits, end + 2));
        }
        if comma
            && touching
            && groups.separator != ','
            && digits.len() <= 2
            && (first <= 3 || groups.count > 0)
        {
            let list = self.sign(end + 2, ',')
                && self.gap(end + 2) == Gap::None
                && self.digits_at(end + 3).is_some();
            let behind = end >= 2 + groups.count * groups.stride
                && self.sign(end - 2, ',')
                && self.gap(end - 1) == Gap::None
                && groups.count == 0;
            return (!list && !behind).then_some((digits, end + 2));
        }
        None
    }

    /// A unit sign, scale word or word in lower case that goes on after a decimal set apart.
    pub(super) fn measured(&self, at: usize) -> bool {
        self.sign(at, '%') || self.word(at).starts_with(|c: char| c.is_ascii_lowercase())
    }
}

pub(super) struct Groups {
    count: usize,
    stride: usize,
    separator: char,
}
