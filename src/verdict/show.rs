//! Prints numbers the way the claim or its source does: in their scale, ends of intervals rounded outward.

use num_traits::{CheckedMul, Signed, Zero};

use super::interval::Interval;
use crate::quantity::exact::Exact;
use crate::quantity::{Kind, Quantity};

/// The scale and unit in which to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    factor: i128,
    word: &'static str,
    before: &'static str,
    after: &'static str,
    places: u32,
}

const SCALES: [(&str, i128); 7] = [
    ("trillion", 1_000_000_000_000),
    ("billion", 1_000_000_000),
    ("bn", 1_000_000_000),
    ("crore", 10_000_000),
    ("million", 1_000_000),
    ("lakh", 100_000),
    ("thousand", 1_000),
];

impl Scale {
    /// The scale that a quantity is printed in.
    pub fn of(text: &str, quantity: &Quantity) -> Scale {
        let printed = text.get(quantity.numeral.clone()).unwrap_or_default().to_lowercase();
        let found = SCALES.iter().find(|(word, _)| printed.contains(word));
        let (word, factor) = found.map_or(("", 1), |(word, factor)| (*word, *factor));
        let places = if factor > 1 { 2 } else { 1 };
        match quantity.kind {
            Kind::Percent => Scale { factor: 1, word: "", before: "", after: " %", places: 1 },
            Kind::Points => Scale { factor: 1, word: "", before: "", after: " points", places: 1 },
            Kind::Currency => Scale {
                factor,
                word,
                before: if quantity.unit == "USD" { "$" } else { "" },
                after: "",
                places,
            },
            _ => Scale { factor, word, before: "", after: "", places },
        }
    }

    /// Plain numbers.
    pub const PLAIN: Scale = Scale { factor: 1, word: "", before: "", after: "", places: 2 };
    /// Percent.
    pub const PERCENT: Scale = Scale { factor: 1, word: "", before: "", after: " %", places: 1 };

    /// One number, rounded to the scale's places.
    pub fn value(&self, value: Exact) -> String {
        format!("{}{}{}", self.before, self.digits(value, 0), self.tail())
    }

    /// An interval as `low–high`, ends rounded outward.
    pub fn interval(&self, interval: &Interval) -> String {
        match (interval.low, interval.high) {
            (Some(low), Some(high)) if low == high => self.value(low),
            (Some(low), Some(high)) => {
                format!("{}{}–{}{}", self.before, self.digits(low, -1), self.digits(high, 1), self.tail())
            }
            (Some(low), None) => format!("at least {}{}{}", self.before, self.digits(low, -1), self.tail()),
            (None, Some(high)) => format!("at most {}{}{}", self.before, self.digits(high, 1), self.tail()),
            (None, None) => "anything".to_string(),
        }
    }

    /// A change as `+81 % to +104 %`, ends rounded outward.
    pub fn change(interval: &Interval) -> String {
        let sign = |value: &Exact| if value.is_negative() { "" } else { "+" };
        match (interval.low, interval.high) {
            (Some(low), Some(high)) if low == high => format!("{}{}", sign(&low), Scale::PERCENT.value(low)),
            (Some(low), Some(high)) => format!(
                "{}{} % to {}{} %",
                sign(&low),
                Scale::PERCENT.digits(low, -1),
                sign(&high),
                Scale::PERCENT.digits(high, 1)
            ),
            _ => Scale::PERCENT.interval(interval),
        }
    }

    fn tail(&self) -> String {
        if self.word.is_empty() { self.after.to_string() } else { format!(" {}{}", self.word, self.after) }
    }

    /// Digits of a number; direction −1 rounds down, 1 up, 0 to the nearest.
    fn digits(&self, value: Exact, direction: i8) -> String {
        let unit = 10_i128.pow(self.places);
        let scaled = value.checked_mul(&Exact::new(unit, self.factor)).map(|scaled| match direction {
            -1 => scaled.floor(),
            1 => scaled.ceil(),
            _ => scaled.round(),
        });
        let Some(scaled) = scaled else { return value.to_string() };
        let whole = scaled.to_integer();
        let sign = if whole < 0 { "−" } else { "" };
        let whole = whole.unsigned_abs();
        let (before, after) = (whole / unit.unsigned_abs(), whole % unit.unsigned_abs());
        let grouped = group(before);
        if after.is_zero() {
            return format!("{sign}{grouped}");
        }
        let tail = format!("{after:0width$}", width = self.places as usize);
        format!("{sign}{grouped}.{}", tail.trim_end_matches('0'))
    }
}

fn group(number: u128) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_round_outward_and_zeros_go() {
        let third = Interval {
            low: Some(Exact::new(1, 3)),
            high: Some(Exact::new(2, 3)),
            low_open: false,
            high_open: false,
        };
        assert_eq!(Scale::PLAIN.interval(&third), "0.33–0.67");
        assert_eq!(Scale::PLAIN.value(Exact::from_integer(60_000)), "60,000");
        let fall = Interval {
            low: Some(Exact::new(-27, 2)),
            high: Some(Exact::new(-13, 1)),
            low_open: false,
            high_open: false,
        };
        assert_eq!(Scale::change(&fall), "−13.5 % to −13 %");
    }
}
