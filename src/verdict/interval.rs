//! Exact intervals: what a printed number can stand for, and the four operations on them.
//!
//! Ends are rationals; an operation that overflows gives `None`, and the rule that asked abstains.

use num_traits::{Signed, Zero};

use crate::quantity::change::Direction;
use crate::quantity::exact::{self, Exact};
use crate::quantity::{Bound, Figure, Kind, Printed, Quantity};

/// A stretch of numbers; `None` is an open side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Interval {
    /// Lower end, included unless `low_open`.
    pub low: Option<Exact>,
    /// Upper end, included unless `high_open`.
    pub high: Option<Exact>,
    /// The lower end itself is outside.
    pub low_open: bool,
    /// The upper end itself is outside.
    pub high_open: bool,
}

/// What the bound of a fall is for what is left: "nearly halved" leaves a little more than half.
fn halved(quantity: &Quantity) -> Option<Bound> {
    let falls = quantity.kind == Kind::Multiple
        && quantity.change.direction == Direction::Down
        && ends(&quantity.figure).1 < Exact::from_integer(1);
    let turned = match quantity.bound {
        Bound::Nearly => Bound::JustOver,
        Bound::JustOver => Bound::Nearly,
        Bound::Over => Bound::Under,
        Bound::Under => Bound::Over,
        Bound::AtLeast => Bound::AtMost,
        Bound::AtMost => Bound::AtLeast,
        other => other,
    };
    falls.then_some(turned)
}

impl Interval {
    /// One point.
    pub fn point(value: Exact) -> Self {
        Interval { low: Some(value), high: Some(value), low_open: false, high_open: false }
    }

    /// What a printed number stands for: half a unit of its last stated digit each way.
    pub fn printed(printed: &Printed) -> Self {
        let half = printed.step.and_then(|step| exact::over(&step, &Exact::from_integer(2)));
        let ends = half.and_then(|half| {
            Some((exact::minus(&printed.value, &half)?, exact::plus(&printed.value, &half)?))
        });
        match ends {
            Some((low, high)) => {
                Interval { low: Some(low), high: Some(high), low_open: false, high_open: true }
            }
            None => Interval::point(printed.value),
        }
    }

    /// What a figure stands for without its bound words.
    pub fn figure(figure: &Figure) -> Self {
        match figure {
            Figure::Value(printed) => Interval::printed(printed),
            Figure::Range(low, high) => {
                let (low, high) = (Interval::printed(low), Interval::printed(high));
                Interval { low: low.low, high: high.high, low_open: false, high_open: high.high_open }
            }
        }
    }

    /// What a quantity stands for, hedges and bounds read strictly.
    pub fn meaning(quantity: &Quantity) -> Self {
        let plain = Interval::figure(&quantity.figure);
        let (low, high) = ends(&quantity.figure);
        let tenth = |value: &Exact| exact::over(value, &Exact::from_integer(10)).map(|tenth| tenth.abs());
        match halved(quantity).unwrap_or(quantity.bound) {
            Bound::Exact => plain,
            Bound::About => {
                let below = tenth(&low).and_then(|tenth| exact::minus(&low, &tenth));
                let above = tenth(&high).and_then(|tenth| exact::plus(&high, &tenth));
                Interval {
                    low: below.min(plain.low).or(plain.low),
                    high: above.max(plain.high),
                    low_open: false,
                    high_open: false,
                }
            }
            Bound::Nearly => {
                let below = tenth(&low).and_then(|tenth| exact::minus(&low, &tenth));
                Interval { low: below, high: Some(high), low_open: false, high_open: true }
            }
            Bound::JustOver => {
                let above = tenth(&high).and_then(|tenth| exact::plus(&high, &tenth));
                Interval { low: Some(low), high: above, low_open: true, high_open: false }
            }
            Bound::Over => Interval { low: Some(low), high: None, low_open: true, high_open: true },
            Bound::AtLeast => Interval { low: Some(low), high: None, low_open: false, high_open: true },
            Bound::Under => Interval { low: None, high: Some(high), low_open: true, high_open: true },
            Bound::AtMost => Interval { low: None, high: Some(high), low_open: true, high_open: false },
        }
    }

    /// True where no number lies in both.
    pub fn apart(&self, other: &Interval) -> bool {
        self.below(other) || other.below(self)
    }

    /// True where every number of this one is smaller than every number of the other.
    pub fn below(&self, other: &Interval) -> bool {
        match (&self.high, &other.low) {
            (Some(high), Some(low)) => high < low || high == low && (self.high_open || other.low_open),
            _ => false,
        }
    }

    /// True where this one lies wholly in the other.
    pub fn inside(&self, other: &Interval) -> bool {
        let low = match (&self.low, &other.low) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(outer)) => own > outer || own == outer && (self.low_open || !other.low_open),
        };
        let high = match (&self.high, &other.high) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(outer)) => own < outer || own == outer && (self.high_open || !other.high_open),
        };
        low && high
    }

    /// True where the number lies in it.
    pub fn holds(&self, value: Exact) -> bool {
        Interval::point(value).inside(self)
    }

    /// The sum.
    pub fn plus(&self, other: &Interval) -> Option<Interval> {
        self.ends_with(other, exact::plus, exact::plus)
    }

    /// The difference.
    pub fn minus(&self, other: &Interval) -> Option<Interval> {
        let turned = Interval {
            low: other.high,
            high: other.low,
            low_open: other.high_open,
            high_open: other.low_open,
        };
        self.ends_with(&turned, exact::minus, exact::minus)
    }

    /// The quotient; both must be positive.
    pub fn over(&self, other: &Interval) -> Option<Interval> {
        if !self.is_positive() || !other.is_positive() || other.low.is_none_or(|low| low.is_zero()) {
            return None;
        }
        let turned = Interval {
            low: other.high,
            high: other.low,
            low_open: other.high_open,
            high_open: other.low_open,
        };
        self.ends_with(&turned, exact::over, exact::over)
    }

    /// The product; both must be positive.
    pub fn times(&self, other: &Interval) -> Option<Interval> {
        if !self.is_positive() || !other.is_positive() {
            return None;
        }
        self.ends_with(other, exact::times, exact::times)
    }

    /// It multiplied by a positive whole number over another.
    pub fn scaled(&self, by: i128, over: i128) -> Option<Interval> {
        let factor = if over == 1 { Exact::from_integer(by) } else { Exact::new(by, over) };
        let end = |end: &Option<Exact>| match end {
            Some(end) => exact::times(end, &factor).map(Some),
            None => Some(None),
        };
        Some(Interval {
            low: end(&self.low)?,
            high: end(&self.high)?,
            low_open: self.low_open,
            high_open: self.high_open,
        })
    }

    fn is_positive(&self) -> bool {
        self.low.is_some_and(|low| !low.is_negative())
    }

    fn ends_with(
        &self,
        other: &Interval,
        lower: impl Fn(&Exact, &Exact) -> Option<Exact>,
        upper: impl Fn(&Exact, &Exact) -> Option<Exact>,
    ) -> Option<Interval> {
        let join = |one: &Option<Exact>,
                    two: &Option<Exact>,
                    with: &dyn Fn(&Exact, &Exact) -> Option<Exact>| match (one, two) {
            (Some(one), Some(two)) => with(one, two).map(Some),
            _ => Some(None),
        };
        Some(Interval {
            low: join(&self.low, &other.low, &lower)?,
            high: join(&self.high, &other.high, &upper)?,
            low_open: self.low_open || other.low_open,
            high_open: self.high_open || other.high_open,
        })
    }
}

/// Lower and upper printed value of a figure.
pub(super) fn ends(figure: &Figure) -> (Exact, Exact) {
    match figure {
        Figure::Value(printed) => (printed.value, printed.value),
        Figure::Range(low, high) => (low.value, high.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(value: i128, step: i128) -> Interval {
        Interval::printed(&Printed {
            value: Exact::from_integer(value),
            step: Some(Exact::from_integer(step)),
        })
    }

    #[test]
    fn a_ratio_of_printed_numbers_is_an_interval() {
        // 30 million over 20 million, both to the million.
        let ratio = printed(30, 1).over(&printed(20, 1)).expect("no overflow");
        assert_eq!(ratio.low, Some(Exact::new(59, 41)));
        assert_eq!(ratio.high, Some(Exact::new(61, 39)));
        assert!(ratio.holds(Exact::new(3, 2)));
        assert!(!ratio.holds(Exact::new(8, 5)));
    }

    #[test]
    fn touching_ends_are_apart_where_one_is_open() {
        assert!(printed(10, 2).apart(&printed(12, 2)), "[9, 11) and [11, 13)");
        assert!(!printed(10, 2).apart(&printed(11, 2)));
    }

    #[test]
    fn a_difference_turns_the_ends() {
        let difference = printed(10, 2).minus(&printed(4, 2)).expect("no overflow");
        assert_eq!(
            (difference.low, difference.high),
            (Some(Exact::from_integer(4)), Some(Exact::from_integer(8)))
        );
    }
}
