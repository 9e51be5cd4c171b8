//! Reads quantities out of text: value, unit, bound and change, each with its span and the name of its rule.
//!
//! Takes a text, gives [`Quantity`] values in order of their place. It does not decide what is
//! counted for whom (that is `statement`) and it does not read dates (that is `temporal`).

pub mod exact;

use std::borrow::Cow;
use std::ops::Range;

use exact::Exact;

/// One quantity as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Bytes of the whole expression: bound words, numeral, scale word and unit.
    pub span: Range<usize>,
    /// Bytes of the numeral with its scale word, without bound and unit.
    pub numeral: Range<usize>,
    /// What the numeral says.
    pub figure: Figure,
    /// What kind of quantity it is.
    pub kind: Kind,
    /// Canonical unit name in the singular (`USD`, `percent`, `phone`), empty for a bare number.
    pub unit: Cow<'static, str>,
    /// The bound or hedge printed with the numeral.
    pub bound: Bound,
    /// True for a printed plus sign (`40,000+`), which has a customary reading beside the strict one.
    pub plus_sign: bool,
    /// The change the words around the numeral tell of.
    pub change: Change,
    /// Name of the rule that read it.
    pub rule: &'static str,
}

/// A printed value or a printed range of values, in the printed unit with scale words applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// One value.
    Value(Printed),
    /// A range, ends as printed (`36-40`, `between 5 and 7`).
    Range(Printed, Printed),
}

/// A number as printed: its exact value and how far its digits are stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The exact value, scale words applied.
    pub value: Exact,
    /// The unit of the last stated digit (100,000 for `31.4 million`), `None` for an exact count.
    /// Rules: design of values, points 1 and 2 of the verdict law.
    pub step: Option<Exact>,
}

/// What a quantity measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A number of countable things, or a bare number.
    Count,
    /// An amount of money.
    Currency,
    /// A percentage.
    Percent,
    /// Percentage points or basis points.
    Points,
    /// A physical dimension (mass, length, power, speed …).
    Dimension,
    /// A length of time.
    Duration,
    /// An age.
    Age,
    /// A place in an order (`7th`).
    Ordinal,
    /// A multiple (`doubled`, `threefold`, `ten times`).
    Multiple,
    /// A ratio of counts (`1 in 5`).
    Ratio,
}

/// The bound or hedge printed with a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bound {
    /// No bound or hedge.
    Exact,
    /// about, around, roughly, some, ~.
    About,
    /// over, more than, above.
    Over,
    /// at least, or more, N+.
    AtLeast,
    /// under, fewer than, below.
    Under,
    /// at most, up to, no more than.
    AtMost,
    /// nearly, almost, just under.
    Nearly,
    /// just over, a little more than.
    JustOver,
}

/// The direction of a change, and what the quantity is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Change {
    /// Up, down, or none told.
    pub direction: Direction,
    /// What the number is in the change.
    pub role: ChangeRole,
}

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// No change is told.
    None,
    /// rose, grew, up.
    Up,
    /// fell, cut, down.
    Down,
}

/// What a number is in a change: `rose 47% to 31.4 million from 21.3 million`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeRole {
    /// No change is told.
    None,
    /// The amount of the change (47%).
    By,
    /// The value after it (31.4 million).
    To,
    /// The value before it (21.3 million).
    From,
}
