//! Compares a claim's figure with a source's: agreement by rounding, hedges, bounds, ranges, units.
//!
//! Both are taken to be about the same thing; whether they are is decided before, by alignment.

use std::borrow::Cow;
use std::fmt;

use num_traits::{CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};

use super::code::Code;
use super::fraction;
use super::interval::{Interval, ends};
use super::rate;
use super::reckon::is_fraction;
use super::show::Scale;
use crate::quantity::exact::{self, Exact};
use crate::quantity::{Bound, Figure, Kind, Quantity, unit};

/// How two figures of one thing stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Relation {
    /// They are different kinds of number.
    Incomparable,
    /// They cannot both be true.
    Clash,
    /// The source leaves the claim open.
    Open,
    /// The source establishes less than the claim.
    Weaker,
    /// They agree.
    Agree,
}

/// The outcome of a comparison.
#[derive(Debug, Clone)]
pub(super) struct Compared<'a> {
    /// How they stand to each other.
    pub relation: Relation,
    /// The finding it raises.
    pub code: Option<Code>,
    /// One line for the report.
    pub note: Note<'a>,
    /// True where the numerals are equal as printed.
    pub same_numeral: bool,
}

/// One line for the report; it is written out where it is shown, which few are.
#[derive(Debug, Clone)]
pub(super) enum Note<'a> {
    /// Both figures as printed, and what there is to say of them.
    Both { claim: Shown<'a>, source: Shown<'a>, rest: &'static str },
    /// A line of its own.
    Told(String),
}

impl fmt::Display for Note<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::Both { claim, source, rest } => {
                write!(out, "claim {}, source {}{rest}", claim.span(), source.span())
            }
            Note::Told(line) => out.write_str(line),
        }
    }
}

/// A figure with the text that it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown<'a> {
    /// The figure.
    pub quantity: &'a Quantity,
    /// The text of its ranges.
    pub text: &'a str,
}

impl<'a> Shown<'a> {
    /// The whole expression as printed.
    pub fn span(&self) -> &'a str {
        self.text.get(self.quantity.span.clone()).unwrap_or_default().trim()
    }

    fn scale(&self) -> Scale {
        Scale::of(self.text, self.quantity)
    }
}

/// Kinds whose numbers are shares or multiples and so convert into each other.
fn is_ratio(kind: Kind) -> bool {
    matches!(kind, Kind::Percent | Kind::Ratio | Kind::Multiple)
}

/// The source's figure in the claim's unit, or why there is none.
fn converted<'q>(claim: &Quantity, source: &'q Quantity) -> Option<Cow<'q, Quantity>> {
    let apply = |with: &dyn Fn(&Exact) -> Option<Exact>| -> Option<Cow<'q, Quantity>> {
        let mut out = source.clone();
        let each = |printed: &mut crate::quantity::Printed| -> Option<()> {
            printed.value = with(&printed.value)?;
            if let Some(step) = printed.step {
                printed.step = Some(with(&step)?.checked_sub(&with(&Exact::zero())?)?);
            }
            Some(())
        };
        match &mut out.figure {
            Figure::Value(printed) => each(printed),
            Figure::Range(low, high) => each(low).and_then(|()| each(high)),
        }?;
        Some(Cow::Owned(out))
    };
    let hundred = Exact::from_integer(100);
    if rate::is_of_so_many(claim, source) {
        return None;
    }
    match (claim.kind, source.kind) {
        (Kind::Percent, Kind::Ratio) => return apply(&|value| value.checked_mul(&hundred)),
        (Kind::Ratio, Kind::Percent) => return apply(&|value| value.checked_div(&hundred)),
        (Kind::Percent, Kind::Count) if is_fraction(source) => {
            return apply(&|value| value.checked_mul(&hundred));
        }
        (Kind::Count, Kind::Percent) if is_fraction(claim) => {
            return apply(&|value| value.checked_div(&hundred));
        }
        (one, other) if is_ratio(one) && is_ratio(other) => {
            if one != other {
                return None;
            }
        }
        (Kind::Dimension, Kind::Dimension)
        | (Kind::Points, Kind::Points)
        | (Kind::Duration, Kind::Duration)
        | (Kind::Currency, Kind::Currency) => {
            let (from, to) = bases(&source.unit, &claim.unit);
            if from == to {
                return Some(Cow::Borrowed(source));
            }
            // Cents are hundredths of whichever money has them.
            match (from, to) {
                ("cent", "USD" | "EUR") => return apply(&|value| value.checked_div(&hundred)),
                ("USD" | "EUR", "cent") => return apply(&|value| value.checked_mul(&hundred)),
                _ => {}
            }
            return apply(&|value| unit::convert(value, from, to));
        }
        (Kind::Currency, Kind::Dimension) | (Kind::Dimension, Kind::Currency)
            if is_sterling(&claim.unit, &source.unit) && ends(&claim.figure) == ends(&source.figure) => {}
        // A chart prints a place without its ending.
        (Kind::Ordinal, Kind::Count)
            if source.unit.is_empty()
                && source.noun.is_none()
                && ends(&claim.figure) == ends(&source.figure) => {}
        (Kind::Count, Kind::Ordinal)
            if claim.unit.is_empty()
                && claim.noun.is_none()
                && ends(&claim.figure) == ends(&source.figure) => {}
        (Kind::Age, Kind::Duration) | (Kind::Duration, Kind::Age) => {}
        (one, other) if one == other => {}
        _ => return None,
    }
    Some(Cow::Borrowed(source))
}

/// True where both say "pounds", and one of the two texts tells of money, the other of nothing that has a weight.
fn is_sterling(one: &str, other: &str) -> bool {
    let rest = |base: &str| {
        one.strip_prefix(base).zip(other.strip_prefix(if base == "GBP" { "pound" } else { "GBP" }))
    };
    let below = rest("GBP").or_else(|| rest("pound"));
    below.is_some_and(|(one, other)| one == other || one.is_empty() || other.is_empty())
}

/// Two units; where one alone says "per month", the other's words say it elsewhere ("a monthly fee of $5").
fn bases<'u>(one: &'u str, other: &'u str) -> (&'u str, &'u str) {
    match (one.split_once(" per "), other.split_once(" per ")) {
        (Some((base, _)), None) => (base, other),
        (None, Some((base, _))) => (one, base),
        _ => (one, other),
    }
}

/// Compares two figures.
pub(super) fn compare<'a>(claim: Shown<'a>, source: Shown<'a>, strict_bounds: bool) -> Compared<'a> {
    let same_numeral = ends(&claim.quantity.figure) == ends(&source.quantity.figure);
    let rough = fraction::beside_percent(claim, source);
    let Some(converted) = converted(claim.quantity, source.quantity).filter(|_| rough != Some(false)) else {
        return foreign(claim, source, same_numeral);
    };
    let equal = ends(&claim.quantity.figure) == ends(&converted.figure);
    let mut compared = by_bounds(claim, source, &converted, strict_bounds);
    compared.same_numeral = equal;
    if rough.is_some() && compared.relation == Relation::Clash {
        fraction::loosen(&mut compared, &claim.quantity.figure, &converted.figure);
    }
    compared
}

/// A clash with the slip of the pen that it looks like: a power of ten, two digits swapped. It is looked for only in
/// what is shown.
pub(super) fn with_slip<'a>(claim: Shown<'a>, source: Shown<'a>, compared: &Compared<'a>) -> Compared<'a> {
    let mut compared = compared.clone();
    if compared.relation == Relation::Clash
        && compared.code == Some(Code::VALUE)
        && let Some(converted) = converted(claim.quantity, source.quantity)
    {
        slip(&mut compared, claim.quantity, &converted);
    }
    compared
}

fn foreign<'a>(claim: Shown<'a>, source: Shown<'a>, same_numeral: bool) -> Compared<'a> {
    let (one, other) = (claim.quantity, source.quantity);
    let (relation, code, note) = match (one.kind, other.kind) {
        (Kind::Currency, Kind::Currency) if same_numeral => (
            Relation::Clash,
            Some(Code::CURRENCY),
            format!(
                "the claim says {}, the source {}: the same number in another currency",
                claim.span(),
                source.span()
            ),
        ),
        (Kind::Percent, Kind::Points) | (Kind::Points, Kind::Percent) if same_numeral => (
            Relation::Clash,
            Some(Code::POINTS),
            format!("{} is not {}: percent and percentage points differ", claim.span(), source.span()),
        ),
        (Kind::Percent, Kind::Multiple) | (Kind::Multiple, Kind::Percent) if same_numeral => {
            (Relation::Clash, Some(Code::UNIT), format!("{} is not {}", claim.span(), source.span()))
        }
        (Kind::Dimension, Kind::Dimension) if same_numeral => (
            Relation::Clash,
            Some(Code::UNIT),
            format!("the claim says {}, the source {}", claim.span(), source.span()),
        ),
        _ => (Relation::Incomparable, None, String::new()),
    };
    Compared { relation, code, note: Note::Told(note), same_numeral }
}

/// Which way a bound is open: 1 upward, −1 downward.
pub(super) fn way(bound: Bound) -> i8 {
    match bound {
        Bound::Over | Bound::AtLeast => 1,
        Bound::Under | Bound::AtMost => -1,
        _ => 0,
    }
}

fn by_bounds<'a>(
    claim: Shown<'a>,
    source: Shown<'a>,
    converted: &Quantity,
    strict_bounds: bool,
) -> Compared<'a> {
    let own = claim.quantity;
    let said = |relation, code, note: Note<'a>| Compared { relation, code, note, same_numeral: false };
    let (claim_way, source_way) = (way(own.bound), way(converted.bound));
    let (claim_low, claim_high) = ends(&own.figure);
    let (low, high) = ends(&converted.figure);
    let both = |rest| Note::Both { claim, source, rest };
    if claim_way != 0 && claim_way == source_way {
        let weaker = if claim_way > 0 { claim_low <= low } else { claim_high >= high };
        return if weaker {
            said(Relation::Agree, None, both(""))
        } else {
            said(Relation::Weaker, Some(Code::QUALIFIER), both(": the source's bound is weaker"))
        };
    }
    if source_way != 0 {
        return source_bound(claim, source, converted, strict_bounds);
    }
    if claim_way != 0 {
        return claim_bound(claim, source, converted);
    }
    if matches!((&own.figure, &converted.figure), (Figure::Range(..), _) | (_, Figure::Range(..))) {
        return ranges(claim, source, converted);
    }
    values(claim, source, converted)
}

/// The source prints a bound, the claim none or the opposite one.
fn source_bound<'a>(
    claim: Shown<'a>,
    source: Shown<'a>,
    converted: &Quantity,
    strict_bounds: bool,
) -> Compared<'a> {
    let own = claim.quantity;
    let said = |relation, code, note: Note<'a>| Compared { relation, code, note, same_numeral: false };
    let meaning = Interval::meaning(converted);
    let wanted = Interval::meaning(own);
    let (low, _) = ends(&converted.figure);
    let both = |rest| Note::Both { claim, source, rest };
    let equal = ends(&own.figure) == ends(&converted.figure);
    if wanted.apart(&meaning) && (!equal || way(own.bound) != 0) {
        return said(Relation::Clash, Some(Code::VALUE), both(": the bound excludes it"));
    }
    if converted.plus_sign && !strict_bounds && way(own.bound) == 0 {
        let customary = customary(low);
        if let Some(customary) = customary.filter(|customary| wanted.apart(customary)) {
            let scale = source.scale();
            let note = format!(
                "customary reading of {}: {}; the strict reading leaves {} undecided",
                source.span(),
                scale.interval(&customary),
                claim.span()
            );
            return said(Relation::Clash, Some(Code::QUALIFIER), Note::Told(note));
        }
    }
    if equal && way(own.bound) == 0 && own.bound == Bound::About {
        return said(Relation::Agree, None, both(""));
    }
    said(Relation::Weaker, Some(Code::QUALIFIER), both(": the source gives a bound only"))
}

/// What a quantity can stand for, a printed plus sign read as customary unless bounds are strict.
pub(super) fn reach(quantity: &Quantity, strict_bounds: bool) -> Interval {
    let (low, _) = ends(&quantity.figure);
    let plus = quantity.plus_sign && !strict_bounds;
    plus.then(|| customary(low)).flatten().unwrap_or_else(|| Interval::meaning(quantity))
}

/// Up to the next step of the leading digit: 40,000+ is 40,000 to 50,000.
fn customary(low: Exact) -> Option<Interval> {
    if !low.is_positive() || !low.is_integer() {
        return None;
    }
    let mut step = 1_i128;
    while step.checked_mul(10)? <= low.to_integer() {
        step *= 10;
    }
    let high = (low.to_integer() / step + 1).checked_mul(step)?;
    Some(Interval { low: Some(low), high: Some(Exact::from_integer(high)), low_open: false, high_open: true })
}

/// The claim prints a bound, the source a figure.
fn claim_bound<'a>(claim: Shown<'a>, source: Shown<'a>, converted: &Quantity) -> Compared<'a> {
    let own = claim.quantity;
    let said = |relation, code, note: Note<'a>| Compared { relation, code, note, same_numeral: false };
    let wanted = Interval::meaning(own);
    let (low, high) = ends(&converted.figure);
    let both = |rest| Note::Both { claim, source, rest };
    let printed = Interval::meaning(converted);
    let inside = |value: Exact| wanted.holds(value);
    if converted.bound == Bound::Exact && !inside(low) && !inside(high) {
        // "Played over 40 years" may say how long, or that it was longer.
        let lasting =
            own.kind == Kind::Duration && own.bound == Bound::Over && ends(&own.figure) == (low, high);
        let relation = if lasting { Relation::Open } else { Relation::Clash };
        return said(relation, Some(Code::QUALIFIER), both(": outside the bound"));
    }
    if printed.inside(&wanted) || converted.bound == Bound::Exact && inside(low) && inside(high) {
        return said(Relation::Agree, None, both(""));
    }
    if printed.apart(&wanted) {
        return said(Relation::Clash, Some(Code::QUALIFIER), both(": outside the bound"));
    }
    said(Relation::Open, Some(Code::QUALIFIER), both(": both sides of the bound are possible"))
}

fn ranges<'a>(claim: Shown<'a>, source: Shown<'a>, converted: &Quantity) -> Compared<'a> {
    let own = claim.quantity;
    let said = |relation, code, note: Note<'a>| Compared { relation, code, note, same_numeral: false };
    let both = |rest| Note::Both { claim, source, rest };
    let (wanted, printed) = (Interval::meaning(own), Interval::meaning(converted));
    if ends(&own.figure) == ends(&converted.figure) {
        return said(Relation::Agree, None, both(""));
    }
    if wanted.apart(&printed) {
        return said(Relation::Clash, Some(Code::VALUE), both(": outside the range"));
    }
    let claims_range = matches!(own.figure, Figure::Range(..));
    if claims_range && printed.inside(&wanted) {
        return said(Relation::Agree, None, both(": inside the claim's range"));
    }
    if !claims_range {
        return said(Relation::Weaker, Some(Code::RANGE), both(": the source gives a range"));
    }
    said(Relation::Weaker, Some(Code::RANGE), both(": the ranges overlap only"))
}

fn values<'a>(claim: Shown<'a>, source: Shown<'a>, converted: &Quantity) -> Compared<'a> {
    let own = claim.quantity;
    let said = |relation, code, note: Note<'a>| Compared { relation, code, note, same_numeral: false };
    let (Figure::Value(one), Figure::Value(other)) = (&own.figure, &converted.figure) else {
        return said(Relation::Incomparable, None, Note::Told(String::new()));
    };
    let both = |rest| Note::Both { claim, source, rest };
    let equal = one.value == other.value;
    let (wanted, printed) = (Interval::meaning(own), Interval::meaning(converted));
    let hedged = |bound: Bound| matches!(bound, Bound::About | Bound::Nearly | Bound::JustOver);
    if hedged(own.bound) && !hedged(converted.bound) {
        let plain = Interval::figure(&own.figure);
        if wanted.holds(other.value) || equal && own.bound == Bound::About {
            return said(Relation::Agree, None, both(""));
        }
        if equal || plain.holds(other.value) {
            return said(
                Relation::Agree,
                Some(Code::QUALIFIER),
                both(": the hedge points the wrong way by less than the rounding"),
            );
        }
        return said(Relation::Clash, Some(Code::VALUE), both(": beyond the hedge"));
    }
    if hedged(converted.bound) {
        if equal {
            return match (hedged(own.bound), finer(one.step, other.step)) {
                (false, true) => said(Relation::Weaker, Some(Code::PRECISE), both(": the source hedges")),
                _ => said(Relation::Agree, None, both(": source hedges")),
            };
        }
        if wanted.apart(&printed) {
            return said(Relation::Clash, Some(Code::VALUE), both(": beyond the hedge"));
        }
        let relation =
            if hedged(own.bound) || printed.inside(&wanted) { Relation::Agree } else { Relation::Weaker };
        return said(relation, None, both(": the source hedges"));
    }
    if equal {
        return said(Relation::Agree, None, both(""));
    }
    if wanted.holds(other.value) && !finer(one.step, other.step) {
        return said(Relation::Agree, None, both(": agrees by rounding"));
    }
    if printed.holds(one.value) && !finer(other.step, one.step) {
        return said(
            Relation::Weaker,
            Some(Code::PRECISE),
            both(": the claim prints more digits than the source establishes"),
        );
    }
    said(Relation::Clash, Some(Code::VALUE), both(""))
}

/// True where the first is stated to finer digits than the second.
fn finer(one: Option<Exact>, other: Option<Exact>) -> bool {
    match (one, other) {
        (None, None) => false,
        (None, Some(_)) => true,
        (Some(_), None) => false,
        (Some(one), Some(other)) => one < other,
    }
}

/// Names powers of ten and swapped digits.
fn slip(compared: &mut Compared<'_>, claim: &Quantity, source: &Quantity) {
    let (one, _) = ends(&claim.figure);
    let (other, _) = ends(&source.figure);
    if !one.is_positive() || !other.is_positive() {
        return;
    }
    let (large, small) = if one > other { (one, other) } else { (other, one) };
    let mut power = Exact::from_integer(10);
    for exponent in 1..=12_u32 {
        let Some(raised) = exact::times(&small, &power) else { return };
        let step = [&claim.figure, &source.figure]
            .iter()
            .filter_map(|figure| match figure {
                Figure::Value(printed) => printed.step,
                Figure::Range(..) => None,
            })
            .max()
            .unwrap_or_else(Exact::zero);
        let near = exact::minus(&large, &raised).is_some_and(|gap| {
            (gap.is_zero() || exponent >= 3)
                && gap.abs() <= exact::over(&step, &Exact::from_integer(2)).unwrap_or_else(Exact::zero)
        });
        if near {
            let zeros = "0".repeat(exponent as usize);
            compared.code = Some(Code::SCALE);
            compared.note = Note::Told(format!("{}: a factor of exactly 1{zeros}", compared.note));
            return;
        }
        let Some(next) = exact::times(&power, &Exact::from_integer(10)) else { return };
        power = next;
    }
    if swapped(one, other) {
        compared.note = Note::Told(format!("{}: two digits look swapped", compared.note));
    }
}

/// True where the decimal digits of two numbers differ by one swap of neighbours.
fn swapped(one: Exact, other: Exact) -> bool {
    let digits = |value: Exact| {
        let cents = exact::times(&value, &Exact::from_integer(1_000))
            .map(|value| value.round().to_integer().to_string());
        cents.map(|text| text.trim_end_matches('0').bytes().collect::<Vec<u8>>())
    };
    let (Some(one), Some(other)) = (digits(one), digits(other)) else { return false };
    // A rounded source may print one digit more than the claim.
    let length = one.len().min(other.len());
    if length < 2 || one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let differing: Vec<usize> = (0..length).filter(|at| one[*at] != other[*at]).collect();
    matches!(differing[..], [first, second] if second == first + 1 && one[first] == other[second] && one[second] == other[first])
}
