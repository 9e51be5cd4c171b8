//! Reads quantities out of text: value, unit, bound and change, each with its span and the name of its rule.
//!
//! Takes a text, gives [`Quantity`] values in order of their place. It does not decide what is
//! counted for whom (that is `statement`) and it does not say which days a date names (that is
//! `temporal`); it knows dates only well enough not to count them.
//!
//! One pass of a byte-class table finds the places where a reading can start (digits, currency signs,
//! first letters of number words); rules then look at the few tokens around each.

pub mod change;
pub mod exact;
pub mod unit;

mod assemble;
mod bounds;
pub(crate) mod calendar;
mod datedigits;
pub(crate) mod datepoints;
mod digits;
mod fractions;
mod interval;
pub(crate) mod lexicon;
pub(crate) mod lexis;
mod lists;
mod money;
mod monthdays;
mod multiples;
mod nouns;
mod numberwords;
pub(crate) mod numeral;
mod pieces;
mod ranges;
pub(crate) mod reader;
mod refusal;
mod shifts;
mod timespans;
mod unit_table;
mod units;
mod words;
mod years;

#[cfg(test)]
mod corpus;

use std::borrow::Cow;
use std::ops::Range;

use change::Change;
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
    /// What stands below the line and is no part of `unit`: a counted noun (`share` of "$98 a share")
    /// or, for counts, any measure (`year` of "32,000 vehicles a year"); empty where nothing does.
    pub per: Cow<'static, str>,
    /// Bytes of the counted noun with its modifiers ("mobile phones"), where there is one.
    pub noun: Option<Range<usize>>,
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

/// Reads the quantities of a text, in order of their place.
pub fn read(text: &str) -> Vec<Quantity> {
    read_dated(text, |_, _| {})
}

/// Reads quantities and hands each date form to `dated` with the byte at which its stretch begins.
pub(crate) fn read_dated(text: &str, mut dated: impl FnMut(calendar::Form, usize)) -> Vec<Quantity> {
    let mut tokens = lexis::Tokens::new();
    let mut marks = Vec::new();
    let mut found = Vec::new();
    for (base, stretch) in lexis::stretches(text) {
        tokens.fill(stretch);
        if tokens.anchors.is_empty() {
            continue;
        }
        let mut reader = reader::Reader::new(&tokens, marks);
        for form in reader.forms() {
            dated(form, base);
        }
        let first = found.len();
        reader.quantities(&mut found);
        if base > 0 {
            found[first..].iter_mut().for_each(|quantity| quantity.shift(base));
        }
        marks = reader.dated;
    }
    found
}

impl Quantity {
    /// Moves all places by `base` bytes.
    fn shift(&mut self, base: usize) {
        let ranges = [Some(&mut self.span), Some(&mut self.numeral), self.noun.as_mut()];
        for range in ranges.into_iter().flatten() {
            *range = range.start + base..range.end + base;
        }
    }
}
