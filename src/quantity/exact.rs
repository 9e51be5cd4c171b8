//! Exact numbers and intervals: rationals over `i128`, checked; overflow is `None`, never a panic.
//!
//! Takes values, gives values and their decimal print. It knows nothing of units or of text beyond
//! plain decimals; what an interval means for a claim is decided by `verdict`.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};

/// An exact number. Arithmetic on it uses the checked operations of `num_traits`.
pub type Exact = Ratio<i128>;

/// One end of an [`Interval`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The side has no end.
    Unbounded,
    /// The end itself is outside.
    Open(Exact),
    /// The end itself is inside.
    Closed(Exact),
}

impl End {
    /// The number at the end, `None` where the side has no end.
    pub fn value(&self) -> Option<Exact> {
        match self {
            End::Unbounded => None,
            End::Open(value) | End::Closed(value) => Some(*value),
        }
    }

    fn is_closed(&self) -> bool {
        matches!(self, End::Closed(_))
    }

    /// Combines two ends by an operation; open wins over closed, `None` on overflow.
    fn combine(&self, other: &End, operation: impl Fn(&Exact, &Exact) -> Option<Exact>) -> Option<End> {
        match (self.value(), other.value()) {
            (Some(a), Some(b)) => {
                let value = operation(&a, &b)?;
                Some(if self.is_closed() && other.is_closed() {
                    End::Closed(value)
                } else {
                    End::Open(value)
                })
            }
            _ => Some(End::Unbounded),
        }
    }
}

/// A span of numbers; the set of values that a printed quantity can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub low: End,
    /// The upper end.
    pub high: End,
}

impl Interval {
    /// The single number `value`.
    pub fn point(value: Exact) -> Interval {
        Interval { low: End::Closed(value), high: End::Closed(value) }
    }

    /// From `low` to `high`, both inside.
    pub fn closed(low: Exact, high: Exact) -> Interval {
        Interval { low: End::Closed(low), high: End::Closed(high) }
    }

    /// From `low`, inside, to `high`, outside.
    pub fn half_open(low: Exact, high: Exact) -> Interval {
        Interval { low: End::Closed(low), high: End::Open(high) }
    }

    /// True where `value` lies inside.
    pub fn contains(&self, value: &Exact) -> bool {
        let above = match self.low {
            End::Unbounded => true,
            End::Open(low) => *value > low,
            End::Closed(low) => *value >= low,
        };
        above
            && match self.high {
                End::Unbounded => true,
                End::Open(high) => *value < high,
                End::Closed(high) => *value <= high,
            }
    }

    /// True where no number lies inside.
    pub fn is_empty(&self) -> bool {
        match (self.low.value(), self.high.value()) {
            (Some(low), Some(high)) => {
                low > high || (low == high && !(self.low.is_closed() && self.high.is_closed()))
            }
            _ => false,
        }
    }

    /// The numbers that lie in both.
    pub fn intersection(&self, other: &Interval) -> Interval {
        let low = match (self.low.value(), other.low.value()) {
            (None, _) => other.low,
            (_, None) => self.low,
            (Some(a), Some(b)) if a > b => self.low,
            (Some(a), Some(b)) if b > a => other.low,
            _ if self.low.is_closed() => other.low,
            _ => self.low,
        };
        let high = match (self.high.value(), other.high.value()) {
            (None, _) => other.high,
            (_, None) => self.high,
            (Some(a), Some(b)) if a < b => self.high,
            (Some(a), Some(b)) if b < a => other.high,
            _ if self.high.is_closed() => other.high,
            _ => self.high,
        };
        Interval { low, high }
    }

    /// True where some number lies in both.
    pub fn intersects(&self, other: &Interval) -> bool {
        !self.intersection(other).is_empty()
    }

    /// True where every number of `self` lies in `other`.
    pub fn within(&self, other: &Interval) -> bool {
        self.intersection(other) == *self
    }

    /// The interval of sums; `None` on overflow.
    pub fn checked_add(&self, other: &Interval) -> Option<Interval> {
        Some(Interval {
            low: self.low.combine(&other.low, |a, b| a.checked_add(b))?,
            high: self.high.combine(&other.high, |a, b| a.checked_add(b))?,
        })
    }

    /// The interval of differences; `None` on overflow.
    pub fn checked_sub(&self, other: &Interval) -> Option<Interval> {
        Some(Interval {
            low: self.low.combine(&other.high, |a, b| a.checked_sub(b))?,
            high: self.high.combine(&other.low, |a, b| a.checked_sub(b))?,
        })
    }

    /// The interval of products; `None` on overflow, or where a side without end meets a number below zero.
    pub fn checked_mul(&self, other: &Interval) -> Option<Interval> {
        self.by_corners(other, |a, b| a.checked_mul(b))
    }

    /// The interval of quotients; `None` on overflow or where `other` reaches zero.
    pub fn checked_div(&self, other: &Interval) -> Option<Interval> {
        let zero = Exact::zero();
        if other.contains(&zero) || other.low.value() == Some(zero) || other.high.value() == Some(zero) {
            return None;
        }
        if other.high == End::Unbounded {
            // Non-negative by an interval that runs to infinity: from (just over) zero to the top over the bottom.
            other.low.value().filter(Signed::is_positive)?;
            let low = self.low.value().filter(|low| !low.is_negative())?;
            let high = self.high.combine(&other.low, |a, b| a.checked_div(b))?;
            let floor = if low.is_zero() { self.low } else { End::Open(zero) };
            return Some(Interval { low: floor, high });
        }
        self.by_corners(other, |a, b| a.checked_div(b))
    }

    /// Product or quotient through the four corners; an endless upper side is allowed where all is positive.
    fn by_corners(
        &self,
        other: &Interval,
        operation: impl Fn(&Exact, &Exact) -> Option<Exact> + Copy,
    ) -> Option<Interval> {
        let endless = self.high == End::Unbounded || other.high == End::Unbounded;
        if endless {
            let positive = |end: &End| end.value().is_some_and(|low| !low.is_negative());
            if !positive(&self.low) || !positive(&other.low) {
                return None;
            }
            let divisor = if other.high == End::Unbounded { other.low } else { other.high };
            // For a product the lower corner is low × low, for a quotient low ÷ high.
            let by_low = self.low.combine(&other.low, operation)?;
            let by_high = self.low.combine(&divisor, operation)?;
            let low = match (by_low.value(), by_high.value()) {
                (Some(a), Some(b)) if b < a => by_high,
                _ => by_low,
            };
            return Some(Interval { low, high: End::Unbounded });
        }
        if self.low == End::Unbounded || other.low == End::Unbounded {
            return None;
        }
        let mut corners = Vec::with_capacity(4);
        for a in [&self.low, &self.high] {
            for b in [&other.low, &other.high] {
                corners.push(a.combine(b, operation)?);
            }
        }
        let mut low = corners[0];
        let mut high = corners[0];
        for corner in corners {
            let (value, lowest, highest) = (corner.value()?, low.value()?, high.value()?);
            if value < lowest || (value == lowest && corner.is_closed()) {
                low = corner;
            }
            if value > highest || (value == highest && corner.is_closed()) {
                high = corner;
            }
        }
        Some(Interval { low, high })
    }

    /// Both ends as decimals of at most `digits` significant digits, rounded outward; `None` for a side without end.
    pub fn printed(&self, digits: u32) -> (Option<String>, Option<String>) {
        let print = |end: &End, way| end.value().map(|value| rounded(&value, digits, way));
        (print(&self.low, Way::Down), print(&self.high, Way::Up))
    }
}

/// Where a decimal that has to be cut goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Nearest,
    Down,
    Up,
}

/// Significant digits printed of a value without a finite decimal.
const DIGITS: u32 = 16;

/// The value as a plain decimal, exact where it has a finite one, else rounded to 16 significant digits.
pub fn decimal(value: &Exact) -> String {
    exact_decimal(value).unwrap_or_else(|| rounded(value, DIGITS, Way::Nearest))
}

/// The value as `2/3` where it has no finite decimal.
pub fn fraction(value: &Exact) -> Option<String> {
    match exact_decimal(value) {
        Some(_) => None,
        None => Some(format!("{}/{}", value.numer(), value.denom())),
    }
}

/// Reads a plain decimal (`-31.40`, `1e6`); `None` for anything else and on overflow.
pub fn parse(text: &str) -> Option<Exact> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + decimals.len() == 0 || !whole.bytes().chain(decimals.bytes()).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let mut number: i128 = 0;
    for digit in whole.bytes().chain(decimals.bytes()) {
        number = number.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    let power = exponent.checked_sub(i32::try_from(decimals.len()).ok()?)?;
    let value = scaled(number, power)?;
    Some(if negative { -value } else { value })
}

/// `number × 10^power`; `None` on overflow.
pub fn scaled(number: i128, power: i32) -> Option<Exact> {
    if power >= 0 {
        return Some(Exact::from_integer(number.checked_mul(power_of_ten(power.unsigned_abs())?)?));
    }
    let (mut number, mut power) = (number, power.unsigned_abs());
    while power > 0 && number % 10 == 0 {
        if number == 0 {
            return Some(Exact::zero());
        }
        number /= 10;
        power -= 1;
    }
    if power == 0 {
        return Some(Exact::from_integer(number));
    }
    let denominator = power_of_ten(power)?;
    // Small numbers take the quick road: reduction over u64 instead of i128.
    if let (Ok(small), Ok(below)) = (u64::try_from(number.unsigned_abs()), u64::try_from(denominator)) {
        let common = i128::from(common(small, below));
        return Some(Exact::new_raw(number / common, denominator / common));
    }
    Some(Exact::new(number, denominator))
}

/// The greatest common divisor, at least one.
fn common(mut a: u64, mut b: u64) -> u64 {
    if a == 1 || b == 1 {
        return 1;
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// Both parts of a number that is small enough for 64 bits, nearly all that texts print.
fn small(value: &Exact) -> Option<(i64, u64)> {
    Some((i64::try_from(*value.numer()).ok()?, u64::try_from(i64::try_from(*value.denom()).ok()?).ok()?))
}

/// The sum; `None` on overflow. Small numbers are reduced over u64 instead of i128, here and in the other operations.
pub fn plus(one: &Exact, other: &Exact) -> Option<Exact> {
    let (Some((a, b)), Some((c, d))) = (small(one), small(other)) else { return one.checked_add(other) };
    let shared = common(b, d);
    let top = i128::from(a) * i128::from(d / shared) + i128::from(c) * i128::from(b / shared);
    if shared == 1 {
        return Some(Exact::new_raw(top, i128::from(b) * i128::from(d)));
    }
    // What top and bottom have in common divides what the denominators have in common.
    let rest = u64::try_from(top.unsigned_abs() % u128::from(shared)).unwrap_or(0);
    let reduced = common(rest, shared);
    let top = if reduced == 1 { top } else { top / i128::from(reduced) };
    Some(Exact::new_raw(top, i128::from(b / shared) * i128::from(d / reduced)))
}

/// The difference; `None` on overflow.
pub fn minus(one: &Exact, other: &Exact) -> Option<Exact> {
    if small(one).and(small(other)).is_some() { plus(one, &-other) } else { one.checked_sub(other) }
}

/// The product; `None` on overflow.
pub fn times(one: &Exact, other: &Exact) -> Option<Exact> {
    let (Some((a, b)), Some((c, d))) = (small(one), small(other)) else { return one.checked_mul(other) };
    // Reduced crosswise, the product has nothing in common above and below.
    let (left, right) = (common(a.unsigned_abs(), d), common(c.unsigned_abs(), b));
    let top = i128::from(a.unsigned_abs() / left) * i128::from(c.unsigned_abs() / right);
    let top = if (a < 0) == (c < 0) { top } else { -top };
    Some(Exact::new_raw(top, i128::from(b / right) * i128::from(d / left)))
}

/// The quotient; `None` on overflow and by zero.
pub fn over(one: &Exact, other: &Exact) -> Option<Exact> {
    match small(other) {
        Some((top, _)) if top != 0 => times(one, &other.recip()),
        _ => one.checked_div(other),
    }
}

fn power_of_ten(power: u32) -> Option<i128> {
    10i128.checked_pow(power)
}

/// The finite decimal of a value, if it has one that fits.
fn exact_decimal(value: &Exact) -> Option<String> {
    if value.is_integer() {
        return Some(value.numer().to_string());
    }
    let (mut rest, mut twos, mut fives) = (*value.denom(), 0u32, 0u32);
    while rest % 2 == 0 {
        rest /= 2;
        twos += 1;
    }
    while rest % 5 == 0 {
        rest /= 5;
        fives += 1;
    }
    if rest != 1 {
        return None;
    }
    let places = twos.max(fives);
    let number = i128::checked_mul(*value.numer(), power_of_ten(places)? / *value.denom())?;
    Some(place_point(number, places))
}

/// Writes `number × 10^-places` as a decimal without trailing zeros.
fn place_point(number: i128, places: u32) -> String {
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = places as usize + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places as usize);
    let decimals = decimals.trim_end_matches('0');
    let sign = if number < 0 { "-" } else { "" };
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}

/// Rounds to `digits` significant digits the given way; falls back to the fraction where that overflows.
fn rounded(value: &Exact, digits: u32, way: Way) -> String {
    if let Some(text) = exact_decimal(value)
        && text.bytes().filter(u8::is_ascii_digit).count() <= digits as usize
    {
        return text;
    }
    try_rounded(value, digits, way).unwrap_or_else(|| match exact_decimal(value) {
        Some(text) => text,
        None => format!("{}/{}", value.numer(), value.denom()),
    })
}

fn try_rounded(value: &Exact, digits: u32, way: Way) -> Option<String> {
    let (numerator, denominator) = (value.numer().unsigned_abs(), value.denom().unsigned_abs());
    // The power of ten that leaves `digits` digits before the point.
    let mut places = 0i32;
    let whole = numerator / denominator;
    if whole > 0 {
        places = digits as i32 - (whole.ilog10() as i32 + 1);
    } else {
        let mut top = numerator;
        while top < denominator {
            top = top.checked_mul(10)?;
            places += 1;
        }
        places += digits as i32 - 1;
    }
    let (top, bottom) = if places >= 0 {
        (numerator.checked_mul(10u128.checked_pow(places.unsigned_abs())?)?, denominator)
    } else {
        (numerator, denominator.checked_mul(10u128.checked_pow(places.unsigned_abs())?)?)
    };
    let (mut number, rest) = (top / bottom, top % bottom);
    let negative = value.is_negative();
    let away = match way {
        Way::Nearest => rest >= bottom - rest,
        Way::Down => negative && rest > 0,
        Way::Up => !negative && rest > 0,
    };
    number += u128::from(away);
    let number = i128::try_from(number).ok()?;
    let number = if negative { -number } else { number };
    if places >= 0 {
        Some(place_point(number, places.unsigned_abs()))
    } else {
        Some(number.checked_mul(power_of_ten(places.unsigned_abs())?)?.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Exact {
        parse(text).expect(text)
    }

    #[test]
    fn decimals_are_read_and_printed_exactly() {
        for (text, printed) in [
            ("31.40", "31.4"),
            ("-0.0055", "-0.0055"),
            ("5.5e-3", "0.0055"),
            ("1e6", "1000000"),
            ("0", "0"),
            ("+7", "7"),
            ("123456789012345678901", "123456789012345678901"),
        ] {
            assert_eq!(decimal(&number(text)), printed, "{text}");
        }
        for text in ["", "-", "1,000", "1e", "abc", "1e400", "99999999999999999999999999999999999999999"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn values_without_a_finite_decimal_are_rounded_and_keep_their_fraction() {
        let two_thirds = Exact::new(2, 3);
        assert_eq!(decimal(&two_thirds), "0.6666666666666667");
        assert_eq!(fraction(&two_thirds).as_deref(), Some("2/3"));
        assert_eq!(decimal(&Exact::new(-20000, 3)), "-6666.666666666667");
        assert_eq!(fraction(&Exact::new(1, 8)), None);
    }

    #[test]
    fn printed_ends_round_outward() {
        let third = Exact::new(1, 3);
        let interval = Interval::closed(third, Exact::new(2, 3));
        assert_eq!(interval.printed(3), (Some("0.333".into()), Some("0.667".into())));
        let below = Interval::closed(-Exact::new(2, 3), -third);
        assert_eq!(below.printed(3), (Some("-0.667".into()), Some("-0.333".into())));
        assert_eq!(
            Interval { low: End::Unbounded, high: End::Open(third) }.printed(2),
            (None, Some("0.34".into()))
        );
    }

    #[test]
    fn a_quotient_of_rounded_figures_has_the_right_ends() {
        // [24.5, 25.5) over [12.5, 13.5): between +81 and +104 per cent.
        let after = Interval::half_open(number("24.5"), number("25.5"));
        let before = Interval::half_open(number("12.5"), number("13.5"));
        let growth = after.checked_div(&before).expect("fits");
        assert_eq!(growth.printed(4), (Some("1.814".into()), Some("2.04".into())));
        assert_eq!(growth.low, End::Open(Exact::new(49, 27)));
        assert!(growth.contains(&number("1.88")));
    }

    #[test]
    fn intervals_intersect_only_where_a_number_is_shared() {
        let low = Interval::half_open(number("1"), number("2"));
        let high = Interval::closed(number("2"), number("3"));
        assert!(!low.intersects(&high));
        assert!(high.intersects(&Interval::point(number("2"))));
        assert!(Interval { low: End::Open(number("1")), high: End::Unbounded }.intersects(&low));
        assert!(Interval::point(number("1.5")).within(&low));
        assert!(!low.within(&high));
    }

    #[test]
    fn the_quick_road_gives_what_the_long_one_gives() {
        let numbers: Vec<Exact> = [-7_i128, -1, 0, 1, 2, 6, 15, i128::from(i64::MAX), i128::MAX]
            .into_iter()
            .flat_map(|top| [1, 2, 4, 10, 30, i128::from(i64::MAX), 1 << 70].map(|below| (top, below)))
            .map(|(top, below)| Exact::new(top, below))
            .collect();
        for one in &numbers {
            for other in &numbers {
                assert_eq!(plus(one, other), one.checked_add(other), "{one} + {other}");
                assert_eq!(minus(one, other), one.checked_sub(other), "{one} - {other}");
                assert_eq!(times(one, other), one.checked_mul(other), "{one} * {other}");
                assert_eq!(over(one, other), one.checked_div(other), "{one} / {other}");
            }
        }
    }

    #[test]
    fn overflow_abstains() {
        let huge = Interval::point(Exact::from_integer(i128::MAX));
        assert_eq!(huge.checked_add(&huge), None);
        assert_eq!(huge.checked_mul(&huge), None);
        assert_eq!(huge.checked_div(&Interval::closed(number("-1"), number("1"))), None);
    }

    #[test]
    fn endless_sides_stay_endless() {
        let over = Interval { low: End::Open(number("10")), high: End::Unbounded };
        let two = Interval::point(number("2"));
        assert_eq!(
            over.checked_mul(&two).expect("fits"),
            Interval { low: End::Open(number("20")), high: End::Unbounded }
        );
        assert_eq!(over.checked_div(&two).expect("fits").low, End::Open(number("5")));
        assert_eq!(two.checked_div(&over).expect("fits").high, End::Open(Exact::new(1, 5)));
        assert_eq!(
            over.checked_sub(&over).expect("fits"),
            Interval { low: End::Unbounded, high: End::Unbounded }
        );
    }
}
