//! What a printed quantity stands for: the interval of values that it allows.
//!
//! Takes a quantity, gives its strict interval and, for a plus sign, its customary one. The rules are
//! those of docs/quantities.md ("What a printed number stands for").

use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};

use super::exact::{self, End, Exact, Interval};
use super::{Bound, Figure, Printed, Quantity};

impl Printed {
    /// Half a unit of the last stated digit each way; the single value where it is exact. `None` on overflow.
    pub fn interval(&self) -> Option<Interval> {
        let Some(step) = self.step else { return Some(Interval::point(self.value)) };
        let half = step.checked_div(&Exact::from_integer(2))?;
        Some(Interval::half_open(self.value.checked_sub(&half)?, self.value.checked_add(&half)?))
    }
}

impl Figure {
    /// The lower and the upper printed end; the same twice for one value.
    pub fn ends(&self) -> (&Printed, &Printed) {
        match self {
            Figure::Value(value) => (value, value),
            Figure::Range(low, high) => (low, high),
        }
    }
}

impl Quantity {
    /// The values that the quantity allows, bounds and hedges read strictly; `None` on overflow.
    ///
    /// A hedge widens by a tenth of the value (`about` both ways, `nearly` below, `just over` above);
    /// a bound leaves its side open. `None` as well for "nearly zero", of which no tenth tells the width.
    pub fn interval(&self) -> Option<Interval> {
        let (low, high) = self.figure.ends();
        let (bottom, top) = (low.interval()?, high.interval()?);
        let tenth = |value: &Exact| value.abs().checked_div(&Exact::from_integer(10));
        if matches!(self.bound, Bound::Nearly | Bound::JustOver) && self.is_zero() {
            return None;
        }
        Some(match self.bound {
            Bound::Exact => Interval { low: bottom.low, high: top.high },
            Bound::About => Interval::closed(
                low.value.checked_sub(&tenth(&low.value)?)?,
                high.value.checked_add(&tenth(&high.value)?)?,
            ),
            Bound::Nearly => Interval::half_open(low.value.checked_sub(&tenth(&low.value)?)?, high.value),
            Bound::JustOver => {
                let top = high.value.checked_add(&tenth(&high.value)?)?;
                Interval { low: End::Open(low.value), high: End::Closed(top) }
            }
            Bound::Over => Interval { low: End::Open(low.value), high: End::Unbounded },
            Bound::AtLeast => Interval { low: End::Closed(low.value), high: End::Unbounded },
            Bound::Under => Interval { low: End::Unbounded, high: End::Open(high.value) },
            Bound::AtMost => Interval { low: End::Unbounded, high: End::Closed(high.value) },
        })
    }

    /// The customary reading of a printed plus sign, up to the next step of the leading digit
    /// (`40,000+` as 40,000 ≤ x < 50,000); `None` without a plus sign.
    pub fn customary(&self) -> Option<Interval> {
        if !self.plus_sign {
            return None;
        }
        let value = self.figure.ends().0.value;
        if !value.is_positive() || value < Exact::from_integer(1) {
            return None;
        }
        let mut step = Exact::from_integer(1);
        let ten = Exact::from_integer(10);
        while step.checked_mul(&ten)? <= value {
            step = step.checked_mul(&ten)?;
        }
        let leading = value.checked_div(&step)?.trunc().checked_mul(&step)?;
        Some(Interval::half_open(value, leading.checked_add(&step)?))
    }

    /// The unit with everything below the line: `USD per share`, `vehicle per year`, `percent`.
    pub fn measure(&self) -> String {
        if self.per.is_empty() { self.unit.to_string() } else { format!("{} per {}", self.unit, self.per) }
    }

    /// The value as a plain decimal; `None` for a range.
    pub fn decimal(&self) -> Option<String> {
        match &self.figure {
            Figure::Value(value) => Some(exact::decimal(&value.value)),
            Figure::Range(..) => None,
        }
    }

    /// True where the value, or the lower end of the range, is zero.
    pub fn is_zero(&self) -> bool {
        self.figure.ends().0.value.is_zero()
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    /// Reads the one quantity of a text and prints its strict interval.
    fn check(text: &str, expected: &str) {
        let found = read(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let interval = found[0].interval().expect("fits");
        assert_eq!(shown(&interval), expected, "{text}");
    }

    fn shown(interval: &Interval) -> String {
        let low = match interval.low {
            End::Unbounded => "(-".to_owned(),
            End::Open(value) => format!("({}", exact::decimal(&value)),
            End::Closed(value) => format!("[{}", exact::decimal(&value)),
        };
        match interval.high {
            End::Unbounded => format!("{low}, -)"),
            End::Open(value) => format!("{low}, {})", exact::decimal(&value)),
            End::Closed(value) => format!("{low}, {}]", exact::decimal(&value)),
        }
    }

    #[test]
    fn a_printed_number_stands_for_half_a_step_each_way() {
        check("31.4 million phones", "[31350000, 31450000)");
        check("25 million phones", "[24500000, 25500000)");
        check("5 million phones", "[4500000, 5500000)");
        check("$100 million", "[95000000, 105000000)");
        check("60,000 jobs", "[59500, 60500)");
        check("1,234,567 jobs", "[1234566.5, 1234567.5)");
        check("999 jobs", "[999, 999]");
        check("twelve jobs", "[12, 12]");
        check("5.20 km", "[5.195, 5.205)");
        check("2.5 lakh crore rupees", "[2450000000000, 2550000000000)");
    }

    #[test]
    fn hedges_widen_and_bounds_leave_a_side_open() {
        check("about 500 jobs", "[450, 550]");
        check("nearly 500 jobs", "[450, 500)");
        check("just over 500 jobs", "(500, 550]");
        check("more than 500 jobs", "(500, -)");
        check("at least 500 jobs", "[500, -)");
        check("fewer than 500 jobs", "(-, 500)");
        check("up to 500 jobs", "(-, 500]");
        check("between 500 and 600 jobs", "[500, 600]");
    }

    #[test]
    fn a_plus_sign_has_a_customary_reading() {
        let found = read("40,000+ direct jobs");
        assert_eq!(shown(&found[0].interval().expect("fits")), "[40000, -)");
        assert_eq!(shown(&found[0].customary().expect("a plus sign")), "[40000, 50000)");
        assert_eq!(read("at least 40,000 jobs")[0].customary(), None);
    }
}
